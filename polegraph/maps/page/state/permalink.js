// The state of the page in few words behind its address, so that a link leads back to the same view.

import { canAsk } from "../network/answers.js";
import { isBubble } from "../network/communities.js";
import { FACETS } from "../network/facets.js";
import { count } from "../network/graph.js";
import { colouredBy } from "./encoding.js";
import { filtersSet, keptFilters } from "./filters.js";
import { keptEntries } from "./hidden_entries.js";
import { flowsShown, listedOff } from "./map_view.js";
import { change, state } from "./store.js";

/** The state of the page in few words. */
export function savedState() {
  return {
    colour: colouredBy(),
    hidden: state.hiddenEntries,
    filters: filtersSet(),
    asked: state.asked,
    selected: state.selected?.organisation ?? -1,
    single: state.single,
    view: state.mapView,
    flows: flowsShown(),
    listed: listedOff(),
    projects: state.projectsShown,
  };
}

/** The address of the page as it is. */
export function permalink() {
  return `${window.location.href.split("#")[0]}#${encodeURIComponent(JSON.stringify(savedState()))}`;
}

/**
 * Take over a state that was kept, as far as it fits these data.
 * @param {object} kept
 * @returns {{selected: number, asked: string, view: *, flows: boolean, listed: *}} the organisation to select or -1, the question
 *   to ask or "", and the map of the earth, if there is one of that name
 */
export function restoreState(kept) {
  const filters = keptFilters(kept.filters ?? {});
  change({
    colouredBy: FACETS.includes(kept.colour) ? kept.colour : state.colouredBy,
    hiddenEntries: keptEntries(kept.hidden),
    filters: isBubble(filters.bubble) ? filters : keptFilters({ ...filters, bubble: -1 }),
    single: kept.single === true,
    projectsShown: typeof kept.projects === "boolean" ? kept.projects : state.projectsShown,
    asked: "",
    selected: null,
  });
  const known = Number.isInteger(kept.selected) && kept.selected >= 0 && kept.selected < count;
  return {
    selected: known ? kept.selected : -1,
    asked: canAsk(kept.asked) ? kept.asked : "",
    view: kept.view,
    flows: kept.flows === true,
    listed: kept.listed,
  };
}

/** The state behind the address; nothing in it if there is none of ours. */
export function stateInAddress() {
  try {
    const kept = JSON.parse(decodeURIComponent(window.location.hash.slice(1)));
    return kept !== null && typeof kept === "object" ? kept : {};
  } catch {
    return {};
  }
}
