// The network as the page holds it: who is who, who works with whom and in which projects. No drawing here.

import { data } from "../data.js";
import { shown, t } from "../i18n.js";

export const organisations = data.organisations;
export const projects = data.projects;

/** Number of organisations. */
export const count = organisations.id.length;

/** The projects of each organisation, by number. */
export const projectsOf = Array.from({ length: count }, () => []);
projects.members.forEach((members, project) => {
  for (const member of members) {
    projectsOf[member].push(project);
  }
});

/** Whether each organisation was chosen (a pôle, a region) rather than being a partner of one that was. */
export const isChosen = new Uint8Array(count);
for (const organisation of organisations.chosen) {
  isChosen[organisation] = 1;
}

/** Organisations, the most active first. */
export const byActivity = Array.from({ length: count }, (_, organisation) => organisation).sort(
  (one, other) => projectsOf[other].length - projectsOf[one].length || one - other,
);

/**
 * The partners of an organisation with the number of projects shared, most first.
 * @param {number} organisation
 * @param {number[]} [own] the projects of it that count
 * @returns {Array<[number, number]>}
 */
export function partnersOf(organisation, own = projectsOf[organisation]) {
  const shared = new Map();
  for (const project of own) {
    for (const member of projects.members[project]) {
      if (member !== organisation) {
        shared.set(member, (shared.get(member) ?? 0) + 1);
      }
    }
  }
  return [...shared].sort(
    ([one, n], [other, m]) => m - n || projectsOf[other].length - projectsOf[one].length || one - other,
  );
}

/** The projects that two organisations share, the latest first. @param {number} one @param {number} other @param {number[]} [own] those of one that count */
export function sharedProjects(one, other, own = projectsOf[one]) {
  const ofOther = new Set(projectsOf[other]);
  return latestFirst(own.filter((project) => ofOther.has(project)));
}

/** Sort projects by year, the latest first. @param {number[]} list */
export function latestFirst(list) {
  return [...list].sort((one, other) => projects.year[other] - projects.year[one] || one - other);
}

/** First and last known year of the projects of an organisation, or null. @param {number} organisation @param {number[]} [own] those that count */
export function yearsOf(organisation, own = projectsOf[organisation]) {
  const years = own.map((project) => projects.year[project]).filter(Boolean);
  return years.length ? [Math.min(...years), Math.max(...years)] : null;
}

/** What a project is called. @param {number} project */
export function projectName(project) {
  return (
    projects.acronym[project] || projects.title[project] || t("unnamed_project", { id: shown(projects.id[project]) })
  );
}

/** The years of all projects, in order. */
export const allYears = [...new Set(projects.year.filter(Boolean))].sort((one, other) => one - other);

/**
 * Who can be reached from an organisation within some steps from partner to partner.
 * @param {number} start
 * @param {number} depth
 * @param {Uint8Array|null} active projects that count; null for all
 * @returns {Set<number>}
 */
export function near(start, depth, active = null) {
  const reached = new Set([start]);
  let front = [start];
  for (let step = 0; step < depth && front.length; step += 1) {
    const next = [];
    for (const organisation of front) {
      for (const project of projectsOf[organisation]) {
        if (active === null || active[project] === 1) {
          for (const member of projects.members[project]) {
            if (!reached.has(member)) {
              reached.add(member);
              next.push(member);
            }
          }
        }
      }
    }
    front = next;
  }
  return reached;
}

/**
 * A shortest chain of partners between two organisations. Of several, that over the first in the order of identifiers.
 * @param {number|number[]} from where it may start, the likeliest first: an organisation, or all that count as one group
 * @param {number|number[]} to where it may end, the likeliest first
 * @param {Uint8Array|null} active projects that count; null for all
 * @returns {number[]|null} organisations from start to end; null if there is no chain
 */
export function chain(from, to, active = null) {
  const [starts, goals] = [[from].flat(), [to].flat()];
  const before = new Int32Array(count).fill(-1);
  const asked = Uint8Array.from(projects.id, (_, project) => Number(active !== null && active[project] === 0));
  starts.forEach((start) => {
    before[start] = start;
  });
  let front = starts;
  while (front.length && goals.every((goal) => before[goal] < 0)) {
    const next = [];
    for (const organisation of front) {
      for (const project of projectsOf[organisation]) {
        if (asked[project] === 0) {
          asked[project] = 1;
          for (const member of projects.members[project]) {
            if (before[member] < 0) {
              before[member] = organisation;
              next.push(member);
            }
          }
        }
      }
    }
    front = next.sort((one, other) => one - other);
  }
  const goal = goals.find((one) => before[one] >= 0);
  if (goal === undefined) {
    return null;
  }
  const steps = [goal];
  while (before[steps[0]] !== steps[0]) {
    steps.unshift(before[steps[0]]);
  }
  return steps;
}

