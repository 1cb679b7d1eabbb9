"""Regions and departments of France however they are written, and NUTS codes of all editions."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from polegraph.names import regions, rule_tables
from polegraph.resources import data

if TYPE_CHECKING:
    from collections.abc import Iterator

with data("places/departments.csv").open(encoding="utf-8", newline="") as file:
    DEPARTMENTS = list(csv.DictReader(file))
TODAY = sorted({row["region"] for row in DEPARTMENTS})
FORMER = sorted({(row["former_region"], row["region"]) for row in DEPARTMENTS})
# The first postcode of a department is its code and zeros, but for Corsica.
POSTCODES = {"2A": "20000", "2B": "20200"}


def _spellings(name: str) -> Iterator[str]:
    plain = name.translate(str.maketrans("ÎÉéèôâ'", "IEeeoa ", ""))
    yield from (
        name,
        name.upper(),
        name.lower(),
        plain,
        plain.upper(),
        name.replace("-", " "),
        name.replace("-", " - "),
    )
    yield from (f"Région {name}", f"région {name}".upper(), f"Région de {name}", f"  {name}  ", f"{name} (FR)")
    yield from (f"{name}, France", name.replace("'", "’"), name.replace(" ", "-"), name.replace("'", ""))
    yield from (
        name.replace("-", "_"),
        name.replace("-", ""),
        name.replace("-", "\u2011"),
        f"Conseil régional de {name}",
    )


def test_there_are_18_regions_and_101_departments() -> None:
    assert len(TODAY) == 18
    assert len(DEPARTMENTS) == 101
    assert len(FORMER) == 27


@pytest.mark.parametrize(("name", "today"), [(name, name) for name in TODAY] + FORMER)
def test_regions_of_today_and_before_2016_however_they_are_written(name: str, today: str) -> None:
    assert {spelling: regions.region(spelling) for spelling in _spellings(name)} == dict.fromkeys(
        _spellings(name), today
    )


@pytest.mark.parametrize("row", rule_tables.rows("regions"), ids=lambda row: row["written"])
def test_rules_lead_to_regions_of_today_in_any_case(row: dict[str, str]) -> None:
    assert row["region"] in TODAY
    assert regions.region(row["written"].lower()) == regions.region(row["written"].upper()) == row["region"]
    assert row["reason"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Centre-Val-de-Loire", "Centre-Val de Loire"),
        ("Région d'Île-de-France", "Île-de-France"),
        ("la région des Pays de la Loire", "Pays de la Loire"),
        ("Auvergne et Rhône-Alpes", "Auvergne-Rhône-Alpes"),
        ("Occitanie / Pyrénées-Méditerranée", "Occitanie"),
        ("84 - Auvergne-Rhône-Alpes", "Auvergne-Rhône-Alpes"),
        ("Région SUD", "Provence-Alpes-Côte d'Azur"),
        ("I\u0302le-de-France", "Île-de-France"),
        ("GE", None),
        ("Sud", None),
        ("75", None),
        ("Bretagne / Normandie", None),
        ("Centro", None),
        ("", None),
        ("–", None),
        ("Loiret", None),
        ("NA", None),
    ],
)
def test_region(written: str, meant: str | None) -> None:
    assert regions.region(written) == meant


def test_other_countries_have_no_region_of_france() -> None:
    assert regions.region("Centre", "CM") is None
    assert regions.region("Centre", "FR") == regions.region("Centre") == "Centre-Val de Loire"


@pytest.mark.parametrize("row", DEPARTMENTS, ids=lambda row: row["code"])
def test_departments(row: dict[str, str]) -> None:
    code, name = row["code"], row["department"]
    written = [name, name.upper(), name.replace("-", " "), code, code.lower(), f"{code} - {name}", f"{name} ({code})"]
    written += [f"Département {name}", name.replace("'", "’"), name.replace("Saint", "St")]
    assert {regions.department(text) for text in written} == {name}
    assert {regions.region_of_department(text) for text in written} == {row["region"]}
    postcode = POSTCODES.get(code, code.ljust(5, "0"))
    assert regions.department_of_postcode(postcode) == name
    assert regions.region_of_postcode(postcode) == row["region"]
    if code.startswith("0"):
        assert regions.department(code[1:]) == name
        assert regions.department_of_postcode(postcode[1:]) == name
    others = {other["department"] for other in DEPARTMENTS} - {name}
    assert all(regions.department(f"{other} ({code})") is None for other in sorted(others)[:3])


@pytest.mark.parametrize(
    ("written", "meant"),
    [("Côtes-du-Nord", "Côtes-d'Armor"), ("Seine St-Denis", "Seine-Saint-Denis"), ("Réunion", "La Réunion")]
    + [(text, None) for text in ("20", "96", "975", "99", "45 37", "Centre", "Kent", "", "45000", "0", "12345")],
)
def test_department(written: str, meant: str | None) -> None:
    assert regions.department(written) == meant


@pytest.mark.parametrize(
    ("postcode", "meant"),
    [
        ("75008 CEDEX 08", "Paris"),
        ("F-45100", "Loiret"),
        ("FR 45100", "Loiret"),
        ("45 100", "Loiret"),
        ("45100.0", "Loiret"),
        ("1000", "Ain"),
        ("20169", "Corse-du-Sud"),
        ("20600", "Haute-Corse"),
        *[
            (text, None)
            for text in ("98000", "97500", "00100", "99999", "451000", "100", "B-1000", "SW1A 1AA", "", "CEDEX")
        ],
    ],
)
def test_postcodes(postcode: str, meant: str | None) -> None:
    assert regions.department_of_postcode(postcode) == meant


@pytest.mark.parametrize(
    ("code", "country", "region"),
    [
        ("FRH03", "FR", "Bretagne"),
        ("FRH0", "FR", "Bretagne"),
        ("FRH", "FR", "Bretagne"),
        ("frb0", "FR", "Centre-Val de Loire"),
        ("FRC1", "FR", "Bourgogne-Franche-Comté"),
        ("FRC24", "FR", "Bourgogne-Franche-Comté"),
        ("FR10", "FR", "Île-de-France"),
        ("FR1", "FR", "Île-de-France"),
        ("FR107", "FR", "Île-de-France"),
        ("FRY40", "FR", "La Réunion"),
        ("FR24", "FR", "Centre-Val de Loire"),
        ("FR523", "FR", "Bretagne"),
        ("FR716", "FR", "Auvergne-Rhône-Alpes"),
        ("FR94", "FR", "La Réunion"),
        ("FRA4", "FR", "La Réunion"),
        ("FRA50", "FR", "Mayotte"),
        ("FR2", "FR", None),
        ("FRY", "FR", None),
        ("FR", "FR", None),
        ("FRZZZ", "FR", None),
        ("FRX9", "FR", None),
        ("DE212", "DE", "Oberbayern"),
        ("DE2", "DE", None),
        ("EL303", "EL", "Attiki"),
        ("GR303", "EL", "Attiki"),
        ("GBI31", "UK", "Inner London - West"),
        ("UKM2", "UK", "Eastern Scotland"),
        ("PT170", "PT", "Área Metropolitana de Lisboa"),
        ("PT1A0", "PT", "Grande Lisboa"),
        ("NL310", "NL", "Utrecht"),
        ("NL350", "NL", "Utrecht"),
        ("PL127", "PL", "Mazowieckie"),
        ("RS110", "RS", "Beogradski region"),
        ("US", "US", None),
        ("US123", None, None),
        ("Paris", None, None),
        ("", None, None),
        ("75001", None, None),
    ],
)
def test_nuts(code: str, country: str | None, region: str | None) -> None:
    assert regions.region_of_nuts(code) == (country, region)


def test_nuts_names_are_latin_and_french_ones_are_official() -> None:
    rows = rule_tables.rows("nuts")
    assert {row["region"] for row in rows if row["country"] == "FR"} == set(TODAY)
    assert {row["department"] for row in rows if row["country"] == "FR"} == {
        "",
        *(r["department"] for r in DEPARTMENTS),
    }
    assert all(ord(sign) < 0x370 or sign == "\u1e7e" for row in rows for sign in row["region"])
    home = {row["department"]: row["region"] for row in DEPARTMENTS}
    assert all(home[row["department"]] == row["region"] for row in rows if row["department"])


@pytest.mark.parametrize(
    ("then", "now"), [("FR523", "FRH03"), ("FR246", "FRB06"), ("FR718", "FRK28"), ("FR910", "FRY10")]
)
def test_departments_of_nuts_codes_of_before_2016(then: str, now: str) -> None:
    assert regions.department_of_nuts(then) == regions.department_of_nuts(now) is not None
