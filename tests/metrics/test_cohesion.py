from __future__ import annotations

import random
from functools import partial
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph import examples, metrics
from polegraph.errors import PolegraphError
from polegraph.network import Network
from tests.graphs import florentine, karate, of_links
from tests.networks import networks, shuffled
from tests.thorough import times

if TYPE_CHECKING:
    from collections.abc import Callable

    from polegraph.network import Weight

    Measure = Callable[[Network], pd.DataFrame]

MEASURES: dict[str, Measure] = {
    "holes": metrics.structural_holes,
    "holes projects": partial(metrics.structural_holes, weight="projects"),
    "holes newman": partial(metrics.structural_holes, weight="newman"),
    "core": metrics.core_number,
    "articulation": metrics.articulation_points,
}


def weighted_karate() -> Network:
    """Return a link of weight *w* as *w* projects."""
    graph = nx.karate_club_graph()
    links = [
        (f"n{one:02}", f"n{other:02}")
        for one, other, weight in graph.edges(data="weight")
        for _project in range(weight)
    ]
    return of_links([f"n{node:02}" for node in graph], links)


def holes(graph: nx.Graph[str], ego: str, weight: str | None) -> dict[str, float]:
    """Return the measures as the books write them, by sums over all others."""

    def tie(one: str, other: str) -> float:
        return float(graph[one][other].get(weight, 1)) if graph.has_edge(one, other) else 0.0

    def share(one: str, other: str) -> float:
        return tie(one, other) / sum(tie(one, third) for third in graph)

    def marginal(one: str, other: str) -> float:
        return tie(one, other) / max(tie(one, third) for third in graph)

    alters = list(graph[ego])
    if not alters:
        return dict.fromkeys(("constraint", "effective_size", "efficiency", "hierarchy"), np.nan)
    local = [
        (share(ego, alter) + sum(share(ego, third) * share(third, alter) for third in alters if third != alter)) ** 2
        for alter in alters
    ]
    effective = sum(
        1 - sum(share(ego, third) * marginal(alter, third) for third in alters if third != alter) for alter in alters
    )
    mean = sum(local) / len(alters)
    hierarchy = sum(one / mean * log(one / mean) for one in local)
    return {
        "constraint": sum(local),
        "effective_size": effective,
        "efficiency": effective / len(alters),
        "hierarchy": hierarchy / (len(alters) * log(len(alters))) if len(alters) > 1 else np.nan,
    }


@pytest.mark.parametrize("weight", [None, "projects", "newman"])
@settings(max_examples=times(12, 30))
@given(net=networks(organisations=12, projects=10))
def test_structural_holes_are_those_of_the_formulas_and_of_networkx(weight: Weight | None, net: Network) -> None:
    graph = net.to_networkx()
    table = metrics.structural_holes(net, weight).set_index("org_id")
    expected = pd.DataFrame({org: holes(graph, org, weight) for org in graph}).T
    pd.testing.assert_frame_equal(table[expected.columns], expected, check_names=False, rtol=1e-9, atol=1e-9)
    peers = {
        "constraint": nx.constraint(graph, weight=weight),
        # Asked for some nodes NetworkX follows the formula; asked for all at once it does not, with weights.
        "effective_size": nx.effective_size(graph, nodes=list(graph), weight=weight),
        "clustering": nx.clustering(graph, weight=weight),
    }
    for name, peer in peers.items():
        np.testing.assert_allclose(table[name], [peer[org] for org in table.index], rtol=1e-9, atol=1e-12)


def test_known_structural_holes() -> None:
    club = metrics.structural_holes(karate()).set_index("org_id")
    assert club["constraint"][["n00", "n33", "n11"]].tolist() == pytest.approx(
        [0.155423298, 0.156418685, 1.0], abs=5e-10
    )
    assert club["effective_size"][["n00", "n33"]].tolist() == pytest.approx([13.75, 15.235294], abs=5e-7)
    weighted = metrics.structural_holes(weighted_karate(), "projects").set_index("org_id")
    assert weighted["constraint"]["n00"] == pytest.approx(0.190623489, abs=5e-10)
    medici = metrics.structural_holes(florentine()).set_index("org_id").loc["Medici"]
    assert medici["constraint"] == pytest.approx(0.209877, abs=5e-7)
    assert medici["effective_size"] == pytest.approx(5.666667, abs=5e-7)


def test_hierarchy_is_the_concentration_of_constraint() -> None:
    star = of_links(list("abcde"), [("a", other) for other in "bcde"])
    assert metrics.structural_holes(star)["hierarchy"][0] == 0  # alike on all
    tied = of_links(list("abcd"), [("a", "b")] * 97 + [("a", "c"), ("a", "d")])
    assert metrics.structural_holes(tied, "projects")["hierarchy"][0] > 0.99  # on one


