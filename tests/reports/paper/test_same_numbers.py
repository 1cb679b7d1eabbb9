"""One paper in five formats: the same findings, figures and cells, which are those of the scorecard."""

from __future__ import annotations

import html as entities
import io
import numbers
import re
import zipfile
from functools import cache
from typing import TYPE_CHECKING, Final

import openpyxl
import pandas as pd
import pypdf
import pytest

from polegraph import scorecards
from polegraph.i18n import speaking
from polegraph.reports.paper import html, pdf, slides, spreadsheet, word
from polegraph.reports.paper.blocks import Document, KeyFigures, Paragraph, Picture, Table, cell
from polegraph.reports.paper.content import document
from polegraph.reports.terminal import printable
from tests.examples import centre
from tests.thorough import THOROUGH

if TYPE_CHECKING:
    from polegraph import Network

YEAR: Final = 2025
DRAWS: Final = 2
EVERY: Final = [(pole, lang) for pole in ("cosmetic-valley", "dream", "elastopole", "s2e2") for lang in ("fr", "en")]
PAPERS: Final = EVERY if THOROUGH else [("s2e2", "fr"), ("dream", "en")]
_MARKUP: Final = re.compile(r"<(?:style|script).*?</(?:style|script)>|<[^>]*>", re.DOTALL)


def network() -> Network:
    return centre().visible("public").on("2026-06-30")


@cache
def _paper(pole: str, lang: str) -> Document:
    with speaking(lang):
        return document(network(), pole=pole, year=YEAR, draws=DRAWS)


def _close(text: str) -> str:
    """Leave out white space, which each format sets in its own way."""
    return "".join(printable(text).split())


def _of_html(content: bytes) -> str:
    return entities.unescape(_MARKUP.sub(" ", content.decode()))


def _of_pdf(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def _of_xml(content: bytes, members: str) -> str:
    """Return the texts in the parts of an Office file whose names fit, in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [archive.read(name).decode() for name in sorted(archive.namelist()) if re.fullmatch(members, name)]
    return entities.unescape("".join("".join(re.findall(r"<(?:w|a):t(?: [^>]*)?>([^<]*)<", part)) for part in parts))


def _of_workbook(content: bytes) -> tuple[str, list[float]]:
    """Return the texts of a workbook, and its numbers, each once, in increasing order."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [one for sheet in book for row in sheet.iter_rows(values_only=True) for one in row if one is not None]
    texts = "\n".join(str(one) for one in cells)
    return texts, sorted({float(one) for one in cells if isinstance(one, numbers.Real)})


def _tables(paper: Document, *, behind: bool) -> list[Table]:
    blocks = [block for section in paper.sections for block in section.blocks]
    shown = [block for block in blocks if isinstance(block, Table)]
    return shown + [block.behind for block in blocks if isinstance(block, Picture) and behind]


def _cells(table: Table, most: int | None) -> list[str]:
    rows = table.frame.head(len(table.frame) if most is None else most)
    return [cell(value, table.units.get(str(name), "")) for name in rows for value in rows[name]]


def _missing(wanted: list[str], text: str) -> list[str]:
    close = _close(text)
    return [one for one in wanted if _close(one) not in close]


def _figures(paper: Document) -> list[str]:
    blocks = [block for section in paper.sections for block in section.blocks if isinstance(block, KeyFigures)]
    return [text for block in blocks for one in block.figures for text in (one.label, one.text)]


def _findings(paper: Document) -> list[str]:
    leads = [
        block.text
        for section in paper.sections
        for block in section.blocks
        if isinstance(block, Paragraph) and block.lead
    ]
    assert len(leads) == len(paper.sections)
    return [*leads, *(section.title for section in paper.sections)]


@pytest.mark.parametrize(("pole", "lang"), PAPERS)
def test_five_formats_say_the_same(pole: str, lang: str) -> None:
    paper = _paper(pole, lang)
    with speaking(lang):
        said = [*_findings(paper), *_figures(paper)]
        cells = [text for table in _tables(paper, behind=False) for text in _cells(table, table.most)]
        every = [text for table in _tables(paper, behind=True) for text in _cells(table, None)]
        assert len(said) > 30
        assert len(every) > len(cells) > 200
        assert _missing([*said, *every], _of_html(html.render(paper))) == []
        assert _missing([*said, *cells], _of_pdf(pdf.render(paper))) == []
        assert _missing([*said, *cells], _of_xml(word.render(paper), r"word/document\.xml")) == []
        assert _missing(said, _of_xml(slides.render(paper), r"ppt/(?:slides|notesSlides)/[^/]*\.xml")) == []


@pytest.mark.parametrize(("pole", "lang"), PAPERS)
def test_a_workbook_holds_the_numbers_themselves(pole: str, lang: str) -> None:
    paper = _paper(pole, lang)
    texts, found = _of_workbook(spreadsheet.render(paper))
    held = pd.Index(found)
    assert _missing([*_findings(paper), *_figures(paper)], texts) == []
    for table in _tables(paper, behind=True):
        for name, values in table.frame.items():
            known = [one for one in values if not pd.isna(one)]
            amounts = [float(one) for one in known if isinstance(one, numbers.Real) and not isinstance(one, bool)]
            with speaking(lang):
                words = [cell(one) for one in known if isinstance(one, str)]
            assert _missing(words, texts) == [], (table.title, name)
            near = held.get_indexer(pd.Index(amounts, dtype="float64"), method="nearest", tolerance=0.006)
            assert (near >= 0).all(), (table.title, name)


@pytest.mark.parametrize(("pole", "lang"), PAPERS)
def test_key_figures_are_those_of_the_scorecard(pole: str, lang: str) -> None:
    paper = _paper(pole, lang)
    card = scorecards.scorecard(network(), pole=pole, year=YEAR, draws=DRAWS).set_index("indicator")["value"]
    blocks = [block for section in paper.sections for block in section.blocks if isinstance(block, KeyFigures)]
    figures = [one for block in blocks for one in block.figures if one.name in card.index]
    assert len(figures) == 10
    for one in figures:
        assert (one.value is None) == bool(pd.isna(card[one.name])), one.name
        assert one.value is None or one.value == card[one.name], one.name
