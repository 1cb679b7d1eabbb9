"""The shape of the whole: core and periphery, hierarchy and assortativity, and what they mean for a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from scipy import stats

from polegraph import linalg
from polegraph.errors import whole_number
from polegraph.i18n import _
from polegraph.metrics.inference.null_models import randomised

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.network import Network

READINGS: Final = ("flat", "lock_in", "resilient", "undetermined")
"""What `lock_in` may read from a network."""

_ALPHA: Final = 10  # that of Tudisco & Higham; the exponent of the norm is twice as much
_TOLERANCE: Final = 1e-12
_MOST: Final = 100  # rounds; the contraction by 9 / 19 a round needs 40
_DIGITS: Final = 9  # to which two scores are the same
_SAME: Final = 1e-9  # what rounding may make of no difference


def lock_in(net: Network, draws: int = 0, seed: int = 0) -> pd.DataFrame:
    r"""Read lock-in of a cluster from hierarchy and degree assortativity.

    With the partners :math:`k_i` of organisation *i*, its rank :math:`r_i` by them (1 for the most) and the mean number
    of partners of its partners :math:`\bar k_i`, two lines are fitted by least squares:

    .. math:: \log k_i = \log C + a \log r_i, \qquad \bar k_i = D + b k_i

    The steeper the first, the more hierarchical the network: few coordinate many. Where *b* is negative, those with
    many partners work with those that have few, and new knowledge comes in from the margin; where it is positive, they
    keep to each other. Organisations without a partner are left out.

    Parameters
    ----------
    net
        The network; phase by phase, or pôle by pôle, take `Network.select`.
    draws
        Number of random networks with the same project sizes and activities behind the expected values; 0 leaves them
        missing. *They matter*: consortia alone bring about assortativity, since all members of a large one have many
        partners.
    seed
        Seed of the random networks.

    Returns
    -------
    DataFrame
        One row: ``organisations`` with a partner and ``links``; ``hierarchy``, the slope *a*; ``hierarchy_flat``, the
        slope in a network without hierarchy (as many organisations and links, tied at random);
        ``assortativity``, the correlation of the number of partners over links; ``neighbour_slope``, the slope *b*;
        ``hierarchy_expected``, ``assortativity_expected``, ``neighbour_slope_expected``, the means over the draws;
        ``reading`` and ``meaning``, the reading in words. The reading is

        - ``flat``: the slope *a* is no steeper than ``hierarchy_flat``: no core that could coordinate;
        - ``lock_in``: hierarchical and *b* > 0: a core that keeps to itself;
        - ``resilient``: hierarchical and *b* < 0: a core that is tied to the margin;
        - ``undetermined``: a slope is not defined, as where all have as many partners, or *b* is 0, or *b* and the
          assortativity differ in sign (the one gives each organisation the same weight, the other each link).

        Undefined figures are missing.

    Notes
    -----
    The paper reads *a* and *b*. It compares clusters and names no bound from which one is hierarchical. The one here is
    the expectation of the degrees of a random graph, taken at the quantiles :math:`(r - 1/2) / n` of the binomial
    distribution.
    The readings are hypotheses on how a cluster will fare, not measurements of it.

    References
    ----------
    J. Crespo, R. Suire, J. Vicente, "Lock-in or lock-out? How structural properties of knowledge networks affect
    regional resilience", Journal of Economic Geography 14 (2014).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> lock_in(tiny())[["organisations", "links", "assortativity", "neighbour_slope", "reading"]]
       organisations  links  assortativity  neighbour_slope reading
    0              4      4      -0.714286        -0.666667    flat
    """
    draws, seed = whole_number(draws, "draws", 0), whole_number(seed, "seed", 0)
    figures = slopes(net.collaboration_matrix())
    expected = np.full(3, np.nan)
    if draws and net.incidence.nnz:
        once = np.ones(net.incidence.shape[0], dtype=np.int64)
        drawn = (slopes(linalg.project(one, once)) for one in randomised(net.incidence, draws=draws, seed=seed))
        table = np.array([[one["hierarchy"], one["assortativity"], one["neighbour_slope"]] for one in drawn])
        known = ~np.isnan(table).all(axis=0)
        expected[known] = np.nanmean(table[:, known], axis=0)
    reading = _reading(figures)
    row = {
        **figures,
        "hierarchy_expected": expected[0],
        "assortativity_expected": expected[1],
        "neighbour_slope_expected": expected[2],
        "reading": reading,
        "meaning": _meaning(reading),
    }
    return pd.DataFrame([row]).astype({"organisations": "int64", "links": "int64"})


def slopes(matrix: Csr) -> dict[str, float]:
    """Return the figures of `lock_in` for one collaboration matrix.

    Parameters
    ----------
    matrix
        Organisations × organisations, symmetric, zero diagonal; weights do not matter.

    Returns
    -------
    dict
        ``organisations, links, hierarchy, hierarchy_flat, assortativity, neighbour_slope``; NaN where not defined.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> round(slopes(tiny().collaboration_matrix())["neighbour_slope"], 3)
    -0.667
    """
    degree = np.diff(matrix.indptr).astype(np.int64)
    partners = _row_sums(matrix, degree)  # the partners of one's partners, each time they are met
    some = degree > 0
    degree, partners = degree[some], partners[some]
    order = np.lexsort((partners, degree))[::-1]  # sums in this order do not depend on that of rows
    degree, partners = degree[order], partners[order]
    number, ends = len(degree), int(degree.sum())
    rank = np.log(np.arange(1, number + 1))
    return {
        "organisations": number,
        "links": ends // 2,
        "hierarchy": _slope(rank, np.log(degree)),
        "hierarchy_flat": _flat(number, ends),
        "assortativity": _assortativity(degree, partners),
        "neighbour_slope": _slope(degree.astype(np.float64), partners / degree),
    }


def core_periphery(net: Network) -> pd.DataFrame:
    r"""Return which organisations are in the core of the network and which at its periphery.

    The scores :math:`x_i \ge 0` are those that make

    .. math:: \sum_{ij} A_{ij} \left(x_i^\alpha + x_j^\alpha\right)^{1 / \alpha}, \quad \alpha = 10

    largest among all with :math:`\sum_i x_i^{2 \alpha} = 1`: nearly the sum, over links, of the larger score of both
    ends. It is large if every link has one end in the core. The power method finds the only maximum.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    DataFrame
        A row an organisation, in table order, with

        - ``org_id``;
        - ``coreness``: the score, scaled so that the largest is 1; 0 for organisations without a partner. Its
          ranking carries more meaning than the distances between its values;
        - ``core``: whether it belongs to the core: those of highest score, as many as make the network most like one
          in which all links that have an end in the core are there and no others (the correlation with that pattern,
          Borgatti & Everett 2000). Missing if there is no link, or a link between any two.

    References
    ----------
    F. Tudisco, D. J. Higham, "A nonlinear spectral method for core–periphery detection in networks", SIAM Journal on
    Mathematics of Data Science 1 (2019). S. P. Borgatti, M. G. Everett, "Models of core/periphery structures", Social
    Networks 21 (2000).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> core_periphery(tiny()).round(3)
      org_id  coreness   core
    0   SME1     0.963  False
    1    LAB     1.000   True
    2   SME2     0.963  False
    3    BIG     0.907  False
    4  ALONE     0.000  False
    """
    order = net.by_id  # sums do not depend on that of rows
    matrix = net.collaboration_matrix()[order][:, order]
    score = np.empty(len(order))
    score[order] = _coreness(matrix)
    core = pd.array([pd.NA] * len(order), dtype="boolean")
    bound = _bound(net.collaboration_matrix(), score)
    if bound is not None:
        core[:] = score >= bound
    return pd.DataFrame({"org_id": net.org_index, "coreness": score, "core": core})


def _row_sums(matrix: Csr, values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sum a value over the partners of each organisation."""
    total = np.concatenate([[0], np.cumsum(values[matrix.indices])])
    sums: NDArray[np.int64] = total[matrix.indptr[1:]] - total[matrix.indptr[:-1]]
    return sums


