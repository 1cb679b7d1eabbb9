// What stands in the panel all the time: how to read the map, where the data come from, what is not in them.

import { data } from "../data.js";
import { el } from "../dom.js";
import { figure, isolated, t, tn } from "../i18n.js";
import { allYears, organisations, projects } from "../network/graph.js";

/** What is said of where data come from: our own code in words, the name of another as it is. */
function sourceName(source) {
  return source === "own" ? t("source_own") : isolated(source);
}

const HELP = ["how_1", "how_2", "how_3", "how_4", "how_5", "how_6", "how_7", "how_8", "how_9", "how_10"];

/** Which years the data cover, and how much of them is without a year. */
function period() {
  if (allYears.length === 0) {
    return null;
  }
  const unknown = projects.year.filter((year) => !year).length;
  const said = t("period", { first: String(allYears[0]), last: String(allYears.at(-1)) });
  return el("p", { id: "period" }, unknown ? `${said} ${tn("period_unknown", unknown)}` : said);
}

/** Where the data come from, in a line. */
export function sourcesLine() {
  // What stands after a stroke is a sheet of the file or a part of the archive.
  const files = [...new Set(data.sources.map(([source, file]) => `${source}/${file.split("/")[0]}`))];
  return files.length
    ? t("files", {
        files: tn("n_files", files.length),
        sources: [...new Set(data.sources.map(([source]) => sourceName(source)))].join(", "),
      })
    : t("sources_none");
}

/** What stands in the panel all the time: how to read the map, and where the data come from. */
export function about() {
  const sources = data.sources.map(([source, file, ...numbers]) => {
    const [rows, kept, repeated, rejected] = numbers.map(figure);
    const names = { source: sourceName(source), file: isolated(file) };
    return el("li", {}, t("source", { ...names, rows, kept, repeated, rejected }));
  });
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
    el("ul", { class: "how" }, ...HELP.map((key) => el("li", {}, t(key)))),
    el("h2", {}, t("sources")),
    sources.length
      ? el("details", {}, el("summary", {}, sourcesLine()), el("ul", {}, ...sources))
      : el("p", {}, t("sources_none")),
    period(),
    out,
    organisations.opted_out ? el("p", { id: "opted-out" }, tn("opted_out", organisations.opted_out)) : null,
    el("p", { class: "hint" }, t("made_with")),
  ].filter((element) => element !== null);
}
