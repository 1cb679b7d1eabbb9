// Small pictures of marks, for the legend and the cards.

import { SHAPES, STYLES, colours, signColour, styleOf, surface } from "../canvas/encoding.js";
import { organisations } from "../network/graph.js";

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  square: "M3 3H17V17H3Z",
  triangle: "M10 2.5 18 16.5H2Z",
  triangleDown: "M10 17.5 18 3.5H2Z",
  diamond: "M10 1.5 17.5 10 10 18.5 2.5 10Z",
  hexagon: "M6 3H14L18 10 14 17H6L2 10Z",
};

/** The mark of an organisation as a small picture. @param {number} organisation */
export function swatchOf(organisation) {
  return swatch(organisations.kind[organisation], styleOf(organisation));
}

/**
 * A small picture of a mark, for the legend and the cards; said nothing about to screen readers.
 * @param {string} kind
 * @param {string} status
 */
export function swatch(kind, status) {
  const shape = SHAPES[kind] ?? "circle";
  const { background, border } = colours(status);
  const attributes = shape === "circle" ? { cx: 10, cy: 10, r: 7.5 } : { d: PATHS[shape] };
  Object.assign(attributes, { fill: background, stroke: border, "stroke-width": Math.min(STYLES[status].width, 3) });
  if (STYLES[status].crossed) {
    attributes["stroke-dasharray"] = "4 2.5";
    attributes["stroke-width"] = 2.2;
  }
  const mark = svg(shape === "circle" ? "circle" : "path", attributes);
  const cross = svg("path", { d: "M6 6 14 14M6 14 14 6", stroke: border, "stroke-width": 2.2 });
  const numeral = STYLES[status].numeral;
  const sign = svg("text", {
    x: 10,
    y: 14,
    "text-anchor": "middle",
    "font-size": 11,
    "font-weight": 700,
    fill: signColour(status),
  });
  sign.textContent = numeral ?? "";
  return picture(mark, ...(STYLES[status].crossed ? [cross] : []), ...(numeral ? [sign] : []));
}

/** A small picture of a chosen mark: the ring that the map draws around it. */
export function ringSwatch() {
  const { background, border } = colours("other");
  return picture(
    svg("circle", { cx: 10, cy: 10, r: 4.5, fill: background, stroke: border }),
    svg("circle", { cx: 10, cy: 10, r: 8.5, fill: "none", stroke: surface().ink, "stroke-width": 1.5 }),
  );
}

/** A small picture of the mark of a project. */
export function starSwatch() {
  const points = Array.from({ length: 10 }, (_, corner) => {
    const far = corner % 2 ? 3.4 : 8.5;
    return `${(10 + far * Math.sin((corner * Math.PI) / 5)).toFixed(1)} ${(10 - far * Math.cos((corner * Math.PI) / 5)).toFixed(1)}`;
  });
  return picture(svg("path", { d: `M${points.join("L")}Z`, fill: surface().ink }));
}

function picture(...parts) {
  const whole = svg("svg", { viewBox: "0 0 20 20", class: "swatch", "aria-hidden": true });
  whole.append(...parts);
  return whole;
}

function svg(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, String(value));
  }
  return element;
}
