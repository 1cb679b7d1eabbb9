"""Intervals under missing projects: by slow obvious code, in closed form, and as often right as they say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.metrics import resampled, table
from polegraph.network import Network
from tests.graphs import davis
from tests.networks import networks, shuffled


def _plain(net: Network, left_out: set[str], column: str) -> pd.Series:
    kept = net.participations[~net.participations["project_id"].isin(left_out)]
    return table(net.with_tables(participations=kept), draws=0).set_index("org_id")[column].astype("Float64")


@pytest.mark.parametrize("measure", ["partners", "harmonic", "constraint"])
def test_one_project_missing_is_what_slow_code_finds(measure: str) -> None:
    net = tiny()
    found = resampled(net, measure, draws=120, missing=0.3, top=2).set_index("org_id")
    left = pd.DataFrame({project: _plain(net, {project}, measure) for project in net.project_index})
    defined = left.astype(float).loc[found.index]
    # 120 draws of three projects: each is surely among the lowest and the highest 2.5 %.
    assert found["low"].to_numpy() == pytest.approx(defined.min(axis=1).to_numpy(), nan_ok=True)
    assert found["high"].to_numpy() == pytest.approx(defined.max(axis=1).to_numpy(), nan_ok=True)
    ranks = defined.round(12).rank(ascending=False, method="min")
    assert found["rank_low"].to_numpy() == pytest.approx(ranks.min(axis=1).to_numpy(), nan_ok=True)
    assert found["rank_high"].to_numpy() == pytest.approx(ranks.max(axis=1).to_numpy(), nan_ok=True)
    # Three projects are three parts of the jackknife.
    wanted = np.sqrt(2 / 3 * ((defined.T - defined.mean(axis=1, skipna=False)) ** 2).sum(skipna=False))
    assert found["se"].to_numpy() == pytest.approx(wanted.to_numpy(), nan_ok=True)


@pytest.mark.parametrize("measure", ["projects", "strength"])
def test_the_closed_form_is_the_jackknife_that_leaves_each_project_out(measure: str) -> None:
    net = davis()
    found = resampled(net, measure, draws=1).set_index("org_id")
    left = np.array([_plain(net, {one}, measure).loc[found.index].astype(float) for one in net.project_index])
    wanted = np.sqrt((len(left) - 1) * left.var(axis=0))
    assert found["se"].to_numpy() == pytest.approx(wanted)


@given(networks(), st.integers(0, 3))
@settings(max_examples=15)
def test_the_order_of_rows_never_matters(net: Network, seed: int) -> None:
    one, other = (
        resampled(given, "partners", draws=5, missing=0.4, seed=seed).set_index("org_id")
        for given in (net, shuffled(net, seed))
    )
    pd.testing.assert_frame_equal(other.loc[one.index], one)
    assert (one["rank_low"] <= one["rank_high"]).all()
    assert (one["low"] <= one["high"]).all()


def test_the_share_in_the_top_is_counted() -> None:
    found = resampled(tiny(), "projects", draws=300, missing=0.3, top=1).set_index("org_id")["top_share"]
    # LAB is in all three projects, SME1 in two: without the third (a third of the draws) they are level.
    assert found["LAB"] == 1
    assert found["SME1"] == pytest.approx(1 / 3, abs=0.1)
    assert found["ALONE"] == 0


def test_two_standard_errors_hold_the_truth_as_often_as_they_should() -> None:
    """Projects that one joins by the toss of a coin: its expected number is known."""
    dice, projects, organisations = np.random.default_rng(7), 60, 300
    joined = dice.random((projects, organisations)) < 0.3
    ids = [f"o{i:03}" for i in range(organisations)]
    cells = [(f"p{p:02}", ids[i]) for p, i in zip(*np.nonzero(joined), strict=True)]
    net = Network(
        organisations=pd.DataFrame({"org_id": ids, "name": ids}),
        projects=pd.DataFrame({"project_id": [f"p{p:02}" for p in range(projects)]}),
        participations=pd.DataFrame(cells, columns=["project_id", "org_id"]),
    )
    found = resampled(net, "projects", draws=1)
    inside = (found["value"] - 0.3 * projects).abs() <= 1.96 * found["se"]
    assert 0.91 < inside.mean() < 0.98


@pytest.mark.parametrize(
    "wrong",
    [{"measure": "community"}, {"measure": "fame"}, {"draws": 0}, {"missing": 0}, {"missing": 1.0}, {"top": 0}],
)
def test_what_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(PolegraphError):
        resampled(tiny(), **wrong)  # type: ignore[arg-type]


def test_more_than_memory_holds_is_refused() -> None:
    with pytest.raises(PolegraphError, match="memory"):
        resampled(tiny(), draws=100_000_000)
