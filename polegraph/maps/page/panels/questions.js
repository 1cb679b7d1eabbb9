// The questions as buttons, each on or off.

import { el } from "../dom.js";
import { t } from "../i18n.js";
import { QUESTIONS, canAsk } from "../network/answers.js";
import { count } from "../network/graph.js";
import { state } from "../state/store.js";

/**
 * Write the questions as buttons, each on or off.
 * @param {HTMLElement} place
 * @param {(question: string) => void} ask
 */
export function writeQuestions(place, ask) {
  const focused = document.activeElement?.getAttribute("data-question");
  const buttons = QUESTIONS.filter(canAsk).map((question) =>
    el(
      "button",
      {
        type: "button",
        class: "question",
        "data-question": question,
        "aria-pressed": String(question === state.asked),
        onclick: () => ask(question === state.asked ? "" : question),
      },
      t(`question.${question}`),
    ),
  );
  const list = el("ul", {}, ...buttons.map((button) => el("li", {}, button)));
  place.replaceChildren(el("h2", { id: "questions-title" }, t("questions")), ...(count ? [list] : []));
  place.querySelector(`[data-question="${focused}"]`)?.focus();
}
