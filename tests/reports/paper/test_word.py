"""The paper as a Word document: what another program reads from it."""

# ruff: noqa: SLF001  # marks that python-docx has no calls for

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import docx
import pandas as pd
import pytest
from docx.oxml.ns import qn

from polegraph.i18n import speaking
from polegraph.reports.paper import word
from polegraph.reports.paper.blocks import Document, KeyFigure, KeyFigures, Paragraph, Picture, Section, Table, cell
from polegraph.reports.terminal import printable
from tests.reports.paper.sample_office import HOSTILE, blocks_of, sample

LANGUAGES = ("fr", "en")


@cache
def _written(language: str) -> bytes:
    return word.render(sample(language))


def _read(language: str) -> Any:  # noqa: ANN401
    return docx.Document(io.BytesIO(_written(language)))


def _xml(content: bytes, member: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(member).decode()


def _captioned(read: Any, title: str) -> Any:  # noqa: ANN401  # noqa: ANN401
    """Return the table that is called so."""
    return next(
        table for table in read.tables if table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == printable(title)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cell_is_what_all_formats_show(language: str) -> None:
    read, document = _read(language), sample(language)
    tables = [block for block in blocks_of(document) if isinstance(block, Table)]
    assert len(tables) == 5
    for table in tables:
        rows = [[one.text for one in row.cells] for row in _captioned(read, table.title).rows]
        with speaking(language):
            wanted = [
                [
                    printable(cell(value, table.units.get(name, "")))
                    for name, value in zip(table.frame.columns, values, strict=True)
                ]
                for values in zip(*(table.frame[name].tolist() for name in table.frame.columns), strict=True)
            ]
        assert rows[0] == list(table.frame.columns)
        assert rows[1:] == wanted[: table.most]


@pytest.mark.parametrize("language", LANGUAGES)
def test_key_figures_stand_in_cards_with_what_is_beside_them(language: str) -> None:
    cards = [one.text.split("\n") for table in _read(language).tables for row in table.rows for one in row.cells]
    figures = [one for block in blocks_of(sample(language)) if isinstance(block, KeyFigures) for one in block.figures]
    for figure in figures:
        (card,) = [lines for lines in cards if lines[0] == figure.label]
        assert card[1] == figure.text
        assert card[2 : 2 + len(figure.beside)] == list(figure.beside)
        assert figure.mark_text in card[-1]


def test_names_are_text_and_never_markup() -> None:
    texts = {one.text for table in _read("fr").tables for row in table.rows for one in row.cells}
    assert {printable(name) for name in HOSTILE} <= texts
    assert "<w:p>&amp;</w:p>" in texts


@pytest.mark.parametrize("hostile", [*HOSTILE, '"><w:br/>', "&#0;"])
def test_a_hostile_text_may_stand_anywhere(hostile: str) -> None:
    frame = pd.DataFrame([[hostile]], columns=pd.Index([hostile], dtype=object), dtype=object)
    first = sample("en").sections[0].blocks[1]
    assert isinstance(first, KeyFigures)
    figure = replace(first.figures[0], label=hostile, text=hostile, beside=(hostile,), mark_text=hostile)
    blocks = (Paragraph(hostile), KeyFigures((figure,)), Table(hostile, frame, note=hostile))
    document = Document(
        hostile, hostile, "en", date(2024, 1, 2), (Section("a", hostile, blocks),), ((hostile,) * 2,), hostile
    )
    read: Any = docx.Document(io.BytesIO(word.render(document)))
    said = printable(hostile)
    assert read.core_properties.title == said
    assert [one.text for one in read.paragraphs if one.style.name in {"Title", "Heading 1"}] == [said, said]
    assert [[one.text for one in row.cells] for row in _captioned(read, hostile).rows] == [[said], [said]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_are_headings_and_the_first_page_leads_to_them(language: str) -> None:
    read, document = _read(language), sample(language)
    headings = [one for one in read.paragraphs if one.style.name == "Heading 1"]
    assert [one.text for one in headings] == [section.title for section in document.sections]
    marks = [one._p.find(qn("w:bookmarkStart")).get(qn("w:name")) for one in headings]
    links = [(one.get(qn("w:anchor")), one.text) for one in read.element.body.iter(qn("w:hyperlink"))]
    assert links == list(zip(marks, [section.title for section in document.sections], strict=True))
    assert len(set(marks)) == len(marks)
    assert [one.text for one in read.paragraphs if one.style.name == "Title"] == [document.title]


@pytest.mark.parametrize(("language", "locale"), [("fr", "fr-FR"), ("en", "en-GB")])
def test_the_language_is_that_of_all_styles_and_of_the_properties(language: str, locale: str) -> None:
    read = _read(language)
    assert {one.get(qn("w:val")) for one in read.styles.element.iter(qn("w:lang"))} == {locale}
    core = read.core_properties
    assert (core.language, core.author, core.title) == (locale, "polegraph", sample(language).title)
    assert core.created is not None
    assert core.created.date() == core.modified.date() == sample(language).day


def test_headings_of_tables_are_marked_and_repeated_and_no_row_is_split() -> None:
    read = _read("fr")
    for block in blocks_of(sample("fr")):
        if isinstance(block, Table):
            rows = _captioned(read, block.title)._tbl.tr_lst
            assert [row.trPr.find(qn("w:tblHeader")) is not None for row in rows] == [True] + [False] * (len(rows) - 1)
            assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def test_what_a_page_leaves_out_is_said() -> None:
    table = next(one for one in blocks_of(sample("en")) if isinstance(one, Table) and one.most)
    assert (len(table.frame), table.most) == (60, 25)
    notes = [one.text for one in _read("en").paragraphs if one.style.name == "Note"]
    assert any("35 more rows" in note and table.note in note for note in notes)


def test_pictures_say_what_they_show() -> None:
    drawn = [one.get("descr") for one in _read("fr").element.body.iter(qn("wp:docPr"))]
    assert drawn == [one.alt for one in blocks_of(sample("fr")) if isinstance(one, Picture)]
    room = 595.3 - 2 * 62
    assert all(shape.width.pt <= room + 1 for shape in _read("fr").inline_shapes)


def test_captions_are_counted_by_word() -> None:
    fields = [one.get(qn("w:instr")) for one in _read("en").element.body.iter(qn("w:fldSimple"))]
    assert fields.count("SEQ Table \\* ARABIC") == 5
    assert fields.count("SEQ Figure \\* ARABIC") == 2
    shown = [one.text for one in _read("en").paragraphs if one.style.name == "Caption"]
    assert len(shown) == 7


def test_wide_tables_lie_and_every_foot_has_page_and_audience() -> None:
    years = pd.DataFrame({f"projets de {year}": [1_000_000] for year in range(2008, 2022)})
    wide = Section("wide", "Années", (Table("Par année", years), Paragraph("Fin.")))
    paper = replace(sample("fr"), sections=(*sample("fr").sections, wide))
    read: Any = docx.Document(io.BytesIO(word.render(paper)))
    turned = [section.orientation for section in read.sections]
    assert [int(one) for one in turned] == [0, 1, 0]
    for section in read.sections:
        assert {one.get(qn("w:instr")) for one in section.footer._element.iter(qn("w:fldSimple"))} == {
            "PAGE",
            "NUMPAGES",
        }
        assert section.footer.paragraphs[-1].text == sample("fr").foot
        assert min(section.page_width.pt, section.page_height.pt) == pytest.approx(595.3, abs=0.1)


def test_a_table_that_is_a_little_too_wide_stands_upright_in_smaller_letters() -> None:
    read = _read("fr")
    assert [int(section.orientation) for section in read.sections] == [0]
    sizes = {
        run.font.size.pt if run.font.size else None
        for table in read.tables
        for row in table.rows
        for one in row.cells
        for paragraph in one.paragraphs
        for run in paragraph.runs
        if paragraph.style.name == "Cell"
    }
    assert sizes == {None, 7.5}


def test_words_in_the_place_of_a_figure_make_no_figure_small() -> None:
    figures = (
        KeyFigure("members", "Members", 312.0, "312"),
        KeyFigure("rate", "Rate", None, "too few to say, and much more than a card has room for"),
    )
    section = Section("year", "The year", (KeyFigures(figures),))
    read = docx.Document(io.BytesIO(word.render(Document("t", "", "en", date(2024, 1, 2), (section,)))))
    number, words = (one.paragraphs[1].runs[0].font.size for one in read.tables[0].rows[0].cells[:2])
    assert (number, words.pt) == (None, 12)


def test_the_lines_to_sign_have_no_page_alone() -> None:
    paper = replace(sample("en"), about=(("source", "tables"), ("audience", "public")))
    lines = docx.Document(io.BytesIO(word.render(paper))).tables[-2]
    kept = [
        one.paragraph_format.keep_with_next for row in lines.rows for cell_ in row.cells for one in cell_.paragraphs
    ]
    assert kept
    assert all(kept)


def test_columns_fill_their_page_and_no_more() -> None:
    for table in _read("fr").tables:
        widths = [int(one.get(qn("w:w"))) / 20 for one in table._tbl.tblGrid.iter(qn("w:gridCol"))]
        assert sum(widths) == pytest.approx(471.3, abs=2) or sum(widths) == pytest.approx(717.9, abs=2)


def test_there_are_lines_to_sign_at_the_end() -> None:
    with speaking("en"):
        last = _read("en").tables[-1]
    texts = [[one.text for one in row.cells] for row in last.rows]
    assert texts == [["Place", "Date"], ["Name and function"] * 2, ["Signature"] * 2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_runs_give_the_same_bytes_without_a_clock(language: str) -> None:
    assert word.render(sample(language)) == _written(language)
    with zipfile.ZipFile(io.BytesIO(_written(language))) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_empty_paper_is_a_paper() -> None:
    document = Document("t", "", "en", date(2024, 1, 2), (Section("a", "A", (Table("none", pd.DataFrame()),)),))
    assert "A" in _xml(word.render(document))
