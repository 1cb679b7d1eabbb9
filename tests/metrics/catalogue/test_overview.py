from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph import metrics
from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.metrics import centrality, registry
from polegraph.metrics.kernels import triangles as triangle_kernel
from polegraph.network import Network
from tests import examples
from tests.graphs import davis, florentine, karate
from tests.networks import networks, shuffled


def observed(net: Network) -> dict[str, float]:
    table = metrics.summary(net, draws=0)
    return dict(zip(table["measure"], table["observed"], strict=True))


def renamed(net: Network, seed: int) -> Network:
    """Return the same network with other identifiers, in another order."""
    generator = np.random.default_rng(seed)
    organisations = dict(
        zip(net.org_index, (f"x{i:02}" for i in generator.permutation(len(net.org_index))), strict=True)
    )
    projects = dict(
        zip(net.project_index, (f"y{i:02}" for i in generator.permutation(len(net.project_index))), strict=True)
    )
    return Network(
        organisations=net.organisations.assign(org_id=net.organisations["org_id"].map(organisations)),
        projects=net.projects.assign(project_id=net.projects["project_id"].map(projects)),
        participations=net.participations.assign(
            org_id=net.participations["org_id"].map(organisations),
            project_id=net.participations["project_id"].map(projects),
        ),
    )


@settings(max_examples=25)
@given(networks())
def test_the_figures_are_those_of_networkx(net: Network) -> None:
    found, graph = observed(net), net.to_networkx()
    assert found["links"] == graph.number_of_edges()
    assert found["average_partners"] == pytest.approx(2 * graph.number_of_edges() / len(graph))
    assert found["isolates"] == len(list(nx.isolates(graph)))
    assert found["average_clustering"] == pytest.approx(nx.average_clustering(graph))
    assert found["transitivity"] == pytest.approx(nx.transitivity(graph)) or not sum(nx.triangles(graph).values())
    assert found["components"] == nx.number_connected_components(graph)
    assert found["largest_component"] == max(map(len, nx.connected_components(graph))) / len(graph)
    if len(graph) > 1:
        assert found["link_density"] == pytest.approx(nx.density(graph))
        assert found["global_efficiency"] == pytest.approx(nx.global_efficiency(graph))
    several = [value for node, value in nx.clustering(graph).items() if graph.degree[node] > 1]
    assert found["average_clustering_defined"] == pytest.approx(np.mean(several) if several else np.nan, nan_ok=True)
    assert found["project_size"] == pytest.approx(
        len(net.participations) / len(net.projects) if len(net.projects) else np.nan, nan_ok=True
    )


@settings(max_examples=25)
@given(networks())
def test_modularity_is_that_of_networkx(net: Network) -> None:
    community = (
        metrics.communities(net, runs=0, rounds=2).dropna(subset="community").groupby("community")["org_id"].agg(set)
    )
    found = observed(net)
    assert found["communities"] == len(community)
    graph = net.to_networkx(weight="newman")
    graph.remove_nodes_from(list(nx.isolates(graph)))
    if len(community):
        assert found["modularity"] == pytest.approx(nx.community.modularity(graph, community.tolist()))
    else:
        assert np.isnan(found["modularity"])


def test_the_figures_of_the_books() -> None:
    club, women = observed(karate()), observed(davis())
    assert club["assortativity"] == pytest.approx(-0.475613098)
    assert club["hierarchy_slope"] == pytest.approx(-0.747049, abs=1e-6)
    assert club["neighbour_slope"] == pytest.approx(-0.578743, abs=1e-6)
    assert women["density"] == pytest.approx(0.3532, abs=1e-4)
    assert women["robins_alexander"] == pytest.approx(0.46776406)
    assert women["latapy_dot"] == pytest.approx(0.31714, abs=1e-5)
    assert women["redundancy"] == pytest.approx(0.978571, abs=1e-6)
    assert observed(florentine())["average_clustering"] == pytest.approx(
        nx.average_clustering(nx.florentine_families_graph())
    )


