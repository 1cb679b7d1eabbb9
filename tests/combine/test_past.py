"""What a network was before a year is what its sources would have said if they had been read then."""

from __future__ import annotations

import csv
import random
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from polegraph.combine import before, combine, merged, split, together
from polegraph.identity.result import Found
from polegraph.network import Network
from polegraph.sources import anr, cordis
from polegraph.tables import WHO_IS_WHO, empty

if TYPE_CHECKING:
    from pathlib import Path

    Row = dict[str, str]

ANR = {
    "project": "Projet.Code_Decision_ANR",
    "leads": "Projet.Partenaire.Est_coordinateur",
    "name": "Projet.Partenaire.Nom_organisme",
    "kind": "Projet.Partenaire.Categorie_organisme",
    "code": "Projet.Partenaire.Code_RNSR",
    "city": "Projet.Partenaire.Adresse.Ville",
    "region": "Projet.Partenaire.Adresse.Region",
    "country": "Projet.Partenaire.Adresse.Pays",
}
CORDIS = ["projectID", "organisationID", "name", "SME", "activityType", "country", "role", "vatNumber", "geolocation"]


CUTS = (2014, 2017)
ALL = 10_000


def some(chance: random.Random, values: str) -> str:
    return chance.choice(["", *values.split("/")])


def agency(chance: random.Random) -> list[tuple[int, Row]]:
    """Draw rows of the agency with their years; the one of a code without an edition is 9999, after every cut."""
    rows = []
    for place in range(250):
        year = chance.choice([2011, 2013, 2014, 2016, 2019, 9999])
        row = {
            "project": f"OLD-{place}" if year == 9999 else f"ANR-{year - 2000}-CE26-{place}",
            "leads": "False",
            "name": chance.choice(["Ada", "Ada SAS", "ADA"]),
            "kind": some(chance, "PME/TPE/Laboratoire public/Entreprise autre que TPE ou PME"),
            "code": f"1998123{chance.randint(10, 69)}A",
            "city": some(chance, "Tours/Blois"),
            "region": some(chance, "Bretagne/Occitanie"),
            "country": "France",
        }
        rows.append((year, row))
    return rows


def commission(chance: random.Random) -> list[tuple[int, Row]]:
    """Draw rows of the Commission with their years."""
    rows = []
    for place in range(250):
        year = chance.choice([2011, 2013, 2014, 2016, 2019, 9999])
        row = {
            "projectID": f"{year}{place}",
            "organisationID": f"9999999{chance.randint(10, 69)}",
            "name": some(chance, "Ada/Ada SAS/ADA"),
            "SME": some(chance, "true/false"),
            "activityType": some(chance, "PRC/HES"),
            "country": chance.choice(["FR", "DE"]),
            "role": "participant",
            "vatNumber": some(chance, "FR44732829320/DE1"),
            "geolocation": some(chance, "48.85,2.35/43.6,1.4"),
        }
        rows.append((year, row))
    return rows


def read(folder: Path, publisher: str, rows: list[tuple[int, Row]], cut: int) -> Network:
    """Write the rows before a year as their publisher does, and read them."""
    folder.mkdir(exist_ok=True)
    kept = [row for year, row in rows if year < cut]
    if publisher == "anr":
        _write(folder / "partners.csv", list(ANR.values()), [[row[key] for key in ANR] for row in kept])
        return anr.read(folder / "partners.csv")
    years = sorted({(row["projectID"], year) for year, row in rows if year < min(cut, 9999)})
    _write(folder / "organization.csv", CORDIS, [[row[key] for key in CORDIS] for row in kept])
    _write(
        folder / "project.csv",
        ["id", "acronym", "title", "startDate"],
        [[one, "A", "T", f"{year}-02-01"] for one, year in years],
    )
    return cordis.read(folder, source="eu")


def _write(path: Path, heading: list[str], rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([heading, *rows])


@pytest.fixture(scope="module")
def networks(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], Network]:
    """Read what each publisher said before each year, and all of it."""
    chance = random.Random(7)
    rows = {"anr": agency(chance), "cordis": commission(chance)}
    folder = tmp_path_factory.mktemp("past")
    return {(name, cut): read(folder / name, name, rows[name], cut) for name in rows for cut in (*CUTS, ALL)}


@pytest.mark.parametrize("publisher", ["anr", "cordis"])
@pytest.mark.parametrize("cut", CUTS)
def test_the_past_is_what_reading_the_past_alone_gives(
    networks: dict[tuple[str, int], Network], publisher: str, cut: int
) -> None:
    whole, past = networks[publisher, ALL], networks[publisher, cut]
    told = before(whole, cut)
    assert len(told.organisations) > 20  # enough to go wrong in
    assert (told.organisations != whole.organisations.reindex(told.organisations.index)).any(axis=None)
    pd.testing.assert_frame_equal(told.organisations, past.organisations)
    pd.testing.assert_frame_equal(told.participations, past.participations)
    again = before(before(whole, CUTS[-1]), cut)  # a past has its own past
    pd.testing.assert_frame_equal(again.organisations, told.organisations)
    pd.testing.assert_frame_equal(again.descriptions, told.descriptions)


