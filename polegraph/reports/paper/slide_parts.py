"""Parts of slides that python-pptx has no calls for: a stage of 16:9, texts in their language, tables, alternatives."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE, PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from polegraph.reports.paper.office import ACCENT, ACCENT_SOFT, INK, INK_SOFT, LINE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pptx.presentation import Presentation
    from pptx.slide import Slide

WIDE, HIGH, MARGIN = 960.0, 540.0, 48.0  # of a slide of 16:9, in points
ROOM: Final = WIDE - 2 * MARGIN
LINE_HEIGHT: Final = 1.22
"""Of Calibri and Carlito, in sizes of the font; other usual fonts take less."""
_NO_GRID: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's table style without lines and grounds
CELL_SIDE, CELL_TOP = 6.0, 3.0  # margins of a cell, in points
_TITLE, _FOOT, _NUMBER = (
    (MARGIN, 24.0, ROOM, 44.0),
    (MARGIN, 506.0, ROOM - 90, 20.0),
    (WIDE - MARGIN - 80, 506.0, 80.0, 20.0),
)
_FIRST_TITLE, _FIRST_SUBTITLE = (MARGIN, 110.0, ROOM, 130.0), (MARGIN, 252.0, ROOM, 60.0)
_BAND: Final = 340.0  # height of the ground of the first slide


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands on a slide, in points."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph on a slide.

    Parameters
    ----------
    text
        What it says; what XML cannot hold has been replaced.
    size
        Of the font, in points.
    colour
        As six hexadecimal digits.
    bold
        Whether the font is bold.
    after
        Space below, in points.
    """

    text: str
    size: float
    colour: str = INK
    bold: bool = False
    after: float = 0.0


def stage(show: Presentation, locale: str) -> None:
    """Turn the template into a stage of 16:9: a first slide and one kind of others, in our colours and the language.

    Parameters
    ----------
    show
        A new presentation.
    locale
        Its language, as ``fr-FR``.
    """
    show.slide_width, show.slide_height = Pt(WIDE), Pt(HIGH)
    first, other = show.slide_layouts[0], show.slide_layouts[5]
    for layout in list(show.slide_layouts):
        if layout not in (first, other):
            show.slide_layouts.remove(layout)
    for page in (show.slide_master, first, other):
        for holder in list(page.placeholders):
            _place_holder(holder, opening=page is first)
    _band(first, _BAND)
    _band(show.slide_master, 8.0)
    first._element.set("showMasterSp", "0")  # noqa: SLF001  # its ground is its own
    _titles(show)
    for page in (show, show.slide_master, first, other):
        for one in page.element.iter():
            if one.get("lang"):
                one.set("lang", locale)
    theme = next(
        relation.target_part for relation in show.slide_master.part.rels.values() if relation.reltype.endswith("/theme")
    )
    theme._blob = re.sub(rb"(<a:accent1>\s*<a:srgbClr val=\")[0-9A-F]{6}", rb"\g<1>" + ACCENT.encode(), theme.blob)  # noqa: SLF001


def _place_holder(holder: Any, *, opening: bool) -> None:  # noqa: ANN401  # placeholders of several classes
    """Put a placeholder where the wide slide has it; the day stands in the foot's own words."""
    kind = holder.placeholder_format.type
    places = {
        PP_PLACEHOLDER.TITLE: _TITLE,
        PP_PLACEHOLDER.CENTER_TITLE: _FIRST_TITLE,
        PP_PLACEHOLDER.SUBTITLE: _FIRST_SUBTITLE,
        PP_PLACEHOLDER.BODY: (MARGIN, 146.0, ROOM, 330.0),
        PP_PLACEHOLDER.FOOTER: _FOOT,
        PP_PLACEHOLDER.SLIDE_NUMBER: _NUMBER,
    }
    if kind not in places or (opening and kind == PP_PLACEHOLDER.SLIDE_NUMBER):
        holder._element.getparent().remove(holder._element)  # noqa: SLF001  # python-pptx has no call for it
        return
    holder.left, holder.top, holder.width, holder.height = (Pt(one) for one in places[kind])
    frame = holder.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    ends = {PP_PLACEHOLDER.CENTER_TITLE: MSO_ANCHOR.BOTTOM, PP_PLACEHOLDER.SUBTITLE: MSO_ANCHOR.TOP}
    frame.vertical_anchor = ends.get(kind, MSO_ANCHOR.MIDDLE)
    side = "r" if kind == PP_PLACEHOLDER.SLIDE_NUMBER else "l"
    for level in holder._element.iter(qn("a:lvl1pPr")):  # noqa: SLF001
        level.set("algn", side)
        for letters in level.findall(qn("a:defRPr")):
            _letters(letters, kind, opening=opening)


