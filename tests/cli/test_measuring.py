from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from polegraph import metrics
from polegraph.metrics import centrality
from polegraph.stores.folder import dataset

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("folder")


def test_metrics_gives_the_table_with_english_columns(run: Run) -> None:
    result = run("metrics", "net", "--draws", "2", "--format", "csv", "--lang", "fr", "--audience", "internal")
    assert result.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(result.stdout, newline="")))
    table = metrics.table(dataset.read("net"), draws=2)
    assert list(rows[0]) == list(table)
    assert [row["org_id"] for row in rows] == table["org_id"].tolist()
    assert [float(row["clustering_expected"]) for row in rows] == pytest.approx(table["clustering_expected"].tolist())
    assert next(row for row in rows if row["org_id"] == "S4")["constraint"] == ""


def test_metrics_says_where_betweenness_is_an_estimate(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Betweenness" not in run("metrics", "net", "--draws", "0").stderr
    assert "paths of 3 of 8 organisations" in run("metrics", "net", "--draws", "0", "--pivots", "3").stderr
    monkeypatch.setattr(centrality, "EXACT", 7)
    monkeypatch.setattr(centrality, "PIVOTS", 5)
    assert "paths of 5 of 8 organisations" in run("metrics", "net", "--draws", "0").stderr


def test_metrics_summary_is_the_whole_network_beside_chance(run: Run) -> None:
    rows = json.loads(run("metrics", "net", "--summary", "--draws", "3", "--seed", "4", "--format", "json").stdout)
    table = metrics.summary(dataset.read("net").visible("public"), draws=3, seed=4)
    assert [row["measure"] for row in rows] == table["measure"].tolist()
    assert [row["expected"] for row in rows] == pytest.approx([None if x != x else x for x in table["expected"]])  # noqa: PLR0124  # NaN
    assert "average clustering" in run("metrics", "net", "--summary", "--draws", "0").stdout
    assert run("metrics", "net", "--summary", "--pivots", "3").exit_code == 2


def test_evolution_gives_a_row_a_period(run: Run) -> None:
    result = run("evolution", "net", "--draws", "0", "--format", "json")
    assert [row["period"] for row in json.loads(result.stdout)] == ["I", "III", "IV"]
    assert "1 project has no known year and counts in no period." in result.stderr
    years = json.loads(run("evolution", "net", "--by", "year", "--draws", "0", "--format", "json").stdout)
    assert [row["period"] for row in years] == ["2007", "2014", "2016", "2019"]
    narrowed = json.loads(run("evolution", "net", "--programme", "FUI", "--draws", "0", "--format", "json").stdout)
    assert [row["period"] for row in narrowed] == ["I", "III"]


def test_evolution_compares_any_two_periods(run: Run) -> None:
    result = run("evolution", "net", "--compare", "I", "IV", "--draws", "0", "--format", "json")
    rows = {row["measure"]: row for row in json.loads(result.stdout)}
    assert (rows["projects"]["first"], rows["projects"]["second"]) == (1, 1)
    missing = run("evolution", "net", "--compare", "I", "V", "--draws", "0")
    assert missing.exit_code == 1
    assert "use one of: I, III, IV" in missing.stderr


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_evolution_draws_a_figure(run: Run, folder: Path, suffix: str) -> None:
    for name in ("a", "b"):
        result = run("evolution", "net", "--draws", "2", "-o", f"{name}.{suffix}")
        assert (result.exit_code, result.stdout) == (0, "")
    assert (folder / f"a.{suffix}").read_bytes() == (folder / f"b.{suffix}").read_bytes()
    assert run("evolution", "net", "--compare", "I", "IV", "-o", f"c.{suffix}").exit_code == 2
    assert run("evolution", "net", "--top", "1", "-o", f"c.{suffix}").exit_code == 2
    assert run("links", "net", "-o", f"c.{suffix}").exit_code == 2  # what cannot be drawn says so at once
    assert not (folder / f"c.{suffix}").exists()
