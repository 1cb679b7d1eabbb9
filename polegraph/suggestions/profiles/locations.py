"""Locations of organisations and of their partners: cities, and distances between them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph.geography.distance import great_circle
from polegraph.geography.locations import locate
from polegraph.linalg.sparse import one_hot, sorted_rows
from polegraph.names.cities import normal_city
from polegraph.suggestions.profiles.name_similarity import unit_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.suggestions.profiles.collaboration import Collaboration
    from polegraph.suggestions.profiles.snapshot import Context, Positions

    Floats = NDArray[np.float32]

_LEAST: Final = 1e-9


class Locations:
    """The cities and coordinates of organisations, by position of the context.

    Parameters
    ----------
    context
        The network.
    collaboration
        Its weighted links.
    """

    def __init__(self, context: Context, collaboration: Collaboration) -> None:
        self._context, self._collaboration = context, collaboration

    @cached_property
    def city(self) -> NDArray[np.int64]:
        """The city, as codes, however it is written; -1 where it is unknown."""
        names = [normal_city(value) if value else "" for value in self._context.column("city")]
        return pd.factorize(np.array([name or None for name in names], dtype=object), sort=True)[0]

    @cached_property
    def in_city(self) -> Csr:
        """Organisations × cities, ones."""
        return one_hot(self.city, dtype=np.float64)

    @cached_property
    def partners_city(self) -> Csr:
        """Organisations × cities: the share of each city in an organisation's work with partners."""
        return sorted_rows(self._collaboration.shares @ self.in_city)

    @cached_property
    def cities(self) -> Csr:
        """Organisations × cities, its own and its partners', each row of length 1."""
        return unit_rows(self.partners_city + self.in_city)

    @cached_property
    def globe(self) -> NDArray[np.float64]:
        """Latitude and longitude; missing where no more than a region or country is known."""
        found = locate(self._context.network)
        surely = found["found"].isin(["given", "city"])
        return found[["lat", "lon"]].where(surely).to_numpy(dtype=np.float64)[self._context.order]

    @cached_property
    def centre(self) -> NDArray[np.float64]:
        """Centroid of an organisation's partners, weighted by their share in its work; missing if none is located."""
        lat, lon = np.radians(self.globe).T
        points = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
        x, y, z = (self._collaboration.shares @ np.nan_to_num(points)).T
        length = np.sqrt(x * x + y * y + z * z)
        middle = np.degrees(np.column_stack([np.arcsin(z / np.maximum(length, _LEAST)), np.arctan2(y, x)]))
        return np.where(length[:, None] > _LEAST, middle, np.nan)

    def nearness(self, users: Positions, there: NDArray[np.int64]) -> dict[str, Floats]:
        r"""Return the proximity of candidates to the users, and to the centroids of the users' partners.

        :math:`1 / \ln(e + d)`, with *d* in kilometres; 0 where a place is unknown.

        Parameters
        ----------
        users : array of int
            Positions of the users.
        there : array of int, users × candidates
            Positions of the candidates.
        """
        if np.isnan(self.globe).all():
            nothing = np.zeros(there.shape, dtype=np.float32)
            return {"near": nothing, "near_partners": nothing}
        return {
            name: np.nan_to_num(1.0 / np.log(np.e + great_circle(place[users][:, None], self.globe[there]))).astype(
                "f4"
            )
            for name, place in (("near", self.globe), ("near_partners", self.centre))
        }
