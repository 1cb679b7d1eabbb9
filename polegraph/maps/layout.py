"""Layout of the map: connected groups of organisations, then labelled banks of those without a partner."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.sparse import csgraph

from polegraph.maps.forces import part_overlaps, settle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from polegraph.linalg import Csr

_GAP: Final = 6.0  # pixels between two marks, at scale 1
_MARGIN: Final = 60.0  # pixels between two groups
_TITLE: Final = 46.0  # pixels kept for the words above a bank, on a small map
_TITLE_SHARE: Final = 0.035  # the same on a large one, as a share of its width: it is seen from further away
_MANY: Final = 4000


@dataclass(frozen=True, slots=True)
class Bank:
    """A labelled place for organisations that have no partner.

    Parameters
    ----------
    name
        ``small_groups``, ``sme_alone`` or ``others_alone``.
    left, top, width, height
        The rectangle, in pixels at scale 1; y grows downwards.
    count
        Number of organisations in it.
    """

    name: str
    left: int
    top: int
    width: int
    height: int
    count: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions of all organisations, and the labelled places among them.

    Parameters
    ----------
    points : array of int, n × 2
        Across and down (x and y), in pixels at scale 1.
    banks
        From top to bottom.
    title
        Height of the words above each bank, in pixels at scale 1.
    bank : array of int, n
        In which of ``banks`` each organisation stands; -1 for those of the largest group.
    """

    points: NDArray[np.int64]
    banks: tuple[Bank, ...]
    title: int
    bank: NDArray[np.int64]


def place(weights: Csr, radius: NDArray[np.float64], sme: NDArray[np.bool_], *, seed: int = 0) -> Layout:
    """Place all organisations.

    Parameters
    ----------
    weights : csr_array of float, n × n
        Collaboration matrix: symmetric, zero diagonal. The order of rows decides ties, so sort by identifier first.
    radius : array of float, n
        Of each organisation's mark, in pixels.
    sme : array of bool, n
        SMEs; those without a partner get a bank of their own.
    seed
        Of the positions that the layout starts from.

    Returns
    -------
    Layout
        The largest connected group on top, the others in rows below it, then the banks.

    Examples
    --------
    >>> import polegraph.examples
    >>> weights = polegraph.examples.tiny().collaboration_matrix("newman")
    >>> layout = place(weights, np.full(5, 10.0), np.array([True, False, True, False, True]))
    >>> layout.points.shape, [bank.name for bank in layout.banks]
    ((5, 2), ['sme_alone'])
    """
    count = weights.shape[0]
    points = np.zeros((count, 2))
    groups = _groups(weights)
    alone = np.diff(weights.indptr) == 0
    drawn = [_group(weights, members, radius, seed) for members in groups]
    for members, own in zip(groups, drawn, strict=True):
        points[members] = own
    width = _width(groups, drawn, radius, alone)
    title = max(_TITLE, _TITLE_SHARE * width)
    banks: list[Bank] = []
    bottom = 0.0
    if groups:
        first = groups[0]
        low, high = _box(points[first], radius[first])
        points[first] -= np.array([(low[0] + high[0]) / 2, low[1]])
        bottom = high[1] - low[1] + _MARGIN
    if len(groups) > 1:
        bottom = _rows(points, groups[1:], radius, (width, title), bottom, banks)
    for name, chosen in (("sme_alone", alone & sme), ("others_alone", alone & ~sme)):
        bottom = _bank(points, np.flatnonzero(chosen), radius, (width, title), bottom, name, banks)
    inside = {"sme_alone": alone & sme, "others_alone": alone & ~sme, "small_groups": np.zeros(count, dtype=np.bool_)}
    for members in groups[1:]:
        inside["small_groups"][members] = True
    bank = np.full(count, -1, dtype=np.int64)
    for number, one in enumerate(banks):
        bank[inside[one.name]] = number
    return Layout(np.rint(points).astype(np.int64), tuple(banks), round(title), bank)


def _groups(weights: Csr) -> list[NDArray[np.int64]]:
    """Return the connected groups of two and more, the largest first, then by their first member."""
    _, label = csgraph.connected_components(weights, directed=False)
    order = np.argsort(label, kind="stable")
    cuts = np.flatnonzero(np.diff(label[order])) + 1
    groups = [group for group in np.split(order, cuts) if len(group) > 1]
    return sorted(groups, key=lambda group: (-len(group), int(group[0])))


