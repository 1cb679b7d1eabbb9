// The sheet that is taken away: title, finding, picture, legend, filters, source, date. The same for pixels and lines.

import { surface } from "../canvas/encoding.js";
import { drawMark } from "../canvas/marks.js";

/** The sheets there are: a slide, and a page across; in pixels of a screen, with how many of the picture stand in one. */
export const SHEETS = { slide: { width: 1280, height: 720, ratio: 3 }, page: { width: 1123, height: 794, ratio: 3 } };

const MARGIN = 28;
const KEY = 270; // width of the legend
const ROW = 21; // height of an entry

/**
 * Draw a sheet.
 * @param {CanvasRenderingContext2D} pen a canvas's or that of an SVG
 * @param {{width: number, height: number}} sheet
 * @param {{title: string, notice: string, finding: string[], filters: string[], legend: object[], foot: string[]}} words what is written on it
 * @param {(pen: CanvasRenderingContext2D, box: {left, top, width, height}) => void} paint draws the map into a box
 */
export function drawSheet(pen, sheet, words, paint) {
  const look = surface();
  const inner = sheet.width - 2 * MARGIN;
  pen.fillStyle = look.paper;
  pen.fillRect(0, 0, sheet.width, sheet.height);
  const write = (text, top, style) => paragraph(pen, text, { left: MARGIN, top, width: inner, ...style });
  let top = write(words.title, MARGIN, { size: 24, weight: 650, colour: look.ink, lines: 2 });
  if (words.notice) {
    top = write(words.notice, top + 2, { size: 14, weight: 650, colour: look.noticeInk, lines: 2, band: look.notice });
  }
  top = write(words.finding.join(" "), top + 4, { size: 16, weight: 400, colour: look.ink, lines: 4 });
  if (words.filters.length) {
    top = write(words.filters.join(" "), top + 2, { size: 13, weight: 400, colour: look.soft, lines: 3 });
  }
  const foot = words.foot.filter(Boolean);
  const below = sheet.height - MARGIN - 15 * foot.length;
  foot.forEach((line, at) => write(line, below + 15 * at, { size: 11, weight: 400, colour: look.soft, lines: 1 }));
  const box = { left: MARGIN, top: top + 8, width: inner - KEY - 16, height: below - top - 16 };
  pen.strokeStyle = look.line;
  pen.lineWidth = 1;
  pen.setLineDash([]);
  pen.strokeRect(box.left, box.top, box.width, box.height);
  paint(pen, box);
  drawLegend(pen, words.legend, { left: sheet.width - MARGIN - KEY, top: box.top, height: box.height });
}

/** Write the legend, as many of its entries as there is room for; what is left out is counted. */
function drawLegend(pen, legend, { left, top, height }) {
  const look = surface();
  let down = top;
  for (const { title, entries } of legend) {
    const room = Math.floor((top + height - down - ROW) / ROW);
    if (room < 2) {
      return;
    }
    paragraph(pen, title, { left, top: down, width: KEY, size: 12, weight: 650, colour: look.soft, lines: 1 });
    down += ROW - 2;
    const kept = entries.length > room ? entries.slice(0, room - 1) : entries;
    for (const entry of kept) {
      drawMark(pen, entry.kind, entry.style, left + 9, down + 9, 7);
      const end = paragraph(pen, entry.words, {
        left: left + 26,
        top: down,
        width: KEY - 80,
        size: 12.5,
        weight: 400,
        colour: look.ink,
        lines: 2,
      });
      paragraph(pen, entry.number, {
        left: left + KEY,
        top: down,
        width: 60,
        size: 12.5,
        weight: 400,
        colour: look.soft,
        lines: 1,
        align: "right",
      });
      down = Math.max(down + ROW, end + 5);
    }
    if (kept.length < entries.length) {
      paragraph(pen, `+ ${entries.length - kept.length}`, {
        left: left + 26,
        top: down,
        width: 60,
        size: 12.5,
        weight: 400,
        colour: look.soft,
        lines: 1,
      });
      down += ROW;
    }
    down += 6;
  }
}

/**
 * Write words in lines of a width.
 * @returns {number} where the next line may begin
 */
function paragraph(pen, text, { left, top, width, size, weight, colour, lines, align = "left", band = null }) {
  const high = 1.32 * size;
  const room = band === null ? 0 : 8;
  pen.font = `${weight} ${size}px ${surface().font}`;
  const rows = wrapped(pen, text, width - 2 * room, lines);
  if (band !== null) {
    pen.fillStyle = band;
    pen.fillRect(left, top, width, rows.length * high + 6);
  }
  pen.fillStyle = colour;
  pen.textAlign = align;
  pen.textBaseline = "middle";
  const start = top + (band === null ? 0 : 3);
  rows.forEach((row, at) => pen.fillText(row, left + room, start + (at + 0.5) * high));
  return start + rows.length * high + (band === null ? 0 : 3);
}

/**
 * Break a text into lines; what finds no room on the last one is cut, and seen to be.
 * @param {{measureText: (text: string) => {width: number}}} pen
 * @param {string} text
 * @param {number} width
 * @param {number} most lines
 */
export function wrapped(pen, text, width, most) {
  const fits = (line) => pen.measureText(line).width <= width;
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (fits(longer) || !lines.at(-1)) {
      lines[lines.length - 1] = longer;
    } else {
      lines.push(word);
    }
  }
  const kept = lines.slice(0, most);
  if (lines.length > most) {
    kept[most - 1] = `${kept[most - 1]} …`;
  }
  return kept.map((line) => (fits(line) ? line : cut(line, fits)));
}

function cut(line, fits) {
  const signs = Array.from(line);
  let [least, most] = [0, signs.length];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (fits(`${signs.slice(0, middle).join("")}…`)) {
      least = middle;
    } else {
      most = middle - 1;
    }
  }
  return `${signs.slice(0, least).join("").trimEnd()}…`;
}
