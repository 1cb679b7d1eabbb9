"""Places of the columns of a table in a sheet: those of its layout, those that protect, those of partners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from polegraph.errors import PolegraphError, shown
from polegraph.i18n import _
from polegraph.names.plain_words import plain_words
from polegraph.sources.spreadsheet.cells.kinds import partner_column
from polegraph.sources.spreadsheet.cells.protection import PROTECTIONS, protection
from polegraph.sources.spreadsheet.layout.placement import layout
from polegraph.tables import TABLES

if TYPE_CHECKING:
    from polegraph.sources.spreadsheet.layout.row_headings import Layout
    from polegraph.sources.spreadsheet.sheet import Cell, Sheet

WITH_PARTNERS: Final = ("projects", "participations")
"""Tables in which a column may hold a partner: "Chef de file", "Partenaire 3"."""


@dataclass(frozen=True, slots=True)
class Place:
    """A column of a sheet.

    Parameters
    ----------
    place
        Its position, from 0.
    heading
        Its heading.
    how
        Of one that protects, how its cells are read; of one of partners, their role.
    """

    place: int
    heading: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """The places of a table's columns in a sheet.

    Parameters
    ----------
    layout
        Found by names and vocabulary.
    protections
        Per column that protects, where it stands.
    partners
        Columns that hold a partner.
    written
        Heading of every column, by position.
    """

    layout: Layout
    protections: dict[str, list[Place]]
    partners: list[Place]
    written: dict[int, str]


def columns_of(sheet: Sheet, table: str) -> Columns:
    """Return the places of a table's columns in a sheet.

    Parameters
    ----------
    sheet
        The sheet.
    table
        Name of the table.

    Raises
    ------
    PolegraphError
        If a required column is missing, or two candidates for it are ambiguous.
    """
    # columns by their names and by the vocabulary
    found = sheet.layout or layout(sheet, table)
    written = _over_places(found) if sheet.layout else _written(dict(sheet.rows).get(found.row, []))
    # columns that protect
    protections: dict[str, list[Place]] = {}
    for place, heading in written.items():
        protects = protection(heading, table)
        if protects is not None:
            protections.setdefault(protects[0], []).append(Place(place, heading, protects[1]))
            _forget(found, place, heading)
    for column in PROTECTIONS:
        for place in found.places.pop(column, []):  # known to others, and not here
            protections.setdefault(column, []).append(Place(place, written[place], column))
        if column in protections:
            found.headings[column] = protections[column][0].heading
    # columns of partners, where the table may have any
    partners = []
    if table in WITH_PARTNERS:
        taken = {place for places in found.places.values() for place in places}
        for place, heading in written.items():
            partner = partner_column(heading) if place not in taken else None
            if partner is not None and not any(place == one.place for ones in protections.values() for one in ones):
                partners.append(Place(place, heading, partner[0]))
                _forget(found, place, heading)
    if table == "participations" and partners:
        found.headings.setdefault("org_id", partners[0].heading)
    _refuse_mixed(found, table, written, sheet)
    return Columns(found, protections, partners, written)


def _written(cells: list[Cell]) -> dict[int, str]:
    return {place: str(cell).strip() for place, cell in enumerate(cells) if cell is not None and str(cell).strip()}


def _over_places(found: Layout) -> dict[int, str]:
    """Return the headings of a sheet without a header row."""
    return {place: found.headings.get(name, name) for name, places in found.places.items() for place in places}


def _forget(found: Layout, place: int, heading: str) -> None:
    """Count a column no longer among the unknown or misplaced ones."""
    for names in (found.unknown, found.contact):
        if heading in names:
            names.remove(heading)
    for places in found.places.values():
        if place in places:
            places.remove(place)
    for column in [one for one, places in found.places.items() if not places]:
        del found.places[column]


def codes(columns: Columns, table: str, column: str) -> list[int]:
    """Return the columns of register numbers, which people write beside the names that they mean.

    Parameters
    ----------
    columns
        Where the columns stand.
    table, column
        The table and its column.
    """
    own = exact(columns, table, column)
    places = columns.layout.places.get(column, [])
    return [place for place in places if place not in own and _is_code(columns.written[place])]


def _is_code(heading: str) -> bool:
    return bool({"siren", "siret", "pic", "rnsr", "ror"} & set(plain_words(heading).split()))


def exact(columns: Columns, table: str, column: str) -> list[int]:
    """Return the columns of the identifier itself, and not of the names that people write instead.

    Parameters
    ----------
    columns
        Where the columns stand.
    table, column
        The table and its column.
    """
    own = {plain_words(column), plain_words(TABLES[table][column].fr)}
    return [place for place in columns.layout.places.get(column, ()) if plain_words(columns.written[place]) in own]


def _refuse_mixed(found: Layout, table: str, written: dict[int, str], sheet: Sheet) -> None:
    """Refuse ambiguous columns: an identifier beside several names, several projects of one outcome."""
    for column in TABLES[table].references:
        places = found.places.get(column, [])
        own = {plain_words(column), plain_words(TABLES[table][column].fr)}
        named = [place for place in places if plain_words(written[place]) not in own and not _is_code(written[place])]
        beside = any(plain_words(written[place]) in own for place in places)
        if len(named) > 1 and (beside or table == "outcomes"):
            raise PolegraphError(
                _("two columns say the same: {headings}").format(
                    headings=", ".join(shown(written[place], 40) for place in places)
                ),
                file=sheet.label,
                row=found.row,
                column=found.headings.get(column, column),
                remedy=_("keep one of the two"),
            )
