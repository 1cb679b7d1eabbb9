// The finding in a sentence: how many SMEs work with a large group, and how many are near to one.

import { data } from "../data.js";
import { figure, t, tn } from "../i18n.js";
import { counted } from "../network/counts.js";
import { SMALL } from "../network/facets.js";
import { activeProjects, hiddenOrganisations } from "../network/visible.js";

/**
 * How many SMEs there are among some organisations, of those chosen if any are.
 * @param {Uint8Array} hidden those that are not counted
 * @returns {{all: number, direct: number, introduced: number}} `direct` work with a large group, `introduced` with a partner of one
 */
export function smeNumbers(hidden) {
  const { status, chosen } = counted();
  const numbers = { all: 0, direct: 0, introduced: 0 };
  status.forEach((one, organisation) => {
    if (chosen[organisation] === 1 && hidden[organisation] === 0 && SMALL.includes(one)) {
      numbers.all += 1;
      numbers[one] = (numbers[one] ?? 0) + 1;
    }
  });
  return numbers;
}

/** Say how many SMEs work with a large group. @param {{all: number, direct: number}} numbers */
export function smesSaid({ all, direct }) {
  return tn(counted().focused ? "smes_chosen" : "smes", direct, { all: figure(all) });
}

/** The finding, counted as the legend is on all that the filters leave; nothing where there is no SME. @returns {string[]} */
export function finding() {
  const numbers = smeNumbers(hiddenOrganisations(activeProjects(), () => false, ["status"]));
  const { all, direct, introduced } = numbers;
  if (all === 0) {
    return [];
  }
  if (data.ground.names.length === 0) {
    return [tn("finding.no_group", all)];
  }
  if (all === 1) {
    return [t(`finding.only_${direct ? "direct" : introduced ? "introduced" : "other"}`)];
  }
  const work = smesSaid(numbers);
  return [direct === all ? `${work}.` : t("finding", { work, near: tn("finding.near", introduced) })];
}
