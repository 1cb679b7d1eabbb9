// The filters as a form: each narrows what is shown, and all hold together.

import { data } from "../data.js";
import { el } from "../dom.js";
import { shown, t } from "../i18n.js";
import { FIXED, facetOf } from "../network/facets.js";
import { allYears, count, nameOf } from "../network/graph.js";
import {
  FILTERS,
  ORGANISATION_FILTERS,
  PROJECT_FILTERS,
  clearFilters,
  filtersSet,
  setFilters,
} from "../state/filters.js";
import { state, subscribe } from "../state/store.js";

const STEP = 900; // milliseconds a year is shown while the years play

/** Make the form of the filters. @param {HTMLElement} place */
export function makeFilters(place) {
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
        ...[...FIXED, ...ORGANISATION_FILTERS.filter((name) => !FIXED.includes(name))].map(select),
        state.filters.around < 0 ? null : surroundings(),
      ]),
      group("filters_what", [...PROJECT_FILTERS.map(select), ...years()]),
      el(
        "button",
        {
          type: "button",
          id: "filter-none",
          class: "quiet",
          onclick: none,
          disabled: !Object.keys(filtersSet()).length,
        },
        t("filters_none"),
      ),
    ];
  }

  function group(title, parts) {
    const kept = parts.filter((part) => part !== null);
    return kept.length ? el("fieldset", {}, el("legend", {}, t(title)), ...kept) : "";
  }

  /** The entries of the list of a filter: the value of each, and what it is called. */
  function entriesOf(name) {
    const { names, words, years: byYear, once } = FILTERS[name];
    if (byYear) {
      return allYears.map((year) => [String(year), String(year)]);
    }
    if (names === undefined) {
      return (words ?? facetOf(name).entries).map((entry) => [entry, t(`${name}.${entry}`)]);
    }
    return [...names.keys()]
      .filter((number) => names[number] && (!once || names.indexOf(names[number]) === number))
      .map((number) => [String(number), shown(names[number], 60)]);
  }

  function select(name) {
    const entries = entriesOf(name);
    if (entries.length < 2 && !state.filters[name]) {
      return null;
    }
    const kept =
      entries.some(([value]) => value === state.filters[name]) || !state.filters[name]
        ? []
        : [[state.filters[name], state.filters[name]]]; // a year without a project
    const options = [["", t(`filter_all.${name}`)], ...kept, ...entries].map(([value, words]) =>
      el("option", { value, selected: value === state.filters[name] }, words),
    );
    const box = el("select", { id: `filter-${name}` }, ...options);
    box.addEventListener("change", () => {
      stop();
      set({ [name]: box.value });
    });
    return el("label", { class: "field" }, el("span", {}, t(`filter.${name}`)), box);
  }

  function surroundings() {
    const options = [1, 2, 3].map((depth) =>
      el("option", { value: depth, selected: depth === state.filters.depth }, String(depth)),
    );
    const box = el("select", { id: "filter-depth" }, ...options);
    box.addEventListener("change", () => set({ depth: Number(box.value) }));
    return el(
      "label",
      { class: "field" },
      el("span", {}, t("around_of", { name: shown(nameOf(state.filters.around), 40) })),
      box,
    );
  }

  /** The years one after the other, and the phases of the policy. */
  function years() {
    if (allYears.length < 2) {
      return [];
    }
    const [first, last] = [allYears[0], allYears.at(-1)];
    const at = state.filters.until ? Number(state.filters.until) : last;
    const slider = el("input", {
      id: "filter-year",
      type: "range",
      min: first,
      max: last,
      value: at,
      "aria-label": t("year_slider"),
      "aria-valuetext": String(at),
    });
    slider.value = String(at);
    slider.addEventListener("input", () => {
      stop();
      set({ until: nearestYear(Number(slider.value)) });
    });
    const play = el(
      "button",
      { type: "button", id: "filter-play", class: "quiet", onclick: () => (playing === null ? start() : halt()) },
      t(playing === null ? "play" : "pause"),
    );
    const phases = Object.entries(data.phases).filter(([, [from, to]]) => from <= last && to >= first);
    const buttons = phases.map(([phase, [from, to]]) =>
      el(
        "button",
        {
          type: "button",
          class: "quiet",
          id: `filter-phase-${phase}`,
          "aria-pressed": String(state.filters.since === within(from) && state.filters.until === within(to)),
          onclick: () => {
            stop();
            set({ since: within(from), until: within(to) });
          },
        },
        t("phase", { phase }),
      ),
    );
    return [
      el("div", { class: "years" }, slider, el("span", { class: "year" }, String(at)), play),
      el("div", { class: "phases", role: "group", "aria-label": t("phases") }, ...buttons),
    ];

    /** A year of the select nearest to the bound of a phase, inside. */
    function within(year) {
      return String(Math.min(last, Math.max(first, year)));
    }
  }

  function nearestYear(year) {
    return String(allYears.filter((known) => known <= year).at(-1) ?? allYears[0]);
  }

  function start() {
    const first = state.filters.since || String(allYears[0]);
    if (!state.filters.until || Number(state.filters.until) >= allYears.at(-1)) {
      setFilters({ until: first });
    }
    playing = setInterval(next, STEP);
    write();
  }

  function next() {
    const later = allYears.find((year) => year > Number(state.filters.until));
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
    write();
  }

  function none() {
    stop();
    clearFilters();
  }

  function set(values) {
    const before = state.filters;
    setFilters(values);
    if (state.filters === before) {
      write(); // what was pressed or pulled goes back to where it stands
    }
  }

  subscribe(["filters"], write);
  return { write, set };
}
