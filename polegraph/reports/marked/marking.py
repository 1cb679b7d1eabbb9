"""A person's own workbook given back, with what is to be corrected coloured, noted in its cells and listed."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from polegraph.errors import PolegraphError, shown
from polegraph.i18n import _
from polegraph.reports.marked import corrections
from polegraph.reports.marked.marks import Mark, Styles, mark, merged
from polegraph.reports.marked.parts import Parts, address
from polegraph.sources.accounting import UNPRINTABLE
from polegraph.sources.spreadsheet.cells.scalars import text
from polegraph.sources.spreadsheet.sheet import is_blank, printable
from polegraph.sources.spreadsheet.sheets import sheets

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from polegraph.sources.spreadsheet.sheet import Cell, Sheet

_LOOK_FOR_HEADINGS: Final = 40  # as the reader of flat sheets does
_LONGEST: Final = 200  # letters that the list of what was set aside keeps of a cell
_LONGEST_NAME: Final = 31  # letters of the name of a sheet
_EPOCH: Final = datetime(2000, 1, 1)  # noqa: DTZ001  # the same input gives the same bytes
_AFTER: Final = (" (cf. ", " → ", " ≠ ")
"""Separators that readers put between the value of a cell and what they compare it with."""
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True)
class Marked:
    """A workbook with its marks.

    Parameters
    ----------
    book
        The file.
    cells
        Number of cells that are coloured.
    lines
        Number of corrections.
    lost
        How many of them were not found where they should stand: the file was changed since it was read.
    """

    book: bytes
    cells: int
    lines: int
    lost: int


def marked(paths: Sequence[Path], found: pd.DataFrame) -> Marked:
    """Mark in a person's own workbook what is to be corrected; of text files a workbook is made.

    Parameters
    ----------
    paths
        One workbook, or text files.
    found
        What is to be corrected, as `polegraph.reports.quality.checking.to_correct` lists it; ``file`` and ``row``
        give the place.

    Returns
    -------
    Marked
        The workbook, in which all else is what it was: the same bytes but for styles, notes, and the list put first.

    Raises
    ------
    PolegraphError
        If the workbook cannot be read or written.
    """
    read = sheets(list(paths))
    try:
        if len(paths) == 1 and paths[0].suffix.lower() == ".xlsx":
            parts = Parts.of(paths[0].read_bytes())
        else:
            parts = Parts.of(_book_of(read))
        return _marked(parts, read, found)
    except (ValueError, KeyError, StopIteration, IndexError) as error:
        raise PolegraphError(
            _("notes cannot be written into this workbook: {error}").format(error=error),
            file=paths[0].name,
            remedy=_("open it in Excel or LibreOffice, save it again as .xlsx, and give that file"),
        ) from error


def _marked(parts: Parts, read: Sequence[Sheet], found: pd.DataFrame) -> Marked:
    corrections.take_away(parts)
    styles = Styles(parts, _styles_of(parts))
    lines: list[corrections.Line] = []
    cells = lost = 0
    wanted = {str(file): rows for file, rows in found.groupby("file", sort=False)}
    for (title, part), sheet in zip(corrections.sheets_of(parts), read, strict=True):
        placed = _placed(sheet, wanted.pop(sheet.label, None))
        joined = merged(parts, part) if placed else []
        marks: dict[tuple[int, int], Mark] = {}
        for at, place, one in placed:
            where = _top_left(joined, at, place) if place is not None else None
            if where is not None:
                _put(marks, where, one)
            named = address(*where) if where is not None else address(at, 0) if at else ""
            lines.append(corrections.Line(title, named, one["value"], one["problem"], one["remedy"], one["level"]))
            lost += not at
        mark(parts, part, [marks[key] for key in sorted(marks)], styles)
        cells += len(marks)
    for label, rows in wanted.items():
        for one in _as_said(rows):
            lines.append(corrections.Line(str(label), "", one["value"], one["problem"], one["remedy"], one["level"]))
            lost += 1
    lines.sort(key=lambda line: line.level != "error")
    corrections.put_first(parts, lines, styles)
    styles.write()
    return Marked(parts.packed(), cells, len(lines), lost)


def _styles_of(parts: Parts) -> str:
    return next(target for kind, target in parts.relations(corrections.book_of(parts)).values() if kind == "styles")


def _as_said(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(name): "" if value is None or value != value else value for name, value in one.items()}  # noqa: PLR0124  # NaN
        for one in rows.astype("object").to_dict(orient="records")
    ]


def _placed(sheet: Sheet, rows: pd.DataFrame | None) -> list[tuple[int, int | None, dict[str, Any]]]:
    """Find the cells that a list is about: row (0 if it is not there), column (None if it is not known), and line."""
    placed: list[tuple[int, int | None, dict[str, Any]]] = []
    if rows is None:
        return placed
    cells = dict(sheet.rows)
    headings = _headings(sheet)
    whole = False
    for one in _as_said(rows):
        at = int(one["row"])
        if not one["column"] and one["value"] == sheet.name:  # the sheet itself is not known: reported once
            if not whole and at in cells:
                placed.append((at, _first_filled(cells[at]), one))
            whole = True
            continue
        where = _found(sheet, cells, headings, one)
        placed.append((*where, one))
    return sorted(placed, key=lambda one: (one[0], -1 if one[1] is None else one[1]))


def _found(
    sheet: Sheet, cells: dict[int, list[Cell]], headings: list[tuple[int, int, str]], one: dict[str, Any]
) -> tuple[int, int | None]:
    """Find one cell; only where what should stand in it does stand there, since a note in a wrong cell misleads."""
    at, column, value = int(one["row"]), str(one["column"]), _plain(str(one["value"]))
    row = cells.get(at)
    if row is None:
        return 0, None
    if not column:
        said = [_said(cell) for cell in row if not is_blank(cell)]
        right = not value or any(part and part in value for part in said)
        return (at, _first_filled(row)) if right else (0, None)
    under = [place for number, place, heading in headings if number < at and heading == _plain(column).casefold()]
    own = re.fullmatch(r"\(([A-Z]{1,3})\)", column)
    under += [_number(own[1])] if own else []
    for agrees in (_is, _holds):
        for place in dict.fromkeys(under):
            top = _covering(sheet, cells, at, place)
            if agrees(_cell(cells, top, place), value):
                return top, place
    if value:
        there = [place for place, cell in enumerate(row) if _is(cell, value)]
        if len(there) == 1:
            return at, there[0]
        return (at, None) if any(_holds(cell, value) for cell in row) else (0, None)
    return at, None


def _headings(sheet: Sheet) -> list[tuple[int, int, str]]:
    """Return possible headings: row, column, and the text in lower case."""
    return [
        (number, place, _plain(str(cell).strip()[:_LONGEST]).casefold())
        for number, cells in sheet.rows[:_LOOK_FOR_HEADINGS]
        for place, cell in enumerate(cells)
        if not is_blank(cell)
    ]


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _covering(sheet: Sheet, cells: dict[int, list[Cell]], at: int, place: int) -> int:
    """Return the row of the cell that is merged over an empty one; else the same row."""
    if is_blank(_cell(cells, at, place)):
        for column, top, bottom in sheet.blocks:
            if column == place and top < at <= bottom:
                return top
    return at


def _cell(cells: dict[int, list[Cell]], at: int, place: int) -> Cell:
    row = cells.get(at, [])
    return row[place] if place < len(row) else None


def _said(cell: Cell) -> str:
    """Write a cell as the list of rejected rows does."""
    return _plain(shown(text(cell) or "", _LONGEST)[1:-1])


def _plain(said: str) -> str:
    return " ".join(UNPRINTABLE.sub(" ", said).split())


def _is(cell: Cell, value: str) -> bool:
    """Return whether a cell has the value of the list, which may name another row after it."""
    said = _said(cell)
    return said == value or (bool(said) and value.startswith(tuple(said + sign for sign in _AFTER)))


def _holds(cell: Cell, value: str) -> bool:
    """Return whether a cell is one of several that the list shows together, or holds several of which it shows one."""
    said = _plain(text(cell) or "")  # line ends between names as spaces
    value = value.partition(" → ")[0]
    if not said or not value:
        return False
    return said in re.split(r"; | / ", value) or re.search(rf"(?<!\w){re.escape(value)}(?!\w)", said) is not None


def _first_filled(row: list[Cell]) -> int:
    return next((place for place, cell in enumerate(row) if not is_blank(cell)), 0)


def _top_left(joined: list[tuple[int, int, int, int]], at: int, place: int) -> tuple[int, int]:
    """Return the cell that can hold a note: of merged ones the first."""
    for top, left, bottom, right in joined:
        if top <= at <= bottom and left <= place <= right:
            return top, left
    return at, place


def _put(marks: dict[tuple[int, int], Mark], where: tuple[int, int], one: dict[str, Any]) -> None:
    """Add a problem of a cell to those noted already."""
    problem = str(one["problem"])
    note = _("{problem}.\nWhat to do: {remedy}.").format(
        problem=problem[:1].upper() + problem[1:], remedy=str(one["remedy"]).rstrip(".")
    )
    before = marks.get(where)
    if before is None:
        marks[where] = Mark(*where, str(one["level"]), note)
    elif note not in before.note:
        level = "error" if "error" in {before.level, one["level"]} else "remark"
        marks[where] = Mark(*where, level, f"{before.note}\n\n{note}")


def _book_of(read: Sequence[Sheet]) -> bytes:
    """Build a workbook of text files: each a sheet, with its rows where they stand in the file."""
    import xlsxwriter  # noqa: PLC0415  # only this needs it

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"created": _EPOCH})
    taken: set[str] = set()
    for sheet in read:
        page = book.add_worksheet(_free(sheet.name, taken))
        page.set_column(0, max((len(cells) for _number, cells in sheet.rows), default=1), 18)
        for number, cells in sheet.rows:
            for place, cell in enumerate(cells):
                if said := UNPRINTABLE.sub(" ", str(cell or "")):
                    page.write_string(number - 1, place, said[:32_767])
    book.close()
    return stream.getvalue()


def _free(name: str, taken: set[str]) -> str:
    short = _FORBIDDEN.sub(" ", printable(name)).strip("' ")[:_LONGEST_NAME] or "1"
    chosen = next(
        one
        for one in (short, *(f"{short[: _LONGEST_NAME - 5]} ({n})" for n in range(2, len(taken) + 3)))
        if one.casefold() not in taken
    )
    taken.add(chosen.casefold())
    return chosen
