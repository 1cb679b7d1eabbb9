"""QAP against brute permutation, all permutations, and R's sna on Florentine families."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

import polegraph as pg
from tests.metrics.inference.dyadic.florentine import business, marriages


def _pairs(a: np.ndarray, b: np.ndarray, order: tuple[int, ...]) -> float:
    """Correlate by a plain loop, with the nodes of the first in another order."""
    left, right = [], []
    for one in range(len(a)):
        for other in range(len(a)):
            values = a[order[one], order[other]], b[one, other]
            if one != other and not np.isnan(values).any():
                left.append(values[0])
                right.append(values[1])
    return float(np.corrcoef(left, right)[0, 1])


@pytest.mark.parametrize("missing", [False, True])
@pytest.mark.parametrize("symmetric", [False, True])
def test_it_is_brute_permutation(missing: bool, symmetric: bool) -> None:  # noqa: FBT001  # what is tested
    rng = np.random.default_rng(3)
    a, b = rng.normal(size=(2, 7, 7))
    b += a
    if symmetric:
        a, b = a + a.T, b + b.T
    if missing:
        for matrix, (one, other) in ((a, (2, 5)), (b, (0, 1))):
            matrix[one, other] = matrix[other, one] = np.nan
    found = pg.metrics.qap(a, b, permutations=50, seed=8).loc[0]
    draws = np.random.default_rng(8)
    sample = np.array([_pairs(a, b, tuple(draws.permutation(7))) for _draw in range(50)])
    observed = _pairs(a, b, tuple(range(7)))
    assert found["observed"] == pytest.approx(observed)
    assert found["expected"] == pytest.approx(sample.mean())
    assert found["sd"] == pytest.approx(sample.std(ddof=1))
    assert [found["low"], found["high"]] == pytest.approx(np.quantile(sample, [0.025, 0.975]))
    assert found["p_greater"] == pytest.approx((1 + (sample >= observed - 1e-9).sum()) / 51)
    assert found["p_less"] == pytest.approx((1 + (sample <= observed + 1e-9).sum()) / 51)
    assert found["p_value"] == pytest.approx(min(1, 2 * min(found["p_greater"], found["p_less"])))


def test_many_permutations_come_near_all_of_them() -> None:
    place, kind = np.arange(6.0), np.array([0, 0, 1, 1, 0, 1])
    a, b = np.abs(place[:, None] - place), (kind[:, None] == kind).astype(float)
    every = np.array([_pairs(a, b, order) for order in permutations(range(6))])
    found = pg.metrics.qap(a, b, permutations=4000).loc[0]
    assert found["expected"] == pytest.approx(every.mean(), abs=0.02)
    assert found["p_less"] == pytest.approx((every <= found["observed"] + 1e-9).mean(), abs=0.03)
    assert found["p_greater"] == pytest.approx((every >= found["observed"] - 1e-9).mean(), abs=0.03)


def test_the_florentine_families_as_published() -> None:
    """R's sna 2.8 has gcor(marriages, business) = 0.37186787208054728, and p = .001 of qaptest with 1,000 draws."""
    found = pg.metrics.qap(marriages(), business(), permutations=2000).loc[0]
    assert found["observed"] == pytest.approx(0.37186787208054728, abs=1e-14)
    assert found["p_greater"] < 0.004
    assert abs(found["expected"]) < 0.02
    assert list(found[["nodes", "dyads", "dropped", "permutations"]]) == [16, 120, 0, 2000]


def test_chance_is_found_as_often_as_the_level_says() -> None:
    """Activity of both nodes, added: dyads depend on each other strongly, and p-values are uniform all the same."""
    rng = np.random.default_rng(5)
    p_values, naive = [], 0
    for trial in range(100):
        one, other = rng.exponential(size=(2, 12))
        a, b = (place[:, None] + place for place in (one, other))
        found = pg.metrics.qap(a, b, permutations=99, seed=trial).loc[0]
        p_values.append(found["p_greater"])
        r = found["observed"]
        naive += abs(r) * np.sqrt(64 / (1 - r**2)) > 1.998
    assert np.mean(np.array(p_values) <= 0.05) == pytest.approx(0.05, abs=0.05)
    assert np.mean(p_values) == pytest.approx(0.5, abs=0.1)
    assert naive > 20  # the test for independent dyads rejects more than four times as often as it says
