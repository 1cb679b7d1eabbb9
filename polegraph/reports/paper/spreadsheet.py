"""The paper as a workbook: what it finds and where, then a sheet for each table, picture and set of figures."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.errors import PolegraphError
from polegraph.i18n import _, day_in_words, number, speaking
from polegraph.reports.paper.blocks import MISSING, KeyFigures, Paragraph, Picture, Table
from polegraph.reports.paper.number_formats import formatted
from polegraph.reports.paper.office import ACCENT, ACCENT_SOFT, AUTHOR, FONT, INK, INK_SOFT, LINE, about_lines
from polegraph.reports.paper.sheet_names import address, sheet_name
from polegraph.reports.paper.texts import SIGNS, grid
from polegraph.reports.paper.typesetting import lines
from polegraph.reports.terminal import printable
from polegraph.reports.workbook import LONGEST_NAME, MOST_ROWS, column_width, fitting, on_paper
from polegraph.reports.workbook_cells import cut_to_cell

if TYPE_CHECKING:
    from polegraph.reports.paper.blocks import Block, Document, KeyFigure, Section
    from polegraph.reports.paper.texts import Grid

_HEADING: Final = {
    "bold": True,
    "text_wrap": True,
    "bg_color": f"#{ACCENT_SOFT}",
    "bottom": 2,
    "bottom_color": f"#{ACCENT}",
}
_HEAD: Final = 3  # the row of the headings, below title, section and note
_ROW_PIXELS, _DOTS = 20, 96  # height of a row and of an inch on Excel's screen
_WIDEST_PICTURE: Final = 900
_FIRST_WIDTHS: Final = (36, 96, 14)  # of the columns of the first sheet, in characters
_CHARACTER: Final = 5.25  # width of a character of Excel's columns, in points
_SIZE: Final = 11.0  # of the font, in points
_FIRST_YEAR: Final = 1900  # of Excel's days
_LINE_HEIGHT, _SMALLER = 1.36, 0.79  # of a line in sizes of its font; how wide Calibri is beside the font measured
_HIGHEST_ROW: Final = 400.0  # in points; Excel allows 409
_LOOKED_AT: Final = 2_000  # rows that the widths of columns are taken from


def render(document: Document) -> bytes:
    """Write a paper as a workbook: cells are typed, and shown as the other formats write them.

    Parameters
    ----------
    document
        The paper.

    Returns
    -------
    bytes
        An XLSX file; the same paper gives the same bytes.

    Raises
    ------
    PolegraphError
        If a table has more rows than a sheet can hold.
    """
    import xlsxwriter  # noqa: PLC0415  # loaded when used

    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    written = io.BytesIO()
    with speaking(document.language), xlsxwriter.Workbook(written, options) as book:
        book.set_properties({
            "title": printable(document.title)[:255],
            "subject": printable(document.subtitle)[:255],
            "author": AUTHOR,
            "created": datetime.combine(document.day, time(), UTC),
        })  # fmt: skip
        writer = _Writer(book, document)
        writer.first()
        for place, section in enumerate(document.sections):
            writer.section(place, section)
    return written.getvalue()


@dataclass(frozen=True, slots=True)
class _Listed:
    """A block that has a sheet.

    Parameters
    ----------
    sheet
        Name of its sheet.
    title
        What it is.
    rows
        How many rows it has.
    """

    sheet: str
    title: str
    rows: int


class _Writer:
    """A workbook that grows: its formats, and the names of its sheets, which are chosen before any is written."""

    def __init__(self, book: Any, document: Document) -> None:  # noqa: ANN401  # xlsxwriter has no types
        self.book, self.document = book, document
        self.formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.source = " · ".join(one for one in (document.foot, day_in_words(document.day)) if one)
        self.home = _("Contents")
        taken = {self.home.casefold()}
        self.listed = {
            (place, number): _Listed(sheet_name(_title(block), taken), printable(_title(block)), _rows(block))
            for place, section in enumerate(document.sections)
            for number, block in enumerate(section.blocks)
            if not isinstance(block, Paragraph)
        }

    def look(self, **wanted: Any) -> Any:  # noqa: ANN401  # xlsxwriter has no types
        """Return a format, made once."""
        all_of_it = {"font_name": FONT, "font_size": _SIZE, "font_color": f"#{INK}", "valign": "top", **wanted}
        key = tuple(sorted(all_of_it.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(all_of_it)
        return self.formats[key]

    def first(self) -> None:
        """Write the first sheet: each section with its findings, its words, and the sheets it has."""
        page, document = self.book.add_worksheet(self.home[:LONGEST_NAME]), self.document
        page.hide_gridlines(2)
        page.set_tab_color(f"#{ACCENT}")
        for column, width in enumerate(_FIRST_WIDTHS):
            page.set_column(column, column, width)
        page.set_row(0, 30)
        page.set_row(1, 19)
        page.set_row(2, 19)
        self._text(page, 0, 0, document.title, font_size=20, bold=True, font_color=f"#{ACCENT}")
        self._text(page, 1, 0, document.subtitle, font_size=13, font_color=f"#{INK_SOFT}")
        self._text(page, 2, 0, day_in_words(document.day), font_size=13, font_color=f"#{INK_SOFT}")
        row = 4
        for place, section in enumerate(document.sections):
            row = self._contents(page, row, place, section) + 1
        # Say where the paper is from.
        row = self._ruled(page, row, _("About this paper"))
        for label, value in (
            *about_lines(document.about),
            *([("", printable(document.foot))] if document.foot else []),
        ):
            self._text(page, row, 0, label, font_color=f"#{INK_SOFT}")
            self._wrapped(page, row, value)
            row += 1
        on_paper(page, printable(document.title), self.source)

    def _ruled(self, page: Any, row: int, title: str) -> int:  # noqa: ANN401
        """Write a heading with a line below; return the next row."""
        style = {"bold": True, "font_size": 13, "font_color": f"#{ACCENT}", "bottom": 2, "bottom_color": f"#{ACCENT}"}
        for column, text in enumerate((title, "", "")):
            self._text(page, row, column, text, **style)
        return row + 1

    def _contents(self, page: Any, row: int, place: int, section: Section) -> int:  # noqa: ANN401
        """Write what a section finds, and links to its sheets; return the next row."""
        row = self._ruled(page, row, section.title)
        for block in section.blocks:
            if isinstance(block, Paragraph):
                small = {"font_size": 9, "font_color": f"#{INK_SOFT}"} if block.small else {}
                self._wrapped(page, row, block.text, bold=block.lead, **small)
                row += 1
        for (where, __), one in self.listed.items():
            if where == place:
                linked = self.look(font_color=f"#{ACCENT}", underline=1)
                page.write_url(row, 0, address(one.sheet), linked, one.sheet)
                self._wrapped(page, row, one.title)
                self._text(page, row, 2, _("rows: {n}").format(n=number(one.rows)), font_color=f"#{INK_SOFT}")
                row += 1
        return row

    def _wrapped(self, page: Any, row: int, text: str, **look: Any) -> None:  # noqa: ANN401
        """Write a text of the first sheet in as many lines as it needs."""
        self._text(page, row, 1, text, text_wrap=True, valign="vcenter", **look)
        size = look.get("font_size", _SIZE)
        page.set_row(row, _high(text, _FIRST_WIDTHS[1], size, bold=bool(look.get("bold"))) + 2)

    def _text(self, page: Any, row: int, column: int, text: str, **look: Any) -> None:  # noqa: ANN401
        if text or look.get("bottom"):
            page.write_string(row, column, cut_to_cell(printable(text)), self.look(**look))

    def section(self, place: int, section: Section) -> None:
        """Write the sheets of a section."""
        for number_, block in enumerate(section.blocks):
            if (place, number_) not in self.listed:
                continue
            one = self.listed[place, number_]
            page = self.book.add_worksheet(one.sheet)
            page.hide_gridlines(2)
            page.set_default_row(17)
            page.set_row(0, 26)
            page.set_row(1, 18)
            self._text(page, 0, 0, one.title, font_size=16, bold=True, font_color=f"#{ACCENT}")
            back = self.look(font_color=f"#{ACCENT}", underline=1)
            page.write_url(1, 0, address(self.home), back, cut_to_cell(printable(f"{self.home} › {section.title}")))
            if isinstance(block, KeyFigures):
                self._table(page, _as_table(block.figures), _HEAD)
            elif isinstance(block, Picture):
                self._table(page, block.behind, self._picture(page, block))
            elif isinstance(block, Table):
                self._table(page, block, _HEAD)
            on_paper(page, one.title, self.source)

    def _picture(self, page: Any, picture: Picture) -> int:  # noqa: ANN401
        """Put a picture above its numbers; return the row of their headings."""
        from docx.image.image import Image  # noqa: PLC0415  # knows sizes and dots an inch

        seen = Image.from_blob(picture.png)
        scale = min(1.0, _WIDEST_PICTURE / (seen.px_width * _DOTS / seen.horz_dpi))
        settings = {
            "image_data": io.BytesIO(picture.png),
            "description": printable(picture.alt),
            "x_scale": scale,
            "y_scale": scale,
            "object_position": 2,
        }
        page.insert_image(_HEAD, 0, f"{picture.name}.png", settings)
        return _HEAD + 2 + math.ceil(seen.px_height * _DOTS / seen.vert_dpi * scale / _ROW_PIXELS)

    def _table(self, page: Any, table: Table, head: int) -> None:  # noqa: ANN401
        """Write a table: its headings stay where they are on the screen, and are repeated on paper."""
        shown, widths = grid(table), []
        for place, (heading, (__, values)) in enumerate(zip(shown.headings, table.frame.items(), strict=True)):
            side = "right" if shown.numeric[place] else "left"
            look = self.look(align=side, indent=1, valign="bottom", **_HEADING)
            page.write_string(head, place, cut_to_cell(heading), look)
            texts = [cut_to_cell(row[place]) for row in shown.rows]
            unit = table.units.get(str(values.name), "")
            for row, (value, said) in enumerate(zip(values.tolist(), texts, strict=True), start=head + 1):
                self._cell(page, (row, place), value, (said, unit, side))
            widths.append(column_width(heading, max(map(len, texts[:_LOOKED_AT]), default=0)) + 2)
        widths = fitting(widths)
        for place, width in enumerate(widths):
            page.set_column(place, place, width)
        _heights(page, shown, widths, head)
        if len(widths):
            page.autofilter(head, 0, head + max(len(table.frame), 1), len(widths) - 1)
        if head == _HEAD:
            page.freeze_panes(head + 1, 1 if len(widths) > 1 else 0)
        page.repeat_rows(head)
        self._note(page, head - 1, table.note, widths)

    def _note(self, page: Any, row: int, note: str, widths: list[int]) -> None:  # noqa: ANN401
        """Write a note across the columns of its table, in as many lines as it needs."""
        if not note:
            return
        look, text = self.look(font_size=9, font_color=f"#{INK_SOFT}", text_wrap=True), cut_to_cell(printable(note))
        if len(widths) > 1:
            page.merge_range(row, 0, row, len(widths) - 1, "", look)
        page.write_string(row, 0, text, look)
        page.set_row(row, _high(text, sum(widths), 9.0) + 2)

    def _cell(self, page: Any, where: tuple[int, int], value: object, shown: tuple[str, str, str]) -> None:  # noqa: ANN401
        """Write a cell, typed, and shown as its text is in the other formats; with its unit and its side."""
        said, unit, side = shown
        under = {"bottom": 1, "bottom_color": f"#{LINE}", "indent": 1, "valign": "vcenter", "align": side}
        typed = formatted(value, unit)
        if typed:
            page.write_number(*where, typed[0], self.look(num_format=typed[1], **under))
        elif isinstance(value, date) and said != MISSING and value.year >= _FIRST_YEAR:
            pattern = "dd/mm/yyyy" if self.document.language == "fr" else "yyyy-mm-dd"
            only_day = date(value.year, value.month, value.day)
            page.write_datetime(*where, only_day, self.look(num_format=pattern, **under))
        else:
            colour = {"font_color": f"#{INK_SOFT}"} if said == MISSING else {}
            page.write_string(*where, said, self.look(text_wrap=True, **colour, **under))


def _heights(page: Any, shown: Grid, widths: list[int], head: int) -> None:  # noqa: ANN401
    """Set the rows as high as the texts that are broken into lines; not every program does it by itself."""
    for place, row in enumerate((shown.headings, *shown.rows)):
        long = [(text, width) for text, width in zip(row, widths, strict=True) if len(text) > width / 2]
        high = max((_high(text, width - 2, _SIZE, bold=not place) for text, width in long), default=0.0)
        if high > _SIZE * _LINE_HEIGHT:
            page.set_row(head + place, high + 4)


def _high(text: str, width: float, size: float, *, bold: bool = False) -> float:
    """Measure how high a text stands in a column of a width in characters."""
    room = width * _CHARACTER / _SMALLER
    return min(max(len(lines(printable(text), size, room, bold=bold)), 1) * size * _LINE_HEIGHT, _HIGHEST_ROW)


def _title(block: Block) -> str:
    return block.title if isinstance(block, (Table, Picture)) else _("Key figures")


def _rows(block: Block) -> int:
    if isinstance(block, KeyFigures):
        return len(block.figures)
    table = block.behind if isinstance(block, Picture) else block
    rows = len(table.frame) if isinstance(table, Table) else 0
    if rows + _HEAD + 100 >= MOST_ROWS:
        raise PolegraphError(
            _("{rows} rows are more than a sheet of a workbook can hold").format(rows=number(rows)),
            remedy=_("write .csv or .parquet instead, or choose fewer with --top"),
        )
    return rows


def _as_table(figures: tuple[KeyFigure, ...]) -> Table:
    """Write key figures as a table: as they are read, and as numbers to go on computing with."""
    frame = pd.DataFrame(
        {
            _("Figure"): [one.label for one in figures],
            _("Value"): [one.text for one in figures],
            _("As a number"): pd.array([one.value for one in figures], dtype="Float64"),
            _("Beside"): [" · ".join(one.beside) or None for one in figures],
            _("Standing"): [f"{SIGNS.get(one.mark, '')} {one.mark_text}".strip() or None for one in figures],
        },
    )
    return Table(_("Key figures"), frame.astype({_("Figure"): object}))
