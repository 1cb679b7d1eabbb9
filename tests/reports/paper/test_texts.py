from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from polegraph.i18n import speaking
from polegraph.reports.paper.blocks import Table
from polegraph.reports.paper.texts import grid, left_out


def test_cells_are_written_by_their_kind_and_unit() -> None:
    frame = pd.DataFrame(
        {
            "année": [2010, 2011],
            "part": [0.25, np.nan],
            "aide": pd.array([1234567, None], "Int64"),
            "le": [date(2012, 12, 31), None],
            "clos": pd.array([True, None], "boolean"),
            "mêlé": [1, None],
            "nom": ["a\nb\u202e", None],
        }
    )
    with speaking("fr"):
        made = grid(Table("Titre", frame, {"année": "year", "part": "share", "aide": "eur"}))
    assert made.rows[0][:6] == ("2010", "25,0\u202f%", "1\u202f234\u202f567\u00a0€", "31/12/2012", "oui", "1")
    assert made.rows[0][6] == "a b\\u202e"
    assert made.rows[1] == ("2011", *["–"] * 6)
    assert made.numeric == (False, True, True, False, False, True, False)
    assert made.head == 0


def test_the_first_text_names_the_row_and_numbers_do_where_there_is_none() -> None:
    assert grid(Table("", pd.DataFrame({"n": [1], "name": ["x"]}))).head == 1
    made = grid(Table("", pd.DataFrame({"n": [1], "m": [2]})))
    assert (made.head, made.numeric) == (0, (False, True))


def test_two_columns_may_have_the_same_heading() -> None:
    frame = pd.DataFrame([["x", 1.0, 2.0]], columns=["name", "n", "n"])
    assert grid(Table("", frame)).rows == (("x", "1", "2"),)


def test_a_table_without_rows_keeps_its_headings() -> None:
    made = grid(Table("", pd.DataFrame({"name": pd.Series([], dtype="str"), "n": pd.Series([], dtype="Int64")})))
    assert (made.headings, made.numeric, made.rows) == (("name", "n"), (False, True), ())


@pytest.mark.parametrize(("most", "said"), [(None, ""), (3, ""), (5, ""), (2, "1 more row in the workbook")])
def test_rows_that_paper_leaves_out_are_said(most: int | None, said: str) -> None:
    assert left_out(Table("", pd.DataFrame({"n": range(3)}), most=most)) == said
