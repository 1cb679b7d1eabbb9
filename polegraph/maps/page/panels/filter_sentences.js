// The filters in words, so that what is printed or taken away says what it was made of.

import { data } from "../data.js";
import { isolated, t } from "../i18n.js";
import { FIXED, entryName } from "../network/facets.js";
import { nameOf } from "../network/graph.js";
import { FILTERS, filtersSet } from "../state/filters.js";
import { state } from "../state/store.js";

const LISTS = Object.keys(FILTERS).filter((name) => FILTERS[name].names !== undefined);
const WORDS = Object.keys(FILTERS).filter((name) => FILTERS[name].words !== undefined);
const YEARS = Object.keys(FILTERS).filter((name) => FILTERS[name].years);

/** Which filters are set, each in a few words. @returns {string[]} */
function filterWords() {
  const parts = filtersSet();
  const said = (what, value) => t("filter_said", { what, value });
  const words = [...FIXED, ...LISTS, ...WORDS]
    .filter((name) => name in parts)
    .map((name) => {
      const value = LISTS.includes(name)
        ? isolated(FILTERS[name].names[Number(parts[name])])
        : t(`${name}.${parts[name]}`);
      return said(t(`filter.${name}`), value);
    });
  words.push(...yearWords(said));
  if (state.filters.around >= 0) {
    words.push(said(t("around_of", { name: isolated(nameOf(state.filters.around)) }), String(state.filters.depth)));
  }
  return words;
}

function yearWords(said) {
  const { since, until } = state.filters;
  const phase = Object.entries(data.phases).find(([, [from, to]]) => since === String(from) && until === String(to));
  if (phase) {
    return [`${t("phase", { phase: phase[0] })} (${since}–${until})`];
  }
  return YEARS.filter((name) => state.filters[name]).map((name) => said(t(`filter.${name}`), state.filters[name]));
}

/** Say which filters are set, and what the legend hides. @returns {string[]} sentences, none if nothing is left out */
export function filterSentences() {
  const words = filterWords();
  const hidden = Object.entries(state.hiddenEntries).flatMap(([facet, entries]) =>
    entries.map((entry) => (facet === "chosen" ? t("chosen") : entryName(facet, entry))),
  );
  return [
    ...(words.length ? [t("filters_said", { filters: words.join(", ") })] : []),
    ...(hidden.length ? [t("hidden_said", { entries: hidden.join(", ") })] : []),
  ];
}
