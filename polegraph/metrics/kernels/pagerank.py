"""PageRank on a network without directions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.linalg.compiled import compiled
from polegraph.linalg.sparse import divide

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr

    Integers = NDArray[np.signedinteger[Any]]
    Floats = NDArray[np.float64]

_ERROR = 1e-16


def pagerank(matrix: Csr, alpha: float, *, weighted: bool) -> Floats:
    """Return the PageRank of each node.

    Nodes without a neighbour all come to the same rank, which is known beforehand: each node starts with
    :math:`x = (1 - α) / n + α m x / n`, where *m* of the *n* have no neighbour. What is left is a linear system with
    eigenvalues between −α and α.

    Parameters
    ----------
    matrix
        Symmetric, zero diagonal.
    alpha
        Damping factor, the probability that the walker continues.
    weighted
        Whether to take the values of the matrix, and not ones.

    Raises
    ------
    PolegraphError
        If ``alpha`` is out of range.
    """
    if not 0 <= alpha < 1:
        raise PolegraphError(
            _("{what} cannot be this").format(what="alpha"),
            value=alpha,
            remedy=_("give a number from 0 to less than 1"),
        )
    number = matrix.shape[0]
    degree = np.diff(matrix.indptr)
    strength = np.asarray(matrix.sum(axis=1)) if weighted else degree
    alone = int((degree == 0).sum())
    start = (1 - alpha) / (number - alpha * alone) if number else 0.0
    leave = divide(alpha, strength, empty=0)
    # The error shrinks by this factor a step (Golub and Varga); alpha 0.85 takes 63 steps.
    factor = alpha / (1 + math.sqrt(1 - alpha**2))
    steps = math.ceil(math.log(_ERROR) / math.log(factor)) if alpha else 0
    before, now, weight = np.zeros(number), np.full(number, start), 1.0
    for step in range(steps):
        weight = 1.0 if step == 0 else 1 / (1 - alpha**2 * weight / (2 if step == 1 else 4))
        go = now * leave
        arrived = (
            _weighted(matrix.indptr, matrix.indices, matrix.data, go)
            if weighted
            else _alike(matrix.indptr, matrix.indices, go)
        )
        before, now = now, weight * (arrived + start - before) + before
    return now


@compiled
def _alike(indptr: Integers, indices: Integers, values: Floats) -> Floats:
    result = np.empty(len(indptr) - 1)
    for row in range(len(result)):
        total = 0.0
        for place in range(indptr[row], indptr[row + 1]):
            total += values[indices[place]]
        result[row] = total
    return result


@compiled
def _weighted(indptr: Integers, indices: Integers, weights: Floats, values: Floats) -> Floats:
    result = np.empty(len(indptr) - 1)
    for row in range(len(result)):
        total = 0.0
        for place in range(indptr[row], indptr[row + 1]):
            total += weights[place] * values[indices[place]]
        result[row] = total
    return result
