"""Evidence of recommended pairs: common partners, and the projects that prove a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy import sparse

from polegraph.linalg.sparse import sorted_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.suggestions.profiles.snapshot import Context, Positions

MOST_VIA: Final = 5
"""Common partners named for each suggestion."""
MOST_PROJECTS: Final = 10
"""Projects named for each suggestion."""
FEW: Final = 5
"""Projects that prove the first reason, where common partners are proved as well."""


class Via(NamedTuple):
    """Common partners of pairs: the strongest of each, -1 where there are no more; and how many there are in all."""

    partner: Positions
    number: Positions


def shared(matrix: Csr, left: Positions, right: Positions) -> tuple[Positions, Positions, Positions, Positions]:
    """Find the columns in which two rows of a matrix both have an entry, for many pairs of rows.

    Parameters
    ----------
    matrix
        CSR with sorted indices.
    left, right : array of int
        The rows of each pair.

    Returns
    -------
    pair, column, place of the entry in the left row, and in the right row : arrays of int
        Places are positions in ``matrix.indices``. Sorted by pair and column.

    Examples
    --------
    >>> from scipy import sparse
    >>> [part.tolist() for part in shared(
    ...     sparse.csr_array(np.array([[1, 1, 0], [0, 1, 1]])), np.array([0]), np.array([1]))]
    [[0], [1], [1], [2]]
    """
    from polegraph.suggestions.kernels import evidence  # noqa: PLC0415  # the compiler is heavy

    pair, one, other = evidence.find_shared(matrix.indptr, matrix.indices, left, right, _width(matrix))
    return pair, matrix.indices[one].astype(np.int64), one, other


def _width(matrix: Csr) -> int:
    return int(np.diff(matrix.indptr).max(initial=0))


def common_partners(context: Context, users: Positions, candidates: Positions) -> Via:
    r"""Find the common partners of pairs, strongest first, at most `MOST_VIA` a pair.

    The strength of a common partner *z* of *u* and *v* is :math:`W_{uz} W_{zv} / S_z`, in proportion to the probability
    that the walker of `polegraph.suggestions.candidates.baselines.pagerank` goes from *u* to *v* through *z*: many
    projects with both, and few with others. Dissolved organisations are no introducers and are left out.

    Parameters
    ----------
    context
        The network.
    users, candidates : array of int
        Positions of the two organisations of each pair.

    Returns
    -------
    Via

    Examples
    --------
    >>> import polegraph.examples
    >>> from polegraph.suggestions.profiles.snapshot import Context
    >>> common_partners(Context(polegraph.examples.tiny()), np.array([3]), np.array([1])).partner.tolist()
    [[2, -1, -1, -1, -1]]
    """
    from polegraph.suggestions.kernels import evidence  # noqa: PLC0415  # the compiler is heavy

    weights = context.newman
    via = Via(np.empty((len(users), MOST_VIA), dtype=np.int64), np.empty(len(users), dtype=np.int64))
    evidence.find_common_partners(
        *(weights.indptr, weights.indices, weights.data, np.maximum(context.strength, 1), context.present),
        *(users, candidates, _width(weights), *via),
    )
    return via


class Proof(NamedTuple):
    """Searches for projects that prove a reason: those of an organisation that stand in a row of *others* too.

    ``pair, organisation, row, rank`` have one entry a search; the searches of a pair take turns by rank.
    """

    pair: Positions
    organisation: Positions
    row: Positions
    rank: Positions
    others: Csr

    def of(self, chosen: NDArray[np.bool_]) -> Proof:
        """Return the searches of some of the pairs, these counted from 0.

        Parameters
        ----------
        chosen : array of bool, one entry a pair
            Which.
        """
        kept = chosen[self.pair]
        place = np.cumsum(chosen) - 1
        return Proof(place[self.pair[kept]], self.organisation[kept], self.row[kept], self.rank[kept], self.others)


def both_sides(context: Context, users: Positions, candidates: Positions, via: Via) -> Proof:
    """Return searches for projects of the user with each common partner, and of that partner with the candidate.

    Each common partner in turn gives its latest project with the user and its latest with the candidate; then each its
    next latest.

    Parameters
    ----------
    context
        The network.
    users, candidates : array of int
        Positions of the two organisations of each pair.
    via
        Their common partners.
    """
    pair, place = np.nonzero(via.partner >= 0)
    partner, rank = np.tile(via.partner[pair, place], 2), np.concatenate([2 * place, 2 * place + 1])
    sides = np.concatenate([users[pair], candidates[pair]])
    return Proof(np.tile(pair, 2), sides, partner, rank, context.members)


def searched(context: Context, proof: Proof, pairs: int, most: int = MOST_PROJECTS) -> Positions:
    """Find the projects of searches: the latest of each search in turn, then the next latest of each.

    Parameters
    ----------
    context
        The network.
    proof
        Where they are found.
    pairs
        Number of pairs.
    most
        The largest number to return.

    Returns
    -------
    array of int, pairs × *most*
        Positions of projects; -1 where there are no more.
    """
    from polegraph.suggestions.kernels import evidence  # noqa: PLC0415  # the compiler is heavy

    number = len(context.ids)
    stack = sorted_rows(sparse.vstack([context.members, proof.others]))
    code, search = np.unique(proof.organisation * stack.shape[0] + proof.row, return_inverse=True)
    projects = np.empty((len(code), most), dtype=np.int64)
    left, right = code // stack.shape[0], number + code % stack.shape[0]
    evidence.find_latest(stack.indptr, stack.indices, context.years, left, right, _width(stack), projects)
    order = np.lexsort((proof.rank, proof.pair))
    found = np.empty((pairs, most), dtype=np.int64)
    starts = np.searchsorted(proof.pair[order], np.arange(pairs + 1))
    evidence.take_turns(starts, search[order], projects, found)
    return found
