"""Kernels of expected ranking metrics: means over all orders of tied scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from polegraph.linalg.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Doubles = NDArray[np.float64]
    Ints = NDArray[np.int64]


@compiled
def judge_lists(  # compiled: arrays in, arrays filled
    scores: Floats,
    starts: Ints,
    listed: Ints,
    pointers: NDArray[Any],
    right: NDArray[Any],
    gained: Doubles,
    figures: Doubles,
    missed: Doubles,
) -> None:
    """Compute NDCG, hit, recall and reciprocal rank of lists, each the mean over all orders of tied candidates.

    Parameters
    ----------
    scores : array of float32, users × organisations
        Scores; candidates with 0 or less stand in no list.
    starts, listed : arrays of int
        The first places of each list, no more than are judged: ``listed[starts[u]:starts[u + 1]]``.
    pointers, right
        CSR: the new partners of each user, one or more.
    gained : array of float
        What the first *k* places gain together, for each *k* from 0 to the number of places that are judged.
    figures : array of float, users × 4
        Filled in.
    missed : array of float, one entry an organisation
        Multiplied with the chance of each organisation not to stand in the list of each user.
    """
    top = len(gained) - 1
    values = np.empty(top, dtype=np.float32)
    for row in range(len(scores)):
        # Find the score at the end of the list, and the best score of a relevant candidate
        length = starts[row + 1] - starts[row]
        for place in range(length):
            values[place] = scores[row, listed[starts[row] + place]]
        bar = values[top - 1] if length == top else np.float32(0)
        best = np.float32(0)
        for place in range(pointers[row], pointers[row + 1]):
            best = max(best, scores[row, right[place]])
        # Judge the candidates above the tied ones as they stand, the tied ones by their share
        higher, alike, tied = _count_ties(scores[row], best, bar)
        above = np.searchsorted(-values[:length], -bar)  # how many stand before those that are tied at the end
        share = (length - above) / tied if bar > 0 else 0.0
        _judge_list(
            scores[row], values[:above], (bar, tied), right[pointers[row] : pointers[row + 1]], gained, figures[row]
        )
        # Compute the expected reciprocal rank
        if best > 0:
            count = 0
            for place in range(pointers[row], pointers[row + 1]):
                count += scores[row, right[place]] == best
            figures[row, 3] = reciprocal(higher, alike, count)
        # Multiply into ``missed`` the probability that a candidate is in no list
        for place in range(above if share < 1 else length):
            missed[listed[starts[row] + place]] = 0.0
        if 0 < share < 1:
            for place in range(len(missed)):
                if scores[row, place] == bar:
                    missed[place] *= 1 - share


@compiled
def _count_ties(scores: Floats, best: np.float32, bar: np.float32) -> tuple[int, int, int]:
    """Count the scores above one value, equal to it, and equal to another."""
    higher, alike, tied = 0, 0, 0
    for place in range(len(scores)):
        higher += scores[place] > best
        alike += scores[place] == best
        tied += scores[place] == bar
    return higher, alike, tied


@compiled
def _judge_list(
    scores: Floats, values: Floats, end: tuple[np.float32, int], right: NDArray[Any], gained: Doubles, figures: Doubles
) -> None:
    """Fill in NDCG, hit and recall of one list: *values* stand in it for certain, the tied at its end by chance."""
    top, (bar, tied), above = len(gained) - 1, end, len(values)
    gain, surely, perhaps = 0.0, 0, 0
    for place in range(len(right)):
        value = scores[right[place]]
        if value > bar:
            first, last = np.searchsorted(-values, -value), np.searchsorted(-values, -value, "right")
            gain += (gained[last] - gained[first]) / (last - first)
            surely += 1
        elif value == bar and bar > 0:
            gain += (gained[top] - gained[above]) / tied
            perhaps += 1
    none = 0.0 if surely else 1.0
    for place in range(top - above if perhaps else 0):  # no relevant candidate is drawn from the tied
        none *= max(tied - perhaps - place, 0) / (tied - place)
    figures[0] = gain / gained[min(len(right), top)]
    figures[1] = 1.0 - none
    figures[2] = (surely + (perhaps * (top - above) / tied if perhaps else 0.0)) / len(right)
    figures[3] = 0.0


@compiled
def reciprocal(before: int, tied: int, right: int) -> float:
    r"""Return the mean reciprocal rank of the first relevant candidate, over all orders of the tied.

    :math:`\sum_{j=0}^{n-r} \frac{1}{a + j + 1} \binom{n - j - 1}{r - 1} / \binom{n}{r}`

    Parameters
    ----------
    before
        *a*, how many stand before the tied.
    tied
        *n*, how many are tied.
    right
        *r*, how many of them are right; one or more.

    Examples
    --------
    >>> reciprocal(0, 2, 1)
    0.75
    """
    total, chance = 0.0, right / tied
    for place in range(tied - right + 1):
        total += chance / (before + place + 1)
        if place < tied - right:
            chance *= (tied - place - right) / (tied - place - 1)
    return total
