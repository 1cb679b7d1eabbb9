"""``polegraph scorecard`` from the command line."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import openpyxl
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


SCORECARD = ("scorecard", "kept", "--year", str(YEAR), "--at", DAY.isoformat())


@pytest.mark.usefixtures("kept")
def test_behind_a_figure_stand_the_names_that_it_counts(run: Run) -> None:
    value = next(
        row["value"]
        for row in rows(run(*SCORECARD, "--draws", "0", "--pole", "a", "--format", "csv"))
        if row["indicator"] == "members_sme"
    )
    for asked in ("members_sme", "members-sme", "PME adhérentes", "SMEs among the members"):
        listed = rows(run(*SCORECARD, "--pole", "a", "--behind", asked, "--format", "csv"))
        assert len(listed) == float(value) > 0
        assert {row["counted"] for row in listed} == {"true"}
        assert all(row["name"] for row in listed)
    shown = run(*SCORECARD, "--pole", "a", "--behind", "sme_linked_share", "--lang", "fr", "--format", "md").stdout
    assert "O0" in shown
    refused = run(*SCORECARD, "--behind", "smes")
    assert refused.exit_code == 1
    assert "there is no such indicator" in refused.stderr


@pytest.mark.usefixtures("kept")
def test_a_workbook_holds_the_scorecard_and_all_that_stands_behind_it(run: Run, folder: Path) -> None:
    result = run(*SCORECARD, "--draws", "0", "--behind", "tous", "-o", "score-{fingerprint}.xlsx", "--lang", "en")
    assert result.exit_code == 0, result.output
    (path,) = folder.glob("score-*.xlsx")
    digits = path.stem.removeprefix("score-")
    assert len(digits) == 12
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[:2] == ["scorecard", "behind"]
    assert book["behind"].max_row > book["scorecard"].max_row
    about = [str(cell.value) for row in book.worksheets[-1].iter_rows() for cell in row]
    assert any(text.startswith(f"sha256:{digits}") for text in about)
    again = run(*SCORECARD, "--draws", "0", "-o", "score-{fingerprint}.csv")
    assert (folder / f"score-{digits}.csv").exists()
    assert f"sha256:{digits}" in again.stderr


OWN = "name,en,fr,unit,direction,cypher\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OWN + "ours,Ours,Nôtre,number,up,RETURN 1\n", "this network is a folder"),
        ("name,en\nours,Ours\n", "this is no list of indicators"),
        (OWN + "members,Ours,,number,up,RETURN 1\n", "another indicator of this name"),
        (OWN + "ours,,,number,up,RETURN 1\nours,,,number,up,RETURN 1\n", "another indicator of this name"),
        (OWN + "=cmd(),Ours,,number,up,RETURN 1\n", "this is no indicator"),
        (OWN + "ours,Ours,,weight,up,RETURN 1\n", "use one of: number, share, eur, fte, months"),
        (OWN + "ours,Ours,,number,sideways,RETURN 1\n", "use one of: up, down"),
        (OWN + "ours,Ours,,number,up,\n", "write the statement"),
        (OWN + "ours,Ours\n", "this is no list of indicators"),
    ],
)
@pytest.mark.usefixtures("kept")
def test_indicators_of_ones_own_are_checked_before_anything_is_computed(
    run: Run, folder: Path, text: str, said: str
) -> None:
    (folder / "ours.csv").write_text(text, encoding="utf-8")
    result = run(*SCORECARD, "--indicators", "ours.csv")
    assert result.exit_code == 1, result.output
    assert said in " ".join(result.stderr.split())


@pytest.mark.usefixtures("kept")
def test_a_file_of_indicators_that_is_not_there_or_too_big_is_refused(run: Run, folder: Path) -> None:
    assert run(*SCORECARD, "--indicators", "none.csv").exit_code == 1
    (folder / "big.csv").write_text(OWN + "x" * 1_000_001, encoding="utf-8")
    assert "too big" in run(*SCORECARD, "--indicators", "big.csv").stderr
