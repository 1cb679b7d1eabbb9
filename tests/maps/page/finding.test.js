// The first sentence of the page: its numbers are those of the statuses, its words fit the numbers, and it follows the filters.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { given, load } from "./given.js";

const page = await load(
  given.centre,
  "data",
  "network/graph",
  "network/counts",
  "panels/finding",
  "state/filters",
  "state/store",
);
const { change, clearFilters, count, counted, data, finding, near, organisations, setFilters } = page;
const SMALL = ["direct", "introduced", "far", "unreachable", "no_partner", "no_project"];

change({ language: "en" });
afterEach(() => {
  clearFilters();
  change({ language: "en" });
});

/** The same in English, slowly, on some organisations. */
function expected(those) {
  const small = those.map((row) => counted().status[row]).filter((status) => SMALL.includes(status));
  const number = (status) => small.filter((one) => one === status).length;
  const [all, direct, introduced] = [small.length, number("direct"), number("introduced")];
  if (all === 1) {
    const does = { direct: "works with", introduced: "is one introduction away from" }[small[0]];
    return [`The only SME ${does ?? "does not work with"} a large group.`];
  }
  const work = `${direct} of ${all} SMEs ${direct === 1 ? "works" : "work"} with a large group`;
  const others = `${introduced || "no other"} ${introduced > 1 ? "are" : "is"} one introduction away`;
  return all === 0 ? [] : [direct === all ? `${work}.` : `${work}; ${others}.`];
}

test("the finding of all data has the numbers of the statuses", () => {
  const number = (status) => organisations.status.filter((one) => one === status).length;
  assert.ok(number("direct") > 50 && number("introduced") > 50);
  assert.deepEqual(finding(), expected([...organisations.id.keys()]));
  assert.match(finding()[0], new RegExp(`^${number("direct")} of `));
  assert.match(finding()[0], new RegExp(`; ${number("introduced")} are `));
});

test("it is counted on whatever the filters leave, and its words fit one, none and all", () => {
  const beginnings = new Set();
  for (let organisation = 0; organisation < count; organisation += 1) {
    setFilters({ around: organisation });
    const said = finding();
    assert.deepEqual(said, expected([...near(organisation, 1)]), organisations.id[organisation]);
    beginnings.add((said[0] ?? "").replace(/\d+/g, (n) => (["0", "1"].includes(n) ? n : "n")));
  }
  const met = [
    "",
    "1 of n SMEs works with a large group; 1 is one introduction away.",
    "0 of n SMEs work with a large group; n are one introduction away.",
    "0 of n SMEs work with a large group; no other is one introduction away.",
    "The only SME is one introduction away from a large group.",
    "n of n SMEs work with a large group.",
  ];
  met.forEach((one) => assert.ok(beginnings.has(one), one));
});

test("projects that filters take away change it; a filter by status does not", () => {
  const before = finding();
  setFilters({ status: "introduced" });
  assert.deepEqual(finding(), before);
  setFilters({ status: "", since: "2018" });
  const { inside } = counted();
  assert.notDeepEqual(finding(), before);
  assert.deepEqual(finding(), expected([...inside.keys()].filter((row) => inside[row] === 1)));
  setFilters({ since: "", kind: "lab" });
  assert.deepEqual(finding(), []);
});

test("of a pôle, it is about the members", () => {
  setFilters({ pole: "0" });
  assert.match(finding()[0], /^\d+ of \d+ chosen SMEs work with a large group; \d+ are one introduction away\.$/);
});

test("where no large group is known, it does not say that nobody works with one", () => {
  const { names } = data.ground;
  data.ground.names = [];
  assert.match(finding()[0], /^\d+ SMEs; no large group is known in these data\.$/);
  data.ground.names = names;
});

test("in French, the verb follows the number", () => {
  change({ language: "fr" });
  assert.match(finding()[0], /^\d+ PME sur \d+ travaillent avec un grand groupe/u);
});
