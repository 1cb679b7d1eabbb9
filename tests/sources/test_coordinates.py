"""Places that cannot be believed."""

from __future__ import annotations

import csv

import pandas as pd
import pytest

from polegraph.resources import data
from polegraph.sources.coordinates import EXCHANGED_PLACE, FAR_PLACE, ZERO_PLACE, doubtful

with data("places/middles.csv").open(encoding="utf-8", newline="") as file:
    MIDDLES = [row for row in csv.DictReader(file) if row["what"] == "country"]


def _reason(lat: float | None, lon: float | None, country: str | None) -> str | None:
    columns = [pd.Series([value], dtype="float64") for value in (lat, lon)]
    found = doubtful(columns[0], columns[1], pd.Series([country], dtype="str"))
    return None if pd.isna(found[0]) else found[0]


@pytest.mark.parametrize(
    ("lat", "lon", "country", "reason"),
    [
        (47.9, 1.9, "FR", None),
        (1.9, 47.9, "FR", EXCHANGED_PLACE),
        (0.69, 47.39, "FR", EXCHANGED_PLACE),
        (0.0, 0.0, "FR", ZERO_PLACE),
        (0.0, 0.0, None, ZERO_PLACE),
        (-0.0, 0.0, "GH", ZERO_PLACE),
        (0.0, 9.4, "GA", None),  # on the equator
        (51.48, 0.0, "UK", None),  # at Greenwich
        (-20.9, 55.5, "FR", None),  # La Réunion
        (-22.3, 166.4, "FR", None),  # Nouméa
        (4.9, -52.3, "FR", None),  # Cayenne
        (-12.8, 45.2, "FR", None),  # Mamoudzou
        (28.1, -15.4, "ES", None),  # Las Palmas
        (37.7, -25.7, "PT", None),  # Ponta Delgada
        (78.2, 15.6, "NO", None),  # Longyearbyen
        (48.85, 2.35, "BE", None),  # a border away: not for us to say
        (40.7, -74.0, "FR", FAR_PLACE),
        (-33.9, 18.4, "DE", FAR_PLACE),
        (1.9, 47.9, None, None),
        (47.9, 1.9, "QQ", None),
        (None, 1.9, "FR", None),
        (None, None, "FR", None),
    ],
)
def test_doubtful(lat: float | None, lon: float | None, country: str | None, reason: str | None) -> None:
    assert _reason(lat, lon, country) == reason


def test_the_middle_of_every_country_is_in_it() -> None:
    table = pd.DataFrame(MIDDLES).astype({"lat": "float64", "lon": "float64"})
    assert doubtful(table["lat"], table["lon"], table["name"].astype("str")).isna().all()


def test_cities_of_europe_are_in_their_countries_and_exchanged_ones_of_france_are_not() -> None:
    cities = pd.read_csv(data("places/cities.csv.gz"), keep_default_na=False, dtype={"country": "str"})
    found = doubtful(cities["lat"], cities["lon"], cities["country"])
    assert found.isna().all()
    french = cities[cities["country"] == "FR"]
    exchanged = doubtful(french["lon"], french["lat"], french["country"])
    assert (exchanged == EXCHANGED_PLACE).mean() > 0.99
