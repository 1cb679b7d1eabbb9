"""Cores of a network, compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from polegraph.linalg.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.signedinteger[Any]]


@compiled
def cores(indptr: Integers, indices: Integers) -> Integers:
    """Return the largest *k* such that each organisation has *k* partners among those with as large a *k*.

    Parameters
    ----------
    indptr, indices
        The collaboration network as a sparse matrix.
    """
    number = len(indptr) - 1
    core = np.empty(number, dtype=np.int64)
    most = 0
    # Start from the degrees.
    for node in range(number):
        core[node] = indptr[node + 1] - indptr[node]
        most = max(most, core[node])
    # Sort the nodes by degree: a bucket sort.
    start = np.zeros(most + 2, dtype=np.int64)  # of those of each degree, in the order
    for node in range(number):
        start[core[node] + 1] += 1
    start = np.cumsum(start)
    order = np.empty(number, dtype=np.int64)
    place = np.empty(number, dtype=np.int64)
    filled = start.copy()
    for node in range(number):
        place[node] = filled[core[node]]
        order[place[node]] = node
        filled[core[node]] += 1
    # Take the nodes in this order; each lowers the degree of its neighbours of higher degree.
    for index in range(number):
        node = order[index]
        for edge in range(indptr[node], indptr[node + 1]):
            other = indices[edge]
            if core[other] > core[node]:  # it changes places with the first of its degree, and has one less
                first = start[core[other]]
                swapped = order[first]
                order[first], order[place[other]] = other, swapped
                place[swapped] = place[other]
                place[other] = first
                start[core[other]] = first + 1
                core[other] -= 1
    return core
