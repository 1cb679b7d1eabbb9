"""The loops behind brokerage: open two-paths by the classes of their three ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from polegraph.linalg.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr

    Integers = NDArray[np.int64]
    Shorts = NDArray[np.int32]


def brokered(links: Csr, codes: Integers, number: int) -> Integers:
    """Count the ordered pairs of partners that each node stands between and that are no partners of each other.

    All ordered pairs of its partners are counted by class first; then those that are partners, which are the
    triangles, are taken off.

    Parameters
    ----------
    links
        Symmetric adjacency, no loops.
    codes : array of int, one entry a node
        Class, −1 if it is not known.
    number
        How many classes there are.

    Returns
    -------
    array of int, nodes × 4
        Both ends of the node's own class; one of them (each of the two directions); both of one other class; of two
        other classes. Nodes and ends without a class are left out.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> brokered(tiny().collaboration_matrix(), np.array([0, 1, 0, 0, 0]), 2)[1]
    array([0, 0, 4, 0])
    """
    indptr, indices = links.indptr.astype(np.int64), links.indices.astype(np.int32)
    order = np.argsort(-np.diff(indptr), kind="stable")
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order))
    start, towards = _uphill(indptr, indices, codes, order, rank)
    counts = _pairs(indptr, indices, codes, number)
    counts -= np.array([2, 1, 2, 2]) * _closed(start, towards, codes[order].astype(np.int32))[rank]
    return counts


@compiled
def _pairs(indptr: Integers, indices: Shorts, codes: Integers, number: int) -> Integers:
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
def _uphill(
    indptr: Integers, indices: Shorts, codes: Integers, order: Integers, rank: Shorts
) -> tuple[Integers, Shorts]:
    """Keep of each link the direction to the end of lower rank, that with more links; nodes become their ranks.

    No node keeps many of them, and most lead to few nodes, which stay in the processor's cache.
    """
    nodes = len(order)
    start = np.zeros(nodes + 1, dtype=np.int64)
    towards = np.empty(len(indices) // 2, dtype=np.int32)
    kept = 0
    for new in range(nodes):
        node = order[new]
        if codes[node] >= 0:
            for place in range(indptr[node], indptr[node + 1]):
                other = indices[place]
                if rank[other] < new and codes[other] >= 0:
                    towards[kept] = rank[other]
                    kept += 1
        start[new + 1] = kept
    return start, towards


@compiled
def _closed(start: Integers, towards: Shorts, codes: Shorts) -> Integers:
    """Count the pairs of partners that are linked, without order, by class as in `brokered`.

    Each triangle is met once, from the corner of highest rank: two of its links, and one between their ends.
    """
    nodes = len(start) - 1
    result = np.zeros((nodes, 4), dtype=np.int64)
    mark = np.zeros(nodes, dtype=np.int32)  # class + 1 of those linked to the first corner
    for one in range(nodes):
        low, high = start[one], start[one + 1]
        for place in range(low, high):
            mark[towards[place]] = codes[towards[place]] + 1
        for place in range(low, high):
            two = towards[place]
            first, second = codes[one] + 1, codes[two] + 1
            near, far = (0, 2) if first == second else (1, 3)
            found = like_first = like_second = 0
            for step in range(start[two], start[two + 1]):
                three = towards[step]
                third = mark[three]
                if third:
                    found += 1
                    like_first += third == first
                    like_second += third == second
                    result[three, near if third in (first, second) else far] += 1
            _credit(result[one], first == second, found, like_first, like_second)
            _credit(result[two], first == second, found, like_second, like_first)
        for place in range(low, high):
            mark[towards[place]] = 0
    return result


@compiled
def _credit(row: Integers, alike: bool, found: int, own: int, other: int) -> None:  # noqa: FBT001  # a kernel
    """Credit one end of a link with the triangles that stand on it.

    Parameters
    ----------
    row
        Counts of this end.
    alike
        Whether both ends are of one class.
    found
        How many triangles.
    own, other
        Those with the third corner in the class of this end, and in that of the other.
    """
    if alike:
        row[0] += own
        row[1] += found - own
    else:
        row[1] += own
        row[2] += other
        row[3] += found - own - other
