from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.metrics import log_rank, spells, tie_survival
from polegraph.metrics.temporal.kaplan_meier import log_rank as log_rank_test
from polegraph.metrics.temporal.survival import kaplan_meier
from tests.metrics.temporal.test_spells import NET, of_years
from tests.networks import networks, shuffled

if TYPE_CHECKING:
    from polegraph.network import Network

# Weeks in remission of 42 children with leukaemia (Freireich et al. 1963), treated by 6-MP and not; − is censored.
TREATED = np.array([6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35])
OTHERS = np.array([1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23])


def test_the_leukaemia_trial_of_the_textbooks() -> None:
    found = kaplan_meier(abs(TREATED), TREATED > 0).set_index("years")
    weeks = [6, 7, 10, 13, 16, 22, 23]
    assert found["survival"][weeks].round(3).tolist() == [0.857, 0.807, 0.753, 0.69, 0.627, 0.538, 0.448]
    assert found["at_risk"][weeks].tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert found["ended"][weeks].tolist() == [3, 1, 1, 1, 1, 1, 1]
    # By hand: Greenwood's variance of log S at 6 weeks is 3 / (21 * 18); of log(-log S), that over (log S)^2.
    survival = 6 / 7
    wide = np.exp(1.959964 * (3 / (21 * 18)) ** 0.5 / -np.log(survival))
    assert [found["low"][6], found["high"][6]] == pytest.approx([survival**wide, survival ** (1 / wide)], abs=1e-6)
    assert found["survival"][5] == 1
    assert np.isnan(found["low"][5])
    assert found["survival"][35] == found["survival"][23]
    years, group = np.concatenate([abs(TREATED), OTHERS]), np.repeat([0, 1], 21)
    statistic, df, p_value = log_rank_test(years, np.concatenate([TREATED > 0, OTHERS > 0]), group)
    assert (round(statistic, 2), df) == (16.79, 1)
    assert p_value == pytest.approx(4.17e-5, abs=1e-7)
    assert np.isnan(log_rank_test(years, np.zeros(42, dtype=bool), group)[0])
    assert np.isnan(log_rank_test(years, years > 0, np.minimum(group, 0))[0])


@given(st.lists(st.tuples(st.integers(1, 6), st.booleans()), min_size=1, max_size=12))
def test_the_estimate_is_that_of_a_plain_loop(spells_: list[tuple[int, bool]]) -> None:
    found = kaplan_meier(np.array([one for one, __ in spells_]), np.array([end for __, end in spells_]))
    survival = 1.0
    for row in found.to_dict("records"):
        at_risk = sum(one >= row["years"] for one, __ in spells_)
        ended = sum(one == row["years"] and end for one, end in spells_)
        survival *= 1 - ended / at_risk
        assert (row["at_risk"], row["ended"]) == (at_risk, ended)
        assert row["survival"] == pytest.approx(survival)
        if 1e-9 < survival < 1 - 1e-9:
            assert row["low"] < survival < row["high"]
    assert found["years"].tolist() == list(range(1, max(one for one, __ in spells_) + 1))


def test_groups_by_hand() -> None:
    assert tie_survival(NET)[["years", "at_risk", "ended", "survival"]].to_numpy().tolist() == [
        [1, 4, 1, 0.75],
        [2, 2, 0, 0.75],
        [3, 2, 0, 0.75],
        [4, 2, 1, 0.375],
        *([year, 1, 0, 0.375] for year in range(5, 10)),
    ]
    found = tie_survival(NET, {"A": "x", "B": "y", "C": "y"})
    assert found.groupby("group")["at_risk"].first().to_dict() == {"x–y": 3, "y–y": 1}
    same = tie_survival(NET, {"A": "x", "B": "y", "C": "y"}, pairs="same")
    assert same.groupby("group")["at_risk"].first().to_dict() == {"different": 3, "same": 1}
    assert set(tie_survival(NET, {"A": "x", "B": "y"})["group"]) == {"x–y"}  # C has no known class
    assert tie_survival(NET, {"A": "x"}).empty


@given(networks(organisations=6, projects=7), st.integers(0, 3))
@settings(max_examples=5)
def test_the_order_of_rows_never_matters(net: Network, seed: int) -> None:
    other = shuffled(net, seed)
    one, two = (tie_survival(each, "kind", gap=1, length=3, draws=2) for each in (net, other))
    pd.testing.assert_frame_equal(one, two, check_exact=True)
    one, two = (log_rank(each, "region", pairs="same", draws=2) for each in (net, other))
    pd.testing.assert_frame_equal(one, two, check_exact=True)
    followed = spells(net, gap=1, length=3).dropna(subset="years")
    assert tie_survival(net, gap=1, length=3)["ended"].sum() == followed["ended"].sum()


def _faithful(*, stay: bool) -> Network:
    """Ten pairs in each of eight years: the same ones each year, or others."""
    letters = [chr(65 + place) for place in range(20)]
    generator = np.random.default_rng(0)
    rows: list[tuple[str, int, int | None]] = []
    for year in range(2010, 2018):
        order = letters if stay else generator.permutation(letters).tolist()
        rows += [(one + other, year, None) for one, other in list(pairwise(order))[::2]]
    return of_years(rows)


def test_ties_that_last_longer_than_chance_are_told_from_others() -> None:
    kept = tie_survival(_faithful(stay=True), draws=20).iloc[0]
    assert kept["survival"] == 1
    assert kept["expected"] < 0.2
    assert kept["expected_high"] < 0.5
    loose = tie_survival(_faithful(stay=False), draws=20).iloc[0]
    assert loose["expected_low"] <= loose["survival"] <= loose["expected_high"]
    assert tie_survival(NET)["expected"].isna().all()


def test_a_group_is_compared_with_all_others() -> None:
    rows: list[tuple[str, int, int | None]] = [(both, 2010, 2016) for both in ("AB", "CD", "EF")]
    rows += [(both, 2010, 2010 + place) for place, both in enumerate(("AG", "BG", "CG", "GH", "HI", "AH"))]
    net = of_years([*rows, ("YZ", 2018, 2018)])
    region = dict.fromkeys("ABCDEF", "n") | dict.fromkeys("GHI", "s") | dict.fromkeys("YZ", "t")
    found = log_rank(net, region, pairs="n–n", draws=30).iloc[0]
    assert (found["groups"], found["df"]) == (2, 1)
    assert found["statistic"] > 3
    assert 0 < found["p_chance"] <= 1
    assert log_rank(net, region).iloc[0]["groups"] == 3
    curves = tie_survival(net, region, pairs="s–n").groupby("group")["at_risk"].first()
    assert curves.to_dict() == {"others": 5, "s–n": 4}
    with pytest.raises(PolegraphError, match=r"there is no such group of pairs.*labels, same, n–n, n–s, n–t, s–s"):
        log_rank(net, region, pairs="n")
    assert log_rank(tiny(), {"LAB": "x"}).iloc[0][["groups", "spells"]].tolist() == [0, 0]
