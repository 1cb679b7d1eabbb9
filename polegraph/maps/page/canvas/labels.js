// What is written and ringed on the canvas beside the marks: names that do not lie on each other, banks, the selection.

import { data } from "../data.js";
import { isolated, t } from "../i18n.js";
import { byActivity, isChosen, nameOf } from "../network/graph.js";
import { surface } from "./encoding.js";

const MOST = 28; // names on the map at once
const TRIED = 500; // names in sight that are tried for a free place
const CUT = 40; // characters of a name on the map
const STRONG = 8; // names that are written larger, and on other marks if there is no other place
const COVERED = 5; // radius in pixels of the screen from which no name lies on a mark that is not its own

// The names that are wanted most: large groups, which this is about, then whoever is most active.
const large = byActivity
  .filter((organisation) => data.organisations.status[organisation] === "large")
  .slice(0, MOST / 2);
const wanted = [...large, ...byActivity.filter((organisation) => !large.includes(organisation))];

/**
 * Write the names of large groups and of the most active organisations in sight, where there is room.
 * @param {CanvasRenderingContext2D} context in map coordinates
 * @param {{nodeOf: Function, scale: number, view: {left, top, right, bottom}}} seen
 * @param {Iterable<number>|null} only organisations to name, most wanted first; null for all
 */
export function writeNames(context, seen, only) {
  const placed = [];
  const marks = marksInSight(seen);
  let tried = 0;
  for (const organisation of only ?? wanted) {
    const node = seen.nodeOf(organisation);
    if (node === null || !inSight(node, seen.view)) {
      continue;
    }
    tried += 1;
    if (placed.length >= MOST || tried > TRIED) {
      break;
    }
    writeName(context, seen, { node, organisation, must: only !== null || placed.length < STRONG }, { placed, marks });
  }
}

/** The marks that a name must not cover: the larger ones of the most active. */
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
    labels.set(organisation, isolated(nameOf(organisation), CUT));
  }
  return labels.get(organisation);
}

function inSight(node, view) {
  return node.x > view.left && node.x < view.right && node.y > view.top && node.y < view.bottom;
}

function writeName(context, seen, { node, organisation, must }, { placed, marks }) {
  const look = surface();
  const strong = placed.length < STRONG;
  const size = (strong ? 13 : 11.5) / seen.scale;
  context.font = `${strong ? 600 : 400} ${size}px ${look.font}`;
  const text = labelOf(organisation);
  const places = placesFor(node, context.measureText(text).width, size, seen.view);
  const free = places.filter(({ box }) => !placed.some((other) => overlap(box, other)));
  const clear = free.find(
    ({ box }) =>
      !marks.some((other) => other !== node && (other.x !== node.x || other.y !== node.y) && covers(box, other)),
  );
  const place = clear ?? (must ? free[0] : undefined);
  if (place === undefined) {
    return;
  }
  placed.push(place.box);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 4 / seen.scale;
  context.strokeStyle = look.paper;
  context.strokeText(text, place.x, place.y);
  context.fillStyle = look.ink;
  context.fillText(text, place.x, place.y);
}

/** Where a name may stand: below its mark, above, to the right, to the left; never beyond the edge of what is seen. */
function placesFor(node, width, size, view) {
  const [pad, half] = [size * 0.35, width / 2];
  const [down, aside] = [node.size + size * 0.9, node.size + half + size * 0.5];
  const within = (x) => Math.max(Math.min(x, view.right - half - pad), Math.min(view.left + half + pad, view.right));
  return [
    [0, down],
    [0, -down],
    [aside, 0],
    [-aside, 0],
  ]
    .map(([across, along]) => {
      const [x, y] = [across === 0 ? within(node.x) : node.x + across, node.y + along];
      return { x, y, box: [x - half - pad, y - size * 0.75, x + half + pad, y + size * 0.75] };
    })
    .filter(
      ({ box }) =>
        box[1] >= view.top && box[3] <= view.bottom && box[0] >= view.left - pad && box[2] <= view.right + pad,
    );
}

function overlap(box, other) {
  return box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1];
}

/** Whether a name would lie on a mark. */
function covers(box, { x, y, size }) {
  const near = (value, from, to) => Math.max(from, Math.min(to, value));
  return Math.hypot(x - near(x, box[0], box[2]), y - near(y, box[1], box[3])) < 0.8 * size;
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
