"""Kernels of random walks with restart: a group of walkers side by side, to fill the vectors of a processor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from polegraph.linalg.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

LANES: Final = 64
"""Walkers that go side by side; a constant, so that the compiler unrolls the loops over them."""
_TILE: Final = 16


@compiled
def solve(  # noqa: PLR0913, PLR0917  # compiled: arrays in
    gather_starts: NDArray[Any],
    gather: NDArray[Any],
    gather_weights: Floats,
    spread_starts: NDArray[Any],
    spread: NDArray[Any],
    spread_weights: Floats,
    beside_starts: NDArray[Any],
    beside: NDArray[Any],
    beside_weights: Floats,
    keep: Floats,
    damping: float,
    stretch: float,
    steps: int,
    given: Floats,
) -> Floats:
    """Solve ``t = damping (gather @ (spread @ t) + beside @ t + keep t) + given`` by Chebyshev's semi-iteration.

    Parameters
    ----------
    gather_starts, gather, gather_weights, spread_starts, spread, spread_weights, beside_starts, beside, beside_weights
        The three matrices, CSR.
    keep : array of float32, one entry a place
        The diagonal.
    damping
        Damping factor, the probability that the walker continues.
    stretch
        How far each step goes; see `polegraph.suggestions.profiles.random_walk.Walk`.
    steps
        Number of steps.
    given : array of float32, places × `LANES`
        The right sides.
    """
    places, between = len(keep), len(spread_starts) - 1
    now, before = given.copy(), np.zeros_like(given)
    middle = np.empty((between, LANES), dtype=np.float32)
    total = np.empty(LANES, dtype=np.float32)
    weight = 1.0
    for step in range(steps):
        # Compute the weights of this step
        if step > 0:
            weight = 1.0 / (1.0 - damping**2 * weight / (2.0 if step == 1 else 4.0))
        fresh, on = np.float32(weight * stretch), np.float32(weight * stretch * damping)
        back, old = np.float32(weight * (stretch - 1.0)), np.float32(1.0 - weight)
        # Apply the first factor
        for row in range(between):
            middle[row] = 0.0
            _add(spread_starts, spread, spread_weights, row, now, middle[row])
        # Apply the second and the other terms, and combine with the two former iterates
        for row in range(places):
            for lane in range(LANES):
                total[lane] = keep[row] * now[row, lane]
            _add(gather_starts, gather, gather_weights, row, middle, total)
            _add(beside_starts, beside, beside_weights, row, now, total)
            for lane in range(LANES):
                before[row, lane] = (
                    on * total[lane] + fresh * given[row, lane] - back * now[row, lane] + old * before[row, lane]
                )
        before, now = now, before
    return now


@compiled
def _add(starts: NDArray[Any], columns: NDArray[Any], weights: Floats, row: int, values: Floats, total: Floats) -> None:
    """Add a row of a CSR times *values* to *total*, for all walkers."""
    for place in range(starts[row], starts[row + 1]):
        share, there = weights[place], values[columns[place]]
        for lane in range(LANES):
            total[lane] += share * there[lane]


@compiled
def collect_scores(  # compiled: arrays in, arrays filled
    starts: NDArray[Any],
    places: NDArray[Any],
    weights: Floats,
    now: Floats,
    lanes: Ints,
    rows: Ints,
    scores: Floats,
) -> None:
    """Collect the scores of organisations: ``scores[rows] = (arrive @ now)[:, lanes].T``.

    Parameters
    ----------
    starts, places, weights
        The matrix *arrive*, organisations × places, CSR.
    now : array of float32, places × `LANES`
        How much of its time each walker spends at each place.
    lanes, rows : arrays of int
        Walkers, and the row that each fills; a walker may fill several.
    scores : array of float32, users × organisations
        Filled in.
    """
    organisations = scores.shape[1]
    tile = np.empty((_TILE, LANES), dtype=np.float32)
    for start in range(0, organisations, _TILE):
        width = min(_TILE, organisations - start)
        for place in range(width):
            tile[place] = 0.0
            _add(starts, places, weights, start + place, now, tile[place])
        for number in range(len(rows)):
            row, lane = rows[number], lanes[number]
            for place in range(width):
                scores[row, start + place] = tile[place, lane]
