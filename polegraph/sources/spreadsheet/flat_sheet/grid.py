"""Detection of the header of a flat sheet, and of its records below: without titles, totals and notes."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from polegraph.sources.spreadsheet.cells.scalars import text
from polegraph.sources.spreadsheet.flat_sheet import word_meanings
from polegraph.sources.spreadsheet.flat_sheet.columns import COUNTED, Column, columns
from polegraph.sources.spreadsheet.sheet import is_blank
from polegraph.sources.totals import TOTALS, may_sum_up
from polegraph.sources.values import NO_ROW

if TYPE_CHECKING:
    from polegraph.sources.spreadsheet.flat_sheet.columns import Sense
    from polegraph.sources.spreadsheet.sheet import Cell, Sheet

    Row = tuple[int, list[Cell]]

LOOK_FOR_HEADINGS: Final = 40
"""Number of rows searched for the header of a flat sheet."""
NOTE: Final = "this is a note beside the table" + NO_ROW

_NOTES = re.compile(
    r"^(?:sources?|notes?|nb|n\.b\.?|remarques?|légende|legende|mise à jour|mis à jour|màj|maj|extraction|extrait|"
    r"export|édité|edité|données|pour mémoire|commentaires?|attention|confidentiel|document|fichier|imprimé|"
    r"updated|last update|as of|disclaimer|footnote|\*+|\(\*+\)|\(\d\)|¹|²)(?:\b|\s|:|$)|^[-–—=*_#~]{2,}",
    re.IGNORECASE,
)
_LONG = 90  # characters: a sentence, not a name
_LIKE = 0.6  # share of the cells of a row that are those of the heading, if it is one again
_GROUP_SIZE = 2


@dataclass
class Grid:
    """A flat sheet with its header found.

    Parameters
    ----------
    sheet
        The sheet.
    row
        The lowest row of headings, as Excel numbers it; 0 if there is none.
    headings
        Heading of each place, an empty text for none; with two rows of headings, both.
    rows
        The rows below, with merged cells repeated in each row that they cover.
    columns
        Meaning of each column.
    aside
        Rows that are no records: number, text, reason.
    notes
        Counted remarks.
    """

    sheet: Sheet
    row: int
    headings: list[str]
    rows: list[Row]
    columns: list[Column]
    aside: list[tuple[int, str, str]] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)


def found(sheet: Sheet, sense: Sense) -> Grid | None:
    """Find the header of a sheet and the records below it; None if no row looks like a header.

    Parameters
    ----------
    sheet
        The sheet.
    sense
        Meanings of headings.
    """
    # the row with most headings
    top = sheet.rows[:LOOK_FOR_HEADINGS]
    scores = [_score(cells, sense) for _number, cells in top]
    best = max(scores, default=0)
    if best < _GROUP_SIZE:
        return None
    at = scores.index(best)
    # a header of two rows, one of which groups the other
    upper, lower = at, at
    if at + 1 < len(top) and _is_second(top[at][1], top[at + 1][1], sense):
        lower = at + 1
    elif at > 0 and _is_second(top[at - 1][1], top[at][1], sense):
        upper = at - 1
    headings = [_heading(cell) for cell in top[lower][1]]
    if upper < lower:
        headings = _joined([_heading(cell) for cell in top[upper][1]], headings, sense)
    number = top[lower][0]
    # the records below, without repeated headers, totals and notes
    below = merged(sheet, number, headings, sense)
    again = [word_meanings.plain(_heading(cell)) for cell in top[at][1]]
    kept = [row for row in below if not _is_heading_again(row[1], again)]
    notes = Counter(sheet.notes)
    notes["headings_again"] = len(below) - len(kept)
    grid = Grid(sheet, number, headings, kept, columns(headings, kept, sense), [*sheet.broken], notes)
    _set_aside(grid)
    grid.columns = columns(headings, grid.rows, sense)
    return grid


def _heading(cell: Cell) -> str:
    return "" if is_blank(cell) else re.sub(r"\s+", " ", str(cell)).strip()


def _score(cells: list[Cell], sense: Sense) -> int:
    """Count the different headings in a row."""
    known = {(sense.of(written), written if sense.is_told(written) else "") for written in map(_heading, cells)}
    return len({one for one in known if one[0] is not None})


def _is_second(upper: list[Cell], lower: list[Cell], sense: Sense) -> bool:
    """Return whether a row of headings stands below one that groups them: "Partenaire 1" above "Nom | Type | Aide"."""
    under = [written for cell in lower if (written := _heading(cell))]
    meant = [sense.of(written) for written in under]
    if len(under) < _GROUP_SIZE or sum(one is not None for one in meant) < len(under) * _LIKE:
        return False
    groups = any(
        one and one[0] in (*word_meanings.NAMES, "project") for one in (sense.of(_heading(cell)) for cell in upper)
    )
    return groups and max(Counter(map(word_meanings.plain, under)).values()) > 1


def _joined(upper: list[str], lower: list[str], sense: Sense) -> list[str]:
    """Put the words of a group before each heading below it."""
    joined, group = [], ""
    for place in range(max(len(upper), len(lower))):
        over = upper[place] if place < len(upper) else ""
        under = lower[place] if place < len(lower) else ""
        group = over or (group if under else "")
        if not under:
            joined.append(over)
        elif not group:
            joined.append(under)
        else:
            both = f"{group} {under}"
            joined.append(both if sense.of(both) is not None else under)
    return joined


def _is_heading_again(cells: list[Cell], headings: list[str]) -> bool:
    there = [place for place, cell in enumerate(cells) if not is_blank(cell)]
    texts = (place for place in there if place < len(headings) and isinstance(cells[place], str))
    same = sum(word_meanings.plain(_heading(cells[place])) == headings[place] for place in texts if headings[place])
    return same >= _GROUP_SIZE and same >= _LIKE * len(there)


def merged(sheet: Sheet, heading: int, headings: list[str], sense: Sense) -> list[Row]:
    """Return the rows below the header; a merged cell counts for all its rows, unless it is an amount.

    Parameters
    ----------
    sheet
        The sheet.
    heading
        Row of the headings.
    headings
        Heading of each place.
    sense
        Meanings of headings.
    """
    blocks = sorted(sheet.blocks)
    heading = max([heading, *(bottom for _place, top, bottom in blocks if top <= heading <= bottom)])
    rows = {number: list(cells) for number, cells in sheet.rows if number > heading}
    numbers = sorted(rows)
    for place, top, bottom in blocks:
        meant = sense.of(headings[place]) if place < len(headings) else None
        if top not in rows or place >= len(rows[top]) or (meant and meant[0] in word_meanings.AMOUNTS):
            continue
        for number in numbers[bisect_left(numbers, top + 1) : bisect_right(numbers, bottom)]:
            cells = rows[number]
            cells.extend([None] * (place + 1 - len(cells)))
            cells[place] = rows[top][place]
    return [(number, rows[number]) for number in numbers]


def _set_aside(grid: Grid) -> None:
    """Move totals and notes out of the rows of a sheet."""
    project = {column.place for column in grid.columns if column.code in {"project", "project_id", "acronym", "title"}}
    partners = {column.place for column in grid.columns if column.code in word_meanings.NAMES}
    amounts = {column.place for column in grid.columns if column.code in word_meanings.AMOUNTS}
    counted = {column.place for column in grid.columns if column.code in {COUNTED, "number"}}
    inner = {place for place in partners if place > 0}
    rows = enumerate(cells for _number, cells in grid.rows)
    last = max((at for at, cells in rows if _width(cells, counted) > 1 or _filled(cells, inner)), default=-1)
    kept: list[Row] = []
    for at, (number, cells) in enumerate(grid.rows):
        there = {place: written for place, cell in enumerate(cells) if (written := text(cell))}
        there = {place: written for place, written in there.items() if place not in counted or not written.isdecimal()}
        if not there:
            continue
        reason = None
        if _is_total(there, project, partners, amounts):
            reason = TOTALS
        elif _is_note(there, project, partners, ends=at > last):
            reason = NOTE
        if reason:
            grid.aside.append((number, " | ".join(there.values()), reason))
        else:
            kept.append((number, cells))
    grid.rows[:] = kept


def _filled(cells: list[Cell], places: set[int]) -> bool:
    return any(place < len(cells) and not is_blank(cells[place]) for place in places)


def _width(cells: list[Cell], counted: set[int]) -> int:
    return sum(not is_blank(cell) and place not in counted for place, cell in enumerate(cells))


def _is_total(there: dict[int, str], project: set[int], partners: set[int], amounts: set[int]) -> bool:
    """Return whether a row is one of totals: a word for it, and nothing but figures beside it.

    "Total" is a company as well: a row with a project, or with a type of partner, is no total.
    """
    words = {place for place, written in there.items() if may_sum_up(written)}
    if not words:
        return False
    others = set(there) - words
    if words & partners and others & project:
        return False
    figures = {
        place for place in others if re.fullmatch(r"[-\d\s.,€%k\u00a0\u202f]+(?:€|eur|k€|m€)?", there[place].lower())
    }
    return others <= figures | amounts


def is_note(written: str) -> bool:
    """Return whether a text is a sentence or begins as notes do.

    Parameters
    ----------
    written
        Value of a cell.

    Examples
    --------
    >>> is_note("Source : comité de pilotage"), is_note("Ada SARL")
    (True, False)
    """
    return bool(_NOTES.match(written)) or len(written) > _LONG


def _is_note(there: dict[int, str], project: set[int], partners: set[int], *, ends: bool) -> bool:
    """Return whether a row is a remark: one cell that is a sentence, begins as notes do, or stands below all else."""
    if len(there) > 1:
        return False
    ((place, written),) = there.items()
    if _NOTES.match(written) or len(written) > _LONG:
        return place not in partners or bool(_NOTES.match(written)) or place == 0
    first = place == min(project | partners, default=0) or place == 0
    return place not in project | partners or (ends and first)
