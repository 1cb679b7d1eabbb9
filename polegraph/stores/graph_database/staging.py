"""Staging: the next state of a dataset, kept beside it until it is written.

An import reads the dataset, puts a source into it and writes the whole again. If it is interrupted, the database holds
neither the old nor the new rows; the next import continues from the staged state.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from polegraph import tables
from polegraph.stores.folder import arrow
from polegraph.stores.graph_database import sessions

if TYPE_CHECKING:
    import neo4j
    import pandas as pd

    from polegraph.network import Network

_PART: Final = 1_000_000  # bytes; a transaction is to stay small


def keep(session: neo4j.Session, dataset: str, token: str, net: Network) -> int:
    """Write a network into staging, in parts; return their number.

    Parameters
    ----------
    session
        One that may write.
    dataset
        Name of the dataset.
    token
        Names this writing.
    net
        The next state of the dataset.
    """
    number = 0
    for name, frame in net.tables.items():
        buffer = io.BytesIO()
        pq.write_table(arrow.to_arrow(name, frame), buffer, compression="zstd", store_schema=False)
        content = buffer.getvalue()
        for part, start in enumerate(range(0, len(content), _PART)):
            given = {"dataset": dataset, "token": token, "table": name, "part": part}
            session.run(sessions.statement("dataset/stage"), given, bytes=content[start : start + _PART]).consume()
            number += 1
    return number


def kept(session: neo4j.Session, dataset: str, token: str) -> dict[str, pd.DataFrame]:
    """Read the tables from staging.

    Parameters
    ----------
    session
        Any session.
    dataset
        Name of the dataset.
    token
        Names the writing.
    """
    contents: dict[str, bytes] = {}
    for record in sessions.rows(session, "dataset/staged", dataset=dataset, token=token):
        contents[record["table"]] = contents.get(record["table"], b"") + record["bytes"]
    return {
        name: arrow.to_pandas(pq.read_table(pa.BufferReader(contents[name])))
        if name in contents
        else tables.empty(name)
        for name in tables.TABLES
    }
