"""The French research agency's files: the real one whole, and small ones made of its traps."""

from __future__ import annotations

import csv
import io
import zipfile
from functools import cache
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest

from polegraph import resources
from polegraph.errors import PolegraphError
from polegraph.files import any_table
from polegraph.files.archives import tables_in
from polegraph.sources import anr
from polegraph.sources.anr import publisher_files
from polegraph.sources.totals import ALONE, TOTALS
from polegraph.sources.values import NO_NAME
from polegraph.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from polegraph.network import Network

REAL = "anr/anr_dos_2010_2022_partenaires.csv.gz"
OLDER = [
    "Projet.Code_Decision_ANR",
    "Projet.Acronyme",
    "Projet.Partenaire.Code_Decision_ANR",
    "Projet.Partenaire.Est_coordinateur",
    "Projet.Partenaire.Nom_organisme",
    "Projet.Partenaire.Categorie_organisme",
    "Projet.Partenaire.Code_RNSR",
    "Projet.Partenaire.Adresse.Ville",
    "Projet.Partenaire.Adresse.Region",
    "Projet.Partenaire.Adresse.Pays",
]
LATER = [column.replace("_ANR", "") for column in OLDER] + ["Projet.Partenaire.Responsable_scientifique.Nom"]
PAID = [*LATER, "Projet.Partenaire.Aide_allouee.ANR"]


@cache
def _real() -> Network:
    return anr.read(resources.data(REAL))


def _write(path: Path, heading: list[str], rows: list[list[str]]) -> Path:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=";").writerows([heading, *rows])
    path.write_bytes(b"\xef\xbb\xbf" + stream.getvalue().encode())
    return path


def _row(**cells: str) -> list[str]:
    """Build a row of the older layout; what is not said is empty, but for the project and the coordinator flag."""
    given = {"project": "ANR-21-CE26-0001", "coordinator": "False", **cells}
    order = ["project", "acronym", "partner", "coordinator", "name", "category", "code", "city", "region", "country"]
    return [given.get(column, "") for column in order]


def _read(tmp_path: Path, *rows: list[str]) -> Network:
    return anr.read(_write(tmp_path / "partners.csv", OLDER, list(rows)))


# -- the real file ------------------------------------------------------------------------------------------------


def test_every_row_of_the_real_file_is_accounted_for() -> None:
    net = _real()
    account = net.imports.iloc[0]
    assert len(net.projects) == 17_080
    assert account["rows"] == 55_483 == account["kept"] + account["repeated"] + account["rejected"]
    assert account["kept"] == len(net.participations) == 53_821
    assert net.rejected["reason"].value_counts().to_dict() == {NO_NAME: 128, publisher_files.NOBODY: 39}
    assert account["rejected"] == len(net.rejected) == 167
    assert account["cleaned"] == 1
    assert account["layout"] == "ANR DOS 2010–2022, partners"
    assert account["notes"] == "no_category=2120;no_kind=1291;several_categories=1489"
    assert net.aliases["rows"].sum() == 55_483 - 167


def test_rejected_rows_of_the_real_file_are_where_they_say() -> None:
    (part,) = tables_in(resources.data(REAL))
    lines = next(any_table.of(part)).frame
    rejected = _real().rejected
    at = lines.iloc[rejected["row"].to_numpy() - 2]
    assert at["Projet.Partenaire.Nom_organisme"].tolist() == rejected["value"].fillna("").tolist()
    assert {"", "0 Aide", "AucuneAide", "Non financé", "pas de laboratoire", "-"} <= set(rejected["value"].fillna(""))
    assert (at["Projet.Partenaire.Code_RNSR"] == "").all()


def test_what_the_real_file_says() -> None:
    net = _real()
    assert net.projects["year"].value_counts().to_dict()[2022] > 0
    assert net.projects["year"].between(2010, 2022).all()
    assert net.themes["scheme"].unique().tolist() == ["call"]
    assert len(net.project_themes) == 17_080
    assert net.select(theme="CE26").projects["call"].unique().tolist() == ["CE26"]
    assert (net.organisations["siren"].dropna().unique() == ["302717327", "493902662"]).all()
    assert net.organisations["rnsr"].dropna().str.fullmatch(r"\d{9}[A-Z]").all()
    assert (net.organisations["country"] == "EL").any()
    assert (net.organisations["country"] == "UK").any()
    companies = net.organisations[net.organisations["size"].notna()]
    assert companies["kind"].unique().tolist() == ["company"]
    assert companies["size"].value_counts().to_dict() == {"sme": 1332, "not_sme": 833, "micro": 592}
    lost = net.find("CNAG CRG")
    assert "\x02" not in net.names([lost])[0]


