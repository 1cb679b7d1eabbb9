"""Results kept beside the data: what stands on the nodes is what the command printed, and the next run replaces it."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from polegraph import metrics, suggestions
from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.stores.graph_database import results, store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Polegraph = Callable[..., Result]


@pytest.fixture
def there(address: str) -> str:
    store.write(tiny(), address)
    return address


def asked(address: str, statement: str) -> list[dict[str, Any]]:
    with store.session(address) as session:
        return [record.data() for record in session.run(statement, dataset=address.partition("=")[2])]


def saved(address: str, run: str) -> pd.DataFrame:
    statement = "MATCH (o:Organisation {dataset: $dataset}) RETURN properties(o) AS found ORDER BY o.org_id"
    rows = [row["found"] for row in asked(address, statement) if row["found"].get(f"{run}_saved")]
    frame = pd.DataFrame(rows).set_index("org_id")
    columns = [column for column in frame.columns if column.startswith(f"{run}_") and column != f"{run}_saved"]
    return frame[columns].rename(columns=lambda column: column.removeprefix(f"{run}_"))


def about(address: str) -> dict[str, Any]:
    return dict(asked(address, "MATCH (d:Dataset {name: $dataset}) RETURN properties(d) AS found")[0]["found"])


@pytest.mark.parametrize("run", ["links", "metrics"])
def test_properties_are_what_the_command_prints(run: str, there: str, polegraph: Polegraph) -> None:
    done = polegraph(run, there, "--save", "--draws", "3", "--format", "csv")
    assert done.exit_code == 0, done.stderr
    printed = pd.read_csv(io.StringIO(done.stdout)).set_index("org_id").sort_index()
    found = saved(there, run)
    assert list(found.index) == list(printed.index)
    for column in found.columns:
        pd.testing.assert_series_equal(
            found[column], printed[column], check_dtype=False, check_index_type=False, check_names=False
        )
    known = about(there)
    assert known[f"run_{run}_version"] == known["version"]
    assert json.loads(known[f"run_{run}_options"])["draws"] == 3
    assert known[f"run_{run}_method"].startswith("polegraph.metrics.")
    assert known[f"run_{run}_date"].tzinfo is not None


def test_the_next_run_takes_the_place_of_the_last(there: str) -> None:
    table = metrics.large_group_links(tiny(), draws=0)
    given: dict[str, Any] = {"computed_on": results.version(there), "method": "m", "options": {}}
    results.properties(there, "links", table.assign(extra=1), **given)
    assert results.properties(there, "links", table.iloc[:1], **given) == 1
    found = saved(there, "links")
    assert list(found.index) == [table["org_id"].iloc[0]]
    assert "extra" not in found.columns
    assert store.read(there).organisations.equals(tiny().organisations)


def test_suggestions_become_relationships_and_only_those_asked_for_change(there: str) -> None:
    given: dict[str, Any] = {"computed_on": results.version(there), "method": "m", "options": {}}
    table = suggestions.suggest(tiny(), None)
    assert results.suggestions(there, table, asked=None, **given) == len(table)
    statement = (
        "MATCH (a:Organisation {dataset: $dataset})-[s:SUGGESTED]->(b) RETURN a.org_id AS org_id, s.rank AS rank, "
        "b.org_id AS suggested_id, s.score AS score, s.reasons AS reasons ORDER BY org_id, rank"
    )
    columns = ["org_id", "rank", "suggested_id", "score", "reasons"]
    wanted = table.sort_values(["org_id", "rank"], ignore_index=True)[columns]
    pd.testing.assert_frame_equal(pd.DataFrame(asked(there, statement)), wanted, check_dtype=False)
    one = table[table["org_id"] == "SME1"].iloc[:1]
    results.suggestions(there, one, asked=["SME1"], **given)
    left = pd.DataFrame(asked(there, statement))
    assert (left["org_id"] == "SME1").sum() == 1
    assert (left["org_id"] != "SME1").sum() == (table["org_id"] != "SME1").sum()


def test_results_of_another_version_are_not_saved(there: str) -> None:
    before = results.version(there)
    changed = tiny().organisations.assign(city="Blois")
    store.write(tiny().with_tables(organisations=changed), there)
    table = metrics.large_group_links(tiny(), draws=0)
    with pytest.raises(PolegraphError, match="changed while the results were computed"):
        results.properties(there, "links", table, computed_on=before, method="m", options={})
    statement = "MATCH (o:Organisation {dataset: $dataset}) WHERE o.links_saved RETURN o.org_id AS org_id"
    assert asked(there, statement) == []


def test_a_folder_keeps_no_results(tmp_path: Path, polegraph: Polegraph) -> None:
    done = polegraph("links", tmp_path, "--save")
    assert done.exit_code == 1
    assert "only a network in Neo4j keeps results" in done.stderr
