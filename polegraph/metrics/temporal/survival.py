"""Survival of ties: how long pairs of organisations go on working together, by Kaplan and Meier."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from polegraph.errors import not_one_of, whole_number
from polegraph.i18n import _
from polegraph.metrics.attributes import classes
from polegraph.metrics.inference.significance import beside
from polegraph.metrics.temporal import spells as temporal_spells
from polegraph.metrics.temporal.kaplan_meier import curve
from polegraph.metrics.temporal.kaplan_meier import log_rank as log_rank_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.metrics.attributes import By
    from polegraph.metrics.temporal.spells import Dated
    from polegraph.network import Network

    Whole = NDArray[np.int64]
    Real = NDArray[np.float64]
    Truths = NDArray[np.bool_]

_TWO: Final = 2
_DASH: Final = "–"


class _Grouping(NamedTuple):
    """The class of each organisation, in the order of identifiers, and what pairs are grouped by."""

    codes: Whole
    labels: list[str]
    pairs: str
    names: tuple[str, ...]
    wanted: int = -1


class _Sample(NamedTuple):
    """Spells that were followed: their years, whether they ended, and the group of each."""

    years: Whole
    ended: Truths
    group: Whole


def tie_survival(
    net: Network,
    by: By | None = None,
    *,
    pairs: str = "labels",
    gap: int = 0,
    length: int = 1,
    until: int | None = None,
    draws: int = 0,
    seed: int = 0,
) -> pd.DataFrame:
    r"""Compute the survival of ties: the share of spells of collaboration that last longer than so many years.

    The Kaplan–Meier estimate, with :math:`n_y` spells at risk in their year *y*, of which :math:`d_y` end with it:

    .. math:: S(t) = \prod_{y \le t} \left(1 - \frac{d_y}{n_y}\right)

    Parameters
    ----------
    net
        The network.
    by
        Attribute by which pairs are grouped, as in `mixing`; None: all together. Pairs of which one has no known class
        are left out.
    pairs
        ``labels``: a group for each two classes, as ``large–sme``; ``same``: ``same`` and ``different``; or one of the
        groups, as ``large–sme``: that one and ``others``.
    gap, length, until
        What a spell is; see `spells`. There it is also said which spells are censored.
    draws, seed
        Random networks in which each organisation keeps its number of projects in each year, and each project its size;
        with 0 what they give is missing.

    Returns
    -------
    DataFrame
        A row a group and year of a spell, with ``group``; ``years``; ``at_risk`` and ``ended``, spells that lasted so
        long at least, and that ended then; ``survival``, with ``low`` and ``high``, the pointwise 95 % interval
        (Greenwood's variance, on the scale :math:`\log(-\log S)`; missing where S is 0 or 1); and over the draws
        ``expected, expected_low, expected_high``, the mean survival and its 2.5 and 97.5 % quantiles.

    Raises
    ------
    PolegraphError
        If there is no such attribute or option.

    Notes
    -----
    The interval takes spells to be independent. Those of one consortium begin and end together, so it is too narrow
    where consortia are large; the interval over the draws, which have the same consortia, is not. Ties that survive
    more often than expected are chosen again; what is expected is that those who are active meet again by chance.

    References
    ----------
    E. L. Kaplan, P. Meier, "Nonparametric estimation from incomplete observations", Journal of the American Statistical
    Association 53 (1958). J. D. Kalbfleisch, R. L. Prentice, "The statistical analysis of failure time data", Wiley
    (1980), for the interval.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> tie_survival(tiny(), gap=1)[["group", "years", "at_risk", "ended", "survival"]].round(3)
      group  years  at_risk  ended  survival
    0   all      1        3      2     0.333
    1   all      2        1      0     0.333
    2   all      3        1      1     0.000
    """
    draws, seed = whole_number(draws, "draws", 0), whole_number(seed, "seed", 0)
    gap, given = whole_number(gap, "gap", 0), temporal_spells.dated(net, length, until)
    grouping = _grouping(net, by, pairs, given)
    truth = _sample(given.incidence, given, gap, grouping)
    chance = [_sample(drawn, given, gap, grouping) for drawn in temporal_spells.drawn_incidences(given, draws, seed)]
    parts = [_empty()]
    for group in np.unique(truth.group[truth.group >= 0]).tolist():
        mine = truth.group == group
        curve = kaplan_meier(truth.years[mine], truth.ended[mine])
        sample = np.full((draws, len(curve)), np.nan)
        for row, one in zip(sample, chance, strict=True):
            there = one.group == group
            drawn = kaplan_meier(one.years[there], one.ended[there])["survival"].to_numpy()
            known = min(len(row), len(drawn))
            row[:known] = drawn[:known]  # after the last year of a draw its survival is not known
        found = beside(curve["survival"].to_numpy(), sample)
        curve = curve.assign(expected=found["expected"], expected_low=found["low"], expected_high=found["high"])
        curve.insert(0, "group", pd.Series([_name(grouping, group)] * len(curve), dtype="str"))
        parts.append(curve)
    return pd.concat(parts[1:] or parts, ignore_index=True)


def log_rank(
    net: Network,
    by: By,
    *,
    pairs: str = "labels",
    gap: int = 0,
    length: int = 1,
    until: int | None = None,
    draws: int = 0,
    seed: int = 0,
) -> pd.DataFrame:
    r"""Compare how long ties of different groups of pairs survive, by the log-rank test.

    Parameters
    ----------
    net
        The network.
    by, pairs, gap, length, until
        See `tie_survival`.
    draws, seed
        Random networks, as in `tie_survival`; with 0 what they give is missing.

    Returns
    -------
    DataFrame
        One row: ``groups`` that have a spell; ``spells``; ``statistic``, :math:`\chi^2`, and its degrees of freedom
        ``df``; ``p_value`` of the :math:`\chi^2` distribution; ``expected``, the mean of the statistic over the draws,
        and ``p_chance``, :math:`(1 + m) / (1 + n)` with *m* of *n* draws that have as large a statistic. Missing with
        fewer than two groups.

    Raises
    ------
    PolegraphError
        If there is no such attribute or option.

    Notes
    -----
    ``p_value`` takes spells to be independent; those of one consortium are not, so it is too small where consortia are
    large. ``p_chance`` allows for it, and for what activity alone does: the draws have the same consortia.

    References
    ----------
    N. Mantel, "Evaluation of survival data and two new rank order statistics arising in its consideration", Cancer
    Chemotherapy Reports 50 (1966). B. Phipson, G. K. Smyth, "Permutation p-values should never be zero", Statistical
    Applications in Genetics and Molecular Biology 9 (2010).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> log_rank(tiny(), "kind", pairs="same", gap=1)[["groups", "spells", "statistic", "df"]].round(3)
       groups  spells  statistic  df
    0       2       3        0.5   1
    """
    draws, seed = whole_number(draws, "draws", 0), whole_number(seed, "seed", 0)
    gap, given = whole_number(gap, "gap", 0), temporal_spells.dated(net, length, until)
    grouping = _grouping(net, by, pairs, given)
    truth = _sample(given.incidence, given, gap, grouping)
    there = np.unique(truth.group[truth.group >= 0])
    statistic, df, p_value = _tested(truth, there)
    sample = np.full((draws, 1), np.nan)
    for row, drawn in zip(sample, temporal_spells.drawn_incidences(given, draws, seed), strict=True):
        row[0] = _tested(_sample(drawn, given, gap, grouping), there)[0]
    found = beside(np.array([statistic]), sample)
    known = ~np.isnan(sample)
    as_large = int((sample[known] >= statistic * (1 - 1e-9)).sum())
    p_chance = (1 + as_large) / (1 + int(known.sum())) if known.any() and not np.isnan(statistic) else np.nan
    figures = {
        "groups": len(there),
        "spells": int((truth.group >= 0).sum()),
        "statistic": statistic,
        "df": df,
        "p_value": p_value,
        "expected": found["expected"][0],
        "p_chance": p_chance,
    }
    return pd.DataFrame([figures]).astype({"df": "Int64"})


def kaplan_meier(years: Whole, ended: Truths) -> pd.DataFrame:
    """Return the Kaplan–Meier estimate at every whole year up to the last that is observed.

    Parameters
    ----------
    years : array of int
        How long each spell was observed.
    ended : array of bool
        Whether it ended then, or is censored.

    Returns
    -------
    DataFrame
        ``years, at_risk, ended, survival, low, high``.

    Examples
    --------
    >>> kaplan_meier(np.array([1, 2, 3]), np.array([True, False, True])).round(3)["survival"].tolist()
    [0.667, 0.667, 0.0]
    """
    if not len(years):
        return _empty().drop(columns=["group", "expected", "expected_low", "expected_high"])
    time = np.arange(1, int(years.max()) + 1)
    gone, ends = np.bincount(years, minlength=len(time) + 1), np.bincount(years[ended], minlength=len(time) + 1)
    found = curve(years.astype(np.float64), ended)
    place = np.searchsorted(found["months"].to_numpy(), time, side="right")
    survival = np.concatenate([[1.0], 1 - found["rate"].to_numpy()])[place]
    low = np.concatenate([[np.nan], 1 - found["high"].to_numpy()])[place]
    high = np.concatenate([[np.nan], 1 - found["low"].to_numpy()])[place]
    at_risk = gone[::-1].cumsum()[::-1][1:]
    bounds = {"low": np.where(survival > 0, low, np.nan), "high": high}
    return pd.DataFrame({"years": time, "at_risk": at_risk, "ended": ends[1:], "survival": survival, **bounds})


def _tested(sample: _Sample, groups: Whole) -> tuple[float, int | None, float]:
    """Compare those groups among themselves that were observed; a draw may have others."""
    return log_rank_of(
        sample.years.astype(np.float64), sample.ended, np.where(np.isin(sample.group, groups), sample.group, -1)
    )


def _empty() -> pd.DataFrame:
    """Return the table without a row."""
    whole = dict.fromkeys(("years", "at_risk", "ended"), np.int64)
    real = dict.fromkeys(("survival", "low", "high", "expected", "expected_low", "expected_high"), np.float64)
    kinds = {**whole, **real}
    table = pd.DataFrame({name: np.zeros(0, dtype=kind) for name, kind in kinds.items()})
    table.insert(0, "group", pd.Series([], dtype="str"))
    return table


def _grouping(net: Network, by: By | None, pairs: str, given: Dated) -> _Grouping:
    """Return how pairs are grouped."""
    if by is None:
        return _Grouping(np.zeros(len(given.order), dtype=np.int64), ["all"], "same", ("all",))
    found = classes(net, by)
    codes, labels = found.codes[given.order], found.labels
    if pairs in ("labels", "same"):
        return _Grouping(codes, labels, pairs, ("same", "different"))
    parts = pairs.split(_DASH)
    halves = [(_DASH.join(parts[:place]), _DASH.join(parts[place:])) for place in range(1, len(parts))]
    for one, other in halves:  # a label may have a dash of its own
        if one in labels and other in labels:
            wanted = sorted((labels.index(one), labels.index(other)))
            return _Grouping(codes, labels, "one", (pairs, "others"), wanted[0] * len(labels) + wanted[1])
    both = ("labels", "same", *(f"{one}{_DASH}{other}" for one in labels for other in labels if one <= other))
    raise not_one_of(_("there is no such group of pairs"), pairs, both, most=30)


def _name(grouping: _Grouping, group: int) -> str:
    """Return the name of a group of pairs."""
    if grouping.pairs != "labels":
        return grouping.names[group]
    one, other = divmod(group, len(grouping.labels))
    return f"{grouping.labels[one]}{_DASH}{grouping.labels[other]}"


def _sample(incidence: Csr, given: Dated, gap: int, grouping: _Grouping) -> _Sample:
    """Return the spells that are followed, and the group of each; −1 if the class of one is not known."""
    found = temporal_spells.merged(incidence, given.start, given.end, gap)
    years, ended, followed = temporal_spells.observed(found, given.until, gap)
    one, other = grouping.codes[found.one], grouping.codes[found.other]
    low, high = np.minimum(one, other), np.maximum(one, other)
    group = low * len(grouping.labels) + high
    if grouping.pairs == "same":
        group = (low != high).astype(np.int64)
    elif grouping.pairs == "one":
        group = (group != grouping.wanted).astype(np.int64)
    group[low < 0] = -1
    return _Sample(years[followed], ended[followed], group[followed])
