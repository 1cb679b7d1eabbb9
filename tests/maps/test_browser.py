"""The page in a real browser, opened from the disk. `show` holds at the end that nothing left and nobody complained."""

from __future__ import annotations

import contextlib
import itertools
import socket
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

import polegraph.examples
from polegraph import Network
from tests.maps.hostile import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.maps.conftest import Opened

    Show = Callable[..., Opened]

# Organisations of the tiny example in the order of their identifiers.
ALONE, BIG, LAB, SME1, SME2 = range(5)


@cache
def described() -> Network:
    """Return the tiny example with titles, places, spellings and roles."""
    tiny = polegraph.examples.tiny()
    return tiny.with_tables(
        organisations=tiny.organisations.assign(
            name=["Élastomères du Val", "Laboratoire Œuvre", "Petite Pièce", "Grand Groupe", "Toute Seule"],
            city=["Orléans", "Tours", None, "Paris", None],
            region=["Centre-Val de Loire", "Centre-Val de Loire", None, None, None],
        ),
        projects=tiny.projects.assign(
            acronym=["ALPHA", "BETA", None],
            title=["First title", "Second title", "Third title"],
            programme=["FUI", "FUI", "ANR"],
            start=[pd.Timestamp(2014, 1, 1), pd.NaT, pd.NaT],
            end=[pd.Timestamp(2017, 12, 31), pd.NaT, pd.NaT],
        ),
        participations=tiny.participations.assign(role=["coordinator", *["partner"] * 6]),
        aliases=pd.DataFrame(
            {"org_id": ["BIG"], "source": ["own"], "source_id": [None], "name": ["Ancien Nom SA"], "rows": [1]}
        ),
    )


def click(opened: Opened, *ends: int) -> None:
    """Click with the mouse on an organisation, or on the middle of the line between two."""
    points = [opened.at(end) for end in ends]
    opened.page.mouse.click(*(sum(point[axis] for point in points) / len(points) for axis in ("x", "y")))


def search(opened: Opened, text: str) -> list[str]:
    opened.page.get_by_role("searchbox", name="Find an organisation").fill(text)
    return opened.names("#results button bdi:first-child")


def test_click_on_a_link_lists_its_projects(show: Show) -> None:
    opened = show(described())
    click(opened, SME1, LAB)
    card = opened.page.locator("#card")
    assert card.get_by_role("heading", level=2).text_content() == "Laboratoire Œuvre – Élastomères du Val"
    assert opened.names("#card .acronym bdi") == ["BETA", "ALPHA"]
    assert opened.names("#card .about") == ["2016 · FUI", "2014–2017 · FUI"]
    assert opened.names("#card .title") == ["Second title", "First title"]
    members = card.locator(".project").nth(1).locator(".members li").all_text_contents()
    assert sorted(members) == ["Laboratoire Œuvre", "Petite Pièce", "Élastomères du Val (coordinator)"]
    assert opened.status.startswith("Selected: the link between Laboratoire Œuvre and Élastomères du Val, 2 projects.")


def test_click_on_an_organisation_shows_its_card(show: Show) -> None:
    opened = show(described())
    click(opened, SME1)
    facts = dict(zip(opened.names("#card dt"), opened.names("#card dd"), strict=True))
    assert facts == {
        "Kind": "company",
        "Size": "SME",
        "Place": "Orléans, Centre-Val de Loire",
        "Years": "2014–2016",
        "Large groups": (
            "Has no project with a large group; a partner of it has. "
            "Could introduce it: Laboratoire Œuvre to Grand Groupe"
        ),
    }
    assert opened.names("#card .partner .link") == ["Laboratoire Œuvre", "Petite Pièce"]
    assert opened.names("#card .partner .quiet") == ["2 projects", "1 project"]
    assert opened.names("#card .acronym bdi") == ["BETA", "ALPHA"]
    assert opened.status.startswith("Selected: Élastomères du Val, 2 partners.")
    click(opened, BIG)
    assert opened.names("#card .acronym bdi") == ["Third title"]
    opened.page.mouse.click(opened.at(BIG)["x"], opened.at(BIG)["y"] + 150)
    assert opened.page.locator("#card").is_hidden()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ELASTOMERES", ["Élastomères du Val"]),
        ("val elasto", ["Élastomères du Val"]),
        ("œuvre", ["Laboratoire Œuvre"]),
        ("ancien nom", ["Grand Groupe"]),
        ("e", ["Élastomères du Val", "Toute Seule", "Laboratoire Œuvre", "Petite Pièce", "Grand Groupe"]),
        ("xyz", []),
        ("   ", []),
    ],
)
def test_search_ignores_case_and_accents_and_knows_other_spellings(show: Show, text: str, found: list[str]) -> None:
    opened = show(described())
    assert sorted(search(opened, text)) == sorted(found)
    said = opened.page.locator("#found").text_content()
    if found:
        assert said == f"{len(found)} organisation{'s' if len(found) > 1 else ''} found"
    else:
        assert said == ("Nothing found." if text.strip() else "")


