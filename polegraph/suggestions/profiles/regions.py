"""Areas of organisations: their region or, where that is not known, their country."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


class Areas(NamedTuple):
    """Regions, then countries, then everywhere: the active organisations of each, the most active first.

    Those of area *g* are ``members[starts[g]:starts[g + 1]]``, without organisations that are not active. ``region``
    and ``country`` are codes, -1 where they are unknown; ``own`` is the area of each organisation, -1 where both are.
    """

    region: Ints
    country: Ints
    own: Ints
    starts: Ints
    members: Ints

    @property
    def everywhere(self) -> int:
        """The last area, which has all active organisations."""
        return len(self.starts) - 2

    def near(self, users: Ints) -> NDArray[np.bool_]:
        """Return which organisations are active in the area of each user.

        Parameters
        ----------
        users : array of int
            Positions of the users.

        Returns
        -------
        array of bool, users × organisations
        """
        found = np.zeros((len(users), len(self.own)), dtype=np.bool_)
        for row, area in enumerate(self.own[users].tolist()):
            if area >= 0:
                found[row, self.members[self.starts[area] : self.starts[area + 1]]] = True
        return found

    def same(self, users: Ints, there: Ints) -> NDArray[np.bool_]:
        """Return which candidates are in the area of each user.

        Parameters
        ----------
        users : array of int
            Positions of the users.
        there : array of int, users × candidates
            Positions of the candidates.
        """
        region, country = self.region[users][:, None], self.country[users][:, None]
        land = (self.country[there] == country) & (country >= 0)
        result: NDArray[np.bool_] = np.where(region >= 0, self.region[there] == region, land)
        return result


def areas(region: Ints, country: Ints, activity: NDArray[np.float64]) -> Areas:
    """Build the areas of organisations.

    Parameters
    ----------
    region, country : arrays of int, one entry an organisation
        Codes; -1 where it is unknown.
    activity : array of float, one entry an organisation
        How active it is.

    Examples
    --------
    >>> found = areas(np.array([0, 0, -1]), np.array([0, 0, 0]), np.array([1.0, 2.0, 3.0]))
    >>> found.own.tolist(), found.starts.tolist(), found.members.tolist()
    ([0, 0, 1], [0, 2, 5, 8], [1, 0, 2, 1, 0, 2, 1, 0])
    """
    active = activity.astype(np.float32)  # as rankings compare it
    best = np.argsort(-active, kind="stable")
    best = best[active[best] > 0]
    members, lengths = [], []
    for code in (region, country, np.zeros_like(region)):
        there = best[code[best] >= 0]
        members.append(there[np.argsort(code[there], kind="stable")])
        lengths.append(np.bincount(code[there], minlength=int(code.max(initial=-1)) + 1))
    own = np.where(region >= 0, region, np.where(country >= 0, country + len(lengths[0]), -1))
    return Areas(
        region, country, own, np.concatenate([[0], np.cumsum(np.concatenate(lengths))]), np.concatenate(members)
    )
