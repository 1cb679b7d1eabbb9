"""Detection of the header row among the first rows of a sheet, and of the columns of a table in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from polegraph.errors import PolegraphError, shown
from polegraph.i18n import _
from polegraph.names.plain_words import plain_words
from polegraph.sources.spreadsheet.cells.kinds import partner_column
from polegraph.sources.spreadsheet.layout.row_headings import Layout, layout_of_row
from polegraph.sources.spreadsheet.layout.vocabulary import headings as _headings
from polegraph.tables import TABLES

if TYPE_CHECKING:
    from polegraph.sources.spreadsheet.sheet import Cell, Sheet

LOOK_FOR_HEADINGS: Final = 10
"""Number of rows searched for the header, so that titles may stand above it."""

_BELOW = 50  # cells below a heading that are examined
# An own key may be left out, if the columns that it is made from are there.
_MADE_FROM: Final = {
    "organisations": (("name",),),
    "projects": (("project_id",), ("title",), ("acronym",)),
    "poles": (("name",),),
    "themes": (("label",),),
    "outcomes": (("project_id", "kind"),),
    "actions": (("kind", "date"), ("kind", "title")),
}


def layout(sheet: Sheet, table: str) -> Layout:
    """Find the header of a sheet and the columns that it names.

    Parameters
    ----------
    sheet
        The sheet, with a row at least.
    table
        The table that it is.

    Raises
    ------
    PolegraphError
        If a required column is missing; names the columns found.
    """
    candidates = candidate_layouts(sheet, table) or [layout_of_row(1, [], table, {})]
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
    """Return the layout for each of the first rows of a sheet, taken as the header of a table.

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
        found.append(layout_of_row(number, cells, table, below))
    return found


def _known(found: Layout) -> int:
    return len(found.places) + len(found.beside)


def _below(rows: list[list[Cell]], width: int) -> dict[int, list[str]]:
    """Return the texts below each cell of a row."""
    return {
        place: [str(row[place]).strip() for row in rows if place < len(row) and row[place] is not None]
        for place in range(width)
    }


def must_fill(table: str) -> list[str]:
    """Name the columns that must be filled in: own identifiers can be generated.

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
        Layout by its header.
    table
        The table.
    """
    if table in _MADE_FROM:
        ways = _MADE_FROM[table]
        if any(all(column in found.places for column in way) for way in ways):
            return []
        return [column for column in ways[0] if column not in found.places]
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
    """Count columns with values under no heading among the unknown ones, so that they are named."""
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
    """Return a name for a column without a heading: its letters in Excel, in brackets.

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
