// Words in two languages, numbers as each writes them, and names as text.

import { data } from "./data.js";
import { state } from "./state/store.js";

const spoken = new Map(); // what the languages spoken so far need, by language

/** What the language in use needs. */
function speech() {
  const { language: lang } = state;
  if (!spoken.has(lang)) {
    spoken.set(lang, { plural: new Intl.PluralRules(lang), number: new Intl.NumberFormat(lang) });
  }
  return spoken.get(lang);
}

/** The language in use. */
export function language() {
  return state.language;
}

/** Write a number the way the language does. @param {number} value */
export function figure(value) {
  return speech().number.format(value);
}

/**
 * Give a text in the language in use.
 * @param {string} key
 * @param {Record<string, string>} [fill] what stands in braces
 */
export function t(key, fill = {}) {
  return filled(data.words[state.language][key], fill);
}

/** Give a text that depends on a number; some have a form of their own for none. @param {string} key @param {number} n @param {Record<string, string>} [fill] */
export function tn(key, n, fill = {}) {
  const [one, several, none = null] = data.words[state.language][key];
  const text = n === 0 && none !== null ? none : speech().plural.select(n) === "one" ? one : several;
  return filled(text, { n: figure(n), ...fill });
}

function filled(text, fill) {
  return text.replace(/\{(\w+)\}/g, (braces, name) => (Object.hasOwn(fill, name) ? fill[name] : braces));
}

const DIRECTIONS = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const PILED = /(\p{M}{8})\p{M}+/gu; // more marks on a letter than any writing has: they would cover the lines around
const UNSEEN = /^[\p{C}\p{Z}\p{M}\u115f\u1160\u2800\u3164\uffa0]*$/u; // nothing of it can be seen

/**
 * A name fit to be shown: one line, no control or direction marks, cut; a dash where nothing would be seen.
 * @param {string} name
 * @param {number} [most] characters
 */
export function shown(name, most = 120) {
  // The first slice keeps a name of megabytes from being worked through.
  const start = name.slice(0, 8 * most);
  const clean = start.replace(DIRECTIONS, " ").replace(PILED, "$1").replace(/\s+/g, " ").trim();
  if (UNSEEN.test(clean) && !/\p{Cs}|\p{Co}/u.test(clean)) {
    return "–";
  }
  const signs = Array.from(clean);
  if (signs.length <= most && name.length <= 8 * most) {
    return clean;
  }
  return `${signs.slice(0, most).join("").trimEnd()}…`;
}

/** A name inside a sentence of plain text: isolated, so that its direction stays its own. @param {string} name */
export function isolated(name, most = 80) {
  return `\u2068${shown(name, most)}\u2069`;
}
