"""``polegraph synergies`` from the command line."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from polegraph import synergies
from polegraph.cli import gaps
from polegraph.stores.folder import dataset
from polegraph.suggestions import save, suggest
from polegraph.suggestions.candidates.generation import candidates
from polegraph.suggestions.learning.features import features
from polegraph.suggestions.learning.model import FILE, fingerprint
from polegraph.suggestions.profiles.organisations import Profiles
from polegraph.suggestions.profiles.snapshot import Context
from tests.suggestions.explanations.test_reasons import random_model
from tests.suggestions.worlds import crowd

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd
    from click.testing import Result

    Run = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("folder")


def rows(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout, newline="")))


def test_the_names_are_those_of_the_library() -> None:
    assert gaps.GAPS == synergies.GAPS


def test_without_a_gap_it_is_the_summary(run: Run) -> None:
    found = rows(run("synergies", "net", "--draws", "5", "--format", "csv", "--lang", "fr", "--audience", "internal"))
    table = synergies.summary(dataset.read("net"), draws=5)
    assert list(found[0]) == list(synergies.COLUMNS)
    assert [row["gap"] for row in found] == table["gap"].tolist()
    assert [int(row["count"]) for row in found] == table["count"].tolist()


@pytest.mark.parametrize("gap", synergies.GAPS)
def test_each_gap_has_its_list_and_who_would_close_it(run: Run, gap: str) -> None:
    net = dataset.read("net").visible("public")
    result = run("synergies", "net", "--gap", gap, "--draws", "4", "--seed", "2", "--format", "json")
    table = synergies.gap(net, gap, draws=4, seed=2)
    found = json.loads(result.stdout)
    assert len(found) == len(table)
    if found:
        assert list(found[0]) == list(table)
    named = run("synergies", "net", "--gap", gap, "--pairs", "--draws", "4", "--each", "1", "--format", "csv")
    assert len(rows(named)) == len(synergies.gap(net, gap, pairs=True, each=1, draws=4))


def test_a_pole_chooses_whose_gaps_are_listed(run: Run) -> None:
    every = rows(run("synergies", "net", "--gap", "sme_without_large_group", "--draws", "0", "--format", "csv"))
    some = rows(
        run("synergies", "net", "--gap", "sme_without_large_group", "--draws", "0", "--pole", "S2E2", "--format", "csv")
    )
    assert [row["org_id"] for row in every] == ["S1", "S4"]
    assert some == []  # its only SME works with a large group
    pairs = rows(run("synergies", "net", "--gap", "pole_pair", "--pole", "S2E2", "--draws", "0", "--format", "csv"))
    assert [(row["group"], row["other"]) for row in pairs] == [("CV", "S2")]


def test_people_read_words_and_how_many_pairs_are_gaps(run: Run, folder: Path) -> None:
    result = run("synergies", "net", "--gap", "kind_pair", "--draws", "5")
    assert "training body" in result.stdout
    assert "0 of 3 pairs have fewer common projects than by chance" in result.stderr
    assert "SMEs that share no project with a large group" in run("synergies", "net", "--draws", "0").stdout
    assert run("synergies", "net", "--draws", "0", "-o", "gaps.xlsx").exit_code == 0
    assert (folder / "gaps.xlsx").exists()


def test_what_makes_no_sense_is_refused(run: Run) -> None:
    assert run("synergies", "net", "--pairs").exit_code == 2
    assert run("synergies", "net", "--gap", "nothing").exit_code == 2
    assert run("synergies", "net", "--gap", "pole_pair", "--top", "1", "--draws", "0", "--format", "csv").exit_code == 0


def test_what_was_learned_and_kept_ranks_the_pairs_and_the_map(run: Run, tmp_path: Path) -> None:
    gap = "sme_without_large_group"
    dataset.write(crowd(5), tmp_path / "crowd")
    net = dataset.read("crowd").visible("public")
    names = tuple(
        features(profiles := Profiles(Context(net)), candidates(profiles, np.arange(2), lambda __, ___: None))
    )
    model = random_model(names, 1)
    model.fingerprint = fingerprint(net.around, 0)
    model.judged = {
        **dict.fromkeys(("year", "users", "learned", "fusion", "pagerank", "hit", "first"), 1),
        "difference_low": 1,
    }
    model.learned_from = [{"cut": 2018, "users": 1, "pairs": 1}]
    assert save(model, tmp_path / "crowd")
    named = run("synergies", "crowd", "--gap", gap, "--pairs", "--draws", "4", "--format", "csv")
    expected = synergies.gap(net, gap, pairs=True, draws=4, model=model)
    plain = synergies.gap(net, gap, pairs=True, draws=4)
    found = [(row["org_id"], row["suggested_id"], row["reasons"]) for row in rows(named)]
    assert "Learned on this data" in named.stderr

    def listed(table: pd.DataFrame) -> list[tuple[str, str, str]]:
        return list(zip(table["org_id"], table["suggested_id"], table["reasons"], strict=True))

    assert found == listed(expected) != listed(plain)
    run("map", "crowd", "-o", "map.html", "--suggestions", "1")
    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    best = suggest(net, top=1, model=model)
    other = suggest(net, top=1)
    assert best["reasons"].tolist() != other["reasons"].tolist()
    for why in best.loc[best["reasons"] != other["reasons"], "reasons"]:
        assert json.dumps(why, ensure_ascii=False)[1:-1] in page

    file = tmp_path / "crowd" / FILE
    file.write_text(file.read_text(encoding="utf-8").replace('"signature": "', '"signature": "x'), encoding="utf-8")
    named = run("synergies", "crowd", "--gap", gap, "--pairs", "--draws", "4", "--format", "csv")
    assert "other features or settings than those of this version (learn it again: polegraph" in named.stderr
    assert [(row["org_id"], row["suggested_id"], row["reasons"]) for row in rows(named)] == listed(plain)
