from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from polegraph.reports.fitted import fitted
from polegraph.reports.terminal import width

LETTERS = st.sampled_from("ab é日本\u0301-\u202f\x1b\u202e")
WORDS = st.text(LETTERS, max_size=70)
NUMBERS = st.one_of(st.just(""), st.integers(-9999, 9999).map(str), st.floats(-99, 99).map(lambda one: f"{one:.3f}"))


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]], list[bool]]:
    """A table with wide, combining and steering characters; the first cell of a row is its number in CJK brackets."""
    numeric = draw(st.lists(st.booleans(), max_size=4))
    rows = draw(st.lists(st.tuples(*(NUMBERS if one else WORDS for one in numeric)), max_size=22))
    headings = draw(st.lists(WORDS, min_size=len(numeric), max_size=len(numeric)))
    return ["row", *headings], [[f"【{place}】", *row] for place, row in enumerate(rows)], [False, *numeric]


@given(tables(), st.integers(min_value=1, max_value=170), st.integers(min_value=1, max_value=8))
def test_no_line_is_wider_no_row_is_lost_and_the_hidden_are_named(
    table: tuple[list[str], list[list[str]], list[bool]], columns: int, first: int
) -> None:
    headings, rows, numeric = table
    made = fitted(headings, rows, numeric=numeric, columns=columns, first=first)
    lines = made.text.split("\n")[:-1]
    assert max(map(width, lines)) <= columns
    assert not [one for one in made.text.replace("\n", "") if unicodedata.category(one) in {"Cc", "Cf", "Cs"}]
    assert made.shown[:1] == (0,)
    assert list(made.shown) == sorted(set(made.shown) & set(range(len(headings))))
    if columns >= 8:
        begun = [line[: line.index("】")] for line in lines if line.startswith("【")]
        assert begun == [f"【{place}" for place in range(len(rows))]
    if columns == 170 and len(headings) == 2 and any(row[1] for row in rows):
        assert made.shown == (0, 1)


@given(st.lists(NUMBERS, min_size=1, max_size=8))
def test_numbers_are_whole_and_their_decimals_stand_under_each_other(numbers: list[str]) -> None:
    made = fitted(["name", "n"], [["x" * 70, one] for one in numbers], numeric=[False, True], columns=40)
    lines = [line for line in made.text.splitlines()[2:] if line.startswith("x")]
    if not any(numbers):
        assert made.shown == (0,)
        return
    cells = [line.rpartition(" ")[2] if one else "" for one, line in zip(numbers, lines, strict=True)]
    assert cells == numbers
    points = {line.rindex(one) + len(one.partition(".")[0]) for one, line in zip(numbers, lines, strict=True) if one}
    assert len(points) == 1


def test_a_number_without_room_is_left_out_not_cut() -> None:
    rows = [["x" * 50, "123456789"]]
    assert "123" not in fitted(["name", "n"], rows, numeric=[False, True], columns=15).text
    assert "123456789" in fitted(["name", "n"], rows, numeric=[False, True], columns=30).text


def test_what_matters_is_shown_past_what_has_no_room_and_the_rest_up_to_it() -> None:
    headings = ["name", "long", "a", "b", "long too", "c"]
    rows = [["n" * 18, "x" * 30, "1", "2", "y" * 60, "3"]]
    numeric = [False, False, True, True, False, True]
    assert fitted(headings, rows, numeric=numeric, columns=30, first=4).shown == (0, 2, 3)
    assert fitted(headings, rows, numeric=numeric, columns=75, first=2).shown == (0, 1, 2, 3)


def test_names_take_two_lines_and_sentences_what_they_need_in_a_short_table() -> None:
    name, sentence = "word " * 9, "sentence " * 20
    short = fitted(["name", "why"], [[name, sentence]], numeric=[False, False], columns=60).text
    assert short.count("word") == 9
    assert short.count("sentence") == 20
    assert "…" not in short
    many = fitted(["name", "why"], [[name, sentence]] * 30, numeric=[False, False], columns=60).text
    assert many.count("…") == 30


def test_headings_are_broken_and_stand_above_a_rule() -> None:
    text = fitted(["name", "projects with the group"], [["Ada", "3"]], numeric=[False, True], columns=80).text
    assert text.splitlines() == ["      projects", "      with the", "name     group", "─" * 14, "Ada          3"]
