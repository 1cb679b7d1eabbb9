// What is written and ringed on the canvas beside the marks: names that do not lie on each other, banks, the selection.

import { data } from "../data.js";
import { isolated, t } from "../i18n.js";
import { byActivity, isChosen, nameOf } from "../network/graph.js";
import { earth } from "../state/map_view.js";
import { surface } from "./encoding.js";

const MOST = 40; // names on the map at once
const ROOM = 42_000; // square pixels of the screen for each name of the whole map: more names as one comes nearer
const NEARER = 0.6; // the power of the enlargement with which the names become more
const TRIED = 500; // names in sight that are tried for a free place
const CUT = 40; // characters of a name on the map
const STRONG = 6; // names that are written larger, and on other marks if there is no other place
const COVERED = 3; // radius in pixels of the screen from which a mark that is not its own is better not covered
const HEAVY = 5; // the same, from which no name lies on it
const APART = [7, 3]; // pixels of the screen between two names, across and along
const HALO = 5; // pixels of the screen, around the letters on both sides together

// The names that are wanted most: large groups, which this is about, then whoever is most active.
const large = byActivity
  .filter((organisation) => data.organisations.status[organisation] === "large")
  .slice(0, MOST / 2);
const wanted = [...large, ...byActivity.filter((organisation) => !large.includes(organisation))];

/**
 * Write the names of large groups and of the most active organisations in sight, where there is room.
 * @param {CanvasRenderingContext2D} context in map coordinates
 * @param {{nodeOf: Function, scale: number, zoom?: number, view: {left, top, right, bottom}}} seen
 * @param {Iterable<number>|null} only organisations to name, most wanted first; null for all
 * @returns {number[][]} the boxes of the names: left, top, right, bottom, in map coordinates
 */
export function writeNames(context, seen, only) {
  const look = surface();
  const names = placeNames(context, seen, only);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = HALO / seen.scale;
  for (const { text, x, y, font } of names) {
    context.font = font;
    context.strokeStyle = look.paper;
    context.strokeText(text, x, y);
    context.fillStyle = look.ink;
    context.fillText(text, x, y);
  }
  return names.map(({ box }) => box);
}

/**
 * Find a place for names so that none lies on another, on the title of a bank, or, but for the first, on a larger mark.
 * @param {{font: string, measureText: Function}} context
 * @param {object} seen
 * @param {Iterable<number>|null} only
 * @returns {Array<{organisation: number, text: string, x: number, y: number, font: string, box: number[]}>}
 */
export function placeNames(context, seen, only) {
  const found = [];
  const taken = earth() === null ? titlesOfBanks(seen.scale) : [];
  const marks = marksInSight(seen);
  const most = only === null ? budget(seen) : MOST;
  let tried = 0;
  for (const organisation of only ?? wanted) {
    const node = seen.nodeOf(organisation);
    if (node === null || !inSight(node, seen.view)) {
      continue;
    }
    tried += 1;
    if (found.length >= most || tried > TRIED) {
      break;
    }
    const strong = found.length < STRONG;
    const size = (strong ? 13 : 11.5) / seen.scale;
    const font = `${strong ? 600 : 400} ${size}px ${surface().font}`;
    context.font = font;
    const text = labelOf(organisation);
    const places = placesFor(node, context.measureText(text).width, size, seen);
    const place = bestOf(places, node, { taken, marks, scale: seen.scale, must: only !== null || strong });
    if (place !== null) {
      taken.push(place.box);
      found.push({ organisation, text, font, ...place });
    }
  }
  return found;
}

/** How many names stand on the map: as many as its size in pixels has room for, and more as one comes nearer. */
function budget({ view, scale, zoom = 1 }) {
  const pixels = (view.right - view.left) * (view.bottom - view.top) * scale ** 2;
  return Math.max(STRONG, Math.min(MOST, Math.round((pixels / ROOM) * Math.max(1, zoom) ** NEARER)));
}

/** The place that is free and covers least, the earlier of two; none is better than one on a larger mark. */
function bestOf(places, node, { taken, marks, scale, must }) {
  let [best, least] = [null, Infinity];
  for (const place of places) {
    if (taken.some((other) => overlap(place.box, other))) {
      continue;
    }
    let cost = 0;
    for (const other of marks) {
      if (other !== node && (other.x !== node.x || other.y !== node.y) && covers(place.box, other)) {
        cost += other.size * scale > HEAVY ? 100 : 1;
      }
    }
    if (cost < least && (must || cost < 100)) {
      [best, least] = [place, cost];
    }
  }
  return best;
}

function titlesOfBanks(scale) {
  return data.banks.map(([, left, top, width]) => [left, top, left + width, top + data.bank_title + 2 / scale]);
}

