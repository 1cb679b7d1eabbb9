"""The agency's whole file: a sample against the slow computation, and sums that must agree over all of it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from polegraph.metrics import large_group_links
from polegraph.vocabulary import LINK_STATUSES
from tests import examples
from tests.metrics.oracle_links import Slow
from tests.metrics.test_links import agree

if TYPE_CHECKING:
    from polegraph.network import Network


@pytest.fixture(scope="module")
def net() -> Network:
    return examples.agency()


@pytest.fixture(scope="module")
def table(net: Network) -> pd.DataFrame:
    return large_group_links(net, draws=20, seed=0)


def test_a_sample_equals_slow_and_obvious(net: Network, table: pd.DataFrame) -> None:
    slow = Slow(net)
    assert sorted(table["org_id"]) == sorted(slow.smes)
    dice = random.Random(5)
    parts = [table.index[table["status"] == status].tolist() for status in LINK_STATUSES]
    rows = sorted(row for part in parts for row in dice.sample(part, min(len(part), 12)))
    agree(table.loc[rows], [slow.row(sme) for sme in table.loc[rows, "org_id"]])


def test_the_whole_agrees_with_itself(net: Network, table: pd.DataFrame) -> None:
    assert table["org_id"].is_unique
    assert set(table["status"]) <= set(LINK_STATUSES)
    far = table["distance"]
    assert (far[table["status"] == "introduced"] == 2).all()
    assert (far[table["status"] == "far"] > 2).all()
    assert far[table["status"].isin(["unreachable", "no_partner", "no_project"])].isna().all()
    direct = table["status"] == "direct"
    assert (far[direct] == 1).all()
    for column in ("direct_partners", "shared_projects", "strength"):
        assert (table[column] > 0).tolist() == direct.tolist()
    listed = [0 if pd.isna(ids) else len(set(ids.split(";"))) for ids in table["direct_ids"]]
    assert listed == table["direct_partners"].tolist()
    assert table["dependence"].notna().tolist() == direct.tolist()
    assert table["last_year"].notna().tolist() == direct.tolist()  # every project of this file has a year
    assert table["introducer_id"].notna().tolist() == (table["status"] == "introduced").tolist()
    assert (table["reach_two"] >= table["direct_partners"]).all()
    assert (table["shared_projects"] <= table["projects"]).all()
    taken_part = net.participations["org_id"].value_counts().reindex(table["org_id"], fill_value=0)
    assert table["projects"].tolist() == taken_part.tolist()


def test_chance_gives_what_a_fair_lottery_would(net: Network, table: pd.DataFrame) -> None:
    """With few repeats, the expected number of large partners is the sum of what each seat would bring."""
    sizes = net.participations.groupby("project_id")["org_id"].size()
    seats = net.category.set_index("org_id")["size"].isin(["large", "not_sme"])
    share = seats.reindex(net.participations["org_id"]).mean()
    # An organisation's project is drawn with probability proportional to its size, and brings size − 1 partners.
    partners = float((sizes * (sizes - 1)).sum() / sizes.sum())
    alone = table[table["projects"] == 1]
    assert alone["expected_direct"].mean() == pytest.approx(partners * share, rel=0.05)
