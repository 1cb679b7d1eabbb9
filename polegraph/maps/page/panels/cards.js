// The cards: what is known of one organisation, and the projects behind one link. Buttons lead from each to the others.

import { data } from "../data.js";
import { el, named } from "../dom.js";
import { figure, isolated, language, shown, t, tn } from "../i18n.js";
import { ofAllYears } from "../network/answers.js";
import { counted, countedProjects, groupName, groupNumber, groupsMet, introduces } from "../network/counts.js";
import {
  count,
  latestFirst,
  nameOf,
  organisations,
  partnersOf,
  projectName,
  projects,
  sharedProjects,
  yearsOf,
} from "../network/graph.js";
import { outcomesOf } from "../network/outcomes.js";
import { outcomeItem, outcomesHeld, saysOutcomes, supportFact } from "./outcome_facts.js";
import { swatchOf } from "./swatches.js";
import { sizeOf } from "./table.js";

const FIRST = 20; // entries of a list before it is asked for whole
const FEW = 8; // members of a project the same
const BAR = 18; // signs of the longest bar

/**
 * The card of an organisation.
 * @param {number} organisation
 * @param {{organisation: Function, link: Function, project: Function, around: Function, chainFrom: Function}} go
 */
function organisationCard(organisation, go) {
  const own = latestFirst(countedProjects(organisation));
  const partners = partnersOf(organisation, own);
  return [
    el("h2", { id: "card-title", tabindex: "-1" }, swatchOf(organisation), named(nameOf(organisation), 200)),
    el("dl", {}, ...facts(organisation, go).flatMap(([term, value]) => [el("dt", {}, term), el("dd", {}, ...value)])),
    el(
      "div",
      { class: "actions" },
      el("button", { type: "button", class: "quiet", onclick: () => go.around(organisation) }, t("around")),
      el(
        "button",
        { type: "button", class: "quiet", id: "chain-start", onclick: () => go.chainFrom(organisation) },
        t("chain_to"),
      ),
    ),
    el("div", { id: "chain-search", class: "chain", hidden: true }),
    ...suggested(organisation, go),
    ...byKind(partners, ([partner, number]) => partnerItem(organisation, partner, number, go)),
    ...introducers(organisation, partners, go),
    ...byYear(own),
    ...outcomes(outcomesHeld(organisation, own), (outcome) => projectButton(outcome.at(-1), go)),
    ...section("projects", own, (project) => projectItem(project, go, organisation)),
  ];
}

/** The partners, and how many there are of each kind: buttons that leave only these in the list. */
function byKind(partners, item) {
  const isOf = { large: ([partner]) => isLarge(partner) };
  for (const kind of data.order.kinds) {
    isOf[kind] = ([partner]) => organisations.kind[partner] === kind;
  }
  const groups = Object.entries(isOf)
    .map(([group, is]) => [group, partners.filter(is)])
    .filter(([, those]) => those.length);
  const [heading, ...rest] = section("partners", partners, item);
  if (groups.length === 0) {
    return [heading, ...rest];
  }
  const place = el("div", {}, ...rest);
  let chosen = "";
  const buttons = groups.map(([group, those]) => {
    const number = group === "large" ? groupNumber(those.map(([partner]) => partner)) : those.length; // a group and its subsidiaries are one
    const words = t(group === "large" ? "status.large" : `kind.${group}`);
    const onclick = () => {
      chosen = chosen === group ? "" : group;
      place.replaceChildren(listed(chosen ? those : partners, FIRST, item, "partners"));
      buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.kind === chosen)));
    };
    return el(
      "button",
      { type: "button", class: "quiet", "data-kind": group, "aria-pressed": "false", onclick },
      `${words} (${figure(number)})`,
    );
  });
  return [
    heading,
    el("div", { class: "kinds", role: "group", "aria-label": t("partners_by_kind") }, ...buttons),
    place,
  ];
}

const isLarge = (organisation) => organisations.status[organisation] === "large";

/** Who among the partners of an SME works with a large group, and with how many: a group and its subsidiaries are one. */
function introducers(organisation, partners, go) {
  if (counted().status[organisation] !== "introduced") {
    return [];
  }
  const found = partners
    .map(([partner]) => [partner, groupsMet(partner).length])
    .filter(([, number]) => number > 0)
    .sort(([one, n], [other, m]) => m - n || one - other);
  const item = ([partner, number]) =>
    el(
      "li",
      { class: "helper" },
      swatchOf(partner),
      organisationButton(partner, go),
      el("span", { class: "number" }, tn("n_large", number)),
    );
  return found.length ? section("introducers", found, item) : [];
}

