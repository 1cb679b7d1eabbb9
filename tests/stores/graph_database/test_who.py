"""Who is who in Neo4j: it comes back, merges come and go, and groups and bodies are told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from polegraph.combine import merged, unmerged
from polegraph.identity.result import Found
from polegraph.stores.address import change, read, update, write
from polegraph.stores.folder import dataset
from polegraph.stores.graph_database import store
from tests import examples
from tests.stores.graph import contents, count, files
from tests.who import found

if TYPE_CHECKING:
    from pathlib import Path

    from polegraph.network import Network
    from tests.neo4j_server import Access


@pytest.fixture(scope="module")
def centre() -> Network:
    return examples.centre()


@pytest.fixture(scope="module")
def deduped(centre: Network) -> Network:
    ids = centre.org_index.tolist()
    into = dict(zip(ids[1:12], [*ids[:1] * 3, *ids[20:24] * 2], strict=True))
    filled = {(ids[0], "group_id"): "acme", (ids[30], "group_id"): "acme", (ids[30], "size"): "large"}
    decided = pd.DataFrame(
        {"one_id": [ids[40]], "other_id": [ids[41]], "question": ["same"], "answer": ["no"], "note": ["'}) //"]}
    )
    return merged(centre, found(into, filled), decisions=decided)


def test_a_deduped_network_comes_back_byte_for_byte(deduped: Network, address: str, tmp_path: Path) -> None:
    assert min(len(deduped.tables[name]) for name in ("merges", "affiliations", "fills", "proposals", "decisions"))
    dataset.write(deduped, tmp_path / "a")
    assert write(deduped, address)
    dataset.write(read(address), tmp_path / "b")
    assert files(tmp_path / "b") == files(tmp_path / "a")
    assert not write(deduped, address)


def test_merging_and_taking_it_back_leaves_what_was_there(
    centre: Network, deduped: Network, shared: Access, address: str
) -> None:
    write(centre, address)
    name = address.rpartition("=")[2]
    before = contents(shared, name)
    change(address, lambda net: merged(net, Found(**{n: deduped.tables[n] for n in Found.empty().tables})))
    gone = deduped.merges["org_id"].iloc[0]
    there = "MATCH (o:Organisation {dataset: $dataset, org_id: $gone}) RETURN count(o)"
    assert count(shared, there, dataset=name, gone=gone) == 0
    assert len(read(address).organisations) == len(centre.organisations) - 11
    change(address, unmerged)
    assert contents(shared, name) == before


def test_an_import_keeps_who_is_who(centre: Network, deduped: Network, address: str, tmp_path: Path) -> None:
    write(deduped, address)
    dataset.write(deduped, tmp_path / "d")
    after = update(centre, address)
    assert len(after.organisations) == len(deduped.organisations)
    update(centre, tmp_path / "d")
    dataset.write(read(address), tmp_path / "e")
    assert files(tmp_path / "e") == files(tmp_path / "d")
    alone = update(centre, address, replace=True)
    assert len(alone.organisations) == len(centre.organisations)
    assert (len(alone.merges), len(alone.decisions)) == (0, 1)
    assert len(read(address).decisions) == 1


def test_groups_and_bodies_are_told_apart(deduped: Network, shared: Access, address: str) -> None:
    write(deduped, address)
    query = (
        "MATCH (o:Organisation {dataset: $dataset})-[p:PART_OF {relation: $relation}]->(parent {name: $name}) "
        "WHERE $label IN labels(parent) RETURN count(DISTINCT o)"
    )
    given = {"dataset": address.rpartition("=")[2]}
    assert count(shared, query, **given, relation="group", label="Group", name="ACME") == 2
    assert count(shared, query, **given, relation="body", label="Body", name="CNRS") == 5
    assert count(shared, query, **given, relation="body", label="Group", name="CNRS") == 0


def test_a_failing_change_changes_nothing(deduped: Network, shared: Access, address: str) -> None:
    write(deduped, address)
    before = contents(shared)

    def fail(_net: Network) -> Network:
        raise ValueError("as it happens")

    with pytest.raises(ValueError, match="as it happens"):
        store.change(address, fail)
    assert contents(shared) == before
