"""When people say they are there."""

from __future__ import annotations

import pytest

from polegraph.errors import PolegraphError
from polegraph.meetings.timetable import timetable

DAY = timetable(8, "9h", 60)  # 9 to 17


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("", "12345678"),
        ("toute la journée", "12345678"),
        ("absent", ""),
        ("1-3", "123"),
        ("1 à 3; 8", "1238"),
        ("créneau 2 et 4", "24"),
        ("Matin", "1234"),
        ("afternoon", "5678"),
        ("après-midi", "5678"),
        ("9h-11h", "12"),
        ("09:30 - 12:00", "23"),
        ("à partir de 15h", "78"),
        ("jusqu’à 10h", "1"),
        ("from 16:00", "8"),
    ],
)
def test_what_is_understood(text: str, slots: str) -> None:
    found = DAY.understood(text)
    assert found is not None
    assert "".join(str(slot + 1) for slot in range(8) if found[slot]) == slots


@pytest.mark.parametrize("text", ["peut-être", "9", "0", "3-1", "11h-9h", "25h-26h", "=1+1", "1-99", "#REF!"])
def test_what_is_not(text: str) -> None:
    assert DAY.understood(text) is None


def test_columns_of_a_matrix() -> None:
    assert [DAY.column(one) for one in ("1", "Slot 2", "Créneau 8", "10h", "09:30", "9", "side")] == [
        0,
        1,
        7,
        1,
        *[None] * 3,
    ]


@pytest.mark.parametrize("given", [(0, "9h", 20), (8, "late", 20), (8, "9h", 0), (30, "20h", 60), (99, "0h", 1)])
def test_a_day_that_cannot_be(given: tuple[int, str, int]) -> None:
    with pytest.raises(PolegraphError):
        timetable(*given)


def test_the_end_of_the_day() -> None:
    assert timetable(2, "23:00", 30).begins(2) == "24:00"