/** The marks that a name had better not cover: the larger ones of the most active. */
function marksInSight(seen) {
  const found = [];
  for (const organisation of byActivity) {
    const node = seen.nodeOf(organisation);
    if (node !== null && node.size * seen.scale > COVERED && inSight(node, seen.view)) {
      found.push(node);
    }
    if (found.length >= TRIED) {
      break;
    }
  }
  return found;
}

const labels = new Map(); // names as they are written, made when first needed
function labelOf(organisation) {
  if (!labels.has(organisation)) {
    const name = nameOf(organisation);
    labels.set(organisation, isolated(name.endsWith(ending()) ? name.slice(0, -ending().length) : name, CUT));
  }
  return labels.get(organisation);
}

let shared = null; // what most names end with, in brackets: it tells none from another

/** The words in brackets at the end that most names have in common, with the space before; or nothing. */
function ending() {
  if (shared === null) {
    const numbers = new Map();
    for (const name of data.organisations.name) {
      const [found] = /.\s\([^()]{1,20}\)$/u.exec(name.slice(-25)) ?? [""];
      const words = found.slice(1);
      numbers.set(words, (numbers.get(words) ?? 0) + 1);
    }
    const [words, number] = [...numbers].sort(([, one], [, other]) => other - one)[0] ?? ["", 0];
    shared = number > data.organisations.name.length / 2 ? words : "";
  }
  return shared;
}

function inSight(node, view) {
  return node.x > view.left && node.x < view.right && node.y > view.top && node.y < view.bottom;
}

/** Where a name may stand: below its mark, above, to the sides, at the corners; never beyond the edge of what is seen. */
function placesFor(node, width, size, { view, scale }) {
  const [across, along] = [width / 2 + APART[0] / 2 / scale, size * 0.6 + APART[1] / 2 / scale];
  const [down, aside] = [node.size + size * 0.8, node.size + across];
  const near = 0.7 * node.size;
  const within = (x) => Math.max(Math.min(x, view.right - across), Math.min(view.left + across, view.right));
  return [
    [0, down],
    [0, -down],
    [aside, 0],
    [-aside, 0],
    [near + across, near + along],
    [-near - across, near + along],
    [near + across, -near - along],
    [-near - across, -near - along],
  ]
    .map(([right, below]) => {
      const [x, y] = [right === 0 ? within(node.x) : node.x + right, node.y + below];
      return { x, y, box: [x - across, y - along, x + across, y + along] };
    })
    .filter(({ box }) => box[1] >= view.top && box[3] <= view.bottom && box[0] >= view.left && box[2] <= view.right);
}

function overlap(box, other) {
  return box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1];
}

/** Whether a name would lie on a mark. */
function covers(box, { x, y, size }) {
  const [dx, dy] = [x - Math.max(box[0], Math.min(box[2], x)), y - Math.max(box[1], Math.min(box[3], y))];
  return dx * dx + dy * dy < 0.64 * size * size;
}

/** Frame and name the banks. @param {CanvasRenderingContext2D} context @param {number} scale */
export function drawBanks(context, scale) {
  const look = surface();
  for (const [name, left, top, width, height] of data.banks) {
    context.beginPath();
    context.roundRect(left, top, width, height, Math.min(14 / scale, height / 4));
    context.strokeStyle = look.line;
    context.lineWidth = 1 / scale;
    context.stroke();
    // As large as a screen reads, but no larger than the room kept for it above the marks.
    const size = Math.min(13 / scale, data.bank_title * 0.62);
    context.font = `600 ${size}px ${look.font}`;
    context.fillStyle = look.soft;
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.fillText(t(`bank.${name}`), left + 12 / scale, top + data.bank_title / 2);
  }
}

/** Ring the organisations that were chosen. */
export function ringChosen(context, seen) {
  if (!data.focused || data.organisations.chosen.length === isChosen.length) {
    return;
  }
  context.beginPath();
  for (const organisation of data.organisations.chosen) {
    const node = seen.nodeOf(organisation);
    if (node !== null && inSight(node, seen.view)) {
      const reach = node.size + Math.max(4, 2.5 / seen.scale);
      context.moveTo(node.x + reach, node.y);
      context.arc(node.x, node.y, reach, 0, 2 * Math.PI);
    }
  }
  context.strokeStyle = surface().ink;
  context.lineWidth = Math.max(1.5, 1 / seen.scale);
  context.stroke();
}

/** Lay a veil over all that has been drawn, so that what comes after stands out. */
export function veil(context, view) {
  context.globalAlpha = 0.82;
  context.fillStyle = surface().paper;
  context.fillRect(view.left, view.top, view.right - view.left, view.bottom - view.top);
  context.globalAlpha = 1;
}

/** Ring what is selected. */
export function ringSelected(context, node, scale) {
  context.beginPath();
  context.arc(node.x, node.y, node.size + 6 / scale, 0, 2 * Math.PI);
  context.strokeStyle = surface().accent;
  context.lineWidth = 3 / scale;
  context.stroke();
}
