"""One paper in five formats: the same findings, figures and cells, which are those of the scorecard."""

from __future__ import annotations

import html as entities
import io
import numbers
import re
import zipfile
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Final

import docx
import openpyxl
import pandas as pd
import pypdf
import pytest

from polegraph import scorecards
from polegraph.i18n import speaking
from polegraph.reports.paper import html, pdf, slides, spreadsheet, word
from polegraph.reports.paper.blocks import MISSING, Document, KeyFigure, KeyFigures, Paragraph, Picture, Table, cell
from polegraph.reports.paper.content import document
from polegraph.reports.terminal import printable
from tests.examples import centre
from tests.thorough import THOROUGH

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from polegraph import Network

YEAR: Final = 2025
DRAWS: Final = 2
EVERY: Final = [(pole, lang) for pole in ("cosmetic-valley", "dream", "elastopole", "s2e2") for lang in ("fr", "en")]
PAPERS: Final = EVERY if THOROUGH else [("s2e2", "fr"), ("dream", "en")]
RENDERERS: Final = {"html": html, "pdf": pdf, "docx": word, "pptx": slides, "xlsx": spreadsheet}
_MARKUP: Final = re.compile(r"<(?:style|script).*?</(?:style|script)>|<[^>]*>", re.DOTALL)


def network() -> Network:
    return centre().visible("public").on("2026-06-30")


@cache
def _paper(pole: str, lang: str) -> Document:
    with speaking(lang):
        return document(network(), pole=pole, year=YEAR, draws=DRAWS)


@cache
def _written(pole: str, lang: str, suffix: str) -> bytes:
    content: bytes = RENDERERS[suffix].render(_paper(pole, lang))
    return content


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


def _of_workbook(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [one for sheet in book for row in sheet.iter_rows(values_only=True) for one in row if one is not None]
    return "\n".join(map(str, cells))


def _tables_of_html(content: bytes) -> list[list[tuple[str, ...]]]:
    tables = re.findall(r"<table.*?</table>", content.decode(), re.DOTALL)
    rows = [re.findall(r"<tr.*?</tr>", table, re.DOTALL) for table in tables]
    cells = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)
    return [[tuple(_close(entities.unescape(one)) for one in cells.findall(row)) for row in table] for table in rows]


def _tables_of_word(content: bytes) -> list[list[tuple[str, ...]]]:
    tables = docx.Document(io.BytesIO(content)).tables
    return [[tuple(_close(one.text) for one in row.cells) for row in table.rows] for table in tables]


def _tables(paper: Document, *, behind: bool) -> list[Table]:
    blocks = [block for section in paper.sections for block in section.blocks]
    shown = [block for block in blocks if isinstance(block, Table)]
    return shown + [block.behind for block in blocks if isinstance(block, Picture) and behind]


def _rows(table: Table, most: int | None) -> list[tuple[str, ...]]:
    """Return what the rows of a table say, its headings first."""
    frame = table.frame.head(len(table.frame) if most is None else most)
    said = [[_close(cell(value, table.units.get(str(name), ""))) for value in frame[name]] for name in frame]
    return [tuple(_close(str(name)) for name in frame), *zip(*said, strict=True)]


def _apart(tables: list[Table], found: list[list[tuple[str, ...]]], *, whole: bool) -> list[str]:
    """Name the tables that a format does not have row by row as they are, each in one piece."""
    wanted = {one.title: _rows(one, None if whole else one.most) for one in tables if len(one.frame)}
    return [title for title, rows in wanted.items() if rows not in found]


def _missing(wanted: list[str], text: str) -> list[str]:
    close = _close(text)
    return [one for one in wanted if _close(one) not in close]


def _key_figures(paper: Document) -> list[KeyFigure]:
    blocks = [block for section in paper.sections for block in section.blocks if isinstance(block, KeyFigures)]
    return [one for block in blocks for one in block.figures]


