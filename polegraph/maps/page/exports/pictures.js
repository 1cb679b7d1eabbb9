// Pictures of the map to take away: each a sheet that says what it shows, always on light paper.

import { drawForPaper } from "../canvas/encoding.js";
import { data } from "../data.js";
import { el } from "../dom.js";
import { language, shown, t } from "../i18n.js";
import { sourcesLine } from "../panels/about.js";
import { filterSentences } from "../panels/filter_sentences.js";
import { legendShown } from "../panels/legend.js";
import { SHEETS, drawSheet } from "./sheet.js";
import { svgPen } from "./svg_pen.js";

/**
 * Make a picture of pixels.
 * @param {{paint: Function}} map
 * @param {"slide"|"page"} which sheet
 * @param {string[]} finding what is said of what is shown
 * @param {(blob: Blob) => void} done
 */
export function asPixels(map, which, finding, done) {
  const sheet = SHEETS[which];
  const canvas = el("canvas", { width: sheet.width * sheet.ratio, height: sheet.height * sheet.ratio });
  const pen = canvas.getContext("2d");
  pen.scale(sheet.ratio, sheet.ratio);
  onLightPaper(() => drawSheet(pen, sheet, sheetWords(finding), map.paint));
  canvas.toBlob(done);
}

/**
 * Make the same picture of lines.
 * @param {{paint: Function}} map
 * @param {"slide"|"page"} which sheet
 * @param {string[]} finding
 */
export function asSvg(map, which, finding) {
  const sheet = SHEETS[which];
  const ruler = el("canvas").getContext("2d");
  const pen = svgPen(escaped, (font, text) => {
    const [foot, middle] = ["alphabetic", "middle"].map((baseline) => {
      Object.assign(ruler, { font, textBaseline: baseline });
      return ruler.measureText(text);
    });
    return { width: foot.width, down: foot.fontBoundingBoxAscent - middle.fontBoundingBoxAscent };
  });
  onLightPaper(() => drawSheet(pen, sheet, sheetWords(finding), map.paint));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${sheet.width} ${sheet.height}" width="${sheet.width}" height="${sheet.height}">\n${pen.markup()}\n</svg>\n`;
}

function onLightPaper(draw) {
  drawForPaper(true);
  try {
    draw();
  } finally {
    drawForPaper(false);
  }
}

/** Whose sheet it is, what it says, and where from. */
function sheetWords(finding) {
  return {
    title: shown(data.title ?? t("title"), 200),
    notice: data.notice ? shown(data.notice, 500) : "",
    finding,
    filters: filterSentences(),
    legend: legendShown(),
    foot: [sourcesLine(), t("made_on", { date: today() })],
  };
}

/** The day, in the language in use. */
export function today() {
  return new Intl.DateTimeFormat(language(), { dateStyle: "long" }).format(new Date());
}

/** A text inside markup, without what XML does not allow. @param {string} text */
export function escaped(text) {
  return text
    .replace(/\p{Cc}/gu, " ")
    .replace(/[\p{Cs}\ufffe\uffff]/gu, "\ufffd")
    .replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);
}
