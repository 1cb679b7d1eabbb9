"""Where the columns of a table stand in a sheet, told by the headings and by what stands below them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from polegraph.errors import PolegraphError, shown
from polegraph.i18n import _
from polegraph.sources.accounting import CONTACT
from polegraph.sources.spreadsheet.layout.vocabulary import (
    BESIDE,
    all_headings,
    column_of,
    every_word,
    known_words,
    plain_words,
    scale_of,
    spellings,
)
from polegraph.sources.spreadsheet.layout.vocabulary import headings as _headings
from polegraph.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polegraph.sources.spreadsheet.sheets import Cell, Sheet

LOOK_FOR_HEADINGS: Final = 10
"""Rows among which the headings are, so that titles may stand above them."""

_LONGEST = 200  # characters of a heading
_BELOW = 50  # cells below a heading that are looked at
_FIRST_NAME = re.compile(r"pr[eé]nom|first.?name", re.IGNORECASE)
_FLAGS: Final = frozenset("oui non yes no x o n y vrai faux true false 1 0 1.0 0.0 ✓ ✔".split())  # noqa: SIM905
_DIGITS: Final = frozenset({"1", "0", "1.0", "0.0"})
# An own key may be left out, if what it is made from is there.
_MADE_FROM: Final = {
    "organisations": (("name",),),
    "projects": (("project_id",), ("title",), ("acronym",)),
    "poles": (("name",),),
    "themes": (("label",),),
    "outcomes": (("project_id", "kind"),),
}
# Columns that may stand several times: where one is empty, the next one speaks. Of all others the best alone is read.
_SPEAK_IN_TURN: Final = frozenset({"name", "acronym", "title", "label"})
DERIVES_SIZE: Final = ("+headcount", "+turnover", "+balance")
"""What the category of a company is derived from, where both headcount and an amount are there."""


def is_heading(text: str) -> bool:
    """Return whether a text is the heading of a column of some table.

    Parameters
    ----------
    text
        What stands in a cell.

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
        What is written over each of them.
    contact, unknown
        Headings of columns about persons, and of those that have no place in the model. Neither is read.
    beside
        Positions of columns that are known and have no place in this table, by what they are (``+headcount``,
        ``+memberships.since``, ``+theme``); unless somebody reads them, they are among the unknown ones too.
    scales
        By what the numbers of a column are multiplied, where its heading says so (k€).
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


def layout(sheet: Sheet, table: str) -> Layout:
    """Find the headings of a sheet and what they name.

    Parameters
    ----------
    sheet
        The sheet, with a row at least.
    table
        The table that it is.

    Raises
    ------
    PolegraphError
        If a required column is missing; says what is there.
    """
    candidates = candidate_layouts(sheet, table) or [_layout(1, [], table, {})]
    complete = [found for found in candidates if not missing(found, table)]
    if complete:
        found = max(complete, key=lambda one: (_known(one), -one.row))  # a title may look like one heading
        _refuse_doubled(found, table, sheet)
        return _with_nameless(found, sheet)
    best = max(candidates, key=lambda one: (_known(one), -one.row))
    there = [*best.headings.values(), *best.contact, *best.unknown]
    fr = [f"{name} / {TABLES[table][name].fr}" for name in missing(best, table)]
    raise PolegraphError(
        _("the table {table} lacks {missing}; its headings are: {headings}").format(
            table=table,
            missing=", ".join(fr),
            headings=", ".join(shown(one, 40)[1:-1] for one in there[:15]) or "–",
        ),
        file=sheet.label,
        row=best.row,
        remedy=_("write these headings over the columns, or start from the blank sheets of `polegraph templates`"),
    )


def candidate_layouts(sheet: Sheet, table: str) -> list[Layout]:
    """Return what each of the first rows of a sheet would say, if it were the headings of a table.

    Parameters
    ----------
    sheet
        The sheet.
    table
        The table that it may be.
    """
    if not sheet.rows:
        return []
    top = [place for place, (number, _) in enumerate(sheet.rows) if number < sheet.rows[0][0] + LOOK_FOR_HEADINGS]
    found = []
    for place in top:
        number, cells = sheet.rows[place]
        below = _below([row for _, row in sheet.rows[place + 1 : place + 1 + _BELOW]], len(cells))
        found.append(_layout(number, cells, table, below))
    return found


def _known(found: Layout) -> int:
    return len(found.places) + len(found.beside)


def _below(rows: list[list[Cell]], width: int) -> dict[int, list[str]]:
    """Return the texts that stand below each cell of a row."""
    return {
        place: [str(row[place]).strip() for row in rows if place < len(row) and row[place] is not None]
        for place in range(width)
    }


def _layout(number: int, cells: list[Cell], table: str, below: dict[int, list[str]]) -> Layout:
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
    ranked = _without_persons(table, written, found, ranked)
    ranked = _by_what_stands_below(table, written, below, found, sorted(ranked))
    for _rank, place, column in ranked:
        _put(found, table, column, place, written[place])
    _amount(found, written)
    _figures(found, written)
    return found


def about_persons(written: str) -> bool:
    """Return whether a heading says, in brackets or not, that persons stand below.

    Parameters
    ----------
    written
        What stands over the column.

    Examples
    --------
    >>> about_persons("Porteur (nom, prénom)"), about_persons("Porteur")
    (True, False)
    """
    return CONTACT.search("_".join(every_word(written))) is not None


