"""Profiles of all organisations of a network at one cut-off: what candidates and features are made from."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

from polegraph.suggestions.profiles import random_walk
from polegraph.suggestions.profiles.activity import Activity
from polegraph.suggestions.profiles.attributes import Attributes
from polegraph.suggestions.profiles.collaboration import Collaboration
from polegraph.suggestions.profiles.locations import Locations
from polegraph.suggestions.profiles.name_similarity import Names
from polegraph.suggestions.profiles.neighbours import Neighbours
from polegraph.suggestions.profiles.themes import Themes

if TYPE_CHECKING:
    from polegraph.suggestions.profiles.snapshot import Context, Positions

DAMPING: Final = 0.8
"""Damping factor, the probability that the walker of `Profiles.walk` continues instead of returning home."""
STEPS: Final = 8
"""Number of steps of its solution."""
_NAME_TIES: Final = 1.0  # weight of a tie between similar names, beside all projects of the two
_NAME_POWER: Final = 3


class Profiles:
    """Profiles of every organisation, by position of the context; nothing is computed before it is asked for.

    Parameters
    ----------
    context
        The network. Its last year defines what is recent.
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self.number = len(context.ids)
        self.activity = Activity(context)
        self.collaboration = Collaboration(context, self.activity)
        self.themes = Themes(context, self.activity, self.collaboration)
        self.names = Names(context, self.collaboration)
        self.attributes = Attributes(context, self.activity, self.collaboration)
        self.locations = Locations(context, self.collaboration)

    @cached_property
    def neighbours(self) -> Neighbours:
        """Nearest-neighbour scores by names and themes."""
        return Neighbours(self.names.alike, self.collaboration.links)

    @cached_property
    def walk(self) -> random_walk.Walk:
        """Random walk with restart on time-decayed projects and on ties between similar names.

        A tie counts like a project of the two organisations. Its weight is the geometric mean of the weights of their
        projects, times the cube of the cosine of their names.
        """
        context = self.context
        if not self.names.alike.nnz:  # projects alone make the smaller system
            return random_walk.system(context.incidence, self.activity.recency, DAMPING)
        ties = sparse.triu(self.names.alike, k=1).tocoo()
        total = np.maximum(self.activity.shared_projects, self.activity.recency.min(initial=1.0))
        weight = _NAME_TIES * ties.data**_NAME_POWER * np.sqrt(total[ties.row] * total[ties.col])
        one_way = sparse.csr_array((weight, (ties.row, ties.col)), shape=(self.number, self.number))
        return random_walk.tied(
            context.incidence, self.activity.recency, sparse.csr_array(one_way + one_way.T), DAMPING
        )

    @cached_property
    def twin(self) -> Positions:
        """The first structurally equivalent organisation without ties by name: same projects; for most, itself."""
        own = np.arange(self.number)
        is_tied = np.diff(self.names.alike.indptr) > 0
        twin = self.context.twin
        return np.where(is_tied | is_tied[twin], own, twin)
