"""Introductions, beside pairs that nobody introduced, against a loop over all pairs."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph import support
from polegraph.errors import PolegraphError
from polegraph.tables import empty
from tests.networks import networks, shuffled
from tests.support.worlds import DAY, days, each, rows, world

if TYPE_CHECKING:
    from polegraph.network import Network


def met(*actions: tuple[str, str, str | None, str]) -> pd.DataFrame:
    """Return actions: identifier, organisations, day, kind."""
    return rows(
        "action_id org_id date kind title pole_id",
        *((action, org, day, kind, f"Title of {action}", None) for action, orgs, day, kind in actions for org in orgs),
    )


def introduced() -> Network:
    return world(
        actions=met(
            ("before", "AT", "2017-05-01", "introduction"),
            ("same year", "AL", "2017-05-01", "introduction"),
            ("good", "LO", "2017-06-01", "introduction"),
            ("three", "BFX", "2019-01-01", "introduction"),
            ("fresh", "BT", "2023-11-01", "introduction"),
            ("never dated", "BO", None, "introduction"),
            ("to come", "BL", "2025-01-01", "introduction"),
            ("alone", "B", "2019-01-01", "introduction"),
            ("drinks", "AB", "2016-01-01", "workshop"),
        )
    )


def test_each_is_told_for_what_it_became() -> None:
    table = support.introductions(introduced())
    said = {(row.action_id, row.org_id, row.other_id): row.result for row in each(table)}
    assert said == {
        ("fresh", "B", "T"): "too_early",
        ("three", "B", "F"): "none_yet",
        ("three", "B", "X"): "none_yet",
        ("three", "F", "X"): "none_yet",
        ("good", "L", "O"): "became_project",
        ("before", "A", "T"): "already_partners",
        ("same year", "A", "L"): "already_partners",  # the year is all that is known of the project
        ("never dated", "B", "O"): "undated",
    }
    assert table["action_id"].iloc[-1] == "never dated"
    good = table.set_index("action_id").loc["good"]
    assert (good["project_ids"], good["new_projects"], good["title"]) == ("P3", 1, "Title of good")
    assert good["months_to_project"] == pytest.approx(214 / (365.25 / 12))
    assert table.set_index("action_id").loc["same year", "expected"] != 0
    late = support.introductions(introduced(), months=1).set_index("action_id")
    assert late.loc["fresh", "result"] == "none_yet"


def test_a_start_is_better_than_a_year() -> None:
    net = introduced()
    dated = net.projects.assign(start=days(None, "2017-09-01", None, None))
    found = support.introductions(net.with_tables(projects=dated)).set_index("action_id")
    assert found.loc["same year", "result"] == "became_project"
    undated = net.projects.assign(year=None, start=days(None, None, None, None))
    found = support.introductions(net.with_tables(projects=undated)).set_index("action_id")
    assert found.loc["good", "result"] == "already_partners"


def slowly(net: Network, one: str, other: str, day: pd.Timestamp) -> tuple[float, int]:
    """Return the share of comparable pairs that began a project after a day, and their number, pair by pair."""
    sizes = net.category.set_index("org_id")["size"].fillna("?")
    kinds = net.organisations.set_index("org_id")["kind"]
    wanted = sorted([(kinds[one], sizes[one]), (kinds[other], sizes[other])])
    rows_ = net.actions[(net.actions["kind"] == "introduction") & ~(net.actions["date"] > pd.Timestamp(DAY))]
    told = {frozenset(pair) for __, some in rows_.groupby("action_id")["org_id"] for pair in combinations(some, 2)}
    members: dict[str, set[str]] = {}
    for row in each(net.participations):
        members.setdefault(row.project_id, set()).add(row.org_id)
    years: dict[str, Any] = dict(zip(net.projects["project_id"], net.projects["year"], strict=True))
    count = began = 0
    for pair in combinations(net.organisations["org_id"], 2):
        if sorted((kinds[org], sizes[org]) for org in pair) != wanted or frozenset(pair) in told:
            continue
        common = [years[project] for project, orgs in members.items() if set(pair) <= orgs]
        if any(pd.isna(year) or pd.Timestamp(int(year), 1, 1) <= day for year in common):
            continue
        count += 1
        began += bool(common)
    return began / count if count else np.nan, count


@st.composite
def with_introductions(draw: st.DrawFn) -> Network:
    net = draw(networks(organisations=8, projects=8))
    ids = net.organisations["org_id"].tolist()
    day = st.sampled_from(["2005-01-01", "2013-05-05", "2016-01-01", None, "2030-01-01"])
    actions = draw(st.lists(st.tuples(st.sets(st.sampled_from(ids), max_size=3), day), max_size=4))
    return net.with_tables(
        actions=rows(
            "action_id org_id date kind",
            *((str(number), org, when, "introduction") for number, (orgs, when) in enumerate(actions) for org in orgs),
        )
    ).on(DAY)


@settings(max_examples=10)
@given(with_introductions(), st.integers(0, 3))
def test_what_is_expected_is_counted_pair_by_pair_and_row_order_never_matters(net: Network, seed: int) -> None:
    table = support.introductions(net)
    pd.testing.assert_frame_equal(table, support.introductions(shuffled(net, seed).on(DAY)))
    for row in each(table):
        if row.result in {"already_partners", "undated"}:
            assert pd.isna(row.expected)
            continue
        share, count = slowly(net, row.org_id, row.other_id, row.date)
        assert row.pairs_compared == count
        np.testing.assert_equal(row.expected, share)


def test_introductions_that_work_are_told_from_those_that_do_not() -> None:
    rng = np.random.default_rng(5)
    ids = [f"o{number:03}" for number in range(120)]
    pairs = [(ids[2 * k], ids[2 * k + 1]) for k in range(40)]
    together = [pair for pair in pairs if rng.random() < 0.5]
    by_chance = [tuple(rng.choice(ids[80:], size=2, replace=False)) for __ in range(39)]
    projects = [f"p{number}" for number in range(len(together) + len(by_chance))]
    net = world().with_tables(
        organisations=pd.DataFrame({"org_id": ids, "name": ids, "kind": "company", "size": "sme"}),
        memberships=empty("memberships"),
        projects=pd.DataFrame({"project_id": projects, "year": [*[2021] * len(together), *[2018] * 10, *[2021] * 29]}),
        participations=pd.DataFrame(
            [(project, org) for project, pair in zip(projects, [*together, *by_chance], strict=True) for org in pair],
            columns=["project_id", "org_id"],
        ),
        actions=met(*((f"x{number}", pair, "2020-01-01", "introduction") for number, pair in enumerate(pairs))),  # type: ignore[arg-type]
    )
    table = support.introductions(net.on(DAY))
    assert (table["result"] == "became_project").sum() == len(together)
    before, after = ({frozenset(pair) for pair in some} for some in (by_chance[:10], by_chance[10:]))
    share = len(after - before) / (120 * 119 / 2 - 40 - len(before))
    assert table["expected"].tolist() == pytest.approx([share] * len(table))


def test_what_is_hidden_is_no_introduction() -> None:
    net = introduced()
    shy = net.with_tables(actions=net.actions.assign(visibility="internal"))
    assert len(support.introductions(shy)) == len(support.introductions(net))
    assert len(support.introductions(shy.visible("members"))) == 0


def test_a_part_lists_the_introductions_of_its_members() -> None:
    table = support.introductions(introduced().select(pole="two"))
    assert table["action_id"].tolist() == ["three", "three"]


def test_a_crowd_is_refused() -> None:
    ids = [f"o{number:03}" for number in range(51)]
    crowd = rows("action_id org_id date kind", *(("x", one, "2020-01-01", "introduction") for one in ids))
    more = pd.DataFrame({"org_id": ids, "name": ids, "kind": "company"})
    net = world().with_tables(organisations=pd.concat([world().organisations, more]), actions=crowd)
    with pytest.raises(PolegraphError, match="more than 50 organisations is a meeting"):
        support.introductions(net)