@given(networks(organisations=14, projects=10))
def test_triangles_are_those_of_networkx(net: Network) -> None:
    partners, triangles = triangle_kernel.partners_and_triangles(net.incidence)
    graph = net.to_networkx()
    assert dict(zip(net.org_index, partners.tolist(), strict=True)) == dict(graph.degree)
    assert dict(zip(net.org_index, triangles.tolist(), strict=True)) == nx.triangles(graph)


def _clusters(seed: int) -> Network:
    generator = np.random.default_rng(seed)
    pairs = {(f"p{p:03}", f"o{(p % 7) * 20 + int(o):03}") for p in range(150) for o in generator.integers(0, 30, 4)}
    ids = [f"o{i:03}" for i in range(170)]
    return Network(
        organisations=pd.DataFrame({"org_id": ids, "name": ids}),
        projects=pd.DataFrame({"project_id": [f"p{p:03}" for p in range(150)]}),
        participations=pd.DataFrame(sorted(pairs), columns=["project_id", "org_id"]),
    )


def test_paths_from_enough_organisations_stand_for_all() -> None:
    net = _clusters(1)
    exact = nx.global_efficiency(net.to_networkx())
    every = centrality.global_efficiency(net, exact=0, sources=10_000)  # every organisation is a source
    assert every == pytest.approx(exact)
    some = centrality.global_efficiency(net, exact=0, sources=80)
    assert some != pytest.approx(exact, rel=1e-9)
    assert some == pytest.approx(exact, rel=0.05)


@settings(max_examples=5)
@given(networks(), st.integers(0, 99))
def test_neither_order_nor_labels_matter(net: Network, seed: int) -> None:
    first = metrics.summary(net, draws=3)
    pd.testing.assert_frame_equal(first, metrics.summary(shuffled(net, seed), draws=3))
    names = ["observed"]
    pd.testing.assert_frame_equal(first[names], metrics.summary(renamed(net, seed), draws=3)[names])


@settings(max_examples=5)
@given(networks(), st.integers(0, 99))
def test_the_table_does_not_hang_on_the_order_of_rows(net: Network, seed: int) -> None:
    first = metrics.table(net, draws=2)
    again = metrics.table(shuffled(net, seed), draws=2).set_index("org_id").loc[first["org_id"]].reset_index()
    pd.testing.assert_frame_equal(first, again)


@settings(max_examples=12)
@given(networks())
def test_the_table_holds_each_measure(net: Network) -> None:
    table = metrics.table(net, draws=0)
    columns = [
        *("org_id", "name", "projects", "partners", "strength", "coordinated", "component", "core", "clustering"),
        *("clustering_expected", "constraint", "effective_size", "efficiency", "hierarchy", "betweenness", "harmonic"),
        *("pagerank", "community", "coordinator", "gatekeeper", "representative", "itinerant", "liaison"),
    ]
    assert [name for name in table if name in columns] == columns
    assert list(table)[2:] == [measure.name for measure in registry.ORGANISATION_MEASURES]
    assert table["org_id"].tolist() == net.org_index.tolist()
    graph = net.to_networkx()
    for name, oracle in (
        ("clustering", nx.clustering(graph)),
        ("betweenness", nx.betweenness_centrality(graph)),
        ("harmonic", nx.harmonic_centrality(graph)),
        ("core", nx.core_number(graph)),
        ("partners", dict(graph.degree)),
        ("pagerank", nx.pagerank(graph, weight=None, tol=1e-12, max_iter=1000)),
    ):
        expected = [oracle[org] for org in net.org_index]
        np.testing.assert_allclose(table[name].to_numpy(dtype=float), expected, atol=1e-9, err_msg=name)
    constraint = nx.constraint(graph)
    np.testing.assert_allclose(table["constraint"], [constraint[org] for org in net.org_index], atol=1e-9)
    assert table.loc[table["partners"] == 0, ["constraint", "effective_size", "community"]].isna().all(axis=None)
    assert table["clustering_expected"].isna().all()


def test_expected_clustering_is_the_mean_over_the_draws() -> None:
    net = _clusters(2)
    one = metrics.table(net, draws=6, seed=3)["clustering_expected"]
    other = metrics.expected(net, "clustering", draws=6, seed=3)["expected"]
    np.testing.assert_allclose(one, other)
    assert one.std() > 0


