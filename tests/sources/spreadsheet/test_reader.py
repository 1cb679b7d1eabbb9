"""What people write in their own sheets is understood, or set aside with a reason; nothing is lost."""

from __future__ import annotations

import datetime as dt
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest

from polegraph.errors import PolegraphError
from polegraph.identity import name_id
from polegraph.names.plain_words import plain_words
from polegraph.sources import spreadsheet
from polegraph.sources.spreadsheet.layout.sheet_kinds import table_of
from polegraph.sources.spreadsheet.layout.vocabulary import FILLED_IN
from polegraph.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from polegraph.network import Network

    Rows = list[list[Any]]

DAY = dt.datetime(2016, 1, 31)  # noqa: DTZ001  # cells of workbooks have no time zone
ORGANISATIONS: Rows = [
    ["identifiant organisation", "nom", "type", "taille", "ville"],
    ["O1", "Ada SARL", "entreprise", "PME", "Tours"],
    ["O2", "Bo", "laboratoire", None, "Blois"],
    ["O3", "Cy", "Entreprise", "Grande Entreprise", "Gien"],
]
PROJECTS: Rows = [["identifiant projet", "acronyme", "année"], ["P1", "VAPO", 2016], ["P2", "LUNE", 2018]]
PARTICIPATIONS: Rows = [["identifiant projet", "identifiant organisation"], ["P1", "O1"], ["P1", "O2"], ["P2", "O3"]]


