from __future__ import annotations

import math
import random
from collections import Counter
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.metrics import large_group_links
from polegraph.metrics.links import COLUMNS
from polegraph.network import Network
from polegraph.tables import TABLES, empty
from polegraph.vocabulary import LINK_STATUSES
from tests.metrics.oracle_links import Slow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PROMISED = (
    "org_id, name, kind, size, region, projects, status, distance, direct_partners, direct_ids, shared_projects, "
    "strength, last_year, introducer_id, introducer_name, introducer_projects, reach_two, expected_direct, dependence"
)
ADDED = ["introduced_to_id", "introduced_to_name", "introduced_to_projects", "other_large_groups"]
SIZES = [None, None, "micro", "sme", "sme", "sme", "mid_cap", "not_sme", "large"]
GROUPS = [None] * 6 + ["g", "h", "o03"]  # a group may be called by the identifier of its head


EMPTY = {name: empty(name) for name in TABLES}


def of(**frames: pd.DataFrame) -> Network:
    """Build a network of frames that are known to be right; checking each of some thousand would take minutes."""
    return Network.from_checked({**EMPTY, **frames}, focus=None, around=None)


def column(values: Sequence[str | None], length: int) -> st.SearchStrategy[list[str | None]]:
    """Draw a column of a table."""
    return st.lists(st.sampled_from(values), min_size=length, max_size=length)


@st.composite
def industries(draw: st.DrawFn) -> Network:
    """Draw a network in which SMEs are many, large groups few, names doubled, and rows in any order."""
    number = draw(st.integers(1, 14))
    ids = draw(st.permutations([f"o{i:02}" for i in range(number)]))
    projects = draw(st.lists(st.lists(st.sampled_from(ids), min_size=1, max_size=4, unique=True), max_size=12))
    years = [draw(st.sampled_from([None, 2008, 2013, 2021])) for _ in projects]
    return of(
        organisations=pd.DataFrame(
            {
                "org_id": ids,
                "name": draw(column(["Ada", "Bo", "Éole"], number)),
                "kind": draw(column(["company", "lab"], number)),
                "size": draw(column(SIZES, number)),
                "region": draw(column([None, "Bretagne", "Occitanie"], number)),
                "group_id": draw(column(GROUPS, number)),
            },
            dtype="str",
        ),
        projects=pd.DataFrame(
            {"project_id": [f"p{i:02}" for i in range(len(projects))], "year": pd.array(years, "Int64")}
        ).astype({"project_id": "str"}),
        participations=pd.DataFrame(
            [(f"p{i:02}", org) for i, members in enumerate(projects) for org in members],
            columns=["project_id", "org_id"],
            dtype="str",
        ),
    )


def agree(table: pd.DataFrame, rows: Sequence[Mapping[str, Any]]) -> None:
    """Compare with the slow rows: everything exactly, floats to the twelfth digit."""
    assert len(table) == len(rows)
    for name in COLUMNS:
        if name == "expected_direct":
            continue
        if table[name].dtype == "float64":
            slow = [math.nan if row[name] is None else row[name] for row in rows]
            assert table[name].tolist() == pytest.approx(slow, rel=1e-12, nan_ok=True), name
        else:
            assert [None if pd.isna(value) else value for value in table[name]] == [row[name] for row in rows], name


@settings(max_examples=200)
@given(industries(), st.sampled_from([("large", "not_sme"), ("large",), ("mid_cap", "not_sme")]))
def test_equals_slow_and_obvious(net: Network, large: tuple[str, ...]) -> None:
    agree(large_group_links(net, large=large, draws=0), Slow(net, large).table())


def crowd(seed: int) -> Network:
    """Build a network with many introducers: SMEs meet labs, labs meet large groups, some meet nobody."""
    dice = random.Random(seed)
    smes, labs = [f"s{i}" for i in range(9)], [f"l{i}" for i in range(5)]
    large = [f"b{i}" for i in range(6)]
    pools = [smes + labs] * 3 + [labs + large] * 4 + [smes[:3] + large] * 2 + [smes[6:], smes[5:6]]
    projects = [dice.sample(pool, min(len(pool), dice.choice([2, 2, 2, 3]))) for pool in dice.choices(pools, k=24)]
    ids = dice.sample(smes + labs + large, 20)
    group: dict[str, list[str | None]] = {"s": ["y", None, None], "l": [None], "b": ["x", "a", None]}
    size: dict[str, list[str | None]] = {"s": ["micro", "sme", "sme"], "l": [None], "b": ["large", "not_sme"]}
    return of(
        organisations=pd.DataFrame(
            {
                "org_id": ids,
                "name": [dice.choice(["Ada", "Bo", "Éole"]) for _ in ids],
                "kind": "company",
                "size": [dice.choice(size[org[0]]) for org in ids],
                "region": None,
                "group_id": [dice.choice(group[org[0]]) for org in ids],
            },
            dtype="str",
        ).assign(dissolved=pd.to_datetime(pd.Series([("2018-01-01" if org in {"l0", "l3"} else None) for org in ids]))),
        projects=pd.DataFrame(
            {
                "project_id": [f"p{i:02}" for i in range(24)],
                "year": pd.array([2010 + i % 9 for i in range(24)], "Int64"),
            }
        ).astype({"project_id": "str"}),
        participations=pd.DataFrame(
            [(f"p{i:02}", org) for i, members in enumerate(projects) for org in members],
            columns=["project_id", "org_id"],
            dtype="str",
        ),
    )


