"""Tables: one a meeting, and those that meet often stay where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given

from polegraph.meetings.scheduling import scheduled
from polegraph.meetings.seating import seated
from tests.meetings.days import days

if TYPE_CHECKING:
    from polegraph.meetings.day import Day


@given(days())
def test_no_two_meetings_at_a_table_and_no_more_tables_than_there_are(day: Day) -> None:
    found = scheduled(day)
    table = seated(day.one[found.pair], day.other[found.pair], found.slot)
    assert len(set(zip(found.slot.tolist(), table.tolist(), strict=True))) == len(table)
    assert ((table >= 1) & (table <= day.room[0])).all()


def test_the_side_with_more_meetings_stays_at_its_table() -> None:
    one, other, slot = np.array([0, 1, 0, 1, 0, 1]), np.array([2, 3, 3, 4, 4, 2]), np.array([0, 0, 1, 1, 2, 2])
    table = seated(one, other, slot)
    assert {(int(who), int(at)) for who, at in zip(one, table, strict=True)} == {(0, 1), (1, 2)}


def test_known_tables_are_kept() -> None:
    assert seated(np.array([0, 2]), np.array([1, 3]), np.array([0, 0]), np.array([0, 1])).tolist() == [2, 1]
