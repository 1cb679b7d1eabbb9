"""What people write over columns and on tabs is known, whatever its case, spaces, dots, accents and marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from polegraph.names.rule_tables import rows, ways
from polegraph.sources.spreadsheet.cells.kinds import partner_column
from polegraph.sources.spreadsheet.layout.placement import layout
from polegraph.sources.spreadsheet.layout.row_headings import is_heading
from polegraph.sources.spreadsheet.layout.sheet_kinds import nearest_heading, table_by_headings, table_for, table_of
from polegraph.sources.spreadsheet.layout.vocabulary import FILLED_IN, column_of
from polegraph.sources.spreadsheet.sheet import Sheet
from polegraph.tables import ROLES, TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

# A hundred and thirteen headings of real sheets, and the column that each is.
MET = {
    "organisations": {
        "name": "Raison sociale|Nom de la structure|Structure|Adhérent|Dénomination sociale|Dénomination|Nom|Société|"
        "Nom entreprise|Établissement",
        "+headcount": "Effectif|Effectifs|Nb salariés",
        "+turnover": "CA|Chiffre d'affaires",
        "size": "Taille|Taille (PME/ETI/GE)|Taille d'entreprise",
        "kind": "Catégorie|Type de structure|Type",
        "siren": "N° SIREN|SIREN|Siren",
        "siret": "N° SIRET|SIRET",
        "postcode": "Code postal|CP",
        "city": "Ville|Commune",
        "department": "Dépt|Département",
        "region": "Région",
        "country": "Pays",
        "naf": "Code NAF|Code APE|NAF",
        "group_id": "Groupe|Groupe d'appartenance|Maison mère",
        "+website": "Site web",
        "+memberships.since": "Date d'adhésion|Année d'adhésion",
        "+memberships.college": "Collège",
        "+theme": "DAS|Thématiques|Domaine",
        "+keywords": "Mots-clés|Compétences",
        "+need": "Besoins",
        "+status": "Statut",
    },
    "projects": {
        "acronym": "Acronyme|Nom du projet|Projet",
        "title": "Intitulé|Intitulé du projet|Titre",
        "abstract": "Résumé",
        "call": "AAP|Appel à projets",
        "programme": "Guichet|Financeur|Programme|Dispositif",
        "total_cost": "Budget|Budget total|Budget total (€)|Coût total",
        "+amount": "Montant",
        "funding": "Aide|Aide obtenue|Subvention|Montant de l'aide",
        "year": "Année",
        "+labels.date": "Année de labellisation|Date de labellisation",
        "start": "Date de début|Début|Date début",
        "end": "Fin|Date de fin",
        "+duration": "Durée (mois)",
        "status": "État|Statut",
        "+coordinator": "Porteur|Chef de file|Coordinateur",
        "+partner": "Partenaires|Partenaire 1",
        "+theme": "Thématique|DAS",
    },
    "participations": {
        "project_id": "Projet|Acronyme|Nom du projet",
        "org_id": "Organisation|Partenaire|Partenaires|Entreprise|Structure",
        "role": "Rôle",
        "funding": "Aide",
        "cost": "Budget",
        "+share": "Part",
    },
    "memberships": {
        "pole_id": "Pôle",
        "org_id": "Adhérent|Organisation|Raison sociale",
        "since": "Date d'adhésion|Année d'adhésion|Depuis",
        "until": "Date de sortie|Jusqu'au",
        "college": "Collège",
    },
}
ALL = [
    (table, column, heading)
    for table, columns in MET.items()
    for column, headings in columns.items()
    for heading in headings.split("|")
]


def sheet(*lines: str, name: str = "Feuil1") -> Sheet:
    return Sheet(name, name, [(number, list(line.split(";"))) for number, line in enumerate(lines, start=1)])


def columns(table: str, *lines: str) -> dict[str, list[int]]:
    return layout(sheet(*lines), table).places


def test_there_are_as_many_as_were_met() -> None:
    assert len(ALL) == 113


@pytest.mark.parametrize(("table", "column", "heading"), ALL)
def test_headings_that_were_met(table: str, column: str, heading: str) -> None:
    found = column_of(table, heading)
    assert found is not None
    assert found[0] == column


VARIED = ["{}", "{} :", "{} *", "  {}", "{}.", "« {} »"]
CASES: list[Callable[[str], str]] = [
    str.upper,
    str.lower,
    str.title,
    lambda text: text.replace(" ", "_"),
    lambda text: text.replace(" ", "-"),
]


@pytest.mark.parametrize(("table", "column", "heading"), ALL)
def test_headings_in_any_dress(table: str, column: str, heading: str) -> None:
    for dress in VARIED:
        for case in CASES:
            found = column_of(table, dress.format(case(heading)))
            assert found is not None, (dress, case(heading))
            assert found[0] == column


@pytest.mark.parametrize("table", FILLED_IN)
def test_every_way_that_is_listed_is_known_and_means_one_column(table: str) -> None:
    for row in rows("headings"):
        if row["table"] == table:
            for way in ways(row):
                if not way.startswith("="):
                    found = column_of(table, way)
                    assert found is not None
                    assert found[0] == row["column"] or found[1] == 0, (way, found, row["column"])
                    assert is_heading(way)


@pytest.mark.parametrize("table", FILLED_IN)
def test_no_heading_of_the_model_is_another_column_by_what_people_write(table: str) -> None:
    for column in TABLES[table].columns:
        if column.name != "source":
            for written in (column.name, column.fr, column.fr.upper(), column.fr.replace(" ", "")):
                found = column_of(table, written)
                assert found is not None
                assert found[0] == column.name


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("projectID", "project_id"),
        ("startDate", "start"),
        ("CODEPOSTAL", "postcode"),
        ("C.P.", "postcode"),
        ("code_postal", "postcode"),
        ("No SIREN", "siren"),
        ("Num. SIREN", "siren"),
        ("numéro de SIREN", "siren"),
        ("n° de SIRET", "siret"),
        ("Nbre de salariés", "+headcount"),
        ("Effectif 2024", "+headcount"),
        ("CA 2023 (k€)", "+turnover"),
        ("DATEDEDEBUT", "start"),
        ("Montant de l'aide en k€", "funding"),
        ("Aide (M€)", "funding"),
        ("Raison Sociale*", "name"),
        ("N° adhérent", "org_id"),
    ],
)
def test_spellings(heading: str, column: str) -> None:
    table = "projects" if column in TABLES["projects"].names else "organisations"
    found = column_of(table, heading)
    assert found is not None
    assert found[0] == column


def test_a_year_after_the_aid_is_not_the_aid() -> None:
    assert column_of("projects", "Aide 2019") is None


def test_units_over_a_column_scale_its_numbers() -> None:
    assert layout(sheet("acronyme;Aide (k€);Budget en M€", "V;1;2"), "projects").scales == {
        "funding": 1_000,
        "total_cost": 1_000_000,
    }


@pytest.mark.parametrize("heading", ["Partenaire", "Partner", "Participant", "Bénéficiaire", "PARTENAIRES"])
def test_partner_over_a_column_of_names(heading: str) -> None:
    assert columns("participations", f"Projet;{heading}", "P1;Alpha") == {"project_id": [0], "org_id": [1]}
    with pytest.raises(Exception, match="lacks project_id"):
        layout(sheet("VAPO;Ada;partenaire", "LUNE;Bo;chef de file"), "participations")


def test_words_that_are_headings_and_values_are_told_by_what_stands_below() -> None:
    assert columns("organisations", "Entreprise;Couleur", "Alpha;bleu") == {"name": [0]}
    with pytest.raises(Exception, match="lacks name"):
        layout(sheet("O1;Ada;entreprise;PME", "O2;Bo;laboratoire;"), "organisations")
    with pytest.raises(Exception, match="lacks name"):
        layout(sheet("O1;Ada;entreprise;PME", "O2;Bo;entreprise;ETI"), "organisations")


def test_a_column_of_yes_and_no_is_no_column_of_names() -> None:
    found = layout(sheet("Raison sociale;Adhérent", "Alpha;oui", ";oui"), "organisations")
    assert found.places == {"name": [0]}
    assert found.unknown == ["Adhérent"]
    assert columns("participations", "Projet;Partenaire;Chef de file", "P;Ada;oui", "P;Bo;non")["role"] == [2]
    assert "role" not in columns("participations", "Projet;Partenaire;Chef de file", "P;Ada;Gamma", "P;Bo;Gamma")


def test_a_second_column_of_categories_holds_sizes() -> None:
    assert columns("organisations", "Nom;Type;Catégorie", "Ada;Entreprise;PME", "Bo;Laboratoire;")["size"] == [2]


def test_of_several_headings_for_an_amount_the_best_is_read_and_the_others_are_named() -> None:
    found = layout(sheet("acronyme;Aide demandée;Subvention;Montant de l'aide", "V;3;2;1"), "projects")
    assert found.places["funding"] == [3]
    assert sorted(found.unknown) == ["Aide demandée", "Subvention"]


def test_an_amount_is_the_aid_where_the_cost_stands_beside_it() -> None:
    assert columns("projects", "acronyme;Budget;Montant", "V;3;2")["funding"] == [2]
    assert "funding" not in columns("projects", "acronyme;Montant", "V;2")


def test_the_name_of_a_project_beside_its_acronym_is_its_title() -> None:
    assert columns("projects", "Acronyme;Nom du projet", "VAPO;Vapeur") == {"acronym": [0], "title": [1]}


@pytest.mark.parametrize("heading", ["Porteur (nom, prénom)", "Chef de file (contact)", "Coordinateur – téléphone"])
def test_persons_in_brackets(heading: str) -> None:
    found = layout(sheet(f"acronyme;{heading}", "V;Zoé"), "projects")
    assert found.contact == [heading]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Chef de file", ("coordinator", None)),
        ("Porteur du projet", ("coordinator", None)),
        ("Nom du porteur", ("coordinator", None)),
        ("Coordinateur", ("coordinator", None)),
        ("Lead partner", ("coordinator", None)),
        ("Entreprise porteuse", ("coordinator", None)),
        ("Partenaire 1", ("partner", 1)),
        ("Partenaire n°12", ("partner", 12)),
        ("PARTENAIRE_03", ("partner", 3)),
        ("Partenaire3", ("partner", 3)),
        ("Partner 2 name", ("partner", 2)),
        ("Partenaires", ("partner", None)),
        ("Autres partenaires", ("partner", None)),
        ("Membres du consortium", ("partner", None)),
        ("Consortium", ("partner", None)),
        ("Partenaires académiques", ("partner", None)),
        ("Sous-traitants", ("third_party", None)),
        ("Partenaires associés", ("associated", None)),
        *(
            (one, None)
            for one in ("Aide partenaire 1", "Nombre de partenaires", "SIREN partenaire 2", "Responsable projet")
        ),
        *((one, None) for one in ("Participation", "Budget", "Contact porteur", "Taille du chef de file", "P1")),
    ],
)
def test_columns_of_partners(heading: str, expected: tuple[str, int | None] | None) -> None:
    assert partner_column(heading) == expected


def test_every_role_is_a_column_of_partners() -> None:
    for role, fr in ROLES.items():
        assert partner_column(fr) == (role, None)


@pytest.mark.parametrize("row", rows("sheets"), ids=lambda row: row["table"])
def test_every_name_of_a_sheet_that_is_listed(row: dict[str, str]) -> None:
    for way in ways(row):
        assert table_of(way) == row["table"], way
        assert table_of(f"Liste {way} (2)") == row["table"], way
        assert table_of(f"BASE_{way.upper()}_2026") == row["table"], way


@pytest.mark.parametrize(
    ("name", "table"),
    [
        *((one, "organisations") for one in ("Adhérents", "Membres", "Entreprises", "Annuaire", "Base adhérents")),
        *((one, "organisations") for one in ("Liste des adhérents 2025-2026", "Nos adhérents", "export_adherents_v2")),
        *((one, "projects") for one in ("Projets labellisés", "Base projets", "Suivi projets", "Suivi des projets")),
        *((one, "participations") for one in ("Consortium", "Consortiums", "Partenariats")),
        *((one, None) for one in ("Feuil1", "Sheet1", "Partenaires", "Divers")),
    ],
)
def test_names_of_sheets_as_people_give_them(name: str, table: str | None) -> None:
    assert table_of(name) == table


@pytest.mark.parametrize(
    ("lines", "table"),
    [
        (("Raison sociale;Ville;SIREN", "Ada;Tours;"), "organisations"),
        (("Nos membres;;", "", "Raison sociale;Ville;SIREN", "Ada;Tours;"), "organisations"),
        (("Acronyme;Titre;Budget;Date de début", "V;Vapeur;1;2016"), "projects"),
        (("Projet;Partenaire;Rôle", "V;Ada;chef de file"), "participations"),
        (("Pôle;Adhérent;Date d'adhésion", "P;Ada;2016"), "memberships"),
        (("Pôle;Projet;Date du label", "P;V;2016"), "labels"),
        (("Couleur;Goût", "bleu;amer"), None),
        (("Nom", "Ada"), None),
    ],
)
def test_a_sheet_is_told_by_its_headings(lines: tuple[str, ...], table: str | None) -> None:
    assert table_by_headings(sheet(*lines)) == table
    assert table_for(sheet(*lines)) == table


def test_a_sheet_of_members_with_pole_and_organisation_is_the_memberships() -> None:
    assert table_for(sheet("Pôle;Organisation;Depuis", "P;Ada;2016", name="Adhérents")) == "memberships"
    assert table_for(sheet("Raison sociale;Depuis", "Ada;2016", name="Adhérents")) == "organisations"


@pytest.mark.parametrize(
    ("written", "column"),
    [("Sirren", "siren"), ("Num SIREN entité", "siren"), ("Raison socale", "name"), ("Code potsal", "postcode")],
)
def test_a_near_heading_is_proposed_and_not_taken(written: str, column: str) -> None:
    assert column_of("organisations", written) is None
    assert nearest_heading("organisations", written) == column


@pytest.mark.parametrize("written", ["Couleur", "Commentaire interne", "xyz", "(H)"])
def test_nothing_is_proposed_for_what_is_far(written: str) -> None:
    assert nearest_heading("organisations", written) is None
