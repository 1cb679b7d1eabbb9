from __future__ import annotations

import math
from collections import Counter
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from polegraph.suggestions.candidates.exposure import spread
from polegraph.suggestions.candidates.ranked import Ranked

if TYPE_CHECKING:
    from numpy.typing import NDArray

Lists = dict[int, list[int]]
Swap = tuple[float, int, int, int, int]  # cost, user, place that is given up, rank that leaves, rank that comes
RANDOM = st.integers(0, 10_000)


def long_lists(users: int, length: int, catalogue: int, seed: int | None = None) -> Ranked:
    """Draw lists in which some organisations stand far more often than others."""
    draw = np.random.default_rng(users if seed is None else seed)
    weight = 1 / np.arange(1, catalogue + 1)
    rows = [draw.choice(catalogue, size=length, replace=False, p=weight / weight.sum()) for __ in range(users)]
    return listed(rows, draw)


def alike_lists(users: int, length: int, catalogue: int, seed: int = 0, popular: int = 8) -> Ranked:
    """Draw lists that all begin with the same few organisations, in any order."""
    draw = np.random.default_rng(seed)
    few = min(popular, length)
    rows = [
        np.append(draw.permutation(popular)[:few], popular + draw.permutation(catalogue)[: length - few])
        for __ in range(users)
    ]
    return listed(rows, draw)


def listed(rows: list[NDArray[np.int64]], draw: np.random.Generator) -> Ranked:
    """Return lists of the same length with scores that fall."""
    users, length = len(rows), len(rows[0])
    rank = np.tile(np.arange(1, length + 1), users)
    score = -np.sort(-draw.random((users, length)), axis=1).ravel()
    return Ranked(np.repeat(np.arange(users), length), np.concatenate(rows), rank, score)


def by_user(ranked: Ranked) -> Lists:
    """Return each user's candidates, the first one first."""
    found: Lists = {}
    for user, candidate in zip(ranked.user.tolist(), ranked.candidate.tolist(), strict=True):
        found.setdefault(user, []).append(candidate)
    return found


class Plain:
    """The same in slow and obvious code: lists as sets of ranks."""

    def __init__(self, ranked: Ranked, top: int, share: float) -> None:
        self.lists, self.top = by_user(ranked), top
        self.scores = {user: ranked.score[ranked.user == user].tolist() for user in self.lists}
        self.most, self.kept = max(5, math.ceil(share * len(self.lists))), int(0.7 * top)
        self.ranks = {user: set(range(min(self.kept, len(one)))) for user, one in self.lists.items()}
        self._fill()
        self.full = {user: sorted(ranks) for user, ranks in self.ranks.items() if len(ranks) == top}
        expected = sum(self.gain(rank, rank + 1) for one in self.lists.values() for rank in range(min(top, len(one))))
        self.budget = 0.02 * expected
        self.enough = math.ceil(len({other for one in self.lists.values() for other in one}) / 3)

    @staticmethod
    def gain(rank: int, place: int) -> float:
        return 1 / (rank + 1 + 10) / math.log2(place + 1)

    def often(self) -> Counter[int]:
        return Counter(self.lists[user][rank] for user, ranks in self.ranks.items() for rank in ranks)

    def _fill(self) -> None:
        def fall(user: int) -> float:
            score: list[float] = self.scores[user]
            return score[min(self.top, len(score) - 1)] / score[min(self.kept, len(score) - 1)]

        turn = sorted(self.lists, key=fall)
        for limit in (self.most, math.inf):
            for rank in range(self.kept, max(map(len, self.lists.values()))):
                for user in turn:
                    one, ranks = self.lists[user], self.ranks[user]
                    if rank < len(one) and len(ranks) < self.top and self.often()[one[rank]] < limit:
                        ranks.add(rank)

    def swaps(self) -> list[Swap]:
        """List what might be swapped now."""
        shown, found = self.often(), []
        for user, first in self.full.items():
            given = sum(rank not in self.ranks[user] for rank in first)
            if given == 2:
                continue
            old, place = first[-1 - given], self.top - given
            for rank, other in enumerate(self.lists[user]):
                if not shown[other] and shown[self.lists[user][old]] > 1:
                    score = self.scores[user]
                    cost = self.gain(old, place) - self.gain(rank, place) + 1e-7 * (1 - score[rank] / score[old])
                    found.append((cost, user, place, old, rank))
        return found

    def greedy(self) -> Lists:
        """Make the cheapest swap of all again and again."""
        spent = 0.0
        while swaps := self.swaps():
            cost, user, __, old, new = min(swaps)
            if spent + cost > self.budget or (len(self.often()) >= self.enough and cost > 0):
                break
            spent += cost
            self.ranks[user] = self.ranks[user] - {old} | {new}
        return {user: [self.lists[user][rank] for rank in sorted(ranks)] for user, ranks in self.ranks.items()}

    def optimum(self) -> int:
        """Return the largest number of candidates that the budget can bring in, by integer programming."""
        shown = self.often()
        options = [
            (user, slot, rank)
            for (user, first), slot in product(self.full.items(), (0, 1))
            for rank, other in enumerate(self.lists[user])
            if not shown[other]
        ]
        if not options:
            return 0
        costs = [
            self.gain(self.full[user][-1 - slot], self.top - slot) - self.gain(rank, self.top - slot)
            for user, slot, rank in options
        ]
        rows, limits = [np.array(costs)], [self.budget]
        for key in {self.lists[user][rank] for user, __, rank in options}:  # each candidate in one list
            rows.append(np.array([float(self.lists[user][rank] == key) for user, __, rank in options]))
            limits.append(1.0)
        for key in self.full:  # the last place first, and each place once
            last = np.array([float((user, slot) == (key, 0)) for user, slot, __ in options])
            other = np.array([float((user, slot) == (key, 1)) for user, slot, __ in options])
            rows += [last, other - last]
            limits += [1.0, 0.0]
        for key, number in shown.items():  # nobody leaves its only list
            leaves = [float(self.lists[user][self.full[user][-1 - slot]] == key) for user, slot, __ in options]
            rows.append(np.array(leaves))
            limits.append(number - 1.0)
        solved = milp(
            -np.ones(len(options)),
            integrality=np.ones(len(options), dtype=np.int64),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(np.array(rows), -np.inf, np.array(limits)),
        )
        return min(-round(solved.fun or 0.0), max(0, self.enough - len(shown)))


