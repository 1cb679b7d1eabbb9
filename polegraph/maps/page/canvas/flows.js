// Flows between regions or countries: the strongest as lines on the map. Counted in Python.

import { language } from "../i18n.js";
import { earth } from "../state/map_view.js";
import { surface } from "./encoding.js";

const DRAWN = 40; // the strongest, as lines
const NAMED = 24; // regions or countries on the map
const THICK = 14; // pixels of the screen, the strongest

/** The flows that are drawn, the weakest first: two points, a thickness in pixels of the screen, and the row. */
export function flowLines() {
  const { places, rows } = earth().flows;
  const between = rows.filter(([one, other]) => one !== other && places[one] && places[other]).slice(0, DRAWN);
  const most = between.length ? between[0][2] : 1;
  return between
    .map(([one, other, shared]) => [places[one], places[other], Math.max(1, (THICK * shared) / most)])
    .reverse();
}

/** Draw the strongest flows. @param {CanvasRenderingContext2D} pen @param {number} scale */
export function drawFlows(pen, scale) {
  pen.strokeStyle = surface().accent;
  pen.globalAlpha = 0.55;
  pen.lineCap = "round";
  for (const [[ax, ay], [bx, by], thick] of flowLines()) {
    pen.lineWidth = thick / scale;
    pen.beginPath();
    pen.moveTo(ax, ay);
    pen.lineTo(bx, by);
    pen.stroke();
  }
  pen.globalAlpha = 1;
  pen.lineCap = "butt";
}

/** Write what the strongest flows join, where there is room. @param {CanvasRenderingContext2D} pen @param {number} scale */
export function nameFlows(pen, scale) {
  const { names, places, rows } = earth().flows;
  const placed = [];
  const size = 12 / scale;
  pen.font = `600 ${size}px ${surface().font}`;
  Object.assign(pen, { textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 4 / scale });
  for (const end of new Set(rows.flatMap(([one, other]) => [one, other]))) {
    const words = placeName(names[end]);
    const [x, y] = places[end] ?? [NaN, NaN];
    const half = pen.measureText(words).width / 2;
    const free = placed.every(
      (other) => Math.abs(other.x - x) > other.half + half || Math.abs(other.y - y) > 1.3 * size,
    );
    if (places[end] && free && placed.length < NAMED) {
      placed.push({ x, y, half });
      pen.strokeStyle = surface().paper;
      pen.strokeText(words, x, y);
      pen.fillStyle = surface().ink;
      pen.fillText(words, x, y);
    }
  }
}

const CODES = { EL: "GR", UK: "GB" }; // what CORDIS writes otherwise than the rest of the world

/** What a region or country is called. @param {string} name a region, or the two letters of a country */
export function placeName(name) {
  if (earth().by === "region") {
    return name;
  }
  try {
    return new Intl.DisplayNames([language()], { type: "region" }).of(CODES[name] ?? name);
  } catch {
    return name; // no code of a country
  }
}
