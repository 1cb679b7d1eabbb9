// What is selected, asked, chosen and spoken, and who hears of it. The only module that knows all others.

import { about } from "./panels/about.js";
import { chainCard, linkCard, organisationCard, projectCard } from "./panels/cards.js";
import { activeProjects, choice, choose, goneOrganisations, projectsWith, shareActive, strongest } from "./state/filters.js";
import { counted, countedProjects, sameGroup } from "./network/counts.js";
import { aroundLink, aroundOrganisation, draw } from "./canvas/draw.js";
import { filterSentences } from "./panels/filter_sentences.js";
import { makeFilters } from "./panels/filters.js";
import { addressOf, fromAddress, stateOf, takeOver } from "./state/permalink.js";
import { credits, listOff, listedOff, rowsOff, viewed } from "./canvas/geography.js";
import { allSingle, isBubble, levelled, levels } from "./network/communities.js";
import { hideNothing, isHidden, writeLegend } from "./panels/legend.js";
import { writeExports } from "./panels/exports.js";
import { onScheme } from "./canvas/encoding.js";
import { chain, count, projects, sharedProjects } from "./network/graph.js";
import { answer, ofAllYears, writeQuestions } from "./network/answers.js";
import { makeOpenings } from "./panels/communities.js";
import { onPrint } from "./exports/print.js";
import { makePlaces } from "./panels/map_views.js";
import { makeSearch } from "./panels/search.js";
import { makeTable, tableContent } from "./panels/table.js";
import { retellFrame, retellTotals, sentences } from "./panels/status.js";
import { filterProjects, showProjects } from "./canvas/projects.js";
import { data, el, shown, speak, t } from "./i18n.js";

const part = (id) => document.getElementById(id);
const read = (id) => JSON.parse(part(id).textContent);
const card = part("card");
const WIDE = window.matchMedia("(min-width: 62rem)");

let selected = null; // {organisation}, {one, other}, {project} or {chain: steps or null, ends}
let around = null; // what stands out on the map because of it
let asked = ""; // the question that is answered
let subject = -1; // the organisation selected last: some questions are about it
let now = { gone: new Uint8Array(count), active: null, links: [], cut: false, answer: null, level: null };
let cameFrom = null; // what had the focus before the card was opened
let reckoned = null; // what the card was counted on

const drawing = read("drawing");
// pyvis has them with the weakest first; strongest first is how they are cut.
const drawn = drawing.edges.map(({ from, to, shared }) => [from, to, shared]).reverse();
const go = { organisation: selectOrganisation, link: selectLink, project: selectProject, around: showAround, chainFrom: askChain };
const map = draw(part("map"), drawing, read("options"), {
  onOrganisation: selectOrganisation,
  onProject: selectProject,
  onLink: selectLink,
  onBubble: openBubble,
  onNothing: () => selected !== null && close(),
});
const search = makeSearch(part("search"), (organisation) => {
  search.close();
  selectOrganisation(organisation);
});
const filters = makeFilters(part("filters"), refresh);
const openings = makeOpenings({ list: part("levels"), path: part("path") }, { open: openBubble, single: drawSingle });
const table = makeTable(part("table"), go);
const places = makePlaces(map, { gone: () => now.gone, refresh, showTable, forget: () => asked && ask("") });

function selectOrganisation(organisation) {
  subject = organisation;
  select({ organisation });
}

function selectLink(one, other) {
  select({ one, other });
}

function selectProject(project) {
  select({ project });
}

function selectChain(from, to) {
  select(joined([from, to]));
}

/** The chain between two, over what the filters leave. A link to a subsidiary is a link to its group. @param {[number, number]} ends */
function joined(ends) {
  const [from, to] = ends.map(sameGroup);
  const apart = !from.includes(ends[1]);
  return { chain: apart ? chain(from, to, counted().active) : chain(...ends, counted().active), ends };
}

/** What stands out on the map because of what is selected. */
function aroundOf(what) {
  const shared = (one, other) => sharedProjects(one, other, countedProjects(one)).length;
  if ("organisation" in what) {
    return aroundOrganisation(what.organisation);
  }
  if ("project" in what) {
    const members = projects.members[what.project];
    const links = members.flatMap((one, at) => (members.length > 40 ? [] : members.slice(at + 1).map((other) => [one, other, 1])));
    return { ends: members, around: [], links, project: what.project };
  }
  if ("chain" in what) {
    const steps = what.chain ?? [];
    return { ends: what.chain ?? what.ends, around: [], links: steps.slice(1).map((organisation, at) => [steps[at], organisation, shared(steps[at], organisation)]) };
  }
  return aroundLink(what.one, what.other, shared(what.one, what.other));
}

