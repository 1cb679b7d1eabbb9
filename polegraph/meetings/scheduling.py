"""Schedules: who meets whom in which slot, the best there is or beside a bound."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from polegraph.meetings import choosing, colouring
from polegraph.meetings.day import Schedule, held

if TYPE_CHECKING:
    from polegraph.meetings.day import Day, Integers

SMALL: Final = 2_000
"""Pairs times slots up to which a single group is planned slot by slot at once, which is exact."""


def scheduled(day: Day) -> Schedule:
    r"""Compute the schedule of a day: most requests, then least shortfall, then the largest weight.

    Parameters
    ----------
    day
        Who may meet, and when.

    Returns
    -------
    Schedule
        None in two places, each pair once at most, no more meetings in a slot than there is room for.

    Raises
    ------
    PolegraphError
        If there are too many possible meetings, or the solver finds nothing.

    Notes
    -----
    Slots in which the same participants are there are one class. First the pairs of each class are chosen by a linear
    programme, or by branch and bound where its vertex is not whole (HiGHS [1]_); then they are spread over the slots of
    their class by edge colouring. With two sides the colouring never fails (König), so that the schedule is optimal;
    of a single group some pairs may find no slot: they make way for others that do, and the choice is a bound. Small
    single groups are planned slot by slot at once.

    References
    ----------
    .. [1] Q. Huangfu and J. A. J. Hall, "Parallelizing the dual revised simplex method", Mathematical Programming
       Computation 10 (2018), 119-142. ``huangfu2018``

    Examples
    --------
    >>> from polegraph.meetings.day import Day
    >>> ends = np.array([0, 0, 1]), np.array([1, 2, 2])
    >>> always, twice = np.ones((3, 2), dtype=bool), np.full(3, 2)
    >>> nothing = np.zeros(3, dtype=np.int64)
    >>> day = Day(*ends, np.array([3.0, 2.0, 1.0]), nothing, always, np.ones(2), nothing, twice, nothing > 0, False)
    >>> found = scheduled(day)
    >>> sorted(found.pair.tolist()), found.proved
    ([0, 1], True)
    """
    if not len(day.one) or not day.classes:
        return _nothing()
    slot_by_slot = not day.two_sided and len(day.one) * day.slots <= SMALL
    if slot_by_slot:
        return _at_once(day, gap=0.0)
    what = choosing.programme(day, day.classes)
    if not len(what.pair):
        return _nothing()
    values, bounds = choosing.relaxed(day, what)
    chosen = choosing.as_chosen(values, what, bounds) or choosing.whole(day, what)
    pair, slot = _spread(day, what.pair[chosen.which], what.part[chosen.which])
    fitting = slot >= 0
    if fitting.all():
        return Schedule(pair, slot, chosen.bounds, chosen.proved)
    pair, slot = _asked_for(day, pair, slot)
    return replace(completed(day, pair, slot), bounds=chosen.bounds, proved=False)


def completed(day: Day, pair: Integers, slot: Integers) -> Schedule:
    """Add to meetings that are fixed the best of what fits beside them.

    Parameters
    ----------
    day
        The day.
    pair, slot : array of int, one entry a meeting
        The meetings that stay as they are.

    Returns
    -------
    Schedule
        The meetings that stay, then the others; the bounds are of these alone.
    """
    available = day.available.copy()
    available[day.one[pair], slot] = available[day.other[pair], slot] = False
    had = held(day, pair)
    left = np.ones(len(day.one), dtype=np.bool_)
    left[pair] = False
    left &= (had < day.most)[day.one] & (had < day.most)[day.other]
    places = np.flatnonzero(left)
    rest = replace(
        day,
        **{name: getattr(day, name)[places] for name in ("one", "other", "weight", "asked")},
        available=available,
        room=np.maximum(day.room - np.bincount(slot, minlength=day.slots), 0),
        least=np.maximum(day.least - had, 0),
        most=day.most - had,
    )
    more = _at_once(rest, gap=choosing.GAP)
    return replace(
        more, pair=np.concatenate([pair, places[more.pair]]), slot=np.concatenate([slot, more.slot]), proved=False
    )


def _nothing() -> Schedule:
    none = np.zeros(0, dtype=np.int64)
    return Schedule(none, none, {"requests": 0.0, "weight": 0.0}, proved=True)


def _at_once(day: Day, gap: float) -> Schedule:
    """Solve slot by slot in one integer programme: what it chooses is a schedule."""
    parts = [np.array([slot]) for some in day.classes for slot in some.tolist()]
    what = choosing.programme(day, parts)
    if not len(what.pair):
        return _nothing()
    values, bounds = choosing.relaxed(day, what)
    chosen = choosing.as_chosen(values, what, bounds) or choosing.whole(day, what, gap=gap)
    slots = np.array([int(some[0]) for some in parts], dtype=np.int64)
    return Schedule(what.pair[chosen.which], slots[what.part[chosen.which]], chosen.bounds, chosen.proved)


def _spread(day: Day, pair: Integers, part: Integers) -> tuple[Integers, Integers]:
    """Spread the meetings of each class over its slots; -1 where none was found."""
    order = np.lexsort((pair, -day.weight[pair], -day.asked[pair]))
    pair, part = pair[order], part[order]
    slot = np.full(len(pair), colouring.NONE, dtype=np.int64)
    for number, slots in enumerate(day.classes):
        mine = np.flatnonzero(part == number)
        one, other = day.one[pair[mine]], day.other[pair[mine]]
        colour = colouring.coloured(one, other, len(slots))
        there = colour >= 0
        most = int(day.room[slots[0]])
        evened = colouring.balanced(one[there], other[there], colour[there], len(slots), most)
        slot[mine[there]] = slots[evened]
    return pair, slot


def _asked_for(day: Day, pair: Integers, slot: Integers) -> tuple[Integers, Integers]:
    """Place requests that found no slot where they drive out least, and leave out the others that found none."""
    for place in np.flatnonzero((slot < 0) & (day.asked[pair] > 0)).tolist():
        u, v = int(day.one[pair[place]]), int(day.other[pair[place]])
        best, out = 0.0, None
        for where in np.flatnonzero(day.available[u] & day.available[v]).tolist():
            there = np.flatnonzero(slot == where)
            mine = there[np.isin(day.one[pair[there]], (u, v)) | np.isin(day.other[pair[there]], (u, v))]
            full = len(there) - len(mine) >= day.room[where]
            cost = float(day.weight[pair[mine]].sum())
            if not full and not day.asked[pair[mine]].any() and (out is None or cost < best):
                best, out = cost, (where, mine)
        if out is not None:
            slot[out[1]] = colouring.NONE
            slot[place] = out[0]
    fitting = slot >= 0
    return pair[fitting], slot[fitting]
