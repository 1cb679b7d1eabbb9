// What communities are called: their theme or the words that set them apart, their region, or their best-known members.

import { language, shown, t } from "../i18n.js";
import { nameOf } from "./graph.js";

/**
 * What a community is called.
 * @param {[string, number, number[], number]} name subject, area, members and number, as Python gives them
 * @param {string[]} areas
 * @param {number} [most] characters of each part
 */
export function communityName([subject, area, around, number], areas, most = 48) {
  const place = area < 0 ? "" : areaName(areas[area]);
  const members = around.map((organisation) => shown(nameOf(organisation), most)).join(", ");
  const said = [subject && shown(subject, most), place, members && t("entry_community", { name: members })];
  return said.filter(Boolean).join(" · ") + (number > 1 ? ` (${number})` : "");
}

/** What a community does, or its first member, and where it is. @returns {[string, string]} */
export function partsOfName([subject, area, around], areas) {
  const first = subject || (around.length ? nameOf(around[0]) : "");
  return [shown(first, 80), area < 0 ? "" : areaName(areas[area])];
}

/** Region or country: two letters are a country's. @param {string} word */
export function areaName(word) {
  return /^[A-Z]{2}$/.test(word) ? new Intl.DisplayNames([language()], { type: "region" }).of(word) : shown(word, 40);
}
