// What the modules of the page find around them, without a browser: their block of data, and a screen that is light.

import { readFileSync } from "node:fs";

/** What Python wrote for these tests: `centre` and `small` as the page gets them, and what other code says of them. */
export const given = JSON.parse(readFileSync(process.env.POLEGRAPH_PAGE, "utf-8"));

/**
 * Load modules of the page with some data. The modules keep what they read: one set of data for each file of tests.
 * @param {object} data
 * @param {...string} names
 * @returns {Promise<object>} everything that the modules export
 */
export async function load(data, ...names) {
  const style = { getPropertyValue: (name) => name };
  Object.assign(globalThis, {
    document: { getElementById: () => ({ textContent: JSON.stringify(data) }), documentElement: {} },
    window: { matchMedia: () => ({ matches: false, addEventListener: () => {} }) },
    getComputedStyle: () => style,
  });
  const folder = new URL("../../../polegraph/maps/page/", import.meta.url);
  const modules = await Promise.all(names.map((name) => import(new URL(`${name}.js`, folder))));
  return Object.assign({}, ...modules);
}

/** A pen that keeps what it is told, as `[method, ...arguments]`. Every sign is half as wide as the font is high. */
export function recorder() {
  const told = [];
  const own = {
    told,
    measureText: (text) => ({ width: (Array.from(text).length * parseFloat(/([\d.]+)px/.exec(own.font)[1])) / 2 }),
  };
  return new Proxy(own, {
    get: (target, name) => target[name] ?? ((...values) => told.push([name, ...values])),
  });
}

/** A source of numbers between 0 and 1 that is the same each time. */
export function dice(seed = 1) {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
