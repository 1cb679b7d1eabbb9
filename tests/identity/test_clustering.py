"""Average linkage: against a plain reference, SciPy's, and what must never be joined."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage

from polegraph.identity.clustering import average_linkage

LEAST = 0.45


@dataclass(frozen=True)
class Case:
    number: int
    likeness: dict[tuple[int, int], float]
    marks: list[int]
    apart: list[tuple[int, int]]


@st.composite
def cases(draw: st.DrawFn, *, all_pairs: bool = False) -> Case:
    """Draw items and how alike some pairs are; no two values are equal, so that no order is arbitrary."""
    number = draw(st.integers(1, 9))
    every = list(combinations(range(number), 2))
    given_pairs = every if all_pairs else sorted(draw(st.sets(st.sampled_from(every)))) if every else []
    ranks = draw(st.permutations(range(len(given_pairs))))
    least = draw(st.floats(0, 0.5))
    values = [least + (0.997 - least) * (rank + 1) / (len(given_pairs) + 1) + 1e-4 * rank**2 / 97 for rank in ranks]
    return Case(
        number,
        dict(zip(given_pairs, values, strict=True)),
        draw(st.lists(st.sampled_from([-1, -1, 3, 5]), min_size=number, max_size=number)),
        sorted(draw(st.sets(st.sampled_from(every), max_size=4))) if every else [],
    )


def joined(case: Case, least: float = LEAST, order: list[int] | None = None) -> list[int]:
    """Join with our own linkage; `order` gives the items other numbers."""
    place = np.arange(case.number) if order is None else np.array(order)

    def pairs(of: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
        array = place[np.array(of, dtype=np.int64).reshape(-1, 2)]
        return array[:, 0], array[:, 1]

    marks = np.empty(case.number, np.int64)
    marks[place] = case.marks
    found = average_linkage(
        case.number,
        pairs(list(case.likeness)),
        np.array(list(case.likeness.values())),
        least,
        marks=marks,
        apart=pairs(case.apart),
    )
    return [int(one) for one in found[place]]


def blocks(labels: list[int]) -> set[frozenset[int]]:
    return {frozenset(item for item, label in enumerate(labels) if label == one) for one in labels}


def plainly(case: Case, least: float = LEAST) -> set[frozenset[int]]:
    """Join in the plainest way: look at every pair of groups, join the best that is allowed, begin again."""
    groups = [frozenset([item]) for item in range(case.number)]

    def average(one: frozenset[int], other: frozenset[int]) -> float:
        total = sum(case.likeness.get((min(a, b), max(a, b)), 0.0) for a in one for b in other)
        return total / (len(one) * len(other))

    def allowed(both: frozenset[int]) -> bool:
        marks = {case.marks[item] for item in both} - {-1}
        return len(marks) < 2 and not any(set(pair) <= both for pair in case.apart)

    while True:
        ways = [(average(*two), two) for two in combinations(groups, 2) if allowed(two[0] | two[1])]
        best, two = max(ways, key=lambda way: way[0], default=(0.0, None))
        if two is None or best <= least:
            return set(groups)
        groups = [group for group in groups if group not in two] + [two[0] | two[1]]


@given(cases())
def test_it_joins_as_the_plain_way_does(case: Case) -> None:
    assert blocks(joined(case)) == plainly(case)


@given(cases(all_pairs=True), st.floats(0.2, 0.95))
def test_where_nothing_is_forbidden_it_joins_as_scipy(case: Case, least: float) -> None:
    free = Case(case.number, case.likeness, [-1] * case.number, [])
    found = blocks(joined(free, least))
    if case.number == 1:
        assert found == {frozenset([0])}
        return
    distances = [1 - case.likeness[pair] for pair in combinations(range(case.number), 2)]
    labels = fcluster(linkage(distances, "average"), np.nextafter(1 - least, 0), "distance")
    assert found == blocks(labels.tolist())


@given(cases())
def test_what_is_apart_or_has_other_marks_stays_apart(case: Case) -> None:
    labels = joined(case, 0.0)
    assert all(labels[one] != labels[other] for one, other in case.apart)
    for group in blocks(labels):
        assert len({case.marks[item] for item in group} - {-1}) < 2


@given(cases(), st.data())
def test_numbers_of_items_never_matter(case: Case, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(case.number)))
    assert blocks(joined(case, order=order)) == blocks(joined(case))


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_pairs_never_matters(case: Case, random: object) -> None:
    pairs = list(case.likeness.items())
    random.shuffle(pairs)  # type: ignore[attr-defined]  # a random.Random
    other = Case(case.number, {pair[::-1]: value for pair, value in pairs}, case.marks, case.apart[::-1])
    assert joined(other) == joined(case)


@given(st.integers(2, 9), st.integers(0, 40))
def test_of_equals_the_smallest_are_joined_whatever_the_order_of_pairs(number: int, seed: int) -> None:
    pairs = np.array(list(combinations(range(number), 2)))
    order = np.random.default_rng(seed).permutation(len(pairs))
    marks = np.arange(number) % 3  # so that not all come together
    results = [
        average_linkage(number, (chosen[:, 0], chosen[:, 1]), np.full(len(pairs), 0.8), LEAST, marks=marks).tolist()
        for chosen in (pairs, pairs[order])
    ]
    assert results[0] == results[1]


@given(cases())
def test_a_group_is_known_by_its_smallest_item(case: Case) -> None:
    labels = joined(case)
    assert all(label == min(group) for group in blocks(labels) for label in {labels[item] for item in group})


def test_a_bridge_does_not_join_two_towns() -> None:
    """Connected components would: that is what gave a precision of .19."""
    west, east = list(combinations(range(4), 2)), list(combinations(range(4, 8), 2))
    pairs = np.array([*west, *east, (3, 4)])
    found = average_linkage(8, (pairs[:, 0], pairs[:, 1]), np.full(len(pairs), 0.9), 0.5)
    assert found.tolist() == [0, 0, 0, 0, 4, 4, 4, 4]
