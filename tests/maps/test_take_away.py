"""What can be taken away, and what comes back: CSV, pictures, a link to the view; suggested partners."""

from __future__ import annotations

import base64
import csv
import io
import struct
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pandas as pd

import polegraph.examples
from polegraph import Network, maps, suggestions
from polegraph.i18n import speaking
from polegraph.metrics.links import large_group_links
from tests.maps.world import ids, shown

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.maps.conftest import Opened
    from tests.maps.test_explore import Show


def taken(opened: Opened, entry: str, folder: Path, *, of_menu: bool = True) -> bytes:
    with opened.page.expect_download() as waiting:
        if of_menu:
            opened.take_away(entry)
        else:
            opened.page.get_by_role("button", name=entry, exact=True).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    opened.requests[:] = [url for url in opened.requests if not url.startswith("blob:")]
    return path.read_bytes()


def rows(data: bytes, separator: str) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator))


def test_csv_holds_what_is_filtered_isolates_included(show: Show, centre: Network, tmp_path: Path) -> None:
    opened = show(centre, lang="en")
    head, *table = rows(taken(opened, "Table as CSV", tmp_path), ",")
    assert head[:3] == ["Name", "Kind", "Size"]
    assert sorted(row[0] for row in table) == sorted(centre.organisations["name"])
    opened.page.get_by_role("button", name="SMEs without a large group").click()
    links = large_group_links(centre, draws=0)
    _, *table = rows(taken(opened, "Table as CSV", tmp_path), ",")
    assert [row[0] for row in table] == links.loc[links["status"] != "direct", "name"].tolist()


def test_csv_runs_nothing_in_a_spreadsheet(show: Show, tmp_path: Path) -> None:
    names = ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", 'say "no"; or, not', "two\nlines"]
    network = Network(
        organisations=pd.DataFrame({"org_id": [*"abcdef"], "name": names}),
        projects=pd.DataFrame({"project_id": []}, dtype="str"),
        participations=pd.DataFrame({"project_id": [], "org_id": []}, dtype="str"),
    )
    _, *table = rows(taken(show(network, lang="fr"), "Tableau en CSV", tmp_path), ";")
    assert [row[0] for row in table] == [*("'" + name for name in names[:4]), *names[4:]]


def test_pictures_are_of_what_is_shown(show: Show, tmp_path: Path) -> None:
    tiny = polegraph.examples.tiny()
    hostile = tiny.with_tables(organisations=tiny.organisations.assign(name=['<b>&"', "]]>", "\x00", "é", "</svg>"]))
    opened = show(hostile)
    opened.page.locator("[data-entry='kind/lab']").click()
    picture = ET.fromstring(taken(opened, "Picture (SVG)", tmp_path))  # noqa: S314  # our own
    space = "{http://www.w3.org/2000/svg}"
    titles = sorted(title.text or "" for title in picture.iter(f"{space}title"))
    organisations = hostile.organisations[hostile.organisations["kind"] != "lab"]
    assert titles == sorted(name if name != "\x00" else "–" for name in organisations["name"])


def said(picture: ET.Element) -> str:
    return " ".join(text.text or "" for text in picture.iter("{http://www.w3.org/2000/svg}text"))


def test_a_picture_says_what_it_shows_and_of_what(show: Show, centre: Network, tmp_path: Path) -> None:
    opened = show(centre, lang="en", title="Our pôles", notice="Invented: an example.", scheme="dark")
    page = opened.page
    page.locator("#filters summary").click()
    page.locator("#filter-kind").select_option("company")
    page.locator("#filter-phase-III").click()
    page.locator("[data-question=without_large]").click()
    picture = ET.fromstring(taken(opened, "Picture (SVG)", tmp_path))  # noqa: S314  # our own
    words = said(picture)
    day = page.evaluate("new Intl.DateTimeFormat('en', { dateStyle: 'long' }).format(new Date())")
    finding = opened.status.split(".")[0]
    filters = "Kind: company, Phase III (2013–2018)"
    for part in ("Our pôles", "Invented: an example.", finding, filters, "Large group", day, "own sheets"):
        assert part in words
    paper = next(picture.iter("{http://www.w3.org/2000/svg}rect"))
    assert paper.get("fill") == "#ffffff"  # light, whatever the screen


def test_pictures_of_pixels_and_of_lines_are_the_same(show: Show, centre: Network, tmp_path: Path) -> None:
    opened = show(centre)
    page = opened.page
    pixels = taken(opened, "Picture for a slide (PNG)", tmp_path)
    assert struct.unpack(">II", pixels[16:24]) == (3840, 2160)
    assert struct.unpack(">II", taken(opened, "Picture for A4 (PNG)", tmp_path)[16:24]) == (3369, 2382)
    lines = taken(opened, "Picture (SVG)", tmp_path)
    other = page.context.new_page()
    both = {"png": pixels, "svg+xml": lines}
    sources = [f"data:image/{kind};base64,{base64.b64encode(data).decode()}" for kind, data in both.items()]
    unlike = other.evaluate(
        """async (sources) => {
          const drawn = await Promise.all(sources.map(async (source) => {
            const image = new Image();
            image.src = source;
            await image.decode();
            const pen = new OffscreenCanvas(3840, 2160).getContext("2d", { willReadFrequently: true });
            pen.drawImage(image, 0, 0, 3840, 2160);
            return pen.getImageData(0, 0, 3840, 2160).data;
          }));
          // The mean of squares of 12 by 12: letters may lie a hair beside each other.
          const ink = drawn.map((data) => {
            const sums = new Float64Array(320 * 180 * 3);
            for (let at = 0; at < data.length; at += 4) {
              const place = Math.floor(at / 4 / 3840 / 12) * 320 + Math.floor(((at / 4) % 3840) / 12);
              [0, 1, 2].forEach((part) => { sums[3 * place + part] += (255 - data[at + part]) / 144; });
            }
            return sums;
          });
          const total = ink[0].reduce((sum, part) => sum + part, 0);
          const other = ink[0].reduce((sum, part, at) => sum + Math.abs(part - ink[1][at]), 0);
          return [other / total, total / ink[0].length];
        }""",
        sources,
    )
    other.close()
    assert unlike[1] > 2  # much is drawn
    assert unlike[0] < 0.08  # and hardly anything of it elsewhere


