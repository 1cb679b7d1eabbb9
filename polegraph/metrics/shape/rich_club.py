"""The rich club: whether those with many partners, or many projects, work with each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from polegraph import linalg
from polegraph.errors import whole_number
from polegraph.linalg.sparse import divide
from polegraph.metrics.attributes import in_order, one_of
from polegraph.metrics.inference.null_models import randomised
from polegraph.metrics.inference.significance import beside

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.network import Network

Richness = Literal["partners", "projects"]


def rich_club_coefficient(
    net: Network, richness: Richness = "partners", *, draws: int = 20, seed: int = 0
) -> pd.DataFrame:
    r"""Compute the rich-club coefficient: the density of ties among organisations of more than *k* partners.

    .. math:: \phi(k) = \frac{2 E_{> k}}{N_{> k} (N_{> k} - 1)}

    with :math:`N_{> k}` organisations of more than *k* partners and :math:`E_{> k}` ties among them. Equal to
    `networkx.rich_club_coefficient` with ``normalized=False``. Consortia alone make a rich club, since all members of a
    large one have many partners: it means something beside chance only.

    Parameters
    ----------
    net
        The network.
    richness
        ``partners``, or ``projects``: more than *k* projects. Chance keeps the number of projects, so that the club has
        the same members in every draw; partners are other ones each time.
    draws, seed
        Random networks with the same project sizes and activities
        (`polegraph.metrics.inference.null_models.randomised`); with 0 what they give is missing.

    Returns
    -------
    DataFrame
        A row a *k*, from 0 while two organisations are left: ``k``; ``organisations`` and ``links`` of the club;
        ``observed``, the coefficient, and the other columns of `expected`; ``ratio``, observed over expected: above 1,
        the rich keep to each other more than chance has it.

    Raises
    ------
    PolegraphError
        If there is no such richness.

    References
    ----------
    V. Colizza, A. Flammini, M. A. Serrano, A. Vespignani, "Detecting rich-club ordering in complex networks", Nature
    Physics 2 (2006). T. Opsahl, V. Colizza, P. Panzarasa, J. J. Ramasco, "Prominence and control: the weighted
    rich-club effect", Physical Review Letters 101, 168702 (2008).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> rich_club_coefficient(tiny(), draws=0)[["k", "organisations", "links", "observed"]].round(3)
       k  organisations  links  observed
    0  0              4      4     0.667
    1  1              3      3     1.000
    """
    one_of("richness", richness, ("partners", "projects"))
    draws, seed = whole_number(draws, "draws", 0), whole_number(seed, "seed", 0)
    incidence = in_order(net)[0]
    number, links = club(incidence, richness)
    observed = divide(2 * links, number * (number - 1))
    sample = np.full((draws, len(number)), np.nan)
    for row, drawn in zip(sample, randomised(incidence, draws=draws, seed=seed), strict=True):
        size, ties = club(drawn, richness)
        known = min(len(row), len(size))
        row[:known] = divide(2 * ties, size * (size - 1))[:known]
    found = beside(observed, sample)
    return pd.DataFrame(
        {
            "k": np.arange(len(number)),
            "organisations": number,
            "links": links,
            **found,
            "ratio": divide(observed, found["expected"]),
        }
    )


def club(incidence: Csr, richness: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Count organisations of more than *k* partners, or projects, and the ties among them, for each *k* from 0.

    Parameters
    ----------
    incidence
        Projects × organisations.
    richness
        See `rich_club_coefficient`.

    Returns
    -------
    organisations, links : arrays of int
        As long as there are two organisations.
    """
    matrix = linalg.project(incidence, np.ones(incidence.shape[0], dtype=np.int64))
    partners = np.diff(matrix.indptr).astype(np.int64)
    rich = partners if richness == "partners" else np.bincount(incidence.indices, minlength=len(partners))
    lesser = np.minimum(np.repeat(rich, partners), rich[matrix.indices])
    length = int(rich.max(initial=0)) + 1
    above = [np.bincount(values, minlength=length)[::-1].cumsum()[::-1][1:] for values in (rich, lesser)]
    several = above[0] > 1
    return above[0][several], above[1][several] // 2