/** How many projects began in each year: a bar of text, and the number. */
function byYear(own) {
  if (own.length < 2) {
    return [];
  }
  const numbers = new Map();
  [...own]
    .reverse()
    .forEach((project) => numbers.set(projects.year[project], (numbers.get(projects.year[project]) ?? 0) + 1));
  const most = Math.max(...numbers.values());
  const bars = [...numbers].map(([year, number]) => {
    const bar = "█".repeat(Math.ceil((number * Math.min(most, BAR)) / most));
    return el(
      "li",
      {},
      el("span", {}, year ? String(year) : t("year_unknown")),
      " ",
      el("span", { class: "bar", "aria-hidden": "true" }, bar),
      " ",
      figure(number),
    );
  });
  return [
    el("h3", {}, t("projects_by_year")),
    el("ul", { class: "bars", "aria-label": t("projects_by_year") }, ...bars),
  ];
}

/** What came out of projects, each with a button; nothing if there is none. */
function outcomes(found, button) {
  return found.length ? section("outcomes", found, (outcome) => outcomeItem(outcome, button(outcome))) : [];
}

/** A heading with a number, and the list if there is anything in it. */
function section(key, entries, item) {
  const heading = el("h3", {}, `${t(key)} (${figure(entries.length)})`);
  return entries.length ? [heading, listed(entries, FIRST, item, key)] : [heading];
}

function facts(organisation, go) {
  const size = organisations.size[organisation];
  const status = counted().status[organisation];
  const place = organisations.places[organisations.place[organisation]];
  const group = organisations.group[organisation];
  const poles = (organisations.pole[organisation] ?? []).map((pole) => organisations.poles[pole]);
  const span = yearsOf(organisation, countedProjects(organisation));
  const written = organisations.written[organisation];
  return [
    written === undefined ? null : [t("card_written"), [named(written, 200)]],
    [t("card_kind"), [t(`kind.${organisations.kind[organisation]}`)]],
    size === "unknown" ? null : [t("card_size"), [el("bdi", {}, sizeOf(organisation))]],
    group === undefined ? null : [t("card_group"), [named(group)]],
    place ? [t("card_place"), [named(place)]] : null,
    poles.length ? [t("card_poles"), [named(poles.join(", "), 300)]] : null,
    span === null ? null : [t("card_years"), [span[0] === span[1] ? String(span[0]) : `${span[0]}–${span[1]}`]],
    introducesFact(organisation),
    ...["needs", "offers"].map((table) => supportFact(table, organisation)),
    Object.hasOwn(data.words.en, `text.${status}`) ? [t("card_status"), statusText(organisation, go)] : null,
  ].filter((fact) => fact !== null);
}

function suggested(organisation, go) {
  const found = data.partners?.[organisation] ?? [];
  const item = ({ number, name, reasons }) =>
    el(
      "li",
      {},
      number >= 0 ? organisationButton(number, go) : named(name),
      el("p", { class: "hint reason" }, el("bdi", {}, reasons[language()])),
    );
  const [heading, ...list] = section("suggested", found, item);
  return found.length
    ? [heading, ofAllYears() ? el("p", { class: "hint" }, ofAllYears()) : null, ...list].filter((part) => part !== null)
    : [];
}

/** How many SMEs an organisation could introduce to a large group. */
function introducesFact(organisation) {
  const found = introduces().get(organisation);
  return found === undefined ? null : [t("card_introduces"), [tn("n_smes", found)]];
}

function statusText(organisation, go) {
  const { status: all, by, to } = counted();
  const status = all[organisation];
  const here = partnersOf(organisation, countedProjects(organisation)).some(([partner]) => isLarge(partner));
  const text = [status === "direct" && !here ? t("text.elsewhere") : t(`text.${status}`)];
  const number = by[organisation];
  // Who is not on the page is named there only for the whole of the network.
  const name = number >= count && !counted().narrowed ? organisations.introducer[organisation]?.[1] : undefined;
  if (number >= 0 && (number < count || name !== undefined)) {
    text.push(" ", t("introducer"), " ", number < count ? organisationButton(number, go) : named(name));
    text.push(" ", t("introduced_to"), " ", named(groupName(to[organisation])));
  }
  return text;
}

function organisationButton(organisation, go) {
  return el(
    "button",
    { type: "button", class: "link", onclick: () => go.organisation(organisation) },
    named(nameOf(organisation)),
  );
}

function partnerItem(organisation, partner, number, go) {
  const shared = tn("n_projects", number);
  return el(
    "li",
    { class: "partner" },
    swatchOf(partner),
    organisationButton(partner, go),
    el(
      "button",
      {
        type: "button",
        class: "quiet",
        "aria-label": t("behind_of", { projects: shared, name: isolated(nameOf(partner)) }),
        onclick: () => go.link(organisation, partner),
      },
      shared,
    ),
  );
}

/**
 * The card of a link.
 * @param {number} one
 * @param {number} other
 * @param {{organisation: Function, link: Function}} go
 */
function linkCard(one, other, go) {
  const shared = sharedProjects(one, other, countedProjects(one));
  return [
    el("h2", { id: "card-title", tabindex: "-1" }, organisationButton(one, go), " – ", organisationButton(other, go)),
    ...section("behind", shared, (project) => projectItem(project, go, null)),
  ];
}

