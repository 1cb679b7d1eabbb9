"""The network as graphs of igraph and NetworKit, which need not be installed."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from polegraph.errors import PolegraphError
from polegraph.i18n import _

if TYPE_CHECKING:
    import networkx as nx

    from polegraph.linalg import Csr


def igraph_of(graph: nx.Graph[str]) -> Any:  # noqa: ANN401  # igraph ships no types
    """Convert a graph of `Network.to_networkx` to igraph.

    Parameters
    ----------
    graph
        The graph.
    """
    igraph = _library("igraph", "igraph")
    place = {node: row for row, node in enumerate(graph)}
    columns = _columns([values for _node, values in graph.nodes(data=True)])
    # igraph finds vertices by their attribute ``name``, and knows the sides of a two-mode graph by ``type``.
    label = columns.pop("name", None)
    sides = columns.pop("bipartite", None)
    vertices = {"name": list(graph), **({} if label is None else {"label": label}), **columns}
    if sides is not None:
        vertices["type"] = [side == 1 for side in sides]
    ends = [(place[one], place[other]) for one, other in graph.edges]
    edges = _columns([values for _one, _other, values in graph.edges(data=True)])
    return igraph.Graph(len(place), ends, vertex_attrs=vertices, edge_attrs=edges)


def _columns(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """Return attributes by their names, None where they are not known."""
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: [row.get(name) for row in rows] for name in names}


def networkit_of(matrix: Csr) -> Any:  # noqa: ANN401  # NetworKit ships no types
    """Convert a collaboration matrix to NetworKit.

    Parameters
    ----------
    matrix
        Organisations × organisations, symmetric.
    """
    networkit = _library("networkit", "networkit")
    cells = matrix.tocoo()
    rows, columns = cells.coords
    once = rows < columns  # each link in one order
    ends = (rows[once].astype(np.uint64), columns[once].astype(np.uint64))
    coordinates = (cells.data[once].astype(np.float64), ends)
    return networkit.GraphFromCoo(coordinates, n=matrix.shape[0], weighted=True, directed=False)


def _library(name: str, package: str) -> Any:  # noqa: ANN401  # a module
    try:
        return import_module(name)
    except ImportError as error:
        raise PolegraphError(
            _("this needs a library that is not installed"),
            value=package,
            remedy=_("install it: pip install {package}").format(package=package),
        ) from error
