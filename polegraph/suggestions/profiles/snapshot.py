"""Snapshot of a network as matrices, in a canonical order of organisations and projects."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse import csgraph

from polegraph import linalg
from polegraph.linalg.sparse import sorted_rows
from polegraph.suggestions.profiles import random_walk
from polegraph.suggestions.profiles.canonical_order import by_content, by_id

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.network import Network

    Positions = NDArray[np.int64]


class Context:
    """A network as matrices.

    Position *i* of every matrix is the organisation ``ids[i]``; ``ids`` is sorted, and so are the projects. So the
    order of the rows in the tables changes no sum and no rank, and the smaller position is the smaller identifier. Or
    both are ordered by content: then identifiers change nothing either.

    Parameters
    ----------
    network
        The network. All of it is used: cut it before, if methods must not see the future.
    by
        What organisations and projects are ordered by: ``id``, their identifiers, or ``content``, their attributes and
        projects (`polegraph.suggestions.profiles.canonical_order.by_content`).

    Examples
    --------
    >>> import polegraph.examples
    >>> context = Context(polegraph.examples.tiny())
    >>> context.ids.tolist(), context.degree.tolist()
    (['ALONE', 'BIG', 'LAB', 'SME1', 'SME2'], [0, 1, 3, 2, 2])
    """

    def __init__(self, network: Network, by: Literal["id", "content"] = "id") -> None:
        self.network = network
        self.order: Positions
        self.project_order: Positions
        """The rows of the tables ``organisations`` and ``projects`` by position."""
        self.order, self.project_order = (by_content if by == "content" else by_id)(network)
        self.ids: NDArray[Any] = network.org_index.to_numpy().astype("object")[self.order]
        self._walks: dict[float, random_walk.Walk] = {}

    def positions(self, ids: NDArray[Any]) -> Positions:
        """Return the positions of organisations by their identifiers; -1 for those that are not here.

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
        """Return a column of the table ``organisations`` by position; what is missing is None.

        Parameters
        ----------
        name
            Name of the column.
        """
        values = self.network.organisations[name]
        return values.astype("object").where(values.notna(), None).to_numpy()[self.order]

    @cached_property
    def spellings(self) -> list[str] | None:
        """All names of each organisation, joined; None if no organisation has several."""
        said = self.network.descriptions
        said = said[said["column"] == "name"].dropna(subset=["value"])
        if not len(said):
            return None
        names: list[set[str]] = [{name or ""} for name in self.column("name")]
        for position, name in zip(
            self.positions(said["org_id"].to_numpy()).tolist(), said["value"].tolist(), strict=True
        ):
            if position >= 0:
                names[position].add(name)
        return [" ".join(sorted(one)) for one in names]

    @cached_property
    def category_size(self) -> NDArray[Any]:
        """The size of each organisation's category (`Network.category`), None if unknown."""
        known = self.network.category["size"]
        return known.astype("object").where(known.notna(), None).to_numpy()[self.order]

    @cached_property
    def subsidiary_of(self) -> NDArray[Any]:
        """The group that gives each organisation its size (`Network.subsidiary_of`), None where the size is its own."""
        named = self.network.subsidiary_of
        return named.astype("object").where(named.notna(), None).to_numpy()[self.order]

    @cached_property
    def present(self) -> NDArray[np.bool_]:
        """Which organisations are not dissolved on the day of the network."""
        return self.network.standing[self.order]

    @cached_property
    def project_ids(self) -> NDArray[Any]:
        """The identifier of each project."""
        return self.network.project_index.to_numpy().astype("object")[self.project_order]

    @cached_property
    def incidence(self) -> Csr:
        """Projects × organisations, ones."""
        return sorted_rows(self.network.incidence[self.project_order][:, self.order])

    @cached_property
    def members(self) -> Csr:
        """Organisations × projects, ones: `incidence` transposed."""
        return sorted_rows(self.incidence.T)

    @cached_property
    def years(self) -> NDArray[np.int64]:
        """The year of each project; 0 if unknown."""
        return self.network.projects["year"].fillna(0).to_numpy(dtype=np.int64)[self.project_order]

    @cached_property
    def theme_ids(self) -> pd.Index[str]:
        """The themes, sorted by identifier."""
        names: pd.Index[str] = pd.Index(np.sort(self.network.themes["theme_id"].to_numpy().astype("object")))
        return names

    @cached_property
    def project_themes(self) -> Csr:
        """Projects × themes, ones."""
        about = self.network.project_themes
        projects = self.network.project_index[self.project_order].get_indexer(pd.Index(about["project_id"]))
        themes = self.theme_ids.get_indexer(pd.Index(about["theme_id"]))
        return linalg.incidence(projects, themes, (len(self.years), len(self.theme_ids)))

    @cached_property
    def own_themes(self) -> Csr:
        """Organisations × themes, ones where the table ``organisation_themes`` has the pair."""
        own = self.network.organisation_themes
        themes = self.theme_ids.get_indexer(pd.Index(own["theme_id"]))
        return linalg.incidence(self.positions(own["org_id"].to_numpy()), themes, (len(self.ids), len(self.theme_ids)))

    @cached_property
    def themes(self) -> Csr:
        """Organisations × themes: number of projects in each, and one more for own themes."""
        return sorted_rows(self.members @ self.project_themes + self.own_themes)

    @cached_property
    def component(self) -> NDArray[np.int32]:
        """Connected component of each organisation, as a number."""
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
        """The first structurally equivalent organisation: same projects with partners; for most, itself."""
        some = np.flatnonzero(self._project_sizes > 1)
        member = sorted_rows(self.incidence[some].T)
        rows = np.split(member.indices, member.indptr[1:-1]) if len(self.ids) else []
        first: dict[bytes, int] = {}
        return np.array([first.setdefault(row.tobytes(), place) for place, row in enumerate(rows)], dtype=np.int64)

    def walk(self, damping: float) -> random_walk.Walk:
        """Return the random walk, in single precision.

        Parameters
        ----------
        damping
            Damping factor, the probability that the walker continues.
        """
        if damping not in self._walks:
            weights = np.ones(len(self._project_sizes))
            self._walks[damping] = random_walk.system(self.incidence, weights, damping)
        return self._walks[damping]

    @cached_property
    def _project_sizes(self) -> NDArray[np.int64]:
        return np.diff(self.incidence.indptr).astype(np.int64)
