"""Communities: connected, as good as modularity allows, the same whatever the order of rows, certain where they are."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from polegraph.errors import PolegraphError
from polegraph.metrics import communities, community_stability
from polegraph.metrics.community.detection import _stays, adjusted_rand_index, find
from polegraph.network import Network
from tests import examples
from tests.graphs import karate, of_links
from tests.networks import networks, shuffled


def _clubs(number: int = 3, size: int = 6) -> Network:
    """Groups in which all work with all, tied in a ring by one link each."""
    names = [[f"g{group}m{member}" for member in range(size)] for group in range(number)]
    within = [(one, other) for group in names for i, one in enumerate(group) for other in group[:i]]
    ring = [(names[i][0], names[(i + 1) % number][1]) for i in range(number)]
    return of_links([name for group in names for name in group] + ["alone"], within + ring)


def _random(seed: int, organisations: int = 80, projects: int = 90) -> Network:
    generator = np.random.default_rng(seed)
    orgs = [f"o{i:03}" for i in range(organisations)]
    rows = [
        (f"p{p:03}", orgs[i])
        for p in range(projects)
        for i in generator.choice(organisations, generator.integers(1, 7), replace=False)
    ]
    return Network(
        organisations=pd.DataFrame({"org_id": orgs, "name": orgs}),
        projects=pd.DataFrame({"project_id": [f"p{p:03}" for p in range(projects)]}),
        participations=pd.DataFrame(rows, columns=["project_id", "org_id"]),
    )


def _renamed(net: Network, seed: int) -> tuple[Network, dict[str, str]]:
    ids = net.organisations["org_id"].tolist()
    new = np.random.default_rng(seed).permutation([f"new{i}" for i in range(len(ids))])
    names = dict(zip(ids, new.tolist(), strict=True))
    organisations = net.organisations.assign(org_id=net.organisations["org_id"].map(names))
    participations = net.participations.assign(org_id=net.participations["org_id"].map(names))
    projects = net.projects.assign(project_id="z" + net.projects["project_id"].str[::-1])
    participations["project_id"] = "z" + participations["project_id"].str[::-1]
    return Network(organisations=organisations, projects=projects, participations=participations), names


def _sets(table: pd.DataFrame) -> set[frozenset[str]]:
    return {frozenset(group) for __, group in table.groupby("community")["org_id"]}


def test_groups_that_keep_to_themselves_are_found_for_certain() -> None:
    table = communities(_clubs(), runs=10)
    assert _sets(table) == {frozenset(f"g{group}m{member}" for member in range(6)) for group in range(3)}
    alone = table["org_id"] == "alone"
    assert (table.loc[~alone, "certainty"] == 1).all()
    assert table.loc[alone, ["community", "certainty"]].isna().all(axis=None)
    row = community_stability(_clubs(), runs=10).iloc[0]
    assert (row["runs"], row["communities"], row["rand_mean"], row["rand_low"]) == (11, 3, 1.0, 1.0)


def test_of_groups_as_large_the_one_with_the_smallest_identifier_comes_first() -> None:
    table = communities(_clubs(), runs=0).set_index("org_id")["community"]
    assert [table[f"g{group}m3"] for group in range(3)] == [1, 2, 3]
    assert communities(_clubs(), runs=0)["certainty"].isna().all()


def test_the_karate_club_falls_into_parts_near_the_best_that_are_known() -> None:
    row = community_stability(karate(), weight=None).iloc[0]
    best = 0.41978962  # Brandes et al. 2008, proved optimal
    assert row["modularity"] == row["modularity_high"] == pytest.approx(best, abs=1e-8)
    assert 0.4 < row["rand_low"] <= row["rand_mean"] <= 1


@pytest.mark.parametrize("weight", ["newman", "projects", None])
def test_modularity_is_networkxs(weight: str | None) -> None:
    net = _random(1)
    table, row = communities(net, runs=1, weight=weight), community_stability(net, runs=1, weight=weight).iloc[0]  # type: ignore[arg-type]
    graph = net.to_networkx()
    graph.remove_nodes_from(list(nx.isolates(graph)))
    assert row["modularity"] == pytest.approx(nx.community.modularity(graph, _sets(table), weight=weight), abs=1e-7)
    assert (
        row["modularity"]
        > nx.community.modularity(graph, nx.community.louvain_communities(graph, weight, seed=0), weight=weight) - 0.02
    )


@given(networks())
@settings(max_examples=40)
def test_everyone_with_a_partner_is_in_one_connected_community(net: Network) -> None:
    table, graph = communities(net, runs=2), net.to_networkx()
    assert table["org_id"].tolist() == net.organisations["org_id"].tolist()
    assert set(table.loc[table["community"].isna(), "org_id"]) == set(nx.isolates(graph))
    for group in _sets(table):
        assert nx.is_connected(graph.subgraph(group))
    sizes = table["community"].value_counts().sort_index()
    assert sizes.index.tolist() == list(range(1, len(sizes) + 1))
    assert sizes.is_monotonic_decreasing
    assert table["certainty"].dropna().between(0, 1).all()


@pytest.mark.slow
def test_communities_stay_connected_where_there_are_many() -> None:
    net = examples.horizon()
    within = net.collaboration_matrix().tocoo()
    for seed in range(3):
        community = communities(net, seed, runs=0)["community"].fillna(0).to_numpy(dtype=np.int64)
        same = community[within.row] == community[within.col]
        links = sparse.coo_array((within.data[same], (within.row[same], within.col[same])), shape=within.shape)
        alone = (community == 0).sum()
        assert sparse.csgraph.connected_components(links)[0] == community.max() + alone


@given(networks(organisations=14, projects=12), st.integers(0, 3))
@settings(max_examples=15)
def test_the_order_of_rows_never_matters(net: Network, seed: int) -> None:
    table, other = communities(net, seed, runs=4), communities(shuffled(net, seed), seed, runs=4)
    pd.testing.assert_frame_equal(other.set_index("org_id").loc[table["org_id"]].reset_index(), table)
    pd.testing.assert_frame_equal(community_stability(net, runs=3), community_stability(shuffled(net, 1), runs=3))


def test_the_order_of_rows_does_not_matter_where_there_are_many_ways_to_part() -> None:
    net = _random(11, organisations=200, projects=200)
    for seed in range(3):
        other = communities(shuffled(net, seed), runs=3).set_index("org_id")
        pd.testing.assert_frame_equal(other.loc[net.organisations["org_id"]].reset_index(), communities(net, runs=3))


def test_identifiers_do_not_matter_where_positions_differ() -> None:
    net = _random(3)
    belongs = net.incidence.T.toarray()
    assert len(np.unique(belongs[belongs.sum(axis=1) > 0], axis=0)) == (belongs.sum(axis=1) > 0).sum()  # no twins
    other, names = _renamed(net, 5)
    table, new = communities(net, runs=8), communities(other, runs=8).set_index("org_id")
    assert {frozenset(names[one] for one in group) for group in _sets(table)} == _sets(new.reset_index())
    certainty = new["certainty"].loc[[names[one] for one in table["org_id"]]]
    assert certainty.tolist() == pytest.approx(table["certainty"].tolist(), nan_ok=True)


@given(networks(), st.integers(0, 5))
@settings(max_examples=20)
def test_with_other_identifiers_only_those_in_equal_positions_change_places(net: Network, seed: int) -> None:
    other, __ = _renamed(net, seed)
    one, two = communities(net, runs=4), communities(other, runs=4)
    assert one["community"].value_counts().tolist() == two["community"].value_counts().tolist()
    assert sorted(one["certainty"].dropna()) == sorted(two["certainty"].dropna())
    assert community_stability(net, runs=3).equals(community_stability(other, runs=3))


def test_the_best_of_the_runs_is_kept_and_more_runs_are_never_worse() -> None:
    net = _random(11, organisations=200, projects=200)
    found = [community_stability(net, seed=4, runs=runs).iloc[0] for runs in (1, 5, 20)]
    assert all(one["modularity"] == one["modularity_high"] > one["modularity_low"] for one in found)
    assert found[0]["modularity"] <= found[1]["modularity"] <= found[2]["modularity"]
    assert found[0]["modularity"] < found[2]["modularity"]
    graph = net.to_networkx()
    graph.remove_nodes_from(list(nx.isolates(graph)))
    best = nx.community.modularity(graph, _sets(communities(net, seed=4, runs=5)), weight="newman")
    assert best == pytest.approx(found[1]["modularity"], abs=1e-7)


def test_the_seed_decides() -> None:
    net = _random(11, organisations=200, projects=200)
    one = communities(net, seed=4, runs=6)
    assert communities(net, seed=4, runs=6).equals(one)
    single = [communities(net, seed=seed, runs=0)["community"] for seed in range(4)]
    assert any(not other.equals(single[0]) for other in single)
    assert 0 < one["certainty"].mean() < 1


def test_until_nothing_moves_is_better_than_two_rounds() -> None:
    net = _random(3, organisations=400, projects=400)
    quick, whole = (find(net, 0, 10, "newman", 1.0, rounds) for rounds in (2, None))
    assert np.mean(quick.quality) < np.mean(whole.quality)
    assert max(quick.quality) <= max(whole.quality)


def test_a_higher_resolution_gives_more_communities() -> None:
    net = _random(2)
    number = [communities(net, runs=0, resolution=value)["community"].max() for value in (0.3, 1.0, 4.0)]
    assert number[0] < number[1] < number[2]


def test_who_stays_is_who_remains_with_the_larger_part_of_both() -> None:
    reference = np.array([0, 0, 0, 0, 1, 1, 1])
    assert _stays(reference, np.array([0, 0, 0, 1, 1, 1, 1])).tolist() == [True, True, True, False, True, True, True]
    merged = _stays(reference, np.zeros(7, dtype=np.int64))
    assert merged.tolist() == [True] * 4 + [False] * 3
    split = _stays(reference, np.array([0, 0, 0, 1, 2, 2, 2]))
    assert split.tolist() == [True] * 3 + [False] + [True] * 3
    assert _stays(reference, 1 - reference).all()  # other numbers, same communities


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=12))
def test_the_rand_index_is_that_of_the_pairs(labels: list[tuple[int, int]]) -> None:
    one, other = (np.unique(part, return_inverse=True)[1].astype(np.int64) for part in zip(*labels, strict=True))
    pairs = [(i, j) for i in range(len(one)) for j in range(i)]
    here = np.array([one[i] == one[j] for i, j in pairs])
    there = np.array([other[i] == other[j] for i, j in pairs])
    expected = here.sum() * there.sum() / len(pairs)
    most = (here.sum() + there.sum()) / 2
    wanted = 1.0 if (here == there).all() else ((here & there).sum() - expected) / (most - expected)
    assert adjusted_rand_index(one, other) == pytest.approx(wanted)


def test_without_links_there_is_nothing_to_find() -> None:
    net = of_links(["a", "b"], [])
    assert communities(net)["community"].isna().all()
    row = community_stability(net).iloc[0]
    assert row["communities"] == 0
    assert np.isnan(row["rand_mean"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"seed": -1},
        {"runs": -1},
        {"runs": 1.5},
        {"rounds": 0},
        {"resolution": 0},
        {"resolution": float("nan")},
        {"weight": "cost"},
    ],
)
def test_what_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(PolegraphError):
        communities(karate(), **wrong)  # type: ignore[arg-type]
