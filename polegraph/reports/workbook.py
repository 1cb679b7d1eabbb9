"""Workbooks: strings are strings, the same content gives the same bytes."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.errors import PolegraphError
from polegraph.i18n import _, ngettext, number
from polegraph.reports import words
from polegraph.sources._common import UNPRINTABLE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from polegraph.reports.sheets import Sheet

LONGEST: Final = 32_767
"""UTF-16 units that Excel takes in one cell."""
_LONGEST_NAME: Final = 31
MOST_ROWS: Final = 1_048_576
_WIDEST, _NARROWEST, _LOOKED_AT = 60, 8, 2_000  # width of columns, in characters, from the first rows
_DAY: Final = dt.datetime(
    1980, 1, 1, tzinfo=dt.UTC
)  # the oldest that zip knows: a workbook does not say when it was made


def write(sheets: Sequence[Sheet], path: Path, about: Sequence[tuple[str, str]] = ()) -> None:
    """Write results as one workbook.

    Parameters
    ----------
    sheets
        One sheet each, in this order; headings and words are in the current language.
    path
        The file, which is written in place: give the temporary one of `polegraph.files.whole`.
    about
        Lines for the last sheet: what, and its value.

    Raises
    ------
    PolegraphError
        If a result has more rows than a sheet can hold.
    """
    import xlsxwriter  # noqa: PLC0415  # loaded when used

    for sheet in sheets:
        if len(sheet.frame) >= MOST_ROWS:
            raise PolegraphError(
                _("{rows} rows are more than a sheet of a workbook can hold").format(rows=number(len(sheet.frame))),
                remedy=_("write .csv or .parquet instead, or choose fewer with --top"),
            )
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"title": "polegraph", "created": _DAY})
        formats = {
            "heading": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        cut = sum(_sheet(book, sheet, formats) for sheet in sheets)
        _about(book, sheets, about, cut, formats)


def _sheet(book: Any, sheet: Sheet, formats: dict[str, Any]) -> int:  # noqa: ANN401  # xlsxwriter has no types
    """Write one sheet; give the number of cells that had to be cut."""
    page = book.add_worksheet(words.sheet_name(sheet.name)[:_LONGEST_NAME])
    frame = sheet.frame
    cut = 0
    for place, (name, values) in enumerate(frame.items()):
        heading = _clean(str(name) if sheet.written else words.heading(str(name)))
        page.write_string(0, place, heading[:LONGEST], formats["heading"])
        widest = 0
        known, plain = values.notna().tolist(), values.tolist()
        for row, (there, value) in enumerate(zip(known, plain, strict=True), start=1):
            if not there:
                continue
            length, was_cut = _cell(page, (row, place), "" if sheet.written else str(name), value, formats)
            cut += was_cut
            if row <= _LOOKED_AT:
                widest = max(widest, length)
        if str(name) in sheet.choices and len(frame):
            offered = {"validate": "list", "source": list(sheet.choices[str(name)])}
            page.data_validation(1, place, len(frame), place, offered)
        page.set_column(place, place, min(max(widest + 2, len(heading) // 2 + 2, _NARROWEST), _WIDEST))
    page.freeze_panes(1, 0)
    if len(frame.columns):
        page.autofilter(0, 0, max(len(frame), 1), len(frame.columns) - 1)
    return cut


def _cell(page: Any, where: tuple[int, int], column: str, value: Any, formats: dict[str, Any]) -> tuple[int, bool]:  # noqa: ANN401  # whatever a frame holds
    """Write one cell; give its length, and whether it had to be cut."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        page.write_number(*where, value)
        return len(f"{value:g}"), False
    if isinstance(value, pd.Timestamp):
        page.write_datetime(*where, value.to_pydatetime(), formats["date"])
        return 10, False
    text = _clean(words.cell(column, value))
    short = _cut(text)
    page.write_string(*where, short)
    return len(short), short is not text


def _clean(text: str) -> str:
    return UNPRINTABLE.sub("\ufffd", text)


def _cut(text: str) -> str:
    """Shorten a text to what a cell holds; Excel counts a character outside the basic plane twice."""
    if len(text) * 2 <= LONGEST or len(text.encode("utf-16-le")) // 2 <= LONGEST:
        return text
    return text.encode("utf-16-le")[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore") + "…"


def _about(book: Any, sheets: Sequence[Sheet], about: Sequence[tuple[str, str]], cut: int, formats: Any) -> None:  # noqa: ANN401  # xlsxwriter has no types
    page = book.add_worksheet(_("read me"))  # the readers of workbooks know that this sheet holds no table
    lines = [(words.sheet_name(sheet.name), sheet.what) for sheet in sheets]
    lines.extend(about)
    if cut:
        note = ngettext(
            "{n} cell was longer than a workbook allows and ends with …",
            "{n} cells were longer than a workbook allows and end with …",
            cut,
        ).format(n=number(cut))
        lines.append((_("shortened"), note))
    for row, (what, value) in enumerate(lines):
        page.write_string(row, 0, _cut(_clean(what)), formats["heading"])
        page.write_string(row, 1, _cut(_clean(value)), formats["text"])
    page.set_column(0, 0, 26)
    page.set_column(1, 1, 100)
