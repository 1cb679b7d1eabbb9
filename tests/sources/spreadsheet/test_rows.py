"""Rows of own sheets: who or what each is, whom it points to, what repeats, what is no row of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest

from polegraph.errors import PolegraphError
from polegraph.identity import name_id
from polegraph.sources import spreadsheet
from polegraph.sources.spreadsheet.layout.other_lines import BELOW, TITLE
from polegraph.sources.spreadsheet.layout.sheet_kinds import table_of
from polegraph.sources.spreadsheet.resolution.references import SET_ASIDE, SEVERAL, TWO_ROWS
from polegraph.sources.spreadsheet.resolution.undescribed import NOT_LISTED
from polegraph.sources.spreadsheet.sheet import FAILED, FORMULA
from polegraph.sources.totals import TOTALS
from polegraph.stores.folder import dataset
from polegraph.tables.checks import NO_SUCH_ROW
from tests.sources.own_sheets import CASES, book, by, folder, listed, notes, pairs

if TYPE_CHECKING:
    from pathlib import Path

    from polegraph.network import Network
    from tests.sources.own_sheets import Rows

MEMBERS: Rows = [
    ["nom", "type", "taille"],
    ["Alpha", "entreprise", "PME"],
    ["Beta", "entreprise", "grande entreprise"],
    ["Gamma & Fils", "entreprise", "PME"],
]
PROJECTS: Rows = [["acronyme", "année"], ["P1", 2018], ["P2", 2019]]


def account(net: Network) -> list[int]:
    """Return rows read, kept, repeated and rejected of the participations."""
    found = net.imports[net.imports["table"] == "participations"]
    return [int(found[column].sum()) for column in ("rows", "kept", "repeated", "rejected")]


# -- who is who ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", ["projects", "with-identifiers"])
def test_projects_that_differ_in_a_sign(case: str) -> None:
    net = spreadsheet.read(CASES / "names-that-differ-in-a-sign" / case)
    assert pairs(net) == {("VAPO", "Grosse"), ("VAPO+", "Petite")}
    assert not len(net.rejected)


def test_companies_that_differ_in_legal_form_and_place() -> None:
    net = spreadsheet.read(CASES / "names-that-differ-in-a-sign" / "companies")
    assert pairs(net) == {("P1", "Novea SAS"), ("P2", "NOVEA SARL"), ("P2", "Bo")}
    assert net.organisations["org_id"].is_unique
    assert not len(net.rejected)


@pytest.mark.parametrize(
    "names", [("C", "C++"), ("C+", "C#"), ("C", "C-"), ("Alpha", "Alpha+"), ("Material+", "material")]
)
def test_a_sign_makes_another_of_it_in_every_table(tmp_path: Path, names: tuple[str, str]) -> None:
    one, other = names
    net = spreadsheet.read(
        folder(
            tmp_path,
            organisations=[["nom"], [one], [other]],
            projets=[["acronyme"], [one], [other]],
            poles=[["nom"], [one], [other]],
            themes=[["libellé"], [one], [other]],
            participations=[["projet", "organisation"], [one, other], [other, one]],
            labellisations=[["pôle", "projet"], [one, other]],
        )
    )
    assert pairs(net) == {(one, other), (other, one)}
    assert [len(net.tables[name]) for name in ("poles", "themes", "labels")] == [2, 2, 1]
    assert not len(net.rejected)


def test_a_name_with_another_sign_is_nobodys(tmp_path: Path) -> None:
    files = folder(
        tmp_path,
        organisations=[["nom"], ["VAPO"]],
        projets=PROJECTS,
        participations=[["projet", "organisation"], ["P1", "VAPO+"]],
    )
    assert listed(spreadsheet.read(files, strict_names=True)) == [(2, "organisation", "VAPO+", NO_SUCH_ROW)]
    assert pairs(spreadsheet.read(files)) == {("P1", "VAPO+")}


def test_a_partner_that_no_row_describes_is_added_and_listed(tmp_path: Path) -> None:
    files = folder(
        tmp_path,
        organisations=[["nom", "taille"], ["Labo Gamma", ""], ["Alpha", "PME"]],
        projets=PROJECTS,
        participations=[
            ["projet", "organisation"],
            *(["P1", name] for name in ("Alpha", "Labo Gama", "Grand Donneur d'Ordre", "GRAND DONNEUR D'ORDRE")),
            *(["P1", number] for number in ("ORG-17", "17", "siren:493902662", "?")),
        ],
    )
    net = spreadsheet.read(files)
    assert pairs(net) == {("P1", name) for name in ("Alpha", "Labo Gama", "Grand Donneur d'Ordre")}
    added = net.organisations[~net.organisations["name"].isin(["Alpha", "Labo Gamma"])]
    assert added["size"].isna().all()
    found = {row[2]: row[3] for row in listed(net)}
    assert found["Labo Gama → Labo Gamma ?"] == NOT_LISTED
    assert {value for value, reason in found.items() if reason == NO_SUCH_ROW} == {"ORG-17", "17", "siren:493902662"}
    assert account(net) == [8, 3, 1, 4]
    assert {"Labo Gama", "GRAND DONNEUR D'ORDRE"} <= set(net.aliases["name"])
    assert len(spreadsheet.read(files, strict_names=True).participations) == 1


@pytest.mark.parametrize(
    ("rows", "number"),
    [
        ([["Novea SAS", "", "Tours", "", ""], ["NOVEA SARL", "", "Lyon", "", ""]], 2),
        ([["Novea SAS", "", "", "PME", ""], ["Novea SARL", "", "", "ETI", ""]], 2),
        ([["Novea SAS", "", "Tours", "", ""], ["NOVEA SARL", "", "Tours", "", ""]], 1),  # only the form differs
        ([["Novea", "732829320", "", "", ""], ["Novea", "493902662", "", "", ""]], 2),
        ([["Novea", "732829320", "", "", ""], ["NOVÉA", "", "Tours", "", ""]], 1),
        ([["Novea", "", "", "", "FR"], ["Novea", "", "", "", "DE"]], 2),
        ([["Novea", "", "", "", "FR"], ["Novea", "", "", "", ""]], 1),
        ([["Novea", "732829320", "", "", ""], ["Autre", "732829320", "", "", ""]], 2),  # a number alone joins nobody
        ([["Novea", "000000000", "", "", ""], ["Autre", "000000000", "", "", ""]], 2),
        ([["Novea", "732829320", "", "", ""], ["Novea", "493902662", "", "", ""], ["Novea", "", "", "", ""]], 3),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_who_is_one_without_identifiers(tmp_path: Path, rows: Rows, number: int, turned: bool) -> None:  # noqa: FBT001
    heading = [["nom", "SIREN", "ville", "taille", "pays"]]
    net = spreadsheet.read(folder(tmp_path, organisations=[*heading, *(rows[::-1] if turned else rows)]))
    assert len(net.organisations) == number
    assert net.imports[["rows", "kept", "rejected"]].to_numpy().tolist() == [[len(rows), number, 0]]
    assert {row[0] for row in rows} <= set(net.aliases["name"])


def test_numbers_that_several_names_share_are_counted(tmp_path: Path) -> None:
    rows = [["nom", "SIREN"], ["Novea", "732829320"], ["Autre", "732829320"], ["Bo", "493902662"]]
    net = spreadsheet.read(folder(tmp_path, organisations=rows))
    assert by(net, "organisations", "name", "org_id") == {
        "Novea": name_id("Novea"),
        "Autre": name_id("Autre"),
        "Bo": "siren:493902662",
    }
    assert notes(net)["numbers_shared"] == 2


def test_placeholder_numbers_are_nobodys() -> None:
    net = spreadsheet.read(CASES / "placeholder-numbers" / "without-ids")
    assert pairs(net) == {("P1", "Petite"), ("P2", "Grosse"), ("P2", "Tierce")}


def test_projects_of_one_acronym_and_another_title_and_year_are_two(tmp_path: Path) -> None:
    rows = [
        ["acronyme", "titre", "année"],
        ["VAPO", "Vapeur", 2016],
        ["Vapo", "Vaporisation", 2019],
        ["VAPO", "Vapeur", None],
    ]
    net = spreadsheet.read(folder(tmp_path, organisations=[["nom"]], projets=rows))
    assert sorted(net.projects["title"]) == ["Vapeur", "Vaporisation"]
    assert net.projects["project_id"].is_unique


def test_an_exact_spelling_decides() -> None:
    net = spreadsheet.read(CASES / "exact-name-refused" / "exact.xlsx")
    assert pairs(net) == {("P1", "Énergia Réseaux"), ("P1", "Alpha")}
    assert not len(net.rejected)
    assert "ENERGIA RESEAUX" in set(net.aliases["name"])


def test_of_two_identifiers_the_exact_name_is_meant_and_else_both_are_named(tmp_path: Path) -> None:
    organisations = [["identifiant", "nom"], ["a", "Énergia"], ["b", "ENERGIA"]]
    points = [["projet", "organisation"], ["P1", "Énergia"], ["P2", "ENERGIA"], ["P2", "energia"]]
    net = spreadsheet.read(folder(tmp_path, organisations=organisations, projets=PROJECTS, participations=points))
    assert set(net.participations["org_id"]) == {"a", "b"}
    assert listed(net) == [(4, "organisation", "energia → Énergia [a] / ENERGIA [b] ?", SEVERAL)]


def test_the_row_that_is_repeated_is_named() -> None:
    net = spreadsheet.read(CASES / "made_key_message")
    assert listed(net) == [(3, "Nom", "Zorblax (cf. 2: Zorblax AB)", "this key stands twice")]


def test_rows_that_point_to_a_name_that_was_set_aside(tmp_path: Path) -> None:
    organisations = [["nom", "région"], ["Zorblax AB", "Nord"], ["Zorblax", "Sud"]]
    points = [["projet", "organisation"], ["P1", "Zorblax"], ["P2", "Zorblax AB"]]
    net = spreadsheet.read(folder(tmp_path, organisations=organisations, projets=PROJECTS, participations=points))
    assert pairs(net) == {("P2", "Zorblax AB")}
    assert (2, "organisation", "Zorblax", SET_ASIDE) in listed(net)


def test_one_group_in_two_spellings() -> None:
    net = spreadsheet.read(CASES / "group-word-in-two-cases" / "sheets")
    assert by(net, "organisations", "org_id", "group_id") == {"d": None, "f": "Colosse", "g": "Colosse"}


# -- two sources ---------------------------------------------------------------------------------------------------


def test_numbers_of_two_sources_are_two_things(tmp_path: Path) -> None:
    for pole in ("pole-a", "pole-b"):
        dataset.update(spreadsheet.read(CASES / "ids-of-two-sources" / pole, source=pole), tmp_path / "both")
    net = dataset.read(tmp_path / "both")
    assert len(net.organisations) == 4
    assert len(net.projects) == 2
    assert pairs(net) == {("ROSE", "Alpha Cosmétique"), ("VOLT", "Gamma Électronique"), ("VOLT", "Delta Capteurs")}
    assert net.find("pole-b:2") == net.find("Delta Capteurs") == "pole-b:2"
    with pytest.raises(PolegraphError, match="pole-a:2"):
        net.find("2")


def test_identifiers_of_registers_and_of_the_usual_source_stay_as_they_are(tmp_path: Path) -> None:
    rows = [
        ["identifiant", "nom", "groupe"],
        ["1", "Ada", "2"],
        ["2", "Bo", ""],
        ["siren:732829320", "Cy", "Bo"],
        ["", "Dy", "7"],
    ]
    path = folder(
        tmp_path,
        organisations=rows,
        projets=[["identifiant", "acronyme"], ["1", "UN"], ["ANR-16-CE01-0001", "DEUX"]],
        participations=[["projet", "organisation"], ["1", "1"], ["DEUX", "Cy"]],
        poles=[["identifiant", "nom"], ["1", "Un pôle"]],
        adhésions=[["pôle", "organisation"], ["Un pôle", "2"]],
    )
    assert set(spreadsheet.read(path).organisations["org_id"]) == {"1", "2", "siren:732829320", name_id("Dy")}
    net = spreadsheet.read(path, source="dream")
    assert set(net.organisations["org_id"]) == {"dream:1", "dream:2", "siren:732829320", name_id("Dy")}
    groups = by(net, "organisations", "name", "group_id")
    assert groups == {"Ada": "dream:2", "Bo": None, "Cy": "dream:2", "Dy": "dream:7"}
    assert set(net.projects["project_id"]) == {"dream:1", "ANR-16-CE01-0001"}
    assert pairs(net) == {("UN", "Ada"), ("DEUX", "Cy")}
    assert net.memberships[["pole_id", "org_id"]].to_numpy().tolist() == [["dream:1", "dream:2"]]
    assert set(net.aliases["org_id"]) == set(net.organisations["org_id"])


# -- rows that repeat ----------------------------------------------------------------------------------------------


def test_the_same_participation_twice_adds_up() -> None:
    net = spreadsheet.read(CASES / "participation_twice")
    table = net.participations.merge(net.organisations[["org_id", "name"]]).set_index("name")
    assert table["funding"].to_dict() == {"Ada": 140_000.0, "Bo": 60_000.0}
    assert table["role"].to_dict() == {"Ada": "coordinator", "Bo": "partner"}
    assert notes(net, "participations")["participations_added"] == 1
    assert not len(net.rejected)


@pytest.mark.parametrize(
    ("rows", "funding", "cost", "role"),
    [
        ([["partenaire", 5, 10], ["partenaire", 5, 10]], 5, 10, "partner"),  # the same row counts once
        ([["partenaire", 5, None], ["coordinateur", None, 7]], 5, 7, "coordinator"),
        ([["coordinateur", None, None], ["partenaire", 4, None], [None, 6, 3]], 10, 3, "coordinator"),
        ([[None, None, None], [None, None, None]], None, None, None),
    ],
)
def test_rows_of_one_participation(
    tmp_path: Path, rows: Rows, funding: float | None, cost: float | None, role: str | None
) -> None:
    points = [["projet", "organisation", "rôle", "aide", "coût"], *(["P1", "Alpha", *row] for row in rows)]
    net = spreadsheet.read(folder(tmp_path, organisations=MEMBERS, projets=PROJECTS, participations=points))
    (one,) = net.participations[["funding", "cost", "role"]].astype("object").to_numpy().tolist()
    assert [None if pd.isna(value) else value for value in one] == [funding, cost, role]
    assert account(net) == [len(rows), 1, len(rows) - 1, 0]


def test_an_old_copy_of_a_sheet_adds_nothing(tmp_path: Path) -> None:
    now, before = ([["projet", "organisation", "aide"], ["P1", "Alpha", amount]] for amount in (5, 4))
    sheets = {"organisations": MEMBERS, "projets": PROJECTS, "participations": now, "participations (2)": before}
    net = spreadsheet.read(book(tmp_path / "a.xlsx", **sheets))
    assert net.participations["funding"].tolist() == [5.0]
    assert [row[3] for row in listed(net)] == ["this key stands twice"]


# -- partners in columns and in cells ------------------------------------------------------------------------------


def test_the_same_heading_again_and_again() -> None:
    net = spreadsheet.read(CASES / "repeated-partner-columns" / "sheets")
    assert pairs(net) == {("P1", name) for name in ("Alpha", "Beta", "Gamma")}
    net = spreadsheet.read(CASES / "repeated-partner-columns" / "labels")
    assert len(net.labels) == 2


@pytest.mark.parametrize(
    ("table", "heading", "row", "number"),
    [
        ("participations", ["Projet", "Entreprise", "Organisation"], ["P1", "Alpha", "Beta"], 2),
        ("participations", ["Projet", "Projet", "Organisation"], ["P1", "P2", "Beta"], 2),
        ("participations", ["Projet", "Projet", "Organisation", "Organisation"], ["P1", "P2", "Alpha", "Beta"], 4),
        ("participations", ["Projet", "Chef de file", "Partenaire 1", "Partenaire 2"], ["P1", "Beta", "Alpha", ""], 2),
        ("adhésions", ["Pôle", "Membre", "Adhérent"], ["Un", "Alpha", "Beta"], 2),
        ("adhésions", ["Pôle", "Pôle", "Membre"], ["Un", "Deux", "Beta"], 2),
        ("labellisations", ["Projet", "Pôle", "Pôle"], ["P1", "Un", "Deux"], 2),
        ("thèmes des projets", ["Projet", "Thème", "Thème"], ["P1", "Eau", "Air"], 2),
        ("thèmes des organisations", ["Organisation", "Thème", "Thème"], ["Alpha", "Eau", "Air"], 2),
        ("besoins", ["Organisation", "Entreprise", "domaine"], ["Alpha", "Beta", "compétences"], 2),
    ],
)
def test_every_filled_cell_makes_a_row(
    tmp_path: Path, table: str, heading: list[str], row: list[str], number: int
) -> None:
    sheets = {
        "organisations": MEMBERS,
        "projets": PROJECTS,
        "pôles": [["nom"], ["Un"], ["Deux"]],
        "thèmes": [["libellé"], ["Eau"], ["Air"]],
        table: [heading, row],
    }
    net = spreadsheet.read(folder(tmp_path, **sheets))
    english = str(table_of(table))
    assert len(net.tables[english]) == number
    assert notes(net, english).get("rows_from_cells", 0) == number - 1
    assert not len(net.rejected)


def test_amounts_beside_several_are_nobodys(tmp_path: Path) -> None:
    points = [["Projet", "Organisation", "Organisation", "aide", "rôle"], ["P1", "Alpha", "Beta", 90, "coordinateur"]]
    net = spreadsheet.read(folder(tmp_path, organisations=MEMBERS, projets=PROJECTS, participations=points))
    assert net.participations[["funding", "role"]].isna().all(axis=None)
    assert [row[:3] for row in listed(net)] == [(2, "aide", "90"), (2, "rôle", "coordinateur")]


def test_a_name_beside_the_identifier_of_another(tmp_path: Path) -> None:
    organisations = [["identifiant", "nom"], ["a", "Alpha"], ["b", "Beta"]]
    points = [
        ["projet", "identifiant organisation", "Organisation"],
        ["P1", "a", "Beta"],
        ["P1", "b", "BETA"],
        ["P2", "a", "Nobody"],
    ]
    net = spreadsheet.read(folder(tmp_path, organisations=organisations, projets=PROJECTS, participations=points))
    assert pairs(net) == {("P1", "Beta"), ("P2", "Alpha")}
    assert listed(net)[0] == (2, "identifiant organisation", "a ≠ Beta", TWO_ROWS)
    assert listed(net)[1][:3] == (4, "identifiant organisation", "a ≠ Nobody")


def test_a_number_beside_a_name(tmp_path: Path) -> None:
    organisations = [["nom", "SIREN"], ["Alpha", "732829320"], ["Beta", "493902662"]]
    points = [
        ["projet", "organisation", "SIREN"],
        ["P1", "Alpha", "493902662"],
        ["P1", "Bêta & Co", "493 902 662"],
        ["P2", "Beta", None],
    ]
    net = spreadsheet.read(folder(tmp_path, organisations=organisations, projets=PROJECTS, participations=points))
    assert pairs(net) == {("P1", "Beta"), ("P2", "Beta")}
    assert [row[3] for row in listed(net)] == [TWO_ROWS]


def test_what_cannot_be_told_apart_is_refused(tmp_path: Path) -> None:
    points = [["projet", "identifiant organisation", "Organisation", "Entreprise"], ["P1", "a", "Alpha", "Beta"]]
    with pytest.raises(PolegraphError, match="'Entreprise'"):
        spreadsheet.read(folder(tmp_path, organisations=MEMBERS, projets=PROJECTS, participations=points))


def test_partners_in_columns_of_the_projects() -> None:
    net = spreadsheet.read(CASES / "wide-partners" / "large.xlsx")
    assert pairs(net) == {
        *(("P1", name) for name in ("Alpha", "Labo Gamma")),
        *(("P2", name) for name in ("Alpha", "Bêta Groupe", "Labo Gamma")),
    }
    leads = net.participations[net.participations["role"] == "coordinator"]
    names = net.organisations.set_index("org_id")["name"]
    assert sorted(names[leads["org_id"]]) == ["Alpha", "Bêta Groupe"]
    assert not len(net.rejected)


def test_the_base_that_a_pole_really_has() -> None:
    net = spreadsheet.read(CASES / "wide-partners" / "base-pole.xlsx")
    assert (len(net.projects), len(net.participations)) == (25, 140)
    assert account(net) == [140, 140, 0, 0]
    reasons = [row[3] for row in listed(net)]
    assert [reasons.count(one) for one in (TOTALS, BELOW, TITLE, NOT_LISTED)] == [2, 1, 1, 49]
    strict = spreadsheet.read(CASES / "wide-partners" / "base-pole.xlsx", strict_names=True)
    assert (len(strict.organisations), len(strict.participations)) == (40, 91)
    assert (31, "", "TOTAL; =SUM(J4:J30)", TOTALS) in listed(net)


def test_partners_of_a_project_that_was_set_aside(tmp_path: Path) -> None:
    projects = [
        ["identifiant", "acronyme", "Porteur", "Partenaire 1"],
        ["a;b", "P1", "Alpha", "Beta"],
        ["c", "P2", "Alpha", ""],
    ]
    net = spreadsheet.read(book(tmp_path / "a.xlsx", organisations=MEMBERS, projets=projects))
    assert pairs(net) == {("P2", "Alpha")}
    assert account(net) == [3, 1, 0, 2]


def test_several_partners_in_a_cell() -> None:
    net = spreadsheet.read(CASES / "several-partners-in-a-cell" / "cellule.xlsx")
    assert len(net.participations) == 5
    assert not len(net.rejected)


@pytest.mark.parametrize(
    ("cell", "names", "lost"),
    [
        ("Alpha ; Beta", {"Alpha", "Beta"}, []),
        ("Alpha\nBeta\n", {"Alpha", "Beta"}, []),
        ("Alpha / Beta", {"Alpha", "Beta"}, []),
        ("Alpha/Beta", {"Alpha", "Beta"}, []),
        ("Alpha, Beta et Gamma & Fils", {"Alpha", "Beta", "Gamma & Fils"}, []),
        ("Gamma & Fils", {"Gamma & Fils"}, []),
        ("gamma et fils ; alpha", {"Alpha"}, ["gamma et fils"]),
        ("Alpha ; Inconnue", {"Alpha"}, ["Inconnue"]),
        ("Alpha / Inconnue", {"Alpha"}, ["Inconnue"]),
        ("Alpha, Inconnue", set(), ["Alpha, Inconnue"]),  # a comma may be part of a name
        ("Dupont et Alpha", set(), ["Dupont et Alpha"]),
        ("Alpha ; alpha", {"Alpha"}, []),
        ("Alpha ;", {"Alpha"}, []),
    ],
)
def test_where_a_cell_is_cut(tmp_path: Path, cell: str, names: set[str], lost: list[str]) -> None:
    points = [["projet", "organisation"], ["P1", cell]]
    file = book(tmp_path / "a.xlsx", organisations=MEMBERS, projets=PROJECTS, participations=points)
    net = spreadsheet.read(file, strict_names=True)
    assert {name for _project, name in pairs(net)} == names
    assert [row[2] for row in listed(net)] == lost


# -- formulas, totals, what is hidden ------------------------------------------------------------------------------


def test_formulas_without_values_are_named_cell_by_cell() -> None:
    net = spreadsheet.read(CASES / "formulas-without-values" / "sheets.xlsx")
    assert {row[:2] for row in listed(net)} == {(2, "taille"), (2, "diffusion"), (3, "ne pas suggérer"), (2, "année")}
    assert all(reason.startswith(FORMULA) for *_, reason in listed(net))
    assert by(net, "organisations", "name", "visibility") == {"Alpha": "internal", "Beta": "public"}
    assert by(net, "organisations", "name", "opt_out") == {"Alpha": None, "Beta": True}


def test_formulas_where_a_value_must_be(tmp_path: Path) -> None:
    points = [["projet", "organisation"], ["P1", "=A2"], ["#N/A", "Alpha"], ["P1", "Alpha"]]
    organisations = [*MEMBERS, ["=B2", "entreprise", None]]
    net = spreadsheet.read(
        book(tmp_path / "a.xlsx", organisations=organisations, projets=PROJECTS, participations=points)
    )
    assert pairs(net) == {("P1", "Alpha")}
    assert [row for row in listed(net) if row[3] in {FORMULA, FAILED}] == [
        (5, "nom", "=B2", FORMULA),
        (2, "organisation", "=A2", FORMULA),
        (3, "projet", "#N/A", FAILED),
    ]


@pytest.mark.parametrize(
    "error", ["#N/A", "#REF!", "#VALEUR!", "#NOM?", "#DIV/0!", "#SPILL!", "#PROPAGATION!", "Err:502", "####"]
)
def test_cells_that_failed_are_named_in_text_files_too(tmp_path: Path, error: str) -> None:
    net = spreadsheet.read(folder(tmp_path, organisations=[["nom", "ville"], ["Ada", error]]))
    assert [row[:3] for row in listed(net)] == [(2, "ville", error)]
    assert listed(net)[0][3].startswith(FAILED)
    assert net.organisations["city"].isna().all()


def test_formulas_whose_value_is_stored_are_read(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", organisations=[["nom", "taille", "ville"], ["Ada", "@1", "@2"]])
    values = {"@1": '<c r="B2" t="str"><f>X1</f><v>PME</v></c>', "@2": '<c r="C2" t="str"><f>X2</f><v></v></c>'}
    _with_cells(path, values)
    net = spreadsheet.read(path)
    assert net.organisations["size"].tolist() == ["sme"]
    assert not len(net.rejected)  # a text that was computed to be empty is empty


def test_shared_formulas_without_values(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", organisations=[["nom", "taille", "ville"], ["Ada", "@1", "@2"]])
    first = '<c r="B2"><f t="shared" ref="B2:C2" si="0">A1</f></c>'
    _with_cells(path, {"@1": first, "@2": '<c r="C2"><f t="shared" si="0"/><v/></c>'})
    assert {row[1] for row in listed(spreadsheet.read(path))} == {"taille", "ville"}


def _with_cells(path: Path, cells: dict[str, str]) -> None:
    """Write other cells into a workbook, in the place of those that hold a mark."""
    import re  # noqa: PLC0415
    import zipfile  # noqa: PLC0415

    book_ = openpyxl.load_workbook(path)
    place = {cell.value: cell.coordinate for row in book_.active.iter_rows() for cell in row if cell.value in cells}
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    text = members["xl/worksheets/sheet1.xml"].decode()
    for mark, cell in cells.items():
        text, number = re.subn(rf'<c r="{place[mark]}"[^>]*>.*?</c>', cell, text)
        assert number == 1
    members["xl/worksheets/sheet1.xml"] = text.encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


@pytest.mark.parametrize("case", ["total-rows/sheets.xlsx", "total-row/total.xlsx"])
def test_a_row_of_totals_is_nobody(case: str) -> None:
    net = spreadsheet.read(CASES / case)
    assert net.projects["funding"].sum() == 300_000
    assert not net.organisations["name"].str.casefold().eq("total").any()
    assert [row[3] for row in listed(net)] == [TOTALS] * 2


@pytest.mark.parametrize(
    "word", ["Total", "TOTAL GÉNÉRAL", "Sous-total", "Somme", "Moyenne", "Nombre", "Total :", "total des projets"]
)
@pytest.mark.parametrize("amount", [300, "300 000 €", "=SUM(C2:C3)"])
def test_words_for_totals(tmp_path: Path, word: str, amount: object) -> None:
    projects = [["acronyme", "titre", "aide"], ["P1", "Un", 100], [word, None, amount], ["P2", "Deux", 200]]
    net = spreadsheet.read(book(tmp_path / "a.xlsx", organisations=MEMBERS, projets=projects))
    assert sorted(net.projects["acronym"]) == ["P1", "P2"]
    assert [(row[0], row[3]) for row in listed(net)] == [(3, TOTALS)]


@pytest.mark.parametrize(
    "row",
    [
        ["Total", "entreprise", "grande entreprise", "542051180", "Paris"],
        ["TOTAL", None, None, "542051180", None],
        ["Total Énergies", None, None, None, "Paris"],
        ["Somme Industrie", None, None, None, None],
        ["Total", None, None, None, None],
    ],
)
def test_an_organisation_of_that_name_stays(tmp_path: Path, row: list[str | None]) -> None:
    heading = ["nom", "type", "taille", "SIREN", "ville"]
    more = ["Zeta", "entreprise", "PME", None, "Tours"]
    net = spreadsheet.read(book(tmp_path / "a.xlsx", organisations=[heading, more, row, [*more]]))
    assert len(net.organisations) == 2
    assert not len(net.rejected)


def test_notes_below_the_table_and_titles_within_it(tmp_path: Path) -> None:
    rows = [
        *MEMBERS,
        ["--- laboratoires ---"],
        ["Labo", "laboratoire", None],
        [],
        ["Seul"],
        ["Delta", "entreprise", None],
        [],
        ["vert = ambassadeur"],
        ["rouge = parti"],
    ]
    net = spreadsheet.read(book(tmp_path / "a.xlsx", organisations=rows))
    assert sorted(net.organisations["name"]) == ["Alpha", "Beta", "Delta", "Gamma & Fils", "Labo", "Seul"]
    assert [(row[0], row[3]) for row in listed(net)] == [(5, TITLE), (11, BELOW), (12, BELOW)]
    assert notes(net)["lone_names"] == 1


def test_hidden_sheets_rows_and_columns_are_read_and_said() -> None:
    net = spreadsheet.read(CASES / "hidden-sheet" / "sheets.xlsx")
    assert len(net.participations) == 2
    assert notes(net, "participations")["hidden_sheets"] == 1
    net = spreadsheet.read(CASES / "hidden-row-and-column" / "cache.xlsx")
    assert len(net.organisations) == 2
    assert {key: value for key, value in notes(net).items() if key.startswith("hidden")} == {
        "hidden_rows": 1,
        "hidden_columns": 1,
    }


def test_an_example_line_that_was_typed_over_is_read() -> None:
    net = spreadsheet.read(CASES / "example-line-overtyped" / "exemple.xlsx")
    assert sorted(net.organisations["name"]) == ["Alpha", "Beta"]
    assert net.projects["acronym"].tolist() == ["P1"]
    assert notes(net)["overtyped_examples"] == 1
    assert not len(net.participations)


# -- files beside the sheets, places -------------------------------------------------------------------------------


def test_a_text_file_beside_the_sheets(tmp_path: Path) -> None:
    net = spreadsheet.read(CASES / "a-text-file-beside-the-sheets" / "sheets")
    assert len(net.participations) == 2
    assert "LISEZMOI.txt" in set(net.imports["file"])
    folder(tmp_path, organisations=MEMBERS)
    for name in ("notes.pdf", "lettre.docx", "LISEZMOI.md", ".DS_Store", "~$a.xlsx", "Thumbs.db"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "projets.json").write_text("[]", encoding="utf-8")
    (tmp_path / "archives").mkdir()
    net = spreadsheet.read(tmp_path)
    expected = {"notes.pdf", "lettre.docx", "LISEZMOI.md", "projets.json", "archives", "organisations.csv"}
    assert set(net.imports["file"]) == expected
    assert net.imports["rows"].sum() == 3


def test_json_alone_says_what_to_do() -> None:
    with pytest.raises(PolegraphError, match=r"JSON is not read here.*CSV or XLSX.*import cordis"):
        spreadsheet.read(CASES / "json_tables" / "projects.json")


def test_a_file_of_unknown_name_stops_nothing(tmp_path: Path) -> None:
    folder(tmp_path, organisations=MEMBERS, budget=[["poste", "montant"], ["loyer", 3]])
    net = spreadsheet.read(tmp_path)
    assert len(net.organisations) == 3
    assert "budget.csv" in set(net.imports["file"])


def test_places_that_cannot_be_believed_are_empty_and_listed() -> None:
    net = spreadsheet.read(CASES / "coordinates-zero-or-swapped" / "sheets")
    assert net.organisations[["lat", "lon"]].isna().all(axis=None)
    assert [row[:3] for row in listed(net)] == [(2, "latitude", "0 / 0"), (4, "latitude", "0,69 / 47,39")]
