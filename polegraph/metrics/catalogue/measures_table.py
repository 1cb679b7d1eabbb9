"""The measures of every organisation in one table."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph.errors import whole_number
from polegraph.metrics.brokerage_roles import brokerage
from polegraph.metrics.centrality import betweenness_centrality, degree, harmonic_centrality, pagerank
from polegraph.metrics.cohesion import connected_components, core_number, structural_holes
from polegraph.metrics.community.detection import communities
from polegraph.metrics.inference import null_models
from polegraph.metrics.kernels import triangles

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from polegraph.network import Network

COLUMNS: Final = {
    "org_id": "str",
    "name": "str",
    "projects": "Int64",
    "partners": "Int64",
    "strength": "float64",
    "coordinated": "Int64",
    "component": "Int64",
    "core": "Int64",
    "clustering": "float64",
    "clustering_expected": "float64",
    "constraint": "float64",
    "effective_size": "float64",
    "efficiency": "float64",
    "hierarchy": "float64",
    "betweenness": "float64",
    "harmonic": "float64",
    "pagerank": "float64",
    "community": "Int64",
    "coordinator": "Int64",
    "gatekeeper": "Int64",
    "representative": "Int64",
    "itinerant": "Int64",
    "liaison": "Int64",
}
"""The columns of the table and their dtypes, in order."""

EXACT: Final = 10_000
PIVOTS: Final = 256


def pivots_for(net: Network) -> int | None:
    """Return the number of pivots behind betweenness where none is asked for; None if it is exact.

    Parameters
    ----------
    net
        The network.
    """
    return None if len(net.org_index) <= EXACT else PIVOTS


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
        up to 10,000 organisations, 256 drawn at random in a larger one, where betweenness is an estimate.
    by
        The column of organisations whose groups brokers stand between; see `brokerage`.

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
        - ``community``: see `communities` (one run: `communities` itself tells how certain it is);
        - ``coordinator, gatekeeper, representative, itinerant, liaison``: see `brokerage`.

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
    pivots = pivots_for(net) if pivots is None else whole_number(pivots, "pivots", 1)
    parts = [
        degree(net),
        connected_components(net),
        core_number(net),
        structural_holes(net),
        betweenness_centrality(net, k=pivots, seed=seed),
        harmonic_centrality(net),
        pagerank(net),
        communities(net, seed=seed, runs=0),
        brokerage(net, by=by),
    ]
    found = {name: part[name].to_numpy() for part in parts for name in part.columns}
    found["name"] = net.organisations["name"].to_numpy()
    found["clustering_expected"] = _expected_clustering(net, draws, seed)
    return pd.DataFrame({name: found[name] for name in COLUMNS}).astype(COLUMNS)


def _expected_clustering(net: Network, draws: int, seed: int) -> NDArray[np.float64]:
    """Return the mean clustering over random networks; one pass over triangles each, and only the sum is kept."""
    if not draws:
        return np.full(len(net.org_index), np.nan)
    total = np.zeros(len(net.org_index))
    for drawn in null_models.networks(net, draws=draws, seed=seed):
        total += triangles.clustering(*triangles.partners_and_triangles(drawn.incidence))
    return total / draws


def _column(measure: Callable[[Network], pd.DataFrame], name: str, net: Network) -> NDArray[np.float64]:
    return np.asarray(measure(net)[name].astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan))


def _betweenness(net: Network) -> pd.DataFrame:
    return betweenness_centrality(net, k=pivots_for(net))


MEASURES: Final = {
    name: partial(_column, measure, name)
    for measure, names in (
        (degree, ("partners", "strength", "coordinated")),
        (core_number, ("core",)),
        (structural_holes, ("clustering", "constraint", "effective_size", "efficiency", "hierarchy")),
        (_betweenness, ("betweenness",)),
        (harmonic_centrality, ("harmonic",)),
        (pagerank, ("pagerank",)),
        (brokerage, ("coordinator", "gatekeeper", "representative", "itinerant", "liaison")),
    )
    for name in names
}
"""Each column that a number of another network can be compared with, as a function of a network."""
