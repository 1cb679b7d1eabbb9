// What a question says of none, one and many: a sentence of each language, with nothing left to fill in.

import assert from "node:assert/strict";
import { test } from "node:test";
import { given, load } from "./given.js";

const { answer, canAsk } = await load(given.centre, "network/answers");
const { change, data } = await load(given.centre, "state/store", "data");

const asked = [...data.answers.asked, "pole_pairs"].filter(canAsk);

test("none, one and many each have a sentence without braces", () => {
  assert.equal(asked.length, 9);
  const count = data.organisations.id.length;
  for (const lang of ["en", "fr"]) {
    change({ language: lang });
    for (const question of asked) {
      const { rows } = answer(question, new Uint8Array(count), -1);
      for (const left of [[], rows.slice(-1), rows]) {
        const hidden = new Uint8Array(count).fill(1);
        left.forEach((row) => (hidden[row] = 0));
        const { rows: found, sentence } = answer(question, hidden, -1);
        assert.equal(found.length, left.length, question);
        assert.doesNotMatch(sentence, /[{}]/, `${lang} ${question} ${left.length}`);
        if (left.length === 0 && question !== "pole_pairs") {
          assert.doesNotMatch(sentence, /^0/, `${lang} ${question}`);
        }
      }
    }
  }
});
