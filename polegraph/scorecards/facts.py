"""What the indicators of all pôles in a year are computed from, each looked up once."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from polegraph.linalg.sparse import memberships as marks
from polegraph.metrics.inference.null_models import networks
from polegraph.network.membership import members as members_on
from polegraph.network.membership import standing
from polegraph.outcomes import shapes
from polegraph.tables import LARGE_SIZES, SME_SIZES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.network import Network


class Figure(NamedTuple):
    """A figure of every pôle in a year.

    Parameters
    ----------
    value : array of float, one entry a pôle
        NaN where it is not known.
    of : array of float, or None
        What a share is of; None for other figures.
    expected : array of float, or None
        What chance would give.
    low, high : array of float, or None
        An interval, where it is not that of a share.
    """

    value: NDArray[np.float64]
    of: NDArray[np.float64] | None = None
    expected: NDArray[np.float64] | None = None
    low: NDArray[np.float64] | None = None
    high: NDArray[np.float64] | None = None


class Facts:
    """A network as indicators need it, on its day: pôles in the order of their identifiers.

    Parameters
    ----------
    net
        The network.
    year
        The year that random networks are drawn for; the others stand without chance beside them.
    draws
        Number of random networks behind expected shares; 0 leaves them missing.
    seed
        Seed of the random networks.
    """

    def __init__(self, net: Network, year: int | None = None, draws: int = 0, seed: int = 0) -> None:
        self.net, self._drawn_for, self._draws, self._seed = net, year, draws, seed
        self.poles = pd.Index(net.poles["pole_id"].sort_values())
        size = net.category["size"]
        self.sme = size.isin(SME_SIZES).to_numpy(dtype=bool)
        self.large = size.isin(LARGE_SIZES).to_numpy(dtype=bool)
        self.kind = net.organisations["kind"].to_numpy()
        self._members: dict[int, Csr] = {}
        self._by: dict[int, Csr] = {}

    def members(self, year: int) -> Csr:
        """Return pôles × organisations, ones for members on the last day of a year (or on that of the network).

        Parameters
        ----------
        year
            The year.
        """
        if year not in self._members:
            day = min(date(year, 12, 31), self.net.day)
            there = standing(self.net.organisations, day)
            rows = members_on(self.net.memberships, self.net.org_index, there, day)
            self._members[year] = marks(
                self.poles.get_indexer(pd.Index(rows["pole_id"])),
                self.net.org_index.get_indexer(pd.Index(rows["org_id"])),
                (len(self.poles), len(self.net.org_index)),
            )
        return self._members[year]

    @cached_property
    def labelled(self) -> Csr:
        """Pôles × projects, ones where a pôle has labelled a project."""
        labels = self.net.labels
        return marks(
            self.poles.get_indexer(pd.Index(labels["pole_id"])),
            self.net.project_index.get_indexer(pd.Index(labels["project_id"])),
            (len(self.poles), len(self.net.project_index)),
        )

    @cached_property
    def year(self) -> NDArray[np.float64]:
        """The year in which each project started; NaN where it is not known."""
        return self.net.projects["year"].to_numpy(dtype="float64", na_value=np.nan)

    @cached_property
    def shape(self) -> pd.DataFrame:
        """The shape of each consortium, as `polegraph.outcomes.shapes` gives it."""
        return shapes(self.net)

    def started(self, year: int) -> NDArray[np.bool_]:
        """Return which projects started in a year, by the day of the network.

        Parameters
        ----------
        year
            The year.
        """
        here: NDArray[np.bool_] = (self.year == year) & self.begun
        return here

    @cached_property
    def begun(self) -> NDArray[np.bool_]:
        """Which projects have started by the day of the network, as far as the day is known."""
        begun: NDArray[np.bool_] = ~(self.net.projects["start"] > pd.Timestamp(self.net.day)).to_numpy(dtype=bool)
        return begun

    def by(self, year: int) -> Csr:
        """Return projects × organisations, of the projects that started by the end of a year.

        Parameters
        ----------
        year
            The year.
        """
        if year not in self._by:
            self._by[year] = self.net.incidence.tocsr()[np.flatnonzero((self.year <= year) & self.begun)]
        return self._by[year]

    @cached_property
    def unit(self) -> NDArray[np.int64]:
        """The group that each organisation counts as, as a number."""
        return pd.factorize(self.net.category["unit"])[0]

    def drawn(self, year: int) -> list[Csr]:
        """Return random networks of the projects that started by the end of a year, in the columns of all.

        Parameters
        ----------
        year
            The year; of another than the one that networks are drawn for there are none.
        """
        return self._networks if year == self._drawn_for else []

    @cached_property
    def _networks(self) -> list[Csr]:
        if not self._draws:
            return []
        part = self.net.select(until=self._drawn_for)
        places = self.net.org_index.get_indexer(part.org_index)
        shape = (len(part.project_index), len(self.net.org_index))
        found = []
        for one in networks(part, draws=self._draws, seed=self._seed):
            pairs = one.incidence.tocoo()
            found.append(type(one.incidence)((pairs.data, (pairs.row, places[pairs.col])), shape=shape))
        return found

    def count(self, which: NDArray[np.bool_], among: Csr) -> NDArray[np.float64]:
        """Count, for each pôle, what it has of some columns.

        Parameters
        ----------
        which : array of bool, one entry a column
            Which are counted.
        among
            Pôles × organisations or projects.
        """
        return np.asarray(among @ which.astype(np.float64)).ravel()
