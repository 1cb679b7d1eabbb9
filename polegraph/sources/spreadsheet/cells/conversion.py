"""Conversion of the cells of a column, as people write them, to the notation of the tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from polegraph.files import plain
from polegraph.identity import is_placeholder
from polegraph.names.plain_words import plain_words
from polegraph.sources import countries
from polegraph.sources.spreadsheet.cells.amounts import marks_of
from polegraph.sources.spreadsheet.cells.codes import Code, read_code, read_siren, read_siret
from polegraph.sources.spreadsheet.cells.dates import order_of
from polegraph.sources.spreadsheet.cells.kinds import is_flag_of_role, role_of
from polegraph.sources.spreadsheet.cells.scalars import (
    NAMES,
    STILL_THERE,
    UNREADABLE,
    Said,
    said_day,
    said_name,
    said_number,
    said_year,
    text,
)
from polegraph.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from polegraph.sources.spreadsheet.sheet import Cell
    from polegraph.tables import Column

SIZE_KEPT: Final = "the type says another size"

_SETTLED_TOGETHER: Final = frozenset({("organisations", "kind"), ("organisations", "size")})  # by `settle_kinds`
_PROTECTING: Final = frozenset({"visibility", "opt_out"})
_YES: Final = frozenset("oui yes vrai true o y x 1".split())  # noqa: SIM905
_NO: Final = frozenset("non no faux false n 0".split())  # noqa: SIM905
_SECRET = re.compile(r"confiden|secret")
_MAY_BE_SEEN = re.compile(r"diffusion autorisee")


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """The parsed cells of a column.

    Parameters
    ----------
    texts
        Their values as texts.
    notes, wrong, remarks
        The places of the cells that are counted, emptied and listed, or listed though they are kept, by key or reason.
    """

    texts: list[str | None] = field(default_factory=list)
    notes: dict[str, list[int]] = field(default_factory=dict)
    wrong: dict[str, list[int]] = field(default_factory=dict)
    remarks: dict[str, list[int]] = field(default_factory=dict)


def read_column(
    table: str, column: Column, epoch: datetime, cells: Sequence[Cell], *, heading: str = "", scale: int = 1
) -> ReadColumn:
    """Read the cells of a column, all of them seen before any is read.

    Parameters
    ----------
    table
        Name of the table.
    column
        The column.
    epoch
        Day 0 of the numbers that stand for dates.
    cells
        The cells.
    heading
        Heading of the column.
    scale
        Multiplier of numbers without a unit.

    Examples
    --------
    >>> from polegraph.sources.spreadsheet.sheet import EPOCH
    >>> dates = read_column("projects", TABLES["projects"]["end"], EPOCH, ["12/31/2019", "03/04/2020", "2021", "?"])
    >>> dates.texts, dates.notes
    (['2019-12-31', '2020-03-04', '2021-12-31', None], {'dates_from_years': [2], 'placeholders': [3]})
    """
    read = ReadColumn()
    convert = _converter(table, column, epoch, cells, heading=heading, scale=scale)
    for place, cell in enumerate(cells):
        said = convert(cell)
        read.texts.append(None if said.wrong else said.text)
        for kept, reason in ((read.notes, said.note), (read.wrong, said.wrong), (read.remarks, said.remark)):
            if reason:
                kept.setdefault(reason, []).append(place)
    return read


def reader(
    table: str, column: Column, epoch: datetime, values: Sequence[Cell] = (), *, heading: str = "", scale: int = 1
) -> Callable[[Cell], str | None]:
    """Return the function that reads the cells of a column one by one.

    Parameters
    ----------
    table
        Name of the table.
    column
        The column.
    epoch
        Day 0 of the numbers that stand for dates.
    values
        All cells of the column: ambiguous ones are read as the others show.
    heading, scale
        As for `read_column`, which also returns counts and remarks.
    """
    convert = _converter(table, column, epoch, values, heading=heading, scale=scale)

    def read(cell: Cell) -> str | None:
        said = convert(cell)
        return UNREADABLE if said.wrong and column.type in {"date", "number"} else None if said.wrong else said.text

    return read


def _converter(
    table: str, column: Column, epoch: datetime, cells: Sequence[Cell], *, heading: str, scale: int
) -> Callable[[Cell], Said]:
    convert = _of_type(table, column, epoch, cells, heading=heading, scale=scale)
    own = {word.casefold() for word in column.words.values()}  # a need is "en cours", money in "€"

    def read(cell: Cell) -> Said:
        if isinstance(cell, str) and is_placeholder(plain(cell.strip())) and cell.strip().casefold() not in own:
            return _of_placeholder(column.name, cell, convert)
        return convert(cell)

    return read


def _of_placeholder(column: str, cell: str, convert: Callable[[Cell], Said]) -> Said:
    """Empty placeholders, except where that would lift a protection."""
    said = plain_words(cell)
    if column in _PROTECTING and (said or "?" in cell):
        return convert(cell)
    if column == "dissolved" and not (said.replace(" ", "") in STILL_THERE or (not said and "?" not in cell)):
        return Said(UNREADABLE)
    if column == "country" and cell.strip().isalpha() and countries.code_of(cell.strip()):  # NA is Namibia
        return convert(cell)
    return Said(None, note="placeholders")


def _of_type(
    table: str, column: Column, epoch: datetime, cells: Sequence[Cell], *, heading: str, scale: int
) -> Callable[[Cell], Said]:
    name = column.name
    if column.type == "date":
        order = order_of(cells)
        return lambda cell: said_day(table, name, cell, epoch, order)
    if column.type == "integer" and name == "year":
        return lambda cell: said_year(cell, epoch)
    if column.type in {"number", "integer"}:
        euros = column.minimum == 0
        marks = marks_of(cells)
        return lambda cell: said_number(cell, euros=euros, marks=marks, scale=scale)
    return _of_text(table, column, heading)


def _of_text(table: str, column: Column, heading: str) -> Callable[[Cell], Said]:
    name = column.name
    if column.words and (table, name) not in _SETTLED_TOGETHER:
        return _word(table, name, heading)
    if name in _CODES:
        read = _CODES[name]
        return lambda cell: _code(text(cell), read)
    if name == "country":
        return lambda cell: Said(_country(text(cell)))
    return (lambda cell: said_name(cell, name)) if name in NAMES else (lambda cell: Said(text(cell)))


@cache
def _words(table: str, column: str) -> dict[str, str]:
    """Return the allowed words of a column by all their variants."""
    return {plain_words(written): word for word, fr in TABLES[table][column].words.items() for written in (word, fr)}


def _word(table: str, column: str, heading: str) -> Callable[[Cell], Said]:
    words = _words(table, column)
    asked = plain_words(heading)
    answers: dict[str, str] = {}
    if column == "role" and is_flag_of_role(heading):
        answers = {**dict.fromkeys(_YES, "coordinator"), **dict.fromkeys(_NO, "partner")}
    if column == "visibility" and _SECRET.search(asked):
        answers = {**dict.fromkeys(_YES, "internal"), **dict.fromkeys(_NO, "public")}
    if column == "visibility" and _MAY_BE_SEEN.search(asked):
        answers = {**dict.fromkeys(_YES, "public"), **dict.fromkeys(_NO, "internal")}

    def read(value: Cell) -> Said:
        written = text(value)
        if written is None:
            return Said(None)
        found = words.get(plain_words(written)) or answers.get(written.casefold())
        return Said(found or (role_of(written) if column == "role" else None) or written)

    return read


_CODES: Final[dict[str, Callable[[str], Code]]] = {
    "siren": read_siren,
    "siret": read_siret,
    "pic": lambda written: read_code(written, "pic"),
    "ror": lambda written: read_code(written, "ror"),
    "rnsr": lambda written: read_code(written, "rnsr"),
    "vat": lambda written: read_code(written, "vat"),
}


def _code(written: str | None, read: Callable[[str], Code]) -> Said:
    if written is None:
        return Said(None)
    code = read(written)
    return Said(code.text, "zeros_restored" if code.zeros else None, code.wrong, code.remark)


def _country(written: str | None) -> str | None:
    return written and (countries.code_of(written) or written.upper())
