"""Problems of the files that a network was read from: what follows from each, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph.i18n import N_, _, ngettext, number
from polegraph.reports import headings
from polegraph.reports.quality import account, void_numbers
from polegraph.sources.accounting import CELLS_OF
from polegraph.sources.values import (
    ALL_AS_INTERNAL,
    KEPT_FROM_BEFORE,
    NO_ROW,
    TAKEN_AS_DISSOLVED,
    TAKEN_AS_INTERNAL,
    TAKEN_AS_ONE,
    TAKEN_AS_OPTED_OUT,
    TAKEN_AS_RENAMED,
    TAKEN_IN,
)

if TYPE_CHECKING:
    from polegraph.network import Network

COLUMNS: Final = ["level", "source", "file", "row", "column", "value", "problem", "remedy"]

_PROTECTED: Final = (TAKEN_AS_INTERNAL, ALL_AS_INTERNAL, TAKEN_AS_OPTED_OUT, TAKEN_AS_DISSOLVED)
_IMPORT_AGAIN: Final = N_("correct the row in the file, then import it again; without it all other rows are used")
_CORRECT: Final = N_("correct the cell, or leave it: all else of the row is used")
_YES_OR_NO: Final = N_("write yes or no in the cell")
_AS_DATE: Final = N_("write the date as DD/MM/YYYY, then import the file again")
_POINTS: Final = N_("add the row that is pointed to, or correct the identifier, then import the file again")
_FILL: Final = N_("fill the cell in, then import the file again")
_COORDINATES: Final = N_("correct the two coordinates, or empty both cells: the town then says where it is")
_AGREE: Final = N_("have both say the same, or leave it: the first one holds")
_SEPARATOR: Final = N_("see whether a separator or a quotation mark too many stands in the row, and take it out")
_LISTED_WORD: Final = N_("use a word of the list (see polegraph templates), then import the file again")
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
    KEPT_FROM_BEFORE: N_("nothing if it left; put its row back if it went by mistake, then import the file again"),
    TAKEN_AS_RENAMED: N_("write the name of now in the cell, then import the file again"),
    "formula": N_("open the file in Excel or LibreOffice, save it, then import it again"),
    TAKEN_IN: N_(
        "if you know it under another name, write that name here; else add a row for it to the organisations, or leave "
        "it as it is"
    ),
    TAKEN_AS_ONE: N_("put a semicolon between the names if they are several; else leave it as it is"),
    NO_ROW: N_("nothing, if it is no row of your data"),
    "the identifier is needed": N_("write the identifier of the one that is meant, in place of its name"),
    "was itself set aside": N_("correct the row that it points to, which is listed here too"),
    "two different rows": N_("correct the identifier or the name beside it, so that both mean the same"),
    "more cells than": _SEPARATOR,
    "fewer cells than": _SEPARATOR,
    "quotation mark": _SEPARATOR,
    "required": _FILL,
    "missing": _FILL,
    "empty": _FILL,
    "is named in this row": N_("write the project in this row"),
    "names no partner": N_("write the name of the partner, or leave it as it is"),
    "below the table": N_("delete the blank row above it, if it belongs to the table"),
    "the name of this sheet": N_("give the sheet the name of a table of the templates, or leave it if it is none"),
    "twice": N_("keep one of the two rows, then import the file again"),
    "says otherwise": _AGREE,
    "say otherwise": _AGREE,
    "points to": _POINTS,
    "has this name": _POINTS,
    "allowed": _LISTED_WORD,
    "word is not known": _LISTED_WORD,
    "check digit": N_("correct the number, or empty the cell"),
    "type where they know none": N_("write the right number, or empty the cell"),
    "neither yes nor no": _YES_OR_NO,
    "end lies before": N_("correct one of the two dates"),
    "amount": N_("write the amount as a number alone, without a sign between the thousands"),
    "latitude": _COORDINATES,
    "kilometres": _COORDINATES,
    "too long": N_("shorten the text"),
    "country": N_("write the name of the country, or its code of two letters"),
    "where a name is wanted": N_("write the name, and set the format of the cell to text before"),
    "date": _AS_DATE,
    "day": _AS_DATE,
}
_COUNTED: Final = N_("nothing, unless the number surprises you")
_OF_LINES: Final = frozenset({"emptied_cells", "organisations_added", "protection_unread", "cells_without_value"})
_NOTE_REMEDIES: Final = {
    "emptied_cells": N_("see the cells listed here, and correct those that matter"),
    "hidden_sheets": N_("unhide them and see whether they belong to the data"),
    "hidden_rows": N_("unhide them and see whether they belong to the data"),
    "hidden_columns": N_("unhide them and see whether they belong to the data"),
}


LOST, DECISIVE, PROTECTED, CELL, LOOK, NOTHING, COUNTED = range(7)
"""What a line is about: a row that was not used; questions without an answer; a cell that protects; another cell;
what is worth a look; what needs no action; a number of lines that stand above."""


def check(network: Network) -> pd.DataFrame:
    """List the problems of the files that a network was made from, and what could be completed.

    Parameters
    ----------
    network
        The network, as a reader gives it or a dataset holds it.

    Returns
    -------
    DataFrame
        `COLUMNS`; ``level`` is ``error`` (the row was not used) or ``remark``; ``row`` counts as a person does, the
        heading being row 1. ``problem`` and ``remedy`` are in the current language. First come rows that were not
        used, then what leaves whole questions without an answer, cells that protect a person or organisation, other
        cells, columns and files that were not used, and last what needs no action.

    Examples
    --------
    >>> import polegraph.examples
    >>> len(check(polegraph.examples.tiny()))
    0
    """
    return weighed(network)[COLUMNS]


def weighed(network: Network) -> pd.DataFrame:
    """Return the same list, with the weight of each line.

    Parameters
    ----------
    network
        As for `check`.

    Returns
    -------
    DataFrame
        `COLUMNS` and ``weight``, one of `LOST`, `DECISIVE`, `PROTECTED`, `CELL`, `LOOK`, `NOTHING`, `COUNTED`.
    """
    decided = [
        {"level": "remark", "problem": problem, "remedy": remedy, "weight": DECISIVE}
        for problem, remedy in account.decisive(network)
    ]
    rows = [
        *decided,
        *({**one, "weight": LOOK} for one in void_numbers.numbers(network)),
        *_of_tables(network),
        *_of_files(network),
    ]
    columns = [*COLUMNS, "weight"]
    parts = [_rejected(network.rejected), pd.DataFrame(rows, columns=columns)]
    table = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    table = table.astype({**dict.fromkeys(COLUMNS, "str"), "row": "Int64", "weight": "int64"})
    return table.sort_values("weight", kind="stable", ignore_index=True)


def to_correct(network: Network) -> pd.DataFrame:
    """Return the lines about a cell or a row that a person can correct.

    Parameters
    ----------
    network
        As for `check`.

    Returns
    -------
    DataFrame
        As `weighed` gives it.
    """
    table = weighed(network)
    return table[table["weight"].isin([LOST, PROTECTED, CELL]) & table["row"].notna()]


def _rejected(rejected: pd.DataFrame) -> pd.DataFrame:
    """List rows that were not used, cells that protect, other cells, and what is no row at all."""
    lost = account.unused(rejected)
    remedies = {
        (reason, gone): _remedy(str(reason), gone) for reason, gone in zip(rejected["reason"], lost, strict=True)
    }
    in_words = {reason: account.reason_in_words(str(reason)) for reason in rejected["reason"].unique()}
    reasons = rejected["reason"]
    weight = np.select(
        [lost, reasons.str.endswith(_PROTECTED), reasons.str.endswith(NO_ROW)], [LOST, PROTECTED, NOTHING], CELL
    )
    return pd.DataFrame(
        {
            "level": np.where(lost, "error", "remark"),
            **{name: rejected[name] for name in ("source", "file", "row", "column", "value")},
            "problem": reasons.map(in_words),
            "remedy": [remedies[pair] for pair in zip(reasons, lost, strict=True)],
            "weight": weight,
        },
        columns=[*COLUMNS, "weight"],
    )


def _remedy(reason: str, lost: bool) -> str:  # noqa: FBT001  # one of two properties of a reason
    """Describe what to do about a reason; what fits no more special case is corrected in the file."""
    for sign, remedy in _REMEDIES.items():
        if sign in reason:
            return _(remedy)
    return _(_IMPORT_AGAIN if lost else _CORRECT)


def _of_files(network: Network) -> list[dict[str, Any]]:
    """List columns and files that were not used, and what was counted while reading."""
    remarks: list[dict[str, Any]] = []

    def remark(problem: str, remedy: str, weight: int = NOTHING, **where: Any) -> None:  # noqa: ANN401  # several types
        remarks.append({"level": "remark", "problem": problem, "remedy": remedy, "weight": weight, **where})

    # Collect, for each table of each file, what was not used.
    for entry in network.imports.to_dict(orient="records"):
        where = {"source": entry["source"], "file": entry["file"]}
        # Files that were not read.
        if entry["table"] == account.NO_TABLE and not entry["rows"]:
            problem = _("not read: {reason}").format(reason=account.reason_in_words(str(entry["layout"])))
            remark(problem, _("nothing, unless it holds data; then give it a name or a format that is read"), **where)
        # Columns that the model does not have.
        for column in account.listed(entry["unknown_columns"]):
            problem = _("this column has no place in the model; it was not used")
            remedy = _("if it matters, name it as the templates do (polegraph templates)")
            remark(problem, remedy, LOOK, column=column, **where)
        # Columns that are not kept.
        for column in account.listed(entry["dropped_columns"]):
            problem = _("this column is about persons; it was not kept")
            remark(problem, _("nothing: polegraph keeps no personal data"), column=column, **where)
        # Characters that were replaced.
        if entry["cleaned"]:
            problem = ngettext(
                "{n} cell held characters that no file format can keep; they became spaces",
                "{n} cells held characters that no file format can keep; they became spaces",
                int(entry["cleaned"]),
            )
            remark(problem.format(n=number(int(entry["cleaned"]))), _("look at the names if they read oddly"), **where)
        # What was counted while reading.
        for note in account.listed(entry["notes"]):
            key, __, count = note.rpartition("=")
            if key.startswith(CELLS_OF):
                continue  # reported with the column
            look = LOOK if key.startswith("hidden_") else COUNTED if key in _OF_LINES else NOTHING
            remark(headings.note(key), _(_NOTE_REMEDIES.get(key, _COUNTED)), look, value=count, **where)
    return remarks


def _of_tables(network: Network) -> list[dict[str, Any]]:
    """List the projects without a participation."""
    alone = ~network.projects["project_id"].isin(network.participations["project_id"])
    if not alone.any():
        return []
    problem = ngettext(
        "{n} project has no participant; the first is named here",
        "{n} projects have no participant; the first is named here",
        int(alone.sum()),
    ).format(n=number(int(alone.sum())))
    first = _called(network.projects.loc[alone].iloc[0])
    where = {"column": headings.heading("acronym"), "value": first, "weight": LOOK}
    return [{"level": "remark", "problem": problem, "remedy": _("add its participants"), **where}]


def _called(project: pd.Series[Any]) -> str:
    """Return the name of a project for people: its acronym, its title, or its number if it has neither."""
    return next(str(project[name]) for name in ("acronym", "title", "project_id") if pd.notna(project[name]))
