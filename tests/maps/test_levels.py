"""Networks too large for one look: bubbles that open, counted as the tables computed in Python count."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from scipy.sparse import csgraph

from polegraph.maps.layout import place
from polegraph.maps.levels import SINGLE, levels
from polegraph.metrics import communities, large_group_links, nested_communities
from polegraph.sources import anr

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from playwright.sync_api import Browser

    from polegraph import Network
    from tests.maps.conftest import Opened, Written

    Show = Callable[..., Opened]

DATA = Path(__file__).parents[2] / "data"
SVG = "{http://www.w3.org/2000/svg}"
SMALL = ["introduced", "far", "unreachable", "no_partner", "no_project"]


@pytest.fixture(scope="module")
def agency() -> Network:
    return anr.read(DATA / "anr" / "anr_dos_2010_2022_partenaires.csv.gz")


@pytest.fixture(scope="module")
def links(agency: Network) -> pd.DataFrame:
    return large_group_links(agency, draws=0)


@pytest.fixture(scope="module")
def nested(agency: Network) -> pd.DataFrame:
    """Return the communities of each organisation, with its table's columns; missing for those in banks."""
    found = nested_communities(agency).merge(agency.organisations, on="org_id")
    # The largest group of partners is one: its communities are bubbles, the small groups stand in a bank.
    _, group = csgraph.connected_components(agency.collaboration_matrix(), directed=False)
    in_largest = pd.Series(group == np.bincount(group).argmax(), agency.org_index)
    found.loc[~found["org_id"].map(in_largest), "level_1"] = None
    return found


