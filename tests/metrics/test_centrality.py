from __future__ import annotations

import random
from functools import partial
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph import examples, metrics
from polegraph.errors import PolegraphError
from polegraph.metrics import centrality
from polegraph.network import Network
from tests.graphs import florentine, karate
from tests.networks import networks, shuffled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Measure = Callable[[Network], pd.DataFrame]

MEASURES: dict[str, Measure] = {
    "degree": metrics.degree,
    "harmonic": metrics.harmonic_centrality,
    "betweenness": metrics.betweenness_centrality,
    "betweenness of pivots": partial(metrics.betweenness_centrality, k=3, seed=5),
    "pagerank": metrics.pagerank,
    "pagerank newman": partial(metrics.pagerank, weight="newman"),
}


def equal(table: pd.DataFrame, column: str, expected: dict[str, float]) -> None:
    values = table[column].to_numpy(dtype=float)
    np.testing.assert_allclose(values, [expected[org] for org in table["org_id"]], rtol=1e-9, atol=1e-12)


def alone(names: list[str]) -> Network:
    return Network(
        organisations=pd.DataFrame({"org_id": names, "name": names}, dtype="str"),
        projects=pd.DataFrame({"project_id": []}, dtype="str"),
        participations=pd.DataFrame({"project_id": [], "org_id": []}, dtype="str"),
    )


@settings(max_examples=40)
@given(networks(organisations=12, projects=10))
def test_positions_are_those_of_networkx(net: Network) -> None:
    graph = net.to_networkx()
    degree = metrics.degree(net)
    equal(degree, "partners", dict(graph.degree))
    equal(degree, "strength", dict(graph.degree(weight="newman")))
    equal(degree, "strength_projects", dict(graph.degree(weight="projects")))
    equal(metrics.harmonic_centrality(net), "harmonic", nx.harmonic_centrality(graph))
    equal(metrics.betweenness_centrality(net), "betweenness", nx.betweenness_centrality(graph))
    equal(
        metrics.betweenness_centrality(net, normalized=False),
        "betweenness",
        nx.betweenness_centrality(graph, normalized=False),
    )
    for weight in (None, "projects", "newman"):
        rank = nx.pagerank(graph, weight=weight, tol=1e-14, max_iter=1000)
        equal(metrics.pagerank(net, weight=weight), "pagerank", rank)


@pytest.mark.parametrize("seed", range(3))
def test_positions_in_networks_with_many_sources_and_levels(seed: int) -> None:
    """More than one word of searches, twins of many multiplicities, components of a chain and of a crowd."""
    rng = np.random.default_rng(seed)
    orgs = [f"o{place:03}" for place in range(420)]
    rows = {(f"p{place}", orgs[org]) for place in range(150) for org in rng.integers(0, 300, rng.integers(1, 6))}
    rows |= {(f"q{place}", orgs[place + end]) for place in range(300, 339) for end in (0, 1)}
    rows |= {(f"r{place % 7}", orgs[place]) for place in range(345, 420)}
    participations = pd.DataFrame(sorted(rows), columns=["project_id", "org_id"])
    net = Network(
        organisations=pd.DataFrame({"org_id": orgs, "name": orgs}),
        projects=pd.DataFrame({"project_id": participations["project_id"].unique()}),
        participations=participations,
    )
    graph = net.to_networkx()
    equal(metrics.harmonic_centrality(net), "harmonic", nx.harmonic_centrality(graph))
    equal(metrics.betweenness_centrality(net), "betweenness", nx.betweenness_centrality(graph))


