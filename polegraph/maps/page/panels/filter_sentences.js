// The filters in words, so that what is printed or taken away says what it was made of.

import { choice, chosenParts } from "../state/filters.js";
import { FIXED, entryName } from "../network/facets.js";
import { hiddenEntries } from "./legend.js";
import { nameOf, organisations, projects } from "../network/graph.js";
import { data, isolated, t } from "../i18n.js";

const YEARS = ["since", "until"];
const LISTS = { region: organisations.regions, pole: organisations.poles, theme: projects.themes, programme: projects.programmes };

/** Which filters are set, each in a few words. @returns {string[]} */
function filterWords() {
  const parts = chosenParts();
  const said = (what, value) => t("filter_said", { what, value });
  const words = [...FIXED, ...Object.keys(LISTS)].filter((name) => name in parts).map((name) => {
    const value = name in LISTS ? isolated(LISTS[name][Number(parts[name])]) : t(`${name}.${parts[name]}`);
    return said(t(`filter.${name}`), value);
  });
  words.push(...yearWords(said));
  if (choice.around >= 0) {
    words.push(said(t("around_of", { name: isolated(nameOf(choice.around)) }), String(choice.depth)));
  }
  return words;
}

function yearWords(said) {
  const { since, until } = choice;
  const phase = Object.entries(data.phases).find(([, [from, to]]) => since === String(from) && until === String(to));
  if (phase) {
    return [`${t("phase", { phase: phase[0] })} (${since}–${until})`];
  }
  return YEARS.filter((name) => choice[name]).map((name) => said(t(`filter.${name}`), choice[name]));
}

/** Say which filters are set, and what the legend hides. @returns {string[]} sentences, none if nothing is left out */
export function filterSentences() {
  const words = filterWords();
  const hidden = Object.entries(hiddenEntries()).flatMap(([facet, entries]) => entries.map((entry) => (facet === "chosen" ? t("chosen") : entryName(facet, entry))));
  return [...(words.length ? [t("filters_said", { filters: words.join(", ") })] : []), ...(hidden.length ? [t("hidden_said", { entries: hidden.join(", ") })] : [])];
}
