// Which map of the earth is in use, if any, and what of it is asked for.

import { data } from "../data.js";
import { change, state } from "./store.js";

const frames = data.geography?.frames ?? {};

/** The maps that these data can be shown on. */
export const VIEWS = Object.keys(frames);

/** The map in use, or nothing where the network is drawn as such. */
export function earth() {
  return state.mapView ? frames[state.mapView] : null;
}

/** Stand on a map, or leave it. @param {string} view its name; empty for the network */
export function showMap(view) {
  change({ mapView: VIEWS.includes(view) ? view : "", listedOff: "" });
}

/** Which of those that are not on the map the table lists: `nowhere`, `outside` or nothing. */
export function listedOff() {
  return state.mapView ? state.listedOff : "";
}

/** List those that are not on the map in the place of an answer, or no longer. @param {string} which */
export function listOff(which) {
  const isAsked = which !== state.listedOff && ["nowhere", "outside"].includes(which);
  change(isAsked && state.mapView ? { listedOff: which, asked: "" } : { listedOff: "" });
}

/** Whether flows are shown. */
export function flowsShown() {
  return state.flows && earth() !== null;
}
