"""What every method of suggestion computes on: the network as matrices, in an order that no table decides."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse import csgraph

from polegraph import linalg

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.network import Network

    Positions = NDArray[np.int64]


class Walk(NamedTuple):
    """The random walk on Newman's weights as a linear system for the projects.

    With *d* the damping, *t* one entry a project and *r* one an organisation, ``t = d (gather @ (spread @ t) + keep t)
    + (1 - d) enter[:, user]`` and ``r = d (arrive @ t) + (1 - d) leave e_user``. Organisations of one project add to
    ``keep`` and are left out of ``gather`` and ``spread``.
    """

    gather: Csr
    spread: Csr
    keep: NDArray[np.float32]
    enter: Csr
    arrive: Csr
    leave: NDArray[np.float32]


class Context:
    """A network as the methods see it.

    Position *i* of every matrix is the organisation ``ids[i]``; ``ids`` is sorted, and so are the projects. So the
    order of the rows in the tables changes no sum and no rank, and the smaller position is the smaller identifier.

    Parameters
    ----------
    network
        The network. Everything in it is used; hold back what a method must not see.

    Examples
    --------
    >>> import polegraph.examples
    >>> context = Context(polegraph.examples.tiny())
    >>> context.ids.tolist(), context.degree.tolist()
    (['ALONE', 'BIG', 'LAB', 'SME1', 'SME2'], [0, 1, 3, 2, 2])
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        ids = network.org_index.to_numpy().astype("object")
        self.order: Positions = np.argsort(ids, kind="stable")
        self.ids: NDArray[Any] = ids[self.order]
        self._walks: dict[float, Walk] = {}

    def positions(self, ids: NDArray[Any]) -> Positions:
        """Give the positions of organisations by their identifiers; -1 for those that are not here.

        Parameters
        ----------
        ids : array of str
            Values of ``org_id``.
        """
        rows = self.network.org_index.get_indexer(pd.Index(ids))
        place = np.empty(len(self.order) + 1, dtype=np.int64)
        place[self.order] = np.arange(len(self.order))
        place[-1] = -1
        return place[rows]

    def column(self, name: str) -> NDArray[Any]:
        """Give a column of the table ``organisations`` by position; what is missing is None.

        Parameters
        ----------
        name
            Name of the column.
        """
        values = self.network.organisations[name]
        return values.astype("object").where(values.notna(), None).to_numpy()[self.order]

    @cached_property
    def project_order(self) -> Positions:
        """The row in the table ``projects`` of each project, sorted by ``project_id``."""
        return np.argsort(self.network.project_index.to_numpy().astype("object"), kind="stable")

    @cached_property
    def incidence(self) -> Csr:
        """Projects × organisations, ones, both sorted by identifier."""
        return _sorted(self.network.incidence[self.project_order][:, self.order])

    @cached_property
    def members(self) -> Csr:
        """Organisations × projects, ones: `incidence` turned round."""
        return _sorted(self.incidence.T)

    @cached_property
    def years(self) -> NDArray[np.int64]:
        """The year of each project; 0 if unknown."""
        return self.network.projects["year"].fillna(0).to_numpy(dtype=np.int64)[self.project_order]

    @cached_property
    def themes(self) -> Csr:
        """Organisations × themes (sorted by identifier): number of projects about it, and one if it is said of them."""
        network = self.network
        about, own = network.project_themes, network.organisation_themes
        names = pd.Index(np.sort(network.themes["theme_id"].to_numpy().astype("object")))
        projects = network.project_index[self.project_order].get_indexer(pd.Index(about["project_id"]))
        subjects = linalg.incidence(projects, names.get_indexer(about["theme_id"]), (len(self.years), len(names)))
        said = linalg.incidence(
            self.positions(own["org_id"].to_numpy()), names.get_indexer(own["theme_id"]), (len(self.ids), len(names))
        )
        return _sorted(self.members @ subjects + said)

    @cached_property
    def component(self) -> NDArray[np.int32]:
        """A number for each organisation, the same for two if and only if a chain of partners joins them."""
        return np.asarray(csgraph.connected_components(self.newman, directed=False)[1])

    @cached_property
    def newman(self) -> Csr:
        """The collaboration network with Newman's weights."""
        return linalg.project(self.incidence, linalg.newman_weights(self._project_sizes))

    @cached_property
    def partners(self) -> Csr:
        """The collaboration network, ones where two organisations share a project."""
        return sparse.csr_array(
            (np.ones(self.newman.nnz), self.newman.indices, self.newman.indptr), shape=self.newman.shape
        )

    @cached_property
    def degree(self) -> NDArray[np.int64]:
        """Number of partners of each organisation."""
        return np.diff(self.newman.indptr).astype(np.int64)

    @cached_property
    def strength(self) -> NDArray[np.int64]:
        """Sum of an organisation's Newman weights, which is its number of projects with a partner."""
        shared = (self._project_sizes > 1).astype(np.int64)
        return np.asarray(self.incidence.T @ shared)

    @cached_property
    def twin(self) -> Positions:
        """The first organisation that takes part in the same projects with partners; for most, itself."""
        some = np.flatnonzero(self._project_sizes > 1)
        member = _sorted(self.incidence[some].T)
        rows = np.split(member.indices, member.indptr[1:-1]) if len(self.ids) else []
        first: dict[bytes, int] = {}
        return np.array([first.setdefault(row.tobytes(), place) for place, row in enumerate(rows)], dtype=np.int64)

    def walk(self, damping: float) -> Walk:
        """Give the random walk, in single precision.

        Parameters
        ----------
        damping
            How often the walker goes on.
        """
        if damping not in self._walks:
            self._walks[damping] = self._walk(damping)
        return self._walks[damping]

    def _walk(self, damping: float) -> Walk:
        some = self.incidence[np.flatnonzero(self._project_sizes > 1)].astype(np.float64)
        weights = linalg.newman_weights(np.diff(some.indptr))
        member = _sorted(some.T)
        active = np.maximum(self.strength, 1)
        leave = 1.0 / (1.0 + damping * (member @ weights) / active)
        share = sparse.diags_array(leave / active)
        arrive = sparse.diags_array(leave) @ member @ sparse.diags_array(weights)
        several = np.flatnonzero(self.strength > 1)
        gather, spread = some[:, several], (share @ member @ sparse.diags_array(weights)).tocsr()[several]
        keep = (some @ np.where(self.strength == 1, leave, 0.0)) * weights
        leave = np.where(self.strength > 0, leave, 1.0 / (1.0 - damping))  # who is alone stays at home
        return Walk(
            _single(gather),
            _single(spread),
            keep.astype(np.float32)[:, None],
            _sorted((some @ share).T),
            _single(arrive),
            leave.astype(np.float32),
        )

    @cached_property
    def _project_sizes(self) -> NDArray[np.int64]:
        return np.diff(self.incidence.indptr).astype(np.int64)


def _sorted(matrix: Any) -> Csr:  # noqa: ANN401  # whatever format slicing or transposing gave
    result = sparse.csr_array(matrix)
    result.sort_indices()
    return result


def _single(matrix: Any) -> Csr:  # noqa: ANN401  # whatever format slicing or multiplying gave
    """Give a matrix in single precision with short indices: half the memory to go through."""
    matrix = _sorted(matrix)
    parts = (matrix.data.astype(np.float32), matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32))
    return sparse.csr_array(parts, shape=matrix.shape)
