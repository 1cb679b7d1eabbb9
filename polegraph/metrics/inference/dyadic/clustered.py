"""Dyadic models with standard errors that allow dyads with a node in common to depend on each other."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pandas as pd
from scipy import stats

from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.linalg.sparse import one_hot
from polegraph.metrics.attributes import one_of
from polegraph.metrics.inference.dyadic.matrices import INTERCEPT, design, of_model
from polegraph.metrics.inference.dyadic.permutation import separated, zero_or_one

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from polegraph.metrics.inference.dyadic.matrices import Dyads, Matrix

    Floats = NDArray[np.float64]

Counts = Literal["poisson", "negative_binomial"]

_SINGULAR: Final = 1e14  # condition number of a Hessian whose inverse has no digit left


def dyadic_logit(y: Matrix, x: Mapping[str, Matrix]) -> pd.DataFrame:
    r"""Fit a logit of ties, with standard errors clustered by both nodes of a dyad (dyadic-robust).

    .. math:: \mathrm{Var}(\hat\beta) = H^{-1} \Big( \sum_{d, d'} s_d s_{d'}^T \Big) H^{-1}

    with the Hessian *H* of the log-likelihood, the score :math:`s_d` of each dyad, and the sum over all pairs of dyads
    that have a node in common, a dyad with itself among them.

    Parameters
    ----------
    y : DataFrame or array of float, nodes × nodes
        The dependent matrix: 0 and 1, missing where unknown.
    x : dict of DataFrame or array of float, nodes × nodes
        The explanatory matrices, by the names of their terms, with the same labels in any order. If all matrices are
        symmetric, each pair of nodes counts once, else in both directions. The diagonal does not count.

    Returns
    -------
    DataFrame
        A row a term, the constant first:

        - ``term``; ``coefficient``: in log odds;
        - ``se``: dyadic-robust standard error; missing where the estimate of the variance is not above 0, as it may be
          with few nodes; ``se_independent``: what it were if dyads were independent;
        - ``t, p_value, low, high``: coefficient by its standard error, the two-sided p-value, and the 95 % interval, by
          Student's distribution with one degree of freedom less than there are nodes;
        - ``r_squared``: McFadden's, by the likelihood;
        - ``nodes, dyads, dropped``: number of nodes, of dyads that are known in all matrices, and of those left out.

    Raises
    ------
    PolegraphError
        If the matrices are not square, of different nodes or infinite somewhere, say nothing of their own, or too few
        dyads are known in all of them; if the dependent one holds other numbers than 0 and 1; or if the fit does not
        converge.

    Notes
    -----
    Clustering by the first and by the second node of a dyad (two-way) misses that (a, b) and (b, c) have *b* in common,
    in different places; so all dyads of a node are one cluster here, whichever place it takes. The errors are those of
    many nodes: with fewer than some fifty, they are too small, and `mrqap` is the safer test. As all of these, it finds
    association, not cause.

    References
    ----------
    P. M. Aronow, C. Samii, V. A. Assenova, "Cluster-robust variance estimation for dyadic data", Political Analysis 23
    (2015).

    Examples
    --------
    >>> place = np.array([0, 1, 2, 5, 6, 9, 11, 12])
    >>> distance = abs(place[:, None] - place)
    >>> ties = (distance + place[:, None] * place % 5 < 6).astype(float)
    >>> dyadic_logit(ties, {"distance": distance})[["term", "coefficient", "se", "se_independent", "p_value"]].round(3)
              term  coefficient     se  se_independent  p_value
    0  (intercept)        3.004  1.338           1.382    0.060
    1     distance       -0.881  0.233           0.347    0.007
    """
    found, terms = of_model(y, x)
    zero_or_one(found.table[found.complete, 0])
    return _table(found, terms, "logit")


def dyadic_count(y: Matrix, x: Mapping[str, Matrix], model: Counts = "poisson") -> pd.DataFrame:
    r"""Fit a model of counts of collaborations, with standard errors clustered by both nodes of a dyad (dyadic-robust).

    .. math:: \mathrm{E}(Y_{ij}) = \exp\Big(\beta_0 + \sum_k \beta_k X_{kij}\Big)

    Parameters
    ----------
    y : DataFrame or array of float, nodes × nodes
        The dependent matrix: counts, or other numbers of 0 or more; missing where unknown.
    x : dict of DataFrame or array of float, nodes × nodes
        As for `dyadic_logit`. With logarithms of the sizes of both nodes and of their distance, it is a gravity model.
    model
        ``poisson``; since the errors are robust, the variance need not be the mean. ``negative_binomial``: variance
        :math:`\mu + \alpha \mu^2`, of which :math:`\alpha` is fitted too (term ``(dispersion)``).

    Returns
    -------
    DataFrame
        As of `dyadic_logit`; coefficients are logarithms of ratios of counts.

    Raises
    ------
    PolegraphError
        As `dyadic_logit`; or if the dependent matrix holds numbers below 0, or nothing but 0.

    References
    ----------
    P. M. Aronow, C. Samii, V. A. Assenova, "Cluster-robust variance estimation for dyadic data", Political Analysis 23
    (2015).

    J. M. C. Santos Silva, S. Tenreyro, "The log of gravity", Review of Economics and Statistics 88 (2006), on why
    counts are fitted as they are and not by their logarithms.

    Examples
    --------
    >>> place = np.array([0, 1, 2, 5, 6, 9, 11, 12, 15, 17, 18, 22, 23])
    >>> distance = abs(place[:, None] - place)
    >>> dyadic_count(12 // (1 + distance), {"distance": distance})[["term", "coefficient", "se"]].round(3)
              term  coefficient     se
    0  (intercept)        1.984  0.026
    1     distance       -0.271  0.008
    """
    one_of("model", model, ("poisson", "negative_binomial"))
    found, terms = of_model(y, x)
    counts = found.table[found.complete, 0]
    if (counts < 0).any() or not counts.any():
        raise PolegraphError(
            _("the dependent matrix of a model of counts must hold numbers of 0 or more, and not only 0"),
            value=counts.min(),
            remedy=_("give counts of collaborations"),
        )
    return _table(found, terms, model)


def dyadic_meat(scores: Floats, rows: NDArray[np.int64], columns: NDArray[np.int64], nodes: int) -> Floats:
    r"""Sum the products of the scores of all pairs of dyads that have a node in common.

    With :math:`S_i` the sum of the scores of the dyads of node *i*, and :math:`P_{ij}` that of the dyads between *i*
    and *j* (two, if ties have a direction), it is :math:`\sum_i S_i S_i^T - \sum_{i<j} P_{ij} P_{ij}^T`: the first sum
    counts once what has one node in common, and twice what has two.

    Parameters
    ----------
    scores : array of float, dyads × parameters
        Scores.
    rows, columns : arrays of int, one entry a dyad
        Its two nodes.
    nodes
        Their number.

    Returns
    -------
    array of float, parameters × parameters

    Examples
    --------
    All of 7² but for the pair of the first and the last, which have no node in common:

    >>> dyadic_meat(np.array([[1.0], [2.0], [4.0]]), np.array([0, 1, 2]), np.array([1, 2, 3]), 4)
    array([[41.]])
    """
    by_node = (one_hot(rows, nodes) + one_hot(columns, nodes)).T @ scores
    pairs = np.unique(np.minimum(rows, columns) * nodes + np.maximum(rows, columns), return_inverse=True)[1]
    by_pair = one_hot(pairs).T @ scores
    meat: Floats = by_node.T @ by_node - by_pair.T @ by_pair
    return meat


def _table(found: Dyads, terms: list[str], kind: str) -> pd.DataFrame:
    """Fit a model, and describe its terms."""
    complete = found.complete
    values = found.table[complete]
    coefficients, hessian, scores, r_squared = _fit(values[:, 0], design(values[:, 1:]), kind)
    inverse = np.linalg.inv(hessian)
    meat = dyadic_meat(scores, found.rows[complete], found.columns[complete], found.nodes)
    variance, independent = np.diag(inverse @ meat @ inverse), np.diag(-inverse)
    se = np.sqrt(np.where(variance > 0, variance, np.nan))
    student = stats.t(found.nodes - 1)
    reach = student.ppf(0.975) * se
    names = [INTERCEPT, *terms, "(dispersion)"][: len(coefficients)]
    return pd.DataFrame(
        {
            "term": pd.array(names, dtype="str"),
            "coefficient": coefficients,
            "se": se,
            "se_independent": np.sqrt(np.where(independent > 0, independent, np.nan)),
            "t": coefficients / se,
            "p_value": 2 * student.sf(np.abs(coefficients / se)),
            "low": coefficients - reach,
            "high": coefficients + reach,
            "r_squared": r_squared,
            "nodes": found.nodes,
            "dyads": int(complete.sum()),
            "dropped": int((~complete).sum()),
        }
    )


def _fit(y: Floats, x: Floats, kind: str) -> tuple[Floats, Floats, Floats, float]:
    """Fit by maximum likelihood; coefficients, Hessian, score of each dyad, and McFadden's share."""
    from statsmodels.discrete import discrete_model  # noqa: PLC0415  # heavy
    from statsmodels.tools.sm_exceptions import PerfectSeparationError  # noqa: PLC0415  # the same

    # Columns of one size, so that the optimiser meets no step too long; undone below.
    scale = np.abs(x).max(axis=0)
    classes: dict[str, Any] = {
        "logit": discrete_model.Logit,
        "poisson": discrete_model.Poisson,
        "negative_binomial": discrete_model.NegativeBinomial,
    }
    model = classes[kind](y, x / scale)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # what they say is in the result
        try:
            # Newton's method from afar goes astray where the variance is fitted too.
            start = model.fit(method="bfgs", maxiter=500, disp=0).params if kind == "negative_binomial" else None
            fitted = model.fit(start_params=start, method="newton", maxiter=500, disp=0)
            inside = fitted.params
            hessian, scores = model.hessian(inside), model.score_obs(inside)
            alone = float(fitted.llnull)
        except (np.linalg.LinAlgError, PerfectSeparationError) as error:
            raise separated() from error
    units = np.append(scale, 1.0)[: len(inside)]
    if not fitted.mle_retvals["converged"] or not np.isfinite(hessian).all() or np.linalg.cond(hessian) > _SINGULAR:
        raise separated()
    return inside / units, hessian * units[:, None] * units, scores * units, float(1 - fitted.llf / alone)
