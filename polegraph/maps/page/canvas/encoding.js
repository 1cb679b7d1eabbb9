// What marks look like: shape by kind, colour and border by what matters here. Never colour alone.

import { ASKED, NONE, REST, facetOf } from "../network/facets.js";
import { colouredBy } from "../state/encoding.js";

/** The shape of each kind. */
export const SHAPES = {
  company: "circle",
  lab: "square",
  training_body: "triangle",
  public_body: "diamond",
  association: "hexagon",
  other: "triangleDown",
};

const HOLLOW = "hollow";
const NO_WAY = { fill: HOLLOW, border: "#d55e00", width: 2.5, crossed: true, least: 3.2 };

/**
 * Okabe and Ito's colours, told apart by all kinds of sight; borders differ too. `least` is the radius in pixels of the
 * screen below which no mark of its kind falls. A crossed mark has a dashed border and a cross; small, the cross alone.
 * The later stand above the earlier.
 */
export const STYLES = {
  other: { fill: "#b9c0c9", border: "#7d8793", width: 1, crossed: false, least: 1 },
  mid_cap: { fill: "#cc79a7", border: "#6d2f51", width: 1.5, crossed: false, least: 1.6 },
  direct: { fill: "#009e73", border: "#004d38", width: 1.5, crossed: false, least: 2 },
  introduced: { fill: "#e69f00", border: "#6b4a00", width: 1.5, crossed: false, least: 2 },
  far: { fill: HOLLOW, border: "#d55e00", width: 2.5, crossed: false, least: 2.6 },
  unreachable: NO_WAY,
  no_partner: NO_WAY,
  no_project: NO_WAY,
  large: { fill: "#0072b2", border: "#003554", width: 3, crossed: false, least: 2.4 },
};

// Okabe and Ito's again, for entries that have no colour of their own: a numeral stands in the mark besides.
const PALETTE = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442"];
const BORDERS = ["#003554", "#6b4a00", "#004d38", "#6d2f51", "#1d5c85", "#6d3000", "#6d6600"];
PALETTE.forEach((fill, at) => {
  STYLES[`c${at}`] = { fill, border: BORDERS[at], width: 1.5, crossed: false, least: 1.6, numeral: at + 1 };
});
STYLES.rest = { ...STYLES.other, least: 1.4 };
STYLES.none = { fill: HOLLOW, border: "#7d8793", width: 1.5, crossed: false, least: 1.4 };

// Outcomes: the more came out, the more a mark stands out; a sign stands in it besides.
Object.assign(STYLES, {
  outcomes_unknown: { ...STYLES.none },
  outcomes_none: { fill: "#e69f00", border: "#6b4a00", width: 1.5, crossed: false, least: 1.6, numeral: "0" },
  outcomes_one: { fill: "#56b4e9", border: "#1d5c85", width: 1.5, crossed: false, least: 1.6, numeral: "1" },
  outcomes_several: { fill: "#009e73", border: "#004d38", width: 2, crossed: false, least: 2, numeral: "+" },
});

/** The style of an entry of the facet by which marks are coloured. @param {string} entry */
export function styleOfEntry(entry) {
  if (colouredBy() === "status") {
    return entry;
  }
  if (ASKED.includes(colouredBy())) {
    return `${colouredBy()}_${entry}`;
  }
  if (entry === REST) {
    return "rest";
  }
  return entry === NONE || entry === "unknown" ? "none" : `c${facetOf(colouredBy()).entries.indexOf(entry)}`;
}

/** The style of an organisation's mark. @param {number} organisation */
export function styleOf(organisation) {
  return styleOfEntry(facetOf(colouredBy()).of[organisation]);
}

const dark = window.matchMedia("(prefers-color-scheme: dark)");

/** Call when the reader's screen turns light or dark. @param {() => void} listener */
export function onScheme(listener) {
  dark.addEventListener("change", listener);
}

let onPaper = false; // paper is light, whatever the screen
let present = null;

/** Whether the page is dark as it is drawn now. */
function isDark() {
  return dark.matches && !onPaper;
}

/** Draw for paper from here on, or for the screen again. @param {boolean} paper */
export function drawForPaper(paper) {
  [onPaper, present] = [paper, null];
  document.documentElement.classList.toggle("paper", paper);
}

onScheme(() => {
  present = null;
});

/** The colours of the page that the drawing needs, as the style sheet has them now. */
export function surface() {
  present ??= readSurface();
  return present;
}

function readSurface() {
  const style = getComputedStyle(document.documentElement);
  const value = (name) => style.getPropertyValue(name).trim();
  return {
    paper: value("--paper"),
    ink: value("--ink"),
    soft: value("--ink-soft"),
    line: value("--line"),
    land: value("--wall"),
    edge: value("--edge"),
    accent: value("--accent"),
    notice: value("--notice"),
    noticeInk: value("--notice-ink"),
    font: value("--font"),
    dark: isDark(),
  };
}

/** Colours of a mark on the present surface. @param {string} status */
export function colours(status) {
  const style = STYLES[status];
  const paper = surface().paper;
  const border = isDark() && style.fill !== HOLLOW ? mixed(style.fill) : style.border;
  return { background: style.fill === HOLLOW ? paper : style.fill, border };
}

/** The colour of a numeral that can be read on a mark. @param {string} status */
export function signColour(status) {
  return ["c0"].includes(status) ? "#ffffff" : "#000000";
}

/** On dark paper a dark border is lost: give a light one. */
function mixed(colour) {
  const part = (from) => Math.round((Number.parseInt(colour.slice(from, from + 2), 16) + 255) / 2);
  return `rgb(${part(1)}, ${part(3)}, ${part(5)})`;
}