def test_the_order_of_rows_never_matters(tmp_path: Path) -> None:
    (part,) = tables_in(resources.data(REAL))
    lines = next(any_table.of(part)).frame
    shuffled = tmp_path / "shuffled.csv"
    lines.sample(frac=1, random_state=7).to_csv(shuffled, index=False)
    net = anr.read(shuffled)
    for name in set(TABLES) - {"rejected", "imports"}:
        pd.testing.assert_frame_equal(net.tables[name], _real().tables[name])
    assert net.imports["rejected"].tolist() == [167]


# -- traps --------------------------------------------------------------------------------------------------------


def test_the_latest_edition_says_what_an_organisation_is(tmp_path: Path) -> None:
    net = _read(
        tmp_path,
        _row(project="ANR-12-BLAN-0001", name="Ada", category="PME", city="Lyon", country="France"),
        _row(project="ANR-19-CE26-0002", name="ADA SAS", category="Entreprise autre que TPE ou PME", country="France"),
        _row(project="ANR-14-CE26-0003", name="Ada SAS", category="PME", city="Paris", country="France"),
    )
    one = net.organisations.iloc[0]
    assert (one["name"], one["size"], one["sme"], one["city"]) == ("ADA SAS", "not_sme", False, "Paris")
    assert net.imports["notes"].tolist() == ["several_categories=1"]
    assert net.aliases["name"].tolist() == ["ADA SAS", "Ada", "Ada SAS"]


def test_several_labels_and_what_they_mean(tmp_path: Path) -> None:
    meanings = {
        "Laboratoire public": ("lab", None),
        "Organisme de recherche": ("lab", None),
        "Fondation de recherche": ("lab", None),
        "PME": ("company", "sme"),
        "TPE": ("company", "micro"),
        "Entreprise autre que TPE ou PME": ("company", "not_sme"),
        "Entreprises Privées": ("company", None),
        "Divers public": ("public_body", None),
        "FR PUBLIC": ("public_body", None),
        "Association": ("association", None),
        "Divers privé": ("other", None),
        "FR PRIVE": ("other", None),
        "ETRANGER": ("other", None),
        "": ("other", None),
    }
    net = _read(tmp_path, *(_row(name=f"Name {place}", category=label) for place, label in enumerate(meanings)))
    table = net.organisations.assign(place=net.organisations["name"].str.slice(5).astype(int)).sort_values("place")
    found = [(kind, None if pd.isna(size) else size) for kind, size in zip(table["kind"], table["size"], strict=True)]
    assert found == list(meanings.values())


def test_identifiers(tmp_path: Path) -> None:
    net = _read(
        tmp_path,
        _row(name="Lab", code="200112491C"),
        _row(name="Lab, once more", code="200112491c", coordinator="True"),
        _row(name="Paris School", code="493902662"),
        _row(name="Wrong check digit", code="493902663"),
        _row(code="200612270R"),
    )
    ids = net.organisations["org_id"].tolist()
    assert ids[1:] == ["rnsr:200112491C", "rnsr:200612270R", "siren:493902662"]
    assert ids[0].startswith("name:wrong-check-digit-")
    assert net.organisations["rnsr"].dropna().tolist() == ["200112491C", "200612270R"]
    assert net.organisations["siren"].dropna().tolist() == ["493902662"]
    assert net.names(["rnsr:200612270R"]) == ["200612270R"]


def test_countries(tmp_path: Path) -> None:
    net = _read(
        tmp_path,
        _row(name="A", country="Grèce"),
        _row(name="B", country="Royaume-Uni de Grande-Bretagne et d'Irlande du Nord"),
        _row(name="C", country="Réunion"),
        _row(name="D", country="Nouvelle-Calédonie"),
        _row(name="E", country="Atlantide"),
        _row(name="Namib", country="Namibie"),
        _row(name="G"),
        _row(name="G SAS", country="France", project="ANR-15-CE26-0009"),
        _row(name="Two", project="ANR-15-CE26-0010"),
        _row(name="Two", country="France"),
        _row(name="Two", country="Italie"),
    )
    country = net.organisations.groupby("name")["country"].agg(lambda codes: sorted(codes.fillna("?")))
    assert country.drop("G").to_dict() == {
        "A": ["EL"],
        "B": ["UK"],
        "C": ["FR"],
        "D": ["NC"],
        "E": ["?"],
        "Namib": ["NA"],
        "Two": ["?", "FR", "IT"],
    }
    assert country["G"] == ["FR"]
    assert net.organisations.set_index("name")["region"].dropna().to_dict() == {"C": "La Réunion"}
    assert net.imports["notes"].tolist() == ["unknown_country=1;no_category=11"]


