"""The network on a map of France or Europe: who stands where, who does not, and the flows between regions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from polegraph import Network, maps, synergies
from polegraph.errors import PolegraphError
from polegraph.geography import ETRS89_LAEA, LAMBERT_93, locate
from polegraph.maps.flows import flows
from polegraph.maps.geography import EUROPE, FRANCE, apart, geography
from tests.maps.test_explore import listed
from tests.maps.test_take_away import rows, taken
from tests.maps.world import block, ids, links, shown

if TYPE_CHECKING:
    from pathlib import Path

    from tests.maps.conftest import Opened, Written
    from tests.maps.test_explore import Show

ADDRESSES = {
    "a": ("FR", "Bretagne", "Rennes"),
    "b": ("FR", "Bretagne", "Rennes"),
    "c": ("FR", "Occitanie", "Toulouse"),
    "d": ("FR", "Occitanie", None),
    "e": ("FR", "La Réunion", "Saint-Denis"),
    "f": ("FR", None, None),
    "g": ("DE", None, "Berlin"),
    "h": ("US", None, None),
    "i": (None, None, None),
    "j": ("DE", None, "<img src=x onerror=alert(1)>"),
    "k": ("FR", '<b onclick="x">Region</b>', None),
}
PROJECTS = ["abc", "acg", "ae", "gh", "bi", "k", "ck"]


@pytest.fixture(scope="module")
def places() -> Network:
    addresses = pd.DataFrame.from_dict(ADDRESSES, orient="index", columns=["country", "region", "city"])
    took = [(f"p{number}", org_id) for number, members in enumerate(PROJECTS) for org_id in members]
    return Network(
        organisations=addresses.assign(name="Name of " + addresses.index).reset_index(names="org_id"),
        projects=pd.DataFrame({"project_id": [f"p{number}" for number in range(len(PROJECTS))]}),
        participations=pd.DataFrame(took, columns=["project_id", "org_id"]),
    )


def written(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = block(path.read_text(encoding="utf-8"), "data")["geography"]
    return data


@pytest.fixture
def data(write: Written, places: Network) -> dict[str, Any]:
    return written(write(places))


def test_each_stands_at_its_city_or_region_or_is_counted(places: Network, data: dict[str, Any]) -> None:
    assert data["first"] == "europe"
    # City 0, region 1, country 2, nowhere 3, outside 4: a to k.
    assert dict(zip(ids(places), data["frames"]["france"]["how"], strict=True)) == dict(
        zip("abcdefghijk", "00010344343", strict=True)
    )
    assert dict(zip(ids(places), data["frames"]["europe"]["how"], strict=True)) == dict(
        zip("abcdefghijk", "00014204322", strict=True)
    )
    assert [name for name, *_ in data["frames"]["france"]["insets"]] == ["La Réunion"]


def test_positions_are_those_of_the_projection(places: Network, data: dict[str, Any]) -> None:
    where = locate(places).set_index("org_id")
    for name, frame, projection in (("france", FRANCE, LAMBERT_93), ("europe", EUROPE, ETRS89_LAEA)):
        drawn = data["frames"][name]
        scale = drawn["width"] / (frame.right - frame.left)
        for org_id in ("c", "d", *("g" * (name == "europe"))):
            east, north = projection([where.loc[org_id, "lat"]], [where.loc[org_id, "lon"]])[0]
            at = ids(places).index(org_id)
            # On the honeycomb, at most half a cell away.
            assert abs(drawn["x"][at] - (east - frame.left) * scale) <= 13
            assert abs(drawn["y"][at] - (frame.top - north) * scale) <= 12
    drawn = data["frames"]["france"]
    [[_, left, top, side]] = drawn["insets"]
    at = ids(places).index("e")
    assert left < drawn["x"][at] < left + side
    assert top < drawn["y"][at] < top + side


def test_order_of_rows_does_not_matter(places: Network, data: dict[str, Any], tmp_path: Path) -> None:
    turned = places.with_tables(**{name: table[::-1].reset_index(drop=True) for name, table in places.tables.items()})
    assert written(maps.write(turned, tmp_path / "map.html")) == data


def test_marks_of_one_city_and_of_neighbours_stand_apart() -> None:
    dice = np.random.default_rng(3)
    spots = dice.uniform(0, 600, (40, 2))
    spot = np.sort(dice.integers(0, 40, 400))
    radius = dice.uniform(4, 13, 400)
    placed = apart(spots, spot, radius)
    gaps = np.hypot(*(placed[:, None] - placed[None]).transpose(2, 0, 1)) + np.eye(400) * 99
    assert gaps.min() > 23.9
    # The largest of a city is nearest to it.
    for city in range(40):
        own = np.flatnonzero(spot == city)
        if len(own):
            away = np.hypot(*(placed[own] - spots[city]).T)
            assert own[np.argmax(radius[own])] == own[np.argmin(away.round(6))]


def test_nobody_has_a_place_and_all_are_in_france(places: Network) -> None:
    organisations = places.organisations
    nobody = places.with_tables(organisations=organisations[["org_id", "name"]])
    assert geography(nobody, nobody.organisations, np.ones(len(organisations))) is None
    inside = organisations[organisations["country"] == "FR"].reset_index(drop=True)
    took = places.participations[places.participations["org_id"].isin(inside["org_id"])].reset_index(drop=True)
    french = places.with_tables(organisations=inside, participations=took)
    found = geography(french, french.organisations, np.ones(len(inside)))
    assert found is not None
    assert (found["first"], list(found["frames"])) == ("france", ["france"])


def test_flows_count_projects_and_links_and_chance_is_that_of_synergies(places: Network, centre: Network) -> None:
    table = flows(places, draws=20).set_index(["group", "other"])
    assert list(table.loc[("Bretagne", "Occitanie"), ["observed", "links"]]) == [2, 2]
    assert list(table.loc[("Bretagne", "Bretagne"), ["observed", "links"]]) == [1, 1]
    countries = flows(places, "country", draws=20).set_index(["group", "other"])
    assert list(countries.loc[("DE", "FR"), ["observed", "links"]]) == [1, 2]
    assert countries.loc[("FR", "FR"), "observed"] == 4
    found = flows(centre, draws=30)
    gap = synergies.gap(centre, "region_pair", draws=30)
    both = found.merge(gap, on=["group", "other"], suffixes=("", "_gap"))
    assert len(both) == len(found) - (found["group"] == found["other"]).sum() > 0
    for column in ("observed", "expected", "q_value", "links"):
        assert both[column].tolist() == pytest.approx(both[f"{column}_gap"].tolist(), nan_ok=True)
    with pytest.raises(PolegraphError, match="colour"):
        flows(centre, "colour")  # type: ignore[arg-type]


def test_flows_of_some_count_what_one_of_them_takes_part_in(places: Network) -> None:
    chosen = flows(places.select(region="Occitanie"), "country", draws=20).set_index(["group", "other"])
    assert chosen.loc[("DE", "FR"), "observed"] == 1
    assert chosen.loc[("FR", "FR"), "observed"] == 3
    assert ("DE", "US") not in chosen.index


def shape(opened: Opened, number: int) -> Any:  # noqa: ANN401  # pytest compares it
    """Return where marks stand to one another, whatever the scale and the middle."""
    points = np.array([[*opened.at(each).values()] for each in range(number)])
    centred = points - points.mean(axis=0)
    return centred / np.abs(centred).max()


def test_page_goes_to_the_map_and_back(show: Show, places: Network, data: dict[str, Any]) -> None:
    opened = show(places)
    page = opened.page
    before = shape(opened, len(ids(places)))
    page.get_by_role("button", name="Map of France").press("Enter")
    assert page.locator("#view-france").evaluate("element => element === document.activeElement")
    assert (
        "On the map: 4 at their city, 1 in its region's middle, 3 without a place, 3 outside this map." in opened.status
    )
    assert opened.status.startswith(f"Shown: 5 organisations of {len(ids(places))}")
    assert links(opened, places) >= {frozenset("ab"), frozenset("ac"), frozenset("ae")}
    # In the window, marks are to one another as in the frame.
    frame = data["frames"]["france"]
    one, other = (opened.at(ids(places).index(org_id)) for org_id in "ac")
    x, y = ([frame[axis][ids(places).index(org_id)] for org_id in "ac"] for axis in "xy")
    scale = (other["x"] - one["x"]) / (x[1] - x[0])
    assert other["y"] - one["y"] == pytest.approx(scale * (y[1] - y[0]), abs=1)
    page.mouse.click(one["x"], one["y"])
    assert opened.names("#card-title bdi") == ["Name of a"]
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Map of Europe").click()
    assert "4 at their city, 1 in its region's middle, 3 in their country's middle, 1 without a place" in opened.status
    page.get_by_role("button", name="Network", exact=True).click()
    assert shape(opened, len(ids(places))) == pytest.approx(before, abs=1e-3)
    assert "On the map" not in opened.status


def test_who_is_not_on_the_map_is_listed_and_filters_hold(show: Show, places: Network) -> None:
    opened = show(places)
    page = opened.page
    page.get_by_role("button", name="Map of France").click()
    page.get_by_role("button", name="List the 3 without a place").press("Enter")
    assert page.locator("#list-nowhere").get_attribute("aria-pressed") == "true"
    assert set(listed(opened)) == {"Name of f", "Name of i", "Name of k"}
    page.get_by_role("button", name="List the 3 outside the map").click()
    assert set(listed(opened)) == {"Name of g", "Name of h", "Name of j"}
    page.get_by_role("button", name="List the 3 outside the map").click()
    assert len(listed(opened)) == len(ids(places))
    page.locator("#filters summary").click()
    page.locator("#filter-region").select_option(label="Bretagne")
    assert "On the map: 2 at their city, 0 in their region's middle, 0 without a place." in opened.status
    assert shown(opened, places) == {"a", "b"}
    assert page.locator("#off").is_hidden()


def test_flows_are_those_of_python_and_can_be_taken_away(show: Show, places: Network, tmp_path: Path) -> None:
    opened = show(places, lang="fr")
    page = opened.page
    page.get_by_role("button", name="Carte d'Europe").click()
    page.get_by_role("button", name="Flux", exact=True).press("Enter")
    table = flows(places, "country")
    names = {"DE": "Allemagne", "FR": "France", "US": "États-Unis"}
    said = [
        [names[one], names[other], str(observed), str(number)]
        for one, other, observed, number in table[["group", "other", "observed", "links"]].itertuples(index=False)
    ]
    assert page.get_by_role("table", name="Projets qui relient deux pays").is_visible()
    body = page.locator("#flows tbody tr")
    cells = [row.locator("th, td").all_text_contents() for row in body.all()]
    assert [[row[0], row[1], row[2], row[4]] for row in cells] == said
    head, *lines = rows(taken(opened, "Flux en CSV", tmp_path, of_menu=False), ";")
    assert head[0] == "Pays"
    assert [[row[0], row[1], row[2], row[4]] for row in lines] == said
    page.get_by_role("button", name="English").click()
    assert body.first.locator("th").text_content() == "France"
    assert page.locator("#flows-title").text_content() == "Projects that join two countries"
    picture = ET.fromstring(taken(opened, "Picture (SVG)", tmp_path))  # noqa: S314  # our own
    space = "{http://www.w3.org/2000/svg}"
    paths = list(picture.iter(f"{space}path"))
    assert max(path.get("d", "").count("M") for path in paths) > 40  # the outlines
    between = table[(table["group"] != table["other"]) & ~table["other"].isin(["US"])]
    assert sum(path.get("stroke-linecap") == "round" for path in paths) == len(between) > 0


def test_a_link_leads_back_to_the_map(show: Show, places: Network) -> None:
    opened = show(places)
    page = opened.page
    page.get_by_role("button", name="Map of France").click()
    page.get_by_role("button", name="List the 3 without a place").click()
    status, table = opened.status, listed(opened)
    opened.take_away("Link to this view")
    address = page.locator("#address").input_value()
    page.goto("about:blank")
    page.goto(address)
    page.locator("#status:not(:empty)").wait_for()
    assert (opened.status, listed(opened)) == (status, table)
    assert page.locator("#view-france").get_attribute("aria-pressed") == "true"
    nonsense = json.dumps({"view": "__proto__", "flows": "x", "listed": 7})
    page.goto("about:blank")
    page.goto(f"{address.split('#')[0]}#{nonsense}")
    page.locator("#status:not(:empty)").wait_for()
    assert "On the map" not in opened.status
    del opened.requests[1:]  # the same file again


def test_without_places_there_is_no_switch(show: Show) -> None:
    opened = show()
    assert opened.page.locator("#views").is_hidden()
    assert opened.page.locator("#credits").count() == 0


def test_print_and_the_picture_show_the_outlines(show: Show, places: Network, tmp_path: Path) -> None:
    opened = show(places)
    page = opened.page
    page.get_by_role("button", name="Map of Europe").click()
    # Land has a colour of its own, below France where no mark stands: the picture has it.
    page.emulate_media(media="print")
    assert page.locator("#map").is_visible()
    assert page.locator("#flows").is_hidden()
    assert page.pdf(format="A4", landscape=True).count(b"/Type /Page\n") == 1
    page.emulate_media(media="screen")
    # The canvas has another size on paper: it is drawn anew after the screen is back, in a frame of its own.
    page.wait_for_function(
        """() => {
          const { width, height } = document.querySelector("#map canvas");
          const copy = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
          copy.drawImage(document.querySelector("#map canvas"), 0, 0);
          const { data } = copy.getImageData(0, 0, width, height);
          let [found, paper] = [0, [0xf3, 0xf5, 0xf7]];
          for (let at = 0; at < data.length; at += 4) {
            found += Number(paper.every((part, offset) => data[at + offset] === part) && data[at + 3] === 255);
          }
          const land = found / (data.length / 4);
          return land > 0.1 && land < 0.9;
        }"""
    )
    assert taken(opened, "Picture for a slide (PNG)", tmp_path).startswith(b"\x89PNG")
