"""Parser of workbooks (XLSX), under the same budget as any other archive."""

from __future__ import annotations

import html
import io
import re
import warnings
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd

from polegraph.errors import PolegraphError
from polegraph.files import speaking_of
from polegraph.files.budget import Budget, Counted
from polegraph.files.csv_tables import (
    LOOK_FOR_HEADING,
    TOO_MANY,
    UNSAVED,
    Sheet,
    beyond,
    failed_cells,
    named_apart,
    without_twins,
)
from polegraph.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from openpyxl import Workbook

    from polegraph.files.archives import Part

_FORMULA: Final = re.compile(
    rb"<(?:\w+:)?c\s(?P<cell>[^>]*)>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>(?P<formula>[^<]*)</(?:\w+:)?f>)\s*"
    rb"(?P<value><(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_PLACE: Final = re.compile(rb"(?:^|\s)r=\"([A-Z]{1,3})(\d{1,7})\"")
_HIDDEN_ROW: Final = re.compile(rb"<(?:\w+:)?row\s(?=[^>]*\shidden=\"(?:1|true)\")[^>]*[^/>]>")
_LETTERS: Final = 26
_COVERS: Final = frozenset(
    {"read me", "lisez-moi"}
)  # names of the sheet about the others in a workbook that polegraph wrote


class Unsaid(NamedTuple):
    """Properties of a worksheet beside the values that openpyxl gives.

    Parameters
    ----------
    formulas
        Cells that hold a formula of which no value was saved: row, column (both from 1), the formula.
    hidden
        Whether the worksheet is hidden.
    hidden_rows
        Number of rows with cells that are hidden.
    """

    formulas: list[tuple[int, int, str]]
    hidden: bool
    hidden_rows: int


def unsaid(worksheet: Any) -> Unsaid:  # noqa: ANN401  # openpyxl ships no types
    """Find the hidden or uncomputed parts of a worksheet: formulas without a value, hidden rows, the sheet itself.

    Parameters
    ----------
    worksheet
        Of a workbook that `opened` gave. Formulas that were written by a program and never calculated have no value;
        openpyxl gives them as empty cells.
    """
    text = worksheet.parent._archive.read(worksheet._worksheet_path)  # noqa: SLF001  # openpyxl has no public names
    formulas = []
    if b"<f" in text or b":f" in text:
        for match in _FORMULA.finditer(text):
            place = _PLACE.search(match["cell"])
            calculated = match["value"] and re.search(rb"\st=\"str\"", b" " + match["cell"])  # it gave an empty text
            if place and not calculated:
                formula = html.unescape((match["formula"] or b"").decode("utf-8", "replace"))
                formulas.append((int(place[2]), _number(place[1].decode()), f"={formula}"))
    hidden_rows = len(_HIDDEN_ROW.findall(text)) if b"hidden=" in text else 0
    return Unsaid(formulas, worksheet.sheet_state != "visible", hidden_rows)


def _number(letters: str) -> int:
    """Return the number of a column, from 1."""
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number


def opened(part: Part) -> Workbook:
    """Open a workbook for reading, once its decompressed size is within the budget.

    Parameters
    ----------
    part
        As `polegraph.files.archives.tables_in` gives it.

    Returns
    -------
    openpyxl.Workbook
        Read-only; values instead of formulas. Close it when done.

    Raises
    ------
    PolegraphError
        If it is damaged, encrypted, too large, or not a workbook.
    """
    content = part.content()
    with speaking_of(part.name):
        check_size(content, part.name)
    try:
        return _loaded(content)
    except Exception as error:
        raise _damaged(part.name) from error


def check_size(content: bytes, name: str) -> None:
    """Check the decompressed size of a workbook; a file that is no archive raises the error of `zipfile`.

    Parameters
    ----------
    content
        The bytes of the file.
    name
        Display name, for messages.

    Raises
    ------
    PolegraphError
        If it holds more than it may.
    """
    budget = Budget(name, len(content))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            with archive.open(member) as stream, Counted(stream, budget) as counted:
                counted.drain()


