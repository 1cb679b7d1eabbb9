"""Compiled loops through boosted trees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from polegraph.linalg.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.uint8] | NDArray[np.uint16]
    Doubles = NDArray[np.float64]
    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]


@compiled
def coded(values: Floats, bars: Floats, starts: Ints, columns: Ints, result: Codes) -> None:
    """Count the thresholds below each value: all that the trees see of it.

    Parameters
    ----------
    values : array of float32, pairs × features
        The features.
    bars, starts
        The thresholds of each feature, one feature after the other, and where each begins.
    columns : array of int
        Which features have thresholds.
    result : array of uint8 or uint16, pairs × features with thresholds
        Filled in.
    """
    for pair in range(len(values)):
        for place in range(len(columns)):
            value, code = values[pair, columns[place]], np.int64(0)
            for bar in range(starts[place], starts[place + 1]):  # quicker than to halve: many at once, none foretold
                code += np.int64(bars[bar] < value)
            result[pair, place] = code


@compiled
def summed(  # compiled: arrays in, arrays filled
    codes: Codes,
    starts: Ints,
    masks: NDArray[np.uint16],
    lowest: NDArray[np.uint8],
    leaves: Doubles,
    bounds: Ints,
    result: Doubles,
) -> None:
    """Add up the leaves that pairs fall in, tree by tree, without going through the trees.

    For each tree a mask has a bit for each leaf, the leftmost lowest. Each code of a feature rules leaves out: those on
    the left of all splits by the feature that it does not pass. The lowest bit that all features leave is the leaf.

    Parameters
    ----------
    codes : array of uint8 or uint16, pairs × features
        As `coded` gives them.
    starts : array of int, one entry a feature
        The row of *masks* for code 0 of each.
    masks : array of uint16, codes of all features × trees
        The leaves that each code leaves.
    lowest : array of uint8, 2¹⁶
        The lowest bit of each mask.
    leaves : array of float, trees × 16
        What each leaf adds.
    bounds : array of int
        The first tree of each model, and the number of trees.
    result : array of float, models × pairs
        Filled in.

    References
    ----------
    C. Lucchese et al., "QuickScorer: a fast algorithm to rank documents with additive ensembles of regression trees",
    SIGIR (2015).
    """
    trees = masks.shape[1]
    left = np.empty(trees, dtype=np.uint16)
    for pair in range(len(codes)):
        left[:] = np.uint16(0xFFFF)
        for place in range(codes.shape[1]):
            mask = masks[starts[place] + codes[pair, place]]
            for tree in range(trees):
                left[tree] &= mask[tree]
        for model in range(len(bounds) - 1):
            total = 0.0
            for tree in range(bounds[model], bounds[model + 1]):
                total += leaves[tree, lowest[left[tree]]]
            result[model, pair] = total


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
