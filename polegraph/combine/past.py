"""A network as it was known before a year or a day: the organisations with a project by then, as described by then."""

from __future__ import annotations

from datetime import date, timedelta
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


def begun(projects: pd.DataFrame, cut: int | date) -> pd.Series[bool]:
    """Return which projects had begun before a year or a day.

    A project counts by its first day where a day is asked for, and by its year where it has no first day; that of the
    year of the day is then undecidable, and does not count (`undecidable`).

    Parameters
    ----------
    projects
        The table.
    cut
        First year, or first day, that is not before.

    Examples
    --------
    >>> some = pd.DataFrame({"year": [2014, 2015, 2015], "start": pd.to_datetime([None, "2015-03-01", None])})
    >>> begun(some, date(2015, 9, 1)).tolist(), begun(some, 2016).tolist()
    ([True, True, False], [True, True, True])
    """
    if isinstance(cut, int):
        return (projects["year"] < cut).fillna(value=False).astype(bool)
    dated = projects["start"].notna()
    by_year = (projects["year"] < cut.year).fillna(value=False).astype(bool)
    return (projects["start"] < pd.Timestamp(cut)).where(dated, by_year)


def begun_within(projects: pd.DataFrame, cut: int | date, last: int | date) -> pd.Series[bool]:
    """Return which projects began from one year or day to another, both included; undecidable ones do not count.

    Parameters
    ----------
    projects
        The table.
    cut, last
        First and last year, or day.

    Examples
    --------
    >>> some = pd.DataFrame({"year": [2014, 2015, 2016], "start": pd.to_datetime([None, "2015-09-01", None])})
    >>> begun_within(some, date(2015, 9, 1), date(2016, 12, 31)).tolist()
    [False, True, True]
    """
    after = last + 1 if isinstance(last, int) else last + timedelta(days=1)
    return begun(projects, after) & ~begun(projects, cut) & ~undecidable(projects, cut)


def undecidable(projects: pd.DataFrame, cut: int | date) -> pd.Series[bool]:
    """Return of which projects it is unknown whether they began before a day, since only their year is known.

    Parameters
    ----------
    projects
        The table.
    cut
        The day; before a year, or the first day of one, every project with a year is decided.

    Examples
    --------
    >>> some = pd.DataFrame({"year": [2014, 2015, 2015], "start": pd.to_datetime([None, "2015-03-01", None])})
    >>> undecidable(some, date(2015, 9, 1)).tolist()
    [False, False, True]
    """
    if isinstance(cut, int) or (cut.month, cut.day) == (1, 1):
        return pd.Series(data=False, index=projects.index, dtype=bool)
    return projects["start"].isna() & (projects["year"] == cut.year).fillna(value=False).astype(bool)


def before(net: Network, cut: int | date) -> Network:
    """Return the network as it was known before a year or a day.

    Parameters
    ----------
    net
        The network.
    cut
        First year that is held back; or the first day: then projects count as in `begun`, and what was first said of
        an organisation in the year of that day is taken where nothing was said before.

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
    first = _first_day(cut)
    tables["organisations"] = tables["organisations"].assign(dissolved=gone.where(gone < pd.Timestamp(first)))
    return Network.from_checked(tables, focus=None, around=None, day=first - timedelta(days=1))


def _first_day(cut: int | date) -> date:
    return date(cut, 1, 1) if isinstance(cut, int) else cut


def described(organisations: pd.DataFrame, descriptions: pd.DataFrame, cut: int | date) -> pd.DataFrame:
    """Return organisations as they had been described before a year or a day.

    Parameters
    ----------
    organisations, descriptions
        The tables of one source.
    cut
        The year, or the day. Descriptions have no day: those of its year count where there is no earlier one.

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
        said = _said(rows, cut).sort_values(["year", "source"], kind="stable")
        last: pd.Series[str] = said.drop_duplicates("org_id", keep="last").set_index("org_id")["value"]
        then = convert("organisations", pd.DataFrame({column: organisations["org_id"].map(last)}))[0][column]
        now = organisations[column]
        speaks = organisations["org_id"].isin(rows["org_id"])
        changed[column] = now.mask(speaks, then.set_axis(now.index).astype(now.dtype))
    if "kind" in changed:
        changed["kind"] = changed["kind"].fillna("other")
    return organisations.assign(**changed)


def _said(rows: pd.DataFrame, cut: int | date) -> pd.DataFrame:
    """Return the descriptions that are known at a cut."""
    known = (rows["year"] < (cut if isinstance(cut, int) else cut.year)).fillna(value=False).astype(bool)
    if isinstance(cut, int) or (cut.month, cut.day) == (1, 1):
        return rows[known]
    # Of who is first spoken of in the year of the day, something has to be known
    key = pd.MultiIndex.from_frame(rows[["org_id", "column"]])
    first = (rows["year"] == cut.year).fillna(value=False).astype(bool) & ~key.isin(key[known])
    return rows[known | first]


def _known(net: Network, cut: int | date) -> pd.Index[str]:
    """Return which organisations took part in a project before a year, in the order of their table."""
    earlier = pd.Index(_projects(net, cut)).get_indexer(pd.Index(net.participations["project_id"])) >= 0
    known = pd.Index(net.participations.loc[earlier, "org_id"].unique())
    there: pd.Index[str] = net.org_index[known.get_indexer(net.org_index) >= 0]
    return there


def _projects(net: Network, cut: int | date) -> pd.Series[str]:
    return net.projects.loc[begun(net.projects, cut), "project_id"]


def _cut(net: Network, cut: int | date, known: pd.Index[str] | None = None) -> dict[str, pd.DataFrame]:
    """Leave out what is not of the past; *known* organisations stay, by default those that took part in a project."""
    smaller = restrict(net.tables, _known(net, cut) if known is None else known, _projects(net, cut))
    tables = {name: table if name in _KEPT else table.iloc[:0] for name, table in smaller.items()}
    members, labels, said = tables["memberships"], tables["labels"], tables["descriptions"]
    first = pd.Timestamp(_first_day(cut))
    tables["memberships"] = members[members["since"] < first].reset_index(drop=True)
    tables["labels"] = labels[labels["date"] < first].reset_index(drop=True)
    tables["organisations"] = described(tables["organisations"], said, cut)
    tables["descriptions"] = _said(said, cut).reset_index(drop=True)
    themes = tables["themes"]
    tables["themes"] = themes[themes["theme_id"].isin(tables["project_themes"]["theme_id"])].reset_index(drop=True)
    return tables


def _cut_apart(net: Network, cut: int | date) -> dict[str, pd.DataFrame]:
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
