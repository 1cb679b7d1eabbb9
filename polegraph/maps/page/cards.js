// The cards: what is known of one organisation, and the projects behind one link. Buttons lead from each to the others.

import { data, el, figure, isolated, named, shown, t, tn } from "./text.js";
import { latestFirst, nameOf, organisations, partnersOf, projects, projectsOf, sharedProjects } from "./model.js";
import { swatch } from "./look.js";

const FIRST = 20; // entries of a list before it is asked for whole
const FEW = 8; // members of a project the same

/**
 * The card of an organisation.
 * @param {number} organisation
 * @param {{organisation: Function, link: Function}} go
 */
export function organisationCard(organisation, go) {
  const partners = partnersOf(organisation);
  const own = latestFirst(projectsOf[organisation]);
  return [
    el(
      "h2",
      { id: "card-title", tabindex: "-1" },
      swatch(organisations.kind[organisation], organisations.status[organisation]),
      named(nameOf(organisation), 200),
    ),
    el("dl", {}, ...facts(organisation, go).flatMap(([term, value]) => [el("dt", {}, term), el("dd", {}, ...value)])),
    ...section("partners", partners, ([partner, number]) => partnerItem(organisation, partner, number, go)),
    ...section("projects", own, (project) => projectItem(project, go, organisation)),
  ];
}

/** A heading with a number, and the list if there is anything in it. */
function section(key, entries, item) {
  const heading = el("h3", {}, `${t(key)} (${figure(entries.length)})`);
  return entries.length ? [heading, listed(entries, FIRST, item, key)] : [heading];
}

function facts(organisation, go) {
  const size = organisations.size[organisation];
  const status = organisations.status[organisation];
  const place = organisations.places[organisations.place[organisation]];
  const group = organisations.group[organisation];
  const words = t(`size.${size}`);
  const asGroup = group !== undefined && organisations.as_group.includes(organisation);
  return [
    [t("card_kind"), [t(`kind.${organisations.kind[organisation]}`)]],
    size === "unknown" ? null : [t("card_size"), [asGroup ? t("counts_as_group", { size: words }) : words]],
    group === undefined ? null : [t("card_group"), [named(group)]],
    place ? [t("card_place"), [named(place)]] : null,
    Object.hasOwn(data.words.en, `text.${status}`) ? [t("card_status"), statusText(organisation, go)] : null,
  ].filter((fact) => fact !== null);
}

function statusText(organisation, go) {
  const introducer = organisations.introducer[organisation];
  const status = organisations.status[organisation];
  const here = partnersOf(organisation).some(([partner]) => organisations.status[partner] === "large");
  const text = [status === "direct" && !here ? t("text.elsewhere") : t(`text.${status}`)];
  if (introducer !== undefined) {
    const [number, name] = introducer;
    text.push(" ", t("introducer"), " ", number >= 0 ? organisationButton(number, go) : named(name));
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
    swatch(organisations.kind[partner], organisations.status[partner]),
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
export function linkCard(one, other, go) {
  const shared = sharedProjects(one, other);
  return [
    el("h2", { id: "card-title", tabindex: "-1" }, organisationButton(one, go), " – ", organisationButton(other, go)),
    ...section("behind", shared, (project) => projectItem(project, go, null)),
  ];
}

function projectItem(project, go, without) {
  const acronym = projects.acronym[project];
  const title = projects.title[project];
  const called = acronym || title || t("unnamed_project", { id: shown(projects.id[project]) });
  const about = [years(project), projects.programmes[projects.programme[project]]].filter(Boolean).map((word) => shown(word));
  const members = projects.members[project].filter((member) => member !== without);
  return el(
    "li",
    { class: "project" },
    el("p", { class: "acronym" }, named(called, 200), " ", el("span", { class: "about" }, about.join(" · "))),
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

/** What is said of where data come from: our own code in words, the name of another as it is. */
function sourceName(source) {
  return source === "own" ? t("source_own") : isolated(source);
}

/** What stands in the panel all the time: how to read the map, and where the data come from. */
export function about() {
  const sources = data.sources.map(([source, file, ...numbers]) => {
    const [rows, kept, repeated, rejected] = numbers.map(figure);
    const names = { source: sourceName(source), file: isolated(file) };
    return el("li", {}, t("source", { ...names, rows, kept, repeated, rejected }));
  });
  // What stands after a stroke is a sheet of the file or a part of the archive.
  const files = tn("n_files", new Set(data.sources.map(([source, file]) => `${source}/${file.split("/")[0]}`)).size);
  const from = [...new Set(data.sources.map(([source]) => sourceName(source)))].join(", ");
  const [organisationsOut, projectsOut] = data.left_out;
  const out =
    organisationsOut + projectsOut > 0
      ? el(
          "p",
          { id: "left-out" },
          t("left_out", {
            organisations: tn("n_organisations", organisationsOut),
            projects: tn("n_projects", projectsOut),
          }),
        )
      : null;
  return [
    el("h2", {}, t("how")),
    el("ul", { class: "how" }, ...["how_1", "how_2", "how_3", "how_4"].map((key) => el("li", {}, t(key)))),
    el("h2", {}, t("sources")),
    sources.length ? el("details", {}, el("summary", {}, t("files", { files, sources: from })), el("ul", {}, ...sources)) : el("p", {}, t("sources_none")),
    out,
    el("p", { class: "hint" }, t("made_with")),
  ].filter((element) => element !== null);
}
