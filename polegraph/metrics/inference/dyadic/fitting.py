"""Fits that a permutation test makes by the thousand: one coefficient by least squares, a logit by Newton's method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_ROUNDS: Final = 30  # Newton's method doubles the digits each time; what has not converged by then is separated
_NEAR: Final = 1e-9
_FAR: Final = 30.0  # log odds; beyond, a probability is 0 or 1 in the last digit but three


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted model.

    Parameters
    ----------
    coefficients, t : arrays of float, one entry a term
        Coefficients, and these by their standard errors as if dyads were independent.
    r_squared
        Share of the variance, or of the deviance (McFadden), that the model takes up.
    """

    coefficients: Floats
    t: Floats
    r_squared: float


def least_squares(x: Floats, y: Floats) -> Fit:
    """Fit a linear model.

    Parameters
    ----------
    x : array of float, dyads × terms
        With the constant; of full rank.
    y : array of float, one entry a dyad
        The dependent variable.

    Examples
    --------
    >>> least_squares(np.column_stack([np.ones(4), [0, 1, 2, 3]]), np.array([1.0, 1, 3, 3])).coefficients.round(3)
    array([0.8, 0.8])
    """
    q, r = np.linalg.qr(x)
    coefficients = np.linalg.solve(r, q.T @ y)
    left = y - x @ coefficients
    variance = left @ left / (len(y) - x.shape[1])
    errors = np.sqrt(variance * (np.linalg.inv(r) ** 2).sum(axis=1))
    centred = y - y.mean()
    with np.errstate(divide="ignore", invalid="ignore"):
        return Fit(coefficients, coefficients / errors, float(1 - left @ left / (centred @ centred)))


def last_t(basis: Floats, left: Floats, column: Floats) -> float:
    """Return the *t* of one more column in a linear model (Frisch, Waugh and Lovell).

    Parameters
    ----------
    basis : array of float, dyads × terms
        Orthonormal basis of the other columns.
    left : array of float, one entry a dyad
        What they leave of the dependent variable.
    column : array of float, one entry a dyad
        The column.

    Returns
    -------
    float
        NaN where the other columns leave nothing of it.
    """
    own = column - basis @ (basis.T @ column)
    square = own @ own
    if square <= _NEAR**2 * (column @ column):
        return float("nan")
    coefficient = own @ left / square
    rest = left @ left - coefficient**2 * square
    freedom = len(left) - basis.shape[1] - 1
    return float(coefficient * np.sqrt(square * freedom / rest)) if rest > 0 and freedom > 0 else float("nan")


def with_ties(sample: Floats, observed: Floats) -> Floats:
    """Set equal to what is observed the draws that differ from it in the last digits alone.

    Parameters
    ----------
    sample : array of float, draws × measures
        The draws; NaN where undefined.
    observed : array of float, one entry a measure
        What is observed.

    Examples
    --------
    >>> with_ties(np.array([[1e-17], [0.5]]), np.array([0.0])).tolist()
    [[0.0], [0.5]]
    """
    return np.where(np.isclose(sample, observed, rtol=_NEAR, atol=_NEAR), observed, sample)


def logit(x: Floats, y: Floats, start: Floats | None = None) -> Fit | None:
    r"""Fit a logit by Newton's method.

    .. math:: \beta \leftarrow \beta + (X^T W X)^{-1} X^T (y - p), \quad W = \mathrm{diag}\,p(1 - p)

    Parameters
    ----------
    x : array of float, dyads × terms
        With the constant.
    y : array of float, one entry a dyad
        0 or 1.
    start : array of float, one entry a term
        Where to begin; None for 0.

    Returns
    -------
    Fit or None
        None where it does not converge: some combination of the columns separates ones from zeros.

    Examples
    --------
    >>> fit = logit(np.column_stack([np.ones(6), [0, 0, 0, 1, 1, 1]]), np.array([0, 0, 1, 0, 1, 1.0]))
    >>> fit.coefficients.round(3)  # ln(1/2), and ln(2) more
    array([-0.693,  1.386])
    >>> logit(np.column_stack([np.ones(4), [0, 0, 1, 1]]), np.array([0, 0, 1, 1.0]))
    """
    scale = np.abs(x).max(axis=0)
    scale[scale == 0] = 1
    x = x / scale  # so that one bound on steps fits all columns
    beta = np.zeros(x.shape[1]) if start is None else start * scale
    for _round in range(_ROUNDS):
        odds = np.clip(x @ beta, -_FAR, _FAR)
        chance = 1 / (1 + np.exp(-odds))
        information = (x * (chance * (1 - chance))[:, None]).T @ x
        try:
            step = np.linalg.solve(information, x.T @ (y - chance))
        except np.linalg.LinAlgError:
            return None
        beta = beta + step
        if (np.abs(step) <= _NEAR * (1 + np.abs(beta))).all():
            break
    else:
        return None
    errors = np.sqrt(np.diag(np.linalg.inv(information)))
    share = y.mean()
    likely = np.log(np.where(y > 0, chance, 1 - chance)).sum()
    alone = len(y) * (share * np.log(share) + (1 - share) * np.log(1 - share))
    return Fit(beta / scale, beta / errors, float(1 - likely / alone))
