// Bubbles on the canvas: a ring whose parts say what the members are, a number, and what sets it apart.

import { figure } from "../i18n.js";
import { levels } from "../network/communities.js";
import { communityName, partsOfName } from "../network/community_names.js";
import { facetOf } from "../network/facets.js";
import { count } from "../network/graph.js";
import { colouredBy } from "../state/encoding.js";
import { colours, styleOfEntry, surface } from "./encoding.js";

const RING = 0.2; // of the radius
const THICKEST = 0.35; // of the radius of the smaller bubble, a link
const LEAST = 9; // radius in pixels of the screen below which a bubble is a disc without a ring
const TYPE = 11.5; // pixels of the screen, height of letters
const SPACED = 1.25; // lines
const INSIDE = 0.97; // of the radius, in which the name stands: it may lie on the ring, on its halo

/**
 * Draw the lines between bubbles, and the bubbles.
 * @param {CanvasRenderingContext2D} pen
 * @param {object} level as `levelled` gives it
 * @param {{scale: number, view: object}} seen
 */
export function drawBubbles(pen, level, seen) {
  drawJoined(pen, level, seen);
  const shares = sharesOf(level);
  for (const bubble of level.bubbles) {
    if (levels.bank[bubble] >= 0) {
      continue; // it has its frame
    }
    drawBubble(pen, bubble, shares.get(bubble), level.numbers[bubble], seen);
  }
}

function drawJoined(pen, level, seen) {
  const most = level.links[0]?.[2] ?? 1;
  pen.strokeStyle = surface().edge;
  pen.lineCap = "round";
  for (let at = level.links.length - 1; at >= 0; at -= 1) {
    const [one, other, shared] = level.links[at];
    const part = Math.sqrt(shared / most);
    pen.globalAlpha = 0.12 + 0.5 * part;
    pen.lineWidth = Math.max(THICKEST * part * Math.min(levels.r[one], levels.r[other]), 0.5 / seen.scale);
    pen.beginPath();
    pen.moveTo(levels.x[one], levels.y[one]);
    pen.lineTo(levels.x[other], levels.y[other]);
    pen.stroke();
  }
  pen.globalAlpha = 1;
}

function drawBubble(pen, bubble, shares, number, seen) {
  const look = surface();
  const [x, y, r] = [levels.x[bubble], levels.y[bubble], levels.r[bubble]];
  disc(pen, x, y, r);
  pen.fillStyle = look.paper;
  pen.fill();
  if (number && r * seen.scale >= LEAST) {
    let from = -Math.PI / 2;
    for (const [style, part] of shares) {
      const to = from + (2 * Math.PI * part) / number;
      pen.beginPath();
      pen.arc(x, y, r, from, to);
      pen.arc(x, y, (1 - RING) * r, to, from, true);
      pen.closePath();
      const { background, border } = colours(style);
      pen.fillStyle = background;
      pen.fill();
      pen.strokeStyle = border;
      pen.lineWidth = 0.8 / seen.scale;
      pen.stroke();
      from = to;
    }
  }
  disc(pen, x, y, r);
  pen.strokeStyle = number ? look.soft : look.line;
  pen.lineWidth = 1.2 / seen.scale;
  pen.setLineDash(number ? [] : [4 / seen.scale, 4 / seen.scale]);
  pen.stroke();
  pen.setLineDash([]);
}

function disc(pen, x, y, r) {
  pen.beginPath();
  pen.arc(x, y, r, 0, 2 * Math.PI);
}

/**
 * Write how many are in each bubble, and what it is called where that has room inside.
 * @returns {number[][]} the boxes of what was written: left, top, right, bottom, in map coordinates
 */
export function nameBubbles(pen, level, seen) {
  const look = surface();
  const size = TYPE / seen.scale;
  const boxes = [];
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  for (const bubble of level.bubbles) {
    const reach = levels.r[bubble] * seen.scale; // in pixels of the screen
    if (reach >= LEAST) {
      const lines = linesOf(pen, bubble, level, seen);
      lines.forEach((line, at) => {
        const down = levels.y[bubble] + (at + 0.5 - lines.length / 2) * size * SPACED;
        pen.font = fontOf(at, seen.scale);
        pen.lineWidth = 3 / seen.scale;
        pen.strokeStyle = look.paper;
        pen.strokeText(line, levels.x[bubble], down);
        pen.fillStyle = look.ink;
        pen.fillText(line, levels.x[bubble], down);
        const half = pen.measureText(line).width / 2;
        boxes.push([levels.x[bubble] - half, down - size / 2, levels.x[bubble] + half, down + size / 2]);
      });
    }
  }
  return boxes;
}

