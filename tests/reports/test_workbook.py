"""Workbooks as people see them: nothing cut, names first, one page wide, and a first sheet that leads to the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest

from polegraph.examples import tiny
from polegraph.files import any_table, archives
from polegraph.i18n import speaking
from polegraph.metrics import large_group_links
from polegraph.reports import introductions, row_heights, sheets, state
from polegraph.reports.sheets import Sheet

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

LONG = "=cmd() " + "Institut de recherche en génie électrique " * 6


@pytest.fixture(params=["en", "fr"])
def book(request: pytest.FixtureRequest, tmp_path: Path) -> openpyxl.Workbook:
    """Write the lists of a network, and one of long texts."""
    net = tiny()
    links = large_group_links(net, draws=0)
    long = pd.DataFrame({"name": [LONG, "short"], "reasons": ["x" * 300, "a\nb"], "score": [1.0, 0.5]})
    long["suggested_id"], long["suggested_name"] = ["siren:1;siren:2", "siren:3"], ["One", "Two"]
    with speaking(request.param):
        made = [
            Sheet("links", links, "What.", ("name", "status"), net=net, finding="Found."),
            introductions.sheet(links, net),
            Sheet("suggestions", long, LONG),
            Sheet("info", state.info(net), "What."),
        ]
        sheets.write(made[0], tmp_path / "x.xlsx", [("network", "tiny")], more=made[1:])
    return openpyxl.load_workbook(tmp_path / "x.xlsx")


def widths(page: Worksheet) -> dict[int, float]:
    """Return the widths of the visible columns."""
    return {
        place: one.width
        for one in page.column_dimensions.values()
        if not one.hidden
        for place in range(one.min, one.max + 1)
    }


def test_no_text_needs_more_lines_than_its_row_is_high(book: openpyxl.Workbook) -> None:
    for page in book:
        wide = widths(page)
        for row in page.iter_rows():
            for cell in row:
                if cell.column in wide and isinstance(cell.value, str):
                    heading = cell.row == 1 and page is not book.worksheets[0]
                    lines = row_heights.count(cell.value, wide[cell.column] - 1, bold=heading)
                    high = page.row_dimensions[cell.row].height or 15.0
                    assert high >= min(12.8 * lines, row_heights.HIGHEST), (page.title, cell.coordinate)


def test_each_sheet_is_frozen_filtered_one_page_wide_and_numbered(book: openpyxl.Workbook) -> None:
    for page in book.worksheets[1:]:
        assert page.freeze_panes in {"A2", "B2"}
        assert page.auto_filter.ref.startswith("A1:")
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("landscape", 0)
        assert page.print_title_rows == "$1:$1"
        assert "&P / &N" in page.oddFooter.right.text


def test_identifiers_of_what_is_named_are_hidden_at_the_right(book: openpyxl.Workbook) -> None:
    page = book.worksheets[3]
    shown = widths(page)
    said = [cell.column for cell in page[2] if isinstance(cell.value, str) and cell.value.startswith("siren:")]
    assert said == [page.max_column]
    assert not set(said) & set(shown)


def test_the_first_sheet_says_what_was_found_and_leads_to_all_others(book: openpyxl.Workbook) -> None:
    first = book.worksheets[0]
    links = [cell.hyperlink.location for row in first.iter_rows() for cell in row if cell.hyperlink]
    assert links == [f"'{page.title}'!A1" for page in book.worksheets[1:]]
    assert "Found." in {cell.value for cell in first["B"]}
    assert all(cell.data_type != "f" for page in book for row in page.iter_rows() for cell in row)


def test_the_first_sheet_is_passed_over_when_a_workbook_is_read_again(tmp_path: Path) -> None:
    for lang in ("en", "fr"):
        with speaking(lang):
            sheets.write(Sheet("x", pd.DataFrame({"name": ["A"]}), "What.", written=True), tmp_path / f"{lang}.xlsx")
        read = [one for part in archives.tables_in(tmp_path / f"{lang}.xlsx") for one in any_table.of(part)]
        assert [one.frame.to_dict("list") for one in read] == [{"name": ["A"]}]
