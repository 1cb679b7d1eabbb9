"""Everybody can use the page: axe-core finds nothing, the keyboard is enough, and it fits where it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest

from tests.maps.pdf import plain, sheets, words
from tests.maps.test_explore import listed
from tests.maps.world import ids

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from polegraph import Network
    from tests.maps.conftest import Written
    from tests.maps.test_explore import Show

VIEWS = {
    "first": [],
    "question and filters": ["[data-question=one_introduction]", "#filters summary"],
    "card and chain": ["#table-toggle", "#table tbody button", "#chain-start"],
    "projects and link": [
        "#table-toggle",
        "#table .bar [aria-pressed=false]",
        "#table tbody button",
        "#exports-menu",
    ],
    "places and flows": ["#view-france", "#flows-toggle"],
}


# In the dark only colours differ, and colours are the same in both languages.
OF_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
BUT_COLOURS = {"rules": {rule: {"enabled": False} for rule in OF_COLOURS["runOnly"]["values"]}}
RUNS: dict[str, dict[str, Any]] = {
    "light": {"Français": {}, "English": BUT_COLOURS},
    "dark": {"Français": OF_COLOURS},
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_view(
    browser: Browser, axe: str, write: Written, centre: Network, scheme: Literal["light", "dark"]
) -> None:
    path = write(centre, lang="fr", suggestions=1, notice="A notice")
    # axe is put into the page from outside, which its policy forbids to all others.
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)
    page = context.new_page()
    for view, steps in VIEWS.items():
        page.goto(path.as_uri())
        page.locator("#status:not(:empty)").wait_for()
        for step in steps:
            page.locator(step).first.click()
        page.evaluate(axe)
        for language, options in RUNS[scheme].items():
            page.get_by_role("button", name=language).click()
            found = page.evaluate("options => axe.run(document, options)", {"resultTypes": ["violations"], **options})
            broken = [(view, one["id"], one["nodes"][0]["html"]) for one in found["violations"]]
            assert broken == []
    context.close()


def test_keyboard_alone_goes_from_search_to_chain_to_export(show: Show, centre: Network) -> None:
    names = dict(zip(centre.organisations["org_id"], centre.organisations["name"], strict=True))
    graph = centre.to_networkx()
    part = [org for org in ids(centre) if graph.degree(org) > 3]
    opened = show(centre)
    page = opened.page

    def tab_to(selector: str, key: str = "Tab") -> None:
        for _ in range(60):
            page.keyboard.press(key)
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
    with page.expect_download() as waiting:
        tab_to("#exports-menu", "Shift+Tab")  # the focus is in the search again; the menu comes before it
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    assert waiting.value.suggested_filename.endswith(".csv")
    opened.requests[:] = [url for url in opened.requests if not url.startswith("blob:")]


def test_keyboard_alone_skips_to_the_table(show: Show) -> None:
    page = show().page
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#table-toggle"
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    assert page.get_by_role("grid").is_visible()


@pytest.mark.parametrize("size", [(320, 640), (683, 384)])
def test_nothing_is_wider_than_a_phone_or_a_desk_at_twice_the_size(
    show: Show, centre: Network, size: tuple[int, int]
) -> None:
    opened = show(centre, size=size)
    opened.page.locator("[data-question=without_large]").click()
    opened.page.locator("#filters summary").click()
    assert opened.page.evaluate("document.documentElement.scrollWidth") == size[0]


@pytest.mark.parametrize(("paper", "lang", "sheet"), [("A4", "fr", (843, 596)), ("A3", "en", (843, 1191))])
def test_print_is_a_page_with_legend_date_and_source(
    show: Show, centre: Network, paper: str, lang: str, sheet: tuple[int, int]
) -> None:
    opened = show(centre, lang=lang)
    page = opened.page
    page.locator("[data-entry=colour]").select_option("region")  # as long as a legend becomes
    page.locator("[data-entry='projects/shown']").click()
    page.locator("[data-question=without_large]").click()
    page.locator("#table-toggle").click()
    page.emulate_media(media="print")
    for selector in ("#map", "#legend", "#status", "#about"):
        assert page.locator(selector).is_visible()
    for selector in ("#search", "#exports", "#filters", "#questions", "#table"):
        assert page.locator(selector).is_hidden()
    pdf = page.pdf(format=paper, landscape=sheet[0] > sheet[1])
    assert sheets(pdf) == [sheet]  # one page, and as the reader has turned it
    text = words(pdf)
    entries = page.locator("#legend .entry")
    assert entries.count() > 15
    for entry in entries.all_inner_texts():
        assert plain(entry) in text  # the words and the number
    day = page.evaluate("lang => new Intl.DateTimeFormat(lang, { dateStyle: 'long' }).format(new Date())", lang)
    assert plain(day) in text
    source = {"fr": "1fichiervenantde:propres", "en": "1filefrom:ownsheets"}[lang]
    assert source in text
    assert plain(opened.status) in text


SHEETS = {"A4": (210, 297), "A4 across": (297, 210), "A3": (297, 420), "A3 across": (420, 297)}
_MARGIN, _DOTS = 10, 96 / 25.4  # of a sheet, in millimetres; pixels in one


def test_print_gives_the_network_half_of_the_sheet_and_the_legend_one_column(show: Show, centre: Network) -> None:
    page = show(centre, lang="fr", scheme="dark").page
    page.emulate_media(media="print")
    for legend in ("status", "region"):  # the shortest, and the longest
        page.locator("[data-entry=colour]").evaluate(
            "(box, value) => { box.value = value; box.dispatchEvent(new Event('change')); }", legend
        )
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        for wide, high in SHEETS.values():
            inside = {"width": int((wide - 2 * _MARGIN) * _DOTS), "height": int((high - 2 * _MARGIN) * _DOTS)}
            page.set_viewport_size(inside)  # type: ignore[arg-type]
            drawn = page.locator(".printed-map:visible")
            assert drawn.get_attribute("class") == f"printed-map {'landscape' if wide > high else 'portrait'}"
            network, key = drawn.bounding_box(), page.locator("#legend").bounding_box()
            assert network is not None
            assert key is not None
            assert network["width"] * network["height"] >= wide * high * _DOTS**2 / 2
            assert network["x"] + network["width"] <= key["x"]
            lefts = "all => [...new Set(all.map(one => Math.round(one.getBoundingClientRect().left)))]"
            assert len(page.locator("#legend .entry").evaluate_all(lefts)) == 1
            foot = page.locator("#about").bounding_box()
            assert foot is not None
            assert key["y"] + key["height"] <= foot["y"]
            assert page.evaluate("document.documentElement.scrollHeight") <= inside["height"]
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert page.locator(".printed-map").count() == 0


def test_print_lists_the_answer_on_light_paper_with_the_filters_in_words(show: Show, centre: Network) -> None:
    opened = show(centre, lang="en", scheme="dark")
    page = opened.page
    page.locator("#filters summary").click()
    pole = page.locator("#filter-pole option").nth(1).inner_text()
    page.locator("#filter-pole").select_option(label=pole)
    page.locator("[data-entry='kind/association']").click()
    page.locator("[data-question=without_large]").click()
    names = listed(opened)
    assert len(names) > 50  # more than a page of the table on the screen
    page.evaluate(
        "window.colours = []; window.addEventListener('beforeprint', () => "
        "colours.push(getComputedStyle(document.body).color))"
    )
    text = words(page.pdf(format="A4", landscape=True))
    assert page.evaluate("window.colours") == ["rgb(22, 32, 43)"]  # dark ink
    assert [name for name in names if plain(name) not in text] == []
    assert plain(f"Filters: Pôle: {pole}. Hidden by the legend: association.") in text
    assert page.locator("#printed-table").inner_text() == ""
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(233, 238, 244)"
