"""Lift of links between groups: observed over expected, for regions, kinds or themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr

_FEW: Final = 5.0  # links that are added to both sides, additive smoothing, so that one or two links weigh little


def lifts(links: Csr, member: Csr) -> NDArray[np.float32]:
    r"""Return the log-lift of links between groups: how much more often than by chance they work together.

    :math:`\log (M_{gh} + 5) / (E_{gh} + 5)`, with :math:`M = H^\top W H`, and *E* the product of its margins over its
    sum.

    Parameters
    ----------
    links
        Weighted links: *W*.
    member
        Organisations × groups: *H*.

    Returns
    -------
    array of float32, groups × groups
        0 for what is expected.

    Examples
    --------
    >>> from scipy import sparse
    >>> links = sparse.csr_array(np.array([[0, 20, 0, 0], [20, 0, 0, 0], [0, 0, 0, 20], [0, 0, 20, 0]]))
    >>> member = sparse.csr_array(np.array([[1, 0], [1, 0], [0, 1], [0, 1]]))
    >>> lifts(links, member).astype(np.float64).round(2).tolist()
    [[0.59, -1.61], [-1.61, 0.59]]
    """
    seen: NDArray[np.float64] = np.asarray((member.T @ links @ member).toarray(), dtype=np.float64)
    expected = np.outer(seen.sum(axis=1), seen.sum(axis=0)) / max(float(seen.sum()), 1e-9)
    result: NDArray[np.float32] = np.log((seen + _FEW) / (expected + _FEW)).astype(np.float32)
    return result
