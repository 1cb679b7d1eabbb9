"""Products of some rows of a sparse matrix with all rows of another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from polegraph.linalg.sparse import sorted_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.suggestions.profiles.snapshot import Positions

    Floats = NDArray[np.float32]
    Transposed = Floats | Csr

_DENSE: Final = 64  # columns up to which a dense product is quicker than a sparse one


def transpose(matrix: Csr) -> Transposed:
    """Return the transpose of a matrix for `multiply_rows`, dense where it has few columns: that is quicker.

    Parameters
    ----------
    matrix
        Organisations × any number of columns.
    """
    if matrix.shape[1] <= _DENSE:
        return np.ascontiguousarray(matrix.toarray().T, dtype=np.float32)
    return sorted_rows(matrix.T)


def multiply_rows(left: Csr, right: Transposed, users: Positions, result: Floats) -> None:
    """Multiply some rows with all rows of another matrix.

    Parameters
    ----------
    left
        Organisations × any number of columns.
    right
        The other matrix, as `transpose` gives it.
    users : array of int
        The rows of *left*.
    result : array of float32, users × organisations
        Filled in.
    """
    if isinstance(right, np.ndarray):
        np.matmul(left[users].toarray().astype(np.float32), right, out=result)
        return
    from polegraph.suggestions.kernels.fusion import multiply_sparse_rows  # noqa: PLC0415  # the compiler is heavy

    multiply_sparse_rows(left.indptr, left.indices, left.data, right.indptr, right.indices, right.data, users, result)
