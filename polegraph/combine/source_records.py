"""Values of each source for a row that is made of several, or was changed: kept as far as they differ from the row."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.tables import TABLES, convert

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray


def records(name: str, said: pd.DataFrame, became: pd.DataFrame, shared: NDArray[np.bool_]) -> pd.DataFrame:
    """Keep the values that sources gave.

    Parameters
    ----------
    name
        Name of the table.
    said
        Rows as their sources give them, each with its source.
    became
        The row that each of them is in now, in the same order.
    shared
        Whether that row is more than this one alone, so that it must be kept even if nothing differs.

    Returns
    -------
    DataFrame
        Rows of the table ``records``: the key that the source gives, and the values that the row has otherwise.
    """
    key = list(TABLES[name].key)
    differing: dict[int, dict[str, Any]] = {}
    for column in said.columns.difference([*key, "source"], sort=False):
        now = became[column].set_axis(said.index)
        same = (said[column] == now) | (said[column].isna() & now.isna())
        where = np.flatnonzero(~same.to_numpy(dtype=bool, na_value=False))
        for row, value in zip(where.tolist(), _plain(said[column].iloc[where]), strict=True):
            differing.setdefault(row, {})[column] = value
    moved = np.column_stack([_differ(said[column], became[column]) & said[column].notna().to_numpy() for column in key])
    kept = np.flatnonzero(shared | moved.any(axis=1) | np.isin(np.arange(len(said)), list(differing)))
    keys = zip(*(_plain(said[column].iloc[kept]) for column in key), strict=True)
    return pd.DataFrame(
        {
            "table": name,
            "key": [json.dumps(values, ensure_ascii=False) for values in keys],
            "source": said["source"].iloc[kept].fillna("").to_numpy(),
            "row": [json.dumps(differing.get(row, {}), ensure_ascii=False) for row in kept.tolist()],
        },
        columns=TABLES["records"].names,
    ).astype("str")


def _differ(one: pd.Series[Any], other: pd.Series[Any]) -> NDArray[np.bool_]:
    return (one.reset_index(drop=True) != other.reset_index(drop=True)).to_numpy(dtype=bool, na_value=True)


def said(
    name: str, table: pd.DataFrame, kept: pd.DataFrame, owner: Mapping[str, str]
) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """Return the rows of a table as their sources stated them.

    Parameters
    ----------
    name
        Name of the table.
    table
        The table.
    kept
        Its rows of the table ``records``.
    owner
        Identifier under which an organisation stands, by the one that its source gives.

    Returns
    -------
    rows : DataFrame
        One for each record.
    made : array
        Positions of the rows of the table that are made of these.
    """
    key = list(TABLES[name].key)
    keys = pd.DataFrame([json.loads(text) for text in kept["key"]], columns=key, dtype="object")
    keys = convert(name, keys)[0][key]
    now = keys.assign(org_id=owned(keys["org_id"], owner)) if "org_id" in key else keys
    place = places(table[key], now)
    if (place < 0).any():
        lost = keys.iloc[int(np.argmax(place < 0))]
        raise PolegraphError(
            _("what the sources said of a row is kept, but the row is not there"),
            file=_("table {table}").format(table=name),
            value=" / ".join("" if pd.isna(one) else str(one) for one in lost),
            remedy=_("import the sources again with --replace"),
        )
    rows = table.iloc[place].reset_index(drop=True)
    rows[key] = keys
    source = kept["source"].reset_index(drop=True)
    rows["source"] = source.where(source != "", None)
    return _with_differences(name, rows, kept["row"]), np.unique(place)


def _with_differences(name: str, rows: pd.DataFrame, texts: pd.Series[str]) -> pd.DataFrame:
    places: dict[str, list[int]] = {}
    values: dict[str, list[Any]] = {}
    for place, text in enumerate(texts):
        if text != "{}":
            for column, value in json.loads(text).items():
                places.setdefault(column, []).append(place)
                values.setdefault(column, []).append(value)
    known = set(TABLES[name].names)
    for column in set(places).intersection(rows.columns).difference(["source", *TABLES[name].key]):
        given = pd.Series(values[column], dtype="object")
        if column in known:
            given = convert(name, pd.DataFrame({column: given}))[0][column]
        rows.loc[places[column], column] = given.astype(rows[column].dtype).array
    return rows


def all_owned(name: str, rows: pd.DataFrame, owner: Mapping[str, str]) -> pd.DataFrame:
    """Return rows with the identifiers under which organisations stand, in every column that names one.

    Parameters
    ----------
    name
        Name of the table.
    rows
        Its rows, or some of its columns.
    owner
        Those that stand under another, with that one.

    Examples
    --------
    >>> needs = pd.DataFrame({"org_id": ["A"], "met_by": ["B"]})
    >>> all_owned("needs", needs, {"B": "C"}).values.tolist()
    [['A', 'C']]
    """
    return rows.assign(**{column: owned(rows[column], owner) for column in _naming(name, rows)})


def _naming(name: str, rows: pd.DataFrame) -> list[str]:
    """Return the columns that name an organisation."""
    pointing = {column for column, other in TABLES[name].references.items() if other == "organisations"}
    return sorted({"org_id", *pointing} & set(rows.columns))


def changed(name: str, now: pd.DataFrame, before: pd.DataFrame) -> NDArray[np.bool_]:
    """Return which rows name another organisation than before; two missing identifiers are the same.

    Parameters
    ----------
    name
        Name of the table.
    now, before
        The same rows, as `all_owned` gives and takes them.

    Examples
    --------
    >>> now, before = (pd.DataFrame({"org_id": [one, None]}) for one in "AB")
    >>> changed("outcomes", now, before).tolist()
    [True, False]
    """
    differs = np.zeros(len(now), dtype=np.bool_)
    for column in _naming(name, now):
        both = now[column].isna() & before[column].isna()
        differs |= ((now[column] != before[column]) & ~both).to_numpy(dtype=bool)
    return differs


def owned(org_id: pd.Series[str], owner: Mapping[str, str]) -> pd.Series[str]:
    """Return the identifiers under which organisations stand.

    Parameters
    ----------
    org_id
        Identifiers as sources give them.
    owner
        Those that stand under another, with that one.

    Examples
    --------
    >>> owned(pd.Series(["A", "B"]), {"B": "A"}).tolist()
    ['A', 'A']
    """
    return org_id.map(owner).astype("str").fillna(org_id) if owner else org_id


def places(have: pd.DataFrame, wanted: pd.DataFrame) -> NDArray[np.int64]:
    """Find rows by their keys, in which values may be missing; -1 where there is none."""
    both = pd.concat([have, wanted], ignore_index=True)
    number = both.groupby(list(both.columns), dropna=False, sort=False).ngroup().to_numpy()
    place = np.full(len(both), -1, dtype=np.int64)
    place[number[: len(have)]] = np.arange(len(have))
    return place[number[len(have) :]]


def _plain(values: pd.Series[Any]) -> list[Any]:
    """Return values as JSON has them."""
    if pd.api.types.is_datetime64_any_dtype(values):
        values = values.dt.strftime("%Y-%m-%d")
    return values.astype("object").where(values.notna(), None).tolist()
