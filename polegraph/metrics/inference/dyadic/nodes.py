"""Nodes of proximity matrices: organisations, or the classes of them that an attribute makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph import linalg
from polegraph.errors import PolegraphError, whole_number
from polegraph.i18n import _
from polegraph.linalg.sparse import one_hot, transpose
from polegraph.metrics.attributes import classes, in_order

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.metrics.attributes import By
    from polegraph.network import Network

MOST: Final = 3000
"""As many nodes as a matrix may have; it is kept whole, and 3,000 × 3,000 numbers take 72 MB."""


@dataclass(frozen=True, slots=True)
class Nodes:
    """What stands in the rows and columns of a proximity matrix.

    Everything is in the order of identifiers, so that sums of floats do not depend on that of rows.

    Parameters
    ----------
    labels : Index of str
        Identifiers of organisations, or names of classes, sorted.
    codes : array of int, one entry an organisation
        Its node; −1 if it belongs to none.
    order : array of int
        The row of the table of organisations in which each organisation stands.
    incidence
        Projects × organisations, of the projects that are asked for.
    net
        The network with the participations in these projects alone.
    """

    labels: pd.Index[str]
    codes: NDArray[np.int64]
    order: NDArray[np.int64]
    incidence: Csr
    net: Network

    @property
    def members(self) -> Csr:
        """Nodes × organisations, one where the organisation belongs to the node."""
        return transpose(one_hot(self.codes, len(self.labels)))

    def frame(self, values: NDArray[Any]) -> pd.DataFrame:
        """Name the rows and columns of a matrix, and set its diagonal missing: no node is in a dyad with itself.

        Parameters
        ----------
        values : array of numbers, nodes × nodes
            Taken as it is.
        """
        matrix = np.array(values, dtype=np.float64)
        np.fill_diagonal(matrix, np.nan)
        return pd.DataFrame(matrix, index=self.labels, columns=self.labels.rename(None))


def nodes(net: Network, by: By | None, since: int | None = None, before: int | None = None) -> Nodes:
    """Return the nodes of a network: its organisations (those of the focus if it has one), or classes of these.

    Parameters
    ----------
    net
        The network.
    by
        The attribute that makes the classes; None for the organisations themselves.
    since, before
        Years: projects that started in the one or later, and before the other. Where one is given, projects of unknown
        year are left out.

    Raises
    ------
    PolegraphError
        If there is no such attribute, a year is no whole number, or there are too many nodes.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> found = nodes(tiny(), "kind")
    >>> found.labels.tolist(), found.codes
    (['company', 'lab'], array([0, 0, 1, 0, 0]))
    """
    shown = _window(net, since, before)
    incidence, order = in_order(shown)
    ids = net.org_index.to_numpy(dtype=object)[order]
    inside = np.ones(len(ids), dtype=bool) if net.focus is None else np.array([one in net.focus for one in ids], bool)
    if by is None:
        codes = np.where(inside, np.cumsum(inside) - 1, -1)
        labels = pd.Index(ids[inside], dtype="str", name="org_id")
    else:
        found = classes(net, by)
        known, codes = np.unique(np.where(inside, found.codes[order], -1), return_inverse=True)
        codes = codes - int(known[0] < 0) if len(known) else codes
        name = by if isinstance(by, str) else str(getattr(by, "name", None) or "node")
        labels = pd.Index([found.labels[one] for one in known.tolist() if one >= 0], dtype="str", name=name)
    if len(labels) > MOST:
        raise PolegraphError(
            _("a matrix of so many nodes does not fit: {n} × {n}").format(n=f"{len(labels):,}"),
            remedy=_("choose up to {most} organisations with net.select, or group them, as with by='region'").format(
                most=f"{MOST:,}"
            ),
        )
    return Nodes(labels, codes.astype(np.int64), order, incidence, shown)


def _window(net: Network, since: int | None, before: int | None) -> Network:
    """Return a network with the participations in projects of some years alone; its organisations all stay."""
    if since is None and before is None:
        return net
    years = net.projects["year"].to_numpy(dtype=np.float64, na_value=np.nan)
    wanted = ~np.isnan(years)
    if since is not None:
        wanted &= years >= whole_number(since, "since")
    if before is not None:
        wanted &= years < whole_number(before, "before")
    cells = net.incidence.tocoo()
    kept = wanted[cells.row]
    rows, columns = cells.row[kept].astype(np.int64), cells.col[kept].astype(np.int64)
    return net.with_incidence(linalg.incidence(rows, columns, net.incidence.shape))
