// The one place of the state: who is told of a change, and that an address keeps all of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { given, load } from "./given.js";

const page = await load(
  given.centre,
  "state/store",
  "state/filters",
  "state/hidden_entries",
  "state/map_view",
  "state/permalink",
);
const { change, savedState, setFilters, state, subscribe, toggleEntry } = page;

test("those who have subscribed to a part are told once of all that changed, in their order, and nobody else", () => {
  const told = [];
  subscribe(["single", "asked"], (changed) => told.push(["first", [...changed].sort()]));
  subscribe(["flows"], () => told.push(["flows"]));
  subscribe(["asked"], () => told.push(["second"]));
  change({ single: true, asked: "introducers", subject: 3 });
  assert.deepEqual(told, [["first", ["asked", "single", "subject"]], ["second"]]);
  change({ single: true });
  assert.equal(told.length, 2); // nothing has changed
  change({ single: false, asked: "", subject: -1 });
});

test("filters that stay the same are the same object, so that nothing is counted anew", () => {
  const before = state.filters;
  setFilters({ kind: "", nonsense: "x", since: 2015 });
  assert.equal(state.filters, before);
});

test("an entry is hidden and shown again, and nothing of it stays", () => {
  const before = JSON.stringify(savedState());
  toggleEntry("kind", "lab");
  toggleEntry("chosen", "chosen");
  assert.deepEqual(savedState().hidden, { kind: ["lab"], chosen: ["chosen"] });
  toggleEntry("kind", "lab");
  toggleEntry("chosen", "chosen");
  assert.equal(JSON.stringify(savedState()), before);
});

test("what is saved and taken over is the same again, and what does not fit is left aside", () => {
  setFilters({ kind: "lab", since: "2012", around: 4, depth: 2 });
  toggleEntry("size", "sme");
  change({
    colouredBy: "kind",
    projectsShown: true,
    single: true,
    selected: { organisation: 7 },
    asked: "introducers",
  });
  const saved = JSON.parse(JSON.stringify(savedState()));
  const asked = page.restoreState({
    colour: "nonsense",
    hidden: { nonsense: ["x"] },
    selected: 1e9,
    asked: "nonsense",
  });
  assert.deepEqual([asked.selected, asked.asked], [-1, ""]);
  assert.deepEqual(savedState().filters, {});
  assert.deepEqual(savedState().hidden, {});
  const kept = page.restoreState(saved);
  assert.deepEqual([kept.selected, kept.asked], [7, "introducers"]);
  change({ selected: { organisation: kept.selected }, asked: kept.asked });
  assert.deepEqual(JSON.parse(JSON.stringify(savedState())), saved);
});