def first_sheet(content: bytes, name: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the first sheet of a workbook, once its decompressed size is within the budget.

    Parameters
    ----------
    content
        The bytes of the file.
    name
        Display name, for messages.

    Yields
    ------
    tuple
        The values of the cells. Errors of `zipfile` and openpyxl about a damaged workbook are passed on: the caller
        knows what the file was for.

    Raises
    ------
    PolegraphError
        If it holds more than it may.
    """
    check_size(content, name)
    workbook = _loaded(content)
    try:
        worksheet = _tables(workbook)[0]
        worksheet.reset_dimensions()  # the dimensions that a file states may be wrong
        yield from worksheet.iter_rows(values_only=True)
    finally:
        workbook.close()


def _tables(workbook: Workbook) -> list[Any]:
    """Return the sheets without the one that polegraph writes about the others, in front of them or behind."""
    sheets: list[Any] = workbook.worksheets
    covers = {place for place in (0, len(sheets) - 1) if sheets[place].title in _COVERS} if len(sheets) > 1 else set()
    return [sheet for place, sheet in enumerate(sheets) if place not in covers]


def _loaded(content: bytes) -> Workbook:
    """Load a workbook of checked size, read-only, with values instead of formulas."""
    import openpyxl  # noqa: PLC0415  # takes a while, and most files are CSV

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of decoration that it cannot keep; we only read
        return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)


def read(
    part: Part,
    is_heading: Callable[[Sequence[str]], bool] | None = None,
    bad: Callable[[str, PolegraphError], None] | None = None,
) -> Iterator[Sheet]:
    """Read every sheet of a workbook as a table of text.

    Parameters
    ----------
    part
        As `polegraph.files.archives.tables_in` gives it.
    is_heading
        Predicate that recognises the header row, so that titles above it are skipped; without it, the first row
        that is not empty is the header.
    bad
        Called with the name of a sheet that cannot be read, and why; the others are read. Without it, the error is
        raised.

    Yields
    ------
    Sheet
        Named ``file.xlsx`` if there is one sheet, else ``file.xlsx/sheet``; the first sheet of a workbook that
        polegraph wrote, which is about the others, is passed over. Dates are written YYYY-MM-DD, yes and no
        ``true`` and ``false``, whole numbers without a point. Sheets without any content are left out.
    """
    workbook = opened(part)
    try:
        several = len(workbook.worksheets) > 1
        for worksheet in _tables(workbook):
            name = f"{part.name}/{worksheet.title}" if several else part.name
            try:
                sheet = _read(part, worksheet, name, is_heading)
            except PolegraphError as error:
                if bad is None or not several:
                    raise
                bad(name, error)
            else:
                if sheet is not None:
                    yield sheet
    finally:
        workbook.close()


def _read(
    part: Part,
    worksheet: Any,  # noqa: ANN401  # openpyxl ships no types
    name: str,
    is_heading: Callable[[Sequence[str]], bool] | None,
) -> Sheet | None:
    """Read one sheet; None if it is empty."""
    try:
        worksheet.reset_dimensions()  # the dimensions that a file states may be wrong
        rows = [[_text(cell) for cell in row] for row in worksheet.iter_rows(values_only=True)]
        beside = unsaid(worksheet)
    except Exception as error:
        raise _damaged(part.name) from error
    return failed_cells(_sheet(name, rows, beside, is_heading)) if any(any(row) for row in rows) else None


def _damaged(name: str) -> PolegraphError:
    return PolegraphError(
        _("this workbook cannot be read"), file=name, remedy=_("open it in Excel or LibreOffice and save it again")
    )


def _sheet(
    name: str, rows: list[list[str]], beside: Unsaid, is_heading: Callable[[Sequence[str]], bool] | None
) -> Sheet:
    # find the header row and drop empty cells at its end
    at = _heading_at(rows, is_heading)
    heading = [cell.strip() for cell in rows[at]]
    while heading and not heading[-1]:
        heading.pop()
    width = len(heading)
    # keep the rows that fit below it; set aside those with more cells
    kept: list[list[str]] = []
    numbers: list[int] = []
    ragged: list[tuple[int, str, str]] = []
    for number, row in enumerate(rows[at + 1 :], at + 2):
        if any(row[width:]):
            ragged.append((number, beyond(row, ";", width), TOO_MANY))
        elif any(row):
            kept.append([*row[:width], *[""] * (width - len(row))])
            numbers.append(number)
    # build the table
    columns = named_apart(heading)
    frame = pd.DataFrame(kept, columns=pd.Index(columns), dtype="str")
    # count what a reader of the sheet would not see, and list the formulas without a value
    counts = {
        "rows_above": sum(any(row) for row in rows[:at]),
        "hidden_rows": beside.hidden_rows,
        "hidden_sheets": int(beside.hidden),
    }
    notes = {key: count for key, count in counts.items() if count}
    emptied = [
        (row, columns[column - 1] if column <= width else f"({column})", formula, UNSAVED)
        for row, column, formula in beside.formulas
        if row > at + 1
    ]
    return without_twins(Sheet(name, frame, np.asarray(numbers, dtype=np.int64), ragged, notes, emptied), at + 1)


def _heading_at(rows: list[list[str]], is_heading: Callable[[Sequence[str]], bool] | None) -> int:
    """Find the header row; without a predicate, the first row that is not empty."""
    filled = [at for at, row in enumerate(rows[:LOOK_FOR_HEADING]) if any(row)]
    if not filled:
        return next(at for at, row in enumerate(rows) if any(row))
    return next((at for at in filled if is_heading and is_heading(rows[at])), filled[0])


def _text(cell: Any) -> str:  # noqa: ANN401  # a cell holds anything
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).encode("utf-8", "replace").decode()
