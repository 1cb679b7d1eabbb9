// The search: type, go down, press Enter. A combobox with a list, after WAI-ARIA's practice.

import { el, named } from "../dom.js";
import { isolated, t, tn } from "../i18n.js";
import { find, nameOf, organisations } from "../network/graph.js";
import { swatchOf } from "./swatches.js";

const MOST = 12; // organisations listed

/**
 * Fill the search form.
 * @param {HTMLFormElement} form
 * @param {(organisation: number) => void} choose
 * @param {string} [prefix] of the identifiers, where there is another search on the page
 * @param {string} [words] key of the label
 */
export function makeSearch(form, choose, prefix = "", words = "search_label") {
  const label = el("label", { for: `${prefix}searchbox` });
  const box = el("input", {
    id: `${prefix}searchbox`,
    class: "searchbox",
    type: "search",
    role: "searchbox",
    spellcheck: "false",
    "aria-controls": `${prefix}results`,
    "aria-describedby": `${prefix}found`,
  });
  const found = el("p", { id: `${prefix}found`, class: "found", "aria-live": "polite" });
  const list = el("ul", { id: `${prefix}results`, class: "results", hidden: true });
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
    const about = [
      t(`kind.${organisations.kind[organisation]}`),
      organisations.places[organisations.place[organisation]],
    ];
    const also = alias === null ? null : el("small", {}, t("also_written", { name: isolated(alias) }));
    const button = el(
      "button",
      {
        type: "button",
        onclick: () => {
          choose(organisation);
        },
      },
      swatchOf(organisation),
      el("span", {}, named(nameOf(organisation)), el("small", {}, about.filter(Boolean).join(" · ")), also),
    );
    return el("li", {}, button);
  }

  return {
    write: () => {
      label.textContent = t(words);
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
