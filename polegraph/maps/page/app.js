// What follows when the state changes: what is counted, drawn, written and said. The only module that knows all others.

import { draw } from "./canvas/draw.js";
import { onScheme } from "./canvas/encoding.js";
import { organisationsOff } from "./canvas/geography.js";
import { chainBetween, highlightOf } from "./canvas/highlight.js";
import { data } from "./data.js";
import { el, part } from "./dom.js";
import { onPrint } from "./exports/print.js";
import { handle } from "./handle.js";
import { shown, t } from "./i18n.js";
import { answer, ofAllYears } from "./network/answers.js";
import { isBubble, levelled, levels } from "./network/communities.js";
import { counted } from "./network/counts.js";
import { count } from "./network/graph.js";
import { shareActive, strongest } from "./network/strongest_links.js";
import { activeProjects, hiddenOrganisations, projectsWith } from "./network/visible.js";
import { about } from "./panels/about.js";
import { beforeCard, enterCard, freeRoom, leaveCard, raiseMap } from "./panels/card_place.js";
import { cardOf } from "./panels/cards.js";
import { makeCommunities } from "./panels/communities.js";
import { writeExports } from "./panels/exports.js";
import { filterSentences } from "./panels/filter_sentences.js";
import { makeFilters } from "./panels/filters.js";
import { writeLegend } from "./panels/legend.js";
import { credits, makeMapViews } from "./panels/map_views.js";
import { writeQuestions } from "./panels/questions.js";
import { makeSearch } from "./panels/search.js";
import { pictureSentences, sentences, writeFrame, writeTotals } from "./panels/status.js";
import { makeTable } from "./panels/table.js";
import { NARROWING_FILTERS, setFilters, withFilters } from "./state/filters.js";
import { isHidden } from "./state/hidden_entries.js";
import { listedOff } from "./state/map_view.js";
import { restoreState, stateInAddress } from "./state/permalink.js";
import { keepSteps } from "./state/steps.js";
import { change, state, subscribe } from "./state/store.js";

const read = (id) => JSON.parse(part(id).textContent);
const card = part("card");
// What changes who is shown, and how many.
const COUNTED = ["filters", "hiddenEntries", "projectsShown", "single", "mapView", "listedOff", "asked"];

// All of this follows from the state.
let present = { hidden: new Uint8Array(count), active: null, links: [], cut: false, answer: null, level: null };
let selected = null; // what is selected; of a chain, its steps as well, over what the filters leave
let highlight = null; // what stands out on the map because of it
let countedBefore = null; // what the card was counted on

const drawing = read("drawing");
// pyvis has them with the weakest first; strongest first is how they are cut.
const drawn = drawing.edges.map(({ from, to, shared }) => [from, to, shared]).reverse();
const go = {
  organisation: selectOrganisation,
  link: selectLink,
  project: selectProject,
  around: showAround,
  chainFrom: askChain,
};
const map = draw(part("map"), drawing, read("options"), {
  onOrganisation: selectOrganisation,
  onProject: selectProject,
  onLink: selectLink,
  onBubble: openBubble,
  onNothing: () => state.selected !== null && close(),
  room: () => freeRoom(part("map")),
});
const search = makeSearch(part("search"), selectOrganisation);
const filters = makeFilters(part("filters"));
const communities = makeCommunities(
  { list: part("levels"), path: part("path") },
  { open: openBubble, single: drawSingle },
);
const table = makeTable(part("table"), go);
const mapViews = makeMapViews(map, showTable);

function selectOrganisation(organisation) {
  select({ organisation });
}

function selectLink(one, other) {
  select({ one, other });
}

function selectProject(project) {
  select({ project });
}

function select(what) {
  search.close();
  beforeCard(state.selected === null);
  change({ selected: what, subject: what.organisation ?? state.subject });
  enterCard();
}

function close() {
  change({ selected: null });
  leaveCard(search.focus);
}

/** Show only an organisation and who is near it. */
function showAround(organisation) {
  part("filters").querySelector("details").open = true;
  setFilters({ around: organisation });
}

/** Open a bubble, or go back to the one around it. @param {number} bubble or -1 */
function openBubble(bubble) {
  const left = state.filters.bubble;
  change({ selected: null, filters: withFilters({ bubble }) });
  communities.focus(left);
  map.fit();
}

function drawSingle() {
  change({ single: !state.single });
  map.fit();
}

