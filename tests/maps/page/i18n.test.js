// Names as text, words in two languages, figures in the form of each.

import assert from "node:assert/strict";
import { test } from "node:test";
import { given, load } from "./given.js";

const { change, figure, isolated, shown, t, tn } = await load(given.centre, "i18n", "state/store");

test("direction marks and controls go, what can be read stays", () => {
  const cases = {
    "a\u202eb\u2066c\u2069d\u200fe\u061cf": "a b c d e f",
    "NUL\0, bell\x07, line\u2028end\r\n": "NUL , bell , line end",
    "  many \t blanks\u00a0 ": "many blanks",
    "שלום עולם": "שלום עולם",
    "👩‍🔬 Çie": "👩‍🔬 Çie",
    "\ud800 lone": "\ud800 lone",
    "{name} ${x}": "{name} ${x}",
  };
  for (const [name, expected] of Object.entries(cases)) {
    assert.equal(shown(name), expected);
  }
});

test("a name of nothing that can be seen is a dash", () => {
  for (const name of ["", "  ", "\0", "\u200b\u200b", "\u2060\ufeff", "\u200d", "\u00ad", "\u3164", "\u2800"]) {
    assert.equal(shown(name), "–", JSON.stringify(name));
  }
});

test("marks piled on a letter are cut to what a line can hold", () => {
  const piled = `Z${"\u0301".repeat(500)}alg${"\u0336".repeat(3)}o`;
  assert.equal(shown(piled), `Z${"\u0301".repeat(8)}alg${"\u0336".repeat(3)}o`);
  assert.equal(shown("Viện Công nghệ ệ"), "Viện Công nghệ ệ");
});

test("long names are cut between signs, never within one", () => {
  assert.equal(shown("x".repeat(500), 10), `${"x".repeat(10)}…`);
  assert.equal(shown("🏭".repeat(20), 5), `${"🏭".repeat(5)}…`);
  assert.equal(shown("x".repeat(10), 10), "x".repeat(10));
  assert.ok(shown("y".repeat(5_000_000)).length < 130);
});

test("a name in a sentence cannot leave its isolation", () => {
  const inside = isolated("a\u2069b\u2066\u202ec");
  assert.equal(inside, "\u2068a b c\u2069");
});

test("texts are filled once: a name with braces is a name", () => {
  change({ language: "en" });
  const said = t("status_selected", { name: "{links}", links: "{name}" });
  assert.equal(said, "Selected: {links}, {name}.");
  assert.equal(t("status_selected", { name: "constructor" }), "Selected: constructor, {links}.");
});

test("figures and plurals follow the language", () => {
  change({ language: "fr" });
  assert.equal(figure(1234567.5), "1\u202f234\u202f567,5");
  assert.deepEqual(
    [0, 1, 2, 1500].map((n) => tn("n_projects", n)),
    ["0 projet", "1 projet", "2 projets", "1\u202f500 projets"],
  );
  change({ language: "en" });
  assert.equal(figure(1234567.5), "1,234,567.5");
  assert.deepEqual(
    [0, 1, 2, 1500].map((n) => tn("n_projects", n)),
    ["0 projects", "1 project", "2 projects", "1,500 projects"],
  );
});
