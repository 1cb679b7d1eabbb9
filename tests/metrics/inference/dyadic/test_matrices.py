"""Matrices of a researcher: one order whatever theirs, and a sentence for what cannot be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

import polegraph as pg
from polegraph.errors import PolegraphError
from polegraph.metrics.inference.dyadic.matrices import dyads
from tests.metrics.inference.dyadic.florentine import business, marriages, wealth_difference

if TYPE_CHECKING:
    from collections.abc import Callable


def test_the_order_of_labels_does_not_matter() -> None:
    y, x = marriages(), {"business": business(), "wealth": wealth_difference()}
    mixed = np.random.default_rng(0).permutation(y.index)
    moved = {"business": x["business"].loc[mixed, mixed[::-1]], "wealth": x["wealth"].loc[mixed[::-1], mixed]}
    for model in ("linear", "logit"):
        one = pg.metrics.mrqap(y, x, permutations=20, model=model)
        pd.testing.assert_frame_equal(one, pg.metrics.mrqap(y, moved, permutations=20, model=model), check_exact=True)
    pd.testing.assert_frame_equal(
        pg.metrics.qap(y, x["wealth"], permutations=20), pg.metrics.qap(y, moved["wealth"], permutations=20)
    )
    again = pg.metrics.mrqap(y, dict(reversed(x.items())), permutations=20).iloc[[0, 2, 1]].reset_index(drop=True)
    pd.testing.assert_frame_equal(pg.metrics.mrqap(y, x, permutations=20), again)


def test_the_diagonal_does_not_count_and_arrays_are_taken() -> None:
    filled = marriages().to_numpy(copy=True)
    np.fill_diagonal(filled, 99)
    one = pg.metrics.qap(filled, business().to_numpy(), permutations=5)
    assert one["observed"][0] == pytest.approx(pg.metrics.qap(marriages(), business(), permutations=5)["observed"][0])


def test_one_triangle_if_all_are_symmetric_else_both() -> None:
    upper = np.triu(np.ones((5, 5)))
    assert len(dyads({"a": upper + upper.T}).rows) == 10
    assert len(dyads({"a": upper + upper.T, "b": upper}).rows) == 20


ONES = np.ones((5, 5))
PLACE = np.abs(np.arange(5.0)[:, None] - np.arange(5))
TIES = (PLACE < 2).astype(float)
UNKNOWN = np.where(PLACE == 1, np.nan, PLACE)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: pg.metrics.qap(ONES[:3], PLACE), "no matrix of dyads"),
        (lambda: pg.metrics.qap("a", PLACE), "no matrix of dyads"),  # type: ignore[arg-type]
        (lambda: pg.metrics.qap(PLACE, np.full((5, 5), "x", dtype=object)), "no matrix of dyads"),
        (lambda: pg.metrics.qap(PLACE, pd.DataFrame(PLACE, list("abcde"), list("abcde"))), "other nodes"),
        (lambda: pg.metrics.qap(PLACE, pd.DataFrame(PLACE, list("aacde"), list("aacde"))), "no matrix of dyads"),
        (lambda: pg.metrics.qap(PLACE[:3, :3], PLACE[:3, :3]), "too few nodes"),
        (lambda: pg.metrics.qap(PLACE, ONES), "no correlation"),
        (lambda: pg.metrics.qap(PLACE, PLACE + np.inf), "infinite"),
        (lambda: pg.metrics.qap(PLACE, PLACE, permutations=0), "permutations"),
        (lambda: pg.metrics.mrqap(TIES, {}), "no explanatory"),
        (lambda: pg.metrics.mrqap(TIES, PLACE), "no explanatory"),  # type: ignore[arg-type]
        (lambda: pg.metrics.mrqap(TIES, {"(intercept)": PLACE}), "this name"),
        (lambda: pg.metrics.mrqap(TIES, {"a": ONES}), "nothing of its own"),
        (lambda: pg.metrics.mrqap(TIES, {"a": PLACE, "b": 2 * PLACE + 1}), "nothing of its own"),
        (lambda: pg.metrics.mrqap(TIES, {"a": np.full((5, 5), np.nan)}), "too few dyads"),
        (lambda: pg.metrics.mrqap(PLACE, {"a": PLACE**2}, model="logit"), "ones and zeros"),
        (lambda: pg.metrics.mrqap(ONES, {"a": PLACE}, model="logit"), "ones and zeros"),
        (lambda: pg.metrics.mrqap(TIES, {"a": PLACE}, model="logit"), "separates"),
        (lambda: pg.metrics.mrqap(TIES, {"a": PLACE}, model="probit"), "cannot be this"),  # type: ignore[arg-type]
        (lambda: pg.metrics.dyadic_logit(TIES, {"a": PLACE}), "separates"),
        (lambda: pg.metrics.dyadic_count(-PLACE, {"a": PLACE}), "0 or more"),
        (lambda: pg.metrics.dyadic_count(0 * PLACE, {"a": PLACE}), "0 or more"),
        (lambda: pg.metrics.dyadic_count(PLACE, {"a": PLACE}, model="zip"), "cannot be this"),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_compared_is_refused(wrong: Callable[[], Any], said: str) -> None:
    with pytest.raises(PolegraphError, match=said):
        wrong()


def test_dyads_that_one_matrix_lacks_are_left_out_and_counted() -> None:
    found = pg.metrics.qap(UNKNOWN, PLACE**2, permutations=20)
    assert list(found[["dyads", "dropped"]].loc[0]) == [6, 4]
    assert found["observed"][0] == pytest.approx(np.corrcoef([2, 3, 4, 2, 3, 2], [4, 9, 16, 4, 9, 4])[0, 1])
