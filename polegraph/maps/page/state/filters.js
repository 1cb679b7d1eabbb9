// The filters: each is declared here once, and form, sentences, figures and address follow.

import { organisations, parts, projects } from "../network/graph.js";
import { change, state } from "./store.js";

const isKind = (name) => ({
  of: "organisations",
  passes: (value) => (organisation) => organisations[name][organisation] === value,
});

/**
 * The filters by name. A value is a text; the empty one is no filter.
 *   of         what is asked about: `organisations` or `projects`
 *   narrows    of a filter by organisations: everything on the page is counted on what it leaves, as `Network.select` has it
 *   names      what the entries are called, by number; without it, they are words of the page (`kind.company`)
 *   words      the entries that there are, where they are words of the page and no kind of organisation
 *   years      the entries are the years of the projects
 *   once       entries of one name are one entry
 *   passes     makes a test of a value: whether an organisation, or a project (one beyond the page too), is what it asks for
 */
export const FILTERS = {
  kind: isKind("kind"),
  size: isKind("size"),
  status: {
    of: "organisations",
    // What an organisation is with respect to large groups hangs on the projects that pass.
    passes:
      (value, { status }) =>
      (organisation) =>
        status[organisation] === value,
  },
  region: {
    of: "organisations",
    narrows: true,
    names: organisations.regions,
    passes: (value) => (organisation) => organisations.region[organisation] === Number(value),
  },
  pole: {
    of: "organisations",
    narrows: true,
    names: organisations.poles,
    passes: (value) => (organisation) => (organisations.pole[organisation] ?? []).includes(Number(value)),
  },
  theme: {
    of: "projects",
    names: projects.themes,
    once: true,
    passes: (value) => {
      const same = projects.themes.map((name) => name === projects.themes[Number(value)]);
      return (project) => parts.theme(project).some((number) => same[number]);
    },
  },
  programme: {
    of: "projects",
    names: projects.programmes,
    passes: (value) => (project) => parts.programme[project] === Number(value),
  },
  outcome: {
    of: "projects",
    words: ["with", "without", "running"].filter((word) => projects.outcome.includes(word)),
    passes: (value) => (project) => parts.outcome[project] === value,
  },
  since: { of: "projects", years: true, passes: (value) => (project) => parts.year[project] >= Number(value) },
  until: {
    of: "projects",
    years: true,
    passes: (value) => (project) => parts.year[project] > 0 && parts.year[project] <= Number(value),
  },
};

const namesOf = (is) => Object.keys(FILTERS).filter((name) => is(FILTERS[name]));
/** The filters by projects. */
export const PROJECT_FILTERS = namesOf(({ of }) => of === "projects");
/** The filters by what organisations are. */
export const ORGANISATION_FILTERS = namesOf(({ of }) => of === "organisations");
/** Those of them on which the whole page is counted. */
export const NARROWING_FILTERS = namesOf(({ narrows }) => narrows === true);

const NOTHING = {
  ...Object.fromEntries(Object.keys(FILTERS).map((name) => [name, ""])),
  around: -1, // the organisation whose surroundings are shown
  depth: 1,
  bubble: -1, // the bubble that is open
};
change({ filters: NOTHING });

/**
 * The filters with some other values, as far as these fit; the very same object if nothing differs.
 * @param {object} values by name, unknown names left aside
 * @param {object} [before]
 */
export function withFilters(values, before = state.filters) {
  const fit = (name) => Object.hasOwn(values, name) && typeof values[name] === typeof NOTHING[name];
  const names = Object.keys(NOTHING).filter((name) => fit(name) && values[name] !== before[name]);
  return names.length ? { ...before, ...Object.fromEntries(names.map((name) => [name, values[name]])) } : before;
}

/** Set some filters. @param {object} values by name, unknown names left aside */
export function setFilters(values) {
  change({ filters: withFilters(values) });
}

/** Set no filter. */
export function clearFilters() {
  change({ filters: NOTHING });
}

/** The filters of a view that was kept; all others are not set. @param {object} kept by name */
export function keptFilters(kept) {
  return withFilters(kept, NOTHING);
}

/** The filters that are set. @returns {object} by name */
export function filtersSet() {
  const found = Object.entries(state.filters).filter(([name, value]) => value !== NOTHING[name]);
  return Object.fromEntries(state.filters.around < 0 ? found.filter(([name]) => name !== "depth") : found);
}

/**
 * Whether an organisation or a project passes some filters, all of one kind.
 * @param {string[]} names
 * @param {object} values by name
 * @param {{status: string[]}} [found] what organisations are, where it is asked
 * @returns {(number: number) => boolean}
 */
export function passesAll(names, values, found) {
  const tests = names.filter((name) => values[name]).map((name) => FILTERS[name].passes(values[name], found));
  return (number) => tests.every((test) => test(number));
}
