"""How much measures and ranks of organisations depend on which projects are known: resampling, and the jackknife."""

from __future__ import annotations

from numbers import Real
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from scipy import stats

from polegraph import linalg
from polegraph.errors import PolegraphError, not_one_of, whole_number
from polegraph.i18n import _
from polegraph.linalg.sparse import divide
from polegraph.metrics import registry

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.network import Network

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

_GROUPS: Final = 20  # of the jackknife
_MOST: Final = 20_000_000  # values kept: 160 MB
_WITHOUT: Final = ("component", "community", "coordinated", "clustering_expected")  # labels, roles, another draw
_ADDED: Final = ("projects", "strength")  # a sum over projects: the jackknife is known without leaving any out


def resampled(  # each says something else
    net: Network, measure: str = "partners", *, draws: int = 200, missing: float = 0.1, top: int = 10, seed: int = 0
) -> pd.DataFrame:
    r"""Compute intervals of a measure and of its ranks under missing projects, and its jackknife standard error.

    In each draw a share of the projects, drawn at random, is left out, and the measure computed on what is left.

    Parameters
    ----------
    net
        The network.
    measure
        Name of a measure of organisations: a column of `table` with a number that the participations give.
    draws
        Number of draws, at least 1.
    missing
        Share of the projects that each leaves out, above 0 and below 1; the number is rounded, and at least 1.
    top
        Up to which rank ``top_share`` counts, at least 1.
    seed
        Seed of the draws and of the groups.

    Returns
    -------
    DataFrame
        A row an organisation, in table order, with

        - ``org_id``; ``value``, on the whole network, and ``rank``, 1 for the largest value; as large, the same rank;
        - ``low``, ``high``, ``rank_low``, ``rank_high``: 2.5 and 97.5 % quantiles over the draws in which the measure
          is defined; ``rank_low`` is the better one;
        - ``top_share``: share of these draws in which its rank is at most ``top``;
        - ``se``: jackknife standard error. Missing where it is not defined in all parts.

    Raises
    ------
    PolegraphError
        If there is no such measure, a number is out of range, or more values than memory should hold are asked for.

    Notes
    -----
    The intervals say what might have been seen had a share of the projects not been recorded; counts are lower there
    than in the whole, so ``value`` may lie above ``high``. Ranks are less touched.

    The standard error is that of the projects as a sample of more,

    .. math:: se^2 = \frac{g - 1}{g} \sum_{j=1}^{g} (\hat\theta_{(j)} - \bar\theta)^2, \quad
              \bar\theta = \frac1g \sum_j \hat\theta_{(j)}

    with :math:`\hat\theta_{(j)}` the measure without part *j* of the projects. For ``projects`` and ``strength``, sums
    over *n* projects of which *k* count, each project is a part: :math:`se^2 = \frac{n - 1}{n} (k - k^2 / n)`. For
    others the parts are 20 groups of projects, as large as possible alike, drawn at random (the grouped jackknife).

    References
    ----------
    E. Costenbader, T. W. Valente, "The stability of centrality measures when networks are sampled", Social Networks 25
    (2003). B. Efron, C. Stein, "The jackknife estimate of variance", Annals of Statistics 9 (1981). T. A. B. Snijders,
    S. P. Borgatti, "Non-parametric standard errors and tests for network statistics", Connections 22 (1999).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> resampled(tiny(), "partners", draws=50, missing=0.3, top=1)[["org_id", "value", "low", "high", "rank_high"]]
      org_id  value  low  high  rank_high
    0   SME1    2.0  1.0   2.0        2.0
    1    LAB    3.0  2.0   3.0        1.0
    2   SME2    2.0  0.0   2.0        4.0
    3    BIG    1.0  0.0   1.0        4.0
    4  ALONE    0.0  0.0   0.0        5.0
    """
    draws, top, seed = whole_number(draws, "draws", 1), whole_number(top, "top", 1), whole_number(seed, "seed", 0)
    declared = _declared(measure)
    if not (isinstance(missing, Real) and 0 < missing < 1):
        raise PolegraphError(
            _("{what} cannot be this").format(what="missing"),
            value=missing,
            remedy=_("give a share above 0 and below 1"),
        )
    number, projects = len(net.org_index), len(net.project_index)
    if draws * number > _MOST:
        raise PolegraphError(
            _("so many draws of so many organisations do not fit into memory"),
            value=draws,
            remedy=_("give at most {number} draws").format(number=_MOST // number),
        )
    value = _values(net, declared)
    # Leave projects out, in an order that does not depend on that of the rows.
    by_name = np.argsort(net.project_index.to_numpy(dtype=object), kind="stable")
    dice = np.random.default_rng(seed)
    out = min(projects, max(1, round(missing * projects)))
    sample = np.empty((draws, number))
    for draw in range(draws):
        sample[draw] = _values(_without(net, by_name[dice.permutation(projects)[:out]]), declared)
    table = pd.DataFrame({"org_id": net.org_index, "value": value, "rank": _ranks(value)})
    table["low"], table["high"] = _quantiles(sample)
    for row in sample:  # the values are not needed any more
        row[:] = _ranks(row)
    table["rank_low"], table["rank_high"] = _quantiles(sample)
    table["top_share"] = divide((sample <= top).sum(axis=0), (~np.isnan(sample)).sum(axis=0))
    table["se"] = _jackknife(net, declared, value, by_name, seed)
    columns = ["org_id", "value", "low", "high", "rank", "rank_low", "rank_high", "top_share", "se"]
    return table[columns]


def _declared(name: str) -> registry.Measure:
    known = {measure.name: measure for measure in registry.ORGANISATION_MEASURES if measure.name not in _WITHOUT}
    if name not in known:
        raise not_one_of(_("there is no such measure"), name, sorted(known))
    return known[name]


def _values(net: Network, declared: registry.Measure) -> Floats:
    """Return the measure of each organisation; NaN where it is not defined."""
    found = pd.Series(registry.compute([declared], net)[declared.name])
    floats = found.astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
    return np.asarray(floats, dtype=np.float64)


def _without(net: Network, projects: Whole) -> Network:
    """Return the network in which some projects have no organisation."""
    kept = np.ones(len(net.project_index), dtype=bool)
    kept[projects] = False
    cells = net.incidence.tocoo()
    some = kept[cells.row]
    row, column = cells.row[some].astype(np.int64), cells.col[some].astype(np.int64)
    return net.with_incidence(linalg.incidence(row, column, cells.shape))


def _ranks(values: Floats) -> Floats:
    """Return the ranks, 1 for the largest; values that differ by rounding alone have the same."""
    ranks: Floats = stats.rankdata(-np.round(values, 12), method="min", nan_policy="omit")
    return ranks


def _quantiles(sample: Floats) -> tuple[Floats, Floats]:
    """Return the ends of the middle 95 % of each column; NaN where nothing is defined."""
    found = pd.DataFrame(sample).quantile([0.025, 0.975]).to_numpy()
    return found[0].astype(np.float64), found[1].astype(np.float64)


def _jackknife(net: Network, declared: registry.Measure, value: Floats, by_name: Whole, seed: int) -> Floats:
    """Return the jackknife standard error of each organisation."""
    number = len(by_name)
    if number < 2:  # noqa: PLR2004  # nothing would be left
        return np.full(len(value), np.nan)
    if declared.name in _ADDED:
        exact: Floats = np.sqrt((number - 1) / number * np.maximum(value - value**2 / number, 0))
        return exact
    groups = min(_GROUPS, number)
    shuffled = by_name[np.random.default_rng([seed, 1]).permutation(number)]
    mean, squares = np.zeros(len(value)), np.zeros(len(value))
    for part in range(groups):  # Welford: sums of squares would lose the last digits
        away = _values(_without(net, shuffled[part::groups]), declared) - mean
        mean += away / (part + 1)
        squares += away**2 * part / (part + 1)
    error: Floats = np.sqrt((groups - 1) / groups * squares)
    return error
