// Where the card is seen at once: at the top of the right column, or over the lower part of the page where there is but one.

import { part } from "../dom.js";

const WIDE = window.matchMedia("(min-width: 62rem)");

let cameFrom = null; // what had the focus before a card was opened, and how far the page was scrolled

/** Remember where the reader is, before a card is opened, and make room for it. @param {boolean} isFirst no card is open */
export function beforeCard(isFirst) {
  if (isFirst) {
    cameFrom = { element: document.activeElement, top: window.scrollY };
  }
  raiseMap(); // the map above, the card below
}

/** Where there is but one column, bring the map to the top of the window. */
export function raiseMap() {
  if (!WIDE.matches) {
    part("centre").scrollIntoView({ block: "start", behavior: "instant" });
  }
}

/** Bring the card that has been opened into sight, and go to it. */
export function enterCard() {
  part("card").scrollTop = 0;
  if (WIDE.matches) {
    part("card").closest(".side").scrollTop = 0;
  }
  part("card-title").focus({ preventScroll: true });
}

/** Go back to where the reader was before the card. @param {() => void} otherwise where to go if that is no longer there */
export function leaveCard(otherwise) {
  const { element, top } = cameFrom ?? {};
  if (!WIDE.matches && top !== undefined) {
    window.scrollTo({ top, behavior: "instant" });
  }
  if (element?.isConnected && element !== document.body && !element.closest("[hidden]")) {
    element.focus({ preventScroll: true });
  } else {
    otherwise();
  }
}

/** The part of the map that nothing covers, from its own corner. @param {HTMLElement} place @returns {DOMRectInit} */
export function freeRoom(place) {
  const box = place.getBoundingClientRect();
  const card = part("card");
  const covered = !WIDE.matches && !card.hidden ? card.getBoundingClientRect().top : window.innerHeight;
  const top = Math.max(box.top, 0);
  const bottom = Math.min(box.bottom, covered);
  // Where the map is out of sight, all of it counts.
  return bottom - top < 80
    ? { x: 0, y: 0, width: box.width, height: box.height }
    : { x: 0, y: top - box.top, width: box.width, height: bottom - top };
}
