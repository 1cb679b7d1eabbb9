from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse, stats

from polegraph.metrics import large_group_links
from polegraph.metrics.inference.null_models import randomised
from polegraph.network import Network

if TYPE_CHECKING:
    from polegraph.linalg import Csr


def matrix_of(rows: list[list[int]]) -> Csr:
    return sparse.csr_array(np.array(rows, dtype=np.int64))


def all_with_the_sums_of(rows: list[list[int]]) -> list[bytes]:
    """Enumerate every matrix of zeros and ones with the same sums."""
    given = np.array(rows, dtype=np.int64)
    choices = [
        [row for row in product([0, 1], repeat=given.shape[1]) if sum(row) == each] for each in given.sum(axis=1)
    ]
    every = (np.array(chosen, dtype=np.int64) for chosen in product(*choices))
    return sorted(one.tobytes() for one in every if (one.sum(axis=0) == given.sum(axis=0)).all())


MARGINS = {
    "permutations": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "uneven": [[1, 1, 0, 0], [1, 0, 1, 0], [1, 0, 0, 0], [0, 0, 0, 1]],
    "dense": [[1, 1, 1, 0], [1, 1, 0, 1], [1, 0, 1, 1], [0, 1, 0, 0]],
    "wide": [[1, 1, 1, 0, 0], [0, 0, 1, 1, 0], [1, 0, 0, 0, 1]],
}


@pytest.mark.parametrize("rows", MARGINS.values(), ids=MARGINS.keys())
def test_all_networks_are_equally_likely(rows: list[list[int]]) -> None:
    every = all_with_the_sums_of(rows)
    draws = 60 * len(every)
    seen = pd.Series([one.toarray().tobytes() for one in randomised(matrix_of(rows), draws=draws, seed=1)])
    counts = seen.value_counts().reindex(every, fill_value=0)
    assert counts.sum() == draws
    assert stats.chisquare(counts).pvalue > 0.001


@given(
    st.tuples(st.integers(0, 6), st.integers(0, 6)).flatmap(
        lambda shape: st.tuples(st.just(shape), st.sets(st.integers(0, max(0, shape[0] * shape[1] - 1))))
    ),
    st.integers(0, 2**32),
)
def test_sizes_and_activities_stay(shape_and_cells: tuple[tuple[int, int], set[int]], seed: int) -> None:
    shape, cells = shape_and_cells
    dense = np.zeros(shape, dtype=np.int64)
    dense.flat[[cell for cell in cells if cell < dense.size]] = 1
    before = sparse.csr_array(dense)
    draws = list(randomised(before, draws=3, seed=seed))
    assert len(draws) == 3
    for one in draws:
        assert one.shape == shape
        assert one.has_canonical_format
        assert (one.data == 1).all()
        np.testing.assert_array_equal(one.sum(axis=0), dense.sum(axis=0))
        np.testing.assert_array_equal(one.sum(axis=1), dense.sum(axis=1))
    np.testing.assert_array_equal(before.toarray(), dense)


def big() -> Csr:
    """A network with hubs, of which a draw keeps next to nothing."""
    generator = np.random.default_rng(3)
    rows = np.repeat(np.arange(3000), 4)
    columns = (2000 * generator.random(len(rows)) ** 2).astype(np.int64)
    matrix = sparse.csr_array((np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=(3000, 2000))
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return matrix


def test_a_seed_gives_the_same_draws() -> None:
    first, again, other = (list(randomised(big(), draws=2, seed=seed)) for seed in (7, 7, 8))
    for one, two, three in zip(first, again, other, strict=True):
        assert one.indices.tolist() == two.indices.tolist() != three.indices.tolist()
    assert first[0].indices.tolist() != first[1].indices.tolist()


def test_a_draw_forgets_where_it_came_from() -> None:
    start = big()
    sizes, activities = start.sum(axis=1), start.sum(axis=0)
    independent = float((sizes**2).sum() * (activities**2).sum() / start.nnz**3)  # expected overlap, to first order
    before = start
    for one in randomised(start, draws=4, seed=0):
        assert before.multiply(one).sum() / start.nnz < 2 * independent
        before = one


def test_what_cannot_move_stays() -> None:
    for rows in ([[1, 1], [1, 1]], [[1, 0, 1, 1]], [[1], [1]], [[0, 0]]):
        for one in randomised(matrix_of(rows), draws=2, seed=0):
            assert one.toarray().tolist() == rows


# Organisations: SMEs first; then large groups, the first two of which are one; then others.
SMES, LARGE = 2, 3
NETWORKS = {
    "sparse": [[1, 0, 1, 0, 0, 1], [0, 1, 0, 1, 0, 0], [1, 0, 0, 0, 1, 0]],
    "dense": [[1, 1, 1, 0, 1, 0], [1, 0, 1, 1, 0, 1], [0, 1, 0, 0, 1, 1]],
    "alone": [[1, 0, 0, 0, 0, 0], [0, 1, 1, 1, 0, 0], [0, 0, 0, 0, 1, 1], [0, 0, 1, 0, 0, 0]],
}


@pytest.mark.parametrize("rows", NETWORKS.values(), ids=NETWORKS.keys())
def test_expected_direct_is_the_mean_over_all_networks(rows: list[list[int]]) -> None:
    ids = ["sme1", "sme2", "sub1", "sub2", "big", "lab"]
    sizes = ["sme"] * SMES + ["large"] * LARGE + [None]
    groups = [None, None, "group", "group", None, None]
    net = Network(
        organisations=pd.DataFrame({"org_id": ids, "name": ids, "size": sizes, "group_id": groups}),
        projects=pd.DataFrame({"project_id": [f"p{i}" for i in range(len(rows))]}),
        participations=pd.DataFrame(
            [(f"p{i}", org) for i, row in enumerate(rows) for org, there in zip(ids, row, strict=True) if there],
            columns=["project_id", "org_id"],
        ),
    )
    met = []
    for buffer in all_with_the_sums_of(rows):
        one = np.frombuffer(buffer, dtype=np.int64).reshape(len(rows), len(ids))
        together = one.T @ one
        group, alone = together[:SMES, 2:4].any(axis=1), together[:SMES, 4] > 0
        met.append(group.astype(int) + alone)
    every = np.array(met)
    draws = 600
    table = large_group_links(net, draws=draws).set_index("org_id")
    error = every.std(axis=0) / np.sqrt(draws)
    assert (abs(table.loc[["sme1", "sme2"], "expected_direct"] - every.mean(axis=0)) <= 4 * error).all()