def test_search_says_which_spelling_was_found(show: Show) -> None:
    opened = show(described())
    search(opened, "ancien")
    assert [note.strip("\u2068\u2069") for note in opened.names("#results small")] == [
        "company · Paris",
        "also written \u2068Ancien Nom SA",
    ]


def test_legend_counts_hides_and_shows(show: Show) -> None:
    opened = show()
    entries = opened.page.locator("#legend .entry")
    counted = {
        entry: int(number)
        for entry, number in zip(opened.names("#legend .words"), opened.names("#legend .number"), strict=True)
    }
    assert counted == {
        "Large group": 1,
        "SME one introduction away": 2,
        "SME without a project": 1,
        "Others: laboratories, public bodies, size not known…": 1,
        "company": 4,
        "laboratory": 1,
        "micro-enterprise": 1,
        "SME": 2,
        "large company": 1,
        "size not known or not a company": 1,
        "Projects as stars": 3,
    }
    assert opened.status == "Shown: 5 organisations of 5; 4 links of 4."
    laboratory = entries.filter(has_text="laboratory").last
    laboratory.click()
    assert opened.status == "Shown: 4 organisations of 5; 1 link of 4. Hidden by the legend: laboratory."
    off = opened.page.locator("#legend [aria-pressed=false]:not([data-entry^=projects]) .words")
    assert off.all_text_contents() == ["laboratory"]
    assert opened.page.evaluate("document.activeElement.dataset.entry") == "kind/lab"
    click(opened, LAB)
    assert opened.page.locator("#card").is_hidden()
    entries.filter(has_text="micro").click()
    hidden = "Hidden by the legend: laboratory, micro-enterprise."
    assert opened.status == f"Shown: 3 organisations of 5; 0 links of 4. {hidden}"
    opened.page.get_by_role("button", name="Show all").click()
    assert opened.status == "Shown: 5 organisations of 5; 4 links of 4."
    click(opened, LAB)
    assert opened.page.locator("#card").is_visible()


def test_a_hidden_organisation_that_is_selected_is_shown_and_said(show: Show) -> None:
    opened = show()
    opened.page.locator("#legend .entry").filter(has_text="micro").click()
    search(opened, "second")
    opened.page.keyboard.press("Enter")
    assert "The selected organisation is shown although a filter or the legend leaves it out." in opened.status
    assert "Shown: 5 organisations of 5" in opened.status


def test_keyboard_alone_leads_from_search_to_projects(show: Show) -> None:
    opened = show(described())
    page = opened.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.type("elasto")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "card-title"
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('aria-label')"):
            break
    label = str(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert label.replace("\u2068", "").replace("\u2069", "") == "2 projects shared with Laboratoire Œuvre"
    page.keyboard.press("Enter")
    assert opened.names("#card .acronym bdi") == ["BETA", "ALPHA"]
    page.keyboard.press("Escape")
    assert page.locator("#card").is_hidden()
    assert page.evaluate("document.activeElement.id") == "searchbox"


def test_languages_switch_in_place(show: Show) -> None:
    opened = show(described(), lang="fr")
    page = opened.page
    assert page.evaluate("document.documentElement.lang") == "fr"
    french = page.locator("body").inner_text()
    click(opened, SME1)
    page.get_by_role("button", name="English").click()
    assert page.evaluate("document.documentElement.lang") == "en"
    assert "Could introduce it:" in page.locator("#card").inner_text()
    assert page.get_by_role("button", name="English").get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="Close").click()
    english = page.locator("body").inner_text()
    assert "Legend" in english
    assert "Légende" in french
    page.get_by_role("button", name="Français").click()
    assert page.locator("body").inner_text() == french
    # Nothing stays behind in English: every text node of the French page differs from its English words.
    words: dict[str, dict[str, Any]] = page.evaluate("JSON.parse(document.getElementById('data').textContent).words")
    same = {key for key, word in words["en"].items() if word == words["fr"][key]}
    alike = {"kind.association", "n_organisations", "questions", "pause", "phase", "consortium", "filters_who"}
    alike |= {"card_poles", "column.poles", "facet.pole", "colour.pole", "filter.pole"}
    alike |= {"filter.programme", "column.programme", "outcome_kind.service", "outcome_kind.publication"}
    assert same <= alike


