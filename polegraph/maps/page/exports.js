// What can be taken away: the picture, the table, and a link to the page as it is. Everything is made here, nothing is sent.

import { bubblesAsSvg } from "./bubbles.js";
import { data, el, language, shown, t } from "./text.js";
import { nameOf, organisations } from "./model.js";
import { SHAPES, colours, styleOf, surface } from "./look.js";
import { earth, earthAsSvg } from "./geography.js";
import { flowHeads, flowRows, flowsAsSvg, flowsShown } from "./flows.js";
import { thickness } from "./lines.js";
import { star } from "./spots.js";
import { projectName } from "./cards.js";
import { tableContent } from "./table.js";

const LARGEST = 12; // names in a picture of lines
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
  const lines = rows.map((row) => names.map((name) => String(columns[name].of(row)).slice(0, 2000)));
  return csv([names.map(heading), ...lines], language() === "fr" ? ";" : ",");
}

/** Save the table of flows, all of it. */
export function takeFlows() {
  const rows = flowRows().map((row) => row.map((value) => (value === null ? "" : decimal(value))));
  save(new Blob([csv([flowHeads(), ...rows], language() === "fr" ? ";" : ",")], { type: "text/csv" }), "csv");
}

/** A number as the spreadsheets of the language read it. */
function decimal(value) {
  return typeof value === "number" && language() === "fr" ? String(value).replace(".", ",") : String(value);
}

/**
 * Draw what is shown as SVG.
 * @param {{marks: object, links: () => Array<[number, number, number]>, view: () => object,
 *   level: () => object|null}} map
 */
export function svg(map) {
  const { marks } = map;
  const level = map.level();
  const { left, top, right, bottom } = map.view();
  const look = surface();
  const seen = (id) => marks.gone[id] === 0;
  const least = earth() === null ? 0 : (right - left) / 700; // a map is wide, and its marks small
  const lines = map
    .links()
    .filter(([one, other]) => seen(one) && seen(other))
    .map(([one, other, shared]) => `<path d="M${marks.x[one]} ${marks.y[one]}L${marks.x[other]} ${marks.y[other]}" stroke-width="${thickness(shared).toFixed(1)}"/>`);
  const { spots, spokes } = map.spots();
  lines.push(...spokes.map(([project, member]) => `<path d="M${spots.x[project].toFixed(1)} ${spots.y[project].toFixed(1)}L${marks.x[member]} ${marks.y[member]}" stroke-width="1"/>`));
  const shapes = (spots?.list ?? []).map((project) => `<g fill="${look.ink}"><polygon points="${star(spots.x[project], spots.y[project], 4.5).map((point) => point.map((part) => part.toFixed(1)).join(",")).join(" ")}"/><title>${escaped(projectName(project))}</title></g>`);
  for (let id = 0; id < marks.gone.length; id += 1) {
    if (seen(id)) {
      const { background, border } = colours(styleOf(id));
      shapes.push(`<g fill="${background}" stroke="${border}">${shape(SHAPES[organisations.kind[id]], marks.x[id], marks.y[id], Math.max(marks.size[id], least))}<title>${escaped(nameOf(id))}</title></g>`);
    }
  }
  const largest = (level === null ? [...marks.size.keys()] : []).filter(seen).sort((one, other) => marks.size[other] - marks.size[one]).slice(0, LARGEST);
  const size = (right - left) / 70;
  const names = largest.map((id) => `<text x="${marks.x[id]}" y="${marks.y[id] + marks.size[id] + size}">${escaped(nameOf(id))}</text>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${left} ${top} ${right - left} ${bottom - top}">`,
    `<rect x="${left}" y="${top}" width="100%" height="100%" fill="${look.paper}"/>`,
    earthAsSvg(),
    `<g stroke="${look.edge}" stroke-opacity="0.4" fill="none">${flowsShown() ? "" : lines.join("")}</g>`,
    level === null ? "" : bubblesAsSvg(level, escaped),
    shapes.join(""),
    flowsAsSvg(right - left),
    `<g font-family="sans-serif" font-size="${size}" text-anchor="middle" fill="${look.ink}">${names.join("")}</g>`,
    "</svg>",
  ].join("\n");
}

function shape(kind, x, y, r) {
  const corners = {
    square: [-0.88, -0.88, 0.88, -0.88, 0.88, 0.88, -0.88, 0.88],
    triangle: [0, -1.2, 1.04, 0.72, -1.04, 0.72],
    triangleDown: [0, 1.2, 1.04, -0.72, -1.04, -0.72],
    diamond: [0, -1.2, 1.2, 0, 0, 1.2, -1.2, 0],
    hexagon: [-0.5, -0.9, 0.5, -0.9, 1, 0, 0.5, 0.9, -0.5, 0.9, -1, 0],
  }[kind];
  if (corners === undefined) {
    return `<circle cx="${x}" cy="${y}" r="${r.toFixed(1)}"/>`;
  }
  const points = corners.map((part, at) => ((at % 2 ? y : x) + part * r).toFixed(1));
  return `<polygon points="${points.join(" ")}"/>`;
}

/** A name inside markup, without what XML does not allow. @param {string} name */
export function escaped(name) {
  return shown(name, 200)
    .replace(/[\p{Cs}\ufffe\uffff]/gu, "\ufffd")
    .replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);
}

function save(blob, suffix) {
  const name = document.title.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60) || "map";
  const url = URL.createObjectURL(blob);
  el("a", { href: url, download: `${name}.${suffix}` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/**
 * Write the buttons.
 * @param {HTMLElement} place
 * @param {object} map
 * @param {{now: () => object, link: () => string, restore: (kept: object) => void}} view what is seen, and what brings it back
 */
export function writeExports(place, map, view) {
  const button = (key, onclick) => el("button", { type: "button", class: "quiet", onclick }, t(key));
  const address = el("input", { id: "address", class: "searchbox", readonly: true, hidden: true, "aria-label": t("export_link") });
  const file = el("input", { id: "view-file", type: "file", accept: ".json,application/json", hidden: true, "aria-label": t("import_view") });
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
  place.replaceChildren(
    button("export_csv", () => save(new Blob([tableAsCsv()], { type: "text/csv" }), "csv")),
    button("export_png", () => picture(map).toBlob((blob) => save(blob, "png"))),
    button("export_svg", () => save(new Blob([svg(map)], { type: "image/svg+xml" }), "svg")),
    button("export_link", () => {
      address.value = view.link();
      address.hidden = false;
      address.focus();
      address.select();
    }),
    button("export_view", () => save(new Blob([`${JSON.stringify({ [MARK]: view.now() }, null, 1)}\n`], { type: "application/json" }), "json")),
    button("import_view", () => file.click()),
    button("print", () => window.print()),
    address,
    file,
    wrong,
  );
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

/** Write the day of printing, in the language in use, whenever the page is about to be printed. @param {HTMLElement} place */
export function datePrints(place) {
  window.addEventListener("beforeprint", () => {
    const day = new Intl.DateTimeFormat(language(), { dateStyle: "long" }).format(new Date());
    place.textContent = t("printed", { date: day, title: shown(data.title ?? t("title"), 200) });
  });
}

/** The canvas on paper of its own: a canvas alone is clear where nothing is drawn. */
function picture(map) {
  const canvas = map.network.canvas.frame.canvas;
  const copy = el("canvas", { width: canvas.width, height: canvas.height });
  const pen = copy.getContext("2d");
  pen.fillStyle = surface().paper;
  pen.fillRect(0, 0, copy.width, copy.height);
  pen.drawImage(canvas, 0, 0);
  return copy;
}
