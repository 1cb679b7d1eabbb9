"""Histories of organisations: every spelling of a name, and the attributes that prevailed in earlier years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable


def aliases(source: str, org_id: pd.Series[str], source_id: pd.Series[str], name: pd.Series[str]) -> pd.DataFrame:
    """Count every spelling of organisations.

    Parameters
    ----------
    source
        Name of the source.
    org_id, source_id, name : Series, one entry a row of the file
        Organisation; its identifier in the source (missing if none); its name as written there.

    Returns
    -------
    DataFrame
        The table ``aliases``.

    Examples
    --------
    >>> one = pd.Series(["A", "A"])
    >>> aliases("anr", one, pd.Series([None, None], dtype="str"), pd.Series(["Ada", "Ada"]))["rows"].tolist()
    [2]
    """
    frame = pd.DataFrame({"org_id": org_id, "source": source, "source_id": source_id, "name": name})
    return (
        frame.groupby(["org_id", "source", "source_id", "name"], dropna=False, sort=True)
        .size()
        .reset_index(name="rows")
    )


def prevailing(key: pd.Series[Any], year: pd.Series[int], value: pd.Series[str]) -> pd.Series[str]:
    """Return the prevailing value of each key: the most frequent one of the latest year with any.

    Of several that are equally frequent then, the first in alphabetical order; so the order of rows never matters.

    Parameters
    ----------
    key, year, value : Series, one entry a row of the file
        Key; year (missing years come before all others); value (missing if none).

    Returns
    -------
    Series
        Values by key; keys without a value are not in it.

    Examples
    --------
    >>> prevailing(pd.Series(["A"] * 3), pd.Series([2010, 2012, 2012]), pd.Series(["x", "z", "y"])).to_dict()
    {'A': 'y'}
    """
    said = value.notna().to_numpy() & key.notna().to_numpy()
    keys, known_keys = pd.factorize(key[said])
    values, known_values = pd.factorize(value[said], sort=True)
    years = year[said].fillna(-1).to_numpy(dtype=np.int64)
    counted = pd.DataFrame({"key": keys, "year": years, "value": values})
    counted = counted.groupby(["key", "year", "value"], sort=False).size().rename("number").reset_index()
    order = np.lexsort((counted["value"], -counted["number"], -counted["year"], counted["key"]))
    first = counted.iloc[order].drop_duplicates("key")
    return pd.Series(
        np.asarray(known_values, dtype=object)[first["value"].to_numpy()],
        index=pd.Index(np.asarray(known_keys, dtype=object)[first["key"].to_numpy()]),
        dtype="str",
    )


def descriptions(
    source: str,
    key: pd.Series[str],
    year: pd.Series[Any],
    said: pd.DataFrame,
    table: Callable[[pd.DataFrame], pd.DataFrame],
) -> pd.DataFrame:
    """Return the attributes of each organisation by the end of each year, where they changed.

    Parameters
    ----------
    source
        Name of the source.
    key, year : Series, one entry a row of the file
        Organisation; the year of its project (missing if that has none).
    said
        Its attributes, in the words of the source; one row a row of the file.
    table
        Makes of ``org_id`` and such columns the columns of the table ``organisations``, row by row.

    Returns
    -------
    DataFrame
        The table ``descriptions``. A column has rows for all its values over time, or none: the value in the table
        ``organisations`` then holds for all years. A row without a year holds the value of undated projects alone.

    Examples
    --------
    >>> one = pd.Series(["A"] * 3)
    >>> said = pd.DataFrame({"city": [None, "Tours", "Blois"], "name": ["Ada"] * 3}, dtype="str")
    >>> made = descriptions("anr", one, pd.Series([2010, 2012, 2015]), said, lambda rows: rows)
    >>> made[["column", "year", "value"]].values.tolist()
    [['city', 2012, 'Tours'], ['city', 2015, 'Blois']]
    """
    number = pd.to_numeric(year).astype("Int64").fillna(0).astype("int64")  # 0 where there is none
    times = pd.DataFrame({"org_id": key, "year": number}).dropna().drop_duplicates()
    times = times[times.duplicated("org_id", keep=False)]
    several = key.isin(times["org_id"])
    key, number, said = key[several], number[several], said[several]
    pair = (number.astype("str") + "\0" + key).astype("str")
    states = times[times["year"] > 0].sort_values(["org_id", "year"], ignore_index=True)
    at = states["year"].astype("str") + "\0" + states["org_id"]
    now = times[["org_id"]].drop_duplicates().assign(year=0)  # the final value stands last, without a year
    for column in said.columns:
        states[column] = at.map(prevailing(pair, number, said[column])).astype("str")
        states[column] = states.groupby("org_id")[column].ffill()
        now[column] = now["org_id"].map(prevailing(key, number, said[column])).astype("str")
    rows = pd.concat([states, now], ignore_index=True).sort_values("org_id", kind="stable", ignore_index=True)
    return _changes(source, rows, table(rows.drop(columns="year")))


def _changes(source: str, rows: pd.DataFrame, described: pd.DataFrame) -> pd.DataFrame:
    """Keep for each organisation and column the values that differ from the previous one, if any does."""
    begins = ~rows["org_id"].duplicated()
    parts = []
    for column in described.columns.drop("org_id"):
        value = _texts_of(described[column]).set_axis(rows.index)
        before = value.shift().mask(begins)
        differs = (value != before) & (value.notna() | before.notna())
        moves = (differs & ~begins).groupby(rows["org_id"]).transform("any")
        kept = rows.loc[differs & moves, ["org_id", "year"]]
        parts.append(kept.assign(column=column, value=value[kept.index]))
    table = pd.concat(parts, ignore_index=True) if parts else rows[["org_id", "year"]].iloc[:0]
    table["year"] = table["year"].astype("Int64").mask(table["year"] == 0)
    return table.assign(source=source)


def _texts_of(values: pd.Series[Any]) -> pd.Series[str]:
    """Write the values of a column as text, as the table that they go to reads it."""
    if values.dtype.name == "str":
        return values
    texts = values.astype("object").map(lambda value: str(value).lower(), na_action="ignore")
    return texts.astype("str")
