"""Mixing against NetworkX, the karate club, and every network that could have been drawn."""

from __future__ import annotations

from itertools import combinations, permutations, product
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.metrics import attribute_assortativity, ei_index, homophily, mixing
from polegraph.network import Network
from tests.graphs import karate
from tests.networks import networks, shuffled


def test_karate() -> None:
    assert ei_index(karate(), by="region") == pytest.approx(-0.717949, abs=5e-7)
    wanted = nx.attribute_assortativity_coefficient(nx.karate_club_graph(), "club")
    assert attribute_assortativity(karate(), by="region") == pytest.approx(wanted)
    table = homophily(karate(), by="region", draws=99).set_index("measure")[["p_less", "p_more", "z"]].to_numpy()
    assert table[0, 0] == table[1, 1] == 0.01
    assert table[0, 2] < -3
    assert table[1, 2] > 3


def known(net: Network, by: str) -> nx.Graph[str]:
    """Return the network of those whose group is known."""
    graph = net.to_networkx(weight="projects")
    column = net.category["size"] if by == "size" else net.organisations[by]
    nx.set_node_attributes(graph, dict(zip(net.org_index, column, strict=True)), "group")
    return graph.subgraph([org for org in graph if isinstance(graph.nodes[org]["group"], str)])


@settings(max_examples=40)
@given(networks(), st.sampled_from(["kind", "size", "region"]))
def test_links_equal_networkx(net: Network, by: str) -> None:
    graph = known(net, by)
    groups = sorted({group for _org, group in graph.nodes(data="group")})
    table = mixing(net, by=by, draws=0)
    assert list(zip(table["group"], table["other"], strict=True)) == [
        (one, other) for place, one in enumerate(groups) for other in groups[place:]
    ]
    matrix = nx.attribute_mixing_matrix(
        graph, "group", mapping={group: place for place, group in enumerate(groups)}, normalized=False
    )
    for row in table.itertuples():
        one, other = groups.index(str(row.group)), groups.index(str(row.other))
        assert row.observed == (matrix[one, one] / 2 if one == other else matrix[one, other])
    if graph.number_of_edges():
        inside = sum(graph.nodes[one]["group"] == graph.nodes[other]["group"] for one, other in graph.edges)
        every = graph.number_of_edges()
        assert ei_index(net, by=by) == pytest.approx((every - 2 * inside) / every)
    else:
        assert np.isnan(ei_index(net, by=by))
    there = {graph.nodes[org]["group"] for org in graph if graph.degree[org]}
    if len(there) > 1:
        wanted = nx.attribute_assortativity_coefficient(graph, "group")
        assert attribute_assortativity(net, by=by) == pytest.approx(wanted)
    else:
        assert np.isnan(attribute_assortativity(net, by=by))


@settings(max_examples=20)
@given(networks())
def test_projects_count_as_often_as_they_are_shared(net: Network) -> None:
    graph = known(net, "kind")
    wanted: dict[tuple[str, ...], int] = {}
    for one, other, weight in graph.edges(data="weight"):
        pair = tuple(sorted((graph.nodes[one]["group"], graph.nodes[other]["group"])))
        wanted[pair] = wanted.get(pair, 0) + weight
    table = mixing(net, by="kind", weight="projects", draws=0)
    found = dict(zip(zip(table["group"], table["other"], strict=True), table["observed"], strict=True))
    assert {pair: count for pair, count in found.items() if count} == wanted


@settings(max_examples=12)
@given(networks(), st.integers(0, 5), st.sampled_from(["rewiring", "permutation"]))
def test_the_order_of_rows_does_not_matter(net: Network, seed: int, test: Any) -> None:  # noqa: ANN401  # a word
    other = shuffled(net, seed)
    for measure in (mixing, homophily):
        table, again = (measure(one, by="kind", test=test, draws=5, seed=seed) for one in (net, other))
        pd.testing.assert_frame_equal(again, table, check_exact=True)


def test_the_names_do_not_matter() -> None:
    net = karate()
    renamed = {org: f"x{33 - int(org[1:])}" for org in net.org_index}
    moved = net.with_tables(
        organisations=net.organisations.replace({"org_id": renamed}),
        participations=net.participations.replace({"org_id": renamed}),
    )
    pd.testing.assert_frame_equal(mixing(moved, "region", draws=0), mixing(net, "region", draws=0))
    assert attribute_assortativity(moved, "region") == attribute_assortativity(net, "region")


ROWS = [[1, 1, 0, 0, 1], [0, 1, 1, 0, 0], [1, 0, 0, 1, 0]]
GROUPS = dict(zip("abcde", ["x", "x", "y", "y", "y"], strict=True))


def of_rows(rows: list[list[int]]) -> Network:
    pairs = [
        (f"p{place}", org) for place, row in enumerate(rows) for org, there in zip("abcde", row, strict=True) if there
    ]
    return Network(
        organisations=pd.DataFrame({"org_id": list("abcde"), "name": list("abcde")}),
        projects=pd.DataFrame({"project_id": [f"p{place}" for place in range(len(rows))]}),
        participations=pd.DataFrame(pairs, columns=["project_id", "org_id"]),
    )


