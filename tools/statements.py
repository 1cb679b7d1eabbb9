"""Write those statements of cypher/ that name the columns of a table or the ends of a relationship.

python tools/statements.py           writes them anew, after a change of polegraph/tables/definitions.py or of
                                     polegraph/stores/graph_database/model.py
python tools/statements.py --check   changes nothing; exits with 1 if a file is not what these two say
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from polegraph.stores.graph_database.model import (
    BY_ORGANISATION,
    BY_PROJECT,
    CONSTRAINTS,
    DERIVED,
    LINKS,
    NODES,
    Link,
    Node,
    properties,
)
from polegraph.tables import TABLES

CYPHER = Path(__file__).parents[1] / "cypher"
_MARK: Final = "// Written by tools/statements.py: change what it reads, not this file."
_CHOSEN: Final = {
    "organisations": ("org_id", BY_ORGANISATION),
    "projects": ("project_id", BY_PROJECT),
}
_COMPUTED: Final = {"organisations": ["location: point({latitude: $lat[i], longitude: $lon[i]})"]}
_REMARKS: Final = {
    "organisations": " Their other labels: label/.",
    "collaborations": "\n// They follow from shared projects.",
}


def statements() -> dict[str, str]:
    """Return the text of every statement that is written here, by its name."""
    links = LINKS | DERIVED
    made = {f"schema/{name}": _constraint(node) for name, node in CONSTRAINTS.items()}
    made |= {f"present/{name}": _present_nodes(node) for name, node in NODES.items()}
    made |= {f"present/{name}": _present_links(link) for name, link in links.items()}
    made |= {f"load/{name}": _load_nodes(name, node) for name, node in NODES.items()}
    made |= {f"load/{name}": _load_links(name, link) for name, link in links.items()}
    made |= {f"read/{name}": _read(name) for name in TABLES}
    for chosen, (key, tables) in _CHOSEN.items():
        made[f"within/{chosen}"] = _within_chosen(chosen, key)
        made |= {f"within/{name}": _within(name, chosen, key) for name in tables}
    return {name: _marked(text) for name, text in made.items()}


def _marked(text: str) -> str:
    """Say at the end of the header where the file comes from."""
    lines = text.splitlines()
    header = next(i for i, line in enumerate(lines) if not line.startswith("//"))
    return "\n".join([*lines[:header], _MARK, *lines[header:]]) + "\n"


def _constraint(node: Node) -> str:
    return f"""\
// One {node.label} of a dataset for each {node.key}.
// Parameters: none. Returns: nothing.
CREATE CONSTRAINT polegraph_{node.label.lower()}_key IF NOT EXISTS
FOR (node:{node.label}) REQUIRE (node.dataset, node.{node.key}) IS UNIQUE
"""


def _present_nodes(node: Node) -> str:
    return f"""\
// What is there of the nodes :{node.label}.
// Parameters: $dataset. Returns: ids, keys, fingerprints, in one order.
MATCH (node:{node.label} {{dataset: $dataset}})
WHERE node.fingerprint IS NOT NULL
WITH collect(node) AS nodes
RETURN [node IN nodes | elementId(node)] AS ids,
  [node IN nodes | node.{node.key}] AS keys,
  [node IN nodes | node.fingerprint] AS fingerprints
"""


def _present_links(link: Link) -> str:
    start, end = NODES[link.start].label, NODES[link.end].label
    return f"""\
// What is there of the relationships :{link.type} from :{start} to :{end}.
// Parameters: $dataset. Returns: ids, fingerprints, in one order.
MATCH (:{start} {{dataset: $dataset}})-[link:{link.type}]->(:{end})
WHERE link.fingerprint IS NOT NULL
WITH collect(link) AS links
RETURN [link IN links | elementId(link)] AS ids,
  [link IN links | link.fingerprint] AS fingerprints
"""


def _load_nodes(name: str, node: Node) -> str:
    return f"""\
// Write the nodes :{node.label}, new or changed; what others added to them stays.{_REMARKS.get(name, "")}
// Parameters: $dataset; one list a column, null where the whole column is unknown; $days, the distinct dates, to
// which the columns of dates point. Own columns: own/.
// Returns: ids, the element ids in the order of the rows.
UNWIND range(0, size($fingerprint) - 1) AS i
MERGE (node:{node.label} {{dataset: $dataset, {node.key}: ${node.key}[i]}})
SET node += {{
  {_values(name)}
}}
WITH i, node ORDER BY i
RETURN collect(elementId(node)) AS ids
"""


def _load_links(name: str, link: Link) -> str:
    start, end = NODES[link.start].label, NODES[link.end].label
    asked = told = ids = ""
    if name in TABLES:  # which alone can have columns of the user's own
        asked = "; $own, null where no own columns follow (own/)"
        told = "; ids, their element ids, if $own says that they are needed"
        ids = ", collect(CASE WHEN $own IS NOT NULL THEN elementId(link) END) AS ids"
    return f"""\
