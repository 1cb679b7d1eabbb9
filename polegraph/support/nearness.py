"""How near an organisation in need is to one that offers support: by projects, partners, pôle, region, distance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from scipy import sparse

from polegraph import linalg
from polegraph.geography import locate
from polegraph.geography.distance import great_circle
from polegraph.linalg.sparse import memberships, transpose

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.network import Network

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]

INTRODUCED: Final = 0.6
"""Nearness of two organisations without a common project that a common partner could introduce."""
HALVED: Final = 100.0
"""Kilometres in which nearness in space halves."""
NAMED: Final = 3
"""Common partners that are named."""
_CHUNK: Final = 128  # organisations from which distances are found at a time
_PLACED: Final = ("given", "city")  # the middle of a region or a country tells no distance


@dataclass(frozen=True)
class Nearness:
    """How near the two organisations of each of some pairs are.

    Parameters
    ----------
    shared : array of int
        Projects in which both take part.
    steps : array of float
        Steps in the collaboration network (1: partners, 2: a common partner); NaN where no path joins them.
    between : array of int
        Common partners that could introduce them: they stand, and have not opted out.
    pole, region : array of bool
        Whether both are members of a pôle, or in a region.
    kilometres : array of float
        Great-circle distance; NaN where the city of either is not known.
    """

    shared: Integers
    steps: Floats
    between: Integers
    pole: NDArray[np.bool_]
    region: NDArray[np.bool_]
    kilometres: Floats

    @property
    def network(self) -> Floats:
        """Nearness in the network: 1 with a common project, `INTRODUCED` with a common partner, else 0."""
        return np.where(self.shared > 0, 1.0, np.where(self.between > 0, INTRODUCED, 0.0))

    @property
    def place(self) -> Floats:
        """Nearness in space, from 0 to 1: the mean of same pôle, same region and a distance that halves it."""
        near = np.nan_to_num(2.0 ** (-self.kilometres / HALVED), nan=0.0)
        return (self.pole.astype(np.float64) + self.region + near) / 3


class Neighbourhood:
    """What nearness is found in: who takes part in what, and where organisations are.

    Parameters
    ----------
    net
        The network.
    """

    def __init__(self, net: Network) -> None:
        self.net = net
        self._project_ids, self._ids = net.project_index.tolist(), net.org_index.tolist()
        called = net.projects["acronym"].fillna(net.projects["title"]).fillna(net.projects["project_id"])
        self.project_name = dict(zip(self._project_ids, called.tolist(), strict=True))
        self.own: Csr = transpose(net.incidence)
        self.partners: Csr = linalg.project(net.incidence, np.ones(net.incidence.shape[0], dtype=np.int64))
        free = net.standing & ~net.organisations["opt_out"].fillna(value=False).astype(bool).to_numpy()
        able = sparse.diags_array(free.astype(np.int64), format="csr", dtype=np.int64)
        self._introducing: Csr = sparse.csr_array(self.partners @ able)  # projects with those that could introduce
        self._introducing.eliminate_zeros()
        members = net.members()
        code, names = pd.factorize(members["pole_id"], sort=True)
        at = net.org_index.get_indexer(pd.Index(members["org_id"]))
        self.poles: Csr = memberships(at, code, (len(net.org_index), len(names)))
        self.pole_ids = [str(one) for one in names]
        organisations = net.organisations
        self.name, self.city, self.region_name = (organisations[one].tolist() for one in ("name", "city", "region"))
        self.region = pd.factorize(organisations["region"], sort=True)[0]
        where = locate(net)
        placed = where["found"].isin(_PLACED).to_numpy(dtype=bool)
        self._globe = np.where(placed[:, None], where[["lat", "lon"]].to_numpy(dtype=np.float64), np.nan)

    def pairs(self, one: Integers, other: Integers) -> Nearness:
        """Measure how near organisations are.

        Parameters
        ----------
        one, other : array of int, one entry a pair
            Positions of the two in the table.
        """
        able, linked = (sparse.csr_array(part > 0).astype(np.int64) for part in (self._introducing, self.partners))
        region = self.region[one]
        return Nearness(
            shared=_dots(self.own, self.own, one, other),
            steps=self._steps(one, other),
            between=_dots(able, linked, one, other),
            pole=_dots(self.poles, self.poles, one, other) > 0,
            region=(region == self.region[other]) & (region >= 0),
            kilometres=great_circle(self._globe[one], self._globe[other]),
        )

    def _steps(self, one: Integers, other: Integers) -> Floats:
        """Find the length of shortest paths, from some organisations at a time, step by step through projects."""
        found = np.full(len(one), np.nan)
        sources, row = np.unique(one, return_inverse=True)
        to_projects, to_members = self.net.incidence.astype(np.float32), self.own.astype(np.float32)
        for start in range(0, len(sources), _CHUNK):
            here = np.flatnonzero((row >= start) & (row < start + _CHUNK))
            some = sources[start : start + _CHUNK]
            reached = np.zeros((self.own.shape[0], len(some)), dtype=np.bool_)
            reached[some, np.arange(len(some))] = True
            new, steps = reached.copy(), 0
            while new.any():
                found[here[new[other[here], row[here] - start]]] = steps
                new = (to_members @ ((to_projects @ new.astype(np.float32)) > 0).astype(np.float32) > 0) & ~reached
                reached |= new
                steps += 1
        return found

    def projects(self, one: int, other: int) -> list[str]:
        """List the projects that two organisations share, by identifier.

        Parameters
        ----------
        one, other
            Their positions.
        """
        both = np.intersect1d(self._projects_of(one), self._projects_of(other))
        return sorted(self._project_ids[place] for place in both.tolist())

    def _projects_of(self, one: int) -> Integers:
        return self.own.indices[self.own.indptr[one] : self.own.indptr[one + 1]].astype(np.int64)

    def introducers(self, one: int, other: int) -> list[int]:
        """List the common partners that could introduce two organisations, at most `NAMED`.

        Parameters
        ----------
        one, other
            Their positions.

        Returns
        -------
        list of int
            Positions; those first that have most projects with the other, then with the one, then by identifier.
        """
        rows = [self._introducing[[place]] for place in (one, other)]
        weight = [dict(zip(row.indices.tolist(), row.data.tolist(), strict=True)) for row in rows]
        both = sorted(weight[0].keys() & weight[1].keys())
        both.sort(key=lambda place: (-weight[1][place], -weight[0][place], self._ids[place]))
        return both[:NAMED]


def _dots(left: Csr, right: Csr, one: Integers, other: Integers) -> Integers:
    """Return the products of some rows of a matrix with some of another one."""
    found = np.zeros(len(one), dtype=np.int64)
    size = 1 << 14
    for start in range(0, len(one), size):
        rows = slice(start, start + size)
        found[rows] = np.asarray(left[one[rows]].multiply(right[other[rows]]).sum(axis=1)).ravel()
    return found