def _written(cell: Cell) -> str:
    return str(cell).strip()[:_LONGEST] if cell is not None else ""


def _true_headings(table: str, written: dict[int, str], below: dict[int, list[str]]) -> Iterable[int]:
    """Leave out what is a heading by its word alone, in a row that looks like one of values.

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
    """Take "nom" for somebody's where "prénom" stands beside it and another column names the organisation."""
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
    """Decide by the cells below where a heading alone does not say what the column is."""
    kept = []
    columns = {column for _rank, _place, column in ranked}
    pointers = TABLES[table].references
    for rank, place, column in ranked:
        texts = {text.casefold() for text in below.get(place, []) if text}
        flags = bool(texts) and texts <= _FLAGS and not texts <= _DIGITS  # "1" may be somebody's own number
        named = column in _SPEAK_IN_TURN or column in pointers
        asked = column == "role" and is_flag_of_role(written[place])
        if rank and ((named and flags) or (asked and not flags and not _said(texts, table))):
            found.unknown.append(written[place])
        elif table == "organisations" and rank and column == "kind" and "size" not in columns and _sizes(texts):
            kept.append((rank, place, "size"))
        else:
            kept.append((rank, place, column))
    return sorted(kept)


def is_flag_of_role(written: str) -> bool:
    """Return whether a heading asks who coordinates: below "Chef de file" stand yes and no.

    Parameters
    ----------
    written
        What stands over the column.

    Examples
    --------
    >>> is_flag_of_role("Chef de file ?"), is_flag_of_role("Rôle")
    (True, False)
    """
    from polegraph.sources.spreadsheet.cells.kinds import role_of  # noqa: PLC0415  # the words load when a sheet has roles

    plain = plain_words(written)
    return role_of(plain.removeprefix("est ").removeprefix("is ")) == "coordinator"


def _said(texts: set[str], table: str) -> bool:
    return bool(texts) and all(plain_words(text) in known_words(table) for text in texts)


def _sizes(texts: set[str]) -> bool:
    from polegraph.sources.spreadsheet.cells.kinds import kind_and_size  # noqa: PLC0415

    return bool(texts) and all(kind_and_size(text)[1] for text in texts)


def _put(found: Layout, table: str, column: str, place: int, text: str) -> None:
    """Set the place of a column; of several headings for one thing the best is read, if they cannot speak in turn."""
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


def must_fill(table: str) -> list[str]:
    """Name the columns that a person must fill in: own identifiers can be made.

    Parameters
    ----------
    table
        Name of the table.

    Examples
    --------
    >>> must_fill("organisations"), must_fill("participations")
    (['name'], ['project_id', 'org_id'])
    """
    return list(_MADE_FROM[table][-1]) if table in _MADE_FROM else TABLES[table].required


def missing(found: Layout, table: str) -> list[str]:
    """Name the columns without which a sheet cannot be read as a table.

    Parameters
    ----------
    found
        What its headings say.
    table
        The table.
    """
    if table in _MADE_FROM:
        ways = _MADE_FROM[table]
        if any(all(column in found.places for column in way) for way in ways):
            return []
        return [column for column in ways[0] if column not in found.places]
    from polegraph.sources.spreadsheet.cells.kinds import partner_column  # noqa: PLC0415

    lacking = [column for column in TABLES[table].required if column not in found.places]
    partners = table == "participations" and any(map(partner_column, found.unknown))
    return [column for column in lacking if not (partners and column == "org_id")]


def _refuse_doubled(found: Layout, table: str, sheet: Sheet) -> None:
    cells = dict(sheet.rows)[found.row]
    for name, places in found.places.items():
        if name in {"visibility", "opt_out", "dissolved"}:
            continue  # of two, the one that protects more counts
        exact = [place for place in places if plain_words(str(cells[place])) in _headings(table)]
        if len(exact) > 1:
            raise PolegraphError(
                _("two columns say the same: {headings}").format(
                    headings=", ".join(shown(str(cells[place]), 40) for place in exact)
                ),
                file=sheet.label,
                row=found.row,
                column=name,
                remedy=_("keep one of the two"),
            )


def _with_nameless(found: Layout, sheet: Sheet) -> Layout:
    """Count columns that hold values under no heading among the unknown ones, so that they are named."""
    cells = dict(sheet.rows)[found.row]
    named = {place for place, cell in enumerate(cells) if cell is not None and str(cell).strip()}
    used = {
        place
        for number, row in sheet.rows
        if number > found.row
        for place, cell in enumerate(row)
        if place not in named and cell is not None and str(cell).strip()
    }
    found.unknown.extend(map(nameless, sorted(used)))
    return found


def nameless(place: int) -> str:
    """Return what to call a column without a heading: its letters in Excel, in brackets.

    Parameters
    ----------
    place
        Its position, from 0.

    Examples
    --------
    >>> nameless(0), nameless(25), nameless(26), nameless(701)
    ('(A)', '(Z)', '(AA)', '(ZZ)')
    """
    letters = ""
    while place >= 0:
        place, rest = divmod(place, 26)
        letters, place = chr(ord("A") + rest) + letters, place - 1
    return f"({letters})"
