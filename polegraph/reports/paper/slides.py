"""The paper as slides: a first one, then one a section, each with its finding and the one thing that shows it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any, Final

from polegraph.i18n import _, day_in_words, ngettext, number, speaking
from polegraph.reports.paper.blocks import KeyFigures, Paragraph, Picture, Table
from polegraph.reports.paper.office import ACCENT, AUTHOR, INK, INK_SOFT, LOCALES, about_lines, without_clock
from polegraph.reports.paper.typesetting import shortened
from polegraph.reports.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polegraph.reports.paper.blocks import Block, Document, Section

_TOP, _BOTTOM, _GAP = 78.0, 478.0, 12.0  # where a slide's contents begin and end, in points; between two things
_LEFT_OUT: Final = 482.0  # where the line stands that says what the slide leaves out
_IN_A_ROW: Final = 5  # cards
_HIGHEST_CARD, _CARD_ABOVE = 156.0, 122.0
_BESIDE: Final = 150.0  # what words beside a picture need, in points
_LEAST_PICTURE, _LEAST_TABLE = 120.0, 60.0
_SHARED: Final = 14.0  # the largest letters of a table that leaves room for another one
_LEAST_ROWS: Final = 3  # of a second table; fewer are not worth its title and headings


def render(document: Document) -> bytes:
    """Write a paper as slides of 16:9; what is not on them stands in their notes, or is said to be in the report.

    Parameters
    ----------
    document
        The paper.

    Returns
    -------
    bytes
        A PPTX file; the same paper gives the same bytes.
    """
    from pptx import Presentation as new_presentation  # noqa: N813, PLC0415  # loaded when used

    with speaking(document.language):
        show = new_presentation()
        writer = _Writer(show, document)
        writer.opening()
        for section in document.sections:
            writer.section(section)
        written = io.BytesIO()
        show.save(written)
    return without_clock(written.getvalue())


class _Writer:
    """Slides that grow: what stands on the present one, and how far down it is filled."""

    def __init__(self, show: Any, document: Document) -> None:  # noqa: ANN401  # python-pptx's presentation
        from polegraph.reports.paper import fitting, slide_parts  # noqa: PLC0415  # load python-pptx

        self.show, self.document = show, document
        self.fitting, self.parts = fitting, slide_parts
        self.locale = LOCALES[document.language]
        self.slide: Any  # python-pptx's slide
        self.now: Section
        self.filled = _TOP
        slide_parts.stage(show, self.locale)
        core = show.core_properties
        core.title, core.subject = printable(document.title)[:255], printable(document.subtitle)[:255]
        core.author = core.last_modified_by = AUTHOR
        core.language, core.revision = self.locale, 1
        core.created = core.modified = datetime.combine(document.day, time(), UTC)

    def opening(self) -> None:
        """Build the first slide."""
        parts, document = self.parts, self.document
        self.slide = self.show.slides.add_slide(self.show.slide_layouts[0])
        title, size = self.fitting.largest(printable(document.title), (40, 34, 28, 22), parts.ROOM, 2, bold=True)
        parts.hold(self.slide.shapes.title, parts.Words(title, size, "FFFFFF", bold=True), self.locale)
        subtitle, size = self.fitting.largest(printable(document.subtitle), (20, 17, 14), parts.ROOM, 2)
        parts.hold(self.slide.placeholders[1], parts.Words(subtitle, size, "FFFFFF"), self.locale)
        said = [parts.Words(day_in_words(document.day), 18, ACCENT, bold=True, after=4)]
        if document.foot:
            said.append(parts.Words("".join(shortened(printable(document.foot), 13, parts.ROOM, 3)), 13, INK_SOFT))
        place = parts.Place(parts.MARGIN, 366, parts.ROOM, 100)
        parts.text(self.slide, place, said, self.locale, _("Date"))
        lines = [_("{what}: {value}").format(what=label, value=value) for label, value in about_lines(document.about)]
        self._notes(lines)

    def section(self, section: Section) -> None:
        """Build the slide of a section."""
        parts = self.parts
        self.slide = self.show.slides.add_slide(self.show.slide_layouts[1])
        self.filled, self.now = _TOP, section
        title, size = self.fitting.largest(printable(section.title), (28, 24, 20), parts.ROOM, 1, bold=True)
        parts.hold(self.slide.shapes.title, parts.Words(title, size, ACCENT, bold=True), self.locale)
        self._lead(section)
        left = self._body(section)
        self._left_out(left)
        who = " · ".join(one for one in (self.document.foot, day_in_words(self.document.day)) if one)
        parts.foot(self.slide, "".join(shortened(printable(who), 10, parts.ROOM - 90, 1)), self.locale)
        self._notes(_said(section))

    def _lead(self, section: Section) -> None:
        """Write the finding, in up to three lines."""
        leads = [printable(block.text) for block in section.blocks if isinstance(block, Paragraph) and block.lead]
        if leads:
            text, size = self.fitting.largest(" ".join(leads), (20, 18, 16, 14), self.parts.ROOM, 2)
            self._words([self.parts.Words(text, size)], _("Finding"))

    def _words(self, words: Sequence[Any], name: str) -> None:
        """Write paragraphs below what is there."""
        high = self.fitting.height(words, self.parts.ROOM)
        place = self.parts.Place(self.parts.MARGIN, self.filled, self.parts.ROOM, high)
        self.parts.text(self.slide, place, words, self.locale, name)
        self.filled += high + _GAP

    def _body(self, section: Section) -> list[str]:
        """Show what fits: a row of key figures with one table or picture, or many key figures; words; a second table.

        Returns what is left out, in words.
        """
        left: list[str] = []
        waiting: list[Block] = []
        shown = 0
        blocks = [block for block in section.blocks if not isinstance(block, Paragraph)]
        for block in sorted(blocks, key=_rank):
            if shown or not self._show(block, left):
                waiting.append(block)
            else:
                shown += not (isinstance(block, KeyFigures) and len(block.figures) <= _IN_A_ROW)
        others = [block for block in waiting if isinstance(block, Table) and len(block.frame)]
        self._rest(section, _SHARED if others else 20)
        second = next((block for block in others if self._table(block, left, _LEAST_ROWS)), None)
        return [*left, *(_title(block) for block in waiting if block is not second)]

    def _show(self, block: Block, left: list[str]) -> bool:
        """Show a block if there is room; say what it leaves out."""
        if isinstance(block, KeyFigures):
            return self._cards(block)
        if isinstance(block, Picture):
            return self._picture(block)
        return isinstance(block, Table) and self._table(block, left)

    def _cards(self, block: KeyFigures) -> bool:
        figures, parts = block.figures, self.parts
        if not figures:
            return True
        rows = -(-len(figures) // _IN_A_ROW)
        columns = max(-(-len(figures) // rows), 3)
        across = (parts.ROOM - _GAP * (columns - 1)) / columns
        highest = _CARD_ABOVE if rows == 1 else _HIGHEST_CARD
        high = min((_BOTTOM - self.filled - _GAP * (rows - 1)) / rows, highest)
        written = self.fitting.cards(figures, across, high)
        needed = max(self.fitting.height(one, across - 2 * parts.INSET) for one in written) + 2 * parts.INSET_TOP
        if needed > high:
            return False
        for place, (figure, words) in enumerate(zip(figures, written, strict=True)):
            row, column = divmod(place, columns)
            where = parts.Place(
                parts.MARGIN + column * (across + _GAP), self.filled + row * (high + _GAP), across, high
            )
            parts.text(self.slide, where, words, self.locale, printable(figure.label), ground=True)
        self.filled += rows * (high + _GAP) + 4
        return True

    def _caption(self, title: str) -> None:
        said = "".join(shortened(printable(title), 14, self.parts.ROOM, 1, bold=True))
        self._words([self.parts.Words(said, 14, bold=True)], _("Title"))
        self.filled -= _GAP / 2

    def _picture(self, picture: Picture) -> bool:
        from pptx.util import Pt  # noqa: PLC0415

        if _BOTTOM - self.filled < _LEAST_PICTURE:
            return False
        parts = self.parts
        self._caption(picture.title)
        drawn = self.slide.shapes.add_picture(
            io.BytesIO(picture.png), Pt(parts.MARGIN), Pt(self.filled), height=Pt(_BOTTOM - self.filled)
        )
        if drawn.width.pt > parts.ROOM:
            scale = parts.ROOM / drawn.width.pt
            drawn.width, drawn.height = Pt(parts.ROOM), Pt(drawn.height.pt * scale)
        drawn.name = printable(picture.name)
        parts.describe(drawn, printable(picture.alt))
        off = drawn.width.pt + 2 * _GAP
        if parts.ROOM - off >= _BESIDE:
            place = parts.Place(parts.MARGIN + off, self.filled, parts.ROOM - off, drawn.height.pt)
            if not self._numbers(picture, place):
                self._alternative(picture, place)
        self.filled += drawn.height.pt + _GAP
        return True

    def _numbers(self, picture: Picture, place: Any) -> bool:  # noqa: ANN401  # a place of `slide_parts`
        """Show beside a picture the numbers behind the section's other one, for which there is no room."""
        others = [one for one in self.now.blocks if isinstance(one, Picture) and one is not picture]
        if not others:
            return False
        table, parts = others[0].behind, self.parts
        title = "".join(shortened(printable(table.title), 14, place.width, 1, bold=True))
        words = [parts.Words(title, 14, bold=True)]
        above = self.fitting.height(words, place.width) + _GAP / 2
        shown = self.fitting.table(table, place.width, place.height - above, _SHARED)
        if shown.laid is None or shown.columns or len(shown.laid.rows) < _LEAST_ROWS:
            return False
        parts.text(self.slide, replace(place, height=above), words, self.locale, _("Title"))
        below = replace(place, top=place.top + above, height=sum(shown.laid.heights))
        parts.table(self.slide, below, shown.laid, printable(table.title), self.locale)
        return True

    def _alternative(self, picture: Picture, place: Any) -> None:  # noqa: ANN401  # a place of `slide_parts`
        """Write beside a picture what it shows, in the largest letters that there is room for."""
        for size in (15, 14, 13, 12, 11):
            said = [self.parts.Words(printable(picture.alt), size, INK)]
            if words := self.fitting.that_fit(said, place.width, place.height):
                self.parts.text(self.slide, place, words, self.locale, _("What it shows"))
                return

    def _table(self, table: Table, left: list[str], least: int = 1) -> bool:
        """Show a table, if there is room for so many of its rows or for all; say what it leaves out."""
        if not len(table.frame) or not len(table.frame.columns) or _BOTTOM - self.filled < _LEAST_TABLE:
            return False
        parts, before = self.parts, self.filled
        beyond, omitted = len(table.frame), len(table.frame.columns)
        kept = table.frame[list(table.foremost)] if table.foremost else table.frame
        table = replace(table, frame=kept.head(beyond if table.most is None else table.most))
        omitted -= len(kept.columns)
        beyond -= len(table.frame)
        high = _BOTTOM - before - 14 * parts.LINE_HEIGHT - _GAP / 2
        shared = any(isinstance(one, Table) and one.title != table.title for one in self.now.blocks)
        shown = self.fitting.table(table, parts.ROOM, high, *([_SHARED] if shared else []))
        if shown.laid is None or len(shown.laid.rows) < min(least, len(table.frame)):
            return False
        self._caption(table.title)
        place = parts.Place(parts.MARGIN, self.filled, parts.ROOM, sum(shown.laid.heights))
        parts.table(self.slide, place, shown.laid, printable(table.title), self.locale)
        self.filled += sum(shown.laid.heights) + _GAP
        if beyond := beyond + shown.rows:
            left.append(ngettext("{n} more row", "{n} more rows", beyond).format(n=number(beyond)))
        if omitted := omitted + shown.columns:
            left.append(ngettext("{n} more column", "{n} more columns", omitted).format(n=number(omitted)))
        return True

    def _rest(self, section: Section, largest: float) -> None:
        """Fill what is left of the slide with the words of the section, whole paragraphs only."""
        said = [block for block in section.blocks if isinstance(block, Paragraph) and not (block.lead or block.small)]
        room, high = self.parts.ROOM, _BOTTOM - self.filled
        for size in (one for one in (20, 18, 16, 14) if one <= largest):
            words = [self.parts.Words(printable(block.text), size, INK_SOFT, after=8) for block in said]
            fitting = self.fitting.that_fit(words, room, high)
            if len(fitting) == len(words):
                break
        if fitting:
            self._words(fitting, _("Text"))

    def _left_out(self, left: Sequence[str]) -> None:
        if left:
            said = _("Also in the report: {what}").format(what=_("; ").join(printable(one) for one in left))
            text = "".join(shortened(said, 11, self.parts.ROOM, 1))
            place = self.parts.Place(self.parts.MARGIN, _LEFT_OUT, self.parts.ROOM, 11 * self.parts.LINE_HEIGHT + 1)
            self.parts.text(self.slide, place, [self.parts.Words(text, 11, INK_SOFT)], self.locale, _("Left out"))

    def _notes(self, said: Sequence[str]) -> None:
        """Write what is to be said."""
        frame = self.slide.notes_slide.notes_text_frame
        if frame is not None and said:
            self.parts.write(frame, [self.parts.Words(one, 12, after=4) for one in said], self.locale)


def _rank(block: Block) -> int:
    """Return when a block has its turn: key figures, what the section is about, then as they stand."""
    return 0 if isinstance(block, KeyFigures) else 1 if isinstance(block, Table) and block.foremost else 2


def _title(block: Block) -> str:
    """Return what a block is, for the line that says that it is left out."""
    return block.title if isinstance(block, (Table, Picture)) else _("Key figures")


def _said(section: Section) -> list[str]:
    """Return the words of a section for the notes: its paragraphs, and what pictures and tables are."""
    said = []
    for block in section.blocks:
        if isinstance(block, Paragraph):
            said.append(block.text)
        elif isinstance(block, Picture):
            said.append(_("{what}: {value}").format(what=block.title, value=block.alt))
        elif isinstance(block, Table):
            said.append(" ".join(one for one in (block.title, block.note) if one))
    return [printable(one) for one in said]
