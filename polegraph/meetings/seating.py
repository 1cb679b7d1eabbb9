"""Tables: where each meeting is held, so that participants move little."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from polegraph.meetings.day import Integers


def seated(one: Integers, other: Integers, slot: Integers, kept: Integers | None = None) -> Integers:
    """Place every meeting at a table, its own in its slot.

    The participant with more meetings of the two stays at the table of its last meeting where that is free, or else the
    other one does.

    Parameters
    ----------
    one, other, slot : array of int, one entry a meeting
        Who meets, and when.
    kept : array of int, one entry a meeting, optional
        Tables that are known already; 0 where they are not.

    Returns
    -------
    array of int, one entry a meeting
        Numbers from 1; in a slot without known tables no larger than the number of its meetings, unless somebody stays
        at a table with a larger number.

    Examples
    --------
    >>> seated(np.array([0, 2, 2]), np.array([1, 3, 1]), np.array([0, 0, 1])).tolist()
    [1, 2, 1]
    """
    table = np.zeros(len(slot), dtype=np.int64) if kept is None else kept.copy()
    number = int(max(one.max(initial=-1), other.max(initial=-1))) + 1
    often = np.bincount(np.concatenate([one, other]), minlength=number)
    most = int(max(np.bincount(slot).max(initial=0), table.max(initial=0)))
    last = np.zeros(number, dtype=np.int64)
    for when in np.unique(slot).tolist():
        here = np.flatnonzero(slot == when)
        free = sorted(set(range(1, most + 1)) - set(table[here].tolist()))
        waiting = []
        ends = {
            place: sorted((int(one[place]), int(other[place])), key=lambda who: (-often[who], who))
            for place in here.tolist()
        }
        for turn in range(2):  # those that have most meetings choose first
            for place in sorted(here.tolist(), key=lambda place: (-often[ends[place][0]], ends[place])):
                wish = int(last[ends[place][turn]])
                if not table[place] and wish in free:
                    table[place] = wish
                    free.remove(wish)
        waiting = [place for place in sorted(here.tolist(), key=ends.__getitem__) if not table[place]]
        for place, at in zip(waiting, free, strict=False):
            table[place] = at
        last[one[here]] = last[other[here]] = table[here]
    return table
