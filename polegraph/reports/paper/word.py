"""The paper as a Word document: what a committee corrects and signs."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any, Final

from polegraph.i18n import _, speaking
from polegraph.reports.paper.blocks import KeyFigures, Paragraph, Picture, Table
from polegraph.reports.paper.office import (
    ACCENT_SOFT,
    AUTHOR,
    INK_SOFT,
    LINE,
    LOCALES,
    about_lines,
    without_clock,
)
from polegraph.reports.paper.texts import SIGNS, grid, left_out, opens
from polegraph.reports.paper.typesetting import balanced_widths, column_needs, width
from polegraph.reports.terminal import printable

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.section import Section as Pages

    from polegraph.reports.paper.blocks import Block, Document, KeyFigure, Section
    from polegraph.reports.paper.texts import Grid

_LONG, _SHORT, _MARGIN = 841.9, 595.3, 62.0  # A4 and its margins, in points
_ACROSS, _ALONG = _SHORT - 2 * _MARGIN, _LONG - 2 * _MARGIN
_LONGEST_WORD: Final = 110.0  # points; longer words are broken
_NARROWER: Final = 0.88  # how wide the usual fonts are beside the one that is measured
_PADDING = 11.0  # of a cell, left and right together
_CELL, _SMALL_CELL = 9.0, 7.5  # sizes of the font of a cell; the second where the first makes a table too wide or long
_MOST_LINES: Final = 4.0  # of a cell in the usual font
_MOST_CARDS: Final = 5  # in a row
_VALUE, _LEAST_VALUE = 17.0, 9.0  # sizes of the font of a key figure
_WORDS: Final = 12.0  # size of the font of words in the place of a key figure; they may take two lines
_TALLEST: Final = 300.0  # of a picture, in points
_ROW, _TO_SIGN = 34, 74  # heights of the rows that are filled in by hand, in points


def render(document: Document) -> bytes:
    """Write a paper as a Word document: A4, with real headings, and lines to sign at its end.

    Parameters
    ----------
    document
        The paper.

    Returns
    -------
    bytes
        A DOCX file; the same paper gives the same bytes.
    """
    from docx import Document as new_document  # noqa: N813, PLC0415  # loaded when used

    with speaking(document.language):
        writer = _Writer(new_document(), document)
        writer.opening()
        for place, section in enumerate(document.sections):
            writer.heading(section, new_page=not place)
            for at, block in enumerate(section.blocks):
                writer.block(block)
                if at < opens(section):
                    writer.word.paragraphs[-1].paragraph_format.keep_with_next = True
        writer.closing()
        written = io.BytesIO()
        writer.word.save(written)
    return without_clock(written.getvalue())


class _Writer:
    """A document that grows: its pages stand or lie, its tables and figures are counted."""

    def __init__(self, word: Word, document: Document) -> None:
        from polegraph.reports.paper import word_parts  # noqa: PLC0415  # loads python-docx

        self.word, self.document, self.parts = word, document, word_parts
        self.lying = False
        self.counted = {"Table": 0, "Figure": 0}
        self.marks = 0
        word_parts.dress(word, LOCALES[document.language])
        word_parts.settle(word, LOCALES[document.language])
        self._properties()
        self._page(word.sections[0])

    def _properties(self) -> None:
        core, document = self.word.core_properties, self.document
        core.title, core.subject = printable(document.title)[:255], printable(document.subtitle)[:255]
        core.author = core.last_modified_by = AUTHOR
        core.language = LOCALES[document.language]
        core.comments, core.keywords = "", ""
        core.created = core.modified = datetime.combine(document.day, time(), UTC)
        core.revision = 1

    def _page(self, pages: Pages) -> None:
        """Set size, margins and foot of the pages that follow."""
        from docx.enum.section import WD_ORIENT  # noqa: PLC0415
        from docx.enum.text import WD_TAB_ALIGNMENT  # noqa: PLC0415
        from docx.shared import Pt  # noqa: PLC0415

        pages.orientation = WD_ORIENT.LANDSCAPE if self.lying else WD_ORIENT.PORTRAIT
        pages.page_width, pages.page_height = (Pt(_LONG), Pt(_SHORT)) if self.lying else (Pt(_SHORT), Pt(_LONG))
        pages.left_margin = pages.right_margin = Pt(_MARGIN)
        pages.top_margin, pages.bottom_margin = Pt(56), Pt(68)
        pages.footer_distance = Pt(30)
        # The foot: which paper of which day, the page, and who may read it.
        pages.footer.is_linked_to_previous = False
        line = pages.footer.paragraphs[0]
        stops = line.paragraph_format.tab_stops
        for stop in list(self.word.styles["Footer"].paragraph_format.tab_stops):
            stops.add_tab_stop(stop.position, WD_TAB_ALIGNMENT.CLEAR)
        stops.add_tab_stop(Pt(self._room()), WD_TAB_ALIGNMENT.RIGHT)
        said = [self.document.title, self.document.subtitle]
        line.add_run(printable(" · ".join(one for one in said if one)) + "\t")
        self.parts.field(line, "PAGE", "1")
        line.add_run(" / ")
        self.parts.field(line, "NUMPAGES", "1")
        if self.document.foot:
            pages.footer.add_paragraph(printable(self.document.foot), style="Footer")

    def _room(self) -> float:
        return _ALONG if self.lying else _ACROSS

    def _turn(self, *, lying: bool) -> None:
        """Turn to pages that stand or lie."""
        from docx.enum.section import WD_SECTION  # noqa: PLC0415

        if lying != self.lying:
            self.lying = lying
            self._page(self.word.add_section(WD_SECTION.NEW_PAGE))

    def opening(self) -> None:
        """Write the first page: what the paper is, and each section with its finding."""
        document = self.document
        self.word.add_paragraph(printable(document.title), style="Title")
        self.word.add_paragraph(printable(document.subtitle), style="Subtitle")
        self._text(_("Contents and findings"), "Contents heading")
        for section in document.sections:
            self.parts.link(self.word.add_paragraph(style="Contents"), section.title, _anchor(section.name))
            leads = [block.text for block in section.blocks if isinstance(block, Paragraph) and block.lead]
            self._text(" ".join(leads), "Finding")

    def heading(self, section: Section, *, new_page: bool = False) -> None:
        """Write the heading of a section, to which the first page leads, where the first thing to show will stand."""
        shown = next((block for block in section.blocks if not isinstance(block, Paragraph)), None)
        self._turn(lying=isinstance(shown, Table) and self._wide(shown))
        written = self.word.add_heading(printable(section.title), level=1)
        written.paragraph_format.page_break_before = new_page or None
        self.parts.bookmark(written, _anchor(section.name), self.marks)
        self.marks += 1

    def block(self, block: Block) -> None:
        """Write a block."""
        if isinstance(block, Table):
            self._table(block)
            return
        if isinstance(block, Paragraph):
            self._text(block.text, "Lead" if block.lead else "Note" if block.small else "Normal")
            return
        self._turn(lying=False)
        if isinstance(block, KeyFigures):
            self._cards(block.figures)
        else:
            self._picture(block)

    def _text(self, text: str, style: str) -> None:
        if text:
            self.word.add_paragraph(printable(text), style=style)

    def _add(self, table: Any) -> None:  # noqa: ANN401  # an element of lxml
        """Put a table at the end of the body, before the properties of the last pages."""
        self.word.element.body.sectPr.addprevious(table)

    def _caption(self, kind: str, word: str, title: str) -> None:
        """Write a caption; Word counts."""
        self.counted[kind] += 1
        caption = self.word.add_paragraph(f"{word}\u00a0", style="Caption")
        self.parts.field(caption, f"SEQ {kind} \\* ARABIC", str(self.counted[kind]))
        caption.add_run(printable(f" – {title}"))

    def _wide(self, table: Table) -> bool:
        """Return whether a table is wider than an upright page, in small letters, too."""
        shown = _printed(table)
        return sum(need for need, __ in _needs(shown, _ACROSS, _size(shown, _ACROSS))) > _ACROSS

    def _table(self, table: Table) -> None:
        shown = _printed(table)
        self._turn(lying=self._wide(table))
        self._caption("Table", _("Table"), table.title)
        if shown.headings:
            room = self._room()
            size = _size(shown, room)
            widths = balanced_widths(_needs(shown, room, size), room)
            own = None if size == _CELL else size
            self._add(self.parts.grid_xml(shown, widths, printable(table.title), own))
        self._text(" · ".join(one for one in (table.note, left_out(table)) if one), "Note")

    def _picture(self, picture: Picture) -> None:
        from docx.shared import Pt  # noqa: PLC0415

        line = self.word.add_paragraph()
        line.paragraph_format.keep_with_next = True
        inline = line.add_run().add_picture(io.BytesIO(picture.png))
        scale = min(self._room() / inline.width.pt, _TALLEST / inline.height.pt)
        inline.width, inline.height = Pt(inline.width.pt * scale), Pt(inline.height.pt * scale)
        placed = inline._inline  # noqa: SLF001  # python-docx has no call for alternatives
        for side in ("distT", "distB", "distL", "distR"):
            placed.set(side, "0")
        described = placed.docPr
        described.set("descr", printable(picture.alt))
        described.set("name", printable(picture.name))
        self._caption("Figure", _("Figure"), picture.title)
        self.word.paragraphs[-1].paragraph_format.keep_with_next = False
        self._text(
            " ".join(
                one for one in (picture.behind.note, _("The numbers behind the figure are in the workbook.")) if one
            ),
            "Note",
        )

    def _cards(self, figures: tuple[KeyFigure, ...]) -> None:
        """Write figures side by side, in rows of the same length as far as can be."""
        if not figures:
            return
        rows = -(-len(figures) // _MOST_CARDS)
        columns = max(-(-len(figures) // rows), 3)
        each = self._room() / columns
        numbers = [printable(one.text) for one in figures if one.value is not None]
        longest = max((width(one, 1, bold=True) for one in numbers), default=0.0) * _NARROWER
        size = max(min((each - 2 * _PADDING) / longest if longest else _VALUE, _VALUE), _LEAST_VALUE)
        written = []
        for start in range(0, len(figures), columns):
            row = figures[start : start + columns]
            ground = self.parts.shade(ACCENT_SOFT)
            sizes = [size if one.value is not None else min(size, _WORDS) for one in row]
            cells = [
                self.parts.cell_xml(self._card(one, own), each, ground) for one, own in zip(row, sizes, strict=True)
            ]
            empty = [self.parts.cell_xml("<w:p/>", each)] * (columns - len(row))
            written.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells + empty)}</w:tr>")
        gaps = "".join(self.parts.border(side, 48, "FFFFFF") for side in ("insideH", "insideV"))
        self._add(self.parts.table_xml(written, [each] * columns, _("Key figures"), gaps, headed=False))
        self._gap()

    def _card(self, figure: KeyFigure, size: float) -> str:
        """Write a figure: what it is, how much, what it stands beside, how it stands."""
        write = self.parts.paragraph_xml
        written = write(printable(figure.label), "Figurelabel")
        written += write(printable(figure.text), "Figurevalue", size=size if size < _VALUE else None)
        written += "".join(write(printable(text), "Figurebeside") for text in figure.beside)
        if figure.mark_text or figure.mark:
            said = f"{SIGNS.get(figure.mark, '')} {printable(figure.mark_text)}".strip()
            style = "Figuremissed" if figure.mark == "missed" else "Figuremark"
            written += write(said, style)
        return written

    def _gap(self) -> None:
        """Leave a small space below a table without a note; Word joins tables that touch."""
        self.word.add_paragraph(style="Gap")

    def closing(self) -> None:
        """Write where the paper is from, and the lines that are filled in by hand, which never have a page alone."""
        self._turn(lying=False)
        self.word.add_heading(_("About this paper"), level=2)
        lines = [
            f"<w:tr><w:trPr><w:cantSplit/></w:trPr>"
            f"{self.parts.cell_xml(self.parts.paragraph_xml(label, 'Cellheading', together=True), 110)}"
            f"{self.parts.cell_xml(self.parts.paragraph_xml(value, 'Cell', together=True), _ACROSS - 110)}</w:tr>"
            for label, value in about_lines(self.document.about)
        ]
        if lines:
            rules = self.parts.border("insideH", 4, LINE)
            self._add(self.parts.table_xml(lines, [110, _ACROSS - 110], _("About this paper"), rules, headed=False))
        self.word.add_heading(_("Signatures"), level=2)
        half = _ACROSS / 2
        rows = [
            (_ROW, (_("Place"), _("Date"))),
            (_ROW, (_("Name and function"),) * 2),
            (_TO_SIGN, (_("Signature"),) * 2),
        ]
        written = [self._to_fill(height, labels, half) for height, labels in rows]
        rules = "".join(self.parts.border(side, 4, INK_SOFT) for side in ("bottom", "insideH"))
        self._add(self.parts.table_xml(written, [half, half], _("Signatures"), rules, headed=False))
        self._gap()

    def _to_fill(self, height: int, labels: tuple[str, ...], each: float) -> str:
        """Write a row with labels above empty lines; kept with what follows, or a last page would be empty."""
        cells = "".join(
            self.parts.cell_xml(self.parts.paragraph_xml(label, "Figurelabel", together=True), each) for label in labels
        )
        size = f'<w:trHeight w:val="{height * self.parts.TWIPS}" w:hRule="atLeast"/>'
        return f"<w:tr><w:trPr><w:cantSplit/>{size}</w:trPr>{cells}</w:tr>"


def _printed(table: Table) -> Grid:
    return grid(replace(table, frame=table.frame.head(len(table.frame) if table.most is None else table.most)))


def _anchor(name: str) -> str:
    return "section_" + "".join(letter for letter in name if letter.isalnum())


def _size(shown: Grid, room: float) -> float:
    """Return the size of the font of a table: smaller where its columns are too wide, or rows would be many lines."""
    needs = _needs(shown, room, _CELL)
    widths = balanced_widths(needs, room)
    lines = max((wish / width for (__, wish), width in zip(needs, widths, strict=True) if width), default=1.0)
    return _CELL if sum(least for least, __ in needs) <= room and lines <= _MOST_LINES else _SMALL_CELL


def _needs(shown: Grid, room: float, size: float) -> list[tuple[float, float]]:
    """Return what each column needs with its margins: as wide as in any font, or as in the usual ones if that is less.

    Where the usual fonts are missing, words would else be broken that have room enough.
    """
    measured = column_needs(shown.headings, shown.rows, shown.numeric, size, _LONGEST_WORD)
    for narrower in (1.0, _NARROWER):
        needs = [(least * narrower + _PADDING, wish * narrower + _PADDING) for least, wish in measured]
        if sum(least for least, __ in needs) <= room:
            break
    return needs
