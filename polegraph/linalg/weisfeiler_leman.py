"""An order of organisations that follows from the network and not from their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.network import Network

    Colour = NDArray[np.uint64]

_DEEPEST: Final = 32  # rounds; each looks one project further
_STEP: Final = np.uint64(0x9E3779B97F4A7C15)
_FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
_SECOND: Final = np.uint64(0x94D049BB133111EB)


def canonical_order(net: Network) -> NDArray[np.int64]:
    """Return an order of the organisations that does not depend on the order of rows, and on identifiers hardly.

    Organisations are sorted by whether they have a partner (those without come first), then by a colour that says
    what the two-mode network looks like from where they stand, then by ``org_id``.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    array of int
        Rows of the table of organisations.

    References
    ----------
    B. Weisfeiler, A. Leman, "The reduction of a graph to canonical form" (1968), for refining colours until no more
    appear. Colours are hashes of 64 bits: sums of those around, which do not depend on an order.
    """
    members = net.incidence.astype(np.uint64)
    belongs = members.T.tocsr()
    sizes = np.diff(members.indptr)
    project = _mixed(sizes.astype(np.uint64))
    colour, known = np.zeros(members.shape[1], dtype=np.uint64), 0
    for _round in range(_DEEPEST):
        colour = _mixed(colour + _mixed(belongs @ project))
        number = len(np.unique(colour))
        if number == known:
            break
        known = number
        project = _mixed(project + _mixed(members @ colour))
    partner = (belongs @ (sizes > 1).astype(np.uint64)) > 0
    name = np.empty(len(net.org_index), dtype=np.int64)
    name[net.by_id] = np.arange(len(name))
    order: NDArray[np.int64] = np.lexsort((name, colour, partner))
    return order


def _mixed(colour: Colour) -> Colour:
    """Scatter colours over all 64 bits (the finaliser of SplitMix64), so that sums of them tell multisets apart."""
    colour = colour + _STEP
    colour = (colour ^ (colour >> np.uint64(30))) * _FIRST
    colour = (colour ^ (colour >> np.uint64(27))) * _SECOND
    return colour ^ (colour >> np.uint64(31))