def numbers(text: str) -> list[int]:
    return [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", text)]


def met(agency: Network, bubble: pd.Series[Any]) -> int:
    """Count the pairs of bubbles that meet in a project."""
    of, names = pd.factorize(bubble.reindex(agency.org_index))
    inside = sparse.csr_array(
        (np.ones(int((of >= 0).sum())), (np.flatnonzero(of >= 0), of[of >= 0])), (len(of), len(names))
    )
    taken = (agency.incidence @ inside).astype(bool).astype(int)
    return int(sparse.triu(taken.T @ taken, 1).nnz)


def test_bubbles_hold_everybody_once_and_do_not_lie_on_each_other(centre: Network) -> None:
    nested = nested_communities(centre, 30)
    weights = centre.collaboration_matrix("newman")
    status = large_group_links(centre, draws=0).set_index("org_id")["status"].reindex(nested["org_id"]).fillna("other")
    layout = place(weights, np.full(len(nested), 8.0), status.isin(SMALL).to_numpy())
    made = levels(centre, nested, layout, status.to_numpy(dtype=object), centre.incidence)
    assert sum(made["members"][bubble] for bubble, parent in enumerate(made["parent"]) if parent < 0) == len(nested)
    assert sum(made["without"][bubble] for bubble, parent in enumerate(made["parent"]) if parent < 0) == int(
        status.isin(SMALL).sum()
    )
    for bubble, count in enumerate(made["members"]):
        inner = [other for other, parent in enumerate(made["parent"]) if parent == bubble]
        assert sum(made["members"][other] for other in inner) == (count if inner else 0)
        assert made["of"].count(bubble) == (0 if inner else count)
        for one, other in itertools.combinations([one for one in inner if made["bank"][one] < 0], 2):
            apart = np.hypot(made["x"][one] - made["x"][other], made["y"][one] - made["y"][other])
            assert apart > made["r"][one] + made["r"][other] - 2
    # Bubbles are called after who has most projects.
    activity = np.bincount(centre.incidence.indices, minlength=len(nested))
    first = [place for place, bubble in enumerate(made["of"]) if bubble == made["of"][0]]
    assert activity[made["leaders"][made["of"][0]][0]] == max(activity[first])
    assert {made["bank"][bubble] for bubble in made["of"]} == {-1, *range(len(layout.banks))}


def test_first_look_says_what_is_inside_bubbles(
    show: Show, agency: Network, nested: pd.DataFrame, links: pd.DataFrame
) -> None:
    opened = show(agency)
    every = len(agency.organisations)
    top = nested["level_1"].value_counts()
    lines = met(agency, nested.set_index("org_id")["level_1"])
    alone = every - int(top.sum())
    assert numbers(opened.status) == [
        every, every, int(top.sum()), len(top), alone, lines, agency.collaboration_matrix().nnz // 2,
    ]  # fmt: skip
    opened.page.locator("#levels .more").click()
    counts = [numbers(text)[0] for text in opened.names("#levels .bubble small")]
    assert counts[:-3] == sorted(top.tolist(), reverse=True)
    assert sum(counts) == every
    without = [numbers(text)[1] for text in opened.names("#levels .bubble small") if "SME" in text]
    assert sum(without) == int(links["status"].isin(SMALL).sum())
    # The search still finds everybody.
    opened.page.get_by_role("searchbox").fill("thales")
    opened.page.keyboard.press("Enter")
    assert "thales" in (opened.page.locator("#card-title").text_content() or "").lower()
    assert opened.status.startswith("Selected: ")


def test_bubbles_open_by_keyboard_and_close_again(show: Show, agency: Network, nested: pd.DataFrame) -> None:
    opened = show(agency)
    page = opened.page
    page.locator("[data-bubble='1']").focus()
    page.keyboard.press("Enter")
    inner = nested[nested["level_1"] == nested["level_1"].value_counts().index[1]]
    parts = inner["level_2"].value_counts()
    assert page.evaluate("document.activeElement.id") == "levels-title"
    said = numbers(opened.status.split("Opened")[0])
    assert said[:5] == [len(inner), len(agency.organisations), len(inner), len(parts), 0]
    assert said[5] == met(agency, inner.set_index("org_id")["level_2"])
    assert numbers(opened.status)[-1] == len(agency.organisations) - len(inner)
    # One more: all in it are drawn one by one, and the table lists them.
    page.keyboard.press("Tab")
    page.locator("#levels .bubble").nth(1).focus()
    page.keyboard.press("Enter")
    assert opened.status.startswith(f"Shown: {parts.iloc[1]} organisations of {len(agency.organisations):,};")
    page.locator("#table-toggle").click()
    assert opened.names("#table .bar button")[0] == f"{parts.iloc[1]} organisations"
    assert page.locator("#path [aria-current]").count() == 1
    page.keyboard.press("Escape")
    assert opened.status.startswith(f"Shown: {len(inner):,} organisations")
    page.locator("#path button").first.focus()
    page.keyboard.press("Enter")
    assert opened.status.startswith(f"Shown: {len(agency.organisations):,} organisations")
    assert page.evaluate("document.activeElement.dataset.bubble") == "1"


def test_a_bubble_opens_by_a_click_on_the_map(show: Show, agency: Network) -> None:
    opened = show(agency)
    largest = max(opened.page.evaluate("window.polegraph.bubbles()"), key=lambda bubble: bubble["number"])
    opened.page.mouse.click(largest["x"], largest["y"])
    assert opened.page.locator("#path").is_visible()
    assert opened.status.startswith(f"Shown: {largest['number']:,} organisations of")
    # The picture to take away shows the bubbles that are inside, a ring of all its members around each.
    bubbles = opened.page.evaluate("window.polegraph.bubbles()")
    with opened.page.expect_download() as waiting:
        opened.take_away("Picture (SVG)")
    picture = ET.fromstring(waiting.value.path().read_text("utf-8"))  # noqa: S314  # made by the page under test
    titles = [title.text or "" for title in picture.iter(f"{SVG}title")]
    told = [numbers(title)[0] for title in titles if title[:1].isdigit()]
    assert sorted(told) == sorted(bubble["number"] for bubble in bubbles)
    opened.requests[:] = [url for url in opened.requests if not url.startswith("blob:")]


def test_filters_count_inside_bubbles_or_draw_what_is_left(show: Show, agency: Network, nested: pd.DataFrame) -> None:
    opened = show(agency)
    page = opened.page
    kinds = agency.organisations["kind"].value_counts()
    assert kinds["lab"] > SINGLE > kinds["company"]
    page.locator("#filters summary").click()
    page.locator("#filter-kind").select_option("lab")
    labs = nested[nested["kind"] == "lab"].groupby("level_1").size()
    assert numbers(opened.status)[:3] == [kinds["lab"], len(agency.organisations), int(labs.sum())]
    drawn = {bubble["bubble"]: bubble["number"] for bubble in page.evaluate("window.polegraph.bubbles()")}
    top = nested["level_1"].value_counts().index
    assert drawn[0] == labs[top[0]]
    assert f"{labs[top[0]]:,} of {(nested['level_1'] == top[0]).sum():,}" in opened.names("#levels .bubble small")[0]
    page.locator("#filter-kind").select_option("company")
    assert page.evaluate("window.polegraph.bubbles()") == []
    assert opened.status.startswith(f"Shown: {kinds['company']:,} organisations of {len(agency.organisations):,};")


def test_answers_are_drawn_although_bubbles_are_closed(
    show: Show, agency: Network, links: pd.DataFrame, nested: pd.DataFrame
) -> None:
    opened = show(agency)
    opened.page.locator("[data-question=one_introduction]").click()
    near = set(links["org_id"][links["status"] == "introduced"])
    inside = set(nested["org_id"][nested["level_1"].notna()])
    banks = len(nested) - len(inside)
    said = numbers(opened.status.split("Shown")[1])
    assert opened.status.startswith(f"{len(near):,} SMEs are one introduction away")
    assert said[2] == len(inside - near)
    assert said[4] == len(near & inside) + banks


def test_all_one_by_one_is_one_click_and_kept_in_the_link(show: Show, agency: Network) -> None:
    opened = show(agency)
    opened.page.locator("#levels-single").click()
    every = f"{len(agency.organisations):,}"
    expected = f"Shown: {every} organisations of {every}; 10,000 links of "
    assert opened.status.startswith(expected)
    opened.take_away("Link to this view")
    address = opened.page.locator("#address").input_value()
    opened.page.goto("about:blank")
    opened.page.goto(address)
    opened.page.locator("#status:not(:empty)").wait_for()
    assert opened.status.startswith(expected)
    del opened.requests[1:]  # the same file again
    opened.page.locator("[data-entry='kind/lab']").click()
    labs = int((agency.organisations["kind"] == "lab").sum())
    assert opened.status.startswith(f"Shown: {len(agency.organisations) - labs:,} organisations of {every}")


def test_axe_finds_nothing_on_bubbles(browser: Browser, axe: str, write: Written, agency: Network) -> None:
    # axe is put into the page from outside, which its policy forbids to all others.
    context = browser.new_context(reduced_motion="reduce", bypass_csp=True)
    page = context.new_page()
    page.goto(write(agency).as_uri())
    page.locator("#status:not(:empty)").wait_for()
    page.evaluate(axe)
    for step in ("#fit", "[data-bubble='1']"):
        page.locator(step).click()
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        assert [(step, one["id"], one["nodes"][0]["html"]) for one in found] == []
    context.close()


def test_file_can_be_mailed(write: Written, agency: Network) -> None:
    assert write(agency).stat().st_size < 12_000_000


def test_communities_colour_and_count(show: Show, centre: Network) -> None:
    opened = show(centre, lang="en", colour_by="community")
    found = communities(centre, runs=0, rounds=2)["community"]
    counted = Counter(found.dropna().tolist())
    entries = opened.page.locator("[data-entry^='community/']").all()
    words = {(entry.get_attribute("data-entry") or "").split("/")[1]: entry.text_content() or "" for entry in entries}
    assert numbers(words["_none"])[-1] == int(found.isna().sum())
    for community, number in counted.most_common(7):
        assert numbers(words[str(community)])[-1] == number
    opened.page.locator("[data-entry='community/1']").click()
    assert opened.status.startswith(f"Shown: {len(found) - counted[1]} organisations")
    assert opened.page.locator("#levels").is_hidden()
