// Projects as marks of their own: where they stand, which are drawn, and which is under the pointer.

import assert from "node:assert/strict";
import { test } from "node:test";
import { given, load, recorder } from "./given.js";

const page = await load(
  given.centre,
  "canvas/projects",
  "state/store",
  "state/filters",
  "network/graph",
  "canvas/marks",
);
const { drawSpots, change, clearFilters, placed, projects, setFilters, spokes, spotAt, spotsOf, star } = page;
const marks = page.makeMarks(given.drawing.nodes);
const everything = { left: -1e6, top: -1e6, right: 1e6, bottom: 1e6 };

test("no project stands on another, and each as near the middle of its members as others let it", () => {
  const { x, y } = placed(marks);
  const seen = new Set();
  projects.members.forEach((members, project) => {
    const key = `${Math.floor(x[project] / 11)},${Math.floor(y[project] / 11)}`;
    assert.ok(!seen.has(key));
    seen.add(key);
    const [left, top] = [marks.x, marks.y].map(
      (axis) => members.reduce((sum, member) => sum + axis[member], 0) / members.length,
    );
    assert.ok(Math.hypot(x[project] - left, y[project] - top) < 250);
  });
  assert.deepEqual(placed(marks), { x, y });
});

test("who is drawn passes the filters and has a member in sight", () => {
  assert.equal(spotsOf(marks), null);
  change({ projectsShown: true });
  assert.deepEqual(
    spotsOf(marks).list,
    projects.id.map((_, project) => project),
  );
  const active = Uint8Array.from(projects.id, (_, project) => Number(projects.year[project] > 2014));
  setFilters({ since: "2015" });
  marks.hidden.fill(1);
  const [shown] = projects.members[active.indexOf(1)];
  marks.hidden[shown] = 0;
  const spots = spotsOf(marks);
  const expected = projects.members.flatMap((members, project) =>
    active[project] && members.includes(shown) ? [project] : [],
  );
  assert.deepEqual(spots.list, expected);
  assert.deepEqual(
    spokes(spots, marks),
    expected.map((project) => [project, shown]),
  );
  marks.hidden.fill(0);
  clearFilters();
});

test("projects follow marks that are moved to another view", () => {
  const before = spotsOf(marks).x.slice();
  marks.x = marks.x.map((value) => value + 1000);
  const after = spotsOf(marks).x;
  const moved = after.filter((value, project) => Math.abs(value - before[project] - 1000) < 60).length;
  assert.ok(moved > 0.9 * after.length);
});

test("the star under the pointer is found, and each is drawn with ten corners", () => {
  const spots = spotsOf(marks);
  for (const project of spots.list) {
    assert.equal(spotAt({ x: spots.x[project], y: spots.y[project] }, spots, 5), project);
  }
  assert.equal(spotAt({ x: 1e6, y: 1e6 }, spots, 1), -1);
  const pen = recorder();
  drawSpots(pen, spots, { scale: 1, view: everything }, [0, 1]);
  assert.equal(pen.told.filter(([method]) => method === "lineTo").length, 18);
  assert.equal(star(0, 0, 4).length, 10);
});
