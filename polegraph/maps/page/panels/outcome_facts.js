// What the cards say of outcomes, needs and offers.

import { el, named } from "../dom.js";
import { t } from "../i18n.js";
import { organisations, projects } from "../network/graph.js";
import { outcomesOf } from "../network/outcomes.js";

/** The open needs or offers of an organisation: term and description, or null. @param {"needs"|"offers"} table @param {number} organisation */
export function supportFact(table, organisation) {
  const entries = organisations[table][organisation];
  if (entries === undefined) {
    return null;
  }
  const said = entries.flatMap(([domain, detail], at) => [
    `${at ? ", " : ""}${t(`domain.${domain}`)}`,
    ...(detail ? [" (", named(detail, 120), ")"] : []),
  ]);
  return [t(`card.${table}`), said];
}

/** The outcomes that an organisation holds, of some projects: each with its project. @param {number} organisation @param {number[]} own */
export function outcomesHeld(organisation, own) {
  return own.flatMap((project) =>
    outcomesOf(project)
      .filter(([, , , holder]) => holder === organisation)
      .map((outcome) => [...outcome, project]),
  );
}

/**
 * An outcome in a list: its kind, its title, its day, and what it leads to.
 * @param {[string, string, string, number]} outcome
 * @param {HTMLElement|null} button the project that it came out of, or who holds it
 */
export function outcomeItem([kind, title, day], button) {
  const word = t(`outcome_kind.${kind}`);
  const about = [title ? word : "", day].filter(Boolean).join(" · ");
  return el(
    "li",
    { class: "project outcome" },
    el("p", { class: "acronym" }, title ? named(title, 200) : word, " ", el("span", { class: "about" }, about)),
    button ? el("p", { class: "title" }, button) : null,
  );
}

/** Whether a project can be said to have outcomes or none: where none is recorded, nothing is said of them. @param {number} project */
export function saysOutcomes(project) {
  return projects.outcome.length > 0 && projects.outcome[project] !== "running";
}
