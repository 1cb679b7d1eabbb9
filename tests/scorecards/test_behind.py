"""The rows behind every figure give the figure again, and no row is one that may not be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

import polegraph as pg
from polegraph.errors import PolegraphError
from polegraph.metrics.temporal.kaplan_meier import at
from polegraph.scorecards import BEHIND, Indicator, indicators, rows, scorecard
from tests.scorecards.test_table import DAY, YEAR, world

if TYPE_CHECKING:
    from polegraph.scorecards import Facts

UNITS = {one.name: one.unit for one in indicators()}
NAMES = list(UNITS)


@pytest.fixture(scope="module", params=[1, 2, 3])
def net(request: pytest.FixtureRequest) -> pg.Network:
    return world(request.param)


@pytest.fixture(scope="module")
def table(net: pg.Network) -> pd.DataFrame:
    return scorecard(net, year=YEAR, draws=0).set_index(["pole_id", "indicator"])


@pytest.fixture(scope="module")
def behind(net: pg.Network) -> pd.DataFrame:
    return rows(net, year=YEAR)


def again(name: str, part: pd.DataFrame, members: float) -> float:
    """Compute a figure from the rows behind it."""
    if name == "density":
        return len(part) / (members * (members - 1) / 2)
    if name == "outcome_rate":
        return at(part["months"].to_numpy(), part["counted"].to_numpy(), 36).rate if len(part) >= 5 else np.nan
    if UNITS[name] == "share":
        return part["counted"].mean() if len(part) >= 5 else np.nan
    counted = part[part["counted"]]
    if len(part) and not counted["amount"].sum() and not part["counted"].all():
        return np.nan  # there are some, and nobody said of how much
    return counted["amount"].sum()


@pytest.mark.parametrize("name", NAMES)
def test_the_rows_give_the_figure(table: pd.DataFrame, behind: pd.DataFrame, name: str) -> None:
    of = behind[behind["indicator"] == name]
    for pole in "ABC":
        members = table["value"][pole, "members"]
        found = again(name, of[of["pole_id"] == pole], members)
        assert found == pytest.approx(table["value"][pole, name], nan_ok=True), pole


def test_most_indicators_have_rows(behind: pd.DataFrame) -> None:
    assert len(set(NAMES) - set(behind["indicator"])) < 7
    assert list(behind.columns) == list(BEHIND)
    assert behind["counted"].dtype == bool


def test_one_indicator_of_one_pole_is_a_part_of_all(net: pg.Network, behind: pd.DataFrame) -> None:
    for name in NAMES[::4]:
        part = rows(net, name, pole="b", year=YEAR)
        whole = behind[(behind["indicator"] == name) & (behind["pole_id"] == "B")].reset_index(drop=True)
        assert set(part.columns) <= set(BEHIND)
        pd.testing.assert_frame_equal(part, whole[list(part.columns)])
        assert whole.drop(columns=list(part.columns)).isna().all(axis=None)


def test_who_makes_it_count_is_named(net: pg.Network, behind: pd.DataFrame) -> None:
    led = behind[behind["indicator"] == "share_led_by_sme"]
    small = set(net.organisations["org_id"][net.category["size"].isin(["micro", "sme"])])
    assert (led["org_ids"].isin(small) == led["counted"]).all()
    for name in ("share_with_lab", "share_with_sme"):
        part = behind[behind["indicator"] == name]
        assert (part["org_ids"].notna() == part["counted"]).all()
    both = behind[behind["indicator"] == "share_inter_pole"]
    assert (both["pole_ids"].str.contains(";") == both["counted"]).all()
    linked = behind[(behind["indicator"] == "sme_linked_share") & behind["counted"]]
    parts = net.participations.groupby("project_id")["org_id"].agg(set)
    for org, proof in zip(linked["org_id"], linked["evidence_projects"], strict=True):
        assert all(org in parts[project] for project in proof.split(";"))


def test_the_order_of_rows_never_matters(net: pg.Network, behind: pd.DataFrame) -> None:
    rng = np.random.default_rng(0)
    mixed = pg.Network(
        **{name: table.sample(frac=1, random_state=rng) for name, table in net.tables.items() if len(table)}
    ).on(DAY)
    pd.testing.assert_frame_equal(rows(mixed, year=YEAR), behind)


def test_what_is_hidden_is_neither_counted_nor_listed() -> None:
    net = world(1)
    org, project = net.memberships["org_id"].iloc[0], net.labels["project_id"].iloc[0]
    organisations, projects = net.organisations.copy(), net.projects.copy()
    organisations["visibility"] = ["internal" if one == org else None for one in organisations["org_id"]]
    projects["visibility"] = ["members" if one == project else None for one in projects["project_id"]]
    seen = net.with_tables(organisations=organisations, projects=projects).visible("public").on(DAY)
    listed = rows(seen, year=YEAR)
    text = listed.to_csv()
    assert org not in text
    assert project not in text
    table = scorecard(seen, year=YEAR, draws=0).set_index("indicator")
    for name in ("members", "projects_labelled", "members_new"):
        assert (listed["indicator"] == name).sum() == table["value"][name].sum()


def test_an_indicator_of_ones_own_may_list_its_rows(net: pg.Network) -> None:
    def ours(facts: Facts, __: int) -> pd.DataFrame:
        return pd.DataFrame({"pole": [0, 2], "org": [1, 0], "detail": ["x", "y"]}).assign(counted=len(facts.poles) == 3)

    listed = rows(net, "ours", year=YEAR, own=[Indicator("ours", "Ours", "Le nôtre", rows=ours)])
    assert listed[["pole_id", "org_id", "detail", "amount"]].to_numpy().tolist() == [
        ["A", "O01", "x", 1.0],
        ["C", "O00", "y", 1.0],
    ]
    with pytest.raises(PolegraphError, match="nothing is listed behind"):
        rows(net, "bare", own=[Indicator("bare", "Bare", "Nu")])


def test_what_is_not_there_is_refused(net: pg.Network) -> None:
    with pytest.raises(PolegraphError, match="there is no such indicator"):
        rows(net, "membres")
    with pytest.raises(PolegraphError):
        rows(net, pole="Nowhere")
