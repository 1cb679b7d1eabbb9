"""Articulation points: what would be left of the component of each organisation without it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import sparse

from polegraph.linalg.compiled import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from polegraph.linalg import Csr

    Integers = NDArray[np.signedinteger[Any]]


class Pieces(NamedTuple):
    """The pieces into which components would fall without one organisation; each of one organisation or more.

    Parameters
    ----------
    of
        The organisation that is left out.
    size
        How many organisations the piece has.
    start, stop
        Where it is in ``order``. A piece that holds the first of the component is not in one stretch: here is the whole
        component, and ``rest`` is true.
    rest
        Whether the piece is what is in no other piece.
    order
        Nodes of the two-mode network, organisations first, in the order of a search depth first.
    organisations
        Their number.
    """

    of: Integers
    size: Integers
    start: Integers
    stop: Integers
    rest: NDArray[np.bool_]
    order: Integers
    organisations: int

    def cut_off(self, rank: Integers) -> Iterator[tuple[int, list[Integers]]]:
        """Yield the ranks of the organisations that are in no largest piece, largest piece first.

        Parameters
        ----------
        rank
            The rank of each organisation; of pieces of one size the one with the smallest comes first.

        Yields
        ------
        rank, pieces
            Of each articulation point.
        """
        by_point = np.argsort(self.of, kind="stable")
        bounds = np.flatnonzero(np.diff(self.of[by_point], prepend=-1, append=-1))
        for first, last in pairwise(bounds):
            if last - first > 1:
                group = by_point[first:last]
                point = int(self.of[group[0]])
                largest = group[np.argmax(self.size[group])]
                if self.rest[largest] and (self.size[group] == self.size[largest]).sum() == 1:
                    # Nearly always so, and nearly all of the component: it is not looked through.
                    parts = [self._between(piece) for piece in group if piece != largest]
                    left_out = 0
                else:
                    parts = self._all(point, group)
                    left_out = 1
                ranked = sorted((np.sort(rank[part]) for part in parts), key=lambda part: (-len(part), part[0]))
                yield int(rank[point]), ranked[left_out:]

    def _between(self, piece: int) -> Integers:
        nodes = self.order[self.start[piece] : self.stop[piece]]
        return nodes[nodes < self.organisations]

    def _all(self, point: int, group: Integers) -> list[Integers]:
        parts = [self._between(piece) for piece in group[~self.rest[group]]]
        for piece in group[self.rest[group]]:
            parts.append(np.setdiff1d(self._between(piece), np.concatenate([[point], *parts])))
        return parts


def two_mode(incidence: Csr) -> Csr:
    """Return the two-mode network as a square matrix: organisations, then projects.

    Parameters
    ----------
    incidence
        Projects × organisations.
    """
    return sparse.block_array([[None, incidence.T], [incidence, None]], format="csr")


def pieces(incidence: Csr) -> Pieces:
    """Find what would be left of the component of each organisation without it.

    Parameters
    ----------
    incidence
        Projects × organisations.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> found = pieces(tiny().incidence)
    >>> sorted(zip(found.of.tolist(), found.size.tolist()))
    [(0, 3), (1, 1), (1, 2), (2, 3), (3, 3)]
    """
    both = two_mode(incidence)
    number = incidence.shape[1]
    order, last, above = depth_first(both.indptr, both.indices, number)
    found = np.zeros(len(above), dtype=np.int64)
    found[order] = np.arange(len(order))
    before = np.concatenate([[0], np.cumsum(order < number)])  # organisations before each place of the order
    below = number + np.flatnonzero(above[number:] >= 0)
    below = below[before[last[below]] > before[found[below]]]
    size = before[last[below]] - before[found[below]]

    roots = np.flatnonzero(above[:number] >= 0)  # in the order in which they were found
    root = roots[np.searchsorted(found[roots], found[:number], side="right") - 1] if number else roots
    component = before[last[root]] - before[found[root]]
    left = component - 1 - np.bincount(above[below], size, minlength=number).astype(np.int64)
    rest = np.flatnonzero(left > 0)
    return Pieces(
        np.concatenate([above[below], rest]),
        np.concatenate([size, left[rest]]),
        np.concatenate([found[below], found[root[rest]]]),
        np.concatenate([last[below], last[root[rest]]]),
        np.repeat([False, True], [len(below), len(rest)]),
        order,
        number,
    )


@compiled
def depth_first(indptr: Integers, indices: Integers, organisations: int) -> tuple[Integers, Integers, Integers]:
    """Search the two-mode network depth first, and find the articulation points: the only way to some projects.

    Parameters
    ----------
    indptr, indices
        The two-mode network as a square sparse matrix, organisations first.
    organisations
        Their number.

    Returns
    -------
    order : array of int
        Nodes as they were found; projects without a member are missing.
    last : array of int, one entry a node
        One past the position in ``order`` of the last that was found from there.
    above : array of int, one entry a node
        For a project with all ways out over the organisation from which it was found: that organisation.
        For an organisation from which a search began: itself. Else −1.
    """
    number = len(indptr) - 1
    order = np.empty(number, dtype=np.int64)
    found = np.full(number, -1)
    low = np.empty(number, dtype=np.int64)
    last = np.zeros(number, dtype=np.int64)
    above = np.full(number, -1)
    parent = np.full(number, -1)
    edge = indptr[:-1].astype(np.int64)
    count = 0
    # Start a search from each organisation that is not found yet.
    for root in range(organisations):
        if found[root] >= 0:
            continue
        above[root] = root
        node = root
        found[root] = low[root] = count
        order[count] = root
        count += 1
        # Walk down the next edge, or back if there is none left.
        while node >= 0:
            if edge[node] < indptr[node + 1]:
                other = indices[edge[node]]
                edge[node] += 1
                # A node that is new, or an edge back to one found before.
                if found[other] < 0:
                    parent[other] = node
                    found[other] = low[other] = count
                    order[count] = other
                    count += 1
                    node = other
                else:
                    low[node] = min(low[node], found[other])
            else:
                # Go back, with the earliest node reached from below.
                last[node] = count
                back = parent[node]
                if back >= 0:
                    low[back] = min(low[back], low[node])
                    # A project from below which no node before its organisation is reached.
                    if node >= organisations and low[node] >= found[back]:
                        above[node] = back
                node = back
    return order[:count], last, above
