// The search: type, go down, press Enter. A combobox with a list, after WAI-ARIA's practice.

import { el, isolated, named, t, tn } from "./text.js";
import { find, nameOf, organisations } from "./model.js";
import { swatch } from "./look.js";

const MOST = 12; // organisations listed

/**
 * Fill the search form.
 * @param {HTMLFormElement} form
 * @param {(organisation: number) => void} choose
 */
export function makeSearch(form, choose) {
  const label = el("label", { for: "searchbox" });
  const box = el("input", {
    id: "searchbox",
    type: "search",
    role: "searchbox",
    spellcheck: "false",
    "aria-controls": "results",
    "aria-describedby": "found",
  });
  const found = el("p", { id: "found", class: "found", "aria-live": "polite" });
  const list = el("ul", { id: "results", class: "results", hidden: true });
  form.replaceChildren(label, box, found, list);

  box.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (list.hidden) {
      show();
    } else {
      list.querySelector("button")?.click();
    }
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && list.hidden) {
      show();
    }
    const buttons = [...list.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    if (event.key === "ArrowDown" && buttons.length) {
      buttons[Math.min(at + 1, buttons.length - 1)].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      (at === 0 ? box : buttons[at - 1]).focus();
    } else if (event.key === "Escape") {
      box.value = "";
      show();
      box.focus();
    } else {
      return;
    }
    event.preventDefault();
  });

  function show() {
    const hits = find(box.value);
    list.hidden = hits.length === 0;
    list.replaceChildren(...hits.slice(0, MOST).map(item));
    found.textContent = box.value.trim() ? said(hits.length) : "";
  }

  function said(number) {
    const more = number > MOST ? ` (${tn("n_more", number - MOST)})` : "";
    return number ? tn("n_found", number) + more : t("nothing");
  }

  function close() {
    list.hidden = true;
    found.textContent = "";
  }

  function item({ organisation, alias }) {
    const words = [t(`kind.${organisations.kind[organisation]}`), organisations.places[organisations.place[organisation]]];
    const also = alias === null ? null : el("small", {}, t("also_written", { name: isolated(alias) }));
    const button = el(
      "button",
      {
        type: "button",
        onclick: () => {
          choose(organisation);
        },
      },
      swatch(organisations.kind[organisation], organisations.status[organisation]),
      el("span", {}, named(nameOf(organisation)), el("small", {}, words.filter(Boolean).join(" · ")), also),
    );
    return el("li", {}, button);
  }

  return {
    retell: () => {
      label.textContent = t("search_label");
      box.placeholder = t("search_hint");
      list.setAttribute("aria-label", t("results"));
      // A list that was closed stays closed; "nothing found" is said again.
      if (!list.hidden || found.textContent) {
        show();
      }
    },
    focus: () => box.focus(),
    close,
  };
}
