"""The first sheet of a workbook: what was found, what each sheet answers, and what all was made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from polegraph.i18n import _, number
from polegraph.reports import row_heights
from polegraph.reports.workbook_cells import clean, cut_to_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTHS: Final = (30, 100, 16)  # of what, its value, and how many rows there are, in characters
_ACCENT, _SOFT = "#0B5CAD", "#4D5A68"


@dataclass(frozen=True)
class Entry:
    """A sheet of the workbook.

    Parameters
    ----------
    title
        Its name, as it was written.
    what
        What it answers.
    finding
        What it finds; empty if no sentence says it.
    rows
        How many rows it has.
    """

    title: str
    what: str
    finding: str
    rows: int


def write(book: Any, page: Any, entries: Sequence[Entry], about: Sequence[tuple[str, str]]) -> None:  # noqa: ANN401
    """Write the first sheet: the findings, links to the sheets, and where all of it is from.

    Parameters
    ----------
    book
        A workbook of xlsxwriter.
    page
        Its first sheet.
    entries
        The others.
    about
        Lines about the workbook: what, and its value.
    """
    page.hide_gridlines(2)
    page.set_tab_color(_ACCENT)
    for place, width in enumerate(_WIDTHS):
        page.set_column(place, place, width)
    usual = {**row_heights.FONT, "valign": "top"}
    looks = {
        "text": book.add_format({**usual, "text_wrap": True}),
        "strong": book.add_format({**usual, "text_wrap": True, "bold": True}),
        "head": book.add_format({**usual, "bold": True, "font_color": _ACCENT, "bottom": 2, "bottom_color": _ACCENT}),
        "link": book.add_format({**usual, "text_wrap": True, "underline": 1, "font_color": _ACCENT}),
        "soft": book.add_format({**usual, "text_wrap": True, "font_color": _SOFT}),
    }
    row = 0
    findings = [one for one in entries if one.finding]
    if findings:
        _head(page, row, (_("what was found"), "", ""), looks)
        for one in findings:
            row += 1
            _line(page, row, (one.title, one.finding, ""), (looks["soft"], looks["strong"]))
        row += 2
    _head(page, row, (_("sheet"), _("what it answers"), _("rows")), looks)
    for one in entries:
        row += 1
        _line(page, row, (one.title, one.what, number(one.rows)), (looks["link"], looks["text"]), linked=True)
    row += 2
    _head(page, row, (_("about this workbook"), "", ""), looks)
    for what, value in about:
        row += 1
        _line(page, row, (what, value, ""), (looks["soft"], looks["text"]))
    page.freeze_panes(1, 0)


def _head(page: Any, row: int, texts: tuple[str, str, str], looks: dict[str, Any]) -> None:  # noqa: ANN401
    for place, text in enumerate(texts):
        page.write_string(row, place, text, looks["head"])
    page.set_row(row, row_heights.height(1) + 3)


def _line(
    page: Any,  # noqa: ANN401  # xlsxwriter has no types
    row: int,
    texts: tuple[str, str, str],
    looks: tuple[Any, Any],
    *,
    linked: bool = False,
) -> None:
    """Write a line, in as many lines as its texts need."""
    what, value, rows = (cut_to_cell(clean(text)) for text in texts)
    if linked:
        quoted = what.replace("'", "''")
        page.write_url(row, 0, f"internal:'{quoted}'!A1", looks[0], what)
    else:
        page.write_string(row, 0, what, looks[0])
    page.write_string(row, 1, value, looks[1])
    if rows:
        page.write_string(row, 2, rows, looks[1])
    lines = max(row_heights.count(text, width, bold=True) for text, width in ((what, _WIDTHS[0]), (value, _WIDTHS[1])))
    page.set_row(row, row_heights.height(lines))
