// What everything on the page is counted on: the projects and organisations that the filters leave, as `Network.select`
// has it, and what the organisations then are. One place for questions, legend, sentences, table, cards and what is taken away.

import { data } from "../data.js";
import { NARROWING_FILTERS, PROJECT_FILTERS, passesAll } from "../state/filters.js";
import { state } from "../state/store.js";
import { count, isChosen, organisations, parts, projects, projectsOf } from "./graph.js";
import { isSmall, isSme, ties, unitOf, unitsMet, without } from "./large_groups.js";

const NAMES = [...PROJECT_FILTERS, ...NARROWING_FILTERS];
const KEPT = 12; // reckonings that are kept: a reader goes back and forth
const URGENCY = ["introduced", "far", "unreachable", "no_partner", "no_project"];

const { ground } = data;
const isMember = Uint8Array.from(organisations.id, (_, row) => Number(organisations.pole[row] !== undefined)); // of any pôle, on the day
const isDissolved = Uint8Array.from(organisations.id, () => 0); // dissolved: a row in no answer
organisations.dissolved.forEach((row) => {
  isDissolved[row] = 1;
});
const kept = { ties: new Map(), reckonings: new Map() };
let present = null; // what was counted last, and on which filters

/** Give what was kept under a key, or make it; the oldest is forgotten. */
function once(store, key, make) {
  if (!store.has(key)) {
    store.set(key, make());
    if (store.size > KEPT) {
      store.delete(store.keys().next().value);
    }
  }
  return store.get(key);
}

/** What the page is counted on now: what the filters that are set leave. */
export function counted() {
  // Asked thousands of times between two changes; filters that have changed are another object.
  if (present?.filters !== state.filters) {
    present = { filters: state.filters, found: reckon(state.filters) };
  }
  return present.found;
}

/**
 * Count what filters leave.
 * @param {object} filters by name, as state/filters.js declares them; empty or absent for all
 * @returns {{active: Uint8Array|null, status: string[], by: Int32Array, to: Int32Array, strength: Int32Array, own: Int32Array,
 *   inside: Uint8Array, chosen: Uint8Array, projects: Uint8Array, narrowed: boolean, focused: boolean, undated: number}}
 *   `inside`, `projects` are of the smaller network, `chosen` whose rows the questions are about; `focused`, whether these are
 *   fewer; `narrowed`, whether there is a filter at all; `undated`, the projects left out because their year is not known
 */
export function reckon(filters) {
  const asked = Object.fromEntries(NAMES.map((name) => [name, filters[name] || ""]));
  const byProject = PROJECT_FILTERS.map((name) => asked[name]);
  const own = once(kept.ties, JSON.stringify(byProject), () => {
    const every = activeParts(asked);
    return { every, active: every === null ? null : every.subarray(0, projects.id.length), ...ties(every) };
  });
  return once(kept.reckonings, JSON.stringify(asked), () => ({
    ...own,
    ...smaller(own.active, own.own, asked),
    narrowed: Object.values(asked).some(Boolean),
    undated: undated(asked),
    lazy: {},
  }));
}

/** The projects that pass, those beyond the page after its own; null if no filter asks about projects. */
function activeParts(asked) {
  if (!PROJECT_FILTERS.some((name) => asked[name])) {
    return null;
  }
  const passes = passesAll(PROJECT_FILTERS, asked);
  return Uint8Array.from(parts.year, (_, project) => Number(passes(project)));
}

/** How many projects would be there, were their year known. */
function undated(asked) {
  if ((!asked.since && !asked.until) || !projects.year.includes(0)) {
    return 0;
  }
  const rest = { ...asked, since: "", until: "" };
  const active = activeParts(rest);
  const found = smaller(active?.subarray(0, projects.id.length) ?? null, ties(active).own, rest);
  return projects.year.filter((year, project) => year === 0 && found.projects[project] === 1).length;
}

/** The smaller network: who is chosen, their projects and those that the pôle has labelled, and the partners in them. */
function smaller(active, own, asked) {
  const passes = (project) => active === null || active[project] === 1;
  const isAsked = passesAll(NARROWING_FILTERS, asked);
  const focused = data.focused || NARROWING_FILTERS.some((name) => asked[name]);
  // What a pôle has labelled is its own whoever takes part, as long as the pôle alone is asked for.
  const byPole = NARROWING_FILTERS.every((name) => name === "pole" || !asked[name]);
  const [inside, chosen, mine] = [new Uint8Array(count), new Uint8Array(count), new Uint8Array(projects.id.length)];
  for (let organisation = 0; organisation < count; organisation += 1) {
    // Of those with projects, one that passes must be among them; who has none, or is a member of a pôle, stays.
    const stays =
      active === null || own[organisation] > 0 || isMember[organisation] === 1 || !projectsOf[organisation].length;
    chosen[organisation] = Number(stays && (!data.focused || isChosen[organisation] === 1) && isAsked(organisation));
    inside[organisation] = chosen[organisation];
  }
  projects.members.forEach((members, project) => {
    if (passes(project)) {
      mine[project] = Number(
        !focused || members.some((member) => chosen[member] === 1) || (byPole && isLabelled(project, asked.pole)),
      );
    }
    if (mine[project] === 1) {
      members.forEach((member) => {
        inside[member] = 1;
      });
    }
  });
  return { inside, chosen, projects: mine, focused };
}