@given(RANDOM, st.integers(1, 12), st.integers(1, 14), st.integers(1, 8), st.sampled_from([0.05, 0.5, 1.0]))
def test_lists_are_those_of_slow_and_obvious_code(seed: int, users: int, length: int, top: int, share: float) -> None:
    draw = alike_lists if seed % 2 else long_lists
    ranked = draw(users, length, 3 * length, seed)
    ranked = ranked.take(np.flatnonzero(np.random.default_rng(seed).random(users * length) < 0.9))
    if not len(ranked.user):
        return
    starts = np.searchsorted(ranked.user, ranked.user)
    ranked = ranked._replace(rank=np.arange(len(starts)) - starts + 1)
    plain = Plain(ranked, top, share)
    expected = (
        plain.greedy()
        if top >= 5
        else {user: [one[rank] for rank in sorted(plain.ranks[user])] for user, one in plain.lists.items()}
    )
    assert by_user(spread(ranked, top, share)) == expected


def test_swaps_are_those_of_slow_and_obvious_code() -> None:
    for seed in range(12):
        ranked = alike_lists(12, 20, 90, seed)
        assert by_user(spread(ranked, 6, 1.0)) == Plain(ranked, 6, 1.0).greedy()


def test_nearly_as_many_are_brought_in_as_could_be_for_the_same_cost() -> None:
    brought, possible = [], []
    for seed in range(40):
        ranked = alike_lists(6, 14, 60, seed)
        plain = Plain(ranked, 5, 1.0)
        before = len(plain.often())
        brought.append(len(set(spread(ranked, 5, 1.0).candidate.tolist())) - before)
        possible.append(plain.optimum())
        assert brought[-1] <= possible[-1]
    assert sum(possible) > 20
    assert sum(brought) >= 0.9 * sum(possible)


@pytest.mark.parametrize("share", [0.05, 0.1, 0.5])
def test_nobody_stands_too_often_beyond_the_first_seven(share: float) -> None:
    ranked = long_lists(300, 50, 400)
    lists = spread(ranked, 10, share)
    assert np.bincount(lists.user).tolist() == [10] * 300
    first = ranked.rank <= 7
    assert sorted(zip(lists.user[lists.rank <= 7], lists.candidate[lists.rank <= 7], strict=True)) == sorted(
        zip(ranked.user[first], ranked.candidate[first], strict=True)
    )
    fixed = Counter(ranked.candidate[first].tolist())
    for other, count in Counter(lists.candidate.tolist()).items():
        assert count <= max(fixed[other], round(300 * share))


