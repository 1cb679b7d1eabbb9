"""Assignment of all needs at once to offers under their capacities, so that the total score is the largest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import sparse

from polegraph.errors import PolegraphError
from polegraph.i18n import _

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]

_HALF: Final = 0.5  # a vertex of the polytope is of zeros and ones, but for the tolerance of the solver


def assign(need: Integers, offer: Integers, score: Floats, capacity: Floats) -> NDArray[np.bool_]:
    r"""Choose the pairs of needs and offers that make the total score the largest.

    Parameters
    ----------
    need, offer : array of int, one entry a pair
        Which need could be met by which offer.
    score : array of float, one entry a pair
        How well; pairs of no or negative score are never chosen.
    capacity : array of float, one entry an offer
        How many needs it can take.

    Returns
    -------
    array of bool
        Which pairs are chosen: each need at most once, each offer at most as often as its capacity.

    Raises
    ------
    PolegraphError
        If the solver finds no optimum.

    Notes
    -----
    The largest :math:`\sum_k s_k x_k` with :math:`\sum_{k: need} x_k \le 1`, :math:`\sum_{k: offer} x_k \le c` and
    :math:`0 \le x \le 1` is a transportation problem: its matrix is totally unimodular, so that the linear programme
    has an optimal vertex of zeros and ones, which the dual simplex of HiGHS finds [1]_. Among several optimal
    assignments, the order of the pairs decides which is found.

    References
    ----------
    .. [1] Q. Huangfu and J. A. J. Hall, "Parallelizing the dual revised simplex method", Mathematical Programming
       Computation 10 (2018), 119-142. ``huangfu2018``

    Examples
    --------
    >>> pairs = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    >>> assign(*pairs, np.array([0.9, 0.8, 0.7, 0.1]), np.array([1.0, 1.0])).tolist()
    [False, True, True, False]
    """
    found = np.zeros(len(score), dtype=np.bool_)
    possible = np.flatnonzero((score > 0) & (capacity[offer] >= 1))
    if not len(possible):
        return found
    from scipy.optimize import linprog  # noqa: PLC0415  # heavy, and loaded when used

    rows, needs = np.unique(need[possible], return_inverse=True)
    columns, offers = np.unique(offer[possible], return_inverse=True)
    place = np.arange(len(possible))
    ones = np.ones(2 * len(possible))
    entries = (np.concatenate([needs, len(rows) + offers]), np.concatenate([place, place]))
    matrix: Any = sparse.csr_array((ones, entries), shape=(len(rows) + len(columns), len(possible)))
    most = np.concatenate([np.ones(len(rows)), np.floor(capacity[columns])])
    solved: Any = linprog(-score[possible], A_ub=matrix, b_ub=most, bounds=(0, 1), method="highs-ds")
    if not solved.success:
        raise PolegraphError(_("no best assignment of needs to offers was found"), value=str(solved.message))
    found[possible] = solved.x > _HALF
    return found
