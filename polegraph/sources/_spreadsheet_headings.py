"""Which table a sheet is and which column a heading names, in English or French, however it is spelt."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from polegraph.errors import PolegraphError, shown
from polegraph.i18n import _
from polegraph.sources._common import CONTACT
from polegraph.tables import TABLES

if TYPE_CHECKING:
    from polegraph.sources._spreadsheet_sheets import Cell, Sheet

FILLED_IN: Final = tuple(name for name, table in TABLES.items() if table.filled_in)
_MADE_BY_POLEGRAPH = [written for table in TABLES.values() if not table.filled_in for written in (table.name, table.fr)]
ASIDE: Final = ("read me", "lisez moi", "à lire", "lists", "listes", "about", "à propos", *_MADE_BY_POLEGRAPH)
"""Sheets that stand beside the tables: those of the templates, and what polegraph itself adds to a workbook."""
LOOK_FOR_HEADINGS: Final = 10
"""Rows among which the headings are, so that titles may stand above them."""

_LONGEST = 200  # characters of a heading

# Words that say nothing about which heading it is.
_SMALL = frozenset({"a", "au", "aux", "d", "de", "des", "du", "en", "l", "la", "le", "les", "of", "s", "the"})
# What people also write over a column: one that points to another table mostly holds the name of what it points to.
_ORGANISATION = ("organisation", "organization", "nom organisation", "organisation name", "entreprise", "company")
_ALSO: Final[dict[str, tuple[str, ...]]] = {
    "org_id": (*_ORGANISATION, "partenaire", "partner", "membre", "member", "adhérent"),
    "project_id": ("projet", "project", "acronyme", "acronym", "nom projet", "project name"),
    "pole_id": ("pôle", "pole", "nom pôle", "pole name"),
    "theme_id": ("thème", "theme", "libellé", "label"),
}
_ALSO_NAMES: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "organisations": {
        "name": (*_ORGANISATION, "raison sociale", "dénomination", "company name"),
        "group_id": ("group",),
    },
    "projects": {"acronym": ("projet", "project", "nom", "name"), "title": ("intitulé",)},
    "poles": {"name": ("pôle", "pole")},
    "themes": {"label": ("thème", "theme", "nom", "name")},
}
_FIRST_NAME = re.compile(r"pr[eé]nom|first.?name", re.IGNORECASE)
# An own key may be left out, if what it is made from is there.
_MADE_FROM: Final = {
    "organisations": (("name",),),
    "projects": (("project_id",), ("title",), ("acronym",)),
    "poles": (("name",),),
    "themes": (("label",),),
    "outcomes": (("project_id", "kind"),),
}


def plain_words(text: str) -> str:
    """Give a heading, a sheet's name or an allowed word without what people vary: case, accents, marks, plurals.

    Parameters
    ----------
    text
        As somebody wrote it.

    Examples
    --------
    >>> plain_words("Identifiant de l'organisation *"), plain_words("IDENTIFIANT_ORGANISATIONS")
    ('identifiant organisation', 'identifiant organisation')
    """
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(character for character in decomposed if not unicodedata.combining(character))
    words = re.findall(r"[^\W_]+", letters)
    kept = [word for word in words if word not in _SMALL] or words
    return " ".join(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in kept)  # noqa: PLR2004  # "gas" is no plural


@cache
def _table_names() -> dict[str, str]:
    return {plain_words(written): name for name in FILLED_IN for written in (name, TABLES[name].fr)}


@cache
def _headings(table: str) -> dict[str, str]:
    """Give the columns of a table by their plain headings."""
    columns = [column for column in TABLES[table].columns if column.name != "source"]
    headings = {plain_words(written): column.name for column in columns for written in (column.name, column.fr)}
    key = TABLES[table].key
    if len(key) == 1:
        for written in ("id", "identifiant", "identifier"):
            headings.setdefault(plain_words(written), key[0])
    return headings


@cache
def _second_best(table: str) -> dict[str, str]:
    """Give the columns of a table by what people write over them instead."""
    also = {column: _ALSO[column] for column in TABLES[table].references}
    also.update(_ALSO_NAMES.get(table, {}))
    plain = {plain_words(written): column for column, ways in also.items() for written in ways}
    own = {plain_words(one) for column in TABLES[table].columns for pair in column.words.items() for one in pair}
    own.update(_headings(table))  # a row of values, such as "company", must not pass for the heading
    return {written: column for written, column in plain.items() if written not in own}


def is_heading(text: str) -> bool:
    """Tell whether a text is the heading of a column of some table.

    Parameters
    ----------
    text
        What stands in a cell.
    """
    return len(text) < _LONGEST and plain_words(text) in _all_headings()


@cache
def _all_headings() -> frozenset[str]:
    return frozenset(heading for name in FILLED_IN for heading in (*_headings(name), *_second_best(name)))


def table_of(name: str) -> str | None:
    """Tell which table a sheet or file is, by its name.

    Parameters
    ----------
    name
        Name of the sheet, or of the file without its suffix.

    Returns
    -------
    str or None
        The table; an empty text for sheets that are there to be read by people; None if it is not known.

    Examples
    --------
    >>> table_of("Adhésions"), table_of("organisations (2)"), table_of("À LIRE"), table_of("Feuil1")
    ('memberships', 'organisations', '', None)
    """
    plain = plain_words(re.sub(r"[\s_-]*\(?\d*\)?\s*$", "", name))
    if plain in {plain_words(one) for one in ASIDE}:
        return ""
    return _table_names().get(plain)


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
    top = [(number, cells) for number, cells in sheet.rows if number < sheet.rows[0][0] + LOOK_FOR_HEADINGS]
    candidates = [_layout(number, cells, table) for number, cells in top or [(1, [])]]
    complete = [found for found in candidates if not _missing(found, table)]
    if complete:
        found = max(complete, key=lambda one: (len(one.places), -one.row))  # a title may look like one heading
        _refuse_doubled(found, table, sheet)
        return _with_nameless(found, sheet)
    best = max(candidates, key=lambda one: (len(one.places), -one.row))
    there = [*best.headings.values(), *best.contact, *best.unknown]
    fr = [f"{name} / {TABLES[table][name].fr}" for name in _missing(best, table)]
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


def _layout(number: int, cells: list[Cell], table: str) -> Layout:
    found = Layout(row=number, width=len(cells), places={}, headings={}, contact=[], unknown=[])
    second: list[tuple[int, str, str]] = []
    for place, cell in enumerate(cells):
        written = str(cell).strip()[:_LONGEST] if cell is not None else ""
        if not written:
            continue
        plain = plain_words(written)
        if plain in _headings(table):
            name = _headings(table)[plain]
            found.places.setdefault(name, []).append(place)
            found.headings.setdefault(name, written)
        elif plain in _second_best(table):
            second.append((place, _second_best(table)[plain], written))
        elif CONTACT.search(plain.replace(" ", "_")):
            found.contact.append(written)
        elif plain != "source":
            found.unknown.append(written)
    person = any(_FIRST_NAME.search(written) for written in found.contact)
    if person and any(name == "name" for _place, name, _written in second) and "name" in found.places:
        del found.places["name"]  # "nom" beside "prénom" is somebody's, if another column names the organisation
        found.contact.append(found.headings.pop("name"))
    for place, name, written in second:
        found.places.setdefault(name, []).append(place)
        found.headings.setdefault(name, written)
    return found


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


def _missing(found: Layout, table: str) -> list[str]:
    """Name the columns without which the sheet cannot be read."""
    if table in _MADE_FROM:
        ways = _MADE_FROM[table]
        if any(all(column in found.places for column in way) for way in ways):
            return []
        return [column for column in ways[0] if column not in found.places]
    return [column for column in TABLES[table].required if column not in found.places]


def _refuse_doubled(found: Layout, table: str, sheet: Sheet) -> None:
    cells = dict(sheet.rows)[found.row]
    for name, places in found.places.items():
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
    from openpyxl.utils import get_column_letter  # noqa: PLC0415  # heavy

    cells = dict(sheet.rows)[found.row]
    named = {place for place, cell in enumerate(cells) if cell is not None and str(cell).strip()}
    used = {
        place
        for number, row in sheet.rows
        if number > found.row
        for place, cell in enumerate(row)
        if place not in named and cell is not None and str(cell).strip()
    }
    found.unknown.extend(f"({get_column_letter(place + 1)})" for place in sorted(used))
    return found
