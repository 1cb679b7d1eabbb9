"""Mapping of tables to the graph: nodes and relationships as columns, each row with its fingerprint."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import numpy as np
import pandas as pd
import pyarrow as pa

from polegraph import tables
from polegraph.stores.folder import arrow
from polegraph.stores.graph_database import affiliations, collaboration_links
from polegraph.stores.graph_database.model import FORMAT, LINKS, NODES, ORDERED_BY_POSITION

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.network import Network

_RESERVED: Final = {"dataset", "fingerprint", "unit", "unit_size", "location", "left_dataset", "key", "row_key"}
_OWN: Final = "own:"
_RESULTS: Final = ("links_", "metrics_")  # written by --save


@dataclass(frozen=True, slots=True)
class Element:
    """All nodes or relationships of one kind, as columns.

    Parameters
    ----------
    name
        Name of the kind: that of its statements in ``cypher``.
    frame
        A row an element: its key or the keys of its ends, and its properties.
    fingerprints
        A number for each row that changes with any of its values.
    own
        Columns of the frame that are not in the model.
    left
        Properties of such columns that the dataset had and now has no more.
    """

    name: str
    frame: pd.DataFrame
    fingerprints: NDArray[np.int64]
    own: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def elements(net: Network, *, collaborations: bool | None = None) -> dict[str, Element]:
    """Build the elements of the graph (its nodes and relationships) from a network.

    Parameters
    ----------
    net
        The network.
    collaborations
        Whether it is to hold the collaboration links; None if this is not the question.

    Returns
    -------
    dict
        Kinds of nodes, then kinds of relationships.
    """
    # The user's own columns get the names of their properties; organisations also get the unit that they count in.
    frames = {
        name: frame.rename(columns=own_properties(name, frame)).reset_index(drop=True)
        for name, frame in net.tables.items()
    }
    organisations = frames["organisations"]
    category = net.category
    frames["organisations"] = organisations.assign(unit=category["unit"], unit_size=category["size"])
    # Rows with a long or incomplete key are identified by its digest, rows without a key by their position.
    aliases = frames["aliases"]
    frames["aliases"] = aliases.assign(key=_digests(aliases, tables.TABLES["aliases"].key))
    frames["names"] = frames["aliases"][["key", "name"]]
    for name in ORDERED_BY_POSITION:
        frames[name] = frames[name].assign(key=[f"{row:012d}" for row in range(len(frames[name]))])
    frames["records"] = frames["records"].assign(row_key=frames["records"]["key"])  # the key names the node
    for name in ("imports", "records", "descriptions", "targets", *tables.WHO_IS_WHO):
        frames[name] = frames[name].assign(key=_digests(frames[name], tables.TABLES[name].key))
    # Kinds that are no tables: domains, groups and bodies, who holds outcomes, and actions.
    domains = pd.concat([frames["needs"]["domain"], frames["offers"]["domain"]])
    frames["domains"] = pd.DataFrame({"domain": pd.Series(sorted(domains.unique()), dtype="str")})
    frames |= affiliations.nodes_and_links(net)
    frames["produced"] = frames["outcomes"][["project_id", "outcome_id"]]
    held = frames["outcomes"]
    there = held["org_id"].isin(frames["organisations"]["org_id"])  # of a part, who holds it may stand outside
    frames["held"] = held.loc[there, ["outcome_id", "org_id"]].reset_index(drop=True)
    done = sorted(frames["actions"]["action_id"].unique())
    frames["actions_held"] = pd.DataFrame({"action_id": pd.Series(done, dtype="str")})
    wanted = {name: _element(name, frames[name], net.tables.get(name)) for name in (*NODES, *LINKS)}
    if collaborations is not None:
        pairs = collaboration_links.collaborations(net)
        wanted["collaborations"] = _element("collaborations", pairs if collaborations else pairs.iloc[:0], None)
    return wanted


def own_properties(name: str, frame: pd.DataFrame) -> dict[str, str]:
    """Return the property that keeps each of the user's own columns: its name, unless the graph needs that itself.

    Parameters
    ----------
    name
        Name of the table.
    frame
        The table.

    Examples
    --------
    >>> own_properties("needs", pd.DataFrame(columns=["org_id", "domain", "urgent", "key", "links_status"]))
    {'urgent': 'urgent', 'key': 'own:key', 'links_status': 'own:links_status'}
    """
    return {column: _own_property(column) for column in tables.own_columns(name, frame)}


def _own_property(column: str) -> str:
    if "\0" in column:  # as no property may be called
        return _OWN + quote(column)
    taken = not column or column in _RESERVED or column.startswith((_OWN, *_RESULTS))
    return f"{_OWN}{column}" if taken else column


def _digests(frame: pd.DataFrame, key: tuple[str, ...]) -> pd.Series[str]:
    """Return a digest of the key of each row, for keys that are long or have gaps: indexes take short strings alone."""
    columns = [frame[column].astype("object").where(frame[column].notna(), None) for column in key]
    texts = (json.dumps(values, ensure_ascii=False) for values in zip(*columns, strict=True))
    digests = [hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest() for text in texts]
    return pd.Series(digests, index=frame.index, dtype="str")


def _element(name: str, frame: pd.DataFrame, table: pd.DataFrame | None) -> Element:
    own = tuple(own_properties(name, table).values()) if table is not None else ()
    model = f"{name} {FORMAT}"
    if table is not None and own:  # values say neither what their column is called nor whether 1 is a number or a yes
        schema = arrow.to_arrow(name, table).schema
        model += " ".join(f"{column!r} {schema.field(column).type}" for column in tables.own_columns(name, table))
    hashed = pd.util.hash_pandas_object(frame, index=False).to_numpy()
    salt = int.from_bytes(hashlib.blake2b(model.encode(), digest_size=8).digest())
    return Element(name, frame, (hashed ^ np.uint64(salt)).view(np.int64), own)


def parameters(element: Element, chosen: NDArray[np.int64]) -> dict[str, Any]:
    """Return some rows as the parameters of the statement that writes them.

    Parameters
    ----------
    element
        The nodes or relationships of a kind.
    chosen
        Positions of the rows.

    Returns
    -------
    dict
        A list a column, None where a column holds nothing; ``days``, the distinct dates that columns of dates point
        to; ``own``, the own columns as a map a row; ``fingerprint``.
    """
    frame = element.frame.iloc[chosen]
    days: dict[Any, int] = {}
    given: dict[str, Any] = {"fingerprint": element.fingerprints[chosen].tolist()}
    for column in frame.columns.difference(list(element.own), sort=False):
        array = pa.Array.from_pandas(frame[column])
        if array.null_count == len(array):
            given[column] = None
        elif pa.types.is_timestamp(array.type):
            coded = array.cast(pa.date32()).dictionary_encode()
            positions = [days.setdefault(day, len(days)) for day in coded.dictionary.to_pylist()]
            given[column] = [None if code is None else positions[code] for code in coded.indices.to_pylist()]
        else:
            given[column] = array.to_pylist()
    given["days"] = list(days)
    given["own"] = _own_values(frame[list(element.own)]) if element.own else None
    if element.left:
        nothing = dict.fromkeys(element.left)
        given["own"] = [nothing | row for row in given["own"] or [{}] * len(frame)]
    return given


def _own_values(frame: pd.DataFrame) -> list[dict[str, Any]]:
    columns = [stored(pa.Array.from_pandas(frame[name])).to_pylist() for name in frame.columns]
    return [dict(zip(frame.columns, row, strict=True)) for row in zip(*columns, strict=True)]


def stored(array: pa.Array) -> pa.Array:
    """Return an own column as the graph can store it: as text if there is no exact type.

    Parameters
    ----------
    array
        The column.
    """
    return array if is_kept(array.type) else array.cast(pa.string())


def is_kept(kind: pa.DataType) -> bool:
    """Return whether the graph has a type that keeps every value of a column exactly.

    Parameters
    ----------
    kind
        Type of the column.
    """
    types = pa.types
    whole = types.is_integer(kind) and not types.is_uint64(kind)
    text = types.is_string(kind) or types.is_large_string(kind) or types.is_binary(kind) or types.is_large_binary(kind)
    return bool(whole or text or types.is_floating(kind) or types.is_boolean(kind) or types.is_date32(kind))
