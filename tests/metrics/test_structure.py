"""Hierarchy, assortativity and what is read from them; core and periphery."""

from __future__ import annotations

import math
from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph.errors import PolegraphError
from polegraph.metrics import core_periphery, lock_in
from polegraph.metrics.structure import READINGS, _meaning, _reading, slopes
from polegraph.network import Network
from tests.graphs import davis, karate, of_links
from tests.networks import networks, shuffled


def _star(leaves: int = 6) -> Network:
    names = [f"leaf{place}" for place in range(leaves)]
    return of_links(["hub", *names], [("hub", name) for name in names])


def test_the_karate_club_has_the_figures_of_the_books() -> None:
    row = lock_in(karate()).iloc[0]
    assert (row["organisations"], row["links"]) == (34, 78)
    assert row["hierarchy"] == pytest.approx(-0.747049, abs=1e-6)
    assert row["assortativity"] == pytest.approx(-0.475613098, abs=1e-9)
    assert row["neighbour_slope"] == pytest.approx(-0.578743, abs=1e-6)
    assert row["reading"] == "resilient"
    assert row[["hierarchy_expected", "assortativity_expected", "neighbour_slope_expected"]].isna().all()


def test_without_hierarchy_degrees_fall_as_in_random_graphs() -> None:
    found = []
    for seed in range(200):
        degree = np.sort([k for __, k in nx.gnm_random_graph(34, 78, seed=seed).degree() if k])[::-1]
        found.append(np.polyfit(np.log(np.arange(1, len(degree) + 1)), np.log(degree), 1)[0])
    assert lock_in(karate())["hierarchy_flat"].item() == pytest.approx(np.mean(found), abs=0.05)


@given(networks(organisations=12, projects=9))
@settings(max_examples=30)
def test_the_slopes_are_networkxs_and_numpys(net: Network) -> None:
    row, graph = lock_in(net).iloc[0], net.to_networkx()
    graph.remove_nodes_from(list(nx.isolates(graph)))
    degree = dict(graph.degree())
    assert (row["organisations"], row["links"]) == (len(degree), graph.number_of_edges())
    ranked = np.sort(list(degree.values()))[::-1].astype(float)
    if len(ranked) > 1:
        slope = np.polyfit(np.log(np.arange(1, len(ranked) + 1)), np.log(ranked), 1)[0]
        assert row["hierarchy"] == pytest.approx(slope, abs=1e-9)
    if len(set(degree.values())) < 2:
        assert np.isnan(row["assortativity"])
        assert np.isnan(row["neighbour_slope"])
        assert row["reading"] == "undetermined"
        return
    around = nx.average_neighbor_degree(graph)
    slope = np.polyfit([degree[one] for one in graph], [around[one] for one in graph], 1)[0]
    assert row["neighbour_slope"] == pytest.approx(slope, abs=1e-9)
    ends = np.array([(degree[a], degree[b]) for a, b in graph.edges])
    if len(np.unique(ends)) > 1:
        assert row["assortativity"] == pytest.approx(nx.degree_assortativity_coefficient(graph), abs=1e-9)


@given(networks(organisations=12, projects=9), st.integers(0, 3))
@settings(max_examples=12)
def test_the_order_of_rows_never_matters(net: Network, seed: int) -> None:
    other = shuffled(net, seed)
    pd.testing.assert_frame_equal(lock_in(net), lock_in(other), check_exact=True)
    one, two = core_periphery(net), core_periphery(other).set_index("org_id")
    pd.testing.assert_frame_equal(two.loc[one["org_id"]].reset_index(), one, check_exact=True)


@given(networks(organisations=12, projects=9))
@settings(max_examples=12)
def test_identifiers_do_not_matter(net: Network) -> None:
    def renamed(table: pd.DataFrame) -> pd.DataFrame:
        return table.assign(
            org_id="x" + table["org_id"].str[::-1].str.translate(str.maketrans("0123456789", "9876543210"))
        )

    other = Network(
        organisations=renamed(net.organisations), projects=net.projects, participations=renamed(net.participations)
    )
    pd.testing.assert_frame_equal(lock_in(net), lock_in(other), check_exact=True)
    columns = ["coreness", "core"]
    pd.testing.assert_frame_equal(core_periphery(net)[columns], core_periphery(other)[columns], atol=1e-9)


