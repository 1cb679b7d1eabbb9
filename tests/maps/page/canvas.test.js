// What is found under the pointer, and what is drawn where: lines, marks, names.

import assert from "node:assert/strict";
import { test } from "node:test";
import { dice, given, load, recorder } from "./given.js";

const page = await load(
  given.centre,
  "canvas/links",
  "canvas/marks",
  "canvas/labels",
  "canvas/encoding",
  "state/store",
  "network/graph",
);
const { boundsOf, distance, drawLines, drawMarks, lineAt, makeMarks, markAt, thickness, writeNames } = page;
const random = dice();
const count = given.centre.organisations.id.length;
const nodes = Array.from({ length: count }, (_, id) => ({
  id,
  x: 4000 * random(),
  y: 3000 * random(),
  size: 5 + 20 * random(),
}));
const everything = { left: -1e6, top: -1e6, right: 1e6, bottom: 1e6 };

test("the distance to a line is that to the nearest of its points", () => {
  for (let round = 0; round < 200; round += 1) {
    const [ax, ay, bx, by, x, y] = Array.from({ length: 6 }, () => 100 * random());
    let least = Infinity;
    for (let step = 0; step <= 2000; step += 1) {
      least = Math.min(least, Math.hypot(ax + ((bx - ax) * step) / 2000 - x, ay + ((by - ay) * step) / 2000 - y));
    }
    assert.ok(Math.abs(distance({ x, y }, ax, ay, bx, by) - least) < 0.05);
  }
  assert.equal(distance({ x: 3, y: 4 }, 0, 0, 0, 0), 5);
});

test("the nearest line within reach is hit, and none whose end is hidden", () => {
  const marks = { x: Float32Array.of(0, 100, 0, 100), y: Float32Array.of(0, 0, 10, 10), hidden: new Uint8Array(4) };
  const links = [
    [0, 1, 1],
    [2, 3, 1],
  ];
  assert.equal(lineAt({ x: 50, y: 1 }, links, marks, 1), links[0]);
  assert.equal(lineAt({ x: 50, y: 9 }, links, marks, 1), links[1]);
  assert.equal(lineAt({ x: 50, y: 40 }, links, marks, 1), null);
  assert.equal(lineAt({ x: 50, y: 40 }, links, marks, 0.1), links[1]); // seen from afar, a miss is small
  marks.hidden[3] = 1;
  assert.equal(lineAt({ x: 50, y: 9 }, links, marks, 0.1), links[0]);
});

test("a thicker line has more projects", () => {
  assert.deepEqual(
    [1, 2, 3, 9].map(thickness),
    [1, 2, 3, 9].map(thickness).sort((one, other) => one - other),
  );
});

test("lines in sight are drawn once each, the strongest last", () => {
  const links = given.expected.strongest;
  const marks = makeMarks(nodes);
  const pen = recorder();
  drawLines(pen, links, marks, { scale: 1, view: everything });
  const starts = pen.told.filter(([method]) => method === "moveTo");
  assert.deepEqual(
    starts.map(([, x]) => x),
    links.map(([one]) => marks.x[one]).reverse(),
  );
  assert.equal(
    pen.told.filter(([method]) => method === "beginPath").length,
    pen.told.filter(([method]) => method === "stroke").length,
  );
  const blind = recorder();
  drawLines(blind, links, marks, { scale: 1, view: { left: 9e6, top: 9e6, right: 9e6 + 1, bottom: 9e6 + 1 } });
  assert.deepEqual(blind.told, []);
});

test("a mark is found at its own place, the smallest of several, hidden ones never", () => {
  const marks = makeMarks(
    [
      { id: 0, x: 0, y: 0, size: 30 },
      { id: 1, x: 10, y: 0, size: 5 },
      { id: 2, x: 500, y: 0, size: 1 },
    ].concat(nodes.slice(3).map((node) => ({ ...node, y: node.y + 5000 }))),
  );
  assert.equal(markAt({ x: 0, y: 0 }, marks, 1), 0);
  assert.equal(markAt({ x: 10, y: 0 }, marks, 1), 1);
  assert.equal(markAt({ x: 503, y: 0 }, marks, 1), 2); // missed by a little
  assert.equal(markAt({ x: 506, y: 0 }, marks, 1), -1);
  assert.equal(markAt({ x: 506, y: 0 }, marks, 0.5), 2);
  marks.hidden[1] = 1;
  assert.equal(markAt({ x: 10, y: 0 }, marks, 1), 0);
});

