"""Triangles of the collaboration network, counted from the two-mode network without a matrix of links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from polegraph.linalg.compiled import compiled
from polegraph.linalg.sparse import both_sides, divide

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr

    Integers = NDArray[np.int64]
    Shorts = NDArray[np.int32]
    Floats = NDArray[np.float64]


def partners_and_triangles(incidence: Csr) -> tuple[Integers, Integers]:
    """Count the partners of each organisation, and the pairs of them that are partners of each other.

    Parameters
    ----------
    incidence
        Projects × organisations, sorted indices.

    Returns
    -------
    partners, triangles : arrays of int, one entry an organisation

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> [counts.tolist() for counts in partners_and_triangles(tiny().incidence)]
    [[2, 3, 2, 1, 0], [1, 1, 1, 0, 0]]
    """
    starts, projects, indptr, indices = both_sides(incidence)
    partners = count_partners(starts, projects, indptr, indices)
    # Each link is kept with the end that has fewer partners, so that no list is long; that triangle is then met once.
    rank = np.empty(len(partners), dtype=np.int64)
    rank[np.lexsort((np.arange(len(partners)), partners))] = np.arange(len(partners))
    links = one_way(starts, projects, indptr, indices, rank, int(partners.sum()) // 2)
    return partners, count_triangles(*links)


def clustering(partners: Integers, triangles: Integers) -> Floats:
    """Return the share of pairs of partners that are partners of each other; 0 with fewer than two, as NetworkX does.

    Parameters
    ----------
    partners, triangles
        As `partners_and_triangles` gives them.
    """
    return divide(triangles, partners * (partners - 1) / 2, empty=0)


@compiled
def count_partners(starts: Integers, projects: Integers, indptr: Integers, indices: Integers) -> Integers:
    """Count the organisations that share a project with each.

    Parameters
    ----------
    starts, projects : arrays of int
        Projects of each organisation.
    indptr, indices : arrays of int
        Organisations of each project.
    """
    number = len(starts) - 1
    result = np.zeros(number, dtype=np.int64)
    met = np.full(number, -1)
    for one in range(number):
        met[one] = one
        count = 0
        for place in range(starts[one], starts[one + 1]):
            project = projects[place]
            for seat in range(indptr[project], indptr[project + 1]):
                other = indices[seat]
                if met[other] != one:
                    met[other] = one
                    count += 1
        result[one] = count
    return result


@compiled
def one_way(
    starts: Integers, projects: Integers, indptr: Integers, indices: Integers, rank: Integers, links: int
) -> tuple[Integers, Shorts]:
    """Return the partners of higher rank of each organisation.

    Parameters
    ----------
    starts, projects : arrays of int
        Projects of each organisation.
    indptr, indices : arrays of int
        Organisations of each project.
    rank : array of int
        A number for each organisation.
    links
        How many links there are.

    Returns
    -------
    begin, after : arrays of int
        Where the list of each begins, and the lists.
    """
    number = len(starts) - 1
    begin = np.zeros(number + 1, dtype=np.int64)
    after = np.empty(links, dtype=np.int32)
    met = np.full(number, -1)
    end = 0
    for one in range(number):
        for place in range(starts[one], starts[one + 1]):
            project = projects[place]
            for seat in range(indptr[project], indptr[project + 1]):
                other = indices[seat]
                if rank[other] > rank[one] and met[other] != one:
                    met[other] = one
                    after[end] = other
                    end += 1
        begin[one + 1] = end
    return begin, after


@compiled
def count_triangles(begin: Integers, after: Shorts) -> Integers:
    """Count the triangles through each organisation.

    Parameters
    ----------
    begin, after : arrays of int
        As `one_way` gives them.
    """
    number = len(begin) - 1
    result = np.zeros(number, dtype=np.int64)
    marked = np.zeros(number, dtype=np.bool_)
    for one in range(number):
        own = after[begin[one] : begin[one + 1]]
        for other in own:
            marked[other] = True
        for other in own:
            closed = 0
            for third in after[begin[other] : begin[other + 1]]:
                if marked[third]:
                    closed += 1
                    result[third] += 1
            result[one] += closed
            result[other] += closed
        for other in own:
            marked[other] = False
    return result
