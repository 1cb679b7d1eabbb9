"""What is to be planned: pairs that may meet, when each participant is there, and how many tables there are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Day:
    """A day of meetings, as the solvers see it.

    Parameters
    ----------
    one, other : array of int, one entry a pair
        Participants that may meet; each pair stands once. Of two sides, *one* is of the first.
    weight : array of float, one entry a pair
        How much a meeting of the pair is worth; positive.
    asked : array of int, one entry a pair
        How many of the two asked for the meeting: 0, 1 or 2.
    available : array of bool, participants × slots
        Who is there when.
    room : array of int, one entry a slot
        How many meetings there is room for.
    least, most : array of int, one entry a participant
        Meetings that it should have at least, and may have at most.
    small : array of bool, one entry a participant
        Who gets its least before others, where not everyone can.
    two_sided
        Whether each pair is of two sides, so that the graph of pairs is bipartite.
    """

    one: Integers
    other: Integers
    weight: Floats
    asked: Integers
    available: Mask
    room: Integers
    least: Integers
    most: Integers
    small: Mask
    two_sided: bool

    @property
    def number(self) -> int:
        """How many participants there are."""
        return len(self.available)

    @property
    def slots(self) -> int:
        """How many slots there are."""
        return int(self.available.shape[1])

    @cached_property
    def classes(self) -> list[Integers]:
        """Slots that are alike, with the same participants and tables; those in which nobody can meet are left out."""
        found: dict[tuple[bytes, int], list[int]] = {}
        for slot in range(self.slots):
            if self.room[slot] > 0 and self.available[:, slot].any():
                found.setdefault((self.available[:, slot].tobytes(), int(self.room[slot])), []).append(slot)
        return [np.array(some, dtype=np.int64) for some in found.values()]

    def free(self, slot: int) -> Mask:
        """Return which pairs are both there in a slot.

        Parameters
        ----------
        slot
            Its number, from 0.
        """
        there = self.available[:, slot]
        both: Mask = there[self.one] & there[self.other]
        return both


@dataclass(frozen=True, eq=False)
class Schedule:
    """Who meets when.

    Parameters
    ----------
    pair, slot : array of int, one entry a meeting
        Which pair of the day meets, and in which slot.
    bounds
        What no schedule can exceed: ``requests``, ``weight`` (among those that hold as many requests and leave as few
        participants below their least), and ``shortfall``, which none can go below; without an entry where no bound is
        known.
    proved
        Whether the schedule is the best there is.
    """

    pair: Integers
    slot: Integers
    bounds: dict[str, float]
    proved: bool

    def measures(self, day: Day) -> dict[str, float]:
        """Return what the schedule achieves, by the names of the bounds.

        Parameters
        ----------
        day
            The day that it is for.
        """
        return {
            "requests": float(day.asked[self.pair].sum()),
            "shortfall": float(np.maximum(day.least - held(day, self.pair), 0).sum()),
            "weight": float(day.weight[self.pair].sum()),
        }


def held(day: Day, pair: Integers) -> Integers:
    """Count the meetings of each participant.

    Parameters
    ----------
    day
        The day.
    pair : array of int
        The pairs that meet.
    """
    ends: Any = np.concatenate([day.one[pair], day.other[pair]])
    return np.bincount(ends, minlength=day.number).astype(np.int64)
