"""Themes of organisations: their own, related ones, and those of their partners."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

from polegraph.suggestions.profiles.lift import lifts
from polegraph.suggestions.profiles.name_similarity import unit_rows
from polegraph.suggestions.profiles.row_products import transpose

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.suggestions.profiles.activity import Activity
    from polegraph.suggestions.profiles.collaboration import Collaboration
    from polegraph.suggestions.profiles.row_products import Transposed
    from polegraph.suggestions.profiles.snapshot import Context

    Floats = NDArray[np.float32]

_OF_PARTNERS: Final = 0.5  # weight of the themes of partners beside own ones
_YEARS: Final = 4  # years of projects that count for an organisation's activity in a theme
_TIES: Final = 15  # related themes that a theme is tied to


class Themes:
    """Themes of every organisation, by position of the context.

    Parameters
    ----------
    context
        The network.
    activity
        Weights of its projects.
    collaboration
        Its weighted links.
    """

    def __init__(self, context: Context, activity: Activity, collaboration: Collaboration) -> None:
        self._context, self._activity, self._collaboration = context, activity, collaboration

    @cached_property
    def own(self) -> Csr:
        """Organisations × themes, each row of length 1: time-decayed number of projects, plus declared themes."""
        weighted = self._context.members @ sparse.diags_array(self._activity.recency) @ self._context.project_themes
        return unit_rows(weighted + self._context.own_themes)

    @cached_property
    def related(self) -> Csr:
        """`own`, each theme replaced by the themes that co-occur with it in organisations."""
        often = np.maximum(np.bincount(self.own.indices, minlength=self.own.shape[1]), 1)
        weighted = unit_rows(self.own @ sparse.diags_array(np.log(1 + len(self._context.ids) / often)))
        by_theme = unit_rows(weighted.T)
        ties = _strongest(sparse.csr_array(by_theme @ by_theme.T), _TIES)
        return unit_rows(weighted @ ties)

    @cached_property
    def wanted(self) -> Csr:
        """Organisations × themes: own themes and, with less weight, those of partners."""
        return unit_rows(self.own + _OF_PARTNERS * self._collaboration.shares @ self.own)

    @cached_property
    def served(self) -> Csr:
        """Organisations × themes: time-decayed number of projects of the last four years."""
        weights = self._activity.recency * (self._activity.age <= _YEARS)
        return sparse.csr_array(self._context.members @ sparse.diags_array(weights) @ self._context.project_themes)

    @cached_property
    def served_transposed(self) -> Transposed:
        """`served`, transposed."""
        return transpose(self.served)

    @cached_property
    def related_transposed(self) -> Transposed:
        """`related`, transposed."""
        return transpose(self.related)

    @cached_property
    def lifts(self) -> Floats:
        """Themes × themes: lift of links between organisations active in two themes."""
        return lifts(self._collaboration.links, self.own)


def _strongest(matrix: Csr, number: int) -> Csr:
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    order = np.lexsort((matrix.indices, -np.round(matrix.data, 9), row))
    kept = order[np.arange(len(row)) - matrix.indptr[row] < number]
    return sparse.csr_array((matrix.data[kept], (row[kept], matrix.indices[kept])), shape=matrix.shape)
