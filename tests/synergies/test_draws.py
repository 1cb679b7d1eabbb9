"""What is flagged: hardly ever in random networks, nearly always where links were taken away."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from scipy import stats

from polegraph.metrics.inference.significance import Draws, bounds, q_values, tail
from polegraph.synergies import PAIRS, summary
from polegraph.synergies.measure import Between, measured
from tests.synergies.worlds import at_random, without_links

NETWORKS = 100
DRAWS = 25


@cache
def flagged() -> dict[str, int]:
    """Count the random networks in which a pair is flagged, by gap."""
    counts = dict.fromkeys(PAIRS, 0)
    for seed in range(NETWORKS):
        for gap, one in zip(PAIRS, measured(at_random(seed), PAIRS, None, DRAWS, seed), strict=True):
            assert isinstance(one, Between)
            counts[gap] += bool((one.tested()[1] < 0.05).any())
    return counts


@pytest.mark.parametrize("gap", PAIRS)
def test_hardly_any_random_network_has_a_gap(gap: str) -> None:
    assert flagged()[gap] <= 6


def test_a_pair_of_poles_without_links_is_found() -> None:
    found = 0
    for seed in range(NETWORKS):
        net = without_links(at_random(seed), "P0", "P1", seed)
        one = measured(net, ["pole_pair"], None, DRAWS, seed)[0]
        assert isinstance(one, Between)
        table = one.table()
        table = table[(table["group"] == "P0") & (table["other"] == "P1")]
        assert table["observed"].tolist() == [0]
        found += int((table["q_value"] < 0.05).sum())
    assert found >= 95


@pytest.mark.parametrize(
    "law", [stats.poisson(7), stats.binom(30, 0.7), stats.nbinom(12, 0.4), stats.poisson(400), stats.binom(5, 0.9)]
)
def test_tails_and_bounds_are_those_of_the_distributions(law: stats.rv_discrete) -> None:
    counts = np.arange(0, int(law.ppf(0.9999)) + 2)
    known = 10**9  # so many draws that mean and variance are as good as known
    mean, variance = np.full(len(counts), law.mean()), np.full(len(counts), law.var())
    assert tail(counts, mean, variance, known) == pytest.approx(law.cdf(counts), rel=1e-4)
    assert tail(counts, mean, variance, known, "more") == pytest.approx(law.sf(counts - 1), rel=1e-4)
    assert bounds(law.mean(), law.var()) == pytest.approx((law.ppf(0.025), law.ppf(0.975)))


def test_few_draws_make_p_values_no_smaller_than_they_may_be() -> None:
    """Mean and variance from few draws: the share of p-values below a bound stays below it all the same."""
    generator = np.random.default_rng(0)
    for law in (stats.poisson(25), stats.binom(60, 0.5)):
        draws = law.rvs((20, 20_000), random_state=generator)
        found = tail(law.rvs(20_000, random_state=generator), draws.mean(axis=0), draws.var(axis=0, ddof=1), 20)
        for bound in (0.1, 0.01, 0.001):
            assert 0.15 * bound < (found <= bound).mean() <= 1.2 * bound


def test_fitted_p_values_are_near_those_counted() -> None:
    counted = ["kind_pair", "size_pair", "pole_pair", "region_pair"]  # the others are measured by one another
    for one in measured(at_random(7), counted, None, 600, 0):
        assert isinstance(one, Between)
        table = one.table()
        table = table[table["p_draws"] > 0.02]
        assert len(table)
        wide = 4 * np.sqrt(table["p_draws"] * (1 - table["p_draws"]) / 600) + 0.02
        assert ((table["p_value"] - table["p_draws"]).abs() < wide).all()


def test_draws_are_described_as_numpy_does() -> None:
    generator = np.random.default_rng(1)
    sample = generator.integers(0, 9, (50, 4))
    draws = Draws(np.array([0, 3, 5, 9]))
    for one in sample:
        draws.add(one)
    assert draws.mean == pytest.approx(sample.mean(axis=0))
    assert draws.variance == pytest.approx(sample.var(axis=0, ddof=1))
    assert draws.fewer == pytest.approx((1 + (sample <= draws.observed).sum(axis=0)) / 51)
    assert draws.more == pytest.approx((1 + (sample >= draws.observed).sum(axis=0)) / 51)


def test_q_values_are_those_of_benjamini_and_hochberg() -> None:
    p_values = np.random.default_rng(2).random(30)
    assert q_values([*p_values, np.nan])[:-1] == pytest.approx(stats.false_discovery_control(p_values))
    assert np.isnan(q_values([np.nan])).all()


def test_where_chance_has_no_choice_there_is_no_p_value() -> None:
    net = at_random(8)
    nobody = net.with_tables(organisations=net.organisations.assign(size=None))
    found = summary(nobody, draws=5).set_index("gap")["p_value"]
    assert found[["sme_without_large_group", "lab_without_sme", "size_pair", "member_without_project"]].isna().all()
    assert found[["kind_pair", "pole_pair", "region_pair"]].notna().all()
