"""What a database or a folder holds, in a form that two of them can be compared in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from tests.neo4j_server import Access

_OURS = "WHERE $dataset IS NULL OR n.dataset = $dataset OR (n:Dataset AND n.name = $dataset)"
_NODES = f"MATCH (n) {_OURS} RETURN elementId(n), labels(n), properties(n)"
_LINKS = f"MATCH (n) {_OURS} MATCH (n)-[r]->(b) RETURN elementId(r), type(r), properties(r), elementId(n), elementId(b)"


def contents(access: Access, dataset: str | None = None) -> dict[str, list[str]]:
    """Return every node and relationship of a database or a dataset with its labels and properties, in one order.

    Nodes are named by what they hold, not by their place in the store, so that two loads can be compared; of a dataset,
    neither its name nor the number of times that it was written counts.
    """
    nodes, links = _read(access, dataset)
    texts = {place: _text(sorted(labels), _anonymous(labels, held)) for place, labels, held in nodes}
    return {
        "nodes": sorted(texts.values()),
        "links": sorted(_text(kind, held, texts[start], texts[end]) for _, kind, held, start, end in links),
    }


def places(access: Access, dataset: str | None = None) -> list[str]:
    """Return every node and relationship with its place in the store, too: what is the same was not touched."""
    nodes, links = _read(access, dataset)
    return sorted(_text(*row) for row in (*nodes, *links))


def _read(access: Access, dataset: str | None) -> tuple[list[Any], list[Any]]:
    with access.driver() as driver, driver.session() as session:
        return session.run(_NODES, dataset=dataset).values(), session.run(_LINKS, dataset=dataset).values()


def count(access: Access, query: str, **values: Any) -> int:  # noqa: ANN401  # what a query takes
    """Return the one number that a query returns."""
    with access.driver() as driver, driver.session() as session:
        return int(session.run(query, **values).single(strict=True)[0])


def run(access: Access, *queries: str) -> None:
    """Do what another program or a person does in the database."""
    with access.driver() as driver, driver.session() as session:
        for query in queries:
            session.run(query).consume()


def files(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file of a dataset folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def _anonymous(labels: list[str], held: dict[str, Any]) -> dict[str, Any]:
    hidden = {"name", "version"} if "Dataset" in labels else {"dataset"}
    return {name: value for name, value in held.items() if name not in hidden}


def _text(*values: object) -> str:
    return json.dumps(values, sort_keys=True, default=repr, ensure_ascii=False)
