"""``polegraph consortium build`` from the command line."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from polegraph import consortia
from polegraph.cli.consortium_building import PARTS
from polegraph.stores.folder import dataset
from tests.consortia.worlds import trios

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]


@pytest.fixture
def kept(folder: Path) -> str:
    dataset.write(trios(groups=5, years=4), folder / "kept")
    return "kept"


def build(run: Run, *arguments: str) -> Result:
    return run("consortium", "build", *arguments)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_columns_are_those_of_the_contract_in_any_language(run: Run, kept: str, lang: str) -> None:
    given = ("--rules", "policy-minimum", "--theme", "Énergie", "--proposals", "2", "--format", "csv", "--lang", lang)
    result = build(run, kept, *given)
    assert result.exit_code == 0, result.output
    found = list(csv.DictReader(io.StringIO(result.stdout, newline="")))
    assert list(found[0]) == list(consortia.PROPOSED)
    assert [row["proposal"] for row in found] == sorted(row["proposal"] for row in found)
    assert {row["proposal"] for row in found} == {"1", "2"}


def test_a_call_is_read_and_options_choose(run: Run, kept: str, folder: Path) -> None:
    (folder / "call.txt").write_text("Appel : stockage d'énergie", encoding="utf-8")
    given = ("--must", "g2o0", "--not", "g1o0", "--lead", "Name 3 1", "--size", "3-4", "--weight", "trust=0,5")
    result = build(run, kept, "--call", "call.txt", *given, "--proposals", "1", "--format", "csv")
    assert result.exit_code == 0, result.output
    found = list(csv.DictReader(io.StringIO(result.stdout, newline="")))
    assert found[0]["org_id"] == "g3o1"
    assert found[0]["role"] == "coordinator"
    assert 3 <= len(found) <= 4
    assert {"g2o0"} <= {row["org_id"] for row in found}
    assert "stockage" in found[0]["topics"]


def test_how_good_it_is_stands_below(run: Run, kept: str) -> None:
    result = build(run, kept, "--theme", "Énergie", "--proposals", "1", "--format", "md")
    assert "1 proposal; among the candidates none has a better score." in result.stderr
    assert "is unknown: too few" in result.stderr


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--size", "many"), "such as 3-8"),
        (("--weight", "trust"), "such as trust=2"),
        (("--weight", "luck=2"), "'topics', 'trust', 'new_links'"),
        (("--call", "nothing.txt"), "the text of the call cannot be read"),
        (("--rules", "nothing"), "there are no rules of this name"),
    ],
)
def test_what_cannot_be_is_refused(run: Run, kept: str, given: tuple[str, ...], said: str) -> None:
    result = build(run, kept, *given)
    assert result.exit_code != 0
    assert said in result.stderr


def test_parts_of_the_score_are_named_in_either_language(run: Run, kept: str) -> None:
    assert set(PARTS) == set(consortia.WEIGHTS)
    english, french = ("trust=0.5", "new_links=2"), ("Collaborations = 0,5", "liens nouveaux=2")
    results = [
        build(run, kept, *(one for weight in weights for one in ("--weight", weight)), "--format", "json")
        for weights in (english, french)
    ]
    assert results[0].exit_code == 0, results[0].stderr
    assert results[0].stdout == results[1].stdout
