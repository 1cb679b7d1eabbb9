"""From scores to lists: who stands among the first, in blocks of users, ties broken by identifier."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np

from polegraph.suggestions.methods import BLOCK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from polegraph.suggestions.context import Positions
    from polegraph.suggestions.methods import Block

    Excluder = Callable[[Positions, Block], None]
    Scorer = Callable[[Positions, Excluder], Block]
    Result = TypeVar("Result")

_DROPPED_BITS = 10
_GROUP = 64


class Ranked(NamedTuple):
    """Suggested pairs, sorted by user and rank; all arrays have one entry a pair."""

    user: Positions
    suggested: Positions
    rank: Positions
    score: NDArray[np.float64]

    def take(self, rows: Positions) -> Ranked:
        """Give some of the pairs.

        Parameters
        ----------
        rows : array of int
            Which, in the order in which they are wanted.
        """
        return Ranked(self.user[rows], self.suggested[rows], self.rank[rows], self.score[rows])

    def table(self, users: Positions, length: int) -> Positions:
        """Give the lists of some users as rows, -1 where a list has ended.

        Parameters
        ----------
        users : array of int
            Positions of the users, sorted; all lists must be theirs.
        length
            Length of the longest list.
        """
        positions = np.full((len(users), length), -1, dtype=np.int64)
        positions[np.searchsorted(users, self.user), self.rank - 1] = self.suggested
        return positions


def quantise(block: Block) -> Block:
    """Round scores to 13 binary digits after the first, in place, so that rounding errors break no tie.

    Two organisations that stand alike get the same sum in another order; in floating point these differ in the last
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


def in_blocks(judge: Callable[[Positions], Result], users: Positions) -> Iterator[Result]:
    """Do something for users in blocks, on all processors; the results come in order.

    Parameters
    ----------
    judge
        What to do with a block of users. It gives little: all that is done waits in memory.
    users : array of int
        Positions of the users.

    Yields
    ------
    result
        Of each block in turn.
    """
    parts = [users[start : start + BLOCK] for start in range(0, len(users), BLOCK)]
    if len(parts) <= 1:
        yield from map(judge, parts)
        return
    from polegraph._compiled import in_threads  # noqa: PLC0415  # it loads the compiler

    yield judge(parts[0])  # what is computed once, when it is first needed, is computed here and not in every thread
    yield from in_threads(judge, parts[1:])


def first(users: Positions, scores: Block, top: int) -> Ranked:
    """Give the first organisations of each user's list; who scores 0 or less is not in it.

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
    >>> first(np.array([7]), np.array([[1, 0, 3, 1]], dtype=np.float32), 2).suggested.tolist()
    [2, 0]
    """
    rows, columns = np.nonzero(scores >= _bar(scores, top)[:, None])
    values = scores[rows, columns]
    order = np.lexsort((columns, -values, rows))
    rows, columns, values = rows[order], columns[order], values[order]
    rank = np.arange(len(rows)) - np.searchsorted(rows, rows) + 1
    kept = rank <= top
    return Ranked(users[rows[kept]], columns[kept].astype(np.int64), rank[kept], values[kept].astype(np.float64))


def _bar(scores: Block, top: int) -> NDArray[np.float32]:
    """Give a positive score for each user that at least the first *top* reach, and not many others.

    The *top*-th largest of the maxima of groups of columns is such a score, and much quicker to find than the *top*-th
    largest of all.
    """
    least = np.finfo(np.float32).tiny
    users, organisations = scores.shape
    whole = organisations // _GROUP
    if whole <= top:
        return np.full(users, least, dtype=np.float32)
    maxima = scores[:, : whole * _GROUP].reshape(users, whole, _GROUP).max(axis=2)
    return np.maximum(np.partition(maxima, whole - top, axis=1)[:, whole - top], least)


def lists(score: Scorer, users: Positions, exclude: Excluder, top: int) -> Ranked:
    """Give every user's list.

    Parameters
    ----------
    score
        Function of users and of whom to exclude that gives their scores, 0 for those who are excluded.
    users : array of int
        Positions of the users.
    exclude
        Function of a block of users and their scores that sets to 0, in place, whom they are not to be told.
    top
        Length of the lists.
    """
    return joined(list(in_blocks(lambda part: first(part, score(part, exclude), top), users)))


def joined(parts: list[Ranked]) -> Ranked:
    """Put lists under each other.

    Parameters
    ----------
    parts
        Lists of different users.
    """
    if not parts:
        nothing: NDArray[Any] = np.zeros(0, dtype=np.int64)
        return Ranked(nothing, nothing, nothing, np.zeros(0))
    return Ranked(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))
