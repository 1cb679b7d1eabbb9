"""Two-mode communities: Barber's modularity by slow obvious code, published values, and no order of rows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph.errors import PolegraphError
from polegraph.metrics import two_mode_communities, two_mode_modularity
from polegraph.metrics.community.two_mode import _assigned, _settled, bipartite_modularity
from polegraph.network import Network
from tests.graphs import davis
from tests.networks import networks, shuffled


def _plain(matrix: np.ndarray, organisations: np.ndarray, projects: np.ndarray) -> float:
    total, quality = matrix.sum(), 0.0
    for p in range(matrix.shape[0]):
        for i in range(matrix.shape[1]):
            if organisations[i] == projects[p]:
                quality += (matrix[p, i] - matrix[p].sum() * matrix[:, i].sum() / total) / total
    return quality


def _labels(net: Network, table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    labels = table["community"].fillna(0).to_numpy(dtype=np.int64)
    return labels[: len(net.org_index)], labels[len(net.org_index) :]


def test_southern_women_reach_the_best_published_modularity() -> None:
    net = davis()
    found = two_mode_communities(net, runs=50)
    quality = bipartite_modularity(net.incidence, *_labels(net, found))
    # What many random starts agree on; the formula itself is held against slow code above or below.
    assert quality == pytest.approx(0.34554, abs=5e-6)
    assert found["community"].max() == 4


@given(networks(), st.integers(0, 3))
@settings(max_examples=25)
def test_modularity_is_that_of_the_formula_and_never_below_one_community(net: Network, seed: int) -> None:
    found = two_mode_communities(net, seed, runs=3)
    here, there = _labels(net, found)
    assert found["community"].isna().tolist() == [
        *(net.incidence.sum(axis=0) == 0).tolist(),
        *(net.incidence.sum(axis=1) == 0).tolist(),
    ]
    if net.incidence.nnz:
        quality = bipartite_modularity(net.incidence, here, there)
        assert quality == pytest.approx(_plain(net.incidence.toarray(), here, there))
        assert quality > -1e-12


@given(st.integers(0, 30))
@settings(max_examples=15)
def test_nothing_is_left_to_move(seed: int) -> None:
    dice = np.random.default_rng(seed)
    net = davis()
    matrix = net.incidence.tocsr()
    here, there = _settled(matrix, matrix.T.tocsr(), dice.integers(0, 5, matrix.shape[1]))
    quality, dense = _plain(matrix.toarray(), here, there), matrix.toarray()
    for labels in (here, there):
        for one in range(len(labels)):
            before = labels[one]
            for other in range(int(max(here.max(), there.max())) + 1):
                labels[one] = other
                assert _plain(dense, here, there) < quality + 1e-9
            labels[one] = before


def test_the_best_community_of_a_row_is_the_best_of_all() -> None:
    matrix = davis().incidence.tocsr()
    communities = np.random.default_rng(3).integers(0, 4, matrix.shape[1])
    dense = matrix.toarray()
    excess = dense - np.outer(dense.sum(axis=1), dense.sum(axis=0)) / dense.sum()
    gains = np.column_stack([excess[:, communities == label].sum(axis=1) for label in range(4)])
    chosen = _assigned(matrix, communities)
    assert gains[np.arange(len(gains)), chosen] == pytest.approx(gains.max(axis=1))


@given(networks(), st.integers(0, 3))
@settings(max_examples=15)
def test_the_order_of_rows_never_matters(net: Network, seed: int) -> None:
    table, other = (two_mode_communities(one, seed, runs=3) for one in (net, shuffled(net, seed)))
    keys = ["mode", "id"]
    pd.testing.assert_frame_equal(
        other.set_index(keys).loc[list(zip(table["mode"], table["id"], strict=True))].reset_index(), table
    )


def test_planted_groups_are_beyond_chance() -> None:
    dice = np.random.default_rng(0)
    rows = [(f"p{p:02}", f"g{p % 3}o{i}") for p in range(60) for i in dice.choice(8, 4, replace=False)]
    ids = sorted({org for _p, org in rows})
    net = Network(
        organisations=pd.DataFrame({"org_id": ids, "name": ids}),
        projects=pd.DataFrame({"project_id": sorted({project for project, _o in rows})}),
        participations=pd.DataFrame(rows, columns=["project_id", "org_id"]),
    )
    found = two_mode_communities(net, runs=5).query("mode == 'organisation'")
    assert found.groupby("community")["id"].agg(lambda group: len({one[:2] for one in group})).tolist() == [1, 1, 1]
    beside = two_mode_modularity(net, runs=5, draws=19).set_index("measure")
    assert beside.loc["two_mode_modularity", "observed"] == pytest.approx(2 / 3)
    assert float(beside["high"]["two_mode_modularity"]) < 0.5
    assert beside.loc["two_mode_communities", "observed"] == 3


@pytest.mark.parametrize("wrong", [{"runs": 0}, {"seed": -1}])
def test_what_cannot_be_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(PolegraphError):
        two_mode_communities(davis(), **wrong)
