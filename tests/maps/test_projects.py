"""Projects as marks of their own: the two-mode network as the tables have it, on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pandas as pd

from polegraph import Network
from tests.maps.test_take_away import taken
from tests.maps.world import ids

if TYPE_CHECKING:
    from pathlib import Path

    from tests.maps.conftest import Opened
    from tests.maps.test_explore import Show

TOGGLE = "[data-entry='projects/shown']"


def pairs(opened: Opened, network: Network) -> set[tuple[str, str]]:
    """Return which project is joined to which organisation on the map."""
    every, projects = ids(network), sorted(network.project_index)
    joined: list[list[int]] = opened.page.evaluate("window.polegraph.spots().joined")
    return {(projects[project], every[member]) for project, member in joined}


def taken_part(network: Network) -> set[tuple[str, str]]:
    return set(network.participations[["project_id", "org_id"]].itertuples(index=False, name=None))


def spot(opened: Opened, project: int) -> dict[str, Any]:
    found: dict[str, Any] = opened.page.evaluate("number => window.polegraph.spot(number)", project)
    return found


def test_projects_are_joined_to_their_members_and_follow_the_filters(show: Show, centre: Network) -> None:
    opened = show(centre)
    page = opened.page
    assert pairs(opened, centre) == set()
    assert page.locator(f"{TOGGLE} .number").text_content() == str(len(centre.projects))
    page.locator(TOGGLE).focus()
    page.keyboard.press("Enter")
    assert page.locator(TOGGLE).get_attribute("aria-pressed") == "true"
    assert page.evaluate("document.activeElement.dataset.entry") == "projects/shown"
    assert pairs(opened, centre) == taken_part(centre)
    assert page.evaluate("window.polegraph.links()") == []
    number = len(centre.projects)
    assert f"{number} projects of {number} as stars, and {len(taken_part(centre)):,} links" in opened.status
    page.locator("#filters summary").click()
    page.locator("#filter-until").select_option("2012")
    part = centre.select(until=2012)
    assert pairs(opened, centre) == taken_part(part)
    assert f"{len(part.projects)} projects of {number} as stars" in opened.status
    page.locator("[data-entry='kind/lab']").click()
    labs = set(centre.organisations.loc[centre.organisations["kind"] == "lab", "org_id"])
    assert pairs(opened, centre) == {(project, org) for project, org in taken_part(part) if org not in labs}
    page.locator(TOGGLE).click()
    assert pairs(opened, centre) == set()
    assert page.evaluate("window.polegraph.links().length") > 0


def test_a_star_leads_to_the_card_of_its_project(show: Show, tmp_path: Path) -> None:
    opened = show(projects=True)
    page = opened.page
    where = spot(opened, 0)
    page.mouse.click(where["x"], where["y"])
    assert opened.status.startswith("Selected: the project Project P1, 3 organisations.")
    assert page.locator("#card .members, #card .entries").first.locator("li").count() == 3
    page.keyboard.press("Escape")
    places = [tuple(spot(opened, project).values()) for project in range(3)]
    assert len(set(places)) == 3
    picture = ET.fromstring(taken(opened, "Picture (SVG)", tmp_path))  # noqa: S314  # our own
    space = "{http://www.w3.org/2000/svg}"
    assert {"Project P1", "Project P2", "Project P3"} < {title.text for title in picture.iter(f"{space}title")}


def test_a_link_to_the_view_keeps_the_projects(show: Show) -> None:
    opened = show()
    opened.page.locator(TOGGLE).click()
    opened.take_away("Link to this view")
    address = opened.page.locator("#address").input_value()
    opened.page.goto("about:blank")
    opened.page.goto(address)
    opened.page.locator("#status:not(:empty)").wait_for()
    assert "3 projects of 3 as stars" in opened.status
    del opened.requests[1:]


def test_too_many_projects_are_cut_to_the_latest_and_said(show: Show) -> None:
    number = 2100
    every = [f"p{i:04}" for i in range(number)]
    network = Network(
        organisations=pd.DataFrame({"org_id": ["a", "b"], "name": ["A", "B"]}),
        projects=pd.DataFrame({"project_id": every, "year": [2010 + i % 2 for i in range(number)]}),
        participations=pd.DataFrame({"project_id": every * 2, "org_id": ["a"] * number + ["b"] * number}),
    )
    opened = show(network, projects=True)
    assert "2,000 projects of 2,100 as stars" in opened.status
    assert "these are the latest" in opened.status
    drawn = opened.page.evaluate("window.polegraph.spots().projects")
    assert len(drawn) == 2000
    assert sum(project % 2 for project in drawn) == 1050  # all of 2011
