// Flows between regions or countries as a table. Counted in Python.

import { placeName } from "../canvas/flows.js";
import { el, named } from "../dom.js";
import { figure, t } from "../i18n.js";
import { counted } from "../network/counts.js";
import { earth, flowsShown } from "../state/map_view.js";

const LISTED = 100; // rows before the reader asks for all

/** Rows of the table: two names, projects, by chance, links, q-value. */
export function flowRows() {
  const { names, rows } = earth().flows;
  return rows.map(([one, other, ...values]) => [placeName(names[one]), placeName(names[other]), ...values]);
}

/** The columns of the table. */
export function flowHeads() {
  const ends = earth().by === "region" ? ["flow.region", "flow.other_region"] : ["flow.country", "flow.other_country"];
  const said = [...ends, "flow.projects", "flow.expected", "flow.links", "flow.q_value"].map((key) => t(key));
  return counted().narrowed ? said.map((words, at) => (at < 2 ? words : `${words} ${t("all_years")}`)) : said;
}

let whole = false; // whether the reader has asked for all rows

/**
 * Write the table of flows.
 * @param {HTMLElement} place
 * @param {() => void} take gives the table as a file
 */
export function writeFlows(place, take) {
  place.hidden = !flowsShown();
  if (!flowsShown()) {
    whole = false;
    place.replaceChildren();
    return;
  }
  const rows = flowRows();
  const part = whole ? rows : rows.slice(0, LISTED);
  const title = t(earth().by === "region" ? "flows.regions" : "flows.countries");
  const body = part.map(([one, other, ...values]) =>
    el("tr", {}, el("th", { scope: "row" }, named(one, 60)), el("td", {}, named(other, 60)), ...values.map(cell)),
  );
  const head = el("tr", {}, ...flowHeads().map((words) => el("th", { scope: "col" }, words)));
  const more = () => {
    whole = true;
    writeFlows(place, take);
    document.getElementById("flows-scroll").focus();
  };
  place.replaceChildren(
    el(
      "div",
      { class: "bar" },
      el("h2", { id: "flows-title" }, title),
      el(
        "span",
        { class: "range" },
        t("rows", { from: figure(Math.min(1, part.length)), to: figure(part.length), all: figure(rows.length) }),
      ),
      part.length < rows.length
        ? el(
            "button",
            { type: "button", class: "quiet", id: "flows-all", onclick: more },
            t("more", { n: figure(rows.length) }),
          )
        : null,
      el("button", { type: "button", class: "quiet", id: "flows-csv", onclick: take }, t("flows_csv")),
    ),
    el("p", { class: "hint" }, t("flows_how")),
    el(
      "div",
      { class: "scroll", id: "flows-scroll", tabindex: "0", role: "region", "aria-labelledby": "flows-title" },
      el("table", { "aria-labelledby": "flows-title" }, el("thead", {}, head), el("tbody", {}, ...body)),
    ),
  );
}

function cell(value, at) {
  const words = value === null ? "–" : at === 3 && value < 0.001 ? `< ${figure(0.001)}` : figure(value);
  return el("td", { class: "number" }, words);
}
