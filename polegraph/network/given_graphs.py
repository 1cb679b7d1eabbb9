"""Graphs, edge lists and incidence matrices of other libraries as the tables of a network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from scipy import sparse

from polegraph.errors import PolegraphError
from polegraph.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import networkx as nx

    from polegraph.linalg import Csr

    Tables = dict[str, pd.DataFrame]
    Matrix = Csr | sparse.sparray | sparse.spmatrix | pd.DataFrame | np.ndarray[Any, Any]

_ENDS: Final = ("project_id", "org_id")
_SIDE: Final = "bipartite"
_WITH_GAPS: Final = {"integer": "Int64", "boolean": "boolean"}
_LIBRARIES: Final = frozenset({"networkx", "igraph", "networkit"})


def refuse_graph(given: object) -> None:
    """Refuse a graph of another library where a network, or a table of one, is wanted.

    Parameters
    ----------
    given
        What was given.

    Raises
    ------
    PolegraphError
        If it is a graph of NetworkX, igraph or NetworKit.

    Examples
    --------
    >>> refuse_graph(pd.DataFrame())
    """
    homes = {kind.__module__.partition(".")[0] for kind in type(given).__mro__}
    for library in sorted(homes & _LIBRARIES):
        raise PolegraphError(
            _("a graph of another library stands where a polegraph.Network is wanted"),
            value=f"{library}.{type(given).__name__}",
            remedy=_("make a network of a NetworkX graph with Network.from_networkx, else with Network.from_edgelist"),
        )


def of_networkx(graph: nx.Graph[Any], projects: object) -> Tables:
    """Convert a NetworkX graph to tables; see `Network.from_networkx`.

    Parameters
    ----------
    graph
        The graph.
    projects
        The value of the attribute ``bipartite`` of nodes that are projects.
    """
    import networkx as nx  # noqa: PLC0415  # networkx is heavy

    if not isinstance(graph, nx.Graph):
        raise PolegraphError(
            _("this is no NetworkX graph"), value=type(graph).__name__, remedy=_("give a networkx.Graph")
        )
    sides = dict(graph.nodes(data=_SIDE))
    unsaid = [node for node, side in sides.items() if side is None]
    if not sides or len(unsaid) == len(sides):
        return _one_mode(graph.to_undirected(as_view=True))
    if unsaid:
        raise PolegraphError(
            _("some nodes of the graph have the attribute bipartite, and this one has not"),
            value=unsaid[0],
            remedy=_("set it on every node, or on none"),
        )
    return _two_mode(graph, {node for node, side in sides.items() if side == projects})


def of_edgelist(frame: pd.DataFrame) -> Tables:
    """Convert a table of participations to tables; see `Network.from_edgelist`.

    Parameters
    ----------
    frame
        The table.
    """
    if not isinstance(frame, pd.DataFrame) or len(frame.columns) < len(_ENDS):
        raise PolegraphError(
            _("this is no table of two columns"),
            value=type(frame).__name__,
            remedy=_("give a pandas DataFrame: a column of projects and one of organisations, a row a participation"),
        )
    columns = _ENDS if set(_ENDS) <= set(frame.columns) else tuple(frame.columns[: len(_ENDS)])
    taken = frame.rename(columns=dict(zip(columns, _ENDS, strict=True)))
    for end in _ENDS:
        taken[end] = taken[end].map(str, na_action="ignore").astype("str")
    projects, organisations = (taken[end].dropna().unique().tolist() for end in _ENDS)
    return _tables(projects, organisations, taken)


def of_incidence(matrix: Matrix, projects: Iterable[object] | None, organisations: Iterable[object] | None) -> Tables:
    """Convert an incidence matrix to tables; see `Network.from_incidence`.

    Parameters
    ----------
    matrix
        Projects × organisations.
    projects, organisations
        Identifiers of its rows and columns; None for those of a data frame.
    """
    # the identifiers
    plain: Any = matrix
    if isinstance(matrix, pd.DataFrame):
        plain = matrix.to_numpy(dtype=float, na_value=np.nan)
        projects = matrix.index if projects is None else projects
        organisations = matrix.columns if organisations is None else organisations
    if projects is None or organisations is None:
        raise PolegraphError(
            _("nothing says which projects and organisations the matrix is of"),
            remedy=_("give the identifiers of its rows and of its columns, or a DataFrame that has them"),
        )
    rows, columns = [str(one) for one in projects], [str(one) for one in organisations]
    # the cells
    cells = sparse.coo_array(plain)
    if cells.shape != (len(rows), len(columns)):
        raise PolegraphError(
            _("the matrix has another shape than its identifiers"),
            value=" × ".join(map(str, cells.shape)),
            remedy=_("give {rows} rows of projects and {columns} columns of organisations").format(
                rows=len(rows), columns=len(columns)
            ),
        )
    cells.sum_duplicates()
    if np.isnan(cells.data).any():
        raise PolegraphError(_("a cell of the matrix is empty"), remedy=_("write 0 where an organisation has no part"))
    there = cells.data != 0
    taken = {
        "project_id": np.array(rows, dtype=object)[cells.coords[0][there]],
        "org_id": np.array(columns, dtype=object)[cells.coords[1][there]],
    }
    return _tables(rows, columns, pd.DataFrame(taken))


def _two_mode(graph: nx.Graph[Any], sides: set[Any]) -> Tables:
    """Convert a bipartite graph, of which some nodes are projects."""
    project = {node: str(values.get("project_id", node)) for node, values in graph.nodes(data=True) if node in sides}
    organisation = {
        node: str(values.get("org_id", node)) for node, values in graph.nodes(data=True) if node not in sides
    }
    taken = {}
    for one, other, values in graph.edges(data=True):
        if (one in sides) == (other in sides):
            raise PolegraphError(
                _("an edge of the graph joins two projects, or two organisations"),
                value=f"{one} – {other}",
                remedy=_("give a bipartite graph, or one without the attribute bipartite, whose edges become projects"),
            )
        ends = (project[one], organisation[other]) if one in sides else (project[other], organisation[one])
        taken[ends] = {**values, **dict(zip(_ENDS, ends, strict=True))}
    return {
        "organisations": _nodes(graph, organisation, "org_id"),
        "projects": _nodes(graph, project, "project_id"),
        "participations": _frame(taken.values(), _ENDS),
    }


def _one_mode(graph: nx.Graph[Any]) -> Tables:
    """Convert a graph of organisations: each edge is a project of two, numbered in the order of the graph."""
    organisation = {node: str(values.get("org_id", node)) for node, values in graph.nodes(data=True)}
    projects, taken = [], []
    for number, (one, other, values) in enumerate(graph.edges(data=True), start=1):
        name = str(values.get("project_id", f"edge:{number}"))
        projects.append({**values, "project_id": name})
        taken += [{"project_id": name, "org_id": organisation[end]} for end in dict.fromkeys((one, other))]
    return {
        "organisations": _nodes(graph, organisation, "org_id"),
        "projects": _frame(projects, ("project_id",)),
        "participations": _frame(taken, _ENDS),
    }


def _nodes(graph: nx.Graph[Any], ids: Mapping[Any, str], key: str) -> pd.DataFrame:
    """Return a row for each node, with its attributes; an organisation without a name bears its identifier."""
    named = key == "org_id"
    rows = [{**({"name": given} if named else {}), **graph.nodes[node], key: given} for node, given in ids.items()]
    return _frame(rows, (key, "name") if named else (key,)).drop(columns=_SIDE, errors="ignore")


def _frame(rows: Iterable[Mapping[Any, Any]], columns: Sequence[str]) -> pd.DataFrame:
    """Return rows as a table in which whole numbers stay whole where some are missing."""
    listed = list(rows)
    if not listed:
        return pd.DataFrame(columns=list(columns), dtype="str")
    frame = pd.DataFrame(listed, dtype=object).rename(columns=str)
    kinds = {name: pd.api.types.infer_dtype(values, skipna=True) for name, values in frame.items()}
    whole = {str(name): _WITH_GAPS[kind] for name, kind in kinds.items() if kind in _WITH_GAPS}
    return frame.astype(whole).infer_objects()


def _tables(projects: Sequence[str], organisations: Sequence[str], participations: pd.DataFrame) -> Tables:
    return {
        "organisations": pd.DataFrame({"org_id": organisations, "name": organisations}, dtype="str"),
        "projects": pd.DataFrame({"project_id": projects}, dtype="str"),
        "participations": participations,
    }
