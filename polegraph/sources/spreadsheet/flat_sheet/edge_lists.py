"""Reader of edge lists: a row links two organisations, or an organisation and a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from polegraph.i18n import N_
from polegraph.identity import normal_form
from polegraph.sources.spreadsheet.cells.scalars import text
from polegraph.sources.spreadsheet.flat_sheet import word_meanings
from polegraph.sources.spreadsheet.flat_sheet.columns import CONTACTS
from polegraph.sources.spreadsheet.flat_sheet.mentions import Mention, ProjectRow, Read
from polegraph.sources.spreadsheet.flat_sheet.row_shapes import first
from polegraph.sources.spreadsheet.flat_sheet.sides import first_is_organisations

if TYPE_CHECKING:
    from polegraph.sources.spreadsheet.flat_sheet.columns import Column
    from polegraph.sources.spreadsheet.flat_sheet.grid import Grid

LINKS: Final = N_("a list of links between organisations")
PARTS: Final = N_("a list of links between organisations and projects")
NO_END: Final = "one end of this link is blank"
_PROJECT: Final = ("project", "acronym", "title", "project_id")
_ENOUGH = 8  # links of which no end is on both sides


def read(grid: Grid) -> Read | None:
    """Read an edge list; None if the sheet has no two columns for the ends of links.

    Parameters
    ----------
    grid
        The sheet.
    """
    # find the columns of the two ends, and that of the project
    ends = _ends(grid)
    if ends is None:
        return None
    one, other = ends
    project = next((column for code in _PROJECT for column in grid.columns if column.code == code), None)
    # read the links, and decide whether they join organisations with projects, or two organisations
    links = [(number, text(first(cells, [one])), text(first(cells, [other])), cells) for number, cells in grid.rows]
    sides = _sides({a for _n, a, _b, _c in links if a}, {b for _n, _a, b, _c in links if b}, len(links))
    made = Read(grid.sheet, LINKS, grid.row, grid.columns, aside=list(grid.aside), notes=grid.notes)
    if project is None and sides is not None:
        made.shape = PARTS
        partner, of = (one, other) if sides else (other, one)
        partner.code, of.code, partner.sure, of.sure = "name", "acronym", False, False
    else:
        one.code = other.code = "name"
    # a project and its partners of each link; without a project, the link stands for one
    years = [column for column in grid.columns if column.code == "year"]
    for number, a, b, cells in links:
        if a is None or b is None:
            made.aside.append((number, a or b or "", NO_END))
            continue
        year = first(cells, years)
        if made.shape == PARTS:
            partners, of_project = [a if sides else b], b if sides else a
        else:
            partners = [a, b]
            of_project = (text(first(cells, [project])) if project else None) or pair(a, b)
        code = project.code if project and project.code in {"title", "project_id"} else "acronym"
        made.projects.append(ProjectRow(number, {str(code): of_project} | ({"year": year} if year is not None else {})))
        at = len(made.projects) - 1
        made.mentions += [Mention(number, partner, at, {}, one.heading) for partner in partners]
    # count the links without a project, and empty the meanings of columns that were not used
    if made.shape == LINKS and project is None:
        made.notes["links_as_projects"] = len(made.projects)
    _forget(grid.columns, [one, other, *([project] if project else []), *years])
    if project is not None:
        project.code = "acronym" if project.code == "project" else project.code
    return made


def _ends(grid: Grid) -> tuple[Column, Column] | None:
    """Find the two columns of the ends: source and target, or two numbered partners of no project."""
    names = [column for column in grid.columns if column.code in word_meanings.NAMES]
    ends = [column for code in ("source", "target") for column in grid.columns if column.code == code]
    if len(ends) == 2 and not names:  # noqa: PLR2004  # a link has two ends
        return ends[0], ends[1]
    numbered = len(names) == 2 and {column.number for column in names} == {1, 2}  # noqa: PLR2004  # the same
    if not numbered or ends or any(column.code in {*_PROJECT, "number"} for column in grid.columns):
        return None
    return names[0], names[1]


def _forget(columns: list[Column], used: list[Column]) -> None:
    for column in columns:
        if column not in used and column.code not in {CONTACTS, word_meanings.IGNORED}:
            column.code, column.sure = None, False


def pair(one: str, other: str) -> str:
    """Name the project that a link stands for, the same from both ends.

    Parameters
    ----------
    one, other
        Names of its ends.

    Examples
    --------
    >>> pair("Zorblax", "Ada")
    'Ada – Zorblax'
    """
    first_, second = sorted((one, other), key=lambda name: (normal_form(name), name))
    return f"{first_} – {second}"


def _sides(ones: set[str], others: set[str], number: int) -> bool | None:
    """Return whether the first ends are organisations and the second projects; None if both are organisations."""
    if {normal_form(one) for one in ones} & {normal_form(one) for one in others}:
        return None
    is_first, clear = first_is_organisations(ones, others)
    return is_first if clear or number >= _ENOUGH else None
