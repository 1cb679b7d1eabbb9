// Words in two languages, names as text, and the one way in which this page makes elements.

/** The blocks of data, read once. */
export const data = JSON.parse(document.getElementById("data").textContent);

const spoken = { lang: data.lang, plural: new Intl.PluralRules(data.lang), number: new Intl.NumberFormat(data.lang) };

/** The language in use. */
export function language() {
  return spoken.lang;
}

/** Speak another language from here on. @param {string} lang */
export function speak(lang) {
  spoken.lang = lang;
  spoken.plural = new Intl.PluralRules(lang);
  spoken.number = new Intl.NumberFormat(lang);
  document.documentElement.lang = lang;
}

/** Write a number the way the language does. @param {number} value */
export function figure(value) {
  return spoken.number.format(value);
}

/**
 * Give a text in the language in use.
 * @param {string} key
 * @param {Record<string, string>} [fill] what stands in braces
 */
export function t(key, fill = {}) {
  return filled(data.words[spoken.lang][key], fill);
}

/** Give a text that depends on a number; some have a form of their own for none. @param {string} key @param {number} n @param {Record<string, string>} [fill] */
export function tn(key, n, fill = {}) {
  const [one, several, none = null] = data.words[spoken.lang][key];
  const text = n === 0 && none !== null ? none : spoken.plural.select(n) === "one" ? one : several;
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

/**
 * Make an element. Children are elements or text; text never becomes HTML.
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes] `onclick` and the like are listeners
 * @param {...(Node|string|null)} children
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (value !== null && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** A name as an element whose writing direction is its own. @param {string} name @param {number} [most] */
export function named(name, most) {
  return el("bdi", {}, shown(name, most));
}
