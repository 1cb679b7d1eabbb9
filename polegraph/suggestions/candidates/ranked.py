"""Ranked lists from scores: top-k selection in blocks of users, ties broken by position."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np

from polegraph.linalg.threads import in_threads
from polegraph.suggestions.candidates.baselines import BLOCK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from polegraph.suggestions.candidates.baselines import Block
    from polegraph.suggestions.candidates.exclusions import Exclusion
    from polegraph.suggestions.profiles.snapshot import Context, Positions

    Excluder = Callable[[Positions, Block], None]
    Scorer = Callable[[Positions, Excluder], Block]
    Result = TypeVar("Result")

_DROPPED_BITS = 10
_TOGETHER = 1000  # users with common partners gone through without a break


class Ranked(NamedTuple):
    """Ranked pairs of users and candidates, sorted by user and rank; all arrays have one entry a pair."""

    user: Positions
    candidate: Positions
    rank: Positions
    score: NDArray[np.float64]

    def take(self, rows: Positions) -> Ranked:
        """Return some of the pairs.

        Parameters
        ----------
        rows : array of int
            The positions, in the order of the result.
        """
        return Ranked(self.user[rows], self.candidate[rows], self.rank[rows], self.score[rows])

    def ordered(self, place: Positions) -> Ranked:
        """Return the lists in another order; the pairs of a list must stand together, and still do.

        Parameters
        ----------
        place : array of int, one entry an organisation
            Where its list is to stand.
        """
        starts = np.flatnonzero(np.diff(self.user, prepend=-1))
        lengths = np.diff(starts, append=len(self.user))
        order = np.argsort(place[self.user[starts]])
        ends = np.cumsum(lengths[order])
        return self.take(np.arange(len(self.user)) + np.repeat(starts[order] - ends + lengths[order], lengths[order]))

    def table(self, users: Positions, length: int) -> Positions:
        """Return the lists of some users as rows, -1 where a list has ended.

        Parameters
        ----------
        users : array of int
            Positions of the users, sorted; all lists must be theirs.
        length
            Length of the longest list.
        """
        positions = np.full((len(users), length), -1, dtype=np.int64)
        positions[np.searchsorted(users, self.user), self.rank - 1] = self.candidate
        return positions


def quantise(block: Block) -> Block:
    """Round scores to 13 binary digits after the first, in place, so that rounding errors break no tie.

    Structurally equivalent organisations get the same sum in another order; in floating point these differ in the last
    digits, and would be ranked by noise.

    Parameters
    ----------
    block : array of float32, C-contiguous
        Scores.

    Examples
    --------
    >>> quantise(np.array([3.0, 0.1, 0.1000001], dtype=np.float32)).tolist()
    [3.0, 0.09999847412109375, 0.09999847412109375]
    """
    bits = block.view(np.int32)
    bits += 1 << (_DROPPED_BITS - 1)
    bits &= -(1 << _DROPPED_BITS)
    return block


def in_blocks(
    judge: Callable[[Positions], Result], users: Positions, twin: Positions | None = None
) -> Iterator[Result]:
    """Apply a function to blocks of users, on all processors; results come in order.

    Parameters
    ----------
    judge
        Function of a block of users. Its results should be small: they wait in memory.
    users : array of int
        Positions of the users.
    twin : array of int, one entry an organisation, optional
        Structurally equivalent organisation, for which nearly the same is computed: users with the same twin stand side
        by side, and a block holds more of them.

    Yields
    ------
    result
        Of each block in turn.
    """
    parts = _blocks(users, np.arange(len(users)) if twin is None else twin[users])
    if len(parts) <= 1:
        yield from map(judge, parts)
        return
    yield judge(parts[0])  # lazy profiles are computed here once, and not in every thread
    yield from in_threads(judge, parts[1:])


def _blocks(users: Positions, twin: Positions) -> list[Positions]:
    """Cut users into blocks of `BLOCK` different twins, and of twice as many users at most."""
    different = np.cumsum(np.append(0, np.diff(twin) != 0))
    parts, start = [], 0
    while start < len(users):
        full = int(np.searchsorted(different, different[start] + BLOCK))
        stop = min(full, start + 2 * BLOCK)
        parts.append(users[start:stop])
        start = stop
    return parts


def first(users: Positions, scores: Block, top: int) -> Ranked:
    """Return the top-k candidates of each user; those that score 0 or less are left out.

    Parameters
    ----------
    users : array of int
        Positions of the users.
    scores : array of float32, users × organisations
        Scores.
    top
        Length of the lists.

    Examples
    --------
    >>> first(np.array([7]), np.array([[1, 0, 3, 1]], dtype=np.float32), 2).candidate.tolist()
    [2, 0]
    """
    from polegraph.suggestions.kernels.topk import select_top_rows  # noqa: PLC0415  # the compiler is heavy

    positions = np.empty((len(users), top), dtype=np.int64)
    values = np.empty((len(users), top), dtype=np.float32)
    select_top_rows(scores, positions, values)
    return listed(users, positions, values)


def listed(users: Positions, positions: Positions, values: Block) -> Ranked:
    """Flatten lists that are rows of an array into pairs.

    Parameters
    ----------
    users : array of int
        Positions of the users.
    positions : array of int, users × length of the lists
        Candidates; -1 where a list has ended.
    values : array of float32, users × length of the lists
        Scores.

    Examples
    --------
    >>> listed(np.array([7]), np.array([[2, -1]]), np.array([[3, 0]], dtype=np.float32)).candidate.tolist()
    [2]
    """
    there = positions >= 0
    rank = np.broadcast_to(np.arange(1, positions.shape[1] + 1), positions.shape)[there]
    return Ranked(np.repeat(users, there.sum(axis=1)), positions[there], rank, values[there].astype(np.float64))


def lists(score: Scorer, users: Positions, exclude: Excluder, top: int, twin: Positions | None = None) -> Ranked:
    """Return every user's list.

    Parameters
    ----------
    score
        Function of users and of an excluder that returns scores, 0 for excluded candidates.
    users : array of int
        Positions of the users.
    exclude
        Function of users and scores that sets the scores of excluded candidates to 0, in place.
    top
        Length of the lists.
    twin
        As for `in_blocks`.
    """
    return joined(list(in_blocks(lambda part: first(part, score(part, exclude), top), users, twin)))


def through_common(
    context: Context, weights: NDArray[np.float64], users: Positions, exclude: Exclusion, top: int
) -> Ranked:
    """Return every user's list by common partners, without scoring all organisations.

    Parameters
    ----------
    context
        The network.
    weights : array of float, one entry an organisation
        Its weight as a common partner; positive.
    users : array of int
        Positions of the users.
    exclude
        Excluded candidates; it must be plain.
    top
        Length of the lists.

    Examples
    --------
    >>> import polegraph.examples
    >>> from polegraph.suggestions.profiles.snapshot import Context
    >>> from polegraph.suggestions.candidates.exclusions import Exclusion, Filters
    >>> from polegraph.suggestions.candidates.baselines import rarity
    >>> context = Context(polegraph.examples.tiny())
    >>> through_common(context, rarity(context), np.array([3]), Exclusion(context, Filters()), 3).candidate.tolist()
    [1]
    """
    from polegraph.suggestions.kernels import fusion  # noqa: PLC0415

    partners, never = context.partners, exclude.never
    positions = np.empty((len(users), top), dtype=np.int64)
    values = np.empty((len(users), top), dtype=np.float32)

    def fill(start: int) -> None:
        some = slice(start, start + _TOGETHER)
        fusion.rank_by_common_partners(
            *(partners.indptr, partners.indices, weights, never.indptr, never.indices, exclude.hidden),
            *(users[some], positions[some], values[some]),
        )

    for _done in in_threads(fill, range(0, len(users), _TOGETHER)):
        pass
    return listed(users, positions, values)


def joined(parts: list[Ranked]) -> Ranked:
    """Concatenate lists.

    Parameters
    ----------
    parts
        Lists of different users.
    """
    if not parts:
        nothing: NDArray[Any] = np.zeros(0, dtype=np.int64)
        return Ranked(nothing, nothing, nothing, np.zeros(0))
    return Ranked(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))