def test_a_large_network_in_which_hubs_meet() -> None:
    """Rows much longer than those of the hypothesis networks, of both kinds of pairs of lengths."""
    rng = np.random.default_rng(3)
    graph = nx.barabasi_albert_graph(400, 5, seed=3)
    links = [(f"n{one:03}", f"n{other:03}") for one, other in graph.edges for _ in range(rng.integers(1, 4))]
    net = of_links([f"n{node:03}" for node in graph], links)
    one = net.to_networkx(weight="projects")
    for weight in (None, "projects"):
        table = metrics.structural_holes(net, weight)
        for name, peer in (("constraint", nx.constraint), ("clustering", nx.clustering)):
            expected = peer(one, weight=weight)
            np.testing.assert_allclose(table[name], [expected[org] for org in table["org_id"]], rtol=1e-9)
    core = nx.core_number(one)
    assert metrics.core_number(net)["core"].tolist() == [core[org] for org in net.org_index]


@settings(max_examples=times(16, 40))
@given(networks(organisations=14, projects=10))
def test_cores_components_and_articulation_points_are_those_of_networkx(net: Network) -> None:
    graph = net.to_networkx()
    core = nx.core_number(graph)
    assert metrics.core_number(net)["core"].tolist() == [core[org] for org in net.org_index]
    found = metrics.connected_components(net)
    components = sorted(map(sorted, nx.connected_components(graph)), key=lambda part: (-len(part), part[0]))
    for number, part in enumerate(components, 1):
        own = found[found["component"] == number]
        assert (sorted(own["org_id"]), set(own["component_size"])) == (part, {len(part)})
    points = metrics.articulation_points(net).set_index("org_id")
    assert set(points.index[points["articulation"]]) == set(nx.articulation_points(graph))
    rows = []
    for org in sorted(graph):
        others = graph.subgraph(nx.node_connected_component(graph, org) - {org})
        parts = sorted(map(sorted, nx.connected_components(others)), key=lambda part: (-len(part), part[0]))
        assert points.loc[org, ["parts", "cut_off"]].tolist() == [len(parts), sum(map(len, parts[1:]))]
        rows += [(org, number, other) for number, part in enumerate(parts[1:], 1) for other in part]
    assert list(metrics.cut_off(net).itertuples(index=False, name=None)) == rows


def test_a_long_chain_is_no_deep_recursion() -> None:
    names = [f"n{place:05}" for place in range(20_001)]
    points = metrics.articulation_points(of_links(names, pairwise(names)))
    assert points["cut_off"].tolist() == [0, *(min(place, 20_000 - place) for place in range(1, 20_000)), 0]


@settings(max_examples=times(8, 20))
@given(networks(), st.integers(0, 3))
def test_neither_rows_nor_labels_matter(net: Network, seed: int) -> None:
    ids = net.org_index.to_list()
    new = dict(zip(ids, random.Random(seed).sample([f"x{place}" for place in range(len(ids))], len(ids)), strict=True))
    renamed = net.with_tables(
        organisations=net.organisations.assign(org_id=net.organisations["org_id"].map(new)),
        participations=net.participations.assign(org_id=net.participations["org_id"].map(new)),
    )
    reordered = shuffled(net, seed)
    for measure in MEASURES.values():
        table = measure(net).set_index("org_id")
        same = measure(reordered).set_index("org_id").loc[ids]
        pd.testing.assert_frame_equal(table, same, rtol=1e-9, atol=1e-9)
        same = measure(renamed).set_index("org_id").loc[[new[org] for org in ids]].set_axis(table.index)
        pd.testing.assert_frame_equal(table, same, rtol=1e-9, atol=1e-9)
    pd.testing.assert_frame_equal(metrics.cut_off(net), metrics.cut_off(reordered))
    components = metrics.connected_components(reordered).set_index("org_id").loc[ids].reset_index()
    pd.testing.assert_frame_equal(metrics.connected_components(net), components)


def test_networks_without_a_project() -> None:
    for names in ([], ["a"], ["a", "b"]):
        net = Network(
            organisations=pd.DataFrame({"org_id": names, "name": names}, dtype="str"),
            projects=pd.DataFrame({"project_id": []}, dtype="str"),
            participations=pd.DataFrame({"project_id": [], "org_id": []}, dtype="str"),
        )
        for name, measure in MEASURES.items():
            table = measure(net)
            assert table["org_id"].tolist() == names
            if "holes" in name:
                assert table.drop(columns=["org_id", "clustering"]).isna().all(axis=None)
        assert metrics.connected_components(net)["component"].tolist() == list(range(1, len(names) + 1))
        assert metrics.cut_off(net).empty


def test_a_weight_that_there_is_not_is_refused() -> None:
    with pytest.raises(PolegraphError, match="no such weight"):
        metrics.structural_holes(examples.tiny(), "strength")  # type: ignore[arg-type]  # that is what is wrong
