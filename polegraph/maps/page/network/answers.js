// The questions in the animator's words, and their answers: which organisations, over whom, and how many.

import { data } from "../data.js";
import { figure, isolated, language, t, tn } from "../i18n.js";
import { answered, counted, countedProjects, groupName, introduces } from "./counts.js";
import { count, nameOf, organisations, projectName, sharedProjects } from "./graph.js";
import { withoutOutcome } from "./outcomes.js";
import { needsNear } from "./support.js";

const NAMED = 3; // those that could meet a need that are named
const EXACT = 10; // below which a number by chance has a decimal
/** The questions, in the order in which they are asked. */
export const QUESTIONS = [
  "without_large",
  "one_introduction",
  "labs_without_sme",
  "members_without_project",
  "training_left_out",
  "introducers",
  "pole_pairs",
  "without_outcome",
  "needs_near",
  "partners",
];

/** Whether a question can be asked of these data. @param {string} question */
export function canAsk(question) {
  return (
    QUESTIONS.includes(question) &&
    (data.answers.asked.includes(question) || (data.answers[question] ?? data[question]) !== undefined)
  );
}

/**
 * Answer a question about those that are shown.
 * @param {string} question
 * @param {Uint8Array} hidden
 * @param {number} subject the organisation selected last, or -1
 * @returns {{rows: number[], notes: Map<number, string>, ends: Map<number, string>, links: Array<[number, number, number]>,
 *   sentence: string, also: number[], projects?: number[]}} `notes` and `ends` stand beside the names; `also` are those who
 *   introduce; `projects`, the projects that the answer is about, where these are not all of theirs
 */
export function answer(question, hidden, subject) {
  const notes = new Map();
  if (question === "pole_pairs") {
    return polePairs(hidden);
  }
  if (question === "partners") {
    return partners(hidden, subject);
  }
  if (question === "without_outcome") {
    return projectsWithoutOutcome(hidden);
  }
  if (question === "needs_near") {
    return needs(hidden);
  }
  const { by, to } = counted();
  const ends = new Map();
  let [links, also] = [[], []];
  const rows = answered(question).filter((organisation) => hidden[organisation] === 0);
  if (question === "introducers") {
    rows.forEach((organisation) => notes.set(organisation, figure(introduces().get(organisation))));
  }
  if (question === "one_introduction") {
    rows.forEach((organisation) => {
      notes.set(organisation, nameOf(by[organisation]));
      ends.set(organisation, groupName(to[organisation]));
    });
    links = rows.map((row) => [row, by[row], Math.max(1, sharedProjects(row, by[row], countedProjects(row)).length)]);
    also = [...new Set(links.map(([, helper]) => helper))];
  }
  return { rows, notes, ends, links, also, sentence: sentence(question, rows, notes) };
}

/** What is said of figures that do not follow the filters. @returns {string} nothing while no filter is set */
export function ofAllYears() {
  return counted().narrowed ? t("all_years") : "";
}

/** A sentence, and after it that its figures do not follow the filters. */
function unfiltered(said) {
  return [said, ofAllYears()].filter(Boolean).join(" ");
}

/** The pairs of pôles that meet less than by chance, and their members, each with the pôles that it could lead to. */
function polePairs(hidden) {
  const pairs = data.answers.pole_pairs;
  const notes = new Map();
  const rows = [];
  for (let organisation = 0; organisation < count; organisation += 1) {
    const own = organisations.pole[organisation] ?? [];
    const others = pairs.flatMap(([one, other]) => (own.includes(one) ? [other] : own.includes(other) ? [one] : []));
    if (others.length && hidden[organisation] === 0) {
      rows.push(organisation);
      notes.set(organisation, [...new Set(others)].map((pole) => organisations.poles[pole]).join(", "));
    }
  }
  const named = pairs.map(([one, other, observed, expected]) => {
    const names = { one: isolated(organisations.poles[one]), other: isolated(organisations.poles[other]) };
    return t("pole_pair", {
      ...names,
      observed: figure(observed),
      expected: figure(expected < EXACT ? expected : Math.round(expected)),
    });
  });
  const said = pairs.length
    ? tn("answer.pole_pairs", pairs.length, { pairs: named.join(language() === "fr" ? "\u00a0; " : "; ") })
    : t("pole_pairs_none");
  return { rows, notes, ends: new Map(), links: [], also: [], sentence: unfiltered(said) };
}

/** Whom to ask about the projects that have ended without a known outcome, and which these are. */
function projectsWithoutOutcome(hidden) {
  const found = [...withoutOutcome()].filter(([organisation]) => hidden[organisation] === 0);
  const projects = [...new Set(found.flatMap(([, those]) => those))].sort((one, other) => one - other);
  return {
    rows: found.map(([organisation]) => organisation),
    notes: new Map(found.map(([organisation, those]) => [organisation, those.map(projectName).join(", ")])),
    ends: new Map(),
    links: [],
    also: [],
    sentence: tn("answer.without_outcome", projects.length),
    projects,
  };
}

/** Whose open needs a neighbour could meet, and which neighbours these are. */
function needs(hidden) {
  const found = [...needsNear()].filter(([organisation]) => hidden[organisation] === 0);
  const said = ([domain, those]) => {
    const names = those.slice(0, NAMED).map(nameOf).join(", ");
    return t("filter_said", { what: t(`domain.${domain}`), value: those.length > NAMED ? `${names}…` : names });
  };
  return {
    rows: found.map(([organisation]) => organisation),
    notes: new Map(found.map(([organisation, domains]) => [organisation, domains.map(said).join(" · ")])),
    ends: new Map(),
    links: [], // who could help is no partner yet: a line would say so
    also: [...new Set(found.flatMap(([, domains]) => domains.flatMap(([, those]) => those.slice(0, NAMED))))],
    sentence: tn("answer.needs_near", found.length),
  };
}

/** Who is suggested to the organisation selected last, with the reasons. */
function partners(hidden, subject) {
  if (subject < 0) {
    return { rows: [], notes: new Map(), ends: new Map(), links: [], also: [], sentence: t("partners_of_whom") };
  }
  const listed = (data.partners[subject] ?? []).filter(({ number }) => number >= 0 && hidden[number] === 0);
  const rows = listed.map(({ number }) => number);
  const notes = new Map(listed.map(({ number, reasons }) => [number, reasons[language()]]));
  const said = tn("answer.partners", rows.length, { name: isolated(nameOf(subject)) });
  return {
    rows,
    notes,
    ends: new Map(),
    links: rows.map((row) => [subject, row, 1]),
    also: [],
    sentence: unfiltered(said),
  };
}

function sentence(question, rows, notes) {
  if (question === "introducers" && rows.length) {
    const [first] = rows;
    return tn("answer.introducers", rows.length, { name: isolated(nameOf(first)), most: notes.get(first) });
  }
  return tn(`answer.${question}`, rows.length);
}
