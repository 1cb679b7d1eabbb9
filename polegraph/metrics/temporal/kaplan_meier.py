"""Kaplan-Meier estimates: the share that something has happened to by a time, those still waiting censored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LEVEL: Final = 0.95
DAYS_A_MONTH: Final = 365.25 / 12
"""Months are told in mean ones."""
_CURVE: Final = {
    "months": "float64",
    "at_risk": "int64",
    "events": "int64",
    "censored": "int64",
    "rate": "float64",
    "low": "float64",
    "high": "float64",
}


class Estimate(NamedTuple):
    """The share of projects with an outcome by a time, and its confidence interval.

    Parameters
    ----------
    rate
        One minus Kaplan and Meier's estimate of survival; NaN where nothing was watched so long.
    low, high
        Bounds of the interval.
    median
        Months until half of the projects have an outcome; NaN where it is not half.
    """

    rate: float
    low: float
    high: float
    median: float


def curve(months: Floats, event: NDArray[np.bool_]) -> pd.DataFrame:
    """Compute the share of projects with an outcome at each time at which one came.

    Parameters
    ----------
    months : array of float
        Time to the first outcome, or until which the project was watched without one.
    event : array of bool
        Whether it is the former.

    Returns
    -------
    DataFrame
        ``months, at_risk`` (watched until just before), ``events``, ``censored`` (between this time and the next),
        ``rate``, ``low``, ``high``: one minus the product-limit estimate, with the 95 % interval of its complementary
        log-log (Kalbfleisch and Prentice) on Greenwood's variance.

    Notes
    -----
    S(t) = Π (1 - d_i / n_i) over times t_i ≤ t [1]_.

    References
    ----------
    .. [1] E. L. Kaplan and P. Meier, "Nonparametric estimation from incomplete observations", Journal of the American
       Statistical Association 53 (1958), 457-481. ``kaplan1958``

    Examples
    --------
    >>> found = curve(np.array([6.0, 6, 6, 7]), np.array([True, True, False, True]))
    >>> found[["months", "at_risk", "rate"]].values.tolist()
    [[6.0, 4.0, 0.5], [7.0, 1.0, 1.0]]
    """
    if not event.any():
        return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in _CURVE.items()})
    from statsmodels.duration.survfunc import SurvfuncRight  # noqa: PLC0415  # heavy, and loaded when used

    found = SurvfuncRight(months, event.astype(np.int64))
    times, survival, spread = found.surv_times, found.surv_prob, found.surv_prob_se
    low, high = _interval(survival, spread)
    at_risk, events = found.n_risk.astype(np.int64), found.n_events.astype(np.int64)
    left = np.append(at_risk[1:], 0)  # after the last event all are censored
    return pd.DataFrame(
        {
            "months": times,
            "at_risk": at_risk,
            "events": events,
            "censored": at_risk - events - left,
            "rate": 1 - survival,
            "low": 1 - high,
            "high": 1 - low,
        }
    )


def _interval(survival: Floats, spread: Floats) -> tuple[Floats, Floats]:
    """Return the bounds of survival by its complementary log-log; none where all or no project is left."""
    from scipy.stats import norm  # noqa: PLC0415

    inside = (survival > 0) & (survival < 1)
    low, high = np.where(survival <= 0, 0.0, np.nan), np.where(survival <= 0, np.nan, np.nan)
    log = np.log(survival[inside])
    width = norm.ppf((1 + LEVEL) / 2) * spread[inside] / (survival[inside] * np.abs(log))
    centre = np.log(-log)
    low[inside], high[inside] = np.exp(-np.exp(centre + width)), np.exp(-np.exp(centre - width))
    return low, high


def at(months: Floats, event: NDArray[np.bool_], horizon: float) -> Estimate:
    """Compute the share of projects with an outcome by a time.

    Parameters
    ----------
    months, event
        As for `curve`.
    horizon
        The time, in months.

    Returns
    -------
    Estimate
        All of it NaN where no project was watched until then, unless every one had an outcome before: where the last
        one watched had one, the product is 1, and says nothing. Where there is no
        outcome at all, the upper bound is that of Clopper and Pearson for the projects watched so long.

    Examples
    --------
    >>> watched = np.array([6.0, 6, 6, 7, 10, 40])
    >>> round(at(watched, np.array([True, True, False, True, False, False]), 36).rate, 3)
    0.556
    >>> at(np.array([1.0, 2]), np.array([False, False]), 36).rate
    nan
    """
    from scipy.stats import beta  # noqa: PLC0415

    table = curve(months, event)
    followed = int(np.count_nonzero(months >= horizon))
    before = table[table["months"] <= horizon]
    reached = table["months"][table["rate"] >= 0.5]  # noqa: PLR2004  # half
    median = float(reached.iloc[0]) if len(reached) else np.nan
    everyone = bool(event.all()) and len(before) == len(table) > 0
    if not followed and not everyone:
        return Estimate(np.nan, np.nan, np.nan, median)
    if not len(before):
        return Estimate(0.0, 0.0, float(beta.ppf((1 + LEVEL) / 2, 1, followed)), median)
    last = before.iloc[-1]
    high = 1.0 if np.isnan(last["high"]) else float(last["high"])
    low = float(last["low"])
    if np.isnan(low):  # all have one: the lower bound is that of as many successes
        low = float(beta.ppf((1 - LEVEL) / 2, len(months), 1))
    return Estimate(float(last["rate"]), low, high, median)


def log_rank(months: Floats, event: NDArray[np.bool_], group: NDArray[np.integer]) -> tuple[float, int | None, float]:
    """Return statistic, degrees of freedom and p-value of the log-rank test of whether groups wait equally long.

    Parameters
    ----------
    months, event
        As for `curve`.
    group : array of int
        The group of each; below zero for what is left out.

    Returns
    -------
    tuple
        Of Mantel's test [1]_; NaN and None with fewer than two groups, no event, or groups that are never at risk
        together.

    References
    ----------
    .. [1] N. Mantel, "Evaluation of survival data and two new rank order statistics arising in its consideration",
       Cancer Chemotherapy Reports 50 (1966), 163-170. ``mantel1966``

    Examples
    --------
    >>> months, event = np.array([1.0, 2, 3, 10, 11, 12]), np.array([True] * 6)
    >>> statistic, freedom, p_value = log_rank(months, event, np.array([0, 0, 0, 1, 1, 1]))
    >>> round(statistic, 2), freedom, round(p_value, 4)
    (5.05, 1, 0.0246)
    """
    known = group >= 0
    groups = np.unique(group[known])
    if len(groups) < 2 or not event[known].any():  # noqa: PLR2004  # two groups are compared
        return np.nan, None, np.nan
    from statsmodels.duration.survfunc import survdiff  # noqa: PLC0415  # slow to load

    try:
        statistic, p_value = survdiff(months[known], event[known].astype(np.int64), group[known])
    except np.linalg.LinAlgError:  # no variance: a group is never at risk together with another
        return np.nan, None, np.nan
    return float(statistic), len(groups) - 1, float(p_value)
