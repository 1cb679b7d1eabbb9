from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from polegraph.errors import PolegraphError, shown
from polegraph.files import neutral, plain, whole

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    with whole(target) as temporary:
        temporary.write_text("new")
        assert not target.exists()
    assert target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) & 0o400


def test_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old")

    def fail() -> None:
        with whole(target) as temporary:
            temporary.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("place", ["missing/a.txt", ""])
def test_a_place_that_cannot_be_written_is_a_clear_error(tmp_path: Path, place: str) -> None:
    with pytest.raises(PolegraphError, match="What to do"), whole(tmp_path / place):
        pass


@given(st.text())
@example("=1")
@example("+1")
@example("-1")
@example("@x")
@example("\t=1")
@example("\r=1")
def test_no_cell_is_a_formula_and_none_is_changed_for_good(text: str) -> None:
    cell = neutral(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert plain(cell) == text or text.startswith("'")


@given(st.text(alphabet=st.characters(categories=("Cs", "Cc", "Cf", "L"))))
def test_a_value_is_shown_on_one_line_that_no_terminal_obeys(text: str) -> None:
    line = shown(text)
    assert line.isprintable()
    line.encode("utf-8")
