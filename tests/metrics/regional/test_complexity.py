from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polegraph.metrics import economic_complexity, theme_complexity
from polegraph.metrics.regional.complexity import complexities, fitness
from tests.metrics.regional.portfolio import of_counts

MATRICES = st.integers(2, 6).flatmap(
    lambda rows: st.lists(st.lists(st.booleans(), min_size=5, max_size=5), min_size=rows, max_size=rows)
)


def test_three_regions_by_hand() -> None:
    # A does 1, 2; B 2, 3; C 3. The second eigenvalue of M~ solves x^2 - 3/4 x + 1/16 = 0: (3 + sqrt 5) / 8. With 1 for
    # A, its eigenvector has y = 4 x - 3 for B and -y / (1 - 2 x) for C.
    value = (3 + 5**0.5) / 8
    middle = 4 * value - 3
    vector = np.array([1, middle, -middle / (1 - 2 * value)])
    slow = np.array([[3 / 4, 1 / 4, 0], [1 / 4, 1 / 2, 1 / 4], [0, 1 / 2, 1 / 2]])
    assert slow @ vector == pytest.approx(value * vector)
    by_hand = (vector - vector.mean()) / vector.std()
    net = of_counts({"A": [2, 2, 0], "B": [0, 2, 2], "C": [0, 0, 4]}, "123")
    found = economic_complexity(net)
    assert found["diversity"].tolist() == [2, 2, 1]
    assert found["average_ubiquity"].tolist() == [1.5, 2, 2]
    assert found["complexity"].to_numpy() == pytest.approx(by_hand)
    themes = theme_complexity(net)
    means = np.array([by_hand[0], (by_hand[0] + by_hand[1]) / 2, (by_hand[1] + by_hand[2]) / 2])
    assert themes["complexity"].to_numpy() == pytest.approx((means - means.mean()) / means.std())
    assert themes["ubiquity"].tolist() == [1, 2, 2]
    assert themes["average_diversity"].tolist() == [2, 2, 1.5]


@given(MATRICES)
def test_it_is_the_second_eigenvector_of_the_plain_matrix(rows: list[list[bool]]) -> None:
    matrix = np.array(rows)
    regions, themes = complexities(matrix)
    if np.isnan(regions).all():
        return
    inner = matrix[matrix.any(axis=1)][:, matrix.any(axis=0)].astype(float)
    plain = inner / inner.sum(axis=1)[:, None] @ (inner / inner.sum(axis=0)).T
    values = np.sort(np.linalg.eigvals(plain).real)[::-1]
    found = regions[matrix.any(axis=1)]
    assert np.isnan(regions[~matrix.any(axis=1)]).all()
    # Up to a constant, which is the first eigenvector.
    moved = plain @ found
    assert moved - moved.mean() == pytest.approx(values[1] * found, abs=1e-7)
    assert (found.mean(), found.std()) == pytest.approx((0, 1), abs=1e-9)
    assert np.corrcoef(found, inner.sum(axis=1))[0, 1] > 0
    by_theme = themes[matrix.any(axis=0)]
    turned = (inner / inner.sum(axis=0)).T @ (inner / inner.sum(axis=1)[:, None])
    if not np.isnan(by_theme).all():
        moved = turned @ by_theme
        assert moved - moved.mean() == pytest.approx(values[1] * by_theme, abs=1e-7)


@given(MATRICES, st.randoms(use_true_random=False))
def test_labels_do_not_matter(rows: list[list[bool]], random: object) -> None:
    matrix = np.array(rows)
    order = list(range(len(matrix)))
    random.shuffle(order)  # type: ignore[attr-defined]
    one, other = complexities(matrix)[0], complexities(matrix[order])[0]
    assert other == pytest.approx(one[order], abs=1e-6, nan_ok=True)


def test_it_is_missing_where_it_is_not_defined() -> None:
    for undefined in (np.zeros((3, 3)), np.ones((3, 3)), np.eye(3), np.ones((1, 4))):
        assert np.isnan(complexities(undefined.astype(bool))[0]).all()
    apart = np.array([[1, 1, 1, 0], [1, 1, 0, 0], [0, 0, 0, 1]], dtype=bool)  # two parts: which part is all that counts
    assert complexities(apart)[0] == pytest.approx([0.5**0.5, 0.5**0.5, -(2**0.5)])
    part = complexities(np.array([[1, 1, 0], [0, 1, 0], [0, 0, 0]], dtype=bool))
    assert np.isnan(part[0]).tolist() == [False, False, True]
    assert np.isnan(part[1]).tolist() == [False, False, True]


def test_fitness_by_a_plain_loop() -> None:
    matrix = np.array([[1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 1], [0, 1, 1, 0]], dtype=bool)
    fit, quality = [1.0] * 4, [1.0] * 4
    for __ in range(200):
        new = [sum(quality[t] for t in range(4) if matrix[r, t]) for r in range(4)]
        harder = [1 / sum(1 / fit[r] for r in range(4) if matrix[r, t]) for t in range(4)]
        fit, quality = [4 * one / sum(new) for one in new], [4 * one / sum(harder) for one in harder]
    assert fitness(matrix)[0] == pytest.approx(fit)
    assert fitness(matrix)[1] == pytest.approx(quality)
    assert fitness(np.zeros((2, 2), dtype=bool))[0].tolist() == [0, 0]
    nested = fitness(np.tri(9, dtype=bool))[0]
    assert (np.diff(nested) >= 0).all()
    assert np.isfinite(nested).all()


def test_chance_stands_beside() -> None:
    nested = {f"R{place}": [4] * (place + 1) + [0] * (5 - place) for place in range(6)}
    found = economic_complexity(of_counts(nested, "abcdef"), draws=30)
    assert found[["expected", "low", "high", "p_value"]].notna().all(axis=None)
    assert economic_complexity(of_counts(nested, "abcdef"))["expected"].isna().all()
