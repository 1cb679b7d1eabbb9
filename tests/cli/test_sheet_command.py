"""`polegraph import sheet`: what was understood is shown and can be corrected; `import tables` leads there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from polegraph.stores.folder import dataset

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

CASES = Path(__file__).parents[1] / "data" / "cases"
FLAT = CASES / "flat_sheet" / "Suivi projets.csv"


@pytest.mark.parametrize("command", ["sheet", "tables"])
def test_what_was_understood_is_shown(command: str, folder: Path, run: Callable[..., Result]) -> None:
    result = run("import", command, FLAT, "--to", "made")
    assert result.exit_code == 0, result.stderr
    assert "Suivi projets.csv was understood as a row a partner:" in result.stderr
    lines = [line.split() for line in result.stderr.splitlines()]
    assert ["Organisation", "partner", "Ada", "SARL", "·", "Zorblax"] in lines
    assert result.stdout == ""
    assert len(dataset.read(folder / "made").participations) == 3


def test_a_column_is_corrected_and_kept_in_a_file(folder: Path, run: Callable[..., Result]) -> None:
    result = run("import", "sheet", FLAT, "--to", "made", "--column", "Appel=-", "--mapping", "m.csv")
    assert result.exit_code == 0, result.stderr
    assert dataset.read(folder / "made").projects["call"].isna().all()
    assert "Appel;-;" in (folder / "m.csv").read_text(encoding="utf-8-sig")
    assert run("import", "sheet", FLAT, "--to", "made", "--mapping", "m.csv").exit_code == 0
    assert dataset.read(folder / "made").projects["call"].isna().all()
    assert not list(folder.glob("made/*.csv"))


def test_a_word_that_is_not_known_is_refused(folder: Path, run: Callable[..., Result]) -> None:
    result = run("import", "sheet", FLAT, "--to", "made", "--column", "Appel=weather")
    assert result.exit_code == 1
    assert "weather" in result.stderr
    assert "partner, partners, lead partner" in result.stderr
    assert not (folder / "made").exists()


def test_check_reads_a_flat_sheet(folder: Path, run: Callable[..., Result]) -> None:
    assert folder.exists()
    assert "Every row was used" in run("check", FLAT).stderr
    assert "Read as: sheet." in run("check", FLAT, "--as", "sheet").stderr
