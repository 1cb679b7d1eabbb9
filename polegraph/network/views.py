"""Views that follow from the tables of one network alone: its indices, matrices, graphs, and names to look up."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from polegraph import linalg
from polegraph.errors import not_one_of
from polegraph.i18n import _
from polegraph.network import lookup, other_graphs
from polegraph.network.frames import Attributes

if TYPE_CHECKING:
    from collections.abc import Sequence

    import networkx as nx
    from numpy.typing import NDArray

    from polegraph.linalg import Csr

Weight = Literal["projects", "newman"]
_TWO_MODE = ("organisations", "projects", "participations")


class Views(Attributes):
    """Frozen tables of organisations and projects, and the views on them.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> isinstance(tiny(), Views), tiny().incidence.shape
    (True, (3, 5))
    """

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Network is frozen; make another one instead of setting {name!r}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a Network is frozen; {name!r} stays")

    def __repr__(self) -> str:
        counts = []
        for name in ("organisations", "projects", "participations"):
            number = len(self.tables[name])
            counts.append(f"{number:,} {name if number != 1 else name[:-1]}")
        return f"<Network: {', '.join(counts)}>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: how many rows each table has, without those that have none."""
        counts = {name: len(self.tables[name]) for name in self.tables}
        there = {name: number for name, number in counts.items() if number or name in _TWO_MODE}
        rows = "".join(f"<tr><td>{name}</td><td>{number:,}</td></tr>" for name, number in there.items())
        return f"<table><thead><tr><th>Network</th><th>rows</th></tr></thead><tbody>{rows}</tbody></table>"

    @cached_property
    def org_index(self) -> pd.Index[str]:
        """The ``org_id`` in table order: column *i* of every matrix is ``org_index[i]``."""
        index: pd.Index[str] = pd.Index(self.tables["organisations"]["org_id"])
        return index

    @cached_property
    def by_id(self) -> NDArray[np.intp]:
        """The organisations in the order of their identifiers: their rows of the table; read-only.

        What is computed in this order does not depend on that of rows.

        Examples
        --------
        >>> from polegraph.examples import tiny
        >>> tiny().org_index[tiny().by_id].tolist()
        ['ALONE', 'BIG', 'LAB', 'SME1', 'SME2']
        """
        order: NDArray[np.intp] = np.argsort(self.org_index.to_numpy(dtype=object), kind="stable")
        order.flags.writeable = False
        return order

    @cached_property
    def project_index(self) -> pd.Index[str]:
        """The ``project_id`` in table order: row *p* of the incidence is ``project_index[p]``."""
        index: pd.Index[str] = pd.Index(self.tables["projects"]["project_id"])
        return index

    @cached_property
    def incidence(self) -> Csr:
        """Projects × organisations, one where the organisation takes part; CSR, int64, in table order, read-only."""
        rows = self.project_index.get_indexer(pd.Index(self.tables["participations"]["project_id"]))
        columns = self.org_index.get_indexer(pd.Index(self.tables["participations"]["org_id"]))
        shape = (len(self.project_index), len(self.org_index))
        return read_only(linalg.incidence(rows.astype(np.int64), columns.astype(np.int64), shape))

    def collaboration_matrix(self, weight: Weight = "projects") -> Csr:
        r"""Return the one-mode projection: which organisations work together, as a matrix.

        Parameters
        ----------
        weight
            ``projects``: number of shared projects. ``newman``: :math:`\sum_p 1 / (n_p - 1)` over them, with
            :math:`n_p` organisations in project *p*.

        Returns
        -------
        csr_array
            Organisations × organisations in table order, symmetric, zero diagonal; int64 or float64. It is read-only:
            copy it to change it.

        References
        ----------
        M. E. J. Newman, "Scientific collaboration networks. II", Physical Review E 64, 016132 (2001).

        Examples
        --------
        >>> import polegraph.examples
        >>> polegraph.examples.tiny().collaboration_matrix("newman").toarray()[0].tolist()
        [0.0, 1.5, 0.5, 0.0, 0.0]
        """
        if weight not in {"projects", "newman"}:
            raise not_one_of(_("there is no such weight"), weight, ("projects", "newman"))
        return self._projects_matrix if weight == "projects" else self._newman_matrix

    @cached_property
    def _projects_matrix(self) -> Csr:
        return read_only(linalg.project(self.incidence, np.ones(self.incidence.shape[0], dtype=np.int64)))

    @cached_property
    def _newman_matrix(self) -> Csr:
        return read_only(linalg.project(self.incidence, linalg.newman_weights(np.diff(self.incidence.indptr))))

    def to_networkx(self, mode: Literal["one", "two"] = "one", weight: Weight = "newman") -> nx.Graph[str]:
        """Return the network as a NetworkX graph; organisations and projects without a partner are nodes too.

        Parameters
        ----------
        mode
            ``one``: organisations, linked where they share a project. ``two``: organisations (``bipartite=1``) and
            projects (``bipartite=0``), linked by participations. A project with the identifier of an
            organisation is called ``project:`` and its identifier, which stands in its attribute ``project_id``.
        weight
            What the edge attribute ``weight`` holds in mode ``one``; ``projects`` and ``newman`` are there as well.

        Returns
        -------
        networkx.Graph
            The columns of the tables are attributes of nodes and edges, where they are known.

        Examples
        --------
        >>> import polegraph.examples
        >>> graph = polegraph.examples.tiny().to_networkx()
        >>> graph.edges["SME1", "LAB"]["projects"], graph.degree["ALONE"]
        (2, 0)
        """
        from polegraph.network import graph_views  # noqa: PLC0415  # networkx is heavy

        if mode == "two":
            organisations, projects, participations = (self.tables[name] for name in _TWO_MODE)
            return graph_views.two_mode(organisations, projects, participations)
        if mode == "one":
            self.collaboration_matrix(weight)  # refuses a weight that there is not
            organisations = self.tables["organisations"]
            return graph_views.one_mode(organisations, self._projects_matrix, self._newman_matrix, weight)
        raise not_one_of(_("there is no such mode"), mode, ("one", "two"))

    def to_igraph(self, mode: Literal["one", "two"] = "one", weight: Weight = "newman") -> Any:  # noqa: ANN401  # no types
        """Convert to an igraph graph, where igraph is installed.

        Parameters
        ----------
        mode, weight
            As for `to_networkx`.

        Returns
        -------
        igraph.Graph
            Vertices in table order, in mode ``two`` the projects first. ``name`` is the identifier, ``label`` the name,
            and in mode ``two`` ``type`` is true for organisations; other columns are attributes of their own names.

        Raises
        ------
        PolegraphError
            If igraph is not installed, or there is no such mode or weight.
        """
        return other_graphs.igraph_of(self.to_networkx(mode, weight))

    def to_networkit(self, weight: Weight = "newman") -> Any:  # noqa: ANN401  # NetworKit ships no types
        """Convert to a NetworKit graph of organisations, where NetworKit is installed.

        Parameters
        ----------
        weight
            What the weights of edges are; see `collaboration_matrix`.

        Returns
        -------
        networkit.Graph
            Undirected; node *i* is ``org_index[i]``.

        Raises
        ------
        PolegraphError
            If NetworKit is not installed, or there is no such weight.
        """
        return other_graphs.networkit_of(self.collaboration_matrix(weight))

    def find(self, organisation: str) -> str:
        """Return the ``org_id`` of the organisation that an identifier or a name means.

        Parameters
        ----------
        organisation
            ``org_id`` (also without the name of the source before it), SIREN, SIRET, PIC, RNSR or ROR; or a name, in
            any case and with or without accents, as the organisation is called or was ever written in a source; or a
            part of its name, if only one has it. The same spelling takes precedence over one that only sounds the same.

        Raises
        ------
        PolegraphError
            If none fits, or several do: they are listed.

        Examples
        --------
        >>> import polegraph.examples
        >>> polegraph.examples.tiny().find("first sme")
        'SME1'
        """
        return lookup.find(str(organisation), self.tables["organisations"], lambda: self._names)

    def fitting(self, organisation: str) -> list[str]:
        """Return the ``org_id`` of every organisation that an identifier or a name may mean, sorted.

        Parameters
        ----------
        organisation
            As `find` takes it; where that would refuse, since none or several fit, these are returned.

        Examples
        --------
        >>> import polegraph.examples
        >>> polegraph.examples.tiny().fitting("sme"), polegraph.examples.tiny().fitting("nobody")
        (['ALONE', 'SME1', 'SME2'], [])
        """
        return lookup.fitting(str(organisation), self.tables["organisations"], lambda: self._names)

    @cached_property
    def _names(self) -> lookup.Names:
        return lookup.names_of(self.tables["organisations"], self.tables["aliases"])

    def names(self, ids: Sequence[str]) -> list[Any]:
        """Return the names of organisations and groups, in the order of their identifiers.

        Parameters
        ----------
        ids
            Values of ``org_id``, or of ``unit`` in `category`. A group that is no organisation here bears the name
            that the list of groups gives it, or else that by which the organisations call it.

        Examples
        --------
        >>> from polegraph.examples import tiny
        >>> tiny().names(["BIG", "thales", "Groupe d'ici"])
        ['Large group (invented)', 'Thales', "Groupe d'ici"]
        """
        return lookup.names(ids, self.org_index, self.tables["organisations"]["name"])


def read_only(matrix: Csr) -> Csr:
    """Set a matrix read-only, since it is handed out more than once."""
    for part in (matrix.data, matrix.indices, matrix.indptr):
        part.flags.writeable = False
    return matrix
