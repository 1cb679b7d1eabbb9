"""A network as it was known before a year: the organisations with a project by then, as described by then."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import pandas as pd

from polegraph.combine import source_records
from polegraph.combine.merging import combine, owners, split
from polegraph.network import Network
from polegraph.network.selection import restrict
from polegraph.tables import TABLES, WHO_IS_WHO, convert

if TYPE_CHECKING:
    from collections.abc import Mapping

    Tables = Mapping[str, pd.DataFrame]

_KEPT: Final = (
    "organisations",
    "projects",
    "participations",
    "themes",
    "project_themes",
    "poles",
    "memberships",
    "labels",
    "descriptions",
)
"""Tables of which a past is known; rows of the others have no date."""


def before(net: Network, cut: int) -> Network:
    """Return the network as it was known before a year.

    Parameters
    ----------
    net
        The network.
    cut
        First year that is held back.

    Returns
    -------
    Network
        The projects of earlier years, the organisations in them, and the descriptions of these by then: a name, city,
        kind or size that only later projects give is not there. Memberships and labels count from their date. Rows
        without a date are left out. Identity (merges, registers and lists) has no date, and is as it is known now.

    Examples
    --------
    >>> import polegraph.examples
    >>> before(polegraph.examples.tiny(), 2016)
    <Network: 3 organisations, 1 project, 3 participations>
    """
    if (
        net.origin is not net
    ):  # a part: its organisations are described by the whole, which knows the values of each source
        whole = before(net.origin, cut)
        rows = whole.org_index.get_indexer(_known(net, cut))
        tables = {**_cut(net, cut), "organisations": whole.organisations.iloc[rows].reset_index(drop=True)}
        return Network.from_checked(tables, focus=None, around=None, origin=whole, day=whole.day)
    tables = _cut_apart(net, cut) if len(net.records) or len(net.merges) else _cut(net, cut)
    gone = tables["organisations"]["dissolved"]
    tables["organisations"] = tables["organisations"].assign(dissolved=gone.where(gone.dt.year < cut))
    return Network.from_checked(tables, focus=None, around=None, day=date(cut - 1, 12, 31))


def described(organisations: pd.DataFrame, descriptions: pd.DataFrame, cut: int) -> pd.DataFrame:
    """Return organisations as they had been described before a year.

    Parameters
    ----------
    organisations, descriptions
        The tables of one source.
    cut
        The year.

    Returns
    -------
    DataFrame
        The same rows. What was first recorded in that year or later, or without a year, is missing.

    Examples
    --------
    >>> now = pd.DataFrame({"org_id": ["A", "B"], "city": ["Blois", "Tours"]})
    >>> said = pd.DataFrame({"org_id": "A", "source": "s", "column": "city", "year": [2012], "value": ["Blois"]})
    >>> described(now, said, 2012)["city"].tolist(), described(now, said, 2013)["city"].tolist()
    ([nan, 'Tours'], ['Blois', 'Tours'])
    """
    changed: dict[str, pd.Series[str]] = {}
    columns = [column for column in TABLES["organisations"].names if column in organisations.columns]
    for column in columns:
        rows = descriptions[descriptions["column"] == column]
        if not len(rows):
            continue
        said = rows[rows["year"] < cut].sort_values(["year", "source"], kind="stable")
        last: pd.Series[str] = said.drop_duplicates("org_id", keep="last").set_index("org_id")["value"]
        then = convert("organisations", pd.DataFrame({column: organisations["org_id"].map(last)}))[0][column]
        now = organisations[column]
        speaks = organisations["org_id"].isin(rows["org_id"])
        changed[column] = now.mask(speaks, then.set_axis(now.index).astype(now.dtype))
    if "kind" in changed:
        changed["kind"] = changed["kind"].fillna("other")
    return organisations.assign(**changed)


def _known(net: Network, cut: int) -> pd.Index[str]:
    """Return which organisations took part in a project before a year, in the order of their table."""
    earlier = pd.Index(_projects(net, cut)).get_indexer(pd.Index(net.participations["project_id"])) >= 0
    known = pd.Index(net.participations.loc[earlier, "org_id"].unique())
    there: pd.Index[str] = net.org_index[known.get_indexer(net.org_index) >= 0]
    return there


def _projects(net: Network, cut: int) -> pd.Series[str]:
    return net.projects.loc[(net.projects["year"] < cut).fillna(value=False).astype(bool), "project_id"]


def _cut(net: Network, cut: int, known: pd.Index[str] | None = None) -> dict[str, pd.DataFrame]:
    """Leave out what is not of the past; *known* organisations stay, by default those that took part in a project."""
    smaller = restrict(net.tables, _known(net, cut) if known is None else known, _projects(net, cut))
    tables = {name: table if name in _KEPT else table.iloc[:0] for name, table in smaller.items()}
    members, labels, said = tables["memberships"], tables["labels"], tables["descriptions"]
    tables["memberships"] = members[members["since"].dt.year < cut].reset_index(drop=True)
    tables["labels"] = labels[labels["date"].dt.year < cut].reset_index(drop=True)
    tables["organisations"] = described(tables["organisations"], said, cut)
    tables["descriptions"] = said[(said["year"] < cut).fillna(value=False).astype(bool)].reset_index(drop=True)
    themes = tables["themes"]
    tables["themes"] = themes[themes["theme_id"].isin(tables["project_themes"]["theme_id"])].reset_index(drop=True)
    return tables


def _cut_apart(net: Network, cut: int) -> dict[str, pd.DataFrame]:
    """Cut each source by itself, before organisations were merged, and put the pasts together.

    So an organisation that several rows describe has the values of those rows that had a project then.
    """
    owner = owners(net.merges)
    parts = {
        source: Network.from_checked({**net.tables, **tables}, focus=None, around=None)
        for source, tables in split(net.tables).items()
    }
    active = {source: _known(part, cut) for source, part in parts.items()}
    there = [source_records.owned(ids.to_series(), owner) for ids in active.values()]
    known = pd.concat(there) if there else pd.Series([], dtype="str")
    pasts = {}
    for source, part in parts.items():
        dated = part.org_index.isin(part.participations["org_id"])
        speaks = part.org_index.isin(active[source]) | ~dated
        own = source_records.owned(part.org_index.to_series(), owner).isin(known).to_numpy()
        pasts[source] = _cut(part, cut, part.org_index[speaks & own])
    return combine(pasts, {name: net.tables[name] for name in WHO_IS_WHO})
