// The printed page: light whatever the screen, with the day, the filters in words, and the rows of the table behind.

import { drawForPaper } from "../canvas/encoding.js";
import { data } from "../data.js";
import { el, named } from "../dom.js";
import { figure, shown, t } from "../i18n.js";
import { filterSentences } from "../panels/filter_sentences.js";
import { tableContent } from "../panels/table.js";
import { today } from "./pictures.js";

const MOST = 1000; // rows on paper

/**
 * Make the page fit for paper whenever it is about to be printed, and fit for the screen again.
 * @param {{day: HTMLElement, table: HTMLElement}} places
 * @param {() => void} redraw draws all that has colours of its own
 * @param {() => boolean} listed whether the table is open
 */
export function onPrint(places, redraw, listed) {
  window.addEventListener("beforeprint", () => {
    drawForPaper(true);
    redraw();
    places.day.textContent = [
      t("printed", { date: today(), title: shown(data.title ?? t("title"), 200) }),
      ...filterSentences(),
    ].join(" ");
    places.table.replaceChildren(...(listed() ? rows() : []));
  });
  window.addEventListener("afterprint", () => {
    drawForPaper(false);
    redraw();
    places.table.replaceChildren();
  });
}

/** The rows of the table as it is sorted, its heading again on each page. */
function rows() {
  const { columns, rows: all, heading } = tableContent();
  const names = Object.keys(columns);
  const cell = (name, row) => {
    const value = columns[name].of(row);
    return el(
      "td",
      { class: columns[name].number ? "number" : null },
      typeof value === "number" && !columns[name].year ? figure(value) : named(String(value), 200),
    );
  };
  const body = all.slice(0, MOST).map((row) => el("tr", {}, ...names.map((name) => cell(name, row))));
  const head = el("tr", {}, ...names.map((name) => el("th", { scope: "col" }, heading(name))));
  const more = all.length > MOST ? [el("p", {}, t("printed_part", { n: figure(MOST), all: figure(all.length) }))] : [];
  return [el("table", {}, el("thead", {}, head), el("tbody", {}, ...body)), ...more];
}
