from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph import metrics
from polegraph.errors import PolegraphError
from polegraph.metrics.temporal.periods import years
from polegraph.network import Network
from polegraph.tables import PHASES
from tests.networks import networks, shuffled

SIZES = {"A": "sme", "B": "sme", "C": "large", "D": "large", "E": None, "F": "sme", "G": None}
PROJECTS = {  # first year, last year, members
    "p1": (2010, 2013, "A B E"),
    "p2": (2011, None, "A C"),
    "p3": (2014, 2019, "A C D"),
    "p4": (2016, 2016, "B E F"),
    "p5": (2020, None, "E F"),
    "p6": (None, None, "A G"),
}


def world() -> Network:
    starts = [f"{start}-01-01" if start else None for start, _end, _members in PROJECTS.values()]
    ends = [f"{end}-06-30" if end else None for _start, end, _members in PROJECTS.values()]
    return Network(
        organisations=pd.DataFrame(
            {
                "org_id": list(SIZES),
                "name": list(SIZES),
                "size": list(SIZES.values()),
                "group_id": [None, None, "X", "X", None, None, None],
            }
        ),
        projects=pd.DataFrame(
            {
                "project_id": list(PROJECTS),
                "start": pd.to_datetime(pd.Series(starts)),
                "end": pd.to_datetime(pd.Series(ends)),
            }
        ),
        participations=pd.DataFrame(
            [(project, org) for project, (_start, _end, members) in PROJECTS.items() for org in members.split()],
            columns=["project_id", "org_id"],
        ),
    )


def one(table: pd.DataFrame, period: str) -> dict[str, object]:
    row = table.set_index("period").loc[period]
    return {str(name): None if pd.isna(value) else value for name, value in row.items()}


def test_phases_by_hand() -> None:
    table = metrics.evolution(world(), draws=0)
    assert table["period"].tolist() == ["II", "III", "IV"]
    second, third, fourth = (one(table, name) for name in ("II", "III", "IV"))
    assert (second["first"], second["last"], second["organisations"], second["projects"]) == (2010, 2011, 4, 2)
    assert second["newcomers"] is second["leavers"] is second["kept_links"] is second["formation_rate"] is None
    assert second["links"] == 4  # AB, AE, BE, AC
    assert (second["smes"], second["large_groups"], second["recurrent_smes"]) == (2, 1, 1)
    # III: AC, AD, CD, BE, BF, EF; stayers A, B, C, E
    assert (third["organisations"], third["newcomers"], third["stayers"], third["leavers"]) == (6, 2, 4, 0)
    assert (third["links"], third["kept_links"], third["new_links"], third["lost_links"]) == (6, 2, 4, 2)
    assert third["formation_rate"] == 0  # of the two pairs of stayers without a link, BC and CE, none got one
    assert third["dissolution_rate"] == 2 / 4
    assert third["jaccard"] == 2 / 4
    assert (third["smes"], third["large_groups"]) == (3, 1)  # C and D are one group
    assert third["recurrent_smes"] == 2  # A, and B since 2016
    assert (third["smes_with_large_group"], third["sme_large_links"]) == (1, 1)
    assert (fourth["leavers"], fourth["stayers"], fourth["newcomers"], fourth["kept_links"]) == (4, 2, 0, 1)
    assert (fourth["average_clustering"], fourth["components"]) == (0, 1)


def test_a_running_project_counts_until_it_ends() -> None:
    table = metrics.evolution(world(), alive="running", draws=0)
    third, fourth = one(table, "III"), one(table, "IV")
    assert (third["projects"], fourth["projects"]) == (3, 2)  # p1 runs into III, p3 into IV; p2 has no known end
    assert third["kept_links"] == 4  # AB, AE and BE still, AC again
    assert fourth["kept_links"] == 4  # AC, AD and CD still, EF again
    years_of = metrics.evolution(world(), by="year", alive="running", draws=0).set_index("period")["projects"]
    assert years_of.index.tolist() == [str(year) for year in range(2010, 2021)]
    assert years_of.tolist() == [1, 2, 1, 1, 1, 1, 2, 1, 1, 1, 1]


def test_cohorts_by_hand() -> None:
    table = metrics.evolution(world(), by="cohort", draws=0)
    assert table["period"].tolist() == ["2010", "2011", "2014", "2016"]
    assert table["organisations"].tolist() == [3, 1, 1, 1]  # ABE, C, D, F; G only has a project without a year
    first = one(table, "2010")
    assert (first["projects"], first["last"], first["stayers"], first["leavers"]) == (5, 2020, 3, 0)
    # AB, AE, BE in 2010; AC, AD, BE, BF, EF later; CD is no link of the cohort
    assert (first["links"], first["kept_links"], first["new_links"], first["lost_links"]) == (7, 1, 4, 2)
    assert first["dissolution_rate"] == 2 / 3
    assert first["smes_with_large_group"] == 1
    last = one(table, "2016")
    assert (last["links"], last["kept_links"], last["lost_links"]) == (2, 1, 1)


