// A button that opens a menu, after WAI-ARIA's practice: arrows go round, Escape and Tab close it, the focus comes back.

import { el } from "../dom.js";

/**
 * Make a button and the menu that it opens.
 * @param {string} id of the button; the menu has it too, with "-list" behind
 * @param {string} words on the button
 * @param {Array<Array<[string, () => void]>>} groups of entries, each its words and what it does; lines part the groups
 * @returns {HTMLElement}
 */
export function menuButton(id, words, groups) {
  const list = el("ul", { id: `${id}-list`, role: "menu", "aria-labelledby": id, hidden: true });
  const button = el(
    "button",
    {
      type: "button",
      class: "quiet",
      id,
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-controls": `${id}-list`,
    },
    words,
    el("span", { class: "arrow", "aria-hidden": "true" }, " ▾"),
  );
  const whole = el("div", { class: "menu" }, button, list);
  const items = groups.flatMap((entries) => entries.map(([text, act]) => item(text, act)));
  let from = 0;
  groups.forEach((entries, at) => {
    list.append(...(at ? [el("li", { role: "separator" })] : []));
    list.append(...items.slice(from, from + entries.length).map((entry) => el("li", { role: "none" }, entry)));
    from += entries.length;
  });

  function item(text, act) {
    const onclick = () => {
      close();
      act();
    };
    return el("button", { type: "button", role: "menuitem", tabindex: "-1", onclick }, text);
  }

  function open(at) {
    list.hidden = false;
    button.setAttribute("aria-expanded", "true");
    items.at(at).focus({ preventScroll: true });
    list.scrollIntoView({ block: "nearest" });
  }

  function shut() {
    list.hidden = true;
    button.setAttribute("aria-expanded", "false");
  }

  function close() {
    shut();
    button.focus({ preventScroll: true });
  }

  button.addEventListener("click", () => (list.hidden ? open(0) : close()));
  whole.addEventListener("focusout", (event) => {
    if (!whole.contains(event.relatedTarget)) {
      shut();
    }
  });
  whole.addEventListener("keydown", (event) => {
    const at = items.indexOf(document.activeElement);
    const step = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1 }[event.key];
    if (list.hidden) {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        open(event.key === "ArrowDown" ? 0 : -1);
        event.preventDefault();
      }
    } else if (step !== undefined) {
      items.at(step % items.length).focus();
      event.preventDefault();
    } else if (event.key === "Escape") {
      close();
      event.preventDefault();
    } else if (event.key === "Tab") {
      close(); // and on, or back, from the button
    }
  });
  return whole;
}
