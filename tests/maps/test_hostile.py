"""A hundred hostile names in every column of text: the page stands, says them as they are, and nothing leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

from polegraph import Network
from tests.maps.hostile import HOSTILE, as_shown
from tests.maps.test_take_away import rows, taken

if TYPE_CHECKING:
    from pathlib import Path

    from tests.maps.conftest import Opened
    from tests.maps.test_explore import Show

IDS = [f"o{number:03}" for number in range(len(HOSTILE))]
ELEMENTS = "script, style, iframe, object, embed, img, a, form, base, meta, link, math, template, textarea, plaintext"


def hostile() -> Network:
    """Return a network in which every text is hostile, each organisation in three projects."""
    number = len(HOSTILE)
    turned = [*HOSTILE[7:], *HOSTILE[:7]]
    themes = [f"t{org}" for org in IDS]
    taking_part = [(IDS[(row + step) % number], org) for row, org in enumerate(IDS) for step in (0, 1, 5)]
    sources = {"source": HOSTILE, "file": turned, "table": "projects", "layout": "x"}
    return Network(
        organisations=pd.DataFrame(
            {"org_id": IDS, "name": HOSTILE, "city": turned, "region": HOSTILE, "group_id": IDS[::-1]}
        ),
        projects=pd.DataFrame(
            {"project_id": IDS, "acronym": HOSTILE, "title": turned, "programme": HOSTILE[::-1], "year": 2016}
        ),
        participations=pd.DataFrame(taking_part, columns=["project_id", "org_id"]),
        aliases=pd.DataFrame({"org_id": IDS, "source": "x", "source_id": None, "name": turned, "rows": 1}),
        poles=pd.DataFrame({"pole_id": IDS, "name": turned}),
        memberships=pd.DataFrame({"pole_id": IDS, "org_id": IDS}),
        themes=pd.DataFrame({"theme_id": themes, "label": HOSTILE, "scheme": "own"}),
        project_themes=pd.DataFrame({"project_id": IDS, "theme_id": themes}),
        imports=pd.DataFrame(sources).assign(rows=1, kept=1, repeated=0, rejected=0),
    )


@pytest.fixture(scope="module")
def network() -> Network:
    return hostile()


def test_there_are_a_hundred_and_each_is_one_of_its_kind() -> None:
    assert len(HOSTILE) == len(set(HOSTILE)) >= 100


# The names of the title and the notice, which are no cells of a table, may even hold half a sign.
def opened(show: Show, network: Network, **options: object) -> Opened:
    return show(network, title="\ud800 </title><script>alert(1)</script> lone", notice=HOSTILE[0], **options)


def test_every_card_says_the_name_and_nothing_else_comes_into_the_page(show: Show, network: Network) -> None:
    page = opened(show, network).page
    elements = page.locator(ELEMENTS).count()
    found = page.evaluate(
        """async (number) => {
            const said = [];
            for (let organisation = 0; organisation < number; organisation += 1) {
                window.polegraph.select(organisation);
                const panel = document.querySelector(".panel");
                said.push([
                    document.getElementById("card-title").textContent,
                    document.querySelectorAll("#card .project").length,
                    panel.scrollWidth <= panel.clientWidth,
                    [...document.querySelectorAll("#card dd bdi, #card .title bdi")].map((one) => one.textContent),
                ]);
            }
            return said;
        }""",
        len(HOSTILE),
    )
    assert [title for title, *_ in found] == [as_shown(name, 200) for name in HOSTILE]
    for number, (_title, projects, fits, texts) in enumerate(found):
        assert (projects, fits) == (3, True), HOSTILE[number]
        turned = HOSTILE[(number + 7) % len(HOSTILE)]
        assert as_shown(turned, 300) in texts  # a title of a project, or the pôle
    assert page.locator(ELEMENTS).count() == elements
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate("[typeof window.broken, Object.keys(Object.prototype).length]") == ["undefined", 0]


def test_search_filters_legend_table_and_sources_take_names_for_text(show: Show, network: Network) -> None:
    one = opened(show, network)
    page = one.page
    elements = page.locator(ELEMENTS).count()
    page.get_by_role("searchbox").fill("alert onerror")
    assert as_shown(HOSTILE[0]) in one.names("#results button bdi:first-child")
    page.get_by_role("button", name="Table", exact=True).click()
    for _ in range(2):
        assert set(one.names("#table tbody tr td:first-child")) <= {as_shown(name, 80) for name in HOSTILE}
        page.get_by_role("button", name="Next", exact=True).click()
    page.locator("#filters summary").click()
    listed = {
        filter_: one.names(f"#filter-{filter_} option")[1:] for filter_ in ("region", "pole", "theme", "programme")
    }
    every = sorted(as_shown(name, 60) for name in HOSTILE)
    for filter_, names in listed.items():
        if filter_ in {"region", "programme"}:  # what differs by signs alone is one region, and one programme
            assert set(names) <= set(every)
            assert len(names) > 0.9 * len(every)
        else:
            assert sorted(names) == every
    for number in (1, 40, 90):
        label = as_shown(HOSTILE[number], 60)
        page.locator("#filter-theme").select_option(index=listed["theme"].index(label) + 1)
        assert len(page.evaluate("window.polegraph.shown()")) == len(HOSTILE)  # members of a pôle stay
    page.locator("[data-entry=colour]").select_option("region")
    words = {as_shown(name, 60) for name in HOSTILE} | {"all others", "not known, or none"}
    assert set(one.names("[data-entry^='region/'] .words")) <= words
    page.locator("[data-entry^='region/']").first.click()
    page.locator("#about summary").first.click()
    assert page.locator("#about li").count() >= len(HOSTILE)
    assert page.locator(ELEMENTS).count() == elements
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_what_is_taken_away_runs_nothing_and_breaks_nothing(show: Show, network: Network, tmp_path: Path) -> None:
    one = opened(show, network, projects=True)
    _, *table = rows(taken(one, "Table as CSV", tmp_path), ",")
    cells = [row[0] for row in table]
    assert len(cells) == len(HOSTILE)
    for cell, name in zip(cells, HOSTILE, strict=True):
        assert cell in {name[:2000], f"'{name[:2000]}"}
    assert not [cell for row in table for cell in row if cell[:1] in {"=", "+", "@", "\t", "\r"}]
    picture = ET.fromstring(taken(one, "Picture (SVG)", tmp_path))  # noqa: S314  # our own
    space = "{http://www.w3.org/2000/svg}"
    fit = {as_shown(name, 200).replace("\ufffe", "\ufffd") for name in HOSTILE}
    assert fit <= {title.text or "" for title in picture.iter(f"{space}title")}
    assert {element.tag.removeprefix(space) for element in picture.iter()} <= {
        *("svg", "rect", "g", "path", "clipPath", "circle", "title", "text")
    }
