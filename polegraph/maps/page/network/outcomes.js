// What came out of projects, and which of those that have ended have nothing to show.

import { counted } from "./counts.js";
import { organisations, projects } from "./graph.js";

/** What came out of a project. @param {number} project @returns {Array<[string, string, string, number]>} kind, title, day, holder */
export function outcomesOf(project) {
  return projects.outcomes[project] ?? [];
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
