"""Classification of the rows of a flat sheet: a partner each, or a project with its partners in columns or a cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from polegraph.i18n import N_
from polegraph.identity import normal_form
from polegraph.sources.spreadsheet.cells.scalars import text
from polegraph.sources.spreadsheet.flat_sheet import word_meanings
from polegraph.sources.spreadsheet.flat_sheet.cell_lists import strong
from polegraph.sources.spreadsheet.flat_sheet.columns import CONTACTS, COUNTED, LEAD_FLAG, Column, counts_rows
from polegraph.sources.spreadsheet.sheet import is_blank

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polegraph.sources.spreadsheet.flat_sheet.grid import Grid
    from polegraph.sources.spreadsheet.sheet import Cell

A_PARTNER: Final = N_("a row a partner")
IN_COLUMNS: Final = N_("a row a project, partners in columns")
IN_A_CELL: Final = N_("a row a project, partners in a cell")
ORGANISATIONS: Final = N_("a row an organisation")
PROJECTS: Final = N_("a row a project")

_PLURALS: Final = ("partenaires", "partners", "participants", "organisations", "membres", "members", "entreprises")
# Of several headings that may each name the partner, the first of these does.
_FIRST_OF: Final = (
    *("partenaire", "partner", "participant", "participant name", "beneficiaire", "organisation", "organisme"),
    *("structure", "entite", "membre", "adherent", "societe", "entreprise", "etablissement", "raison sociale"),
)
_ONE_EACH, _OFTEN, _ALL = 0.85, 0.25, 0.95


@dataclass
class Slot:
    """A column of one or several partners, with the columns of their attributes.

    Parameters
    ----------
    column
        The column of the names.
    role
        Common role; None if the sheet does not state it.
    listed
        Whether the heading announces several in a cell.
    more
        Other columns with the name, where this one is blank.
    attributes
        Further attributes of the partner: attribute → columns, the first that is filled counts.
    """

    column: Column
    role: str | None = None
    listed: bool = False
    more: list[Column] = field(default_factory=list)
    attributes: dict[str, list[Column]] = field(default_factory=dict)


@dataclass
class Plan:
    """How the rows of a sheet are to be read.

    Parameters
    ----------
    shape
        The shape of a row, in English.
    project
        Columns of the project: attribute → columns.
    slots
        Where partners stand.
    others
        Columns of pôles, themes and days of labels: attribute → columns.
    fill_names
        Whether a blank partner means the one above, instead of a blank project.
    """

    shape: str
    project: dict[str, list[Column]]
    slots: list[Slot]
    others: dict[str, list[Column]]
    fill_names: bool = False


def first(cells: list[Cell], columns: Iterable[Column]) -> Cell:
    """Return the first non-empty cell of several columns.

    Parameters
    ----------
    cells
        The cells of a row.
    columns
        The columns.
    """
    for column in columns:
        if column.place < len(cells) and not is_blank(cells[column.place]):
            return cells[column.place]
    return None


def plan(grid: Grid) -> Plan | None:
    """Return how the rows of a sheet are to be read; None if it names neither partners nor projects.

    Parameters
    ----------
    grid
        The sheet; columns that turn out to mean something else, or nothing, are changed.
    """
    _settle_projects(grid)
    slots = _slots(grid)
    project = _by_code(grid.columns, word_meanings.OF_PROJECTS)
    if not slots and not any(code in project for code in ("project_id", "acronym", "title")):
        return None
    others = _by_code(grid.columns, ("pole", "theme", "label_date"))
    made = Plan(A_PARTNER, project, slots, others)
    one_each = _one_row_a_project(grid, made)
    made.shape = _shape(grid, made, one_each=one_each)
    _give_attributes(grid, made)
    if made.shape == A_PARTNER:
        _settle_amounts(grid, made)
        made.fill_names = not one_each and _names_left_blank(grid, made)
    _forget_unused(grid, made)
    return made


def _forget_unused(grid: Grid, made: Plan) -> None:
    """Mark the columns as unknown that have no place in rows of this shape."""
    if made.shape == ORGANISATIONS:
        made.project = {}
    if made.shape == ORGANISATIONS or "pole" not in made.others:
        made.others.pop("label_date", None)
    used = [*made.project.values(), *made.others.values()]
    for slot in made.slots:
        used += [[slot.column], slot.more, *slot.attributes.values()]
    places = {column.place for columns in used for column in columns}
    for column in grid.columns:
        if column.place not in places and column.code not in {CONTACTS, COUNTED, word_meanings.IGNORED}:
            column.code, column.sure = None, False


def _by_code(columns: list[Column], codes: Iterable[str]) -> dict[str, list[Column]]:
    return {code: those for code in codes if (those := [column for column in columns if column.code == code])}


def _settle_projects(grid: Grid) -> None:
    """Report the meanings of "projet" and "n°": they depend on the other columns."""
    codes = {column.code for column in grid.columns}
    named = bool(codes & {"project", "acronym", "title"})
    for column in grid.columns:
        if column.code == "project":
            column.code = next((code for code in ("acronym", "title", "project_id") if code not in codes), None)
            codes.add(column.code)
    for column in grid.columns:
        if column.code not in {"number", "project_id"}:
            continue
        values = [written for _n, cells in grid.rows if (written := text(first(cells, [column])))]
        told = column.sure and column.code == "project_id" and not counts_rows(values)
        if named and counts_rows(values):
            column.code = COUNTED
        elif column.code == "number" and not told:
            column.code = "project_id" if _numbers_projects(grid, column) and "project_id" not in codes else None
            column.sure = column.code is None


def _numbers_projects(grid: Grid, number: Column) -> bool:
    """Return whether a number identifies the project: one for each, and none for two."""
    names = [column for column in grid.columns if column.code in {"acronym", "title"}]
    if not names:
        return True
    pairs = {
        (normal_form(text(first(cells, names)) or ""), text(first(cells, [number])))
        for _n, cells in grid.rows
        if first(cells, names) is not None and first(cells, [number]) is not None
    }
    return len(pairs) == len({name for name, _ in pairs}) == len({one for _, one in pairs})


def _slots(grid: Grid) -> list[Slot]:
    """Find the columns in which partners stand."""
    names = [column for column in grid.columns if column.code in word_meanings.NAMES]
    loose = [column for column in names if column.code == "name" and column.number is None]
    kinds = {word_meanings.plain(column.heading) for column in loose}
    more: list[Column] = []
    if len(kinds) > 1:
        best = min(kinds, key=lambda one: (_FIRST_OF.index(one) if one in _FIRST_OF else len(_FIRST_OF), one))
        more = [column for column in loose if word_meanings.plain(column.heading) != best]
        loose = [column for column in loose if word_meanings.plain(column.heading) == best]
    lead = any(column.code == "lead" or column.number == 0 for column in names)
    slots = []
    for column in names:
        if column in more:
            continue
        leads = column.code == "lead" or column.number == 0
        listed = column.code == "partners" or column.heading.casefold().strip(" .:*").endswith(_PLURALS)
        role = "coordinator" if leads else "partner" if lead else None
        slots.append(Slot(column, role, listed=listed and not leads))
    for column in more:
        _take_other_name(grid, column, [slot for slot in slots if slot.column in loose])
    return slots


def _take_other_name(grid: Grid, column: Column, slots: list[Slot]) -> None:
    """Read a second column of names where the first is blank, if they never stand side by side."""
    if len(slots) == 1:
        place = slots[0].column
        both = sum(first(cells, [place]) is not None and first(cells, [column]) is not None for _n, cells in grid.rows)
        if both == 0:
            slots[0].more.append(column)
            return
    column.code, column.sure = None, False


def _one_row_a_project(grid: Grid, made: Plan) -> bool:
    """Return whether nearly every row is another project."""
    columns = [column for code in ("project_id", "acronym", "title") for column in made.project.get(code, ())]
    names = [normal_form(text(first(cells, columns)) or "") for _n, cells in grid.rows]
    there = [name for name in names if name]
    return bool(there) and len(set(there)) >= _ONE_EACH * len(names)


def _shape(grid: Grid, made: Plan, *, one_each: bool) -> str:
    if not made.slots:
        return PROJECTS
    if not any(code in made.project for code in ("project_id", "acronym", "title")):
        return ORGANISATIONS
    partners = [slot for slot in made.slots if slot.column.code != "lead"]
    if len(partners) > 1:
        return IN_COLUMNS
    lists = any(slot.listed or _holds_lists(grid, slot) for slot in partners)
    if one_each and lists:
        return IN_A_CELL
    return IN_COLUMNS if one_each and len(made.slots) > 1 else A_PARTNER


def _holds_lists(grid: Grid, slot: Slot) -> bool:
    cells = [written for _n, row in grid.rows if (written := text(first(row, [slot.column])))]
    return sum(len(strong(cell)) > 1 for cell in cells) >= _OFTEN * len(cells) > 0


def _give_attributes(grid: Grid, made: Plan) -> None:
    """Report the partner of each column, or that it is one of the project."""
    numbered = {0 if slot.column.code == "lead" else slot.column.number: slot for slot in made.slots}
    partners = [slot for slot in made.slots if slot.column.code != "lead"] or made.slots
    codes = (*word_meanings.OF_ORGANISATIONS, *word_meanings.OF_PARTICIPATIONS, LEAD_FLAG)
    for code in codes:
        loose = [column for column in grid.columns if column.code == code and column.number is None]
        if code == "org_id":
            loose = [column for column in loose if _numbers_organisations(grid, partners[0], column)]
        for column in (one for one in grid.columns if one.code == code and one.number is not None):
            _attach(numbered.get(column.number), column)
        if made.shape in {A_PARTNER, ORGANISATIONS}:
            for column in loose:
                _attach(partners[0], column)
            if code == "visibility" and loose:
                made.project.setdefault(code, []).extend(loose)  # its subject is unknown, so it protects both
        elif len(loose) > 1 and len(made.slots) > 1:
            for column in loose:
                before = [slot for slot in made.slots if slot.column.place < column.place]
                _attach(max(before, key=lambda slot: slot.column.place, default=None), column)
        else:
            for column in loose:
                _give_to_project(made, column)


def _numbers_organisations(grid: Grid, slot: Slot, column: Column) -> bool:
    """Return whether a number is that of an organisation, rather than its place in each project."""
    pairs = {
        (text(first(cells, [column])), normal_form(text(first(cells, [slot.column])) or ""))
        for _n, cells in grid.rows
        if first(cells, [column]) is not None and first(cells, [slot.column]) is not None
    }
    return len({number for number, _name in pairs}) == len(pairs)


def _attach(slot: Slot | None, column: Column) -> None:
    if slot is None:
        column.code, column.sure = None, False
    else:
        slot.attributes.setdefault(str(column.code), []).append(column)


def _give_to_project(made: Plan, column: Column) -> None:
    """Turn one column beside several partners into one of the project, where a project has such a thing."""
    lists = made.shape == IN_A_CELL and column.code not in {"aid", "cost", "visibility"}
    of_project = {"aid": "project_funding", "cost": "total_cost", "visibility": "visibility"}
    if lists:
        _attach(next(slot for slot in made.slots if slot.column.code != "lead"), column)
    elif str(column.code) in of_project:
        code = of_project[str(column.code)]
        made.project.setdefault(code, []).append(column)
        column.code = code
    else:
        _attach(None, column)


def _settle_amounts(grid: Grid, made: Plan) -> None:
    """Report amounts of the project from those of each partner: the former are constant in a project."""
    slot = next((one for one in made.slots if one.column.code != "lead"), made.slots[0])
    for ours, theirs in (("aid", "project_funding"), ("cost", "total_cost")):
        for column in slot.attributes.pop(ours, []):
            same = _same_in_all_rows(grid, made, column)
            if same is True and theirs not in made.project:
                made.project[theirs] = [column]
                column.code, column.sure = theirs, False
            else:
                slot.attributes.setdefault(ours, []).append(column)
        columns = made.project.get(theirs, [])
        if columns and ours not in slot.attributes and _same_in_all_rows(grid, made, columns[0]) is False:
            slot.attributes[ours] = made.project.pop(theirs)
            columns[0].code, columns[0].sure = ours, False


def _same_in_all_rows(grid: Grid, made: Plan, column: Column) -> bool | None:
    """Return whether a column is constant within projects; None if too few projects have several rows."""
    names = [one for code in ("project_id", "acronym", "title") for one in made.project.get(code, ())]
    by_project: dict[str, list[str]] = {}
    last = ""
    for _n, cells in grid.rows:
        last = normal_form(text(first(cells, names)) or "") or last
        if written := text(first(cells, [column])):
            by_project.setdefault(last, []).append(written)
    several = [set(values) for values in by_project.values() if len(values) > 1]
    if len(several) < 3 or len({value for values in several for value in values}) < 3:  # noqa: PLR2004  # too few to decide
        return None
    constant = sum(len(values) == 1 for values in several) / len(several)
    return True if constant >= _ALL else False if constant <= _OFTEN else None


def _names_left_blank(grid: Grid, made: Plan) -> bool:
    """Return whether a sheet in the order of its organisations leaves their names blank below the first."""
    if len(made.slots) != 1 or made.slots[0].column.code == "lead" or made.shape != A_PARTNER:
        return False
    slot = made.slots[0].column
    places = [one for code in ("project_id", "acronym", "title") for one in made.project.get(code, ())]
    project = [first(cells, places) is not None for _n, cells in grid.rows]
    blank = [first(cells, [slot]) is None for _n, cells in grid.rows]
    before = slot.place < min(column.place for column in places)
    return before and not blank[0] and sum(project) >= _ALL * len(project) and sum(blank) >= _OFTEN * len(blank)
