// What stands out on the map because of what is selected: its ends, who is around, and their links.

import { counted, countedProjects, sameGroup } from "../network/counts.js";
import { chain, partnersOf, projects, projectsOf, sharedProjects } from "../network/graph.js";

const CROWD = 40; // members of a project from which their links hide one another

/** The chain between two, over what the filters leave. A link to a subsidiary is a link to its group. @param {[number, number]} ends */
export function chainBetween(ends) {
  const [from, to] = ends.map(sameGroup);
  const apart = !from.includes(ends[1]);
  return { chain: apart ? chain(from, to, counted().active) : chain(...ends, counted().active), ends };
}

/**
 * What stands out on the map because of what is selected.
 * @param {object} selected {organisation}, {one, other}, {project} or {chain: steps or null, ends}
 * @returns {{ends: number[], around: number[], links: Array<[number, number, number]>, project?: number}}
 */
export function highlightOf(selected) {
  const shared = (one, other) => sharedProjects(one, other, countedProjects(one)).length;
  if ("organisation" in selected) {
    return ofOrganisation(selected.organisation);
  }
  if ("project" in selected) {
    const members = projects.members[selected.project];
    const links = members.flatMap((one, at) =>
      members.length > CROWD ? [] : members.slice(at + 1).map((other) => [one, other, 1]),
    );
    return { ends: members, around: [], links, project: selected.project };
  }
  if ("chain" in selected) {
    const steps = selected.chain ?? [];
    return {
      ends: selected.chain ?? selected.ends,
      around: [],
      links: steps.slice(1).map((organisation, at) => [steps[at], organisation, shared(steps[at], organisation)]),
    };
  }
  const { one, other } = selected;
  return { ends: [one, other], around: [], links: [[one, other, shared(one, other)]] };
}

/** An organisation, and its partners, the most active first. */
function ofOrganisation(organisation) {
  const partners = partnersOf(organisation, countedProjects(organisation));
  return {
    ends: [organisation],
    around: partners
      .map(([partner]) => partner)
      .sort((one, other) => projectsOf[other].length - projectsOf[one].length),
    links: partners.map(([partner, shared]) => [organisation, partner, shared]),
  };
}