def _unsaid(figures: list[KeyFigure], text: str) -> list[str]:
    """Name the figures that do not stand right after what they are, and no digit after them."""
    close = _close(text)
    return [
        one.name for one in figures if not re.search(re.escape(_close(one.label + one.text)) + r"(?![\d.,%])", close)
    ]


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
def test_five_formats_say_the_same_findings_and_figures(pole: str, lang: str) -> None:
    paper = _paper(pole, lang)
    said = {
        "html": _of_html(_written(pole, lang, "html")),
        "pdf": _of_pdf(_written(pole, lang, "pdf")),
        "docx": _of_xml(_written(pole, lang, "docx"), r"word/document\.xml"),
        "pptx": _of_xml(_written(pole, lang, "pptx"), r"ppt/(?:slides|notesSlides)/[^/]*\.xml"),
        "xlsx": _of_workbook(_written(pole, lang, "xlsx")),
    }
    figures = _key_figures(paper)
    assert len(figures) == 10
    for suffix, text in said.items():
        assert _missing(_findings(paper), text) == [], suffix
        assert suffix == "xlsx" or _unsaid(figures, text) == [], suffix  # a workbook has them in cells


@pytest.mark.parametrize(("pole", "lang"), PAPERS)
def test_tables_are_the_same_row_by_row(pole: str, lang: str) -> None:
    paper = _paper(pole, lang)
    with speaking(lang):
        every, shown = _tables(paper, behind=True), _tables(paper, behind=False)
        assert len(every) > len(shown) > 15
        assert _apart(every, _tables_of_html(_written(pole, lang, "html")), whole=True) == []
        assert _apart(shown, _tables_of_word(_written(pole, lang, "docx")), whole=False) == []
        printed = ["".join(row) for table in shown for row in _rows(table, table.most)]
        assert _missing(printed, _of_pdf(_written(pole, lang, "pdf"))) == []


@pytest.mark.parametrize(("pole", "lang"), PAPERS)
def test_a_workbook_holds_each_cell_in_its_place_typed(pole: str, lang: str) -> None:
    paper = _paper(pole, lang)
    book = openpyxl.load_workbook(io.BytesIO(_written(pole, lang, "xlsx")))
    blocks = [one for section in paper.sections for one in section.blocks if not isinstance(one, Paragraph)]
    compared = 0
    for page, block in zip(book.worksheets[1:], blocks, strict=True):
        if isinstance(block, KeyFigures):
            held = [row[:3] for row in page.iter_rows(min_row=5, values_only=True)]
            wanted = [(one.label, one.text, MISSING if one.value is None else one.value) for one in block.figures]
            assert [row[:2] for row in held] == [(printable(label), printable(text)) for label, text, _value in wanted]
            for (_label, _text, value), (_other, _said, number) in zip(held, wanted, strict=True):
                # A workbook keeps sixteen digits.
                assert value == (number if isinstance(number, str) else pytest.approx(number, rel=1e-15, abs=0))
        else:
            table = block.behind if isinstance(block, Picture) else block
            assert page["A1"].value == printable(block.title)
            with speaking(lang):
                compared += _compared(page, table)
    assert compared > 1000


def _compared(page: Worksheet, table: Table) -> int:
    """Compare the cells of a table with those of its sheet; return how many there are."""
    rows = list(page.iter_rows(max_col=len(table.frame.columns), values_only=True))
    head = rows.index(tuple(printable(str(name)) for name in table.frame))
    assert len(rows) == head + 1 + len(table.frame)
    for place, name in enumerate(table.frame):
        unit = table.units.get(str(name), "")
        for row, value in zip(rows[head + 1 :], table.frame[name].tolist(), strict=True):
            held, said = row[place], cell(value, unit)
            amount = isinstance(value, numbers.Real) and not isinstance(value, bool) and said != MISSING
            assert isinstance(held, numbers.Real) == amount, (table.title, name, value)
            read = cell(held, unit) if isinstance(held, (numbers.Real, datetime)) else held
            assert read == printable(said), (table.title, name)
    return table.frame.size


@pytest.mark.parametrize(("pole", "lang"), PAPERS)
def test_key_figures_are_those_of_the_scorecard(pole: str, lang: str) -> None:
    card = scorecards.scorecard(network(), pole=pole, year=YEAR, draws=DRAWS).set_index("indicator")["value"]
    figures = [one for one in _key_figures(_paper(pole, lang)) if one.name in card.index]
    assert len(figures) == 10
    for one in figures:
        assert (one.value is None) == bool(pd.isna(card[one.name])), one.name
        assert one.value is None or one.value == card[one.name], one.name
        assert one.value is None or _read(one.text, lang) == pytest.approx(one.value, abs=0.006), one.name


def _read(text: str, lang: str) -> float:
    """Return the number that a text says."""
    close = _close(text).replace(*((",", ".") if lang == "fr" else (",", "")))
    said = re.search(r"-?\d+(?:\.\d+)?", close)
    assert said is not None
    return float(said[0]) / (100 if "%" in close else 1)
