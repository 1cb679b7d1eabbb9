"""The texts of a paper: what stands in each cell and beside each figure, whatever the format that shows it."""

from __future__ import annotations

import numbers
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph.i18n import ngettext, number
from polegraph.reports.paper.blocks import Paragraph, cell
from polegraph.reports.terminal import printable

if TYPE_CHECKING:
    from polegraph.reports.paper.blocks import Section, Table

SIGNS: Final = {"met": "✓", "missed": "✗", "up": "▲", "down": "▼", "level": "="}
"""What stands before the words on how a figure stands."""

_FEW: Final = 3
"""Paragraphs that may be kept together with what they introduce."""
_SHORT: Final = 16
"""Characters of a text that needs no room to break."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as texts.

    Parameters
    ----------
    headings
        One a column.
    numeric
        Whether the cells of a column are numbers, which stand flush right; not of the column that names the row.
    head
        Place of the column that names the row: the first that does not hold numbers, or else the first.
    short
        Whether no text of a column is longer than a date or a sum of money.
    rows
        One text a column.
    """

    headings: tuple[str, ...]
    numeric: tuple[bool, ...]
    head: int
    short: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]


def grid(table: Table) -> Grid:
    """Write the cells of a table in the current language.

    Parameters
    ----------
    table
        A table of a paper.

    Returns
    -------
    Grid
        Each text is one line that steers nothing: controls and marks of direction are escaped.

    Examples
    --------
    >>> from polegraph.reports.paper.blocks import Table
    >>> made = grid(Table("Aid", pd.DataFrame({"SME": ["Alpha", None], "aid": [1200.0, None]}), {"aid": "eur"}))
    >>> made.rows, made.numeric, made.head
    ((('Alpha', '€1,200'), ('–', '–')), (False, True), 0)
    """
    headings = [str(heading) for heading in table.frame.columns]
    columns = [table.frame.iloc[:, place] for place in range(len(headings))]
    # A year is a name, not an amount.
    numeric = tuple(
        table.units.get(heading) != "year" and _numeric(column)
        for heading, column in zip(headings, columns, strict=True)
    )
    texts = [
        [printable(cell(value, table.units.get(heading, ""))) for value in column]
        for heading, column in zip(headings, columns, strict=True)
    ]
    longest = [max(map(len, column), default=0) for column in texts]
    head = numeric.index(False) if False in numeric else 0
    return Grid(
        headings=tuple(map(printable, headings)),
        numeric=tuple(flush and at != head for at, flush in enumerate(numeric)),
        head=head,
        short=tuple(max(length, len(heading)) <= _SHORT for length, heading in zip(longest, headings, strict=True)),
        rows=tuple(zip(*texts, strict=True)),
    )


def opens(section: Section) -> int:
    """Count the paragraphs that open a section: they stay with the first thing that it shows, where they are few.

    Parameters
    ----------
    section
        A section of a paper.

    Examples
    --------
    >>> from polegraph.reports.paper.blocks import KeyFigures, Paragraph, Section
    >>> opens(Section("year", "The year", (Paragraph("All is well.", lead=True), KeyFigures(()))))
    1
    """
    shown = [at for at, block in enumerate(section.blocks) if not isinstance(block, Paragraph)]
    return shown[0] if shown and shown[0] <= _FEW else 0


def left_out(table: Table) -> str:
    """Return the sentence on the rows that paper does not show; empty where it shows all.

    Parameters
    ----------
    table
        A table of a paper.

    Examples
    --------
    >>> from polegraph.reports.paper.blocks import Table
    >>> left_out(Table("SMEs", pd.DataFrame({"SME": ["Alpha", "Beta", "Gamma"]}), most=1))
    '2 more rows in the workbook'
    """
    more = 0 if table.most is None else max(len(table.frame) - table.most, 0)
    sentence = ngettext("{n} more row in the workbook", "{n} more rows in the workbook", more)
    return sentence.format(n=number(more)) if more else ""


def _numeric(column: pd.Series) -> bool:
    if column.dtype == object:
        known = column.dropna()
        return bool(len(known)) and all(
            isinstance(value, numbers.Real) and not isinstance(value, (bool, np.bool_)) for value in known
        )
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
