// Bubbles on the canvas: a ring whose parts say what the members are, a number, and the names of the most active.

import { figure, isolated, shown } from "../i18n.js";
import { levels } from "../network/communities.js";
import { facetOf } from "../network/facets.js";
import { count, nameOf } from "../network/graph.js";
import { colouredBy } from "../state/encoding.js";
import { colours, styleOfEntry, surface } from "./encoding.js";

const RING = 0.2; // of the radius
const THICKEST = 0.35; // of the radius of the smaller bubble, a link
const LEAST = 9; // radius in pixels of the screen below which a bubble is a disc without a ring
const TYPE = 11.5; // pixels of the screen, height of letters
const SPACED = 1.25; // lines
const WIDE = 2.9; // letters of this height that stand side by side in the radius of a bubble

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

/** Write how many are in each bubble, and who is most active, as far as there is room inside. */
export function nameBubbles(pen, level, seen) {
  const look = surface();
  const size = TYPE / seen.scale;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  for (const bubble of level.bubbles) {
    const reach = levels.r[bubble] * seen.scale; // in pixels of the screen
    if (reach >= LEAST) {
      const lines = linesOf(bubble, level, reach);
      lines.forEach((line, at) => {
        const down = levels.y[bubble] + (at + 0.5 - lines.length / 2) * size * SPACED;
        pen.font = `${at === 0 ? 650 : 400} ${size * (at === 0 ? 1.15 : 1)}px ${look.font}`;
        pen.lineWidth = 3 / seen.scale;
        pen.strokeStyle = look.paper;
        pen.strokeText(line, levels.x[bubble], down);
        pen.fillStyle = look.ink;
        pen.fillText(line, levels.x[bubble], down);
      });
    }
  }
}

/** What is written in a bubble: its number, and names as long and as many as stand inside. */
function linesOf(bubble, level, reach) {
  const signs = Math.floor((WIDE * reach) / TYPE);
  const most = Math.floor((1.3 * reach) / (TYPE * SPACED)) - 1;
  const names = levels.bank[bubble] >= 0 || signs < 8 || most < 1 ? [] : levels.leaders[bubble].slice(0, most);
  return [figure(level.numbers[bubble]), ...names.map((organisation) => isolated(nameOf(organisation), signs))];
}

/** What a bubble holds, in words. @param {number} bubble @param {object} level */
export function titleOf(bubble, level) {
  return [
    figure(level.numbers[bubble]),
    ...levels.leaders[bubble].map((organisation) => shown(nameOf(organisation), 80)),
  ].join(", ");
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
