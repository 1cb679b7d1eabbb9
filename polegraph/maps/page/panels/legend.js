// The legend: what marks mean, how many there are, and which are shown. Each entry is a button that is on or off.

import { styleOfEntry } from "../canvas/encoding.js";
import { data } from "../data.js";
import { el } from "../dom.js";
import { figure, t, tn } from "../i18n.js";
import { counted, groupNumber, totals } from "../network/counts.js";
import { ASKED, FACETS, FIXED, OWN, entryName, entryNumbers, facetOf } from "../network/facets.js";
import { count, organisations, projects } from "../network/graph.js";
import { activeProjects, hiddenOrganisations } from "../network/visible.js";
import { colouredBy } from "../state/encoding.js";
import { hideNothing, isEntryHidden, toggleEntry } from "../state/hidden_entries.js";
import { change, state } from "../state/store.js";
import { smeNumbers, smesSaid } from "./finding.js";
import { ringSwatch, starSwatch, swatch } from "./swatches.js";

/** Who is counted in the legend: all that the filters leave. That by status does not change the numbers of statuses. */
function left() {
  const active = activeProjects();
  const hidden = hiddenOrganisations(active, () => false);
  return { hidden, ofStatus: state.filters.status ? hiddenOrganisations(active, () => false, ["status"]) : hidden };
}

/** Write the legend. @param {HTMLElement} place */
export function writeLegend(place) {
  const focused = document.activeElement?.getAttribute("data-entry");
  const details = el("details", {
    open: window.matchMedia("(min-width: 62rem)").matches || place.dataset.open === "1",
  });
  details.addEventListener("toggle", () => {
    place.dataset.open = details.open ? "1" : "0";
  });
  if (place.dataset.open === "0") {
    details.open = false;
  }
  const those = left();
  details.append(
    el("summary", {}, el("h2", { id: "legend-title" }, t("legend"))),
    ...(count ? entries() : [el("p", { class: "hint" }, t("status_empty"))]),
  );
  place.replaceChildren(details);
  place.querySelector(`[data-entry="${focused}"]`)?.focus();

  function entries() {
    const own = [...ASKED, ...OWN].filter((facet) => facet === colouredBy());
    return [
      colours(),
      ...[...own, ...FIXED].map(fieldset),
      ...[projectsEntry()].filter((entry) => entry !== null),
      ...chosen(),
      el("p", { class: "hint" }, `${t(counted().narrowed ? "mark_size_ever" : "mark_size")} ${t("legend_hint")}`),
      el(
        "button",
        { type: "button", class: "quiet", onclick: hideNothing, disabled: !Object.keys(state.hiddenEntries).length },
        t("show_all"),
      ),
    ];
  }

  function colours() {
    const options = FACETS.map((facet) =>
      el("option", { value: facet, selected: facet === colouredBy() }, t(`colour.${facet}`)),
    );
    const box = el("select", { "data-entry": "colour" }, ...options);
    box.addEventListener("change", () => {
      change({ colouredBy: box.value });
    });
    return el("label", { class: "field" }, el("span", {}, t("colour_by")), box);
  }

  function fieldset(facet) {
    const hidden = facet === "status" ? those.ofStatus : those.hidden;
    const numbers = entryNumbers(facet, hidden);
    const { entries: all, numbers: ever } = facetOf(facet);
    const listed = all.filter(
      (entry) => numbers.get(entry) || ever.get(entry) || everHad(facet, entry) || isEntryHidden(facet, entry),
    );
    return el(
      "fieldset",
      {},
      el("legend", {}, t(`facet.${facet}`)),
      facet === "status" ? smes(hidden) : null,
      el("ul", {}, ...listed.map((entry) => el("li", {}, button(facet, entry, numbers.get(entry) ?? 0, hidden)))),
    );
  }

  function picture(facet, entry) {
    if (facet === "chosen") {
      return ringSwatch();
    }
    if (facet === "kind") {
      return swatch(entry, colouredBy() === "kind" ? styleOfEntry(entry) : "other");
    }
    return facet === colouredBy() ? swatch("company", styleOfEntry(entry)) : el("span", { class: "swatch" });
  }

  function button(facet, entry, number, hidden = null) {
    const [words, shownNumber] = facet === "chosen" ? [t("chosen"), number] : entryWords(facet, entry, number, hidden);
    return el(
      "button",
      {
        type: "button",
        class: "entry",
        "data-entry": `${facet}/${entry}`,
        "aria-pressed": String(!isEntryHidden(facet, entry)),
        onclick: () => toggleEntry(facet, entry),
      },
      picture(facet, entry),
      el("span", { class: "words" }, words),
      el("span", { class: "number" }, figure(shownNumber)),
    );
  }

  function chosen() {
    const number = totals().chosen;
    return data.focused ? [el("ul", {}, el("li", {}, button("chosen", "chosen", number)))] : [];
  }
}

