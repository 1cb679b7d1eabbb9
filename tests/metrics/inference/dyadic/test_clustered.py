"""Dyadic models: coefficients of R's sna and statsmodels, robust errors of a double loop, coverage by simulation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

import polegraph as pg
from polegraph.metrics.inference.dyadic.clustered import dyadic_meat
from tests.metrics.inference.dyadic.florentine import business, marriages, wealth_difference

if TYPE_CHECKING:
    from polegraph.metrics.inference.dyadic.clustered import Counts

TERMS = {"business": business(), "wealth": wealth_difference()}


def _slow(scores: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Add up over all pairs of dyads with a node in common."""
    meat = np.zeros((scores.shape[1], scores.shape[1]))
    for one in range(len(rows)):
        for other in range(len(rows)):
            if {rows[one], columns[one]} & {rows[other], columns[other]}:
                meat += np.outer(scores[one], scores[other])
    return meat


@given(st.integers(4, 7), st.booleans(), st.integers(0, 99))
@settings(max_examples=25)
def test_the_sum_is_that_of_a_double_loop(number: int, directed: bool, seed: int) -> None:  # noqa: FBT001  # what is tested
    rng = np.random.default_rng(seed)
    rows, columns = np.nonzero(~np.eye(number, dtype=bool)) if directed else np.triu_indices(number, 1)
    kept = rng.random(len(rows)) < 0.8
    rows, columns = rows[kept].astype(np.int64), columns[kept].astype(np.int64)
    scores = rng.normal(size=(len(rows), 2))
    assert dyadic_meat(scores, rows, columns, number) == pytest.approx(_slow(scores, rows, columns))


def test_the_florentine_logit_as_published_and_its_errors_by_a_loop() -> None:
    """R's sna 2.8: netlogit(marriages, list(business, wealth difference)), coefficients and classical errors."""
    found = pg.metrics.dyadic_logit(marriages(), TERMS)
    assert found["coefficient"].tolist() == pytest.approx(
        [-3.0417761907135157, 2.4966227608190428, 0.019947577734350925], rel=1e-5
    )
    assert found["se_independent"].tolist() == pytest.approx(
        [0.52833979147682664, 0.65113200863638521, 0.0068658521639151354], rel=1e-4
    )
    upper = np.triu_indices(16, 1)
    columns = np.column_stack([matrix.to_numpy()[upper] for matrix in (marriages(), *TERMS.values())])
    design = sm.add_constant(columns[:, 1:])
    chance = 1 / (1 + np.exp(-design @ found["coefficient"].to_numpy()))
    scores = design * (columns[:, 0] - chance)[:, None]
    bread = np.linalg.inv((design * (chance * (1 - chance))[:, None]).T @ design)
    robust = np.sqrt(np.diag(bread @ _slow(scores, *upper) @ bread))
    assert found["se"].to_numpy() == pytest.approx(robust, rel=1e-6)
    assert found["t"].to_numpy() == pytest.approx(found["coefficient"] / found["se"])
    assert found["high"].to_numpy() == pytest.approx(found["coefficient"] + 2.1314495456 * found["se"])  # t of 15
    assert list(found.loc[0, ["nodes", "dyads", "dropped"]]) == [16, 120, 0]


@pytest.mark.filterwarnings("ignore")  # of the optimiser, on its way
@pytest.mark.parametrize("model", ["poisson", "negative_binomial"])
def test_counts_are_those_of_statsmodels_and_the_errors_of_a_loop(model: Counts) -> None:
    rng = np.random.default_rng(0)
    place = rng.exponential(300, size=20)
    distance = np.abs(place[:, None] - place)  # hundreds, beside a constant of one
    y = rng.poisson(np.exp(2 - distance / 300) * rng.gamma(2, 0.5, size=(20, 20))).astype(float)
    y = np.triu(y, 1) + np.triu(y, 1).T
    y[3, 4] = y[4, 3] = np.nan
    found = pg.metrics.dyadic_count(pd.DataFrame(y), {"distance": pd.DataFrame(distance)}, model=model)
    upper = np.triu_indices(20, 1)
    known = ~np.isnan(y[upper])
    ours, theirs = y[upper][known], sm.add_constant(distance[upper][known])
    if model == "poisson":
        params = sm.GLM(ours, theirs, sm.families.Poisson()).fit().params
        mean = np.exp(theirs @ params)
        scores, hessian = theirs * (ours - mean)[:, None], -(theirs * mean[:, None]).T @ theirs
    else:
        scaled = sm.NegativeBinomial(ours, theirs / [1, 1000])
        fitted = scaled.fit(method="bfgs", disp=0, maxiter=500)
        unit = np.array([1, 1000, 1])
        params = fitted.params / unit
        scores = scaled.score_obs(fitted.params) * unit
        hessian = scaled.hessian(fitted.params) * unit * unit[:, None]
    bread = np.linalg.inv(hessian)
    robust = np.sqrt(np.diag(bread @ _slow(scores, upper[0][known], upper[1][known]) @ bread))
    assert found["term"].tolist() == ["(intercept)", "distance", "(dispersion)"][: len(params)]
    assert found["coefficient"].to_numpy() == pytest.approx(params, rel=1e-3)
    assert found["se"].to_numpy() == pytest.approx(robust, rel=1e-2, nan_ok=True)
    assert (found["se"][:2] > 0).all()
    assert found["dropped"][0] == 1


def test_the_interval_holds_what_is_true_where_that_of_independent_dyads_does_not() -> None:
    """Nodes that are all more or less active: dyads of a node go together, and the term is of nodes as well."""
    rng = np.random.default_rng(3)
    inside, naive = [], []
    for _trial in range(40):
        active, trait = rng.normal(size=(2, 40))
        x = trait[:, None] + trait
        odds = 0.5 * x + active[:, None] + active
        y = np.triu(rng.random((40, 40)) < 1 / (1 + np.exp(-odds)), 1).astype(float)
        row = pg.metrics.dyadic_logit(y + y.T, {"x": x}).loc[1]
        # The marginal coefficient is nearer to 0 than that given the activity; that of many trials is the measure.
        inside.append([row["coefficient"], row["se"], row["se_independent"]])
    coefficient, se, independent = np.array(inside, dtype=float).T
    naive = np.abs(coefficient - coefficient.mean()) < 1.96 * independent
    robust = np.abs(coefficient - coefficient.mean()) < 2.02 * se
    assert robust.mean() > 0.85
    assert naive.mean() < 0.75
