// The marks of organisations: drawn many at a time, one stroke of the pen for all that look the same.

import { organisations } from "../network/graph.js";
import { SHAPES, STYLES, colours, signColour, styleOf } from "./encoding.js";

const RINGED = 5; // radius in pixels of the screen below which a ring and a cross run into one another
const DETAIL = 2.2; // radius in pixels of the screen below which a mark has no border
const REACH = 4; // pixels of the screen by which a small mark may be missed
const SPECK = 1.2; // radius in pixels of the screen below which no shape can be told: a square is drawn soonest
const ROUGH = 4; // the same while a large map moves
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
  hexagon: (pen, x, y, r) =>
    polygon(pen, x, y, 1.05 * r, [-0.5, -SIN60, 0.5, -SIN60, 1, 0, 0.5, SIN60, -0.5, SIN60, -1, 0]),
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
  const marks = { x, y, size, hidden: new Uint8Array(nodes.length), alike: new Map() };
  sortMarks(marks);
  return marks;
}

/**
 * The mark at a point, the smallest of several, or -1. Who aims at a small mark may miss it by a little.
 * @param {{x: number, y: number}} point in map coordinates
 * @param {ReturnType<typeof makeMarks>} marks
 * @param {number} scale
 */
export function markAt(point, marks, scale) {
  let [best, least] = [-1, Infinity];
  for (let id = 0; id < marks.hidden.length; id += 1) {
    const reach = Math.max(marks.size[id], REACH / scale);
    const [dx, dy] = [marks.x[id] - point.x, marks.y[id] - point.y];
    if (marks.hidden[id] === 0 && Math.abs(dx) <= reach && Math.abs(dy) <= reach) {
      const away = Math.hypot(dx, dy);
      if (away <= reach && away + marks.size[id] < least) {
        [best, least] = [id, away + marks.size[id]];
      }
    }
  }
  return best;
}

/** The rectangle around all marks that are not hidden; around all if all are. */
export function boundsOf({ x, y, size, hidden }) {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  const any = hidden.includes(0);
  for (let id = 0; id < hidden.length; id += 1) {
    if (!any || hidden[id] === 0) {
      box.left = Math.min(box.left, x[id] - size[id]);
      box.right = Math.max(box.right, x[id] + size[id]);
      box.top = Math.min(box.top, y[id] - size[id]);
      box.bottom = Math.max(box.bottom, y[id] + size[id]);
    }
  }
  return hidden.length ? box : { left: -1, top: -1, right: 1, bottom: 1 };
}

/**
 * Draw one mark, as in a legend.
 * @param {CanvasRenderingContext2D} pen
 * @param {string} kind
 * @param {string} status
 */
export function drawMark(pen, kind, status, x, y, r) {
  const marks = { x: [x], y: [y], size: [r], hidden: [0] };
  drawAlike(
    pen,
    marks,
    { scale: 1, view: { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity } },
    `${kind}/${status}`,
    [0],
  );
  pen.setLineDash([]);
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
  const speck = seen.rough ? ROUGH : SPECK;
  const [crosses, numerals] = [[], []];
  let largest = 0;
  pen.beginPath();
  for (const id of members) {
    const [x, y] = [marks.x[id], marks.y[id]];
    const r = Math.max(marks.size[id], least);
    if (marks.hidden[id] === 1 || x + r < left || x - r > right || y + r < top || y - r > bottom) {
      continue;
    }
    largest = Math.max(largest, r);
    if (!style.crossed || r * seen.scale >= RINGED) {
      (r * seen.scale < speck ? TRACES.square : trace)(pen, x, y, r);
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
  if (seen.rough && !style.crossed) {
    return;
  }
  if (largest * seen.scale > DETAIL || style.crossed || status === "far") {
    pen.strokeStyle = border;
    pen.lineWidth = thick / seen.scale;
    pen.setLineDash(style.crossed ? [4.5 / seen.scale, 3 / seen.scale] : []);
    pen.stroke();
    pen.setLineDash([]);
    pen.beginPath();
    crosses.forEach(([x, y, r]) => cross(pen, x, y, r));
    pen.stroke();
  }
  writeNumerals(pen, numerals, style.numeral, signColour(status));
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
