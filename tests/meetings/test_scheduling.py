"""Schedules: laws, the optimum beside slow obvious code, and the bound of a single group."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from polegraph.errors import PolegraphError
from polegraph.meetings import choosing, scheduling
from polegraph.meetings.day import Day, Schedule
from polegraph.meetings.scheduling import completed, scheduled
from tests.meetings.days import best, days, lawful, value


def drawn(number: int, slots: int, tables: int, left: int = 0, seed: int = 0) -> Day:
    """A day of many, of a single group or with so many on the left side."""
    draw = np.random.default_rng(seed)
    one, other = np.triu_indices(number, 1)
    across = (one < left) & (other >= left) if left else one < number
    one, other = one[across], other[across]
    return Day(
        *(one, other, np.round(draw.random(len(one)) ** 3 + 0.01, 3), (draw.random(len(one)) < 0.02).astype(np.int64)),
        *(np.ones((number, slots), dtype=bool), np.full(slots, tables), np.full(number, 2), np.full(number, slots)),
        *(draw.random(number) < 0.5, bool(left)),
    )


@given(days())
@settings(max_examples=120)
def test_the_schedule_is_the_best_there_is(day: Day) -> None:
    found = scheduled(day)
    lawful(day, found)
    assert value(day, found.pair.tolist()) == pytest.approx(best(day))
    assert found.proved


@given(days(most_pairs=12, most_slots=4, two_sided=False))
@settings(max_examples=60)
def test_a_single_group_that_is_too_large_to_be_planned_at_once_is_lawful_and_below_its_bound(day: Day) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scheduling, "SMALL", 0)
        found = scheduled(day)
    lawful(day, found)
    measures = found.measures(day)
    assert measures["requests"] <= found.bounds.get("requests", measures["requests"]) + 1e-6
    if measures["requests"] == found.bounds.get("requests", 0) and not day.least.any():
        assert measures["weight"] <= found.bounds["weight"] + 1e-6


def test_two_sides_are_proved_and_a_group_comes_near_its_bound() -> None:
    two = drawn(60, 6, 20, left=40)
    found = scheduled(two)
    lawful(two, found)
    assert found.proved
    assert found.measures(two)["weight"] == pytest.approx(found.bounds["weight"])
    one = drawn(40, 8, 20)
    found = scheduled(one)
    lawful(one, found)
    measures = found.measures(one)
    assert measures["requests"] == found.bounds["requests"]
    assert measures["shortfall"] == 0
    assert 0.95 * found.bounds["weight"] <= measures["weight"] <= found.bounds["weight"] + 1e-6


def test_the_class_of_slots_does_not_hide_that_some_are_away() -> None:
    day = drawn(20, 6, 10, left=12)
    away = day.available.copy()
    away[:5, :3] = away[12:14, 2:] = False
    found = scheduled(replace(day, available=away))
    lawful(replace(day, available=away), found)
    assert found.proved


def test_requests_dominate_then_the_least_then_the_weight() -> None:
    nobody = np.zeros(4, dtype=np.int64)
    day = Day(
        one=np.array([0, 0, 1]),
        other=np.array([2, 3, 2]),
        weight=np.array([1.0, 9.0, 9.0]),
        asked=np.array([1, 0, 0]),
        available=np.ones((4, 1), dtype=bool),
        room=np.ones(1, dtype=np.int64),
        least=nobody,
        most=nobody + 1,
        small=nobody > 0,
        two_sided=True,
    )
    assert scheduled(day).pair.tolist() == [0]
    free = replace(day, asked=np.zeros(3, dtype=np.int64), least=np.array([0, 0, 0, 1]))
    assert scheduled(replace(free, weight=np.array([1.0, 1.0, 9.0]))).pair.tolist() == [1]
    small = replace(free, least=np.array([1, 1, 0, 0]), small=np.array([False, True, False, False]))
    assert scheduled(small).pair.tolist() == [2]


def test_what_is_fixed_stays_and_the_rest_is_added() -> None:
    day = drawn(10, 3, 5)
    found = completed(day, np.array([7]), np.array([2]))
    lawful(day, found)
    assert (found.pair[0], found.slot[0]) == (7, 2)
    assert len(found.pair) > 8


def test_a_day_without_pairs_and_one_with_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    day = drawn(10, 3, 5, left=5)
    none = replace(day, **{name: getattr(day, name)[:0] for name in ("one", "other", "weight", "asked")})
    assert isinstance(scheduled(none), Schedule)
    assert len(scheduled(none).pair) == 0
    assert len(scheduled(replace(day, available=np.zeros((10, 3), dtype=bool))).pair) == 0
    monkeypatch.setattr(choosing, "MOST", 3)
    with pytest.raises(PolegraphError, match="possible meetings"):
        scheduled(day)


def test_a_request_is_not_given_up_for_two_better_meetings() -> None:
    # Either of two requests of 0 can be met; without one, both of its partners would meet somebody worth more.
    nobody = np.zeros(5, dtype=np.int64)
    day = Day(
        one=np.array([0, 0, 1, 4]),
        other=np.array([2, 3, 2, 3]),
        weight=np.array([1.0, 1.0, 9.0, 9.0]),
        asked=np.array([1, 1, 0, 0]),
        available=np.ones((5, 1), dtype=bool),
        room=np.full(1, 5),
        least=nobody,
        most=nobody + 1,
        small=nobody > 0,
        two_sided=True,
    )
    found = scheduled(day)
    assert found.measures(day) == {"requests": 1.0, "shortfall": 0.0, "weight": 10.0}
