from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.discrete.discrete_model import Logit

from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.metrics import entry, entry_by_density, relatedness_density, specialisation
from polegraph.metrics.regional.entry import _centred, entry_probabilities
from tests.metrics.regional.portfolio import Table, of_counts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.network import Network

BEFORE: Table = {"R1": [3, 3, 0, 0], "R2": [2, 2, 2, 0], "R3": [0, 0, 3, 3]}
AFTER: Table = {"R1": [2, 2, 4, 0], "R2": [2, 2, 2, 2], "R3": [1, 0, 3, 3]}


def test_entries_by_hand() -> None:
    found = entry(of_counts(BEFORE, "abcd", after=AFTER), 2015).set_index(["region", "theme"])
    assert list(found.index) == [("R1", "c"), ("R1", "d"), ("R2", "d"), ("R3", "a"), ("R3", "b")]
    # After: sums 8, 8, 7 and 5, 4, 9, 5 of 23. R1 in c 4 * 23 / (8 * 9), and so on.
    assert found["quotient_after"].tolist() == pytest.approx([92 / 72, 0, 46 / 40, 23 / 35, 0])
    assert found["entered"].tolist() == [True, False, True, False, False]
    assert found["density"].tolist() == pytest.approx([2 / 3, 0, 1, 1 / 3, 1 / 3])
    row = entry_by_density(of_counts(BEFORE, "abcd", after=AFTER), 2015).iloc[0]
    assert row[["options", "entries"]].tolist() == [5, 2]
    assert row[["rate", "observed", "density_others"]].tolist() == pytest.approx([0.4, 5 / 6, 2 / 9])


def test_the_first_period_is_a_network_of_its_own() -> None:
    net = of_counts(BEFORE, "abcd", after=AFTER)
    before = relatedness_density(of_counts(BEFORE, "abcd")).set_index(["region", "theme"])["density"]
    after = specialisation(of_counts(AFTER, "abcd")).set_index(["region", "theme"])["quotient"]
    found = entry(net, 2015).set_index(["region", "theme"])
    assert found["density"].tolist() == before[found.index].tolist()
    assert found["quotient_after"].tolist() == after[found.index].tolist()


@given(st.integers(1, 5), st.integers(1, 5), st.lists(st.integers(0, 2), min_size=25, max_size=25))
def test_probabilities_meet_the_numbers_of_entries(rows: int, columns: int, cells: list[int]) -> None:
    given_ = np.array(cells[: rows * columns]).reshape(rows, columns)
    options, entered = given_ > 0, given_ > 1
    found = entry_probabilities(options, entered)
    assert ((found >= 0) & (found <= 1)).all()
    assert (found[~options] == 0).all()
    # Where cells can hardly be otherwise they tend to 0 or 1, and the sums with them.
    assert found.sum(axis=1) == pytest.approx(entered.sum(axis=1), abs=2e-3)
    assert found.sum(axis=0) == pytest.approx(entered.sum(axis=0), abs=2e-3)


def _random(seed: int, shape: tuple[int, int] = (12, 14)) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    generator = np.random.default_rng(seed)
    options = generator.random(shape) < 0.7
    return options, options & (generator.random(shape) < 0.35), generator.random(shape)


def test_it_is_a_logistic_regression_with_an_effect_of_each_region_and_theme() -> None:
    options, entered, density = _random(1)
    found = entry_probabilities(options, entered)
    regions, themes = np.nonzero(options & (found > 1e-6) & (found < 1 - 1e-6))
    effects = np.column_stack([np.eye(12)[regions], np.eye(14)[themes][:, 1:]])
    effects = effects[:, effects.any(axis=0)]
    truth = entered[regions, themes].astype(float)
    fitted = Logit(truth, effects).fit(disp=False, maxiter=200).predict()
    assert found[regions, themes] == pytest.approx(fitted, abs=1e-5)
    # The variance of the score: density less its weighted regression on the effects.
    weight = fitted * (1 - fitted)
    root = np.sqrt(weight)[:, None]
    values = density[regions, themes]
    left = values - effects @ np.linalg.lstsq(root * effects, root[:, 0] * values, rcond=None)[0]
    assert _centred(density, np.where(options, found, 0))[regions, themes] == pytest.approx(left, abs=1e-5)


def _clubs(*, near: bool) -> Network:
    """Two clubs of regions and of themes; each region enters two themes that are new to it, of its own club or any."""
    generator = np.random.default_rng(3)
    before, after = np.zeros((12, 12), dtype=int), np.zeros((12, 12), dtype=int)
    for region in range(12):
        club = np.arange(6) + (0 if region < 6 else 6)
        before[region, generator.choice(club, 3, replace=False)] = 4
        before[region, generator.choice(12, 1)] += 2
        free = np.flatnonzero(before[region] == 0)
        pool = np.intersect1d(free, club) if near else free
        after[region, generator.choice(pool, 2, replace=False)] = 4
        after[region, before[region] > 0] = 1
    tables = [{f"R{place:02}": row.tolist() for place, row in enumerate(one)} for one in (before, after)]
    return of_counts(tables[0], "abcdefghijkl", after=tables[1])


def test_entries_near_to_what_was_done_are_told_from_entries_anywhere() -> None:
    near, any_ = (entry_by_density(_clubs(near=near), 2015).iloc[0] for near in (True, False))
    assert near["z"] > 3
    assert near["p_value"] < 0.01
    assert near["observed"] > near["high"]
    assert abs(any_["z"]) < 2
    again = entry_by_density(_clubs(near=True), 2015).iloc[0]
    assert again.equals(near)


def test_on_entries_by_chance_the_p_value_is_seldom_small() -> None:
    generator = np.random.default_rng(0)
    small = 0
    for seed in range(60):
        options, entered, density = _random(seed)
        chance = entry_probabilities(options, entered)
        left = _centred(density, chance)
        drawn = [((generator.random(chance.shape) < chance) - chance) * left for __ in range(99)]
        small += abs(((entered - chance) * left).sum()) > np.quantile([abs(one.sum()) for one in drawn], 0.9)
    assert 0 < small < 15  # 6 are expected


def test_what_cannot_be_is_refused() -> None:
    for cut in (2014, 2021):
        with pytest.raises(PolegraphError, match="projects have to start before this year and from it on"):
            entry(tiny(), cut, "kind", "year")
    with pytest.raises(PolegraphError, match="there is no such relatedness"):
        entry(tiny(), 2016, "kind", "year", method="cosine")  # type: ignore[arg-type]
