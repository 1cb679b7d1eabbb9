"""Kernels that rank and merge the scores of each user: common partners, reciprocal rank fusion, row products."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from polegraph.linalg.compiled import compiled
from polegraph.suggestions.kernels.topk import heap_push, heap_sort, insert_sorted, round_score, select_top

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Doubles = NDArray[np.float64]
    Ints = NDArray[np.int64]


@compiled
def rank_by_common_partners(  # noqa: PLR0913, PLR0917  # compiled: arrays in, arrays filled
    pointers: NDArray[Any],
    partners: NDArray[Any],
    weights: Doubles,
    never_pointers: NDArray[Any],
    never: NDArray[Any],
    hidden: NDArray[np.bool_],
    users: Ints,
    positions: Ints,
    values: Floats,
) -> None:
    """Rank candidates by the weight of their common partners with each user, the heaviest first, ties by position.

    Only partners of partners are visited; no loop of a user runs over all organisations.

    Parameters
    ----------
    pointers, partners
        CSR: for each organisation, its partners.
    weights : array of float, one entry an organisation
        Its weight as a common partner; positive.
    never_pointers, never
        CSR: organisations that are never recommended to each user.
    hidden : array of bool, one entry an organisation
        Organisations that are never recommended to any user.
    users : array of int
        Positions of the users.
    positions : array of int, users × length of the lists
        Filled in; -1 where the list has ended.
    values : array of float32, users × length of the lists
        Filled in: their scores, rounded as `polegraph.suggestions.candidates.ranked.quantise` does.
    """
    length = positions.shape[1]
    total = np.zeros(len(hidden), dtype=np.float64)
    touched = np.empty(len(hidden), dtype=np.int64)
    for row in range(len(users)):
        user, count, filled = users[row], 0, 0
        # Sum the weights of common partners by candidate
        for place in range(pointers[user], pointers[user + 1]):
            weight = weights[partners[place]]
            for entry in range(pointers[partners[place]], pointers[partners[place] + 1]):
                other = partners[entry]
                if total[other] == 0.0:
                    touched[count] = other
                    count += 1
                total[other] += weight
        # Remove the candidates that are never suggested
        for place in range(never_pointers[user], never_pointers[user + 1]):
            total[never[place]] = 0.0
        # Keep the heaviest, in order
        mine, scores = positions[row], values[row]
        for place in range(count):
            other = touched[place]
            value = round_score(total[other])
            total[other] = 0.0
            if filled == length and value < scores[length - 1]:
                continue
            if value > 0 and not hidden[other]:
                filled = insert_sorted(mine, scores, filled, other, value)
        positions[row, filled:] = -1


@compiled
def fuse(  # noqa: PLR0913, PLR0917  # compiled: arrays in, arrays filled
    bases: Floats,
    allowed: Floats,
    factors: Floats,
    which: NDArray[Any],
    weights: Doubles,
    starts: Ints,
    shared: Ints,
    group: Ints,
    depth: int,
    k: float,
    positions: Ints,
    scores: Doubles,
    parts: Floats,
) -> None:
    r"""Merge several rankings of each user into one, by reciprocal rank fusion.

    :math:`\sum_s w_s / (k + r_s)`, with :math:`r_s` the rank of the organisation in ranking *s*, from 1. The first
    rankings are made of scores; the last ones are the same for all users of a group, and stand ready.

    Parameters
    ----------
    bases : array of float32, kinds of scores × users × organisations
        Scores; only positive ones count.
    allowed : array of float32, users × organisations
        0 for excluded candidates.
    factors : array of float32, kinds of factors × organisations
        What scores are multiplied with.
    which : array of int, rankings × 2
        The kind of scores (-1 where these do not count) and the kind of factors of each ranking that is made.
    weights : array of float, one entry a ranking
        :math:`w_s`, first of the rankings by scores, then of the ready ones.
    starts, shared : arrays of int
        Rankings that are ready: that of group *g* is ``shared[starts[g]:starts[g + 1]]``, the best first.
    group : array of int, rankings that are ready × users
        Which of these is the user's; -1 for none.
    depth
        How far each ranking is read.
    k
        :math:`k`, the constant of reciprocal rank fusion.
    positions, scores : arrays, users × length of the lists
        Filled in: the candidates, -1 where the list has ended; and their sums.
    parts : array of float32, users × length of the lists × rankings
        Filled in: what each ranking adds to the sum.
    """
    users, number = allowed.shape
    values = np.empty(number, dtype=np.float32)
    heap = np.empty(depth, dtype=np.int64)
    total = np.zeros(number, dtype=np.float64)
    added = np.zeros((number, len(weights)), dtype=np.float32)
    touched = np.empty(depth * len(weights), dtype=np.int64)
    for user in range(users):
        count = 0
        # Sum the reciprocal ranks of each candidate over the rankings
        for ranking in range(len(weights)):
            if ranking < len(which):
                length = _rank_scores(bases, user, factors, which[ranking], allowed[user], values, heap)
            else:
                length = _copy_ranking(starts, shared, group[ranking - len(which), user], allowed[user], heap)
            for rank in range(length):
                place = heap[rank]
                if total[place] == 0.0:
                    touched[count] = place
                    count += 1
                part = weights[ranking] / (k + rank + 1)
                total[place] += part
                added[place, ranking] = part
        # Keep the best, in order, with the part of each ranking
        kept = 0
        for place in touched[:count]:
            kept = heap_push(positions[user], kept, total, place)
        heap_sort(positions[user], kept, total)
        positions[user, kept:] = -1
        scores[user, kept:] = 0.0
        parts[user, kept:] = 0.0
        for rank in range(kept):
            scores[user, rank] = total[positions[user, rank]]
            parts[user, rank] = added[positions[user, rank]]
        for place in touched[:count]:
            total[place] = 0.0
            added[place] = 0.0


@compiled
def _rank_scores(
    bases: Floats, user: int, factors: Floats, which: NDArray[Any], allowed: Floats, values: Floats, found: Ints
) -> int:
    """Rank allowed candidates by a kind of scores, -1 for none; return how many there are."""
    if which[0] < 0:
        return 0
    base, factor = bases[which[0], user], factors[which[1]]
    for place in range(len(values)):
        values[place] = base[place] * factor[place] * allowed[place]
    return select_top(values, found)


@compiled
def _copy_ranking(starts: Ints, shared: Ints, group: int, allowed: Floats, found: Ints) -> int:
    """Copy the first allowed candidates of a ready ranking; return how many there are."""
    count = 0
    if group >= 0:
        for place in range(starts[group], starts[group + 1]):
            if count == len(found):
                break
            if allowed[shared[place]] > 0:
                found[count] = shared[place]
                count += 1
    return count


@compiled
def multiply_sparse_rows(  # compiled: arrays in, arrays filled
    left_pointers: NDArray[Any],
    left: NDArray[Any],
    left_values: Doubles,
    right_pointers: NDArray[Any],
    right: NDArray[Any],
    right_values: Doubles,
    users: Ints,
    products: Floats,
) -> None:
    """Compute the product of the row of each user with a sparse matrix.

    Parameters
    ----------
    left_pointers, left, left_values
        CSR, organisations × any number of columns.
    right_pointers, right, right_values
        The matrix: CSR, any number of rows × organisations.
    users : array of int
        Positions of the users.
    products : array of float32, users × organisations
        Filled in.
    """
    total = np.empty(products.shape[1], dtype=np.float64)
    for row in range(len(users)):
        total[:] = 0.0
        for place in range(left_pointers[users[row]], left_pointers[users[row] + 1]):
            value, between = left_values[place], left[place]
            for entry in range(right_pointers[between], right_pointers[between + 1]):
                total[right[entry]] += value * right_values[entry]
        products[row] = total
