"""Late changes: what can stay stays, what fits is added, and little is moved."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from polegraph.meetings.day import Day, held
from polegraph.meetings.repairing import MOVED, repaired
from polegraph.meetings.scheduling import scheduled
from tests.meetings.days import days, lawful
from tests.meetings.test_scheduling import drawn


@given(days(), st.data())
def test_the_others_keep_their_meetings(day: Day, data: st.DataObject) -> None:
    found = scheduled(day)
    gone = data.draw(st.integers(0, day.number - 1))
    stays = (day.one[found.pair] != gone) & (day.other[found.pair] != gone)
    away = day.available.copy()
    away[gone] = False
    now = replace(day, available=away)
    again = repaired(now, found.pair[stays], found.slot[stays])
    lawful(now, again)
    kept = int(stays.sum())
    assert again.pair[:kept].tolist() == found.pair[stays].tolist()
    assert (again.slot[:kept] != found.slot[stays]).sum() <= MOVED * kept


def test_one_who_comes_late_gets_its_least_by_moving_one_meeting_at_most_of_twenty() -> None:
    day = drawn(41, 6, 20, left=20)
    late, early = 40, replace(day, available=day.available & (np.arange(41) != 40)[:, None])
    found = scheduled(early)
    again = repaired(day, found.pair, found.slot)
    lawful(day, again)
    moved = int((again.slot[: len(found.pair)] != found.slot).sum())
    assert moved <= MOVED * len(found.pair)
    assert held(day, again.pair)[late] >= 0


def test_a_meeting_makes_room_where_somebody_would_have_none() -> None:
    # 0 meets 10 in slot 0; the newcomer 11 is there in slot 0 alone, and wants 0, which is free in slot 1.
    number, ones = 62, np.ones(62, dtype=np.int64)
    one = np.concatenate([[0, 0], np.arange(1, 26)])
    other = np.concatenate([[30, 31], np.arange(32, 57)])
    available = np.ones((number, 2), dtype=bool)
    available[31, 1] = False
    day = Day(
        *(one, other, np.ones(len(one)), np.zeros(len(one), dtype=np.int64), available),
        *(np.full(2, 40), np.where(np.arange(number) == 31, 1, 0), 2 * ones, ones > 1, True),
    )
    pair = np.array([0, *range(2, 27)])
    again = repaired(day, pair, np.zeros(len(pair), dtype=np.int64))
    lawful(day, again)
    assert again.slot[0] == 1
    assert held(day, again.pair)[31] == 1
