from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polegraph.errors import PolegraphError
from polegraph.files import plain
from polegraph.i18n import speaking
from polegraph.reports import sheets, workbook
from polegraph.reports.sheets import Sheet

if TYPE_CHECKING:
    from pathlib import Path

NAMES = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1, max_size=8)


def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": ["=1+1", "é|`x`*", None, "http://a.b/c"],
            "count": pd.array([1, None, 3, -4], dtype="Int64"),
            "share": [0.1, float("nan"), -2.5, float("inf")],
            "sme": pd.array([True, False, None, True], dtype="boolean"),
            "date": pd.Series(["2016-01-02", None, "2018-12-31", "2019-01-01"]).astype("datetime64[us]"),
        }
    )


@given(NAMES)
def test_csv_comes_back_as_it_was(names: list[str]) -> None:
    text = sheets.csv(pd.DataFrame({"name": names, "n": range(len(names))})).decode()
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0] == ["name", "n"]
    assert [plain(row[0]) for row in rows[1:]] == [plain(name) for name in names]
    assert not [row for row in rows[1:] if row[0].startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_csv_leaves_numbers_dates_and_missing_values_alone() -> None:
    rows = list(csv.reader(io.StringIO(sheets.csv(frame()).decode(), newline="")))
    assert rows[1] == ["'=1+1", "1", "0.1", "true", "2016-01-02"]
    assert rows[2] == ["é|`x`*", "", "", "false", ""]
    assert rows[3][1:] == ["3", "-2.5", "", "2018-12-31"]


def test_json_has_nulls_and_no_numbers_that_json_lacks() -> None:
    rows = json.loads(sheets.json_text(frame()))
    assert rows[0] == {"name": "=1+1", "count": 1, "share": 0.1, "sme": True, "date": "2016-01-02"}
    assert rows[1]["count"] is rows[1]["share"] is rows[1]["date"] is None
    assert rows[2]["sme"] is rows[2]["name"] is None
    assert rows[3]["share"] is None
    assert json.loads(sheets.json_text(frame().head(0))) == []


def test_markdown_cells_stay_cells() -> None:
    text = sheets.markdown(pd.DataFrame({"name": ["a|b", "`c`", "d\ne", "<script>", "[x](y)", "_m_ snake_case"]}))
    lines = text.splitlines()
    assert lines[2:] == [
        r"| a\|b |",
        r"| \`c\` |",
        "| d e |",
        r"| \<script\> |",
        r"| \[x\](y) |",
        r"| \_m\_ snake_case |",
    ]


def read(path: Path, name: str) -> list[list[object]]:
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path)[name].iter_rows()]


def test_a_workbook_holds_text_numbers_and_dates_and_never_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    sheets.write(Sheet("links", frame(), "What."), path, [("source", "=evil()")])
    book = openpyxl.load_workbook(path)
    page = book["links"]
    cells = [cell for row in page.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    at = {cell.value: cell.column for cell in page[1]}
    assert set(at) == {"name", "number", "share", "sme", "date"}
    assert page.cell(2, at["name"]).value == "=1+1"
    assert page.cell(2, at["number"]).value == 1
    assert page.cell(2, at["date"]).is_date
    assert page.cell(3, at["number"]).value is None
    assert page.freeze_panes == "B2"
    assert page.auto_filter.ref == "A1:E5"
    assert read(path, "read me")[1] == ["links", "What.", str(len(frame()))]
    assert ["source", "=evil()", None] in read(path, "read me")
    assert {cell.data_type for row in book["read me"].iter_rows() for cell in row} == {"s", "n"}
    assert str(book.properties.created) == "1980-01-01 00:00:00"


def test_what_a_workbook_cannot_hold_is_cut_or_replaced_and_said(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    long = pd.DataFrame({"name": ["x" * 40_000, "\U0001f600" * 20_000, "bell\x07 \ufffe end", "y" * 32_767, "_x0041_"]})
    sheets.write(Sheet("links", long, "What."), path)
    values = [row[0] for row in read(path, "links")[1:]]
    assert values[0] == "x" * 32_766 + "…"
    assert isinstance(values[1], str)
    assert len(values[1].encode("utf-16-le")) // 2 <= 32_767
    assert values[1].endswith("\U0001f600…")
    assert values[2:] == ["bell\ufffd \ufffd end", "y" * 32_767, "_x0041_"]
    notes = {str(what): value for what, value, _rows in read(path, "read me")}
    assert notes["shortened"] == "2 cells were longer than a workbook allows and end with …"


def test_more_rows_than_a_sheet_holds_are_refused_and_nothing_is_left(tmp_path: Path) -> None:
    many = pd.DataFrame({"n": range(workbook.MOST_ROWS)})
    with pytest.raises(PolegraphError, match=r"write \.csv or \.parquet"):
        sheets.write(Sheet("links", many, "What."), tmp_path / "x.xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", sheets.FORMATS)
def test_a_result_without_rows_can_be_written(tmp_path: Path, suffix: str) -> None:
    sheets.write(Sheet("links", frame().head(0), "What."), tmp_path / f"x.{suffix}")
    assert (tmp_path / f"x.{suffix}").stat().st_size


def test_headings_and_words_are_french_for_people_only() -> None:
    table = pd.DataFrame({"org_id": ["A"], "size": ["mid_cap"], "name": ["large"]})
    with speaking("fr"):
        assert sheets.markdown(table).splitlines()[0] == "| identifiant | taille | nom |"
        assert sheets.markdown(table).splitlines()[2] == "| A | ETI | large |"
        assert sheets.csv(table) == b"org_id,size,name\r\nA,mid_cap,large\r\n"


def test_a_heading_says_where_a_column_is_an_estimate(tmp_path: Path) -> None:
    table = pd.DataFrame({"name": ["Ada"], "betweenness": [0.5], "pagerank": [0.1]})
    table.attrs["estimated"] = {"betweenness": 256}
    sheet = Sheet("metrics", table, "", ("name", "betweenness"))
    assert "betweenness (estimate)" in " ".join(sheets.on_terminal(sheet, columns=80).text.replace("name", "").split())
    assert "| betweenness (estimate) | PageRank |" in sheets.markdown(table)
    assert b";betweenness (estimate);PageRank" in sheets.excel_csv(sheet)
    assert sheets.csv(table).startswith(b"name,betweenness,pagerank")
    path = tmp_path / "metrics.xlsx"
    sheets.write(sheet, path)
    assert [cell.value for cell in openpyxl.load_workbook(path).worksheets[0][1]] == [
        "name",
        "betweenness (estimate)",
        "PageRank",
    ]


def test_each_column_is_shown_or_hidden_or_said_once() -> None:
    frame = pd.DataFrame({name: [f"{name} {row}" for row in range(9)] for name in ("title", "city", "acronym", "note")})
    frame = frame.assign(pole="DREAM", region="Bretagne", amount=1).astype({"pole": "str", "region": "str"})
    sheet = Sheet("x", frame, "", ("pole", "title", "amount"), narrow=("pole", "city", "title"))
    made = sheets.on_terminal(sheet, columns=30, rows=2)
    assert made.same == [("pôle", "DREAM")]
    assert made.text.splitlines()[0].split() == ["city", "title", "amount"]
    assert made.hidden == ["acronym", "note", "region"]
    assert len(made.text.splitlines()) == 2 + 2
    whole = sheets.on_terminal(sheet)
    assert (len(whole.hidden), len(whole.same), len(whole.text.splitlines())) == (0, 0, 1 + 9)
    assert not sheets.on_terminal(replace(sheet, chosen=("pole",)), columns=30).same
