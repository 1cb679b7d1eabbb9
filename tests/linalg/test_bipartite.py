from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import sparse

from polegraph import linalg


@given(arrays(np.int64, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=st.integers(0, 1)))
def test_projection_is_the_sum_over_projects(dense: np.ndarray[tuple[int, int], np.dtype[np.int64]]) -> None:
    rows, columns = np.nonzero(dense)
    matrix = linalg.incidence(rows, columns, dense.shape)
    assert (matrix.toarray() == dense).all()
    weights = linalg.newman_weights(dense.sum(axis=1))
    result = linalg.project(matrix, weights)
    expected = np.zeros((dense.shape[1], dense.shape[1]))
    for members in map(np.flatnonzero, dense):
        for one in members:
            for other in members:
                if one != other:
                    expected[one, other] += 1 / (len(members) - 1)
    np.testing.assert_allclose(result.toarray(), expected)
    assert isinstance(result, sparse.csr_array)
    assert (result.data != 0).all()
