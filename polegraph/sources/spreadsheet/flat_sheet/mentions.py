"""Extraction of mentions: the projects and partners in the rows of a flat sheet, each with its row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from polegraph.sources.spreadsheet.cells.scalars import text
from polegraph.sources.spreadsheet.flat_sheet import word_meanings
from polegraph.sources.spreadsheet.flat_sheet.cell_lists import Cutter, known_names, named, says_nothing, strong
from polegraph.sources.spreadsheet.flat_sheet.columns import LEAD_FLAG, Column, yes_or_no
from polegraph.sources.spreadsheet.flat_sheet.row_shapes import ORGANISATIONS, Plan, Slot, first
from polegraph.sources.values import KEPT_WITHOUT, TAKEN_AS_ONE

if TYPE_CHECKING:
    from polegraph.sources.spreadsheet.flat_sheet.cell_lists import Named
    from polegraph.sources.spreadsheet.flat_sheet.grid import Grid
    from polegraph.sources.spreadsheet.sheet import Cell, Sheet

NO_PROJECT: Final = "no project is named in this row or above it"
NOBODY: Final = "this names no partner" + KEPT_WITHOUT
PERHAPS_SEVERAL: Final = "this may name several organisations" + TAKEN_AS_ONE
ONE_FOR_SEVERAL: Final = "this stands beside several organisations, and of which it speaks is not known" + KEPT_WITHOUT
_UNITS: Final = ("k€", "m€", "keur", "meur")


@dataclass(slots=True)
class ProjectRow:
    """A row about a project: its number, its attributes, its pôles and themes."""

    row: int
    cells: dict[str, Cell]
    poles: list[str] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    label_date: Cell = None


@dataclass(slots=True)
class Mention:
    """A mention of an organisation: row, name, its attributes and those of its participation; which project, if any.

    ``written`` holds the text of the cells with understood words.
    """

    row: int
    name: str
    project: int | None
    cells: dict[str, Cell]
    heading: str
    poles: list[str] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    written: dict[str, str] = field(default_factory=dict)


@dataclass
class Read:
    """The content of one sheet.

    Parameters
    ----------
    sheet
        The sheet.
    shape
        The shape of a row, in English.
    row
        Row of its headings.
    columns
        Meaning of each column.
    projects, mentions
        The records of the rows; a mention points to a place in ``projects``.
    aside
        Rows that could not be used: number, value, reason.
    cells
        Cells that could not be used, though their rows are: row, heading, value, reason.
    notes
        Counted remarks.
    """

    sheet: Sheet
    shape: str
    row: int
    columns: list[Column]
    projects: list[ProjectRow] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    aside: list[tuple[int, str, str]] = field(default_factory=list)
    cells: list[tuple[int, str, str, str]] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)


def alone(grid: Grid, plan: Plan) -> Counter[str]:
    """Count the names that stand alone in a cell, as evidence of the parts of lists.

    Parameters
    ----------
    grid, plan
        The sheet, and how it is read.
    """
    cells = [written for slot in plan.slots for _n, row in grid.rows if (written := text(first(row, [slot.column])))]
    return known_names(cells, certain=plan.shape == ORGANISATIONS)


def read(grid: Grid, plan: Plan, known: Counter[str], year: int | None) -> Read:
    """Read the rows of a sheet.

    Parameters
    ----------
    grid, plan
        The sheet, and how it is read.
    known
        Names that stand alone in a cell of this sheet or another.
    year
        The year in the name of the sheet; None if there is none.
    """
    # prepare the splitting of cells, column by column
    made = Read(grid.sheet, plan.shape, grid.row, grid.columns, aside=list(grid.aside), notes=grid.notes)
    cutters = [_cutter(grid, slot, known) for slot in plan.slots]
    lists = {code: _list_cutter(grid, plan, code) for code in ("pole", "theme")}
    here: int | None = None
    above: list[Cell] = []
    # take the project of each row, its pôles and its themes
    for number, row in grid.rows:
        cells = _with_names_above(row, above, plan) if plan.fill_names else row
        above = cells
        project = _project(number, cells, plan, year)
        poles, themes = (
            [name for one in plan.others.get(code, ()) for name in lists[code](text(first(cells, [one])) or "")]
            for code in ("pole", "theme")
        )
        if project is not None:
            project.poles, project.themes = poles, themes
            made.projects.append(project)
            here = len(made.projects) - 1
        # add the mentions of its partners; without a project they are set aside
        before = len(made.mentions)
        for slot, cutter in zip(plan.slots, cutters, strict=True):
            _mentions(made, number, cells, (slot, cutter), here)
        if plan.shape == ORGANISATIONS:
            for one in made.mentions[before:]:
                one.poles, one.themes = poles, themes
        elif here is None:
            for one in made.mentions[before:]:
                made.aside.append((number, one.name, NO_PROJECT))
            del made.mentions[before:]
    # count values for the user to check
    made.notes["amounts_in_pounds"] = sum(
        column.filled for column in grid.columns if column.code in word_meanings.AMOUNTS and "£" in column.heading
    )
    for cutter in cutters:
        made.notes["perhaps_several"] += len(cutter.doubtful)
    return made


def _cutter(grid: Grid, slot: Slot, known: Counter[str]) -> Cutter:
    columns = [slot.column, *slot.more]
    cells = [written for _n, row in grid.rows if (written := text(first(row, columns)))]
    return Cutter(cells, known, listed=slot.listed)


def _list_cutter(grid: Grid, plan: Plan, code: str) -> Cutter:
    columns = plan.others.get(code, [])
    cells = [written for one in columns for _n, row in grid.rows if (written := text(first(row, [one])))]
    singles = Counter(cells)
    return Cutter(cells, Counter({name: count for name, count in singles.items() if count > 1}), listed=False)


def _with_names_above(row: list[Cell], above: list[Cell], plan: Plan) -> list[Cell]:
    """Take name and description of the organisation from the row above, where a row leaves the name blank."""
    slot = plan.slots[0]
    if first(row, [slot.column, *slot.more]) is not None:
        return row
    cells = list(row)
    described = [
        one for code, those in slot.attributes.items() if code in word_meanings.OF_ORGANISATIONS for one in those
    ]
    for column in (slot.column, *slot.more, *described):
        if column.place < len(above) and first(cells, [column]) is None:
            cells.extend([None] * (column.place + 1 - len(cells)))
            cells[column.place] = above[column.place]
    return cells


def _project(number: int, cells: list[Cell], plan: Plan, year: int | None) -> ProjectRow | None:
    """Return the attributes of a project in a row, if it names one."""
    if not any(first(cells, plan.project.get(code, ())) is not None for code in ("project_id", "acronym", "title")):
        return None
    said: dict[str, Cell] = {}
    for code, columns in plan.project.items():
        cell = first(cells, columns)
        if cell is not None:
            said[code] = _in_euros(cell, columns[0])
    if year is not None:
        said.setdefault("year", year)
    return ProjectRow(number, said, label_date=first(cells, plan.others.get("label_date", ())))


def _in_euros(cell: Cell, column: Column) -> Cell:
    """Write the unit in the heading behind the figure: "Aide (k€)"."""
    if column.code not in word_meanings.AMOUNTS:
        return cell
    heading = column.heading.lower().replace("milliers d'euros", "k€").replace("millions d'euros", "m€")
    heading = heading.replace("en k€", "k€").replace("k euros", "k€").replace("k eur", "k€")
    unit = next((one for one in _UNITS if one in heading), None)
    written = text(cell)
    if unit is None or written is None or any(sign in written.lower() for sign in ("€", "eur")):
        return cell
    return f"{written} {unit[0]}€"


def _mentions(made: Read, number: int, cells: list[Cell], slot: tuple[Slot, Cutter], project: int | None) -> None:
    """Add the partners that stand in one column of a row."""
    where, cutter = slot
    written = text(first(cells, [where.column, *where.more]))
    if written is None:
        return
    units = cutter(written)
    partners = [named(unit) for unit in units]
    heading = where.column.heading
    said = {code: _in_euros(first(cells, columns), columns[0]) for code, columns in where.attributes.items()}
    for at, partner in enumerate(partners):
        if says_nothing(partner.name):
            if any(character.isalnum() for character in partner.name):
                made.cells.append((number, heading, partner.name, NOBODY))
            continue
        if units[at] in cutter.doubtful:
            made.cells.append((number, heading, units[at], PERHAPS_SEVERAL))
        mine = {code: _share(cell, at, len(partners)) for code, cell in said.items() if cell is not None}
        written_so = {code: text(mine[code]) or "" for code in ("kind", "size", "role") if mine.get(code) is not None}
        described = _described(mine, partner, where)
        made.mentions.append(Mention(number, partner.name, project, described, heading, written=written_so))
    if len(partners) > 1:
        made.notes["partners_from_lists"] += len(partners)
        for code, cell in said.items():
            if cell is not None and len(strong(text(cell) or "")) != len(partners):
                column = where.attributes[code][0]
                made.cells.append((number, column.heading, text(cell) or "", ONE_FOR_SEVERAL))


def _share(cell: Cell, at: int, of: int) -> Cell:
    """Return the attributes in a cell of one of several partners: the lists must be equally long."""
    if of == 1:
        return cell
    parts = strong(text(cell) or "")
    return parts[at] if len(parts) == of else None


def _described(cells: dict[str, Cell], partner: Named, slot: Slot) -> dict[str, Cell]:
    """Return kind, size and role from the columns of a partner and the text beside its name."""
    said = kind_and_size({code: cell for code, cell in cells.items() if code != LEAD_FLAG})
    for code, value in (("kind", partner.kind), ("size", partner.size), ("aid", partner.aid)):
        if value is not None:
            said.setdefault(code, value)
    if slot.role == "coordinator":
        said["role"] = "coordinator"
    elif "role" in said:
        said["role"] = word_meanings.role(text(said["role"]) or "") or said["role"]  # others are named by the checks
    elif LEAD_FLAG in cells:
        said["role"] = "coordinator" if yes_or_no(text(cells[LEAD_FLAG]) or "") else "partner"
    elif own := partner.role or slot.role:
        said["role"] = own
    return said


def kind_and_size(cells: dict[str, Cell]) -> dict[str, Cell]:
    """Return the attributes of an organisation, with kind and size recognised in either column.

    Parameters
    ----------
    cells
        Values of its columns; unknown words stay, and are named by the checks of the table.

    Examples
    --------
    >>> kind_and_size({"kind": "PME", "city": "Tours"})
    {'city': 'Tours', 'kind': 'company', 'size': 'sme'}
    """
    said = {code: cell for code, cell in cells.items() if cell is not None and code not in {"kind", "size"}}
    for code in ("kind", "size"):
        cell = cells.get(code)
        pair = word_meanings.kind_and_size(text(cell) or "") if cell is not None else None
        if pair is not None:
            said.setdefault("kind", pair[0])
            if pair[1]:
                said.setdefault("size", pair[1])
        elif cell is not None:
            said[code] = cell
    return said