/**
 * The card of a project: what it is, and its consortium.
 * @param {number} project
 * @param {{organisation: Function}} go
 */
function projectCard(project, go) {
  const members = [...projects.members[project]].sort(
    (one, other) => (projects.lead[project] === other) - (projects.lead[project] === one),
  );
  const themes = (projects.theme[project] ?? []).map((theme) => projects.themes[theme]);
  return [
    el("h2", { id: "card-title", tabindex: "-1" }, named(projectName(project), 200)),
    projects.acronym[project] && projects.title[project]
      ? el("p", { class: "title" }, named(projects.title[project], 300))
      : null,
    el("p", { class: "hint" }, aboutProject(project).join(" · ")),
    themes.length ? el("p", { class: "hint" }, named(themes.join(", "), 300)) : null,
    ...(saysOutcomes(project)
      ? section("outcomes", outcomesOf(project), (outcome) =>
          outcomeItem(outcome, outcome[3] < 0 ? null : organisationButton(outcome[3], go)),
        )
      : []),
    ...section("consortium", members, (member) => memberItem(project, member, go)),
  ].filter((element) => element !== null);
}

/**
 * The card of a chain of partners.
 * @param {number[]|null} steps organisations from one end to the other
 * @param {[number, number]} ends
 * @param {{organisation: Function, link: Function, project: Function}} go
 */
function chainCard(steps, ends, go) {
  const heading = el(
    "h2",
    { id: "card-title", tabindex: "-1" },
    t("chain"),
    ": ",
    organisationButton(ends[0], go),
    " – ",
    organisationButton(ends[1], go),
  );
  if (steps === null) {
    return [heading, el("p", {}, t("chain_none"))];
  }
  const items = steps.map((organisation, at) => {
    const shared = at ? sharedProjects(steps[at - 1], organisation, countedProjects(steps[at - 1])) : [];
    const first = shared
      .slice(0, FIRST)
      .map((project) => el("li", {}, projectButton(project, go), ` (${years(project)})`));
    return el(
      "li",
      {},
      first.length ? el("ul", { class: "entries hint", "aria-label": t("projects") }, ...first) : null,
      swatchOf(organisation),
      " ",
      organisationButton(organisation, go),
      subsidiary(organisation),
    );
  });
  return [heading, el("ol", { class: "steps" }, ...items)];
}

/** Of which group somebody is, where a chain leads to one of a group. */
function subsidiary(organisation) {
  const group = organisations.group[organisation];
  return group === undefined ? null : el("small", {}, ` (${t("subsidiary_of", { group: isolated(group) })})`);
}

function aboutProject(project) {
  return [years(project), projects.programmes[projects.programme[project]]].filter(Boolean).map((word) => shown(word));
}

function projectButton(project, go) {
  return el(
    "button",
    { type: "button", class: "link", onclick: () => go.project(project) },
    named(projectName(project), 200),
  );
}

function projectItem(project, go, without) {
  const acronym = projects.acronym[project];
  const title = projects.title[project];
  const known = aboutProject(project);
  const members = projects.members[project].filter((member) => member !== without);
  return el(
    "li",
    { class: "project" },
    el("p", { class: "acronym" }, projectButton(project, go), " ", el("span", { class: "about" }, known.join(" · "))),
    acronym && title ? el("p", { class: "title" }, named(title, 300)) : null,
    members.length ? listed(members, FEW, (member) => memberItem(project, member, go), "partners", "members") : null,
  );
}

function memberItem(project, member, go) {
  const role = projects.lead[project] === member ? el("small", {}, ` (${t("lead")})`) : null;
  return el("li", {}, organisationButton(member, go), role);
}

function years(project) {
  const [start, end] = [projects.year[project], projects.end[project]];
  return start === 0 ? t("year_unknown") : end > start ? `${start}–${end}` : String(start);
}

/** A list that shows its first entries, and all when asked. */
function listed(entries, most, item, label, kind = "entries") {
  const list = el("ul", { class: kind, "aria-label": t(label) }, ...entries.slice(0, most).map(item));
  if (entries.length <= most) {
    return list;
  }
  const more = el("button", { type: "button", class: "quiet more" }, t("more", { n: figure(entries.length) }));
  const block = el("div", {}, list, more);
  more.addEventListener("click", () => {
    const rest = entries.slice(most).map(item);
    list.append(...rest);
    more.remove();
    rest[0].querySelector("button")?.focus();
  });
  return block;
}

/**
 * The card of what is selected.
 * @param {object} selected {organisation}, {project}, {one, other}, or {chain, ends}
 * @param {object} go what follows when a button of it is pressed
 */
export function cardOf(selected, go) {
  if ("organisation" in selected) {
    return organisationCard(selected.organisation, go);
  }
  if ("project" in selected) {
    return projectCard(selected.project, go);
  }
  return "chain" in selected
    ? chainCard(selected.chain, selected.ends, go)
    : linkCard(selected.one, selected.other, go);
}
