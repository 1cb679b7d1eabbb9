"""What a pôle is measured on, as the page shows it: outcomes of projects, needs and offers of organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph.tables import still_open

if TYPE_CHECKING:
    from polegraph.network import Network

WITH, WITHOUT, RUNNING = STATES = ("with", "without", "running")
"""A project has a known outcome, has ended without one, or is running (or of unknown end)."""
_LONGEST: Final = 200  # characters of a title or a detail that are taken along


def support(net: Network, organisations: pd.DataFrame) -> dict[str, Any]:
    """Return the needs and offers of each organisation that are open, and which organisations can be asked to help.

    Parameters
    ----------
    net
        The network, on its day.
    organisations
        Its organisations in the order of the page.

    Returns
    -------
    dict
        ``needs`` and ``offers``: pairs of domain and detail (empty where it is not known) by row; ``able``: the rows
        that offer something, stand, and have not opted out of being suggested.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> support(tiny(), tiny().organisations)
    {'needs': {}, 'offers': {}, 'able': []}
    """
    index = pd.Index(organisations["org_id"])
    offers = _pairs(net.offers, index)
    able = net.standing[net.org_index.get_indexer(index)]
    able &= ~organisations["opt_out"].fillna(value=False).to_numpy(dtype=bool)
    return {
        "needs": _pairs(net.needs, index),
        "offers": offers,
        "able": [row for row in map(int, offers) if able[row]],
    }


def _pairs(table: pd.DataFrame, index: pd.Index[str]) -> dict[str, list[list[str]]]:
    """Collect the domains and details of what is open, by row of the page."""
    rows = still_open(table)
    found = pd.DataFrame(
        {
            "row": index.get_indexer(pd.Index(rows["org_id"])),
            "domain": rows["domain"],
            "detail": rows["detail"].fillna("").str.slice(0, _LONGEST),
        }
    )
    found = found[found["row"] >= 0].drop_duplicates().sort_values(["row", "domain", "detail"])
    pairs: dict[str, list[list[str]]] = {}
    for row, domain, detail in found.itertuples(index=False, name=None):
        pairs.setdefault(str(row), []).append([domain, detail])
    return pairs


def outcomes(net: Network, projects: pd.DataFrame, index: pd.Index[str]) -> dict[str, Any]:
    """Return what is known to have come out of each project.

    Parameters
    ----------
    net
        The network, on its day.
    projects
        Its projects in the order of the page.
    index : Index of str
        Its organisations in the order of the page.

    Returns
    -------
    dict
        ``outcomes``: by row of the projects, lists of kind, title, day (empty where it is not known) and the row of the
        organisation that holds it, or -1; the earliest first. ``outcome``: one of `STATES` for each project, as
        `states` gives it.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> outcomes(tiny(), tiny().projects, tiny().org_index)
    {'outcomes': {}, 'outcome': []}
    """
    table = net.outcomes
    found = pd.DataFrame(
        {
            "row": pd.Index(projects["project_id"]).get_indexer(pd.Index(table["project_id"])),
            "day": table["date"].dt.strftime("%Y-%m-%d").fillna(""),
            "kind": table["kind"],
            "title": table["title"].fillna("").str.slice(0, _LONGEST),
            "holder": index.get_indexer(pd.Index(table["org_id"].fillna("").astype("str"))),
            "outcome_id": table["outcome_id"],
        }
    )
    found["undated"] = found["day"] == ""
    found = found[found["row"] >= 0].sort_values(["row", "undated", "day", "outcome_id"])
    lists: dict[str, list[list[Any]]] = {}
    for row, kind, title, day, holder in found[["row", "kind", "title", "day", "holder"]].itertuples(
        index=False, name=None
    ):
        lists.setdefault(str(row), []).append([kind, title, day, holder])
    return {"outcomes": lists, "outcome": states(net, projects)}


def states(net: Network, projects: pd.DataFrame) -> list[str]:
    """Return for each project whether something is known to have come out of it.

    Parameters
    ----------
    net
        The network, on its day, with all outcomes.
    projects
        Some of its projects.

    Returns
    -------
    list of str
        One of `STATES` for each; empty if no outcome at all is known in the network, since then none was recorded.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> made = {"outcome_id": ["R1"], "project_id": ["P1"], "kind": ["product"]}
    >>> net = tiny().with_tables(outcomes=pd.DataFrame(made))
    >>> states(net, net.projects)
    ['with', 'running', 'running']
    """
    if not len(net.outcomes):
        return []
    ended = (projects["end"] < pd.Timestamp(net.day)).to_numpy(dtype=bool)
    has = projects["project_id"].isin(net.outcomes["project_id"]).to_numpy(dtype=bool)
    found: list[str] = np.select([has, ended], [WITH, WITHOUT], RUNNING).tolist()
    return found
