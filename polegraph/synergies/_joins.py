"""How many projects, and how many links, join two groups of organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from polegraph import linalg

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

    Notes
    -----
    With *X* the projects × groups in which a group is present, the projects are counted by :math:`X^T X`, less those in
    which the only member of the one and the only member of the other are one and the same organisation. Where some are
    chosen, :math:`X_c` has the groups of the chosen only, and those are :math:`X_c^T X + X^T X_c - X_c^T X_c`: a
    project may have a chosen organisation on either side.

    Examples
    --------
    One project of three organisations, the first of which is in both groups:

    >>> incidence = sparse.csr_array(np.array([[1, 1, 0], [1, 0, 0]]))
    >>> members = sparse.csr_array(np.array([[1, 1], [1, 0], [0, 1]]))
    >>> projects(incidence, members).tolist()
    [[0, 1], [1, 0]]
    """
    counted = _sorted(incidence @ members)
    present = _ones(counted)
    if chosen is None:
        together = (present.T @ present).toarray()
    else:
        some = _ones(_sorted(incidence @ _of(members, chosen)))
        one_way = (some.T @ present).toarray()
        together = one_way + one_way.T - (some.T @ some).toarray()
    together -= _alone(incidence, members, counted, chosen)
    np.fill_diagonal(together, 0)
    result: Counts = together.astype(np.int64)
    return result


def _alone(incidence: Csr, members: Csr, counted: Csr, chosen: Chosen | None) -> Counts:
    """Count the projects in which one organisation alone stands for both groups."""
    width = members.shape[1]
    several = np.diff(members.indptr) > 1
    if chosen is not None:
        several = several & chosen
    if not several.any():
        return np.zeros((width, width), dtype=np.int64)
    row_of = np.repeat(np.arange(incidence.shape[0]), np.diff(incidence.indptr))
    parts = np.flatnonzero(several[incidence.indices])
    own = sparse.csr_array(members[incidence.indices[parts]])
    part = np.repeat(np.arange(len(parts)), np.diff(own.indptr))
    wanted = row_of[parts[part]].astype(np.int64) * width + own.indices
    keys = np.repeat(np.arange(counted.shape[0], dtype=np.int64), np.diff(counted.indptr)) * width + counted.indices
    only = counted.data[np.searchsorted(keys, wanted)] == 1
    kept: Csr = sparse.csr_array(
        (np.ones(int(only.sum()), dtype=np.int64), (part[only], own.indices[only])), shape=own.shape
    )
    result: Counts = (kept.T @ kept).toarray()
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


def _of(members: Csr, chosen: Chosen) -> Csr:
    some: Csr = sparse.csr_array(members.multiply(chosen[:, None].astype(np.int64)))
    some.eliminate_zeros()
    return some


def _sorted(matrix: Csr) -> Csr:
    result: Csr = sparse.csr_array(matrix)
    result.sort_indices()
    return result


def _ones(matrix: Csr) -> Csr:
    result: Csr = sparse.csr_array((np.ones_like(matrix.data), matrix.indices, matrix.indptr), shape=matrix.shape)
    return result
