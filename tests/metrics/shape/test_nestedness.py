from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from polegraph.metrics import nestedness
from polegraph.metrics.shape import nestedness as module
from polegraph.metrics.shape.nestedness import nodf
from polegraph.network import Network
from tests.graphs import davis, of_links
from tests.networks import networks, shuffled

if TYPE_CHECKING:
    from collections.abc import Sequence

# Counted by hand below: 63 for columns, 53 for rows, 58 for both.
EXAMPLE = [[1, 0, 1, 1, 1], [1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [1, 1, 0, 0, 0], [1, 1, 0, 0, 0]]


def _of_matrix(rows: Sequence[Sequence[int]]) -> Network:
    cells = [(f"p{row}", f"o{column}") for row, line in enumerate(rows) for column, cell in enumerate(line) if cell]
    orgs = [f"o{column}" for column in range(len(rows[0]))]
    return Network(
        organisations=pd.DataFrame({"org_id": orgs, "name": orgs}),
        projects=pd.DataFrame({"project_id": [f"p{row}" for row in range(len(rows))]}),
        participations=pd.DataFrame(cells, columns=["project_id", "org_id"]),
    )


def _slow(matrix: np.ndarray) -> tuple[list[float], list[float]]:
    """Return the nestedness of each two columns, and of each two rows, in percent."""
    found = []
    for lines in (matrix.T, matrix):
        sums = [int(line.sum()) for line in lines]
        found.append([
            100 * float((lines[i] * lines[j]).sum()) / min(sums[i], sums[j]) if sums[i] != sums[j] else 0.0
            for i in range(len(lines))
            for j in range(i)
        ])  # fmt: skip
    return found[0], found[1]


def test_a_table_by_hand() -> None:
    found = nestedness(_of_matrix(EXAMPLE), draws=0)
    # Columns: 67 + 50 + 100 + 67 + 50 + 100 + 100 + 100 of 10 pairs; rows: 67 + 67 + 50 + 50 + 100 + 100 + 50 + 50.
    assert found["observed"].tolist() == pytest.approx([175 / 3, 190 / 3, 160 / 3])


def test_full_nestedness_and_none() -> None:
    triangle = np.tri(5, dtype=int).tolist()
    assert nestedness(_of_matrix(triangle), draws=0)["observed"].tolist() == [100, 100, 100]
    apart = np.eye(4, dtype=int).tolist()
    assert nestedness(_of_matrix(apart), draws=0)["observed"].tolist() == [0, 0, 0]
    assert nestedness(of_links(["a"], []), draws=2)[["observed", "expected", "percentile"]].isna().all(axis=None)


@given(networks(organisations=8, projects=7), st.integers(0, 3), st.integers(1, 30))
@settings(max_examples=6)
def test_it_is_that_of_plain_loops_in_any_order_and_block(net: Network, seed: int, cells: int) -> None:
    matrix = net.incidence.toarray()
    matrix = matrix[matrix.any(axis=1)][:, matrix.any(axis=0)]
    by_column, by_row = _slow(matrix)
    slow = [np.mean(pairs) if len(pairs) else np.nan for pairs in (by_column + by_row, by_column, by_row)]
    found = nestedness(net, draws=2)
    assert found["observed"].tolist() == pytest.approx(slow, nan_ok=True)
    pd.testing.assert_frame_equal(found, nestedness(shuffled(net, seed), draws=2), check_exact=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_CELLS", cells)
        assert nodf(sparse.csr_array(matrix)) == pytest.approx(tuple(slow), nan_ok=True)


def test_chance_stands_beside() -> None:
    found = nestedness(davis(), draws=40).set_index("measure")
    assert found["expected"].between(0, 100).all()
    assert found["percentile"].between(0, 1).all()
    assert (found["low"] <= found["expected"]).all()
    nested = np.tri(9, dtype=int)
    apart = np.array([[1] * 6 + [0] * 3] * 3 + [[0] * 6 + [1] * 3] * 3)  # the small are in nothing of the large
    for matrix, low in ((nested, False), (apart, True)):
        row = nestedness(_of_matrix(matrix.tolist()), draws=40).iloc[0]
        assert row["observed"] == pytest.approx(np.mean(np.concatenate(_slow(matrix))))
        assert (row["percentile"] < 0.2) == low  # nothing else has the sums of the triangle
