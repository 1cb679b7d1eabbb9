"""Columns to count anew on what the filters of the page leave, as the command line does with the same options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from polegraph.maps import columns, performance
from polegraph.tables import LARGE_SIZES

if TYPE_CHECKING:
    from polegraph.network import Network


def ground(net: Network, index: pd.Index[str], programmes: list[str]) -> dict[str, Any]:
    """Return what statuses, introductions and gaps are counted on, beside the participations.

    Parameters
    ----------
    net
        The network, or a part of it. Paths run through all that it was chosen from (`Network.whole`); the
        organisations and projects that are not on the page are given by numbers alone.
    index : Index of str
        Organisations in the order of the page.
    programmes
        The programmes that the page knows, by number.

    Returns
    -------
    dict
        ``names`` of the large groups, and ``unit``, the one that each organisation counts as, or -1: first those of the
        page, then all others of the whole. ``rank`` of the others: how many of the page stand before each;
        ``dissolved``: which of them are. ``labels``: pôles by project. ``year``, ``programme``,
        ``theme``, ``outcome`` and ``takes_part`` are of projects that are not on the page and join two organisations.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> found = ground(tiny(), tiny().org_index.sort_values(), [])
    >>> found["names"], found["unit"], found["year"]
    (['Large group (invented)'], [-1, 0, -1, -1, -1], [])
    """
    whole = net.whole
    others = whole.org_index.difference(index, sort=False).sort_values()
    every = index.append(others)
    rows = whole.org_index.get_indexer(every)
    category = whole.category.iloc[rows]
    large = category["size"].isin(LARGE_SIZES).to_numpy()
    unit = np.full(len(every), -1)
    unit[large], units = pd.factorize(category["unit"].to_numpy(dtype=object)[large], sort=True)
    gone = ~whole.standing[rows]
    gone[: len(index)] = False  # of these the page states it
    return {
        "names": whole.names(units.tolist()),
        "unit": unit.tolist(),
        "rank": index.searchsorted(others).tolist(),
        "dissolved": np.flatnonzero(gone).tolist(),
        "labels": columns.labels(net),
        **_beyond(net, every, programmes),
    }


def _beyond(net: Network, every: pd.Index[str], programmes: list[str]) -> dict[str, Any]:
    """Return the projects that are not on the page and join two organisations, without anything that names them."""
    whole = net.whole
    if whole is net:
        return {"year": [], "programme": [], "theme": {}, "outcome": [], "takes_part": []}
    pairs = whole.participations[["project_id", "org_id"]].drop_duplicates()
    pairs = pairs[net.project_index.get_indexer(pd.Index(pairs["project_id"])) < 0]
    pairs = pairs[pairs.duplicated("project_id", keep=False)]
    projects = whole.projects.sort_values("project_id", ignore_index=True)
    projects = projects[projects["project_id"].isin(pairs["project_id"])].reset_index(drop=True)
    order = pd.Index(projects["project_id"])
    places = order.get_indexer(pd.Index(pairs["project_id"])), every.get_indexer(pd.Index(pairs["org_id"]))
    part = pd.DataFrame(dict(zip(("project", "row"), places, strict=True))).sort_values(["project", "row"])
    ends = np.cumsum(np.bincount(part["project"], minlength=len(order)))[:-1]
    known = pd.Index(programmes, dtype="str")
    return {
        "year": projects["year"].fillna(0).astype(int).tolist(),
        "programme": known.get_indexer(pd.Index(projects["programme"].fillna("").astype("str"))).tolist(),
        "theme": columns.themes_by_row(whole, order, columns.numbered_themes(net)),
        "outcome": performance.states(whole, projects) if len(net.outcomes) else [],
        "takes_part": [rows.tolist() for rows in np.split(part["row"].to_numpy(), ends)] if len(order) else [],
    }
