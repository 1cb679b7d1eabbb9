"""Filters, questions, the table, chains and surroundings: the page shows what the tables computed in Python say."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from polegraph import synergies
from polegraph.metrics.links import large_group_links
from tests.maps.world import ids, links, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from polegraph import Network
    from tests.maps.conftest import Opened

    Show = Callable[..., Opened]


def pick(opened: Opened, name: str, value: str) -> None:
    """Choose an entry of a filter by its words."""
    details = opened.page.locator("#filters details")
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    opened.page.locator(f"#filter-{name}").select_option(label=value)


def listed(opened: Opened) -> list[str]:
    """Read the first column of the table to the end."""
    rows: list[str] = []
    while True:
        rows += opened.names("#table tbody tr td:first-child")
        after = opened.page.get_by_role("button", name="Next", exact=True)
        if after.is_disabled():
            return rows
        after.click()


@pytest.mark.parametrize(
    ("filters", "chosen"),
    [
        ({"programme": "FUI"}, {"programme": "FUI"}),
        ({"since": "2014", "until": "2016"}, {"since": 2014, "until": 2016}),
        ({"programme": "FUI", "until": "2012"}, {"programme": "FUI", "until": 2012}),
    ],
)
def test_filters_by_projects_show_what_select_chooses(
    show: Show, centre: Network, filters: dict[str, str], chosen: dict[str, Any]
) -> None:
    opened = show(centre)
    for name, value in filters.items():
        pick(opened, name, value)
    smaller = centre.select(**chosen)
    assert shown(opened, centre) == set(smaller.org_index)
    assert links(opened, centre) == {frozenset(pair) for pair in smaller.to_networkx().edges}
    assert all(value in opened.status.split("Filters: ")[1] for value in filters.values())


def test_filter_by_theme_shows_what_select_chooses(show: Show, centre: Network) -> None:
    label = centre.themes["label"].iloc[0]
    opened = show(centre)
    pick(opened, "theme", label)
    assert shown(opened, centre) == set(centre.select(theme=label).org_index)


def test_filters_by_organisation_hold_together(show: Show, centre: Network) -> None:
    pole = centre.poles["name"].iloc[0]
    opened = show(centre)
    pick(opened, "pole", pole)
    pick(opened, "kind", "laboratory")
    members = centre.memberships[centre.memberships["pole_id"] == centre.poles["pole_id"].iloc[0]]["org_id"]
    labs = centre.organisations.loc[centre.organisations["kind"] == "lab", "org_id"]
    assert shown(opened, centre) == set(members) & set(labs)
    opened.page.get_by_role("button", name="Take off all filters").click()
    assert shown(opened, centre) == set(centre.org_index)


def test_phases_and_years_follow_one_another(show: Show, centre: Network) -> None:
    opened = show(centre)
    opened.page.locator("#filters summary").click()
    opened.page.get_by_role("button", name="Phase III").click()
    assert shown(opened, centre) == set(centre.select(phase="III").org_index)
    slider = opened.page.get_by_role("slider")
    slider.focus()
    opened.page.keyboard.press("ArrowLeft")
    assert shown(opened, centre) == set(centre.select(since=2013, until=2017).org_index)
    opened.page.get_by_role("button", name="Take off all filters").click()
    opened.page.get_by_role("button", name="Play").click()
    first = int(centre.projects["year"].min())
    opened.page.locator(f"#filter-year[aria-valuetext='{first + 1}']").wait_for()
    opened.page.get_by_role("button", name="Pause").click()
    assert int(opened.page.locator("#filter-until").input_value()) > first


QUESTIONS = {
    "SMEs without a large group": "sme_without_large_group",
    "Labs without an SME": "lab_without_sme",
    "Members without a project": "member_without_project",
    "Training bodies left out": "training_body_left_out",
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_questions_give_the_organisations_of_the_gap(show: Show, centre: Network, question: str) -> None:
    opened = show(centre)
    opened.page.get_by_role("button", name=question).click()
    gap = synergies.gap(centre, QUESTIONS[question], draws=0)
    assert sorted(listed(opened)) == sorted(gap["name"])
    assert opened.status.split()[0] == str(len(gap))


def test_sme_questions_give_the_table_of_links_and_the_introducers(show: Show, centre: Network) -> None:
    table = large_group_links(centre, draws=0)
    near = table[table["status"] == "introduced"]
    opened = show(centre)
    opened.page.get_by_role("button", name="SMEs without a large group").click()
    assert listed(opened) == table.loc[table["status"] != "direct", "name"].tolist()
    opened.page.get_by_role("button", name="One introduction away (").click()
    assert listed(opened) == near["name"].tolist()
    assert opened.names("#table tbody tr td:nth-child(2)") == near["introducer_name"].tolist()[len(near) // 50 * 50 :]
    opened.page.get_by_role("button", name="Most helpful introducers").click()
    most = near["introducer_name"].value_counts()
    assert opened.names("#table tbody tr td:nth-child(2)")[0] == str(most.max())
    assert f"{len(most)} organisations could introduce" in opened.status


def test_missing_links_between_poles_are_those_of_the_gap(show: Show, centre: Network) -> None:
    pairs = synergies.gap(centre, "pole_pair")
    flagged = pairs[pairs["q_value"] <= synergies.FLAGGED]
    opened = show(centre)
    opened.page.get_by_role("button", name="Missing links between pôles").click()
    for row in flagged.itertuples():
        assert f"{row.group_name} – {row.other_name}" in opened.status
    assert (f"{len(flagged)} pair" if len(flagged) else "No pair") in opened.status


def test_a_question_is_answered_about_those_that_are_shown(show: Show, centre: Network) -> None:
    opened = show(centre)
    opened.page.get_by_role("button", name="SMEs without a large group").click()
    pick(opened, "size", "micro-enterprise")
    table = large_group_links(centre, draws=0)
    micro = table[(table["status"] != "direct") & (table["size"] == "micro")]
    assert listed(opened) == micro["name"].tolist()
    assert opened.status.startswith(f"{len(micro)} SMEs share no project with a large group.")


def test_table_sorts_and_leads_to_cards(show: Show, centre: Network) -> None:
    opened = show(centre)
    page = opened.page
    page.get_by_role("button", name="Table", exact=True).click()
    grid = page.get_by_role("grid")
    assert grid.get_attribute("aria-rowcount") == str(len(centre.organisations) + 1)
    grid.get_by_role("button", name="Partners").click()
    assert page.locator("th[aria-sort=descending]").text_content() == "Partners ▼"
    graph = centre.to_networkx()
    partners = [degree for _, degree in graph.degree()]
    at = opened.names("#table th").index("Partners ▼") + 1
    assert opened.names(f"#table tbody tr td:nth-child({at})") == [str(n) for n in sorted(partners, reverse=True)[:50]]
    page.locator("#table tbody tr button").first.click()
    assert page.locator("#card .partner").count() == 20
    assert page.locator("#card h3").first.text_content() == f"Partners ({max(partners)})"
    page.get_by_role("group", name="What the table shows").get_by_role("button", name="projects").click()
    assert grid.get_attribute("aria-rowcount") == str(len(centre.projects) + 1)
    page.locator("#table tbody tr button").first.click()
    assert opened.status.startswith("Selected: the project")


def test_table_is_a_grid_for_the_keyboard(show: Show, centre: Network) -> None:
    opened = show(centre)
    page = opened.page
    page.get_by_role("button", name="Table", exact=True).click()
    page.locator("#table [tabindex='0']").focus()
    at = "document.activeElement.dataset.at"
    for key, place in {"ArrowDown": "1/0", "ArrowRight": "1/1", "End": "1/9", "Home": "1/0", "ArrowUp": "0/0"}.items():
        page.keyboard.press(key)
        assert page.evaluate(at) == place
    page.keyboard.press("PageDown")
    assert page.locator("#table .range").text_content() == f"51 to 100 of {len(centre.organisations)}"
    assert page.evaluate(at) == "0/0"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "card-title"


def test_chain_is_as_short_as_can_be_and_each_step_has_its_projects(show: Show, centre: Network) -> None:
    graph = centre.to_networkx()
    part = max(nx.connected_components(graph), key=len)
    start = min(part)
    far = nx.single_source_shortest_path_length(graph, start)
    goal = max(sorted(part), key=lambda org: far[org])
    names = dict(zip(centre.organisations["org_id"], centre.organisations["name"], strict=True))
    opened = show(centre)
    opened.page.evaluate("number => window.polegraph.select(number)", ids(centre).index(start))
    opened.page.get_by_role("button", name="Find a chain to").click()
    opened.page.keyboard.type(names[goal])
    opened.page.keyboard.press("Enter")
    steps = [by_name(centre, name) for name in opened.names("#card .steps > li > .link")]
    assert (steps[0], steps[-1]) == (start, goal)
    assert len(steps) - 1 == far[goal]
    assert all(graph.has_edge(one, other) for one, other in itertools.pairwise(steps))
    assert opened.page.locator("#card .steps > li > ul").count() == far[goal]
    assert f"are {far[goal]} steps apart" in opened.status


def by_name(network: Network, name: str) -> str:
    [found] = network.organisations.loc[network.organisations["name"] == name, "org_id"]
    return str(found)


@pytest.mark.parametrize("depth", [1, 2])
def test_surroundings_are_those_within_some_steps(show: Show, centre: Network, depth: int) -> None:
    graph = centre.to_networkx()
    every = ids(centre)
    start = next(number for number, org in enumerate(every) if 0 < graph.degree(org) <= 5)
    opened = show(centre)
    opened.page.evaluate("number => window.polegraph.select(number)", start)
    opened.page.get_by_role("button", name="Show its surroundings").click()
    opened.page.locator("#filter-depth").select_option(str(depth))
    assert shown(opened, centre) == set(nx.single_source_shortest_path_length(graph, every[start], cutoff=depth))


def test_colours_switch_in_place_and_the_legend_counts_them(show: Show, centre: Network) -> None:
    opened = show(centre)
    opened.page.locator("[data-entry=colour]").select_option(label="Region")
    counted = centre.organisations["region"].value_counts()
    entries = opened.page.locator("[data-entry^='region/']")
    first = [entries.nth(at).locator(".words").inner_text() for at in range(min(7, len(counted)))]
    numbers = [int(entries.nth(at).locator(".number").text_content() or 0) for at in range(min(7, len(counted)))]
    assert numbers == counted.head(7).tolist()
    assert [counted[name] for name in first] == numbers
    entries.first.click()
    outside = centre.organisations["region"] != first[0]
    assert shown(opened, centre) == set(centre.organisations.loc[outside, "org_id"])


def test_card_counts_partners_by_kind_and_projects_by_year(show: Show, centre: Network) -> None:
    links_ = large_group_links(centre, draws=0)
    graph, size = centre.to_networkx(), centre.category.set_index("org_id")["size"]
    few = [org for org in links_.loc[links_["status"] == "introduced", "org_id"] if 12 < graph.degree(org) <= 20]
    org = max(few, key=lambda one: (graph.degree(one), one))  # whose lists are shown whole
    kinds = centre.organisations.set_index("org_id")["kind"]
    names = centre.organisations.set_index("org_id")["name"]
    opened = show(centre)
    opened.page.evaluate("number => window.polegraph.select(number)", ids(centre).index(org))
    counted = kinds[list(graph[org])].value_counts()
    buttons = opened.page.locator("#card .kinds button")
    said = {button.split(" (")[0]: int(button.split("(")[1][:-1]) for button in buttons.all_inner_texts()}
    words = {"company": "company", "lab": "laboratory", "training_body": "training body", "public_body": "public body"}
    assert said == {words.get(str(kind), str(kind)): number for kind, number in counted.items()}
    buttons.filter(has_text="laboratory").click()
    partners = opened.page.get_by_role("list", name="Partners", exact=True).first
    labs = sorted(names[other] for other in graph[org] if kinds[other] == "lab")
    assert sorted(partners.locator(".link").all_inner_texts()) == labs
    own = centre.participations.loc[centre.participations["org_id"] == org, "project_id"]
    years = centre.projects.set_index("project_id").loc[own, "year"].value_counts().sort_index()
    bars = [bar.split() for bar in opened.names("#card .bars li")]
    assert [(bar[0], bar[-1]) for bar in bars] == [(str(year), str(number)) for year, number in years.items()]
    over = {names[other] for other in graph[org] if any(size[far] in {"large", "not_sme"} for far in graph[other])}
    helpers = opened.page.get_by_role("list", name="Partners that work with a large group")
    assert set(helpers.locator(".link").all_inner_texts()) == over
    helper = links_.loc[links_["org_id"] == org, "introducer_id"].iloc[0]
    opened.page.evaluate("number => window.polegraph.select(number)", ids(centre).index(helper))
    number = int((links_.loc[links_["status"] == "introduced", "introducer_id"] == helper).sum())
    facts = dict(zip(opened.names("#card dt"), opened.names("#card dd"), strict=True))
    assert facts["Could introduce"].split()[0] == str(number)