def test_twice_in_a_project_is_one_participation(tmp_path: Path) -> None:
    path = _write(
        tmp_path / "p.csv",
        PAID,
        [
            [*_row(name="Ada", partner="P-01"), "Doe", "1 000,50"],
            [*_row(name="ADA", partner="P-02", coordinator="True"), "Doe", "2000"],
            [*_row(name="Ada", partner="P-02"), "Doe", "1999"],
            [*_row(name="Bo", partner="P-03"), "Doe", ""],
        ],
    )
    net = anr.read(path)
    assert net.participations["role"].tolist() == ["coordinator", "partner"]
    assert net.participations["funding"].fillna(-1).tolist() == [3000.5, -1]
    account = net.imports.iloc[0]
    assert (account["kept"], account["repeated"], account["rejected"]) == (2, 2, 0)
    assert account["dropped_columns"] == "Projet.Partenaire.Responsable_scientifique.Nom"
    assert "Doe" not in str([table.to_dict() for table in net.tables.values()])


def test_a_project_stays_without_its_partners(tmp_path: Path) -> None:
    net = _read(tmp_path, _row(project="ANR-13-RURA-0005", acronym="MERIT"), _row(project="", name="Ada"))
    assert net.projects[["project_id", "acronym", "year"]].to_numpy().tolist() == [["ANR-13-RURA-0005", "MERIT", 2013]]
    assert net.rejected[["row", "reason"]].to_numpy().tolist() == [
        [2, publisher_files.NOBODY],
        [3, publisher_files.NO_PROJECT],
    ]


def test_what_cannot_be_read_is_emptied_or_rejected_and_listed(tmp_path: Path) -> None:
    path = _write(
        tmp_path / "p.csv",
        [*PAID, "Novelty"],
        [
            [*_row(name="Ada", coordinator="perhaps"), "", "much", ""],
            [*_row(name="B" * 40_000), "", "", ""],
            [*_row(name="Cy", project="ANR;1"), "", "", ""],
        ],
    )
    net = anr.read(path)
    assert len(net.participations) == 1
    assert sorted(net.rejected["column"]) == sorted([PAID[0], PAID[3], PAID[4], PAID[-1]])
    assert net.imports["rejected"].tolist() == [2]
    assert net.imports["notes"].tolist() == ["no_category=1;emptied_cells=2"]
    assert net.imports["unknown_columns"].tolist() == ["Novelty"]
    assert net.participations["role"].isna().all()


# -- layouts ------------------------------------------------------------------------------------------------------

PROJECTS = ["Projet.Code_Decision", "AAP.Edition", "Projet.Acronyme", "Projet.Titre.Francais", "Projet.Titre.Anglais"]
PROJECTS += ["Projet.Resume.Francais", "Projet.T0 scientifique", "Projet.Montant.AF.Aide_allouee.ANR"]
DGPIE = ["Projet.Code_Decision", "Action.Edition", "Action.Titre.Francais", "Projet.Acronyme", "Projet.Titre.Francais"]
DGPIE += ["Projet.Resume.Francais", "Projet.Date_debut", "Projet.Aide_allouee"]