function select(what) {
  if (selected === null) {
    cameFrom = document.activeElement;
  }
  selected = what;
  around = aroundOf(what);
  showOnMap();
  writeCard();
  tell();
  // In one column the card stands below the map, out of sight.
  (WIDE.matches ? part("card-title") : card).scrollIntoView({ block: WIDE.matches ? "nearest" : "start" });
  part("card-title").focus({ preventScroll: true });
}

/** Select nothing. */
function leave() {
  selected = null;
  around = null;
  writeCard();
}

function close() {
  leave();
  showOnMap();
  tell();
  if (cameFrom?.isConnected && cameFrom !== document.body && !cameFrom.closest("[hidden]")) {
    cameFrom.focus({ preventScroll: true });
  } else {
    search.focus();
  }
}

/** Show only an organisation and who is near it. */
function showAround(organisation) {
  choose({ around: organisation });
  filters.write();
  part("filters").querySelector("details").open = true;
  refresh();
}

/** Open a bubble, or go back to the one around it. @param {number} bubble or -1 */
function openBubble(bubble) {
  const left = choice.bubble;
  choose({ bubble });
  if (selected !== null) {
    leave();
  }
  filters.write();
  refresh();
  openings.focus(left);
  map.fit();
}

function drawSingle() {
  allSingle(!allSingle());
  refresh();
  map.fit();
}

/** Ask in the card to which organisation a chain is wanted. */
function askChain(from) {
  const place = part("chain-search");
  const form = el("form", { autocomplete: "off" });
  place.replaceChildren(form);
  place.hidden = false;
  const box = makeSearch(form, (to) => selectChain(from, to), "chain-", "chain_label");
  box.retell();
  box.focus();
}

/** Choose anew who and what is shown, after a filter, the legend or a question has changed. */
function refresh() {
  const active = activeProjects();
  const gone = goneOrganisations(active, isHidden);
  const level = viewed() ? null : levelled(gone, choice.bubble, active); // on a map of the earth, cities take their place
  const single = level?.covered ?? gone; // whose links are drawn
  const everything = active === null && !single.includes(1);
  const found = everything ? null : strongest(single, active, Math.max(drawn.length, data.links.most));
  const links = found?.links ?? (active === null ? drawn : drawn.filter(([one, other]) => shareActive(one, other, active)));
  const cut = found === null ? data.links.drawn < data.links.all : found.links.length < found.all;
  now = { gone, active, links, cut, answer: null, level };
  now.answer = asked ? answer(asked, mayAnswer(asked), subject) : null;
  countAnew();
  openings.write(gone);
  filterProjects(active);
  showOnMap();
  showInTable();
  places.write();
  tell();
}

/** Who is left aside in an answer: who is not shown; but who introduces need not be a member of the pôle itself. @param {string} question */
function mayAnswer(question) {
  return question === "introducers" ? goneOrganisations(now.active, isHidden, ["region", "pole"]) : now.gone;
}

function besides({ rows, notes, ends }) {
  return rows.map((row) => [row, notes.get(row) ?? "", ends.get(row) ?? ""]);
}

/** Tell all that show figures that they may have changed. */
function countAnew() {
  legend();
  retellTotals();
  if (reckoned !== counted()) {
    map.recolour();
    if (selected !== null && reckoned !== null) {
      selected = "chain" in selected ? joined(selected.ends) : selected;
      around = aroundOf(selected);
      writeCard();
    }
    reckoned = counted();
  }
}

function showOnMap() {
  if (now.answer === null) {
    map.show(now.gone, now.links, around, now.level);
    return;
  }
  const { rows, also, links } = now.answer;
  // Those who help to answer are shown too; inside a closed bubble they stay there.
  const those = [...rows, ...also.filter((organisation) => now.level === null || now.gone[organisation] === 1)];
  const gone = now.gone.slice();
  those.forEach((organisation) => {
    gone[organisation] = 0;
  });
  map.show(gone, now.links, around ?? { ends: [], around: those, links }, now.level);
}

function showInTable() {
  const those = now.answer?.rows ?? rowsOff(now.gone) ?? [...now.gone.keys()].filter((organisation) => now.gone[organisation] === 0);
  const everybody = now.answer === null && !listedOff() && !now.gone.includes(1);
  const mine = projectsWith(everybody ? null : those, now.active);
  const beside = { ...now.answer, note: `note.${asked}`, remark: ["pole_pairs", "partners"].includes(asked) ? ofAllYears() : "" };
  table.show({ organisations: those, projects: mine }, now.answer?.notes.size ? beside : {});
}

function ask(question) {
  asked = question;
  if (question && selected !== null) {
    leave();
  }
  if (question) {
    listOff("");
    showTable(true);
  }
  writeQuestions(part("questions"), asked, ask);
  refresh();
}

