"""Late changes: a plan is kept as it is but for what must go, and what fits is added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from polegraph.meetings.day import Schedule, held
from polegraph.meetings.scheduling import completed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polegraph.meetings.day import Day, Integers

MOVED: Final = 0.05
"""Share of the meetings that may change their slot so that a participant gets its least."""


def repaired(day: Day, pair: Integers, slot: Integers) -> Schedule:
    """Complete the plan of a day that has changed, with as few moved meetings as possible.

    Parameters
    ----------
    day
        The day as it is now.
    pair, slot : array of int, one entry a meeting
        The meetings of the old plan that can still be held.

    Returns
    -------
    Schedule
        The kept meetings first, in their order; moved are those that have another slot than before.

    Notes
    -----
    All meetings stay, and the best of what fits beside them is added. Where a participant is then still below its
    least, one meeting is moved to another slot in which its two are free, if that makes room for one more; this is
    repeated until nothing more is gained, or a twentieth of the meetings was moved.

    Examples
    --------
    >>> from polegraph.meetings.day import Day
    >>> ends, always = (np.array([0]), np.array([1])), np.ones((2, 2), dtype=bool)
    >>> one, two = np.ones(2, dtype=np.int64), np.full(2, 2)
    >>> day = Day(*ends, np.ones(1), np.zeros(1), always, one, 0 * one, two, one > 1, True)
    >>> repaired(day, np.array([0]), np.array([1])).slot.tolist()
    [1]
    """
    kept, left = len(pair), int(MOVED * len(pair))
    found, first = completed(day, pair, slot), slot.copy()
    moved: set[int] = set()
    while len(moved) < left:
        lacking = np.flatnonzero(held(day, found.pair) < day.least)
        step = next(_steps(day, found, lacking, kept, moved), None)
        if step is None:
            break
        place, where = step
        slot_now = found.slot.copy()
        slot_now[place] = where
        more = completed(day, found.pair, slot_now)
        if len(more.pair) <= len(found.pair):
            break
        moved.add(place)
        found = more
    return Schedule(
        found.pair, found.slot, {"kept": float(kept), "moved": float((found.slot[:kept] != first).sum())}, proved=False
    )


def _steps(day: Day, found: Schedule, lacking: Integers, kept: int, moved: set[int]) -> Iterator[tuple[int, int]]:
    """List the meetings that can be moved so that one who lacks meetings can meet one of the two then, best first."""
    busy = np.zeros(day.available.shape, dtype=np.bool_)
    busy[day.one[found.pair], found.slot] = busy[day.other[found.pair], found.slot] = True
    free = day.available & ~busy
    room = day.room - np.bincount(found.slot, minlength=day.slots)
    unmet = np.ones(len(day.one), dtype=np.bool_)
    unmet[found.pair] = False
    had = held(day, found.pair)
    steps = []
    for who in lacking.tolist():
        mine = np.flatnonzero(unmet & ((day.one == who) | (day.other == who)))
        partner = np.where(day.one[mine] == who, day.other[mine], day.one[mine])
        worth = dict(zip(partner.tolist(), (day.weight[mine] + 2 * day.asked[mine]).tolist(), strict=True))
        for place in range(kept):
            when = int(found.slot[place])
            ends = int(day.one[found.pair[place]]), int(day.other[found.pair[place]])
            gain = max((worth[one] for one in ends if one in worth and had[one] < day.most[one]), default=0.0)
            if place in moved or not gain or not free[who, when]:
                continue
            others = np.flatnonzero(free[ends[0]] & free[ends[1]] & (room > 0))
            if len(others):
                steps.append((-gain, place, int(others[0])))
    yield from ((place, where) for __, place, where in sorted(steps))
