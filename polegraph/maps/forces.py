"""Force-directed layout of one connected group: partners attract each other, all others repel.

The pull is Newman's weight, so that a project of thirty does not weigh more than one of three; the push is felt
through a grid (a particle mesh), so that twenty thousand organisations take seconds. Seeded, hence always the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy import fft
from scipy.spatial import cKDTree

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr

    Points = NDArray[np.float64]  # n × 2

_EXACT: Final = 220  # up to here every pair pushes; beyond, the grid is faster and looks the same
_MANY: Final = 4000  # beyond, fewer steps: the eye sees no difference
_GRAVITY: Final = 0.06  # keeps long chains on the page


def settle(weights: Csr, seed: int) -> Points:
    r"""Compute the layout of a connected network.

    Each step moves organisation :math:`i` by

    .. math:: \frac{\sum_j w_{ij} x_j}{s_i} - x_i + \frac{1}{M} \sum_j m_j \frac{x_i - x_j}{|x_i - x_j|^2}

    with :math:`s_i = \sum_j w_{ij}`, :math:`m_i = 1 + s_i`, :math:`M = \sum_i m_i`: the forces of the edge-repulsion
    LinLog family, each divided by the strength of the organisation that it moves.

    Parameters
    ----------
    weights : csr_array of float, n × n
        Symmetric, zero diagonal, connected.
    seed
        Of the positions that it starts from.

    Returns
    -------
    array of float, n × 2
        About the unit disc.

    References
    ----------
    A. Noack, "Energy models for graph clustering", Journal of Graph Algorithms and Applications 11 (2007).

    Examples
    --------
    >>> from scipy import sparse
    >>> path = sparse.csr_array(np.array([[0.0, 1, 0], [1, 0, 1], [0, 1, 0]]))
    >>> points = settle(path, 0)
    >>> ends, step = np.linalg.norm(points[0] - points[2]), np.linalg.norm(points[0] - points[1])
    >>> bool(ends > 1.5 * step)
    True
    """
    count = weights.shape[0]
    strength: NDArray[np.float64] = np.asarray(weights.sum(axis=1), dtype=np.float64).ravel()
    mass: NDArray[np.float64] = 1.0 + strength
    points: Points = _smooth_start(weights, strength, seed)
    push = _push_exact if count <= _EXACT else _push_grid
    steps = 140 if count > _MANY else 300
    for step in range(steps):
        move = (weights @ points) / strength[:, None] - (1 + _GRAVITY) * points + push(points, mass)
        length = np.hypot(move[:, 0], move[:, 1])
        limit = 0.15 * (1 - step / steps) + 0.002
        points = points + move * np.minimum(1.0, limit / np.maximum(length, 1e-12))[:, None]
    centred: Points = points - points.mean(axis=0)
    return centred


def _smooth_start(weights: Csr, strength: NDArray[np.float64], seed: int) -> Points:
    """Average random positions over partners, so that organisations near in the network start near each other."""
    points = np.random.default_rng(seed).normal(size=(weights.shape[0], 2))
    share = (strength / strength.sum())[:, None]
    for _ in range(60):
        points = 0.5 * points + 0.5 * (weights @ points) / strength[:, None]
        points = points - (share * points).sum(axis=0)
        across = float((share[:, 0] * points[:, 0] * points[:, 1]).sum())
        points[:, 1] -= points[:, 0] * across / max(float((share[:, 0] * points[:, 0] ** 2).sum()), 1e-300)
        points = points / np.maximum(np.sqrt((share * points**2).sum(axis=0)), 1e-300)
    # A few far-away members would squeeze all others into a point: keep the directions, spread the distances evenly.
    length = np.hypot(points[:, 0], points[:, 1])
    rank = np.empty(len(length))
    rank[np.argsort(length, kind="stable")] = np.arange(1, len(length) + 1)
    spread: Points = points / np.maximum(length, 1e-300)[:, None] * np.sqrt(rank / len(length))[:, None]
    # Members with the very same partners would stay on one spot for ever: a little noise parts them.
    return spread + np.random.default_rng(seed + 1).normal(scale=0.01, size=spread.shape)


def _push_exact(points: Points, mass: NDArray[np.float64]) -> Points:
    apart = points[:, None, :] - points[None, :, :]
    square = (apart**2).sum(axis=2) + 1e-4
    result: Points = (apart * (mass[None, :] / square)[:, :, None]).sum(axis=1) / mass.sum()
    return result


def _push_grid(points: Points, mass: NDArray[np.float64]) -> Points:
    """Compute the repulsion at each point: masses on a grid, convolved by FFT with the push of one (particle mesh)."""
    cells = 128 if len(points) <= _MANY else 192
    low = points.min(axis=0)
    width = float((points.max(axis=0) - low).max()) * 1.02 + 1e-9
    place = (points - low) / width * (cells - 2)
    corner = place.astype(np.int64)
    part = place - corner
    corners = [(dx, dy, _side(part[:, 0], dx) * _side(part[:, 1], dy)) for dx in (0, 1) for dy in (0, 1)]
    density = np.zeros(cells * cells)
    for dx, dy, weight in corners:
        index = (corner[:, 0] + dx) * cells + corner[:, 1] + dy
        density += np.bincount(index, weights=mass * weight, minlength=cells * cells)
    field = fft.ifft2(fft.fft2(density.reshape(cells, cells), s=(2 * cells, 2 * cells)) * _kernel(cells))
    flat = field[:cells, :cells].ravel()
    push = np.zeros(len(points), dtype=np.complex128)
    for dx, dy, weight in corners:
        push += weight * flat[(corner[:, 0] + dx) * cells + corner[:, 1] + dy]
    size = width / (cells - 2)
    result: Points = np.column_stack([push.real, push.imag]) / (size * mass.sum())
    return result


def _side(part: NDArray[np.float64], offset: int) -> NDArray[np.float64]:
    return part if offset else 1 - part


_kernels: dict[int, NDArray[Any]] = {}


def _kernel(cells: int) -> NDArray[Any]:
    """Return the transform of the push of a unit mass, x and y as the two parts of a complex number; kept."""
    if cells not in _kernels:
        steps = np.fft.fftfreq(2 * cells, d=1 / (2 * cells))
        across, down = np.meshgrid(steps, steps, indexing="ij")
        _kernels[cells] = fft.fft2((across + 1j * down) / (across**2 + down**2 + 0.5))
    return _kernels[cells]


def part_overlaps(points: Points, radius: NDArray[np.float64], gap: float, rounds: int) -> Points:
    """Remove overlaps: move discs apart that lie on each other.

    Parameters
    ----------
    points : array of float, n × 2
        Centres.
    radius : array of float, n
        Of each disc.
    gap
        Room to leave between two discs.
    rounds
        How often to try; later rounds find fewer.

    Returns
    -------
    array of float, n × 2
        The centres, moved.

    Examples
    --------
    >>> parted = part_overlaps(np.array([[0.0, 0.0], [1.0, 0.0]]), np.array([2.0, 2.0]), 1.0, 20)
    >>> bool(np.hypot(*(parted[1] - parted[0])) > 4.8)
    True
    """
    # Organisations with the very same partners stand on one spot: a nudge gives each a side to leave it by.
    points = points + np.random.default_rng(len(points)).normal(scale=0.5, size=points.shape)
    # Few discs are large: those look for neighbours further away than the many small ones do.
    usual = float(np.quantile(radius, 0.9))
    large = np.flatnonzero(radius > usual)
    for _ in range(rounds):
        # Find the pairs of neighbours.
        tree = cKDTree(points)
        pairs = tree.query_pairs(2 * usual + gap, output_type="ndarray")
        if len(large):
            reach = radius[large] + float(radius.max()) + gap
            lists = tree.query_ball_point(points[large], reach)
            ones = np.repeat(large, [len(found) for found in lists])
            others = np.concatenate([np.asarray(found, dtype=np.int64) for found in lists])
            far = np.column_stack([np.minimum(ones, others), np.maximum(ones, others)])[ones != others]
            pairs = np.concatenate([pairs, far])
        # Find those that overlap.
        pairs = np.unique(pairs, axis=0)
        one, other = pairs[:, 0], pairs[:, 1]
        apart = points[one] - points[other]
        length = np.hypot(apart[:, 0], apart[:, 1])
        lacking = radius[one] + radius[other] + gap - length
        close = lacking > 0.1  # noqa: PLR2004  # a tenth of a pixel
        if not close.any():
            break
        one, other, apart, length, lacking = one[close], other[close], apart[close], length[close], lacking[close]
        # Move both ends of each by half of the overlap.
        move = apart * (0.5 * lacking / np.maximum(length, 1e-9))[:, None]
        for axis in (0, 1):
            points[:, axis] += np.bincount(one, move[:, axis], len(points))
            points[:, axis] -= np.bincount(other, move[:, axis], len(points))
    return points
