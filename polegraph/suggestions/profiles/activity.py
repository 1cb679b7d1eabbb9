"""Activity of organisations: how many projects and partners, and how recent."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph import linalg
from polegraph.suggestions.profiles.history import UNKNOWN, ages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from polegraph.suggestions.profiles.snapshot import Context

    Floats = NDArray[np.float32]

HALF_LIFE: Final = 3.0
"""Years after which a project counts half."""
RECENT: Final = 3
"""Years that count as recent."""


class Activity:
    """Activity of every organisation, by position of the context.

    ``age`` is the number of years since each project began (`polegraph.suggestions.profiles.history.ages`: 1 for the
    last year of the network, by days in a short history, and 99 if unknown); ``recency`` the weight of each project,
    halved every `HALF_LIFE` years; ``project_sizes`` its number of members.

    Parameters
    ----------
    context
        The network. Its last year defines what is recent.

    Examples
    --------
    >>> import polegraph.examples
    >>> from polegraph.suggestions.profiles.snapshot import Context
    >>> Activity(Context(polegraph.examples.tiny())).recent[RECENT].tolist()
    [0.0, 1.0, 1.0, 0.0, 0.0]
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self.age = ages(context.network.projects)[context.project_order]
        self.recency = 0.5 ** ((self.age - 1) / HALF_LIFE)
        self.project_sizes = np.diff(context.incidence.indptr).astype(np.float64)

    def _sum(self, per_project: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sum a value over the projects of each organisation."""
        return np.asarray(self._context.members @ per_project)

    @cached_property
    def projects(self) -> NDArray[np.float64]:
        """Time-decayed number of projects of each organisation."""
        return self._sum(self.recency)

    @cached_property
    def shared_projects(self) -> NDArray[np.float64]:
        """Time-decayed number of projects with partners."""
        return self._sum(self.recency * (self.project_sizes > 1))

    @cached_property
    def seats(self) -> NDArray[np.float64]:
        """Time-decayed number of other members in the projects of each organisation."""
        return self._sum(self.recency * np.maximum(self.project_sizes - 1, 0))

    @cached_property
    def recent(self) -> Mapping[int, NDArray[np.float64]]:
        """Number of projects in the last year, and in the last three."""
        return {years: self._sum((self.age <= years).astype(np.float64)) for years in (1, RECENT)}

    @cached_property
    def coordinated(self) -> NDArray[np.float64]:
        """Number of projects of the last three years that each organisation coordinates."""
        network, context = self._context.network, self._context
        leads = network.participations[network.participations["role"] == "coordinator"]
        row = network.project_index[context.project_order].get_indexer(pd.Index(leads["project_id"]))
        column = context.positions(leads["org_id"].to_numpy())
        return np.bincount(
            column, weights=(self.age[row] <= RECENT).astype(np.float64), minlength=len(self._context.ids)
        ).astype(np.float64)

    @cached_property
    def first_seen(self) -> NDArray[np.float64]:
        """Years since the first project of each organisation."""
        oldest = np.zeros(len(self._context.ids))
        projects, members = self._context.incidence.nonzero()
        np.maximum.at(oldest, members, np.where(self.age < UNKNOWN, self.age, 0)[projects])
        return oldest

    @cached_property
    def last_seen(self) -> NDArray[np.float64]:
        """Years since the last project of each organisation; at most 9."""
        latest = np.full(len(self._context.ids), 9.0)
        projects, members = self._context.incidence.nonzero()
        np.minimum.at(latest, members, self.age[projects])
        return latest

    @cached_property
    def new_partners(self) -> NDArray[np.float64]:
        """Number of partners of each organisation that are new in the last three years."""
        old = self._context.incidence[np.flatnonzero(self.age > RECENT)]
        before = linalg.project(old, np.ones(old.shape[0], dtype=np.int64))
        return (self._context.degree - np.diff(before.indptr)).astype(np.float64)

    @cached_property
    def new_partner_rate(self) -> Floats:
        """New partners per project of the last three years, as a difference of logarithms."""
        projects = np.log1p(RECENT * self.recent[RECENT])
        return np.asarray(np.log1p(self.new_partners) - projects, dtype=np.float32)

    @cached_property
    def trend(self) -> Floats:
        """Projects of the last year beside the yearly mean of the last three, as a difference of logarithms."""
        mean = np.log1p(self.recent[RECENT] / RECENT)
        return np.asarray(np.log1p(self.recent[1]) - mean, dtype=np.float32)

    @cached_property
    def mean_project_size(self) -> NDArray[np.float64]:
        """Time-decayed mean number of members of an organisation's projects."""
        return self._sum(self.project_sizes * self.recency) / np.maximum(self.projects, 1e-9)

    @cached_property
    def percentiles(self) -> dict[str, Floats]:
        """Percentiles of each organisation among all, from 0 to 1: unlike counts, they carry over from year to year."""
        columns = {
            "activity": self.projects,
            "recent": self.recent[RECENT],
            "last_year": self.recent[1],
            "partners": self._context.degree,
            "new_partners": self.new_partners,
            "coordinated": self.coordinated,
            "project_size": self.mean_project_size,
            "first_seen": self.first_seen,
            "shared": self.shared_projects,
            "seats": self.seats,
        }
        scale = max(len(self._context.ids), 1)
        ranks = {name: pd.Series(np.round(values, 6)).rank().to_numpy() for name, values in columns.items()}
        return {name: ((rank - 1) / scale).astype(np.float32) for name, rank in ranks.items()}
