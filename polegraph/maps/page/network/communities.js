// Communities as bubbles that open: which are closed, what is inside, and how they are joined. No element is touched.

import { data } from "../data.js";
import { state } from "../state/store.js";
import { counted } from "./counts.js";
import { count, projects } from "./graph.js";

/** The bubbles as Python has made them, or null where there are few enough organisations to draw one by one. */
export const levels = data.levels ?? null;

const SMALL = new Set(["introduced", "far", "unreachable", "no_partner", "no_project"]);

/** Whether there is such a bubble. @param {number} bubble */
export function isBubble(bubble) {
  return levels !== null && Number.isInteger(bubble) && bubble >= 0 && bubble < levels.parent.length;
}

const children = new Map();
levels?.parent.forEach((parent, bubble) => {
  children.set(parent, [...(children.get(parent) ?? []), bubble]);
});

/** The bubbles inside one, or the first ones, the largest first, banks last. @param {number} bubble or -1 */
export function bubblesIn(bubble) {
  return children.get(bubble) ?? [];
}

/** The way to a bubble from outside. @param {number} bubble or -1 */
export function pathTo(bubble) {
  const path = [];
  for (let at = bubble; at >= 0; at = levels.parent[at]) {
    path.unshift(at);
  }
  return path;
}

/** For each bubble, which of some bubbles it is or is inside of, or -1. @param {number[]} outer */
function outerOf(outer) {
  const found = new Int32Array(levels.parent.length).fill(-1);
  for (const bubble of outer) {
    found[bubble] = bubble;
  }
  // Who is inside comes later.
  levels.parent.forEach((parent, bubble) => {
    if (found[bubble] < 0 && parent >= 0) {
      found[bubble] = found[parent];
    }
  });
  return found;
}

/** Which organisations are inside a bubble, or null for all. @param {number} bubble or -1 @returns {(organisation: number) => boolean} */
export function isInside(bubble) {
  if (!isBubble(bubble)) {
    return () => true;
  }
  const found = outerOf([bubble]);
  return (organisation) => found[levels.of[organisation]] === bubble;
}

/**
 * What is drawn as a bubble and what one by one.
 * @param {Uint8Array} hidden by filters, the legend, and the bubble that is open
 * @param {number} open or -1
 * @param {Uint8Array|null} active projects that pass
 * @returns {{hidden: Uint8Array, covered: Uint8Array, bubbles: number[], stands: Int32Array, numbers: Int32Array,
 *   links: Array<[number, number, number]>}|null} null where all that is shown is drawn one by one
 */
export function levelled(hidden, open, active) {
  if (levels === null || state.single) {
    return null;
  }
  const most = open < 0 ? levels.single : levels.largest;
  if (remaining(hidden) <= most) {
    return null;
  }
  const inBanks = matching(
    bubblesIn(-1).filter((bubble) => levels.bank[bubble] >= 0),
    hidden,
  );
  // Who has no partner is looked for: as long as there is room, the banks stay open.
  const banksToo = inBanks.reduce((sum, number) => sum + number, 0) > most;
  const bubbles = bubblesIn(open).filter((bubble) => banksToo || levels.bank[bubble] < 0);
  if (!bubbles.length) {
    return null;
  }
  const outer = outerOf(bubbles);
  const stands = new Int32Array(count);
  const covered = new Uint8Array(count);
  const numbers = new Int32Array(levels.parent.length);
  for (let organisation = 0; organisation < count; organisation += 1) {
    const bubble = outer[levels.of[organisation]];
    stands[organisation] = hidden[organisation] === 1 ? -1 : bubble;
    covered[organisation] = Number(hidden[organisation] === 1 || bubble >= 0);
    if (stands[organisation] >= 0) {
      numbers[bubble] += 1;
    }
  }
  return { hidden, covered, bubbles, stands, numbers, links: joined(stands, active) };
}

/** How many organisations are not hidden. @param {Uint8Array} hidden */
export function remaining(hidden) {
  return hidden.length - hidden.reduce((sum, one) => sum + one, 0);
}

/** How many of the organisations that are not hidden each bubble holds. @param {number[]} bubbles @param {Uint8Array} hidden */
export function matching(bubbles, hidden) {
  return inBubbles(bubbles, (organisation) => hidden[organisation] === 0);
}

/** The same for SMEs that have no project with a large group. */
export function matchingWithout(bubbles, hidden) {
  const { status } = counted();
  return inBubbles(bubbles, (organisation) => hidden[organisation] === 0 && SMALL.has(status[organisation]));
}

function inBubbles(bubbles, counts) {
  const outer = outerOf(bubbles);
  const numbers = new Int32Array(levels.parent.length);
  for (let organisation = 0; organisation < count; organisation += 1) {
    const bubble = outer[levels.of[organisation]];
    if (bubble >= 0 && counts(organisation)) {
      numbers[bubble] += 1;
    }
  }
  return bubbles.map((bubble) => numbers[bubble]);
}

/** In how many projects members of two bubbles meet, the most first. */
function joined(stands, active) {
  const size = levels.parent.length;
  const shared = new Map();
  for (let project = 0; project < projects.members.length; project += 1) {
    if (active !== null && active[project] === 0) {
      continue;
    }
    const met = [];
    for (const member of projects.members[project]) {
      const bubble = stands[member];
      if (bubble >= 0 && !met.includes(bubble)) {
        met.push(bubble);
      }
    }
    for (let i = 0; i < met.length; i += 1) {
      for (let j = i + 1; j < met.length; j += 1) {
        const key = Math.min(met[i], met[j]) * size + Math.max(met[i], met[j]);
        shared.set(key, (shared.get(key) ?? 0) + 1);
      }
    }
  }
  return [...shared]
    .map(([key, number]) => [Math.floor(key / size), key % size, number])
    .sort((one, other) => other[2] - one[2] || one[0] - other[0] || one[1] - other[1]);
}
