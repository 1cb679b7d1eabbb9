"""The paper as slides: what another program reads from them, and that nothing runs over."""

# ruff: noqa: SLF001  # marks that python-pptx has no calls for

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pandas as pd
import pptx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn

from polegraph.i18n import speaking
from polegraph.reports.paper import slides
from polegraph.reports.paper.blocks import Document, KeyFigure, KeyFigures, Paragraph, Picture, Section, Table, cell
from polegraph.reports.paper.typesetting import lines
from polegraph.reports.terminal import printable
from tests.reports.paper.sample_office import HOSTILE, blocks_of, sample

LANGUAGES = ("fr", "en")
LINE_HEIGHT = 1.2  # of Calibri
WIDE, HIGH = 960, 540


@cache
def _written(language: str) -> bytes:
    return slides.render(sample(language))


def _read(language: str) -> Any:  # noqa: ANN401
    return pptx.Presentation(io.BytesIO(_written(language)))


def _high(frame: Any, room: float) -> float:  # noqa: ANN401
    """Measure a frame of paragraphs anew."""
    high = 0.0
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            broken = lines(run.text, run.font.size.pt, room, bold=bool(run.font.bold))
            high += len(broken) * run.font.size.pt * LINE_HEIGHT
    return high


def _overflowing(read: Any) -> list[str]:  # noqa: ANN401
    """Return the texts that run over the shape, the cell or the slide that they stand in."""
    found = []
    for slide in read.slides:
        for shape in slide.shapes:
            if shape.top.pt < -0.1 or shape.left.pt < -0.1:
                found.append(shape.name)
            if shape.left.pt + shape.width.pt > WIDE + 0.1 or shape.top.pt + shape.height.pt > HIGH + 0.1:
                found.append(shape.name)
            if shape.has_text_frame and not _is_number(shape):
                frame = shape.text_frame
                room = shape.width.pt - frame.margin_left.pt - frame.margin_right.pt
                inside = shape.height.pt - frame.margin_top.pt - frame.margin_bottom.pt
                found += [frame.text] if _high(_sized(frame), room + 0.5) > inside + 0.5 else []
            elif shape.has_table:
                found += _overflowing_cells(shape.table)
    return found


def _is_number(shape: Any) -> bool:  # noqa: ANN401
    return bool(shape.is_placeholder) and bool(shape.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER)


def _sized(frame: Any) -> Any:  # noqa: ANN401
    """Return a frame whose letters have a size; those of the foot have the layout's."""
    from pptx.util import Pt  # noqa: PLC0415

    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.size = run.font.size or Pt(10)
    return frame


def _overflowing_cells(table: Any) -> list[str]:  # noqa: ANN401
    found = []
    for row in table.rows:
        for place, one in enumerate(row.cells):
            room = table.columns[place].width.pt - one.margin_left.pt - one.margin_right.pt
            inside = row.height.pt - one.margin_top.pt - one.margin_bottom.pt
            found += [one.text_frame.text] if _high(one.text_frame, room + 0.5) > inside + 0.5 else []
    return found


