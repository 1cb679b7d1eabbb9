"""`polegraph check` is for the owner of the folder: all of it, by cause, and the workbook given back."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from click.testing import Result

    Run = Callable[..., Result]

CASE = Path(__file__).parents[1] / "data" / "cases" / "check-hides-everything" / "interne.xlsx"


def _imported(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(folder)
    book = Path(shutil.copy(CASE, folder / "interne.xlsx"))
    assert run("import", "tables", book, "--to", "net").exit_code == 0
    return book


def test_the_owner_sees_all_though_one_member_is_internal(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _imported(run, tmp_path, monkeypatch)
    said = run("check", "net")
    assert (
        '1 time, sheet participations, column "organisation": no row of the organisations has this name' in said.stdout
    )
    assert '"Inconnue SA": row 3' in said.stdout
    assert "audience" not in said.stderr
    asked = run("check", "net", "--audience", "public")
    assert "Inconnue" not in asked.stdout + asked.stderr
    assert "1 entry is not listed" in asked.stderr


def test_the_workbook_comes_back_for_a_file_and_for_a_network(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = _imported(run, tmp_path, monkeypatch)
    before = book.read_bytes()
    for target in (("net",), ("interne.xlsx",)):
        result = run("check", *target, "-o", "a-corriger.xlsx", "--lang", "fr")
        assert result.exit_code == 0, result.stderr
        marked = openpyxl.load_workbook("a-corriger.xlsx")
        assert marked.sheetnames == ["À corriger", "organisations", "projets", "participations"]
        assert marked["participations"]["B3"].comment is not None
    assert book.read_bytes() == before
    assert run("check", "net", "-o", "net.xlsx", "--audience", "public").exit_code == 0
    assert "participations" not in openpyxl.load_workbook("net.xlsx").sheetnames


def test_a_file_that_moved_is_asked_for(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = _imported(run, tmp_path, monkeypatch)
    (tmp_path / "ailleurs").mkdir()
    moved = book.rename(tmp_path / "ailleurs" / "base 2.xlsx")
    result = run("check", "net", "-o", "a.xlsx")
    assert result.exit_code == 1
    assert "interne.xlsx: the file that this network was read from is not here" in result.stderr
    assert not (tmp_path / "a.xlsx").exists()
    assert run("check", "net", moved, "-o", "a.xlsx").exit_code == 0
    assert openpyxl.load_workbook("a.xlsx")["participations"]["B3"].comment is not None
    assert run("check", moved, "-o", moved).exit_code == 0  # asked for by its own name, it is written over
    assert openpyxl.load_workbook(moved).sheetnames[0] == "To correct"
