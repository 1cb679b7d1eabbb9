from __future__ import annotations

import io
import re
import sys
import unicodedata
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pypdf
import pytest

from polegraph.errors import PolegraphError
from polegraph.i18n import speaking
from polegraph.reports.paper import pdf
from polegraph.reports.paper.blocks import Document, KeyFigures, Paragraph, Picture, Section, Table
from polegraph.reports.paper.texts import grid
from tests.reports.paper.sample import DIRECTED, HOSTILE, LONG, sample

NO_FONT = "株式会社"
PDFS = {language: pdf.render(sample(language)) for language in ("en", "fr")}


def read(language: str) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(PDFS[language]))


def words(text: str) -> str:
    """Leave out blanks, which lines break at, and ligatures."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def content(paper: pypdf.PdfReader) -> str:
    return "".join(words(page.extract_text()) for page in paper.pages)


def tags(node: Any) -> list[tuple[str, str]]:  # noqa: ANN401  # whatever pypdf has
    """Return the elements of the structure in the order of reading, with their alternative texts."""
    node = node.get_object()
    if isinstance(node, list):
        return [one for child in node for one in tags(child)]
    if not isinstance(node, dict):
        return []
    own = [(str(node["/S"]), str(node.get("/Alt", "")))] if "/S" in node else []
    return own + (tags(node["/K"]) if "/K" in node and not isinstance(node["/K"], int) else [])


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_says_its_title_language_and_day(language: str) -> None:
    document, paper = sample(language), read(language)
    assert paper.metadata is not None
    assert paper.metadata.title == f"{document.title} – {document.subtitle}"
    assert paper.metadata.subject == document.foot
    assert paper.metadata.creation_date is not None
    assert paper.metadata.creation_date.date() == document.day
    root: Any = paper.trailer["/Root"]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_sections_are_bookmarks_and_headings() -> None:
    document, paper = sample("fr"), read("fr")
    titles = [str(entry["/Title"]) for entry in paper.outline if isinstance(entry, dict)]
    assert titles[: len(document.sections)] == [
        f"{number} {section.title}" for number, section in enumerate(document.sections, start=1)
    ]
    root: Any = paper.trailer["/Root"]
    assert Counter(tag for tag, _ in tags(root["/StructTreeRoot"]))["/H1"] == len(titles)


def test_pictures_have_their_alternative_texts_and_tables_their_headings() -> None:
    document, paper = sample("en"), read("en")
    blocks = [block for section in document.sections for block in section.blocks]
    pictures = [block for block in blocks if isinstance(block, Picture)]
    tables = [block for block in blocks if isinstance(block, Table)] + [picture.behind for picture in pictures]
    root: Any = paper.trailer["/Root"]
    found = tags(root["/StructTreeRoot"])
    assert [alt for tag, alt in found if tag == "/Figure"] == [picture.alt for picture in pictures]
    counted = Counter(tag for tag, _ in found)
    assert counted["/Table"] == len(tables)
    assert counted["/TH"] == sum(len(table.frame.columns) for table in tables)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_number_is_the_text_that_all_formats_show(language: str) -> None:
    document, whole = sample(language), content(read(language))
    with speaking(language):
        for section in document.sections:
            for block in section.blocks:
                if isinstance(block, KeyFigures):
                    for figure in block.figures:
                        texts = (figure.label, figure.text, figure.mark_text, *figure.beside)
                        assert all(words(text) in whole for text in texts)
                if isinstance(block, Picture | Table):
                    table = block.behind if isinstance(block, Picture) else block
                    made = grid(table)
                    # A row stands as it is, if none of its cells takes two lines.
                    for row in made.rows[: table.most]:
                        if max(map(len, row)) < 25 and NO_FONT not in row:
                            assert words("".join(row)) in whole


def test_names_are_shown_as_they_stand() -> None:
    paper = read("fr")
    whole = content(paper)
    for name in {*HOSTILE, LONG, DIRECTED.replace("\u202e", "\\u202e")} - {NO_FONT}:
        assert words(name) in whole
    # What no font can draw is still said to who copies it or has it read.
    drawn = b"".join(drawing.get_data() for page in paper.pages if (drawing := page.get_contents()) is not None)
    for character in NO_FONT[1:]:
        assert b"ActualText<FEFF" + character.encode("utf-16-be").hex().upper().encode() in drawn


def test_rows_beyond_what_a_page_shows_are_left_out_and_said() -> None:
    whole = content(read("en"))
    assert words("Company no 24 Orléans") in whole
    assert words("Company no 25") not in whole
    assert words("35 more rows in the workbook") in whole


def test_headings_of_a_table_stand_again_on_the_next_page() -> None:
    frame = pd.DataFrame({"a name": [f"row {number}" for number in range(120)]})
    document = Document("T", "S", "en", date(2012, 1, 1), (Section("x", "X", (Table("Rows", frame),)),), foot="Foot")
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.render(document))).pages]
    assert len(pages) > 2
    for number, text in enumerate(pages, start=1):
        assert text.count("a name") == 1
        assert "T · Foot" in text
        assert f"{number} / {len(pages)}" in text


@pytest.mark.parametrize(("lines", "pages"), [(12, 1), (15, 2)])
def test_a_picture_that_nearly_fits_is_drawn_smaller(lines: int, pages: int) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 170 130"><rect width="170" height="130"/></svg>'
    behind = Table("Rows", pd.DataFrame({"a": [1]}))
    picture = Picture("x", "A picture", "Nothing but black.", lambda _form: svg, behind)
    text = tuple(Paragraph(f"Line {number}") for number in range(lines))
    document = Document("T", "S", "en", date(2012, 1, 1), (Section("x", "X", (*text, picture)),))
    sheets = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.render(document))).pages]
    assert next(number for number, sheet in enumerate(sheets, start=1) if "A picture" in sheet) == pages
    assert f"Line {lines - 1}" in sheets[0]


def test_the_least_and_the_strangest_paper_are_written() -> None:
    empty = Document("", "", "en", date(1999, 1, 1), ())
    assert pdf.render(empty).startswith(b"%PDF-")
    strange = "\x00\ud800\U0001f600\ufdd0\u0627\u0644 عربى \U000e0001"
    table = Table(strange, pd.DataFrame({"a": [strange.replace("\ud800", "")]}))
    section = Section("x", strange, (Paragraph(strange), KeyFigures(()), table))
    assert pdf.render(replace(empty, title=strange, foot=strange, sections=(section,))).startswith(b"%PDF-")


def test_two_runs_give_the_same_bytes() -> None:
    assert pdf.render(sample("fr")) == PDFS["fr"]


def test_without_typst_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(PolegraphError, match=re.escape('pip install "polegraph[pdf]"')):
        pdf.render(sample())
