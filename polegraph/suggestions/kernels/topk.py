"""Top-k selection kernels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from polegraph.linalg.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Doubles = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Values = Floats | Doubles

_GROUP = 64
_COARSE = 20  # binary digits that are left out where values are counted
_HALF = 1 << 9  # half of the binary digits that `polegraph.suggestions.candidates.ranked.quantise` drops


@compiled
def select_top(values: Floats, heap: Ints) -> int:
    """Fill a heap with the positions of the largest positive values, the largest first; return how many it holds."""
    number = len(values)
    bits = values.view(np.int32)  # in the same order where they are positive, and compared many at once
    maxima = np.empty((number + _GROUP - 1) // _GROUP, dtype=np.int32)
    often = np.zeros(1 << (31 - _COARSE), dtype=np.int64)  # groups by the first binary digits of their largest value
    for group in range(len(maxima)):
        part, largest = bits[group * _GROUP : (group + 1) * _GROUP], np.int32(0)
        for place in range(len(part)):
            largest = max(largest, part[place])
        maxima[group] = largest
        often[largest >> _COARSE] += 1
    bar, enough = np.int64(len(often)), np.int64(0)
    while bar > 0 and enough < len(heap):  # then at least as many values as are wanted are not below it
        bar -= 1
        enough += often[bar]
    bar = max(bar << _COARSE, np.int64(1))
    count = 0
    for group in range(len(maxima)):
        if maxima[group] >= bar:
            for place in range(group * _GROUP, min(number, (group + 1) * _GROUP)):
                if bits[place] >= bar:
                    count = heap_push(heap, count, values, place)
                    if count == len(heap):  # from here on only what is larger can enter
                        bar = np.int64(bits[heap[0]]) + 1
    heap_sort(heap, count, values)
    return count


@compiled
def heap_push(heap: Ints, count: int, values: Values, place: int) -> int:
    """Push a position onto a min-heap of the largest values, if it belongs there; return how many it holds then."""
    if count == len(heap):
        if _worse(values, heap[0], place):
            heap[0] = place
            _sink(heap, count, values)
        return count
    child = count
    heap[child] = place
    while child > 0 and _worse(values, heap[child], heap[(child - 1) // 2]):
        heap[child], heap[(child - 1) // 2] = heap[(child - 1) // 2], heap[child]
        child = (child - 1) // 2
    return count + 1


@compiled
def _worse(values: Values, one: int, other: int) -> bool:
    """Check whether a position ranks after another: a smaller value, or the same value at a larger position."""
    return values[one] < values[other] or (values[one] == values[other] and one > other)


@compiled
def _sink(heap: Ints, count: int, values: Values) -> None:
    """Sift the root of a heap down to its place."""
    parent, child = 0, 1
    while child < count:
        if child + 1 < count and _worse(values, heap[child + 1], heap[child]):
            child += 1
        if not _worse(values, heap[child], heap[parent]):
            return
        heap[child], heap[parent] = heap[parent], heap[child]
        parent, child = child, 2 * child + 1


@compiled
def heap_sort(heap: Ints, count: int, values: Values) -> None:
    """Sort a heap in place, the largest value first."""
    for last in range(count - 1, 0, -1):
        heap[0], heap[last] = heap[last], heap[0]
        _sink(heap, last, values)


@compiled
def select_top_rows(scores: Floats, positions: Ints, values: Floats) -> None:
    """Select the largest positive scores of each row, the largest first, ties by position.

    Parameters
    ----------
    scores : array of float32, users × organisations
        Scores.
    positions : array of int, users × length of the lists
        Filled in; -1 where the list has ended.
    values : array of float32, users × length of the lists
        Filled in: their scores.
    """
    for row in range(len(scores)):
        count = select_top(scores[row], positions[row])
        positions[row, count:] = -1
        for rank in range(count):
            values[row, rank] = scores[row, positions[row, rank]]


@compiled
def rank_rows(keys: Ints, result: Floats) -> None:
    """Rank rows of sorted keys from 0; keys that differ in the last byte only are tied and have the same rank.

    Parameters
    ----------
    keys : array of int, rows × columns
        The last byte is the column of the result.
    result : array of float32, rows × columns
        Filled in.
    """
    for row in range(len(keys)):
        rank = 0
        for place in range(keys.shape[1]):
            if place > 0 and keys[row, place] >> 8 != keys[row, place - 1] >> 8:
                rank = place
            result[row, keys[row, place] & 0xFF] = rank


@compiled
def insert_sorted(positions: Ints, values: Floats, filled: int, position: int, value: np.float32) -> int:
    """Insert a position into a sorted list that is filled so far; return how far it is filled then."""
    length = len(positions)
    place = filled
    while place > 0 and (values[place - 1] < value or (values[place - 1] == value and positions[place - 1] > position)):
        if place < length:
            values[place], positions[place] = values[place - 1], positions[place - 1]
        place -= 1
    if place == length:
        return filled
    values[place], positions[place] = value, position
    return min(filled + 1, length)


@compiled
def round_score(value: float) -> np.float32:
    """Round a number as `polegraph.suggestions.candidates.ranked.quantise` does."""
    bits = np.int32((np.float32(value).view(np.int32) + _HALF) & -2 * _HALF)
    return bits.view(np.float32)