def test_any_two_periods_are_compared_with_each_other() -> None:
    found = metrics.compare(world(), "II", "IV", draws=0).set_index("measure")
    assert list(found.loc["organisations"]) == [4, 2, -2]
    assert found.loc["stayers", "second"] == 1  # E; A, B and C are gone
    assert found.loc["lost_links", "second"] == 4
    assert found.loc["newcomers", "second"] == 0  # F came in between, and is not new
    with pytest.raises(PolegraphError, match="no such period"):
        metrics.compare(world(), "II", "V")


def test_sizes_that_nobody_knows_are_not_zero() -> None:
    net = world()
    unknown = net.with_tables(organisations=net.organisations.assign(size=None, sme=None))
    table = metrics.evolution(unknown, draws=0)
    names = ["smes", "large_groups", "recurrent_smes", "smes_with_large_group", "sme_large_links"]
    assert table[names].isna().all(axis=None)
    assert metrics.evolution(net, draws=0)[names].notna().all(axis=None)


def test_what_chance_gives_is_that_of_the_network_of_the_period() -> None:
    net = world()
    table = metrics.evolution(net, draws=4, seed=1).set_index("period")
    alone = metrics.summary(net.select(phase="II"), draws=4, seed=1).set_index("measure")
    for name in ("average_clustering", "robins_alexander", "global_efficiency"):
        assert table.loc["II", name] == pytest.approx(alone.loc[name, "observed"])
        assert table.loc["II", f"{name}_expected"] == pytest.approx(alone.loc[name, "expected"])
        assert table.loc["II", f"{name}_z"] == pytest.approx(alone.loc[name, "z"], nan_ok=True)


def test_what_does_not_exist_is_refused() -> None:
    with pytest.raises(PolegraphError, match="divide time"):
        metrics.evolution(world(), by="month")  # type: ignore[arg-type]
    with pytest.raises(PolegraphError, match="counts"):
        metrics.evolution(world(), alive="always")  # type: ignore[arg-type]
    with pytest.raises(PolegraphError, match="draws"):
        metrics.evolution(world(), draws=-1)


@settings(max_examples=25)
@given(networks())
def test_phases_are_what_sets_of_pairs_say(net: Network) -> None:
    start = dict(zip(net.project_index, years(net), strict=True))
    members = net.participations.groupby("project_id")["org_id"].agg(list).to_dict()
    table = metrics.evolution(net, draws=0)
    before_links: set[frozenset[str]] = set()
    before: set[str] = set()
    rows = iter(table.to_dict("records"))
    for name, (first, last) in PHASES.items():
        projects = [one for one, year in start.items() if first <= year <= last]
        if not projects:
            continue
        row = next(rows)
        here = set().union(*(members.get(one, ()) for one in projects))
        links = {frozenset(pair) for one in projects for pair in combinations(sorted(members.get(one, ())), 2)}
        assert (row["period"], row["projects"], row["organisations"]) == (name, len(projects), len(here))
        assert row["links"] == len(links)
        known = set().union(*(members.get(one, ()) for one, year in start.items() if year < first))
        if any(year < first for year in start.values()):
            assert row["newcomers"] == len(here - known)
        if row["period"] != table.loc[0, "period"]:
            assert (row["stayers"], row["leavers"]) == (len(here & before), len(before - here))
            assert (row["kept_links"], row["lost_links"]) == (len(links & before_links), len(before_links - links))
            pairs = {frozenset(pair) for pair in combinations(here & before, 2)}
            for share, part, whole in (
                ("formation_rate", pairs & (links - before_links), pairs - before_links),
                ("dissolution_rate", pairs & (before_links - links), pairs & before_links),
                ("jaccard", pairs & links & before_links, pairs & (links | before_links)),
            ):
                assert row[share] == pytest.approx(len(part) / len(whole) if whole else np.nan, nan_ok=True)
        before, before_links = here, links
    assert next(rows, None) is None


@pytest.mark.parametrize("by", ["phase", "year", "cohort"])
@settings(max_examples=4)
@given(net=networks(), seed=st.integers(0, 99))
def test_the_order_of_rows_never_matters(net: Network, by: str, seed: int) -> None:
    first = metrics.evolution(net, by=by, draws=2)  # type: ignore[arg-type]
    pd.testing.assert_frame_equal(first, metrics.evolution(shuffled(net, seed), by=by, draws=2))  # type: ignore[arg-type]


def test_a_network_without_years_has_no_periods() -> None:
    net = world()
    undated = net.with_tables(projects=net.projects[["project_id"]])
    for by in ("phase", "year", "cohort"):
        table = metrics.evolution(undated, by=by)
        assert len(table) == 0
        assert {"period", "links", "average_clustering", "average_clustering_expected"} <= set(table.columns)