def _slope(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """Return the slope of a least-squares line; NaN if there is none."""
    if len(x) == 0 or x.min() == x.max():
        return float("nan")
    x, y = x - x.mean(), y - y.mean()
    return float((x * y).sum() / (x * x).sum())


def _flat(number: int, ends: int) -> float:
    """Return the slope of log degree on log rank in a random graph with as many nodes and links."""
    if number < 3:  # noqa: PLR2004  # a line through two points fits always
        return float("nan")
    share = (np.arange(1, number + 1) - 0.5) / number
    degree = stats.binom.isf(share, number - 1, min(1.0, ends / (number * (number - 1))))
    return _slope(np.log(np.arange(1, number + 1)), np.log(np.maximum(degree, 1)))  # as all here have a partner


def _assortativity(degree: NDArray[np.int64], partners: NDArray[np.int64]) -> float:
    """Compute degree assortativity (Newman 2002), in whole numbers up to the last division."""
    values = [(int(k), int(times)) for k, times in zip(*np.unique(degree, return_counts=True), strict=True)]
    first, second, third = (sum(times * k**power for k, times in values) for power in (1, 2, 3))
    both = int((degree * partners).sum())
    spread = first * third - second**2
    return (first * both - second**2) / spread if spread else float("nan")


def _reading(figures: dict[str, float]) -> str:
    """Read the two slopes."""
    slope, flat, neighbours = figures["hierarchy"], figures["hierarchy_flat"], figures["neighbour_slope"]
    if np.isnan([slope, flat, neighbours]).any():
        return "undetermined"
    if slope > flat - _SAME:
        return "flat"
    if abs(neighbours) < _SAME or neighbours * figures["assortativity"] <= 0:
        return "undetermined"
    return "lock_in" if neighbours > 0 else "resilient"


def _meaning(reading: str) -> str:
    """Describe a reading in words."""
    return {
        "flat": _(
            "No hierarchy beyond a random network's: nobody is placed to coordinate, and knowledge has no core to "
            "build up in"
        ),
        "lock_in": _(
            "A core of organisations with many partners that work with each other: strong at what they do today, but "
            "what is new at the margin hardly reaches them (lock-in)"
        ),
        "resilient": _(
            "A core of organisations with many partners that work with those who have few: able to coordinate, and "
            "open to what is new at the margin (resilient)"
        ),
        "undetermined": _(
            "The figures do not tell: the network is too small or too even, or they contradict each other"
        ),
    }[reading]


def _coreness(matrix: Csr) -> NDArray[np.float64]:
    """Find the scores by the nonlinear power method."""
    degree = np.diff(matrix.indptr)
    some = np.flatnonzero(degree)
    score = np.zeros(len(degree))
    if not len(some):
        return score
    score[some] = 1.0
    starts = matrix.indptr[some]
    own = np.repeat(np.arange(len(degree)), degree)
    for _round in range(_MOST):
        power = score**_ALPHA
        pull = (power[own] + power[matrix.indices]) ** (1 / _ALPHA - 1)
        slope = score[some] ** (_ALPHA - 1) * np.add.reduceat(pull, starts)
        new = slope ** (1 / (2 * _ALPHA - 1))
        new /= new.max()
        change = np.abs(new - score[some]).max()
        score[some] = new
        if change < _TOLERANCE:
            break
    return np.round(score, _DIGITS)


def _bound(matrix: Csr, score: NDArray[np.float64]) -> float | None:
    """Return the lowest score in the core: that with which the network is most like core and periphery."""
    number, ends = len(score), matrix.nnz
    cells = number * (number - 1)
    if not 0 < ends < cells:
        return None
    order = np.argsort(-score, kind="stable")
    place = np.empty(number, dtype=np.int64)
    place[order] = np.arange(number)
    own = np.repeat(place, np.diff(matrix.indptr))
    first = np.bincount(np.minimum(own, place[matrix.indices]), minlength=number)
    met = np.cumsum(first)[:-1].astype(np.float64)  # ends of links that touch the first k
    size = np.arange(1, number)
    pattern = (cells - (number - size) * (number - size - 1)).astype(np.float64)
    last = score[order][:-1] > score[order][1:]  # those with equal scores stay together
    last &= pattern < cells
    if not last.any():
        return None
    share, expected = pattern[last] / cells, ends / cells
    likeness = (met[last] / cells - share * expected) / np.sqrt(share * (1 - share) * expected * (1 - expected))
    return float(score[order][:-1][last][np.argmax(likeness.round(_DIGITS))])
