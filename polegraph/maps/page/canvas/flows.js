// Flows between regions or countries: a table, and the strongest as lines on the map. Counted in Python.

import { earth } from "./geography.js";
import { surface } from "./encoding.js";
import { counted } from "../network/counts.js";
import { el, figure, language, named, t } from "../i18n.js";

const DRAWN = 40; // the strongest, as lines
const NAMED = 24; // regions or countries on the map
const LISTED = 100; // rows before the reader asks for all
const THICK = 14; // pixels of the screen, the strongest
const CODES = { EL: "GR", UK: "GB" }; // what CORDIS writes otherwise than the rest of the world

const state = { open: false, all: false };

/** Whether flows are shown. */
export function flowsShown() {
  return state.open && earth() !== null;
}

/** Show flows, or no longer. @param {boolean} open */
export function showFlows(open) {
  Object.assign(state, { open, all: false });
}

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

/** Rows of the table: two names, projects, by chance, links, q-value. */
export function flowRows() {
  const { names, rows } = earth().flows;
  return rows.map(([one, other, ...values]) => [placeName(names[one]), placeName(names[other]), ...values]);
}

/** The columns of the table. */
export function flowHeads() {
  const ends = earth().by === "region" ? ["flow.region", "flow.other_region"] : ["flow.country", "flow.other_country"];
  const said = [...ends, "flow.projects", "flow.expected", "flow.links", "flow.q_value"].map((key) => t(key));
  return counted().narrowed ? said.map((words, at) => (at < 2 ? words : `${words} ${t("all_years")}`)) : said;
}

/** The flows that are drawn, the weakest first: two points, a thickness in pixels of the screen, and the row. */
export function flowLines() {
  const { places, rows } = earth().flows;
  const between = rows.filter(([one, other]) => one !== other && places[one] && places[other]).slice(0, DRAWN);
  const most = between.length ? between[0][2] : 1;
  return between.map(([one, other, shared]) => [places[one], places[other], Math.max(1, (THICK * shared) / most)]).reverse();
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
    const free = placed.every((other) => Math.abs(other.x - x) > other.half + half || Math.abs(other.y - y) > 1.3 * size);
    if (places[end] && free && placed.length < NAMED) {
      placed.push({ x, y, half });
      pen.strokeStyle = surface().paper;
      pen.strokeText(words, x, y);
      pen.fillStyle = surface().ink;
      pen.fillText(words, x, y);
    }
  }
}

/**
 * Write the table of flows.
 * @param {HTMLElement} place
 * @param {() => void} take gives the table as a file
 */
export function writeFlows(place, take) {
  place.hidden = !flowsShown();
  if (!flowsShown()) {
    place.replaceChildren();
    return;
  }
  const rows = flowRows();
  const part = state.all ? rows : rows.slice(0, LISTED);
  const title = t(earth().by === "region" ? "flows.regions" : "flows.countries");
  const body = part.map(([one, other, ...values]) => el("tr", {}, el("th", { scope: "row" }, named(one, 60)), el("td", {}, named(other, 60)), ...values.map(cell)));
  const head = el("tr", {}, ...flowHeads().map((words) => el("th", { scope: "col" }, words)));
  const more = () => {
    state.all = true;
    writeFlows(place, take);
    document.getElementById("flows-scroll").focus();
  };
  place.replaceChildren(
    el(
      "div",
      { class: "bar" },
      el("h2", { id: "flows-title" }, title),
      el("span", { class: "range" }, t("rows", { from: figure(Math.min(1, part.length)), to: figure(part.length), all: figure(rows.length) })),
      part.length < rows.length ? el("button", { type: "button", class: "quiet", id: "flows-all", onclick: more }, t("more", { n: figure(rows.length) })) : null,
      el("button", { type: "button", class: "quiet", id: "flows-csv", onclick: take }, t("flows_csv")),
    ),
    el("p", { class: "hint" }, t("flows_how")),
    el("div", { class: "scroll", id: "flows-scroll", tabindex: "0", role: "region", "aria-labelledby": "flows-title" }, el("table", { "aria-labelledby": "flows-title" }, el("thead", {}, head), el("tbody", {}, ...body))),
  );
}

function cell(value, at) {
  const words = value === null ? "–" : at === 3 && value < 0.001 ? `< ${figure(0.001)}` : figure(value);
  return el("td", { class: "number" }, words);
}
