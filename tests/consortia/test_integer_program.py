"""The integer programme beside all sets of candidates, one by one."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import sparse

from polegraph.consortia.integer_program import Bound, Opening, Programme, solve

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def drawn(draw: np.random.Generator) -> Programme:
    """Draw a small programme with everything that a real one has."""
    count = int(draw.integers(4, 7))
    ties = np.round(draw.random((count, count)) * (draw.random((count, count)) < 0.5), 3)
    np.fill_diagonal(ties, 0)
    bounds = [Bound(draw.random(count) < 0.6, least=1, of_coordinator=bool(draw.random() < 0.3))]
    bounds.append(Bound(draw.random(count) < 0.7, most=2))
    keys = tuple(draw.integers(-1, 3, count) for _ in range(int(draw.integers(1, 3))))
    bounds.append(Bound(np.ones(count, dtype=bool), least=2, keys=keys))
    bounds.append(Bound(draw.random(count) < 0.8, most=2, keys=(draw.integers(-1, 2, count),)))
    some = np.flatnonzero(draw.random(count) < 0.5)
    return Programme(
        member=np.round(draw.normal(-0.5, 1, count), 3),
        lead=np.round(draw.random(count), 3),
        cover=np.round(draw.random((count, 3)) * (draw.random((count, 3)) < 0.6), 3),
        topics=np.round(2 * draw.random(3), 3),
        ties=sparse.csr_array(ties),
        openings=[Opening(some, np.round(draw.random(len(some)), 3), np.flatnonzero(draw.random(count) < 0.5))],
        size=(2, 4),
        must=draw.random(count) < 0.1,
        unit=draw.integers(0, count, count),
        bounds=bounds,
        leads=None if draw.random() < 0.7 else draw.random(count) < 0.6,
    )


def value(programme: Programme, members: Sequence[int], coordinator: int) -> float:
    """Compute the value by its definition."""
    total = programme.lead[coordinator] + sum(programme.member[i] for i in members)
    for topic, weight in enumerate(programme.topics):
        total += weight * min(1.0, sum(programme.cover[i, topic] for i in members))
    ties = programme.ties.toarray()
    total += sum(max(ties[i, j] for j in members if j != i) for i in members)
    for opening in programme.openings:
        for i, worth in zip(opening.gaining.tolist(), opening.worth.tolist(), strict=True):
            total += worth * (i in members and any(j in members and j != i for j in opening.offering.tolist()))
    return float(total)


def meets(bound: Bound, members: Sequence[int], coordinator: int) -> bool:
    """Return whether a bound holds, by trying which members count."""
    some = [i for i in members if bound.some[i] and (i == coordinator or not bound.of_coordinator)]
    if not bound.keys:
        return (bound.least is None or len(some) >= bound.least) and (bound.most is None or len(some) <= bound.most)
    if bound.most is not None:
        values = [int(bound.keys[0][i]) for i in some]
        return len({v for v in values if v >= 0}) + values.count(-1) <= bound.most
    assert bound.least is not None
    known = [i for i in some if all(key[i] >= 0 for key in bound.keys)]
    apart = (
        all(len({int(key[i]) for i in chosen}) == len(chosen) for key in bound.keys)
        for chosen in combinations(known, int(bound.least))
    )
    return any(apart)


def feasible(programme: Programme) -> Iterator[tuple[tuple[int, ...], int]]:
    """Yield every set and coordinator that meet what is asked."""
    count = len(programme.member)
    for number in range(programme.size[0], programme.size[1] + 1):
        for members in combinations(range(count), number):
            if not set(np.flatnonzero(programme.must).tolist()) <= set(members):
                continue
            units = programme.unit[list(members)]
            if any((units == u).sum() > max(1, (programme.must & (programme.unit == u)).sum()) for u in set(units)):
                continue
            for lead in members:
                allowed = programme.leads is None or programme.leads[lead]
                if allowed and all(meets(bound, members, lead) for bound in programme.bounds):
                    yield members, lead


@pytest.mark.parametrize("part", range(5))
def test_the_best_of_all_sets_is_found(part: int) -> None:
    draw = np.random.default_rng(part)
    solved = 0
    for _ in range(100):
        programme = drawn(draw)
        possible = {(members, lead): value(programme, members, lead) for members, lead in feasible(programme)}
        found = solve(programme)
        if found is None:
            assert not possible
            continue
        solved += 1
        assert found.value == pytest.approx(max(possible.values()), abs=1e-6)
        assert possible[tuple(found.members.tolist()), found.coordinator] == pytest.approx(found.value, abs=1e-6)
        assert found.gap <= 1e-6
    assert 30 < solved < 100


def test_a_later_proposal_leaves_members_of_each_earlier_one() -> None:
    draw, compared = np.random.default_rng(9), 0
    for _ in range(40):
        programme = drawn(draw)
        first = solve(programme)
        second = None if first is None else solve(programme, [first.members], differ=1)
        if first is None or second is None:
            continue
        compared += 1
        free = {int(i) for i in first.members if not programme.must[i]}
        assert len(free) == 0 or free - set(second.members.tolist())
        others = [
            value(programme, members, lead)
            for members, lead in feasible(programme)
            if len(free) == 0 or free - set(members)
        ]
        assert second.value == pytest.approx(max(others), abs=1e-6)
    assert compared > 10
