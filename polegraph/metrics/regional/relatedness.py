"""Relatedness: which themes go together in the same regions, and how near a theme is to what a region does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pandas as pd

from polegraph.errors import not_one_of, whole_number
from polegraph.i18n import _
from polegraph.linalg.sparse import divide
from polegraph.metrics.inference.significance import Draws
from polegraph.metrics.regional import portfolios

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.metrics.attributes import By
    from polegraph.metrics.regional.portfolios import Across
    from polegraph.network import Network

    Real = NDArray[np.float64]
    Truths = NDArray[np.bool_]

Method = Literal["conditional", "association"]
_METHODS: Final = ("conditional", "association")


def relatedness(
    net: Network,
    by: By = "region",
    across: Across = "theme",
    *,
    method: Method = "conditional",
    draws: int = 0,
    seed: int = 0,
) -> pd.DataFrame:
    r"""Measure the relatedness of themes: how often regions are specialised in both.

    With :math:`M_{rt} = 1` where region *r* is specialised in theme *t* (`specialisation`), and
    :math:`C_{tu} = \sum_r M_{rt} M_{ru}` regions specialised in both, the relatedness is

    - ``conditional``: :math:`C_{tu} / \max(\sum_r M_{rt}, \sum_r M_{ru})`, the smaller of the two conditional
      probabilities to be specialised in the one, given the other; from 0 to 1;
    - ``association``: :math:`S C_{tu} / (S_t S_u)` with :math:`S_t = \sum_{u \ne t} C_{tu}` and
      :math:`S = \sum_t S_t`, the association strength: 1 if the two meet as often as their sums alone would have it.

    Parameters
    ----------
    net
        The network.
    by, across
        What regions and themes are made from; see `specialisation`.
    method
        ``conditional`` or ``association``.
    draws, seed
        Random networks, as in `specialisation`; with 0 what they give is missing.

    Returns
    -------
    DataFrame
        A row a pair of themes, sorted, with ``theme_a, theme_b``; ``regions``, those specialised in both;
        ``relatedness``, missing if no region is specialised in the one or the other; ``expected``, its mean over the
        draws, ``z`` and the two-sided ``p_value``.

    Raises
    ------
    PolegraphError
        If there is no such attribute or method, or there are more than 1000 themes.

    References
    ----------
    C. A. Hidalgo, B. Klinger, A.-L. Barabási, R. Hausmann, "The product space conditions the development of nations",
    Science 317 (2007). N. J. van Eck, L. Waltman, "How to normalize cooccurrence data? An analysis of some well-known
    similarity measures", Journal of the American Society for Information Science and Technology 60 (2009).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> relatedness(tiny(), by="kind", across="year").drop(columns=["expected", "z", "p_value"])
      theme_a theme_b  regions  relatedness
    0    2014    2016        0          0.0
    1    2014    2020        0          0.0
    2    2016    2020        1          1.0
    """
    draws, seed = whole_number(draws, "draws", 0), whole_number(seed, "seed", 0)
    check(method)
    given = portfolios.frame(net, by, across)
    matrix = portfolios.specialised(given.counts(net.incidence))
    one, other = np.triu_indices(len(given.themes), 1)
    observed = related(matrix, method)[one, other]
    chance = Draws(observed)
    for drawn in portfolios.drawn_counts(net, given, draws, seed):
        chance.add(related(portfolios.specialised(drawn), method)[one, other])
    names = np.array(given.themes, dtype=object)
    return pd.DataFrame(
        {
            "theme_a": pd.array(names[one], dtype="str"),
            "theme_b": pd.array(names[other], dtype="str"),
            "regions": _together(matrix)[one, other],
            "relatedness": observed,
            "expected": chance.mean,
            "z": chance.z,
            "p_value": chance.two_sided,
        }
    )


def relatedness_density(
    net: Network,
    by: By = "region",
    across: Across = "theme",
    *,
    method: Method = "conditional",
    draws: int = 0,
    seed: int = 0,
) -> pd.DataFrame:
    r"""Measure the density of a region around a theme: how much of what is related to it the region does already.

    .. math:: \omega_{rt} = \frac{\sum_{u \ne t} M_{ru} \varphi_{tu}}{\sum_{u \ne t} \varphi_{tu}}

    with the relatedness :math:`\varphi` of themes and :math:`M_{ru} = 1` where the region is specialised
    (`relatedness`). From 0, nothing related, to 1, all of it. The theme itself does not count.

    Parameters
    ----------
    net
        The network.
    by, across
        What regions and themes are made from; see `specialisation`.
    method
        That of the relatedness: ``conditional`` or ``association``.
    draws, seed
        Random networks, as in `specialisation`; with 0 what they give is missing.

    Returns
    -------
    DataFrame
        A row a region and theme, sorted, with ``region, theme``; ``specialised``; ``density``, missing where nothing is
        related to the theme; ``expected``, its mean over the draws, ``z`` and the two-sided ``p_value``.

    Raises
    ------
    PolegraphError
        If there is no such attribute or method, or there are more than 1000 themes.

    References
    ----------
    C. A. Hidalgo, B. Klinger, A.-L. Barabási, R. Hausmann, "The product space conditions the development of nations",
    Science 317 (2007). R. Boschma, P.-A. Balland, D. F. Kogler, "Relatedness and technological change in cities",
    Industrial and Corporate Change 24 (2015).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> found = relatedness_density(tiny(), by="kind", across="year")
    >>> found.loc[found["region"] == "lab", ["theme", "specialised", "density"]]
      theme  specialised  density
    3  2014        False      NaN
    4  2016         True      1.0
    5  2020         True      1.0
    """
    draws, seed = whole_number(draws, "draws", 0), whole_number(seed, "seed", 0)
    check(method)
    given = portfolios.frame(net, by, across)
    matrix = portfolios.specialised(given.counts(net.incidence))
    observed = density(matrix, related(matrix, method))
    chance = Draws(observed)
    for drawn in portfolios.drawn_counts(net, given, draws, seed):
        other = portfolios.specialised(drawn)
        chance.add(density(other, related(other, method)))
    regions, themes = (place.ravel() for place in np.indices(matrix.shape))
    return pd.DataFrame(
        {
            "region": pd.array(np.array(given.regions, dtype=object)[regions], dtype="str"),
            "theme": pd.array(np.array(given.themes, dtype=object)[themes], dtype="str"),
            "specialised": matrix.ravel(),
            "density": observed.ravel(),
            "expected": chance.mean.ravel(),
            "z": chance.z.ravel(),
            "p_value": chance.two_sided.ravel(),
        }
    )


def related(matrix: Truths, method: str) -> Real:
    """Return the relatedness of themes; NaN on the diagonal and for themes that no region is specialised in.

    Parameters
    ----------
    matrix : array of bool, regions × themes
        Where regions are specialised.
    method
        See `relatedness`.

    Examples
    --------
    >>> related(np.array([[True, True], [True, False]]), "conditional").tolist()
    [[nan, 0.5], [0.5, nan]]
    """
    together = _together(matrix)
    if method == "conditional":
        ubiquity = matrix.sum(axis=0)
        found = divide(together, np.maximum(ubiquity[:, None], ubiquity[None, :]))
        found[ubiquity == 0] = np.nan
        found[:, ubiquity == 0] = np.nan
    else:
        np.fill_diagonal(together, 0)
        sums = together.sum(axis=0)
        found = divide(together * sums.sum(), sums[:, None] * sums[None, :])
    np.fill_diagonal(found, np.nan)
    return found


def density(matrix: Truths, relatedness: Real) -> Real:
    """Return the density of each region around each theme.

    Parameters
    ----------
    matrix : array of bool, regions × themes
        Where regions are specialised.
    relatedness : array, themes × themes
        As `related` returns it.

    Examples
    --------
    >>> given = np.array([[True, True, False], [True, False, True]])
    >>> density(given, related(given, "conditional")).tolist()
    [[0.5, 1.0, 1.0], [0.5, 1.0, 1.0]]
    """
    near = np.nan_to_num(relatedness)
    return divide(matrix.astype(np.float64) @ near, near.sum(axis=0)[None, :])


def _together(matrix: Truths) -> NDArray[np.int64]:
    ones = matrix.astype(np.int64)
    return ones.T @ ones


def check(method: str) -> None:
    """Refuse a method that there is not.

    Parameters
    ----------
    method
        See `relatedness`.

    Raises
    ------
    PolegraphError
        If it is none of those that there are.
    """
    if method not in _METHODS:
        raise not_one_of(_("there is no such relatedness"), method, _METHODS)
