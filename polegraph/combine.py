"""Several sources in one set of tables, so that each can be replaced without touching the others.

Every row says which sources it comes from. Where several sources speak of the same row (an organisation of two
programmes), the table holds what the most recent of them says, completed by the others, and ``records`` keeps what each
one said; so `split` undoes `combine` exactly, and the order of imports never matters.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.tables import TABLES, WHO_IS_WHO, convert, empty

if TYPE_CHECKING:
    from collections.abc import Mapping

    Tables = Mapping[str, pd.DataFrame]

OWN_PER_SOURCE: Final = ("aliases", "rejected", "imports")
"""Tables whose rows belong to one source by their key."""
_SEPARATOR = ";"
_TOGETHER: Final = {
    "organisations": (("size", "sme"), ("lat", "lon")),
    "projects": (("start", "end", "year"),),
    "memberships": (("since", "until"),),
}
"""Columns that contradict each other when one comes from one source and one from another."""


def combine(parts: Mapping[str, Tables]) -> dict[str, pd.DataFrame]:
    """Put the tables of several sources together.

    Parameters
    ----------
    parts
        Converted tables, by source.

    Returns
    -------
    dict
        Every table of the model, sorted by its key; ``records`` holds what each source said of shared rows.

    Raises
    ------
    PolegraphError
        If a source has a name with ``;`` in it.

    Examples
    --------
    >>> import polegraph.examples
    >>> tables = polegraph.examples.tiny().tables
    >>> both = combine({"one": tables, "two": tables})
    >>> both["projects"]["source"].unique().tolist(), len(both["records"])
    (['one;two'], 30)
    """
    for source in parts:
        if _SEPARATOR in source:
            raise PolegraphError(
                _("a source may not have ';' in its name"), value=source, remedy=_("choose another name")
            )
    order = sorted(parts, key=lambda source: (-_last_year(parts[source]), source))
    tables: dict[str, pd.DataFrame] = {}
    records: list[pd.DataFrame] = []
    for name in TABLES:
        if name in {"records", *WHO_IS_WHO}:
            continue
        stacked = _stacked(name, {source: parts[source] for source in order})
        if name not in OWN_PER_SOURCE:
            stacked, kept = _merged(name, stacked)
            records.append(kept)
        tables[name] = _in_order(name, stacked)
    tables["records"] = _in_order("records", pd.concat(records, ignore_index=True))
    tables.update({name: empty(name) for name in WHO_IS_WHO})
    return tables


def split(tables: Tables) -> dict[str, dict[str, pd.DataFrame]]:
    """Take the tables of several sources apart again.

    Parameters
    ----------
    tables
        As `combine` gives them.

    Returns
    -------
    dict
        Tables by source.

    Examples
    --------
    >>> import polegraph.examples
    >>> tables = polegraph.examples.tiny().tables
    >>> sorted(split(combine({"one": tables, "two": tables})))
    ['one', 'two']
    """
    sources = sorted(
        {
            source
            for name, table in tables.items()
            if name not in {"records", *WHO_IS_WHO}
            for joined in table["source"].fillna("").unique()
            for source in joined.split(_SEPARATOR)
        },
    )
    if not sources:
        return {}
    records = dict(iter(tables["records"].groupby(["table", "source"])))
    return {
        source: {name: _of_source(name, table, source, records) for name, table in tables.items()} for source in sources
    }


def _of_source(name: str, table: pd.DataFrame, source: str, records: Mapping[Any, pd.DataFrame]) -> pd.DataFrame:
    if name in {"records", *WHO_IS_WHO}:
        return empty(name)
    alone = table[table["source"].fillna("") == source]
    own = records.get((name, source))
    if own is None:
        return alone.reset_index(drop=True)
    rows = pd.DataFrame([json.loads(row) for row in own["row"]], columns=table.columns)
    return _in_order(name, pd.concat([alone, convert(name, rows)[0]], ignore_index=True))


def _stacked(name: str, parts: Mapping[str, Tables]) -> pd.DataFrame:
    """Put the rows of all sources under each other, each with its source."""
    frames = []
    for source, tables in parts.items():
        frame = tables.get(name)
        if frame is not None and len(frame):
            frames.append(frame.assign(source=source or None).astype({"source": "str"}))
    return pd.concat(frames, ignore_index=True) if frames else empty(name)


def _merged(name: str, stacked: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make one row of those with the same key; give what each source said of them as records."""
    key = list(TABLES[name].key)
    shared = stacked.duplicated(key, keep=False)
    if not shared.any():
        return stacked, empty("records")
    rows = stacked[shared]
    one = _first_known(name, rows, key)
    sources = rows.assign(source=rows["source"].fillna("")).groupby(key, sort=True)["source"]
    one["source"] = sources.agg(lambda names: _SEPARATOR.join(sorted(set(names)))).to_numpy()
    one = one[stacked.columns].astype(stacked.dtypes.to_dict())
    return pd.concat([stacked[~shared], one], ignore_index=True), _records(name, rows, key)


def _first_known(name: str, rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Give for each key and column the first value that is known; what only makes sense together stays together."""
    if name == "organisations":
        rows = rows.assign(kind=rows["kind"].where(rows["kind"] != "other"))  # "other" is what nobody knows
    one = rows.groupby(key, sort=True).first()
    for together in _TOGETHER.get(name, ()):
        columns = list(together)
        known = rows[rows[columns].notna().any(axis=1)].drop_duplicates(key).set_index(key)[columns]
        one[columns] = known.reindex(one.index)
    if name == "organisations":
        one["kind"] = one["kind"].fillna("other")
    return one.reset_index()


def _records(name: str, rows: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    plain = rows.astype("object").where(rows.notna(), None)
    for column in rows.columns[[pd.api.types.is_datetime64_any_dtype(dtype) for dtype in rows.dtypes]]:
        plain[column] = rows[column].dt.strftime("%Y-%m-%d").astype("object").where(rows[column].notna(), None)
    return pd.DataFrame(
        {
            "table": name,
            "key": [json.dumps(values, ensure_ascii=False) for values in plain[key].to_numpy().tolist()],
            "source": rows["source"].fillna("").to_numpy(),
            "row": [json.dumps(row, ensure_ascii=False) for row in plain.to_dict(orient="records")],
        },
        columns=TABLES["records"].names,
    ).astype("str")


def _in_order(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Sort a table by its key, or by all its columns if it has none."""
    by = list(TABLES[name].key) or TABLES[name].names
    return table.sort_values(by, kind="stable", ignore_index=True)


def _last_year(tables: Tables) -> int:
    """Give the year of a source's latest project; 0 if none is known."""
    years = tables["projects"]["year"].dropna() if "projects" in tables else ()
    return int(max(years)) if len(years) else 0