/** Whether an entry has somebody while no filter is set. */
function everHad(facet, entry) {
  return facet === "status" && organisations.status.includes(entry);
}

/** What large groups are called in the legend and how many they are: a group and its subsidiaries are one. */
function groups(companies, hidden) {
  const number = groupNumber([...hidden.keys()].filter((organisation) => hidden[organisation] === 0));
  return [number === companies ? null : tn("groups_of_companies", companies), number];
}

/** What a size is called where some have it from their group. @returns {string|null} null where nobody has */
function withSubsidiaries(entry, hidden) {
  const number = organisations.as_group.filter(
    (organisation) => hidden[organisation] === 0 && organisations.size[organisation] === entry,
  ).length;
  return number === 0 ? null : tn("size_with_subsidiaries", number, { size: entryName("size", entry) });
}

/** What an entry is called among those who are shown, and how many it is. */
function entryWords(facet, entry, number, hidden) {
  if (facet === "status" && entry === "large") {
    const [words, groupsShown] = groups(number, hidden);
    return [words ?? entryName(facet, entry), groupsShown];
  }
  return [(facet === "size" ? withSubsidiaries(entry, hidden) : null) ?? entryName(facet, entry), number];
}

/**
 * What of the legend the map shows now: by what it is coloured, what the shapes mean.
 * @returns {Array<{title: string, entries: Array<{kind: string, style: string, words: string, number: string}>}>}
 */
export function legendShown() {
  const those = left();
  const facets = [colouredBy(), ...(colouredBy() === "kind" ? [] : ["kind"])];
  return facets.map((facet) => {
    const hidden = facet === "status" ? those.ofStatus : those.hidden;
    const numbers = entryNumbers(facet, hidden);
    const seen = facetOf(facet).entries.filter((entry) => !isEntryHidden(facet, entry) && numbers.get(entry));
    const look = (entry) => ({
      kind: facet === "kind" ? entry : "company",
      style: facet === colouredBy() ? styleOfEntry(entry) : "other",
    });
    const entries = seen.map((entry) => {
      const [words, number] = entryWords(facet, entry, numbers.get(entry), hidden);
      return { ...look(entry), words, number: figure(number) };
    });
    return { title: t(`facet.${facet}`), entries };
  });
}

/** How many SMEs, of those chosen if any are, work with a large group: a bar and a sentence. */
function smes(hidden) {
  const numbers = smeNumbers(hidden);
  return numbers.all === 0
    ? null
    : el(
        "div",
        { class: "share" },
        el("meter", { min: 0, max: numbers.all, value: numbers.direct, "aria-hidden": "true" }),
        el("p", {}, smesSaid(numbers)),
      );
}

/** The sentence that says how much is shown. @param {{nodes: number, edges: number}} drawn */
export function countSentence(drawn) {
  if (count === 0) {
    return t("status_empty");
  }
  if (drawn.projects !== null) {
    const { drawn: number, all, links } = drawn.projects;
    const words = {
      organisations: tn("n_organisations", drawn.nodes),
      all_organisations: figure(count),
      all_projects: figure(data.projects.id.length),
    };
    const said = t("status_projects", { ...words, projects: tn("n_projects", number), links: tn("n_links", links) });
    return number < all ? `${said} ${t("status_latest")}` : said;
  }
  return t("status", {
    organisations: tn("n_organisations", drawn.nodes),
    all_organisations: figure(count),
    links: tn("n_links", drawn.edges),
    all_links: figure(data.links.all),
  });
}

/** The entry that shows projects as marks and hides them. */
function projectsEntry() {
  if (projects.id.length === 0) {
    return null;
  }
  const onclick = () => change({ projectsShown: !state.projectsShown });
  const entry = el(
    "button",
    {
      type: "button",
      class: "entry",
      "data-entry": "projects/shown",
      "aria-pressed": String(state.projectsShown),
      onclick,
    },
    starSwatch(),
    el("span", { class: "words" }, t("projects_as_marks")),
    el("span", { class: "number" }, figure(totals().projects)),
  );
  return el("fieldset", {}, el("legend", {}, t("projects")), el("ul", {}, el("li", {}, entry)));
}