def test_title_and_notice_are_text(show: Show) -> None:
    opened = show(title=HOSTILE[1], notice=HOSTILE[0])
    assert opened.page.title() == HOSTILE[1]
    assert opened.page.get_by_role("heading", level=1).text_content() == HOSTILE[1]
    assert opened.page.locator("#notice").text_content() == HOSTILE[0]


def test_the_policy_blocks_what_is_not_ours(show: Show) -> None:
    """Injected code does nothing, and a server that waits for a request reads none."""
    opened = show()
    with socket.create_server(("127.0.0.1", 0)) as server:
        blocked: list[str] = opened.page.evaluate(_INJECTION, f"http://127.0.0.1:{server.getsockname()[1]}/")
        assert _bytes_that_reach(server) == b""
    assert blocked == ["connect-src", "frame-src", "img-src", "script-src-elem", "style-src-elem"]
    assert opened.page.evaluate("window.broken") is None
    opened.messages.clear()  # the browser reports each blocked attempt, as it should
    del opened.requests[1:]  # what was attempted and blocked


def _bytes_that_reach(server: socket.socket) -> bytes:
    """Read what clients say. For a frame, Chromium connects before it asks the policy, and then says nothing."""
    server.settimeout(0.5)
    said = b""
    while True:
        try:
            client = server.accept()[0]
        except TimeoutError:
            return said
        with client:
            client.settimeout(0.5)
            with contextlib.suppress(TimeoutError):
                said += client.recv(1000)


_INJECTION = """async (url) => {
    const blocked = [];
    document.addEventListener("securitypolicyviolation", (event) => blocked.push(event.effectiveDirective));
    const add = (tag, attributes) => document.body.append(Object.assign(document.createElement(tag), attributes));
    add("script", { textContent: "window.broken = true" });
    add("style", { textContent: "body { display: none }" });
    add("img", { src: url });
    add("iframe", { src: url });
    await fetch(url, { signal: AbortSignal.timeout(300) }).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 200));
    return blocked.sort();
}"""


def test_phone_has_everything_in_its_width(show: Show) -> None:
    opened = show(described(), size=(360, 740))
    assert opened.page.evaluate("document.documentElement.scrollWidth") == 360
    click(opened, SME1)
    assert opened.page.locator("#card").is_visible()
    opened.page.locator("#legend summary").click()
    assert opened.page.locator("#legend .entry").first.is_visible()
    assert opened.page.evaluate("document.documentElement.scrollWidth") == 360


def test_names_on_the_map_do_not_lie_on_one_another_and_are_more_when_near(show: Show, centre: Network) -> None:
    opened = show(centre)
    numbers = []
    for click in (None, "#zoom-in", "#zoom-in", "#zoom-in"):
        if click is not None:
            opened.page.locator(click).click()
        boxes = opened.page.evaluate("window.polegraph.names()")
        for one, other in itertools.combinations(boxes, 2):
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        numbers.append(len(boxes))
    assert 6 <= numbers[0] <= 20
    assert max(numbers) > numbers[0]


def test_dark_screens_get_a_dark_page(show: Show) -> None:
    light, dark = show(), show(scheme="dark")
    sample = """() => {
        const canvas = document.querySelector("canvas");
        const paint = document.createElement("canvas").getContext("2d");
        paint.fillStyle = getComputedStyle(document.body).backgroundColor;
        return [paint.fillStyle, getComputedStyle(document.getElementById("map")).backgroundColor];
    }"""
    assert light.page.evaluate(sample) == ["#f3f5f7", "rgb(255, 255, 255)"]
    assert dark.page.evaluate(sample) == ["#1a222c", "rgb(18, 24, 31)"]


