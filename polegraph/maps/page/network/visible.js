// Which organisations and projects the filters and the legend leave. Pure: no element is touched.

import { ORGANISATION_FILTERS, passesAll } from "../state/filters.js";
import { state } from "../state/store.js";
import { isInside } from "./communities.js";
import { counted } from "./counts.js";
import { count, near, projects } from "./graph.js";

/** The projects that pass, or null if no filter asks about projects. @returns {Uint8Array|null} */
export function activeProjects() {
  return counted().active;
}

/**
 * Which organisations are not shown: those that the filters leave out, as `Network.select` has it, and those that are not
 * of the kind, size and so on that are asked for.
 * @param {Uint8Array|null} active
 * @param {(organisation: number) => boolean} isHidden by the legend
 * @param {string[]} [but] filters that are left aside
 */
export function hiddenOrganisations(active, isHidden, but = []) {
  const { filters } = state;
  const { inside } = counted();
  const isInBubble = isInside(filters.bubble);
  const reach = filters.around < 0 ? null : near(filters.around, filters.depth, active);
  const passes = passesAll(
    ORGANISATION_FILTERS.filter((name) => !but.includes(name)),
    filters,
    counted(),
  );
  const hidden = new Uint8Array(count);
  for (let organisation = 0; organisation < count; organisation += 1) {
    const stays =
      inside[organisation] === 1 &&
      passes(organisation) &&
      isInBubble(organisation) &&
      (reach === null || reach.has(organisation));
    hidden[organisation] = Number(!stays || isHidden(organisation));
  }
  return hidden;
}

/**
 * The projects that pass and in which some organisations take part.
 * @param {number[]|null} those null for all
 * @param {Uint8Array|null} active
 */
export function projectsWith(those, active) {
  const inside = new Uint8Array(count);
  for (const organisation of those ?? []) {
    inside[organisation] = 1;
  }
  const passes = (project) => active === null || active[project] === 1;
  const taken = (project) => those === null || projects.members[project].some((member) => inside[member] === 1);
  return [...projects.id.keys()].filter((project) => passes(project) && taken(project));
}
