"""MRQAP against statsmodels, double semi-partialling written plainly, R's sna, and simulation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

import polegraph as pg
from tests.metrics.inference.dyadic.florentine import business, marriages, wealth_difference

if TYPE_CHECKING:
    from polegraph.metrics.inference.dyadic.permutation import Model

TERMS = {"business": business(), "wealth": wealth_difference()}


def _brute(y: np.ndarray, x: list[np.ndarray], term: int, orders: list[np.ndarray], family: object) -> list[float]:
    """Give the statistic of a term in each permutation: residuals in a matrix, moved cell by cell, fitted anew."""
    number = len(y)
    cells = [
        (one, other)
        for one in range(number)
        for other in range(one + 1, number)
        if not any(np.isnan(matrix[one, other]) for matrix in (y, *x))
    ]
    others = [matrix for place, matrix in enumerate(x) if place != term]
    left = np.full((number, number), np.nan)
    design = sm.add_constant(np.array([[matrix[cell] for matrix in others] for cell in cells]), has_constant="add")
    fitted = sm.OLS(np.array([x[term][cell] for cell in cells]), design).fit()
    for (one, other), value in zip(cells, fitted.resid, strict=True):
        left[one, other] = left[other, one] = value
    found = []
    for order in orders:
        kept = [cell for cell in cells if not np.isnan(left[order[cell[0]], order[cell[1]]])]
        rows = [[1.0, *(matrix[cell] for matrix in others), left[order[cell[0]], order[cell[1]]]] for cell in kept]
        ours = np.array([y[cell] for cell in kept])
        fit = sm.OLS(ours, np.array(rows)).fit() if family is None else sm.GLM(ours, np.array(rows), family).fit()
        found.append(float(fit.tvalues[-1]))
    return found


@pytest.mark.parametrize("missing", [False, True])
@pytest.mark.parametrize("model", ["linear", "logit"])
def test_it_is_double_semi_partialling(model: Model, missing: bool) -> None:  # noqa: FBT001  # what is tested
    rng = np.random.default_rng(1)
    x = [matrix + matrix.T for matrix in rng.normal(size=(3, 11, 11))]
    y = 0.5 * x[0] + rng.normal(size=(11, 11)) * 2
    y += y.T
    if model == "logit":
        y = (y > 0).astype(float)
    if missing:
        for matrix, (one, other) in ((y, (2, 5)), (x[1], (0, 1)), (x[2], (0, 7))):
            matrix[one, other] = matrix[other, one] = np.nan
    found = pg.metrics.mrqap(y, dict(zip("abc", x, strict=True)), permutations=15, seed=4, model=model)
    upper = np.triu_indices(11, 1)
    columns = np.column_stack([matrix[upper] for matrix in (y, *x)])
    columns = columns[~np.isnan(columns).any(axis=1)]
    family = None if model == "linear" else sm.families.Binomial()
    design = sm.add_constant(columns[:, 1:])
    fit = sm.OLS(columns[:, 0], design).fit() if family is None else sm.Logit(columns[:, 0], design).fit(disp=0)
    assert found["coefficient"].to_numpy() == pytest.approx(fit.params)
    assert found["t"].to_numpy() == pytest.approx(fit.tvalues, rel=1e-5)
    assert found["r_squared"][0] == pytest.approx(fit.rsquared if family is None else fit.prsquared)
    assert found["dropped"][0] == (3 if missing else 0)
    draws = np.random.default_rng(4)
    orders = [draws.permutation(11) for _draw in range(15)]
    for term in range(3):
        sample = np.array(_brute(y, x, term, orders, family))
        row = found.loc[term + 1]
        assert row["expected"] == pytest.approx(sample.mean(), rel=1e-4, abs=1e-6)
        assert [row["low"], row["high"]] == pytest.approx(np.quantile(sample, [0.025, 0.975]), rel=1e-4, abs=1e-6)
        assert row["p_greater"] == (1 + (sample >= row["t"]).sum()) / 16
        assert row["p_less"] == (1 + (sample <= row["t"]).sum()) / 16
        assert row["p_value"] == min(1, 2 * min(row["p_greater"], row["p_less"]))


def test_the_florentine_families_as_published() -> None:
    """R's sna 2.8: netlm(marriages, list(business, wealth difference), mode = "graph"); p with 2,000 permutations."""
    found = pg.metrics.mrqap(marriages(), TERMS, permutations=2000).set_index("term")
    assert found["coefficient"].tolist() == pytest.approx(
        [0.011556790971494899, 0.42922407612494151, 0.0026646583369548025]
    )
    assert found["t"].tolist() == pytest.approx([0.24696580041546243, 4.6124554993962281, 3.0852487650084677])
    assert found["r_squared"].iloc[0] == pytest.approx(0.20311761295477815)
    assert found.loc["business", "p_value"] == pytest.approx(0.0005, abs=0.003)
    assert found.loc["wealth", "p_value"] == pytest.approx(0.0015, abs=0.005)
    assert found["p_value"].isna().tolist() == [True, False, False]


