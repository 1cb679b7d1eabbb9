// By what marks are coloured.

import { FACETS } from "../network/facets.js";
import { state } from "./store.js";

/** By what marks are coloured: a facet that these data have. */
export function colouredBy() {
  return FACETS.includes(state.colouredBy) ? state.colouredBy : "status";
}
