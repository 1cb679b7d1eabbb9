// Partners, surroundings, chains and the search on the example of the région Centre, beside NetworkX.

import assert from "node:assert/strict";
import { test } from "node:test";
import { given, load } from "./given.js";

const { centre, expected } = given;
const page = await load(centre, "network/graph");
const {
  allYears,
  byActivity,
  chain,
  find,
  latestFirst,
  near,
  organisations,
  partnersOf,
  plain,
  projects,
  projectsOf,
  sharedProjects,
  yearsOf,
} = page;
const everybody = organisations.id.map((_, organisation) => organisation);

test("partners are the neighbours, with the number of projects shared, the most first", () => {
  for (const organisation of everybody) {
    const found = partnersOf(organisation);
    assert.deepEqual(Object.fromEntries(found), expected.partners[organisation], organisations.id[organisation]);
    const numbers = found.map(([, number]) => number);
    assert.deepEqual(
      numbers,
      [...numbers].sort((one, other) => other - one),
    );
  }
});

test("shared projects are as many as the link says, the latest first", () => {
  for (const organisation of everybody.slice(0, 60)) {
    for (const [partner, number] of partnersOf(organisation)) {
      const shared = sharedProjects(organisation, partner);
      assert.equal(shared.length, number);
      assert.ok(
        shared.every(
          (project) => projects.members[project].includes(organisation) && projects.members[project].includes(partner),
        ),
      );
      assert.deepEqual(shared, latestFirst(shared));
    }
  }
});

test("who is near is who can be reached in so many steps", () => {
  for (const [start, depth, reached] of expected.near) {
    assert.deepEqual(
      [...near(start, depth)].sort((one, other) => one - other),
      reached,
    );
  }
});

test("who is near over some projects only is reached over these", () => {
  const active = Uint8Array.from(projects.id, (_, project) => Number(projects.year[project] >= 2015));
  for (const [start, depth, reached] of expected.near_since_2015) {
    assert.deepEqual(
      [...near(start, depth, active)].sort((one, other) => one - other),
      reached,
    );
  }
});

test("a chain is as short as can be, and each step is a link", () => {
  for (const [start, goal, length] of expected.chains) {
    const steps = chain(start, goal);
    if (length === null) {
      assert.equal(steps, null);
    } else {
      assert.deepEqual([steps[0], steps.at(-1), steps.length - 1], [start, goal, length]);
      steps.slice(1).forEach((step, at) => assert.ok(sharedProjects(steps[at], step).length > 0));
    }
  }
  assert.deepEqual(chain(3, 3), [3]);
});

test("every organisation is found by its name, in any case, without its accents", () => {
  for (const organisation of everybody) {
    for (const text of [
      organisations.name[organisation],
      organisations.name[organisation].toUpperCase(),
      plain(organisations.name[organisation]),
    ]) {
      assert.ok(
        find(text).some((hit) => hit.organisation === organisation && hit.alias === null),
        text,
      );
    }
  }
});

test("every organisation is found by its other spellings, which are then said", () => {
  const known = Object.entries(organisations.aliases);
  assert.ok(known.length > 50);
  for (const [organisation, [alias]] of known) {
    const hit = find(alias).find((one) => one.organisation === Number(organisation));
    assert.ok(hit !== undefined, alias);
    if (!plain(organisations.name[organisation]).includes(plain(alias))) {
      assert.ok(organisations.aliases[organisation].includes(hit.alias));
    }
  }
});

test("a whole name comes before a beginning, a beginning before a middle, and nobody twice", () => {
  const names = (text) => find(text).map(({ organisation }) => plain(organisations.name[organisation]));
  for (const organisation of everybody.slice(0, 50)) {
    const asked = plain(organisations.name[organisation]);
    assert.equal(names(asked)[0], asked);
  }
  const hits = find("la");
  assert.equal(new Set(hits.map(({ organisation }) => organisation)).size, hits.length);
  assert.deepEqual([find(""), find("  ’ "), find("no such name anywhere")], [[], [], []]);
});

test("case, accents, ligatures of width and punctuation are set aside", () => {
  const same = [
    ["Élastomères", "ELASTOMERES"],
    ["l’Œuvre", "lœuvre"],
    ["A.B-C", "a b c"],
    ["ﬁlière", "FILIERE"],
    ["  x  ", "x"],
    ["ＡＢＣ", "abc"],
    ["Cœlio Santé", "COELIO SANTE"],
    ["Łódź", "lodz"],
    ["Ærø", "AERO"],
    ["Straße", "STRASSE"],
    ["ISIK", "Işık"],
    ["Col·legi", "COLLEGI"],
  ];
  for (const [one, other] of same) {
    assert.equal(plain(one), plain(other));
  }
});

test("letters that Unicode does not take apart are those that names are compared by elsewhere", () => {
  assert.ok(Object.keys(expected.letters).length > 60);
  for (const [letter, meant] of Object.entries(expected.letters)) {
    assert.equal(plain(`a${letter}b`), `a${meant}b`);
  }
});

test("the most active come first, and years are the first and last of their projects", () => {
  assert.deepEqual(
    [...byActivity].sort((one, other) => one - other),
    everybody,
  );
  assert.ok(byActivity.every((one, at) => at === 0 || projectsOf[byActivity[at - 1]].length >= projectsOf[one].length));
  assert.deepEqual(
    everybody.map((organisation) => yearsOf(organisation)),
    expected.years,
  );
  assert.deepEqual(allYears, [...new Set(projects.year)].filter(Boolean).sort());
});
