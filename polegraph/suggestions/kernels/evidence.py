"""Kernels that find the evidence of pairs: common partners, themes and projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from polegraph.linalg.compiled import compiled
from polegraph.suggestions.kernels.row_pairs import intersect_rows
from polegraph.suggestions.kernels.topk import insert_sorted, round_score

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]


@compiled
def find_shared(
    pointers: NDArray[Any], columns: NDArray[Any], left: Ints, right: Ints, width: int
) -> tuple[Ints, Ints, Ints]:
    """Find the columns that both rows of a pair have.

    Parameters
    ----------
    pointers, columns
        CSR with sorted indices.
    left, right : array of int
        The rows of each pair.
    width
        Length of the longest row.

    Returns
    -------
    pair, place in the left row, place in the right row : arrays of int
    """
    first, second = np.empty(width, dtype=np.int64), np.empty(width, dtype=np.int64)
    total = 0
    for pair in range(len(left)):
        total += intersect_rows(pointers, columns, left[pair], right[pair], first, second)
    pairs, ones, others = (
        np.empty(total, dtype=np.int64),
        np.empty(total, dtype=np.int64),
        np.empty(total, dtype=np.int64),
    )
    start = 0
    for pair in range(len(left)):
        count = intersect_rows(pointers, columns, left[pair], right[pair], first, second)
        pairs[start : start + count] = pair
        ones[start : start + count] = first[:count]
        others[start : start + count] = second[:count]
        start += count
    return pairs, ones, others


@compiled
def find_common_partners(  # noqa: PLR0913, PLR0917  # compiled: arrays in, arrays filled
    pointers: NDArray[Any],
    partners: NDArray[Any],
    weights: NDArray[np.float64],
    strength: NDArray[Any],
    present: NDArray[np.bool_],
    left: Ints,
    right: Ints,
    width: int,
    best: Ints,
    number: Ints,
) -> None:
    """Find the strongest common partners of pairs.

    Parameters
    ----------
    pointers, partners, weights
        The collaboration network, CSR with sorted indices.
    strength : array, one entry an organisation
        What the strength of a common partner is divided by.
    present : array of bool, one entry an organisation
        Which partners count.
    left, right : array of int
        The two organisations of each pair.
    width
        Length of the longest row.
    best : array of int, pairs × as many as are wanted
        Filled in; -1 where there are no more.
    number : array of int
        Filled in: how many there are in all.
    """
    first, second = np.empty(width, dtype=np.int64), np.empty(width, dtype=np.int64)
    power = np.empty(best.shape[1], dtype=np.float32)
    for pair in range(len(left)):
        filled = 0
        number[pair] = 0
        for place in range(intersect_rows(pointers, partners, left[pair], right[pair], first, second)):
            partner = partners[first[place]]
            if present[partner]:
                number[pair] += 1
                strong = weights[first[place]] * weights[second[place]] / strength[partner]
                filled = insert_sorted(best[pair], power, filled, partner, round_score(strong))
        best[pair, filled:] = -1


@compiled
def find_latest(  # compiled: arrays in, arrays filled
    pointers: NDArray[Any],
    projects: NDArray[Any],
    years: Ints,
    left: Ints,
    right: Ints,
    width: int,
    found: Ints,
) -> None:
    """Find the latest projects that both rows of a pair have; within a year, the first ones.

    Parameters
    ----------
    pointers, projects
        CSR with sorted indices.
    years : array of int, one entry a project
        Their years.
    left, right : array of int
        The rows of each pair.
    width
        Length of the longest row.
    found : array of int, pairs × as many as are wanted
        Filled in; -1 where there are no more.
    """
    first, second = np.empty(width, dtype=np.int64), np.empty(width, dtype=np.int64)
    dates = np.empty(found.shape[1], dtype=np.float32)
    for pair in range(len(left)):
        filled = 0
        for place in range(intersect_rows(pointers, projects, left[pair], right[pair], first, second)):
            project = projects[first[place]]
            filled = insert_sorted(found[pair], dates, filled, project, np.float32(years[project]))
        found[pair, filled:] = -1


@compiled
def take_turns(starts: Ints, searches: Ints, projects: Ints, found: Ints) -> None:
    """Merge the searches of each pair in turn (round robin): the first project of each, then the second of each.

    Parameters
    ----------
    starts : array of int, one entry a pair and one more
        Where the searches of each pair begin.
    searches : array of int
        The row in *projects* of each search.
    projects : array of int, any × any
        What was found, -1 where there is no more.
    found : array of int, pairs × as many as are wanted
        Filled in, each project of a pair once; -1 where there are no more.
    """
    for pair in range(len(found)):
        count = 0
        for turn in range(projects.shape[1]):
            for search in range(starts[pair], starts[pair + 1]):
                project = projects[searches[search], turn]
                known = project < 0
                for place in range(count):
                    known = known or found[pair, place] == project
                if not known and count < found.shape[1]:
                    found[pair, count] = project
                    count += 1
        found[pair, count:] = -1
