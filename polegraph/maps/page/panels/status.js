// What the page says in words of what it shows, for all readers and for those who hear it.

import { numbers } from "../canvas/geography.js";
import { data } from "../data.js";
import { part } from "../dom.js";
import { figure, isolated, language, shown, t, tn } from "../i18n.js";
import { counted, countedProjects, totals } from "../network/counts.js";
import { count, nameOf, partnersOf, projectName, projects, sharedProjects } from "../network/graph.js";
import { earth } from "../state/map_view.js";
import { levelSentences } from "./communities.js";
import { finding } from "./finding.js";
import { countSentence } from "./legend.js";

/**
 * Say in a few sentences what is selected or asked, how much is shown and what is not.
 * @param {{selected: object|null, present: {hidden: Uint8Array, answer: object|null, cut: boolean}, drawn: object}} page
 * @returns {string[]}
 */
export function sentences({ selected, present, drawn }) {
  const found = selected === null ? [] : sentencesOfSelected(selected, present.hidden);
  if (selected === null && present.answer !== null) {
    found.push(present.answer.sentence);
  }
  found.push(
    ...(present.level === null ? [countSentence(drawn)] : []),
    ...levelSentences(present.level, drawn, count),
    ...placeSentences(present.hidden),
  );
  if (present.level !== null && drawn.projects !== null) {
    found.push(
      t("status_projects_single", {
        projects: tn("n_projects", drawn.projects.drawn),
        all_projects: figure(projects.id.length),
      }),
    );
  }
  if (counted().undated) {
    found.push(tn("status_undated", counted().undated));
  }
  if (present.cut && present.level === null) {
    found.push(t("status_weaker"));
  }
  return found;
}

/** Say the same of a picture that is taken away: first the finding, where nothing is selected or asked. */
export function pictureSentences(page) {
  const told = page.selected !== null || page.present.answer !== null;
  return [...(told ? [] : finding()), ...sentences(page)];
}

function sentencesOfSelected(selected, hidden) {
  if ("organisation" in selected) {
    const { organisation } = selected;
    const links = tn("n_partners", partnersOf(organisation, countedProjects(organisation)).length);
    const found = [t("status_selected", { name: isolated(nameOf(organisation)), links })];
    return hidden[organisation] ? [...found, t("status_hidden_too")] : found;
  }
  if ("project" in selected) {
    const members = tn("n_organisations", projects.members[selected.project].length);
    return [t("status_project", { name: isolated(projectName(selected.project)), organisations: members })];
  }
  if ("chain" in selected) {
    const [one, other] = selected.ends.map((end) => isolated(nameOf(end)));
    return [selected.chain === null ? t("chain_none") : tn("status_chain", selected.chain.length - 1, { one, other })];
  }
  const { one, other } = selected;
  const number = tn("n_projects", sharedProjects(one, other, countedProjects(one)).length);
  return [t("status_link", { one: isolated(nameOf(one)), other: isolated(nameOf(other)), projects: number })];
}

/** Say the finding, and below it how much is left by the filters, as the command info does: with who is chosen come the partners. */
export function writeTotals() {
  const { organisations, chosen, projects: those, links } = totals();
  const words = {
    organisations: tn("n_organisations", organisations),
    projects: tn("n_projects", those),
    links: tn("n_links", links),
  };
  const subtitle =
    counted().focused && chosen < organisations
      ? t("subtitle_chosen", { ...words, chosen: tn("n_chosen", chosen) })
      : t("subtitle", words);
  part("subtitle").textContent = subtitle;
  const [said = ""] = finding();
  part("finding").textContent = said;
  part("finding").hidden = said === "";
}

/** Write the fixed words of the page anew, in the language in use. */
export function writeFrame() {
  document.title = shown(data.title ?? t("title"), 200);
  part("title").textContent = document.title;
  writeTotals();
  for (const element of document.querySelectorAll("[data-t]")) {
    element.textContent = t(element.dataset.t);
  }
  for (const element of document.querySelectorAll("[data-t-label]")) {
    element.setAttribute("aria-label", t(element.dataset.tLabel));
    if (element.tagName === "BUTTON") {
      element.title = t(element.dataset.tLabel);
    }
  }
  for (const button of document.querySelectorAll("[data-lang]")) {
    button.setAttribute("aria-pressed", String(button.dataset.lang === language()));
  }
}

/** Say how many stand where. @param {Uint8Array} hidden */
export function placeSentences(hidden) {
  if (earth() === null) {
    return [];
  }
  const { city, region, country, nowhere, outside } = numbers(hidden);
  const parts = [
    tn("place.city", city),
    tn("place.region", region),
    ...(country ? [tn("place.country", country)] : []),
  ];
  parts.push(tn("place.nowhere", nowhere), ...(outside ? [tn("place.outside", outside)] : []));
  return [t("places", { parts: parts.join(", ") })];
}
