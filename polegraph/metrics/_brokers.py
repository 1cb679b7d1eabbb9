"""The loops behind brokerage: open two-paths by the classes of their three ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from polegraph._compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]


@compiled
def brokered(indptr: Integers, indices: Integers, codes: Integers, number: int) -> Integers:
    """Count the ordered pairs of partners that each node stands between and that are no partners of each other.

    All ordered pairs of its partners are counted by class first; then those that are partners, which are the
    triangles, are taken off. Each triangle is met once: every link points from the end with fewer links to the other
    one, and two links from one node to two linked nodes close it.

    Parameters
    ----------
    indptr, indices : arrays of int
        Symmetric adjacency in CSR, no loops.
    codes : array of int, one entry a node
        Class, −1 if it is not known.
    number
        How many classes there are.

    Returns
    -------
    array of int, nodes × 4
        Both ends of the node's own class; one of them (each of the two directions); both of one other class; of two
        other classes. Nodes and ends without a class are left out.
    """
    nodes = len(indptr) - 1
    result = _pairs(indptr, indices, codes, number)
    start, towards = _downhill(indptr, indices)
    mark = np.full(nodes, -1, dtype=np.int64)
    for one in range(nodes):
        if codes[one] < 0:
            continue
        for place in range(start[one], start[one + 1]):
            mark[towards[place]] = one
        for place in range(start[one], start[one + 1]):
            two = towards[place]
            if codes[two] < 0:
                continue
            for other in range(start[two], start[two + 1]):
                three = towards[other]
                if mark[three] == one and codes[three] >= 0:
                    _close(result, codes, one, two, three)
                    _close(result, codes, two, three, one)
                    _close(result, codes, three, one, two)
    return result


@compiled
def _pairs(indptr: Integers, indices: Integers, codes: Integers, number: int) -> Integers:
    """Count all ordered pairs of partners by class."""
    nodes = len(indptr) - 1
    result = np.zeros((nodes, 4), dtype=np.int64)
    count = np.zeros(number, dtype=np.int64)
    for node in range(nodes):
        own = codes[node]
        if own < 0:
            continue
        known = 0
        alike = 0  # ordered pairs of one class, whichever
        for place in range(indptr[node], indptr[node + 1]):
            code = codes[indices[place]]
            if code >= 0:
                alike += 2 * count[code]
                count[code] += 1
                known += 1
        inside = count[own]
        outside = known - inside
        result[node, 0] = inside * (inside - 1)
        result[node, 1] = inside * outside
        result[node, 2] = alike - inside * (inside - 1)
        result[node, 3] = outside * (outside - 1) - result[node, 2]
        for place in range(indptr[node], indptr[node + 1]):
            code = codes[indices[place]]
            if code >= 0:
                count[code] = 0
    return result


@compiled
def _downhill(indptr: Integers, indices: Integers) -> tuple[Integers, Integers]:
    """Keep of each link the direction from the node with fewer links (then of lower number) to the other one."""
    nodes = len(indptr) - 1
    start = np.zeros(nodes + 1, dtype=np.int64)
    towards = np.empty(len(indices) // 2, dtype=np.int64)
    kept = 0
    for node in range(nodes):
        degree = indptr[node + 1] - indptr[node]
        for place in range(indptr[node], indptr[node + 1]):
            other = indices[place]
            against = indptr[other + 1] - indptr[other]
            if against > degree or (against == degree and other > node):
                towards[kept] = other
                kept += 1
        start[node + 1] = kept
    return start, towards


@compiled
def _close(result: Integers, codes: Integers, broker: int, one: int, other: int) -> None:
    """Take off a pair that is linked, in both directions."""
    own = codes[broker]
    if codes[one] == own and codes[other] == own:
        result[broker, 0] -= 2
    elif codes[one] == own or codes[other] == own:
        result[broker, 1] -= 1
    elif codes[one] == codes[other]:
        result[broker, 2] -= 2
    else:
        result[broker, 3] -= 2
