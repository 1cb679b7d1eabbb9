"""Results in Neo4j: properties of organisations, suggestions as relationships, and a record of each run."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.stores.graph_database import reading, sessions
from polegraph.stores.location import location
from polegraph.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

    import neo4j

    from polegraph.stores.location import Location

_BATCH: Final = 5_000
_KNOWN: Final = {"org_id", "name", "kind", "size", "region"}
"""Columns of results that organisations have anyway."""
_SUGGESTED: Final = ("rank", "score", "reasons", "via_ids", "evidence_projects")


def version(address: str) -> int:
    """Return the version of a dataset that results are about to be computed on.

    Parameters
    ----------
    address
        ``neo4j://HOST:PORT/DATABASE?dataset=NAME``.

    Raises
    ------
    PolegraphError
        If it is the name of a folder, or the dataset is not there or not complete.
    """
    place = _place(address)
    with sessions.session(place, readonly=True) as opened:
        return int(reading.state(opened, place)["version"])


def properties(
    address: str, run: str, table: pd.DataFrame, *, computed_on: int, method: str, options: Mapping[str, Any]
) -> int:
    """Keep a table of results as properties ``RUN_COLUMN`` of the organisations, in the place of those of the last run.

    Parameters
    ----------
    address
        ``neo4j://HOST:PORT/DATABASE?dataset=NAME``.
    run
        Name of the run: ``links`` or ``metrics``.
    table
        The results; ``org_id`` is the organisation of a row.
    computed_on
        As `version` gave it before they were computed.
    method, options
        How they were computed.

    Returns
    -------
    int
        Number of organisations.

    Raises
    ------
    PolegraphError
        If the dataset has changed since, or the server refuses.
    """
    # build the properties of each organisation
    place = _place(address)
    columns = [column for column in table.columns if column not in _KNOWN]
    names = [f"{run}_{column}" for column in columns]
    lists = [pa.Array.from_pandas(table[column]).to_pylist() for column in columns]
    marked = {f"{run}_saved": True}
    values = [{**dict(zip(names, row, strict=True)), **marked} for row in zip(*lists, strict=True)]
    org_ids = table["org_id"].tolist()
    # clear those of an earlier run, then write in batches, the record of the run last
    with sessions.session(place) as opened:
        known = reading.state(opened, place)
        _record(opened, place, run, computed_on, None)
        before = json.loads(known.get(f"run_{run}_properties") or "[]")
        nothing = dict.fromkeys([*before, *names, *marked])
        opened.run(
            sessions.statement("save/clear_properties"), dataset=place.dataset, nothing=nothing, mark=f"{run}_saved"
        ).consume()
        for i in range(0, len(values), _BATCH):
            given = {"dataset": place.dataset, "org_ids": org_ids[i : i + _BATCH], "values": values[i : i + _BATCH]}
            opened.execute_write(_write, "save/properties", given)
        _record(opened, place, run, computed_on, {**_about(method, options), "properties": json.dumps(names)})
    return len(values)


def suggestions(
    address: str,
    table: pd.DataFrame,
    *,
    asked: list[str] | None,
    computed_on: int,
    method: str,
    options: Mapping[str, Any],
) -> int:
    """Keep suggestions as relationships ``SUGGESTED``, in the place of those that the same organisations had.

    Parameters
    ----------
    address
        ``neo4j://HOST:PORT/DATABASE?dataset=NAME``.
    table
        As `polegraph.suggestions.suggest` gives it.
    asked
        The users of the suggestions; None for all organisations.
    computed_on, method, options
        As for `properties`.

    Returns
    -------
    int
        Number of suggestions.

    Raises
    ------
    PolegraphError
        As `properties`.
    """
    place = _place(address)
    columns = {name: pa.Array.from_pandas(table[name]).to_pylist() for name in _SUGGESTED}
    columns["fingerprint"] = pd.util.hash_pandas_object(table, index=False).to_numpy().view(np.int64).tolist()
    links = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    rows = [list(row) for row in zip(table["org_id"], table["suggested_id"], links, strict=True)]
    with sessions.session(place) as opened:
        _record(opened, place, "suggest", computed_on, None)
        _write_all(opened, place, rows, asked)
        _record(opened, place, "suggest", computed_on, _about(method, options))
    return len(rows)


def _write_all(opened: neo4j.Session, place: Location, rows: list[list[Any]], asked: list[str] | None) -> None:
    dataset = place.dataset
    opened.run(sessions.statement("save/clear_suggested"), dataset=dataset, org_ids=asked).consume()
    for i in range(0, len(rows), _BATCH):
        opened.execute_write(_write, "save/suggested", {"dataset": dataset, "rows": rows[i : i + _BATCH]})


def _write(transaction: neo4j.ManagedTransaction, name: str, given: dict[str, Any]) -> None:
    transaction.run(sessions.statement(name), given).consume()


def _about(method: str, options: Mapping[str, Any]) -> dict[str, Any]:

    text = json.dumps(options, ensure_ascii=False, sort_keys=True, default=str)
    return {"method": method, "options": text, "polegraph": __version__, "date": datetime.now(tz=UTC)}


def _record(opened: neo4j.Session, place: Location, run: str, computed_on: int, about: dict[str, Any] | None) -> None:
    """Record a run that is whole, or (None) that there is none, while it is being written."""
    names = ("method", "options", "polegraph", "date", *(("properties",) if about and "properties" in about else ()))
    kept = {f"run_{run}_{name}": None if about is None else about[name] for name in names}
    kept[f"run_{run}_version"] = None if about is None else computed_on
    given = {"dataset": place.dataset, "version": computed_on, "about": kept}
    if not sessions.rows(opened, "save/run", **given):
        raise PolegraphError(
            _("the dataset changed while the results were computed, so they were not saved"),
            file=str(place),
            remedy=_("give the command again"),
        )


def _place(address: str) -> Location:
    place = location(address)
    if place is None:
        raise PolegraphError(
            _("only a network in Neo4j keeps results beside its data"),
            file=address,
            remedy=_("leave --save out and write a file with -o, or copy the network first: polegraph copy"),
        )
    return place
