"""Workbooks (XLSX), opened as carefully as any other archive."""

from __future__ import annotations

import io
import warnings
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from polegraph.errors import PolegraphError
from polegraph.files import speaking_of
from polegraph.i18n import _
from polegraph.sources._csv import TOO_MANY, Sheet, check_heading
from polegraph.sources._files import Budget, Counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl import Workbook

    from polegraph.sources._files import Part


def opened(part: Part) -> Workbook:
    """Open a workbook for reading, once it is certain that it does not hold more than it may.

    Parameters
    ----------
    part
        As `_files.tables_in` gives it.

    Returns
    -------
    openpyxl.Workbook
        Read-only; values instead of formulas. Close it when done.

    Raises
    ------
    PolegraphError
        If it is damaged, encrypted, too large, or not a workbook.
    """
    import openpyxl  # noqa: PLC0415  # takes a while, and most files are CSV

    content = part.content()
    with speaking_of(part.name), zipfile.ZipFile(io.BytesIO(content)) as archive:
        budget = Budget(part.name, len(content))
        for member in archive.infolist():
            with archive.open(member) as stream, Counted(stream, budget) as counted:
                counted.drain()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of decoration that it cannot keep; we only read
            return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except Exception as error:
        raise _damaged(part.name) from error


def read(part: Part) -> Iterator[Sheet]:
    """Read every sheet of a workbook as a table of text.

    Parameters
    ----------
    part
        As `_files.tables_in` gives it.

    Yields
    ------
    Sheet
        Named ``file.xlsx`` if there is one sheet, else ``file.xlsx/sheet``. Dates are written YYYY-MM-DD, yes and no
        ``true`` and ``false``, whole numbers without a point. Sheets without any content are left out.
    """
    workbook = opened(part)
    try:
        several = len(workbook.worksheets) > 1
        for worksheet in workbook.worksheets:
            name = f"{part.name}/{worksheet.title}" if several else part.name
            try:
                worksheet.reset_dimensions()  # what a file says of its own size may be wrong
                rows = [[_text(cell) for cell in row] for row in worksheet.iter_rows(values_only=True)]
            except Exception as error:
                raise _damaged(part.name) from error
            if any(any(row) for row in rows):
                yield _sheet(name, rows)
    finally:
        workbook.close()


def _damaged(name: str) -> PolegraphError:
    return PolegraphError(
        _("this workbook cannot be read"), file=name, remedy=_("open it in Excel or LibreOffice and save it again")
    )


def _sheet(name: str, rows: list[list[str]]) -> Sheet:
    heading = [cell.strip() for cell in rows[0]]
    while heading and not heading[-1]:
        heading.pop()
    if not heading:
        raise PolegraphError(
            _("the first row is empty"), file=name, row=1, remedy=_("put the names of the columns into the first row")
        )
    check_heading(heading, name)
    width = len(heading)
    kept: list[list[str]] = []
    numbers: list[int] = []
    ragged: list[tuple[int, str, str]] = []
    for number, row in enumerate(rows[1:], 2):
        if any(row[width:]):
            ragged.append((number, ";".join(row), TOO_MANY))
        elif any(row):
            kept.append([*row[:width], *[""] * (width - len(row))])
            numbers.append(number)
    columns = pd.Index([cell or f"({place})" for place, cell in enumerate(heading, 1)])
    frame = pd.DataFrame(kept, columns=columns, dtype="str")
    return Sheet(name, frame, np.asarray(numbers, dtype=np.int64), ragged)


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
