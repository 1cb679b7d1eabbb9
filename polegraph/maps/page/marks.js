// The marks of organisations: drawn many at a time, one stroke of the pen for all that look the same.

import { organisations } from "./model.js";
import { SHAPES, STYLES, colours, signColour, styleOf } from "./look.js";

const RINGED = 5; // radius in pixels of the screen below which a ring and a cross run into one another
const DETAIL = 2.2; // radius in pixels of the screen below which a mark has no border
const LEGIBLE = 6; // radius in pixels of the screen from which a numeral is written in a mark
const SIN60 = Math.sqrt(3) / 2;

const TRACES = {
  circle: (pen, x, y, r) => {
    pen.moveTo(x + r, y);
    pen.arc(x, y, r, 0, 2 * Math.PI);
  },
  square: (pen, x, y, r) => pen.rect(x - 0.88 * r, y - 0.88 * r, 1.76 * r, 1.76 * r),
  triangle: (pen, x, y, r) => polygon(pen, x, y, 1.2 * r, [0, -1, SIN60, 0.6, -SIN60, 0.6]),
  triangleDown: (pen, x, y, r) => polygon(pen, x, y, 1.2 * r, [0, 1, SIN60, -0.6, -SIN60, -0.6]),
  diamond: (pen, x, y, r) => polygon(pen, x, y, 1.2 * r, [0, -1, 1, 0, 0, 1, -1, 0]),
  hexagon: (pen, x, y, r) => polygon(pen, x, y, 1.05 * r, [-0.5, -SIN60, 0.5, -SIN60, 1, 0, 0.5, SIN60, -0.5, SIN60, -1, 0]),
};

function polygon(pen, x, y, r, corners) {
  pen.moveTo(x + r * corners[0], y + r * corners[1]);
  for (let at = 2; at < corners.length; at += 2) {
    pen.lineTo(x + r * corners[at], y + r * corners[at + 1]);
  }
  pen.closePath();
}

function cross(pen, x, y, r) {
  pen.moveTo(x - r, y - r);
  pen.lineTo(x + r, y + r);
  pen.moveTo(x - r, y + r);
  pen.lineTo(x + r, y - r);
}

/**
 * Where marks stand and how large they are.
 * @param {Array<{id: number, x: number, y: number, size: number}>} nodes as pyvis gives them
 */
export function makeMarks(nodes) {
  const [x, y, size] = [0, 1, 2].map(() => new Float32Array(nodes.length));
  for (const node of nodes) {
    [x[node.id], y[node.id], size[node.id]] = [node.x, node.y, node.size];
  }
  const marks = { x, y, size, gone: new Uint8Array(nodes.length), alike: new Map() };
  sortMarks(marks);
  return marks;
}

/** Put together the marks that look the same; again after the colours have been changed. */
export function sortMarks(marks) {
  marks.alike = new Map(
    Object.keys(STYLES).flatMap((style) => Object.keys(SHAPES).map((kind) => [`${kind}/${style}`, []])),
  );
  organisations.kind.forEach((kind, id) => marks.alike.get(`${kind}/${styleOf(id)}`).push(id));
}

/**
 * Draw marks.
 * @param {CanvasRenderingContext2D} pen
 * @param {ReturnType<typeof makeMarks>} marks
 * @param {{scale: number, view: {left, top, right, bottom}}} seen
 * @param {Set<number>|null} only these organisations; null for all
 */
export function drawMarks(pen, marks, seen, only = null) {
  for (const [look, members] of marks.alike) {
    const chosen = only === null ? members : members.filter((organisation) => only.has(organisation));
    if (chosen.length) {
      drawAlike(pen, marks, seen, look, chosen);
    }
  }
  pen.setLineDash([]);
}

function drawAlike(pen, marks, seen, look, members) {
  const [kind, status] = look.split("/");
  const style = STYLES[status];
  const least = style.least / seen.scale;
  const { left, top, right, bottom } = seen.view;
  const trace = TRACES[SHAPES[kind]];
  const [crosses, numerals] = [[], []];
  let largest = 0;
  pen.beginPath();
  for (const id of members) {
    const [x, y] = [marks.x[id], marks.y[id]];
    const r = Math.max(marks.size[id], least);
    if (marks.gone[id] === 1 || x + r < left || x - r > right || y + r < top || y - r > bottom) {
      continue;
    }
    largest = Math.max(largest, r);
    if (!style.crossed || r * seen.scale >= RINGED) {
      trace(pen, x, y, r);
    }
    if (style.numeral && r * seen.scale >= LEGIBLE) {
      numerals.push([x, y, r]);
    }
    if (style.crossed) {
      crosses.push([x, y, 0.7 * r]);
    }
  }
  const { background, border } = colours(status);
  pen.fillStyle = background;
  pen.fill();
  const thick = Math.min(style.width, 0.35 * largest * seen.scale + 0.4);
  if (largest * seen.scale > DETAIL || style.crossed || status === "far") {
    pen.strokeStyle = border;
    pen.lineWidth = thick / seen.scale;
    pen.setLineDash(style.crossed ? [4.5 / seen.scale, 3 / seen.scale] : []);
    pen.stroke();
    pen.setLineDash([]);
    pen.beginPath();
    crosses.forEach(([x, y, r]) => cross(pen, x, y, r));
    pen.stroke();
  }  writeNumerals(pen, numerals, style.numeral, signColour(status));
}

function writeNumerals(pen, places, numeral, colour) {
  pen.fillStyle = colour;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  for (const [x, y, r] of places) {
    pen.font = `700 ${1.1 * r}px sans-serif`;
    pen.fillText(numeral, x, y);
  }
}