/** Ask in the card to which organisation a chain is wanted. */
function askChain(from) {
  const place = part("chain-search");
  const form = el("form", { autocomplete: "off" });
  place.replaceChildren(form);
  place.hidden = false;
  const box = makeSearch(form, (to) => select({ ends: [from, to] }), "chain-", "chain_label");
  box.write();
  box.focus();
}

/** Write anew all that shows a part of the state that has changed. @param {Set<string>} changed */
function render(changed) {
  const has = (...names) => names.some((name) => changed.has(name));
  if (has("selected")) {
    selected = resolved(state.selected);
    highlight = selected === null ? null : highlightOf(selected);
  }
  if (has("selected", "colouredBy")) {
    writeCard(); // before the map, which leaves room for it
  }
  if (has("selected")) {
    table.putFirst(selected, highlight);
  }
  if (has("asked")) {
    writeQuestions(part("questions"), ask);
  }
  if (has(...COUNTED)) {
    refresh();
  } else if (has("selected")) {
    showOnMap();
  }
  if (has("colouredBy")) {
    writeLegend(part("legend"));
    map.recolour();
  }
  writeStatus();
}

/** What is selected, of a chain its steps as well. */
function resolved(what) {
  return what !== null && "ends" in what ? chainBetween(what.ends) : what;
}

/** Choose anew who and what is shown, after a filter, the legend or a question has changed. */
function refresh() {
  const active = activeProjects();
  const hidden = hiddenOrganisations(active, isHidden);
  // On a map of the earth, cities take the place of bubbles.
  const level = state.mapView ? null : levelled(hidden, state.filters.bubble, active);
  const single = level?.covered ?? hidden; // whose links are drawn
  const everything = active === null && !single.includes(1);
  const found = everything ? null : strongest(single, active, Math.max(drawn.length, data.links.most));
  const links =
    found?.links ?? (active === null ? drawn : drawn.filter(([one, other]) => shareActive(one, other, active)));
  const cut = found === null ? data.links.drawn < data.links.all : found.links.length < found.all;
  present = { hidden, active, links, cut, answer: null, level };
  present.answer = state.asked ? answer(state.asked, mayAnswer(state.asked), state.subject) : null;
  writeCounts();
  communities.write(hidden);
  showOnMap();
  showInTable();
  mapViews.write(hidden);
}

/** Who is left aside in an answer: who is not shown; but who introduces need not be a member of the pôle itself. @param {string} question */
function mayAnswer(question) {
  return question === "introducers" ? hiddenOrganisations(present.active, isHidden, NARROWING_FILTERS) : present.hidden;
}

function besides({ rows, notes, ends }) {
  return rows.map((row) => [row, notes.get(row) ?? "", ends.get(row) ?? ""]);
}

/** Tell all that show figures that they may have changed. */
function writeCounts() {
  writeLegend(part("legend"));
  writeTotals();
  if (countedBefore !== counted()) {
    map.recolour();
    if (selected !== null && countedBefore !== null) {
      selected = resolved(state.selected);
      highlight = highlightOf(selected);
      writeCard();
    }
    countedBefore = counted();
  }
}

function showOnMap() {
  if (present.answer === null) {
    map.show(present.hidden, present.links, highlight, present.level);
    return;
  }
  const { rows, also, links } = present.answer;
  // Those who help to answer are shown too; inside a closed bubble they stay there.
  const those = [
    ...rows,
    ...also.filter((organisation) => present.level === null || present.hidden[organisation] === 1),
  ];
  const hidden = present.hidden.slice();
  those.forEach((organisation) => {
    hidden[organisation] = 0;
  });
  map.show(hidden, present.links, highlight ?? { ends: [], around: those, links }, present.level);
}

function showInTable() {
  const those =
    present.answer?.rows ??
    organisationsOff(present.hidden) ??
    [...present.hidden.keys()].filter((organisation) => present.hidden[organisation] === 0);
  const everybody = present.answer === null && !listedOff() && !present.hidden.includes(1);
  const mine = present.answer?.projects ?? projectsWith(everybody ? null : those, present.active);
  const beside = {
    ...present.answer,
    note: `note.${state.asked}`,
    remark: ["pole_pairs", "partners"].includes(state.asked) ? ofAllYears() : "",
  };
  table.show({ organisations: those, projects: mine }, present.answer?.notes.size ? beside : {});
}

function ask(question) {
  if (question) {
    change({ asked: question, selected: null, listedOff: "" });
    showTable(true);
    raiseMap(); // its answer, and the table below
  } else {
    change({ asked: "" });
  }
}