def test_the_readings_are_those_of_the_paper() -> None:
    rich = [f"r{place}" for place in range(10)]
    closed = list(combinations(rich, 2)) + [(f"a{place}", f"b{place}") for place in range(30)]
    ends = [end for place in range(30) for end in (f"a{place}", f"b{place}")]
    assert lock_in(of_links([*rich, *ends], closed))["reading"].item() == "lock_in"
    assert lock_in(_star())["reading"].item() == "resilient"
    ring = [f"n{place:02}" for place in range(20)]
    even = [(one, ring[(place + 1) % 20]) for place, one in enumerate(ring)]
    assert lock_in(of_links(ring, even))["reading"].item() == "undetermined"
    figures = slopes(karate().collaboration_matrix())
    assert _reading({**figures, "assortativity": 0.1}) == "undetermined"
    chord = [*even, ("n00", "n10")]
    assert lock_in(of_links(ring, chord))["reading"].item() == "flat"
    empty = lock_in(of_links(["a"], [])).iloc[0]
    assert (empty["organisations"], empty["links"], empty["reading"]) == (0, 0, "undetermined")


def test_each_reading_is_said_in_words() -> None:
    assert len({_meaning(reading) for reading in READINGS}) == len(READINGS)
    assert lock_in(_star())["meaning"].item() == _meaning("resilient")


def test_what_consortia_alone_bring_about_stands_beside() -> None:
    big = [("p0", f"o{place}") for place in range(8)]
    small = [(f"p{place}", f"o{member}") for place in range(1, 12) for member in (7 + place, 8 + place)]
    orgs = [f"o{place}" for place in range(20)]
    net = Network(
        organisations=pd.DataFrame({"org_id": orgs, "name": orgs}),
        projects=pd.DataFrame({"project_id": [f"p{place}" for place in range(12)]}),
        participations=pd.DataFrame(big + small, columns=["project_id", "org_id"]),
    )
    row = lock_in(net, draws=20, seed=1).iloc[0]
    assert row["reading"] == "lock_in"
    assert row["assortativity_expected"] > 0.3  # nobody chose anybody
    assert lock_in(net, draws=20, seed=1).equals(lock_in(net, draws=20, seed=1))
    assert lock_in(davis(), draws=3)["hierarchy_expected"].notna().all()


def _objective(graph: nx.Graph[str], score: dict[str, float]) -> float:
    return float(sum((score[a] ** 10 + score[b] ** 10) ** 0.1 for a, b in graph.edges))


@pytest.mark.parametrize("net", [karate(), davis(), _star()])
def test_no_other_scores_do_better(net: Network) -> None:
    graph = net.to_networkx()
    table = core_periphery(net)
    score = table["coreness"].to_numpy()
    best = _objective(graph, dict(zip(table["org_id"], score / (score**20).sum() ** (1 / 20), strict=True)))
    generator = np.random.default_rng(0)
    for spread in (0.001, 0.01, 0.1, 1):
        for __ in range(50):
            other = score * np.exp(spread * generator.normal(size=len(score)))
            other /= (other**20).sum() ** (1 / 20)
            assert _objective(graph, dict(zip(table["org_id"], other, strict=True))) < best


def test_a_core_that_was_planted_is_found() -> None:
    core, rest = [f"c{place}" for place in range(5)], [f"p{place}" for place in range(20)]
    links = list(combinations(core, 2)) + [
        (one, core[(place + step) % 5]) for place, one in enumerate(rest) for step in (0, 1)
    ]
    table = core_periphery(of_links([*core, *rest, "alone"], links)).set_index("org_id")
    assert set(table.index[table["core"]]) == set(core)
    assert table.loc["alone", "coreness"] == 0
    star = core_periphery(_star()).set_index("org_id")
    assert star.index[star["core"]].tolist() == ["hub"]
    assert star.loc["hub", "coreness"] == 1


@given(networks(organisations=10, projects=6))
@settings(max_examples=30)
def test_the_core_is_the_cut_that_fits_best(net: Network) -> None:
    table, matrix = core_periphery(net), net.collaboration_matrix().toarray() > 0
    off = ~np.eye(len(matrix), dtype=bool)
    assert ((table["coreness"] == 0) == (matrix.sum(axis=1) == 0)).all()
    if not matrix.any() or matrix[off].all():
        assert table["core"].isna().all()
        return
    score = table["coreness"].to_numpy()

    def fit(core: np.ndarray) -> float:
        pattern = core[:, None] | core
        flat = pattern[off].all()
        return -math.inf if flat else float(np.corrcoef(pattern[off], matrix[off])[0, 1])

    fits = [fit(score >= value) for value in np.unique(score)]
    if table["core"].isna().any():
        assert max(fits) == -math.inf
    else:
        assert fit(table["core"].to_numpy(dtype=bool)) == pytest.approx(max(fits), abs=1e-8)


def test_draws_below_zero_are_refused() -> None:
    with pytest.raises(PolegraphError):
        lock_in(karate(), draws=-1)
