from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph.metrics import small_world
from polegraph.metrics.inference import null_models
from polegraph.metrics.shape import small_world as module
from polegraph.metrics.shape.small_world import random_ties
from tests.graphs import davis, karate, of_links
from tests.networks import networks, shuffled

if TYPE_CHECKING:
    from polegraph.network import Network


def _of_graph(graph: nx.Graph[int]) -> Network:
    return of_links([f"n{node:03}" for node in graph], [(f"n{a:03}", f"n{b:03}") for a, b in graph.edges])


def test_the_karate_club_beside_networkxs_random_graphs() -> None:
    graph = nx.karate_club_graph()
    found = small_world(karate(), draws=60).set_index("null")
    one = found.loc["one_mode"].to_dict()
    assert one["clustering"] == pytest.approx(nx.transitivity(graph))
    assert one["path_length"] == pytest.approx(nx.average_shortest_path_length(graph))
    clustering, length = [], []
    for seed in range(60):
        drawn = nx.gnm_random_graph(34, 78, seed=seed)
        clustering.append(nx.transitivity(drawn))
        length.append(nx.average_shortest_path_length(drawn.subgraph(max(nx.connected_components(drawn), key=len))))
    assert one["clustering_expected"] == pytest.approx(np.mean(clustering), rel=0.15)
    assert one["path_length_expected"] == pytest.approx(np.mean(length), rel=0.05)
    sigma = one["clustering"] / np.mean(clustering) / (one["path_length"] / np.mean(length))
    assert one["small_world"] == pytest.approx(sigma, rel=0.2)
    assert one["low"] < one["small_world"] < one["high"]


def test_chance_of_the_two_mode_network_is_that_of_its_draws() -> None:
    net = davis()
    closed, length = [], []
    for drawn in null_models.networks(net, draws=60, seed=3):
        one = drawn.to_networkx()
        closed.append(nx.transitivity(one))
        length.append(nx.average_shortest_path_length(one))
    two = small_world(net, draws=60).set_index("null").loc["two_mode"].to_dict()
    graph = net.to_networkx()
    assert two["clustering_ratio"] == pytest.approx(nx.transitivity(graph) / np.mean(closed), rel=0.02)
    assert two["path_length_ratio"] == pytest.approx(nx.average_shortest_path_length(graph) / np.mean(length), rel=0.02)
    assert two["small_world"] == pytest.approx(two["clustering_ratio"] / two["path_length_ratio"])
    assert np.isnan(two["omega"])


def test_a_lattice_a_small_world_and_chance_are_told_apart() -> None:
    ring, small, random = (_of_graph(nx.connected_watts_strogatz_graph(120, 6, p, seed=1)) for p in (0, 0.1, 1))
    omega = {}
    for name, net in (("ring", ring), ("small", small), ("random", random)):
        row = small_world(net, draws=10).set_index("null").loc["one_mode"].to_dict()
        omega[name] = row["omega"]
        assert row["omega_low"] <= row["omega"] <= row["omega_high"]
        if name == "ring":
            assert row["clustering"] == pytest.approx(3 * 4 / (4 * 5))  # that of the formula
    assert omega["ring"] < -0.5 < omega["small"] < 0.5 < omega["random"]


def test_a_network_of_consortia_is_no_small_world_beside_consortia_by_chance() -> None:
    generator = np.random.default_rng(0)
    names = [f"o{place:02}" for place in range(60)]
    rows = [(f"p{p:02}", names[o]) for p in range(40) for o in generator.choice(60, 5, replace=False)]
    net = davis().__class__(
        organisations=pd.DataFrame({"org_id": names, "name": names}),
        projects=pd.DataFrame({"project_id": sorted({row[0] for row in rows})}),
        participations=pd.DataFrame(rows, columns=["project_id", "org_id"]),
    )
    found = small_world(net, draws=20).set_index("null")
    assert found["low"]["two_mode"] < 1 < found["high"]["two_mode"]
    assert found["low"]["one_mode"] > 1.3


@given(networks(organisations=8, projects=7), st.integers(0, 3))
@settings(max_examples=4)
def test_the_order_of_rows_never_matters(net: Network, seed: int) -> None:
    found = small_world(net, draws=3)
    pd.testing.assert_frame_equal(found, small_world(shuffled(net, seed), draws=3), check_exact=True)
    graph = net.to_networkx()
    part = graph.subgraph(min(nx.connected_components(graph), key=lambda one: (-len(one), min(one))))
    assert (found["organisations"][0], found["links"][0]) == (len(part), part.number_of_edges())
    if part.number_of_edges():
        assert found["path_length"][0] == pytest.approx(nx.average_shortest_path_length(part))


def test_random_ties_are_alike_and_each_there_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for listed in (10**6, 0):
        monkeypatch.setattr(module, "_LISTED", listed)
        counts = np.zeros((5, 5), dtype=int)
        for drawn in random_ties(5, 4, draws=600, seed=1):
            one = (drawn.T @ drawn).toarray()
            np.fill_diagonal(one, 0)
            assert (one.max(), one.sum()) == (1, 8)
            counts += one
        off = counts[~np.eye(5, dtype=bool)]
        assert abs(off - 240).max() < 60  # five standard deviations


def test_paths_from_some_are_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not small_world(karate(), draws=0)["estimated"].any()
    monkeypatch.setattr(module, "EXACT", 10)
    monkeypatch.setattr(module, "_SOURCES", 12)
    found = small_world(karate(), draws=2)
    assert found["estimated"].all()
    assert found["path_length"][0] == pytest.approx(nx.average_shortest_path_length(nx.karate_club_graph()), rel=0.2)
    assert small_world(karate(), draws=0)["small_world"].isna().all()
