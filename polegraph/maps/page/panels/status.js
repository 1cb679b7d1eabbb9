// What the page says in words of what it shows, for all readers and for those who hear it.

import { countSentence } from "./legend.js";
import { levelSentences } from "./communities.js";
import { placeSentences } from "../canvas/geography.js";
import { count, nameOf, partnersOf, projectName, projects, sharedProjects } from "../network/graph.js";
import { counted, countedProjects, totals } from "../network/counts.js";
import { data, figure, isolated, language, shown, t, tn } from "../i18n.js";

/**
 * Say in a few sentences what is selected or asked, how much is shown and what is not.
 * @param {{selected: object|null, now: {gone: Uint8Array, answer: object|null, cut: boolean}, drawn: object}} page
 * @returns {string[]}
 */
export function sentences({ selected, now, drawn }) {
  const said = selected === null ? [] : saidOfSelected(selected, now.gone);
  if (selected === null && now.answer !== null) {
    said.push(now.answer.sentence);
  }
  said.push(...(now.level === null ? [countSentence(drawn)] : []), ...levelSentences(now.level, drawn, count), ...placeSentences(now.gone));
  if (now.level !== null && drawn.projects !== null) {
    said.push(t("status_projects_single", { projects: tn("n_projects", drawn.projects.drawn), all_projects: figure(projects.id.length) }));
  }
  if (counted().undated) {
    said.push(tn("status_undated", counted().undated));
  }
  if (now.cut && now.level === null) {
    said.push(t("status_weaker"));
  }
  return said;
}

function saidOfSelected(selected, gone) {
  if ("organisation" in selected) {
    const { organisation } = selected;
    const links = tn("n_partners", partnersOf(organisation, countedProjects(organisation)).length);
    const said = [t("status_selected", { name: isolated(nameOf(organisation)), links })];
    return gone[organisation] ? [...said, t("status_hidden_too")] : said;
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

/** Say how much is left by the filters, as the command info does: with who is chosen come the partners. */
export function retellTotals() {
  const { organisations, chosen, projects: those, links } = totals();
  const words = { organisations: tn("n_organisations", organisations), projects: tn("n_projects", those), links: tn("n_links", links) };
  const subtitle = counted().focused && chosen < organisations ? t("subtitle_chosen", { ...words, chosen: tn("n_chosen", chosen) }) : t("subtitle", words);
  document.getElementById("subtitle").textContent = subtitle;
}

/** Write the fixed words of the page anew, in the language in use. */
export function retellFrame() {
  const part = (id) => document.getElementById(id);
  document.title = shown(data.title ?? t("title"), 200);
  part("title").textContent = document.title;
  retellTotals();
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
