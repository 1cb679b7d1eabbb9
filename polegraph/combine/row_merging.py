"""One row of several: within a source, where organisations turned out to be one, and then across sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.names.cities import normal_city
from polegraph.tables import ROLES, TABLES, VISIBILITIES

if TYPE_CHECKING:
    from collections.abc import Sequence

SEPARATOR: Final = ";"
"""Between the sources of a row."""
_TOGETHER: Final = {
    "organisations": (("size", "sme"), ("lat", "lon")),
    "projects": (("start", "end", "year"),),
    "memberships": (("since", "until"),),
}
"""Columns that contradict each other when one comes from one source and one from another."""
_OF_THE_CITY: Final = ("region", "department", "postcode", "lat", "lon")
"""Columns that are only taken from a row with the city of the one that gives the city."""


def within_sources(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Build one row of those of one source with the same key: parts of one organisation, of which all is true.

    The amounts of participations are added, for each was paid; one coordinator makes a coordinator; a membership
    lasts from the first to the last day of any; rows in which a name was written are added. Of all else the first that
    is known holds, except for what protects (see `across_sources`).

    Parameters
    ----------
    name
        Name of the table.
    rows
        Rows with their key and ``source``, the most complete first.

    Returns
    -------
    DataFrame
        One row for each key and source.
    """
    by = list(dict.fromkeys([*TABLES[name].key, "source"]))
    again = rows.duplicated(by, keep=False)
    if not again.any():
        return rows
    several = rows[again]
    one = _first_known(name, several, by)
    grouped = several.groupby(by, dropna=False, sort=True)
    match name:
        case "participations":
            one[["funding", "cost"]] = grouped[["funding", "cost"]].sum(min_count=1).to_numpy()
            ranks = {role: rank for rank, role in enumerate(ROLES)}
            best = (
                several.assign(role=several["role"].map(ranks).astype("float64"))
                .groupby(by, dropna=False, sort=True)["role"]
                .min()
            )
            one["role"] = best.map(dict(enumerate(ROLES))).astype("str").to_numpy()
        case "memberships":
            one["since"] = grouped["since"].min().to_numpy()
            last = grouped["until"].max()
            one["until"] = last.where(grouped["until"].count() == grouped.size()).to_numpy()
        case "aliases":
            one["rows"] = grouped["rows"].sum().to_numpy()
        case _:
            pass
    return pd.concat([rows[~again], _like(rows, one)], ignore_index=True)


def across_sources(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Build one row of those with the same key: of each column the first value that is known.

    What only makes sense together comes from one row. What protects an organisation holds from any source: the
    narrowest visibility, the wish not to be suggested, and the first day on which it is recorded as dissolved.

    Parameters
    ----------
    name
        Name of the table.
    rows
        Rows with their key and ``source``, those of the most recent source first.

    Returns
    -------
    DataFrame
        One row for each key; ``source`` names all.
    """
    key = list(TABLES[name].key)
    again = rows.duplicated(key, keep=False)
    if "source" in key or not again.any():
        return rows
    several = rows[again]
    one = _first_known(name, several, key)
    sources = several.assign(source=several["source"].fillna("")).groupby(key, sort=True, dropna=False)["source"]
    one["source"] = sources.agg(lambda names: SEPARATOR.join(sorted(set(names)))).to_numpy()
    return pd.concat([rows[~again], _like(rows, one)], ignore_index=True)


def _like(rows: pd.DataFrame, one: pd.DataFrame) -> pd.DataFrame:
    return one[rows.columns].astype(rows.dtypes.to_dict())


def _first_known(name: str, rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return for each key and column the first value that is known."""
    if name == "organisations":
        rows = rows.assign(kind=rows["kind"].where(rows["kind"] != "other"))  # "other" means unknown
        rows = _of_one_city(rows, by)
    grouped = rows.groupby(by, sort=True, dropna=False)
    one = grouped.first()
    for together in _TOGETHER.get(name, ()):
        columns = list(together)
        first = rows[rows[columns].notna().any(axis=1)].drop_duplicates(by)
        known = rows[by].drop_duplicates().merge(first[[*by, *columns]], how="left", on=by).sort_values(by)
        one[columns] = known[columns].set_axis(one.index)
    if "visibility" in rows.columns:
        one["visibility"] = _narrowest(rows, by, one.index)
    if name == "organisations":
        one["kind"] = one["kind"].fillna("other")
        one["opt_out"] = grouped["opt_out"].max()
        one["dissolved"] = grouped["dissolved"].min()
    return one.reset_index()


def _narrowest(rows: pd.DataFrame, by: Sequence[str], index: pd.Index[Any]) -> pd.Series[str]:
    ranks = {word: rank for rank, word in enumerate(VISIBILITIES)}
    rank = rows.assign(visibility=rows["visibility"].map(ranks).astype("float64")).groupby(
        list(by), sort=True, dropna=False
    )
    return rank["visibility"].max().map(dict(enumerate(VISIBILITIES))).astype("str").set_axis(index)


def _of_one_city(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Empty the place of a row that is not in the city of the first one that names a city."""
    distinct = rows["city"].dropna().unique().tolist()
    city = rows["city"].map({text: normal_city(text) or text for text in distinct}).astype("str")
    first = rows.assign(city=city).groupby(by, sort=False, dropna=False)["city"].transform("first")
    elsewhere = first.notna() & (city != first).fillna(value=True)
    return rows.assign(**{column: rows[column].mask(elsewhere) for column in _OF_THE_CITY})