def _letters(letters: Any, kind: PP_PLACEHOLDER, *, opening: bool) -> None:  # noqa: ANN401  # an element of lxml
    size = {PP_PLACEHOLDER.FOOTER: 10, PP_PLACEHOLDER.SLIDE_NUMBER: 10, PP_PLACEHOLDER.SUBTITLE: 20}.get(kind)
    if size:
        letters.set("sz", str(size * 100))
        colour = "FFFFFF" if opening and kind == PP_PLACEHOLDER.SUBTITLE else INK_SOFT
        for old in letters.findall(qn("a:solidFill")):
            letters.remove(old)
        letters.insert(0, _fill(colour))


def _fill(colour: str) -> Any:  # noqa: ANN401  # an element of lxml
    return parse_xml(f'<a:solidFill {nsdecls("a")}><a:srgbClr val="{colour}"/></a:solidFill>')


def _rgb(colour: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(colour))  # type: ignore[no-untyped-call]


def _titles(show: Presentation) -> None:
    """Set the letters of all titles."""
    for level in show.slide_master.element.iter(qn("p:titleStyle")):
        for paragraph in level.findall(qn("a:lvl1pPr")):
            paragraph.set("algn", "l")
            letters = paragraph.find(qn("a:defRPr"))
            letters.set("sz", "2800")
            letters.set("b", "1")
            for old in letters.findall(qn("a:solidFill")):
                letters.remove(old)
            letters.insert(0, _fill(ACCENT))


def _band(page: Any, height: float) -> None:  # noqa: ANN401  # a master or a layout
    """Put a ground in the accent's colour behind all else of a page that slides are made from."""
    shape = parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="99" name="Band"/><p:cNvSpPr/><p:nvPr userDrawn="1"/>'
        f'</p:nvSpPr><p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{Pt(WIDE)}" cy="{Pt(height)}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="accent1"/></a:solidFill>'
        "<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )
    page.shapes._spTree.insert(2, shape)  # noqa: SLF001  # behind the placeholders


def write(frame: Any, paragraphs: Sequence[Words], locale: str, *, right: bool = False) -> None:  # noqa: ANN401  # python-pptx types its frames in part
    """Fill a frame with paragraphs, each in its language.

    Parameters
    ----------
    frame
        Of a shape, cell or page of notes.
    paragraphs
        What it says.
    locale
        The language, as ``fr-FR``.
    right
        Whether it stands on the right.
    """
    for place, words in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if not place else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = words.text
        run.font.size, run.font.bold = Pt(words.size), words.bold
        run.font.color.rgb = _rgb(words.colour)
        run._r.get_or_add_rPr().set("lang", locale)  # noqa: SLF001  # python-pptx knows the languages of Windows alone
        paragraph.space_after, paragraph.space_before = Pt(words.after), Pt(0)
        paragraph.line_spacing = 1.0
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT


def hold(holder: Any, words: Words, locale: str) -> None:  # noqa: ANN401  # placeholders of several classes
    """Fill a placeholder, which keeps the place that its layout has, from edge to edge."""
    frame = holder.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    write(frame, [words], locale)


def text(
    slide: Slide, place: Place, paragraphs: Sequence[Words], locale: str, name: str, *, ground: bool = False
) -> None:
    """Put a text on a slide, which has been measured to fit.

    Parameters
    ----------
    slide
        The slide.
    place
        Where; with a ground the text stands 10 points from its edges.
    paragraphs
        What it says.
    locale
        The language, as ``fr-FR``.
    name
        Of the shape, for lists of what is on the slide.
    ground
        Whether it has one.
    """
    where = (Pt(place.left), Pt(place.top), Pt(place.width), Pt(place.height))
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *where) if ground else slide.shapes.add_textbox(*where)
    shape.name = name
    if ground:
        shape.fill.solid()
        shape.fill.fore_color.rgb = _rgb(ACCENT_SOFT)
        shape.line.fill.background()
        for style in shape._element.findall(qn("p:style")):  # noqa: SLF001  # the theme's shadow
            shape._element.remove(style)  # noqa: SLF001
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
    inset = Pt(INSET if ground else 0)
    frame.margin_left = frame.margin_right = inset
    frame.margin_top = frame.margin_bottom = Pt(INSET_TOP if ground else 0)
    write(frame, paragraphs, locale)