test("the rectangle holds every mark that is not hidden, and touches the outermost", () => {
  const marks = makeMarks(nodes);
  nodes.forEach(({ id }) => {
    marks.hidden[id] = Number(id % 3 > 0);
  });
  const kept = nodes.filter(({ id }) => id % 3 === 0);
  const box = boundsOf(marks);
  const close = (one, other) => assert.ok(Math.abs(one - other) < 0.01);
  close(box.left, Math.min(...kept.map(({ x, size }) => x - size)));
  close(box.bottom, Math.max(...kept.map(({ y, size }) => y + size)));
  marks.hidden.fill(1);
  close(boundsOf(marks).right, Math.max(...nodes.map(({ x, size }) => x + size)));
  assert.deepEqual(boundsOf({ x: [], y: [], size: [], hidden: new Uint8Array(0) }), {
    left: -1,
    top: -1,
    right: 1,
    bottom: 1,
  });
});

test("every mark is drawn once, whatever the colours, and crossed where there is no way", () => {
  const marks = makeMarks(nodes);
  for (const facet of ["status", "kind", "region"]) {
    page.change({ colouredBy: facet });
    page.sortMarks(marks);
    assert.deepEqual(
      [...marks.alike.values()].flat().sort((one, other) => one - other),
      nodes.map(({ id }) => id),
    );
  }
  page.change({ colouredBy: "status" });
  page.sortMarks(marks);
  const pen = recorder();
  drawMarks(
    pen,
    marks,
    { scale: 1, view: everything },
    new Set([given.centre.organisations.status.indexOf("no_project")]),
  );
  assert.equal(pen.told.filter(([method]) => method === "stroke").length, 2); // the ring, then the cross
});

const meet = (one, other) => one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];

test("names do not lie on one another however near one is, and those of large groups come first", () => {
  for (const scale of [0.1, 0.25, 0.4, 1, 3]) {
    const pen = recorder();
    const view = { left: 500, top: 400, right: 500 + 1000 / scale, bottom: 400 + 650 / scale };
    const names = page.placeNames(pen, { scale, view, nodeOf: (organisation) => nodes[organisation] }, null);
    assert.ok(names.length > 2 && names.length <= 40);
    names.forEach(({ text, x, y, font, box }, at) => {
      // The letters stand in the box, and the box in what is seen.
      const size = parseFloat(/([\d.]+)px/.exec(font)[1]);
      const half = (Array.from(text).length * size) / 4;
      assert.ok(box[0] < x - half && x + half < box[2] && box[1] < y - size / 2 && y + size / 2 < box[3]);
      assert.ok(box[0] >= view.left && box[2] <= view.right && box[1] >= view.top && box[3] <= view.bottom);
      assert.ok(names.slice(at + 1).every((other) => !meet(box, other.box)));
    });
  }
  const seen = { scale: 0.4, view: everything, nodeOf: (organisation) => nodes[organisation] };
  const pen = recorder();
  const boxes = writeNames(pen, seen, null);
  const written = pen.told.filter(([method]) => method === "fillText");
  assert.equal(boxes.length, written.length);
  const large = page.byActivity.find((organisation) => given.centre.organisations.status[organisation] === "large");
  const name = given.centre.organisations.name[large];
  assert.ok(written[0][1].includes(name.replace(/ \(.*\)$/, "").slice(0, 30)));
  assert.ok(!written.some(([, text]) => text.includes("(invent"))); // what most names end with tells none from another
});

test("there are more names as one comes nearer, and but for the first ones none lies on a larger mark", () => {
  const number = (zoom) => {
    const [scale, wide] = [0.3 * zoom, 1000 / (0.3 * zoom)];
    const view = { left: 2000 - wide / 2, top: 1500 - wide / 3, right: 2000 + wide / 2, bottom: 1500 + wide / 3 };
    const seen = { scale, zoom, view, nodeOf: (organisation) => nodes[organisation] };
    const names = page.placeNames(recorder(), seen, null);
    for (const { organisation, box } of names.slice(6)) {
      for (const node of nodes) {
        const [dx, dy] = [
          node.x - Math.max(box[0], Math.min(box[2], node.x)),
          node.y - Math.max(box[1], Math.min(box[3], node.y)),
        ];
        const inside = node.x > view.left && node.x < view.right && node.y > view.top && node.y < view.bottom;
        const most = page.byActivity.slice(0, 400).includes(node.id);
        assert.ok(
          node.id === organisation ||
            !inside ||
            !most ||
            node.size * scale <= 5 ||
            Math.hypot(dx, dy) >= 0.79 * node.size,
        );
      }
    }
    return names.length;
  };
  const numbers = [1, 2, 3].map(number);
  assert.ok(numbers[0] <= 16 && numbers[1] > numbers[0], String(numbers));
});
