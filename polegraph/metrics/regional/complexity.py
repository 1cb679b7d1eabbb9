"""Economic complexity of regions and themes: the eigenvector of Hidalgo and Hausmann, and fitness."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph.errors import whole_number
from polegraph.linalg.sparse import divide
from polegraph.metrics.inference.significance import beside
from polegraph.metrics.regional import portfolios

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.metrics.attributes import By
    from polegraph.metrics.regional.portfolios import Across
    from polegraph.network import Network

    Real = NDArray[np.float64]
    Truths = NDArray[np.bool_]

_SAME: Final = 1e-9  # nearer than this, two eigenvalues, or a correlation and 0, are not told apart
_ROUNDS: Final = 200
_LEAST: Final = 1e-300  # fitness may tend to 0, and is divided by
_BESIDE: Final = ("expected", "sd", "z", "low", "high", "p_value")


def economic_complexity(
    net: Network, by: By = "region", across: Across = "theme", *, draws: int = 0, seed: int = 0
) -> pd.DataFrame:
    r"""Compute the economic complexity of regions: whether they do what few do, and those only who do much.

    With :math:`M_{rt} = 1` where region *r* is specialised in theme *t* (`specialisation`), the diversity
    :math:`k_r = \sum_t M_{rt}` and the ubiquity :math:`k_t = \sum_r M_{rt}`, the economic complexity index (ECI) is the
    eigenvector of

    .. math:: \tilde M_{rs} = \sum_t \frac{M_{rt} M_{st}}{k_r k_t}

    for the second largest eigenvalue, with mean 0 and standard deviation 1 over the regions, and the sign that makes
    it correlate with diversity. The fitness (Tacchella) is the fixed point of

    .. math:: F_r \propto \sum_t M_{rt} Q_t, \qquad Q_t \propto \frac{1}{\sum_r M_{rt} / F_r}

    both with mean 1, after 200 rounds from 1.

    Parameters
    ----------
    net
        The network.
    by, across
        What regions and themes are made from; see `specialisation`.
    draws, seed
        Random networks, as in `specialisation`; with 0 what they give is missing.

    Returns
    -------
    DataFrame
        A row a region, sorted, with ``region``; ``diversity``; ``average_ubiquity``, of the themes that it is
        specialised in; ``complexity``; ``fitness``; and of the complexity over the draws ``expected, sd, z, low, high,
        p_value``, as in `expected`. The complexity is missing for regions that are specialised in nothing, and for all
        where it is not defined: with fewer than two regions, several eigenvectors for the same eigenvalue, or no
        correlation with diversity.

    Raises
    ------
    PolegraphError
        If there is no such attribute, or there are more than 1000 themes.

    References
    ----------
    C. A. Hidalgo, R. Hausmann, "The building blocks of economic complexity", Proceedings of the National Academy of
    Sciences 106 (2009). A. Tacchella, M. Cristelli, G. Caldarelli, A. Gabrielli, L. Pietronero, "A new metrics for
    countries' fitness and products' complexity", Scientific Reports 2, 723 (2012).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> found = economic_complexity(tiny(), by={"SME1": "A", "LAB": "B", "SME2": "A", "BIG": "C"}, across="year")
    >>> found[["region", "diversity", "average_ubiquity", "complexity"]].round(3)
      region  diversity  average_ubiquity  complexity
    0      A          2               1.5       1.309
    1      B          2               2.0      -0.191
    2      C          1               2.0      -1.118
    """
    draws, seed = whole_number(draws, "draws", 0), whole_number(seed, "seed", 0)
    given = portfolios.frame(net, by, across)
    matrix = portfolios.specialised(given.counts(net.incidence))
    observed = complexities(matrix)[0]
    sample = [
        complexities(portfolios.specialised(drawn))[0] for drawn in portfolios.drawn_counts(net, given, draws, seed)
    ]
    chance = beside(observed, np.array(sample).reshape(draws, len(observed)))
    diversity = matrix.sum(axis=1)
    return pd.DataFrame(
        {
            "region": pd.array(given.regions, dtype="str"),
            "diversity": diversity,
            "average_ubiquity": divide(matrix @ matrix.sum(axis=0), diversity),
            "complexity": observed,
            "fitness": fitness(matrix)[0],
            **{name: chance[name] for name in _BESIDE},
        }
    )


def theme_complexity(
    net: Network, by: By = "region", across: Across = "theme", *, draws: int = 0, seed: int = 0
) -> pd.DataFrame:
    r"""Compute the complexity of themes: whether the regions that do them are complex.

    The product complexity index (PCI): the mean `economic_complexity` of the regions that are specialised in the theme,
    with mean 0 and standard deviation 1 over the themes. This is the same as the second eigenvector of
    :math:`\sum_r M_{rt} M_{ru} / (k_t k_r)`.

    Parameters
    ----------
    net
        The network.
    by, across
        What regions and themes are made from; see `specialisation`.
    draws, seed
        Random networks, as in `specialisation`; with 0 what they give is missing.

    Returns
    -------
    DataFrame
        A row a theme, sorted, with ``theme``; ``ubiquity``, the number of regions specialised in it;
        ``average_diversity`` of these; ``complexity``; ``quality``, the :math:`Q_t` of the fitness; and of the
        complexity over the draws ``expected, sd, z, low, high, p_value``, as in `expected`.

    Raises
    ------
    PolegraphError
        If there is no such attribute, or there are more than 1000 themes.

    References
    ----------
    C. A. Hidalgo, R. Hausmann, "The building blocks of economic complexity", Proceedings of the National Academy of
    Sciences 106 (2009). A. Tacchella, M. Cristelli, G. Caldarelli, A. Gabrielli, L. Pietronero, "A new metrics for
    countries' fitness and products' complexity", Scientific Reports 2, 723 (2012).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> found = theme_complexity(tiny(), by={"SME1": "A", "LAB": "B", "SME2": "A", "BIG": "C"}, across="year")
    >>> found[["theme", "ubiquity", "average_diversity", "complexity"]].round(3)
      theme  ubiquity  average_diversity  complexity
    0  2014         1                2.0       1.118
    1  2016         2                2.0       0.191
    2  2020         2                1.5      -1.309
    """
    draws, seed = whole_number(draws, "draws", 0), whole_number(seed, "seed", 0)
    given = portfolios.frame(net, by, across)
    matrix = portfolios.specialised(given.counts(net.incidence))
    observed = complexities(matrix)[1]
    sample = [
        complexities(portfolios.specialised(drawn))[1] for drawn in portfolios.drawn_counts(net, given, draws, seed)
    ]
    chance = beside(observed, np.array(sample).reshape(draws, len(observed)))
    ubiquity = matrix.sum(axis=0)
    return pd.DataFrame(
        {
            "theme": pd.array(given.themes, dtype="str"),
            "ubiquity": ubiquity,
            "average_diversity": divide(matrix.sum(axis=1) @ matrix, ubiquity),
            "complexity": observed,
            "quality": fitness(matrix)[1],
            **{name: chance[name] for name in _BESIDE},
        }
    )


def complexities(matrix: Truths) -> tuple[Real, Real]:
    r"""Return the economic complexity of regions and that of themes.

    Parameters
    ----------
    matrix : array of bool, regions × themes
        Where regions are specialised.

    Notes
    -----
    :math:`\tilde M` is similar to the symmetric :math:`K^{-1/2} M U^{-1} M^T K^{-1/2}`, whose eigenvector for the
    eigenvalue 1, :math:`\sqrt{k_r}`, is taken out first: what is then largest is second, also where the regions fall
    apart in two parts and 1 is there twice.
    """
    regions, themes = np.full(matrix.shape[0], np.nan), np.full(matrix.shape[1], np.nan)
    rows, columns = np.flatnonzero(matrix.any(axis=1)), np.flatnonzero(matrix.any(axis=0))
    inner = matrix[np.ix_(rows, columns)].astype(np.float64)
    if len(rows) < 2:  # noqa: PLR2004  # one alone is no more complex than another
        return regions, themes
    diversity, ubiquity = inner.sum(axis=1), inner.sum(axis=0)
    scaled = inner / np.sqrt(diversity[:, None] * ubiquity[None, :])
    first = np.sqrt(diversity / diversity.sum())
    values, vectors = np.linalg.eigh(scaled @ scaled.T - np.outer(first, first))
    if values[-1] - values[-2] < _SAME:
        return regions, themes
    found = _standard(vectors[:, -1] / np.sqrt(diversity))
    alike = float(found @ _standard(diversity)) / len(rows)
    if not abs(alike) > _SAME:
        return regions, themes
    regions[rows] = found * np.sign(alike)
    themes[columns] = _standard((regions[rows] @ inner) / ubiquity)
    return regions, themes


def fitness(matrix: Truths) -> tuple[Real, Real]:
    """Return the fitness of regions and the quality of themes; 0 and missing where nothing is specialised.

    Parameters
    ----------
    matrix : array of bool, regions × themes
        Where regions are specialised.
    """
    ones = matrix.astype(np.float64)
    there, about = np.flatnonzero(matrix.any(axis=1)), np.flatnonzero(matrix.any(axis=0))
    inner = ones[np.ix_(there, about)]
    regions, themes = np.zeros(matrix.shape[0]), np.full(matrix.shape[1], np.nan)
    fit, quality = np.ones(inner.shape[0]), np.ones(inner.shape[1])
    for _round in range(_ROUNDS if inner.size else 0):
        new = inner @ quality
        harder = 1 / ((1 / np.maximum(fit, _LEAST)) @ inner)
        fit, quality = new / new.mean(), harder / harder.mean()
    regions[there], themes[about] = fit, quality
    return regions, themes


def _standard(values: Real) -> Real:
    """Return values with mean 0 and standard deviation 1; NaN if they are all the same."""
    away = values - values.mean()
    spread = float(np.sqrt((away**2).mean()))
    return away / spread if spread > _SAME else np.full(len(values), np.nan)
