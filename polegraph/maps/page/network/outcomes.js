// What came out of projects, which of those that have ended have nothing to show, and what organisations are by that.

import { counted, countedProjects } from "./counts.js";
import { count, organisations, projects } from "./graph.js";

/** What came out of a project. @param {number} project @returns {Array<[string, string, string, number]>} kind, title, day, holder */
export function outcomesOf(project) {
  return projects.outcomes[project] ?? [];
}

/** What an organisation can be by what came out of its projects, in the order of the legend. */
export const OUTCOMES = ["several", "one", "none", "unknown"];

/**
 * What each organisation is by the known outcomes of its projects that count: `none` only where all of them have ended and
 * nothing is known to have come out. While one still runs, or its end is not known, it is too early to say; and out of no
 * project nothing can come.
 * @returns {string[]} of `OUTCOMES`
 */
export function outcomeEntries() {
  const { lazy } = counted();
  lazy.outcomeEntries ??= Array.from({ length: count }, (_, organisation) => {
    const own = countedProjects(organisation);
    const known = own.reduce((number, project) => number + outcomesOf(project).length, 0);
    if (known) {
      return known > 1 ? "several" : "one";
    }
    return own.length && own.every((project) => projects.outcome[project] === "without") ? "none" : "unknown";
  });
  return lazy.outcomeEntries;
}

/**
 * The projects that have ended without a known outcome, by whom to ask: the coordinator, or each partner where none is known.
 * @returns {Map<number, number[]>} those with most such projects first
 */
export function withoutOutcome() {
  const { projects: inside } = counted();
  const found = new Map();
  projects.outcome.forEach((state, project) => {
    if (state === "without" && inside[project] === 1) {
      const asked = projects.lead[project] >= 0 ? [projects.lead[project]] : projects.members[project];
      asked.forEach((organisation) => found.set(organisation, [...(found.get(organisation) ?? []), project]));
    }
  });
  const name = (row) => organisations.name[row];
  return new Map(
    [...found].sort(
      ([one, mine], [other, its]) =>
        its.length - mine.length || (name(one) < name(other) ? -1 : name(one) > name(other) ? 1 : one - other),
    ),
  );
}
