"""Each count against plain loops over the tables; the order of rows, and names, never matter."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import polegraph as pg
from polegraph import metrics, synergies
from polegraph.errors import PolegraphError
from polegraph.synergies import GAPS, PAIRS
from polegraph.tables import LARGE_SIZES, SME_SIZES
from tests import examples
from tests.networks import shuffled
from tests.synergies.worlds import at_random, worlds
from tests.thorough import times

if TYPE_CHECKING:
    from polegraph.network import Network

Sets = dict[str, set[str]]


def teams(net: Network) -> list[set[str]]:
    """Return the organisations of each project."""
    return [set(rows["org_id"]) for _project, rows in net.participations.groupby("project_id")]


def gathered(table: pd.DataFrame, key: str, value: str) -> Sets:
    return {str(one): set(rows[value]) for one, rows in table.groupby(key)}


def groups(net: Network, gap: str) -> Sets:
    """Return the organisations of each group."""
    if gap in {"kind_pair", "region_pair"}:
        return gathered(net.organisations, gap.removesuffix("_pair"), "org_id")
    if gap == "size_pair":
        return gathered(net.category, "size", "org_id")
    if gap == "pole_pair":
        return gathered(net.memberships[net.memberships["until"].isna()], "pole_id", "org_id")
    if gap == "community_pair":
        found = metrics.communities(net, runs=0, rounds=2).dropna(subset="community")
        return gathered(found.assign(community=found["community"].astype(str)), "community", "org_id")
    own = net.organisation_themes
    through = net.participations.merge(net.project_themes, on="project_id")
    through = through[~through["org_id"].isin(own["org_id"])]
    both = pd.concat([own[["theme_id", "org_id"]], through[["theme_id", "org_id"]]])
    known = {*net.organisation_themes["theme_id"], *net.project_themes["theme_id"]}
    return {theme: set(both.loc[both["theme_id"] == theme, "org_id"]) for theme in known}


def joined(net: Network, one: set[str], other: set[str], chosen: set[str]) -> tuple[int, int]:
    """Count the projects, and the links, with an organisation on either side, one of them chosen."""
    links, projects = set(), 0
    for team in teams(net):
        met = {
            frozenset((left, right))
            for left, right in product(team & one, team & other)
            if left != right and chosen & {left, right}
        }
        links |= met
        projects += bool(met)
    return projects, len(links)


@settings(max_examples=times(10, 25))
@given(net=worlds())
def test_pairs_are_counted_as_in_the_tables(net: Network) -> None:
    for gap in PAIRS:
        found = synergies.gap(net, gap, draws=0)
        sets = groups(net, gap)
        assert {frozenset(pair) for pair in zip(found["group"], found["other"], strict=True)} == {
            frozenset(pair) for pair in combinations(sets, 2)
        }
        for row in found.itertuples():
            one, other = sets[str(row.group)], sets[str(row.other)]
            assert (row.observed, row.links) == joined(net, one, other, set(net.org_index))
            assert (row.group_organisations, row.other_organisations) == (len(one), len(other))


@settings(max_examples=times(8, 20))
@given(net=worlds(), gap=st.sampled_from(["kind_pair", "pole_pair", "theme_pair"]))
def test_of_a_part_only_what_it_has_a_hand_in_is_counted(net: Network, gap: str) -> None:
    part = net.select(region=net.organisations["region"].dropna().iloc[0]) if net.organisations["region"].any() else net
    chosen = set(net.org_index) if part.focus is None else set(part.focus)
    sets = groups(net, gap)
    for row in synergies.gap(part, gap, draws=0).itertuples():
        assert (row.observed, row.links) == joined(net, sets[str(row.group)], sets[str(row.other)], chosen)


def test_a_pole_is_told_with_whom_it_does_not_work_and_not_what_others_do() -> None:
    net = at_random(0)
    found = synergies.gap(net.select(pole="P1"), "pole_pair", draws=10)
    assert {frozenset(pair) for pair in zip(found["group"], found["other"], strict=True)} == {
        frozenset(["P0", "P1"]),
        frozenset(["P1", "P2"]),
    }


def partners(net: Network) -> Sets:
    found: Sets = {org: set() for org in net.org_index}
    for team in teams(net):
        for org in team:
            found[org] |= team - {org}
    return found


def alone(net: Network, gap: str) -> set[tuple[str, ...]]:
    """Return by plain loops who lacks what."""
    met, size, kind = partners(net), groups(net, "size_pair"), groups(net, "kind_pair")
    sme = set().union(*(size.get(one, set()) for one in SME_SIZES))
    large = set().union(*(size.get(one, set()) for one in LARGE_SIZES))
    poles = {org: {one for one, members in groups(net, "pole_pair").items() if org in members} for org in net.org_index}
    busy = set(net.participations["org_id"])
    if gap == "need_unmet":
        region = dict(zip(net.org_index, net.organisations["region"], strict=True))
        offers = list(zip(net.offers["org_id"], net.offers["domain"], strict=True))
        unmet: set[tuple[str, ...]] = set()
        for org, domain in zip(net.needs["org_id"], net.needs["domain"], strict=True):
            near = {
                other
                for other, what in offers
                if what == domain and other != org and (poles[org] & poles[other] or region[org] == region[other])
            }
            if near and not near & met[org]:
                unmet.add((org, domain))
        return unmet
    chosen = {
        "sme_without_large_group": {org for org in sme if not met[org] & large},
        "lab_without_sme": {org for org in kind.get("lab", set()) if not met[org] & sme},
        "training_body_left_out": {
            org for org in kind.get("training_body", set()) if not met[org] & kind.get("company", set())
        },
        "member_without_project": {org for org in met if poles[org] and org not in busy},
        "member_within_pole_only": {
            org for org in met if poles[org] and met[org] and all(poles[org] & poles[one] for one in met[org])
        },
    }
    return {(org,) for org in chosen[gap]}


@settings(max_examples=times(12, 30))
@given(net=worlds())
def test_who_is_left_without_is_who_the_tables_say(net: Network) -> None:
    for gap in GAPS:
        if gap in PAIRS:
            continue
        found = synergies.gap(net, gap, draws=0)
        key = ["org_id", "domain"] if gap == "need_unmet" else ["org_id"]
        assert set(found[key].itertuples(index=False, name=None)) == alone(net, gap)


def test_the_gap_of_smes_is_that_of_the_list_of_links() -> None:
    net = at_random(1)
    links = metrics.large_group_links(net, draws=0)
    assert set(synergies.gap(net, "sme_without_large_group", draws=0)["org_id"]) == set(
        links.loc[links["status"] != "direct", "org_id"]
    )


def test_the_summary_is_what_the_lists_say() -> None:
    net = at_random(2)
    summary = synergies.summary(net, draws=30, seed=3)
    assert list(summary) == list(synergies.COLUMNS)
    assert summary["gap"].tolist() == list(GAPS)
    for row in summary.to_dict("records"):
        found = synergies.gap(net, row["gap"], draws=30, seed=3)
        if row["gap"] in PAIRS:
            assert row["count"] == (found["q_value"] <= 0.05).sum()
            assert row["observed"] == found["observed"].sum()
            assert row["expected"] == pytest.approx(found["expected"].sum())
        else:
            assert row["observed"] == row["count"] == len(found)
    tested = summary.dropna(subset="p_value").sort_values("p_value")
    adjusted = tested["p_value"] * len(tested) / np.arange(1, len(tested) + 1)
    assert tested["q_value"].to_numpy() == pytest.approx(adjusted[::-1].cummin()[::-1].clip(upper=1).to_numpy())


@settings(max_examples=5)
@given(net=worlds(), seed=st.integers(0, 5))
def test_the_order_of_rows_does_not_matter(net: Network, seed: int) -> None:
    other = shuffled(net, seed)
    pd.testing.assert_frame_equal(synergies.summary(other, draws=4), synergies.summary(net, draws=4), check_exact=True)
    for gap in ("pole_pair", "need_unmet", "sme_without_large_group"):
        pd.testing.assert_frame_equal(
            synergies.gap(other, gap, draws=4), synergies.gap(net, gap, draws=4), check_exact=True
        )


def test_themes_of_projects_are_measured_by_one_another_and_only_if_they_could_meet() -> None:
    """Calls are open for a year or two: their own members fill their projects, and some were never open at once."""
    net = at_random(3)
    told = {"T0": 2010, "T1": 2010, "T2": 2010, "T3": 2020, "T4": None}
    one_each = net.project_themes.sort_values("theme_id").drop_duplicates("project_id")
    year = one_each.set_index("project_id")["theme_id"].map(told).reindex(net.projects["project_id"])
    dated = net.with_tables(
        projects=net.projects.assign(year=pd.array(year.to_numpy(), dtype="Int64")), project_themes=one_each
    )
    found = synergies.gap(dated, "theme_pair", draws=10)
    apart = found[found["q_value"].isna()]
    late = {frozenset({"T3", one}) for one in ("T0", "T1", "T2")}
    assert {frozenset(pair) for pair in zip(apart["group"], apart["other"], strict=True)} == late
    assert found["expected"].sum() == pytest.approx(found["observed"].sum())
    said = pd.DataFrame({"org_id": net.org_index, "theme_id": [f"T{place % 5}" for place in range(len(net.org_index))]})
    own = synergies.gap(dated.with_tables(organisation_themes=said), "theme_pair", draws=10)
    assert own["q_value"].notna().all()
    assert own["expected"].sum() != pytest.approx(own["observed"].sum())


def test_identifiers_do_not_matter() -> None:
    """Among members of the same single project, which comes first follows from what they are."""
    net = at_random(4)
    renamed = {org: f"x{999 - int(org[1:])}" for org in net.org_index}
    codes = {project: f"q{999 - int(project[1:])}" for project in net.project_index}
    new = {
        name: net.tables[name].replace({"org_id": renamed, "project_id": codes})
        for name in ("organisations", "projects", "participations", "memberships", "project_themes")
    }
    moved = net.with_tables(**new)
    kept = [
        gap for gap in GAPS if gap != "community_pair"
    ]  # who is in which follows from identifiers where all else ties
    for gap in kept:
        table, again = (synergies.gap(one, gap, draws=6) for one in (net, moved))
        if gap in PAIRS:
            pd.testing.assert_frame_equal(again, table, check_exact=True)
        else:
            pd.testing.assert_series_equal(
                again["chance"].sort_values(ignore_index=True), table["chance"].sort_values(ignore_index=True)
            )
            assert {renamed[org] for org in table["org_id"]} == set(again["org_id"])


def test_pairs_that_would_close_a_gap_lie_across_it() -> None:
    net = at_random(5)
    met, sets = partners(net), groups(net, "pole_pair")
    found = synergies.gap(net, "pole_pair", pairs=True, each=4, draws=20)
    table = synergies.gap(net, "pole_pair", draws=20)
    assert len(found)
    for group, other in found[["group", "other"]].drop_duplicates().itertuples(index=False, name=None):
        rows = found[(found["group"] == group) & (found["other"] == other)]
        for row in rows.itertuples():
            ends = {row.org_id, row.suggested_id}
            assert len(ends & sets[group]) == len(ends & sets[other]) == 1
            assert row.suggested_id not in met[str(row.org_id)]
            assert set(filter(None, str(row.via_ids).split(";"))) <= met[str(row.org_id)]
        named = [*rows["org_id"], *rows["suggested_id"]]
        assert len(named) == len(set(named))
        assert len(rows) <= 4
        start = table[(table["group"] == group) & (table["other"] == other)].iloc[0]
        assert rows["after"].tolist() == [start["observed"] + place for place in range(1, len(rows) + 1)]
        assert rows["ratio_after"].tolist() == pytest.approx(list(rows["after"] / start["expected"]))


def test_smes_are_told_large_groups() -> None:
    net = at_random(6)
    table = synergies.gap(net, "sme_without_large_group", draws=20)
    found = synergies.gap(net, "sme_without_large_group", pairs=True, each=2, draws=20)
    assert set(found["org_id"]) <= set(table["org_id"])
    assert (found["suggested_size"] == "large").all()
    assert found["org_id"].value_counts().max() <= 2
    assert found["after"].iloc[-1] == len(table) - found["org_id"].nunique()
    assert found["after"].is_monotonic_decreasing


@settings(max_examples=10)
@given(net=worlds())
def test_needs_are_told_who_offers(net: Network) -> None:
    table = synergies.gap(net, "need_unmet", draws=0)
    found = synergies.gap(net, "need_unmet", pairs=True, each=9, draws=0)
    columns = ["org_id", "domain", "suggested_id"]
    told = set(found[columns].itertuples(index=False, name=None))
    wanted = table[["org_id", "domain", "offer_ids"]].itertuples(index=False, name=None)
    assert told == {(org, domain, one) for org, domain, ids in wanted for one in ids.split(";")}


@pytest.mark.parametrize("gap", GAPS)
def test_an_empty_network_has_no_gap(gap: str) -> None:
    nobody = pd.DataFrame({"org_id": pd.Series([], dtype="str"), "name": pd.Series([], dtype="str")})
    nothing = pd.DataFrame({"project_id": pd.Series([], dtype="str")})
    net = pg.Network(
        organisations=nobody, projects=nothing, participations=nothing.assign(org_id=nothing["project_id"])
    )
    assert not len(synergies.gap(net, gap, draws=3))
    assert not len(synergies.gap(net, gap, pairs=True, draws=3))
    assert synergies.summary(net, draws=3)["count"].tolist() == [0] * len(GAPS)


def test_what_there_is_not_is_refused() -> None:
    with pytest.raises(PolegraphError, match="there is no such gap") as error:
        synergies.gap(at_random(0), "no_gap")
    assert "pole_pair" in str(error.value)
    with pytest.raises(PolegraphError, match="draws cannot be this"):
        synergies.summary(at_random(0), draws=-1)


def test_region_centre() -> None:
    """A golden reading of the invented example; each count is also had from its tables in other ways above."""
    net = examples.centre()
    found = synergies.summary(net, draws=100).set_index("gap")
    counts = found["count"].drop(["theme_pair", "community_pair"]).to_dict()  # these hang on the draws
    assert counts == {
        "sme_without_large_group": 279,  # who is dissolved lacks nothing
        "lab_without_sme": 1,
        "member_without_project": 87,
        "training_body_left_out": 6,
        "kind_pair": 0,
        "size_pair": 0,
        "pole_pair": 6,
        "region_pair": 0,
        "member_within_pole_only": 232,
        "need_unmet": 52,
    }
    assert found.loc["pole_pair", "ratio"] == pytest.approx(0.45, abs=0.02)
    assert found.loc["sme_without_large_group", "expected"] == pytest.approx(265, abs=3)
    assert 80 < found["count"]["theme_pair"] < 120
    poles = synergies.gap(net, "pole_pair", draws=20)
    named = poles[["group_name", "other_name", "observed", "links"]].itertuples(index=False, name=None)
    assert ("DREAM", "S2E2", 20, 42) in set(named)
