"""What stands behind a suggestion: the common partners, and the projects that prove them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from scipy import sparse

from polegraph.suggestions.ranking import quantise
from polegraph.suggestions.walks import sorted_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.suggestions.context import Context, Positions

MOST_VIA: Final = 5
"""Common partners named for each suggestion."""
MOST_PROJECTS: Final = 10
"""Projects named for each suggestion."""
FEW: Final = 5
"""Projects that prove the first reason, where common partners are proved as well."""
_CHUNK: Final = 4_000_000


class Via(NamedTuple):
    """Common partners of pairs, strongest first within each; ``number`` counts all of them for each pair."""

    pair: Positions
    partner: Positions
    rank: Positions
    number: Positions


def shared(matrix: Csr, left: Positions, right: Positions) -> Iterator[tuple[Positions, ...]]:
    """Find the columns in which two rows of a matrix both have an entry, for many pairs of rows.

    The shorter row of each pair is gone through, and looked up in the longer one.

    Parameters
    ----------
    matrix
        CSR with sorted indices.
    left, right : array of int
        The rows of each pair.

    Yields
    ------
    pair, column, place of the entry in the left row, and in the right row : arrays of int
        Places are positions in ``matrix.indices``. Sorted by pair and column; in parts that bound the memory.

    Examples
    --------
    >>> from scipy import sparse
    >>> [[part.tolist() for part in parts] for parts in shared(
    ...     sparse.csr_array(np.array([[1, 1, 0], [0, 1, 1]])), np.array([0]), np.array([1]))]
    [[[0], [1], [1], [2]]]
    """
    length = np.diff(matrix.indptr).astype(np.int64)
    swap = length[left] > length[right]
    short, long = np.where(swap, right, left), np.where(swap, left, right)
    keys = np.repeat(np.arange(matrix.shape[0], dtype=np.int64), length) * matrix.shape[1] + matrix.indices
    ends = np.cumsum(length[short])
    start = 0
    while start < len(left):
        reached = ends[start - 1] if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, reached + _CHUNK, side="right")))
        counts = length[short[start:stop]]
        pair = np.repeat(np.arange(start, stop), counts)
        offset = np.arange(len(pair)) - np.repeat(np.cumsum(counts) - counts, counts)
        here = matrix.indptr[short[pair]].astype(np.int64) + offset
        column = matrix.indices[here].astype(np.int64)
        wanted = long[pair] * matrix.shape[1] + column
        there = np.searchsorted(keys, wanted)
        hit = keys[np.minimum(there, len(keys) - 1)] == wanted
        pair, column, here, there = pair[hit], column[hit], here[hit], there[hit]
        yield pair, column, np.where(swap[pair], there, here), np.where(swap[pair], here, there)
        start = stop


def common_partners(context: Context, users: Positions, suggested: Positions) -> Via:
    r"""Give the partners whom two organisations have in common, strongest first, at most `MOST_VIA` a pair.

    The strength of a common partner *z* of *u* and *v* is :math:`W_{uz} W_{zv} / S_z`, in proportion to the probability
    that the walker of `polegraph.suggestions.methods.pagerank` goes from *u* to *v* through *z*: many projects with
    both, and few with others. Who is dissolved can introduce nobody and is left out.

    Parameters
    ----------
    context
        The network.
    users, suggested : array of int
        Positions of the two organisations of each pair.

    Returns
    -------
    Via
        Sorted by pair and rank.

    Examples
    --------
    >>> import polegraph.examples
    >>> from polegraph.suggestions.context import Context
    >>> common_partners(Context(polegraph.examples.tiny()), np.array([3]), np.array([1])).partner.tolist()
    [2]
    """
    weights, strength = context.newman, np.maximum(context.strength, 1)
    number = np.zeros(len(users), dtype=np.int64)
    parts: list[tuple[Positions, Positions, Positions]] = []
    for pair, partner, one, other in shared(weights, users, suggested):
        kept = context.present[partner]
        pair, partner = pair[kept], partner[kept]  # noqa: PLW2901  # the same pairs, fewer
        power = weights.data[one[kept]] * weights.data[other[kept]] / strength[partner]
        number += np.bincount(pair, minlength=len(users))
        order = np.lexsort((partner, -quantise(power.astype(np.float32)), pair))
        pair, partner = pair[order], partner[order]  # noqa: PLW2901  # the same, sorted
        rank = np.arange(len(pair)) - np.searchsorted(pair, pair) + 1
        best = rank <= MOST_VIA
        parts.append((pair[best], partner[best], rank[best]))
    nothing = np.zeros(0, dtype=np.int64)
    best_pairs, partners, ranks = (np.concatenate(arrays) for arrays in zip((nothing,) * 3, *parts, strict=True))
    return Via(best_pairs, partners, ranks, number)


class Proof(NamedTuple):
    """Where the projects are found that prove something of a pair: those of an organisation, and of a row of *others*.

    ``pair, organisation, row, rank`` have one entry a search; the searches of a pair take turns by rank.
    """

    pair: Positions
    organisation: Positions
    row: Positions
    rank: Positions
    others: Csr

    def of(self, chosen: NDArray[np.bool_]) -> Proof:
        """Give the searches of some of the pairs, these counted from 0.

        Parameters
        ----------
        chosen : array of bool, one entry a pair
            Which.
        """
        kept = chosen[self.pair]
        place = np.cumsum(chosen) - 1
        return Proof(place[self.pair[kept]], self.organisation[kept], self.row[kept], self.rank[kept], self.others)


def both_sides(context: Context, users: Positions, suggested: Positions, via: Via) -> Proof:
    """Give where the projects of the user with a common partner are found, and that one's with the suggested.

    Each common partner in turn gives its latest project with the user and its latest with the suggested; then each its
    next latest.

    Parameters
    ----------
    context
        The network.
    users, suggested : array of int
        Positions of the two organisations of each pair.
    via
        Their common partners.
    """
    sides = np.concatenate([users[via.pair], suggested[via.pair]])
    rank = np.concatenate([2 * via.rank, 2 * via.rank + 1])
    return Proof(np.tile(via.pair, 2), sides, np.tile(via.partner, 2), rank, context.members)


def searched(context: Context, proof: Proof, pairs: int, most: int = MOST_PROJECTS) -> list[list[str]]:
    """Name the projects that prove something: the latest of each search in turn, then the next latest of each.

    Parameters
    ----------
    context
        The network.
    proof
        Where they are found.
    pairs
        Number of pairs.
    most
        How many are named at most.

    Returns
    -------
    list of list of str
        Values of ``project_id`` for each pair.
    """
    number = len(context.ids)
    stack = sorted_rows(sparse.vstack([context.members, proof.others]))
    code, inverse = np.unique(proof.organisation * stack.shape[0] + proof.row, return_inverse=True)
    left, right = code // stack.shape[0], number + code % stack.shape[0]
    bounds, project = _together(stack, context.years, left, right, most)
    counts = np.diff(bounds)[inverse]
    entry = np.repeat(np.arange(len(inverse)), counts)
    turn = np.arange(len(entry)) - np.repeat(np.cumsum(counts) - counts, counts)
    which = project[bounds[inverse[entry]] + turn]
    pair = proof.pair[entry]
    order = np.lexsort((proof.rank[entry], turn, pair))
    names = context.network.project_index.to_numpy()[context.project_order]
    lists: list[list[str]] = [[] for _ in range(pairs)]
    for one, other in zip(pair[order].tolist(), which[order].tolist(), strict=True):
        name = names[other]
        if len(lists[one]) < most and name not in lists[one]:
            lists[one].append(name)
    return lists


def _together(
    matrix: Csr, years: NDArray[np.int64], left: Positions, right: Positions, most: int
) -> tuple[NDArray[Any], Positions]:
    """Give where each pair of rows starts, and the projects that it shares, latest first, at most so many a pair."""
    number = np.zeros(len(left), dtype=np.int64)
    parts: list[Positions] = []
    for pair, project, __, __ in shared(matrix, left, right):
        order = np.lexsort((project, -years[project], pair))
        pair, project = pair[order], project[order]  # noqa: PLW2901  # the same, sorted
        kept = np.arange(len(pair)) - np.searchsorted(pair, pair) < most
        number += np.bincount(pair[kept], minlength=len(left))
        parts.append(project[kept])
    return np.concatenate([[0], np.cumsum(number)]), np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
