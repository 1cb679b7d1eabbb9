// The state of the page, in one place: what the reader has chosen. Whatever else modules keep is made from it and from the
// data, or belongs to a single element, as the page of a table does.

import { data } from "../data.js";

/** The state of the page. Any module may read it; it is changed through `change` alone, so that nobody misses a change. */
export const state = {
  language: data.lang,
  filters: {}, // by name, as state/filters.js has them
  hiddenEntries: {}, // by facet, the entries that the legend hides
  colouredBy: data.colour_by, // the facet by which marks are coloured
  projectsShown: data.show_projects === true, // whether projects are marks of their own
  single: false, // whether organisations are drawn one by one, however many, instead of communities as bubbles
  mapView: "", // the map of the earth in use; empty for the network
  listedOff: "", // which of those that are not on the map of the earth the table lists
  flows: false, // whether flows between regions are shown
  asked: "", // the question that is answered
  selected: null, // {organisation}, {one, other}, {project} or {ends} of a chain
  subject: -1, // the organisation selected last: some questions are about it
};

const listeners = [];

/**
 * Call when some parts of the state have changed, once for all that change together.
 * @param {string[]} names
 * @param {(changed: Set<string>) => void} listener
 */
export function subscribe(names, listener) {
  listeners.push({ names, listener });
}

/**
 * Change parts of the state, and tell those who have subscribed to them, in the order in which they have.
 * @param {Partial<typeof state>} parts
 */
export function change(parts) {
  const changed = new Set(Object.keys(parts).filter((name) => state[name] !== parts[name]));
  Object.assign(state, parts);
  listeners.filter(({ names }) => names.some((name) => changed.has(name))).forEach(({ listener }) => listener(changed));
}
