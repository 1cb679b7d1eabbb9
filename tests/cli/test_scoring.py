"""``polegraph scorecard`` from the command line."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from polegraph import scorecards
from polegraph.stores.folder import dataset
from tests.scorecards.test_table import DAY, YEAR, world

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]


@pytest.fixture
def kept(folder: Path) -> str:
    dataset.write(world(1), folder / "kept")
    return "kept"


def rows(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout, newline="")))


def test_one_pole_keeps_its_place_among_all(run: Run, kept: str) -> None:
    words = ("scorecard", kept, "--year", str(YEAR), "--at", DAY.isoformat(), "--draws", "0", "--format", "csv")
    every, one = rows(run(*words)), rows(run(*words, "--pole", "b"))
    assert list(one[0]) == list(scorecards.COLUMNS)
    assert one == [row for row in every if row["pole_id"] == "B"]
    assert {row["of"] for row in one if row["indicator"] == "members"} == {"3"}


def test_two_runs_give_the_same_bytes(run: Run, kept: str) -> None:
    words = ("scorecard", kept, "--year", str(YEAR), "--at", DAY.isoformat(), "--draws", "3", "--format", "json")
    assert run(*words).stdout == run(*words).stdout


def test_people_read_it_in_their_language(run: Run, kept: str) -> None:
    result = run("scorecard", kept, "--year", str(YEAR), "--at", DAY.isoformat(), "--draws", "0", "--lang", "fr")
    assert "Adhérents au dernier jour de l'année" in result.stdout
    assert "l'année précédente" in result.stdout
    assert "trop peu" in result.stdout + result.stderr


def test_a_year_that_is_not_a_year_is_refused(run: Run, kept: str) -> None:
    assert run("scorecard", kept, "--year", "soon").exit_code == 2
