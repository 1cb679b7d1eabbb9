from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from polegraph.reports import terminal

CELLS = st.lists(st.lists(st.text(max_size=40), min_size=4, max_size=4), min_size=1, max_size=6)


def steering(text: str) -> bool:
    return any(unicodedata.category(one) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for one in text)


@given(CELLS, st.integers(min_value=1, max_value=120))
def test_a_table_never_steers_and_never_is_wider_than_asked(rows: list[list[str]], columns: int) -> None:
    text, left_out = terminal.table(["a", "b", "c", "d"], rows, numeric=[False] * 4, columns=columns)
    lines = text.split("\n")[:-1]
    assert len(lines) == 1 + len(rows)
    assert not steering(text.replace("\n", ""))
    assert all(terminal.width(line) <= columns for line in lines)
    assert 0 <= left_out < 4


@given(CELLS)
def test_nothing_is_cut_without_a_width(rows: list[list[str]]) -> None:
    text, left_out = terminal.table(["a", "b", "c", "d"], rows, numeric=[False, True, False, True])
    assert left_out == 0
    for row, line in zip(rows, text.split("\n")[1:], strict=False):
        for cell in row:
            assert terminal.printable(cell).strip() in line


def test_columns_are_aligned_whatever_the_width_of_characters() -> None:
    rows = [["日本", "x"], ["abcd", "x"], ["e\u0301tat", "x"]]
    lines = terminal.table(["name", "b"], rows, numeric=[False, False])[0].splitlines()
    assert {terminal.width(line.rstrip("bx")) for line in lines} == {6}


def test_numbers_are_never_cut_but_left_out() -> None:
    text, left_out = terminal.table(["name", "n"], [["x" * 50, "123456789"]], numeric=[False, True], columns=15)
    assert left_out == 1
    assert "123" not in text
    text, left_out = terminal.table(["name", "n"], [["x" * 50, "123456789"]], numeric=[False, True], columns=30)
    assert left_out == 0
    assert text.splitlines()[1] == "x" * 18 + "…  123456789"


def test_marks_of_direction_surrogates_and_escapes_are_shown() -> None:
    assert terminal.printable("a\u200eb\ud800c\x9bd\u2066") == "a\\u200eb\\ud800c\\x9bd\\u2066"
    assert terminal.printable("a\nb\tc\r\nd\xa0\u202f") == "a b c d\xa0\u202f"
