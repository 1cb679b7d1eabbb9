// What is written and ringed on the canvas beside the marks: names that do not lie on each other, banks, the selection.

import { data, isolated, t } from "./text.js";
import { byActivity, isChosen, nameOf } from "./model.js";
import { surface } from "./look.js";

const MOST = 28; // names on the map at once
const TRIED = 500; // names in sight that are tried for a free place
const CUT = 40; // characters of a name on the map

/**
 * Write the names of the most active organisations in sight, where there is room.
 * @param {CanvasRenderingContext2D} context in map coordinates
 * @param {{nodes: Map, scale: number, view: {left, top, right, bottom}}} seen
 * @param {Iterable<number>|null} only organisations to name, most wanted first; null for all
 */
export function writeNames(context, seen, only) {
  const look = surface();
  const placed = [];
  let tried = 0;
  for (const organisation of only ?? byActivity) {
    const node = seen.nodeOf(organisation);
    if (node === null || !inSight(node, seen.view)) {
      continue;
    }
    tried += 1;
    if (placed.length >= MOST || tried > TRIED) {
      break;
    }
    writeName(context, seen, node, organisation, look, placed);
  }
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

function writeName(context, seen, node, organisation, look, placed) {
  const strong = placed.length < 8;
  const size = (strong ? 13 : 11.5) / seen.scale;
  context.font = `${strong ? 600 : 400} ${size}px ${look.font}`;
  const text = labelOf(organisation);
  const width = context.measureText(text).width;
  const below = node.y + node.size + size * 0.9;
  const pad = size * 0.35;
  const box = [node.x - width / 2 - pad, below - size * 0.75, node.x + width / 2 + pad, below + size * 0.75];
  if (placed.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) {
    return;
  }
  placed.push(box);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 4 / seen.scale;
  context.strokeStyle = look.paper;
  context.strokeText(text, node.x, below);
  context.fillStyle = look.ink;
  context.fillText(text, node.x, below);
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
