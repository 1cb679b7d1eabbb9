// The legend: what marks mean, how many there are, and which are shown. Each entry is a button that is on or off.

import { data, el, figure, t, tn } from "./text.js";
import { count, isChosen, organisations } from "./model.js";
import { FIXED, OWN, entryName, facetOf } from "./facets.js";
import { projectsEntry } from "./spots.js";
import { colourBy, colouredBy, ringSwatch, styleOfEntry, swatch } from "./look.js";

const SMALL = ["direct", "introduced", "far", "unreachable", "no_partner", "no_project"];
const FACETS = [...FIXED, ...OWN];

const hidden = Object.fromEntries([...FACETS, "chosen"].map((facet) => [facet, new Set()]));

/** Whether the legend hides an organisation. @param {number} organisation */
export function isHidden(organisation) {
  return (
    FACETS.some((facet) => hidden[facet].size > 0 && hidden[facet].has(facetOf(facet).of[organisation])) ||
    hidden.chosen.has(isChosen[organisation] === 1 ? "chosen" : "not_chosen")
  );
}

/** What is hidden, as lists, to be kept; or take over what was kept. @param {object} [kept] */
export function hiddenEntries(kept = null) {
  for (const [facet, set] of Object.entries(kept ?? {})) {
    if (Object.hasOwn(hidden, facet) && Array.isArray(set)) {
      hidden[facet] = new Set(set.map(String));
    }
  }
  return Object.fromEntries(Object.entries(hidden).filter(([, set]) => set.size).map(([facet, set]) => [facet, [...set]]));
}

/** Show all entries again. */
export function hideNothing() {
  Object.values(hidden).forEach((set) => set.clear());
}

/**
 * Write the legend.
 * @param {HTMLElement} place
 * @param {{hidden: () => void, coloured: () => void}} changed
 */
export function writeLegend(place, changed) {
  const focused = document.activeElement?.getAttribute("data-entry");
  const details = el("details", { open: window.matchMedia("(min-width: 62rem)").matches || place.dataset.open === "1" });
  details.addEventListener("toggle", () => {
    place.dataset.open = details.open ? "1" : "0";
  });
  if (place.dataset.open === "0") {
    details.open = false;
  }
  details.append(
    el("summary", {}, el("h2", { id: "legend-title" }, t("legend"))),
    ...(count ? entries() : [el("p", { class: "hint" }, t("status_empty"))]),
  );
  place.replaceChildren(details);
  place.querySelector(`[data-entry="${focused}"]`)?.focus();

  function entries() {
    const own = OWN.includes(colouredBy()) ? [colouredBy()] : [];
    return [
      colours(),
      ...[...own, ...FIXED].map(fieldset),
      ...[projectsEntry(toggled)].filter((entry) => entry !== null),
      ...chosen(),
      el("p", { class: "hint" }, `${t("mark_size")} ${t("legend_hint")}`),
      el("button", { type: "button", class: "quiet", onclick: showAll, disabled: !anyHidden() }, t("show_all")),
    ];
  }

  function colours() {
    const options = FACETS.map((facet) => el("option", { value: facet, selected: facet === colouredBy() }, t(`colour.${facet}`)));
    const choice = el("select", { "data-entry": "colour" }, ...options);
    choice.addEventListener("change", () => {
      colourBy(choice.value);
      writeLegend(place, changed);
      changed.coloured();
    });
    return el("label", { class: "field" }, el("span", {}, t("colour_by")), choice);
  }

  function fieldset(facet) {
    const { entries: all, numbers } = facetOf(facet);
    return el(
      "fieldset",
      {},
      el("legend", {}, t(`facet.${facet}`)),
      facet === "status" ? smes() : null,
      el("ul", {}, ...all.map((entry) => el("li", {}, button(facet, entry, numbers.get(entry))))),
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

  function button(facet, entry, number) {
    return el(
      "button",
      {
        type: "button",
        class: "entry",
        "data-entry": `${facet}/${entry}`,
        "aria-pressed": String(!hidden[facet].has(entry)),
        onclick: () => {
          toggle(hidden[facet], entry);
          toggled();
        },
      },
      picture(facet, entry),
      el("span", { class: "words" }, facet === "chosen" ? t("chosen") : entryName(facet, entry)),
      el("span", { class: "number" }, figure(number)),
    );
  }

  function chosen() {
    const number = organisations.chosen.length;
    return data.focused ? [el("ul", {}, el("li", {}, button("chosen", "chosen", number)))] : [];
  }

  function toggled() {
    writeLegend(place, changed);
    changed.hidden();
  }

  function showAll() {
    hideNothing();
    toggled();
  }
}

/**
 * What of the legend the map shows now: by what it is coloured, what the shapes mean, what is chosen.
 * @returns {Array<{title: string, entries: Array<{kind: string, style: string, words: string, number: string}>}>}
 */
export function legendShown() {
  const facets = [colouredBy(), ...(colouredBy() === "kind" ? [] : ["kind"])];
  return facets.map((facet) => {
    const { entries, numbers } = facetOf(facet);
    const seen = entries.filter((entry) => !hidden[facet].has(entry) && numbers.get(entry) > 0);
    return { title: t(`facet.${facet}`), entries: seen.map((entry) => ({ kind: facet === "kind" ? entry : "company", style: facet === colouredBy() ? styleOfEntry(entry) : "other", words: entryName(facet, entry), number: figure(numbers.get(entry)) })) };
  });
}

/** How many SMEs, of those chosen if any are, work with a large group: a bar and a sentence. */
function smes() {
  const asked = organisations.status.filter((_, organisation) => !data.focused || isChosen[organisation] === 1);
  const all = asked.filter((status) => SMALL.includes(status)).length;
  const direct = asked.filter((status) => status === "direct").length;
  return all === 0
    ? null
    : el(
        "div",
        { class: "share" },
        el("meter", { min: 0, max: all, value: direct, "aria-hidden": "true" }),
        el("p", {}, t(data.focused ? "smes_chosen" : "smes", { n: figure(direct), all: figure(all) })),
      );
}

function toggle(set, entry) {
  if (!set.delete(entry)) {
    set.add(entry);
  }
}

function anyHidden() {
  return Object.values(hidden).some((set) => set.size > 0);
}

/** The sentence that says how much is shown. @param {{nodes: number, edges: number}} drawn */
export function countSentence(drawn) {
  if (count === 0) {
    return t("status_empty");
  }
  if (drawn.projects !== null) {
    const { drawn: number, all, links } = drawn.projects;
    const words = { organisations: tn("n_organisations", drawn.nodes), all_organisations: figure(count), all_projects: figure(data.projects.id.length) };
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
