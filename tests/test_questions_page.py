"""docs/questions.md is what the files of the catalogue say."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.questions import PAGE, kept, page

ROOT = Path(__file__).parents[1]


def _checked(root: Path) -> int:
    command = [sys.executable, str(root / "tools" / "questions.py"), "--check"]
    return subprocess.run(command, cwd=root, capture_output=True, check=False).returncode


def test_the_page_is_up_to_date() -> None:
    assert _checked(ROOT) == 0


@pytest.mark.parametrize(
    "word", ["Adhérents sans projet", "at least so many pôles", "RETURN pole.pole_id AS pole_id", "=> 2022;"]
)
def test_a_page_that_says_something_else_is_found_out(word: str, tmp_path: Path) -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert word in text
    (tmp_path / "tools").mkdir()
    (tmp_path / "docs").mkdir()
    shutil.copy(ROOT / "tools" / "questions.py", tmp_path / "tools")
    (tmp_path / "docs" / "questions.md").write_text(text.replace(word, "x", 1), encoding="utf-8")
    assert _checked(tmp_path) == 1


def test_every_question_has_an_example_that_shows_something() -> None:
    examples = kept(PAGE.read_text(encoding="utf-8"))
    assert all(example.count("\n") > 2 for example in examples.values())
    assert page(examples) == PAGE.read_text(encoding="utf-8")
