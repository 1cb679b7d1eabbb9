"""``polegraph support`` from the command line."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from polegraph import support
from polegraph.cli import supporting
from polegraph.stores.folder import dataset
from tests.support.test_figures import figures
from tests.support.test_introductions import introduced
from tests.support.test_matching import everyone
from tests.support.worlds import DAY, world

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]


@pytest.fixture
def kept(folder: Path) -> str:
    dataset.write(world(**{name: getattr(everyone(), name) for name in ("needs", "offers")}), folder / "kept")
    return "kept"


def rows(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout, newline="")))


def test_the_names_are_those_of_the_library() -> None:
    assert supporting.BY == support.BY


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_needs_and_offers_keep_their_columns_in_any_language(run: Run, kept: str, lang: str) -> None:
    result = run("support", kept, "--at", DAY, "--format", "csv", "--lang", lang)
    found = rows(result)
    assert list(found[0]) == list(support.COLUMNS)
    assert [row["offer_org_id"] for row in found] == ["T", "O", "F"]
    assert "1" in result.stderr


def test_people_read_names_and_headings_of_their_own(run: Run, kept: str) -> None:
    result = run("support", kept, "--at", DAY, "--each", "2", "--format", "md")
    assert "state of the need" in result.stdout
    assert "steps between them" in result.stdout
    assert "large group" not in result.stdout
    assert "Link" in result.stdout
    assert "Far away" not in result.stdout
    assert "1 need asks for an offer; 1 can be met at once under the capacities." in result.stderr


def test_a_pole_and_what_it_lacks(run: Run, folder: Path) -> None:
    dataset.write(figures(), folder / "counted")
    every = rows(run("support", "counted", "--unmet", "--at", DAY, "--format", "csv"))
    assert {row["org_id"] for row in every} == {"F"}
    assert rows(run("support", "counted", "--unmet", "--pole", "one", "--at", DAY, "--format", "csv")) == []


def test_counts_are_those_of_the_library(run: Run, folder: Path) -> None:
    dataset.write(figures(), folder / "counted")
    found = rows(run("support", "counted", "--summary", "--by", "domain", "--at", DAY, "--format", "csv"))
    table = support.summary(figures(), ["domain"])
    assert list(found[0]) == list(table)
    assert [int(row["needs"]) for row in found] == table["needs"].tolist()
    every = rows(run("support", "counted", "--summary", "--at", DAY, "--format", "csv", "--lang", "fr"))
    assert list(every[0]) == list(support.summary(figures()))


def test_introductions_are_judged_in_a_sentence(run: Run, folder: Path) -> None:
    dataset.write(introduced(), folder / "met")
    result = run("support", "met", "--introductions", "--at", DAY)
    assert "1 of 4 introductions that can be judged became projects." in result.stderr
    table = support.introductions(introduced())
    compared = table[table["result"].isin(["became_project", "none_yet"]) & table["expected"].notna()]
    assert 0 < len(compared) < 4
    assert f"Of the {len(compared)} with pairs to compare with, 0 did;" in result.stderr
    assert "none yet" in result.stdout or "none_yet" in result.stdout
    none = run("support", "met", "--introductions", "--at", "2016-06-01")
    assert "No introduction is old enough to be judged." in none.stderr


def test_what_is_hidden_is_for_the_owner_alone(run: Run, folder: Path) -> None:
    net = world(needs=everyone().needs.assign(visibility="internal"), offers=everyone().offers)
    dataset.write(net, folder / "hidden")
    assert rows(run("support", "hidden", "--at", DAY, "--format", "csv")) == []
    assert len(rows(run("support", "hidden", "--at", DAY, "--audience", "internal", "--format", "csv"))) == 3


@pytest.mark.parametrize("wrong", [("--summary", "--unmet"), ("--by", "pole"), ("--each", "0")])
def test_options_that_do_not_go_together_are_refused(run: Run, kept: str, wrong: tuple[str, ...]) -> None:
    assert run("support", kept, *wrong).exit_code == 2


def test_without_needs_it_says_what_to_do(run: Run, folder: Path) -> None:
    dataset.write(world(offers=pd.DataFrame({"org_id": ["T"], "domain": ["skills"]})), folder / "empty")
    result = run("support", "empty", "--format", "csv")
    assert rows(result) == []
    assert "No need is on record" in result.stderr