@settings(max_examples=30)
@given(networks(), st.data())
def test_pivots_give_the_paths_from_them_alone(net: Network, data: st.DataObject) -> None:
    graph = net.to_networkx()
    number = len(graph)
    k, seed = data.draw(st.integers(1, number)), data.draw(st.integers(0, 3))
    pivots = set(net.org_index[centrality._pivots(net, k, seed)])  # noqa: SLF001  # who was drawn, nobody else tells
    assert len(pivots) == k
    for normalized in (True, False):
        table = metrics.betweenness_centrality(net, k, seed, normalized=normalized).set_index("org_id")["betweenness"]
        paths = nx.betweenness_centrality_subset(graph, pivots, list(graph))
        for org, value in table.items():
            sources = k - (org in pivots)
            if number < 3:
                assert value == 0
            elif not sources:
                assert np.isnan(value)
            else:
                # The mean over the sources stands for the sum over all others. In `paths` each counts a half.
                full = 2 * paths[org] / sources * (number - 1)
                assert value == pytest.approx(full / ((number - 1) * (number - 2)) if normalized else full / 2)


def test_pivots_are_scaled_as_in_networkx() -> None:
    net = karate()
    graph = net.to_networkx()
    order = net.org_index.tolist()

    class Drawn(random.Random):
        def sample(self, population: Sequence[Any], k: int) -> list[Any]:  # type: ignore[override]  # no counts here
            assert (sorted(population), k) == (sorted(order), 11)
            return [order[place] for place in centrality._pivots(net, k, 0)]  # noqa: SLF001  # as above

    for normalized in (True, False):
        expected = nx.betweenness_centrality(graph, k=11, normalized=normalized, seed=Drawn())
        equal(metrics.betweenness_centrality(net, 11, 0, normalized=normalized), "betweenness", expected)


def test_known_betweenness() -> None:
    table = metrics.betweenness_centrality(florentine(), normalized=False).set_index("org_id")["betweenness"]
    assert table["Medici"] == 47.5


@settings(max_examples=20)
@given(networks(), st.integers(0, 3))
def test_neither_rows_nor_labels_matter(net: Network, seed: int) -> None:
    ids = net.org_index.to_list()
    new = dict(zip(ids, random.Random(seed).sample([f"x{place}" for place in range(len(ids))], len(ids)), strict=True))
    renamed = net.with_tables(
        organisations=net.organisations.assign(org_id=net.organisations["org_id"].map(new)),
        participations=net.participations.assign(org_id=net.participations["org_id"].map(new)),
    )
    reordered = shuffled(net, seed)
    for name, measure in MEASURES.items():
        table = measure(net).set_index("org_id")
        same = measure(reordered).set_index("org_id").loc[ids]
        pd.testing.assert_frame_equal(table, same, rtol=1e-9, atol=1e-12)
        if "pivots" not in name:  # they are drawn by identifier
            same = measure(renamed).set_index("org_id").loc[[new[org] for org in ids]].set_axis(table.index)
            pd.testing.assert_frame_equal(table, same, rtol=1e-9, atol=1e-12)


def test_coordination_is_counted_where_roles_are_known() -> None:
    net = examples.tiny()
    assert metrics.degree(net)["coordinated"].isna().tolist() == [True, True, True, True, False]
    roles = ["coordinator", "partner", None, "coordinator", None, None, None]
    known = net.with_tables(participations=net.participations.assign(role=pd.Series(roles, dtype="str")))
    assert metrics.degree(known)["coordinated"].tolist() == [2, 0, pd.NA, pd.NA, 0]


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("names", [[], ["a"], ["a", "b"]])
def test_networks_without_a_project(name: str, names: list[str]) -> None:
    table = MEASURES[name](alone(names))
    assert table["org_id"].tolist() == names
    shares = 1 / max(len(names), 1) if "pagerank" in name else 0
    assert (table.drop(columns="org_id") == shares).all(axis=None)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda net: metrics.betweenness_centrality(net, 0),
        lambda net: metrics.betweenness_centrality(net, 2.5),  # type: ignore[arg-type]  # that is what is wrong
        lambda net: metrics.betweenness_centrality(net, 2, -1),
        lambda net: metrics.pagerank(net, 1.0),
        lambda net: metrics.pagerank(net, float("nan")),
        lambda net: metrics.pagerank(net, weight="strength"),  # type: ignore[arg-type]  # the same
    ],
)
def test_what_cannot_be_is_refused(wrong: Measure) -> None:
    with pytest.raises(PolegraphError):
        wrong(examples.tiny())