def test_the_florentine_logit_as_published() -> None:
    """R's sna 2.8: netlogit of the same."""
    found = pg.metrics.mrqap(marriages(), TERMS, permutations=200, model="logit").set_index("term")
    assert found["coefficient"].tolist() == pytest.approx(
        [-3.0417761907135157, 2.4966227608190428, 0.019947577734350925], rel=1e-5
    )
    assert found["t"].tolist() == pytest.approx([-5.7572347186099275, 3.8342804956671142, 2.9053316701442284], rel=1e-4)
    assert found["r_squared"].iloc[0] == pytest.approx(1 - 86.961870349141677 / (-2 * _alone()), rel=1e-6)
    assert (found.loc[["business", "wealth"], "p_value"] < 0.05).all()


def _alone() -> float:
    """Return the log-likelihood of the 20 marriages among 120 pairs without any term."""
    return float(20 * np.log(20 / 120) + 100 * np.log(100 / 120))


def _places(rng: np.random.Generator, number: int) -> np.ndarray:
    place = rng.exponential(size=number)
    return np.asarray(np.abs(place[:, None] - place))


def test_a_planted_effect_is_found_and_what_only_goes_with_it_is_not() -> None:
    rng = np.random.default_rng(2)
    one = _places(rng, 20)
    other = one + _places(rng, 20)  # correlated with the first, of no effect of its own
    noise = rng.normal(size=(20, 20))
    found = pg.metrics.mrqap(one + (noise + noise.T) / 2, {"one": one, "other": other}, permutations=199)
    assert found.set_index("term").loc["one", "p_value"] == 0.01
    assert found["p_value"][2] > 0.05
    assert pg.metrics.qap(one + (noise + noise.T) / 2, other, permutations=199)["p_value"][0] < 0.05


@pytest.mark.parametrize("model", ["linear", "logit"])
def test_chance_is_found_as_often_as_the_level_says(model: Model) -> None:
    """Dependent on one matrix, tested for a correlated one; all are distances of skewed places."""
    rng = np.random.default_rng(11)
    trials = 80 if model == "linear" else 30
    p_values = []
    for trial in range(trials):
        one = _places(rng, 14)
        other = one + _places(rng, 14)
        y = one + _places(rng, 14)
        if model == "logit":
            y = (y > np.median(y)).astype(float)
        found = pg.metrics.mrqap(y, {"one": one, "other": other}, permutations=39, seed=trial, model=model)
        p_values.append(found["p_greater"][2])
    assert np.mean(np.array(p_values) <= 0.1) == pytest.approx(0.1, abs=0.11)
    assert np.mean(p_values) == pytest.approx(0.5, abs=0.12)


def test_directed_ties_count_in_both_directions() -> None:
    rng = np.random.default_rng(6)
    x, noise = rng.normal(size=(2, 8, 8))
    y = x + noise
    found = pg.metrics.mrqap(pd.DataFrame(y), {"x": pd.DataFrame(x)}, permutations=9)
    off = ~np.eye(8, dtype=bool)
    fit = sm.OLS(y[off], sm.add_constant(x[off])).fit()
    assert found["coefficient"].to_numpy() == pytest.approx(fit.params)
    assert found["dyads"][0] == 56
