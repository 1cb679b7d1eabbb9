from __future__ import annotations

import pickle
import sys
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from scipy import sparse

from polegraph import metrics
from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.network import Network
from tests import graphs
from tests.networks import networks

CORE = ("organisations", "projects", "participations")


@given(networks())
def test_a_network_comes_back_from_networkx(net: Network) -> None:
    again = Network.from_networkx(net.to_networkx("two"))
    for name in CORE:
        wanted = net.tables[name].drop(columns="size", errors="ignore")
        pd.testing.assert_frame_equal(
            again.tables[name].drop(columns="size", errors="ignore"), wanted, check_like=False
        )


def test_an_identifier_that_both_sides_have_comes_back() -> None:
    net = Network.from_edgelist(pd.DataFrame({"project": ["A", "A", "P"], "organisation": ["A", "B", "A"]}))
    again = Network.from_networkx(net.to_networkx("two"))
    assert sorted(again.participations[["project_id", "org_id"]].itertuples(index=False, name=None)) == [
        ("A", "A"),
        ("A", "B"),
        ("P", "A"),
    ]


def test_davis_women_are_bipartite_0_in_networkx() -> None:
    net = Network.from_networkx(nx.davis_southern_women_graph(), projects=1)
    assert (len(net.organisations), len(net.projects), len(net.participations)) == (18, 14, 89)
    assert net.to_networkx().number_of_edges() == graphs.davis().to_networkx().number_of_edges() == 139


def test_each_edge_of_a_one_mode_graph_is_a_project_of_two() -> None:
    graph = nx.karate_club_graph()
    net = Network.from_networkx(graph)
    assert net.incidence.sum(axis=1).tolist() == [2] * 78
    assert net.organisations["club"].tolist() == [graph.nodes[node]["club"] for node in graph]
    assert nx.is_isomorphic(net.to_networkx(), graph)
    found = metrics.betweenness_centrality(net)["betweenness"]
    assert found.tolist() == pytest.approx(list(nx.betweenness_centrality(graph).values()))


@pytest.mark.parametrize(("kind", "projects", "links"), [(nx.Graph, 2, 1), (nx.DiGraph, 2, 1), (nx.MultiGraph, 3, 1)])
def test_direction_does_not_count_and_parallel_edges_do(kind: type[nx.Graph[int]], projects: int, links: int) -> None:
    net = Network.from_networkx(kind([(1, 2), (2, 1), (3, 3)]))
    assert (len(net.projects), net.collaboration_matrix().nnz) == (projects, 2 * links)


def test_other_things_than_graphs_are_refused() -> None:
    assert len(Network.from_networkx(nx.complete_bipartite_graph(2, 2)).participations) == 4
    with pytest.raises(PolegraphError, match="no NetworkX graph"):
        Network.from_networkx([("a", "b")])


def test_a_graph_that_is_bipartite_in_part_is_refused() -> None:
    graph = nx.Graph([("a", "b"), ("b", "c")])
    graph.nodes["a"]["bipartite"] = 0
    with pytest.raises(PolegraphError, match="this one has not"):
        Network.from_networkx(graph)
    nx.set_node_attributes(graph, 1, "bipartite")
    with pytest.raises(PolegraphError, match="joins two projects"):
        Network.from_networkx(graph)


def test_an_incidence_matrix_in_any_form_is_the_same_network() -> None:
    net = tiny()
    ids = net.project_index, net.org_index
    dense = net.incidence.toarray()
    framed = pd.DataFrame(dense, index=ids[0], columns=ids[1])
    for made in (
        Network.from_incidence(net.incidence, *ids),
        Network.from_incidence(sparse.csc_matrix(dense * 2.5), *ids),
        Network.from_incidence(dense, *ids),
        Network.from_incidence(framed),
    ):
        np.testing.assert_array_equal(made.incidence.toarray(), dense)
        assert made.org_index.equals(net.org_index)


def test_a_matrix_that_does_not_fit_is_refused() -> None:
    with pytest.raises(PolegraphError, match=r"2 × 3.*another shape"):
        Network.from_incidence(np.ones((2, 3)), ["P"], ["A", "B", "C"])
    with pytest.raises(PolegraphError, match="a cell of the matrix is empty"):
        Network.from_incidence(np.array([[1, np.nan]]), ["P"], ["A", "B"])
    with pytest.raises(PolegraphError, match="nothing says which"):
        Network.from_incidence(np.ones((1, 1)))


def test_an_edge_list_takes_its_columns_by_name_or_by_place() -> None:
    named = pd.DataFrame({"role": ["coordinator", None], "org_id": [1, 2], "project_id": [7, 7]})
    net = Network.from_edgelist(named)
    assert net.participations[["project_id", "org_id", "role"]].fillna("").to_numpy().tolist() == [
        ["7", "1", "coordinator"],
        ["7", "2", ""],
    ]
    with pytest.raises(PolegraphError, match="two columns"):
        Network.from_edgelist(named[["role"]])
    with pytest.raises(PolegraphError):
        Network.from_edgelist(pd.DataFrame({"project": ["P", None], "organisation": ["A", "B"]}))


def test_a_graph_given_by_mistake_gets_a_sentence() -> None:
    graph: Any = nx.path_graph(3)
    for wrong in (
        lambda: Network(graph),  # type: ignore[call-arg]
        lambda: Network(organisations=graph, projects=graph, participations=graph),
        lambda: metrics.degree(graph),
        lambda: metrics.mixing(net=graph, by="kind"),
    ):
        with pytest.raises(PolegraphError, match=r"Network\.from_networkx"):
            wrong()
    assert pickle.loads(pickle.dumps(metrics.degree)) is metrics.degree  # noqa: S301  # our own


def test_igraph_gets_the_same_graph() -> None:
    net = tiny()
    graph = net.to_igraph(weight="projects")
    assert graph.vs["name"] == net.org_index.tolist()
    assert graph.vs["label"] == net.organisations["name"].tolist()
    assert graph.es[graph.get_eid("SME1", "LAB")]["weight"] == 2
    assert graph.degree() == metrics.degree(net)["partners"].tolist()
    two = net.to_igraph("two")
    assert two.is_bipartite()
    assert two.vs["type"] == [False] * 3 + [True] * 5
    assert two.ecount() == 7


def test_networkit_gets_the_same_graph() -> None:
    net = tiny()
    graph = net.to_networkit("projects")
    assert (graph.numberOfNodes(), graph.numberOfEdges()) == (5, 4)
    assert graph.weight(0, 1) == 2
    assert [graph.degree(node) for node in range(5)] == metrics.degree(net)["partners"].tolist()


@pytest.mark.parametrize("library", ["igraph", "networkit"])
def test_a_library_that_is_missing_is_named(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(PolegraphError, match=f"'{library}'.*pip install {library}"):
        getattr(tiny(), f"to_{library}")()
