"""Outcomes, needs and offers on the page: the filter, the cards and the two questions, against the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

import polegraph.examples
from polegraph.maps import performance
from polegraph.tables import still_open
from tests import examples
from tests.maps.world import block

if TYPE_CHECKING:
    from collections.abc import Callable

    from polegraph import Network
    from tests.maps.conftest import Opened, Written

    Show = Callable[..., Opened]

_ANSWERS = "() => window.polegraph.answers()"


def without_outcome(net: Network) -> pd.DataFrame:
    """The projects that have ended and of which nothing is known, with the coordinator, or all where it is hidden."""
    projects = net.projects[net.projects["end"] < pd.Timestamp(net.day)]
    projects = projects[~projects["project_id"].isin(net.outcomes["project_id"])]
    parts = net.participations
    led = parts.loc[parts["role"] == "coordinator", "project_id"]
    asked = parts[(parts["role"] == "coordinator") | ~parts["project_id"].isin(led)]
    return projects.merge(asked[["project_id", "org_id"]], on="project_id")


def helpers(net: Network) -> dict[tuple[str, str], set[str]]:
    """Who could meet each open need: slow and obvious."""
    graph = net.to_networkx()
    poles = net.members().groupby("org_id")["pole_id"].agg(set).to_dict()
    there = set(net.org_index[net.standing])
    shy = set(net.organisations.loc[net.organisations["opt_out"].fillna(value=False).astype(bool), "org_id"])
    found: dict[tuple[str, str], set[str]] = {}
    for one, domain in still_open(net.needs)[["org_id", "domain"]].itertuples(index=False, name=None):
        mine = set(graph[one]) if one in graph else set()
        beyond = {far for near in mine for far in graph[near]}
        for other, offered in still_open(net.offers)[["org_id", "domain"]].itertuples(index=False, name=None):
            near = other in beyond or poles.get(one, set()) & poles.get(other, set())
            able = other in there and other not in shy and other not in mine | {one}
            if one in there and offered == domain and near and able:
                found.setdefault((one, domain), set()).add(other)
    return found


def test_projects_that_have_ended_without_a_known_outcome(show: Show, write: Written, centre: Network) -> None:
    data = block(write(centre).read_text(encoding="utf-8"), "data")
    opened = show(centre)
    found = opened.page.evaluate(_ANSWERS)["without_outcome"]
    expected = without_outcome(centre)
    number = expected["project_id"].nunique()
    assert 30 < number < len(expected)
    acronyms = expected.groupby("org_id")["acronym"].agg(lambda names: ", ".join(sorted(names))).to_dict()
    told = {data["organisations"]["id"][row]: ", ".join(sorted(note.split(", "))) for row, note, _ in found}
    assert told == acronyms
    opened.page.get_by_role("button", name="Ended projects without a known outcome").click()
    assert opened.status.startswith(f"{number} ended projects have no known outcome")
    opened.page.locator("#table").get_by_role("button", name=f"{number} projects").wait_for()


def test_needs_that_a_neighbour_could_meet(show: Show, write: Written, centre: Network) -> None:
    data = block(write(centre).read_text(encoding="utf-8"), "data")
    every, names = data["organisations"]["id"], data["organisations"]["name"]
    expected = helpers(centre)
    assert len(expected) > 10
    opened = show(centre)
    found = opened.page.evaluate(_ANSWERS)["needs_near"]
    assert {every[row] for row, *_ in found} == {one for one, _ in expected}
    name_of = dict(zip(every, names, strict=True))
    for row, note, _ in found:
        domains = {domain: those for (one, domain), those in expected.items() if one == every[row]}
        assert note.count(" · ") == len(domains) - 1
        for said, domain in zip(note.split(" · "), sorted(domains), strict=True):
            word, named = said.split(": ")
            assert word == domain.replace("_", " ")
            listed = named.removesuffix("…").split(", ")
            assert set(listed) <= {name_of[one] for one in domains[domain]}
            assert len(listed) == min(3, len(domains[domain]))
    opened.page.get_by_role("button", name="Needs that a neighbour could meet").click()
    assert opened.status.startswith(f"{len(found)} organisations have an open need")


@pytest.mark.parametrize("state", performance.STATES)
def test_the_filter_leaves_the_projects_of_a_state(show: Show, centre: Network, state: str) -> None:
    opened = show(centre)
    opened.page.locator("#filters summary").click()
    opened.page.locator("#filter-outcome").select_option(state)
    has = centre.projects["project_id"].isin(centre.outcomes["project_id"])
    ended = centre.projects["end"] < pd.Timestamp(centre.day)
    number = int({"with": has, "without": ended & ~has, "running": ~ended & ~has}[state].sum())
    assert f"{number} projects" in (opened.page.locator("#subtitle").text_content() or "")
    assert number > 30


def test_the_cards_say_what_came_out_and_what_is_needed(show: Show, write: Written, centre: Network) -> None:
    data = block(write(centre).read_text(encoding="utf-8"), "data")
    row = {one: place for place, one in enumerate(data["organisations"]["id"])}
    held = centre.outcomes.dropna(subset=["org_id", "date", "title"]).sort_values("outcome_id").iloc[0]
    opened = show(centre)
    opened.page.evaluate("number => window.polegraph.select(number)", row[held["org_id"]])
    entry = opened.page.locator("#card .outcome").filter(has_text=held["title"])
    assert f"{held['kind'].replace('_', ' ')} · {held['date']:%Y-%m-%d}" in (entry.text_content() or "")
    entry.get_by_role("button").click()  # the project, whose card lists it too, with who holds it
    whole = centre.outcomes[centre.outcomes["project_id"] == held["project_id"]]
    assert opened.page.locator("#card .outcome").count() == len(whole)
    name = data["organisations"]["name"][row[held["org_id"]]]
    assert name in (opened.page.locator("#card .outcome").filter(has_text=held["title"]).text_content() or "")
    need = still_open(centre.needs).iloc[0]
    opened.page.evaluate("number => window.polegraph.select(number)", row[need["org_id"]])
    assert need["detail"] in (opened.page.locator("#card dl").text_content() or "")


def test_marks_are_coloured_by_what_came_out(show: Show, centre: Network) -> None:
    opened = show(centre, colour_by="outcomes")
    named = centre.participations.drop_duplicates(["project_id", "org_id"]).merge(centre.outcomes, on="project_id")
    known = named.groupby("org_id_x").size()
    expected = {"several": int((known > 1).sum()), "one": int((known == 1).sum())}
    for entry, number in expected.items():
        button = opened.page.locator(f"[data-entry='outcomes/{entry}']")
        assert (button.locator(".number").text_content() or "") == str(number)
    opened.page.locator("[data-entry='outcomes/several']").click()
    assert opened.status.startswith(f"Shown: {len(centre.organisations) - expected['several']} organisations")


def test_nothing_is_said_of_outcomes_where_none_is_recorded(show: Show) -> None:
    opened = show()
    questions = opened.names("#questions button")
    assert not {"Ended projects without a known outcome", "Needs that a neighbour could meet"} & set(questions)
    assert opened.page.locator("#filter-outcome").count() == 0
    colours = opened.page.locator("#legend option").evaluate_all("all => all.map(one => one.value)")
    assert "status" in colours
    assert "outcomes" not in colours


def test_what_is_not_public_is_not_in_the_file(write: Written) -> None:
    net = examples.centre()
    page = write(net).read_text(encoding="utf-8")
    data = block(page, "data")
    hidden = net.outcomes[net.outcomes["visibility"].notna()]
    assert len(hidden) > 20
    ids = {f"{kind} {title}" for kind, title in hidden[["kind", "title"]].to_numpy()}
    shown = {f"{kind} {title}" for those in data["projects"]["outcomes"].values() for kind, title, *_ in those}
    public = net.visible("public").outcomes
    twins = {f"{kind} {title}" for kind, title in public[["kind", "title"]].to_numpy()}
    assert not (ids - twins) & shown
    needs = net.visible("public").needs
    assert sum(map(len, data["organisations"]["needs"].values())) == len(
        still_open(needs)[["org_id", "domain", "detail"]].drop_duplicates()
    )


def test_who_opted_out_or_is_dissolved_cannot_be_asked_to_help() -> None:
    tiny = polegraph.examples.tiny()
    organisations = tiny.organisations.assign(
        opt_out=[False, True, False, False, False],
        dissolved=pd.to_datetime(pd.Series(["", "", "2001-01-01", "", ""])),
    )
    offers = pd.DataFrame(
        {
            "org_id": ["SME1", "LAB", "SME2", "BIG"],
            "domain": "skills",
            "status": [None, None, None, "dropped"],
            "detail": ["chemists", None, None, None],
        }
    )
    net = tiny.with_tables(organisations=organisations, offers=offers)
    found = performance.support(net, net.organisations)
    row = {one: place for place, one in enumerate(net.organisations["org_id"])}
    assert found["able"] == [row["SME1"]]
    assert found["offers"] == {
        str(row["SME1"]): [["skills", "chemists"]],
        str(row["LAB"]): [["skills", ""]],
        str(row["SME2"]): [["skills", ""]],
    }


def test_states_of_projects() -> None:
    made: dict[str, Any] = {"outcome_id": ["R1"], "project_id": ["P1"], "kind": ["product"]}
    tiny = polegraph.examples.tiny().with_tables(outcomes=pd.DataFrame(made))
    projects = tiny.projects.assign(end=pd.Series(pd.to_datetime(["", "2001-01-01", "2099-01-01"])))
    net = tiny.with_tables(projects=projects)
    assert performance.states(net, net.projects) == ["with", "without", "running"]
    assert performance.states(polegraph.examples.tiny(), net.projects) == []
