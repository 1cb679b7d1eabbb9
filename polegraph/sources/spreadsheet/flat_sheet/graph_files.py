"""Reader of graph files, GraphML and GEXF: two-mode graphs, or graphs of organisations alone."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from polegraph.errors import PolegraphError
from polegraph.files.archives import tables_in
from polegraph.i18n import N_, _
from polegraph.sources.accounting import CONTACT
from polegraph.sources.spreadsheet.flat_sheet import edge_lists, word_meanings
from polegraph.sources.spreadsheet.layout.row_headings import Layout
from polegraph.sources.spreadsheet.sheet import Sheet, printable
from polegraph.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from polegraph.files.archives import Part

SUFFIXES: Final = (".graphml", ".gexf")
TWO_MODE: Final = N_("a graph of organisations and projects")
ONE_MODE: Final = N_("a graph of organisations")
_OF_GRAPHS: Final = ("id", "label", "bipartite", "weight", "source")
_RENAMED: Final = {
    "first_day": "start",
    "last_day": "end",
    **{f"own_{name}": name for name in ("id", "label", "parents", "pid", "slices", "spells", "type", "viz")},
}
_TELLS: Final = ("bipartite", "mode", "node_type", "nodetype", "type", "kind", "category", "class", "set", "group")
_PROJECT_WORDS: Final = frozenset({"project", "projet", "0", "p", "event", "action"})
_DANGER = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_LIST = re.compile(r"\s*[;|\n]\s*")


@dataclass
class Graph:
    """Nodes by identifier and links, with their attributes."""

    nodes: dict[str, dict[str, str]] = field(default_factory=dict)
    links: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)


def read(paths: Sequence[Path]) -> dict[str, list[Sheet]]:
    """Read graph files, as the sheets of tables.

    Parameters
    ----------
    paths
        The files. Where all nodes are organisations, each link is a project of two, unless it names its projects.
    """
    by_table: dict[str, list[Sheet]] = {}
    for part in tables_in(paths) if paths else ():
        graph = _parsed(part)
        label = printable(part.name)
        projects = _projects(graph)
        rows = _two_mode(graph, projects) if projects else _one_mode(graph)
        invented = 0 if projects else sum(not _named(said) for _one, _other, said in graph.links)
        for table, those in rows.items():
            notes = {"links_as_projects": invented} if table == "projects" else {}
            by_table.setdefault(table, []).append(
                _sheet(those, table, label, TWO_MODE if projects else ONE_MODE, notes)
            )
    return by_table


def _parsed(part: Part) -> Graph:
    content = part.content()
    if _DANGER.search(content):
        raise PolegraphError(
            _("this graph file declares a document type, which none needs"),
            file=part.name,
            remedy=_("export it again as GraphML or GEXF, or take the line with DOCTYPE out"),
        )
    try:
        root = ET.fromstring(content)  # noqa: S314  # no document type, so no entities
    except ET.ParseError as error:
        raise PolegraphError(
            _("this graph file is damaged"), file=part.name, remedy=_("export it again as GraphML or GEXF")
        ) from error
    graph = _gexf(root) if _name(root) == "gexf" else _graphml(root)
    if not graph.nodes:
        raise PolegraphError(
            _("no node stands in this graph file"), file=part.name, remedy=_("export it again as GraphML or GEXF")
        )
    return graph


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2].lower()


def _graphml(root: ET.Element) -> Graph:
    graph = Graph()
    keys = {one.get("id", ""): one.get("attr.name", one.get("id", "")) for one in root.iter() if _name(one) == "key"}
    for element in root.iter():
        if _name(element) not in {"node", "edge"}:
            continue
        said = {keys.get(one.get("key", ""), ""): "".join(one.itertext()) for one in element if _name(one) == "data"}
        said = {key: value for key, value in said.items() if key and value.strip()}
        if _name(element) == "node":
            graph.nodes[element.get("id", "")] = said
        else:
            graph.links.append((element.get("source", ""), element.get("target", ""), said))
    return graph


def _gexf(root: ET.Element) -> Graph:
    graph = Graph()
    titles: dict[tuple[str, str], str] = {}
    for group in (one for one in root.iter() if _name(one) == "attributes"):
        for one in group:
            titles[group.get("class", "node"), one.get("id", "")] = one.get("title", "")
    for element in root.iter():
        kind = _name(element)
        if kind not in {"node", "edge"}:
            continue
        said = {}
        for value in (one for one in element.iter() if _name(one) == "attvalue"):
            title = titles.get((kind, value.get("for") or value.get("id") or ""), "")
            said[_RENAMED.get(title, title)] = value.get("value", "")
        said = {key: value for key, value in said.items() if key and value.strip()}
        if kind == "node":
            if label := element.get("label"):
                said.setdefault("label", label)
            graph.nodes[element.get("id", "")] = said
        else:
            graph.links.append((element.get("source", ""), element.get("target", ""), said))
    return graph


def _projects(graph: Graph) -> set[str]:
    """Return which nodes are projects: by an attribute, if no link joins two nodes of one mode."""
    present = Counter(word_meanings.plain(key) for said in graph.nodes.values() for key in said)
    for attribute in (one for one in _TELLS if present[word_meanings.plain(one)]):
        values = {
            node: next(
                (value for key, value in said.items() if word_meanings.plain(key) == word_meanings.plain(attribute)), ""
            )
            for node, said in graph.nodes.items()
        }
        projects = {node for node, value in values.items() if word_meanings.plain(value) in _PROJECT_WORDS}
        if projects and len(projects) < len(values) and _parts(graph, projects):
            return projects
    return set()


def _parts(graph: Graph, projects: set[str]) -> bool:
    return all((one in projects) != (other in projects) for one, other, _said in graph.links)


def _two_mode(graph: Graph, projects: set[str]) -> dict[str, list[dict[str, str]]]:
    """Build the rows of organisations, projects and participations."""
    of_projects = []
    for node in (one for one in graph.nodes if one in projects):
        said = graph.nodes[node]
        name = (
            {} if {"acronym", "title"} & said.keys() or said.get("label", node) == node else {"acronym": said["label"]}
        )
        of_projects.append({"project_id": node, **name, **said})
    parts = []
    for one, other, said in graph.links:
        project, partner = (one, other) if one in projects else (other, one)
        parts.append({"project_id": project, "org_id": partner, **said})
    partners = [node for node in graph.nodes if node not in projects]
    return {"organisations": _organisations(graph, partners), "projects": of_projects, "participations": parts}


def _organisations(graph: Graph, nodes: Iterable[str]) -> list[dict[str, str]]:
    return [{"org_id": node, "name": graph.nodes[node].get("label", node), **graph.nodes[node]} for node in nodes]


def _one_mode(graph: Graph) -> dict[str, list[dict[str, str]]]:
    """Build a project for each link, or the projects that it names."""
    names = {node: said.get("name") or said.get("label") or node for node, said in graph.nodes.items()}
    projects: dict[str, dict[str, str]] = {}
    parts: dict[tuple[str, str], dict[str, str]] = {}
    for one, other, said in graph.links:
        named = {name: name for name in _named(said)}
        own = {edge_lists.pair(one, other): edge_lists.pair(names.get(one, one), names.get(other, other))}
        for project, acronym in (named or own).items():
            projects.setdefault(project, {"project_id": project, "acronym": acronym})
            for end in (one, other):
                parts.setdefault((project, end), {"project_id": project, "org_id": end})
    return {
        "organisations": _organisations(graph, graph.nodes),
        "projects": list(projects.values()),
        "participations": list(parts.values()),
    }


def _sheet(rows: list[dict[str, str]], table: str, label: str, called: str, notes: dict[str, int]) -> Sheet:
    """Write rows as a sheet of known columns: attributes that are columns of the table."""
    names = [name for name in TABLES[table].names if name != "source" and any(name in row for row in rows)]
    others = [key for key in dict.fromkeys(key for row in rows for key in row) if key not in {*names, *_OF_GRAPHS}]
    contact = [key for key in others if CONTACT.search(word_meanings.plain(key).replace(" ", "_"))]
    layout = Layout(
        row=1,
        width=len(names),
        places={name: [at] for at, name in enumerate(names)},
        headings={name: name for name in names},
        contact=contact,
        unknown=[key for key in others if key not in contact],
        called=called,
    )
    cells = [(at, [row.get(name) for name in names]) for at, row in enumerate(rows, 1)]
    return Sheet(label, table, cells, notes=notes, layout=layout)


def _named(said: dict[str, str]) -> list[str]:
    """Return the projects that a link names."""
    for key, value in said.items():
        names = [name for name in _LIST.split(value) if name]
        if word_meanings.plain(key) in {"project", "projet", "acronym", "acronyme", "project id"} and not all(
            re.fullmatch(r"[\d.]+", name) for name in names
        ):
            return names
    return []
