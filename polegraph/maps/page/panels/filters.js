// The filters as a form: each narrows what is shown, and all hold together.

import { data, el, shown, t } from "../i18n.js";
import { allYears, count, nameOf, organisations, projects } from "../network/graph.js";
import { choice, choose, chosenParts } from "../state/filters.js";
import { FIXED, facetOf } from "../network/facets.js";

const STEP = 900; // milliseconds a year is shown while the years play

/**
 * Fill the form of the filters.
 * @param {HTMLElement} place
 * @param {() => void} changed
 */
export function makeFilters(place, changed) {
  let playing = null;

  function write() {
    const focused = document.activeElement?.id;
    const open = place.querySelector("details")?.open ?? false;
    const details = el("details", { open }, el("summary", {}, el("h2", { id: "filters-title" }, t("filters"))));
    if (count) {
      details.append(...fields());
    }
    place.replaceChildren(details);
    if (focused?.startsWith("filter-")) {
      document.getElementById(focused)?.focus();
    }
  }

  function fields() {
    return [
      group("filters_who", [
        ...FIXED.map((facet) => select(facet, facetOf(facet).entries.map((entry) => [entry, t(`${facet}.${entry}`)]))),
        select("region", named(organisations.regions)),
        select("pole", named(organisations.poles)),
        choice.around < 0 ? null : surroundings(),
      ]),
      group("filters_what", [
        select("theme", named(projects.themes).filter(([number]) => projects.themes.indexOf(projects.themes[number]) === Number(number))),
        select("programme", named(projects.programmes)),
        select("since", allYears.map((year) => [String(year), String(year)])),
        select("until", allYears.map((year) => [String(year), String(year)])),
        ...years(),
      ]),
      el("button", { type: "button", id: "filter-none", class: "quiet", onclick: none, disabled: !Object.keys(chosenParts()).length }, t("filters_none")),
    ];
  }

  function group(title, parts) {
    const kept = parts.filter((part) => part !== null);
    return kept.length ? el("fieldset", {}, el("legend", {}, t(title)), ...kept) : "";
  }

  function named(words) {
    return words.map((word, number) => [String(number), shown(word, 60)]).filter(([number]) => words[number]);
  }

  function select(name, entries) {
    if (entries.length < 2 && !choice[name]) {
      return null;
    }
    const kept = entries.some(([value]) => value === choice[name]) || !choice[name] ? [] : [[choice[name], choice[name]]]; // a year without a project
    const options = [["", t(`filter_all.${name}`)], ...kept, ...entries].map(([value, words]) => el("option", { value, selected: value === choice[name] }, words));
    const box = el("select", { id: `filter-${name}` }, ...options);
    box.addEventListener("change", () => {
      stop();
      set({ [name]: box.value });
    });
    return el("label", { class: "field" }, el("span", {}, t(`filter.${name}`)), box);
  }

  function surroundings() {
    const options = [1, 2, 3].map((depth) => el("option", { value: depth, selected: depth === choice.depth }, String(depth)));
    const box = el("select", { id: "filter-depth" }, ...options);
    box.addEventListener("change", () => set({ depth: Number(box.value) }));
    return el("label", { class: "field" }, el("span", {}, t("around_of", { name: shown(nameOf(choice.around), 40) })), box);
  }

  /** The years one after the other, and the phases of the policy. */
  function years() {
    if (allYears.length < 2) {
      return [];
    }
    const [first, last] = [allYears[0], allYears.at(-1)];
    const at = choice.until ? Number(choice.until) : last;
    const slider = el("input", { id: "filter-year", type: "range", min: first, max: last, value: at, "aria-label": t("year_slider"), "aria-valuetext": String(at) });
    slider.value = String(at);
    slider.addEventListener("input", () => {
      stop();
      set({ until: nearestYear(Number(slider.value)) });
    });
    const play = el("button", { type: "button", id: "filter-play", class: "quiet", onclick: () => (playing === null ? start() : halt()) }, t(playing === null ? "play" : "pause"));
    const phases = Object.entries(data.phases).filter(([, [from, to]]) => from <= last && to >= first);
    const buttons = phases.map(([phase, [from, to]]) =>
      el(
        "button",
        {
          type: "button",
          class: "quiet",
          id: `filter-phase-${phase}`,
          "aria-pressed": String(choice.since === within(from) && choice.until === within(to)),
          onclick: () => {
            stop();
            set({ since: within(from), until: within(to) });
          },
        },
        t("phase", { phase }),
      ),
    );
    return [el("div", { class: "years" }, slider, el("span", { class: "year" }, String(at)), play), el("div", { class: "phases", role: "group", "aria-label": t("phases") }, ...buttons)];

    /** A year of the select nearest to the bound of a phase, inside. */
    function within(year) {
      return String(Math.min(last, Math.max(first, year)));
    }
  }

  function nearestYear(year) {
    return String(allYears.filter((known) => known <= year).at(-1) ?? allYears[0]);
  }

  function start() {
    const first = choice.since || String(allYears[0]);
    if (!choice.until || Number(choice.until) >= allYears.at(-1)) {
      choose({ until: first });
    }
    playing = setInterval(next, STEP);
    set({});
  }

  function next() {
    const later = allYears.find((year) => year > Number(choice.until));
    if (later === undefined) {
      halt();
    } else {
      set({ until: String(later) });
    }
  }

  function stop() {
    clearInterval(playing);
    playing = null;
  }

  function halt() {
    stop();
    set({});
  }

  function none() {
    stop();
    choose();
    set({});
  }

  function set(values) {
    choose(values);
    changed();
    write(); // after all has been counted anew
  }

  return { write, set };
}
