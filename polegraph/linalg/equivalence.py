"""Structural equivalence: organisations of the same projects as one, for the same distances in a smaller network.

Two organisations that share all their projects have the same partners, are partners of each other, and no shortest path
between others needs both or leads from one over the other. Measures that follow paths therefore visit one of them and
count it as often as there are. Most organisations of a programme take part once, so most have a twin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

    from polegraph.linalg import Csr

    Integers = NDArray[np.int64]


class Twins(NamedTuple):
    """Classes of organisations with the same projects, projects of one organisation apart.

    Parameters
    ----------
    incidence
        Projects of two and more × classes, ones. Classes with most projects come first: they are met most often, and
        what is met together should lie together in memory.
    of
        For each organisation its class; −1 if it has no partner.
    number
        How many organisations are in each class.
    """

    incidence: Csr
    of: Integers
    number: Integers


def twins(incidence: Csr) -> Twins:
    """Build the network of classes of structurally equivalent organisations.

    Parameters
    ----------
    incidence
        Projects × organisations.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> twins(tiny().incidence).of.tolist()
    [1, 0, 2, 3, -1]
    """
    # Keep what paths can run through, by organisation.
    shared = incidence[np.flatnonzero(np.diff(incidence.indptr) > 1)].tocsc()
    activity = np.diff(shared.indptr)
    group = structural_equivalence(shared)
    # Number the classes anew, those with most projects first.
    first = np.unique(group, return_index=True)[1][int((group < 0).any()) :]
    order = np.argsort(-activity[first], kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    of = np.append(rank, -1)[group]
    matrix = shared[:, first[order]].tocsr()
    matrix.sort_indices()
    return Twins(matrix, of, np.bincount(of[of >= 0], minlength=len(order)))


def structural_equivalence(members: sparse.csr_array[Any] | sparse.csc_array[Any]) -> Integers:
    """Find organisations that are structurally equivalent in the two-mode network: those of exactly the same projects.

    Parameters
    ----------
    members
        Organisations × projects by rows, or projects × organisations by columns; ones.

    Returns
    -------
    array of int, one entry an organisation
        Number of its class, in the order of their first members; −1 without a project.

    References
    ----------
    F. Lorrain, H. C. White, "Structural equivalence of individuals in social networks", Journal of Mathematical
    Sociology 1 (1971), 49-80.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> structural_equivalence(tiny().incidence.tocsc()).tolist()
    [0, 1, 2, 3, -1]
    """
    activity = np.diff(members.indptr)
    some = np.flatnonzero(activity)
    # Sets of projects are compared by sums of random numbers of 64 bits: two such sums are the same by accident once in
    # 2¹²⁸, and the seed is fixed, so that no input can be unlucky today and lucky tomorrow.
    signs = np.random.default_rng(0).integers(0, 2**64, size=(2, max(members.shape)), dtype=np.uint64)
    ends = [np.concatenate([[np.uint64(0)], np.cumsum(sign[members.indices])]) for sign in signs]
    sums = [end[members.indptr[1:]] - end[members.indptr[:-1]] for end in ends]
    group = pd.DataFrame({"a": sums[0][some], "b": sums[1][some]}).groupby(["a", "b"], sort=False).ngroup().to_numpy()
    result = np.full(len(activity), -1)
    result[some] = group
    return result
