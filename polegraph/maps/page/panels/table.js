// The table: every organisation and project that is shown, sorted as asked, a page at a time; a grid for the keyboard.

import { el, named } from "../dom.js";
import { figure, shown, t, tn } from "../i18n.js";
import { counted, countedProjects, partnerNumbers } from "../network/counts.js";
import { nameOf, organisations, plain, projectName, projects, writtenOf, yearsOf } from "../network/graph.js";
import { state } from "../state/store.js";
import { firstOf, putFirst, sayFirst } from "./table_first.js";

const PAGE = 50; // rows at a time

const poleNames = (organisation) =>
  (organisations.pole[organisation] ?? []).map((pole) => organisations.poles[pole]).join(", ");

const subsidiaries = new Set(organisations.as_group);

/** The size that an organisation counts as, and of whom it is if that is the size of its group. @param {number} row */
export function sizeOf(row) {
  const words = t(`size.${organisations.size[row]}`);
  const group = organisations.group[row];
  return group !== undefined && subsidiaries.has(row)
    ? t("size_of_group", { size: words, group: shown(group, 80) })
    : words;
}

/** The columns of each table: what is shown, and by what it is sorted. */
export const COLUMNS = {
  organisations: {
    name: { of: nameOf, written: writtenOf },
    kind: { of: (row) => t(`kind.${organisations.kind[row]}`) },
    size: { of: (row) => (organisations.size[row] === "unknown" ? "" : sizeOf(row)) },
    place: { of: (row) => organisations.places[organisations.place[row]] },
    poles: { of: poleNames },
    status: { of: (row) => t(`status.${counted().status[row]}`) },
    projects: { of: (row) => countedProjects(row).length, number: true },
    partners: { of: (row) => partnerNumbers()[row], number: true },
    first: { of: (row) => yearsOf(row, countedProjects(row))?.[0] ?? "", number: true, year: true },
    last: { of: (row) => yearsOf(row, countedProjects(row))?.[1] ?? "", number: true, year: true },
  },
  projects: {
    project: { of: projectName },
    title: { of: (row) => (projects.acronym[row] ? projects.title[row] : "") },
    year: { of: (row) => projects.year[row] || "", number: true, year: true },
    programme: { of: (row) => projects.programmes[projects.programme[row]] },
    lead: {
      of: (row) => (projects.lead[row] < 0 ? "" : nameOf(projects.lead[row])),
      written: (row) => (projects.lead[row] < 0 ? "" : writtenOf(projects.lead[row])),
    },
    partners: { of: (row) => projects.members[row].length, number: true },
  },
};

const listing = {
  which: "organisations",
  by: "",
  down: false,
  page: 0,
  rows: { organisations: [], projects: [] },
  notes: null,
  ends: new Map(),
  first: null, // what stands first because it is selected
  note: "",
  remark: "",
};

/** Rows of the table in use as they are sorted, with its columns; for those who take them away. */
export function tableContent() {
  let columns = COLUMNS[listing.which];
  if (listing.notes !== null && listing.which === "organisations") {
    const { name, ...others } = columns;
    const note = {
      of: (row) => listing.notes.get(row) ?? "",
      number: /^\d/.test(listing.notes.values().next().value ?? ""),
    };
    const end = listing.ends.size ? { end: { of: (row) => listing.ends.get(row) ?? "" } } : {};
    columns = { name, note, ...end, ...others }; // the answer stands beside the name
  }
  const heading = (name) =>
    name === "note" ? [t(listing.note), listing.remark].filter(Boolean).join(" ") : t(`column.${name}`);
  const rows = sorted(columns);
  return {
    which: listing.which,
    columns,
    rows: listing.first === null ? rows : putFirst(rows, listing.first[listing.which]),
    heading,
  };
}

