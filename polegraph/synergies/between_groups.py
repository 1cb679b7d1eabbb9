"""Mixing matrices: how many projects, and how many links, join two groups of organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from polegraph import linalg
from polegraph.synergies.kernels import joined

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr

    Counts = NDArray[np.int64]
    Chosen = NDArray[np.bool_]


def projects(incidence: Csr, members: Csr, chosen: Chosen | None = None) -> Counts:
    """Count for each two groups the projects in which two different organisations, one of either, take part.

    Parameters
    ----------
    incidence : csr_array
        Projects × organisations, ones.
    members : csr_array
        Organisations × groups, ones.
    chosen : array of bool, one entry an organisation
        One of the two organisations must be chosen; None if all are.

    Returns
    -------
    array of int, groups × groups
        Symmetric; zero diagonal.

    Examples
    --------
    One project of three organisations, the first of which is in both groups:

    >>> incidence = sparse.csr_array(np.array([[1, 1, 0], [1, 0, 0]]))
    >>> members = sparse.csr_array(np.array([[1, 1], [1, 0], [0, 1]]))
    >>> projects(incidence, members).tolist()
    [[0, 1], [1, 0]]
    """
    everybody = np.ones(members.shape[0], dtype=bool) if chosen is None else chosen
    parts = (incidence.indptr, incidence.indices, members.indptr, members.indices)
    starts, organisations, bounds, groups = (part.astype(np.int64) for part in parts)
    result: Counts = joined(starts, organisations, bounds, groups, everybody, members.shape[1])
    return result


def links(incidence: Csr, members: Csr, chosen: Chosen | None = None) -> Counts:
    """Count for each two groups the pairs of organisations, one of either, that share a project.

    Parameters
    ----------
    incidence, members, chosen
        See `projects`.

    Returns
    -------
    array of int, groups × groups
        Symmetric; zero diagonal.

    Examples
    --------
    >>> incidence = sparse.csr_array(np.array([[1, 1, 1]]))
    >>> members = sparse.csr_array(np.array([[1, 0], [0, 1], [0, 1]]))
    >>> links(incidence, members).tolist()
    [[0, 2], [2, 0]]
    """
    shared = linalg.project(incidence, np.ones(incidence.shape[0], dtype=np.int64))
    shared.data[:] = 1
    if chosen is not None:
        ends = shared.tocoo()
        kept = chosen[ends.row] | chosen[ends.col]
        shared = sparse.csr_array((ends.data[kept], (ends.row[kept], ends.col[kept])), shape=shared.shape)
    joined = (members.T @ (shared @ members)).toarray()
    # Two organisations that are both in both groups were counted once each way.
    several = np.flatnonzero(np.diff(members.indptr) > 1)
    within = sparse.triu(shared[several][:, several], k=1).tocoo()
    both = members[several[within.row]] * members[several[within.col]]
    joined = joined - (both.T @ both).toarray()
    np.fill_diagonal(joined, 0)
    result: Counts = joined.astype(np.int64)
    return result
