"""Parts of a Word document that python-docx has no calls for: the styles of a house, fields, marked tables, links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape, quoteattr

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

from polegraph.reports.paper.office import ACCENT, ACCENT_SOFT, FONT, INK, INK_SOFT, LINE, WARNING
from polegraph.reports.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as Word
    from docx.text.paragraph import Paragraph

    from polegraph.reports.paper.texts import Grid

TWIPS: Final = 20
"""Twentieths of a point, in which Word measures."""
_SPACE: Final = nsdecls("w")


@dataclass(frozen=True, slots=True)
class Look:
    """How a style looks.

    Parameters
    ----------
    name
        Of the style; one of Word's own where there is one, so that its panes and readers know what it is.
    size
        Of the font, in points.
    colour
        As six hexadecimal digits.
    bold
        Whether the font is bold.
    before, after
        Space, in points.
    together
        Whether it stays on the page of what follows.
    line
        Height of a line, in lines.
    """

    name: str
    size: float
    colour: str = INK
    bold: bool = False
    before: float = 0.0
    after: float = 0.0
    together: bool = False
    line: float = 1.0


LOOKS: Final = (
    Look("Normal", 10.5, after=6, line=1.12),
    Look("Title", 28, ACCENT, bold=True, before=8, after=2, together=True),
    Look("Subtitle", 14, INK_SOFT, after=2),
    Look("Heading 1", 18, ACCENT, bold=True, before=22, after=6, together=True),
    Look("Heading 2", 13, ACCENT, bold=True, before=14, after=4, together=True),
    Look("Caption", 9.5, INK, bold=True, before=10, after=4, together=True),
    Look("Lead", 12.5, INK, before=2, after=9, together=True, line=1.15),
    Look("Note", 8.5, INK_SOFT, before=3, after=8),
    Look("Contents", 11, ACCENT, bold=True, before=7, together=True),
    Look("Finding", 10, INK_SOFT, after=0),
    Look("Cell", 9),
    Look("Cell heading", 9, INK, bold=True),
    Look("Figure label", 8.5, INK_SOFT, before=5),
    Look("Figure value", 17, ACCENT, bold=True, before=1, after=1),
    Look("Figure beside", 8, INK_SOFT),
    Look("Figure mark", 8.5, ACCENT, bold=True, before=2, after=5),
    Look("Figure missed", 8.5, WARNING, bold=True, before=2, after=5),
    Look("Contents heading", 13, ACCENT, bold=True, before=30, after=2, together=True),
    Look("Gap", 4),
    Look("Footer", 8, INK_SOFT),
)


def dress(word: Word, locale: str) -> None:
    """Set the styles, and the language that all of them are in.

    Parameters
    ----------
    word
        The document.
    locale
        Its language, as ``fr-FR``.
    """
    known = {style.name for style in word.styles}
    for look in LOOKS:
        new = look.name not in known
        style: Any = word.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH) if new else word.styles[look.name]
        if new:
            style.base_style = word.styles["Normal"]
            style.quick_style = True
        _letters(style, look)
        spaces = style.paragraph_format
        spaces.space_before, spaces.space_after = Pt(look.before), Pt(look.after)
        spaces.line_spacing, spaces.keep_with_next = look.line, look.together
    for name, line in (("Title", ("top", 48, 14)), ("Heading 1", None), ("Lead", ("left", 24, 8))):
        _edge(word.styles[name], line)
    language = f'<w:lang {_SPACE} w:val="{locale}" w:eastAsia="{locale}" w:bidi="ar-SA"/>'
    for properties in word.styles.element.iter(qn("w:rPr")):
        for old in properties.findall(qn("w:lang")):
            properties.replace(old, parse_xml(language))


def settle(word: Word, locale: str) -> None:
    """Set what Word does with the document: as its present version lays pages out, in its language.

    Parameters
    ----------
    word
        The document.
    locale
        Its language, as ``fr-FR``.
    """
    settings = word.settings.element
    for one in settings.iter(qn("w:compatSetting")):
        if one.get(qn("w:name")) == "compatibilityMode":
            one.set(qn("w:val"), "15")
    for one in settings.iter(qn("w:themeFontLang")):
        one.set(qn("w:val"), locale)


def _letters(style: Any, look: Look) -> None:  # noqa: ANN401  # styles of several classes
    """Set the font of a style, also where the theme would choose another one."""
    font = style.font
    font.name, font.size, font.bold, font.italic = FONT, Pt(look.size), look.bold, False
    font.color.rgb = RGBColor.from_string(look.colour)
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)
    for unwanted in ("w:spacing", "w:kern"):
        for old in properties.findall(qn(unwanted)):
            properties.remove(old)


def _edge(style: Any, line: tuple[str, int, int] | None) -> None:  # noqa: ANN401  # styles of several classes
    """Draw the one line of a style, or none: on which side, how thick in eighths of a point, how far off in points."""
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    if line:
        side, size, space = line
        drawn = f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{ACCENT}"/>'
        later = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc")
        properties.insert_element_before(parse_xml(f"<w:pBdr {_SPACE}>{drawn}</w:pBdr>"), *later, "w:outlineLvl")


def field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """Add a field that Word keeps up to date.

    Parameters
    ----------
    paragraph
        Where it stands.
    instruction
        As Word knows it: ``PAGE``, ``SEQ Table``.
    shown
        What it shows until then.
    """
    text = f"<w:r><w:t>{escape(shown)}</w:t></w:r>"
    paragraph._p.append(  # noqa: SLF001  # python-docx has no call for fields
        parse_xml(f"<w:fldSimple {_SPACE} w:instr={quoteattr(instruction)}>{text}</w:fldSimple>")
    )


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Name a paragraph, so that links lead to it."""
    inside = paragraph._p  # noqa: SLF001  # python-docx has no call for bookmarks
    first = 1 if inside.pPr is not None else 0
    inside.insert(first, parse_xml(f'<w:bookmarkStart {_SPACE} w:id="{number}" w:name={quoteattr(name)}/>'))
    inside.append(parse_xml(f'<w:bookmarkEnd {_SPACE} w:id="{number}"/>'))


