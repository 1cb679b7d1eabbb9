"""What stands around a publisher's table: encodings, titles, formulas, hidden parts, files of other kinds."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from polegraph import resources
from polegraph.errors import PolegraphError
from polegraph.files import any_table, csv_tables
from polegraph.files.archives import FOLDER_INSIDE, NOT_A_TABLE, left_out, tables_in
from polegraph.files.encodings import as_utf8
from polegraph.sources import anr, cordis
from polegraph.sources.anr import publisher_files

CASES = Path(__file__).parents[1] / "data" / "cases"
HEADING = [
    "Projet.Code_Decision",
    "Projet.Partenaire.Nom_organisme",
    "Projet.Partenaire.Est_coordinateur",
    "Projet.Partenaire.Categorie_organisme",
]
ROW = ["ANR-26-CE10-0001", "Ada", "True", "PME"]


def _text(*rows: list[str]) -> str:
    return "".join(";".join(row) + "\n" for row in (HEADING, *rows))


def test_cases() -> None:
    net = cordis.read(CASES / "sep_line" / "organization.csv")
    assert net.organisations["name"].tolist() == ["Ada"]
    net = anr.read(CASES / "snake_case" / "anr.csv")
    assert net.organisations[["name", "size"]].to_numpy().tolist() == [["Ada", "sme"]]
    net = cordis.read([CASES / "folder_label" / folder for folder in ("fp7", "h2020")])
    assert net.imports["file"].tolist() == ["fp7/organization.csv", "h2020/organization.csv"]


@pytest.mark.parametrize("line", ["sep=;", "SEP=;", '"sep=;"', "sep=;;;", "sep=,"])
def test_excels_line_is_skipped_and_rows_count_as_in_the_file(line: str, tmp_path: Path) -> None:
    text = _text(ROW, ["ANR-26-CE10-0001", "", "False", "PME"])
    text = text.replace(";", ",") if line.endswith(",") else text
    (tmp_path / "a.csv").write_text(f"{line}\n{text}", encoding="utf-8")
    net = anr.read(tmp_path / "a.csv")
    assert net.organisations["name"].tolist() == ["Ada"]
    assert net.rejected["row"].tolist() == [4]


def test_the_line_decides_against_the_headings() -> None:
    assert csv_tables.read(b"sep=;\na,b,c;d\n1,2,3;4\n", "a.csv").frame.to_dict("list") == {
        "a,b,c": ["1,2,3"],
        "d": ["4"],
    }


@pytest.mark.parametrize(
    ("encoding", "note"),
    [("cp1252", "windows_1252"), ("cp850", "ms_dos"), ("cp437", "ms_dos"), ("mac_roman", "macintosh")],
)
def test_encodings_are_told_by_what_makes_sense(encoding: str, note: str) -> None:
    (part,) = tables_in(resources.data("anr/anr_dos_2010_2022_partenaires.csv.gz"))
    lines = part.content().decode("utf-8-sig").splitlines()
    tried = 0
    for start in range(0, len(lines), 400):
        text = "\n".join(lines[start : start + 10])
        try:
            content = text.encode(encoding)
        except UnicodeEncodeError:
            continue
        if not text.isascii():
            tried += 1
            assert as_utf8(content, "a.csv") == (text.encode(), {note: 1})
    assert tried > 10


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16"])
def test_utf_16_with_and_without_a_mark(encoding: str) -> None:
    assert as_utf8("Région;Ville\nÎle;Łódź\n".encode(encoding), "a.csv")[0].decode() == "Région;Ville\nÎle;Łódź\n"


def test_messages_write_headings_as_the_publisher_does(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("projet_code_decision;projet_partenaire_nom_organisme\n", encoding="utf-8")
    with pytest.raises(PolegraphError, match=re.escape("Projet.Partenaire.Est_coordinateur")):
        anr.read(tmp_path / "a.csv")


@pytest.mark.parametrize("column", ["projet_partenaire_responsable_scientifique_nom", "ResponsableScientifiquePrenom"])
def test_persons_are_dropped_however_their_column_is_written(column: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(";".join([*HEADING, column]) + "\n" + ";".join([*ROW, "Doe"]), encoding="utf-8")
    net = anr.read(tmp_path / "a.csv")
    assert net.imports["dropped_columns"].tolist() == [column]
    assert "Doe" not in str([table.to_dict() for table in net.tables.values()])


# -- workbooks ----------------------------------------------------------------------------------------------------


def _book(path: Path, *rows: list[object], hidden: int = 0) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (HEADING, *rows):
        book.active.append(row)
    if hidden:
        book.active.row_dimensions[hidden].hidden = True
    book.save(path)
    return path


def test_cells_in_which_a_formula_failed_or_was_never_calculated_are_named(tmp_path: Path) -> None:
    code = "ANR-26-CE10-0001"
    path = _book(tmp_path / "a.xlsx", [code, "Ada", True, "#N/A"], [code, "Bo", '=IF(A2="","VRAI",1)', "#NOM?"])
    net = anr.read(path)
    cells = net.rejected.sort_values(["row", "column"])[["row", "column", "value", "reason"]].to_numpy().tolist()
    assert cells == [
        [2, HEADING[3], "#N/A", csv_tables.FAILED],
        [3, HEADING[3], "#NOM?", csv_tables.FAILED],
        [3, HEADING[2], '=IF(A2="","VRAI",1)', csv_tables.UNSAVED],
    ]
    assert net.imports["rejected"].tolist() == [0]
    assert "emptied_cells=3" in net.imports["notes"].iloc[0]
    assert net.organisations["kind"].tolist() == ["other", "other"]


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALEUR!", "#NOM?", "#DIV/0!", "Err:508"])
def test_a_failed_formula_is_no_name(error: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(_text(ROW, ["ANR-26-CE10-0001", error, "False", "PME"]), encoding="utf-8")
    net = anr.read(tmp_path / "a.csv")
    assert net.organisations["name"].tolist() == ["Ada"]
    assert net.rejected["reason"].tolist() == [csv_tables.FAILED, publisher_files.NOBODY]


def test_a_formula_that_gave_an_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    path = _book(tmp_path / "a.xlsx", ["ANR-26-CE10-0001", "Ada", True, "=1"])
    inner = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(inner, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            if member.endswith("sheet1.xml"):
                changed = re.sub(rb'<c r="D2"[^>]*>.*?</c>', b'<c r="D2" t="str"><f>""</f><v></v></c>', content)
                assert changed != content
                content = changed
            new.writestr(member, content)
    assert not len(anr.read(inner).rejected)


def test_hidden_rows_and_sheets_are_said(tmp_path: Path) -> None:
    path = _book(tmp_path / "a.xlsx", list(ROW), ["ANR-26-CE10-0001", "Bo", "False", "PME"], hidden=3)
    book = openpyxl.load_workbook(path)
    book.create_sheet("Notes").append(["Lisez-moi"])
    book["Notes"].sheet_state = "hidden"
    book.save(path)
    net = anr.read(path)
    assert len(net.participations) == 2
    said = net.imports.set_index("file")[["layout", "notes"]]
    assert said.loc["a.xlsx/Sheet", "notes"] == "hidden_rows=1"
    assert said.loc["a.xlsx/Notes", "layout"] == publisher_files.UNKNOWN_COLUMNS
    (part,) = tables_in(path)
    assert [sheet.notes for sheet in any_table.of(part)] == [{"hidden_rows": 1}, {"hidden_sheets": 1}]


# -- folders and archives -----------------------------------------------------------------------------------------


def test_what_is_not_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(_text(ROW), encoding="utf-8")
    for name in ("liste.ods", "notes.pdf", ".DS_Store", "~$a.xlsx", "Thumbs.db"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "2019").mkdir()
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.writestr("b.csv", "x\n1\n")
        archive.writestr("inner/read.me", "x")
    assert left_out(tmp_path) == [
        ("2019", FOLDER_INSIDE),
        ("liste.ods", NOT_A_TABLE),
        ("notes.pdf", NOT_A_TABLE),
        ("z.zip/inner/read.me", NOT_A_TABLE),
    ]
    net = anr.read(tmp_path)
    layouts = net.imports.set_index("file")["layout"].to_dict()
    assert layouts["liste.ods"] == NOT_A_TABLE
    assert layouts["z.zip/b.csv"] == publisher_files.UNKNOWN_COLUMNS
    assert len(net.participations) == 1


def test_a_file_given_by_itself_is_refused_if_it_is_none_of_the_agencys(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(_text(ROW), encoding="utf-8")
    (tmp_path / "b.csv").write_text("x;y\n1;2\n", encoding="utf-8")
    with pytest.raises(PolegraphError, match=r"b\.csv"):
        anr.read([tmp_path / "a.csv", tmp_path / "b.csv"])


def test_other_kinds_are_taken_where_they_are_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<x/>", encoding="utf-8")
    (tmp_path / "b.csv").write_text("x", encoding="utf-8")
    assert [part.name for part in tables_in(tmp_path)] == ["b.csv"]
    assert [part.suffix for part in tables_in(tmp_path, {".xml", ".csv"})] == [".xml", ".csv"]
    assert left_out(tmp_path, {".xml", ".csv"}) == []


def test_files_of_one_name_are_told_apart_by_as_many_folders_as_needed(tmp_path: Path) -> None:
    paths = [tmp_path / year / "anr" / "p.csv" for year in ("2021", "2022")] + [tmp_path / "q.csv"]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    assert [part.name for part in tables_in(paths)] == ["2021/anr/p.csv", "2022/anr/p.csv", "q.csv"]
