// The entries of facets that the legend hides.

import { FACETS, facetOf } from "../network/facets.js";
import { isChosen } from "../network/graph.js";
import { change, state } from "./store.js";

const NAMES = [...FACETS, "chosen"];
const NOTHING = {};

change({ hiddenEntries: NOTHING });

/** Whether the legend hides an entry. @param {string} facet @param {string} entry */
export function isEntryHidden(facet, entry) {
  return state.hiddenEntries[facet]?.includes(entry) ?? false;
}

/** Whether the legend hides an organisation. @param {number} organisation */
export function isHidden(organisation) {
  return (
    FACETS.some((facet) => facet in state.hiddenEntries && isEntryHidden(facet, facetOf(facet).of[organisation])) ||
    isEntryHidden("chosen", isChosen[organisation] === 1 ? "chosen" : "not_chosen")
  );
}

/** Hide an entry that is shown, or show it again. @param {string} facet @param {string} entry */
export function toggleEntry(facet, entry) {
  const before = state.hiddenEntries[facet] ?? [];
  const after = before.includes(entry) ? before.filter((one) => one !== entry) : [...before, entry];
  const kept = NAMES.map((name) => [name, name === facet ? after : (state.hiddenEntries[name] ?? [])]);
  change({ hiddenEntries: Object.fromEntries(kept.filter(([, entries]) => entries.length)) });
}

/** The hidden entries of a view that was kept, as far as they fit these data. @param {object} [kept] lists by facet */
export function keptEntries(kept) {
  const fit = NAMES.filter((name) => Object.hasOwn(kept ?? {}, name) && Array.isArray(kept[name]) && kept[name].length);
  return fit.length ? Object.fromEntries(fit.map((name) => [name, [...new Set(kept[name].map(String))]])) : NOTHING;
}

/** Show all entries again. */
export function hideNothing() {
  change({ hiddenEntries: NOTHING });
}
