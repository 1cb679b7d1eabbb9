"""Plans: who may meet, who comes first, what stands in a plan, and late changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

import polegraph as pg
from polegraph.errors import PolegraphError
from polegraph.i18n import speaking
from polegraph.meetings import COLUMNS, plan, replan
from tests.meetings.guests import NAMES, guests

if TYPE_CHECKING:
    from polegraph.network import Network

PROMISED = [
    "slot",
    "start",
    "table",
    "org_id_a",
    "name_a",
    "org_id_b",
    "name_b",
    "weight",
    "requested",
    "reasons",
    "evidence_projects",
]


@pytest.fixture(scope="module")
def net() -> Network:
    return guests()


def met(found: pd.DataFrame) -> set[str]:
    """Return the pairs, as two letters in order."""
    return {"".join(sorted(pair)) for pair in zip(found["org_id_a"], found["org_id_b"], strict=True)}


def test_the_columns_are_those_that_were_promised(net: Network) -> None:
    found = pg.meetings.plan(net, NAMES, slots=8)
    assert list(found)[: len(PROMISED)] == PROMISED
    assert list(found) == list(COLUMNS)
    assert found.attrs["proved"]
    empty = plan(net, ["Atelier", "Labo"])
    assert list(empty) == list(COLUMNS)
    assert empty.dtypes.equals(found.dtypes)


def test_partners_groups_the_shy_and_the_dissolved_do_not_meet(net: Network) -> None:
    found = plan(net, NAMES, slots=12)
    every = {a + b for a in "ABCEGHLPT" for b in "ABCEGHLPT" if a < b}
    # L has worked with H, and so with its group.
    assert met(found) == {pair for pair in every if not set(pair) & set("PT")} - {"AL", "GH", "HL", "GL"}
    assert any("Dissolved" in note for note in found.attrs["notes"])
    assert not found["requested"].any()


def test_requests_bring_partners_together_and_the_shy_by_their_own_wish_alone(net: Network) -> None:
    asked = pd.DataFrame(
        {
            "participant": ["Atelier", "Bois", "Timide", "Grand", "Bois", "Atelier"],
            "wants": ["Labo", "Timide", "C", "Filiale", "Partie", "nobody"],
        }
    )
    found = plan(net, NAMES, slots=12, requests=asked)
    assert {"AL", "CT"} <= met(found)
    assert not {"BT", "GH", "BP"} & met(found)
    said = found[found["requested"]]
    assert met(said) == {"AL", "CT"}
    assert said["reasons"].str.startswith("asked for by").all()
    assert "partners already, in 1 project" in said.set_index("org_id_b")["reasons"]["L"]
    assert said.set_index("org_id_b")["evidence_projects"]["L"] == "P1"
    notes = " ".join(found.attrs["notes"])
    for part in ("does not take part: nobody", "own group", "does not want to be suggested", "dissolved"):
        assert part in notes


def test_requests_come_first_where_there_is_one_place(net: Network) -> None:
    asked = pd.DataFrame({"participant": ["Bois"], "wants": ["Grand; Atelier"]})
    found = plan(net, ["Atelier", "Bois", "Chimie", "Grand", "École"], slots=1, tables=1, requests=asked)
    assert met(found) <= {"AB", "BG"}
    without = plan(net, ["Atelier", "Bois", "Chimie", "Grand", "École"], slots=1, tables=1)
    assert met(without) == {"CE"}  # the need and the offer
    assert "you need “recruter un chimiste”, École offers" in without["reasons"][0]
    assert "Chimie needs “recruter un chimiste”, you offer" in without["reasons_b"][0]


def test_who_asked_is_said_to_either_reader(net: Network) -> None:
    asked = pd.DataFrame({"participant": ["Bois", "Grand"], "wants": ["Grand", "Bois"]})
    both = plan(net, ["Bois", "Grand"], slots=1, requests=asked)
    assert both["reasons"][0].startswith("asked for by you and by ")
    assert both["reasons_b"][0].startswith("asked for by you and by ")
    with speaking("fr"):
        one = plan(net, ["Bois", "Grand"], slots=1, requests=asked.head(1)).iloc[0]
    mine, theirs = ("reasons", "reasons_b") if one["name_a"] == "Bois" else ("reasons_b", "reasons")
    assert one[mine].split("\u202f; ")[0] == "demandé par vous"
    assert one[theirs].split("\u202f; ")[0] == "demandé par Bois"


def test_the_topics_of_a_meeting_are_those_of_the_need_and_the_offer(net: Network) -> None:
    without = plan(net, ["Atelier", "Bois", "Chimie", "Grand", "École"], slots=1, tables=1)
    assert without["topics"][0] == "recruter un chimiste; former des chimistes"


def test_two_sides(net: Network) -> None:
    sides = ["Acheteurs", "acheteur", "VENDEURS", "vendeurs"]
    people = pd.DataFrame({"Nom": ["Atelier", "Bois", "Grand", "École"], "Côté": sides})
    found = plan(net, people, slots=4, sides=("acheteurs", "vendeurs"))
    assert met(found) == {"AG", "AE", "BG", "BE"}
    assert set(found["org_id_a"]) == {"A", "B"}
    with pytest.raises(PolegraphError, match="none of the two sides"):
        plan(net, people.assign(Côté="ni l'un"), sides=("acheteurs", "vendeurs"))
    with pytest.raises(PolegraphError, match="no column says"):
        plan(net, ["Bois"], sides=("acheteurs", "vendeurs"))


def test_nobody_is_below_the_least_where_that_can_be(net: Network) -> None:
    found = plan(net, NAMES, slots=4, per_person=(2, 3))
    counts = {one["org_id"]: one["meetings"] for one in found.attrs["participants"]}
    assert found.attrs["achieved"]["shortfall"] == 0
    assert all(2 <= counts[one] <= 3 for one in "ABCEGHL" if one != "L")
    assert counts["P"] == counts["T"] == 0
    with pytest.raises(PolegraphError, match="so many meetings"):
        plan(net, NAMES, slots=2, per_person=(3, None))


def test_availabilities_of_both_lists_are_held(net: Network) -> None:
    people = pd.DataFrame({"participant": ["Atelier", "Bois", "Chimie"], "slots": ["1-2", "", "none"]})
    when = pd.DataFrame({"org_id": ["A", "B"], "1": ["x", "x"], "2": ["", "x"]})
    found = plan(net, people, slots=3, availability=when)
    assert found[["slot", "org_id_a", "org_id_b"]].to_numpy().tolist() == [[1, "A", "B"]]
    with pytest.raises(PolegraphError, match="no slots of the day"):
        plan(net, people.assign(slots="=HYPERLINK()"))


def test_the_unknown_take_part_and_are_told(net: Network) -> None:
    found = plan(net, ["Atelier", "Startup <b>", "Startup <B>", ""], slots=2)
    assert len(found) == 1
    assert found["org_id_b"][0].startswith("participant:")
    assert found["name_b"][0] == "Startup <b>"
    notes = " ".join(found.attrs["notes"])
    assert "not in the network" in notes
    assert "counted once" in notes
    with pytest.raises(PolegraphError, match="organisations fit"):
        plan(net, ["i"])
    with pytest.raises(PolegraphError, match="no participants"):
        plan(net, [""])


def test_rows_and_languages_change_no_meeting(net: Network) -> None:
    first = plan(net, NAMES, slots=3)
    with speaking("fr"):
        second = plan(net, NAMES[::-1], slots=3)
    columns = ["slot", "table", "org_id_a", "org_id_b", "weight"]
    pd.testing.assert_frame_equal(first[columns], second[columns])


def test_a_gap_is_worth_something_and_said(net: Network) -> None:
    found = plan(net, ["Chimie", "Grand"], slots=1)
    assert "shares no project with a large group" in found["reasons"][0]
    plain = plan(net, ["Chimie", "Grand"], slots=1, weights={"gaps": 0.0})
    assert plain["weight"][0] < found["weight"][0]
    with pytest.raises(PolegraphError, match="no such part"):
        plan(net, NAMES, weights={"luck": 1.0})


def test_a_change_of_one_participant_moves_nobody(net: Network) -> None:
    first = plan(net, NAMES, slots=6)
    again = replan(net, first, NAMES, slots=6, absent=["Bois"])
    assert again.attrs["change"]["moved"] == 0
    keys = ["slot", "table", "org_id_a", "org_id_b"]
    kept = first[~(first["org_id_a"].eq("B") | first["org_id_b"].eq("B"))]
    assert {tuple(row) for row in kept[keys].to_numpy()} <= {tuple(row) for row in again[keys].to_numpy()}
    more = replan(net, again, NAMES[:1] + NAMES[2:], slots=6, added=["Newcomer"])
    assert "participant:newcomer" in set(more["org_id_a"]) | set(more["org_id_b"])
    assert more.attrs["change"]["dropped"] == 0
    with pytest.raises(PolegraphError, match="no plan of meetings"):
        replan(net, first.drop(columns="table"), NAMES)
