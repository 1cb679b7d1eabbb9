// The map of France or Europe: which of them is shown, its outlines, and who stands on it. Projected in Python.

import { data } from "../data.js";
import { count } from "../network/graph.js";
import { earth, listedOff } from "../state/map_view.js";
import { surface } from "./encoding.js";

const [CITY, REGION, COUNTRY, NOWHERE, OUTSIDE] = ["0", "1", "2", "3", "4"];
const MARGIN = 0.02; // of the width of the map that stays free around it

let home = null; // where the marks stand in the network, and how large they are there

/** Put all marks where the map in use wants them. @param {{x: Float32Array, y: Float32Array, size: Float32Array}} marks */
export function putMarks(marks) {
  home ??= { x: marks.x.slice(), y: marks.y.slice(), size: marks.size.slice() };
  const frame = earth();
  marks.x.set(frame?.x ?? home.x);
  marks.y.set(frame?.y ?? home.y);
  marks.size.set(frame === null ? home.size : data.geography.size);
}

/** Hide who is not on the map. @param {Uint8Array} hidden */
export function hideOff(hidden) {
  const frame = earth();
  for (let id = 0; frame !== null && id < hidden.length; id += 1) {
    if (isOff(frame, id)) {
      hidden[id] = 1;
    }
  }
}

function isOff(frame, id) {
  return frame.how[id] === NOWHERE || frame.how[id] === OUTSIDE;
}

/** Those that the table lists instead of all, if the reader asked for who is not on the map. @param {Uint8Array} hidden */
export function organisationsOff(hidden) {
  const wanted = { nowhere: NOWHERE, outside: OUTSIDE }[listedOff()];
  return wanted === undefined ? null : all().filter((id) => hidden[id] === 0 && earth().how[id] === wanted);
}

const all = () => Array.from({ length: count }, (_, id) => id);

/** How many of those that are not hidden stand how. @param {Uint8Array} hidden */
export function numbers(hidden) {
  const found = { [CITY]: 0, [REGION]: 0, [COUNTRY]: 0, [NOWHERE]: 0, [OUTSIDE]: 0 };
  for (let id = 0; id < count; id += 1) {
    if (hidden[id] === 0) {
      found[earth().how[id]] += 1;
    }
  }
  return {
    city: found[CITY],
    region: found[REGION],
    country: found[COUNTRY],
    nowhere: found[NOWHERE],
    outside: found[OUTSIDE],
  };
}

/** The rectangle that shows the whole map. */
export function boundsOfEarth() {
  const { width, height } = earth();
  const room = MARGIN * width;
  return { left: -room, top: -room, right: width + room, bottom: height + room };
}

const corners = new Map(); // rings of each map, made of steps when first needed
function ringsOf(frame) {
  if (!corners.has(frame)) {
    corners.set(frame, frame.outlines.map(ringOf));
  }
  return corners.get(frame);
}

/** The corners of a ring, given its first and then the steps. @param {number[]} steps */
export function ringOf(steps) {
  const ring = [...steps];
  for (let at = 2; at < ring.length; at += 1) {
    ring[at] += ring[at - 2];
  }
  return ring;
}

/** Draw the outlines and the frames of the regions overseas. @param {CanvasRenderingContext2D} pen @param {number} scale */
export function drawEarth(pen, scale) {
  const [frame, look] = [earth(), surface()];
  pen.save();
  pen.beginPath();
  pen.rect(0, 0, frame.width, frame.height);
  pen.clip();
  pen.beginPath();
  for (const ring of ringsOf(frame)) {
    pen.moveTo(ring[0], ring[1]);
    for (let at = 2; at < ring.length; at += 2) {
      pen.lineTo(ring[at], ring[at + 1]);
    }
    pen.closePath();
  }
  pen.fillStyle = look.land;
  pen.fill();
  pen.strokeStyle = look.line;
  pen.lineWidth = 1 / scale;
  pen.stroke();
  pen.restore();
  pen.strokeStyle = look.line;
  pen.lineWidth = 1 / scale;
  for (const [name, left, top, side] of frame.insets) {
    pen.strokeRect(left, top, side, side);
    pen.font = `600 ${Math.min(12 / scale, side * 0.13)}px ${look.font}`;
    pen.fillStyle = look.soft;
    pen.textAlign = "left";
    pen.textBaseline = "middle";
    pen.fillText(name, left + side * 0.04, top + side * 0.09);
  }
}
