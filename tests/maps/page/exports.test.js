// What is taken away: cells that no spreadsheet runs and every reader reads back; markup that no name breaks.

import assert from "node:assert/strict";
import { test } from "node:test";
import { dice, given, load } from "./given.js";

const { csv, escaped } = await load(given.centre, "panels/exports", "exports/pictures");

/** Read CSV as RFC 4180 has it. */
function read(text, separator) {
  const rows = [[]];
  let [cell, quoted] = ["", false];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (quoted && sign === '"' && text[at + 1] === '"') {
      [cell, at] = [`${cell}"`, at + 1];
    } else if (sign === '"') {
      quoted = !quoted;
    } else if (!quoted && (sign === separator || sign === "\n")) {
      rows.at(-1).push(cell);
      cell = "";
      if (sign === "\n") {
        rows.push([]);
      }
    } else if (quoted || sign !== "\r") {
      cell += sign;
    }
  }
  assert.equal(quoted, false);
  return rows.slice(0, -1);
}

const NEUTRAL = [
  "=1+1",
  "+33 2",
  "-2+3",
  "@SUM(A1)",
  "\t=1",
  "\r=1",
  "\n=1",
  "=cmd|' /C calc'!A0",
  "-Infinity",
  "+1",
  "＝1+1",
  "＋1",
  "－1",
  "＠x",
  '="a"',
];
const PLAIN = [
  "Thales",
  "",
  "-5",
  "12",
  "3.5",
  "-3,5",
  "a=b",
  "'s-Hertogenbosch",
  'say "x"; y, z',
  "two\nlines",
  " blank",
  "é 👩‍🔬 \u2028",
  "[[x]]",
  "\ud800",
];

test("what a spreadsheet would run stands behind an apostrophe, and all else as it is", () => {
  for (const separator of [",", ";"]) {
    const rows = [NEUTRAL, PLAIN.concat("")];
    const text = csv(rows, separator);
    assert.equal(text[0], "\ufeff");
    assert.deepEqual(read(text.slice(1), separator), [NEUTRAL.map((value) => `'${value}`), rows[1]]);
  }
});

test("any text comes back the same", () => {
  const random = dice(7);
  const signs = ['"', ";", ",", "\n", "\r", "\t", "=", "-", "a", "é", " ", "'", "\u2028", "😀"];
  const word = () =>
    Array.from({ length: Math.floor(8 * random()) }, () => signs[Math.floor(signs.length * random())]).join("");
  const rows = Array.from({ length: 300 }, () => Array.from({ length: 3 }, word));
  const back = read(csv(rows, ";").slice(1), ";");
  back.forEach((row, line) =>
    row.forEach((value, at) => assert.ok(value === rows[line][at] || value === `'${rows[line][at]}`)),
  );
  assert.ok(back.flat().every((value) => !/^[=+@\t\r\n]/.test(value)));
});

test("no name breaks markup, or puts into it what XML does not allow", () => {
  assert.equal(escaped("<b a=\"x\" c='y'>&amp;</b>"), "&#60;b a=&#34;x&#34; c=&#39;y&#39;&#62;&#38;amp;&#60;/b&#62;");
  assert.equal(escaped("a\ufffeb\uffffc\0d\ud800e\udfff"), "a\ufffdb\ufffdc d\ufffde\ufffd");
  assert.equal(escaped("😀"), "😀");
});
