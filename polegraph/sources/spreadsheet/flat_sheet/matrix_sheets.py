"""Reader of incidence matrices: organisations × projects, with a mark for each participation."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from polegraph.i18n import N_
from polegraph.sources.spreadsheet.cells.scalars import UNREADABLE, number, text
from polegraph.sources.spreadsheet.flat_sheet import word_meanings
from polegraph.sources.spreadsheet.flat_sheet.columns import Column, is_year, share, yes_or_no
from polegraph.sources.spreadsheet.flat_sheet.grid import NOTE, is_note
from polegraph.sources.spreadsheet.flat_sheet.mentions import Mention, ProjectRow, Read, kind_and_size
from polegraph.sources.spreadsheet.flat_sheet.sides import first_is_organisations
from polegraph.sources.totals import TOTALS, may_sum_up
from polegraph.sources.values import KEPT_WITHOUT

if TYPE_CHECKING:
    from polegraph.sources.spreadsheet.flat_sheet.columns import Sense
    from polegraph.sources.spreadsheet.sheet import Cell, Sheet

    Row = tuple[int, list[Cell]]

SHAPE: Final = N_("a matrix")
NO_MARK: Final = "this mark is not understood" + KEPT_WITHOUT
_TOP, _FEWEST, _MOSTLY, _DISTINCT, _FULLEST = 20, 2, 0.85, 0.8, 0.75
_LEAST_AMOUNT = 100  # euros; smaller numbers are counts


@dataclass(frozen=True)
class Found:
    """The position of a matrix: header, rows, the place of the labels, those of the marks, years above the marks."""

    heading: list[str]
    number: int
    rows: list[Row]
    label: int
    marks: list[int]
    years: dict[int, str]


def read(sheet: Sheet, sense: Sense) -> Read | None:
    """Read a matrix; None if the sheet is none.

    Parameters
    ----------
    sheet
        The sheet.
    sense
        Meanings of headings.
    """
    # find the matrix, and which of its sides are the organisations
    found = _found(sheet, sense)
    if found is None:
        return None
    columns = _columns(found, sense)
    rows_are_organisations, sure = _sides(found, columns, sense, sheet)
    columns[0].code, columns[0].sure = ("name" if rows_are_organisations else "acronym"), sure
    # columns beside the labels are attributes of the rows
    kept = _OF_ROWS[rows_are_organisations]
    for column in columns[1:]:
        if column.code not in kept:
            column.code = None if column.code != "matrix" else "matrix"
    made = Read(sheet, SHAPE, found.number, columns, aside=list(sheet.broken), notes=Counter(sheet.notes))
    attributes = [column for column in columns if column.code in kept and column.place != found.label]
    # projects across, if organisations run down
    across: dict[int, int] = {}
    for place in found.marks if rows_are_organisations else ():
        across[place] = len(made.projects)
        said = {"acronym": found.heading[place]} | ({"year": found.years[place]} if place in found.years else {})
        made.projects.append(ProjectRow(found.number, said))
    # row by row: a project or an organisation, then its marks
    amounts = _are_amounts(found)
    for row in _usable(found, made):
        label = _at(row, found.label) or ""
        described = kind_and_size({str(one.code): row[1][one.place] for one in attributes if _at(row, one.place)})
        if not rows_are_organisations:
            made.projects.append(ProjectRow(row[0], {"acronym": label, **described}))
        elif not any(_at(row, place) for place in found.marks):
            made.mentions.append(Mention(row[0], label, None, described, found.heading[found.label]))
        for place in found.marks:
            part = _part(made, row, place, found, amounts=amounts)
            if part is not None:
                project = across.get(place, len(made.projects) - 1)
                name, said = (label, described) if rows_are_organisations else (found.heading[place], {})
                made.mentions.append(Mention(row[0], name, project, {**said, **part}, found.heading[place]))
    return made


def _usable(found: Found, made: Read) -> list[Row]:
    """Return the rows of the matrix; set totals and notes below it aside."""
    last = max((at for at, row in enumerate(found.rows) if any(_at(row, one) for one in found.marks)), default=-1)
    kept = []
    for at, row in enumerate(found.rows):
        label = _at(row, found.label) or ""
        below = at > last and row[0] - found.rows[at - 1][0] > 1
        if not label or may_sum_up(label) or is_note(label) or below:
            there = " | ".join(one for one in map(text, row[1]) if one)
            made.aside.append((row[0], there, TOTALS if may_sum_up(label) else NOTE))
        else:
            kept.append(row)
    return kept


_OF_ROWS: Final = {
    True: frozenset(word_meanings.OF_ORGANISATIONS),
    False: frozenset(word_meanings.OF_PROJECTS),
}


def _part(made: Read, row: Row, place: int, found: Found, *, amounts: bool) -> dict[str, Cell] | None:
    """Return the participation that a mark means; None if it means there is none. Unknown marks are listed."""
    written = _at(row, place)
    if written is None:
        return None
    bare = written.strip("()[]* ")
    says = yes_or_no(bare)
    amount = number(row[1][place], euros=True)
    if amount not in {None, UNREADABLE} and says is None:
        if float(amount or 0) == 0:
            return None
        return {"aid": row[1][place]} if amounts else {}
    if role := word_meanings.role(bare):
        return {"role": role}
    if says is None:
        made.cells.append((row[0], found.heading[place], written, NO_MARK))
    return {} if says else None


def _at(row: Row, place: int) -> str | None:
    return text(row[1][place]) if place < len(row[1]) else None


def _found(sheet: Sheet, sense: Sense) -> Found | None:
    """Find the header under which most columns hold nothing but marks."""
    best: Found | None = None
    for at, (number_, cells) in enumerate(sheet.rows[:_TOP]):
        heading = [re.sub(r"\s+", " ", text(cell) or "").strip() for cell in cells]
        if sum(map(bool, heading)) <= _FEWEST or (best and sum(map(bool, heading)) <= len(best.marks)):
            continue
        below = sheet.rows[at + 1 :]
        years = (
            {place: year for place, cell in enumerate(below[0][1]) if is_year(year := text(cell) or "")}
            if below
            else {}
        )
        if len(years) > _FEWEST and len(years) >= sum(text(cell) is not None for cell in below[0][1]) - 1:
            below = below[1:]
        else:
            years = _years_above(sheet.rows[at - 1][1]) if at else {}
        marks = [place for place, one in enumerate(heading) if one and _holds_marks(below, place, one, sense)]
        label = next(
            (at for at in range(len(heading)) if at not in marks and _holds_names(below, at, heading[at], sense)), None
        )
        if label is None or len(marks) < _FEWEST or not below or (best and len(marks) <= len(best.marks)):
            continue
        candidate = Found(heading, number_, below, label, [place for place in marks if place > label], years)
        if len(candidate.marks) >= _FEWEST and _is_sparse(candidate):
            best = candidate
    return best


def _years_above(cells: list[Cell]) -> dict[int, str]:
    years = {place: year for place, cell in enumerate(cells) if is_year(year := text(cell) or "")}
    return years if len(years) > _FEWEST else {}


def _holds_marks(rows: list[Row], place: int, heading: str, sense: Sense) -> bool:
    """Return whether a column holds nothing but marks; sums of them below or beside do not count."""
    meaning = sense.of(heading)
    known = meaning is not None and meaning[0] in {
        *word_meanings.OF_ORGANISATIONS,
        *word_meanings.OF_PROJECTS,
        *word_meanings.OF_PARTICIPATIONS,
    }
    if known or may_sum_up(heading) or is_year(heading):
        return False
    values = [value for row in rows if (value := _at(row, place))]
    return share(values, _is_mark) >= _MOSTLY if values else False


def _is_mark(value: str) -> bool:
    bare = value.strip("()[]* ")
    return (
        yes_or_no(bare) is not None
        or bool(word_meanings.role(bare))
        or number(value, euros=True) not in {None, UNREADABLE}
    )


def _holds_names(rows: list[Row], place: int, heading: str, sense: Sense) -> bool:
    """Return whether a column holds the labels of the rows: names, each of them once."""
    values = [value for row in rows if (value := _at(row, place))]
    named = _side(heading, sense) is not None
    names = [value for value in values if named or (not _is_mark(value) and any(map(str.isalpha, value)))]
    return len(values) > 1 and len(names) >= _MOSTLY * len(values) and len(set(names)) >= _DISTINCT * len(names)


def _is_sparse(found: Found) -> bool:
    """Return whether a table is a matrix and not one of figures: most cells are empty, or all of them are marks."""
    values = [_at(row, place) for row in found.rows for place in found.marks]
    there = [value for value in values if value and yes_or_no(value) is not False]
    figures = sum(yes_or_no(value) is None and not word_meanings.role(value) for value in there)
    return 0 < len(there) <= _FULLEST * len(values) or (bool(there) and not figures)


def _are_amounts(found: Found) -> bool:
    numbers = [
        float(read)
        for row in found.rows
        for place in found.marks
        if (value := _at(row, place))
        and (read := number(value, euros=True)) not in {None, UNREADABLE}
        and read is not None
    ]
    return bool(numbers) and max(numbers) >= _LEAST_AMOUNT


def _columns(found: Found, sense: Sense) -> list[Column]:
    """Describe the columns: that of the labels, further attributes of the rows, and the marks together."""
    described = []
    for place, heading in enumerate(found.heading):
        if place in found.marks:
            continue
        values = [value for row in found.rows if (value := _at(row, place))]
        if not values:
            continue
        meaning = sense.of(heading)
        code = meaning[0] if meaning else None
        described.append(
            Column(place, heading, code, None, meaning is not None, len(values), list(dict.fromkeys(values))[:3])
        )
    described.sort(key=lambda column: (column.place != found.label, column.place))
    names = [found.heading[place] for place in found.marks]
    filled = sum(_at(row, place) is not None for row in found.rows for place in found.marks)
    every = Column(found.marks[0], f"{names[0]} … {names[-1]}", "matrix", None, True, filled, names[:3])  # noqa: FBT003
    return [*described, every]


def _sides(found: Found, columns: list[Column], sense: Sense, sheet: Sheet) -> tuple[bool, bool]:
    """Return whether the rows are organisations, and whether headings state it."""
    corner = found.heading[found.label]
    for written in (corner, re.split(r"[\\/|↓→]", corner)[0]):
        if (side := _side(written, sense)) is not None:
            return side, True
    for number_, cells in reversed(sheet.rows):
        if number_ < found.number:
            for place, cell in enumerate(cells):
                if place > found.label and (side := _side(text(cell) or "", sense)) is not None:
                    return not side, True
    codes = {column.code for column in columns[1:]} - {"visibility"}
    if codes & _OF_ROWS[True]:
        return True, True
    if codes & _OF_ROWS[False]:
        return False, True
    names = [name for row in found.rows if (name := _at(row, found.label))]
    return first_is_organisations(names, [found.heading[place] for place in found.marks])


def _side(written: str, sense: Sense) -> bool | None:
    """Return whether a word means organisations (True) or projects (False)."""
    meaning = sense.of(written) if written else None
    if meaning is None or word_meanings.plain(written) in {"nom", "name"}:
        return None
    if meaning[0] in word_meanings.NAMES:
        return True
    return False if meaning[0] in {"project", "acronym", "title", "project_id"} else None
