"""Flat sheets: every shape that people have, against what truly stands in them; nothing is lost without a word."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest

from polegraph.errors import PolegraphError
from polegraph.identity import normal_form
from polegraph.reports import graphs
from polegraph.sources import spreadsheet
from polegraph.sources.spreadsheet import flat_sheet
from polegraph.sources.spreadsheet.flat_sheet import Understood, looks_flat
from polegraph.sources.spreadsheet.sheets import sheets
from tests.sources import messy

if TYPE_CHECKING:
    from polegraph.network import Network

CASES = Path(__file__).parents[3] / "data" / "cases"
SHEETS = messy.sheets()


def parts(net: Network) -> set[tuple[str, str]]:
    """Return the participations by names, in the normal form."""
    names = dict(zip(net.organisations["org_id"], net.organisations["name"], strict=True))
    projects = net.projects["acronym"].fillna(net.projects["title"])
    acronyms = dict(zip(net.projects["project_id"], projects, strict=True))
    pairs = zip(net.participations["project_id"], net.participations["org_id"], strict=True)
    return {(normal_form(str(acronyms[project])), normal_form(names[partner])) for project, partner in pairs}


def write(folder: Path, text: str, name: str = "suivi.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def book(folder: Path, *rows: list[Any], merged: str = "") -> Path:
    work = openpyxl.Workbook()
    for row in rows:
        work.active.append(row)
    if merged:
        work.active.merge_cells(merged)
    work.save(folder / "suivi.xlsx")
    return folder / "suivi.xlsx"


def by_name(net: Network) -> pd.DataFrame:
    return net.organisations.set_index("name")


def roles(net: Network) -> dict[tuple[str, str], str]:
    names = dict(zip(net.organisations["org_id"], net.organisations["name"], strict=True))
    acronyms = dict(zip(net.projects["project_id"], net.projects["acronym"], strict=True))
    rows = zip(net.participations["project_id"], net.participations["org_id"], net.participations["role"], strict=True)
    return {(acronyms[project], names[partner]): role for project, partner, role in rows}


def test_there_are_forty_messy_sheets_of_all_shapes() -> None:
    assert len(SHEETS) >= 40
    assert len({one.name for one in SHEETS}) == len(SHEETS)


@pytest.mark.parametrize("one", SHEETS, ids=lambda one: one.name)
def test_a_messy_sheet_is_read_without_a_hand_on_it(one: messy.Messy, tmp_path: Path) -> None:
    path = tmp_path / one.name
    one.write(path)
    net = flat_sheet.read(path)
    found = parts(net)
    real = {(normal_form(project), normal_form(name)) for project, name in one.truth}
    assert len(found & real) >= 0.99 * len(real), sorted(real - found)[:5]
    assert len(found & real) >= 0.99 * len(found), sorted(found - real)[:5]
    listed = " ".join(net.rejected["value"].map(normal_form))
    assert [pair for pair in real - found if pair[1] not in listed] == []
    assert (net.imports["rows"] == net.imports["kept"] + net.imports["repeated"] + net.imports["rejected"]).all()


def test_import_tables_leads_to_a_flat_sheet_by_itself() -> None:
    net = spreadsheet.read(CASES / "flat_sheet" / "Suivi projets.csv")
    assert (len(net.organisations), len(net.projects)) == (2, 2)
    assert roles(net) == {
        ("VAPO", "Ada SARL"): "coordinator",
        ("VAPO", "Zorblax"): "partner",
        ("SENT", "Ada SARL"): "partner",
    }
    assert sorted(net.participations["funding"]) == [60_000, 100_000, 250_000]
    assert by_name(net)["size"].to_dict() == {"Ada SARL": "sme", "Zorblax": "large"}
    assert by_name(net).loc["Ada SARL", "region"] == "Centre-Val de Loire"
    assert net.projects["year"].tolist() == [2017, 2016]
    assert net.rejected.empty


def test_the_workbook_of_a_pole_with_partners_in_columns() -> None:
    net = spreadsheet.read(CASES / "wide-partners" / "base-pole.xlsx")
    assert len(net.projects) == 25
    assert len(net.participations) == 140
    assert (net.participations["role"] == "coordinator").sum() == 25
    accounts = net.imports.set_index(["file", "table"])
    assert "Téléphone" in str(accounts.loc[("base-pole.xlsx/Adhérents", "organisations"), "dropped_columns"])
    members = ("base-pole.xlsx/Adhérents", "organisations")
    assert "Effectif" in str(accounts.loc[members, "unknown_columns"]).split(";")
    assert "cells of Effectif=40" in str(accounts.loc[members, "notes"]).split(";")
    assert set(net.imports.loc[net.imports["table"] == "–", "file"]) == {"base-pole.xlsx/Notes", "base-pole.xlsx/TCD"}
    assert not any("06 00 00 00 00" in str(value) for table in net.tables.values() for value in table.to_numpy().flat)


def test_partners_in_columns_of_the_table_of_projects() -> None:
    net = spreadsheet.read(CASES / "wide-partners" / "large.xlsx")
    assert roles(net) == {
        ("P1", "Alpha"): "coordinator",
        ("P1", "Labo Gamma"): "partner",
        ("P2", "Bêta Groupe"): "coordinator",
        ("P2", "Labo Gamma"): "partner",
        ("P2", "Alpha"): "partner",
    }
    assert by_name(net)["size"].dropna().to_dict() == {"Alpha": "sme", "Bêta Groupe": "large"}


def test_several_organisations_in_a_cell_of_the_table_of_participations() -> None:
    net = spreadsheet.read(CASES / "several-partners-in-a-cell" / "cellule.xlsx")
    assert parts(net) == {
        ("p1", "alpha"),
        ("p1", "labo gamma"),
        ("p2", "beta groupe"),
        ("p2", "labo gamma"),
        ("p2", "alpha"),
    }
    assert net.rejected.empty


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        (["Ada ; Bo", "Bo"], {"Ada", "Bo"}),
        (["Ada\nBo", "Bo"], {"Ada", "Bo"}),
        (["- Ada (PME)\n- Bo", "Bo"], {"Ada", "Bo"}),
        (["1. Ada\n2. Bo", "Bo"], {"Ada", "Bo"}),
        (["Ada / Bo", "Ada", "Bo"], {"Ada", "Bo"}),
        (["Ada, Bo, Cy", "Cy, Ada", "Bo"], {"Ada", "Bo", "Cy"}),
        (["Ada | Bo", "Bo"], {"Ada", "Bo"}),
        (["Ada + Bo", "Bo", "Ada"], {"Ada", "Bo"}),
        # names that hold a sign
        (["Smith, Inc ; Bo", "Bo"], {"Smith, Inc", "Bo"}),
        (["Smith, Inc", "Bo, SA"], {"Smith, Inc", "Bo, SA"}),
        (["Laboratoire CEA/Leti ; Bo", "Bo"], {"Laboratoire CEA/Leti", "Bo"}),
        (["Grosjean & Fils ; Bo et Cie", "Zed"], {"Grosjean & Fils", "Bo et Cie", "Zed"}),
        (["Ada (Tours ; Blois) ; Bo", "Bo"], {"Ada (Tours ; Blois)", "Bo"}),
        (["CEA - Grenoble ; Bo", "Bo"], {"CEA - Grenoble", "Bo"}),
    ],
)
def test_where_a_cell_is_cut(cells: list[str], names: set[str], tmp_path: Path) -> None:
    rows = [[f"P{at}", cell] for at, cell in enumerate(cells)]
    net = flat_sheet.read(book(tmp_path, ["Acronyme", "Consortium"], *rows))
    assert set(net.organisations["name"]) == names


def test_a_cell_that_may_hold_several_is_listed(tmp_path: Path) -> None:
    text = "Projet;Partenaires\nA;Ada ; Bo\nB;Ada\nC;Ada / Inconnue ; Cy\n"
    net = flat_sheet.read(
        write(
            tmp_path,
            text.replace("A;Ada ; Bo", 'A;"Ada ; Bo"').replace("C;Ada / Inconnue ; Cy", 'C;"Ada / Inconnue ; Cy"'),
        )
    )
    assert "Ada / Inconnue" in set(net.organisations["name"])
    assert net.rejected[["row", "value"]].to_numpy().tolist() == [[4, "Ada / Inconnue"]]
    assert "taken as one" in net.rejected["reason"].iloc[0]


def test_brackets_say_role_size_and_aid(tmp_path: Path) -> None:
    text = (
        'Projet;Partenaires\nA;"Ada SARL (PME, 120 k€) ; Zorblax (chef de file) ; Soins Bo (inventé)"\nB;Zorblax (GE)\n'
    )
    net = flat_sheet.read(write(tmp_path, text))
    assert set(net.organisations["name"]) == {"Ada SARL", "Zorblax", "Soins Bo (inventé)"}
    assert by_name(net)["size"].dropna().to_dict() == {"Ada SARL": "sme", "Zorblax": "large"}
    assert roles(net)["A", "Zorblax"] == "coordinator"
    assert net.participations["funding"].dropna().tolist() == [120_000]


def test_blank_projects_are_those_above_and_totals_and_notes_are_listed(tmp_path: Path) -> None:
    text = (
        "Suivi 2020;;;\n\nProjet;Partenaire;Type;Aide\nA;Ada;PME;100\n;Bo;ETI;50\n;Sous-total;;150\n\n;Cy;PME;10\n"
        "B;Total;Grand groupe;7\nProjet;Partenaire;Type;Aide\nB;Ada;PME;1\nTOTAL;;;168\nSource : comité;;;\n"
    )
    net = flat_sheet.read(write(tmp_path, text))
    assert parts(net) == {("a", "ada"), ("a", "bo"), ("a", "cy"), ("b", "total"), ("b", "ada")}
    assert net.rejected["row"].tolist() == [6, 12, 13]
    assert net.rejected["reason"].str.contains("totals").tolist() == [True, True, False]
    account = net.imports.set_index("table").loc["participations"]
    assert (account["rows"], account["kept"], account["rejected"]) == (8, 5, 3)
    assert "headings_again=1" in account["notes"]


def test_what_most_rows_say_holds_and_the_rest_is_listed(tmp_path: Path) -> None:
    text = "Projet;Partenaire;Taille\nA;Ada;PME\nB;Ada;PME\nC;Ada;ETI\nD;Bo;\nE;Bo;GE\n"
    net = flat_sheet.read(write(tmp_path, text))
    assert by_name(net)["size"].to_dict() == {"Ada": "sme", "Bo": "large"}
    assert net.rejected[["row", "column", "value"]].to_numpy().tolist() == [[4, "Taille", "ETI"]]


def test_a_participation_that_stands_twice_adds_up(tmp_path: Path) -> None:
    text = "Projet;Partenaire;Rôle;Aide\nA;Ada;Partenaire;40\nA;ADA;Chef de file;100\nA;Bo;;5\nA;Bo;;5\n"
    net = flat_sheet.read(write(tmp_path, text))
    assert net.participations.sort_values("funding")["funding"].tolist() == [5, 140]
    assert roles(net)["A", "Ada"] == "coordinator"
    account = net.imports.set_index("table").loc["participations"]
    assert (account["kept"], account["repeated"]) == (2, 2)


def test_an_amount_that_is_the_same_in_all_rows_of_a_project_is_that_of_the_project(tmp_path: Path) -> None:
    rows = [f"P{at};Org {one};{1000 + at}" for at in range(4) for one in range(3)]
    net = flat_sheet.read(write(tmp_path, "Projet;Partenaire;Aide\n" + "\n".join(rows)))
    assert net.projects["funding"].tolist() == [1000, 1001, 1002, 1003]
    assert net.participations["funding"].isna().all()


@pytest.mark.parametrize(
    ("heading", "cell", "amount"),
    [
        ("Aide (k€)", "12,5", 12_500),
        ("Aide en k€", "12", 12_000),
        ("Montant (M€)", "1,5", 1_500_000),
        ("Aide", "3 k€", 3_000),
    ],
)
def test_the_unit_in_the_heading(heading: str, cell: str, amount: float, tmp_path: Path) -> None:
    net = flat_sheet.read(write(tmp_path, f"Projet;Partenaire;{heading}\nA;Ada;{cell}\nA;Bo;\n"))
    assert net.participations["funding"].dropna().tolist() == [amount]


def test_who_is_not_to_be_shown_is_not_whatever_other_rows_say(tmp_path: Path) -> None:
    text = "Projet;Partenaire;Diffusion;Ne pas suggérer\nA;Ada;public;non\nB;Ada;interne;oui\nC;Ada;public;non\n"
    net = flat_sheet.read(write(tmp_path, text))
    assert by_name(net).loc["Ada", "visibility"] == "internal"
    assert bool(by_name(net).loc["Ada", "opt_out"])
    assert net.projects.set_index("acronym")["visibility"].to_dict() == {"A": "public", "B": "internal", "C": "public"}


def test_a_person_is_never_kept_and_a_column_without_meaning_is_counted(tmp_path: Path) -> None:
    told: list[Understood] = []
    text = "Projet;Partenaire;Contact;Couleur\nA;Ada;Marie Fictive;rouge\nA;Bo;Jean Testard;\n"
    net = flat_sheet.read(write(tmp_path, text), tell=told.extend)
    account = net.imports.set_index("table").loc["participations"]
    assert (account["dropped_columns"], account["unknown_columns"]) == ("Contact", "Couleur (1)")
    assert {one.heading: one.examples for one in told}["Contact"] == ()
    assert {one.heading: one.code for one in told}["Couleur"] is None


def test_what_a_person_says_of_a_column_holds(tmp_path: Path) -> None:
    path = write(tmp_path, "Quoi;Qui;Genre\nA;Ada;PME\nB;Bo;PME\n")
    with pytest.raises(PolegraphError, match="--column 'HEADING=project'"):
        flat_sheet.read(path)
    net = flat_sheet.read(path, columns=["Quoi=projet", "qui=partenaire", "Genre=-"])
    assert parts(net) == {("a", "ada"), ("b", "bo")}
    assert by_name(net)["size"].isna().all()


@pytest.mark.parametrize("wrong", ["Qui=weather", "Qui", "=name"])
def test_what_cannot_be_said_of_a_column_is_refused_with_what_can(wrong: str, tmp_path: Path) -> None:
    path = write(tmp_path, "Projet;Qui\nA;Ada\n")
    with pytest.raises(PolegraphError):
        flat_sheet.read(path, columns=[wrong])


@pytest.mark.parametrize("name", ["mapping.csv", "mapping.xlsx"])
def test_the_file_of_headings_is_written_and_used_again(name: str, tmp_path: Path) -> None:
    path = write(tmp_path, "Projet;Qui;Type\nA;Ada;PME\nB;Bo;ETI\n")
    mapping = tmp_path / name
    flat_sheet.read(path, columns=["Qui=partner", "Type=-"], mapping=mapping)
    there = [row for _number, row in sheets([mapping])[0].rows]
    assert there[0] == ["your heading", "understood as", "correct here"]
    assert [row[:2] for row in there[1:]] == [["Projet", "acronym"], ["Qui", "partner"], ["Type", "-"]]
    net = flat_sheet.read(path, mapping=mapping)
    assert parts(net) == {("a", "ada"), ("b", "bo")}
    assert by_name(net)["size"].isna().all()
    before = mapping.read_bytes()
    flat_sheet.read(path, mapping=mapping)
    if name.endswith(".csv"):
        assert mapping.read_bytes() == before


def test_a_correction_in_the_file_of_headings(tmp_path: Path) -> None:
    path = write(tmp_path, "Projet;Partenaire;Statut\nA;Ada;PME\nB;Bo;ETI\n")
    mapping = write(tmp_path, "your heading;understood as;correct here\nStatut;type;-\n", "m.csv")
    assert by_name(flat_sheet.read(path, mapping=mapping))["size"].isna().all()
    write(tmp_path, "your heading;understood as;correct here\nStatut;type;nonsense\n", "m.csv")
    with pytest.raises(PolegraphError, match="nonsense"):
        flat_sheet.read(path, mapping=mapping)


def test_the_order_of_rows_and_columns_does_not_matter(tmp_path: Path) -> None:
    lines = (CASES / "flat_sheet" / "Suivi projets.csv").read_text(encoding="utf-8").splitlines()
    turned = [";".join(reversed(line.split(";"))) for line in [lines[0], *reversed(lines[1:])]]
    one = flat_sheet.read(CASES / "flat_sheet" / "Suivi projets.csv")
    other = flat_sheet.read(write(tmp_path, "\n".join(turned)))
    for name in ("organisations", "projects", "participations", "aliases"):
        pd.testing.assert_frame_equal(one.tables[name], other.tables[name])


@pytest.mark.parametrize("name", ["=cmd()", "<b>Ada</b>", "Robert'), DROP", "Ada\u202e", "{{x}}", "ORG [blue]"])
def test_hostile_names_stay_text(name: str, tmp_path: Path) -> None:
    net = flat_sheet.read(
        book(tmp_path, ["Projet", "Partenaire"], ["A", f"'{name}" if name[0] == "=" else name], ["A", "Bo"])
    )
    assert len(net.organisations) == 2
    assert name in set(net.organisations["name"])


def test_names_that_differ_in_a_sign_are_two(tmp_path: Path) -> None:
    net = flat_sheet.read(write(tmp_path, "Acronyme;Partenaire\nVAPO;Ada\nVAPO+;Bo\n"))
    assert len(net.projects) == 2
    assert len(net.participations) == 2


def test_a_siren_makes_two_names_one_organisation_and_a_name_two(tmp_path: Path) -> None:
    text = "Projet;Partenaire;SIREN\nA;Ada;732829320\nB;Ada Technologies;732 829 320\nC;Bo;552100554\nD;Bo;542065479\n"
    net = flat_sheet.read(write(tmp_path, text))
    assert len(net.organisations) == 3
    assert len(net.participations) == 4
    assert set(net.aliases["name"]) == {"Ada", "Ada Technologies", "Bo"}


def test_a_row_without_project_or_partner_is_listed_or_kept_as_project(tmp_path: Path) -> None:
    net = flat_sheet.read(write(tmp_path, "Projet;Partenaire;Année\n;Ada;2010\nA;à définir;2011\nB;Bo;2012\nC;;2013\n"))
    assert parts(net) == {("b", "bo")}
    assert set(net.projects["acronym"]) == {"A", "B", "C"}
    assert sorted(net.rejected["value"]) == ["Ada", "à définir"]


def test_a_row_a_project_with_a_day_of_label_but_no_pole_says_that_it_is_not_used(tmp_path: Path) -> None:
    net = flat_sheet.read(write(tmp_path, "Projet;Date de labellisation;Partenaires\nA;12/03/2010;Ada | Bo\n"))
    assert net.imports.set_index("table").loc["participations", "unknown_columns"] == "Date de labellisation (1)"


def test_poles_and_themes_of_projects(tmp_path: Path) -> None:
    text = "Projet;Pôle;Thématique;Partenaire\nA;DREAM ; S2E2;Eau;Ada\n;;;Bo\nB;DREAM;Eau;Bo\n".replace(
        "DREAM ; S2E2", '"DREAM ; S2E2"'
    )
    net = flat_sheet.read(write(tmp_path, text))
    assert (len(net.poles), len(net.labels), len(net.themes), len(net.project_themes)) == (2, 3, 1, 2)


def test_a_mark_that_is_not_understood_is_listed(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Organisation", "P1", "P2", "P3"]]
    rows += [[f"Org {at}", "x", None, "x" if at % 2 else None] for at in range(8)]
    rows[3][2] = "peut-être"
    rows += [
        ["Org 9", None, "x", "x"],
        ["Org 10", None, "x", None],
        *[[f"Ogg {at}", None, "x", None] for at in range(9)],
    ]
    net = flat_sheet.read(book(tmp_path, *rows))
    assert net.rejected[["column", "value"]].to_numpy().tolist() == [["P2", "peut-être"]]
    assert len(net.projects) == 3


def test_a_graph_with_a_document_type_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.graphml"
    path.write_text('<!DOCTYPE x [<!ENTITY a "b">]><graphml><graph><node id="1"/></graph></graphml>', encoding="utf-8")
    with pytest.raises(PolegraphError, match="document type"):
        flat_sheet.read(path)


def test_a_copy_as_a_graph_comes_back(tmp_path: Path) -> None:
    small = messy.region().select(since=2019, until=2020)
    for suffix in (".graphml", ".gexf"):
        graphs.write(small, tmp_path / f"a{suffix}")
        back = flat_sheet.read(tmp_path / f"a{suffix}")
        for name in ("organisations", "projects", "participations"):
            pd.testing.assert_frame_equal(
                back.tables[name], small.tables[name].reset_index(drop=True), check_dtype=False
            )


@pytest.mark.parametrize(
    "heads",
    ["organisations;nom\n", "Nom;Taille\nAda;PME\n", "Acronyme;Année\nA;2010\n", "a;b\n1;2\n"],
)
def test_what_is_no_flat_sheet_is_not_taken_for_one(heads: str, tmp_path: Path) -> None:
    assert not looks_flat(sheets([write(tmp_path, heads, "feuil1.csv")]))


def test_tables_of_the_templates_are_not_taken_for_flat_sheets(tmp_path: Path) -> None:
    shutil.copy(messy._BOOK, tmp_path / "region.xlsx")  # noqa: SLF001  # where it lies
    assert not looks_flat(sheets([tmp_path / "region.xlsx"]))
