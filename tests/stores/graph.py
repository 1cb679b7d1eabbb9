"""What a database or a folder holds, in a form that two of them can be compared in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from tests.neo4j_server import Access

_NODES = "MATCH (n) RETURN elementId(n), labels(n), properties(n)"
_LINKS = "MATCH (a)-[r]->(b) RETURN elementId(r), type(r), properties(r), elementId(a), elementId(b)"


def contents(access: Access, *, dataset: str | None = None) -> dict[str, list[str]]:
    """Give every node and relationship of a database or a dataset with its labels and properties, in one order.

    Nodes are named by what they hold, not by their place in the store, so that two loads can be compared.
    """
    with access.driver() as driver, driver.session() as session:
        rows = [(place, _text(sorted(labels), held), held) for place, labels, held in session.run(_NODES).values()]
        links = session.run(_LINKS).values()
    ours = {place for place, _, held in rows if dataset is None or dataset in {held.get("dataset"), _named(held)}}
    names = {place: text for place, text, _ in rows}
    return {
        "nodes": sorted(text for place, text, _ in rows if place in ours),
        "links": sorted(
            _text(kind, held, names[start], names[end])
            for _, kind, held, start, end in links
            if start in ours or end in ours
        ),
    }


def places(access: Access) -> list[Any]:
    """Give every node and relationship with its place in the store, too: what is the same was not touched."""
    with access.driver() as driver, driver.session() as session:
        found = [*session.run(_NODES).values(), *session.run(_LINKS).values()]
    return sorted(_text(*row) for row in found)


def count(access: Access, query: str, **values: object) -> int:
    """Give the one number that a query returns."""
    with access.driver() as driver, driver.session() as session:
        return int(session.run(query, **values).single(strict=True)[0])  # type: ignore[arg-type]  # a text of the test


def run(access: Access, *queries: str) -> None:
    """Do what another program or a person does in the database."""
    with access.driver() as driver, driver.session() as session:
        for query in queries:
            session.run(query).consume()


def files(folder: Path) -> dict[str, bytes]:
    """Give the bytes of every file of a dataset folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def _named(held: dict[str, Any]) -> object:
    return held["name"] if "status" in held and "version" in held else None


def _text(*values: object) -> str:
    return json.dumps(values, sort_keys=True, default=repr, ensure_ascii=False)
