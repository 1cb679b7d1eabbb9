"""``polegraph outcomes`` from the command line."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import openpyxl
import pytest

from polegraph import outcomes
from polegraph.cli import outcoming
from polegraph.stores.folder import dataset
from tests.outcomes.test_rates import DAY, example

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]


@pytest.fixture
def kept(folder: Path) -> str:
    dataset.write(example(), folder / "kept")
    return "kept"


def rows(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout, newline="")))


def test_the_names_are_those_of_the_library() -> None:
    assert outcoming.BY == outcomes.BY


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_rates_keep_their_columns_in_any_language(run: Run, kept: str, lang: str) -> None:
    found = rows(run("outcomes", kept, "--by", "shape", "--at", DAY, "--format", "csv", "--lang", lang))
    assert list(found[0]) == list(outcomes.COLUMNS)
    assert [row["group"] for row in found] == outcomes.summary(example(), "shape")["group"].tolist()


def test_projects_to_ask_are_those_of_the_day(run: Run, kept: str) -> None:
    found = rows(run("outcomes", kept, "--follow-up", "--at", DAY, "--format", "csv"))
    assert [row["project_id"] for row in found] == ["P"]
    assert rows(run("outcomes", kept, "--follow-up", "--at", "2020-01-01", "--format", "csv")) == []


def test_an_outcome_that_is_not_public_is_counted_for_nobody_else(run: Run, kept: str, folder: Path) -> None:
    net = example()
    hidden = net.outcomes.assign(visibility="internal")
    dataset.write(
        type(net)(**{**{n: t for n, t in net.tables.items() if len(t)}, "outcomes": hidden}), folder / "hidden"
    )
    public = run("outcomes", "hidden", "--at", DAY, "--format", "csv")
    assert rows(public)[0]["with_outcome"] == "0"
    assert "4 rows of other tables" in public.stderr
    internal = rows(run("outcomes", "hidden", "--at", DAY, "--format", "csv", "--audience", "internal"))
    assert internal[0]["with_outcome"] == rows(run("outcomes", kept, "--at", DAY, "--format", "csv"))[0]["with_outcome"]


def test_too_few_are_told_in_one_sentence(run: Run, kept: str) -> None:
    result = run("outcomes", kept, "--model", "cox", "--at", DAY)
    assert result.exit_code == 1
    assert "too few outcomes to say what goes with them" in result.stderr
    assert "Traceback" not in result.stderr


def test_one_list_at_a_time(run: Run, kept: str) -> None:
    assert run("outcomes", kept, "--by", "phase", "--follow-up").exit_code == 2


def told(run: Run, folder: Path, *options: str) -> list[str]:
    """Return the texts of a workbook."""
    assert run("outcomes", *options, "-o", "told.xlsx", "--lang", "fr").exit_code == 0
    book = openpyxl.load_workbook(folder / "told.xlsx")
    return [str(cell.value) for page in book for row in page.iter_rows() for cell in row]


def test_a_workbook_says_the_result_of_all_but_adds_no_groups_up(run: Run, kept: str, folder: Path) -> None:
    texts = told(run, folder, kept)
    found = outcomes.summary(example()).iloc[0]
    said = [one for one in texts if one.startswith(str(found["with_outcome"])) and one.endswith(".")]
    assert len(said) == 1, texts
    assert str(found["projects"]) in said[0]
    assert not [one for one in told(run, folder, kept, "--by", "phase") if one == said[0]]
