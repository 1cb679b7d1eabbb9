// Who is how far from a large group and who could introduce whom, over some projects: as polegraph/metrics/links.py has it.

import { data } from "../data.js";
import { count, organisations, projects } from "./graph.js";

const { ground } = data;
const SMALL = new Set(["direct", "introduced", "far", "unreachable", "no_partner", "no_project"]);
const FAR = -1; // no path at all

const members = projects.members.concat(ground.takes_part);
const everybody = ground.unit.length; // those of the page, and after them those beyond it

/** The large group that each organisation counts as, or -1. */
export const unitOf = Int32Array.from(ground.unit);

/** Whether an organisation counts as an SME that something can be done for: one that is not dissolved. @param {number} organisation */
export function isSme(organisation) {
  return SMALL.has(organisations.status[organisation]);
}

/** Whether an organisation has the size of an SME, or its group has. @param {number} organisation */
export function isSmall(organisation) {
  return ["micro", "sme"].includes(organisations.size[organisation]);
}

/** Lists one after the other, and where each begins. @param {Array<number[]>} lists */
function packed(lists) {
  const starts = new Int32Array(lists.length + 1);
  lists.forEach((list, at) => {
    starts[at + 1] = starts[at] + list.length;
  });
  const values = new Int32Array(starts[lists.length]);
  lists.forEach((list, at) => values.set(list, starts[at]));
  return { starts, values };
}

/** The same entries, gathered by value: the projects of each organisation. */
function turned({ starts, values }, number) {
  const begins = new Int32Array(number + 1);
  values.forEach((value) => {
    begins[value + 1] += 1;
  });
  for (let at = 0; at < number; at += 1) {
    begins[at + 1] += begins[at];
  }
  const next = begins.slice();
  const found = new Int32Array(values.length);
  for (let project = 0; project + 1 < starts.length; project += 1) {
    for (let at = starts[project]; at < starts[project + 1]; at += 1) {
      found[next[values[at]]] = project;
      next[values[at]] += 1;
    }
  }
  return { starts: begins, values: found };
}

const inProject = packed(members);
const ofOrganisation = turned(inProject, everybody);
const dissolved = new Uint8Array(everybody);
[...organisations.dissolved, ...ground.dissolved].forEach((organisation) => {
  dissolved[organisation] = 1;
});
const unitsOf = (list) => [...new Set(list.map((member) => unitOf[member]).filter((unit) => unit >= 0))];
const unitsIn = packed(members.map(unitsOf));
const unitsThere = packed(members.map((list) => unitsOf(list.filter((member) => dissolved[member] === 0)))); // who may be met still
// Those beyond the page stand between its organisations in the order of identifiers, by which ties are decided.
const rank = (organisation) => (organisation < count ? organisation : ground.rank[organisation - count] - 0.5);

/** Call with each active project of an organisation. @param {number} organisation @param {Uint8Array|null} active @param {(project: number) => void} each */
export function eachProject(organisation, active, each) {
  for (let at = ofOrganisation.starts[organisation]; at < ofOrganisation.starts[organisation + 1]; at += 1) {
    const project = ofOrganisation.values[at];
    if (active === null || active[project] === 1) {
      each(project);
    }
  }
}

/** Call with each entry of a packed list. */
function eachOf({ starts, values }, list, each) {
  for (let at = starts[list]; at < starts[list + 1]; at += 1) {
    each(values[at]);
  }
}

/**
 * The large groups that an organisation meets, each with the number of projects.
 * @param {number} organisation
 * @param {Uint8Array|null} active
 * @param {{starts: Int32Array, values: Int32Array}} [units] by project
 * @returns {Map<number, number>}
 */
export function unitsMet(organisation, active, units = unitsIn) {
  const met = new Map();
  eachProject(organisation, active, (project) =>
    eachOf(units, project, (unit) => {
      met.set(unit, (met.get(unit) ?? 0) + 1);
    }),
  );
  return met;
}

