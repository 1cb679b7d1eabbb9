// The strongest links among some organisations, by the projects that pass the filters.

import { count, projects, projectsOf } from "./graph.js";

const PAIRS_AT_ONCE = 400_000; // links that are counted anew within the time of a blink

/** Whether two organisations share a project that passes. @param {number} one @param {number} other @param {Uint8Array} active */
export function shareActive(one, other, active) {
  const [mine, theirs] = [projectsOf[one], projectsOf[other]];
  let [i, j] = [0, 0];
  while (i < mine.length && j < theirs.length) {
    if (mine[i] === theirs[j] && active[mine[i]] === 1) {
      return true;
    }
    if (mine[i] <= theirs[j]) {
      i += 1;
    } else {
      j += 1;
    }
  }
  return false;
}

/**
 * The strongest links among the organisations that are shown, by the projects that pass.
 * @param {Uint8Array} hidden
 * @param {Uint8Array|null} active
 * @param {number} most
 * @returns {{links: Array<[number, number, number]>, all: number}|null} null if there are too many to count at once
 */
export function strongest(hidden, active, most) {
  const groups = [];
  let pairs = 0;
  for (let project = 0; project < projects.id.length; project += 1) {
    if (active === null || active[project] === 1) {
      const members = projects.members[project].filter((member) => hidden[member] === 0);
      pairs += (members.length * (members.length - 1)) / 2;
      if (pairs > PAIRS_AT_ONCE) {
        return null;
      }
      groups.push([members, 1 / (projects.members[project].length - 1)]);
    }
  }
  const found = tally(groups, pairs);
  const list = [...found.shared.keys()].filter((at) => found.shared[at] > 0);
  // Weights that differ by the last bit are equal, as in Python: the order of sums must not decide.
  found.weight = found.weight.map((weight) => Math.round(1e9 * weight));
  const kept = atLeast(list, found, most)
    .sort(
      (one, other) =>
        found.shared[other] - found.shared[one] ||
        found.weight[other] - found.weight[one] ||
        found.key[one] - found.key[other],
    )
    .slice(0, most);
  return {
    links: kept.map((at) => [Math.floor(found.key[at] / count), found.key[at] % count, found.shared[at]]),
    all: list.length,
  };
}

/** Count what pairs share, each in a place of its own: a Map would take ten times as long for half a million. */
function tally(groups, pairs) {
  const places = 2 ** Math.ceil(Math.log2(2 * pairs + 2));
  const found = { key: new Float64Array(places), shared: new Int32Array(places), weight: new Float64Array(places) };
  for (const [members, weight] of groups) {
    for (let i = 0; i < members.length; i += 1) {
      for (let j = i + 1; j < members.length; j += 1) {
        const [one, other] = members[i] < members[j] ? [members[i], members[j]] : [members[j], members[i]];
        const key = one * count + other;
        let at = ((Math.imul(one, 0x9e3779b1) ^ Math.imul(other, 0x85ebca6b)) >>> 0) % places;
        while (found.shared[at] > 0 && found.key[at] !== key) {
          at = (at + 1) % places;
        }
        found.key[at] = key;
        found.shared[at] += 1;
        found.weight[at] += weight;
      }
    }
  }
  return found;
}

/** Leave out most of those that cannot be among the strongest, so that few are left to sort. */
function atLeast(list, { shared, weight }, most) {
  if (list.length <= most) {
    return list;
  }
  // A link that shares more projects comes first; its weight is at most 1 for each of them.
  const strength = Float64Array.from(list, (at) => 2 * shared[at] + 1e-9 * (weight[at] / shared[at]));
  const bound = Float64Array.from(strength).sort()[list.length - Math.max(1, Math.ceil(most))];
  return list.filter((_, place) => strength[place] >= bound);
}
