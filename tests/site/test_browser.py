"""A site from the disk in a real browser: search, and axe-core on three kinds of pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from polegraph import site
from tests.browser import Watched
from tests.site.world import HOSTILE, hostile

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser


@pytest.mark.parametrize("split", [False, True])
def test_it_is_searched_and_read_by_everybody(
    browser: Browser, axe: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, split: bool
) -> None:
    if split:
        monkeypatch.setattr("polegraph.site.search._ONE_FILE", 1)
    site.write(hostile(), tmp_path / "site")
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark" if split else "light")
    opened = Watched(context.new_page())
    page = opened.page
    page.goto((tmp_path / "site" / "index.html").as_uri())
    page.get_by_role("searchbox").fill("SCRÌPT alert")
    link = page.locator("#found a").first
    assert link.text_content() == HOSTILE[0]
    assert page.get_by_role("status").text_content() == "Found: 7"
    page.get_by_role("searchbox").fill("nobody here")
    page.locator("#found:empty").wait_for(state="attached")
    page.get_by_role("searchbox").fill("hyperlink")
    page.locator("#found a").first.click()
    page.wait_for_url("**/organisations/*")
    assert page.locator("h1").text_content() == HOSTILE[5]
    for address in ("index.html", "lists/figures.html", None):
        if address:
            page.goto((tmp_path / "site" / address).as_uri())
        else:
            page.goto(next((tmp_path / "site" / "poles").iterdir()).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.evaluate(axe)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert opened.messages == []
    assert all(one.startswith((tmp_path / "site").as_uri()) or one == "data:," for one in opened.requests)
    context.close()
