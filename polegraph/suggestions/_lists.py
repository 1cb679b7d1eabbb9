"""Compiled loops over the scores of one user after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from polegraph._compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Doubles = NDArray[np.float64]
    Ints = NDArray[np.int64]

_GROUP = 64


@compiled
def _best(values: Floats, depth: int, maxima: Floats) -> Ints:
    """Give the positions of the *depth* largest positive values, the largest first, ties by position."""
    number = len(values)
    groups = (number + _GROUP - 1) // _GROUP
    for group in range(groups):
        best = np.float32(0.0)
        for place in range(group * _GROUP, min(number, (group + 1) * _GROUP)):
            best = max(best, values[place])
        maxima[group] = best
    bar = np.float32(0.0)
    if groups > depth:
        bar = np.partition(maxima[:groups], groups - depth)[groups - depth]
    found = np.empty(number, dtype=np.int64)
    count = 0
    for place in range(number):
        if values[place] > 0 and values[place] >= bar:
            found[count] = place
            count += 1
    chosen = found[:count]
    return chosen[np.argsort(-values[chosen], kind="mergesort")][:depth]


@compiled
def fused(  # noqa: PLR0913, PLR0917  # compiled: arrays in, arrays filled
    bases: Floats,
    allowed: Floats,
    factors: Floats,
    which: NDArray[Any],
    weights: Doubles,
    depth: int,
    damping: float,
    positions: Ints,
    scores: Doubles,
    parts: Floats,
) -> None:
    r"""Merge several rankings of each user into one, by reciprocal ranks.

    :math:`\sum_s w_s / (k + r_s)`, with :math:`r_s` the rank of the organisation in ranking *s*, from 1.

    Parameters
    ----------
    bases : array of float32, kinds of scores × users × organisations
        Scores; only positive ones count.
    allowed : array of float32, users × organisations
        0 for those who are excluded.
    factors : array of float32, kinds of factors × organisations
        What scores are multiplied with.
    which : array of int, rankings × 2
        The kind of scores and the kind of factors of each ranking.
    weights : array of float, one entry a ranking
        :math:`w_s`.
    depth
        How far each ranking is read.
    damping
        k.
    positions, scores : arrays, users × length of the lists
        Filled in: who, -1 where the list has ended; and the sums.
    parts : array of float32, users × length of the lists × rankings
        Filled in: what each ranking adds to the sum.
    """
    users, number = allowed.shape
    length = positions.shape[1]
    values = np.empty(number, dtype=np.float32)
    maxima = np.empty(number // _GROUP + 1, dtype=np.float32)
    total = np.zeros(number, dtype=np.float64)
    added = np.zeros((number, len(which)), dtype=np.float32)
    touched = np.empty(number, dtype=np.int64)
    for user in range(users):
        count = 0
        for ranking in range(len(which)):
            base, factor = bases[which[ranking, 0], user], factors[which[ranking, 1]]
            for place in range(number):
                values[place] = base[place] * factor[place] * allowed[user, place]
            best = _best(values, depth, maxima)
            for rank in range(len(best)):
                place = best[rank]
                if total[place] == 0.0:
                    touched[count] = place
                    count += 1
                part = weights[ranking] / (damping + rank + 1)
                total[place] += part
                added[place, ranking] = part
        found = np.sort(touched[:count])
        order = found[np.argsort(-total[found], kind="mergesort")]
        kept = min(length, count)
        positions[user, :kept] = order[:kept]
        positions[user, kept:] = -1
        for rank in range(kept):
            scores[user, rank] = total[order[rank]]
            parts[user, rank] = added[order[rank]]
        scores[user, kept:] = 0.0
        parts[user, kept:] = 0.0
        for place in range(count):
            total[found[place]] = 0.0
            added[found[place]] = 0.0


@compiled
def through_partners(  # noqa: PLR0913, PLR0917  # compiled: arrays in, arrays filled
    pointers: NDArray[Any],
    partners: NDArray[Any],
    shares: Doubles,
    rarity: Doubles,
    users: Ints,
    positions: Ints,
    common: Floats,
    adamic: Floats,
    passed: Floats,
) -> None:
    r"""Say how each user is linked to each of its candidates through partners of both.

    Parameters
    ----------
    pointers, partners, shares
        CSR: for each organisation, its partners, and the share of its work that each has.
    rarity : array of float, one entry an organisation
        What a common partner adds to Adamic and Adar's index.
    users : array of int
        Positions of the users.
    positions : array of int, users × candidates
        Positions of the candidates; -1 for none.
    common, adamic, passed : arrays of float32, users × candidates
        Filled in: number of common partners; Adamic and Adar's index; :math:`\sum_z P_{uz} P_{vz}`.
    """
    mark = np.zeros(len(pointers) - 1, dtype=np.float64)
    for row in range(len(users)):
        user = users[row]
        for place in range(pointers[user], pointers[user + 1]):
            mark[partners[place]] = shares[place]
        for column in range(positions.shape[1]):
            other = positions[row, column]
            number, index, passing = 0.0, 0.0, 0.0
            if other >= 0:
                for place in range(pointers[other], pointers[other + 1]):
                    share = mark[partners[place]]
                    if share > 0.0:
                        number += 1.0
                        index += rarity[partners[place]]
                        passing += share * shares[place]
            common[row, column], adamic[row, column], passed[row, column] = number, index, passing
        for place in range(pointers[user], pointers[user + 1]):
            mark[partners[place]] = 0.0


@compiled
def pair_products(
    pointers: NDArray[Any],
    columns: NDArray[Any],
    values: Doubles,
    width: int,
    users: Ints,
    positions: Ints,
    products: Floats,
) -> None:
    """Multiply the row of each user with the rows of its candidates.

    Parameters
    ----------
    pointers, columns, values
        CSR, organisations × *width*.
    width
        Number of columns.
    users : array of int
        Positions of the users.
    positions : array of int, users × candidates
        Positions of the candidates; -1 for none.
    products : array of float32, users × candidates
        Filled in.
    """
    row_of = np.zeros(width, dtype=np.float64)
    for row in range(len(users)):
        user = users[row]
        for place in range(pointers[user], pointers[user + 1]):
            row_of[columns[place]] = values[place]
        for column in range(positions.shape[1]):
            other = positions[row, column]
            total = 0.0
            if other >= 0:
                for place in range(pointers[other], pointers[other + 1]):
                    total += row_of[columns[place]] * values[place]
            products[row, column] = total
        for place in range(pointers[user], pointers[user + 1]):
            row_of[columns[place]] = 0.0


@compiled
def ranks(values: Floats, result: Floats) -> None:
    """Rank each row from 0, the largest first; the same values have the same rank.

    Parameters
    ----------
    values : array of float32, users × candidates
        What is ranked.
    result : array of float32, users × candidates
        Filled in.
    """
    for row in range(len(values)):
        order = np.argsort(-values[row], kind="mergesort")
        rank = 0
        for place in range(len(order)):
            if place > 0 and values[row, order[place]] != values[row, order[place - 1]]:
                rank = place
            result[row, order[place]] = rank
