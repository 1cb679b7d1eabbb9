"""Compiled loops of fair exposure: limits on how many lists an organisation stands in, and swaps by what they cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from polegraph.linalg.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]
    Swaps = tuple[Ints, Ints, Floats]


@compiled
def fill_within_limit(  # state that is changed in place
    starts: Ints, candidates: Ints, turn: Ints, kept: int, top: int, most: int, taken: Flags, number: Ints
) -> None:
    """Fill lists rank by rank; a candidate that already stands in as many lists as it may is passed over.

    Parameters
    ----------
    starts : array of int, lists + 1
        Where the pairs of each list start, in the order of ranks; last: where the last one ends.
    candidates : array of int
        The candidate of each pair.
    turn : array of int
        The lists in the order in which they take at one rank.
    kept
        How many of the first are taken whatever the limit.
    top
        How many are taken in all. Where too few are within the limit, the first ones beyond it are taken too.
    most
        The limit.
    taken : array of bool, one entry a pair
        Filled in, all False before: which pairs are taken.
    number : array of int, one entry a candidate
        Filled in, all 0 before: how many lists take it.
    """
    length, longest = np.zeros(len(turn), dtype=np.int64), 0
    for one in range(len(turn)):
        longest = max(longest, starts[one + 1] - starts[one])
        for pair in range(starts[one], min(starts[one] + kept, starts[one + 1])):
            taken[pair] = True
            number[candidates[pair]] += 1
            length[one] += 1
    for rank in range(kept, longest):
        for one in turn:
            pair = starts[one] + rank
            if length[one] < top and pair < starts[one + 1] and number[candidates[pair]] < most:
                taken[pair] = True
                number[candidates[pair]] += 1
                length[one] += 1
    for one in turn:
        for pair in range(starts[one], starts[one + 1]):
            if length[one] < top and not taken[pair]:
                taken[pair] = True
                number[candidates[pair]] += 1
                length[one] += 1


@compiled
def swap_in_order(  # state that is changed in place
    swaps: Swaps, budget: float, most: int, lists: Ints, candidates: Ints, last: Ints, taken: Flags, number: Ints
) -> None:
    """Exchange candidates that no list shows for the last of lists, the cheapest swap first, while the budget lasts.

    Parameters
    ----------
    swaps : tuple of arrays, one entry a swap
        The pair that it would bring in; which place that would take (0 the last, 1 the one before it, and so on: a list
        gives up its last places first); what it costs. The cheapest first.
    budget
        What all swaps together may cost.
    most
        How many swaps may be made, beside those that cost nothing.
    lists, candidates : array of int, one entry a pair
        Its list and its candidate.
    last : array of int, lists × slots
        The pairs that stand at these places. One of them leaves only if its candidate stands in another list too.
    taken : array of bool, one entry a pair
        Changed in place: which pairs are taken.
    number : array of int, one entry a candidate
        Changed in place: how many lists take it.
    """
    pairs, slots, costs = swaps
    given = np.zeros(len(last), dtype=np.int64)
    for swap in range(len(pairs)):
        pair, slot = pairs[swap], slots[swap]
        one = lists[pair]
        old = last[one, slot]
        if number[candidates[pair]] > 0 or given[one] != slot or number[candidates[old]] < 2:  # noqa: PLR2004
            continue
        budget, most = budget - costs[swap], most - 1
        if budget < 0 or (most < 0 and costs[swap] > 0):
            return
        taken[old], taken[pair] = False, True
        number[candidates[old]] -= 1
        number[candidates[pair]] += 1
        given[one] += 1
