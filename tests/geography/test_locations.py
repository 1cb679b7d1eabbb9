"""Where organisations are: known cities, those that are not guessed, and text that nobody should have written."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pandas as pd
import pytest

from polegraph import Network
from polegraph.geography import FOUND, locate
from polegraph.geography.gazetteer import city, departments_of, middle
from polegraph.names.cities import normal_city
from polegraph.resources import data
from tests.maps.world import EXAMPLE

COLUMNS = ["country", "region", "department", "postcode", "city", "lat", "lon"]
HOSTILE = [
    "<script>alert(1)</script>",
    "'; DROP TABLE",
    "\x00",
    "\u202esiraP",
    "a" * 150,
    "FR,75;48.9",
    "٢",
    "📍",
]


def network(*addresses: dict[str, Any]) -> Network:
    organisations = pd.DataFrame(list(addresses)).reindex(columns=COLUMNS)
    names = [f"o{number}" for number in range(len(addresses))]
    return Network(
        organisations=organisations.assign(org_id=names, name=names),
        projects=pd.DataFrame({"project_id": []}, dtype="str"),
        participations=pd.DataFrame({"project_id": [], "org_id": []}, dtype="str"),
    )


def found(**address: str | float) -> tuple[Any, ...]:
    row = locate(network(address)).iloc[0]
    return row["found"], row["lat"], row["lon"]


@pytest.mark.parametrize(
    ("country", "written", "lat", "lon"),
    [
        ("FR", "PARIS CEDEX 05", 48.85, 2.35),
        ("FR", "Marseille", 43.30, 5.37),
        ("FR", "Saint-Martin-d'Hères", 45.18, 5.77),
        ("FR", "GRENOBLE CEDEX 9", 45.17, 5.72),
        ("FR", "Villeneuve d Ascq", 50.62, 3.13),
        ("DE", "München", 48.14, 11.58),
        ("UK", "Londres", 51.51, -0.13),
        ("EL", "Athènes", 37.98, 23.73),
        ("CH", "Genève", 46.20, 6.15),
    ],
)
def test_cities_are_where_they_are(country: str, written: str, lat: float, lon: float) -> None:
    what, *place = found(country=country, city=written)
    assert what == "city"
    assert place == pytest.approx([lat, lon], abs=0.05)


def test_cities_of_one_name_are_told_apart_by_what_is_known_and_never_guessed() -> None:
    assert found(country="FR", city="Saint-Denis")[0] == "country"
    paris = {"region": "Île-de-France", "department": "Seine-Saint-Denis", "postcode": "93200"}
    for column, value in paris.items():
        assert found(country="FR", city="Saint-Denis", **{column: value})[1] == pytest.approx(48.94, abs=0.01)
    assert found(region="LA REUNION", city="Saint-Denis")[1] == pytest.approx(-20.88, abs=0.01)
    assert found(country="FR", city="Saint-Denis", region="Bretagne")[0] == "region"
    assert found(country="DE", city="Münster")[0] == "country"
    assert found(country="DE", city="Frankfurt am Main")[0] == "city"
    # A city of that name elsewhere is none here; without a country there is nothing to look in.
    assert found(country="DE", city="Toulouse")[0] == "country"
    assert found(city="Toulouse") == (
        "nowhere",
        pytest.approx(float("nan"), nan_ok=True),
        pytest.approx(float("nan"), nan_ok=True),
    )


def test_own_coordinates_come_first_and_regions_before_countries() -> None:
    assert found(country="FR", city="Paris", lat=1.5, lon=2.5) == ("given", 1.5, 2.5)
    assert found(country="FR", city="Paris", lat=1.5)[0] == "city"  # half a place is none
    assert found(region="Languedoc Roussillon")[0] == "region"
    assert found(country="DE", region="Bayern")[0] == "country"
    assert found(country="DE", region="Bretagne")[0] == "country"
    assert found()[0] == "nowhere"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_finds_nothing_and_breaks_nothing(text: str) -> None:
    address = dict.fromkeys(["region", "department", "postcode", "city"], text)
    assert found(country="FR", **address)[0] == "country"
    assert city(text, text) is None
    assert departments_of(text, text, text) is None
    assert middle(text, text) is None


def test_every_row_has_an_answer_in_table_order() -> None:
    net = network(
        {"country": "FR", "city": "Lyon"}, {}, {"country": "US", "city": "Boston"}, {"country": "FR", "city": "Lyon"}
    )
    table = locate(net)
    assert table["org_id"].tolist() == net.organisations["org_id"].tolist()
    assert table["found"].tolist() == ["city", "nowhere", "country", "city"]
    assert set(table["found"]) <= set(FOUND)
    assert table.dtypes.astype(str).tolist() == ["str", "float64", "float64", "str"]


def test_names_in_the_gazetteer_are_as_cities_are_looked_up() -> None:
    with gzip.open(data("places/cities.csv.gz"), "rt", encoding="utf-8") as file:
        lines = [line.rstrip("\n").split(",") for line in file][1:]
    own = [names.split(";")[0] for *_, names in lines]
    wrong = {name for name in own if normal_city(name) != name}
    assert len(wrong) < 0.001 * len(own)  # numbers in brackets of the source, and the like
    departments = {part for country, part, *_ in lines if country == "FR"}
    assert len(departments - {""}) == 101
    size = data("places/cities.csv.gz").stat().st_size
    assert size < 1_000_000


def test_regions_and_their_outlines_are_all_there() -> None:
    outlines = json.loads(data("places/outlines.json").read_text(encoding="utf-8"))
    assert len(outlines["regions"]) == 18
    assert data("places/outlines.json").stat().st_size < 150_000
    for name in outlines["regions"]:
        assert middle("FR", name) is not None
    for code in outlines["countries"]:
        assert middle(code, None) is not None


def test_the_example_is_where_its_sheet_says() -> None:
    from polegraph.sources import spreadsheet  # noqa: PLC0415  # the only test that reads it

    net = spreadsheet.read(EXAMPLE)
    table = locate(net)
    given = net.organisations["lat"].notna()
    assert set(table.loc[given, "found"]) == {"given"}
    # The gazetteer agrees with the sheet about every town.
    bare = net.with_tables(organisations=net.organisations.assign(lat=None, lon=None))
    looked = locate(bare)[given]
    assert set(looked["found"]) == {"city"}
    for column in ("lat", "lon"):
        assert (looked[column] - net.organisations.loc[given, column]).abs().max() < 0.1
