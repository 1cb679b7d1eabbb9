"""``polegraph report`` from the command line."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from polegraph.stores.folder import dataset
from tests.scorecards.test_table import DAY, YEAR, world

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from polegraph.reports.paper.blocks import Document

    Run = Callable[..., Result]


@pytest.fixture
def kept(folder: Path) -> str:
    dataset.write(world(1), folder / "kept")
    return "kept"


@pytest.fixture
def papers(monkeypatch: pytest.MonkeyPatch) -> list[Document]:
    """The papers that would be written as HTML."""
    made: list[Document] = []

    def render(document: Document) -> bytes:
        made.append(document)
        return b"<html>"

    monkeypatch.setitem(sys.modules, "polegraph.reports.paper.html", SimpleNamespace(render=render))
    return made


def test_a_paper_of_a_pole_is_written(run: Run, kept: str, folder: Path, papers: list[Document]) -> None:
    words = ("report", kept, "--pole", "B", "--year", str(YEAR), "--at", DAY.isoformat(), "--draws", "1")
    result = run(*words, "--notice", "Only a test.", "-o", "paper.html", "--lang", "fr")
    assert result.exit_code == 0, result.stderr
    assert (folder / "paper.html").read_bytes() == b"<html>"
    assert papers[0].day == DAY
    assert papers[0].language == "fr"
    assert "Only a test." in papers[0].foot
    assert any(value == "kept" for _what, value in papers[0].about)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), "-o"),
        (("-o", "paper.odt"), ".docx"),
        (("-o", "-"), ".docx"),
        (("-o", "paper.html", "--pole", "nobody"), "nobody"),
        (("-o", "nowhere/paper.html"), "folder"),
        (("-o", "paper.html", "--year", "soon"), "--year"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(
    run: Run, kept: str, papers: list[Document], words: tuple[str, ...], expected: str
) -> None:
    result = run("report", kept, *words)
    assert result.exit_code != 0
    assert expected in result.stderr
    assert not papers
