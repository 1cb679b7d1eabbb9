"""Specialisation of regions in themes: the location quotient, or revealed comparative advantage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from polegraph.errors import whole_number
from polegraph.metrics.inference.significance import Draws
from polegraph.metrics.regional import portfolios

if TYPE_CHECKING:
    from polegraph.metrics.attributes import By
    from polegraph.metrics.regional.portfolios import Across
    from polegraph.network import Network


def specialisation(
    net: Network, by: By = "region", across: Across = "theme", *, draws: int = 0, seed: int = 0
) -> pd.DataFrame:
    r"""Compute the specialisation of regions in themes: the location quotient (revealed comparative advantage).

    With :math:`X_{rt}` participations of organisations of region *r* in projects about theme *t*,

    .. math:: Q_{rt} = \frac{X_{rt} / \sum_t X_{rt}}{\sum_r X_{rt} / \sum_{rt} X_{rt}}

    is 2 if the theme has twice the share in the region that it has everywhere. A region is *specialised* where
    :math:`Q_{rt} \ge 1`.

    Parameters
    ----------
    net
        The network.
    by
        What regions are made from: an attribute of organisations, or a class of your own for each ``org_id``, as in
        `mixing`. Organisations without a known region are left out.
    across
        What themes are made from: ``theme``, the themes of projects; a column of projects (``programme``, ``call``, or
        your own); or the theme of each ``project_id``, as a dict or a series. A project about several themes counts for
        each of them.
    draws, seed
        Random networks in which each organisation keeps its number of projects, each project its size and its themes
        (`polegraph.metrics.inference.null_models.randomised`); with 0 what they give is missing.

    Returns
    -------
    DataFrame
        A row a region and theme, sorted, with ``region, theme``; ``participations``; ``quotient`` (missing for a region
        or theme without a participation); ``specialised``; and for the participations ``expected``, the mean over the
        draws, ``z`` and the two-sided ``p_value``.

    Raises
    ------
    PolegraphError
        If there is no such attribute, or there are more than 1000 themes.

    References
    ----------
    B. Balassa, "Trade liberalisation and 'revealed' comparative advantage", The Manchester School 33 (1965).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> found = specialisation(tiny(), by="kind", across={"P1": "bio", "P2": "bio", "P3": "agro"})
    >>> found.drop(columns=["expected", "z", "p_value"]).round(3)
        region theme  participations  quotient  specialised
    0  company  agro               1     0.875        False
    1  company   bio               3     1.050         True
    2      lab  agro               1     1.167         True
    3      lab   bio               2     0.933        False
    """
    draws, seed = whole_number(draws, "draws", 0), whole_number(seed, "seed", 0)
    given = portfolios.frame(net, by, across)
    counts = given.counts(net.incidence)
    chance = Draws(counts.astype(np.float64))
    for drawn in portfolios.drawn_counts(net, given, draws, seed):
        chance.add(drawn)
    regions, themes = np.indices(counts.shape)
    return pd.DataFrame(
        {
            "region": pd.array(np.array(given.regions, dtype=object)[regions.ravel()], dtype="str"),
            "theme": pd.array(np.array(given.themes, dtype=object)[themes.ravel()], dtype="str"),
            "participations": counts.ravel(),
            "quotient": portfolios.location_quotient(counts).ravel(),
            "specialised": portfolios.specialised(counts).ravel(),
            "expected": chance.mean.ravel(),
            "z": chance.z.ravel(),
            "p_value": chance.two_sided.ravel(),
        }
    )