def test_partners_with_their_projects(tmp_path: Path) -> None:
    partners = _write(tmp_path / "partners.csv", LATER, [[*_row(name="Ada", category="PME"), "Doe"]])
    rows = [
        ["ANR-21-CE26-0001", "2021", "ACRO", "", "English title", "Résumé", "2022-03-01", "250000,75"],
        ["ANR-20-CE26-0007", "2020", "OTHER", "Titre", "", "", "2020-02-30", "x"],
        ["ANR-20-CE26-0007", "2020", "OTHER", "Titre", "", "", "2020-02-30", "x"],
    ]
    projects = _write(tmp_path / "projects.csv", PROJECTS, rows)
    for net in (anr.read([projects, partners]), anr.read(partners, projects=projects)):
        first, second = net.projects.sort_values("project_id", ascending=False).to_dict("records")
        assert (first["title"], first["abstract"], first["funding"]) == ("English title", "Résumé", 250000.75)
        assert (first["start"], first["year"]) == (pd.Timestamp(2022, 3, 1), 2022)
        assert (second["year"], second["title"]) == (2020, "Titre")
        account = net.imports.set_index("table")
        counts = account.loc[["projects"], ["rows", "kept", "repeated", "rejected"]]
        assert counts.to_numpy().tolist() == [[3, 2, 1, 0]]
        assert account["layout"].to_dict() == {
            "participations": "ANR DOS 2023 and later, partners",
            "projects": "ANR DOS 2023 and later, projects",
        }
        assert len(net.rejected) == 4  # two cells of two rows, which are kept without them


def test_totals_and_codes_alone_are_no_projects(tmp_path: Path) -> None:
    several = _row(project="ANR-21-CE26-0001 / ANR-21-CE26-0002", name="Bo")
    rows = [_row(name="Ada"), several, _row(project="Total général")]
    partners = _write(tmp_path / "partners.csv", OLDER, rows)
    code = "ANR-21-CE26-0001"
    lines = [[code, "2021", "ACRO", "T", "", "", "", "1"], ["ANR-21-CE26-0009"], ["TOTAL", "", "", "", "", "", "", "1"]]
    lines = [[*line, *[""] * (len(PROJECTS) - len(line))] for line in lines]
    net = anr.read([partners, _write(tmp_path / "projects.csv", PROJECTS, lines)])
    assert net.projects["project_id"].tolist() == [code]
    assert net.rejected[["file", "row", "reason"]].to_numpy().tolist() == [
        ["partners.csv", 3, publisher_files.BAD_PROJECT],
        ["partners.csv", 4, TOTALS],
        ["projects.csv", 3, ALONE],
        ["projects.csv", 4, TOTALS],
    ]


def test_the_states_other_programme(tmp_path: Path) -> None:
    rows = [[*_row(project="ANR-11-LABX-0054-01", name="Ada", category="Entreprises Privées"), "Doe"]]
    partners = _write(tmp_path / "a.csv", LATER, rows)
    projects = _write(tmp_path / "b.csv", DGPIE, [["ANR-11-LABX-0054-01", "2011", "x", "LAB", "T", "R", "2012", "5"]])
    net = anr.read([partners, projects])
    assert net.imports["layout"].str.contains("DGPIE").all()
    one = net.projects.iloc[0]
    assert (one["programme"], one["year"], one["funding"], one["call"]) == ("PIA / France 2030", 2012, 5.0, "LABX")
    assert pd.isna(one["start"])
    assert net.organisations[["kind", "size"]].isna().to_numpy().tolist() == [[False, True]]


def test_workbook_and_archive_give_the_same_network(tmp_path: Path) -> None:
    rows = [_row(name="Ada", category="PME", code="200112491C"), _row(name="Bo", coordinator="True")]
    plain = _write(tmp_path / "partners.csv", OLDER, rows)
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in [OLDER, *rows]:
        book.active.append(row)
    book.save(tmp_path / "partners.xlsx")
    with zipfile.ZipFile(tmp_path / "partners.zip", "w") as archive:
        archive.write(plain, "inner/partners.csv")
    networks = [anr.read(tmp_path / f"partners.{suffix}") for suffix in ("csv", "xlsx", "zip")]
    for net in networks[1:]:
        for name in set(TABLES) - {"imports"}:
            pd.testing.assert_frame_equal(net.tables[name], networks[0].tables[name])


def test_other_columns_are_refused_with_what_is_missing(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.csv", ["Projet.Code_Decision", "Projet.Partenaire.Nom_organisme", "x"], [])
    with pytest.raises(PolegraphError) as caught:
        anr.read(path)
    assert "Projet.Partenaire.Est_coordinateur" in str(caught.value)
    assert "ANR projects" in str(caught.value)


def test_projects_alone_are_not_enough(tmp_path: Path) -> None:
    with pytest.raises(PolegraphError, match="no file of partners"):
        anr.read(_write(tmp_path / "a.csv", PROJECTS, []))