/** What an organisation is called. @param {number} organisation */
export function nameOf(organisation) {
  return organisations.name[organisation];
}

/** What the source calls it, where the page shows a cleaned name; for lists that machines read. @param {number} organisation */
export function writtenOf(organisation) {
  return organisations.written[organisation] ?? organisations.name[organisation];
}

/** Letters that Unicode does not take apart, as in polegraph/names/normal_forms.py: œ is found as oe, ł as l. */
const letters = new Map(
  (
    "æ:ae œ:oe ø:o ð:d đ:d þ:th ħ:h ı:i ĸ:k ł:l ŋ:n ŧ:t ſ:s ß:ss ƀ:b ƃ:b ƈ:c ƌ:d ƒ:f ƕ:hv ƙ:k ƚ:l ƞ:n ƣ:oi ƥ:p " +
    "ƫ:t ƭ:t ƴ:y ƶ:z ǝ:e ǥ:g ȝ:y ȡ:d ȣ:ou ȥ:z ȴ:l ȵ:n ȶ:t ȷ:j ȼ:c ȿ:s ɀ:z ɇ:e ɉ:j ɋ:q ɍ:r ɏ:y ɑ:a ɓ:b ɔ:o ɖ:d ɗ:d " +
    "ə:e ɛ:e ɠ:g ɡ:g ɣ:g ɦ:h ɨ:i ɩ:i ɫ:l ɬ:l ɭ:l ɯ:u ɱ:m ɲ:n ɳ:n ɵ:o ɽ:r ʀ:r ʂ:s ʃ:s ʈ:t ʉ:u ʊ:u ʋ:v ʌ:v ʒ:z ⱡ:l " +
    "ⱥ:a ⱦ:t ⱨ:h ⱪ:k ⱬ:z ⱳ:w"
  )
    .split(" ")
    .map((pair) => /** @type {[string, string]} */ (pair.split(":"))),
);

/**
 * What stays of a text when case, accents and punctuation are set aside.
 * @param {string} text
 */
export function plain(text) {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\p{M}'’‘`´ʼ]/gu, "")
    .replace(/[^\p{ASCII}]/gu, (letter) => letters.get(letter) ?? letter)
    .replaceAll("l·l", "ll")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

let searchable = null;

/** How else an organisation is written: by its source, where case, accents and punctuation do not make it the same, and others. */
function otherSpellings(organisation) {
  const written = writtenOf(organisation).slice(0, 1000);
  const same = plain(written) === plain(nameOf(organisation).slice(0, 1000));
  return [...(same ? [] : [written]), ...(organisations.aliases[organisation] ?? [])];
}

/** Every spelling of every organisation, made plain when first needed. */
function spellings() {
  if (searchable === null) {
    searchable = [];
    for (const organisation of byActivity) {
      searchable.push([organisation, plain(organisations.name[organisation].slice(0, 1000)), null]);
      for (const alias of otherSpellings(organisation)) {
        searchable.push([organisation, plain(alias), alias]);
      }
    }
  }
  return searchable;
}

/**
 * Find organisations: every word asked for must stand in one of their spellings.
 * @param {string} text
 * @returns {Array<{organisation: number, alias: string|null}>} best first
 */
export function find(text) {
  const asked = plain(text);
  if (!asked) {
    return [];
  }
  const words = asked.split(" ");
  const best = new Map();
  spellings().forEach(([organisation, spelling, alias], place) => {
    if (!words.every((word) => spelling.includes(word))) {
      return;
    }
    const whole =
      spelling === asked ? 0 : spelling.startsWith(asked) ? 1 : ` ${spelling}`.includes(` ${asked}`) ? 2 : 3;
    const rank = whole + (alias === null ? 0 : 0.5);
    const before = best.get(organisation);
    if (before === undefined || rank < before.rank) {
      best.set(organisation, { organisation, alias, rank, place });
    }
  });
  return [...best.values()].sort((one, other) => one.rank - other.rank || one.place - other.place);
}

/** The projects of the page, and after them those beyond it that join two organisations. */
export const parts = {
  year: projects.year.concat(data.ground.year),
  programme: projects.programme.concat(data.ground.programme),
  outcome: projects.outcome.concat(data.ground.outcome),
  theme: (project) =>
    (project < projects.id.length ? projects.theme[project] : data.ground.theme[project - projects.id.length]) ?? [],
};
