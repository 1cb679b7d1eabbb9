"""Fast fits against statsmodels, on columns as unequal as real ones are."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph.metrics.inference.dyadic.fitting import last_t, least_squares, logit


@given(st.integers(0, 9999))
@settings(max_examples=30)
def test_fits_are_those_of_statsmodels(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = sm.add_constant(np.column_stack([rng.lognormal(0, 2, 200), 1e4 * rng.normal(size=200)]))
    y = 0.3 * np.log(x[:, 1]) + rng.normal(size=200)
    ours, theirs = least_squares(x, y), sm.OLS(y, x).fit()
    assert ours.coefficients == pytest.approx(theirs.params)
    assert ours.t == pytest.approx(theirs.tvalues)
    assert ours.r_squared == pytest.approx(theirs.rsquared)
    basis = np.linalg.qr(x[:, :-1])[0]
    assert last_t(basis, y - basis @ (basis.T @ y), x[:, -1]) == pytest.approx(theirs.tvalues[-1])
    ties = (y + 2 * rng.logistic(size=200) > 0).astype(float)
    fit, wanted = logit(x, ties), sm.GLM(ties, x, sm.families.Binomial()).fit(tol=1e-12, maxiter=200)
    assert fit is not None
    assert fit.coefficients == pytest.approx(wanted.params, rel=1e-6)
    assert fit.t == pytest.approx(wanted.tvalues, rel=1e-6)
    assert fit.r_squared == pytest.approx(1 - wanted.llf / wanted.llnull)


def test_what_says_nothing_has_no_t() -> None:
    x = np.column_stack([np.ones(6), np.arange(6.0)])
    basis = np.linalg.qr(x)[0]
    y = np.array([1.0, 0, 2, 1, 5, 3])
    assert np.isnan(last_t(basis, y - basis @ (basis.T @ y), 3 * x[:, 1] + 2))


@pytest.mark.parametrize("ties", [[0, 0, 0, 1, 1, 1], [0, 0, 0, 0, 0, 1]])
def test_what_separates_has_no_logit(ties: list[int]) -> None:
    x = np.column_stack([np.ones(6), np.arange(6.0)])
    assert logit(x, np.array(ties, dtype=float)) is None