def _group(weights: Csr, members: NDArray[np.int64], radius: NDArray[np.float64], seed: int) -> NDArray[np.float64]:
    """Draw one connected group by itself, in pixels."""
    own = weights[members][:, members]
    size = radius[members]
    if own.nnz == len(members) * (len(members) - 1):  # a clique, all members of one project: drawn as a ring
        turn = 2 * math.pi * np.arange(len(members)) / len(members)
        reach = float(2 * size.max() + 5 * _GAP) / (2 * math.sin(math.pi / len(members)))
        return np.column_stack([reach * np.cos(turn), reach * np.sin(turn)])
    points = settle(own, seed)
    spread = math.sqrt(float((points**2).sum(axis=1).mean()))
    # The fewer there are, the more room each has: their names shall stand beside them.
    airy = 2.2 if len(members) > _MANY else 4.5 + 40 / math.sqrt(len(members))
    room = float((4 * (size + _GAP) ** 2).sum()) * airy
    points = points * (math.sqrt(room / math.pi) / (1.6 * spread))
    return part_overlaps(points, size, _GAP, 12 if len(members) > _MANY else 60)


def _box(points: NDArray[np.float64], radius: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return (points - radius[:, None]).min(axis=0), (points + radius[:, None]).max(axis=0)


def _width(
    groups: Sequence[NDArray[np.int64]],
    drawn: Sequence[NDArray[np.float64]],
    radius: NDArray[np.float64],
    alone: NDArray[np.bool_],
) -> float:
    """Choose the width of the whole: that of the largest group, or what makes the rest no taller than wide."""
    area = float((2 * radius[alone] + 3 * _GAP).__pow__(2).sum())
    widest = 400.0
    for place_, (members, own) in enumerate(zip(groups, drawn, strict=True)):
        low, high = _box(own, radius[members])
        widest = max(widest, float(high[0] - low[0]))
        area += float((high - low + _MARGIN).prod()) if place_ else 0.0
    return max(widest, 1.6 * math.sqrt(area))


def _rows(
    points: NDArray[np.float64],
    groups: Sequence[NDArray[np.int64]],
    radius: NDArray[np.float64],
    frame: tuple[float, float],
    top: float,
    banks: list[Bank],
) -> float:
    """Set the small groups in rows, like words on lines; return the next free place."""
    width, title = frame
    start = -width / 2 + title / 2
    left, line, height = start, top + title, 0.0
    for members in groups:
        low, high = _box(points[members], radius[members])
        if left + high[0] - low[0] > -start and left > start:
            left, line, height = start, line + height + _MARGIN / 2, 0.0
        points[members] += np.array([left, line]) - low
        left += high[0] - low[0] + _MARGIN / 2
        height = max(height, high[1] - low[1])
    bottom = line + height + title / 2
    count = sum(len(members) for members in groups)
    banks.append(_rectangle("small_groups", width, top, bottom, count))
    return bottom + _MARGIN


def _bank(
    points: NDArray[np.float64],
    members: NDArray[np.int64],
    radius: NDArray[np.float64],
    frame: tuple[float, float],
    top: float,
    name: str,
    banks: list[Bank],
) -> float:
    """Set organisations without a partner on a lattice; return the next free place."""
    if not len(members):
        return top
    width, title = frame
    pitch = 2 * float(radius[members].max()) + 3 * _GAP
    across = max(1, int((width - title) // pitch))
    order = members[np.lexsort((members, -radius[members]))]
    place_ = np.arange(len(order))
    points[order, 0] = -width / 2 + title / 2 + pitch / 2 + (place_ % across) * pitch
    points[order, 1] = top + title + pitch / 2 + (place_ // across) * pitch
    bottom = float(points[order, 1].max()) + pitch / 2 + title / 2
    banks.append(_rectangle(name, width, top, bottom, len(members)))
    return bottom + _MARGIN


def _rectangle(name: str, width: float, top: float, bottom: float, count: int) -> Bank:
    return Bank(name, round(-width / 2), round(top), round(width), round(bottom - top), count)
