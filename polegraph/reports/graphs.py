"""Graph files for other programs: GraphML, and GEXF for Gephi."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal
from xml.etree import ElementTree as ET

from polegraph.errors import PolegraphError
from polegraph.files import whole
from polegraph.i18n import _
from polegraph.sources.accounting import UNPRINTABLE

if TYPE_CHECKING:
    import os

    import networkx as nx

    from polegraph.network import Network

SUFFIXES: Final = (".graphml", ".gexf")
# GEXF gives these names a meaning of its own: a node with a start would exist only from then on.
_RENAMED: Final = {
    "start": "first_day",
    "end": "last_day",
    **{name: f"own_{name}" for name in ("id", "label", "parents", "pid", "slices", "spells", "type", "viz")},
}


def write(network: Network, path: str | os.PathLike[str], mode: Literal["one", "two"] = "two") -> None:
    """Write a network as a graph file, whole or not at all; the suffix gives the format.

    Parameters
    ----------
    network
        What to write.
    path
        A file with a suffix of `SUFFIXES`.
    mode
        ``two``: organisations and projects; ``one``: organisations, linked where they share a project.

    Raises
    ------
    PolegraphError
        If it cannot be written, or two identifiers differ only in characters that XML cannot hold.
    """
    import networkx as nx  # noqa: PLC0415  # heavy, and only this needs it

    graph = fit_for_xml(network.to_networkx(mode))
    with whole(path) as temporary:
        if Path(path).suffix.lower() == ".graphml":
            nx.write_graphml_xml(graph, temporary)
        else:
            _write_gexf(for_gexf(graph), temporary)


def fit_for_xml(graph: nx.Graph[str]) -> nx.Graph[str]:
    """Return a copy of a graph in which every text can stand in an XML file and comes back the same.

    Parameters
    ----------
    graph
        Nodes are strings.

    Raises
    ------
    PolegraphError
        If two nodes would become one.
    """
    import networkx as nx  # noqa: PLC0415

    clean = nx.Graph(**_clean(graph.graph))
    for node, values in graph.nodes(data=True):
        name = _text(node)
        if name in clean:
            raise PolegraphError(
                _("two identifiers differ only in characters that XML cannot hold"),
                value=node,
                remedy=_("rename one of the two"),
            )
        clean.add_node(name, **_clean(values))
    for one, other, values in graph.edges(data=True):
        clean.add_edge(_text(one), _text(other), **_clean(values))
    return clean


def for_gexf(graph: nx.Graph[str]) -> nx.Graph[str]:
    """Return a copy of a graph for GEXF: attributes that have another meaning there are renamed, and labels are names.

    Parameters
    ----------
    graph
        As `fit_for_xml` gives it.
    """
    import networkx as nx  # noqa: PLC0415

    renamed = nx.Graph(**graph.graph)
    for node, values in graph.nodes(data=True):
        label = values.get("name") or values.get("acronym") or node
        renamed.add_node(node, label=label, **{_RENAMED.get(key, key): value for key, value in values.items()})
    for one, other, values in graph.edges(data=True):
        renamed.add_edge(one, other, **{_RENAMED.get(key, key): value for key, value in values.items()})
    return renamed


def _clean(values: dict[Any, Any]) -> dict[str, Any]:
    return {
        _text(str(key)): value if isinstance(value, (bool, int, float)) else _text(str(value))
        for key, value in values.items()
    }


def _text(text: str) -> str:
    return UNPRINTABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def _write_gexf(graph: nx.Graph[str], path: Path) -> None:
    from networkx.readwrite.gexf import GEXFWriter  # noqa: PLC0415

    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(graph)
    for meta in writer.xml.iter():
        meta.attrib.pop("lastmodifieddate", None)  # the same network gives the same bytes on any day
    writer.indent(writer.xml)
    with path.open("wb") as file:
        ET.ElementTree(writer.xml).write(file, xml_declaration=True, encoding="utf-8")
