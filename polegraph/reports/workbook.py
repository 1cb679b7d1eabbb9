"""Workbooks: strings are strings, the same content gives the same bytes."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.errors import PolegraphError
from polegraph.i18n import _, ngettext, number
from polegraph.reports import headings, people, row_heights, sheet_colours, workbook_cover
from polegraph.reports.workbook_cells import LONGEST, clean, cut_to_cell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from polegraph.reports.sheets import Sheet

LONGEST_NAME: Final = 31
MOST_ROWS: Final = 1_048_576
_WIDEST, _NARROWEST, _LOOKED_AT = 42, 8, 2_000  # width of columns, in characters, from the first rows
_LONGEST_WORD, _BLANK, _LEAST_WIDEST, _FREE, _ON_SCREEN, _HEADED = 16, 16, 24, 70, 100, 18
_SHORT: Final = 4  # a text of so many letters always stands on one line
_FILTER: Final = 3.0  # characters that the button of a filter covers in a heading
_LEGIBLE: Final = 220  # characters across a page of A4 that can still be read
_A4: Final = 9
_SAID_ON_PAPER: Final = 3  # lines about where the data are from that stand at the foot of every page
_FEW: Final = 2  # sheets that need no table of contents in front of them
_DAY: Final = dt.datetime(
    1980, 1, 1, tzinfo=dt.UTC
)  # the oldest that zip knows: a workbook does not record when it was made


def write(sheets: Sequence[Sheet], path: Path, about: Sequence[tuple[str, str]] = ()) -> None:
    """Write results as one workbook.

    Parameters
    ----------
    sheets
        One sheet each, in this order; headings and words are in the current language.
    path
        The file, which is written in place: give the temporary one of `polegraph.files.whole`.
    about
        Lines at the end of the first sheet: what, and its value.

    Raises
    ------
    PolegraphError
        If a result has more rows than a sheet can hold.
    """
    import xlsxwriter  # noqa: PLC0415  # loaded when used

    # Refuse results that no sheet can hold.
    for sheet in sheets:
        if len(sheet.frame) >= MOST_ROWS:
            raise PolegraphError(
                _("{rows} rows are more than a sheet of a workbook can hold").format(rows=number(len(sheet.frame))),
                remedy=_("write .csv or .parquet instead, or choose fewer with --top"),
            )
    # Keep texts as texts, and the same results as the same bytes.
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"title": "polegraph", "created": _DAY})
        formats = _formats(book)
        # Write the sheets, and what is said of them.
        source = " · ".join(
            _("{what}: {value}").format(what=what, value=value) for what, value in about[:_SAID_ON_PAPER]
        )
        # Begin with what the sheets answer; a result alone, or with one that explains it, stays where programs look.
        cover = book.add_worksheet(_("read me")) if len(sheets) > _FEW else None
        written = [_sheet(book, sheet, formats, source) for sheet in sheets]
        cover = cover or book.add_worksheet(
            _("read me")
        )  # the readers of workbooks know that this sheet holds no table
        workbook_cover.write(
            book, cover, [_entry(*one) for one in zip(sheets, written, strict=True)], [*about, *_notes(sheets, written)]
        )
        on_paper(cover, _("read me"), source)


def _formats(book: Any) -> dict[str, Any]:  # noqa: ANN401  # xlsxwriter has no types
    """Create the formats of cells."""
    usual = {"valign": "top", **row_heights.FONT}
    heading = {"bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#E4EEF9", **usual}
    return {
        "heading": book.add_format(heading),
        "date": book.add_format({"num_format": "yyyy-mm-dd", "align": "left", **usual}),
        "text": book.add_format({"text_wrap": True, **usual}),
        "number": book.add_format(usual),
        "blank": book.add_format({"text_wrap": True, "border": 1, "border_color": "#808080", **usual}),
    }


def _entry(sheet: Sheet, written: _Written) -> workbook_cover.Entry:
    return workbook_cover.Entry(clean(written.title), clean(sheet.what), clean(sheet.finding), len(sheet.frame))


@dataclass(frozen=True)
class _Written:
    """The losses of a sheet: cells that had to be cut, and how many of the visible columns fit on paper."""

    title: str
    cut: int
    printed: int
    visible: int


@dataclass
class _Long:
    """The texts of a sheet that may need several lines, and the widest of each column."""

    texts: list[tuple[int, int, str]] = field(default_factory=list)
    cut: int = 0


def _sheet(book: Any, sheet: Sheet, formats: dict[str, Any], source: str) -> _Written:  # noqa: ANN401  # xlsxwriter has no types
    """Write one sheet."""
    # Name the sheet, and bring its columns into the order for people.
    title = sheet.name if sheet.written else headings.sheet_name(sheet.name)
    page = book.add_worksheet(title[:LONGEST_NAME])
    frame, hidden = people.readable(sheet)
    visible = len(frame.columns) - hidden
    # Write column by column, with lists of choices and cells to be filled in.
    long, widths, headed = _Long(), [], []
    for place, (name, values) in enumerate(frame.items()):
        heading = clean(str(name) if sheet.written else headings.heading_in(frame, str(name)))
        headed.append(heading[:LONGEST])
        page.write_string(0, place, headed[-1], formats["heading"])
        widest = _column(page, place, "" if sheet.written else str(name), values, formats, long)
        if str(name) in sheet.choices and len(frame):
            offered = {"validate": "list", "source": list(sheet.choices[str(name)])}
            page.data_validation(1, place, len(frame), place, offered)
        if str(name) in sheet.blank:
            for row in range(1, len(frame) + 1):
                page.write_blank(row, place, None, formats["blank"])
        wide = max(column_width(heading, widest), widest + 2)
        widths.append(_BLANK if str(name) in sheet.blank else wide)
    # Set the widths and heights, and hide the columns of identifiers; what is on the screen alone may be wide.
    fitted = fitting([min(width, _FREE) for width in widths[:visible]])
    printed = max(sum(total <= _LEGIBLE for total in accumulate(fitted)), min(visible, 1))
    widths = [*fitted[:printed], *(min(width, _ON_SCREEN) for width in widths[printed:visible]), *widths[visible:]]
    widths[visible:] = [min(width, _WIDEST) for width in widths[visible:]]
    for place, width in enumerate(widths):
        page.set_column(place, place, width, None, {"hidden": True} if place >= visible else {})
    _heights(page, headed, long, widths, visible)
    if not sheet.written:
        sheet_colours.add(book, page, frame.iloc[:, :visible])
    # Freeze and filter the headings, and keep the names in view.
    page.freeze_panes(1, 1 if visible > 1 and not pd.api.types.is_numeric_dtype(frame.iloc[:, 0]) else 0)
    if len(frame.columns):
        page.autofilter(0, 0, max(len(frame), 1), len(frame.columns) - 1)
    # Lay the visible columns out on paper.
    on_paper(page, _("{what}: {value}").format(what=title, value=sheet.what) if sheet.what else title, source)
    page.repeat_rows(0)
    if printed < visible:
        page.print_area(0, 0, len(frame), printed - 1)
    return _Written(title[:LONGEST_NAME], long.cut, printed, visible)


def _heights(page: Any, headed: list[str], long: _Long, widths: list[int], visible: int) -> None:  # noqa: ANN401
    """Set the rows as high as their longest visible texts; not every program does it by itself."""
    shown = zip(headed[:visible], widths, strict=False)
    high = max((row_heights.count(text, width - _FILTER, bold=True) for text, width in shown), default=1)
    page.set_row(0, row_heights.height(high))
    rows: dict[int, int] = {}
    counted: dict[tuple[str, int], int] = {}  # the same name often stands in many rows
    for row, place, text in long.texts:
        if place < visible:
            key = text, widths[place]
            if key not in counted:
                counted[key] = row_heights.count(*key)
            rows[row] = max(rows.get(row, 1), counted[key])
    for row, lines in rows.items():
        if lines > 1:
            page.set_row(row, row_heights.height(lines))


def fitting(widths: list[int]) -> list[int]:
    """Narrow the widest columns, which wrap their texts, until a line can be read on paper, or as far as is good.

    Parameters
    ----------
    widths
        Of the columns that are printed, in characters.

    Returns
    -------
    list of int
        The widths to set.
    """
    if sum(min(width, _FREE) for width in widths) <= _LEGIBLE // 2:
        return [min(width, _FREE) for width in widths]
    for widest in range(_WIDEST, _LEAST_WIDEST, -1):
        if sum(min(width, widest) for width in widths) <= _LEGIBLE:
            return [min(width, widest) for width in widths]
    return [min(width, _LEAST_WIDEST) for width in widths]


def _column(
    page: Any,  # noqa: ANN401  # xlsxwriter has no types
    place: int,
    name: str,
    values: pd.Series[Any],
    formats: dict[str, Any],
    long: _Long,
) -> int:
    """Write the cells of a column; note those that may need several lines, and return the length of the longest."""
    widest = 0
    for row, (there, value) in enumerate(zip(values.notna().tolist(), values.tolist(), strict=True), start=1):
        if not there:
            continue
        short, length, was_cut = _cell(page, (row, place), name, value, formats)
        long.cut += was_cut
        if short and (length > _SHORT or "\n" in short):
            long.texts.append((row, place, short))
        if row <= _LOOKED_AT:
            widest = max(widest, length)
    return widest


def column_width(heading: str, widest: int) -> int:
    """Return the width of a column in characters; longer texts are wrapped, headings over up to three lines.

    Parameters
    ----------
    heading
        Its heading.
    widest
        Characters of its longest cell.

    Returns
    -------
    int
        In characters.

    Examples
    --------
    >>> column_width("name", 90), column_width("projects", 3)
    (42, 11)
    """
    word = max(map(len, heading.split()), default=0)
    return min(max(widest + 2, min(len(heading) // 2 + 4, _HEADED), min(word + 3, _LONGEST_WORD), _NARROWEST), _WIDEST)


def on_paper(page: Any, title: str, source: str) -> None:  # noqa: ANN401  # xlsxwriter has no types
    """Set a sheet up for the printer: A4 across, one page wide, with title, source, day of printing and pages.

    Parameters
    ----------
    page
        A sheet of xlsxwriter.
    title
        What stands at the head of each page.
    source
        Where the data are from, at the foot.
    """
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.7)
    page.set_header(f'&L&"-,Bold"&11 {_for_paper(title)}')
    day = _for_paper(_("printed on {day}"), 40).format(day="&D")
    page.set_footer(f"&L&8 {_for_paper(source, 160)}&R&8 {day}   &P / &N")


def _for_paper(text: str, longest: int = 200) -> str:
    """Escape a text for a header, in which ``&`` begins a command; Excel takes 255 characters in all."""
    plain = " ".join(clean(text).split())
    plain = plain if len(plain) <= longest else plain[:longest] + "…"
    while len(plain.replace("&", "&&").encode("utf-16-le")) // 2 > longest:
        plain = plain[:-2] + "…"
    return plain.replace("&", "&&")


def _notes(sheets: Sequence[Sheet], written: Sequence[_Written]) -> list[tuple[str, str]]:
    """Return notes on what was cut, and on what is on the screen alone."""
    notes = []
    cut = sum(one.cut for one in written)
    if cut:
        note = ngettext(
            "{n} cell was longer than a workbook allows and ends with …",
            "{n} cells were longer than a workbook allows and end with …",
            cut,
        )
        notes.append((_("shortened"), note.format(n=number(cut))))
    for sheet, one in zip(sheets, written, strict=True):
        if one.printed < one.visible:
            note = _("the first {printed} of {all} columns of {sheet} are printed; the others are on the screen")
            said = note.format(printed=one.printed, all=one.visible, sheet=headings.sheet_name(sheet.name))
            notes.append((_("on paper"), said))
    return notes


def _cell(page: Any, where: tuple[int, int], column: str, value: Any, formats: dict[str, Any]) -> tuple[str, int, bool]:  # noqa: ANN401  # any value of a frame
    """Write one cell; return its text, where it may be broken, its length, and whether it had to be cut."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        page.write_number(*where, value, formats["number"])
        return "", len(f"{value:g}"), False
    if isinstance(value, pd.Timestamp):
        page.write_datetime(*where, value.to_pydatetime(), formats["date"])
        return "", 10, False
    text = clean(headings.cell(column, value))
    short = cut_to_cell(text)
    page.write_string(*where, short, formats["text"])
    return short, len(short), short is not text
