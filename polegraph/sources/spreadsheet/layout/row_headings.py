"""Interpretation of a row as the header of a table: by its words, and by the values below them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from polegraph.names.plain_words import every_word, plain_words
from polegraph.sources.accounting import CONTACT
from polegraph.sources.spreadsheet.cells.kinds import is_flag_of_role, kind_and_size
from polegraph.sources.spreadsheet.layout.vocabulary import (
    BESIDE,
    all_headings,
    column_of,
    known_words,
    scale_of,
    spellings,
)
from polegraph.sources.spreadsheet.layout.vocabulary import headings as _headings
from polegraph.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polegraph.sources.spreadsheet.sheet import Cell

_LONGEST = 200  # characters of a heading
_FIRST_NAME = re.compile(r"pr[eé]nom|first.?name", re.IGNORECASE)
_FLAGS: Final = frozenset("oui non yes no x o n y vrai faux true false 1 0 1.0 0.0 ✓ ✔".split())  # noqa: SIM905
_DIGITS: Final = frozenset({"1", "0", "1.0", "0.0"})
# Columns that may occur several times: where one is empty, the next one counts. Of all others only the best is read.
_SPEAK_IN_TURN: Final = frozenset({"name", "acronym", "title", "label"})
DERIVES_SIZE: Final = ("+headcount", "+turnover", "+balance")
"""The figures from which the category of a company is derived, where both headcount and an amount are there."""


def is_heading(text: str) -> bool:
    """Return whether a text is the heading of a column of some table.

    Parameters
    ----------
    text
        Value of a cell.

    Examples
    --------
    >>> is_heading("N° SIREN"), is_heading("Ada SARL")
    (True, False)
    """
    return len(text) < _LONGEST and any(form in all_headings() for form in spellings(text))


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the columns of a table stand in a sheet.

    Parameters
    ----------
    row
        Row of the headings, as Excel shows it.
    width
        Number of cells in it.
    places
        Positions of each column, from 0; the first in which a row has a value is the one that counts.
    headings
        Heading of each of them.
    contact, unknown
        Headings of columns about persons, and of those that have no place in the model. Neither is read.
    beside
        Positions of columns that are known and have no place in this table, by meaning (``+headcount``,
        ``+memberships.since``, ``+theme``); unless read for another purpose, they are among the unknown ones too.
    scales
        Multiplier of the numbers of a column, from its heading (k€).
    called
        The name of the layout.
    """

    row: int
    width: int
    places: dict[str, list[int]]
    headings: dict[str, str]
    contact: list[str]
    unknown: list[str]
    called: str = "polegraph"
    beside: dict[str, list[int]] = field(default_factory=dict)
    scales: dict[str, int] = field(default_factory=dict)


def layout_of_row(number: int, cells: list[Cell], table: str, below: dict[int, list[str]]) -> Layout:
    """Find the layout for a row of a sheet, taken as the header of a table.

    Parameters
    ----------
    number
        The row, as Excel shows it.
    cells
        Its values.
    table
        The table that the sheet may be.
    below
        The texts that stand below each cell.
    """
    # the meaning of each text of the row: a column, persons, or nothing known
    written = {place: text for place, cell in enumerate(cells) if (text := _written(cell))}
    found = Layout(row=number, width=len(cells), places={}, headings={}, contact=[], unknown=[])
    ranked: list[tuple[int, int, str]] = []  # rank, place, column
    for place in _true_headings(table, written, below):
        text = written[place]
        named = column_of(table, text)
        if named is None or (named[1] and about_persons(text)):
            if CONTACT.search(plain_words(text).replace(" ", "_")) or about_persons(text):
                found.contact.append(text)
            elif plain_words(text) != "source":
                found.unknown.append(text)
        else:
            ranked.append((named[1], place, named[0]))
    # columns that only the other headings and the cells below decide
    ranked = _without_persons(table, written, found, ranked)
    ranked = _by_what_stands_below(table, written, below, found, sorted(ranked))
    # the best of several headings for one thing
    for _rank, place, column in ranked:
        _put(found, table, column, place, written[place])
    _amount(found, written)
    _figures(found, written)
    return found


def about_persons(written: str) -> bool:
    """Return whether a heading, in brackets or not, announces persons.

    Parameters
    ----------
    written
        Heading of the column.

    Examples
    --------
    >>> about_persons("Porteur (nom, prénom)"), about_persons("Porteur")
    (True, False)
    """
    return CONTACT.search("_".join(every_word(written))) is not None


def _written(cell: Cell) -> str:
    return str(cell).strip()[:_LONGEST] if cell is not None else ""


