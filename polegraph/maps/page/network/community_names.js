// What communities are called: their theme or the words that set them apart, their region, or their best-known members.

import { language, shown, t } from "../i18n.js";
import { nameOf } from "./graph.js";

/**
 * What a community is called.
 * @param {[string, number, number[]]} name subject, area and members, as Python gives them
 * @param {string[]} areas
 * @param {number} [most] characters of each part
 */
export function communityName([subject, area, around], areas, most = 48) {
  const place = area < 0 ? "" : areaName(areas[area]);
  const members = around.map((organisation) => shown(nameOf(organisation), most)).join(", ");
  const said = [shown(subject, most), place].filter((part, at) => (at === 0 ? subject : part));
  return [...said, ...(members ? [t("entry_community", { name: members })] : [])].join(" · ");
}

/** Region or country: two letters are a country's. @param {string} word */
export function areaName(word) {
  return /^[A-Z]{2}$/.test(word) ? new Intl.DisplayNames([language()], { type: "region" }).of(word) : shown(word, 40);
}
