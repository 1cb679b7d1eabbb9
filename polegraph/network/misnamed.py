"""Columns of one's own that are called almost as a column of the model is: startDate where the model has start."""

from __future__ import annotations

import warnings
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Final

from polegraph.i18n import _
from polegraph.names.plain_words import plain_words
from polegraph.names.rule_tables import rows, ways
from polegraph.tables import TABLES, own_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

_ALIKE: Final = 0.85  # of letters: "programm" is programme, "cost" is not total_cost
_TABLES: Final = frozenset(TABLES) | {name.removesuffix("s") for name in TABLES}
_NO_PLACE: Final = "+"  # begins columns that are known and not in the table


def warn(given: Mapping[str, pd.DataFrame], held: Mapping[str, pd.DataFrame]) -> None:
    """Report the columns that were kept as one's own and were probably meant for one of the model.

    Parameters
    ----------
    given
        Frames by the names of their tables, as they were given.
    held
        The tables made of them; a column of the model that has a value there is not missed.
    """
    near = []
    for name, frame in given.items():
        for column in own_columns(name, frame):
            meant = meant_by(name, column)
            if meant is not None and not held[name][meant].notna().any():
                near.append((name, column, meant))
    if near:
        said = "; ".join(
            _("{table}: {column!r}, did you mean {meant!r}?").format(table=table, column=column, meant=meant)
            for table, column, meant in near
        )
        warnings.warn(_("columns of your own, which no measure reads: {columns}").format(columns=said), stacklevel=3)


def meant_by(table: str, column: str) -> str | None:
    """Return the column of the model that a heading was probably meant for; None if there is none.

    It is one that people's sheets call so, in English or French, or one whose name has nearly the same letters.

    Parameters
    ----------
    table
        Name of the table.
    column
        A column that is not in the model.

    Examples
    --------
    >>> meant_by("projects", "startDate"), meant_by("projects", "totalCost"), meant_by("projects", "colour")
    ('start', 'total_cost', None)
    """
    known = _headings(table)
    heading = _joined(column)
    if (
        heading in _TABLES and column not in TABLES[table].names
    ):  # counts and lists are called so, beside the names that people write
        return None
    if heading not in known:
        close = get_close_matches(heading, [_joined(name) for name in TABLES[table].names], n=1, cutoff=_ALIKE)
        heading = close[0] if close else heading
    meant = known.get(heading)
    return None if meant is None or meant.startswith(_NO_PLACE) else meant


@cache
def _headings(table: str) -> dict[str, str]:
    """Return the columns of a table by all their headings; their own names come first."""
    model = [(way, column.name) for column in TABLES[table].columns for way in (column.name, column.fr)]
    also = [(way, row["column"]) for row in rows("headings") if row["table"] == table for way in ways(row)]
    found: dict[str, str] = {}
    for way, name in (*model, *also):
        if name.startswith(_NO_PLACE) or name in TABLES[table].names:
            found.setdefault(_joined(way), name)
    return found


def _joined(heading: str) -> str:
    return plain_words(heading).replace(" ", "")
