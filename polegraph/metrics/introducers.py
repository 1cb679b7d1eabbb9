"""Introducers: for SMEs two steps from a large group, the common partner that could introduce them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from polegraph.linalg.sparse import count_classes, transpose

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.metrics.link_matrices import Ties

    Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Introductions:
    """Introducers: common partners through which SMEs are two steps from a large group.

    Parameters
    ----------
    rows : array of int
        The SMEs, as rows of `Ties.own`; those that only dissolved partners could introduce are left out.
    introducers, units : arrays of int
        The common partner and the large group that it works with.
    strength : array of int
        Number of projects that these two share.
    near, far : lists of str
        The projects behind it, ``;`` between: of SME and introducer, and of introducer and large group.
    others : list of str or None
        The other large groups that the introducer works with, ``;`` between, those with most projects first.
    """

    rows: Integers
    introducers: Integers
    units: Integers
    strength: Integers
    near: list[str]
    far: list[str]
    others: list[str | None]


def find_introducers(given: Ties, rows: Integers) -> Introductions:
    """Find the partner that introduces each SME: most projects with one large group, then with the SME, then id.

    A dissolved organisation introduces none, and none is introduced to it.

    Parameters
    ----------
    given
        The network.
    rows
        The SMEs that are two steps from a large group, as rows of `Ties.own`.
    """
    # Find the partners of each SME, and the large groups, not dissolved, that each of these works with.
    by_organisation = transpose(given.incidence)
    partners = (given.own[rows] @ given.incidence).tocoo()
    candidates = np.unique(partners.col)
    living = given.groups
    if not given.here.all():
        living = count_classes(given.incidence, np.where(given.here, given.unit_of, -1), len(given.units))
    theirs = (by_organisation[candidates] @ living.astype(bool).astype(np.int64)).tocoo()
    # Choose the large group that each partner works with most.
    order = np.lexsort((theirs.col, -theirs.data, theirs.row))
    best = _first(theirs.row, order)
    codes = candidates[theirs.row[best]]
    most, unit = (np.zeros(len(given.organisations), dtype=np.int64) for _ in range(2))
    most[codes], unit[codes] = theirs.data[best], theirs.col[best]
    # Choose the partner of each SME among those that are not dissolved and work with a large group.
    possible = np.flatnonzero(most[partners.col] * given.here[partners.col])
    row, partner, shared = partners.row[possible], partners.col[possible], partners.data[possible]
    chosen = _first(row, np.lexsort((partner, -shared, -most[partner], row)))
    introducers = partner[chosen].astype(np.int64)
    units = unit[introducers]
    rows = rows[row[chosen]]
    # List the projects that prove it.
    common = given.own[rows].multiply(by_organisation[introducers]).tocsr()
    further = by_organisation[introducers].multiply(living.astype(bool).T.tocsr()[units]).tocsr()
    return Introductions(
        rows,
        introducers,
        units,
        most[introducers],
        listed(common, given.projects),
        listed(further, given.projects),
        _others(np.searchsorted(candidates, introducers), theirs.row[order], theirs.col[order], given.units),
    )


def _others(
    introducers: Integers, rows: NDArray[np.integer[Any]], columns: NDArray[np.integer[Any]], units: NDArray[Any]
) -> list[str | None]:
    """List the large groups that each introducer works with but the first, given by row in the order wanted."""
    starts, ends = (np.searchsorted(rows, introducers, side=side) for side in ("left", "right"))
    texts = {
        introducer: ";".join(units[columns[start + 1 : end]].tolist()) or None
        for introducer, start, end in zip(introducers.tolist(), starts.tolist(), ends.tolist(), strict=True)
    }
    return [texts[introducer] for introducer in introducers.tolist()]


def _first(group: NDArray[np.integer[Any]], order: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the position of the first entry of each group in an order by group."""
    return order[np.flatnonzero(np.diff(group[order], prepend=-1))]


def listed(matrix: Csr, labels: NDArray[Any]) -> list[str]:
    """Return the labels of each row's entries with ``;`` between, in the order of the labels.

    Parameters
    ----------
    matrix
        Any number of rows × labels.
    labels
        Sorted.

    Examples
    --------
    >>> from scipy import sparse
    >>> listed(sparse.csr_array([[1, 1], [0, 0]]), np.array(["A", "B"], dtype=object))
    ['A;B', '']
    """
    matrix.sort_indices()
    words = labels[matrix.indices].tolist()
    ends = matrix.indptr.tolist()
    return [";".join(words[start:end]) for start, end in pairwise(ends)]
