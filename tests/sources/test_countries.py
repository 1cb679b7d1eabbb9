"""Countries by all their codes and names."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from babel import Locale

from polegraph.names.rule_tables import rows
from polegraph.sources import cordis, countries, spreadsheet

CASE = Path(__file__).parents[1] / "data" / "cases" / "country_gb_gr"


@pytest.mark.parametrize("row", rows("countries"), ids=lambda row: row["iso"])
def test_every_country_by_its_codes_and_names(row: dict[str, str]) -> None:
    written = [*row["names"].split(";"), row["iso"], row["iso"].lower(), row["code"], *filter(None, [row["iso3"]])]
    written += [name.upper() for name in row["names"].split(";")] + [f"{row['names'].split(';')[0]} ({row['iso']})"]
    assert {text: countries.code_of(text) for text in written} == dict.fromkeys(written, row["code"])


@pytest.mark.parametrize("row", rows("country_words"), ids=lambda row: row["written"])
def test_other_names(row: dict[str, str]) -> None:
    assert countries.code_of(row["written"].casefold()) == countries.code_of(row["written"]) == row["code"]


def test_no_name_is_of_two_countries() -> None:
    meant: dict[str, set[str]] = {}
    names = [(name, row["code"]) for row in rows("countries") for name in row["names"].split(";")]
    for name, code in names + [(row["written"], row["code"]) for row in rows("country_words")]:
        meant.setdefault("".join(countries.words(name)), set()).add(code)
    assert [name for name, codes in meant.items() if len(codes) > 1] == []


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Deutschland", "DE"),
        ("ESPANA", "ES"),
        ("Italia", "IT"),
        ("Royaume-Uni", "UK"),
        ("United Kingdom of Great Britain and Northern Ireland", "UK"),
        ("Pays-Bas", "NL"),
        ("The Netherlands", "NL"),
        ("Turquie", "TR"),
        ("République tchèque", "CZ"),
        ("Czech Republic", "CZ"),
        ("Etats Unis d'Amérique", "US"),
        ("etats unis damerique", "US"),
        ("U.S.A.", "US"),
        ("Corée du Sud", "KR"),
        ("Korea, Republic of", "KR"),
        ("Kosovo (UNSCR 1244)", "XK"),
        ("Taïwan", "TW"),
        ("Hong Kong", "HK"),
        ("COTE D IVOIRE", "CI"),
        ("St Lucia", "LC"),
        ("NA", "NA"),
        ("NC", "NC"),
        ("ST", "ST"),
        ("FR-France", "FR"),
        ("Niger", "NE"),
        ("Nigeria", "NG"),
        ("Republic of China", "TW"),
        ("Guinée", "GN"),
        ("Guinée-Bissau", "GW"),
        *[(text, None) for text in ("Korea", "Corée", "Atlantide", "QQ", "EU", "Europe", "France (DE)")],
        *[
            (text, None)
            for text in (
                "France / Italie",
                "",
                "–",
                "République",
                "Democratic Republic of France",
                "FRANCEX",
                "75",
                "the",
            )
        ],
    ],
)
def test_code_of(written: str, code: str | None) -> None:
    assert countries.code_of(written) == code


def test_the_names_are_those_of_the_cldr() -> None:
    table = {row["iso"]: row["names"].split(";") for row in rows("countries")}
    french, english = Locale("fr").territories, Locale("en").territories
    assert all({french[iso], english[iso]} <= set(names) for iso, names in table.items())


def test_one_code_whoever_writes_it() -> None:
    publisher = cordis.read(CASE / "organization.csv").organisations.set_index("name")["country"]
    own = spreadsheet.read(CASE / "own").organisations.set_index("name")["country"]
    assert publisher.to_dict() == {"ZORBLAX INSTRUMENTS LTD": "UK", "QUIXO HELLAS AE": "EL", "TRIMBO FRANCE SAS": "FR"}
    assert own.to_dict() == {
        "Zorblax Instruments Ltd": "UK",
        "Quixo Hellas AE": "EL",
        "Trimbo France SAS": "FR",
        "Dee GmbH": "DE",
    }


@pytest.mark.parametrize("written", [("GB", "GR"), ("GBR", "GRC"), ("United Kingdom", "Ελλάδα"), ("uk", "el")])
def test_cordis_in_other_codes_is_the_same(tmp_path: Path, written: tuple[str, str]) -> None:
    with (CASE / "organization.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file, delimiter=";"))
    at = lines[0].index("country")
    changed = {"UK": written[0], "EL": written[1]}
    text = "\n".join(";".join([*line[:at], changed.get(line[at], line[at]), *line[at + 1 :]]) for line in lines)
    (tmp_path / "organization.csv").write_text(text, encoding="utf-8")
    expected = cordis.read(CASE / "organization.csv")
    net = cordis.read(tmp_path / "organization.csv")
    assert net.organisations.equals(expected.organisations)
    assert len(net.rejected) == 0
