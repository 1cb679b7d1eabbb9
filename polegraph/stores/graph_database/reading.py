"""Reader of networks from Neo4j: the same tables, dtype for dtype, that were written."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from polegraph import tables
from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.stores.folder import arrow
from polegraph.stores.graph_database import sessions
from polegraph.stores.graph_database.mapping import is_kept, own_properties, stored
from polegraph.stores.graph_database.model import FORMAT, LINKS, NODES, ORDERED_BY_POSITION, check_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    import neo4j

    from polegraph.stores.graph_database.mapping import Element
    from polegraph.stores.location import Location

_BATCH: Final = 50_000
COMPLETE: Final = "complete"


def state(session: neo4j.Session, place: Location) -> dict[str, Any]:
    """Return the properties of a dataset that is there and complete.

    Parameters
    ----------
    session
        Any session.
    place
        The address.

    Raises
    ------
    PolegraphError
        If there is no such dataset, or it is being written.
    """
    # without a node of the dataset, list the datasets of the database
    found = sessions.rows(session, "dataset/state", dataset=place.dataset)
    if not found:
        names = [record["name"] for record in sessions.rows(session, "dataset/names")]
        there = ", ".join(f"?dataset={name}" for name in names if isinstance(name, str))
        raise PolegraphError(
            _("there is no dataset '{name}' in this database").format(name=place.dataset),
            file=str(place),
            remedy=_("add one of these to the address: {names}").format(names=there)
            if there
            else _("copy one into it first: polegraph copy FOLDER {address}").format(address=place),
        )
    # refuse an incomplete dataset and a later format
    known = dict(found[0]["dataset"])
    if known.get("status") != COMPLETE:
        raise PolegraphError(
            _("this dataset is being written, or its writing was interrupted"),
            file=str(place),
            remedy=_("wait until it is complete; if nobody writes to it, give the command that wrote it once more"),
        )
    if int(known.get("format", FORMAT)) > FORMAT:
        raise PolegraphError(
            _("this dataset was written by a newer polegraph"),
            file=str(place),
            remedy=_("install the newest polegraph"),
        )
    return known


def read_tables(
    session: neo4j.Session,
    dataset: str,
    known: Mapping[str, Any],
    ids: Mapping[str, list[str]],
) -> dict[str, pd.DataFrame]:
    """Read tables of which the element ids are known.

    Parameters
    ----------
    session
        Any session.
    dataset
        Name of the dataset.
    known
        Properties of its node.
    ids
        Element ids by table.

    Returns
    -------
    dict
        Every table of the model; those that ``ids`` does not name are empty.
    """
    frames = {name: _table(session, name, ids.get(name, []), known.get(f"own_{name}")) for name in tables.TABLES}
    for record in sessions.rows(session, "dataset/orders", dataset=dataset):
        name, positions = record["table"], np.array(record["positions"])
        if len(positions) == len(frames[name]):
            frames[name] = frames[name].iloc[positions].reset_index(drop=True)
    return frames


def all_ids(session: neo4j.Session, dataset: str) -> tuple[dict[str, list[str]], dict[str, list[int]]]:
    """Return the element ids and fingerprints of everything that a dataset holds.

    Parameters
    ----------
    session
        Any session.
    dataset
        Name of the dataset.
    """
    ids, prints = {}, {}
    for name in (*NODES, *LINKS):
        record = sessions.rows(session, f"present/{name}", dataset=dataset)[0]
        ids[name], prints[name] = record["ids"], record["fingerprints"]
    return ids, prints


def _table(session: neo4j.Session, name: str, ids: list[str], own: bytes | None) -> pd.DataFrame:
    """Read one table and sort its rows by their keys."""
    extra = [] if own is None else list(pa.ipc.read_schema(pa.py_buffer(own)))
    if not ids and not extra:
        return tables.empty(name)
    check_columns(f"read/{name}", tables.TABLES[name].names)
    parts = [
        _part(sessions.rows(session, f"read/{name}", ids=ids[i : i + _BATCH], own=bool(extra))[0], name, extra)
        for i in range(0, max(len(ids), 1), _BATCH)
    ]
    return arrow.to_pandas(pa.concat_tables(parts).take(key_order(name, pa.concat_tables(parts))))


def _part(record: neo4j.Record, name: str, extra: list[pa.Field]) -> pa.Table:
    arrays = [_array(record[field.name], field.type) for field in tables.arrow_schema(name)]
    properties = own_properties(name, pd.DataFrame(columns=[*tables.TABLES[name].names, *(f.name for f in extra)]))
    for field in extra:
        values = [row.get(properties[field.name]) for row in record["own"]]
        arrays.append(_array(values, field.type) if is_kept(field.type) else _from_text(values, field.type))
    schema = pa.schema([*tables.arrow_schema(name), *extra])
    columns = pa.Table.from_arrays(arrays, schema=schema)
    if name in ORDERED_BY_POSITION:
        order = np.argsort(np.array(record["key"], dtype="str"), kind="stable")
        columns = columns.take(pa.array(order))
    return columns


def _array(values: list[Any], kind: pa.DataType) -> pa.Array:
    if pa.types.is_date32(kind):
        values = [None if value is None else value.to_native() for value in values]
    try:
        return pa.array(values, kind)
    except (pa.ArrowException, TypeError, ValueError, AttributeError) as error:
        raise _not_ours(error) from error


def _not_ours(error: Exception) -> PolegraphError:
    return PolegraphError(
        _("a value in the database is not what polegraph wrote there: {error}").format(error=str(error)[:200]),
        remedy=_("correct it, or load the dataset again"),
    )


def _from_text(values: list[Any], kind: pa.DataType) -> pa.Array:
    """Undo `polegraph.stores.graph_database.mapping.stored`."""
    if pa.types.is_null(kind):
        return pa.nulls(len(values))
    try:
        if pa.types.is_time(kind):  # which Arrow writes as text but does not read
            return pa.array([None if value is None else time.fromisoformat(value) for value in values], kind)
        return pa.array(values, pa.string()).cast(kind)
    except (pa.ArrowException, TypeError, ValueError) as error:
        raise _not_ours(error) from error


def key_order(name: str, table: pa.Table) -> pa.Array:
    """Return the order that sorts the rows of a table by their keys; a table without a key keeps its own.

    Parameters
    ----------
    name
        Name of the table.
    table
        The table.
    """
    key = tables.TABLES[name].key
    if not key:
        return pa.array(np.arange(table.num_rows))
    frame = table.select(list(key)).to_pandas()
    return pa.array(np.lexsort([_codes(frame[column]) for column in reversed(key)]))


def _codes(values: pd.Series[Any]) -> np.ndarray[Any, Any]:
    """Return the rank of each value in the order of code points, missing ones last."""
    codes = pd.factorize(values, sort=True)[0]
    return np.where(codes < 0, len(values), codes)


def own_schemas(frames: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """Return the types of the user's own columns, as the Dataset node keeps them; None where a table has none.

    Parameters
    ----------
    frames
        The tables.
    """
    about: dict[str, Any] = {}
    for name, frame in frames.items():
        table = arrow.to_arrow(name, frame)
        extra = [table.schema.field(column) for column in tables.own_columns(name, frame)]
        about[f"own_{name}"] = pa.schema(extra).serialize().to_pybytes() if extra else None
        for field in extra:
            stored(table.column(field.name).combine_chunks())
    return about


def without_left(known: Mapping[str, Any], wanted: Mapping[str, Element]) -> dict[str, Element]:
    """Remove the user's own columns that a dataset has no more from its nodes; relationships are written anew.

    Parameters
    ----------
    known
        Current properties of the dataset's node.
    wanted
        Target state of the graph.
    """
    changed = dict(wanted)
    for name in NODES:
        schema = known.get(f"own_{name}")
        if schema is not None:
            before = pd.DataFrame(columns=pa.ipc.read_schema(pa.py_buffer(schema)).names)
            left = set(own_properties(name, before).values()).difference(wanted[name].own)
            changed[name] = replace(wanted[name], left=tuple(sorted(left)))
    return changed


def orders(frames: Mapping[str, pd.DataFrame]) -> list[dict[str, Any]]:
    """Return the row positions of those tables that are not sorted by their keys.

    Parameters
    ----------
    frames
        The tables.
    """
    kept = []
    for name, frame in frames.items():
        order = key_order(name, arrow.to_arrow(name, frame)).to_numpy()
        if (order[1:] < order[:-1]).any():
            kept.append({"table": name, "positions": np.argsort(order, kind="stable").tolist()})
    return kept
