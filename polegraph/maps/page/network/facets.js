// By what organisations are told apart: each facet gives every organisation one entry, and the entries in an order.

import { data } from "../data.js";
import { shown, t } from "../i18n.js";
import { counted } from "./counts.js";
import { communityName } from "./community_names.js";
import { count, organisations, projects } from "./graph.js";
import { OUTCOMES, outcomeEntries } from "./outcomes.js";

const MOST = 7; // entries of a facet with many that have a colour of their own
export const NONE = "_none";
export const REST = "_rest";

/** The facets whose entries are fixed and have words. */
export const FIXED = ["status", "kind", "size"];
/** The facets whose entries are names of these very data, the most frequent first. */
export const OWN = ["pole", "region", "community"].filter((facet) => exists(facet));
/** The facets whose entries have words and are listed only where marks are coloured by them: where none is recorded, there is none. */
export const ASKED = projects.outcome.length ? ["outcomes"] : [];
/** All facets. */
export const FACETS = [...FIXED, ...ASKED, ...OWN];
/** Those of them whose entries follow what is counted. */
const COUNTED = { status: () => counted().status, outcomes: outcomeEntries };

function exists(facet) {
  return { pole: organisations.poles.length, region: organisations.regions.some(Boolean), community: data.communities }[
    facet
  ];
}

const ORDERS = {
  status: data.order.statuses,
  kind: data.order.kinds,
  size: data.order.sizes,
  outcomes: OUTCOMES,
};
const made = {};
/** What an SME can be with respect to large groups. */
export const SMALL = ["direct", "introduced", "far", "unreachable", "no_partner", "no_project"];

/**
 * What the entries of a facet are, in order, and which is that of each organisation.
 * @param {string} facet
 * @returns {{entries: string[], of: string[], numbers: Map<string, number>}}
 */
export function facetOf(facet) {
  const of = COUNTED[facet]?.() ?? null;
  if (made[facet] === undefined || (of !== null && made[facet].of !== of)) {
    made[facet] = make(facet, of);
  }
  return made[facet];
}

/** How many of some organisations each entry of a facet has. @param {string} facet @param {Uint8Array} hidden those that are not counted */
export function entryNumbers(facet, hidden) {
  const { of } = facetOf(facet);
  const numbers = new Map();
  of.forEach((entry, organisation) => hidden[organisation] === 0 && numbers.set(entry, (numbers.get(entry) ?? 0) + 1));
  return numbers;
}

function make(facet, following) {
  const raw =
    following ??
    (ORDERS[facet]
      ? organisations[facet]
      : Array.from({ length: count }, (_, organisation) => ownEntry(facet, organisation)));
  const numbers = new Map((ORDERS[facet] ?? []).map((entry) => [entry, 0]));
  raw.forEach((entry) => numbers.set(entry, (numbers.get(entry) ?? 0) + 1));
  if (ORDERS[facet]) {
    // An SME may become any kind of SME, and all may come to have other outcomes, when filters take projects away.
    const small = facet === "status" && raw.some((one) => SMALL.includes(one));
    const possible = (entry) => numbers.get(entry) > 0 || facet === "outcomes" || (small && SMALL.includes(entry));
    return { entries: [...numbers.keys()].filter(possible), of: raw, numbers };
  }
  const named = [...numbers]
    .filter(([entry]) => entry !== NONE)
    .sort(([one, n], [other, m]) => m - n || (one < other ? -1 : 1));
  const kept = new Set(named.slice(0, MOST).map(([entry]) => entry));
  const of = raw.map((entry) => (entry === NONE || kept.has(entry) ? entry : REST));
  const found = new Map([...kept, REST, NONE].map((entry) => [entry, 0]));
  of.forEach((entry) => found.set(entry, found.get(entry) + 1));
  return { entries: [...found].filter(([, number]) => number > 0).map(([entry]) => entry), of, numbers: found };
}

function ownEntry(facet, organisation) {
  if (facet === "pole") {
    const poles = organisations.pole[organisation] ?? [];
    return poles.length ? (poles.length > 1 ? REST : String(poles[0])) : NONE;
  }
  if (facet === "region") {
    return organisations.regions[organisations.region[organisation]]
      ? String(organisations.region[organisation])
      : NONE;
  }
  const community = organisations.community[organisation];
  return community < 0 ? NONE : String(community);
}

/** What an entry is called. @param {string} facet @param {string} entry */
export function entryName(facet, entry) {
  if (ORDERS[facet]) {
    return t(`${facet}.${entry}`);
  }
  if (entry === NONE) {
    return t("entry_none");
  }
  if (entry === REST) {
    return t(facet === "pole" ? "entry_several" : "entry_rest");
  }
  if (facet === "community") {
    return communityName(data.community_names.names[entry], data.community_names.areas);
  }
  return shown((facet === "pole" ? organisations.poles : organisations.regions)[Number(entry)], 60);
}
