// What the page counts itself: the same as Python has counted where no filter is set, and what it says where figures cannot follow.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { given, load } from "./given.js";

const page = await load(
  given.centre,
  "network/large_groups",
  "network/counts",
  "network/graph",
  "network/answers",
  "panels/table",
  "state/filters",
  "i18n",
);
const {
  answer,
  chain,
  clearFilters,
  count,
  counted,
  organisations,
  projects,
  reckon,
  sameGroup,
  setFilters,
  tableContent,
  ties,
  totals,
  unitOf,
} = page;

afterEach(() => clearFilters());

test("without a filter, everybody is what Python says, and is introduced by whom it says", () => {
  const { status, by } = ties(null);
  assert.deepEqual(status, organisations.status);
  const introduced = Object.fromEntries(
    Object.entries(organisations.introducer).map(([row, [helper]]) => [row, helper]),
  );
  assert.ok(Object.keys(introduced).length > 20);
  assert.deepEqual(
    Object.fromEntries([...by].flatMap((helper, row) => (helper < 0 ? [] : [[row, helper]]))),
    introduced,
  );
});

test("filters that leave everything change no figure, and are filters all the same", () => {
  const before = totals();
  const first = String(Math.min(...projects.year.filter(Boolean)));
  assert.ok(!projects.year.includes(0));
  setFilters({ since: first });
  const after = counted();
  assert.deepEqual(totals(), before);
  assert.deepEqual(after.status, organisations.status);
  assert.ok(after.narrowed);
  assert.equal(reckon({ since: first }), after); // counted once
});

test("a chain may start and end at any of a group", () => {
  const one = [...unitOf].findIndex((unit, row) => row < count && unit >= 0 && sameGroup(row).length > 1);
  const group = sameGroup(one);
  assert.equal(group[0], one);
  for (const far of [0, 10, 20, 30].filter((row) => !group.includes(row))) {
    const steps = chain(far, group);
    const lengths = group.map((member) => chain(far, member)?.length ?? Infinity);
    assert.equal(steps?.length ?? Infinity, Math.min(...lengths));
    assert.equal(chain(group, far)?.length ?? Infinity, Math.min(...lengths));
  }
  const none = new Uint8Array(projects.id.length);
  assert.equal(chain(0, group, none), null); // no project counts
});

test("figures that do not follow the filters say so, and only while there are filters", () => {
  const said = () => answer("pole_pairs", new Uint8Array(count), -1).sentence;
  assert.doesNotMatch(said(), /whatever the filters/);
  setFilters({ since: "2015" });
  assert.match(said(), /\(computed on all years, whatever the filters\)$/);
  assert.doesNotMatch(answer("without_large", new Uint8Array(count), -1).sentence, /whatever the filters/);
});

test("the table that is taken away has the figures of the filters", () => {
  setFilters({ since: "2015" });
  const { columns } = tableContent();
  const busy = organisations.id.findIndex((_, row) => columns.projects.of(row) > 0);
  assert.ok(columns.first.of(busy) >= 2015);
  clearFilters();
  assert.ok(organisations.id.some((_, row) => columns.first.of(row) && columns.first.of(row) < 2015));
});
