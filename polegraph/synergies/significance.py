"""How far out a count is: distributions fitted on the mean and the variance of draws, and q-values over many counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from scipy import special, stats

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

Side = Literal["fewer", "more"]
_NEAR_POISSON: Final = 1e-6  # of the mean; nearer to it the parameters of the other two run away
_LEAST: Final = 1e-300  # the smallest p-value that is told apart from zero


class Draws:
    """Mean and variance of what was drawn, and how often it lies on either side of what was observed.

    Parameters
    ----------
    observed : array of float
        What the network has, whatever its shape.

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
        self._mean, self._squares = np.zeros(self.observed.shape), np.zeros(self.observed.shape)
        self._below, self._above = np.zeros(self.observed.shape), np.zeros(self.observed.shape)

    def add(self, one: ArrayLike) -> None:
        """Take one draw.

        Parameters
        ----------
        one : array, of the shape of what is observed
            What it has.
        """
        values = np.asarray(one, dtype=np.float64)
        self.number += 1
        away = values - self._mean  # Welford's way: sums of squares would lose the last digits
        self._mean += away / self.number
        self._squares += away * (values - self._mean)
        self._below += values <= self.observed
        self._above += values >= self.observed

    @property
    def mean(self) -> Floats:
        """Mean of the draws; NaN without one."""
        return self._mean if self.number else np.full(self._mean.shape, np.nan)

    @property
    def variance(self) -> Floats:
        """Variance of the draws; NaN with fewer than two."""
        return self._squares / (self.number - 1) if self.number > 1 else np.full(self._mean.shape, np.nan)

    @property
    def fewer(self) -> Floats:
        """Share of the draws with so few or fewer, the network itself counted with them."""
        return self._share(self._below)

    @property
    def more(self) -> Floats:
        """Share of the draws with so many or more, the network itself counted with them."""
        return self._share(self._above)

    def _share(self, counted: Floats) -> Floats:
        return (1 + counted) / (1 + self.number) if self.number else np.full(counted.shape, np.nan)


def tail(observed: ArrayLike, mean: ArrayLike, variance: ArrayLike, draws: int, side: Side = "fewer") -> Floats:
    r"""Return the probability of a count so far out, by a distribution fitted on the mean and the variance of draws.

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
    """Return the counts between which chance lies in 95 of 100 cases, by the same fitted distribution.

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


def q_values(p_values: ArrayLike) -> Floats:
    r"""Return the false discovery rate at which each of many tests would be counted (Benjamini and Hochberg).

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
        result[tested] = stats.false_discovery_control(given[tested])
    return result
