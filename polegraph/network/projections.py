"""One-mode projections other than that of organisations by shared projects: projects by shared ones, and stars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from scipy import sparse

from polegraph import linalg
from polegraph.errors import PolegraphError
from polegraph.i18n import _, number
from polegraph.linalg.sparse import transpose

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

    from polegraph.linalg import Csr

_MOST: Final = 100_000_000
"""Pairs of projects that a projection on projects goes through at most: some two gigabytes."""


@dataclass(frozen=True, eq=False, repr=False)
class Projection:
    """A weighted one-mode network of a two-mode one, as `Network.projection` gives it.

    Parameters
    ----------
    nodes : DataFrame
        The table of what is joined; its first column identifies.
    matrix : csr_array
        Nodes × nodes in the order of the table; from rows to columns where it is directed.
    directed
        Whether ties have a direction.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> tiny().projection("projects")
    <Projection: 3 nodes, 3 ties>
    """

    nodes: pd.DataFrame
    matrix: Csr
    directed: bool

    def __repr__(self) -> str:
        ties = self.matrix.nnz if self.directed else self.matrix.nnz // 2
        return f"<Projection: {len(self.nodes):,} nodes, {ties:,} ties>"

    def links(self) -> pd.DataFrame:
        """Return the ties as a table.

        Returns
        -------
        DataFrame
            ``source, target, weight``, sorted; where ties have no direction each stands once, the smaller identifier
            first.

        Examples
        --------
        >>> from polegraph.examples import tiny
        >>> tiny().projection("projects").links()
          source target  weight
        0     P1     P2       2
        1     P1     P3       1
        2     P2     P3       1
        """
        cells = self.matrix.tocoo()
        ids = self.nodes.iloc[:, 0].array
        table = pd.DataFrame({"source": ids[cells.row], "target": ids[cells.col], "weight": cells.data})
        once = table if self.directed else table[table["source"] < table["target"]]
        return once.sort_values(["source", "target"], ignore_index=True)

    def to_networkx(self) -> nx.Graph[str]:
        """Convert to a NetworkX graph, a ``DiGraph`` where ties have a direction.

        Returns
        -------
        networkx.Graph
            Every node of the table, with its other columns as attributes where they are known; ``weight`` on edges.

        Examples
        --------
        >>> from polegraph.examples import tiny
        >>> tiny().projection("projects").to_networkx().edges["P1", "P2"]["weight"]
        2
        """
        import networkx as nx  # noqa: PLC0415  # heavy

        from polegraph.network import graph_views  # noqa: PLC0415  # imports it

        graph: nx.Graph[Any] = nx.DiGraph() if self.directed else nx.Graph()
        graph.add_nodes_from(graph_views.nodes(self.nodes, str(self.nodes.columns[0])))
        graph.add_weighted_edges_from(self.links().itertuples(index=False, name=None))
        return graph


def of_projects(projects: pd.DataFrame, incidence: Csr, *, newman: bool) -> Projection:
    """Project a two-mode network on its projects; see `Network.projection`.

    Parameters
    ----------
    projects
        The table.
    incidence
        Projects × organisations.
    newman
        Whether each shared organisation counts by Newman's weight.

    Raises
    ------
    PolegraphError
        If there are too many pairs of projects to go through.
    """
    turned = transpose(incidence)
    activity = np.diff(turned.indptr).astype(np.int64)
    pairs = int((activity * (activity - 1)).sum())
    if pairs > _MOST:
        raise PolegraphError(
            _("organisations with very many projects would tie too many of these"),
            value=number(pairs),
            remedy=_("select fewer projects, at most {most} pairs that share an organisation").format(
                most=number(_MOST)
            ),
        )
    weights = linalg.newman_weights(activity) if newman else np.ones(len(activity), dtype=np.int64)
    return Projection(projects, linalg.project(turned, weights), directed=False)


def of_stars(
    tables: Mapping[str, pd.DataFrame], incidence: Csr, org_index: pd.Index[str], *, newman: bool
) -> Projection:
    """Join the coordinator of each project with its other members; see `Network.projection`.

    Parameters
    ----------
    tables
        The tables of the network.
    incidence
        Projects × organisations.
    org_index
        The organisations in table order.
    newman
        Whether each project counts by Newman's weight.
    """
    roles = tables["participations"]
    leads = roles[roles["role"] == "coordinator"]
    rows = pd.Index(tables["projects"]["project_id"]).get_indexer(pd.Index(leads["project_id"]))
    columns = org_index.get_indexer(pd.Index(leads["org_id"]))
    sizes = np.diff(incidence.indptr).astype(np.int64)
    weights = linalg.newman_weights(sizes) if newman else np.ones(len(sizes), dtype=np.int64)
    led = sparse.csr_array((weights[rows], (columns, rows)), shape=incidence.shape[::-1])
    matrix = (led @ incidence).tocsr()
    own = np.flatnonzero(matrix.diagonal())
    matrix[own, own] = 0
    matrix.eliminate_zeros()
    matrix.sort_indices()
    return Projection(tables["organisations"], matrix, directed=True)
