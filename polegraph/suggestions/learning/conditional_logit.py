"""Conditional logit model of a choice among the candidates of a list, linear in standardised features."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_FURTHEST: Final = 5.0
_RIDGE: Final = 300.0
_STEPS: Final = 20
_STEP: Final = 1e-6  # a smaller one changes no weight
_LEAST: Final = 1e-6  # a smaller deviation is none
_LISTS: Final = 256


def standardised(values: Floats) -> Floats:
    """Return each feature as its distance from the mean of the list, in standard deviations, at most 5.

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
    spread = np.sqrt(np.einsum("lcf,lcf->lf", apart, apart) / np.float32(values.shape[1]))[:, None]
    apart /= np.where(spread > _LEAST, spread, 1)
    np.clip(apart, -_FURTHEST, _FURTHEST, out=apart)
    return apart


def fit(values: Floats, right: NDArray[np.bool_]) -> list[float]:
    r"""Fit the weight of each feature.

    Maximised, by Newton's method, is :math:`\sum_l \sum_{i \in R_l} \log p_{li} - 150 |w|^2`, with :math:`p_{li} =
    e^{w \cdot z_{li}} / \sum_j e^{w \cdot z_{lj}}`, :math:`z_{li}` the standardised features of candidate *i* of list
    *l*, and :math:`R_l` its candidates that became partners.

    Parameters
    ----------
    values : array of float32, lists × candidates × features
        The features.
    right : array of bool, lists × candidates
        Which candidates became partners.

    Returns
    -------
    list of float
        The weights, to six digits after the point.

    References
    ----------
    D. McFadden, "Conditional logit analysis of qualitative choice behavior", in P. Zarembka (ed.), Frontiers in
    Econometrics (1974).
    """
    width = values.shape[2]
    weights: NDArray[np.float64] = np.zeros(width)
    step, best = weights, -np.inf
    for turn in range(_STEPS):
        if turn and np.abs(step).max() < _STEP:
            break
        tried = weights + step
        slope, curve = -_RIDGE * tried, np.diag(np.full(width, _RIDGE))
        value = -0.5 * _RIDGE * float(tried @ tried)
        for start in range(0, len(values), _LISTS):
            some = slice(start, start + _LISTS)
            value += _add(values[some], right[some], tried, slope, curve)
        if value < best:  # too far
            step = step / 2
            continue
        weights, best = tried, value
        step = np.asarray(np.linalg.solve(curve, slope), dtype=np.float64)
    return [round(one, 6) for one in weights.tolist()]


def _add(
    values: Floats,
    right: NDArray[np.bool_],
    weights: NDArray[np.float64],
    slope: NDArray[np.float64],
    curve: NDArray[np.float64],
) -> float:
    """Add the gradient and curvature of some lists in place; return their log-likelihood."""
    apart = standardised(values)
    score = scores(weights.tolist(), apart)
    score -= score.max(axis=1, keepdims=True)
    chance = np.exp(score)
    total = chance.sum(axis=1, keepdims=True)
    chance /= total
    number = right.sum(axis=1, keepdims=True)
    pairs = apart.reshape(-1, apart.shape[2])
    often = (number * chance).astype(np.float32)
    slope += (right - often).ravel().astype(np.float32) @ pairs
    mean = (chance.astype(np.float32)[:, None, :] @ apart)[:, 0]
    curve += (pairs * often.reshape(-1, 1)).T @ pairs - (mean * number).T.astype(np.float32) @ mean
    return float((score * right).sum() - (number * np.log(total)).sum())


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
