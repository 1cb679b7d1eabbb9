"""Two-mode measures against the figures of Davis's Southern women and NetworkX's bipartite functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networkx.algorithms import bipartite

from polegraph.examples import tiny
from polegraph.metrics import as_places, distributions, latapy_clustering, places, redundancy, two_mode
from tests.graphs import davis
from tests.networks import networks, shuffled

if TYPE_CHECKING:
    from polegraph.network import Network

MODES = ("dot", "min", "max")


def figures(net: Network) -> dict[str, float]:
    """Return the figures of a network by name."""
    table = two_mode(net)
    return dict(zip(table["measure"], table["value"].tolist(), strict=True))


def test_davis() -> None:
    found = figures(davis())
    assert found["density"] == pytest.approx(0.3532, abs=5e-5)
    assert found["robins_alexander"] == pytest.approx(0.46776406, abs=5e-9)
    assert found["latapy_dot"] == pytest.approx(0.31714, abs=5e-6)
    assert found["latapy_min"] == pytest.approx(0.614041, abs=5e-7)
    assert found["latapy_max"] == pytest.approx(0.377089, abs=5e-7)
    assert found["redundancy"] == pytest.approx(0.978571, abs=5e-7)
    assert (found["organisations"], found["projects"], found["participations"]) == (18, 14, 89)


@settings(max_examples=40)
@given(networks())
def test_figures_equal_networkx(net: Network) -> None:
    graph, found = net.to_networkx("two"), figures(net)
    organisations = list(net.org_index)
    if len(net.project_index):
        assert found["density"] == pytest.approx(bipartite.density(graph, organisations))
    else:
        assert np.isnan(found["density"])
    if found["three_paths"]:
        assert found["robins_alexander"] == pytest.approx(bipartite.robins_alexander_clustering(graph))
    else:
        assert np.isnan(found["robins_alexander"])
    assert found["four_cycles"] == sum(1 for cycle in nx.simple_cycles(graph, 4) if len(cycle) == 4)
    assert found["places"] == len({frozenset(graph[node]) for node in organisations if graph[node]})
    assert found["size_max"] == max((graph.degree[project] for project in net.project_index), default=0)
    assert found["activity_mean"] == pytest.approx(np.mean([graph.degree[node] for node in organisations]))


@settings(max_examples=40)
@given(networks())
def test_organisations_equal_networkx(net: Network) -> None:
    graph = net.to_networkx("two")
    table = latapy_clustering(net).set_index("org_id")
    assert table.index.tolist() == net.org_index.tolist()
    partners = {org for org in net.org_index if any(len(graph[project]) > 1 for project in graph[org])}
    for mode in MODES:
        wanted = bipartite.latapy_clustering(graph, net.org_index, mode=mode)
        found = table[f"latapy_{mode}"]
        assert set(found.index[found.notna()]) == partners
        assert found.dropna().to_dict() == pytest.approx({org: wanted[org] for org in partners})
    held = redundancy(net).set_index("org_id")["redundancy"]
    several = [org for org in net.org_index if graph.degree[org] > 1]
    assert held.index.tolist() == net.org_index.tolist()
    assert held.dropna().to_dict() == pytest.approx(bipartite.node_redundancy(graph, several))
    assert figures(net)["redundancy"] == pytest.approx(held.mean(), nan_ok=True)


@settings(max_examples=12)
@given(networks(), st.integers(0, 5))
def test_the_order_of_rows_and_the_names_do_not_matter(net: Network, seed: int) -> None:
    other = shuffled(net, seed)
    pd.testing.assert_frame_equal(two_mode(other), two_mode(net), check_exact=True)
    for measure in (latapy_clustering, redundancy, places):
        table = measure(net).set_index("org_id")
        pd.testing.assert_frame_equal(measure(other).set_index("org_id").loc[table.index], table, check_exact=True)
    pd.testing.assert_frame_equal(distributions(other), distributions(net))
    renamed = {org: f"x{(int(org[1:]) * 7 + seed * 3) % 10}{org}" for org in net.org_index}
    moved = net.with_tables(
        organisations=net.organisations.replace({"org_id": renamed}),
        participations=net.participations.replace({"org_id": renamed}),
    )
    pd.testing.assert_frame_equal(two_mode(moved), two_mode(net))
    pd.testing.assert_frame_equal(latapy_clustering(moved).drop(columns="org_id"), latapy_clustering(net).iloc[:, 1:])


@settings(max_examples=20)
@given(networks())
def test_distributions_count_everybody(net: Network) -> None:
    table = distributions(net)
    for name, index in (("size", net.project_index), ("activity", net.org_index)):
        part = table[table["distribution"] == name]
        key = "project_id" if name == "size" else "org_id"
        wanted = net.participations[key].value_counts().reindex(index, fill_value=0).value_counts().sort_index()
        assert part["value"].tolist() == wanted.index.tolist()
        assert part["count"].tolist() == wanted.tolist()
        assert part["share"].sum() == pytest.approx(1 if len(index) else 0)
        above = [part.loc[part["value"] >= value, "count"].sum() / len(index) for value in part["value"]]
        assert part["at_least"].tolist() == pytest.approx(above)


@settings(max_examples=20)
@given(networks())
def test_places_are_sets_of_projects(net: Network) -> None:
    graph = net.to_networkx("two")
    table = places(net)
    groups: dict[frozenset[str], set[str]] = {}
    for org in net.org_index:
        if graph[org]:
            groups.setdefault(frozenset(graph[org]), set()).add(org)
    ranked = sorted(groups.values(), key=lambda members: (-len(members), min(members)))
    there = table.dropna(subset="place")
    assert [set(part["org_id"]) for _place, part in there.groupby("place")] == ranked
    assert set(table.loc[table["place"].isna(), "org_id"]) == {org for org in net.org_index if not graph[org]}
    assert there["members"].tolist() == [len(ranked[place]) for place in there["place"]]
    assert table["projects"].tolist() == [graph.degree[org] for org in net.org_index]


@settings(max_examples=20)
@given(networks())
def test_the_network_of_places(net: Network) -> None:
    table, smaller = places(net), as_places(net)
    heads = table.dropna(subset="place").groupby("place")["org_id"].min().tolist()
    assert smaller.organisations["org_id"].tolist() == heads
    assert set(smaller.projects["project_id"]) == set(net.projects["project_id"])
    assert places(smaller)["members"].eq(1).all()
    described = table.merge(net.organisations[["org_id", "kind", "region"]], on="org_id").dropna(subset="place")
    for place, part in described.groupby("place"):
        row = smaller.organisations.iloc[int(place)]  # type: ignore[arg-type]  # a number
        kinds, regions = set(part["kind"]), set(part["region"].fillna(""))
        assert row["kind"] == (kinds.pop() if len(kinds) == 1 else "other")
        assert ("" if pd.isna(row["region"]) else row["region"]) == (regions.pop() if len(regions) == 1 else "")


def test_places_of_the_example() -> None:
    both = tiny().with_tables(
        participations=pd.DataFrame(
            [("P1", "SME2"), ("P1", "BIG"), ("P2", "LAB"), ("P1", "LAB")], columns=["project_id", "org_id"]
        )
    )
    assert places(both)["place"].fillna(-1).tolist() == [-1, 1, 0, 0, -1]
    assert as_places(both).organisations["org_id"].tolist() == ["BIG", "LAB"]
    assert as_places(both).organisations["name"].tolist() == ["Large group (invented)", "Laboratory (invented)"]


def test_a_network_without_projects() -> None:
    alone = tiny().with_tables(
        projects=tiny().projects.iloc[:0],
        participations=tiny().participations.iloc[:0],
    )
    found = figures(alone)
    assert (found["organisations"], found["projects"], found["four_cycles"], found["places"]) == (5, 0, 0, 0)
    assert all(np.isnan(found[name]) for name in ("density", "robins_alexander", "latapy_dot", "redundancy"))
    assert places(alone)["place"].isna().all()
    assert len(as_places(alone).organisations) == 0
