"""The paper on a screen and out of a printer, in a real browser."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Literal

import pypdf
import pytest

from polegraph.reports.paper import html
from tests.browser import Watched
from tests.reports.paper.sample import HOSTILE, sample

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("papers")
    written = {language: folder / f"paper {language}.html" for language in ("en", "fr")}
    for language, path in written.items():
        path.write_bytes(html.render(sample(language)))
    return written


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    browser: Browser, axe: str, papers: dict[str, Path], scheme: Literal["light", "dark"]
) -> None:
    # axe is put into the page from outside, which its policy forbids to all others.
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)
    page = context.new_page()
    for width, path in zip((1440, 390), papers.values(), strict=True):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(path.as_uri())
        page.locator("summary").first.click()
        page.evaluate(axe)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    context.close()


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_nothing_is_cut_asked_for_or_complained_of(browser: Browser, papers: dict[str, Path], width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    for path in papers.values():
        watched = Watched(context.new_page())
        page = watched.page
        page.goto(path.as_uri())
        page.locator("summary").first.click()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        # Only a table may be wider than what holds it, and it scrolls by itself.
        cut = page.evaluate(
            """[...document.querySelectorAll('main *, header *, footer *, nav *')]
            .filter(one => one.clientWidth && one.scrollWidth > one.clientWidth + 1 && !one.closest('.scroll, .hidden'))
            .map(one => one.outerHTML.slice(0, 100))"""
        )
        assert cut == []
        assert [address for address in watched.requests if not address.startswith("data:")] == [path.as_uri()]
        assert watched.messages == []
    context.close()


def test_wide_tables_are_reached_by_keyboard(browser: Browser, papers: dict[str, Path]) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(papers["fr"].as_uri())
    region = page.get_by_role("region", name="Accompagnement par année")
    assert region.evaluate("one => one.scrollWidth > one.clientWidth")
    region.evaluate("one => one.setAttribute('id', 'wanted')")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "wanted":
            break
    else:
        pytest.fail("no way to the table")
    context.close()


def test_out_of_the_printer_it_is_a_paper(browser: Browser, papers: dict[str, Path]) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(papers["fr"].as_uri())
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    context.close()
    document = sample("fr")
    texts = [re.sub(r"\s+", " ", sheet.extract_text()) for sheet in printed.pages]
    for number, text in enumerate(texts, start=1):
        assert document.foot in text
        assert f"{number} / {len(texts)}" in text
    whole = " ".join(texts)
    assert "Société n° 24 (inventée)" in whole
    assert "Société n° 25 (inventée)" not in whole
    assert all(name in whole for name in HOSTILE if name.isascii())
    width, height = (round(float(side) / 72 * 25.4) for side in printed.pages[0].mediabox[2:])
    assert (width, height) == (210, 297)
