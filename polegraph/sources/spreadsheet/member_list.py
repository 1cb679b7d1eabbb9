"""Reader of a list of organisations that somebody has drawn up, such as the members of a consortium to be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.sources.countries import code_of
from polegraph.sources.spreadsheet.cells.amounts import marks_of, read_number
from polegraph.sources.spreadsheet.cells.scalars import text
from polegraph.sources.spreadsheet.flat_sheet import word_meanings
from polegraph.sources.spreadsheet.sheets import sheets
from polegraph.sources.totals import says_total
from polegraph.tables import KINDS, ROLES, SIZES

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence

    from polegraph.sources.spreadsheet.sheet import Cell, Sheet

NAMES: Final = ("org_id", "siren", "siret", "pic", "rnsr", "ror", "name", "lead", "number")
"""What names the organisation, the surest first."""
COLUMNS: Final = ("organisation", "role", "cost", "funding", "kind", "size", "country", "region")
"""The columns of a list."""
_AMOUNTS: Final[Mapping[str, str]] = {"cost": "cost", "aid": "funding"}
_LOOK_FOR_HEADINGS: Final = 40
_UNIT: Final = re.compile(r"(?<![a-z])([km])\s?(?:€|eur)", re.IGNORECASE)
_TIMES: Final = {"k": 1_000, "m": 1_000_000}


def read(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Read a list of organisations: names or identifiers, and where they stand there roles, costs and aid.

    Parameters
    ----------
    path
        CSV or XLSX, with headings in French or English; of a workbook the first sheet that names organisations.

    Returns
    -------
    DataFrame
        `COLUMNS`, a row an organisation; missing where the list says nothing. The index is the row of the file.

    Raises
    ------
    PolegraphError
        If no column names organisations, or a value cannot be read.
    """
    for sheet in sheets([path]):
        for at, (_row, cells) in enumerate(sheet.rows[:_LOOK_FOR_HEADINGS]):
            headings = [text(cell) or "" for cell in cells]
            places = _places(headings)
            if any(name in places for name in NAMES):
                return _table(sheet, at, headings, places)
    raise PolegraphError(
        _("no column names the organisations"),
        file=str(path),
        remedy=_("head it organisation, with role, cost and aid beside it where they are known"),
    )


def _places(headings: Sequence[str]) -> dict[str, int]:
    """Return where each meaning stands; the first column of a meaning counts."""
    places: dict[str, int] = {}
    for place, heading in enumerate(headings):
        found = word_meanings.meaning(heading) if heading else None
        if found is not None and found[1] is None:
            places.setdefault(found[0], place)
    return places


def _table(sheet: Sheet, at: int, headings: Sequence[str], places: Mapping[str, int]) -> pd.DataFrame:
    """Read the rows below the headings."""
    below = [(row, list(cells)) for row, cells in sheet.rows[at + 1 :]]
    columns = {
        code: [cells[place] if place < len(cells) else None for _row, cells in below] for code, place in places.items()
    }
    rows, numbers = [], []
    present = [code for code in _AMOUNTS if code in columns]
    amounts = {code: _amounts(sheet, below, columns[code], headings[places[code]]) for code in present}
    for place, (row, _cells) in enumerate(below):
        said = {code: text(cells[place]) for code, cells in columns.items()}
        organisation = next((said[name] for name in NAMES if said.get(name)), None)
        if organisation is None or says_total(organisation):
            continue
        made = {"organisation": organisation, **_described(sheet, row, said)}
        made.update({_AMOUNTS[code]: values[place] for code, values in amounts.items()})
        rows.append(made)
        numbers.append(row)
    table = pd.DataFrame(rows, columns=list(COLUMNS), index=pd.Index(numbers, dtype="int64"))
    table.attrs["file"] = sheet.label
    return table


def _described(sheet: Sheet, row: int, said: Mapping[str, str | None]) -> dict[str, Any]:
    """Return role, kind, size, country and region of a row in the words of the model."""
    made: dict[str, Any] = {"region": said.get("region")}
    for code, words in (("role", ROLES), ("size", SIZES)):
        written = said.get(code)
        if written:
            sized = (word_meanings.kind_and_size(written) or (None, None))[1]
            made[code] = written if written in words else word_meanings.role(written) if code == "role" else sized
            if made[code] is None:
                raise _unread(sheet, row, code, written, ", ".join(words))
    if said.get("kind"):
        written = str(said["kind"])
        kind, size = (written, None) if written in KINDS else word_meanings.kind_and_size(written) or (None, None)
        if kind is None:
            raise _unread(sheet, row, "kind", said["kind"], _("company, laboratory, SME, …"))
        made["kind"] = kind
        made.setdefault("size", size)
    if said.get("country"):
        made["country"] = code_of(str(said["country"]))
        if made["country"] is None:
            raise _unread(sheet, row, "country", said["country"], "FR, DE, …")
    return made


def _amounts(sheet: Sheet, below: list[tuple[int, list[Cell]]], cells: list[Cell], heading: str) -> list[float | None]:
    """Read the amounts of a column, in the notation that all of them show."""
    unit = _UNIT.search(heading)
    marks, scale = marks_of(cells), _TIMES[unit[1].casefold()] if unit else 1
    values: list[float | None] = []
    for (row, _cells), cell in zip(below, cells, strict=True):
        value, _how = read_number(cell, euros=True, marks=marks, scale=scale)
        if value is None and text(cell) is not None:
            raise _unread(sheet, row, heading, cell, "120000")
        values.append(value)
    return values


def _unread(sheet: Sheet, row: int, column: str, value: object, ways: str) -> PolegraphError:
    return PolegraphError(
        _("this cannot be read"),
        file=sheet.label,
        row=row,
        column=column,
        value=value,
        remedy=_("write it as: {ways}").format(ways=ways),
    )
