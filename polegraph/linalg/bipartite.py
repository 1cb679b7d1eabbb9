"""Two-mode networks as matrices: the incidence, and its projection on the organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from polegraph.linalg.sparse import divide

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Csr = sparse.csr_array[Any, tuple[int, int]]


def incidence(rows: NDArray[np.int64], columns: NDArray[np.int64], shape: tuple[int, int]) -> Csr:
    """Return a two-mode network as a matrix of ones.

    Parameters
    ----------
    rows, columns : array of int, one entry a participation
        Positions of the project and of the organisation; no pair stands twice.
    shape
        Number of projects, number of organisations.

    Returns
    -------
    csr_array
        Projects × organisations, int64, sorted indices.

    Examples
    --------
    >>> incidence(np.array([0, 0]), np.array([0, 1]), (1, 3)).toarray()
    array([[1, 1, 0]])
    """
    matrix = sparse.coo_array((np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=shape).tocsr()
    matrix.sort_indices()
    return matrix


def newman_weights(sizes: NDArray[np.int64]) -> NDArray[np.float64]:
    r"""Return what a project of each size adds to the link of two of its members: :math:`1 / (n - 1)`.

    Parameters
    ----------
    sizes : array of int
        Number of organisations in each project.

    Returns
    -------
    array of float
        0 for projects of one organisation or none.

    References
    ----------
    M. E. J. Newman, "Scientific collaboration networks. II", Physical Review E 64, 016132 (2001).

    Examples
    --------
    >>> newman_weights(np.array([0, 1, 2, 5])).tolist()
    [0.0, 0.0, 1.0, 0.25]
    """
    return divide(1, sizes - 1, empty=0)


def project(matrix: Csr, weights: NDArray[Any]) -> Csr:
    r"""Project a two-mode network on its organisations.

    .. math:: A_{ij} = \sum_p w_p B_{pi} B_{pj}, \quad A_{ii} = 0

    Parameters
    ----------
    matrix
        Projects × organisations, ones.
    weights : array, one entry a project
        What a shared project adds; its dtype is that of the result.

    Returns
    -------
    csr_array
        Organisations × organisations, symmetric, zero diagonal, no explicit zeros, sorted indices, which are int32
        where they fit.

    Examples
    --------
    >>> project(incidence(np.array([0, 0]), np.array([0, 1]), (1, 3)), np.array([2])).toarray()
    array([[0, 2, 0],
           [2, 0, 0],
           [0, 0, 0]])
    """
    index = sparse.get_index_dtype(maxval=max(matrix.nnz, *matrix.shape))  # short where it can be: half to go through
    structure = matrix.indices.astype(index), matrix.indptr.astype(index)
    members: Csr = sparse.csr_array((np.ones(matrix.nnz, dtype=weights.dtype), *structure), shape=matrix.shape)
    shares: Csr = sparse.csr_array((np.repeat(weights, np.diff(matrix.indptr)), *structure), shape=matrix.shape)
    # The product is symmetric, so its columns are its rows; and columns come out sorted, faster than by sorting rows.
    product = (shares.T.tocsr() @ members).tocsc()
    own = np.flatnonzero(product.diagonal())
    product[own, own] = 0
    product.eliminate_zeros()
    return sparse.csr_array((product.data, product.indices, product.indptr), shape=product.shape)