def link(paragraph: Paragraph, text: str, name: str) -> None:
    """Add a text that leads to a bookmark."""
    run = f'<w:r><w:t xml:space="preserve">{escape(printable(text))}</w:t></w:r>'
    paragraph._p.append(  # noqa: SLF001  # python-docx has no call for links within a document
        parse_xml(f"<w:hyperlink {_SPACE} w:anchor={quoteattr(name)} w:history='1'>{run}</w:hyperlink>")
    )


def paragraph_xml(
    text: str, style: str, *, right: bool = False, together: bool = False, size: float | None = None
) -> str:
    """Write a paragraph of a cell.

    Parameters
    ----------
    text
        Any text; what XML cannot hold has been replaced.
    style
        Identifier of its style.
    right
        Whether it stands on the right.
    together
        Whether it stays on the page of the next row.
    size
        Of its font, in points, where it is not that of the style.

    Returns
    -------
    str
        WordprocessingML.
    """
    where = ("<w:keepNext/>" if together else "") + ('<w:jc w:val="right"/>' if right else "")
    smaller = f'<w:rPr><w:sz w:val="{round(size * 2)}"/></w:rPr>' if size else ""
    run = f'<w:r>{smaller}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{where}</w:pPr>{run}</w:p>'


def cell_xml(inside: str, width: float, properties: str = "") -> str:
    """Write a cell.

    Parameters
    ----------
    inside
        Its paragraphs.
    width
        In points.
    properties
        Borders, shading, alignment: in the order of the standard.

    Returns
    -------
    str
        WordprocessingML.
    """
    return f'<w:tc><w:tcPr><w:tcW w:w="{round(width * TWIPS)}" w:type="dxa"/>{properties}</w:tcPr>{inside}</w:tc>'


def table_xml(rows: Sequence[str], widths: Sequence[float], title: str, borders: str, *, headed: bool = True) -> Any:  # noqa: ANN401  # an element of lxml
    """Write a table.

    Parameters
    ----------
    rows
        As WordprocessingML.
    widths
        Of the columns, in points.
    title
        What it is, for who hears it.
    borders
        Its lines.
    headed
        Whether its first row holds headings.

    Returns
    -------
    lxml.etree.Element
        To be put into the body.
    """
    total = round(sum(widths) * TWIPS)
    columns = "".join(f'<w:gridCol w:w="{round(width * TWIPS)}"/>' for width in widths)
    return parse_xml(
        f'<w:tbl {_SPACE}><w:tblPr><w:tblW w:w="{total}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="100" w:type="dxa"/>'
        '<w:bottom w:w="28" w:type="dxa"/><w:right w:w="100" w:type="dxa"/>'
        f'</w:tblCellMar><w:tblLook w:val="06{"2" if headed else "0"}0"'
        f' w:firstRow="{int(headed)}" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(title)}/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def border(side: str, size: int, colour: str) -> str:
    """Write one line of a table or cell; its size in eighths of a point."""
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>'


def shade(colour: str) -> str:
    """Write the ground of a cell."""
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>'


def grid_xml(shown: Grid, widths: Sequence[float], title: str, size: float | None = None) -> Any:  # noqa: ANN401  # an element of lxml
    """Write a table of results: its headings are marked as such and repeated on each page, no row is split.

    Parameters
    ----------
    shown
        The texts.
    widths
        Of the columns, in points.
    title
        What its rows are.
    size
        Of the font, in points, where it is not that of the styles of cells.

    Returns
    -------
    lxml.etree.Element
        To be put into the body.
    """
    columns = list(zip(widths, shown.numeric, strict=True))
    fill = shade(ACCENT_SOFT) + '<w:vAlign w:val="bottom"/>'
    head = "".join(
        cell_xml(paragraph_xml(text, "Cellheading", right=right, together=True, size=size), width, fill)
        for text, (width, right) in zip(shown.headings, columns, strict=True)
    )
    rows = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"]
    for place, texts in enumerate(shown.rows):
        together = place == 0 or place == len(shown.rows) - 2
        cells = "".join(
            cell_xml(paragraph_xml(text, "Cell", right=right, together=together, size=size), width)
            for text, (width, right) in zip(texts, columns, strict=True)
        )
        rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
    lines = border("top", 8, ACCENT) + border("bottom", 8, ACCENT) + border("insideH", 4, LINE)
    return table_xml(rows, widths, title, lines)
