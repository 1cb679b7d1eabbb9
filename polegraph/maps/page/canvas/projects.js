// Projects as marks of their own, on demand: a small star near the middle of its members, joined to each of them.

import { counted } from "../network/counts.js";
import { projects } from "../network/graph.js";
import { state } from "../state/store.js";
import { surface } from "./encoding.js";

const MOST = 2000; // stars at once: more, with their lines, make a large map slow and grey
const RADIUS = 4.5;
const LEAST = 2.2; // the same in pixels of the screen
const REACH = 5; // pixels of the screen by which a star may be missed
const PITCH = 2 * RADIUS + 2;
const GOLDEN = Math.PI * (3 - Math.sqrt(5)); // the turn from each place that is tried to the next
const AT_ONCE = 300; // segments in one stroke of the pen
const INK = 14;

const memo = { places: null, sum: NaN }; // where projects stood last, and a sum of where the marks did

/**
 * Where each project stands: at the middle of its members, or the nearest place around it that nobody has.
 * @param {{x: Float32Array, y: Float32Array, size: Float32Array}} marks
 * @returns {{x: Float32Array, y: Float32Array}}
 */
export function placed({ x, y, size }) {
  const taken = new Set();
  const cell = (left, top) => Math.floor(left / PITCH) * 2_000_003 + Math.floor(top / PITCH);
  for (let id = 0; id < x.length; id += 1) {
    const reach = size[id] + RADIUS;
    for (let left = x[id] - reach; left <= x[id] + reach; left += PITCH) {
      for (let top = y[id] - reach; top <= y[id] + reach; top += PITCH) {
        taken.add(cell(left, top));
      }
    }
  }
  const places = { x: new Float32Array(projects.id.length), y: new Float32Array(projects.id.length) };
  projects.members.forEach((members, project) => {
    if (members.length === 0) {
      return;
    }
    const [left, top] = [x, y].map((axis) => members.reduce((sum, member) => sum + axis[member], 0) / members.length);
    let step = 0;
    let place = [left, top];
    while (taken.has(cell(...place))) {
      step += 1;
      const far = 0.6 * PITCH * Math.sqrt(step);
      place = [left + far * Math.cos(step * GOLDEN), top + far * Math.sin(step * GOLDEN)];
    }
    taken.add(cell(...place));
    [places.x[project], places.y[project]] = place;
  });
  return places;
}

/**
 * The stars that are to be drawn: of projects that pass the filters and have a member in sight, the latest if too many.
 * @param {{x: Float32Array, y: Float32Array, size: Float32Array, hidden: Uint8Array}} marks
 * @returns {{list: number[], all: number, x: Float32Array, y: Float32Array}|null} null unless projects are shown
 */
export function starsOf(marks) {
  if (!state.projectsShown) {
    return null;
  }
  // Marks that stand elsewhere, in another view, have their projects elsewhere.
  const sum = marks.x.reduce((total, value, at) => total + value * (at + 1) + marks.y[at], 0);
  if (sum !== memo.sum) {
    Object.assign(memo, { sum, places: placed(marks) });
  }
  const { active } = counted();
  const all = projects.members.flatMap((members, project) =>
    (active === null || active[project] === 1) && members.some((member) => marks.hidden[member] === 0) ? [project] : [],
  );
  const latest = (one, other) => projects.year[other] - projects.year[one] || one - other;
  const list = all.length > MOST ? all.sort(latest).slice(0, MOST) : all;
  return { list, all: all.length, ...memo.places };
}

/** The ends of the lines from projects to their members that are shown. */
export function memberLines(stars, marks) {
  return stars.list.flatMap((project) =>
    projects.members[project].flatMap((member) => (marks.hidden[member] === 0 ? [[project, member]] : [])),
  );
}

/**
 * Draw the lines between projects and members.
 * @param {CanvasRenderingContext2D} pen
 * @param {ReturnType<typeof starsOf>} stars
 * @param {Array<[number, number]>} lines
 * @param {object} marks
 * @param {{scale: number, view: {left, top, right, bottom}}} seen
 */
export function drawMemberLines(pen, stars, lines, marks, { scale, view }) {
  pen.strokeStyle = surface().edge;
  pen.globalAlpha = Math.min(0.75, INK / Math.sqrt(lines.length + 1));
  pen.lineWidth = Math.max(1, 0.8 / scale);
  let open = 0;
  pen.beginPath();
  for (const [project, member] of lines) {
    const [ax, ay, bx, by] = [stars.x[project], stars.y[project], marks.x[member], marks.y[member]];
    if (
      Math.max(ax, bx) < view.left ||
      Math.min(ax, bx) > view.right ||
      Math.max(ay, by) < view.top ||
      Math.min(ay, by) > view.bottom
    ) {
      continue;
    }
    pen.moveTo(ax, ay);
    pen.lineTo(bx, by);
    open += 1;
    if (open >= AT_ONCE) {
      pen.stroke();
      pen.beginPath();
      open = 0;
    }
  }
  pen.stroke();
  pen.globalAlpha = 1;
}

/** The corners of a star around a point. */
export function star(x, y, r) {
  return Array.from({ length: 10 }, (_, corner) => {
    const far = corner % 2 ? 0.5 * r : 1.25 * r;
    return [x + far * Math.sin((corner * Math.PI) / 5), y - far * Math.cos((corner * Math.PI) / 5)];
  });
}

/** Draw stars. @param {number[]} list projects */
export function drawStars(pen, stars, { scale, view }, list = stars.list) {
  const look = surface();
  const r = Math.max(RADIUS, LEAST / scale);
  pen.beginPath();
  for (const project of list) {
    const [x, y] = [stars.x[project], stars.y[project]];
    if (x + r < view.left || x - r > view.right || y + r < view.top || y - r > view.bottom) {
      continue;
    }
    star(x, y, r).forEach(([left, top], corner) => (corner ? pen.lineTo(left, top) : pen.moveTo(left, top)));
    pen.closePath();
  }
  pen.lineWidth = 1.5 / scale;
  pen.strokeStyle = look.paper;
  pen.stroke();
  pen.fillStyle = look.ink;
  pen.fill();
}

/** Ring a project and draw its lines over all else. */
export function drawChosen(pen, stars, project, marks, seen) {
  pen.strokeStyle = surface().accent;
  pen.lineWidth = Math.max(2, 1.4 / seen.scale);
  pen.beginPath();
  for (const member of projects.members[project]) {
    pen.moveTo(stars.x[project], stars.y[project]);
    pen.lineTo(marks.x[member], marks.y[member]);
  }
  pen.stroke();
  drawStars(pen, stars, seen, [project]);
  pen.beginPath();
  pen.arc(stars.x[project], stars.y[project], RADIUS + 7 / seen.scale, 0, 2 * Math.PI);
  pen.strokeStyle = surface().accent;
  pen.lineWidth = 3 / seen.scale;
  pen.stroke();
}

/** The project whose star is at a point, or -1. @param {{x: number, y: number}} point in map coordinates */
export function starAt(point, stars, scale) {
  let [best, least] = [-1, Math.max(1.25 * RADIUS, REACH / scale)];
  for (const project of stars.list) {
    const away = Math.hypot(stars.x[project] - point.x, stars.y[project] - point.y);
    if (away <= least) {
      [best, least] = [project, away];
    }
  }
  return best;
}
