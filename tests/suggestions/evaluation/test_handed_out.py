"""The lists that the back-test judges are those that `suggest` hands out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from polegraph.combine import before
from polegraph.errors import PolegraphError
from polegraph.network import Network
from polegraph.suggestions import METHODS, backtest, suggest
from tests.suggestions.judge import ndcg
from tests.suggestions.worlds import Plain, history, worlds

if TYPE_CHECKING:
    from collections.abc import Mapping

CUT = 2016
NAMES = ["fusion", *METHODS]


def truth(network: Network, cut: int) -> dict[str, set[str]]:
    """Return who found whom from the cut on, with dicts and loops."""
    plain = Plain(network)
    early = {name for name, year in plain.year.items() if year is not None and year < cut}
    late = {name for name, year in plain.year.items() if year is not None and year >= cut}
    known = {org for name in early for org in plain.members[name]}
    found = {}
    for user in known:
        met = {org for name in plain.projects[user] & early for org in plain.members[name]}
        right = {org for name in plain.projects[user] & late for org in plain.members[name]} & known
        if right - met - {user}:
            found[user] = right - met - {user}
    return found


def outside(past: Network, right: Mapping[str, set[str]], method: str, spread: float | None = None) -> float:
    """Judge what `suggest` hands out; the equal share their places."""
    table = suggest(past, top=30 if spread is None else 10, method=method, spread=spread)
    lists = {
        str(org): list(zip(rows["score"].tolist(), rows["suggested_id"].tolist(), strict=True))
        for org, rows in table.groupby("org_id")
    }
    return ndcg(lists, dict(right))


def judged(network: Network, method: str, spread: float | None = None) -> float:
    try:
        result = backtest(network, CUT, methods=[method], draws=2, spread=spread)
    except PolegraphError:
        assume(False)  # noqa: FBT003  # nothing to judge
    return float(result["methods"][0]["ndcg_at_10"])


@settings(max_examples=15)
@given(st.integers(0, 10**6) | worlds(), st.sampled_from(NAMES))
def test_every_method_is_judged_by_the_lists_that_are_handed_out(some: int | Network, method: str) -> None:
    network = history(some) if isinstance(some, int) else some
    right = truth(network, CUT)
    assume(right)
    assert judged(network, method) == pytest.approx(outside(before(network, CUT), right, method), abs=1e-6)


@settings(max_examples=8)
@given(st.integers(0, 10**6), st.sampled_from(NAMES), st.sampled_from([0.1, 0.4]))
def test_spread_lists_are_judged_as_they_are_handed_out(seed: int, method: str, share: float) -> None:
    network = history(seed)
    right = truth(network, CUT)
    assume(right)
    expected = outside(before(network, CUT), right, method, share)
    assert judged(network, method, share) == pytest.approx(expected, abs=1e-6)


PAIRS = [("P1", "AB", 2010), ("P2", "AC", 2010), ("P3", "AD", 2011), ("P4", "Z", 2011), ("P5", "ZA", 2012)]
PAIRS += [("P6", "BC", 2012)]


def of(some: list[tuple[str, str, int]]) -> Network:
    rows = [(name, org, year) for name, members, year in some for org in members]
    table = pd.DataFrame(rows, columns=["project_id", "org_id", "year"])
    ids = sorted(set(table["org_id"]))
    return Network(
        organisations=pd.DataFrame({"org_id": ids, "name": ids}),
        projects=table[["project_id", "year"]].drop_duplicates(),
        participations=table[["project_id", "org_id"]],
    )


def test_who_had_no_partner_has_its_list_by_attributes_in_the_back_test_too() -> None:
    """Z had no partner at the cut: PageRank says nothing of it. B met C and D through A alike; D was seen last."""
    right = {"Z": {"A"}, "A": {"Z"}, "B": {"C"}, "C": {"B"}}
    found = suggest(of([row for row in PAIRS if row[2] < 2012]), sorted(right), method="pagerank")
    gained = dict.fromkeys(right, 0.0)
    for user, other, rank in zip(found["org_id"], found["suggested_id"], found["rank"].tolist(), strict=True):
        if other in right[user]:
            gained[user] = max(gained[user], 1 / math.log2(1 + rank))
    row = backtest(of(PAIRS), cut=2012, methods=["pagerank"])["methods"][0]
    assert row["ndcg_at_10"] == pytest.approx(sum(gained.values()) / len(right), abs=1e-6)
    assert row["ndcg_at_10"] == pytest.approx((1 + 0 + 2 / math.log2(3)) / 4, abs=1e-6)


def test_there_are_bars_by_partners_by_projects_and_by_recent_projects() -> None:
    assert {"popularity", "projects", "recent", "pagerank", "pagerank85"} <= set(METHODS)
