"""Who is a member on a day, who has left, who is dissolved; and a group that counts once with its subsidiaries."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from polegraph import synergies
from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.maps.view_model import view
from polegraph.metrics import large_group_links
from polegraph.reports import state
from polegraph.sources import spreadsheet
from polegraph.suggestions import suggest

if TYPE_CHECKING:
    from polegraph.network import Network

CASES = Path(__file__).parents[1] / "data" / "cases"
DAY = "2026-01-15"


def _read(case: str) -> Network:
    return spreadsheet.read(CASES / case).on(DAY)


def _listed(net: Network) -> list[str]:
    return sorted(large_group_links(net, draws=0)["name"])


@pytest.fixture(scope="module")
def left() -> Network:
    """Delta left at the end of 2015; Omega left and was wound up at the end of 2024; Alpha is the only member."""
    return _read("left-members/parti2.xlsx")


def test_a_pole_is_its_members_of_the_day(left: Network) -> None:
    assert _listed(left.select(pole="MV")) == ["Alpha"]
    assert large_group_links(left.select(pole="MV"), draws=0)["status"].tolist() == ["direct"]
    assert _listed(left.select(pole="MV", at=2012)) == ["Alpha", "Delta", "Omega"]
    assert _listed(left.select(pole="MV", at="2015-12-31")) == ["Alpha", "Delta", "Omega"]  # the last day counts
    assert _listed(left.select(pole="MV", at="2016-01")) == ["Alpha", "Omega"]


def test_who_has_left_is_asked_for_by_itself(left: Network) -> None:
    former = left.select(pole="MV", former=True)
    assert sorted(former.names(sorted(former.focus or ()))) == ["Delta", "Omega"]
    assert _listed(former) == ["Delta"]  # the other one is dissolved, and nobody's business any more
    assert left.select(pole="MV", former=True, at=2014).focus == frozenset()
    with pytest.raises(PolegraphError, match="name the pôle"):
        left.select(former=True)


def test_info_counts_members_now_and_says_how_many_left(left: Network) -> None:
    counts = state.info(left).set_index(["topic", "item"])["count"]
    assert counts["members of the pôle", "MV"] == 1
    assert counts["former members of the pôle", "MV"] == 2
    assert counts["total", "dissolved"] == 1
    assert ("former members of the pôle", "MV") not in state.info(left.on(2012)).set_index(["topic", "item"]).index


def test_the_dissolved_stand_in_no_list_and_get_none(left: Network) -> None:
    assert _listed(left) == ["Alpha", "Delta"]
    found = suggest(left, method="fusion")
    assert "Omega" not in {*found["name"], *found["suggested_name"]}
    with pytest.raises(PolegraphError, match="dissolved") as caught:
        suggest(left, "Omega")
    assert caught.value.value == "Omega"
    suggest(left.on(2020), "Omega", method="fusion")  # it was still there then
    omega = left.find("Omega")
    assert omega not in set(synergies.gap(left, "sme_without_large_group", draws=0)["org_id"])
    assert omega in set(synergies.gap(left.on(2020), "sme_without_large_group", draws=0)["org_id"])
    shown = view(left).data["organisations"]
    row = shown["id"].index(omega)
    assert row in shown["dissolved"]
    assert str(row) not in shown["pole"]
    assert shown["status"][row] == "other"


def test_a_year_where_something_ends_is_its_last_day() -> None:
    net = _read("left-members/parti.xlsx")
    assert net.organisations["dissolved"].dropna().tolist() == [pd.Timestamp("2024-12-31")]
    assert net.memberships["until"].dropna().tolist() == [pd.Timestamp("2024-12-31")]
    assert _listed(net.select(pole="MV")) == ["Alpha"]
    assert _listed(net.select(pole="MV", at="2024-12-30")) == ["Alpha", "Omega"]
    assert not len(net.rejected)


def _with(**changed: pd.DataFrame) -> Network:
    poles = pd.DataFrame({"pole_id": ["A", "B"], "name": ["Alpha", "Beta"]})
    return tiny().with_tables(poles=poles, **changed).on(DAY)


def test_what_is_not_known_says_nothing_and_who_comes_later_is_no_member_yet() -> None:
    dates = pd.to_datetime(pd.Series([None, "2026-01-15", "2026-01-16"], dtype="str"))
    members = pd.DataFrame({"pole_id": "A", "org_id": ["SME1", "SME2", "ALONE"], "since": dates})
    net = _with(memberships=members)
    assert net.members()["org_id"].tolist() == ["SME1", "SME2"]
    assert not len(net.members(former=True))
    assert net.select(pole="Alpha", at="2027-01-01").focus == {"SME1", "SME2", "ALONE"}


def test_the_day_stays_with_every_part() -> None:
    net = _with(memberships=pd.DataFrame({"pole_id": ["A"], "org_id": ["SME1"]}))
    part = net.select(since=2015).select(pole="A").visible("public")
    assert part.day == part.whole.day == part.around.select(region=None).day == date(2026, 1, 15)
    assert net.select(pole="A", at=2019).whole.day == date(2019, 12, 31)
    assert net.with_tables(memberships=net.memberships).day == net.day


def test_who_left_a_pole_goes_with_the_projects_of_its_time() -> None:
    members = pd.DataFrame(
        {"pole_id": "A", "org_id": ["SME2", "LAB"], "until": pd.to_datetime(pd.Series(["2016-01-01", None]))}
    )
    later = _with(memberships=members).select(since=2020)
    assert "SME2" not in later.org_index
    assert "SME2" in _with(memberships=members).select(since=2020, at=2015).org_index


def test_members_of_the_pole_that_is_named_are_suggested() -> None:
    net = _with(memberships=pd.DataFrame({"pole_id": ["A", "B"], "org_id": ["LAB", "BIG"]}))
    assert set(suggest(net, "SME2", method="fusion", pole="Beta")["suggested_id"]) == {"BIG"}


def test_nobody_is_introduced_to_who_is_dissolved() -> None:
    gone = tiny().organisations.assign(dissolved=pd.to_datetime(pd.Series([None, None, None, "2025-01-01", None])))
    table = large_group_links(_with(organisations=gone), draws=0).set_index("org_id")
    assert table.loc["SME1", "status"] == "far"
    assert large_group_links(_with(organisations=gone).on(2024), draws=0)["status"].tolist()[0] == "introduced"


def test_a_group_counts_once_and_its_subsidiary_says_whose_it_is() -> None:
    net = _read("group-twice/groupe2.xlsx")
    table = state.info(net).set_index(["topic", "item"])["count"]
    assert table["size of companies"].to_dict() == {"sme": 1, "large": 1}
    assert table["large groups"].to_dict() == {"groups": 1, "organisations in them": 2}
    own = dict(zip(net.organisations["name"], net.subsidiary_of, strict=True))
    assert {name: group for name, group in own.items() if isinstance(group, str)} == {
        "Sartoux Systèmes": "Groupe Sartoux"
    }
    shown = view(net).data["organisations"]
    assert list(shown["group"].values()) == ["Groupe Sartoux"]


def _subsidiary(visibility: str) -> Network:
    """SME2 belongs to BIG, which not everybody may see; SME1 and ALONE have no project with it."""
    organisations = tiny().organisations
    organisations = organisations.assign(
        group_id=organisations["org_id"].map({"SME2": "BIG"}),
        visibility=organisations["org_id"].map({"BIG": visibility}),
    )
    return tiny().with_tables(organisations=organisations).on(DAY)


def test_a_suggestion_says_of_which_group_it_is() -> None:
    found = suggest(_subsidiary("public"), "ALONE", method="fusion").set_index("suggested_id")
    assert found.loc["SME2", "suggested_size"] == "large"
    assert found.loc["SME2", "suggested_group"] == "Large group (invented)"
    assert found["suggested_group"].isna()["BIG"]


def test_a_group_that_may_not_be_seen_is_not_named() -> None:
    net = _subsidiary("internal").visible("public")
    found = suggest(net, "ALONE", method="fusion").set_index("suggested_id")
    assert found.loc["SME2", "suggested_group"] == "undisclosed-group:1"
    told = repr([found.reset_index().to_numpy().tolist(), net.subsidiary_of.tolist(), view(net).data])
    assert "Large group" not in told
    assert "BIG" not in told
