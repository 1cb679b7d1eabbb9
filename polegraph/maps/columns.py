"""What the page knows of organisations and projects beyond their names: pôles, regions, themes, needs and offers."""

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
    """Give regions, pôles, needs and offers of each organisation.

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
        each that is a member on the day (`Network.day`); ``dissolved`` the rows of those that are; ``needs`` and
        ``offers`` lists of domains by row.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> of_organisations(tiny(), tiny().organisations)["poles"]
    []
    """
    index = pd.Index(organisations["org_id"])
    regions, region = distinct(organisations["region"].fillna("").tolist())
    poles = net.poles.sort_values("pole_id", ignore_index=True)
    pole = pd.Series(range(len(poles)), poles["pole_id"])
    members = net.members()
    dissolved = ~net.standing[net.org_index.get_indexer(index)]
    return {
        "regions": regions,
        "region": region,
        "poles": poles["name"].tolist(),
        "pole": _lists(members, index, members["pole_id"].map(pole)),
        "needs": _lists(net.needs, index, net.needs["domain"]),
        "offers": _lists(net.offers, index, net.offers["domain"]),
        "dissolved": np.flatnonzero(dissolved).tolist(),
        "opted_out": int(organisations["opt_out"].fillna(value=False).sum()),
    }


def of_projects(net: Network, projects: pd.DataFrame) -> dict[str, Any]:
    """Give the themes of each project.

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
    used = net.themes[net.themes["theme_id"].isin(net.project_themes["theme_id"])]
    used = used.sort_values(["label", "theme_id"], ignore_index=True)
    theme = pd.Series(range(len(used)), used["theme_id"])
    index = pd.Index(projects["project_id"])
    return {
        "themes": used["label"].tolist(),
        "theme": _lists(net.project_themes, index, net.project_themes["theme_id"].map(theme), "project_id"),
    }


def _lists(table: pd.DataFrame, index: pd.Index[str], values: pd.Series[Any], key: str = "org_id") -> dict[str, Any]:
    """Collect what a table says of each row of the page, sorted and once."""
    rows = index.get_indexer(pd.Index(table[key]))
    found = pd.DataFrame({"row": rows, "value": values.to_numpy()})
    found = found[found["row"] >= 0].drop_duplicates().sort_values(["row", "value"])
    lists: dict[str, Any] = {}
    for row, value in zip(found["row"].tolist(), found["value"].tolist(), strict=True):
        lists.setdefault(str(row), []).append(value)
    return lists
