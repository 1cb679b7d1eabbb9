// Which rows of the table stand first because of what is selected, and what is said of that.

import { isolated, t, tn } from "../i18n.js";
import { countedProjects } from "../network/counts.js";
import { nameOf, projectName, sharedProjects } from "../network/graph.js";

/**
 * The rows that stand first because of what is selected.
 * @param {object} selected {organisation}, {one, other}, {project} or {chain, ends}
 * @param {{ends: number[], around: number[]}} highlight
 * @returns {{organisations: Map<number, number>, projects: Map<number, number>}} rows, each with its place among them: those
 *   chosen before their partners
 */
export function firstOf(selected, { ends, around }) {
  const organisations = new Map([...around.map((row) => [row, 1]), ...ends.map((row) => [row, 0])]);
  return { selected, organisations, projects: new Map(projectsOf(selected).map((row) => [row, 0])) };
}

function projectsOf(selected) {
  if ("organisation" in selected) {
    return countedProjects(selected.organisation);
  }
  if ("project" in selected) {
    return [selected.project];
  }
  return "one" in selected ? sharedProjects(selected.one, selected.other, countedProjects(selected.one)) : [];
}

/** Put rows that stand first before the others, all else as it was. @param {number[]} rows @param {Map} first */
export function putFirst(rows, first) {
  const those = rows.filter((row) => first.has(row));
  those.sort((one, other) => first.get(one) - first.get(other));
  return [...those, ...rows.filter((row) => !first.has(row))];
}

/** Say what stands first. @param {object} first @param {"organisations"|"projects"} which @param {number[]} rows */
export function sayFirst({ selected, ...first }, which, rows) {
  const number = rows.filter((row) => first[which].has(row)).length;
  return tn("table_first", number, {
    what: what(selected, which, number === 1 && rows.includes(selected.organisation)),
  });
}

function what(selected, which, isAlone) {
  if ("project" in selected) {
    const name = isolated(projectName(selected.project));
    return which === "projects" ? name : t("first_members", { name });
  }
  const ends = "organisation" in selected ? [selected.organisation] : (selected.ends ?? [selected.one, selected.other]);
  const name = ends.map((end) => isolated(nameOf(end))).join(" – ");
  if (which === "projects") {
    return t("first_projects", { name });
  }
  return "organisation" in selected && !isAlone ? t("first_partners", { name }) : name;
}