/** Whether a project is there because the pôle has labelled it. On a page of a pôle, who else would have brought it? */
function isLabelled(project, pole) {
  const brought = data.focused && !projects.members[project].some((member) => isChosen[member] === 1);
  return (brought || !data.focused) && (pole ? (ground.labels[project] ?? []).includes(Number(pole)) : brought);
}

/** Give something of what is counted on now, which is made when first asked for. */
function later(name, make) {
  const { lazy } = counted();
  lazy[name] ??= make(counted());
  return lazy[name];
}

/** The projects of an organisation that count. @param {number} organisation */
export function countedProjects(organisation) {
  const { active } = counted();
  return active === null
    ? projectsOf[organisation]
    : projectsOf[organisation].filter((project) => active[project] === 1);
}

/** How many partners each organisation has in the projects that count. @returns {Int32Array} */
export function partnerNumbers() {
  return later("partners", ({ active }) => neighbours(active));
}

/** How many organisations, projects and links the smaller network has, and how many of them are chosen. */
export function totals() {
  return later("totals", (found) => {
    const sum = (flags) => flags.reduce((total, flag) => total + flag, 0);
    const all = (numbers) => numbers.reduce((total, number) => total + number, 0) / 2;
    return {
      organisations: sum(found.inside),
      chosen: sum(found.chosen),
      projects: sum(found.projects),
      links: found.narrowed ? all(found.focused ? neighbours(found.projects) : partnerNumbers()) : data.links.all,
    };
  });
}

/** Count the partners of each in some projects: an organisation leaves its mark on those that it has met. */
function neighbours(active) {
  const each = new Int32Array(count);
  const met = new Int32Array(count).fill(-1);
  for (let organisation = 0; organisation < count; organisation += 1) {
    met[organisation] = organisation;
    for (const project of projectsOf[organisation]) {
      if (active === null || active[project] === 1) {
        for (const member of projects.members[project]) {
          if (met[member] !== organisation) {
            met[member] = organisation;
            each[organisation] += 1;
          }
        }
      }
    }
  }
  return each;
}

/** The large groups that an organisation meets in the projects that count. @param {number} organisation @returns {number[]} */
export function groupsMet(organisation) {
  return [...unitsMet(organisation, counted().every).keys()];
}

/** The large groups themselves among some organisations: how many, a group and its subsidiaries being one. @param {number[]} those */
export function groupNumber(those) {
  return new Set(those.map((organisation) => unitOf[organisation]).filter((unit) => unit >= 0)).size;
}

/** What a large group is called. @param {number} unit */
export function groupName(unit) {
  return ground.names[unit] ?? "";
}

/** Those that count as the same large group; an organisation alone if it is of none. @param {number} organisation */
export function sameGroup(organisation) {
  const unit = unitOf[organisation];
  const those =
    unit < 0 ? [] : [...organisations.id.keys()].filter((other) => unitOf[other] === unit && other !== organisation);
  return [organisation, ...those];
}

/**
 * Who answers a question, in the order in which they are to be read: as the commands links and synergies list them.
 * @param {string} question
 * @returns {number[]}
 */
export function answered(question) {
  return later(question, (found) => ANSWERS[question](found));
}

const ANSWERS = {
  without_large: (found) =>
    smes(found)
      .filter((row) => found.status[row] !== "direct")
      .sort(byUrgency(found)),
  one_introduction: (found) => answered("without_large").filter((row) => found.status[row] === "introduced"),
  labs_without_sme: (found) => lacking(found, (row) => organisations.kind[row] === "lab", isSmall),
  training_left_out: (found) =>
    lacking(
      found,
      (row) => organisations.kind[row] === "training_body",
      (row) => organisations.kind[row] === "company",
    ),
  members_without_project: (found) =>
    rows(found.chosen)
      .filter((row) => isMember[row] === 1 && found.own[row] === 0)
      .sort(byProjects(found)),
  introducers: (found) => {
    const numbers = introduces();
    return [...numbers.keys()]
      .filter((row) => row < count && found.inside[row] === 1)
      .sort((one, other) => numbers.get(other) - numbers.get(one) || one - other);
  },
};

/** How many of the chosen SMEs each organisation could introduce. @returns {Map<number, number>} */
export function introduces() {
  return later("introduces", (found) => {
    const numbers = new Map();
    rows(found.chosen)
      .filter((row) => found.by[row] >= 0)
      .forEach((row) => numbers.set(found.by[row], (numbers.get(found.by[row]) ?? 0) + 1));
    return numbers;
  });
}

const rows = (flags) => [...flags.keys()].filter((row) => flags[row] === 1);

/** The SMEs that the questions are about, whatever they lack. */
function smes(found) {
  return rows(found.chosen).filter(isSme);
}

function lacking(found, who, whom) {
  return without(found.every, (row) => found.chosen[row] === 1 && isDissolved[row] === 0 && who(row), whom).sort(
    byProjects(found),
  );
}

function byName(one, other) {
  const [name, another] = [organisations.name[one], organisations.name[other]];
  return name < another ? -1 : name > another ? 1 : one - other;
}

function byProjects({ own }) {
  return (one, other) => own[other] - own[one] || byName(one, other);
}

function byUrgency(found) {
  const place = (row) => URGENCY.indexOf(found.status[row]);
  const more = byProjects(found);
  return (one, other) => place(one) - place(other) || found.strength[other] - found.strength[one] || more(one, other);
}
