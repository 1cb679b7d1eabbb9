"""Significance beside draws of a null model: mean, standard deviation, z, p-values (counted or fitted) and q-values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from scipy import special, stats

from polegraph.linalg.sparse import divide

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

Side = Literal["fewer", "more"]

BESIDE: Final = ("observed", "expected", "sd", "z", "low", "high", "p_value")
"""The columns that stand beside a measure."""
_SAME: Final = 1e-9  # sums of floats in another order differ less than this, relative to their size
_NEAR_POISSON: Final = 1e-6  # of the mean; nearer to it the parameters of the other two run away
_LEAST: Final = 1e-300  # the smallest p-value that is distinguished from zero


class Draws:
    """Observed values beside draws of a null model, which are taken one by one so that none has to be kept.

    Parameters
    ----------
    observed : array of float
        The observed values, of any shape; NaN where undefined.

    Examples
    --------
    >>> draws = Draws(np.array([2.0]))
    >>> for one in (1, 2, 6):
    ...     draws.add(np.array([one]))
    >>> draws.mean, draws.variance, draws.fewer
    (array([3.]), array([7.]), array([0.75]))
    """

    def __init__(self, observed: ArrayLike) -> None:
        self.observed: Floats = np.asarray(observed, dtype=np.float64)
        self.number = 0
        self._defined, self._mean, self._squares, self._below, self._above = np.zeros((5, *self.observed.shape))

    def add(self, drawn: ArrayLike) -> None:
        """Add one draw.

        Parameters
        ----------
        drawn : array, of the shape of what is observed
            Its values. Where one is NaN, it is left out, of the number of draws as well.
        """
        values = np.asarray(drawn, dtype=np.float64)
        defined = ~np.isnan(values)
        self.number += 1
        self._defined += defined
        away = np.where(defined, values - self._mean, 0.0)  # Welford: sums of squares would lose the last digits
        self._mean += away / np.maximum(self._defined, 1)
        self._squares += away * np.where(defined, values - self._mean, 0.0)
        self._below += values <= self.observed
        self._above += values >= self.observed

    @property
    def mean(self) -> Floats:
        """Mean of the draws; NaN without one."""
        return np.where(self._defined > 0, self._mean, np.nan)

    @property
    def variance(self) -> Floats:
        """Variance of the draws; NaN with fewer than two."""
        return divide(self._squares, self._defined - 1)

    @property
    def sd(self) -> Floats:
        """Standard deviation of the draws; NaN with fewer than two."""
        spread: Floats = np.sqrt(self.variance)
        return spread

    @property
    def z(self) -> Floats:
        """Standard score of the observed value; NaN where the draws are all the same."""
        return divide(self.observed - self.mean, self.sd)

    @property
    def fewer(self) -> Floats:
        """Share of the draws with so few or fewer, the network itself counted with them."""
        return self._share(self._below)

    @property
    def more(self) -> Floats:
        """Share of the draws with so many or more, the network itself counted with them."""
        return self._share(self._above)

    @property
    def two_sided(self) -> Floats:
        """Two-sided p-value: twice the smaller of the two shares."""
        smaller: Floats = np.minimum(self.fewer, self.more)
        return np.minimum(1.0, 2 * smaller)

    def _share(self, counted: Floats) -> Floats:
        there = (self._defined > 0) & ~np.isnan(self.observed)
        return np.where(there, (1 + counted) / (1 + self._defined), np.nan)


def beside(observed: Floats, sample: Floats) -> dict[str, Floats]:
    """Describe the distribution of draws beside the observed value; see `polegraph.metrics.expected`.

    For quantiles all draws are kept; so their mean is that of a sum, with last digits that differ from those of
    `Draws`.

    Parameters
    ----------
    observed : array, one entry a measure
        What the network has.
    sample : array, draws × measures
        What the draws have; NaN where it is not defined.

    Returns
    -------
    dict of arrays
        By the names of `BESIDE`.

    Examples
    --------
    >>> found = beside(np.array([3.0]), np.array([[1.0], [2.0], [2.0], [3.0]]))
    >>> {name: float(values[0].round(3)) for name, values in found.items()}
    {'observed': 3.0, 'expected': 2.0, 'sd': 0.816, 'z': 1.225, 'low': 1.075, 'high': 2.925, 'p_value': 0.8}
    """
    # Take mean and standard deviation of what is defined.
    there = np.isfinite(sample)
    count = there.sum(axis=0)
    mean = divide(np.where(there, sample, 0).sum(axis=0), count)
    spread = np.where(there, sample - mean, 0)
    sd = np.sqrt(divide((spread**2).sum(axis=0), count - 1))
    sd[sd <= _SAME * np.abs(mean)] = 0  # noise of sums, where the measure cannot vary
    # Find where the observed value lies among the draws.
    low, high = _quantiles(sample, there, count)
    p_value = np.minimum(1, 2 * np.minimum(*tails(observed, sample)))
    z = divide(observed - mean, sd)
    return dict(zip(BESIDE, (observed, mean, sd, z, low, high, p_value), strict=True))


def tails(observed: Floats, sample: Floats) -> tuple[Floats, Floats]:
    """Return the shares of draws with as little or less, and with as much or more; the observed value is counted too.

    Parameters
    ----------
    observed : array, one entry a measure
        What is observed.
    sample : array, draws × measures
        What the draws have; NaN where it is not defined.

    Returns
    -------
    fewer, more : arrays of float
        One-sided p-values; NaN where nothing is observed or drawn.

    Examples
    --------
    >>> [float(share[0]) for share in tails(np.array([3.0]), np.array([[1.0], [2.0], [2.0], [3.0]]))]
    [1.0, 0.4]
    """
    count = np.isfinite(sample).sum(axis=0)
    near = _SAME * np.abs(observed)
    known = np.isfinite(observed) & (count > 0)
    fewer, more = (
        np.where(known, (1 + beyond.sum(axis=0)) / (1 + count), np.nan)
        for beyond in (sample <= observed + near, sample >= observed - near)
    )
    return fewer, more


def _quantiles(sample: Floats, there: NDArray[np.bool_], count: NDArray[np.int64]) -> Floats:
    """Return the 2.5 and 97.5 % quantiles of the defined values, column by column."""
    result = np.full((2, sample.shape[1]), np.nan)
    if len(sample):
        full, part = count == len(sample), np.flatnonzero((count > 0) & (count < len(sample)))
        result[:, full] = np.quantile(sample[:, full], [0.025, 0.975], axis=0)
        for column in part.tolist():
            result[:, column] = np.quantile(sample[there[:, column], column], [0.025, 0.975])
    return result


def tail(observed: ArrayLike, mean: ArrayLike, variance: ArrayLike, draws: int, side: Side = "fewer") -> Floats:
    r"""Return the p-value of a count, by a distribution fitted to the mean and the variance of the draws.

    With variance :math:`v` and mean :math:`m`, the count is taken to be binomial (:math:`v < m`), Poisson or negative
    binomial (:math:`v > m`): the three in which a count of events is spread less than, as, or more than by independent
    rare events. So a p-value may be smaller than 1 / draws. That mean and variance come from *n* draws is allowed for:
    the normal score *z* of the probability is read as Student's :math:`t_{n-1} = z / \sqrt{1 + 1/n}`, which is
    exact for normal counts.

    Parameters
    ----------
    observed, mean, variance : arrays
        What the network has, and what the draws have.
    draws
        Their number.
    side
        ``fewer``: :math:`P(N \le observed)`; ``more``: :math:`P(N \ge observed)`.

    Returns
    -------
    array of float
        NaN with fewer than two draws; 1 or 0 beside chance that leaves no choice (see `Draws` for that case).

    References
    ----------
    N. L. Johnson, A. W. Kemp, S. Kotz, "Univariate discrete distributions", 3rd ed. (2005), on fitting by moments, and
    on the tails as incomplete beta and gamma functions.

    Examples
    --------
    Of 20 expected there are 4; a Poisson count has so few once in a hundred thousand times:

    >>> float(tail(4, 20, 20, draws=10**9).round(7))
    1.69e-05
    >>> float(tail(4, 20, 20, draws=200).round(6))
    2.6e-05
    """
    observed, mean, variance = (np.asarray(one, dtype=np.float64) for one in (observed, mean, variance))
    if draws < 2:  # noqa: PLR2004  # there is no variance
        return np.full(observed.shape, np.nan)
    count = observed if side == "fewer" else observed - 1  # P(N ≥ k) = 1 − P(N ≤ k − 1)
    below = _cumulative(count, mean, variance, upper=side == "more")
    score = special.ndtri(np.clip(below, _LEAST, 1))
    result: Floats = np.where(below >= 1, 1.0, stats.t.cdf(score / np.sqrt(1 + 1 / draws), draws - 1))
    return result


def _cumulative(count: Floats, mean: Floats, variance: Floats, *, upper: bool) -> Floats:
    r"""Return :math:`P(N \le count)`, or with *upper* :math:`P(N > count)`; the three are one family of functions."""
    count, mean, variance = np.broadcast_arrays(count, mean, variance)
    result = np.ones(count.shape) if upper else np.zeros(count.shape)  # of counts below 0
    there = count >= 0
    fixed = there & (variance <= 0)
    result[fixed] = (count < mean)[fixed] if upper else (count >= mean)[fixed]
    near = _NEAR_POISSON * mean
    poisson = there & ~fixed & (np.abs(variance - mean) <= near)
    spread = there & ~fixed & ~poisson & (variance > mean)
    narrow = there & ~fixed & ~poisson & (variance < mean)
    gamma = special.gammainc if upper else special.gammaincc
    beta = special.betaincc if upper else special.betainc
    result[poisson] = gamma(count[poisson] + 1, mean[poisson])
    k, m, v = count[spread], mean[spread], variance[spread]
    result[spread] = beta(m**2 / (v - m), k + 1, m / v)
    k, m, v = count[narrow], mean[narrow], variance[narrow]
    size = m**2 / (m - v)  # trials; need not be whole
    inside = k < size
    values = np.full(len(k), 0.0 if upper else 1.0)
    values[inside] = beta(size[inside] - k[inside], k[inside] + 1, (v / m)[inside])
    result[narrow] = values
    return result


def bounds(mean: ArrayLike, variance: ArrayLike) -> tuple[Floats, Floats]:
    """Return the 95 % interval of counts by chance, by the same fitted distribution.

    Parameters
    ----------
    mean, variance : arrays
        Of the draws.

    Returns
    -------
    low, high : arrays of float
        The smallest counts that are reached with a probability of 2.5 and 97.5 %; NaN where the mean is.

    Examples
    --------
    >>> [float(bound) for bound in bounds(20, 20)]
    [12.0, 29.0]
    """
    mean, variance = np.broadcast_arrays(np.asarray(mean, dtype=np.float64), np.asarray(variance, dtype=np.float64))
    low, high = (_quantile(share, mean, variance) for share in (0.025, 0.975))
    return low, high


def _quantile(share: float, mean: Floats, variance: Floats) -> Floats:
    """Find by halving the smallest count that is not exceeded with this probability."""
    known = np.isfinite(mean) & np.isfinite(variance)
    m, v = np.where(known, mean, 0.0), np.where(known, variance, 0.0)
    low, high = np.full(m.shape, -1.0), np.ceil(m + 20 * np.sqrt(v) + 20)
    while (high - low > 1).any():
        middle = np.floor((low + high) / 2)
        reached = _cumulative(middle, m, v, upper=False) >= share
        low, high = np.where(reached, low, middle), np.where(reached, middle, high)
    result: Floats = np.where(known, high, np.nan)
    return result


def false_discovery_rates(p_values: Floats, tests: int) -> Floats:
    r"""Return q-values of the smallest p-values: the false discovery rates at which each test would be kept.

    .. math:: q_{(i)} = \min_{j \ge i} \min\left(1, \frac{m}{j} p_{(j)}\right)

    Parameters
    ----------
    p_values : array of float
        The smallest ones.
    tests
        Number of all tests *m*; those that are not in ``p_values`` have larger ones.

    Returns
    -------
    array of float

    References
    ----------
    Y. Benjamini, Y. Hochberg, "Controlling the false discovery rate", Journal of the Royal Statistical Society B 57
    (1995).

    Examples
    --------
    >>> false_discovery_rates(np.array([0.04, 0.01]), 4).tolist()
    [0.08, 0.04]
    """
    order = np.argsort(p_values, kind="stable")
    rates = p_values[order] * tests / np.arange(1, len(order) + 1)
    result = np.empty(len(order))
    result[order] = np.minimum(np.minimum.accumulate(rates[::-1])[::-1], 1)
    return result


def q_values(p_values: ArrayLike) -> Floats:
    r"""Return q-values of many tests: the false discovery rate at which each would be kept (Benjamini and Hochberg).

    .. math:: q_{(i)} = \min_{j \ge i} \frac{n \, p_{(j)}}{j}

    Parameters
    ----------
    p_values : array of float
        NaN for what is not tested.

    Returns
    -------
    array of float
        NaN where the p-value is.

    References
    ----------
    Y. Benjamini, Y. Hochberg, "Controlling the false discovery rate", Journal of the Royal Statistical Society B 57
    (1995), 289-300.

    Examples
    --------
    >>> q_values([0.01, 0.5, np.nan, 0.02]).round(3).tolist()
    [0.03, 0.5, nan, 0.03]
    """
    given = np.asarray(p_values, dtype=np.float64)
    result = np.full(given.shape, np.nan)
    tested = ~np.isnan(given)
    if tested.any():
        # The same as `false_discovery_rates` but for the last digit, since it multiplies in another order.
        result[tested] = stats.false_discovery_control(given[tested])
    return result
