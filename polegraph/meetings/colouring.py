"""Edge colouring: meetings that were chosen are spread over the slots of a class, none of two at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from polegraph.meetings.day import Integers

NONE = -1
"""Where an edge has no colour, or a node no edge of a colour."""


def coloured(one: Integers, other: Integers, colours: int) -> Integers:
    r"""Colour the edges of a graph so that no two at a node have the same colour.

    Parameters
    ----------
    one, other : array of int, one entry an edge
        Its two nodes; those that matter most first.
    colours
        How many colours there are; no node may have more edges.

    Returns
    -------
    array of int, one entry an edge
        Its colour; -1 where none was found, which never happens in a bipartite graph.

    Notes
    -----
    An edge takes a colour that is free at both nodes. Where there is none, *a* being free at the first and *b* at the
    second, the two change places along the path of *a* and *b* that begins at the second node. In a bipartite graph
    this path never ends at the first, so that as many colours as the largest degree are enough [1]_; in others one more
    may be needed [2]_, and all pairs of free colours are tried.

    References
    ----------
    .. [1] D. König, "Über Graphen und ihre Anwendung auf Determinantentheorie und Mengenlehre", Mathematische Annalen
       77 (1916), 453-465. ``konig1916``
    .. [2] V. G. Vizing, "On an estimate of the chromatic class of a p-graph", Diskretnyi Analiz 3 (1964), 25-30.
       ``vizing1964``

    Examples
    --------
    >>> coloured(np.array([0, 0, 1]), np.array([2, 3, 2]), 2).tolist()
    [0, 1, 1]
    """
    at = np.full((int(max(one.max(initial=-1), other.max(initial=-1))) + 1, colours), NONE, dtype=np.int64)
    ends = np.column_stack([one, other])
    colour = np.full(len(one), NONE, dtype=np.int64)
    for edge, (u, v) in enumerate(ends.tolist()):
        free_u, free_v = at[u] == NONE, at[v] == NONE
        common = np.flatnonzero(free_u & free_v)
        if len(common):
            _give(at, colour, edge, u, v, int(common[0]))
            continue
        for a in np.flatnonzero(free_u).tolist():
            if any(_swapped(at, colour, ends, (u, v), a, b) for b in np.flatnonzero(free_v).tolist()):
                _give(at, colour, edge, u, v, a)
                break
    return colour


def _give(at: Integers, colour: Integers, edge: int, u: int, v: int, a: int) -> None:
    colour[edge] = a
    at[u, a] = at[v, a] = edge


def _swapped(at: Integers, colour: Integers, ends: Integers, where: tuple[int, int], a: int, b: int) -> bool:
    """Exchange a colour at the second node for another along a path, unless that ends at the first."""
    u, v = where
    path, node, wanted = [], v, a
    while at[node, wanted] != NONE:
        edge = int(at[node, wanted])
        path.append(edge)
        node = int(ends[edge].sum()) - node
        wanted = b if wanted == a else a
    if node == u:
        return False
    swap(at, colour, ends, path, (a, b))
    return True


def swap(at: Integers, colour: Integers, ends: Integers, path: list[int], two: tuple[int, int]) -> None:
    """Exchange two colours on the edges of a path, which must be all of these colours that its nodes have.

    Parameters
    ----------
    at : array of int, nodes × colours
        The edge of each colour at each node; changed.
    colour : array of int, one entry an edge
        The colours; changed.
    ends : array of int, edges × 2
        The nodes of each edge.
    path
        Edges.
    two
        The colours.
    """
    for edge in path:
        at[ends[edge], colour[edge]] = NONE
    for edge in path:
        colour[edge] = sum(two) - colour[edge]
        at[ends[edge], colour[edge]] = edge


def balanced(one: Integers, other: Integers, colour: Integers, colours: int, most: int) -> Integers:
    """Spread edges over the colours so that no colour has more than there is room for.

    Parameters
    ----------
    one, other : array of int, one entry an edge
        Its two nodes.
    colour : array of int, one entry an edge
        As `coloured` gives it, without edges that have none.
    colours
        How many colours there are.
    most
        How many edges a colour may have; all of them together must be enough.

    Returns
    -------
    array of int, one entry an edge
        The colours, of which no two at a node are the same.

    Notes
    -----
    Of two colours the edges form paths and cycles that alternate; where one has more edges than the other, there is a
    path with one edge more of it, and swapping the two colours there makes them more equal [1]_.

    References
    ----------
    .. [1] D. de Werra, "Equitable colorations of graphs", RAIRO 5 (R-3) (1971), 3-8. ``werra1971``

    Examples
    --------
    >>> balanced(np.array([0, 1]), np.array([2, 3]), np.array([0, 0]), 2, 1).tolist()
    [1, 0]
    """
    colour, ends = colour.copy(), np.column_stack([one, other])
    at = np.full((int(ends.max(initial=-1)) + 1, colours), NONE, dtype=np.int64)
    for edge, (u, v) in enumerate(ends.tolist()):
        at[u, colour[edge]] = at[v, colour[edge]] = edge
    sizes = np.bincount(colour, minlength=colours)
    while sizes.max(initial=0) > most and sizes.min() < most:
        a, b = int(sizes.argmax()), int(sizes.argmin())
        path = _longer(at, ends, a, b)
        swap(at, colour, ends, path, (a, b))
        sizes = np.bincount(colour, minlength=colours)
    return colour


def _longer(at: Integers, ends: Integers, a: int, b: int) -> list[int]:
    """Find a path of two colours with one edge more of the first: it begins and ends with that."""
    for start in np.flatnonzero((at[:, a] != NONE) & (at[:, b] == NONE)).tolist():
        path, node, wanted = [], start, a
        while at[node, wanted] != NONE:
            edge = int(at[node, wanted])
            path.append(edge)
            node = int(ends[edge].sum()) - node
            wanted = b if wanted == a else a
        if len(path) % 2:
            return path
    return []