def test_pivots_are_taken_where_they_are_asked_for_or_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    net = _clusters(3)
    exact = metrics.betweenness_centrality(net)["betweenness"]
    assert metrics.table(net, draws=0)["betweenness"].equals(exact)
    few = metrics.betweenness_centrality(net, k=9, seed=5)["betweenness"]
    assert metrics.table(net, draws=0, seed=5, pivots=9)["betweenness"].equals(few)
    assert not few.equals(exact)
    assert centrality.pivots_for(net) is None
    monkeypatch.setattr(centrality, "EXACT", 169)
    assert centrality.pivots_for(net) == centrality.PIVOTS == 256
    with pytest.raises(PolegraphError, match="pivots"):
        metrics.table(net, pivots=0)


def test_what_is_an_estimate_is_marked_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    net = _clusters(3)
    assert "estimated" not in metrics.table(net, draws=0).attrs
    assert "estimated" not in metrics.table(net, draws=0, pivots=len(net.org_index)).attrs
    assert metrics.table(net, draws=0, pivots=9).attrs["estimated"] == {"betweenness": 9}
    monkeypatch.setattr(centrality, "EXACT", 100)
    monkeypatch.setattr(centrality, "PIVOTS", 20)
    table = metrics.table(net, draws=0)
    assert table.attrs["estimated"] == {"betweenness": 20}
    assert table["betweenness"].equals(metrics.betweenness_centrality(net, k=20)["betweenness"])


def test_betweenness_is_exact_in_a_network_of_ten_thousand_and_one() -> None:
    pairs = [(f"h{hub:03}", "root") for hub in range(100)]
    pairs += [(f"l{hub:03}_{leaf:02}", f"h{hub:03}") for hub in range(100) for leaf in range(99)]
    ends = [(str(place), end) for place, pair in enumerate(pairs) for end in pair]
    net = Network.from_edgelist(pd.DataFrame(ends, columns=["project", "organisation"]))
    assert centrality.pivots_for(net) is None
    number = len(net.org_index)
    found = metrics.betweenness_centrality(net, k=centrality.pivots_for(net)).set_index("org_id")["betweenness"]
    others = number - 1  # of a hub: its 99 leaves among themselves, and each with all that is beyond it
    wanted = (99 * 98 + 2 * 99 * (others - 99)) / ((number - 1) * (number - 2))
    assert found.filter(like="h").to_numpy() == pytest.approx(wanted)


def test_measures_have_names_for_expected() -> None:
    net = tiny()
    whole = metrics.summary(net, draws=3, seed=2).set_index("measure")
    for name in (measure.name for measure in registry.NETWORK_MEASURES):
        one = metrics.expected(net, name, draws=3, seed=2).set_index("measure").loc[[name]]
        if name not in {"communities", "modularity"}:  # they have a seed of their own there
            pd.testing.assert_frame_equal(one, whole.loc[[name]])
    table = metrics.table(net, draws=0)
    for name in (measure.name for measure in registry.ORGANISATION_MEASURES if measure.comparable):
        each = metrics.expected(net, name, draws=0)["observed"]
        np.testing.assert_allclose(each, table[name].astype("Float64").to_numpy(dtype=float, na_value=np.nan))
    with pytest.raises(PolegraphError, match="no such measure"):
        metrics.expected(net, "beauty")


@pytest.mark.slow
def test_most_of_the_clustering_of_horizon_2020_comes_from_the_projects_alone() -> None:
    net = examples.horizon()
    found = metrics.expected(net, "average_clustering_defined", draws=2).iloc[0]
    assert found["observed"] == pytest.approx(0.808088, abs=1e-6)
    assert found["expected"] == pytest.approx(0.816, abs=0.002)  # a one-mode figure that chance exceeds
    two_mode = metrics.expected(net, "robins_alexander", draws=2).iloc[0]
    assert two_mode["observed"] > 2 * two_mode["expected"]  # what partners do choose shows in the two-mode figure