def test_equals_slow_and_obvious_where_there_is_much_to_choose() -> None:
    seen: Counter[str] = Counter()
    for seed in range(40):
        net = crowd(seed)
        table = large_group_links(net, draws=0)
        agree(table, Slow(net).table())
        seen.update(table["status"])
    assert min(seen[status] for status in LINK_STATUSES) >= 5
    assert seen["introduced"] > 80


@given(industries())
def test_columns_are_those_promised(net: Network) -> None:
    for draws in (0, 1):
        table = large_group_links(net, draws=draws)
        assert list(table.columns) == PROMISED.split(", ") + ADDED
        assert table.dtypes.astype(str).to_dict() == COLUMNS
        assert table.index.tolist() == list(range(len(table)))
        assert table["expected_direct"].isna().all() == (draws == 0 or table.empty)


@given(industries(), st.integers(0, 99))
def test_row_order_never_matters(net: Network, seed: int) -> None:
    tables = net.tables.items()
    shuffled = of(**{name: table.sample(frac=1, random_state=seed, ignore_index=True) for name, table in tables})
    pd.testing.assert_frame_equal(
        large_group_links(net, draws=3), large_group_links(shuffled, draws=3), check_exact=True
    )


def relabelled(net: Network, new: Mapping[str, str]) -> Network:
    """Return the same network with other identifiers; those that are not in the mapping stay."""
    tables = {name: table.copy() for name, table in net.tables.items() if len(table)}
    for table in tables.values():
        for name in table.columns.intersection(["org_id", "project_id", "group_id"]):
            table[name] = table[name].replace(new)
    return of(**tables)


@settings(max_examples=30)
@given(industries())
def test_labels_never_matter(net: Network) -> None:
    ids = sorted({*net.org_index, *net.project_index, *net.organisations["group_id"].dropna()})
    new = {old: f"№ {place:03} & co" for place, old in enumerate(ids)}  # in the same order, so that ties stay
    before, after = large_group_links(net, draws=3), large_group_links(relabelled(net, new), draws=3)
    for name in ("org_id", "introducer_id", "direct_ids", "introducer_projects", *ADDED):
        before[name] = before[name].map(
            lambda text: ";".join(new.get(one, one) for one in text.split(";")), na_action="ignore"
        )
    pd.testing.assert_frame_equal(before, after, check_exact=True, check_dtype=False)


@settings(max_examples=30)
@given(industries(), st.permutations(range(14)))
def test_figures_are_those_of_the_network_and_not_of_its_labels(net: Network, order: list[int]) -> None:
    new = {f"o{place:02}": f"o{other:02}" for place, other in enumerate(order)}
    figures = ["status", "distance", "direct_partners", "shared_projects", "strength", "last_year", "reach_two"]
    before, after = large_group_links(net, draws=0), large_group_links(relabelled(net, new), draws=0)
    before["org_id"] = before["org_id"].map(new)
    pd.testing.assert_frame_equal(
        before.set_index("org_id")[figures].sort_index(), after.set_index("org_id")[figures].sort_index(), rtol=1e-12
    )


@given(industries(), st.sampled_from(["sme", "large", None]), st.sampled_from(["a", "o05a", "z"]))
def test_an_isolate_changes_nothing_else(net: Network, size: str | None, org_id: str) -> None:
    alone = {"org_id": [org_id], "name": ["Cy"], "kind": ["company"], "size": [size], "region": None, "group_id": None}
    organisations = pd.concat([net.organisations, pd.DataFrame(alone, dtype="str")], ignore_index=True)
    more = of(organisations=organisations, projects=net.projects, participations=net.participations)
    table = large_group_links(more, draws=3)
    assert table.loc[table["org_id"] == org_id, "status"].tolist() == ["no_project"] * (size == "sme")
    pd.testing.assert_frame_equal(
        table[table["org_id"] != org_id].reset_index(drop=True), large_group_links(net, draws=3), check_exact=True
    )


@settings(max_examples=30)
@given(industries(), st.sampled_from([None, 2010, 2020]))
def test_a_region_is_seen_within_the_whole(net: Network, since: int | None) -> None:
    whole = net if since is None else net.select(since=since)
    everywhere = large_group_links(whole, draws=2)
    for region in net.organisations["region"].dropna().unique():
        if region not in set(whole.organisations["region"]):
            continue
        there = large_group_links(whole.select(region=region), draws=2)
        expected = everywhere[everywhere["region"] == region].reset_index(drop=True)
        pd.testing.assert_frame_equal(there, expected, check_exact=True)


