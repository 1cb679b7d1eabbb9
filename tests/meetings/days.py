"""Days of meetings that hypothesis makes, and slow obvious code beside the solvers."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import strategies as st

from polegraph.meetings.day import Day, held

if TYPE_CHECKING:
    from polegraph.meetings.day import Schedule


@st.composite
def days(draw: Any, most_pairs: int = 6, most_slots: int = 3, two_sided: bool | None = None) -> Day:  # noqa: ANN401, FBT001
    """Make a small day, of two sides or of one group."""
    two = draw(st.booleans()) if two_sided is None else two_sided
    number = draw(st.integers(2, 6))
    left = draw(st.integers(1, number - 1))
    every = [
        (one, other)
        for one in range(number)
        for other in range(one + 1, number)
        if not two or (one < left) != (other < left)
    ]
    pairs = draw(st.lists(st.sampled_from(every), unique=True, min_size=1, max_size=most_pairs))
    slots = draw(st.integers(1, most_slots))

    def ints(low: int, high: int, size: int) -> Any:  # noqa: ANN401  # an array
        return np.array(draw(st.lists(st.integers(low, high), min_size=size, max_size=size)))

    return Day(
        one=np.array([one for one, __ in pairs]),
        other=np.array([other for __, other in pairs]),
        weight=ints(1, 9, len(pairs)).astype(float),
        asked=ints(0, 2, len(pairs)) * ints(0, 1, len(pairs)),
        available=ints(0, 3, number * slots).reshape(number, slots) > 0,
        room=np.full(slots, draw(st.integers(1, 3))),
        least=ints(0, 2, number),
        most=np.full(number, draw(st.integers(1, slots))),
        small=ints(0, 1, number) > 0,
        two_sided=two,
    )


def lawful(day: Day, found: Schedule) -> None:
    """Check that none is in two places, nor where it is not, and that tables and bounds are held."""
    seen = set()
    for pair, slot in zip(found.pair.tolist(), found.slot.tolist(), strict=True):
        for who in (int(day.one[pair]), int(day.other[pair])):
            assert day.available[who, slot]
            assert (who, slot) not in seen
            seen.add((who, slot))
    assert len(set(found.pair.tolist())) == len(found.pair)
    assert (np.bincount(found.slot, minlength=day.slots) <= day.room).all()
    assert (held(day, found.pair) <= day.most).all()


def value(day: Day, pair: list[int]) -> tuple[float, float, float]:
    """Return what a choice of pairs is worth: requests, what is missing to the least, weight."""
    missing = np.maximum(day.least - held(day, np.array(pair, dtype=np.int64)), 0)
    short = float((missing * (1 + 1e-3 * day.small)).sum())
    return float(day.asked[pair].sum()), -round(short, 6), float(day.weight[pair].sum())


def best(day: Day) -> tuple[float, float, float]:
    """Return the best value of any schedule, by trying all of them."""
    every = product(range(-1, day.slots), repeat=len(day.one))
    return max(
        value(day, [pair for pair, slot in enumerate(choice) if slot >= 0])
        for choice in every
        if _possible(day, choice)
    )


def _possible(day: Day, choice: tuple[int, ...]) -> bool:
    busy = set()
    room, had = day.room.copy(), np.zeros(day.number, dtype=int)
    for pair, slot in enumerate(choice):
        if slot < 0:
            continue
        room[slot] -= 1
        for who in (int(day.one[pair]), int(day.other[pair])):
            had[who] += 1
            if (who, slot) in busy or not day.available[who, slot]:
                return False
            busy.add((who, slot))
    return bool((room >= 0).all() and (had <= day.most).all())