def test_left_out_and_sources_are_said(show: Show) -> None:
    tiny = polegraph.examples.tiny()
    imports = pd.DataFrame(
        {
            "source": ["own"],
            "file": ["a<b>.csv"],
            "table": ["projects"],
            "layout": ["x"],
            "rows": [7],
            "kept": [4],
            "repeated": [2],
            "rejected": [1],
        }
    )
    hidden = tiny.organisations.assign(visibility=["internal", None, None, None, None])
    opened = show(tiny.with_tables(organisations=hidden, imports=imports))
    text = opened.page.locator("#about").text_content() or ""
    assert "not in this file: 1 organisation, 0 projects." in text
    plain = text.replace("\u2068", "").replace("\u2069", "")
    assert "1 file from: own sheets" in plain
    assert "own sheets, file a<b>.csv: 7 rows read, 4 kept, 2 repeated, 1 rejected" in plain


def test_links_that_are_not_drawn_are_counted_and_come_when_asked_for(show: Show) -> None:
    opened = show(top_links=1)
    assert opened.status.startswith("Shown: 5 organisations of 5; 1 link of 4. Only the strongest links are drawn")
    click(opened, SME2)
    assert "3 links of 4" in opened.status
    click(opened, SME2, LAB)
    assert opened.names("#card .acronym bdi") == ["Project P1"]


def test_empty_network(show: Show) -> None:
    empty = Network(
        organisations=pd.DataFrame({"org_id": [], "name": []}, dtype="str"),
        projects=pd.DataFrame({"project_id": []}, dtype="str"),
        participations=pd.DataFrame({"project_id": [], "org_id": []}, dtype="str"),
    )
    opened = show(empty)
    assert opened.status == "Nothing to show."
    assert opened.page.locator("#legend fieldset").count() == 0


def painted(opened: Opened, organisation: int, reach: int = 4) -> list[tuple[float, ...]]:
    """Return red, green and blue, as on white paper, and opacity of the pixels around an organisation, row by row."""
    sample = """async ([place, reach]) => {
        for (let frame = 0; frame < 2; frame += 1) { // until what was asked for has been drawn
            await new Promise(requestAnimationFrame);
        }
        const canvas = document.querySelector("canvas");
        const box = canvas.getBoundingClientRect();
        const [x, y] = [Math.round(place.x - box.left), Math.round(place.y - box.top)];
        const copy = Object.assign(document.createElement("canvas"), { width: canvas.width, height: canvas.height });
        const pen = copy.getContext("2d", { willReadFrequently: true });
        pen.drawImage(canvas, 0, 0);
        return [...pen.getImageData(x - reach, y - reach, 2 * reach, 2 * reach).data];
    }"""
    values: list[int] = opened.page.evaluate(sample, [opened.at(organisation), reach])
    pixels = [(values[at : at + 3], values[at + 3] / 255) for at in range(0, len(values), 4)]
    return [(*(part * opacity + 255 * (1 - opacity) for part in colour), opacity) for colour, opacity in pixels]


def zoom_out(opened: Opened, times: int) -> None:
    for _ in range(times):
        opened.page.get_by_role("button", name="Zoom out").click()


def test_small_marks_keep_the_shape_of_their_kind(show: Show) -> None:
    network = Network(
        organisations=pd.DataFrame({"org_id": ["a"], "name": ["A"], "kind": ["company"]}),
        projects=pd.DataFrame({"project_id": []}, dtype="str"),
        participations=pd.DataFrame({"project_id": [], "org_id": []}, dtype="str"),
    )
    opened = show(network)
    zoom_out(opened, 5)
    radius = 5 * 2 / 1.4**5
    area = sum(opacity for *_colour, opacity in painted(opened, 0))
    assert area == pytest.approx(3 * radius**2, rel=0.15)  # a square would have 4; pixels are coarse


