from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph.metrics import centralisation
from polegraph.metrics.shape import centralisation as module
from polegraph.metrics.shape.component import largest_component, path_length
from tests.graphs import florentine, karate, of_links
from tests.networks import networks, shuffled

if TYPE_CHECKING:
    from polegraph.network import Network


def _figures(net: Network) -> list[float]:
    return centralisation(net)["observed"].tolist()


def test_a_star_has_one_and_a_ring_none() -> None:
    names = [f"n{place}" for place in range(7)]
    assert _figures(of_links(names, [("n0", other) for other in names[1:]])) == pytest.approx([1, 1, 1])
    ring = [(one, names[(place + 1) % 7]) for place, one in enumerate(names)]
    assert _figures(of_links(names, ring)) == pytest.approx([0, 0, 0], abs=1e-12)
    assert np.isnan(_figures(of_links(["a", "b"], [("a", "b")]))).all()


def test_the_florentine_families_by_hand_and_by_networkx() -> None:
    # By hand for the 16 families with the Pucci: the largest degree is 6, 20 ties: (16 * 6 - 40) / (15 * 14) = 0.267.
    with_pucci = of_links([*nx.florentine_families_graph(), "Pucci"], nx.florentine_families_graph().edges)
    assert _figures(with_pucci)[0] == pytest.approx(0.267, abs=5e-4)
    graph = nx.florentine_families_graph()
    between, near = nx.betweenness_centrality(graph).values(), nx.closeness_centrality(graph).values()
    slow = [
        sum(max(between) - one for one in between) / 14,
        sum(max(near) - one for one in near) / (14 * 13 / 27),
    ]
    assert _figures(florentine())[1:] == pytest.approx(slow)


@given(networks(organisations=8, projects=6), st.integers(0, 3))
@settings(max_examples=4)
def test_it_is_freemans_sum_over_networkxs_centralities(net: Network, seed: int) -> None:
    graph = net.to_networkx()
    number = len(graph)
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    inner = graph.subgraph(parts[0])
    found = centralisation(net, draws=2)
    size = len(inner)
    degree, between = dict(graph.degree()), nx.betweenness_centrality(graph)
    near = nx.closeness_centrality(inner)
    for measure, values, most, enough in (
        ("degree", degree, (number - 1) * (number - 2), number > 2),
        ("betweenness", between, number - 1, number > 2),
        ("closeness", near, (size - 1) * (size - 2) / (2 * size - 3), size > 2),
    ):
        one = found.loc[found["measure"] == measure, "observed"].item()
        if enough:
            assert one == pytest.approx(sum(max(values.values()) - value for value in values.values()) / most)
        else:
            assert np.isnan(one)
    assert found["organisations"].tolist() == [number, number, size]
    pd.testing.assert_frame_equal(found, centralisation(shuffled(net, seed), draws=2), check_exact=True)


def test_distances_are_networkxs() -> None:
    incidence, columns = largest_component(karate().incidence)
    assert len(columns) == 34
    graph = nx.karate_club_graph()
    assert path_length(incidence, None, 0) == pytest.approx(nx.average_shortest_path_length(graph))
    assert path_length(incidence, 20, 1) == pytest.approx(nx.average_shortest_path_length(graph), rel=0.15)
    near = nx.closeness_centrality(graph)
    assert module.closeness(incidence) == pytest.approx([near[node] for node in graph])


def test_chance_and_estimates_are_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    found = centralisation(karate(), draws=5)
    assert not found["estimated"].any()
    assert found["expected"].notna().all()
    assert centralisation(karate())["expected"].isna().all()
    monkeypatch.setattr(module, "_OFTEN", 10)
    monkeypatch.setattr(module, "PIVOTS", 12)
    again = centralisation(karate(), draws=5)
    assert again["estimated"].tolist() == [False, True, False]
    assert again["observed"][1] != found["observed"][1]
    assert again["observed"][1] == pytest.approx(found["observed"][1], rel=0.5)
