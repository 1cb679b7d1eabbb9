"""The folder of a site: whole, the same each time, safe with any name, and silent on what is hidden."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from polegraph import site
from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.i18n import speaking
from polegraph.site import SiteOptions
from polegraph.site.addresses import slug
from tests.site.world import HOSTILE, IDS, SAFE, Read, contents, entries, hostile, pages

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://example.org/poles"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sites") / "site"
    site.write(hostile(), folder, SiteOptions(url=URL))
    return folder


def test_two_runs_give_the_same_bytes(made: Path, tmp_path: Path) -> None:
    count = site.write(hostile(), tmp_path / "again", SiteOptions(url=URL))
    assert contents(tmp_path / "again") == contents(made)
    assert count == len(contents(made))


def test_rows_in_another_order_give_the_same_bytes(made: Path, tmp_path: Path) -> None:
    net = hostile()
    shuffled = net.with_tables(**{name: table.iloc[::-1] for name, table in net.tables.items() if len(table)})
    site.write(shuffled, tmp_path / "site", SiteOptions(url=URL))
    mine, theirs = contents(tmp_path / "site"), contents(made)
    assert {name for name in mine if mine[name] != theirs[name]} <= {"map.html"}


def test_every_link_leads_to_a_file_of_the_folder(made: Path) -> None:
    reached = {made / "index.html"}
    for page in pages(made):
        for address in Read(page).addresses():
            if address.startswith((URL, "#", "data:,")):
                continue
            target = (page.parent / address).resolve()
            assert target.is_file(), (page.name, address)
            assert target.is_relative_to(made.resolve())
            reached.add(target)
    assert set(pages(made)) <= reached  # without JavaScript


def test_names_are_texts_and_nothing_else(made: Path) -> None:
    allowed = {"application/ld+json", None}
    for page in pages(made):
        read = Read(page)
        tags = [tag for tag, _attrs in read.elements]
        assert "img" not in tags
        assert tags.count("title") == tags.count("h1") == tags.count("main") == tags.count("nav") == 1
        assert all("onerror" not in attrs and "style" not in attrs for _tag, attrs in read.elements)
        assert "49" not in read.text.split()
        for tag, attrs in read.elements:
            if tag == "script":
                assert attrs.get("type") in allowed
                assert attrs.get("type") or str(attrs["src"]).startswith(("assets/", "search/"))
        text = page.read_text(encoding="utf-8")
        assert re.search("[\x00\x1b\u202e\ud800-\udfff]", text) is None
        for block in re.findall(r"<script[^>]*json[^>]*>(.*?)</script>", text, re.DOTALL):
            assert json.loads(block)["@context"] == "https://schema.org"
            assert "<" not in block
    page = made / "organisations" / f"{slug(IDS[0])}.html"
    assert HOSTILE[0] in Read(page).text


def test_file_names_are_safe(made: Path) -> None:
    for path in made.rglob("*"):
        assert SAFE.fullmatch(path.name), path
        assert len(path.name) <= 100


def test_the_feed_and_the_sitemap_are_xml_of_their_own_days(made: Path) -> None:
    feed = ET.parse(made / "feed.xml").getroot()  # noqa: S314  # written by this test
    assert [one.text for one in feed.iter("title")][1:] == [HOSTILE[1], HOSTILE[0], HOSTILE[2]]
    assert feed.findtext(".//pubDate") == "Wed, 03 Feb 2021 00:00:00 GMT"
    assert feed.findtext("channel/lastBuildDate") == "Wed, 03 Feb 2021 00:00:00 GMT"
    links = [str(one.text) for one in feed.iter("link")]
    listed = [str(one.text) for one in ET.parse(made / "sitemap.xml").iter() if one.tag.endswith("}loc")]  # noqa: S314  # the same
    assert {one for one in links if one.endswith(".html")} < set(listed)
    assert len(listed) == len(pages(made)) + 1
    assert all((made / one.removeprefix(f"{URL}/")).is_file() for one in listed)


def test_what_is_hidden_is_in_no_file(made: Path, tmp_path: Path) -> None:
    everything = b"".join(contents(made).values()).decode("utf-8", "replace")
    assert "Secret" not in everything
    assert slug("hidden") not in {path.stem for path in made.rglob("*")}
    site.write(hostile(), tmp_path / "site", SiteOptions(audience="internal", url=URL))
    inside = Read(tmp_path / "site" / "organisations" / f"{slug('hidden')}.html")
    assert "Secret works" in inside.text
    assert ("meta", {"name": "robots", "content": "noindex"}) in inside.elements
    assert not (tmp_path / "site" / "sitemap.xml").exists()


def test_who_does_not_want_to_be_suggested_stands_on_no_list_of_whom_to_approach(made: Path) -> None:
    name = slug(IDS[0])
    assert (made / "organisations" / f"{name}.html").exists()
    for listed in ("links", "gaps"):
        assert f"{name}.html" not in (made / "lists" / f"{listed}.html").read_text(encoding="utf-8")
    assert f"{slug(IDS[2])}.html" in (made / "lists" / "links.html").read_text(encoding="utf-8")


def test_invented_data_say_so_on_every_page_in_its_language(tmp_path: Path) -> None:
    with speaking("fr"):
        site.write(tiny().on("2024-06-30"), tmp_path / "site")
    for page in pages(tmp_path / "site"):
        read = Read(page)
        assert "Données inventées" in read.text, page
        assert ("html", {"lang": "fr"}) in read.elements
    assert "Données inventées" in (tmp_path / "site" / "map.html").read_text(encoding="utf-8")


def test_what_polegraph_did_not_write_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "mine.txt").write_text("kept", encoding="utf-8")
    with pytest.raises(PolegraphError, match=r"mine\.txt"):
        site.write(tiny(), folder)
    (folder / "mine.txt").unlink()
    site.write(tiny(), folder)  # an empty one is filled
    site.write(tiny().select(since=2020), folder)  # and a site replaced
    assert not (folder / "organisations" / f"{slug('ALONE-NOT')}.html").exists()
    (folder / "mine.txt").write_text("kept", encoding="utf-8")
    with pytest.raises(PolegraphError, match=r"mine\.txt"):
        site.write(tiny(), folder)
    assert (folder / "mine.txt").read_text(encoding="utf-8") == "kept"
    with pytest.raises(PolegraphError, match="not a folder"):
        site.write(tiny(), folder / "mine.txt")
    with pytest.raises(PolegraphError, match="does not exist"):
        site.write(tiny(), tmp_path / "no" / "site")


def test_what_goes_wrong_on_the_way_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "site"
    site.write(tiny(), folder)
    before = contents(folder)

    def fail(*_given: object, **_named: object) -> None:
        raise OSError(28, "no room")

    monkeypatch.setattr("polegraph.site.writing.maps.write", fail)
    with pytest.raises(PolegraphError, match="no room"):
        site.write(tiny(), folder, SiteOptions(title="Other"))
    assert contents(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize(
    "url", ["example.org", "javascript:alert(1)", 'https://a/"><b>', "https://u:p@a/", "https://a/?q"]
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(PolegraphError, match="no address"):
        SiteOptions(url=url)


def test_many_are_cut_into_parts_that_hold_each_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("polegraph.site.lists._ONE_PAGE", 1)
    monkeypatch.setattr("polegraph.site.lists.MOST", 2)
    monkeypatch.setattr("polegraph.site.search._ONE_FILE", 1)
    site.write(tiny(), tmp_path / "site")
    for kind in ("organisations", "projects"):
        rows = [
            address.partition("/")[2]
            for path in (tmp_path / "site" / "lists").glob(f"{kind}-*.html")
            for address in Read(path).addresses()
            if address.startswith(f"../{kind}/")
        ]
        assert sorted(rows) == sorted(f"{kind}/{one.name}" for one in (tmp_path / "site" / kind).iterdir())
    assert "Laboratory (invented)" in (tmp_path / "site" / "search" / "la.js").read_text(encoding="utf-8")
    assert "First SME" not in (tmp_path / "site" / "search" / "la.js").read_text(encoding="utf-8")
    assert "Large group" in entries(tmp_path / "site")