// Write the relationships :{link.type} from :{start} to :{end} that are not there yet.{_REMARKS.get(name, "")}
// Parameters: $start and $end, element ids; one list a column, null where the whole column is unknown; $days, the
// distinct dates, to which the columns of dates point{asked}.
// Returns: written, the number of relationships{told}.
UNWIND range(0, size($fingerprint) - 1) AS i
MATCH (start) WHERE elementId(start) = $start[i]
MATCH (end) WHERE elementId(end) = $end[i]
CREATE (start)-[link:{link.type} {{
  {_values(name)}
}}]->(end)
RETURN count(*) AS written{ids}
"""


def _values(name: str) -> str:
    """Return what is set on nodes or relationships of a kind, a line a property."""
    dates = {column.name for column in TABLES[name].columns if column.type == "date"} if name in TABLES else set()
    given = {one: f"$days[${one}[i]]" if one in dates else f"${one}[i]" for one in ("fingerprint", *properties(name))}
    return ",\n  ".join([*(f"{one}: {value}" for one, value in given.items()), *_COMPUTED.get(name, [])])


def _read(name: str) -> str:
    one = "node" if name in NODES else "link"
    pattern = f"(node:{NODES[name].label})" if name in NODES else f"()-[link:{LINKS[name].type}]->()"
    wanted = {column: _where(name, column) for column in TABLES[name].names}
    if not TABLES[name].key:
        wanted = {"key": f"node.{NODES[name].key}"} | wanted  # which has the order of the rows
    columns = ",\n  ".join(f"[{one} IN {one}s | {place}] AS {column}" for column, place in wanted.items())
    return f"""\
// The columns of the table {name}.
// Parameters: $ids, element ids. Returns: one list a column; own, a map a row of all properties, where $own says so.
UNWIND range(0, size($ids) - 1) AS i
MATCH {pattern} WHERE elementId({one}) = $ids[i]
WITH i, {one} ORDER BY i
WITH collect({one}) AS {one}s
RETURN {columns},
  CASE WHEN $own THEN [{one} IN {one}s | properties({one})] END AS own
"""


def _where(name: str, column: str) -> str:
    """Return where the value of a column stands."""
    if name in NODES:
        return f"node.{NODES[name].renamed.get(column, column)}"
    link = LINKS[name]
    if column == link.start_key:
        return f"startNode(link).{column}"
    return f"endNode(link).{column}" if column in {link.end_key, *link.at_end} else f"link.{column}"


def _within_chosen(chosen: str, key: str) -> str:
    label = NODES[chosen].label
    return f"""\
// Chosen {chosen}.
// Parameters: $dataset, ${key}s. Returns: ids.
UNWIND ${key}s AS {key}
MATCH (node:{label} {{dataset: $dataset, {key}: {key}}})
USING INDEX node:{label}(dataset, {key})
RETURN collect(elementId(node)) AS ids
"""


def _within(name: str, chosen: str, key: str) -> str:
    label = NODES[chosen].label
    if name in LINKS:
        link, wanted = LINKS[name], "link"
        outwards = link.start == chosen
        other = NODES[link.end if outwards else link.start].label
        what = f"relationships :{link.type} of chosen {chosen} {'to' if outwards else 'from'} :{other}"
        path = f"-[link:{link.type}]->()" if outwards else f"<-[link:{link.type}]-()"
    else:
        what, wanted = f"nodes :{NODES[name].label} of chosen {chosen}", "node"
        leading = [link for link in LINKS.values() if (link.start, link.end) == (chosen, name)]
        if not leading:
            return _within_by_column(name, what, key)
        path = f"-[link:{leading[0].type}]->(node)"
    return f"""\
// The {what}.
// Parameters: $dataset, ${key}s. Returns: ids.
UNWIND ${key}s AS {key}
MATCH (chosen:{label} {{dataset: $dataset, {key}: {key}}})
USING INDEX chosen:{label}(dataset, {key})
WITH chosen // from here outwards, however few ends the planner believes in
MATCH (chosen){path}
WHERE link.fingerprint IS NOT NULL
RETURN collect(elementId({wanted})) AS ids
"""


def _within_by_column(name: str, what: str, key: str) -> str:
    """Pick nodes that no relationship ties to what was chosen."""
    return f"""\
// The {what}. All of the dataset are looked at: they are few beside the rest.
// Parameters: $dataset, ${key}s. Returns: ids.
MATCH (node:{NODES[name].label} {{dataset: $dataset}})
WHERE node.{key} IN ${key}s AND node.fingerprint IS NOT NULL
RETURN collect(elementId(node)) AS ids
"""


def outdated(folder: Path = CYPHER) -> dict[Path, str | None]:
    """Return the files that are not what the tables say, with their right text; None if they should not be there."""
    wanted: dict[Path, str | None] = {folder / f"{name}.cypher": text for name, text in statements().items()}
    there = {path: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*/*.cypher"))}
    for path, text in there.items():
        if _MARK in text:
            wanted.setdefault(path, None)  # written for a kind that is no more
    return {path: text for path, text in wanted.items() if there.get(path) != text}


def main() -> int:
    """Write the statements, or check them."""
    changed = outdated()
    if sys.argv[1:] == ["--check"]:
        for path in changed:
            print(
                f"{path.parent.name}/{path.name} is not what the tables say: run tools/statements.py", file=sys.stderr
            )
        return int(bool(changed))
    for path, text in changed.items():
        if text is None:
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8")
    print(f"{len(statements())} statements, {len(changed)} files changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
