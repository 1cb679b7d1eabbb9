"""The assignment of needs to offers, against every assignment there is."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from polegraph.support.assignment import assign

CASES = 1000


def best(score: np.ndarray, capacity: tuple[int, ...]) -> float:
    """Return the largest total score, trying every offer, and none, for each need in turn."""

    @cache
    def rest(need: int, left: tuple[int, ...]) -> float:
        if need == len(score):
            return 0.0
        found = [rest(need + 1, left)]
        for offer, room in enumerate(left):
            if room and score[need, offer] > 0:
                smaller = (*left[:offer], room - 1, *left[offer + 1 :])
                found.append(score[need, offer] + rest(need + 1, smaller))
        return max(found)

    return rest(0, capacity)


def test_it_is_the_best_of_a_thousand_small_cases() -> None:
    rng = np.random.default_rng(19)
    greedy_lost = 0
    for __ in range(CASES):
        needs, offers = rng.integers(1, 6, size=2)
        score = np.round(rng.random((needs, offers)), int(rng.integers(1, 4)))  # with many ties, or few
        score[rng.random((needs, offers)) < 0.2] = 0  # no such pair
        capacity = rng.integers(0, 4, size=offers)
        need, offer = (part.ravel() for part in np.indices((needs, offers)))
        chosen = assign(need, offer, score.ravel(), capacity.astype(float))
        assert (np.bincount(need[chosen], minlength=needs) <= 1).all()
        assert (np.bincount(offer[chosen], minlength=offers) <= capacity).all()
        truth = best(score, tuple(capacity.tolist()))
        assert score.ravel()[chosen].sum() == pytest.approx(truth, abs=1e-9)
        greedy_lost += greedy(score, capacity.tolist()) < truth - 1e-9
    assert greedy_lost > CASES // 50  # what takes the best pair first fails here


def greedy(score: np.ndarray, capacity: list[int]) -> float:
    total, free = 0.0, set(range(len(score)))
    for place in np.argsort(-score, axis=None):
        need, offer = divmod(int(place), score.shape[1])
        if need in free and capacity[offer]:
            free.remove(need)
            capacity[offer] -= 1
            total += score[need, offer]
    return total


def test_nothing_to_assign_is_nothing_assigned() -> None:
    none = np.zeros(0, dtype=np.int64)
    assert assign(none, none, np.zeros(0), np.zeros(3)).tolist() == []
    pair = np.zeros(1, dtype=np.int64)
    assert assign(pair, pair, np.ones(1), np.zeros(1)).tolist() == [False]
    assert assign(pair, pair, np.zeros(1), np.ones(1)).tolist() == [False]


def test_the_same_pairs_give_the_same_assignment() -> None:
    need, offer = (part.ravel() for part in np.indices((6, 6)))
    score, capacity = np.ones(36), np.full(6, 2.0)
    first = assign(need, offer, score, capacity)
    assert first.sum() == 6
    assert all((assign(need, offer, score, capacity) == first).all() for __ in range(3))