def _overlapping(slide: Any) -> list[tuple[str, str]]:  # noqa: ANN401
    shapes = list(slide.shapes)
    return [
        (one.name, other.name)
        for place, one in enumerate(shapes)
        for other in shapes[place + 1 :]
        if one.left + one.width > other.left
        and other.left + other.width > one.left
        and one.top + one.height > other.top + 6350  # half a point
        and other.top + other.height > one.top + 6350
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_runs_over_and_nothing_overlaps(language: str) -> None:
    read = _read(language)
    assert (read.slide_width.pt, read.slide_height.pt) == (WIDE, HIGH)
    assert _overflowing(read) == []
    assert [pair for slide in read.slides for pair in _overlapping(slide)] == []


def test_a_text_that_runs_over_would_be_found() -> None:
    read = _read("en")
    card = next(shape for shape in read.slides[1].shapes if shape.name == "Members")
    card.text_frame.paragraphs[0].runs[0].text = "word " * 60
    table = next(shape for shape in read.slides[2].shapes if shape.has_table)
    table.table.cell(1, 0).text_frame.paragraphs[0].runs[0].text = "word " * 60
    assert len(_overflowing(read)) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_first_slide_and_one_a_section_with_real_titles(language: str) -> None:
    document = sample(language)
    titles = [slide.shapes.title.text_frame.text for slide in _read(language).slides]
    assert titles == [document.title, *(section.title for section in document.sections)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_finding_stands_on_its_slide_and_all_words_in_the_notes(language: str) -> None:
    for slide, section in zip(list(_read(language).slides)[1:], sample(language).sections, strict=True):
        shown = {shape.text_frame.text for shape in slide.shapes if shape.has_text_frame}
        notes = slide.notes_slide.notes_text_frame.text
        for block in section.blocks:
            if isinstance(block, Paragraph):
                assert block.text in notes
                assert block.text in shown or not block.lead


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_are_what_all_formats_show(language: str) -> None:
    read, document = _read(language), sample(language)
    checked = 0
    for slide, section in zip(list(read.slides)[1:], document.sections, strict=True):
        tables = {block.title: block for block in section.blocks if isinstance(block, Table)}
        for shape in slide.shapes:
            if not shape.has_table:
                continue
            table = tables[shape._element.xpath(".//p:cNvPr")[0].get("descr")]
            headings = [one.text_frame.text for one in shape.table.rows[0].cells]
            assert headings == list(table.frame.columns)
            for place, row in enumerate(list(shape.table.rows)[1:]):
                for name, one in zip(headings, row.cells, strict=True):
                    with speaking(language):
                        wanted = printable(cell(table.frame[name].tolist()[place], table.units.get(name, "")))
                    cut = one.text_frame.text.endswith("…")
                    assert one.text_frame.text == wanted or (cut and wanted.startswith(one.text_frame.text[:-1]))
                    checked += not cut
    assert checked > 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_key_figures_are_never_cut(language: str) -> None:
    figures = next(block for block in blocks_of(sample(language)) if isinstance(block, KeyFigures)).figures
    cards = {shape.name: shape.text_frame for shape in _read(language).slides[1].shapes if shape.has_text_frame}
    for figure in figures:
        texts = [paragraph.text for paragraph in cards[figure.label].paragraphs]
        assert texts[:2] == [figure.label, figure.text]
        assert list(figure.beside) == texts[2 : 2 + len(figure.beside)]
        assert figure.mark_text in texts[-1]


def test_what_a_slide_leaves_out_is_said() -> None:
    left = [shape.text_frame.text for slide in _read("en").slides for shape in slide.shapes if shape.name == "Left out"]
    table = next(shape.table for shape in _read("en").slides[3].shapes if shape.has_table)
    shown = len(list(table.rows)) - 1
    assert left == [
        f"Also in the report: {60 - shown} more rows",
        "Also in the report: Projects ended, no outcome known",
    ]


def test_what_a_section_is_about_goes_before_its_picture_and_shows_whole_names() -> None:
    picture = next(one for one in blocks_of(sample("en")) if isinstance(one, Picture))
    frame = pd.DataFrame({"SME": [f"Alpha {row}" for row in range(12)], "proof": "P (2020)", "group": "Omega"})
    table = Table("To make, 10 of 12", frame, most=10, foremost=("SME", "group"))
    section = Section("links", "Links", (Paragraph("Ten.", lead=True), picture, table))
    paper = Document("Pôle", "Paper", "en", date(2024, 12, 31), (section,))
    slide = pptx.Presentation(io.BytesIO(slides.render(paper))).slides[1]
    (shown,) = [shape.table for shape in slide.shapes if shape.has_table]
    cells = [[cell_.text for cell_ in row.cells] for row in shown.rows]
    assert cells == [["SME", "group"], *([f"Alpha {row}", "Omega"] for row in range(10))]
    said = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    assert "2 more rows; 1 more column" in said


@pytest.mark.parametrize(("language", "locale"), [("fr", "fr-FR"), ("en", "en-GB")])
def test_every_run_says_its_language(language: str, locale: str) -> None:
    read = _read(language)
    for slide in read.slides:
        for page in (slide._element, slide.notes_slide._element):
            runs = list(page.iter(qn("a:r"), qn("a:fld")))
            assert {run.find(qn("a:rPr")).get("lang") for run in runs if run.find(qn("a:t")).text} <= {locale}
            assert runs
    core = read.core_properties
    assert (core.language, core.author, core.title) == (locale, "polegraph", sample(language).title)
    assert core.created.date() == core.modified.date() == sample(language).day


def test_pictures_and_tables_say_what_they_are_and_headings_are_marked() -> None:
    pictures = {one.alt for one in blocks_of(sample("fr")) if isinstance(one, Picture)}
    seen, tables = set(), 0
    for slide in _read("fr").slides:
        for shape in slide.shapes:
            if shape._element.tag == qn("p:pic"):
                seen.add(shape._element.xpath(".//p:cNvPr")[0].get("descr"))
            if shape.has_table:
                tables += 1
                assert shape.table.first_row
                assert shape._element.xpath(".//p:cNvPr")[0].get("descr")
    assert seen == pictures
    assert tables == 4


def test_each_slide_has_foot_number_and_shapes_of_their_own_number() -> None:
    for slide in list(_read("fr").slides)[1:]:
        kinds = {one.placeholder_format.type: one for one in slide.placeholders}
        assert kinds[PP_PLACEHOLDER.FOOTER].text_frame.text == f"{sample('fr').foot} · 31\u00a0décembre\u00a02024"
        (number,) = kinds[PP_PLACEHOLDER.SLIDE_NUMBER]._element.iter(qn("a:fld"))
        assert number.get("type") == "slidenum"
        ids = [one.get("id") for one in slide._element.iter(qn("p:cNvPr"))]
        assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("hostile", [HOSTILE[1], HOSTILE[3], HOSTILE[5], "_x000B_\x0b"])
def test_a_hostile_text_may_stand_anywhere(hostile: str) -> None:
    document = _of(hostile, 3, 2)
    read = pptx.Presentation(io.BytesIO(slides.render(document)))
    said = printable(hostile)
    assert read.core_properties.title == said
    assert _overflowing(read) == []
    texts = [shape.text_frame.text for shape in read.slides[1].shapes if shape.has_text_frame]
    assert said in texts
    table = next(shape.table for shape in read.slides[1].shapes if shape.has_table)
    assert table.cell(1, 0).text_frame.text in {said, table.cell(1, 0).text_frame.text[:-1] + "…"}


def _of(text: str, rows: int, columns: int, figures: int = 3) -> Document:
    """Return a paper in which all is one text."""
    headings = pd.Index([f"{text}{n}" for n in range(columns)], dtype=object)
    frame = pd.DataFrame([[text] * columns] * rows, columns=headings, dtype=object)
    first = sample("en").sections[0].blocks[1]
    assert isinstance(first, KeyFigures)
    one = replace(first.figures[0], label=text, text=text[:30], beside=(text,) * 3, mark_text=text)
    blocks = (Paragraph(text, lead=True), KeyFigures((one,) * figures), Table(text, frame), Paragraph(text))
    return Document(text, text, "en", date(2024, 1, 2), (Section("a", text, blocks),), ((text,) * 2,), text)


@settings(max_examples=6)
@given(
    st.text(st.characters(codec="utf-8"), max_size=20).map(str.strip),
    st.integers(1, 12),
    st.integers(0, 40),
    st.integers(1, 12),
    st.integers(0, 10),
)
def test_nothing_runs_over_whatever_a_paper_holds(text: str, times: int, rows: int, columns: int, figures: int) -> None:
    said = " ".join([text] * times)
    read = pptx.Presentation(io.BytesIO(slides.render(_of(said, rows, columns, figures))))
    assert _overflowing(read) == []
    assert [pair for slide in read.slides for pair in _overlapping(slide)] == []


def _slide(*blocks: Any) -> Any:  # noqa: ANN401
    section = Section("one", "One", (Paragraph("Found.", lead=True), *blocks))
    paper = Document("Pôle", "Paper", "en", date(2024, 12, 31), (section,))
    return pptx.Presentation(io.BytesIO(slides.render(paper))).slides[1]


def test_words_in_the_place_of_a_figure_make_no_figure_small() -> None:
    figures = tuple(KeyFigure(f"n{one}", f"Figure {one}", float(one), str(one)) for one in range(1, 5))
    slide = _slide(KeyFigures((*figures, KeyFigure("rate", "Rate", None, "too few to say anything about it"))))
    cards = {shape.name: shape.text_frame.paragraphs[1].runs[0] for shape in slide.shapes if shape.has_text_frame
             and len(shape.text_frame.paragraphs) > 1}  # fmt: skip
    assert {cards[one.label].font.size.pt for one in figures} == {30}
    assert cards["Rate"].text == "too few to say anything about it"
    assert cards["Rate"].font.size.pt < 30


def test_a_second_table_fills_a_slide_that_has_room() -> None:
    first = Table("First", pd.DataFrame({"a": ["x"] * 3, "b": [1, 2, 3]}))
    second = Table("Second", pd.DataFrame({"c": [f"row {one}" for one in range(30)]}))
    third = Table("Third", pd.DataFrame({"d": ["y"]}))
    slide = _slide(first, Paragraph("Said of it."), second, third)
    shown = [shape.table for shape in slide.shapes if shape.has_table]
    assert [table.cell(0, 0).text for table in shown] == ["a", "c"]
    left = next(shape.text_frame.text for shape in slide.shapes if shape.name == "Left out")
    assert left == f"Also in the report: {30 - len(shown[1].rows) + 1} more rows; Third"
    bottom = max(shape.top.pt + shape.height.pt for shape in slide.shapes if shape.has_table)
    assert bottom <= 478


def test_a_picture_without_room_for_another_has_its_numbers_beside() -> None:
    drawn = next(one for one in blocks_of(sample("en")) if isinstance(one, Picture))
    behind = Table("Numbers", pd.DataFrame({"what": ["members", "links", "projects"], "I": [1, 2, 3]}))
    narrow = replace(drawn, draw=lambda _form: _square())
    slide = _slide(narrow, replace(narrow, name="other", title="Other", behind=behind))
    (shown,) = [shape for shape in slide.shapes if shape.has_table]
    picture = next(shape for shape in slide.shapes if not shape.has_text_frame and not shape.has_table)
    assert [row.cells[0].text for row in shown.table.rows] == ["what", "members", "links", "projects"]
    assert shown.left >= picture.left + picture.width
    alone = _slide(narrow)
    assert not [shape for shape in alone.shapes if shape.has_table]
    assert [shape.text_frame.text for shape in alone.shapes if shape.name == "What it shows"] == [drawn.alt]


def _square() -> bytes:
    from PIL import Image  # noqa: PLC0415

    made = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(made, "png")
    return made.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_runs_give_the_same_bytes_without_a_clock(language: str) -> None:
    assert slides.render(sample(language)) == _written(language)
    with zipfile.ZipFile(io.BytesIO(_written(language))) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
