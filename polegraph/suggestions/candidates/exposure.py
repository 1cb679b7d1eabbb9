"""Fair exposure: re-rank lists so that no organisation stands in too many, and coverage grows where it costs least."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from polegraph.suggestions.candidates.ranked import Ranked

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

DEFAULT_SHARE: Final = 0.05
"""The share of the lists that an organisation may stand in."""
SPARE: Final = 190
"""How many more than are shown have to be ranked, so that there are others to take."""
_LONG: Final = 5  # length of lists from which on last places go to organisations that no list shows
_LEAST: Final = 5  # lists that any organisation may stand in, however few there are
_KEPT: Final = 0.7  # share of the places of a list, the first ones, that are left as they are
_SLOTS: Final = 2  # places of a list, the last ones, that may go to organisations that no list shows
_BUDGET: Final = 0.02  # share of the expected gain of all lists that showing more organisations may cost
_ENOUGH: Final = 1 / 3  # share of the candidates that are ranked at all from which on none more is brought in
_FLAT: Final = 10.0  # ranks by which the chance of being right is flatter than 1 / rank
_MARGIN: Final = 1e-7  # weight of the score in the cost of a swap: it decides between equal ranks, and nothing else


def spread(ranked: Ranked, top: int, share: float | None) -> Ranked:
    r"""Choose from long lists so that an organisation stands in no more than a share of them, and more stand in one.

    The first seven of ten places stay as they are: these are right most often. The others are filled rank by rank with
    the candidates ranked next; a candidate at its limit (five lists are always allowed) is passed over, and taken only
    where the list would be shorter without it.

    Then candidates that no list shows are brought in where this costs least. The chance that the candidate at rank *r*
    is right falls about as :math:`p(r) \propto 1 / (r + 10)`, with *r* the mean rank of the tied; to have it at place
    *k* instead of the one at rank *s* costs :math:`(p(s) - p(r)) / \log_2(k + 1)` of the expected gain (DCG). Swaps are
    made from the cheapest on, each candidate in one list (a greedy assignment), until they have cost 2 % of the
    expected gain of all lists, or a third of the candidates that are ranked at all is shown and the next swap costs
    anything. A list of five or more gives up its last place first, then the one before it, and no candidate leaves the
    only list that shows it. Of swaps between the same ranks that between the nearest scores comes first.

    Parameters
    ----------
    ranked
        Lists, longer than *top*.
    top
        Length of the lists that are made.
    share
        Largest share of the lists, between 0 and 1; None for no limit, and the lists as they are.

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
    if share is None or not len(ranked.user):
        return ranked.take(np.flatnonzero(ranked.rank <= top))
    from polegraph.suggestions.kernels.exposure import fill_within_limit  # noqa: PLC0415  # the compiler is heavy

    # Fill each list within the limit
    starts = np.append(np.flatnonzero(np.diff(ranked.user, prepend=-1)), len(ranked.user))
    most = max(_LEAST, int(np.ceil(share * (len(starts) - 1))))
    kept = int(top * _KEPT)
    taken = np.zeros(len(ranked.user), dtype=np.bool_)
    number = np.zeros(int(ranked.candidate.max()) + 1, dtype=np.int64)
    turn = _steepest_first(starts, ranked.score, kept, top)
    fill_within_limit(starts, ranked.candidate, turn, kept, top, most, taken, number)
    # Bring in candidates that no list shows
    if top >= _LONG:
        _bring_in(ranked, starts, top, taken, number)
    chosen = ranked.take(np.flatnonzero(taken))
    rank = np.arange(len(chosen.user)) - np.searchsorted(chosen.user, chosen.user) + 1
    return Ranked(chosen.user, chosen.candidate, rank, chosen.score)


def _steepest_first(starts: Ints, score: Floats, kept: int, top: int) -> Ints:
    """Sort lists so that those come first whose scores fall most where others would take the place of the first."""
    ends = starts[1:] - 1
    fall = score[np.minimum(starts[:-1] + top, ends)] / score[np.minimum(starts[:-1] + kept, ends)]
    return np.argsort(fall, kind="stable")


def _bring_in(ranked: Ranked, starts: Ints, top: int, taken: NDArray[np.bool_], number: Ints) -> None:
    """Exchange candidates that no list shows for the last of full lists, in place."""
    from polegraph.suggestions.kernels.exposure import swap_in_order  # noqa: PLC0415

    lists = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    last = _last(lists, len(starts) - 1, top, taken)
    right = _chance(_mean_ranks(lists, ranked))
    places = np.arange(1.0, top + 1)
    discount = 1.0 / np.log2(places + 1)
    # Price each swap of a pair whose candidate is in no list for one of the last of its list
    new = np.flatnonzero((number[ranked.candidate] == 0) & (last[lists, 0] >= 0))
    priced = []
    for slot in range(_SLOTS):
        old = last[lists[new], slot]
        margin = 1.0 - ranked.score[new] / ranked.score[old]
        priced.append((right[old] - right[new]) * discount[top - 1 - slot] + _MARGIN * margin)
    costs = np.concatenate(priced)
    order = np.argsort(costs, kind="stable")
    # Make them, the cheapest first, for a share of what all lists are expected to gain
    expected = np.bincount(ranked.rank[ranked.rank <= top], minlength=top + 1)[1:] @ (discount * _chance(places))
    swaps = np.tile(new, _SLOTS)[order], np.repeat(np.arange(_SLOTS), len(new))[order], costs[order]
    most = math.ceil(_ENOUGH * len(np.unique(ranked.candidate))) - int(np.count_nonzero(number))
    swap_in_order(swaps, _BUDGET * expected, most, lists, ranked.candidate, last, taken, number)


def _chance(rank: Floats) -> Floats:
    """Return the chance that the candidate at a rank is right, up to a factor."""
    return 1.0 / (rank + _FLAT)


def _last(lists: Ints, length: int, top: int, taken: NDArray[np.bool_]) -> Ints:
    """Return the last pairs of each full list, the very last first; -1 for other lists."""
    chosen = np.flatnonzero(taken)
    count = np.bincount(lists[chosen], minlength=length)
    full = count == top
    last = np.full((length, _SLOTS), -1, dtype=np.int64)
    last[full] = chosen[np.cumsum(count)[full, None] - 1 - np.arange(_SLOTS)]
    return last


def _mean_ranks(lists: Ints, ranked: Ranked) -> Floats:
    """Return the mean rank of those that are tied with each candidate in its list."""
    firsts = np.flatnonzero((np.diff(lists, prepend=-1) != 0) | (np.diff(ranked.score, prepend=np.nan) != 0))
    tied = np.diff(firsts, append=len(lists))
    return np.repeat(ranked.rank[firsts] + (tied - 1) / 2, tied)