@pytest.mark.parametrize("cut", CUTS)
def test_so_it_is_for_several_sources_with_merges(networks: dict[tuple[str, int], Network], cut: int) -> None:
    whole, past = (_both(networks, last) for last in (ALL, cut))
    told = before(whole, cut)
    columns = [column for column in told.organisations if column != "name"]  # see below
    pd.testing.assert_frame_equal(told.organisations[columns], past.organisations[columns])
    again = before(before(whole, CUTS[-1]), cut)
    pd.testing.assert_frame_equal(again.organisations, told.organisations)
    part = whole.select(since=2011)  # a part asks the whole
    pd.testing.assert_frame_equal(before(part, cut).organisations, told.organisations)
    # The name under which merged organisations stand is the most frequent one; spellings have no year, so that of the
    # past is the latest that one of them had by then.
    said = {name for part in split(past.tables).values() for name in part["organisations"]["name"]}
    assert set(told.organisations["name"]) <= said


def _both(networks: dict[tuple[str, int], Network], cut: int) -> Network:
    """Put both publishers together, with merges within the agency and across."""
    pairs = [(f"rnsr:1998123{i}A", f"rnsr:1998123{i + 1}A") for i in range(10, 30, 2)]
    pairs += [(f"rnsr:1998123{i}A", f"pic:9999999{i}") for i in range(30, 45)]
    merges = pd.DataFrame(pairs, columns=["org_id", "into_id"])
    net = together(networks["anr", cut], networks["cordis", cut])
    return merged(net, Found(**{**Found.empty().tables, "merges": merges}))


def small(**others: pd.DataFrame) -> Network:
    """Build a network of one organisation that moved to Blois in 2015."""
    return Network(
        organisations=pd.DataFrame({"org_id": ["A", "B"], "name": ["Ada", "Bo"], "city": ["Blois", "Tours"]}),
        projects=pd.DataFrame({"project_id": ["P", "Q"], "year": [2012, 2015]}),
        participations=pd.DataFrame({"project_id": ["P", "P", "Q"], "org_id": ["A", "B", "A"]}),
        descriptions=pd.DataFrame(
            {"org_id": "A", "source": "s", "column": "city", "year": [2012, 2015], "value": ["Tours", "Blois"]}
        ),
        **others,
    )


def test_what_is_not_of_the_past_is_left_out() -> None:
    net = small(
        themes=pd.DataFrame({"theme_id": ["t", "u"], "label": ["Then", "Later"]}),
        project_themes=pd.DataFrame({"theme_id": ["t", "u"], "project_id": ["P", "Q"]}),
        organisation_themes=pd.DataFrame({"theme_id": ["u"], "org_id": ["A"]}),
        poles=pd.DataFrame({"pole_id": ["x"], "name": ["Pole"]}),
        memberships=pd.DataFrame(
            {"pole_id": "x", "org_id": ["A", "B"], "since": pd.to_datetime(["2011-01-01", "2014-01-01"])}
        ),
    )
    past = before(net, 2014)
    assert past.organisations["city"].tolist() == ["Tours", "Tours"]
    assert past.themes["label"].tolist() == ["Then"]
    assert past.memberships["org_id"].tolist() == ["A"]
    assert not len(past.organisation_themes)
    assert past.descriptions["year"].tolist() == [2012]
    assert before(net, 2016).organisations["city"].tolist() == ["Blois", "Tours"]


def test_rows_that_speak_of_no_column_of_ours_are_passed_over() -> None:
    strange = small().descriptions.assign(column="nonsense")
    past = before(small().with_tables(descriptions=strange), 2014)
    assert past.organisations["city"].tolist() == ["Blois", "Tours"]


def test_an_organisation_that_is_hidden_takes_its_descriptions_with_it() -> None:
    net = small()
    hidden = net.organisations.assign(visibility=["internal", None])
    assert not len(net.with_tables(organisations=hidden).visible("public").descriptions)


def test_descriptions_are_kept_for_the_whole_and_split_again() -> None:
    parts = {"s": small().tables}
    who = {name: empty(name) for name in WHO_IS_WHO}
    who["merges"] = pd.DataFrame({"org_id": ["A"], "into_id": ["B"]})
    made = combine(parts, who)
    assert made["descriptions"]["org_id"].tolist() == ["B", "B"]
    pd.testing.assert_frame_equal(split(made)["s"]["descriptions"], small().descriptions)
