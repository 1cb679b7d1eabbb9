// What can be taken away: the picture, the table, and a link to the page as it is. Everything is made here, nothing is sent.

import { el } from "../dom.js";
import { asPixels, asSvg } from "../exports/pictures.js";
import { language, t } from "../i18n.js";
import { permalink, savedState } from "../state/permalink.js";
import { flowHeads, flowRows } from "./flows.js";
import { menuButton } from "./menu.js";
import { tableContent } from "./table.js";

const MARK = "polegraph_view"; // by which a file is known to hold a view
const LARGEST_VIEW = 1_000_000; // bytes
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/; // what a spreadsheet would run
const FIGURE = /^-\d+(?:[.,]\d+)?$/; // a number below zero, which may begin so

/**
 * Write rows as CSV that Excel opens as it is: a mark of UTF-8 first, the separator of the language.
 * @param {string[][]} rows
 * @param {string} separator
 */
export function csv(rows, separator) {
  const cell = (value) => {
    const text = FORMULA.test(value) && !FIGURE.test(value) ? `'${value}` : value;
    return /["\n\r;,]/.test(text) || text !== value ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `\ufeff${rows.map((row) => row.map(cell).join(separator)).join("\r\n")}\r\n`;
}

/** The table as it is shown, all pages of it. */
function tableAsCsv() {
  const { columns, rows, heading } = tableContent();
  const names = Object.keys(columns);
  const lines = rows.map((row) =>
    names.map((name) => String((columns[name].written ?? columns[name].of)(row)).slice(0, 2000)),
  );
  return csv([names.map(heading), ...lines], language() === "fr" ? ";" : ",");
}

/** Save the table of flows, all of it. */
export function saveFlows() {
  const rows = flowRows().map((row) => row.map((value) => (value === null ? "" : decimal(value))));
  save(new Blob([csv([flowHeads(), ...rows], language() === "fr" ? ";" : ",")], { type: "text/csv" }), "csv");
}

/** A number as the spreadsheets of the language read it. */
function decimal(value) {
  return typeof value === "number" && language() === "fr" ? String(value).replace(".", ",") : String(value);
}

function save(blob, suffix) {
  const name = document.title.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60) || "map";
  const url = URL.createObjectURL(blob);
  el("a", { href: url, download: `${name}.${suffix}` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/**
 * Write the menu.
 * @param {HTMLElement} place
 * @param {object} map
 * @param {{restore: (kept: object) => void, sentences: () => string[]}} view what brings a view back, and what is said of it
 */
export function writeExports(place, map, view) {
  const address = el("input", {
    id: "address",
    class: "searchbox",
    readonly: true,
    hidden: true,
    "aria-label": t("export_link"),
  });
  const file = el("input", {
    id: "view-file",
    type: "file",
    accept: ".json,application/json",
    hidden: true,
    "aria-label": t("import_view"),
  });
  const wrong = el("p", { class: "hint", role: "alert" });
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    file.value = "";
    const kept = chosen === undefined ? undefined : await readView(chosen);
    wrong.textContent = kept === null ? t("import_wrong") : "";
    if (kept) {
      view.restore(kept);
    }
  });
  const picture = (key, format) => [t(key), () => asPixels(map, format, view.sentences(), (blob) => save(blob, "png"))];
  const asLines = () => save(new Blob([asSvg(map, "slide", view.sentences())], { type: "image/svg+xml" }), "svg");
  const link = () => {
    address.value = permalink();
    address.hidden = false;
    address.focus();
    address.select();
  };
  const asFile = () =>
    save(new Blob([`${JSON.stringify({ [MARK]: savedState() }, null, 1)}\n`], { type: "application/json" }), "json");
  const menu = menuButton("exports-menu", t("exports"), [
    [[t("export_csv"), () => save(new Blob([tableAsCsv()], { type: "text/csv" }), "csv")]],
    [picture("export_png", "slide"), picture("export_page", "page"), [t("export_svg"), asLines]],
    [
      [t("export_link"), link],
      [t("export_view"), asFile],
      [t("import_view"), () => file.click()],
    ],
    [[t("print"), () => window.print()]],
  ]);
  place.replaceChildren(address, menu, file, wrong);
}

/** Read a view that was taken away. @param {File} file @returns {Promise<object|null>} null if it is none */
async function readView(file) {
  try {
    const kept = file.size > LARGEST_VIEW ? null : JSON.parse(await file.text())?.[MARK];
    return kept !== null && typeof kept === "object" ? kept : null;
  } catch {
    return null; // no JSON
  }
}
