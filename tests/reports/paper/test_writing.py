"""The paper goes to a file whole or not at all, in the format that its suffix says."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

import polegraph as pg
from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.reports.paper import writing

if TYPE_CHECKING:
    from pathlib import Path

    from polegraph.reports.paper.blocks import Document


def _render(document: Document) -> bytes:
    return f"{document.language} {document.title} {document.day}".encode()


@pytest.fixture(autouse=True)
def _plain_renderers(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in writing.RENDERERS.values():
        monkeypatch.setitem(sys.modules, f"polegraph.reports.paper.{name}", SimpleNamespace(render=_render))


@pytest.mark.parametrize("suffix", ["html", "XLSX", "docx", "pptx"])
def test_the_suffix_chooses_the_format(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"report.{suffix}"
    pg.reports.write(tiny().on("2024-01-01"), path, draws=0, lang="fr")
    assert path.read_bytes().startswith(b"fr ")
    assert path.read_bytes().endswith(b" 2024-01-01")


def test_another_suffix_is_refused_before_anything_is_computed(tmp_path: Path) -> None:
    with pytest.raises(PolegraphError, match="cannot be written as this") as refused:
        pg.reports.write(None, tmp_path / "report.odt")  # type: ignore[arg-type]  # it would be computed on
    assert ".docx" in str(refused.value)


def test_pdf_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "find_spec", lambda _name: None)
    with pytest.raises(PolegraphError) as refused:
        pg.reports.write(tiny(), tmp_path / "report.pdf", draws=0)
    assert 'pip install "polegraph[pdf]"' in str(refused.value)


def test_a_failure_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.html"
    path.write_text("before")

    def fails(_document: Document) -> bytes:
        raise PolegraphError("it broke")

    monkeypatch.setitem(sys.modules, "polegraph.reports.paper.html", SimpleNamespace(render=fails))
    with pytest.raises(PolegraphError, match="it broke"):
        pg.reports.write(tiny(), path, draws=0)
    assert path.read_text() == "before"
    assert [one.name for one in tmp_path.iterdir()] == ["report.html"]


def test_there_is_nothing_else_on_the_face_of_reports() -> None:
    with pytest.raises(AttributeError):
        _ = pg.reports.nothing  # type: ignore[attr-defined]  # that is the test
