"""What of a consortium goes with outcomes: a logistic or a Cox regression; association, not cause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import numpy as np
import pandas as pd

from polegraph.errors import PolegraphError, not_one_of
from polegraph.i18n import _, number
from polegraph.metrics.temporal.kaplan_meier import LEVEL
from polegraph.outcomes.consortium_shapes import FLAGS, shapes
from polegraph.outcomes.rates import HORIZON
from polegraph.outcomes.waiting_times import durations

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.network import Network

Model = Literal["cox", "logit"]
MODELS: Final = ("cox", "logit")
EVENTS_A_TERM: Final = 10
"""Events (or, if fewer, non-events) that each term needs [1]_."""
_KNOWN: Final = 0.9  # share of projects of which a term has to be known
FEWEST_CLUSTERS: Final = 10
"""Pôles from which on errors are clustered by them; of fewer, clustered errors are too small."""


def association(net: Network, model: Model = "cox", *, horizon: float = HORIZON) -> pd.DataFrame:
    """Compute how the shape of consortia goes with outcomes.

    Parameters
    ----------
    net
        The network, on its day.
    model
        ``cox``: proportional hazards of the first outcome after the end; ``logit``: whether there is one within the
        horizon, of projects watched so long.
    horizon
        Months, for ``logit``.

    Returns
    -------
    DataFrame
        A row a term: ``term`` (the flags of `polegraph.outcomes.shapes`, ``log2_organisations``, ``first_time``,
        ``start_year``), ``ratio`` (hazard or odds ratio; of the last three, for one doubling, for none to all, for one
        year), ``low``, ``high`` (95 %; clustered errors are those of Lin and Wei's sandwich [3]_, with Student's t of
        one less than the clusters), ``p_value``, ``projects``, ``events``, ``clusters`` (pôles by which errors are
        clustered; 0 where they are not, being fewer than ten or unknown), ``left_out`` (projects of which something is
        not known). A term that is the same for all, follows from those before it, or is unknown of more than a tenth
        of the projects, is left out. What goes with outcomes need not bring them about.

    Raises
    ------
    PolegraphError
        If there is no such model, or there are fewer than ten events (and, for ``logit``, non-events) a term.

    References
    ----------
    .. [1] P. Peduzzi, J. Concato, E. Kemper, T. R. Holford and A. R. Feinstein, "A simulation study of the number of
       events per variable in logistic regression analysis", Journal of Clinical Epidemiology 49 (1996), 1373-1379.
       ``peduzzi1996``
    .. [2] D. R. Cox, "Regression models and life-tables", Journal of the Royal Statistical Society B 34 (1972),
       187-220. ``cox1972``
    .. [3] D. Y. Lin and L. J. Wei, "The robust inference for the Cox proportional hazards model", Journal of the
       American Statistical Association 84 (1989), 1074-1078. ``lin1989``

    Examples
    --------
    >>> import polegraph.examples
    >>> association(polegraph.examples.tiny())  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    polegraph.errors.PolegraphError: too few outcomes ...
    """
    if model not in MODELS:
        raise not_one_of(_("there is no such model"), model, MODELS)
    watched = durations(net)
    terms = _terms(net)
    here = (watched["state"] == "watched").to_numpy()
    if model == "logit":
        here = here & ((watched["months"] >= horizon) | watched["event"]).to_numpy(dtype=bool)
    terms = terms[[name for name in terms.columns if terms.loc[here, name].notna().mean() >= _KNOWN]]
    known = here & terms.notna().all(axis=1).to_numpy()
    months = watched.loc[known, "months"].to_numpy(dtype="float64")
    event = watched.loc[known, "event"].to_numpy(dtype=bool)
    if model == "logit":
        event = event & (months <= horizon)
    terms = terms[known].astype("float64")
    terms = terms[_independent(terms)]
    _refuse_few(event, len(terms.columns), both=model == "logit")
    clusters = _clusters(net)[known]
    fit = fitted(model, months, event, terms, clusters)
    return _table(fit, terms, event, clusters, int(here.sum() - known.sum()))


def _terms(net: Network) -> pd.DataFrame:
    table = shapes(net)
    found = table[list(FLAGS)].astype("Float64").astype("float64").copy()
    found["log2_organisations"] = np.log2(table["organisations"].where(table["organisations"] > 0).astype("float64"))
    found["first_time"] = table["first_time"]
    years = net.projects["year"].astype("Float64").astype("float64")
    found["start_year"] = years - years.mean()
    return found


def _independent(terms: pd.DataFrame) -> list[str]:
    """Return the terms that are neither constant nor follow from those before them."""
    kept: list[str] = []
    design = np.ones((len(terms), 1))
    for name in terms.columns if len(terms) else ():
        more = np.column_stack([design, terms[name].to_numpy()])
        if np.linalg.matrix_rank(more) == more.shape[1]:
            kept.append(name)
            design = more
    return kept


def _clusters(net: Network) -> NDArray[np.int64]:
    """Return the first pôle that labelled each project, as a number; each project its own where none did."""
    first = net.labels.sort_values("pole_id").drop_duplicates("project_id").set_index("project_id")["pole_id"]
    pole = net.projects["project_id"].map(first)
    names = sorted(pole.dropna().unique())
    codes = pole.map({name: place for place, name in enumerate(names)}).fillna(-1).to_numpy(dtype=np.int64).copy()
    alone = codes < 0
    codes[alone] = len(names) + np.arange(int(alone.sum()))
    few = len(names) < FEWEST_CLUSTERS
    return np.full(len(codes), -1, dtype=np.int64) if few else codes


def _refuse_few(event: NDArray[np.bool_], terms: int, *, both: bool) -> None:
    fewer = min(event.sum(), (~event).sum()) if both else event.sum()
    if terms == 0 or fewer < EVENTS_A_TERM * terms:
        raise PolegraphError(
            _(
                "too few outcomes to say what goes with them (outcomes: {events}, projects: {projects}, terms: {terms})"
            ).format(events=number(int(event.sum())), projects=number(len(event)), terms=number(terms)),
            remedy=_("ask it of a larger network; each term needs ten"),
        )


class Fit(NamedTuple):
    """Coefficients, their standard errors, and the degrees of freedom of these.

    Parameters
    ----------
    params, errors : array of float
        One entry a term.
    freedom
        Of Student's t; infinite where errors are not clustered.
    """

    params: NDArray[np.float64]
    errors: NDArray[np.float64]
    freedom: float


def fitted(
    model: str, months: NDArray[np.float64], event: NDArray[np.bool_], terms: pd.DataFrame, clusters: NDArray[np.int64]
) -> Fit:
    """Fit a model; errors that are clustered have one degree of freedom less than there are clusters.

    Parameters
    ----------
    model
        ``cox`` or ``logit``.
    months : array of float
        Time to the first outcome, or until which a project was watched without one.
    event : array of bool
        Whether it is the former.
    terms
        The terms, a column each.
    clusters : array of int
        The cluster of each project; below zero where errors are not clustered.
    """
    clustered = len(clusters) > 0 and clusters[0] >= 0
    freedom = len(np.unique(clusters)) - 1.0 if clustered else np.inf
    if model == "cox":
        from statsmodels.duration.hazard_regression import PHReg  # noqa: PLC0415  # heavy, and loaded when used

        cox = PHReg(months, terms.to_numpy(), status=event.astype(np.int64), ties="efron")
        found = cox.fit()
        errors = _clustered(cox, found.params, clusters) if clustered else np.asarray(found.bse)
        return Fit(np.asarray(found.params), errors, freedom)
    from statsmodels.discrete.discrete_model import Logit  # noqa: PLC0415

    design = np.column_stack([np.ones(len(terms)), terms.to_numpy()])
    options = {"cov_type": "cluster", "cov_kwds": {"groups": clusters}} if clustered else {"cov_type": "HC1"}
    found = Logit(event.astype(float), design).fit(disp=0, maxiter=200, **options)
    return Fit(np.asarray(found.params)[1:], np.asarray(found.bse)[1:], freedom)  # without the constant


def _clustered(cox: Any, params: NDArray[np.float64], clusters: NDArray[np.int64]) -> NDArray[np.float64]:  # noqa: ANN401  # a model of statsmodels
    """Return the standard errors of Lin and Wei's sandwich, corrected for the number of clusters.

    Statsmodels gives none where a project was watched for less long than until the first outcome of all: its score
    residual is missing there, and is 0 by definition.
    """
    residuals = np.nan_to_num(cox.score_residuals(params))
    names, place = np.unique(clusters, return_inverse=True)
    summed = np.zeros((len(names), residuals.shape[1]))
    np.add.at(summed, place, residuals)
    bread = np.linalg.inv(cox.hessian(params))
    covariance = bread @ (summed.T @ summed) @ bread * len(names) / (len(names) - 1)
    errors: NDArray[np.float64] = np.sqrt(np.diag(covariance))
    return errors


def _table(
    fit: Fit,
    terms: pd.DataFrame,
    event: NDArray[np.bool_],
    clusters: NDArray[np.int64],
    left_out: int,
) -> pd.DataFrame:
    from scipy.stats import t  # noqa: PLC0415

    width = t.ppf((1 + LEVEL) / 2, fit.freedom) * fit.errors
    return pd.DataFrame(
        {
            "term": pd.Series(terms.columns, dtype="str"),
            "ratio": np.exp(fit.params),
            "low": np.exp(fit.params - width),
            "high": np.exp(fit.params + width),
            "p_value": 2 * t.sf(np.abs(fit.params) / fit.errors, fit.freedom),
            "projects": len(event),
            "events": int(event.sum()),
            "clusters": len(np.unique(clusters)) if len(clusters) and clusters[0] >= 0 else 0,
            "left_out": left_out,
        }
    )
