"""Columns of organisations and projects on the page beyond their names: pôles, regions, themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polegraph.network import Network


def distinct(values: Sequence[str]) -> tuple[list[str], list[int]]:
    """Write repeated words once, and refer to them by number.

    Parameters
    ----------
    values
        Words, repeated.

    Examples
    --------
    >>> distinct(["b", "a", "b"])
    (['a', 'b'], [1, 0, 1])
    """
    codes, words = pd.factorize(pd.Series(values, dtype="str"), sort=True)
    return list(words), codes.tolist()


def of_organisations(net: Network, organisations: pd.DataFrame) -> dict[str, Any]:
    """Return regions and pôles of each organisation.

    Parameters
    ----------
    net
        The network.
    organisations
        Its organisations in the order of the page.

    Returns
    -------
    dict
        ``regions`` and ``poles`` are words, ``region`` a number for each organisation, ``pole`` a list of numbers for
        each that is a member on the day (`Network.day`); ``dissolved`` the rows of those that are.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> of_organisations(tiny(), tiny().organisations)["poles"]
    []
    """
    index = pd.Index(organisations["org_id"])
    regions, region = distinct(organisations["region"].fillna("").tolist())
    poles = net.poles.sort_values("pole_id", ignore_index=True)
    members = net.members()
    dissolved = ~net.standing[net.org_index.get_indexer(index)]
    return {
        "regions": regions,
        "region": region,
        "poles": poles["name"].tolist(),
        "pole": _lists(members, index, members["pole_id"].map(_numbered_poles(net))),
        "dissolved": np.flatnonzero(dissolved).tolist(),
        "opted_out": int(organisations["opt_out"].fillna(value=False).sum()),
    }


def of_projects(net: Network, projects: pd.DataFrame) -> dict[str, Any]:
    """Return the themes of each project.

    Parameters
    ----------
    net
        The network.
    projects
        Its projects in the order of the page.

    Returns
    -------
    dict
        ``themes`` are words in the order of the alphabet, ``theme`` lists of their numbers by row.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> of_projects(tiny(), tiny().projects)
    {'themes': [], 'theme': {}}
    """
    used = numbered_themes(net)
    return {
        "themes": used["label"].tolist(),
        "theme": themes_by_row(net, pd.Index(projects["project_id"]), used),
    }


def numbered_themes(net: Network) -> pd.DataFrame:
    """Return the themes of projects in the order of the page.

    Parameters
    ----------
    net
        The network.
    """
    used = net.themes[net.themes["theme_id"].isin(net.project_themes["theme_id"])]
    return used.sort_values(["label", "theme_id"], ignore_index=True)


def themes_by_row(net: Network, index: pd.Index[str], used: pd.DataFrame) -> dict[str, Any]:
    """Return the numbers of the themes of projects.

    Parameters
    ----------
    net
        The network that the projects are in.
    index : Index of str
        Projects.
    used
        The themes, in the order of their numbers; others are left out.
    """
    theme = pd.Series(range(len(used)), used["theme_id"])
    about = net.project_themes[net.project_themes["theme_id"].isin(used["theme_id"])]
    return _lists(about, index, about["theme_id"].map(theme).astype(int), "project_id")


def labels(net: Network) -> dict[str, Any]:
    """Return the pôles that have labelled each project.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    dict
        Lists of the numbers of pôles, by row of the projects in the order of the page.
    """
    index = pd.Index(net.projects["project_id"].sort_values())
    return _lists(net.labels, index, net.labels["pole_id"].map(_numbered_poles(net)), "project_id")


def _numbered_poles(net: Network) -> pd.Series[int]:
    """Return the number of each pôle on the page."""
    ids = net.poles["pole_id"].sort_values().tolist()
    return pd.Series(range(len(ids)), ids)


def _lists(table: pd.DataFrame, index: pd.Index[str], values: pd.Series[Any], key: str = "org_id") -> dict[str, Any]:
    """Collect the distinct values of a table for each row of the page, sorted."""
    rows = index.get_indexer(pd.Index(table[key]))
    found = pd.DataFrame({"row": rows, "value": values.to_numpy()})
    found = found[found["row"] >= 0].drop_duplicates().sort_values(["row", "value"])
    lists: dict[str, Any] = {}
    for row, value in zip(found["row"].tolist(), found["value"].tolist(), strict=True):
        lists.setdefault(str(row), []).append(value)
    return lists
