"""The paper as PDF by Typst: tagged for readers that speak, and the same bytes on every machine."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from polegraph.errors import PolegraphError
from polegraph.i18n import _, day_in_words, speaking
from polegraph.reports.paper.blocks import KeyFigures, Paragraph, Picture, Table
from polegraph.reports.paper.texts import SIGNS, grid, left_out, opens
from polegraph.reports.paper.typesetting import balanced_widths, column_needs
from polegraph.reports.terminal import printable

if TYPE_CHECKING:
    from types import ModuleType

    from polegraph.reports.paper.blocks import Block, Document, Section
    from polegraph.reports.paper.texts import Grid

FONTS: Final = ("Libertinus Serif", "DejaVu Sans", "New Computer Modern", "Last Resort High-Efficiency")
"""Libertinus Serif is part of Typst, DejaVu Sans and the last one, which has a sign for every script, of matplotlib."""
_WIDEST: Final = 170.0
"""Millimetres between the margins."""
_TALLEST: Final = 130.0
"""Millimetres of a page that a picture takes at most."""
_ROOM: Final = _WIDEST / 25.4 * 72
_FONT_SIZES: Final = {9.0: 3, 8.25: 4, 7.5: 99, 6.75: 99}
"""Sizes of a table's font, in points: the largest in which no number is broken, and no text in more lines than this."""
_NARROWER: Final = 0.86  # how wide Libertinus is beside the font that is measured
_LONGEST_WORD: Final = 110.0  # points; longer words are broken
_GAP, _WIDE_GAP = 8.5, 28.0  # between two columns, in points
_FEW: Final = 4  # columns of short texts that stand side by side, and not across the page


def render(document: Document) -> bytes:
    """Write a paper as PDF.

    Parameters
    ----------
    document
        What it says, in its language.

    Returns
    -------
    bytes
        PDF/UA-1: tagged, with title, language, bookmarks and alternative texts; dated on the day of its figures.

    Raises
    ------
    PolegraphError
        If Typst is not installed.

    Examples
    --------
    >>> from datetime import date
    >>> from polegraph.reports.paper.blocks import Document
    >>> render(Document("A #pôle", "Paper", "en", date(2012, 12, 31), ()))[:5]
    b'%PDF-'
    """
    typst = _typst()
    with speaking(document.language):
        data = json.dumps(_paper(document), ensure_ascii=False)
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(_fonts())])
    template = resources.files("polegraph.reports.paper").joinpath("paper.typ").read_bytes()
    compiler = typst.Compiler(template, font_paths=fonts, sys_inputs={"paper": data})
    written: bytes = compiler.compile(format="pdf", pdf_standards="ua-1")
    return written


def _typst() -> ModuleType:
    try:
        import typst  # noqa: PLC0415  # 34 MB that only this format needs
    except ImportError as error:
        raise PolegraphError(
            _("this needs a library that is not installed"),
            value="typst",
            remedy=_("install it: pip install {package}").format(package='"polegraph[pdf]"'),
        ) from error
    return typst


def _fonts() -> Path:
    """Return the folder of the fonts that come with matplotlib."""
    from matplotlib import get_data_path  # noqa: PLC0415  # heavy

    return Path(get_data_path()) / "fonts" / "ttf"


def _paper(document: Document) -> dict[str, Any]:
    """Return what the template reads."""
    return {
        "title": printable(document.title),
        "subtitle": printable(document.subtitle),
        "author": "polegraph",
        "language": document.language,
        "day": [document.day.year, document.day.month, document.day.day],
        "fonts": FONTS,
        "foot": printable(document.foot),
        "running": printable(" · ".join(text for text in (document.title, document.foot) if text)),
        "words": {
            "about": _("About this paper"),
            "behind": _("The numbers behind the figures"),
            "contents": _("Contents"),
            "day": _("Figures of {day}").format(day=day_in_words(document.day)),
        },
        "sections": [{"title": printable(section.title), "blocks": _blocks(section)} for section in document.sections],
        "behind": [
            _table(block.behind)
            for section in document.sections
            for block in section.blocks
            if isinstance(block, Picture)
        ],
        "about": [[printable(label), printable(value)] for label, value in document.about],
    }


def _blocks(section: Section) -> list[tuple[str, Any]]:
    """Return the blocks of a section; what opens it stays with the first thing that it shows."""
    opening = opens(section)
    return [_block(block, keep=at < opening) for at, block in enumerate(section.blocks)]


def _block(block: Block, *, keep: bool) -> tuple[str, Any]:
    """Return what kind of block it is, and what the template shows of it."""
    if isinstance(block, Paragraph):
        return "paragraph", {"text": printable(block.text), "lead": block.lead, "small": block.small, "keep": keep}
    if isinstance(block, KeyFigures):
        return "figures", [
            {
                "label": printable(figure.label),
                "text": printable(figure.text),
                "mark": figure.mark,
                "mark_text": printable(figure.mark_text),
                "sign": SIGNS.get(figure.mark, ""),
                "beside": [printable(line) for line in figure.beside],
            }
            for figure in block.figures
        ]
    if isinstance(block, Table):
        return "table", _table(block)
    ratio = _ratio(block.svg)
    return "picture", {
        "title": printable(block.title),
        "alt": printable(block.alt),
        "svg": block.svg.decode("utf-8"),
        "ratio": ratio,
        "height": min(_WIDEST / ratio, _TALLEST),
    }


def _table(table: Table) -> dict[str, Any]:
    made = grid(table)
    rows = made.rows if table.most is None else made.rows[: table.most]
    return {
        "title": printable(table.title),
        "headings": made.headings,
        "numeric": made.numeric,
        **_columns(replace(made, rows=rows)),
        "rows": rows,
        "none": _("No rows"),
        "more": left_out(table),
        "note": printable(table.note),
    }


def _columns(made: Grid) -> dict[str, Any]:
    """Return the widths of the columns in points, none where each takes what it needs; the gap and the font to them."""
    few = len(made.headings) <= _FEW and not any(_broken(made, at) for at in range(len(made.headings)))
    if few:
        return {"widths": [], "gap": _WIDE_GAP, "size": max(_FONT_SIZES)}
    for size, most in _FONT_SIZES.items():
        measured = column_needs(made.headings, made.rows, made.numeric, size, _LONGEST_WORD)
        needs = [(least * _NARROWER + _GAP, wish * _NARROWER + _GAP) for least, wish in measured]
        if sum(max(least, wish / most) for least, wish in needs) <= _ROOM:
            break
    return {"widths": [round(one, 2) for one in balanced_widths(needs, _ROOM)], "gap": _GAP, "size": size}


def _broken(made: Grid, at: int) -> bool:
    """Return whether texts of a column may have to be broken."""
    return not (made.numeric[at] or made.short[at])


def _ratio(svg: bytes) -> float:
    """Return how many times wider than tall a picture is; one that does not say is drawn as wide as a screen."""
    box = re.search(rb'viewBox="\S+ \S+ ([\d.]+) ([\d.]+)"', svg[:4000])
    wide, tall = (float(one) for one in box.groups()) if box else (16.0, 9.0)
    return wide / tall