def _true_headings(table: str, written: dict[int, str], below: dict[int, list[str]]) -> Iterable[int]:
    """Leave out headings by their word alone, in a row that looks like one of values.

    "Partenaire" is a heading and a role, "PME" a heading and a size: they count as headings where another heading that
    is no such word stands beside them, where all of the row are headings, or where other words stand below.
    """
    words = known_words(table)
    named = {place for place, text in written.items() if column_of(table, text) is not None}
    weak = {place for place in named if any(form in words for form in spellings(written[place]))}
    if len(named) == len(written) or named - weak:
        return written
    values = {place for place in weak if not _other_words(words, below.get(place, []))}
    return [place for place in written if place not in values]


def _other_words(words: frozenset[str], below: list[str]) -> bool:
    texts = [text for text in below if text]
    return bool(texts) and not any(plain_words(text) in words for text in texts)


def _without_persons(
    table: str, written: dict[int, str], found: Layout, ranked: list[tuple[int, int, str]]
) -> list[tuple[int, int, str]]:
    """Take "nom" for that of a person where "prénom" stands beside it and another column names the organisation."""
    if table != "organisations" or not any(_FIRST_NAME.search(text) for text in found.contact):
        return ranked
    names = sorted(one for one in ranked if one[2] == "name")
    persons = [one for one in names if one[0] == 0]
    if len(persons) == len(names):
        return ranked
    found.contact.extend(written[place] for _rank, place, _column in persons)
    return [one for one in ranked if one not in persons]


def _by_what_stands_below(
    table: str,
    written: dict[int, str],
    below: dict[int, list[str]],
    found: Layout,
    ranked: list[tuple[int, int, str]],
) -> list[tuple[int, int, str]]:
    """Decide by the cells below where a heading alone is ambiguous."""
    kept = []
    columns = {column for _rank, _place, column in ranked}
    pointers = TABLES[table].references
    for rank, place, column in ranked:
        texts = {text.casefold() for text in below.get(place, []) if text}
        flags = bool(texts) and texts <= _FLAGS and not texts <= _DIGITS  # "1" may be an own number
        named = column in _SPEAK_IN_TURN or column in pointers
        asked = column == "role" and is_flag_of_role(written[place])
        if rank and ((named and flags) or (asked and not flags and not _said(texts, table))):
            found.unknown.append(written[place])
        elif table == "organisations" and rank and column == "kind" and "size" not in columns and _sizes(texts):
            kept.append((rank, place, "size"))
        else:
            kept.append((rank, place, column))
    return sorted(kept)


def _said(texts: set[str], table: str) -> bool:
    return bool(texts) and all(plain_words(text) in known_words(table) for text in texts)


def _sizes(texts: set[str]) -> bool:
    return bool(texts) and all(kind_and_size(text)[1] for text in texts)


def _put(found: Layout, table: str, column: str, place: int, text: str) -> None:
    """Set the place of a column; of several headings for one column the best is read, if they cannot take turns."""
    if column.startswith(BESIDE):
        found.beside.setdefault(column, []).append(place)
        found.scales.setdefault(column, scale_of(text))
        found.unknown.append(text)
        return
    exact = any(form in _headings(table) for form in spellings(text)[:1])
    in_turn = column in _SPEAK_IN_TURN or column in TABLES[table].references or column in TABLES[table].key
    if column in found.places and not exact and not in_turn:
        found.unknown.append(text)
        return
    if (
        table == "projects"
        and column == "acronym"
        and not exact
        and column in found.places
        and "title" not in found.places
    ):
        column = "title"  # "nom du projet" beside "acronyme" is the title
    found.places.setdefault(column, []).append(place)
    found.headings.setdefault(column, text)
    if scale_of(text) != 1 and TABLES[table][column].type == "number":
        found.scales[column] = scale_of(text)


def _amount(found: Layout, written: dict[int, str]) -> None:
    """Read "montant" as the cost where the aid stands beside it, and as the aid where the cost does."""
    places = found.beside.get("+amount", [])
    cost = "total_cost" if "total_cost" in found.places else "cost"
    if len(places) != 1 or ("funding" in found.places) == (cost in found.places):
        return
    text = written[places[0]]
    if "funding" in found.places:
        return  # beside the aid it may be the cost, the aid asked for, or the part of one partner
    found.places["funding"] = places
    found.headings["funding"] = text
    found.scales["funding"] = scale_of(text)
    found.unknown.remove(text)
    del found.beside["+amount"]


def _figures(found: Layout, written: dict[int, str]) -> None:
    """Choose the figures that give the category of a company: those of the last year; the others are not read."""
    if "+headcount" not in found.beside or not {"+turnover", "+balance"} & set(found.beside):
        return
    for column in DERIVES_SIZE:
        places = found.beside.get(column, [])
        if places:
            last = max(places, key=lambda place: (re.findall(r"(?:19|20)\d\d", written[place])[-1:], -place))
            found.beside[column] = [last]
            found.scales[column] = scale_of(written[last])
            found.unknown.remove(written[last])