function showTable(open) {
  if (open) {
    mapViews.makeRoom();
  }
  part("table").hidden = !open;
  table.write();
  part("centre").classList.toggle("with-table", open);
  part("table-toggle").setAttribute("aria-pressed", String(open));
  if (state.selected === null) {
    requestAnimationFrame(() => map.fit());
  }
}

function writeCard() {
  card.hidden = selected === null;
  if (selected === null) {
    card.replaceChildren();
    return;
  }
  card.replaceChildren(
    el("button", { type: "button", class: "close", "aria-label": t("close"), onclick: close }, "×"),
    ...cardOf(selected, go),
  );
}

/** Say what is selected or asked, how much is shown and what is not. */
function writeStatus() {
  part("status").textContent = [...sentences(said()), ...filterSentences()].join(" ");
}

/** What is said of the page now. */
function said() {
  return { selected, present, drawn: map.counts() };
}

/** Draw anew what has colours of its own, as for paper or for the screen. */
function repaint() {
  writeLegend(part("legend"));
  writeCard();
  map.redraw();
}

/** Write all words of the page anew. */
function writeEverything() {
  writeFrame();
  part("about").replaceChildren(...about(), ...credits());
  search.write();
  filters.write();
  writeQuestions(part("questions"), ask);
  writeExports(part("exports"), map, { restore: restart, sentences: () => pictureSentences(said()) });
  writeCard();
  refresh();
  writeStatus();
  map.redraw();
}

/** Take over a state in the place of the present one. @param {object} saved */
function restart(saved) {
  restore(restoreState(saved));
  writeEverything();
  part("status").focus();
}

/** Take over a step of the history. @param {{view: object, selected: object|null, subject: number, look: object, table: boolean}} step */
function takeBack({ view, selected: chosen, subject, look, table: isOpen }) {
  const before = state.selected;
  const kept = restoreState(view);
  mapViews.restore(kept);
  if (chosen !== null) {
    beforeCard(before === null);
  }
  change({ asked: kept.asked, selected: chosen, subject });
  if (part("table").hidden === isOpen) {
    showTable(isOpen);
  }
  if (chosen !== null) {
    enterCard();
  } else if (before !== null) {
    leaveCard(search.focus);
  }
  requestAnimationFrame(() => map.stand(look)); // after the table has taken its room
}

/** Take the steps that a state which was kept asks for. @param {ReturnType<typeof restoreState>} kept */
function restore(kept) {
  mapViews.restore(kept);
  if (kept.selected >= 0) {
    selectOrganisation(kept.selected);
  }
  if (kept.asked) {
    ask(kept.asked);
  }
}

if (data.notice) {
  part("notice").textContent = shown(data.notice, 500);
  part("notice").hidden = false;
}
for (const button of document.querySelectorAll("[data-lang]")) {
  button.addEventListener("click", () => {
    change({ language: button.dataset.lang });
  });
}
part("zoom-in").addEventListener("click", () => map.zoom(1.4));
part("zoom-out").addEventListener("click", () => map.zoom(1 / 1.4));
part("fit").addEventListener("click", () => map.fit());
part("table-toggle").addEventListener("click", () => showTable(part("table").hidden));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && state.selected !== null && !event.defaultPrevented) {
    close();
  } else if (event.key === "Escape" && !event.defaultPrevented && isBubble(state.filters.bubble)) {
    openBubble(levels.parent[state.filters.bubble]);
  }
});
onScheme(writeEverything);
onPrint(
  { day: part("printed"), table: part("printed-table"), map: part("map"), legend: part("legend") },
  map.paint,
  repaint,
  () => !part("table").hidden,
);
const kept = restoreState(stateInAddress()); // before anybody listens: all is written below
subscribe(["colouredBy", "selected", ...COUNTED], render);
subscribe(["language"], () => {
  document.documentElement.lang = state.language;
  writeEverything();
});
restore(kept);
writeEverything();
if (state.selected === null) {
  map.fit();
}
keepSteps(() => ({ look: map.look(), table: !part("table").hidden }), { back: takeBack, address: restart });

window.polegraph = handle(map, () => present, {
  select: selectOrganisation,
  /** Set filters, as the form does. @param {object} values by name, as text */
  filter: (values) => filters.set(values),
  /** The answers to all questions: rows, each with what stands beside it. */
  answers: () =>
    Object.fromEntries(
      data.answers.asked.map((question) => [question, besides(answer(question, mayAnswer(question), state.subject))]),
    ),
});