function showTable(open) {
  if (open) {
    places.makeRoom();
  }
  part("table").hidden = !open;
  table.write();
  part("centre").classList.toggle("with-table", open);
  part("table-toggle").setAttribute("aria-pressed", String(open));
  if (selected === null) {
    requestAnimationFrame(() => map.fit());
  }
}

function writeCard() {
  card.hidden = selected === null;
  if (selected === null) {
    card.replaceChildren();
    return;
  }
  card.replaceChildren(el("button", { type: "button", class: "close", "aria-label": t("close"), onclick: close }, "×"), ...cardOf(selected));
}

function cardOf(what) {
  if ("organisation" in what) {
    return organisationCard(what.organisation, go);
  }
  if ("project" in what) {
    return projectCard(what.project, go);
  }
  return "chain" in what ? chainCard(what.chain, what.ends, go) : linkCard(what.one, what.other, go);
}

/** Say what is selected or asked, how much is shown and what is not. */
function tell() {
  part("status").textContent = [...told(), ...filterSentences()].join(" ");
}

function told() {
  return sentences({ selected, now, drawn: map.counts() });
}

/** Draw anew what has colours of its own, as for paper or for the screen. */
function repaint() {
  legend();
  writeCard();
  map.redraw();
}

function retell() {
  retellFrame();
  part("about").replaceChildren(...about(), ...credits());
  search.retell();
  filters.write();
  writeQuestions(part("questions"), asked, ask);
  const present = () => stateOf(asked, selected);
  writeExports(part("exports"), map, { now: present, link: () => addressOf(present()), restore: restart, told });
  writeCard();
  refresh();
  map.redraw();
}

function legend() {
  writeLegend(part("legend"), {
    hidden: refresh,
    coloured: () => {
      map.recolour();
      writeCard();
      tell();
    },
  });
}

/** Take over a state in the place of the present one. @param {object} state */
function restart(state) {
  hideNothing();
  choose();
  [selected, around, asked] = [null, null, ""];
  restore(state);
  retell();
  part("status").focus();
}

/** Take over a state. @param {object} state */
function restore(state) {
  const kept = takeOver(state);
  activeProjects(); // all that follows is counted on what is chosen now
  map.recolour();
  places.restore(kept);
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
    speak(button.dataset.lang);
    retell();
  });
}
part("zoom-in").addEventListener("click", () => map.zoom(1.4));
part("zoom-out").addEventListener("click", () => map.zoom(1 / 1.4));
part("fit").addEventListener("click", () => map.fit());
part("table-toggle").addEventListener("click", () => showTable(part("table").hidden));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && selected !== null && !event.defaultPrevented) {
    close();
  } else if (event.key === "Escape" && !event.defaultPrevented && isBubble(choice.bubble)) {
    openBubble(levels.parent[choice.bubble]);
  }
});
onScheme(retell);
onPrint({ day: part("printed"), table: part("printed-table") }, repaint, () => !part("table").hidden);
showProjects(data.show_projects === true);
restore(fromAddress());
retell();
map.fit();

// For tests, and for who embeds the page: select by number, and tell where an organisation stands in the window.
window.polegraph = Object.freeze({
  select: selectOrganisation,
  /** The numbers of the organisations that are shown. */
  shown: () => Array.from(now.gone.keys()).filter((organisation) => now.gone[organisation] === 0),
  links: () => map.links(),
  /** Set filters, as the form does. @param {object} values by name, as text */
  filter: (values) => filters.set(values),
  /** The answers to all questions: rows, each with what stands beside it. */
  answers: () => Object.fromEntries(data.answers.asked.map((question) => [question, besides(answer(question, mayAnswer(question), subject))])),
  /** The table as it is shown and taken away: by row, the text of each column. */
  table: () => {
    const { rows, columns } = tableContent();
    return rows.map((row) => [row, ...Object.values(columns).map(({ of }) => String(of(row)))]);
  },
  /** The bubbles that are closed, each with where its middle is in the window. */
  bubbles: () => (now.level?.bubbles ?? []).map((bubble) => ({ bubble, number: now.level.numbers[bubble], ...map.inWindow(levels.x[bubble], levels.y[bubble]) })),
  /** The projects that are shown as marks, what each is joined to, and where one stands in the window. */
  spots: () => ({ projects: map.spots().spots?.list ?? [], joined: map.spots().spokes }),
  spot: (project) => map.inWindow(map.spots().spots.x[project], map.spots().spots.y[project]),
  at: (organisation) => map.inWindow(map.marks.x[organisation], map.marks.y[organisation]),
});
