"""Multiple regression of matrices with a permutation test (MRQAP) by double semi-partialling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from polegraph.errors import PolegraphError, whole_number
from polegraph.i18n import _
from polegraph.metrics.attributes import one_of
from polegraph.metrics.inference.dyadic.fitting import last_t, least_squares, logit, with_ties
from polegraph.metrics.inference.dyadic.matrices import INTERCEPT, design, of_model
from polegraph.metrics.inference.significance import beside, tails

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from polegraph.metrics.inference.dyadic.fitting import Fit
    from polegraph.metrics.inference.dyadic.matrices import Dyads, Matrix

    Floats = NDArray[np.float64]
    Statistic = Callable[[Floats, NDArray[np.bool_] | None], float]

Model = Literal["linear", "logit"]


def mrqap(
    y: Matrix, x: Mapping[str, Matrix], permutations: int = 1000, seed: int = 0, model: Model = "linear"
) -> pd.DataFrame:
    r"""Fit a regression of one matrix on others, beside what chance gives (MRQAP, double semi-partialling).

    Each explanatory matrix is regressed on the other ones by least squares, and the nodes of what is left change places
    at random, rows and columns together:

    .. math:: X_j = \sum_{k \ne j} \gamma_k X_k + E_j, \quad Y = \beta_j \pi(E_j) + \sum_{k \ne j} \beta_k X_k + R

    The *t* of :math:`\beta_j` over the permutations :math:`\pi` is what that of :math:`X_j` is compared with.

    Parameters
    ----------
    y : DataFrame or array of float, nodes × nodes
        The dependent matrix; missing where unknown. For a logit, 0 and 1.
    x : dict of DataFrame or array of float, nodes × nodes
        The explanatory matrices, by the names of their terms, with the same labels in any order. If all matrices are
        symmetric, each pair of nodes counts once, else in both directions. The diagonal does not count.
    permutations
        Number of random relabellings for each term.
    seed
        Seed of the relabellings.
    model
        ``linear``: least squares. ``logit``: the odds of a tie.

    Returns
    -------
    DataFrame
        A row a term, the constant first:

        - ``term``; ``coefficient``; ``t``: the coefficient by its standard error as if dyads were independent;
        - ``expected, low, high``: mean and 2.5 and 97.5 % quantiles of *t* over the permutations;
        - ``p_less, p_greater``: share of the permutations with a *t* as low or lower, as high or higher; the observed
          one is counted with them;
        - ``p_value``: two-sided, twice the smaller of the two, at most 1;
        - ``r_squared``: of the whole model; of a logit McFadden's, by the likelihood;
        - ``nodes, dyads, dropped``: number of nodes, of dyads that are known in all matrices, and of those left out;
        - ``permutations``: those in which *t* is defined; a logit may not be where a permutation separates ones from
          zeros.

        The constant is not tested: what is the same in every dyad stays so in every permutation.

    Raises
    ------
    PolegraphError
        If the matrices are not square, of different nodes or infinite somewhere, say nothing of their own, or too few
        dyads are known in all of them; or if a logit is of other numbers than 0 and 1, or ones and zeros are separated.

    Notes
    -----
    The test is of association given the other matrices, not of cause. It keeps its level where explanatory matrices are
    correlated and skewed, which permuting the dependent matrix does not. Missing dyads move with their nodes; each
    permutation counts the dyads that are known then. Time grows with permutations times terms times dyads.

    References
    ----------
    D. Dekker, D. Krackhardt, T. A. B. Snijders, "Sensitivity of MRQAP tests to collinearity and autocorrelation
    conditions", Psychometrika 72 (2007).

    D. Krackhardt, "Predicting with networks: nonparametric multiple regression analysis of dyadic data", Social
    Networks 10 (1988).

    Examples
    --------
    >>> place = np.array([0, 1, 2, 5, 6, 9, 11, 12])
    >>> kind = np.array([0, 0, 1, 1, 0, 1, 0, 1])
    >>> distance, same = abs(place[:, None] - place), (kind[:, None] == kind).astype(float)
    >>> ties = (distance < 4) + 0.1 * same * (place[:, None] + place)
    >>> found = mrqap(ties, {"distance": distance, "same": same}, permutations=199)
    >>> found[["term", "coefficient", "t", "p_value", "dyads"]].round(3)
              term  coefficient      t  p_value  dyads
    0  (intercept)        0.852  4.528      NaN     28
    1     distance       -0.091 -3.302     0.04     28
    2         same        1.093  5.899     0.03     28
    """
    one_of("model", model, ("linear", "logit"))
    permutations, seed = whole_number(permutations, "permutations", 1), whole_number(seed, "seed", 0)
    found, terms, fit = _fitted(y, x, model)
    complete = found.complete
    sample = np.full((permutations, len(terms) + 1), np.nan)
    for place in range(1, len(terms) + 1):
        # The same relabellings for each term, so that the order of terms does not matter.
        sample[:, place] = _null(found, place, model, permutations, np.random.default_rng(seed))
    sample = with_ties(sample, fit.t)
    drawn = beside(fit.t, sample)
    less, greater = tails(fit.t, sample)
    return pd.DataFrame(
        {
            "term": pd.array([INTERCEPT, *terms], dtype="str"),
            "coefficient": fit.coefficients,
            "t": fit.t,
            **{name: drawn[name] for name in ("expected", "low", "high")},
            "p_less": less,
            "p_greater": greater,
            "p_value": drawn["p_value"],
            "r_squared": fit.r_squared,
            "nodes": found.nodes,
            "dyads": int(complete.sum()),
            "dropped": int((~complete).sum()),
            "permutations": np.isfinite(sample).sum(axis=0),
        }
    )


def _fitted(y: Matrix, x: Mapping[str, Matrix], kind: Model) -> tuple[Dyads, list[str], Fit]:
    """Fit the model to what is observed."""
    found, terms = of_model(y, x)
    values = found.table[found.complete]
    if kind == "linear":
        return found, terms, least_squares(design(values[:, 1:]), values[:, 0])
    zero_or_one(values[:, 0])
    fit = logit(design(values[:, 1:]), values[:, 0])
    if fit is None:
        raise separated()
    return found, terms, fit


def zero_or_one(values: Floats) -> None:
    """Check that a dependent matrix has ones and zeros, both of them and nothing else.

    Parameters
    ----------
    values : array of float, one entry a dyad
        What it holds.

    Raises
    ------
    PolegraphError
        If it does not.
    """
    other = values[(values != 0) & (values != 1)]
    if len(other) or not 0 < values.mean() < 1:
        raise PolegraphError(
            _("the dependent matrix of a logit must hold ones and zeros, and both"),
            value=other[0] if len(other) else values[0],
            remedy=_("say what a tie is, as with (matrix > 0).astype(float).where(matrix.notna())"),
        )


def separated() -> PolegraphError:
    """Build the error for ones and zeros that the explanatory matrices tell apart without exception."""
    return PolegraphError(
        _("the fit does not converge: some combination of the matrices separates ones from zeros, or nearly so"),
        remedy=_("leave a matrix out, or scale what is very unequal, as with numpy.log1p"),
    )


def _null(found: Dyads, place: int, kind: Model, permutations: int, generator: np.random.Generator) -> Floats:
    """Return the *t* of one term in each permutation of what the other terms leave of it."""
    values, complete = found.table[found.complete], found.complete
    others = design(np.delete(values, [0, place], axis=1))
    basis = np.linalg.qr(others)[0]
    column = values[:, place]
    left = found.square(column - basis @ (basis.T @ column), complete)
    statistic = _linear(values[:, 0], others) if kind == "linear" else _logit(values[:, 0], others)
    rows, columns = found.rows[complete], found.columns[complete]
    sample = np.empty(permutations)
    for draw in range(permutations):
        places = generator.permutation(found.nodes)
        moved = left[places[rows], places[columns]]
        known = ~np.isnan(moved)
        sample[draw] = statistic(moved, None) if known.all() else statistic(moved[known], known)
    return sample


def _linear(y: Floats, others: Floats) -> Statistic:
    """Return the function that gives the *t* of one more column, over all dyads or some of them."""

    def remainder(y: Floats, others: Floats) -> tuple[Floats, Floats]:
        basis = np.linalg.qr(others)[0]
        return basis, y - basis @ (basis.T @ y)

    whole = remainder(y, others)

    def statistic(column: Floats, known: NDArray[np.bool_] | None) -> float:
        return last_t(*(whole if known is None else remainder(y[known], others[known])), column)

    return statistic


def _logit(y: Floats, others: Floats) -> Statistic:
    """Return the same for a logit, which starts where that of the other columns ends."""
    without = logit(others, y)
    start = None if without is None else np.append(without.coefficients, 0.0)

    def statistic(column: Floats, known: NDArray[np.bool_] | None) -> float:
        if known is not None:
            ours, theirs = y[known], others[known]
        else:
            ours, theirs = y, others
        if not 0 < ours.mean() < 1:
            return float("nan")
        fit = logit(np.column_stack([theirs, column]), ours, start)
        return float("nan") if fit is None else float(fit.t[-1])

    return statistic
