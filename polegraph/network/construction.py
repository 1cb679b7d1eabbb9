"""Networks of what other libraries hold: NetworkX graphs, edge lists, incidence matrices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from polegraph.network import given_graphs
from polegraph.network.state import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx
    import pandas as pd


class Construction(State):
    """What makes a `Network` of other things than tables.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> isinstance(tiny(), Construction)
    True
    """

    def __new__(cls, *given: object, **named: object) -> Self:
        """Build nothing yet; refuse graphs, which would be found to lack the other tables.

        Parameters
        ----------
        *given, **named
            The tables.
        """
        for one in (*given, *named.values()):
            given_graphs.refuse_graph(one)
        return super().__new__(cls)

    if TYPE_CHECKING:

        def __init__(
            self,
            organisations: pd.DataFrame,
            projects: pd.DataFrame,
            participations: pd.DataFrame,
            **others: pd.DataFrame | None,
        ) -> None: ...

    @classmethod
    def from_networkx(cls, graph: nx.Graph[Any], projects: object = 0) -> Self:
        """Build a network of a NetworkX graph, two-mode or one-mode.

        With the attribute ``bipartite`` on every node the graph is two-mode: nodes are projects and organisations,
        edges participations. Without it every node is an organisation, and **each edge becomes a project of two**: its
        direction and weight do not count, and parallel edges are so many projects. Cliques of larger projects cannot be
        told from a one-mode graph.

        Parameters
        ----------
        graph
            The graph. Nodes are known by their texts; other attributes become columns of the tables, those of edges of
            ``participations`` (two-mode) or ``projects`` (one-mode).
        projects
            The value of ``bipartite`` that marks projects.

        Raises
        ------
        PolegraphError
            If it is no such graph, an edge joins two nodes of one side, or an attribute is not what the model says.

        Examples
        --------
        >>> from polegraph.examples import tiny
        >>> from polegraph.network import Network
        >>> Network.from_networkx(tiny().to_networkx("two"))
        <Network: 5 organisations, 3 projects, 7 participations>
        >>> Network.from_networkx(tiny().to_networkx("one"))
        <Network: 5 organisations, 4 projects, 8 participations>
        """
        return cls(**given_graphs.of_networkx(graph, projects))

    @classmethod
    def from_edgelist(cls, frame: pd.DataFrame) -> Self:
        """Build a network of a table with a row for each participation.

        Parameters
        ----------
        frame
            ``project_id`` and ``org_id``, or else the first column names the project and the second the organisation.
            Other columns go to ``participations``.

        Raises
        ------
        PolegraphError
            If there are no two columns, an identifier is missing or a row stands twice.

        Examples
        --------
        >>> import pandas as pd
        >>> from polegraph.network import Network
        >>> Network.from_edgelist(pd.DataFrame({"event": ["tea", "tea", "walk"], "who": ["Ada", "Bo", "Ada"]}))
        <Network: 2 organisations, 2 projects, 3 participations>
        """
        return cls(**given_graphs.of_edgelist(frame))

    @classmethod
    def from_incidence(
        cls,
        matrix: given_graphs.Matrix,
        projects: Iterable[object] | None = None,
        organisations: Iterable[object] | None = None,
    ) -> Self:
        """Build a network of an incidence matrix.

        Parameters
        ----------
        matrix
            Projects × organisations: an array, dense or sparse, or a data frame. An organisation takes part where it is
            not 0.
        projects, organisations
            Identifiers of the rows and columns; those of a data frame if None.

        Raises
        ------
        PolegraphError
            If the identifiers do not fit the matrix, or a cell is empty.

        Examples
        --------
        >>> from polegraph.network import Network
        >>> Network.from_incidence([[1, 1, 0], [0, 1, 1]], ["P", "Q"], ["A", "B", "C"]).collaboration_matrix().nnz
        4
        """
        return cls(**given_graphs.of_incidence(matrix, projects, organisations))