def folder(path: Path, **tables: Rows) -> Path:
    for name, rows in {"organisations": ORGANISATIONS, "projets": PROJECTS, **tables}.items():
        lines = [";".join("" if cell is None else str(cell) for cell in row) for row in rows]
        (path / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def workbook(path: Path, **tables: Rows) -> Path:
    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    for name, rows in tables.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def rejected(net: Network) -> list[list[Any]]:
    return net.rejected[["file", "row", "column", "value", "reason"]].astype("object").to_numpy().tolist()


def counts(net: Network, table: str) -> list[int]:
    row = net.imports[net.imports["table"] == table].iloc[0]
    return [int(row[name]) for name in ("rows", "kept", "repeated", "rejected")]


def test_headings_of_every_table_are_told_apart() -> None:
    for name in FILLED_IN:
        headings = [plain_words(column.fr) for column in TABLES[name].columns]
        assert len(set(headings)) == len(headings)
    titles = {(plain_words(title), name) for name in FILLED_IN for title in (TABLES[name].name, TABLES[name].fr)}
    assert len({title for title, _name in titles}) == len(titles)


@pytest.mark.parametrize(
    ("written", "table"),
    [
        ("PÔLES", "poles"),
        ("poles", "poles"),
        ("Adhésion", "memberships"),
        ("thèmes_des projets", "project_themes"),
        ("Project Themes", "project_themes"),
        ("organisations (3)", "organisations"),
        ("lisez-moi", ""),
        ("rejected", ""),
        ("Feuil1", None),
    ],
)
def test_names_of_sheets(written: str, table: str | None) -> None:
    assert table_of(written) == table


@pytest.mark.parametrize(
    ("separator", "encoding"), [(";", "utf-8"), (",", "utf-8-sig"), (";", "cp1252"), ("\t", "utf-16"), (",", "cp1252")]
)
def test_text_files_of_any_hand(tmp_path: Path, separator: str, encoding: str) -> None:
    lines = [["Nom", "RÉGION", "Code_Postal"], ["Électro Sûr", "Centre-Val de Loire", "06130"], ["Bo", "", "45000"]]
    (tmp_path / "organisations.csv").write_text("\r\n".join(map(separator.join, lines)), encoding=encoding)
    net = spreadsheet.read(tmp_path)
    assert sorted(net.organisations["name"]) == ["Bo", "Électro Sûr"]
    assert sorted(net.organisations["postcode"]) == ["06130", "45000"]
    assert net.organisations["region"].dropna().tolist() == ["Centre-Val de Loire"]


def test_decimal_commas_do_not_hide_the_separator(tmp_path: Path) -> None:
    text = "nom;latitude;ville\n" + "".join(f"Org {n};47,1{n};Tours, Joué, Loches, Chinon\n" for n in range(9))
    (tmp_path / "organisations.csv").write_text(text, encoding="utf-8")
    net = spreadsheet.read(tmp_path)
    assert net.organisations["lat"].tolist() == [float(f"47.1{n}") for n in range(9)]


def test_amounts(tmp_path: Path) -> None:
    amounts: list[tuple[object, float]] = [
        ("1 200 000 €", 1_200_000.0),
        ("1\u202f200\u00a0000,50", 1_200_000.5),
        ("1.200.000,50", 1_200_000.5),
        ("1,200,000.50", 1_200_000.5),
        ("1200000.5", 1_200_000.5),
        ("350 k€", 350_000.0),
        ("1,2 M€", 1_200_000.0),
        (1_200_000, 1_200_000.0),
        (0.5, 0.5),
    ]
    projects: Rows = [["acronyme", "coût total"], *([f"V{place}", one] for place, (one, _) in enumerate(amounts))]
    net = spreadsheet.read(workbook(tmp_path / "a.xlsx", organisations=ORGANISATIONS, projets=projects))
    assert net.projects.sort_values("acronym")["total_cost"].tolist() == [value for _, value in amounts]
    assert not len(net.rejected)


def test_amounts_that_are_none_are_listed_and_the_rows_kept(tmp_path: Path) -> None:
    wrong = ["1,200", "12€34", "100 $", "12 chevaux", "-5", "1e999", DAY, True]
    projects: Rows = [["acronyme", "coût total"], *([f"V{place}", one] for place, one in enumerate(wrong))]
    net = spreadsheet.read(workbook(tmp_path / "a.xlsx", organisations=ORGANISATIONS, projets=projects))
    assert net.projects["total_cost"].isna().all()
    assert [row[1:4] for row in sorted(rejected(net), key=lambda row: row[1])] == [
        [place, "coût total", "2016-01-31" if one is DAY else str(one)] for place, one in enumerate(wrong, start=2)
    ]
    assert {row[4] for row in rejected(net)} == {
        "this is not a number; the row is kept without it",
        "this number is out of range; the row is kept without it",
        "this amount can be read in two ways, and no other cell of the column says which; the row is kept without it",
    }
    assert counts(net, "projects") == [8, 8, 0, 0]
    notes = str(net.imports.set_index("table").loc["projects", "notes"]).split(";")
    assert set(notes) == {"identifiers_made=8", "emptied_cells=8"}


def test_dates(tmp_path: Path) -> None:
    days = ["2016-01-31", "31/01/2016", "31.1.2016", "31-01-2016", "2016-01-31 08:30", DAY, DAY.date(), 42400, 42400.75]
    projects: Rows = [["acronyme", "début"], *([f"V{place}", one] for place, one in enumerate([*days, "42400"]))]
    net = spreadsheet.read(workbook(tmp_path / "a.xlsx", organisations=ORGANISATIONS, projets=projects))
    assert net.projects["start"].eq(pd.Timestamp(DAY)).tolist() == [True] * 10
    assert net.projects["year"].tolist() == [2016] * 10


def test_dates_that_are_none_are_listed_and_the_rows_kept(tmp_path: Path) -> None:
    wrong = ["31/02/2016", "31/13/2016", "bientôt", "12 mars", 999999, "2016-01-01 ou après", "0016-01-01", "1/1/216"]
    projects: Rows = [["acronyme", "début"], *([f"V{place}", one] for place, one in enumerate(wrong))]
    net = spreadsheet.read(workbook(tmp_path / "a.xlsx", organisations=ORGANISATIONS, projets=projects))
    assert net.projects["start"].isna().all()
    assert [row[1:4] for row in rejected(net)] == [[n, "début", str(one)] for n, one in enumerate(wrong, start=2)]


def test_dates_of_old_macintosh_workbooks(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.title = "projets"
    for row in [["acronyme", "début"], ["VAPO", 42400 - 1462]]:
        book.active.append(row)
    sheet = book.create_sheet("organisations")
    sheet.append(["nom"])
    book.save(tmp_path / "mac.xlsx")
    net = spreadsheet.read(tmp_path / "mac.xlsx")
    assert net.projects["start"].tolist() == [pd.Timestamp("2016-01-31")]


def test_words_in_both_languages(tmp_path: Path) -> None:
    sizes = ["PME", "sme", "grande entreprise", "LARGE", "eti", "mid cap", "Micro-entreprise", "TPE", "grand groupe"]
    sizes += ["autre que PME (ETI ou grande, non précisé)", "not_sme"]
    rows: Rows = [["nom", "taille", "ne pas suggérer"]]
    rows += [
        [f"Org {place:02}", size, mark]
        for place, (size, mark) in enumerate(zip(sizes, ["oui", "x", "non", "Vrai"] * 3, strict=False))
    ]
    net = spreadsheet.read(workbook(tmp_path / "a.xlsx", organisations=rows))
    expected = ["sme", "sme", "large", "large", "mid_cap", "mid_cap", "micro", "micro", "large", "not_sme", "not_sme"]
    assert net.organisations.sort_values("name")["size"].tolist() == expected
    assert net.organisations.sort_values("name")["opt_out"].tolist()[:4] == [True, True, False, True]
    assert not len(net.rejected)


def test_a_word_that_is_not_allowed_is_listed_and_the_row_kept(tmp_path: Path) -> None:
    rows: Rows = [["nom", "taille"], ["Ada", "immense"], ["Bo", "pme"]]
    net = spreadsheet.read(workbook(tmp_path / "a.xlsx", organisations=rows))
    assert net.organisations["size"].isna().tolist() == [True, False]
    reason = "this word is not one of the allowed ones; the row is kept without it"
    assert rejected(net) == [["a.xlsx", 2, "taille", "immense", reason]]


def test_codes_that_excel_made_numbers(tmp_path: Path) -> None:
    rows: Rows = [
        ["nom", "SIREN", "SIRET", "PIC", "code postal", "pays", "RNSR", "ROR"],
        ["Ada", 493902662.0, "493 902 662 00013", 998877665, 6130, "France", "199812345a", "https://ror.org/02feahw73"],
    ]
    net = spreadsheet.read(workbook(tmp_path / "a.xlsx", organisations=rows))
    one = net.organisations.iloc[0]
    assert (one["siren"], one["siret"], one["pic"]) == ("493902662", "49390266200013", "998877665")
    assert (one["postcode"], one["country"], one["rnsr"], one["ror"]) == ("06130", "FR", "199812345A", "02feahw73")
    assert one["org_id"] == "siren:493902662"


def test_identifiers_are_made_where_there_are_none(tmp_path: Path) -> None:
    net = spreadsheet.read(
        workbook(
            tmp_path / "a.xlsx",
            organisations=[
                ["nom", "PIC", "RNSR", "pays"],
                ["Ada", 998877665, None, None],
                ["Bo", None, "199812345A", None],
                ["Cy", None, None, "FR"],
            ],
            projets=[["acronyme", "titre"], ["VAPO", "Vapeur"], [None, "Sans acronyme"]],
            pôles=[["nom"], ["Cosmetic Valley"]],
            thèmes=[["libellé"], ["Emballage durable"]],
            adhésions=[["pôle", "organisation"], ["cosmetic valley", "ADA"]],
            thèmes_des_projets=[
                ["thème", "projet"],
                ["Emballage durable", "vapo"],
                ["emballage durable", "sans acronyme"],
            ],
            résultats=[["projet", "type"], ["VAPO", "produit"], ["VAPO", "produit"], ["VAPO", "brevet"]],
        )
    )
    assert set(net.organisations["org_id"]) == {"pic:998877665", "rnsr:199812345A", name_id("Cy", "FR")}
    assert net.poles["pole_id"].str.startswith("pole:cosmetic-valley-").all()
    assert net.themes["theme_id"].str.startswith("theme:emballage-durable-").all()
    assert sorted(one.split("-")[0] for one in net.projects["project_id"]) == ["project:sans", "project:vapo"]
    assert net.memberships["org_id"].tolist() == ["pic:998877665"]
    assert len(net.project_themes) == 2
    assert len(net.outcomes) == 3
    assert not len(net.rejected)


def test_names_where_identifiers_are_wanted(tmp_path: Path) -> None:
    participations: Rows = [
        ["Projet", "Organisation", "rôle"],
        ["vapo", "ADA", "coordinateur"],
        ["P1", "o2", "Partenaire"],
        ["LUNE", "Cy", None],
        ["LUNE", "org-9", None],
        ["SOLEIL", "Cy", None],
    ]
    net = spreadsheet.read(folder(tmp_path, participations=participations))
    assert net.participations[["project_id", "org_id"]].to_numpy().tolist() == [
        ["P1", "O1"],
        ["P1", "O2"],
        ["P2", "O3"],
    ]
    nowhere = "this identifier stands in no row of the table that it points to"
    assert rejected(net) == [
        ["participations.csv", 5, "Organisation", "org-9", nowhere],
        ["participations.csv", 6, "Projet", "SOLEIL", nowhere],
    ]
    assert counts(net, "participations") == [5, 3, 0, 2]
    aliases = net.aliases[["org_id", "source_id", "name", "rows"]].astype("object").fillna("").to_numpy().tolist()
    assert ["O1", "", "ADA", 1] in aliases
    assert ["O1", "O1", "Ada SARL", 1] in aliases


def test_codes_where_identifiers_are_wanted(tmp_path: Path) -> None:
    organisations: Rows = [["nom", "identifiant", "SIREN"], ["Ada", "O1", "493902662"]]
    participations: Rows = [["projet", "organisation"], ["VAPO", "493 902 662"]]
    net = spreadsheet.read(folder(tmp_path, organisations=organisations, participations=participations))
    assert net.participations["org_id"].tolist() == ["O1"]


def test_a_name_that_several_have_is_not_guessed(tmp_path: Path) -> None:
    organisations: Rows = [["identifiant", "nom"], ["O1", "Ada"], ["O2", "ADA SAS"]]
    participations: Rows = [["projet", "organisation"], ["VAPO", "ada"], ["VAPO", "O2"]]
    net = spreadsheet.read(folder(tmp_path, organisations=organisations, participations=participations))
    assert net.participations["org_id"].tolist() == ["O2"]
    assert rejected(net)[0][3:] == [
        "ada → Ada [O1] / ADA SAS [O2] ?",
        "several rows of the table that it points to have this name, so that the identifier is needed",
    ]


def test_rows_that_point_to_a_row_set_aside_say_so(tmp_path: Path) -> None:
    organisations: Rows = [["identifiant", "nom"], ["O1", "Ada"], ["O2", None], ["O;3", "Cy"]]
    participations: Rows = [["projet", "organisation"], ["VAPO", "O1"], ["VAPO", "O2"], ["VAPO", "cy"]]
    net = spreadsheet.read(
        workbook(tmp_path / "a.xlsx", organisations=organisations, projets=PROJECTS, participations=participations)
    )
    assert net.organisations["org_id"].tolist() == ["O1"]
    assert [row[4] for row in rejected(net)] == [
        "a value is required here",
        "this does not have the form of such an identifier or code",
        "the row that it points to was itself set aside",
        "the row that it points to was itself set aside",
    ]


def test_no_table_to_point_to(tmp_path: Path) -> None:
    net = spreadsheet.read(folder(tmp_path, adhésions=[["pôle", "organisation"], ["DREAM", "Ada"]]))
    assert counts(net, "memberships") == [1, 0, 0, 1]


def test_rows_that_repeat_are_one_and_those_that_contradict_are_set_aside(tmp_path: Path) -> None:
    organisations: Rows = [
        ["identifiant", "nom", "ville", "région", "latitude"],
        ["O1", "Ada", None, "Centre", None],
        ["O1", "Ada", "Tours", None, 47.4],
        ["O1", "Ada", "Blois", None, None],
        ["O1", "Adam", None, None, None],
        ["O2", "Bo", None, None, None],
        ["O1", "Ada", "Tours", "Centre", None],
    ]
    net = spreadsheet.read(workbook(tmp_path / "a.xlsx", organisations=organisations))
    assert net.organisations[["org_id", "name", "city", "region", "lat"]].to_numpy().tolist()[0] == [
        "O1",
        "Ada",
        "Tours",
        "Centre-Val de Loire",
        47.4,
    ]
    assert counts(net, "organisations") == [6, 2, 2, 2]
    assert [(row[1], row[4]) for row in rejected(net)] == [(4, "this key stands twice"), (5, "this key stands twice")]


def test_the_same_table_in_two_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        folder(tmp_path / name, participations=PARTICIPATIONS)
    net = spreadsheet.read([tmp_path / "a", tmp_path / "b"])
    assert len(net.participations) == 3
    assert net.imports["repeated"].sum() == 3 + 2 + 3
    assert net.imports["file"].nunique() == 6


def test_persons_are_not_read_and_unknown_columns_are_named(tmp_path: Path) -> None:
    organisations: Rows = [
        ["nom", "Nom du contact", "Prénom", "E-mail", "Tél.", "Téléphone portable", "couleur", None, "ville"],
        ["Ada", "Dupont", "Zoé", "zoe@ada.example", "0102030405", "06", "bleu", "trouvé", "Tours"],
    ]
    net = spreadsheet.read(workbook(tmp_path / "a.xlsx", organisations=organisations))
    row = net.imports.iloc[0]
    assert row["dropped_columns"] == "Nom du contact;Prénom;E-mail;Tél.;Téléphone portable"
    assert row["unknown_columns"] == "couleur;(H)"
    everything = "".join(table.to_csv() for table in net.tables.values())
    assert not [word for word in ("Dupont", "Zoé", "zoe@", "0102030405", "bleu") if word in everything]
    assert net.organisations["name"].tolist() == ["Ada"]


def test_a_persons_name_beside_the_organisations(tmp_path: Path) -> None:
    organisations: Rows = [["Raison sociale", "Nom", "Prénom"], ["Ada SAS", "Dupont", "Zoé"]]
    net = spreadsheet.read(workbook(tmp_path / "a.xlsx", organisations=organisations))
    assert net.organisations["name"].tolist() == ["Ada SAS"]
    assert net.imports.iloc[0]["dropped_columns"] == "Prénom;Nom"


def test_titles_above_blank_rows_and_rows_as_excel_counts_them(tmp_path: Path) -> None:
    rows: Rows = [["Nos adhérents"], [], ["mis à jour en mai"], [], *ORGANISATIONS, [], ["O4", None], []]
    net = spreadsheet.read(workbook(tmp_path / "a.xlsx", organisations=rows))
    assert len(net.organisations) == 3
    assert [(row[1], row[3]) for row in rejected(net)] == [(10, "O4")]


def test_a_title_that_is_also_a_heading(tmp_path: Path) -> None:
    themes: Rows = [["Thème"], [], ["identifiant thème", "libellé"], ["T1", "Eau"]]
    net = spreadsheet.read(workbook(tmp_path / "a.xlsx", organisations=ORGANISATIONS, thèmes=themes))
    assert net.themes[["theme_id", "label"]].to_numpy().tolist() == [["T1", "Eau"]]


def test_rows_of_text_files_are_counted_as_excel_shows_them(tmp_path: Path) -> None:
    text = 'Liste;;\n\nidentifiant;nom;ville\nO1;"Ada\nsur deux lignes";Tours\n\n'
    text += 'O2;;Blois\nO3;Cy;Gien;trop\nO4;"Dy" x;Gien\nO5;Ey\n'
    (tmp_path / "organisations.csv").write_text(text, encoding="utf-8")
    net = spreadsheet.read(tmp_path)
    assert net.organisations["org_id"].tolist() == ["O1", "O5"]
    assert [row[1] for row in rejected(net)] == [6, 7, 8]
    assert counts(net, "organisations") == [5, 2, 0, 3]


def test_a_quotation_mark_that_is_never_closed(tmp_path: Path) -> None:
    (tmp_path / "organisations.csv").write_text('nom;ville\nAda;"Tours\nBo;Blois\n', encoding="utf-8")
    with pytest.raises(PolegraphError, match="never closed"):
        spreadsheet.read(tmp_path)


def test_merged_cells_speak_for_all_their_rows_but_amounts_do_not(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        organisations=ORGANISATIONS,
        projets=PROJECTS,
        participations=[
            ["projet", "organisation", "aide"],
            ["VAPO", "Ada", 900],
            [None, "Bo", None],
            ["LUNE", "Cy", 5],
        ],
    )
    book = openpyxl.load_workbook(path)
    book["participations"].merge_cells("A2:A3")
    book["participations"].merge_cells("C2:C3")
    book.save(path)
    net = spreadsheet.read(path)
    assert net.participations[["project_id", "org_id"]].to_numpy().tolist() == [
        ["P1", "O1"],
        ["P1", "O2"],
        ["P2", "O3"],
    ]
    assert net.participations["funding"].fillna(-1).tolist() == [900, -1, 5]


def test_the_example_line_is_not_read(tmp_path: Path) -> None:
    example = ["example-organisation", "EXEMPLE – à effacer", "entreprise", "PME", "Orléans"]
    net = spreadsheet.read(folder(tmp_path, organisations=[ORGANISATIONS[0], example, *ORGANISATIONS[1:]]))
    assert len(net.organisations) == 3
    assert net.imports.set_index("table").loc["organisations", "notes"] == "example_lines=1"
    assert counts(net, "organisations") == [3, 3, 0, 0]


def test_two_columns_for_one_thing(tmp_path: Path) -> None:
    participations: Rows = [
        ["projet", "identifiant organisation", "Organisation"],
        ["VAPO", "O1", "n'importe"],
        ["VAPO", None, "Bo"],
    ]
    net = spreadsheet.read(folder(tmp_path, participations=participations))
    assert net.participations["org_id"].tolist() == ["O1", "O2"]
    organisations: Rows = [["nom", "Name"], ["Ada", "Bo"]]
    with pytest.raises(PolegraphError, match="keep one of the two"):
        spreadsheet.read(workbook(tmp_path / "a.xlsx", organisations=organisations))


def test_formulas_that_were_made_harmless_or_failed(tmp_path: Path) -> None:
    rows: Rows = [["nom", "ville", "longitude"], ["'=cmd()", "#REF!", "'-0.68"], ["'s-Hertogenbosch", "'+x", "−0,68"]]
    net = spreadsheet.read(folder(tmp_path, organisations=rows))
    assert net.organisations["name"].tolist() == ["=cmd()", "'s-Hertogenbosch"]
    assert net.organisations["city"].fillna("").tolist() == ["", "+x"]
    assert net.organisations["lon"].tolist() == [-0.68, -0.68]


def test_unprintable_characters_are_replaced_and_counted(tmp_path: Path) -> None:
    net = spreadsheet.read(folder(tmp_path, organisations=[["nom"], ["A\x00da"]]))
    assert net.organisations["name"].tolist() == ["A da"]
    assert net.imports.set_index("table").loc["organisations", "cleaned"] == 1


def test_a_missing_column_is_named_beside_those_that_are_there(tmp_path: Path) -> None:
    with pytest.raises(
        PolegraphError, match=r"lacks org_id / identifiant organisation; its headings are: projet, couleur"
    ) as error:
        spreadsheet.read(folder(tmp_path, participations=[["projet", "couleur"], ["VAPO", "Ada"]]))
    assert error.value.file == "participations.csv"


def test_rows_of_values_do_not_pass_for_a_heading(tmp_path: Path) -> None:
    for number, rows in enumerate(([["O1", "Ada", "company", "sme"]], [["O1", "Ada", "entreprise", "PME"]])):
        with pytest.raises(PolegraphError, match="lacks name / nom"):
            spreadsheet.read(workbook(tmp_path / f"{number}.xlsx", organisations=rows))
    (tmp_path / "texts").mkdir()
    with pytest.raises(PolegraphError, match="lacks project_id"):
        spreadsheet.read(folder(tmp_path / "texts", participations=[["VAPO", "Ada", "partenaire"]]))


def test_sheets_that_are_no_table(tmp_path: Path) -> None:
    net = spreadsheet.read(workbook(tmp_path / "a.xlsx", organisations=ORGANISATIONS, Notes=[["a"], ["b"]], Feuil3=[]))
    assert net.imports["file"].tolist() == ["a.xlsx/Notes", "a.xlsx/organisations"]
    assert net.imports.iloc[0]["layout"] == "no table has the name of this sheet"
    assert not len(net.rejected)
    named = [["projet", "organisation"], ["VAPO", "Ada"]]  # rows that would be missed are each listed
    net = spreadsheet.read(workbook(tmp_path / "n.xlsx", organisations=ORGANISATIONS, Feuil9=named))
    with pytest.raises(PolegraphError, match="no table has this name"):
        spreadsheet.read(workbook(tmp_path / "b.xlsx", Feuil1=[["couleur", "goût"], ["bleu", "amer"]]))
    with pytest.raises(PolegraphError, match="no table of organisations; the sheets here are: projets, pôles"):
        spreadsheet.read(workbook(tmp_path / "c.xlsx", projets=PROJECTS, pôles=[["nom"], ["DREAM"]]))


def test_files_of_other_kinds_say_what_to_do(tmp_path: Path) -> None:
    old = tmp_path / "old.xlsx"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500))
    with pytest.raises(PolegraphError, match=r"save it as \.xlsx without a password"):
        spreadsheet.read(old)
    mixed = tmp_path / "mixed"
    mixed.mkdir()
    folder(mixed)
    (mixed / "pôles.ods").write_bytes(b"PK\x03\x04")
    with pytest.raises(PolegraphError, match=r"save it as \.xlsx"):
        spreadsheet.read(mixed)
    (tmp_path / "text.xlsx").write_text("nom;ville\n", encoding="utf-8")
    with pytest.raises(PolegraphError, match="What to do"):
        spreadsheet.read(tmp_path / "text.xlsx")


