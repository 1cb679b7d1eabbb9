"""Partners in the tables of own sheets where no table expects them: in columns of the projects, several in a cell."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from polegraph.errors import PolegraphError
from polegraph.sources._spreadsheet_cells import text
from polegraph.sources._spreadsheet_headings import Layout, layout
from polegraph.sources.sheet import _rows
from polegraph.sources.sheet._columns import Sense
from polegraph.sources.sheet._grid import found, merged
from polegraph.sources.sheet._lists import Cutter, known_names, named
from polegraph.sources.sheet._plan import ORGANISATIONS, PROJECTS, plan

if TYPE_CHECKING:
    from polegraph.sources._common import Ledger
    from polegraph.sources._spreadsheet_sheets import Cell, Sheet
    from polegraph.sources.sheet._plan import Plan

_AMOUNTS = ("funding", "cost")


def with_partners(by_table: dict[str, list[Sheet]], ledger: Ledger) -> dict[str, list[Sheet]]:
    """Return the sheets of each table with the participations that stand in columns of projects, or several in a cell.

    Parameters
    ----------
    by_table
        The sheets by the table that they hold.
    ledger
        The account of the source; what cannot be told apart is listed in it.
    """
    known = _known(by_table.get("organisations", []))
    made = {name: list(those) for name, those in by_table.items()}
    parts = [_one_each(sheet, known, ledger) for sheet in by_table.get("participations", [])]
    for at, sheet in enumerate(by_table.get("projects", [])):
        split = _out_of_projects(sheet, known, ledger)
        if split is not None:
            made["projects"][at], more = split
            parts.append(more)
    if parts:
        made["participations"] = parts
    return made


def _known(organisations: list[Sheet]) -> Counter[str]:
    """Give the names of the organisations, which are one each even where they hold a sign that parts lists."""
    names: Counter[str] = Counter()
    for sheet in organisations:
        try:
            where = layout(sheet, "organisations") if sheet.rows else None
        except PolegraphError:
            continue  # it is said where the table is read
        if where is not None:
            below = [cells for number, cells in sheet.rows if number > where.row]
            names.update(known_names(_column(below, where.places["name"]), certain=True))
    return names


def _column(rows: list[list[Cell]], places: list[int]) -> list[str]:
    return [written for cells in rows for place in places if place < len(cells) and (written := text(cells[place]))]


def _one_each(sheet: Sheet, known: Counter[str], ledger: Ledger) -> Sheet:
    """Write a row for each organisation where several stand in a cell of the participations."""
    try:
        where = layout(sheet, "participations") if sheet.rows and sheet.layout is None else None
    except PolegraphError:
        return sheet  # it is said where the table is read
    if where is None:
        return sheet
    headings = ["" if cell is None else str(cell) for cell in dict(sheet.rows)[where.row]]
    below = merged(sheet, where.row, headings, Sense())
    cutters = {
        place: Cutter(_column([cells for _n, cells in below], [place]), known, listed=False)
        for place in where.places["org_id"]
    }
    rows: list[tuple[int, list[Cell]]] = []
    cut = 0
    for number, cells in below:
        several = [
            (place, names)
            for place, cutter in cutters.items()
            if place < len(cells) and (written := text(cells[place])) and len(names := cutter(written)) > 1
        ]
        if not several:
            rows.append((number, cells))
            continue
        ((place, names), *_more) = several
        cut += len(names)
        rows += [(number, row) for row in _rows_of(cells, place, names, where, (ledger, sheet.label, number))]
    notes = {**sheet.notes, "partners_from_lists": cut}
    return replace(sheet, rows=rows, notes=notes, layout=where, blocks=()) if cut else sheet


def _rows_of(
    cells: list[Cell], place: int, names: list[str], where: Layout, said: tuple[Ledger, str, int]
) -> list[list[Cell]]:
    """Give a row for each name; amounts that stand beside several are nobody's."""
    ledger, label, number = said
    row = list(cells)
    for name in _AMOUNTS:
        for at in where.places.get(name, ()):
            if at < len(row) and (written := text(row[at])):
                ledger.reject(label, [number], where.headings[name], [written], _rows.ONE_FOR_SEVERAL)
                row[at] = None
    made = []
    for name in names:
        one = list(row)
        one[place] = named(name).name
        made.append(one)
    return made


def _out_of_projects(sheet: Sheet, known: Counter[str], ledger: Ledger) -> tuple[Sheet, Sheet] | None:
    """Take the columns of partners out of a table of projects; None if it has none."""
    grid = found(replace(sheet, notes={}, broken=()), Sense()) if sheet.rows and sheet.layout is None else None
    made = plan(grid) if grid is not None else None
    if grid is None or made is None or made.shape in {PROJECTS, ORGANISATIONS}:
        return None
    read = _rows.read(grid, made, known + _rows.alone(grid, made), None)
    if not read.mentions:
        return None
    taken = _places(made)
    rows = [
        (number, [None if place in taken and number >= grid.row else cell for place, cell in enumerate(cells)])
        for number, cells in sheet.rows
    ]
    names = ["project_id", "org_id", "role", "funding", "cost"]
    cells: list[tuple[int, list[Cell]]] = []
    for one in read.mentions:
        project = read.projects[one.project].cells if one.project is not None else {}
        pointer = next((project[code] for code in ("project_id", "acronym", "title") if code in project), None)
        cells.append((one.row, [pointer, one.name, *(one.cells.get(code) for code in ("role", "aid", "cost"))]))
    for row, heading, value, reason in read.cells:
        ledger.reject(sheet.label, [row], heading, [value], reason)
    headings = {"org_id": made.slots[0].column.heading}
    where = Layout(grid.row, len(names), {name: [at] for at, name in enumerate(names)}, headings, [], [], made.shape)
    parts = replace(sheet, name="participations", rows=cells, broken=(), notes=dict(read.notes), layout=where)
    return replace(sheet, rows=rows), parts


def _places(made: Plan) -> set[int]:
    columns = [column for slot in made.slots for column in (slot.column, *slot.more)]
    columns += [column for slot in made.slots for those in slot.attributes.values() for column in those]
    return {column.place for column in columns}
