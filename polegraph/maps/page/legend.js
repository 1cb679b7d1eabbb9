// The legend: what marks mean, how many there are, and which are shown. Each entry is a button that is on or off.

import { data, el, figure, t, tn } from "./text.js";
import { count, isChosen, organisations } from "./model.js";
import { ringSwatch, swatch } from "./look.js";

const FACETS = [
  ["status", organisations.status, data.order.statuses],
  ["kind", organisations.kind, data.order.kinds],
  ["size", organisations.size, data.order.sizes],
];
const SMALL = ["direct", "introduced", "far", "unreachable", "no_partner", "no_project"];

const hidden = { status: new Set(), kind: new Set(), size: new Set(), chosen: new Set() };

/** Whether the legend hides an organisation. @param {number} organisation */
export function isHidden(organisation) {
  return (
    FACETS.some(([facet, values]) => hidden[facet].has(values[organisation])) ||
    hidden.chosen.has(isChosen[organisation] === 1 ? "chosen" : "not_chosen")
  );
}

/**
 * Write the legend.
 * @param {HTMLElement} place
 * @param {() => void} changed
 */
export function writeLegend(place, changed) {
  const focused = document.activeElement?.getAttribute("data-entry");
  const details = el("details", { open: window.matchMedia("(min-width: 62rem)").matches || place.dataset.open === "1" });
  details.addEventListener("toggle", () => {
    place.dataset.open = details.open ? "1" : "0";
  });
  if (place.dataset.open === "0") {
    details.open = false;
  }
  details.append(
    el("summary", {}, el("h2", { id: "legend-title" }, t("legend"))),
    ...(count ? entries() : [el("p", { class: "hint" }, t("status_empty"))]),
  );
  place.replaceChildren(details);
  place.querySelector(`[data-entry="${focused}"]`)?.focus();

  function entries() {
    return [
      ...FACETS.map(([facet, values, order]) => fieldset(facet, values, order)),
      ...chosen(),
      el("p", { class: "hint" }, `${t("mark_size")} ${t("legend_hint")}`),
      el("button", { type: "button", class: "quiet", onclick: showAll, disabled: !anyHidden() }, t("show_all")),
    ];
  }

  function fieldset(facet, values, order) {
    const numbers = new Map(order.map((entry) => [entry, 0]));
    for (const value of values) {
      numbers.set(value, (numbers.get(value) ?? 0) + 1);
    }
    const entries = [...numbers].filter(([, number]) => number > 0);
    return el(
      "fieldset",
      {},
      el("legend", {}, t(`facet.${facet}`)),
      facet === "status" ? smes() : null,
      el("ul", {}, ...entries.map(([entry, number]) => el("li", {}, button(facet, entry, number)))),
    );
  }

  function button(facet, entry, number) {
    const picture =
      { status: () => swatch("company", entry), kind: () => swatch(entry, "other"), chosen: ringSwatch }[facet]?.() ??
      el("span", { class: "swatch" });
    const words = facet === "chosen" ? t("chosen") : t(`${facet}.${entry}`);
    return el(
      "button",
      {
        type: "button",
        class: "entry",
        "data-entry": `${facet}/${entry}`,
        "aria-pressed": String(!hidden[facet].has(entry)),
        onclick: () => {
          toggle(hidden[facet], entry);
          writeLegend(place, changed);
          changed();
        },
      },
      picture,
      el("span", { class: "words" }, words),
      el("span", { class: "number" }, figure(number)),
    );
  }

  function chosen() {
    const number = organisations.chosen.length;
    return data.focused ? [el("ul", {}, el("li", {}, button("chosen", "chosen", number)))] : [];
  }

  function showAll() {
    Object.values(hidden).forEach((set) => set.clear());
    writeLegend(place, changed);
    changed();
  }
}

/** How many SMEs, of those chosen if any are, work with a large group: a bar and a sentence. */
function smes() {
  const asked = organisations.status.filter((_, organisation) => !data.focused || isChosen[organisation] === 1);
  const all = asked.filter((status) => SMALL.includes(status)).length;
  const direct = asked.filter((status) => status === "direct").length;
  return all === 0
    ? null
    : el(
        "div",
        { class: "share" },
        el("meter", { min: 0, max: all, value: direct, "aria-hidden": "true" }),
        el("p", {}, t(data.focused ? "smes_chosen" : "smes", { n: figure(direct), all: figure(all) })),
      );
}

function toggle(set, entry) {
  if (!set.delete(entry)) {
    set.add(entry);
  }
}

function anyHidden() {
  return Object.values(hidden).some((set) => set.size > 0);
}

/** The sentence that says how much is shown. @param {{nodes: number, edges: number}} drawn */
export function countSentence(drawn) {
  if (count === 0) {
    return t("status_empty");
  }
  return t("status", {
    organisations: tn("n_organisations", drawn.nodes),
    all_organisations: figure(count),
    links: tn("n_links", drawn.edges),
    all_links: figure(data.links.all),
  });
}
