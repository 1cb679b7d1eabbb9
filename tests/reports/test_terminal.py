from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from polegraph.reports import terminal

CELLS = st.lists(st.lists(st.text(max_size=40), min_size=4, max_size=4), min_size=1, max_size=6)


def steering(text: str) -> bool:
    return any(unicodedata.category(one) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for one in text)


@given(CELLS)
def test_nothing_is_cut_without_a_width(rows: list[list[str]]) -> None:
    text = terminal.table(["a", "b", "c", "d"], rows, numeric=[False, True, False, True])
    assert not steering(text.replace("\n", ""))
    for row, line in zip(rows, text.split("\n")[1:], strict=False):
        for cell in row:
            assert terminal.printable(cell).strip() in line


def test_columns_are_aligned_whatever_the_width_of_characters() -> None:
    rows = [["日本", "x"], ["abcd", "x"], ["e\u0301tat", "x"]]
    lines = terminal.table(["name", "b"], rows, numeric=[False, False]).splitlines()
    assert {terminal.width(line.rstrip("bx")) for line in lines} == {6}


@given(
    st.text(max_size=60),
    st.integers(min_value=terminal.NARROWEST, max_value=30),
    st.sampled_from([{}, {"set_in": True}]),
)
def test_a_broken_text_fits_and_has_all_its_characters(text: str, room: int, how: dict[str, bool]) -> None:
    text = terminal.printable(text)
    lines = terminal.wrapped(text, room, **how)
    assert max(map(terminal.width, lines)) <= room
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_word_without_room_is_broken_after_its_hyphen() -> None:
    assert terminal.wrapped("Auvergne-Rhône-Alpes", 18) == ["Auvergne-Rhône-", "Alpes"]
    assert terminal.wrapped("a-verylongwordthatgoeson", 18) == ["a-verylongwordthat", "goeson"]
    assert terminal.wrapped("日本の会社", 5) == ["日本", "の会", "社"]


def test_marks_of_direction_surrogates_and_escapes_are_shown() -> None:
    assert terminal.printable("a\u200eb\ud800c\x9bd\u2066") == "a\\u200eb\\ud800c\\x9bd\\u2066"
    assert terminal.printable("a\nb\tc\r\nd\xa0\u202f") == "a b c d\xa0\u202f"