function fontOf(line, scale) {
  return `${line === 0 ? 650 : 400} ${(TYPE * (line === 0 ? 1.15 : 1)) / scale}px ${surface().font}`;
}

/** What is written in a bubble: its number, and as much of its name as stands inside without a word being cut. */
function linesOf(pen, bubble, level, seen) {
  const number = figure(level.numbers[bubble]);
  if (levels.bank[bubble] >= 0) {
    return [number];
  }
  const radius = INSIDE * levels.r[bubble];
  pen.font = fontOf(1, seen.scale);
  const fits = (names) => {
    const lines = names.length + 1;
    return names.every((name, at) => {
      const down = (Math.abs(at + 1.5 - lines / 2) + 0.5) * (TYPE / seen.scale) * SPACED;
      return down < radius && pen.measureText(name).width <= 2 * Math.sqrt(radius ** 2 - down ** 2);
    });
  };
  const found = waysToWrite(...partsOfName(levels.name[bubble], levels.areas)).find(fits) ?? [];
  return [number, ...found];
}

/** A name in lines, the fullest way first: what it does and where, then what it does, then the first word of that. */
function waysToWrite(subject, place) {
  const words = subject.split(" ");
  const halves = words.slice(1).map((_, at) => [words.slice(0, at + 1).join(" "), words.slice(at + 1).join(" ")]);
  halves.sort((one, other) => longest(one) - longest(other));
  const whole = [[subject], ...halves.slice(0, 1)];
  const [first] = subject.split(", ");
  return [...(place ? whole.map((lines) => [...lines, place]) : []), ...whole, ...(subject === first ? [] : [[first]])];
}

function longest(lines) {
  return Math.max(...lines.map((line) => line.length));
}

/** What a bubble holds, in words. @param {number} bubble @param {object} level */
export function titleOf(bubble, level) {
  const name = levels.bank[bubble] >= 0 ? [] : [communityName(levels.name[bubble], levels.areas, 80)];
  return [figure(level.numbers[bubble]), ...name].join(", ");
}

/**
 * The bubble at a point, or -1.
 * @param {{x: number, y: number}} point in map coordinates
 * @param {{bubbles: number[]}} level
 * @param {Array<[string, number, number, number, number]>} banks
 */
export function bubbleAt(point, level, banks) {
  const hit = level.bubbles.find((bubble) => {
    if (levels.bank[bubble] >= 0) {
      const [, left, top, width, height] = banks[levels.bank[bubble]];
      return point.x >= left && point.x <= left + width && point.y >= top && point.y <= top + height;
    }
    return Math.hypot(point.x - levels.x[bubble], point.y - levels.y[bubble]) <= levels.r[bubble];
  });
  return hit ?? -1;
}

/** The rectangle around bubbles. @param {number[]} bubbles */
export function boundsOfBubbles(bubbles) {
  const edge = (pick, sign) =>
    bubbles.reduce((far, bubble) => pick(far, levels[sign[0]][bubble] + sign[1] * levels.r[bubble]), pick());
  return {
    left: edge(Math.min, ["x", -1]),
    top: edge(Math.min, ["y", -1]),
    right: edge(Math.max, ["x", 1]),
    bottom: edge(Math.max, ["y", 1]),
  };
}

const made = new WeakMap(); // the parts of the rings, by level and colouring

/** How many members of each bubble look alike, in the order of the legend. @returns {Map<number, Array<[string, number]>>} */
function sharesOf(level) {
  const known = made.get(level);
  if (known?.by === colouredBy()) {
    return known.shares;
  }
  const facet = facetOf(colouredBy());
  const styles = facet.entries.map((entry) => styleOfEntry(entry));
  const place = new Map(facet.entries.map((entry, at) => [entry, at]));
  const numbers = new Map(level.bubbles.map((bubble) => [bubble, new Int32Array(styles.length)]));
  for (let organisation = 0; organisation < count; organisation += 1) {
    if (level.stands[organisation] >= 0) {
      numbers.get(level.stands[organisation])[place.get(facet.of[organisation])] += 1;
    }
  }
  const shares = new Map(
    [...numbers].map(([bubble, parts]) => [
      bubble,
      styles.map((style, at) => [style, parts[at]]).filter(([, part]) => part > 0),
    ]),
  );
  made.set(level, { by: colouredBy(), shares });
  return shares;
}