def test_no_way_to_a_large_group_is_crossed_at_every_size(show: Show) -> None:
    chain = [("p1", "a"), ("p1", "b"), ("p2", "b"), ("p2", "c"), ("p3", "c"), ("p3", "d")]
    network = Network(
        organisations=pd.DataFrame(
            {"org_id": [*"abcde"], "name": [*"ABCDE"], "size": ["sme", None, None, "large", "sme"]}
        ),
        projects=pd.DataFrame({"project_id": ["p1", "p2", "p3"]}),
        participations=pd.DataFrame(chain, columns=["project_id", "org_id"]),
    )
    opened = show(network)
    for times in (0, 4, 4):
        zoom_out(opened, times)
        far, no_way = ([pixel[2] for pixel in painted(opened, number, 1)] for number in (0, 4))
        assert min(no_way) < 100  # the cross, vermilion
        assert max(far) > 200  # paper
    crosses = '#legend [data-entry="status/{}"] svg > *'
    assert opened.page.locator(crosses.format("no_project")).count() == 2
    assert opened.page.locator(crosses.format("far")).count() == 1


def test_a_choice_counts_the_chosen_and_says_what_is_elsewhere(show: Show) -> None:
    network = Network(
        organisations=pd.DataFrame(
            {
                "org_id": [*"abcd"],
                "name": [*"ABCD"],
                "size": ["sme", "sme", "large", "sme"],
                "region": ["Here", "There", "There", "Here"],
            }
        ),
        projects=pd.DataFrame({"project_id": ["p1", "p2"], "year": [2010, 2020]}),
        participations=pd.DataFrame(
            [("p1", "a"), ("p1", "b"), ("p2", "b"), ("p2", "c")], columns=["project_id", "org_id"]
        ),
    )
    whole = show(network)
    assert whole.names("#legend .share p") == ["1 of 3 SMEs works with a large group"]
    opened = show(network.select(region="Here"))
    assert opened.names("#legend .share p") == ["0 of 2 chosen SMEs work with a large group"]
    assert opened.page.locator('[data-entry="chosen/chosen"] svg circle').count() == 2
    elsewhere = "Shares a project with a large group that is not on this map but elsewhere in the network."
    for page, text in ((whole, "Shares a project with a large group."), (opened, elsewhere)):
        page.page.evaluate("window.polegraph.select(1)")
        assert page.names("#card dd")[-1] == text


def test_sheets_of_one_workbook_are_one_file(show: Show) -> None:
    imports = pd.DataFrame(
        {"source": "own", "file": ["a.xlsx/One", "a.xlsx/Two"], "table": ["projects", "organisations"], "layout": "x"}
    ).assign(rows=1, kept=1, repeated=0, rejected=0)
    opened = show(polegraph.examples.tiny().with_tables(imports=imports))
    assert opened.names("#about summary") == ["1 file from: own sheets"]


def test_a_closed_list_of_results_stays_closed_until_asked_for(show: Show) -> None:
    opened = show(described())
    results = opened.page.locator("#results")
    search(opened, "e")
    opened.page.keyboard.press("Enter")
    assert results.is_hidden()
    opened.page.get_by_role("button", name="Français").click()
    assert results.is_hidden()
    chosen = opened.page.locator("#card-title").text_content()
    for key in ("Enter", "ArrowDown"):
        opened.page.locator("#searchbox").focus()
        opened.page.keyboard.press(key)
        assert results.is_visible()
        assert opened.page.locator("#card-title").text_content() == chosen
        opened.page.keyboard.press("ArrowDown")
        assert opened.page.evaluate("document.activeElement.closest('#results') !== null")
        opened.page.keyboard.press("Enter")
        chosen = opened.page.locator("#card-title").text_content()


def test_a_long_list_of_results_says_that_there_are_more(show: Show) -> None:
    network = Network(
        organisations=pd.DataFrame({"org_id": [f"o{n}" for n in range(25)], "name": [f"Firm {n}" for n in range(25)]}),
        projects=pd.DataFrame({"project_id": []}, dtype="str"),
        participations=pd.DataFrame({"project_id": [], "org_id": []}, dtype="str"),
    )
    opened = show(network)
    assert len(search(opened, "firm")) == 12
    assert opened.page.locator("#found").text_content() == "25 organisations found (13 more: type more letters)"


def test_on_a_phone_the_card_comes_into_sight(show: Show) -> None:
    opened = show(described(), size=(360, 740))
    click(opened, SME1)
    box = opened.page.locator("#card").bounding_box()
    assert box is not None
    assert -1 < box["y"] < 370