def counted(rows: list[list[int]], groups: dict[str, str]) -> list[int]:
    """Count the links within x, between x and y, and within y."""
    matrix = np.array(rows)
    together = matrix.T @ matrix
    counts = {("x", "x"): 0, ("x", "y"): 0, ("y", "y"): 0}
    for one, other in combinations(range(5), 2):
        if together[one, other]:
            first, second = sorted((groups["abcde"[one]], groups["abcde"[other]]))
            counts[first, second] += 1
    return list(counts.values())


def every_rewiring() -> list[list[int]]:
    options = [[row for row in product((0, 1), repeat=5) if sum(row) == sum(line)] for line in ROWS]
    sums = [sum(column) for column in zip(*ROWS, strict=True)]
    possible = (rows for rows in product(*options) if [sum(column) for column in zip(*rows, strict=True)] == sums)
    return [counted([list(row) for row in rows], GROUPS) for rows in possible]


def every_permutation() -> list[list[int]]:
    return [counted(ROWS, dict(zip("abcde", labels, strict=True))) for labels in permutations(GROUPS.values())]


@pytest.mark.parametrize(("test", "every"), [("rewiring", every_rewiring), ("permutation", every_permutation)])
def test_expectation_and_p_are_those_of_all_that_could_be(test: Any, every: Any) -> None:  # noqa: ANN401  # words
    space = np.array(every())
    draws = 2000
    table = mixing(of_rows(ROWS), GROUPS, test=test, draws=draws, seed=1)
    observed = np.array(counted(ROWS, GROUPS))
    assert table["observed"].tolist() == observed.tolist()
    error = 4 * space.std(axis=0) / np.sqrt(draws) + 1e-12
    assert (abs(table["expected"] - space.mean(axis=0)) <= error).all()
    np.testing.assert_allclose(table["sd"], space.std(axis=0), atol=0.03)
    np.testing.assert_allclose(table["ratio"], observed / space.mean(axis=0), rtol=0.1)
    np.testing.assert_allclose(table["p_less"], (space <= observed).mean(axis=0), atol=0.05)
    np.testing.assert_allclose(table["p_more"], (space >= observed).mean(axis=0), atol=0.05)
    ei = (space.sum(axis=1) - 2 * (space[:, 0] + space[:, 2])) / space.sum(axis=1)
    row = homophily(of_rows(ROWS), GROUPS, test=test, draws=draws, seed=1).set_index("measure").loc["ei_index"]
    assert row["expected"] == pytest.approx(ei.mean(), abs=0.03)
    assert row["p_less"] == pytest.approx((ei <= row["observed"] + 1e-12).mean(), abs=0.05)


def test_p_counts_the_real_network_too() -> None:
    table = mixing(karate(), by="region", draws=19)
    for column in ("p_less", "p_more"):
        twentieths = table[column] * 20
        assert (abs(twentieths - twentieths.round()) < 1e-9).all()
        assert table[column].between(0.05, 1).all()
    assert table["p_value"].tolist() == (2 * table[["p_less", "p_more"]].min(axis=1)).clip(upper=1).tolist()


def test_a_seed_gives_the_same_draws() -> None:
    first, again, other = (mixing(karate(), "region", draws=9, seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, again)
    assert first["expected"].tolist() != other["expected"].tolist()


def test_without_draws_there_is_no_expectation() -> None:
    for table in (mixing(karate(), "region", draws=0), homophily(karate(), "region", draws=0)):
        assert table.notna().any().to_dict()["observed"]
        assert table[["expected", "sd", "p_less", "p_more", "p_value"]].isna().all(axis=None)


def test_unknown_groups_are_left_out_or_a_group() -> None:
    out = mixing(tiny(), "size", draws=5)
    assert out["observed"].sum() == 1  # the two SMEs; the laboratory, of no size, has the other links
    own = mixing(tiny(), "size", draws=5, unknown="class").set_index(["group", "other"])["observed"]
    assert own.sum() == 4
    assert own["large", "unknown"] == 1


@pytest.mark.parametrize(
    "options",
    [{"by": "x"}, {"weight": "newman"}, {"test": "none"}, {"draws": -1}, {"seed": -1}, {"draws": 1.5}],
)
def test_what_there_is_not_is_refused(options: dict[str, Any]) -> None:
    for measure in (mixing, homophily):
        with pytest.raises(PolegraphError):
            measure(tiny(), **options)


def test_too_many_groups_are_refused() -> None:
    ids = [f"o{place}" for place in range(2001)]
    net = tiny().with_tables(
        organisations=pd.DataFrame({"org_id": ids, "name": ids}),
        projects=tiny().projects.iloc[:0],
        participations=tiny().participations.iloc[:0],
    )
    with pytest.raises(PolegraphError):
        mixing(net, {org: org for org in ids})


def test_who_has_no_group_is_given_none_by_a_permutation() -> None:
    table = mixing(tiny(), "size", test="permutation", draws=50)
    assert table["expected"].sum() == pytest.approx(1)  # the one link that the laboratory has no part in
    assert (table["sd"] > 0).any()