def test_a_link_leads_back_to_the_view(show: Show, centre: Network) -> None:
    opened = show(centre)
    page = opened.page
    page.locator("[data-entry=colour]").select_option(label="Region")
    page.locator("[data-entry='kind/lab']").click()
    page.locator("#filters summary").click()
    page.locator("#filter-until").select_option("2015")
    page.evaluate("window.polegraph.select(3)")
    before, status, name = shown(opened, centre), opened.status, opened.names("#card-title bdi")
    opened.take_away("Link to this view")
    address = page.locator("#address").input_value()
    page.goto("about:blank")
    page.goto(address)
    page.locator("#status:not(:empty)").wait_for()
    assert (shown(opened, centre), opened.status, opened.names("#card-title bdi")) == (before, status, name)
    assert page.locator("[data-entry=colour]").input_value() == "region"
    for nonsense in ("#%7B", "#null", "#%5B1%5D", "#%7B%22filters%22%3A%7B%22kind%22%3A7%7D%2C%22selected%22%3A1e9%7D"):
        page.goto("about:blank")
        page.goto(address.split("#")[0] + nonsense)
        page.locator("#status:not(:empty)").wait_for()
        assert shown(opened, centre) == set(centre.org_index)
    del opened.requests[1:]  # the same file again


def test_a_file_leads_back_to_the_view(show: Show, centre: Network, tmp_path: Path) -> None:
    opened = show(centre)
    page = opened.page
    page.locator("[data-entry='kind/lab']").click()
    page.locator("[data-entry='projects/shown']").click()
    page.locator("#filters summary").click()
    page.locator("#filter-until").select_option("2015")
    page.locator("[data-question=without_large]").click()
    before, status, kept = shown(opened, centre), opened.status, taken(opened, "This view as a file", tmp_path)
    page.reload()
    page.locator("#status:not(:empty)").wait_for()
    page.locator("[data-entry='kind/company']").click()
    page.evaluate("window.polegraph.select(3)")

    def read(content: bytes) -> None:
        with page.expect_file_chooser() as waiting:
            opened.take_away("Open a view")
        waiting.value.set_files({"name": "view.json", "mimeType": "application/json", "buffer": content})

    for wrong in (b"", b"{", b"[]", b"null", b'{"polegraph_view": 7}', b'{"other": {}}', b"\xff\xfe"):
        read(wrong)
        page.get_by_text("This file holds no view of a map.").wait_for()
    read(kept)
    page.get_by_text("This file holds no view of a map.").wait_for(state="detached")
    assert (shown(opened, centre), opened.status, page.locator("#card").is_hidden()) == (before, status, True)
    read(b'{"polegraph_view": {"hidden": 3, "filters": [1], "asked": {}, "selected": "x", "colour": null}}')
    page.wait_for_function(f"window.polegraph.shown().length === {len(centre.org_index)}")
    del opened.requests[1:]  # the same file again


def test_suggested_partners_are_those_of_suggest_in_both_languages(show: Show, centre: Network) -> None:
    opened = show(centre, suggestions=3)
    page = opened.page
    question = page.get_by_role("button", name="Suggested partners of the selected organisation")
    question.click()
    assert opened.status.startswith("Select an organisation first")
    question.click()
    start = ids(centre)[5]
    page.evaluate("window.polegraph.select(5)")
    expected = {}
    for code in ("en", "fr"):
        with speaking(code):
            expected[code] = suggestions.suggest(centre, start, top=3)
    listed = page.locator("#card").get_by_role("list", name="Suggested partners")
    names = expected["en"]["suggested_name"].tolist()
    assert listed.locator(".link").all_text_contents() == names
    assert listed.locator(".reason").all_text_contents() == expected["en"]["reasons"].tolist()
    page.get_by_role("button", name="Français").click()
    assert page.locator("#card .reason").all_text_contents() == expected["fr"]["reasons"].tolist()
    page.get_by_role("button", name="English").click()
    question.click()
    assert opened.names("#table tbody tr td:first-child") == names
    assert opened.status.startswith("3 partners are suggested to ")


def test_map_opens_in_the_colours_asked_for(show: Show) -> None:
    opened = show(colour_by="kind")
    assert opened.page.locator("[data-entry=colour]").input_value() == "kind"


def test_a_notebook_gets_a_frame_that_reaches_nothing_around_it(browser: Browser, tmp_path: Path) -> None:
    frame = maps.show(polegraph.examples.tiny(), height=400, title='"><script>parent.broken = 1</script>')
    path = tmp_path / "notebook.html"
    path.write_text(f"<!doctype html><meta charset=utf-8><p id=around>Cell</p>{frame._repr_html_()}", encoding="utf-8")
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(path.as_uri())
    inside = page.frame_locator("iframe")
    inside.locator("#status:not(:empty)").wait_for()
    inside.get_by_role("searchbox").fill("first")
    assert inside.locator("#results li").count() == 1
    assert page.locator("body > *").count() == 2
    assert page.evaluate("window.broken") is None
    assert said == []
    page.close()
