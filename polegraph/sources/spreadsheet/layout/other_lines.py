"""Rows of a sheet that are no records: the example of the templates, totals, notes below the table."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from itertools import pairwise
from statistics import median_low
from typing import TYPE_CHECKING, Final

from polegraph.names.plain_words import plain_words
from polegraph.sources.spreadsheet.cells.scalars import number as as_number
from polegraph.sources.spreadsheet.cells.scalars import text
from polegraph.sources.spreadsheet.sheet import Lost, is_blank
from polegraph.sources.totals import MAYBE_TOTAL, SUMMED, TOTAL, TOTALS
from polegraph.sources.values import NO_ROW
from polegraph.tables import TABLES

if TYPE_CHECKING:
    from polegraph.sources.spreadsheet.layout.columns import Columns
    from polegraph.sources.spreadsheet.sheet import Cell, Sheet

    Row = tuple[int, list[Cell]]

TITLE: Final = "this is a title between the rows" + NO_ROW
BELOW: Final = "this stands below the table, after a blank row, and is not read"

_DECORATED: Final = re.compile(r"\W*([-=*_#~>─–—•→])\1.*|.*([-=*_#~<─–—←])\2\W*")
_EXAMPLES: Final = ("example-", "exemple-")
# A number in these is an identifier or a date, and no sum.
_NO_SUM: Final = frozenset({"siren", "siret", "pic", "ror", "rnsr", "vat", "naf", "postcode", "year"})
_NAMED: Final = frozenset({"name", "acronym", "title", "label"})
_SEVERAL = 2


def is_example(table: str, columns: Columns, row: list[Cell]) -> bool | None:
    """Return whether a row is the example of the templates.

    Parameters
    ----------
    table
        Name of the table.
    columns
        Where its columns stand.
    row
        The cells.

    Returns
    -------
    bool or None
        None if the example was overwritten: it has its identifier and something else.
    """
    model = TABLES[table]
    identifiers = {*model.references, *(model.key if len(model.key) == 1 else ())}
    places = [place for one in identifiers for place in columns.layout.places.get(one, ())]
    names = [one for place in places if (one := _written(row, place))]
    if not names or not all(one.startswith(_EXAMPLES) for one in names):
        return False
    known: dict[str, str | None] = {}
    for column, at in columns.layout.places.items():
        known[column] = next((one for place in at if (one := _written(row, place))), None)
    for column, protecting in columns.protections.items():
        known[column] = next((one for at in protecting if (one := _written(row, at.place))), None)
    others = {column: one for column, one in known.items() if one and column not in identifiers}
    return True if all(plain_words(one) in _examples(table, column) for column, one in others.items()) else None


@cache
def _examples(table: str, column: str) -> frozenset[str]:
    """Return the values of a column of the example line, in both languages."""
    one = TABLES[table][column]
    ways = {one.example, one.words.get(one.example, one.example), *_SAID.get(one.example, ())}
    if one.type == "date" and one.example:
        ways.add("/".join(reversed(one.example.split("-"))))
    return frozenset(map(plain_words, ways))


_SAID: Final = {
    "true": ("yes", "oui", "x"),
    "false": ("no", "non"),
    "own": ("propre", "exemple"),
    "example-action": ("exemple-action",),
    "Rencontre d'exemple": ("Example meeting",),
    "Étui sans plastique (exemple)": ("Plastic-free case (example)",),
    "EXEMPLE – à effacer": ("EXAMPLE – to be deleted",),
    "EXEMPLE": ("EXAMPLE",),
    "Projet d'exemple, à effacer": ("Example project, to be deleted",),
    "Pôle d'exemple": ("Example pôle",),
    "cosmétique": ("cosmetics",),
    "entreprises": ("companies",),
    "Emballage durable": ("Sustainable packaging",),
}


def _written(row: list[Cell], place: int) -> str | None:
    return text(row[place]) if place < len(row) and not is_blank(row[place]) else None


def no_data(rows: list[Row], columns: Columns, sheet: Sheet) -> dict[int, str]:
    """Find the rows of totals, and those below the table.

    Parameters
    ----------
    rows
        The rows below the heading.
    columns
        Where the columns stand.
    sheet
        The sheet.

    Returns
    -------
    dict
        Number of the row → the reason for which it is not read.
    """
    if not rows:
        return {}
    codes = {place for name in _NO_SUM for place in columns.layout.places.get(name, ())}
    filled = {number: [place for place, cell in enumerate(cells) if _stands(cell)] for number, cells in rows}
    numbers = [number for number, _cells in rows]
    gap = {number: number > before + 1 for before, number in pairwise(numbers)}
    usual = median_low([len(places) for places in filled.values()])
    aside: dict[int, str] = {}
    ends = True  # nothing follows but totals and notes
    for row, cells in reversed(rows):
        if _is_total(cells, filled[row], row, codes, sheet, last=ends):
            aside[row] = TOTALS
        ends = ends and (row in aside or (usual >= _SEVERAL and len(filled[row]) == 1 and gap.get(row, False)))
    if usual < _SEVERAL:
        return aside
    named = {place for name in _NAMED for place in columns.layout.places.get(name, ())}
    for row, cells in rows:
        if row not in aside and len(filled[row]) == 1 and _is_title(cells[filled[row][0]], filled[row][0] in named):
            aside[row] = TITLE
    return aside | _below(numbers, filled, gap, aside)


def _below(
    numbers: list[int], filled: dict[int, list[int]], gap: dict[int, bool], aside: dict[int, str]
) -> dict[int, str]:
    """Find the rows below the table: after a blank row or the totals, rows with one cell each to the end."""
    tail: list[int] = []
    for number in reversed(numbers):
        if number not in aside and len(filled[number]) > 1:
            break
        tail.append(number)
    found: dict[int, str] = {}
    below = False
    for number in reversed(tail):
        below = below or gap.get(number, False) or number in aside
        if below and number not in aside:
            found[number] = BELOW
    return found


def lone_names(rows: list[Row], aside: dict[int, str]) -> int:
    """Return how many of the rows hold one cell alone, after a blank row: they may be titles.

    Parameters
    ----------
    rows
        The rows below the heading.
    aside
        Those that are not read.
    """
    filled = {number: sum(map(_stands, cells)) for number, cells in rows}
    if not filled or median_low(list(filled.values())) < _SEVERAL:
        return 0
    return sum(
        number > before + 1 and filled[number] == 1 and number not in aside for before, number in pairwise(list(filled))
    )


def _is_title(cell: Cell, named: bool) -> bool:  # noqa: FBT001  # where it stands decides
    """Return a title between rows: marks on either side, or words alone where an identifier is wanted."""
    written = str(cell).strip()
    return _DECORATED.fullmatch(written) is not None or (not named and len(written.split()) > 1)


def _stands(cell: Cell) -> bool:
    return isinstance(cell, Lost) or not is_blank(cell)


def _is_total(cells: list[Cell], filled: list[int], row: int, codes: set[int], sheet: Sheet, *, last: bool) -> bool:
    """Return a row of totals by its word and by its other cells: sums, or nothing in a last row."""
    summed = bool(sheet.sums) and any((row, place) in sheet.sums for place in filled)
    if not summed and not any(isinstance(cells[at], str) and MAYBE_TOTAL.match(cells[at]) for at in filled):
        return False
    words = [place for place in filled if not _is_sum(cells[place], (row, place), codes, place, sheet)]
    sums = [place for place in filled if place not in words]
    if len(words) > 1:
        return False
    plain = plain_words(str(cells[words[0]])) if words else ""
    if sums and all((row, place) in sheet.sums for place in sums):
        return not words or TOTAL.fullmatch(plain) is not None or not _named(cells[words[0]])
    if not words:
        return False
    return TOTAL.fullmatch(plain) is not None if sums else last and SUMMED.fullmatch(plain) is not None


def _named(cell: Cell) -> bool:
    """Return whether a text can be a name."""
    return any(character.isalpha() for character in str(cell))


def _is_sum(cell: Cell, where: tuple[int, int], codes: set[int], place: int, sheet: Sheet) -> bool:
    """Return whether a cell can hold a sum: a number or a formula, where no code or year is expected."""
    if where in sheet.sums:
        return True
    if place in codes or isinstance(cell, date | bool):
        return False
    return isinstance(cell, Lost) or (as_number(cell) or "?") != "?"
