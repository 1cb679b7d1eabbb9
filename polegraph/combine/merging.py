"""Several sources in one set of tables, so that each can be replaced without touching the others.

Every row records the sources it comes from. Where several rows describe one entity (an organisation of two programmes,
or one that was found under two names), the table holds the values of the most recent of them, completed by the others,
and ``records`` keeps the values of each; so `split` undoes `combine` exactly, and the order of imports never matters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph.combine import filling, kept_names, row_merging, source_records
from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.tables import TABLES, WHO_IS_WHO, convert, empty

if TYPE_CHECKING:
    from collections.abc import Mapping

    Tables = Mapping[str, pd.DataFrame]

_AS_READ: Final = ("rejected", "imports")
"""Tables with rows that belong to one source, and to no organisation."""
_OF_ORGANISATIONS: Final = tuple(
    name for name, table in TABLES.items() if "org_id" in table.names and name not in WHO_IS_WHO
)
_DEEPEST: Final = 20  # merges of merges that are followed; more can only be a circle


def combine(parts: Mapping[str, Tables], who: Tables | None = None) -> dict[str, pd.DataFrame]:
    """Merge the tables of several sources.

    Parameters
    ----------
    parts
        Converted tables, by source.
    who
        The identity tables: ``merges`` and ``fills`` are applied, ``affiliations``, ``proposals`` and ``decisions``
        only kept. Their identifiers are those of the sources; rows of which nothing is there are kept for the day when
        it is. See `polegraph.identity.result.Found`.

    Returns
    -------
    dict
        Every table of the model, sorted by its key; ``records`` holds the values that each source gave for rows
        that are made of several, or changed.

    Raises
    ------
    PolegraphError
        If a source has a name with ``;`` in it, or merges go round in a circle.

    Examples
    --------
    >>> import polegraph.examples
    >>> tables = polegraph.examples.tiny().tables
    >>> both = combine({"one": tables, "two": tables})
    >>> both["projects"]["source"].unique().tolist(), len(both["records"])
    (['one;two'], 30)
    >>> merges = pd.DataFrame({"org_id": ["SME2"], "into_id": ["SME1"]})
    >>> combine({"one": tables}, {"merges": merges})["organisations"]["org_id"].tolist()
    ['ALONE', 'BIG', 'LAB', 'SME1']
    """
    # Refuse names of sources with the separator of joined cells.
    for source in parts:
        if row_merging.SEPARATOR in source:
            raise PolegraphError(
                _("a source may not have ';' in its name"), value=source, remedy=_("choose another name")
            )
    # Order the sources, the most recent first, and stack their rows.
    found = _who_is_who(who or {})
    owner = owners(found["merges"])
    sources = sorted(parts, key=lambda source: (-_last_year(parts[source]), source))
    stacked = {
        name: _stacked(name, {source: parts[source] for source in sources})
        for name in TABLES
        if name not in {"records", *WHO_IS_WHO}
    }
    # Prepare the merges: which row leads, and which name is kept.
    rank = _rank(stacked, sources) if owner else None
    naming = kept_names.naming(stacked, found["decisions"], owner)
    # Merge table by table, keeping the values of each source.
    tables: dict[str, pd.DataFrame] = {}
    kept: list[pd.DataFrame] = []
    for name, rows in stacked.items():
        if name in _AS_READ:
            tables[name] = _in_order(name, rows)
            continue
        of_one = name in _OF_ORGANISATIONS
        table, said = _merged(
            name, _ranked(rows, rank) if of_one else rows, owner if of_one else {}, found["fills"], naming
        )
        tables[name] = _in_order(name, table)
        kept.append(said)
    # Keep these values as records.
    tables["records"] = _in_order("records", pd.concat(kept, ignore_index=True))
    return tables | found


def split(tables: Tables) -> dict[str, dict[str, pd.DataFrame]]:
    """Split merged tables into those of each source, and merged organisations into their parts.

    Parameters
    ----------
    tables
        As `combine` gives them.

    Returns
    -------
    dict
        Tables by source, as the sources gave them.

    Raises
    ------
    PolegraphError
        If the tables do not fit together.

    Examples
    --------
    >>> import polegraph.examples
    >>> tables = polegraph.examples.tiny().tables
    >>> merges = pd.DataFrame({"org_id": ["SME2"], "into_id": ["SME1"]})
    >>> parts = split(combine({"one": tables, "two": tables}, {"merges": merges}))
    >>> sorted(parts), len(parts["one"]["organisations"])
    (['one', 'two'], 5)
    """
    owner = owners(tables["merges"]) if "merges" in tables else {}
    kept = dict(iter(tables["records"].groupby("table")))
    apart = {
        name: _apart(name, table, kept.get(name), owner)
        for name, table in tables.items()
        if name not in {"records", *WHO_IS_WHO}
    }
    sources = sorted({source for table in apart.values() for source in table["source"].fillna("").unique()})
    nothing = {name: empty(name) for name in ("records", *WHO_IS_WHO) if name in tables}
    by_source = {name: dict(iter(table.groupby(table["source"].fillna("")))) for name, table in apart.items()}
    return {
        source: {
            name: nothing[name]
            if name in nothing
            else _in_order(name, by_source[name].get(source, apart[name].iloc[:0]))
            for name in tables
        }
        for source in sources
    }


def as_said(tables: Tables, name: str) -> pd.DataFrame:
    """Return one table as the sources state it, a row for each row of a source.

    Parameters
    ----------
    tables
        As `combine` gives them.
    name
        Name of the table.
    """
    kept = tables["records"]
    kept = kept[kept["table"] == name]
    owner = owners(tables["merges"]) if name in _OF_ORGANISATIONS else {}
    return _apart(name, tables[name], kept if len(kept) else None, owner)


def owners(merges: pd.DataFrame) -> dict[str, str]:
    """Return the identifier under which each merged organisation stands.

    Parameters
    ----------
    merges
        The table ``merges``.

    Returns
    -------
    dict
        The last identifier, where an organisation is merged into one that is merged itself.

    Raises
    ------
    PolegraphError
        If merges go round in a circle.

    Examples
    --------
    >>> owners(pd.DataFrame({"org_id": ["A", "B"], "into_id": ["B", "C"]}))
    {'A': 'C', 'B': 'C'}
    """
    into = dict(zip(merges["org_id"].tolist(), merges["into_id"].tolist(), strict=True))
    last = {one: other for one, other in into.items() if one != other}
    for _step in range(_DEEPEST):
        further = {one: into.get(other, other) for one, other in last.items()}
        if further == last:
            return last
        last = further
    circle = sorted(one for one, other in last.items() if other in into)
    raise PolegraphError(
        _("an organisation is merged into itself by way of others"),
        file=_("table {table}").format(table="merges"),
        value=circle[0],
        remedy=_("take one of these merges out"),
    )


def _who_is_who(given: Tables) -> dict[str, pd.DataFrame]:
    return {
        name: _in_order(name, convert(name, given[name])[0] if name in given else empty(name)) for name in WHO_IS_WHO
    }


def _stacked(name: str, parts: Mapping[str, Tables]) -> pd.DataFrame:
    """Put the rows of all sources under each other, each with its source."""
    frames = []
    for source, tables in parts.items():
        frame = tables.get(name)
        if frame is not None and len(frame):
            frames.append(frame.assign(source=source or None).astype({"source": "str"}))
    return pd.concat(frames, ignore_index=True) if frames else empty(name)


def _rank(stacked: Tables, sources: list[str]) -> pd.DataFrame:
    """Return which organisation of a source comes before another: that of the latest project, then of more.

    The order of sources comes first.
    """
    year = stacked["projects"][["project_id", "source", "year"]]
    active = stacked["participations"][["project_id", "org_id", "source"]].merge(year, on=["project_id", "source"])
    telling = active.groupby(["org_id", "source"], dropna=False)["year"].agg(["max", "size"]).reset_index()
    rank = stacked["organisations"][["org_id", "source"]].merge(telling, how="left", on=["org_id", "source"])
    place = {source: place for place, source in enumerate(sources)}
    rank = rank.assign(
        place=rank["source"].fillna("").map(place),
        latest=-rank["max"].astype("float64").fillna(0),
        number=-rank["size"].fillna(0),
    )
    rank = rank.sort_values(["place", "latest", "number", "org_id"], ignore_index=True)
    return rank[["org_id", "source"]].assign(rank=np.arange(len(rank)))


def _ranked(rows: pd.DataFrame, rank: pd.DataFrame | None) -> pd.DataFrame:
    """Put the rows of organisations in the order of `_rank`."""
    if rank is None or not len(rows):
        return rows
    places = rows[["org_id", "source"]].merge(rank, how="left", on=["org_id", "source"])["rank"]
    return rows.iloc[np.argsort(places.fillna(len(rank)).to_numpy(), kind="stable")].reset_index(drop=True)


def _merged(
    name: str, rows: pd.DataFrame, owner: Mapping[str, str], fills: pd.DataFrame, naming: kept_names.Naming
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Build one row of those that describe one entity; return the values that sources gave for it as records."""
    key = list(TABLES[name].key)
    now = rows
    if owner:
        now = source_records.all_owned(name, rows, owner)
    shared = now.duplicated(key, keep=False).to_numpy()
    touched = shared | source_records.changed(name, now, rows) if owner else shared
    if name == "organisations":
        wanted = filling.by_organisation(fills, owner)
        touched = touched | now["org_id"].isin(wanted.index).to_numpy()
    if not touched.any():
        return rows, empty("records")
    one = row_merging.across_sources(name, row_merging.within_sources(name, now[touched]))
    if name == "organisations":
        one = filling.filled(kept_names.named(one, now[touched], rows.loc[touched, "org_id"], naming), wanted)
    place = source_records.places(one[key], now.loc[touched, key])
    records = source_records.records(name, rows[touched], one.iloc[place], shared[touched])
    return pd.concat([rows[~touched], one], ignore_index=True), records


def _apart(name: str, table: pd.DataFrame, kept: pd.DataFrame | None, owner: Mapping[str, str]) -> pd.DataFrame:
    """Return the rows of all sources, each as its source stated it."""
    if kept is not None:
        rows, made = source_records.said(name, table, kept, owner if name in _OF_ORGANISATIONS else {})
        table = pd.concat([table.drop(index=table.index[made]), rows], ignore_index=True)
    joined = table["source"].str.contains(row_merging.SEPARATOR, regex=False).fillna(value=False).astype(bool)
    if not joined.any():
        return table
    # A part of a network has no records: each source of such a row is taken to state all of it.
    each = table[joined].assign(source=table.loc[joined, "source"].str.split(row_merging.SEPARATOR)).explode("source")
    return pd.concat([table[~joined], each.astype({"source": "str"})], ignore_index=True)


def _in_order(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Sort a table by its key, or by all its columns if it has none."""
    by = list(TABLES[name].key) or TABLES[name].names
    return table.sort_values(by, kind="stable", ignore_index=True)


def _last_year(tables: Tables) -> int:
    """Return the year of a source's latest project; 0 if none is known."""
    years = tables["projects"]["year"].dropna() if "projects" in tables else ()
    return int(max(years)) if len(years) else 0
