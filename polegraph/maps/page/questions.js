// The questions in the animator's words, and their answers: which organisations, over whom, and how many.

import { data, el, figure, isolated, language, t, tn } from "./text.js";
import { count, nameOf, organisations, sharedProjects } from "./model.js";

const QUESTIONS = [
  "without_large",
  "one_introduction",
  "labs_without_sme",
  "members_without_project",
  "training_left_out",
  "introducers",
  "pole_pairs",
  "partners",
];

/** Whether a question can be asked of these data. @param {string} question */
export function canAsk(question) {
  return QUESTIONS.includes(question) && (data.answers[question] ?? data[question]) !== undefined;
}

/**
 * Answer a question about those that are shown.
 * @param {string} question
 * @param {Uint8Array} gone
 * @param {number} subject the organisation selected last, or -1
 * @returns {{rows: number[], notes: Map<number, string>, links: Array<[number, number, number]>, sentence: string}}
 */
export function answer(question, gone, subject) {
  const notes = new Map();
  if (question === "pole_pairs") {
    return polePairs(gone);
  }
  if (question === "partners") {
    return partners(gone, subject);
  }
  let rows = data.answers[question];
  let links = [];
  if (question === "introducers") {
    rows.forEach(([organisation, number]) => notes.set(organisation, figure(number)));
    rows = rows.map(([organisation]) => organisation);
  }
  rows = rows.filter((organisation) => gone[organisation] === 0);
  if (question === "one_introduction") {
    const over = rows.map((organisation) => [organisation, organisations.introducer[organisation]]).filter(([, by]) => by);
    over.forEach(([organisation, [, name]]) => notes.set(organisation, name));
    links = over
      .filter(([, [by]]) => by >= 0 && gone[by] === 0)
      .map(([organisation, [by]]) => [organisation, by, Math.max(1, sharedProjects(organisation, by).length)]);
  }
  return { rows, notes, links, sentence: sentence(question, rows, notes) };
}

/** The pairs of pôles that meet less than by chance, and their members, each with the pôles that it could lead to. */
function polePairs(gone) {
  const pairs = data.answers.pole_pairs;
  const notes = new Map();
  const rows = [];
  for (let organisation = 0; organisation < count; organisation += 1) {
    const own = organisations.pole[organisation] ?? [];
    const others = pairs.flatMap(([one, other]) => (own.includes(one) ? [other] : own.includes(other) ? [one] : []));
    if (others.length && gone[organisation] === 0) {
      rows.push(organisation);
      notes.set(organisation, [...new Set(others)].map((pole) => organisations.poles[pole]).join(", "));
    }
  }
  const named = pairs.map(([one, other, observed, expected]) => {
    const names = { one: isolated(organisations.poles[one]), other: isolated(organisations.poles[other]) };
    return t("pole_pair", { ...names, observed: figure(observed), expected: figure(expected) });
  });
  const said = pairs.length ? tn("answer.pole_pairs", pairs.length, { pairs: named.join("; ") }) : t("pole_pairs_none");
  return { rows, notes, links: [], sentence: said };
}

/** Who is suggested to the organisation selected last, with the reasons. */
function partners(gone, subject) {
  if (subject < 0) {
    return { rows: [], notes: new Map(), links: [], sentence: t("partners_of_whom") };
  }
  const listed = (data.partners[subject] ?? []).filter(({ number }) => number >= 0 && gone[number] === 0);
  const rows = listed.map(({ number }) => number);
  const notes = new Map(listed.map(({ number, reasons }) => [number, reasons[language()]]));
  const said = tn("answer.partners", rows.length, { name: isolated(nameOf(subject)) });
  return { rows, notes, links: rows.map((row) => [subject, row, 1]), sentence: said };
}

function sentence(question, rows, notes) {
  if (question === "introducers" && rows.length) {
    const [first] = rows;
    return tn("answer.introducers", rows.length, { name: isolated(nameOf(first)), most: notes.get(first) });
  }
  return tn(`answer.${question}`, rows.length);
}

/**
 * Write the questions as buttons, each on or off.
 * @param {HTMLElement} place
 * @param {string} asked
 * @param {(question: string) => void} ask
 */
export function writeQuestions(place, asked, ask) {
  const focused = document.activeElement?.getAttribute("data-question");
  const buttons = QUESTIONS.filter(canAsk).map((question) =>
    el(
      "button",
      {
        type: "button",
        class: "question",
        "data-question": question,
        "aria-pressed": String(question === asked),
        onclick: () => ask(question === asked ? "" : question),
      },
      t(`question.${question}`),
    ),
  );
  const list = el("ul", {}, ...buttons.map((button) => el("li", {}, button)));
  place.replaceChildren(el("h2", { id: "questions-title" }, t("questions")), ...(count ? [list] : []));
  place.querySelector(`[data-question="${focused}"]`)?.focus();
}