@given(RANDOM, st.integers(2, 60), st.integers(1, 12))
def test_whoever_was_shown_is_shown_and_lists_are_short_only_where_nobody_is_left(
    seed: int, users: int, top: int
) -> None:
    ranked = long_lists(users, 20, 60, seed)
    lists = spread(ranked, top, 0.05)
    assert np.bincount(lists.user).tolist() == [top] * users
    assert set(ranked.candidate[ranked.rank <= top].tolist()) <= set(lists.candidate.tolist())


def test_more_are_shown_until_a_third_of_those_that_are_ranked_is() -> None:
    ranked = alike_lists(900, 40, 600, popular=20)
    without, lists = (set(spread(ranked, 10, share).candidate.tolist()) for share in (None, 1.0))
    third = math.ceil(len(set(ranked.candidate.tolist())) / 3)
    assert len(without) < len(lists) == third


def test_only_the_last_two_places_are_given_up_and_never_much() -> None:
    ranked = alike_lists(300, 60, 9_000, popular=12)
    rank_of = {
        (user, other): rank for user, other, rank in zip(*(values.tolist() for values in ranked[:3]), strict=True)
    }
    lists = spread(ranked, 10, 1.0)
    loss, expected = 0.0, 300 * sum(Plain.gain(rank, rank + 1) for rank in range(10))
    for user, one in by_user(lists).items():
        ranks = [rank_of[user, other] for other in one]
        assert ranks[:8] == list(range(1, 9))
        loss += sum(Plain.gain(place, place + 1) - Plain.gain(ranks[place] - 1, place + 1) for place in range(10))
    assert 0 < loss <= 0.02 * expected


@given(RANDOM)
def test_labels_do_not_matter(seed: int) -> None:
    draw = np.random.default_rng(seed)
    ranked = long_lists(30, 25, 90, seed)
    user, candidate = draw.permutation(30), draw.permutation(90)
    order = np.lexsort((ranked.rank, user[ranked.user]))
    renamed = Ranked(user[ranked.user], candidate[ranked.candidate], ranked.rank, ranked.score).take(order)
    expected = {int(user[one]): candidate[others].tolist() for one, others in by_user(spread(ranked, 10, 0.1)).items()}
    assert by_user(spread(renamed, 10, 0.1)) == expected


def test_to_show_others_of_the_tied_costs_nothing() -> None:
    users, length = 10, 30
    score = np.tile(np.append([9.0, 8.0, 7.0], np.full(length - 3, 1.0)), users)
    ranked = Ranked(
        np.repeat(np.arange(users), length),
        np.tile(np.arange(length), users),
        np.tile(np.arange(1, length + 1), users),
        score,
    )
    shown = Counter(spread(ranked, 5, 1.0).candidate.tolist())
    assert {other: shown[other] for other in range(3)} == dict.fromkeys(range(3), users)
    assert len(shown) == 3 + 2 + 18  # the two that stood there stay in one list each
    assert set(shown.values()) == {1, users}


def test_ranks_are_in_the_order_of_the_long_lists() -> None:
    lists = spread(long_lists(40, 30, 60), 10, 0.2)
    for user in range(40):
        own = lists.user == user
        assert lists.rank[own].tolist() == list(range(1, 11))
        assert np.all(np.diff(lists.score[own]) < 0)


def test_without_a_limit_the_first_stay() -> None:
    ranked = long_lists(20, 30, 60)
    assert spread(ranked, 10, None).candidate.tolist() == ranked.candidate[ranked.rank <= 10].tolist()


def test_no_lists_are_no_lists() -> None:
    nothing = np.zeros(0, dtype=np.int64)
    assert len(spread(Ranked(nothing, nothing, nothing, np.zeros(0)), 10, 0.05).user) == 0


def test_where_nobody_else_is_left_the_list_is_full_all_the_same() -> None:
    users = np.repeat(np.arange(50), 3)
    ranked = Ranked(users, np.tile([1, 2, 3], 50), np.tile([1, 2, 3], 50), np.ones(150))
    assert spread(ranked, 3, 0.02).candidate.tolist() == [1, 2, 3] * 50
