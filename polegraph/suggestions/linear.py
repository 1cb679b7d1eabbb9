"""A logistic regression within lists: it sees where a candidate stands in its list, and none of the boosted trees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_FURTHEST: Final = 5.0
_RIDGE: Final = 300.0
_STEPS: Final = 6
_LEAST: Final = 1e-6
_LISTS: Final = 256


def standardised(values: Floats) -> Floats:
    """Give each feature as its distance from the mean of the list, in standard deviations, at most 5.

    A feature that is the same in the whole list becomes 0.

    Parameters
    ----------
    values : array of float32, lists × candidates × features
        The features.

    Examples
    --------
    >>> standardised(np.array([[[1, 7], [3, 7]]], dtype=np.float32)).tolist()
    [[[-1.0, 0.0], [1.0, 0.0]]]
    """
    apart: Floats = values - values.mean(axis=1, keepdims=True)
    spread = apart.std(axis=1, keepdims=True)
    apart /= np.where(spread > _LEAST, spread, 1)
    np.clip(apart, -_FURTHEST, _FURTHEST, out=apart)
    return apart


def fit(values: Floats, right: NDArray[np.bool_]) -> list[float]:
    r"""Learn the weight of each feature.

    Maximised, by Newton's method, is :math:`\sum_i \log \sigma(\pm (w \cdot z_i + b)) - 150 |w|^2`, with :math:`z_i`
    the standardised features of candidate *i*.

    Parameters
    ----------
    values : array of float32, lists × candidates × features
        The features.
    right : array of bool, lists × candidates
        Who became a partner.

    Returns
    -------
    list of float
        The weights, to six digits after the point.
    """
    width = values.shape[2]
    rate = int(right.sum()) / max(right.size, 1)
    weights = np.zeros(width + 1)
    weights[-1] = np.log(rate / (1 - rate))
    for _ in range(_STEPS):
        curve = np.diag(np.append(np.full(width, _RIDGE), _LEAST))
        slope = -np.append(_RIDGE * weights[:-1], 0.0)
        for start in range(0, len(values), _LISTS):
            _add(values[start : start + _LISTS], right[start : start + _LISTS], weights, slope, curve)
        weights += np.linalg.solve(curve, slope)
    return [round(one, 6) for one in weights[:-1].tolist()]


def _add(
    values: Floats,
    right: NDArray[np.bool_],
    weights: NDArray[np.float64],
    slope: NDArray[np.float64],
    curve: NDArray[np.float64],
) -> None:
    """Add what some lists say to the first and second derivatives."""
    pairs = standardised(values).reshape(-1, values.shape[2])
    pairs = np.column_stack([pairs, np.ones(len(pairs), dtype=np.float32)])
    chance = 1.0 / (1.0 + np.exp(-(pairs @ weights.astype(np.float32)).astype(np.float64)))
    slope += pairs.T @ (right.ravel() - chance).astype(np.float32)
    curve += (pairs * (chance * (1.0 - chance)).astype(np.float32)[:, None]).T @ pairs


def scores(weights: Sequence[float], apart: Floats) -> NDArray[np.float64]:
    """Score candidates, to compare within a list only.

    Parameters
    ----------
    weights
        As `fit` gives them.
    apart : array of float32, lists × candidates × features
        As `standardised` gives them.

    Returns
    -------
    array of float, lists × candidates
        Scores.
    """
    return np.asarray(apart @ np.array(weights, dtype=np.float32), dtype=np.float64)
