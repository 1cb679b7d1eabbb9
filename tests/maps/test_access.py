"""Everybody can use the page: axe-core finds nothing, the keyboard is enough, and it fits where it is read."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from polegraph import maps
from polegraph.sources import spreadsheet
from tests.maps.test_explore import EXAMPLE, ids

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.maps.test_explore import Show

TOOLS = Path(__file__).parents[2] / "tools"
VIEWS = {
    "first": [],
    "question and filters": ["[data-question=one_introduction]", "#filters summary"],
    "card and chain": ["#table-toggle", "#table tbody button", "#chain-start"],
    "projects and link": [
        "#table-toggle",
        "#table .bar [aria-pressed=false]",
        "#table tbody button",
        "#exports :nth-child(4)",
    ],
}


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give the text of axe-core: that which `make test` has fetched, or else fetched now."""
    path = (
        os.environ.get("POLEGRAPH_AXE")
        or subprocess.run(
            [TOOLS / "axe.sh", tmp_path_factory.mktemp("axe")], check=True, stdout=subprocess.PIPE, text=True
        ).stdout.strip()
    )
    return Path(path).read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_view(browser: Browser, axe: str, tmp_path: Path, scheme: Any, lang: str) -> None:  # noqa: ANN401  # a literal
    network = spreadsheet.read(EXAMPLE)
    path = maps.write(network, tmp_path / "map.html", lang=lang, suggestions=1, notice="A notice")
    # axe is put into the page from outside, which its policy forbids to all others.
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)
    for view, steps in VIEWS.items():
        page = context.new_page()
        page.goto(path.as_uri())
        page.locator("#status:not(:empty)").wait_for()
        for step in steps:
            page.locator(step).first.click()
        page.evaluate(axe)
        found = page.evaluate("axe.run(document)")["violations"]
        assert [(view, one["id"], one["nodes"][0]["html"]) for one in found] == []
        page.close()
    context.close()


def test_keyboard_alone_goes_from_search_to_chain_to_export(show: Show) -> None:
    centre = spreadsheet.read(EXAMPLE).visible("public")
    names = dict(zip(centre.organisations["org_id"], centre.organisations["name"], strict=True))
    part = [org for org in ids(centre) if centre.to_networkx().degree(org) > 3]
    opened = show(centre)
    page = opened.page

    def tab_to(selector: str) -> None:
        for _ in range(200):
            page.keyboard.press("Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        pytest.fail(f"no way to {selector}")

    tab_to("a[href='#searchbox']")
    page.keyboard.press("Enter")
    page.keyboard.type(names[part[0]])
    page.keyboard.press("Enter")
    tab_to("#chain-start")
    page.keyboard.press("Enter")
    page.keyboard.type(names[part[-1]])
    page.keyboard.press("Enter")
    assert page.locator("#card .steps > li").count() >= 2
    page.keyboard.press("Escape")
    assert page.locator("#card").is_hidden()
    for _ in range(2):  # the links to skip by come first; the second leads to the table
        page.evaluate("document.activeElement.blur()")
    tab_to("a[href='#table-toggle']")
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    assert page.locator("#table").is_visible()
    with page.expect_download() as waiting:
        tab_to("#exports button:first-child")
        page.keyboard.press("Enter")
    assert waiting.value.suggested_filename.endswith(".csv")
    opened.requests[:] = [url for url in opened.requests if not url.startswith("blob:")]


@pytest.mark.parametrize("size", [(320, 640), (683, 384)])
def test_nothing_is_wider_than_a_phone_or_a_desk_at_twice_the_size(show: Show, size: tuple[int, int]) -> None:
    opened = show(spreadsheet.read(EXAMPLE), size=size)
    opened.page.locator("[data-question=without_large]").click()
    opened.page.locator("#filters summary").click()
    assert opened.page.evaluate("document.documentElement.scrollWidth") == size[0]


def test_print_is_one_page_with_legend_and_source(show: Show) -> None:
    opened = show(spreadsheet.read(EXAMPLE))
    page = opened.page
    page.locator("[data-question=without_large]").click()
    page.emulate_media(media="print")
    for selector in ("#map", "#legend", "#status", "#about"):
        assert page.locator(selector).is_visible()
    for selector in ("#search", "#exports", "#filters", "#questions", "#table"):
        assert page.locator(selector).is_hidden()
    pdf = page.pdf(format="A4", landscape=True)
    assert pdf.count(b"/Type /Page\n") == 1
