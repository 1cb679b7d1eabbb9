"""Attributes of organisations: region, country and kind, and how often each value works with each other."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from polegraph.identity import normal_form
from polegraph.linalg.sparse import one_hot
from polegraph.suggestions.profiles.lift import lifts
from polegraph.suggestions.profiles.regions import areas
from polegraph.vocabulary import REGISTER_NUMBERS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.suggestions.profiles.activity import Activity
    from polegraph.suggestions.profiles.collaboration import Collaboration
    from polegraph.suggestions.profiles.regions import Areas
    from polegraph.suggestions.profiles.snapshot import Context

    Floats = NDArray[np.float32]


class Attribute(NamedTuple):
    """A column of the table ``organisations`` as codes (-1 unknown), and the share of partners that have each code.

    ``lifts`` is the lift of links between organisations of two codes: how much more often than by chance.
    """

    code: NDArray[np.int64]
    partners: Floats
    lifts: Floats


class Attributes:
    """Attributes of every organisation, by position of the context.

    Parameters
    ----------
    context
        The network.
    activity
        How active each organisation is.
    collaboration
        Its weighted links.
    """

    def __init__(self, context: Context, activity: Activity, collaboration: Collaboration) -> None:
        self._context, self._activity, self._collaboration = context, activity, collaboration

    @cached_property
    def by_column(self) -> dict[str, Attribute]:
        """Region, country and kind: codes, and the share of an organisation's partners that have each."""
        return {column: self._attribute(self._codes(column)) for column in ("region", "country", "kind")}

    @cached_property
    def areas(self) -> Areas:
        """The active organisations of each region and country."""
        return areas(self.by_column["region"].code, self.by_column["country"].code, self._activity.projects)

    @cached_property
    def identified(self) -> Floats:
        """One for organisations with a number in some register."""
        known = self._context.network.organisations[list(REGISTER_NUMBERS)].notna().any(axis=1).to_numpy()
        return np.asarray(known[self._context.order], dtype=np.float32)

    def _codes(self, column: str) -> NDArray[np.int64]:
        """Return a column of text as codes; -1 where it is unknown."""
        values = self._context.column(column)
        return pd.factorize(np.array([normal_form(v) if v else None for v in values], dtype=object), sort=True)[0]

    def _attribute(self, code: NDArray[np.int64]) -> Attribute:
        member = one_hot(code, dtype=np.float64)
        degree = np.maximum(self._context.degree, 1)
        partners = (sparse.diags_array(1.0 / degree) @ self._context.partners @ member).toarray().astype("f4")
        return Attribute(code, partners, lifts(self._collaboration.links, member))
