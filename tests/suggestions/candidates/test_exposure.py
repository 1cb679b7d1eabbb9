from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from polegraph.suggestions.candidates.exposure import spread
from polegraph.suggestions.candidates.ranked import Ranked


def long_lists(users: int, length: int, catalogue: int) -> Ranked:
    """Draw lists in which some organisations stand far more often than others."""
    draw = np.random.default_rng(users)
    weight = 1 / np.arange(1, catalogue + 1)
    rows = [draw.choice(catalogue, size=length, replace=False, p=weight / weight.sum()) for __ in range(users)]
    rank = np.tile(np.arange(1, length + 1), users)
    return Ranked(np.repeat(np.arange(users), length), np.concatenate(rows), rank, 1.0 / rank)


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
    early = lists.candidate[lists.rank < 10]
    for other, count in Counter(early.tolist()).items():
        assert count <= max(fixed[other], round(300 * share))
    assert len(set(lists.candidate.tolist())) > len(set(early.tolist()))
    assert len(set(lists.candidate.tolist())) >= len(set(ranked.candidate[ranked.rank <= 10].tolist()))


def test_ranks_are_in_the_order_of_the_long_lists() -> None:
    lists = spread(long_lists(40, 30, 60), 10, 0.2)
    for user in range(40):
        own = lists.user == user
        assert lists.rank[own].tolist() == list(range(1, 11))
        assert np.all(np.diff(lists.score[own]) < 0)


def test_the_last_place_goes_to_whom_nobody_names() -> None:
    users = np.repeat(np.arange(6), 7)
    ranked = Ranked(users, np.tile(np.arange(7), 6), np.tile(np.arange(1, 8), 6), 1.0 / np.tile(np.arange(1, 8), 6))
    assert Counter(spread(ranked, 5, 1.0).candidate.tolist()) == {0: 6, 1: 6, 2: 6, 3: 6, 4: 2, 5: 2, 6: 2}


def test_without_a_limit_the_first_stay() -> None:
    ranked = long_lists(20, 30, 60)
    assert spread(ranked, 10, None).candidate.tolist() == ranked.candidate[ranked.rank <= 10].tolist()


def test_where_nobody_else_is_left_the_list_is_full_all_the_same() -> None:
    users = np.repeat(np.arange(50), 3)
    ranked = Ranked(users, np.tile([1, 2, 3], 50), np.tile([1, 2, 3], 50), np.ones(150))
    assert spread(ranked, 3, 0.02).candidate.tolist() == [1, 2, 3] * 50
