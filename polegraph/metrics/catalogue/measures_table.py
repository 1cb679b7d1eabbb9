"""The measures of every organisation in one table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph.errors import whole_number
from polegraph.metrics import registry
from polegraph.metrics.centrality import pivots_for
from polegraph.metrics.inference import null_models
from polegraph.metrics.kernels import triangles

if TYPE_CHECKING:
    from polegraph.network import Network

COLUMNS: Final = {
    "org_id": "str",
    "name": "str",
    **{measure.name: measure.dtype for measure in registry.ORGANISATION_MEASURES},
}
"""The columns of the table and their dtypes, in order."""


def table(net: Network, draws: int = 20, seed: int = 0, pivots: int | None = None, by: str = "kind") -> pd.DataFrame:
    """Return the measures of every organisation.

    Parameters
    ----------
    net
        The network.
    draws
        Number of random networks behind ``clustering_expected``; with 0 it is missing.
    seed
        Seed of the random networks, of the pivots and of the search for communities.
    pivots
        How many organisations the shortest paths behind ``betweenness`` start from. None: all of them in a network of
        up to 20,000 organisations, 256 drawn at random in a larger one, where betweenness is an estimate.
    by
        The column of organisations that defines the groups between which brokers stand; see `brokerage`.

    Returns
    -------
    DataFrame
        A row an organisation, in table order, with

        - ``org_id, name``; ``projects``, ``partners``, ``strength``, ``coordinated``: see `degree`;
        - ``component``: see `connected_components`; ``core``: see `core_number`;
        - ``clustering``, and ``clustering_expected``, its mean where partners are drawn at random and every project
          keeps its size, every organisation its number of projects; see `expected`;
        - ``constraint, effective_size, efficiency, hierarchy``: see `structural_holes`;
        - ``betweenness, harmonic, pagerank``: see `betweenness_centrality`, `harmonic_centrality` and `pagerank`;
        - ``community``: see `communities` (one quick run; `communities` itself gives the best of many);
        - ``coordinator, gatekeeper, representative, itinerant, liaison``: see `brokerage`.

        What is an estimate is named in ``attrs["estimated"]``, with the number of pivots: ``{"betweenness": 256}``;
        headings for people then say so. Nothing stands there where all is exact.

    Raises
    ------
    PolegraphError
        If a number is none or too small, or there is no such column.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> table(tiny())[["org_id", "partners", "clustering", "clustering_expected", "constraint", "gatekeeper"]].round(3)
      org_id  partners  clustering  clustering_expected  constraint  gatekeeper
    0   SME1         2       1.000                0.700       1.007           0
    1    LAB         3       0.333                0.333       0.611           0
    2   SME2         2       1.000                0.550       1.007           0
    3    BIG         1       0.000                0.750       1.000           0
    4  ALONE         0       0.000                0.000         NaN           0
    """
    draws, seed = whole_number(draws, "draws", 0), whole_number(seed, "seed", 0)
    number = len(net.org_index)
    pivots = (pivots_for(net) or max(number, 1)) if pivots is None else whole_number(pivots, "pivots", 1)
    found = registry.compute(registry.ORGANISATION_MEASURES, net, draws=draws, seed=seed, pivots=pivots, by=by)
    names = {"org_id": net.organisations["org_id"], "name": net.organisations["name"]}
    measured = pd.DataFrame({**names, **found}).astype(COLUMNS)
    if pivots < number:
        measured.attrs["estimated"] = {"betweenness": pivots}
    return measured


def expected_clustering(net: Network, draws: int, seed: int) -> pd.DataFrame:
    """Compute the mean clustering of each organisation over random networks; see `polegraph.metrics.expected`.

    That is what ``expected(net, "clustering")`` gives, in one pass over triangles a network, of which only the sum is
    kept.

    Parameters
    ----------
    net
        The network.
    draws, seed
        See `table`.

    Returns
    -------
    DataFrame
        ``org_id, clustering_expected``, in table order; NaN without draws.
    """
    total = np.zeros(len(net.org_index))
    for drawn in null_models.networks(net, draws=draws, seed=seed) if draws else ():
        total += triangles.clustering(*triangles.partners_and_triangles(drawn.incidence))
    return pd.DataFrame({"org_id": net.org_index, "clustering_expected": total / draws if draws else np.nan})
