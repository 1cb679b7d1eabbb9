"""Partners who are named and described by no row: the list to complete, with the nearest known name beside each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from polegraph.combine import newcomers, split
from polegraph.i18n import _, language
from polegraph.tables import KINDS, SIZES, TABLES

if TYPE_CHECKING:
    from polegraph.network import Network

COLUMNS: Final = (
    *("name", "nearest", "same_as", "kind", "size", "siren", "country", "region", "city"),
    *("projects", "acronyms", "org_id"),
)
_ARROW: Final = " → "
_MOST: Final = 10  # acronyms of projects


def to_complete(net: Network, visible: Network) -> pd.DataFrame:
    """List the organisations of a network of which nothing is known but the name under which rows name them.

    Parameters
    ----------
    net
        The network.
    visible
        The part of it that the reader may see.

    Returns
    -------
    DataFrame
        `COLUMNS`: ``nearest`` is the name of the list that is nearest, if any is near; ``same_as`` and the cells that
        describe it are empty, to be filled in; ``projects`` counts those that name it. Most projects come first.

    Examples
    --------
    >>> import polegraph.examples
    >>> net = polegraph.examples.tiny()
    >>> len(to_complete(net, net))
    0
    """
    rows = []
    seen = set(visible.organisations["name"].tolist())
    for tables in split(net.tables).values():
        named = newcomers(tables)
        if not named:
            continue
        known = tables["organisations"]
        known = known[known["org_id"].isin(list(named)) & _says_nothing(known)]
        nearest = _nearest(tables["rejected"]["value"])
        for one, name in zip(known["org_id"].tolist(), known["name"].tolist(), strict=True):
            near = nearest.get(name)
            if one in visible.org_index:
                rows.append({"org_id": one, "name": name, "nearest": near if near in seen else None})
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    within = visible.participations[visible.participations["org_id"].isin(table["org_id"])]
    called = visible.projects.set_index("project_id")[["acronym", "title"]].bfill(axis=1)["acronym"]
    projects = within.groupby("org_id")["project_id"].agg(sorted)
    table["projects"] = table["org_id"].map(projects.map(len)).astype("Int64").fillna(0)
    table["acronyms"] = [_joined(projects.get(one, []), called) for one in table["org_id"]]
    table = table.astype({name: "str" for name in COLUMNS if name != "projects"})
    order = table.assign(most=-table["projects"]).sort_values(["most", "name", "org_id"])
    return table.loc[order.index].reset_index(drop=True)


def _says_nothing(organisations: pd.DataFrame) -> pd.Series[bool]:
    """Tell of which organisations only the name is known."""
    told = [name for name in TABLES["organisations"].names if name not in {"org_id", "name", "kind", "source"}]
    return organisations[told].isna().all(axis=1) & organisations["kind"].fillna("other").eq("other")


def _nearest(values: pd.Series[str]) -> dict[str, str]:
    """Give the nearest name that a reader has written beside a name."""
    pairs = (value.partition(_ARROW) for value in values.dropna().unique() if value.endswith(" ?"))
    return {name: near.removesuffix(" ?") for name, arrow, near in pairs if arrow and " / " not in near}


def _joined(projects: list[str], called: pd.Series[str]) -> str | None:
    names = [str(called.get(one)) if isinstance(called.get(one), str) else one for one in projects]
    return ", ".join(names[:_MOST]) + (" …" if len(names) > _MOST else "") or None


def for_people(table: pd.DataFrame) -> pd.DataFrame:
    """Write the list with the headings of the templates, so that it can be read beside the sheets once it is filled in.

    Parameters
    ----------
    table
        As `to_complete` gives it.
    """
    french = language() == "fr"
    own = {
        "nearest": _("nearest known name"),
        "same_as": _("same as"),
        "projects": _("number of projects"),
        "acronyms": _("in which projects"),
    }
    headings = {
        name: own.get(name) or (TABLES["organisations"][name].fr if french else name)
        for name in COLUMNS
        if name != "org_id"
    }
    return table[list(headings)].rename(columns=headings)


def choices() -> dict[str, list[str]]:
    """Give the words that a workbook offers for the cells to fill in, by heading."""
    french = language() == "fr"
    return {
        (TABLES["organisations"][name].fr if french else name): list(words.values() if french else words)
        for name, words in (("kind", KINDS), ("size", SIZES))
    }
