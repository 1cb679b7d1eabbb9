"""The tables of a network of which the incidence matrix is given, and the participations follow from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from polegraph.network.frames import Frames

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polegraph.linalg import Csr


class IncidenceTables(Frames):
    """Tables with the participations of a matrix; most measures never ask for them, so they are made when asked.

    Parameters
    ----------
    held
        The tables, with the participations of the network that this one was made from.
    incidence
        Projects × organisations.
    project_index, org_index
        The identifiers of its rows and columns.
    """

    def __init__(
        self, held: Mapping[str, pd.DataFrame], incidence: Csr, project_index: pd.Index[str], org_index: pd.Index[str]
    ) -> None:
        super().__init__(held)
        self._incidence = incidence
        self._project_index = project_index
        self._org_index = org_index
        self._participations: pd.DataFrame | None = None

    def _table(self, name: str) -> pd.DataFrame:
        if name != "participations":
            return self._held[name]
        if self._participations is None:
            cells = self._incidence.tocoo()
            ends = {"project_id": self._project_index[cells.row], "org_id": self._org_index[cells.col]}
            kinds = self._held["participations"].dtypes
            frame = pd.DataFrame(ends).reindex(columns=kinds.index)
            self._participations = frame.astype(kinds.to_dict())
        return self._participations
