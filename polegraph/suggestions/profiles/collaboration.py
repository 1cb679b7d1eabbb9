"""Collaboration of organisations: Newman's weights of links, recent projects counting more."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from polegraph import linalg
from polegraph.linalg.sparse import sorted_rows

if TYPE_CHECKING:
    from polegraph.linalg import Csr
    from polegraph.suggestions.profiles.activity import Activity
    from polegraph.suggestions.profiles.snapshot import Context


class Collaboration:
    """Weighted links between organisations, by position of the context.

    Parameters
    ----------
    context
        The network.
    activity
        Weights and sizes of its projects.
    """

    def __init__(self, context: Context, activity: Activity) -> None:
        self._context, self._activity = context, activity

    @cached_property
    def links(self) -> Csr:
        """Newman's weights, time-decayed."""
        return linalg.project(
            self._context.incidence,
            linalg.newman_weights(self._activity.project_sizes.astype(np.int64)) * self._activity.recency,
        )

    @cached_property
    def shares(self) -> Csr:
        """`links`, each row summing to 1: the share of each partner in an organisation's work."""
        total = np.asarray(self.links.sum(axis=1)).ravel()
        return sorted_rows(sparse.diags_array(1.0 / np.where(total > 0, total, 1.0)) @ self.links)
