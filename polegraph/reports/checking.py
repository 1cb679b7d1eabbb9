"""What is wrong in the files that a network was read from, what follows from it, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph.i18n import N_, _, ngettext, number
from polegraph.reports import _nobodys, account, words
from polegraph.sources._common import CELLS_OF
from polegraph.sources._values import ALL_AS_INTERNAL, TAKEN_AS_DISSOLVED, TAKEN_AS_INTERNAL, TAKEN_AS_OPTED_OUT

if TYPE_CHECKING:
    from polegraph.network import Network

COLUMNS: Final = ["level", "source", "file", "row", "column", "value", "problem", "remedy"]

_PROTECTED: Final = (TAKEN_AS_INTERNAL, ALL_AS_INTERNAL, TAKEN_AS_OPTED_OUT, TAKEN_AS_DISSOLVED)
# What to do about a reason, by what stands in it; the first that fits counts.
_REMEDIES: Final = {
    "cells than the heading": N_(
        "see whether a separator is missing or too many in this row, correct it, then import the file again"
    ),
    "seems to speak of": N_("correct the row that could not be read, then import the file again"),
    ALL_AS_INTERNAL: N_("if the sheet is for everybody, take these words away, then import the file again"),
    TAKEN_AS_INTERNAL: N_(
        "write 'public', 'members' or 'internal' in the cell, then import the file again; until then the row is shown "
        "to the audience 'internal' alone"
    ),
    TAKEN_AS_OPTED_OUT: N_(
        "write yes or no in the cell, then import the file again; until then the organisation is suggested to nobody"
    ),
    TAKEN_AS_DISSOLVED: N_(
        "write the day as DD/MM/YYYY, or empty the cell if the organisation still exists, then import the file again"
    ),
    "formula": N_("open the file in Excel or LibreOffice, save it, then import it again"),
    "required": N_("fill the cell in, then import the file again"),
    "missing": N_("fill the cell in, then import the file again"),
    "empty": N_("fill the cell in, then import the file again"),
    "twice": N_("keep one of the two rows, then import the file again"),
    "points to": N_("add the row that is pointed to, or correct the identifier, then import the file again"),
    "allowed": N_("use a word of the list (see polegraph templates), then import the file again"),
    "date": N_("write the date as DD/MM/YYYY, then import the file again"),
    "day": N_("write the date as DD/MM/YYYY, then import the file again"),
}
_COUNTED: Final = N_("nothing, unless the number surprises you")
_NOTE_REMEDIES: Final = {
    "emptied_cells": N_("see the cells listed here, and correct those that matter"),
    "hidden_sheets": N_("unhide them and see whether they belong to the data"),
    "hidden_rows": N_("unhide them and see whether they belong to the data"),
    "hidden_columns": N_("unhide them and see whether they belong to the data"),
}


def check(network: Network) -> pd.DataFrame:
    """List what was wrong in the files that a network was made from, and what is left to be wished for.

    Parameters
    ----------
    network
        The network, as a reader gives it or a dataset holds it.

    Returns
    -------
    DataFrame
        `COLUMNS`; ``level`` is ``error`` (the row was not used) or ``remark``; ``row`` counts as a person does, the
        heading being row 1. ``problem`` and ``remedy`` are in the current language. First comes what leaves whole
        questions without an answer, then rows that were not used, cells that protect somebody, other cells, columns
        and files that were not used, and counted remarks.

    Examples
    --------
    >>> import polegraph.examples
    >>> len(check(polegraph.examples.tiny()))
    0
    """
    decided = [
        {"level": "remark", "problem": problem, "remedy": remedy} for problem, remedy in account.decisive(network)
    ]
    parts = [pd.DataFrame(decided, columns=COLUMNS), _rejected(network.rejected)]
    parts += [
        pd.DataFrame(rows, columns=COLUMNS)
        for rows in (_nobodys.numbers(network), _of_files(network), _of_tables(network))
    ]
    table = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    return table.astype({**dict.fromkeys(COLUMNS, "str"), "row": "Int64"})


def _rejected(rejected: pd.DataFrame) -> pd.DataFrame:
    """List rows that were not used, then cells that protect, then other cells."""
    remedies = {reason: _remedy(str(reason)) for reason in rejected["reason"].unique()}
    in_words = {reason: account.reason_in_words(str(reason)) for reason in remedies}
    lost = account.unused(rejected)
    table = pd.DataFrame(
        {
            "level": np.where(lost, "error", "remark"),
            **{name: rejected[name] for name in ("source", "file", "row", "column", "value")},
            "problem": rejected["reason"].map(in_words),
            "remedy": rejected["reason"].map(remedies),
        },
        columns=COLUMNS,
    )
    rank = np.where(lost, 0, np.where(rejected["reason"].str.endswith(_PROTECTED), 1, 2))
    return table.iloc[np.argsort(rank, kind="stable")]


def _remedy(reason: str) -> str:
    """Say what to do about a reason; what fits no more special case is corrected in the file."""
    for sign, remedy in _REMEDIES.items():
        if sign in reason:
            return _(remedy)
    return _("correct the row in the file, then import it again; without it all other rows are used")


def _of_files(network: Network) -> list[dict[str, Any]]:
    """List columns and files that were not used, and what was counted while reading."""
    remarks: list[dict[str, Any]] = []

    def remark(problem: str, remedy: str, **where: Any) -> None:  # noqa: ANN401  # values of several types
        remarks.append({"level": "remark", "problem": problem, "remedy": remedy, **where})

    for entry in network.imports.to_dict(orient="records"):
        where = {"source": entry["source"], "file": entry["file"]}
        if entry["table"] == account.NO_TABLE and not entry["rows"]:
            problem = _("not read: {reason}").format(reason=account.reason_in_words(str(entry["layout"])))
            remark(problem, _("nothing, unless it holds data; then give it a name or a format that is read"), **where)
        for column in account.listed(entry["unknown_columns"]):
            problem = _("this column has no place in the model; it was not used")
            remedy = _("if it matters, name it as the templates do (polegraph templates)")
            remark(problem, remedy, column=column, **where)
        for column in account.listed(entry["dropped_columns"]):
            problem = _("this column is about persons; it was not kept")
            remark(problem, _("nothing: polegraph keeps no personal data"), column=column, **where)
        if entry["cleaned"]:
            problem = ngettext(
                "{n} cell held characters that no file format can keep; they became spaces",
                "{n} cells held characters that no file format can keep; they became spaces",
                int(entry["cleaned"]),
            )
            remark(problem.format(n=number(int(entry["cleaned"]))), _("look at the names if they read oddly"), **where)
        for note in account.listed(entry["notes"]):
            key, __, count = note.rpartition("=")
            if key.startswith(CELLS_OF):
                continue  # said of the column
            remark(words.note(key), _(_NOTE_REMEDIES.get(key, _COUNTED)), value=count, **where)
    return remarks


def _of_tables(network: Network) -> list[dict[str, Any]]:
    """List the projects in which nobody takes part."""
    alone = ~network.projects["project_id"].isin(network.participations["project_id"])
    if not alone.any():
        return []
    problem = ngettext(
        "{n} project has no participant; the first is named here",
        "{n} projects have no participant; the first is named here",
        int(alone.sum()),
    ).format(n=number(int(alone.sum())))
    first = network.projects.loc[alone, "project_id"].iloc[0]
    remedy = _("add its participants")
    return [{"level": "remark", "problem": problem, "remedy": remedy, "column": "project_id", "value": first}]