INSET, INSET_TOP = 10.0, 8.0
"""Between the edge of a ground and its text, in points."""


def foot(slide: Slide, said: str, locale: str) -> None:
    """Add to a slide the foot and the number that its layout has."""
    for holder in list[Any](slide.slide_layout.placeholders):
        kind = holder.placeholder_format.type
        if kind in {PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}:
            slide.shapes._spTree.append(copy.deepcopy(holder._element))  # noqa: SLF001  # python-pptx leaves them out
    for holder in slide.placeholders:
        if holder.placeholder_format.type == PP_PLACEHOLDER.FOOTER:
            holder.text_frame.text = said
        if holder.placeholder_format.type in {PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}:
            for letters in holder._element.iter(qn("a:rPr"), qn("a:r")):  # noqa: SLF001
                (letters if letters.tag == qn("a:rPr") else letters.get_or_add_rPr()).set("lang", locale)
    numbers = slide.shapes._spTree.iter(qn("p:cNvPr"))  # noqa: SLF001
    for number, one in enumerate(numbers, start=1):
        one.set("id", str(number))


def describe(shape: Any, alt: str) -> None:  # noqa: ANN401  # shapes of several classes
    """Describe what a shape shows, for who hears it."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", alt)  # noqa: SLF001  # python-pptx has no call for it


@dataclass(frozen=True, slots=True)
class Laid:
    """A table that has been measured.

    Parameters
    ----------
    headings, rows
        The lines of each cell.
    numeric
        Whether a column stands on the right.
    widths, heights
        Of columns and rows, in points; the first row holds the headings.
    size
        Of the font.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    size: float


def table(slide: Slide, place: Place, laid: Laid, title: str, locale: str) -> None:
    """Put a table on a slide; its first row is marked as headings.

    Parameters
    ----------
    slide
        The slide.
    place
        Where.
    laid
        The table, measured.
    title
        What its rows are.
    locale
        The language, as ``fr-FR``.
    """
    where = (Pt(place.left), Pt(place.top), Pt(sum(laid.widths)), Pt(sum(laid.heights)))
    shape = slide.shapes.add_table(len(laid.rows) + 1, len(laid.headings), *where)
    shape.name = title[:60]
    describe(shape, title)
    drawn: Any = shape.table
    drawn.first_row, drawn.horz_banding = True, False
    shape._element.xpath(".//a:tableStyleId")[0].text = _NO_GRID  # noqa: SLF001  # python-pptx has no call for it
    for column, width in zip(drawn.columns, laid.widths, strict=True):
        column.width = Pt(width)
    for number, (row, height) in enumerate(zip(drawn.rows, laid.heights, strict=True)):
        row.height = Pt(height)
        texts = laid.headings if not number else laid.rows[number - 1]
        for cell, said, right in zip(row.cells, texts, laid.numeric, strict=True):
            cell.margin_left = cell.margin_right = Pt(CELL_SIDE)
            cell.margin_top = cell.margin_bottom = Pt(CELL_TOP)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            write(cell.text_frame, [Words(said, laid.size, bold=not number)], locale, right=right)
            _ruled(cell, heading=not number)


def _ruled(cell: Any, *, heading: bool) -> None:  # noqa: ANN401  # a cell of python-pptx
    """Draw the line below a cell, and the ground of a heading."""
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001  # python-pptx has no call for lines
    colour, size = (ACCENT, 12700) if heading else (LINE, 6350)
    fill = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
    properties.append(parse_xml(f'<a:lnB {nsdecls("a")} w="{size}">{fill}</a:lnB>'))
    if heading:
        properties.append(_fill(ACCENT_SOFT))
