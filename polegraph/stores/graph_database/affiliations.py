"""Affiliations as relationships of the graph: to groups of companies and to public bodies, kept apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from polegraph.combine import owned, owners

if TYPE_CHECKING:
    from polegraph.network import Network

_SAID: Final = ["how", "source", "year"]


def nodes_and_links(net: Network) -> dict[str, pd.DataFrame]:
    """Return the groups and public bodies of a network, and the affiliations to them.

    A company is part of the group that stands in its ``group_id``; a laboratory is part of the bodies that
    ``affiliations`` names, which count in no figure.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    dict
        ``groups`` (``group_id``, ``name``), ``part_of``, ``bodies`` (``body_id``, ``name``) and ``part_of_body``; the
        links have ``relation``, ``how`` it was found, ``source`` and ``year`` of the list that says so.
    """
    said = net.tables["affiliations"]
    said = said.assign(org_id=owned(said["org_id"], owners(net.tables["merges"])))
    key = ["org_id", "parent_id", "relation"]
    said = said[said["org_id"].isin(net.org_index)].sort_values([*key, *_SAID], ignore_index=True).drop_duplicates(key)
    organisations = net.organisations
    grouped = organisations.loc[organisations["group_id"].notna(), ["org_id", "group_id"]]
    groups = said[said["relation"] == "group"].rename(columns={"parent_id": "group_id"})
    bodies = said[said["relation"] == "body"].rename(columns={"parent_id": "body_id"})
    part_of = grouped.merge(groups[["org_id", "group_id", *_SAID]], how="left", on=["org_id", "group_id"])
    columns = ["org_id", "body_id", "relation", *_SAID]
    return {
        "groups": _named(part_of["group_id"], groups, "group_id"),
        "part_of": part_of.assign(relation=pd.Series("group", index=part_of.index, dtype="str")),
        "bodies": _named(bodies["body_id"], bodies, "body_id"),
        "part_of_body": bodies[columns].reset_index(drop=True),
    }


def _named(ids: pd.Series[str], said: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return each group or body once, with the first of the names that it is given."""
    names = said[[key, "parent_name"]].dropna().sort_values([key, "parent_name"]).drop_duplicates(key)
    distinct = pd.DataFrame({key: pd.Series(sorted(ids.unique()), dtype="str")})
    return distinct.merge(names.rename(columns={"parent_name": "name"}), how="left", on=key)
