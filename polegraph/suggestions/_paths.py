"""Compiled loops through boosted trees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from polegraph._compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.uint8] | NDArray[np.uint16]
    Doubles = NDArray[np.float64]
    Ints = NDArray[np.int64]


@compiled
def coded(values: NDArray[np.float32], bars: Doubles, starts: Ints, columns: Ints, result: Codes) -> None:
    """Give each value as the number of thresholds below it: all that the trees see of it.

    Parameters
    ----------
    values : array of float32, pairs × features
        The features.
    bars, starts
        The thresholds of each feature, ascending, one feature after the other, and where each begins.
    columns : array of int
        Which features have thresholds.
    result : array of uint8 or uint16, pairs × features with thresholds
        Filled in.
    """
    for pair in range(len(values)):
        for place in range(len(columns)):
            value = np.float64(values[pair, columns[place]])
            low, high = starts[place], starts[place + 1]
            while low < high:
                middle = (low + high) // 2
                if bars[middle] < value:
                    low = middle + 1
                else:
                    high = middle
            result[pair, place] = low - starts[place]


@compiled
def along(  # compiled: arrays in, arrays filled
    codes: Codes,
    roots: Ints,
    feature: Ints,
    bar: Ints,
    left: Ints,
    right: Ints,
    value: Doubles,
    result: Doubles,
) -> None:
    r"""Add up what each feature changes on the way from the root of each tree to the leaf.

    At a split by a feature, what is expected changes from the mean of the leaves below the node to the mean of those
    below the child; that change is the feature's.

    Parameters
    ----------
    codes : array of uint8 or uint16, pairs × features
        As `coded` gives them.
    roots : array of int
        The root of each tree.
    feature, bar, left, right, value : arrays, one entry a node
        The feature that a node splits by, -1 for a leaf; the largest code that goes left; the children; what is
        expected there.
    result : array of float, pairs × features
        Filled in.
    """
    result[:] = 0.0
    for pair in range(len(codes)):
        for root in roots:
            node = root
            while feature[node] >= 0:
                column = feature[node]
                child = left[node] if codes[pair, column] <= bar[node] else right[node]
                result[pair, column] += value[child] - value[node]
                node = child
