from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from polegraph.examples import tiny
from polegraph.suggestions.learning import conditional_logit
from polegraph.suggestions.learning.model import Model
from polegraph.suggestions.learning.model_selection import chosen

if TYPE_CHECKING:
    from numpy.typing import NDArray


def lists(seed: int, number: int = 40, length: int = 50) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Draw lists in which the first feature decides, the second misleads between lists, and the third never changes."""
    chance = np.random.default_rng(seed)
    values = chance.normal(size=(number, length, 3)).astype(np.float32)
    right: NDArray[np.bool_] = np.less(chance.random((number, length)), 1 / (1 + np.exp(3 - 2 * values[:, :, 0])))
    values[:, :, 1] += 10 * right.any(axis=1, keepdims=True)
    values[:, :, 2] = 7
    return values, right


def test_the_weights_are_the_best_ones() -> None:
    values, right = lists(1)
    weights = np.array(conditional_logit.fit(values, right))
    apart = conditional_logit.standardised(values).astype(float)

    def badness(some: np.ndarray) -> float:
        score = apart @ some
        chosen = score - np.log(np.exp(score).sum(axis=1, keepdims=True))
        return float(-chosen[right].sum() + 150 * (some**2).sum())

    for place in range(3):
        for step in (-0.001, 0.001):
            other = weights.copy()
            other[place] += step
            assert badness(other) > badness(weights)
    assert weights[0] > 0.3
    assert abs(weights[1]) < 0.1
    assert weights[2] == 0


def test_a_list_is_scored_by_itself_whatever_its_level() -> None:
    values, right = lists(2)
    weights = conditional_logit.fit(values, right)
    alone = conditional_logit.scores(weights, conditional_logit.standardised(values[3:4]))
    assert conditional_logit.scores(weights, conditional_logit.standardised(values))[3] == pytest.approx(alone[0])
    assert conditional_logit.scores(weights, conditional_logit.standardised(values[3:4] * 4 + 9)) == pytest.approx(
        alone, abs=1e-4
    )


@pytest.mark.parametrize(
    ("fusion", "projects", "low", "method"),
    [
        (0.2, 0.1, 0.01, "learned"),
        (0.2, 0.1, -0.01, "pagerank"),
        (0.1, 0.1, 0.0, "pagerank"),
        (0.1, 0.21, 0.01, "pagerank"),  # above the bar of the years before, but not above every method
    ],
)
def test_what_is_learned_is_used_where_it_is_above_the_bar_and_every_method(
    fusion: float, projects: float, low: float, method: str
) -> None:
    judged: dict[str, float | str] = {
        "year": 2018,
        "users": 100,
        "learned": 0.2,
        "fusion": fusion,
        "pagerank": 0.1,
        "projects": projects,
    }
    judged |= {"bar": "fusion", "hit": 0.4, "first": 0.1, "difference_low": low, "difference_high": 0.1}
    choice = chosen(Model("", (), {}, [], [{"cut": 2016, "users": 120, "pairs": 400}], judged), tiny())
    assert choice.method == method
    assert f"the best without learning, fusion, {fusion:.3f}; by PageRank 0.100" in choice.sentence()
    assert ("nothing learned is used" in choice.sentence()) == (method != "learned")
