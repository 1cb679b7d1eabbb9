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
const { drawStars, change, clearFilters, placed, projects, setFilters, memberLines, starAt, starsOf, star } = page;
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
  assert.equal(starsOf(marks), null);
  change({ projectsShown: true });
  assert.deepEqual(
    starsOf(marks).list,
    projects.id.map((_, project) => project),
  );
  const active = Uint8Array.from(projects.id, (_, project) => Number(projects.year[project] > 2014));
  setFilters({ since: "2015" });
  marks.hidden.fill(1);
  const [shown] = projects.members[active.indexOf(1)];
  marks.hidden[shown] = 0;
  const stars = starsOf(marks);
  const expected = projects.members.flatMap((members, project) =>
    active[project] && members.includes(shown) ? [project] : [],
  );
  assert.deepEqual(stars.list, expected);
  assert.deepEqual(
    memberLines(stars, marks),
    expected.map((project) => [project, shown]),
  );
  marks.hidden.fill(0);
  clearFilters();
});

test("projects follow marks that are moved to another view", () => {
  const before = starsOf(marks).x.slice();
  marks.x = marks.x.map((value) => value + 1000);
  const after = starsOf(marks).x;
  const moved = after.filter((value, project) => Math.abs(value - before[project] - 1000) < 60).length;
  assert.ok(moved > 0.9 * after.length);
});

test("the star under the pointer is found, and each is drawn with ten corners", () => {
  const stars = starsOf(marks);
  for (const project of stars.list) {
    assert.equal(starAt({ x: stars.x[project], y: stars.y[project] }, stars, 5), project);
  }
  assert.equal(starAt({ x: 1e6, y: 1e6 }, stars, 1), -1);
  const pen = recorder();
  drawStars(pen, stars, { scale: 1, view: everything }, [0, 1]);
  assert.equal(pen.told.filter(([method]) => method === "lineTo").length, 18);
  assert.equal(star(0, 0, 4).length, 10);
});
