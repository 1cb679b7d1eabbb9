from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polegraph.suggestions.candidates.ranked import Ranked, first, joined, quantise


@given(st.integers(0, 10_000), st.integers(1, 700), st.integers(1, 12), st.sampled_from([3, 40, 1000]))
def test_the_first_are_those_of_a_sorted_list(seed: int, columns: int, top: int, values: int) -> None:
    scores = np.random.default_rng(seed).integers(-1, values, (5, columns)).astype(np.float32)
    users = np.array([40, 10, 30, 20, 50])
    ranked = first(users, scores, top)
    expected = [
        (user, column, rank + 1, row[column])
        for user, row in zip(users.tolist(), scores.tolist(), strict=True)
        for rank, column in enumerate(
            sorted((c for c in range(columns) if row[c] > 0), key=lambda c: (-row[c], c))[:top]
        )
    ]
    assert list(zip(*(values.tolist() for values in ranked), strict=True)) == expected


@given(st.lists(st.floats(2**-80, 2**40, width=32), min_size=1))
def test_quantised_scores_keep_their_order_and_nearly_their_value(values: list[float]) -> None:
    exact = np.sort(np.array(values, dtype=np.float32))
    rounded = quantise(exact.copy())
    assert (np.diff(rounded) >= 0).all()
    assert rounded == pytest.approx(exact, rel=2**-14)


def test_quantising_breaks_no_tie_by_the_last_digits() -> None:
    parts = np.random.default_rng(0).random(50).astype(np.float32)
    sums = np.array([sum(parts), sum(parts[::-1]), sum(np.sort(parts))], dtype=np.float32)
    assert len(set(sums.tolist())) > 1
    assert len(set(quantise(sums).tolist())) == 1


def test_zero_stays_zero_and_counts_stay_whole() -> None:
    counts = np.arange(2**13, dtype=np.float32)
    assert (quantise(counts.copy()) == counts).all()


@given(st.lists(st.integers(0, 4), max_size=9), st.integers(0, 1000))
def test_lists_are_put_in_order_whole(lengths: list[int], seed: int) -> None:
    draw = np.random.default_rng(seed)
    users = np.repeat(draw.permutation(len(lengths)), lengths)
    rank = np.concatenate([np.arange(1, length + 1) for length in [0, *lengths]])
    ranked = Ranked(users, draw.integers(0, 9, len(users)), rank, draw.random(len(users)))
    place = draw.permutation(len(lengths) + 1)
    slowly = ranked.take(np.lexsort((rank, place[users])))
    for one, other in zip(ranked.ordered(place), slowly, strict=True):
        np.testing.assert_array_equal(one, other)


def test_no_user_has_no_list() -> None:
    assert [len(values) for values in joined([])] == [0, 0, 0, 0]