function sorted(columns) {
  const rows = listing.rows[listing.which];
  const column = columns[listing.by];
  if (column === undefined) {
    return rows;
  }
  const key = column.number
    ? (row) => Number(String(column.of(row)).replace(/\D/g, "")) || 0
    : (row) => plain(String(column.of(row)));
  const keyed = rows.map((row) => [key(row), row]);
  const empty = (value) => (value === "" || value === 0 ? 1 : 0);
  keyed.sort(([one, a], [other, b]) => {
    const last = column.number ? 0 : empty(one) - empty(other); // what is not known comes last, up or down
    return last || (one < other ? -1 : one > other ? 1 : 0) * (listing.down ? -1 : 1) || a - b;
  });
  return keyed.map(([, row]) => row);
}

/**
 * Make the table.
 * @param {HTMLElement} place
 * @param {{organisation: Function, project: Function}} go
 */
export function makeTable(place, go) {
  place.addEventListener("keydown", (event) => move(place, event, turn));
  let chosenHere = false; // a row of the table has been pressed: the table stays as it is below the pointer

  function write() {
    if (place.hidden) {
      return; // it is written when it is opened
    }
    const focused = document.activeElement?.closest("#table") ? document.activeElement.getAttribute("data-at") : null;
    const { which, columns, rows, heading } = tableContent();
    listing.page = Math.max(0, Math.min(listing.page, Math.ceil(rows.length / PAGE) - 1));
    const from = listing.page * PAGE;
    const part = rows.slice(from, from + PAGE);
    const names = Object.keys(columns);
    const head = el("tr", {}, ...names.map((name, at) => headCell(name, at, heading(name))));
    const body = part.map((row, line) =>
      el(
        "tr",
        {
          "aria-rowindex": from + line + 2,
          "data-row": row,
          class: listing.first?.[which].has(row) ? "first" : null,
        },
        ...names.map((name, at) => cell(columns[name], row, line + 1, at)),
      ),
    );
    const table = el(
      "table",
      {
        role: "grid",
        "aria-label": t(`table.${which}`),
        "aria-rowcount": rows.length + 1,
        "aria-colcount": names.length,
      },
      el("thead", {}, head),
      el("tbody", {}, ...body),
    );
    place.replaceChildren(bar(rows, from, part.length), el("div", { class: "scroll" }, table));
    markChosen();
    (place.querySelector(`[data-at="${focused}"]`) ?? place.querySelector("[data-at='0/0']")).setAttribute(
      "tabindex",
      "0",
    );
    if (focused) {
      place.querySelector("[data-at][tabindex='0']").focus({ preventScroll: true });
    }
  }

  function bar(rows, from, number) {
    const all = rows.length;
    const range = all
      ? t("rows", { from: figure(from + 1), to: figure(from + number), all: figure(all) })
      : t("rows_none");
    const which = ["organisations", "projects"].map((name) =>
      el(
        "button",
        {
          type: "button",
          class: "quiet",
          "aria-pressed": String(name === listing.which),
          onclick: () => change({ which: name, by: "", down: false, page: 0 }),
        },
        {
          organisations: tn("n_organisations", listing.rows.organisations.length),
          projects: tn("n_projects", listing.rows.projects.length),
        }[name],
      ),
    );
    return el(
      "div",
      { class: "bar" },
      ...said(rows),
      el("div", { role: "group", "aria-label": t("table_which") }, ...which),
      el(
        "div",
        { class: "pager" },
        el("span", { class: "range" }, range),
        el(
          "button",
          { type: "button", class: "quiet", disabled: from === 0, onclick: () => turn(-1) },
          t("rows_before"),
        ),
        el(
          "button",
          { type: "button", class: "quiet", disabled: from + number >= all, onclick: () => turn(1) },
          t("rows_after"),
        ),
      ),
    );
  }

  function headCell(name, at, words) {
    const order = listing.by === name ? (listing.down ? "descending" : "ascending") : "none";
    const sort = () =>
      change({ by: name, down: listing.by === name ? !listing.down : Boolean(numeric(name)), page: 0 });
    const button = el(
      "button",
      { type: "button", tabindex: "-1", "data-at": `0/${at}`, onclick: sort },
      words,
      el("span", { "aria-hidden": "true" }, { ascending: " ▲", descending: " ▼", none: "" }[order]),
    );
    return el("th", { scope: "col", "aria-sort": order }, button);
  }

  function numeric(name) {
    return tableContent().columns[name].number;
  }

  function cell(column, row, line, at) {
    const value = column.of(row);
    const words = typeof value === "number" && !column.year ? figure(value) : shown(String(value), 80);
    const where = { tabindex: "-1", "data-at": `${line}/${at}` };
    if (at === 0) {
      const open = () => {
        chosenHere = true;
        (listing.which === "organisations" ? go.organisation : go.project)(row);
        chosenHere = false;
      };
      return el(
        "td",
        {},
        el("button", { type: "button", class: "link", ...where, onclick: open }, named(String(value), 80)),
      );
    }
    return el("td", { ...where, class: column.number ? "number" : null }, value === "" ? "" : el("bdi", {}, words));
  }

  /** Say which question is answered, and what stands first. */
  function said(rows) {
    const found = state.asked ? [t("table_answer", { question: t(`question.${state.asked}`) })] : [];
    if (listing.first !== null) {
      found.push(sayFirst(listing.first, listing.which, rows));
    }
    return found.length ? [el("p", { class: "said" }, found.join(" "))] : [];
  }

  function markChosen() {
    const { selected } = state;
    const row = listing.which === "organisations" ? selected?.organisation : selected?.project;
    for (const line of place.querySelectorAll("tbody tr")) {
      if (Number(line.dataset.row) === row) {
        line.setAttribute("aria-selected", "true");
      } else {
        line.removeAttribute("aria-selected");
      }
    }
  }

  function turn(by) {
    change({ page: listing.page + by });
  }

  function change(values) {
    Object.assign(listing, values);
    write();
  }

  return {
    write,
    /**
     * Put first what is selected, with its partners; what was selected in the table itself is only marked in its place.
     * @param {object|null} selected
     * @param {object|null} highlight
     */
    putFirst: (selected, highlight) => {
      if (chosenHere || (selected === null && listing.first === null)) {
        markChosen();
      } else {
        change({ first: selected === null ? null : firstOf(selected, highlight), page: 0 });
      }
    },
    /**
     * Show these rows.
     * @param {{organisations: number[], projects: number[]}} rows
     * @param {{notes: Map, ends: Map, note: string, remark: string}} [answer] what stands beside the names, and what is said of it
     */
    show: (rows, { notes = null, ends = new Map(), note = "", remark = "" } = {}) =>
      change({ rows, notes, ends, note, remark, page: 0, ...(["note", "end"].includes(listing.by) ? { by: "" } : {}) }),
  };
}

/** Move in the grid: arrows to the next cell, Home and End in the row, Page Up and Down through the pages. */
function move(place, event, turn) {
  const at = event.target.getAttribute("data-at");
  const step = {
    ArrowRight: [0, 1],
    ArrowLeft: [0, -1],
    ArrowDown: [1, 0],
    ArrowUp: [-1, 0],
    Home: [0, -99],
    End: [0, 99],
  }[event.key];
  if (at === null || event.ctrlKey || event.altKey || event.metaKey) {
    return;
  }
  if (event.key === "PageDown" || event.key === "PageUp") {
    turn(event.key === "PageDown" ? 1 : -1);
    event.preventDefault();
  }
  if (step === undefined) {
    return;
  }
  const [line, column] = at.split("/").map(Number);
  const most = place.querySelectorAll("th").length - 1;
  const next = place.querySelector(`[data-at="${line + step[0]}/${Math.max(0, Math.min(most, column + step[1]))}"]`);
  if (next !== null) {
    event.target.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  }
  event.preventDefault();
}
