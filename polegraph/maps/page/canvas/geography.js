// The map of France or Europe: which of them is shown, its outlines, and who stands on it. Projected in Python.

import { count } from "../network/graph.js";
import { data, el, figure, t, tn } from "../i18n.js";
import { surface } from "./encoding.js";

const [CITY, REGION, COUNTRY, NOWHERE, OUTSIDE] = ["0", "1", "2", "3", "4"];
const MARGIN = 0.02; // of the width of the map that stays free around it

const frames = data.geography?.frames ?? {};
const state = { view: "", listed: "", before: null };

/** The maps that these data can be shown on. */
export const VIEWS = Object.keys(frames);

/** The map in use, or nothing where the network is drawn as such. */
export function earth() {
  return state.view ? frames[state.view] : null;
}

/** The name of the map in use; empty for the network. */
export function viewed() {
  return state.view;
}

/** Which of those that are not on the map the table lists: `nowhere`, `outside` or nothing. */
export function listedOff() {
  return state.view ? state.listed : "";
}

/** List those that are not on the map, or no longer. @param {string} which */
export function listOff(which) {
  state.listed = which === state.listed || !["nowhere", "outside"].includes(which) ? "" : which;
}

/**
 * Put all marks where the map wants them.
 * @param {{x: Float32Array, y: Float32Array, size: Float32Array}} marks
 * @param {string} view name of a map; empty for the network
 */
export function putMarks(marks, view) {
  state.before ??= { x: marks.x.slice(), y: marks.y.slice(), size: marks.size.slice() };
  state.view = VIEWS.includes(view) ? view : "";
  state.listed = "";
  const frame = earth();
  marks.x.set(frame?.x ?? state.before.x);
  marks.y.set(frame?.y ?? state.before.y);
  marks.size.set(frame === null ? state.before.size : data.geography.size);
}

/** Hide who is not on the map. @param {Uint8Array} gone */
export function hideOff(gone) {
  const frame = earth();
  for (let id = 0; frame !== null && id < gone.length; id += 1) {
    if (isOff(frame, id)) {
      gone[id] = 1;
    }
  }
}

function isOff(frame, id) {
  return frame.how[id] === NOWHERE || frame.how[id] === OUTSIDE;
}

/** Those that the table lists instead of all, if the reader asked for who is not on the map. @param {Uint8Array} gone */
export function rowsOff(gone) {
  const wanted = { nowhere: NOWHERE, outside: OUTSIDE }[listedOff()];
  return wanted === undefined ? null : all().filter((id) => gone[id] === 0 && earth().how[id] === wanted);
}

const all = () => Array.from({ length: count }, (_, id) => id);

/** How many of those that are not hidden stand how. @param {Uint8Array} gone */
export function numbers(gone) {
  const found = { [CITY]: 0, [REGION]: 0, [COUNTRY]: 0, [NOWHERE]: 0, [OUTSIDE]: 0 };
  for (let id = 0; id < count; id += 1) {
    if (gone[id] === 0) {
      found[earth().how[id]] += 1;
    }
  }
  return { city: found[CITY], region: found[REGION], country: found[COUNTRY], nowhere: found[NOWHERE], outside: found[OUTSIDE] };
}

/** Say how many stand where. @param {Uint8Array} gone */
export function placeSentences(gone) {
  if (earth() === null) {
    return [];
  }
  const { city, region, country, nowhere, outside } = numbers(gone);
  const parts = [tn("place.city", city), tn("place.region", region), ...(country ? [tn("place.country", country)] : [])];
  parts.push(tn("place.nowhere", nowhere), ...(outside ? [tn("place.outside", outside)] : []));
  return [t("places", { parts: parts.join(", ") })];
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

/** Where cities and outlines come from, as their licence asks. */
export function credits() {
  return VIEWS.length ? [el("p", { id: "credits", class: "hint" }, t("places_from"))] : [];
}

/**
 * Write the switch between the network and the maps, and the buttons that list who is not on the map.
 * @param {{views: HTMLElement, off: HTMLElement}} places
 * @param {Uint8Array} gone
 * @param {{view: (name: string) => void, list: (which: string) => void}} go
 */
export function writeViews(places, gone, go) {
  const focused = document.activeElement?.id;
  places.views.hidden = !VIEWS.length;
  const view = (name) => button(`view-${name || "network"}`, t(`view.${name || "network"}`), name === state.view, () => go.view(name));
  places.views.replaceChildren(...(VIEWS.length ? ["", ...VIEWS].map(view) : []));
  const off = earth() === null ? {} : numbers(gone);
  const buttons = ["nowhere", "outside"]
    .filter((which) => off[which])
    .map((which) => button(`list-${which}`, t(`list.${which}`, { n: figure(off[which]) }), which === state.listed, () => go.list(which)));
  places.off.hidden = !buttons.length;
  places.off.replaceChildren(...buttons);
  document.getElementById(/^(view|list)-/.test(focused ?? "") ? focused : "")?.focus();
}

function button(id, words, pressed, onclick) {
  return el("button", { type: "button", class: "quiet", id, "aria-pressed": String(pressed), onclick }, words);
}
