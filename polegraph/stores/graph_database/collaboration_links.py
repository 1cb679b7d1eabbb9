"""Collaboration links (pairs that share a project) as relationships, for display in Neo4j's own tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse

if TYPE_CHECKING:
    from polegraph.network import Network


def collaborations(net: Network) -> pd.DataFrame:
    """Return the collaboration links: every pair of organisations that share a project, once.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    DataFrame
        ``org_a`` and ``org_b`` (the smaller identifier first); ``projects``, how many they share; ``newman``, Newman's
        weight; ``first_year`` and ``last_year`` in which one of these started, missing where none of the years is
        known.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> collaborations(tiny()).to_dict(orient="records")[1]
    {'org_a': 'LAB', 'org_b': 'SME1', 'projects': 2, 'newman': 1.5, 'first_year': 2014, 'last_year': 2016}
    """
    projects = sparse.triu(net.collaboration_matrix("projects"), format="coo")
    newman = sparse.triu(net.collaboration_matrix("newman"), format="coo")
    first, last = _years(net, projects)
    ends = pd.DataFrame({"one": net.org_index[projects.row], "other": net.org_index[projects.col]})
    frame = pd.DataFrame(
        {
            "org_a": ends.min(axis=1).astype("str"),
            "org_b": ends.max(axis=1).astype("str"),
            "projects": projects.data.astype(np.int64),
            "newman": newman.data,
            "first_year": first,
            "last_year": last,
        }
    )
    return frame.sort_values(["org_a", "org_b"], ignore_index=True)


def _years(net: Network, pairs: sparse.coo_array) -> tuple[pd.Series[int], pd.Series[int]]:
    """Return the first and the last year of each pair, going once through the years and never through all pairs."""
    years = net.projects["year"]
    width = len(net.org_index)
    keys = pairs.row.astype(np.int64) * width + pairs.col
    first = np.zeros(len(keys), dtype=np.int64)
    last = np.zeros(len(keys), dtype=np.int64)
    order = np.argsort(keys)
    for year in sorted(years.dropna().unique()):
        chosen = net.incidence[np.flatnonzero((years == year).fillna(value=False).to_numpy(dtype=bool))]
        shared = sparse.triu(chosen.T @ chosen, k=1, format="coo")
        met = order[np.searchsorted(keys, shared.row.astype(np.int64) * width + shared.col, sorter=order)]
        first[met] = np.where(first[met] == 0, year, first[met])
        last[met] = year
    return _known(first), _known(last)


def _known(years: np.ndarray[tuple[int], np.dtype[np.int64]]) -> pd.Series[int]:
    return pd.Series(years, dtype="Int64").mask(years == 0)
