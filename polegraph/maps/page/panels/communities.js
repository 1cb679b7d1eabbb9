// The way into bubbles and back for everybody: a list of buttons in the panel, and the path above the map.

import { data } from "../data.js";
import { el } from "../dom.js";
import { figure, shown, t, tn } from "../i18n.js";
import { bubblesIn, isBubble, levels, matching, matchingWithout, pathTo } from "../network/communities.js";
import { areaName, communityName } from "../network/community_names.js";
import { projects } from "../network/graph.js";
import { state } from "../state/store.js";

const FIRST = 25; // bubbles of a list before it is asked for whole

/** What a bubble is called: its bank, or what sets it apart. @param {number} bubble */
export function bubbleName(bubble) {
  const bank = levels.bank[bubble];
  if (bank >= 0) {
    return t(`bank.${data.banks[bank][0]}`);
  }
  return communityName(levels.name[bubble], levels.areas);
}

/** What is in a bubble, in words. */
function about(bubble, number, without) {
  const all = levels.members[bubble];
  const size =
    number === all
      ? tn("n_organisations", all)
      : t("levels_match", { n: figure(number), all: tn("n_organisations", all) });
  const theme = levels.theme[bubble];
  const area = levels.area[bubble];
  const community = levels.bank[bubble] < 0;
  return [
    size,
    without ? tn("n_without", without) : "",
    community && theme >= 0 ? shown(projects.themes[theme], 40) : "",
    community && area >= 0 ? areaName(levels.areas[area]) : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

/**
 * Make the list and the path.
 * @param {{list: HTMLElement, path: HTMLElement}} places
 * @param {{open: (bubble: number) => void, single: () => void}} go
 */
export function makeCommunities(places, go) {
  let whole = false;

  function write(hidden) {
    if (levels === null) {
      return;
    }
    const focused = document.activeElement?.getAttribute("data-bubble");
    places.list.hidden = false;
    places.path.hidden = state.filters.bubble < 0;
    places.path.replaceChildren(el("ol", {}, ...steps()));
    places.list.replaceChildren(
      el(
        "h2",
        { id: "levels-title", tabindex: "-1" },
        state.filters.bubble < 0 ? t("levels") : bubbleName(state.filters.bubble),
      ),
      el("p", { class: "hint" }, t(inner().length ? "levels_hint" : "levels_leaf")),
      el(
        "button",
        {
          type: "button",
          class: "quiet",
          id: "levels-single",
          "aria-pressed": String(state.single),
          onclick: go.single,
        },
        t("levels_single"),
      ),
      state.filters.bubble < 0 ? "" : button(levels.parent[state.filters.bubble], "levels-up", t("levels_up")),
      listed(hidden),
    );
    if (focused) {
      (document.querySelector(`#levels [data-bubble="${focused}"]`) ?? document.getElementById("levels-title")).focus();
    }
  }

  function inner() {
    return bubblesIn(state.filters.bubble);
  }

  function steps() {
    const path = pathTo(state.filters.bubble);
    return [-1, ...path].map((bubble, at) => {
      const words = bubble < 0 ? t("levels_all") : bubbleName(bubble);
      return el(
        "li",
        {},
        at === path.length ? el("span", { "aria-current": "location" }, words) : button(bubble, `step-${at}`, words),
      );
    });
  }

  function button(bubble, id, words) {
    return el("button", { type: "button", class: "quiet", id, onclick: () => go.open(bubble) }, words);
  }

  function listed(hidden) {
    const bubbles = inner();
    const numbers = matching(bubbles, hidden);
    const without = matchingWithout(bubbles, hidden);
    const items = bubbles.map((bubble, at) => () => item(bubble, numbers[at], without[at]));
    const list = el(
      "ul",
      { class: "bubbles", "aria-labelledby": "levels-title" },
      ...items.slice(0, whole ? items.length : FIRST).map((make) => make()),
    );
    if (whole || items.length <= FIRST) {
      return bubbles.length ? list : "";
    }
    const more = el("button", { type: "button", class: "quiet more" }, t("more", { n: figure(items.length) }));
    more.addEventListener("click", () => {
      whole = true;
      const rest = items.slice(FIRST).map((make) => make());
      list.append(...rest);
      more.remove();
      rest[0].querySelector("button").focus();
    });
    return el("div", {}, list, more);
  }

  function item(bubble, number, without) {
    const open = () => go.open(bubble);
    return el(
      "li",
      {},
      el(
        "button",
        { type: "button", class: "bubble", "data-bubble": bubble, onclick: open },
        el("span", {}, bubbleName(bubble)),
        el("small", {}, about(bubble, number, without)),
      ),
    );
  }

  return {
    write,
    /** Put the focus where a reader goes on: on the bubble that was left, or on the title of the one that is open. */
    focus: (left) => {
      whole = whole || bubblesIn(state.filters.bubble).indexOf(left) >= FIRST;
      (document.querySelector(`#levels [data-bubble="${left}"]`) ?? document.getElementById("levels-title"))?.focus({
        preventScroll: true,
      });
    },
  };
}

/** What is said of bubbles. @param {object|null} level @param {{nodes: number}} drawn @param {{hidden: Uint8Array}} now */
export function levelSentences(level, drawn, all) {
  if (levels === null) {
    return [];
  }
  const said = [];
  if (level !== null) {
    const shownNow = level.hidden.length - level.hidden.reduce((sum, hidden) => sum + hidden, 0);
    said.push(
      t("status_levels", {
        organisations: tn("n_organisations", shownNow),
        all_organisations: figure(all),
        inside: figure(shownNow - drawn.nodes),
        bubbles: tn("n_bubbles", level.bubbles.length),
        single: figure(drawn.nodes),
      }),
      t("status_level_links", { lines: figure(level.links.length), all_links: tn("n_links", data.links.all) }),
    );
  }
  if (isBubble(state.filters.bubble)) {
    const outside = all - levels.members[state.filters.bubble];
    said.push(
      t("status_opened", { name: bubbleName(state.filters.bubble), organisations: tn("n_organisations", outside) }),
    );
  }
  return said;
}