def test_a_damaged_workbook(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", organisations=ORGANISATIONS)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["xl/worksheets/sheet1.xml"] = members["xl/worksheets/sheet1.xml"][:-60]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    with pytest.raises(PolegraphError, match="save it again"):
        spreadsheet.read(path)


def test_a_cell_at_the_far_end_of_a_sheet(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", organisations=ORGANISATIONS)
    book = openpyxl.load_workbook(path)
    book["organisations"]["XFD1048576"] = "x"
    book.save(path)
    net = spreadsheet.read(path)
    assert len(net.organisations) == 3
    assert net.imports.iloc[0]["unknown_columns"] == "(XFD)"


def test_the_order_of_rows_and_sheets_does_not_matter(tmp_path: Path) -> None:
    tables = {"organisations": ORGANISATIONS, "projets": PROJECTS, "participations": PARTICIPATIONS}
    turned = {name: [rows[0], *reversed(rows[1:])] for name, rows in reversed(tables.items())}
    one = spreadsheet.read(workbook(tmp_path / "a.xlsx", **tables))
    other = spreadsheet.read(workbook(tmp_path / "b.xlsx", **turned))
    for name in ("organisations", "projects", "participations", "aliases"):
        pd.testing.assert_frame_equal(one.tables[name], other.tables[name])


def test_the_source_stands_in_every_row(tmp_path: Path) -> None:
    net = spreadsheet.read(folder(tmp_path, participations=PARTICIPATIONS), source="DREAM")
    for name in ("organisations", "projects", "participations", "aliases", "imports"):
        assert net.tables[name]["source"].unique().tolist() == ["DREAM"]


def test_a_word_in_the_place_of_a_code_is_nobodys_identity(tmp_path: Path) -> None:
    (tmp_path / "organisations.csv").write_text(
        "nom;SIREN;PIC\nAlpha;néant;n/a\nBeta;néant;n/a\nGamma;12;-\n", encoding="utf-8"
    )
    (tmp_path / "projets.csv").write_text("acronyme\nUn\nDeux\n", encoding="utf-8")
    (tmp_path / "participations.csv").write_text("projet;organisation\nUn;Alpha\nDeux;Beta\n", encoding="utf-8")
    net = spreadsheet.read(tmp_path)
    assert sorted(net.organisations["name"]) == ["Alpha", "Beta", "Gamma"]
    assert all(identifier.startswith("name:") for identifier in net.organisations["org_id"])
    assert not net.collaboration_matrix().nnz


def test_a_group_may_be_written_by_the_name_or_the_code_of_its_head(tmp_path: Path) -> None:
    (tmp_path / "organisations.csv").write_text(
        "nom;SIREN;taille;groupe\nGros Groupe;732829320;grande entreprise;\nUne;;PME;Gros Groupe\nDeux;;PME;732829320\n"
        "Trois;;PME;Autre groupe\n",
        encoding="utf-8",
    )
    net = spreadsheet.read(tmp_path)
    category = dict(zip(net.organisations["name"], net.category["size"], strict=True))
    assert category == {"Gros Groupe": "large", "Une": "large", "Deux": "large", "Trois": "sme"}
    assert "Autre groupe" in set(net.organisations["group_id"])
