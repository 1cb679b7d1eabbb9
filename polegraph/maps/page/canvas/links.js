// The links of the map as lines: drawn many at a time, and found again under the pointer.

import { surface } from "./encoding.js";

const INK = 20; // the more links, the fainter each, so that marks stand out
const AT_ONCE = 300; // segments in one stroke of the pen: longer paths take longer for each
const NEAR = 5; // pixels of the screen within which a line is hit

/** How thick a link is drawn. @param {number} shared projects */
export function thickness(shared) {
  return 1 + 1.2 * Math.log2(shared);
}

/**
 * Draw links, the last of the list first, so that the strongest lie on top.
 * @param {CanvasRenderingContext2D} pen
 * @param {Array<[number, number, number]>} links
 * @param {{x: Float32Array, y: Float32Array, hidden: Uint8Array}} marks
 * @param {{scale: number, view: {left, top, right, bottom}}} seen
 */
export function drawLines(pen, links, marks, seen) {
  const { left, top, right, bottom } = seen.view;
  pen.strokeStyle = surface().edge;
  pen.globalAlpha = Math.min(0.7, INK / Math.sqrt(links.length + 1));
  let [open, width] = [0, -1];
  for (let at = links.length - 1; at >= 0; at -= 1) {
    const [one, other, shared] = links[at];
    const [ax, ay, bx, by] = [marks.x[one], marks.y[one], marks.x[other], marks.y[other]];
    const out =
      (ax < left && bx < left) || (ax > right && bx > right) || (ay < top && by < top) || (ay > bottom && by > bottom);
    if (out || marks.hidden[one] === 1 || marks.hidden[other] === 1) {
      continue;
    }
    if (shared !== width || open >= AT_ONCE) {
      if (open) {
        pen.stroke();
      }
      pen.beginPath();
      pen.lineWidth = thickness(shared);
      [open, width] = [0, shared];
    }
    pen.moveTo(ax, ay);
    pen.lineTo(bx, by);
    open += 1;
  }
  if (open) {
    pen.stroke();
  }
  pen.globalAlpha = 1;
}

/**
 * The link nearest to a point, if one is near enough.
 * @param {{x: number, y: number}} point in map coordinates
 * @param {Array<[number, number, number]>} links
 * @param {{x: Float32Array, y: Float32Array, hidden: Uint8Array}} marks
 * @param {number} scale
 * @returns {[number, number, number]|null}
 */
export function lineAt(point, links, marks, scale) {
  let [best, least] = [null, NEAR / scale];
  for (const link of links) {
    const [one, other, shared] = link;
    if (marks.hidden[one] === 0 && marks.hidden[other] === 0) {
      const away = distance(point, marks.x[one], marks.y[one], marks.x[other], marks.y[other]) - thickness(shared) / 2;
      if (away < least) {
        [best, least] = [link, away];
      }
    }
  }
  return best;
}

/** How far a point is from a segment. */
export function distance({ x, y }, ax, ay, bx, by) {
  const [dx, dy] = [bx - ax, by - ay];
  const along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1);
  const part = Math.max(0, Math.min(1, along));
  return Math.hypot(ax + part * dx - x, ay + part * dy - y);
}
