"""How two rows of sparse matrices overlap, pair by pair, compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from polegraph.linalg.compiled import compiled

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    Whole = NDArray[np.signedinteger[Any]]
    Values = NDArray[np.float64]
    Letters = NDArray[np.uint8]


@compiled
def shared(
    a_indptr: Whole, a_indices: Whole, b_indptr: Whole, b_indices: Whole, weights: Values, one: Whole, other: Whole
) -> tuple[Values, Values]:
    """Compare row ``one`` of A with row ``other`` of B: weight of what they share, and the largest such weight."""
    total = np.zeros(len(one))
    largest = np.zeros(len(one))
    for pair in range(len(one)):
        left, left_end = a_indptr[one[pair]], a_indptr[one[pair] + 1]
        right, right_end = b_indptr[other[pair]], b_indptr[other[pair] + 1]
        while left < left_end and right < right_end:
            if a_indices[left] == b_indices[right]:
                weight = weights[a_indices[left]]
                total[pair] += weight
                largest[pair] = max(largest[pair], weight)
                left += 1
                right += 1
            elif a_indices[left] < b_indices[right]:
                left += 1
            else:
                right += 1
    return total, largest


@compiled
def unshared(indptr: Whole, indices: Whole, weights: Values, one: Whole, other: Whole) -> Values:
    """Return the largest weight in row ``one`` of what is not in row ``other``."""
    largest = np.zeros(len(one))
    for pair in range(len(one)):
        right, right_end = indptr[other[pair]], indptr[other[pair] + 1]
        for left in range(indptr[one[pair]], indptr[one[pair] + 1]):
            while right < right_end and indices[right] < indices[left]:
                right += 1
            if right == right_end or indices[right] != indices[left]:
                largest[pair] = max(largest[pair], weights[indices[left]])
    return largest


@compiled
def dots(indptr: Whole, indices: Whole, data: Values, one: Whole, other: Whole) -> Values:
    """Return the product of row ``one`` with row ``other``."""
    result = np.zeros(len(one))
    for pair in range(len(one)):
        left, left_end = indptr[one[pair]], indptr[one[pair] + 1]
        right, right_end = indptr[other[pair]], indptr[other[pair] + 1]
        while left < left_end and right < right_end:
            if indices[left] == indices[right]:
                result[pair] += data[left] * data[right]
                left += 1
                right += 1
            elif indices[left] < indices[right]:
                left += 1
            else:
                right += 1
    return result


@compiled
def within_initials(
    indptr: Whole,
    indices: Whole,
    starts: Whole,
    text: Letters,
    initial_starts: Whole,
    initials: Letters,
    one: Whole,
    other: Whole,
) -> Values:
    """Return for row ``one`` the best share of one of its acronyms that are, in order, among the initials of ``other``.

    Acronyms and initials are letters one after the other in ``text`` and ``initials``, each from its start to the next.
    An acronym that does not begin with the first initial counts half.
    """
    result = np.zeros(len(one))
    for pair in range(len(one)):
        first, last = initial_starts[other[pair]], initial_starts[other[pair] + 1]
        for place in range(indptr[one[pair]], indptr[one[pair] + 1]):
            begin, end = starts[indices[place]], starts[indices[place] + 1]
            if end - begin < 3 or last == first:  # noqa: PLR2004  # two letters are in many names
                continue
            at = begin
            for letter in range(first, last):
                if at < end and initials[letter] == text[at]:
                    at += 1
            share = (at - begin) / (end - begin)
            if initials[first] != text[begin]:
                share /= 2
            result[pair] = max(result[pair], share)
    return result
