"""The paper as a workbook: typed cells that show what the other formats write."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from polegraph.i18n import speaking
from polegraph.reports.paper import spreadsheet
from polegraph.reports.paper.blocks import Document, KeyFigures, Paragraph, Picture, Section, Table, cell
from polegraph.reports.paper.number_formats import formatted
from polegraph.reports.paper.sheet_names import sheet_name
from polegraph.reports.terminal import printable
from tests.reports.paper.sample_office import HOSTILE, blocks_of, sample

LANGUAGES = ("fr", "en")
UNITS = ("", "share", "eur", "months")


def _shown(value: float, pattern: str, language: str) -> str:
    """Show a number as Excel does in a language: by hand, from the few formats that there are."""
    positive, _, negative = pattern.partition(";")
    if negative and value < 0:
        positive, value = negative, -value
    inside = re.search(r"(#,##)?0(\.0+)?", positive)
    assert inside
    before, after = positive[: inside.start()], positive[inside.end() :]
    decimals = len(inside[2]) - 1 if inside[2] else 0
    exact = Decimal(f"{value:.15g}") * (100 if "%" in after else 1)
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{rounded:,f}" if inside[1] else f"{rounded:f}"
    if language == "fr":
        text = text.replace(",", "\u202f").replace(".", ",")
    return before.replace('"', "") + text + after.replace('"', "")


@cache
def _written(language: str) -> bytes:
    return spreadsheet.render(sample(language))


def _read(content: bytes) -> Any:  # noqa: ANN401
    return load_workbook(io.BytesIO(content), rich_text=False)


def _text(one: Any, language: str) -> str:  # noqa: ANN401
    """Return what a cell shows."""
    if isinstance(one.value, datetime):
        assert one.number_format == ("dd/mm/yyyy" if language == "fr" else "yyyy-mm-dd")
        return f"{one.value:%d/%m/%Y}" if language == "fr" else f"{one.value:%Y-%m-%d}"
    if isinstance(one.value, (int, float)):
        return _shown(one.value, one.number_format, language)
    return str(one.value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cell_shows_what_all_formats_show_and_numbers_stay_numbers(language: str) -> None:
    book = _read(_written(language))
    sheets = {page["A1"].value: page for page in book.worksheets[1:]}
    for block in blocks_of(sample(language)):
        table = block.behind if isinstance(block, Picture) else block
        if not isinstance(table, Table):
            continue
        page = sheets[table.title]
        head = page.auto_filter.ref.split(":")[0]
        first = page[head].row
        assert [one.value for one in page[first]][: table.frame.shape[1]] == list(table.frame.columns)
        for place, name in enumerate(table.frame.columns, start=1):
            for row, value in enumerate(table.frame[name].tolist(), start=first + 1):
                one, unit = page.cell(row, place), table.units.get(name, "")
                with speaking(language):
                    assert _text(one, language) == printable(cell(value, unit))
                    assert isinstance(one.value, (int, float)) == bool(formatted(value, unit))
                if isinstance(value, date) and pd.notna(value):
                    assert isinstance(one.value, datetime)


@given(
    st.floats(-1e11, 1e11) | st.floats(-1000, 1000) | st.integers(-(10**9), 10**9),
    st.sampled_from(UNITS),
    st.sampled_from(LANGUAGES),
)
@example(0.125, "", "fr")
@example(2.5, "eur", "en")
@example(-2.5, "eur", "en")
@example(-0.4, "eur", "en")
@example(0.0005, "share", "fr")
@example(1.005, "", "en")
@example(12.5, "months", "fr")
def test_a_number_is_shown_as_it_is_read(value: float, unit: str, language: str) -> None:
    with speaking(language):
        typed = formatted(value, unit)
        assert typed
        said = cell(value, unit)
    shown = _shown(*typed, language)
    assert shown == said or (shown.lstrip("-") == said.lstrip("-") and not re.search("[1-9]", said))
    last = {"": 0.01, "months": 0.01, "share": 0.001, "eur": 1}[unit]
    assert abs(typed[0] - value) <= last / 2 * (1 + 1e-9) + abs(value) * 1e-15


@pytest.mark.parametrize("other", [None, True, "12", float("nan"), float("inf"), 1e12, pd.NaT, pd.NA])
def test_what_is_no_number_or_too_long_is_left_to_be_a_text(other: object) -> None:
    assert formatted(other, "") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_key_figures_stand_as_texts_and_as_numbers(language: str) -> None:
    (figures,) = [one.figures for one in blocks_of(sample(language)) if isinstance(one, KeyFigures)]
    page = _read(_written(language)).worksheets[1]
    for row, figure in enumerate(figures, start=5):
        label, text, value, beside, standing = (one.value for one in page[row][:5])
        assert (label, text) == (figure.label, figure.text)
        assert value == ("–" if figure.value is None else pytest.approx(figure.value, abs=0.005))
        assert beside == (" · ".join(figure.beside) or "–")
        assert figure.mark_text in standing


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_sheet_has_the_findings_and_leads_to_every_sheet(language: str) -> None:
    book, document = _read(_written(language)), sample(language)
    first = book.worksheets[0]
    texts = {one.value for row in first.iter_rows() for one in row if one.value}
    assert {block.text.strip() for block in blocks_of(document) if isinstance(block, Paragraph)} <= {
        str(one).strip() for one in texts
    }
    assert first["A3"].value in {"31\u00a0December\u00a02024", "31\u00a0décembre\u00a02024"}
    assert {document.title, document.subtitle, *(section.title for section in document.sections)} <= texts
    leads = [one.hyperlink.location for row in first.iter_rows() for one in row if one.hyperlink]
    assert leads == [f"'{name}'!A1" for name in book.sheetnames[1:]]
    assert len(leads) == sum(not isinstance(block, Paragraph) for block in blocks_of(document))


def test_names_are_text_and_never_formulas_or_links() -> None:
    book = _read(_written("fr"))
    cells = [one for page in book.worksheets for row in page.iter_rows() for one in row if one.value is not None]
    assert {one.data_type for one in cells} <= {"s", "n", "d"}
    assert {printable(name) for name in HOSTILE} <= {one.value for one in cells}
    with zipfile.ZipFile(io.BytesIO(_written("fr"))) as archive:
        assert not [name for name in archive.namelist() if b"<f>" in archive.read(name)]


@pytest.mark.parametrize("hostile", [*HOSTILE, "'", "[]:*?/\\", "History", "", "&D&P", "x" * 40_000])
def test_a_hostile_text_may_stand_anywhere(hostile: str) -> None:
    frame = pd.DataFrame([[hostile]], columns=pd.Index([hostile], dtype=object), dtype=object)
    blocks = (Paragraph(hostile), Table(hostile, frame, note=hostile), Table(hostile, frame))
    document = Document(
        hostile, hostile, "en", date(2024, 1, 2), (Section("a", hostile, blocks),), ((hostile,) * 2,), hostile
    )
    book = _read(spreadsheet.render(document))
    assert len(book.worksheets) == 3
    said = printable(hostile)
    assert [one.value for one in book.worksheets[1]["A"]][3:] == [
        said[:32_766] + "…" if len(said) > 32_767 else said
    ] * 2


def test_sheets_are_ready_for_screen_and_paper() -> None:
    document = sample("fr")
    for page in _read(_written("fr")).worksheets:
        assert page.page_setup.orientation == "landscape"
        assert (page.page_setup.paperSize, page.page_setup.fitToHeight) == (9, 0)  # one page wide is what is not said
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert document.foot in page.oddFooter.left.text
    sheets = {page["A1"].value: page for page in _read(_written("fr")).worksheets}
    tables = [block for block in blocks_of(document) if isinstance(block, Table)]
    for table in tables:
        page = sheets[table.title]
        assert (page.freeze_panes, page.print_title_rows) == ("B5", "$4:$4")
        assert page.auto_filter.ref.startswith("A4:")
        widths = [page.column_dimensions[name].width for name in "AB"]
        assert all(8 <= width <= 45 for width in widths)


def test_pictures_say_what_they_show_and_stand_above_their_numbers() -> None:
    with zipfile.ZipFile(io.BytesIO(_written("fr"))) as archive:
        drawn = [archive.read(name).decode() for name in archive.namelist() if re.search(r"drawings/drawing\d", name)]
    alts = [re.search('descr="([^"]*)"', one) for one in drawn]
    pictures = [one for one in blocks_of(sample("fr")) if isinstance(one, Picture)]
    assert [found[1] for found in alts if found] == [one.alt for one in pictures]
    sheets = {page["A1"].value: page for page in _read(_written("fr")).worksheets}
    for picture in pictures:
        page = sheets[picture.title]
        assert int(re.search(r"<xdr:to>.*?<xdr:row>(\d+)", drawn[0])[1]) < page[page.auto_filter.ref.split(":")[0]].row  # type: ignore[index]


@given(st.lists(st.text(max_size=40), max_size=8))
def test_names_of_sheets_are_as_excel_wants_them(titles: list[str]) -> None:
    taken: set[str] = set()
    names = [sheet_name(title, taken) for title in titles]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not re.search(r"[\[\]:*?/\\]", name)
        assert name.strip("'") == name


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_runs_give_the_same_bytes_without_a_clock(language: str) -> None:
    assert spreadsheet.render(sample(language)) == _written(language)
    core = _read(_written(language)).properties
    assert (core.creator, core.title) == ("polegraph", sample(language).title)
    assert core.created.date() == sample(language).day
