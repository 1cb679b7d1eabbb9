"""The state of a network: what is in it, how much is unknown, and what was wrong in the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph.i18n import N_, _, ngettext, number
from polegraph.reports import words
from polegraph.sources._values import ROW_KEPT
from polegraph.tables import KINDS, PHASES, SIZES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polegraph.network import Network

INFO_COLUMNS: Final = ["topic", "item", "count", "share"]
CHECK_COLUMNS: Final = ["level", "source", "file", "row", "column", "value", "problem", "remedy"]
_COUNTED: Final = (
    "organisations",
    "projects",
    "participations",
    "poles",
    "memberships",
    "labels",
    "themes",
    "outcomes",
    "needs",
    "offers",
    "aliases",
    "descriptions",
    "rejected",
)
_MAY_BE_UNKNOWN: Final = {
    "organisations": ("country", "region", "siren", "pic", "lat"),
    "projects": ("year", "title", "programme", "funding"),
    "participations": ("role", "funding"),
}


def info(network: Network) -> pd.DataFrame:
    """Count what is in a network, and how much of it is unknown.

    Parameters
    ----------
    network
        The network.

    Returns
    -------
    DataFrame
        ``topic`` and ``item`` (what is counted), ``count``, ``share`` (of the rows that the topic is about, 0 to 1;
        missing where there is nothing to share).

    Examples
    --------
    >>> import polegraph.examples
    >>> table = info(polegraph.examples.tiny())
    >>> table.loc[table["topic"] == "size of companies", ["item", "count", "share"]].values.tolist()
    [['micro', 1, 0.25], ['sme', 2, 0.5], ['large', 1, 0.25]]
    """
    rows: list[tuple[str, str, int, float | None]] = [
        ("total", name, len(network.tables[name]), None) for name in _COUNTED if len(network.tables[name])
    ]
    if network.focus is not None:
        rows.append(("total", "chosen", len(network.focus), len(network.focus) / max(len(network.organisations), 1)))
    companies = network.organisations["kind"] == "company"
    rows += _shares("kind", network.organisations["kind"], KINDS)
    rows += _shares("size of companies", network.organisations.loc[companies, "size"], SIZES)
    years = network.projects["year"]
    rows += _shares("phase", _phases(years), [*PHASES, "other"])
    rows += _shares("year of projects", years.astype("str"), sorted(years.dropna().astype("str").unique()))
    programmes = network.projects["programme"]
    if programmes.notna().any():
        rows += _shares("programme", programmes, sorted(programmes.dropna().unique()))
    rows += _poles(network)
    rows += _unknown(network, companies)
    rows += _sources(network)
    table = pd.DataFrame(rows, columns=INFO_COLUMNS)
    return table.astype({"topic": "str", "item": "str", "count": "Int64", "share": "float64"})


def _shares(topic: str, values: pd.Series[Any], words: Iterable[str]) -> list[tuple[str, str, int, float | None]]:
    """Count each word that occurs, and what is unknown."""
    counts = values.value_counts()
    found = [(word, int(counts[word])) for word in words if word in counts.index]
    missing = int(values.isna().sum())
    if missing:
        found.append(("unknown", missing))
    return [(topic, word, count, count / len(values)) for word, count in found]


def _phases(years: pd.Series[int]) -> pd.Series[str]:
    phases = pd.Series("other", index=years.index, dtype="str").where(years.notna(), None)
    for phase, (first, last) in PHASES.items():
        phases = phases.mask(years.between(first, last).fillna(value=False).astype(bool), phase)
    return phases


def _poles(network: Network) -> list[tuple[str, str, int, float | None]]:
    rows: list[tuple[str, str, int, float | None]] = []
    names = network.poles.set_index("pole_id")["name"]
    for topic, table, total in (
        ("members of the pôle", network.memberships, len(network.organisations)),
        ("projects labelled by the pôle", network.labels, len(network.projects)),
    ):
        counts = table["pole_id"].value_counts()
        rows += [
            (topic, str(name), int(counts.get(pole, 0)), int(counts.get(pole, 0)) / max(total, 1))
            for pole, name in names.items()
        ]
    return rows


def _unknown(network: Network, companies: pd.Series[bool]) -> list[tuple[str, str, int, float | None]]:
    columns = {
        f"{name}.{column}": network.tables[name][column]
        for name, chosen in _MAY_BE_UNKNOWN.items()
        for column in chosen
    }
    columns = {"size of companies": network.organisations.loc[companies, "size"], **columns}
    return [
        ("unknown", name, int(values.isna().sum()), float(values.isna().mean()))
        for name, values in columns.items()
        if len(values)
    ]


def _sources(network: Network) -> list[tuple[str, str, int, float | None]]:
    counts = network.participations["source"].dropna().str.split(";").explode().value_counts()
    total = max(len(network.participations), 1)
    rows: list[tuple[str, str, int, float | None]] = [
        ("participations of the source", str(source), int(count), int(count) / total)
        for source, count in sorted(counts.items())
    ]
    for topic, column in (("rows read", "rows"), ("rows repeated", "repeated"), ("rows rejected", "rejected")):
        for entry in network.imports.to_dict(orient="records"):
            read, count = int(entry["rows"]), int(entry[column])
            share = count / read if read and column != "rows" else None
            rows.append((topic, f"{entry['file']} ({entry['source']})", count, share))
    return rows


def check(network: Network) -> pd.DataFrame:
    """List what was wrong in the files that a network was made from, and what is left to be wished for.

    Parameters
    ----------
    network
        The network, as a reader gives it or a dataset holds it.

    Returns
    -------
    DataFrame
        `CHECK_COLUMNS`; ``level`` is ``error`` (the row was not used) or ``remark``; ``row`` counts as a person does,
        the heading being row 1. ``problem`` and ``remedy`` are in the current language.

    Examples
    --------
    >>> import polegraph.examples
    >>> len(check(polegraph.examples.tiny()))
    0
    """
    rejected = network.rejected
    remedies = {reason: _remedy(str(reason)) for reason in rejected["reason"].unique()}
    errors = pd.DataFrame(
        {
            "level": np.where(unused(rejected), "error", "remark"),
            **{name: rejected[name] for name in ("source", "file", "row", "column", "value")},
            "problem": [_in_words(reason) for reason in rejected["reason"]],
            "remedy": [remedies[reason] for reason in rejected["reason"]],
        },
        columns=CHECK_COLUMNS,
    )
    remarks = pd.DataFrame(_remarks(network), columns=CHECK_COLUMNS)
    table = pd.concat([part for part in (errors, remarks) if len(part)] or [errors], ignore_index=True)
    return table.astype({**dict.fromkeys(CHECK_COLUMNS, "str"), "row": "Int64"})


def unused(rejected: pd.DataFrame) -> pd.Series[bool]:
    """Tell which entries of the table ``rejected`` are rows that were not used; of the others only a cell was not.

    Parameters
    ----------
    rejected
        The table.
    """
    return ~rejected["reason"].str.endswith(ROW_KEPT).fillna(value=False).astype(bool)


def _in_words(reason: str) -> str:
    """Give a reason in the current language; datasets keep it in English, its parts with ';' between."""
    return "; ".join(_(part) for part in reason.split("; "))


_REMEDIES: Final = {
    "required": N_("fill the cell in, then import the file again"),
    "missing": N_("fill the cell in, then import the file again"),
    "empty": N_("fill the cell in, then import the file again"),
    "twice": N_("keep one of the two rows, then import the file again"),
    "points to": N_("add the row that is pointed to, or correct the identifier, then import the file again"),
    "allowed": N_("use a word of the list (see polegraph templates), then import the file again"),
    "date": N_("write the date as YYYY-MM-DD, then import the file again"),
}


def _remedy(reason: str) -> str:
    """Say what to do about a reason; what fits no more special case is corrected in the file."""
    for sign, remedy in _REMEDIES.items():
        if sign in reason:
            return _(remedy)
    return _("correct the row in the file, then import it again; without it all other rows are used")


def _remarks(network: Network) -> list[dict[str, Any]]:
    remarks: list[dict[str, Any]] = []

    def remark(problem: str, remedy: str, **where: Any) -> None:  # noqa: ANN401  # values of several types
        remarks.append({"level": "remark", "problem": problem, "remedy": remedy, **where})

    for entry in network.imports.to_dict(orient="records"):
        where = {"source": entry["source"], "file": entry["file"]}
        for column in _listed(entry["dropped_columns"]):
            problem = _("this column is about persons; it was not kept")
            remark(problem, _("nothing: polegraph keeps no personal data"), column=column, **where)
        for column in _listed(entry["unknown_columns"]):
            problem = _("this column has no place in the model; it was not used")
            remark(
                problem, _("if it matters, name it as the templates do (polegraph templates)"), column=column, **where
            )
        if entry["cleaned"]:
            problem = ngettext(
                "{n} cell held characters that no file format can keep; they became spaces",
                "{n} cells held characters that no file format can keep; they became spaces",
                int(entry["cleaned"]),
            )
            remark(problem.format(n=number(int(entry["cleaned"]))), _("look at the names if they read oddly"), **where)
        for note in _listed(entry["notes"]):
            key, __, count = note.rpartition("=")
            remark(words.note(key), _("nothing, unless the number surprises you"), value=count, **where)
    alone = ~network.projects["project_id"].isin(network.participations["project_id"])
    if alone.any():
        problem = ngettext(
            "{n} project has no participant; the first is named here",
            "{n} projects have no participant; the first is named here",
            int(alone.sum()),
        )
        first = network.projects.loc[alone, "project_id"].iloc[0]
        remark(
            problem.format(n=number(int(alone.sum()))),
            _("add its participants"),
            column="project_id",
            value=first,
        )
    return remarks


def _listed(joined: object) -> list[str]:
    return joined.split(";") if isinstance(joined, str) else []