/** Steps to the nearest that counts as a large group: 0 for these, -1 where there is no path. @param {Uint8Array|null} active */
export function distances(active) {
  const steps = new Int32Array(everybody).fill(FAR);
  const asked = new Uint8Array(members.length);
  const queue = new Int32Array(everybody);
  let end = 0;
  const reach = (organisation, step) => {
    if (steps[organisation] === FAR) {
      steps[organisation] = step;
      queue[end] = organisation;
      end += 1;
    }
  };
  unitOf.forEach((unit, organisation) => unit >= 0 && reach(organisation, 0));
  for (let at = 0; at < end; at += 1) {
    const organisation = queue[at];
    eachProject(organisation, active, (project) => {
      if (asked[project] === 0) {
        asked[project] = 1;
        eachOf(inProject, project, (member) => reach(member, steps[organisation] + 1));
      }
    });
  }
  return steps;
}

/**
 * Tell of each organisation of the page what it is with respect to large groups, and who could introduce it to which.
 * @param {Uint8Array|null} active projects that count, of the page and beyond; null for all
 * @returns {{status: string[], by: Int32Array, to: Int32Array, strength: Int32Array, own: Int32Array}} `by` is who
 *   introduces, `to` the large group, both -1 where nobody does; `strength` how many projects these two share; `own` the
 *   number of projects of each, those beyond the page included
 */
export function ties(active) {
  const steps = distances(active);
  const own = new Int32Array(count);
  const status = organisations.status.map((given, organisation) => {
    let partners = false;
    eachProject(organisation, active, (project) => {
      own[organisation] += 1;
      partners ||= inProject.starts[project + 1] - inProject.starts[project] > 1;
    });
    if (!SMALL.has(given)) {
      return given;
    }
    if (!partners) {
      return own[organisation] ? "no_partner" : "no_project";
    }
    return { [FAR]: "unreachable", 1: "direct", 2: "introduced" }[steps[organisation]] ?? "far";
  });
  return { status, own, ...introductions(status, steps, active) };
}

/** Who introduces: most projects with one large group, then with the SME, then the first. Who is dissolved introduces nobody. */
function introductions(status, steps, active) {
  const [by, to] = [new Int32Array(count).fill(-1), new Int32Array(count).fill(-1)];
  const strength = new Int32Array(count);
  const nearest = new Map();
  const shared = new Int32Array(everybody);
  for (let organisation = 0; organisation < count; organisation += 1) {
    if (status[organisation] !== "introduced") {
      continue;
    }
    const met = [];
    eachProject(organisation, active, (project) =>
      eachOf(inProject, project, (member) => {
        if (steps[member] === 1 && dissolved[member] === 0) {
          if (shared[member] === 0) {
            met.push(member);
          }
          shared[member] += 1;
        }
      }),
    );
    let best = null;
    for (const member of met) {
      if (!nearest.has(member)) {
        nearest.set(member, strongest(unitsMet(member, active, unitsThere)));
      }
      const [unit, number] = nearest.get(member);
      const key = [number, shared[member], -rank(member)];
      if (number && (best === null || before(key, best.key))) {
        best = { key, member, unit, number };
      }
      shared[member] = 0;
    }
    if (best === null) {
      status[organisation] = "far"; // who could introduce it is dissolved, or whom it would meet
    } else {
      [by[organisation], to[organisation], strength[organisation]] = [best.member, best.unit, best.number];
    }
  }
  return { by, to, strength };
}

/** The large group with which most projects are shared, the first of several; and their number. */
function strongest(met) {
  return [...met].reduce(
    (best, one) => (one[1] > best[1] || (one[1] === best[1] && one[0] < best[0]) ? one : best),
    [-1, 0],
  );
}

function before(one, other) {
  const at = one.findIndex((value, place) => value !== other[place]);
  return at >= 0 && one[at] > other[at];
}

/**
 * Whether each organisation of the page shares an active project with another of some kind.
 * @param {Uint8Array|null} active
 * @param {(organisation: number) => boolean} who is asked about
 * @param {(organisation: number) => boolean} whom it is to meet; of the page
 * @returns {number[]} those asked about that do not
 */
export function without(active, who, whom) {
  const numbers = members.map((list) => list.reduce((sum, member) => sum + Number(member < count && whom(member)), 0));
  return [...organisations.id.keys()].filter((organisation) => {
    const least = whom(organisation) ? 2 : 1; // itself is none that it meets
    let met = !who(organisation);
    eachProject(organisation, active, (project) => {
      met ||= numbers[project] >= least;
    });
    return !met;
  });
}
