// Filters on the example of the région Centre, beside Network.select, and the strongest links beside the projection.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { given, load } from "./given.js";

const { centre, expected } = given;
const page = await load(
  centre,
  "state/filters",
  "state/store",
  "network/visible",
  "network/strongest_links",
  "network/graph",
  "network/facets",
);
const {
  activeProjects,
  clearFilters,
  setFilters,
  state,
  filtersSet,
  count,
  hiddenOrganisations,
  near,
  organisations,
  projects,
  shareActive,
  sharedProjects,
  strongest,
} = page;
const nobody = () => false;
const left = (hidden) => Array.from(hidden.keys()).filter((organisation) => hidden[organisation] === 0);
const pairs = (links) => links.map(([one, other]) => `${one}-${other}`).sort();

afterEach(() => clearFilters());

test("filters by projects leave those that select chooses, and their links", () => {
  assert.ok(expected.selections.length >= 6);
  for (const { filters, organisations: those, links } of expected.selections) {
    clearFilters();
    setFilters(filters);
    const active = activeProjects();
    const hidden = hiddenOrganisations(active, nobody);
    assert.deepEqual(left(hidden), those, JSON.stringify(filters));
    assert.deepEqual(
      pairs(strongest(hidden, active, Infinity).links),
      links.map(([one, other]) => `${one}-${other}`).sort(),
    );
  }
});

test("the strongest links are those that Python draws, in the same order", () => {
  const { links, all } = strongest(new Uint8Array(count), null, expected.strongest.length);
  assert.deepEqual(links, expected.strongest);
  assert.equal(all, centre.links.all);
});

test("too many links are not counted at once", () => {
  const everybody = Array.from({ length: count }, (_, member) => member);
  const kept = projects.members.slice(0, 2);
  projects.members.splice(0, 2, everybody, everybody); // each more than 200,000 pairs
  assert.equal(strongest(new Uint8Array(count), null, 10), null);
  projects.members.splice(0, 2, ...kept);
});

test("filters by organisation hold together, and with the legend", () => {
  setFilters({ kind: "lab", region: String(organisations.region[0]) });
  const expectedRows = organisations.id.flatMap((_, row) =>
    organisations.kind[row] === "lab" && organisations.region[row] === organisations.region[0] && row % 2 ? [row] : [],
  );
  assert.deepEqual(left(hiddenOrganisations(null, (row) => row % 2 === 0)), expectedRows);
});

test("surroundings are counted over the projects that pass", () => {
  setFilters({ around: 5, depth: 2, since: "2015" });
  const active = activeProjects();
  const hidden = hiddenOrganisations(active, nobody);
  const reached = near(5, 2, active);
  assert.ok(left(hidden).every((row) => reached.has(row)));
  assert.ok(reached.size > 1);
});

test("two share an active project if and only if one of their projects is active", () => {
  setFilters({ since: "2012", until: "2014" });
  const active = activeProjects();
  for (const [one, other] of expected.strongest) {
    assert.equal(
      shareActive(one, other, active),
      sharedProjects(one, other).some((project) => active[project] === 1),
    );
  }
});

test("a kept choice is taken over as far as it fits, and nothing else of it", () => {
  setFilters({ kind: "lab", since: 2015, nonsense: "x", __proto__: { size: "sme" }, around: "5", depth: 3 });
  assert.deepEqual(filtersSet(), { kind: "lab" });
  assert.equal(Object.hasOwn(state.filters, "nonsense"), false);
  clearFilters();
  assert.deepEqual(filtersSet(), {});
});

test("every facet gives everybody one entry, and counts them all", () => {
  for (const facet of [...page.FIXED, ...page.OWN]) {
    const { entries, of, numbers } = page.facetOf(facet);
    assert.equal(of.length, count);
    assert.ok(of.every((entry) => entries.includes(entry)));
    assert.equal(
      entries.reduce((sum, entry) => sum + numbers.get(entry), 0),
      count,
    );
    assert.equal(new Set(entries.map((entry) => page.entryName(facet, entry))).size, entries.length);
  }
  const { entries, numbers } = page.facetOf("region");
  const counted = Object.fromEntries(
    entries
      .filter((entry) => !entry.startsWith("_"))
      .map((entry) => [page.entryName("region", entry), numbers.get(entry)]),
  );
  assert.deepEqual(counted, expected.regions);
});
