// The printed page: light whatever the screen, the map drawn for paper, the day, the filters in words, the table behind.

import { drawForPaper } from "../canvas/encoding.js";
import { data } from "../data.js";
import { el, named } from "../dom.js";
import { figure, shown, t } from "../i18n.js";
import { filterSentences } from "../panels/filter_sentences.js";
import { tableContent } from "../panels/table.js";
import { today } from "./pictures.js";

const MOST = 1000; // rows on paper
const LINE = 26; // letters of a line of the legend
// The map on a sheet across and on one upright, as A4 leaves room for it, in pixels of a screen; how many dots in one.
const PICTURES = { landscape: [1060, 760], portrait: [700, 1110] };
const RATIO = 2.5;
const LONG = /[^\s-]{19}/; // a word for whose sake a column of the table may be broken within words

/**
 * Make the page fit for paper whenever it is about to be printed, and fit for the screen again.
 * @param {{day: HTMLElement, table: HTMLElement, map: HTMLElement, legend: HTMLElement}} places
 * @param {(pen: CanvasRenderingContext2D, box: {left, top, width, height}) => void} paint draws the map into a box
 * @param {() => void} redraw draws all that has colours of its own
 * @param {() => boolean} listed whether the table is open
 */
export function onPrint(places, paint, redraw, listed) {
  window.addEventListener("beforeprint", () => {
    drawForPaper(true);
    redraw();
    places.day.textContent = [
      t("printed", { date: today(), title: shown(data.title ?? t("title"), 200) }),
      ...filterSentences(),
    ].join(" ");
    openLegend(places.legend);
    places.map.append(...pictures(paint));
    places.table.replaceChildren(...(listed() ? rows() : []));
  });
  window.addEventListener("afterprint", () => {
    drawForPaper(false);
    redraw();
    places.table.replaceChildren();
    places.map.querySelectorAll(".printed-map").forEach((picture) => picture.remove());
  });
}

/** The map as it is in sight, for either way that the paper may lie: which it is, only the style sheet is told. */
function pictures(paint) {
  return Object.entries(PICTURES).map(([name, [width, height]]) => {
    const canvas = el("canvas", { class: `printed-map ${name}`, width: width * RATIO, height: height * RATIO });
    const pen = canvas.getContext("2d");
    pen.scale(RATIO, RATIO);
    paint(pen, { left: 0, top: 0, width, height });
    return canvas;
  });
}

/** Open the legend, and tell the style sheet how many lines it has: its letters are as large as its column is high. */
function openLegend(legend) {
  const lines = (text) => Math.max(1, Math.ceil(text.length / LINE));
  const words = [...legend.querySelectorAll(".words, .share p")].map((one) => lines(one.textContent));
  const titles = legend.querySelectorAll("legend, h2").length;
  const high = words.reduce((sum, one) => sum + 1.45 * one, 0) + 2.7 * titles;
  legend.style.setProperty("--rows", String(Math.ceil(1.25 * high)));
  legend.querySelector("details")?.setAttribute("open", "");
}

/** The rows of the table as it is sorted, its heading again on each page. */
function rows() {
  const { columns, rows: all, heading } = tableContent();
  const names = Object.keys(columns);
  const broken = new Set(names.filter((name) => all.some((row) => LONG.test(String(columns[name].of(row))))));
  const cell = (name, row) => {
    const value = columns[name].of(row);
    return el(
      "td",
      { class: columns[name].number ? "number" : broken.has(name) ? "broken" : null },
      typeof value === "number" && !columns[name].year ? figure(value) : named(String(value), 200),
    );
  };
  const body = all.slice(0, MOST).map((row) => el("tr", {}, ...names.map((name) => cell(name, row))));
  const head = el("tr", {}, ...names.map((name) => el("th", { scope: "col" }, heading(name))));
  const more = all.length > MOST ? [el("p", {}, t("printed_part", { n: figure(MOST), all: figure(all.length) }))] : [];
  return [el("table", {}, el("thead", {}, head), el("tbody", {}, ...body)), ...more];
}
