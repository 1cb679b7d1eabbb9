"""Fair exposure: re-rank lists so that no organisation stands in too many, and coverage grows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from polegraph.suggestions.candidates.ranked import Ranked

if TYPE_CHECKING:
    from numpy.typing import NDArray

DEFAULT_SHARE: Final = 0.05
"""The share of the lists that an organisation may stand in."""
SPARE: Final = 190
"""How many more than are shown have to be ranked, so that there are others to take."""
_NEAR: Final = 40  # how many more are considered for the other places
_LONG: Final = 5  # length of lists from which on the last place goes to an organisation that few lists show
_LEAST: Final = 5  # lists that any organisation may stand in, however few there are
_KEPT: Final = 0.7  # share of the places of a list, the first ones, that are left as they are


def spread(ranked: Ranked, top: int, share: float | None) -> Ranked:
    """Choose from long lists so that an organisation stands in no more than a share of them.

    The first seven of ten places stay as they are: these are right most often. The others are filled rank by rank,
    first for all users with the candidates ranked next, then with those after them; a candidate at its limit is passed
    over. The last place goes to the candidate that the fewest lists show so far.

    Parameters
    ----------
    ranked
        Lists, longer than *top*.
    top
        Length of the lists that are made.
    share
        Largest share of the lists, between 0 and 1; None for no limit.

    Returns
    -------
    Ranked
        Sorted by user and rank, ranks from 1. A list is shorter than *top* only where no candidate is left.

    Examples
    --------
    >>> users = np.repeat(np.arange(8), 2)
    >>> long = Ranked(users, np.tile([90, 91], 8), np.tile([1, 2], 8), np.ones(16))
    >>> spread(long, 1, 0.1).candidate.tolist()
    [90, 90, 90, 90, 90, 91, 91, 91]
    """
    if share is None:
        return ranked.take(np.flatnonzero(ranked.rank <= top))
    users = np.unique(ranked.user)
    most = max(_LEAST, int(np.ceil(share * len(users))))
    kept = int(top * _KEPT)
    row = np.searchsorted(users, ranked.user)
    given = int(top >= _LONG)
    near = np.flatnonzero(ranked.rank <= top + _NEAR)
    chosen = np.zeros(len(row), dtype=np.bool_)
    limits = (len(users), top - given, kept, most)
    chosen[near] = _filled(row[near], ranked.candidate[near], ranked.rank[near], limits)
    if given:
        _give_last(row, ranked.candidate, chosen)
    taken = ranked.take(np.flatnonzero(chosen))
    rank = np.arange(len(taken.user)) - np.searchsorted(taken.user, taken.user) + 1
    return Ranked(taken.user, taken.candidate, rank, taken.score)


def _filled(
    row: NDArray[np.int64], candidates: NDArray[np.int64], rank: NDArray[np.int64], limits: tuple[int, int, int, int]
) -> NDArray[np.bool_]:
    """Return which pairs are taken."""
    users, top, kept, most = limits
    taken = rank <= kept
    number = np.bincount(candidates[taken], minlength=int(candidates.max(initial=-1)) + 1).tolist()
    length = np.bincount(row[taken], minlength=users).tolist()
    later = np.flatnonzero(~taken)
    order = later[np.lexsort((candidates[later], row[later], rank[later]))]
    full: list[int] = []
    for pair, user, other in zip(order.tolist(), row[order].tolist(), candidates[order].tolist(), strict=True):
        if length[user] < top:
            if number[other] < most:
                taken[pair] = True
                length[user] += 1
                number[other] += 1
            else:
                full.append(pair)
    for pair in full:  # a candidate beyond its limit rather than a shorter list
        if length[row[pair]] < top:
            taken[pair] = True
            length[row[pair]] += 1
    return taken


def _give_last(row: NDArray[np.int64], candidates: NDArray[np.int64], chosen: NDArray[np.bool_]) -> None:
    """Choose one more for each user, in place: the candidate in the fewest lists so far, ties by rank."""
    number = np.bincount(candidates[chosen], minlength=int(candidates.max(initial=-1)) + 1)
    bounds = np.searchsorted(row, np.arange(int(row.max(initial=-1)) + 2))
    for start, stop in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        left = start + np.flatnonzero(~chosen[start:stop])
        if len(left):
            last = left[np.argmin(number[candidates[left]])]
            chosen[last] = True
            number[candidates[last]] += 1
