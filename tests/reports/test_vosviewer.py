"""The file for VOSviewer holds what its documentation asks for, and what the network says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd
import pytest
from hypothesis import given, settings

from polegraph.examples import tiny
from polegraph.metrics import communities
from polegraph.reports import vosviewer
from polegraph.sources import spreadsheet
from tests.networks import networks, shuffled

if TYPE_CHECKING:
    from polegraph.network import Network

EXAMPLE = Path(__file__).parents[2] / "data" / "region-centre" / "region-centre.xlsx"
# What VOSviewer's documentation gives for each object: the attributes, and their types.
ITEM = {"id": str, "label": str, "weights": dict, "scores": dict, "cluster": int}
LINK = {"source_id": str, "target_id": str, "strength": int}
CLUSTER = {"cluster": int, "label": str}


def check(found: dict[str, Any]) -> None:
    assert set(found) == {"network"}
    network = found["network"]
    assert set(network) == {"items", "links", "clusters"}
    for kind, attributes in (("items", ITEM), ("links", LINK), ("clusters", CLUSTER)):
        for one in network[kind]:
            assert all(type(value) is attributes[name] for name, value in one.items())
    ids = [item["id"] for item in network["items"]]
    assert len(set(ids)) == len(ids)
    assert all({link["source_id"], link["target_id"]} <= set(ids) and link["strength"] > 0 for link in network["links"])
    clusters = [cluster["cluster"] for cluster in network["clusters"]]
    assert clusters == list(range(1, len(clusters) + 1))
    assert len(clusters) <= 1000
    assert {item["cluster"] for item in network["items"] if "cluster" in item} == set(clusters)
    assert all(number >= 0 for item in network["items"] for number in item["weights"].values())


@settings(max_examples=15)
@given(network=networks())
@pytest.mark.parametrize("mode", ["one", "two"])
def test_items_links_and_clusters_are_those_of_the_network(network: Network, mode: Literal["one", "two"]) -> None:
    found = vosviewer.content(network, mode)
    check(found)
    assert found == vosviewer.content(shuffled(network, 3), mode)
    graph = network.to_networkx(mode)
    assert {item["id"] for item in found["network"]["items"]} == set(graph)
    pairs = {frozenset((link["source_id"], link["target_id"])): link["strength"] for link in found["network"]["links"]}
    assert pairs == {frozenset((one, two)): edge.get("projects", 1) for one, two, edge in graph.edges(data=True)}
    clusters = {item["id"]: item.get("cluster") for item in found["network"]["items"]}
    partition = communities(network, runs=0, rounds=2)
    for org_id, community in zip(partition["org_id"], partition["community"], strict=True):
        assert clusters[org_id] == (None if pd.isna(community) else community)


def test_the_example_is_one_sound_file(tmp_path: Path) -> None:
    network = spreadsheet.read(EXAMPLE)
    vosviewer.write(network, tmp_path / "x.json")
    found = json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))
    check(found)
    heavy = max(found["network"]["items"], key=lambda item: item["weights"]["Partners"])
    degrees = dict(network.to_networkx().degree())
    assert heavy["weights"]["Partners"] == max(degrees.values())
    first = found["network"]["clusters"][0]
    assert first["label"] in {item["label"] for item in found["network"]["items"] if item.get("cluster") == 1}


def test_names_stay_text(tmp_path: Path) -> None:
    names = ["<b>", "\ufffe", "\x00\u2028", '"', "é"]
    network = tiny().with_tables(organisations=tiny().organisations.assign(name=names))
    vosviewer.write(network, tmp_path / "x.json")
    items = json.loads((tmp_path / "x.json").read_bytes())["network"]["items"]
    assert sorted(item["label"] for item in items) == sorted(names)
    assert not any("description" in item or "url" in item for item in items)
