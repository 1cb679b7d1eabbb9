// Who could meet which open need: an offer in the pôle, or of a partner of a partner, of one that it does not work with yet.

import { counted } from "./counts.js";
import { near, organisations, projectsOf } from "./graph.js";

const gone = new Set(organisations.dissolved);
const poleOf = (organisation) => organisations.pole[organisation] ?? [];

/** Those that offer support in a domain and can be asked, most active first. */
const offering = new Map();
for (const organisation of organisations.able) {
  for (const domain of new Set(organisations.offers[organisation].map(([offered]) => offered))) {
    offering.set(domain, [...(offering.get(domain) ?? []), organisation]);
  }
}
for (const those of offering.values()) {
  those.sort((one, other) => projectsOf[other].length - projectsOf[one].length || one - other);
}

/**
 * The open needs that a neighbour could meet, by organisation: each domain with those that offer it, partners of partners first.
 * @returns {Map<number, Array<[string, number[]]>>}
 */
export function needsNear() {
  const { active, chosen } = counted();
  const found = new Map();
  for (const organisation of Object.keys(organisations.needs).map(Number)) {
    if (chosen[organisation] === 1 && !gone.has(organisation)) {
      const partners = near(organisation, 1, active);
      const around = near(organisation, 2, active);
      const mine = poleOf(organisation);
      const isNear = (other) => around.has(other) || poleOf(other).some((pole) => mine.includes(pole));
      const domains = [...new Set(organisations.needs[organisation].map(([domain]) => domain))]
        .map((domain) => [
          domain,
          (offering.get(domain) ?? []).filter((other) => !partners.has(other) && isNear(other)),
        ])
        .filter(([, those]) => those.length)
        .map(([domain, those]) => [
          domain,
          [...those.filter((other) => around.has(other)), ...those.filter((other) => !around.has(other))],
        ]);
      if (domains.length) {
        found.set(organisation, domains);
      }
    }
  }
  return found;
}
