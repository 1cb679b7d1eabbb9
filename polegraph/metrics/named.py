"""Measures under the names that NetworkX has for them, each a column of what one pass computes together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polegraph.linalg.sparse import divide
from polegraph.metrics.centrality import degree
from polegraph.metrics.cohesion import structural_holes

if TYPE_CHECKING:
    import pandas as pd

    from polegraph.network import Network, Weight


def constraint(net: Network, weight: Weight | None = None) -> pd.DataFrame:
    """Return Burt's constraint of each organisation: `networkx.constraint`.

    Parameters
    ----------
    net
        The network.
    weight
        As for `structural_holes`, which gives this and more in the same time.

    Returns
    -------
    DataFrame
        ``org_id, constraint``, in table order; missing without a partner.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> constraint(tiny()).columns.tolist()
    ['org_id', 'constraint']
    """
    return structural_holes(net, weight)[["org_id", "constraint"]]


def effective_size(net: Network, weight: Weight | None = None) -> pd.DataFrame:
    """Return Burt's effective size of each organisation: without weights `networkx.effective_size`.

    Parameters
    ----------
    net
        The network.
    weight
        As for `structural_holes`, which says where NetworkX departs from the formula.

    Returns
    -------
    DataFrame
        ``org_id, effective_size``, in table order; missing without a partner.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> effective_size(tiny()).columns.tolist()
    ['org_id', 'effective_size']
    """
    return structural_holes(net, weight)[["org_id", "effective_size"]]


def clustering(net: Network, weight: Weight | None = None) -> pd.DataFrame:
    """Return the clustering coefficient of each organisation: `networkx.clustering`.

    Parameters
    ----------
    net
        The network.
    weight
        As for `structural_holes`. In a network of projects most of it follows from their sizes: see
        `polegraph.metrics.expected`.

    Returns
    -------
    DataFrame
        ``org_id, clustering``, in table order; 0 with fewer than two partners.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> clustering(tiny()).columns.tolist()
    ['org_id', 'clustering']
    """
    return structural_holes(net, weight)[["org_id", "clustering"]]


def degree_centrality(net: Network) -> pd.DataFrame:
    """Return the share of all other organisations that are partners of each: `networkx.degree_centrality`.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    DataFrame
        ``org_id, degree_centrality``, in table order; 1 in a network of one, as in NetworkX.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> degree_centrality(tiny())["degree_centrality"].round(2).tolist()
    [0.5, 0.75, 0.5, 0.25, 0.0]
    """
    table = degree(net)
    share = divide(table["partners"].to_numpy(), len(table) - 1, empty=1.0)
    return table[["org_id"]].assign(degree_centrality=share)
