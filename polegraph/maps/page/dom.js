// The one way in which this page makes elements: text never becomes markup.

import { shown } from "./i18n.js";

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

/** A part of the page by its identifier. @param {string} id */
export const part = (id) => document.getElementById(id);
