from __future__ import annotations

import random

import pandas as pd
import pytest

from polegraph.combine import before
from polegraph.examples import tiny
from polegraph.network import Network
from polegraph.suggestions import UNLEARNED, backtest, suggest, unlearned
from tests.suggestions.worlds import shuffled


def hubs() -> Network:
    """Build a network in which each newly meets one of the few that have most projects."""
    chance = random.Random(1)
    small = [f"s{one:03}" for one in range(120)]
    rows = [(f"p{one}", org, 2010 + one % 8) for one in range(80) for org in chance.sample(small, 2)]
    rows += [(f"alone{hub}-{one}", f"hub{hub}", 2010 + one % 8) for hub in range(3) for one in range(40)]
    rows += [(f"new{one}", org, 2018) for one in range(60) for org in (small[one], f"hub{one % 3}")]
    table = pd.DataFrame(rows, columns=["project_id", "org_id", "year"])
    ids = sorted(set(table["org_id"]))
    return Network(
        organisations=pd.DataFrame({"org_id": ids, "name": ids, "size": "sme"}),
        projects=table[["project_id", "year"]].drop_duplicates(),
        participations=table[["project_id", "org_id"]].drop_duplicates(),
    )


@pytest.fixture(scope="module")
def net() -> Network:
    return hubs()


def test_what_was_best_on_the_last_year_ranks_without_a_model(net: Network) -> None:
    order = unlearned(net)
    assert order.method in {"projects", "recent"}
    assert (order.since, order.until) == (2016, 2018)
    assert set(order.ndcg) == set(UNLEARNED)
    assert order.ndcg[order.method] == max(order.ndcg.values()) > order.ndcg["fusion"]
    user = net.org_index[5]
    pd.testing.assert_frame_equal(suggest(net, user), suggest(net, user, method=order.method))
    assert f"Ranked by {order.method}, the best of 8 methods without learning" in order.sentence()


def test_it_is_judged_as_by_the_back_test(net: Network) -> None:
    order = unlearned(net)
    assert order.since is not None
    result = backtest(net, order.since, order.until, methods=list(UNLEARNED), draws=2)
    assert order.users == result["users"]
    assert {row["name"]: row["ndcg_at_10"] for row in result["methods"]} == order.ndcg


def test_the_bar_of_a_back_test_is_chosen_before_the_cut(net: Network) -> None:
    result = backtest(net, 2018, methods=list(UNLEARNED), draws=20)
    earlier = unlearned(before(net, 2018))
    assert (result["bar"]["name"], result["bar"]["since"]) == (earlier.method, earlier.since)
    rows = {row["name"]: row["ndcg_at_10"] for row in result["methods"]}
    assert result["bar"]["best"] == max(rows, key=rows.__getitem__)
    assert result["bar"]["difference"] == pytest.approx(rows[result["shipped"]] - rows[earlier.method], abs=1e-6)


def test_rows_do_not_matter_and_it_is_judged_once(net: Network) -> None:
    assert unlearned(shuffled(net, 3)) == unlearned(net)
    assert unlearned(net) is unlearned(net)


def test_where_nothing_can_be_judged_pagerank_ranks() -> None:
    order = unlearned(tiny())
    assert (order.method, order.since, order.users) == ("pagerank", None, 0)
    assert "fewer than 30 organisations" in order.sentence()
