// The state of the page in few words behind its address, so that a link leads back to the same view.

import { choice, choose, chosenParts } from "./filters.js";
import { FIXED, OWN } from "../network/facets.js";
import { flowsShown } from "../canvas/flows.js";
import { listedOff, viewed } from "../canvas/geography.js";
import { hiddenEntries } from "../panels/legend.js";
import { allSingle, isBubble } from "../network/communities.js";
import { colourBy, colouredBy } from "../canvas/encoding.js";
import { count } from "../network/graph.js";
import { canAsk } from "../network/answers.js";
import { projectsShown, showProjects } from "../canvas/projects.js";

/**
 * The state of the page in few words.
 * @param {string} asked
 * @param {{organisation: number}|null} selected
 */
export function stateOf(asked, selected) {
  return {
    colour: colouredBy(),
    hidden: hiddenEntries(),
    filters: chosenParts(),
    asked,
    selected: selected?.organisation ?? -1,
    single: allSingle(),
    view: viewed(),
    flows: flowsShown(),
    listed: listedOff(),
    projects: projectsShown(),
  };
}

/** The address of the page in a state. @param {object} state */
export function addressOf(state) {
  return `${window.location.href.split("#")[0]}#${encodeURIComponent(JSON.stringify(state))}`;
}

/**
 * Take over a state, as far as it fits these data.
 * @param {object} kept
 * @returns {{selected: number, asked: string, view: *, flows: boolean, listed: *}} the organisation to select or -1, the question
 *   to ask or "", and the map of the earth, if there is one of that name
 */
export function takeOver(kept) {
  if ([...FIXED, ...OWN].includes(kept.colour)) {
    colourBy(kept.colour);
  }
  hiddenEntries(kept.hidden);
  choose(kept.filters ?? {});
  if (!isBubble(choice.bubble)) {
    choose({ bubble: -1 });
  }
  allSingle(kept.single === true);
  if (typeof kept.projects === "boolean") {
    showProjects(kept.projects);
  }
  const known = Number.isInteger(kept.selected) && kept.selected >= 0 && kept.selected < count;
  return { selected: known ? kept.selected : -1, asked: canAsk(kept.asked) ? kept.asked : "", view: kept.view, flows: kept.flows === true, listed: kept.listed };
}

/** The state behind the address; nothing in it if there is none of ours. */
export function fromAddress() {
  try {
    const kept = JSON.parse(decodeURIComponent(window.location.hash.slice(1)));
    return kept !== null && typeof kept === "object" ? kept : {};
  } catch {
    return {};
  }
}
