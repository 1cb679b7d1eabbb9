// What organisations are by what came out of their projects: of all data, of what filters leave, and where nothing is recorded.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { given, load } from "./given.js";

const page = await load(
  given.centre,
  "network/facets",
  "network/graph",
  "canvas/encoding",
  "state/encoding",
  "state/filters",
  "state/hidden_entries",
  "state/store",
  "panels/legend",
);
const { FACETS, STYLES, change, clearFilters, colouredBy, facetOf, projects, setFilters, styleOf, styleOfEntry } = page;
const { hideNothing, isHidden, legendShown, organisations, state, toggleEntry } = page;

afterEach(() => {
  clearFilters();
  hideNothing();
  change({ colouredBy: "status" });
});

/** The same, slowly: the projects that pass a test are looked through for each organisation. */
function entry(organisation, passes) {
  const own = projects.members.flatMap((members, project) =>
    members.includes(organisation) && passes(project) ? [project] : [],
  );
  const known = own.flatMap((project) => projects.outcomes[String(project)] ?? []).length;
  const over = own.filter((project) => projects.outcome[project] === "without").length;
  return known > 1 ? "several" : known === 1 ? "one" : over > 0 && over === own.length ? "none" : "unknown";
}

const expected = (passes) => organisations.id.map((_, organisation) => entry(organisation, passes));

test("an organisation is what came out of its projects", () => {
  const { entries, of, numbers } = facetOf("outcomes");
  assert.deepEqual(
    of,
    expected(() => true),
  );
  assert.deepEqual(entries, ["several", "one", "none", "unknown"]);
  entries.forEach((one) => assert.ok(numbers.get(one) > 5, one));
});

test("while a project still runs, an organisation is not without outcomes, nor is one without a project", () => {
  const { of } = facetOf("outcomes");
  const own = (organisation) =>
    projects.outcome.filter((_, project) => projects.members[project].includes(organisation));
  const none = [...of.keys()].filter((organisation) => of[organisation] === "none");
  none.forEach((organisation) => assert.deepEqual([...new Set(own(organisation))], ["without"]));
  const both = [...of.keys()].filter((row) => own(row).includes("running") && own(row).includes("without"));
  assert.ok(both.some((row) => of[row] === "unknown"));
  const idle = [...of.keys()].filter((row) => own(row).length === 0);
  assert.ok(idle.length > 5 && idle.every((row) => of[row] === "unknown"));
});

test("entries follow the filters, and come back with the data", () => {
  const before = facetOf("outcomes").of;
  setFilters({ since: "2015" });
  const { of } = facetOf("outcomes");
  assert.deepEqual(
    of,
    expected((project) => projects.year[project] >= 2015),
  );
  assert.notDeepEqual(of, before);
  setFilters({ since: "", outcome: "running" });
  assert.deepEqual([...new Set(facetOf("outcomes").of)], ["unknown"]);
  clearFilters();
  assert.deepEqual(facetOf("outcomes").of, before);
});

test("each entry has a look and a sign of its own, which the legend shows", () => {
  change({ colouredBy: "outcomes" });
  assert.equal(colouredBy(), "outcomes");
  const { entries, of } = facetOf("outcomes");
  const looks = entries.map((one) => STYLES[styleOfEntry(one)]);
  assert.equal(new Set(looks.map(({ fill }) => fill)).size, 4);
  assert.equal(new Set(looks.map(({ numeral }) => numeral)).size, 4);
  of.forEach((one, organisation) => assert.equal(styleOf(organisation), `outcomes_${one}`));
  const [legend] = legendShown();
  assert.deepEqual(
    legend.entries.map(({ style }) => style),
    entries.map((one) => `outcomes_${one}`),
  );
});

test("the legend hides who is of an entry, and the permalink may say so", () => {
  toggleEntry("outcomes", "none");
  const { of } = facetOf("outcomes");
  assert.deepEqual(
    of.map((_, organisation) => isHidden(organisation)),
    of.map((one) => one === "none"),
  );
  assert.deepEqual(state.hiddenEntries, { outcomes: ["none"] });
  assert.ok(FACETS.includes("outcomes"));
});