def test_a_pole_of_a_region_is_seen_within_the_whole() -> None:
    net = tiny()
    organisations = net.organisations.assign(region=["Bretagne", "Occitanie", "Bretagne", "Occitanie", "Bretagne"])
    poles = pd.DataFrame({"pole_id": ["POLE"], "name": ["Pôle (invented)"]})
    memberships = pd.DataFrame({"pole_id": ["POLE", "POLE"], "org_id": ["SME1", "BIG"]})
    net = net.with_tables(organisations=organisations, poles=poles, memberships=memberships)
    near = net.select(region="Bretagne")
    assert "BIG" not in set(near.org_index)
    nearer = Network.from_checked(near.tables, focus=frozenset({"SME1"}), around=near)
    for chosen in (near.select(pole="POLE"), nearer):
        table = large_group_links(chosen)
        assert table[["org_id", "status", "introducer_id"]].to_numpy().tolist() == [["SME1", "introduced", "LAB"]]


def by_hand() -> Network:
    """Every status once, two subsidiaries of one group, and two introducers to choose from."""
    sizes = {
        "BIG": "large",
        "SUB1": "sme",
        "SUB2": None,
        "OTHER": "not_sme",
        "LAB1": None,
        "LAB2": None,
        "direct": "sme",
        "introduced": "micro",
        "far": "sme",
        "island1": "sme",
        "island2": "micro",
        "single": "sme",
        "idle": "sme",
        "middle": "mid_cap",
    }
    projects = {
        "P1": ["direct", "SUB1", "SUB2", "OTHER"],
        "P2": ["direct", "SUB1"],
        "P3": ["LAB1", "BIG"],
        "P4": ["LAB1", "SUB1", "SUB2"],
        "P5": ["LAB2", "OTHER"],
        "P6": ["introduced", "LAB1", "LAB2"],
        "P7": ["introduced", "LAB2"],
        "P8": ["introduced", "far"],
        "P9": ["island1", "island2"],
        "P10": ["single"],
    }
    return Network(
        organisations=pd.DataFrame(
            {
                "org_id": list(sizes),
                "name": list(sizes),
                "kind": ["lab" if org.startswith("LAB") else "company" for org in sizes],
                "size": list(sizes.values()),
                "group_id": ["GROUP" if org in {"BIG", "SUB1", "SUB2"} else None for org in sizes],
            },
        ),
        projects=pd.DataFrame({"project_id": list(projects), "year": [2010, 2012, *[None] * 8]}),
        participations=pd.DataFrame(
            [(project, org) for project, orgs in projects.items() for org in orgs], columns=["project_id", "org_id"]
        ),
    )


def test_by_hand() -> None:
    table = large_group_links(by_hand()).set_index("org_id")
    assert table["status"].to_dict() == {
        "introduced": "introduced",
        "far": "far",
        "island1": "unreachable",
        "island2": "unreachable",
        "single": "no_partner",
        "idle": "no_project",
        "direct": "direct",
    }
    assert table.index.tolist() == ["introduced", "far", "island1", "island2", "single", "idle", "direct"]
    assert table["distance"].fillna(0).tolist() == [2, 3, 0, 0, 0, 0, 1]
    direct, introduced = table.loc["direct"], table.loc["introduced"]
    assert (direct["direct_partners"], direct["direct_ids"], direct["shared_projects"]) == (2, "GROUP;OTHER", 2)
    assert direct["strength"] == pytest.approx(2 / 3 + 1 / 3 + 1)  # P1: two subsidiaries and the other; P2
    assert direct["dependence"] == pytest.approx(5 / 6)
    assert direct["last_year"] == 2012
    # LAB1 shares two projects with the group, and LAB2, which shares more with the SME, one with the other.
    assert introduced["introducer_id"] == "LAB1"
    assert introduced["introducer_projects"] == "P6;P3;P4"
    assert introduced["reach_two"] == 2
    assert table["expected_direct"].loc[["idle", "single"]].gt(0).tolist() == [False, True]


def test_a_size_says_who_is_large() -> None:
    net = by_hand()
    narrow = large_group_links(net, large="large", draws=0).set_index("org_id")
    assert narrow.loc["direct", "direct_ids"] == "GROUP"
    wide = large_group_links(net, large=["mid_cap"], draws=0)
    assert Counter(wide["status"]) == {"unreachable": 5, "no_partner": 1, "no_project": 1}
    for wrong in (["sme"], [], ["Large"], "grand groupe"):
        with pytest.raises(PolegraphError, match="mid_cap, not_sme, large"):
            large_group_links(net, large=wrong)
    with pytest.raises(PolegraphError, match="0 or more"):
        large_group_links(net, draws=-1)


def test_blocks_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = large_group_links(by_hand())
    monkeypatch.setattr("polegraph.metrics.link_matrices._CELLS", 1)
    pd.testing.assert_frame_equal(large_group_links(by_hand()), at_once, check_exact=True)
