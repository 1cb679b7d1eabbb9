"""What people see around the drawing: nothing is cut or lies on another, and what they chose is in view at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.maps.world import ids, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from polegraph import Network
    from tests.maps.conftest import Opened
    from tests.maps.test_explore import Show

SIZES = [(1440, 900), (1280, 720), (1024, 768), (390, 844), (794, 1123)]  # the last is as wide as A4
LANGUAGES = ["Français", "English"]

# Texts that are cut, and pairs that lie on each other. What a box that scrolls has out of sight is not there; a card, a
# menu and a list of results may lie above the page, and then only they are looked at.
_MEASURE = """() => {
    const above = (element) => {
        const layer = element.closest("#card, .menu ul, .results");
        return layer !== null && ["fixed", "absolute"].includes(getComputedStyle(layer).position) ? layer : null;
    };
    const sight = (element) => {
        let { left, top, right, bottom } = element.getBoundingClientRect();
        for (let box = element.parentElement; box !== null && box !== document.body; box = box.parentElement) {
            const { overflowX, overflowY } = getComputedStyle(box);
            if (overflowX !== "visible" || overflowY !== "visible") {
                const edge = box.getBoundingClientRect();
                [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
                [top, bottom] = [Math.max(top, edge.top), Math.min(bottom, edge.bottom)];
            }
        }
        return { element, left, top, right, bottom };
    };
    const all = [...document.querySelectorAll("button, label, select, legend, summary, h1, h2, h3, th, .field span")]
        .filter((element) => element.closest(".unseen") === null && element.checkVisibility())
        .map(sight)
        .filter(({ left, top, right, bottom }) => right - left > 1 && bottom - top > 1);
    const name = ({ element }) => `${element.tagName} ${element.id} ${element.textContent.trim().slice(0, 40)}`;
    const pen = document.createElement("canvas").getContext("2d");
    const cut = all.filter(({ element }) => {
        if (element.tagName === "SELECT") {
            pen.font = getComputedStyle(element).font;
            const arrow = 28;
            return pen.measureText(element.selectedOptions[0].textContent).width > element.clientWidth - arrow;
        }
        if (getComputedStyle(element).display === "inline") {
            return false; // it has no box of its own
        }
        const beyond = element.getBoundingClientRect().right > innerWidth + 1;
        return element.scrollWidth > element.clientWidth || (beyond && element.closest("#table .scroll") === null);
    });
    const pressed = all.filter(({ element }) => ["BUTTON", "LABEL", "SELECT"].includes(element.tagName));
    const pairs = pressed.flatMap((one, at) => pressed.slice(at + 1).map((other) => [one, other]));
    const both = pairs.filter(([one, other]) =>
        !one.element.contains(other.element) && above(one.element) === above(other.element) &&
        Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1 &&
        Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1);
    return [...cut.map(name), ...both.map((pair) => pair.map(name).join(" | "))];
}"""

# Whether a point of the card's title is the topmost thing there, inside the window.
_IN_VIEW = """() => {
    const { left, top, right, bottom } = document.getElementById("card-title").getBoundingClientRect();
    const seen = document.elementFromPoint(left + 5, (top + bottom) / 2);
    return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight && seen?.closest("#card") !== null;
}"""

# The part of the map that nothing covers.
_ROOM = """() => {
    const map = document.getElementById("map").getBoundingClientRect();
    const card = document.getElementById("card");
    const over = getComputedStyle(card).position === "fixed" ? card.getBoundingClientRect().top : innerHeight;
    return [map.left, Math.max(0, map.top), map.right, Math.min(map.bottom, over)];
}"""


# The step is in the history.
_KEPT = """(length) => new Promise((done) => {
    const look = () => (history.length === length ? done() : requestAnimationFrame(look));
    look();
})"""


def resize(opened: Opened, size: tuple[int, int]) -> None:
    opened.page.set_viewport_size({"width": size[0], "height": size[1]})
    opened.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def test_nothing_is_cut_or_lies_on_another_at_any_size(show: Show, centre: Network) -> None:
    opened = show(centre)
    page = opened.page

    def measured(view: str) -> list[Any]:
        found = []
        for size in SIZES:
            resize(opened, size)
            found += [(view, language, size, one) for one in page.evaluate(_MEASURE)]
        return found

    wrong: list[Any] = []
    for language in LANGUAGES:
        page.get_by_role("button", name=language).click()
        wrong += measured("first")
        page.locator("#exports-menu").click()
        wrong += measured("menu")
        page.keyboard.press("Escape")
        page.locator("[data-question=one_introduction]").click()
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        page.evaluate("window.polegraph.select(5)")
        wrong += measured("card, answer and filters")
        page.keyboard.press("Escape")
        page.locator("[data-question=one_introduction]").click()
        page.locator("#table-toggle").click()
    assert wrong == []


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_first_card_after_a_search_is_in_view_with_what_it_is_about(show: Show, centre: Network, by: str) -> None:
    opened = show(centre)
    page = opened.page
    graph = centre.to_networkx()
    for size in SIZES:
        resize(opened, size)
        page.evaluate("window.scrollTo(0, 0)")
        page.get_by_role("searchbox").fill("univ")
        if by == "mouse":
            page.locator("#results button").first.click()
        else:
            page.keyboard.press("ArrowDown")
            page.keyboard.press("Enter")
            assert page.evaluate("document.activeElement.id") == "card-title"
        assert page.evaluate(_IN_VIEW), size
        name = page.locator("#card-title").inner_text().strip()
        [chosen] = centre.organisations.loc[centre.organisations["name"] == name, "org_id"]
        left, top, right, bottom = page.evaluate(_ROOM)
        assert bottom - top > size[1] / 4
        for org_id in [chosen, *graph[chosen]]:
            at = opened.at(ids(centre).index(org_id))
            assert left <= at["x"] <= right, size
            assert top <= at["y"] <= bottom, size
        page.locator("#card .partner .quiet").first.click()
        assert page.evaluate(_IN_VIEW), size  # the card of a link
        page.keyboard.press("Escape")
        assert page.locator("#card").is_hidden()


def test_table_has_first_what_is_chosen_and_says_so(show: Show, centre: Network) -> None:
    graph = centre.to_networkx()
    every = ids(centre)
    chosen = max(every[300:], key=graph.degree)
    names = dict(zip(centre.organisations["org_id"], centre.organisations["name"], strict=True))
    opened = show(centre)
    page = opened.page
    page.locator("#table-toggle").click()
    assert page.locator("#table .said").count() == 0
    page.evaluate("number => window.polegraph.select(number)", every.index(chosen))
    rows = [every[row[0]] for row in page.evaluate("window.polegraph.table()")]
    number = 1 + graph.degree(chosen)
    assert rows[0] == chosen
    assert set(rows[1:number]) == set(graph[chosen])
    assert len(rows) == len(every)
    assert opened.said == f"First: {names[chosen]} and its partners ({number} rows)."
    assert page.locator("#table tr.first").count() == min(50, number)
    assert page.locator("#table [aria-selected=true]").inner_text().startswith(names[chosen])
    page.locator("#table .bar [aria-pressed=false]").click()
    own = set(centre.participations.loc[centre.participations["org_id"] == chosen, "project_id"])
    assert opened.said == f"First: {names[chosen]}, its projects ({len(own)} rows)."
    # Of an answer only the rows that are in it.
    page.locator("[data-question=labs_without_sme]").click()
    page.locator("#table .bar [aria-pressed=false]").click()
    assert opened.said == "Answer to: Labs without an SME."
    without = {every[row[0]] for row in page.evaluate("window.polegraph.table()")}
    for one in (chosen, min(without), next(org for org in every if not without & {org, *graph[org]})):
        page.evaluate("number => window.polegraph.select(number)", every.index(one))
        number = len(without & {one, *graph[one]})
        who = names[one] if number == 1 and one in without else f"{names[one]} and its partners"
        rows_said = f"({number} row{'s' if number > 1 else ''})"
        first = f"First: {who} {rows_said}." if number else f"Not in this list: {who}."
        assert opened.said == f"Answer to: Labs without an SME. {first}"
    # A row that is pressed stays where it is.
    page.locator("[data-question=one_introduction]").click()
    before = page.evaluate("window.polegraph.table()")
    page.locator("#table tbody button").nth(3).click()
    assert page.evaluate("window.polegraph.table()") == before
    assert page.locator("#table [aria-selected=true]").get_attribute("aria-rowindex") == "5"
    page.keyboard.press("Escape")
    assert page.locator("#table [aria-selected=true]").count() == 0
    assert page.evaluate("document.activeElement.dataset.at") == "4/0"


def test_back_takes_the_last_step_back(show: Show, centre: Network) -> None:
    opened = show(centre)
    page = opened.page
    seen: list[tuple[Any, ...]] = []

    def now() -> tuple[Any, ...]:
        pressed = page.locator("#questions [aria-pressed=true]").all_inner_texts()
        card = page.locator("#card-title").all_inner_texts()
        return opened.status, shown(opened, centre), pressed, card, page.locator("#table").is_hidden()

    steps: list[Callable[[], object]] = [
        page.locator("[data-entry='kind/association']").click,
        lambda: page.evaluate("window.polegraph.filter({ kind: 'company' })"),
        lambda: [page.evaluate(f"window.polegraph.filter({{ until: '{year}' }})") for year in (2018, 2020)],
        page.locator("[data-question=one_introduction]").click,
        page.locator("#table tbody button").first.click,
        page.locator("#card .partner .quiet").first.click,
        page.locator("#view-france").click,
        lambda: page.keyboard.press("Escape"),
    ]
    entries = page.evaluate("history.length")
    for at, step in enumerate(steps, 1):
        seen.append(now())
        step()
        page.evaluate(_KEPT, entries + at)
        assert now() != seen[-1]
    last = now()
    for before in reversed(seen):
        page.go_back(wait_until="commit")
        assert now() == before
    page.evaluate(f"history.go({len(steps)})")
    page.locator("#view-france[aria-pressed=true]").wait_for()
    assert now() == last
    page.evaluate(f"history.go({-len(steps)})")
    page.locator("#view-network[aria-pressed=true]").wait_for()
    page.go_back(wait_until="commit")  # from the first step away
    assert page.url == "about:blank"


def test_menu_of_exports_by_keyboard(show: Show) -> None:
    page = show().page
    menu, button = page.get_by_role("menu"), page.locator("#exports-menu")
    focused = "document.activeElement.textContent"
    button.focus()
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    words = menu.get_by_role("menuitem").all_inner_texts()
    assert len(words) == 8
    expected = {"ArrowUp": words[-1], "ArrowDown": words[0], "End": words[-1], "Home": words[0]}
    for key, word in expected.items():
        page.keyboard.press(key)
        assert page.evaluate(focused) == word
    page.keyboard.press("Escape")
    assert menu.is_hidden()
    assert page.evaluate("document.activeElement.id") == "exports-menu"
    page.keyboard.press("ArrowUp")
    assert page.evaluate(focused) == words[-1]
    page.keyboard.press("Tab")
    assert menu.is_hidden()
    assert button.get_attribute("aria-expanded") == "false"
    button.click()
    page.locator("#status").click()
    assert menu.is_hidden()
