"""A person's own workbook given back: the right cells are marked, and nothing else is touched."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlsxwriter

from polegraph.reports.marked import marking
from polegraph.reports.quality import checking
from polegraph.sources import spreadsheet

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

_HEADINGS = ["Projet", "Année", "Partenaire", "Type", "Taille", "Aide (€)"]
# Rows, merged cells, and the cells that hold what cannot be understood: in every kind of sheet those alone are marked.
_SHEETS: dict[str, tuple[list[list[Any]], list[str], set[str]]] = {
    "titles, blank rows and totals": (
        [
            ["Nos projets 2024"],
            [],
            _HEADINGS,
            ["P1", 2019, "Alpha SA", "entreprise", "PME", 1000],
            ["P1", 2019, "Beta", "entreprise", "gigantesque", 2000],
            [],
            ["P2", "bientôt", "Gamma", "entreprise", "ETI", "douze"],
            ["P2", 2020, "Alpha SA", "entreprise", "PME", "3.5.6"],
            ["Total", None, None, None, None, 99],
        ],
        [],
        {"E5", "F7", "F8"},
    ),
    "partners in columns": (
        [
            ["Acronyme", "Année", "Chef de file", "Partenaire 2", "Partenaire 3", "Aide"],
            ["P1", 2019, "Alpha", "Beta", "Gamma", 12],
            [],
            ["P2", "hier", "Alpha", "Delta", None, 13],
            ["P3", 2020, "Beta", "Gamma", None, "12 ou 13"],
        ],
        [],
        {"B4", "F5"},
    ),
    "two rows of headings, a project merged over its partners": (
        [
            ["Projet", None, "Partenaires"],
            ["Acronyme", "Année", "Nom", "Taille", "Aide"],
            ["P1", "un jour", "Alpha", "PME", 4],
            [None, None, "Beta", "énorme", 5],
            [None, None, "Gamma", "PME", "beaucoup"],
            ["P2", 2020, "Alpha", "PME", 7],
        ],
        ["A3:A5", "B3:B5"],
        {"B3", "D4", "E5"},
    ),
    "several in a cell": (
        [
            ["Acronyme", "Année", "Partenaires"],
            ["P1", 2019, "Alpha; Beta; Gamma"],
            ["P2", "hier", "Alpha, Delta"],
            ["P3", 2021, "Beta\nEpsilon, Zeta"],
        ],
        [],
        {"B3", "C3", "C4"},
    ),
}


def _marked(path: Path) -> marking.Marked:
    return marking.marked([path], checking.to_correct(spreadsheet.read(path)))


def _notes(book: Path) -> dict[str, str]:
    """Return the notes of a workbook by sheet and cell."""
    return {
        f"{sheet.title}!{cell.coordinate}": cell.comment.text
        for sheet in openpyxl.load_workbook(book)
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


def _coloured(book: Path) -> set[str]:
    return {
        f"{sheet.title}!{cell.coordinate}"
        for sheet in openpyxl.load_workbook(book).worksheets[1:]
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb in {"FFFFC7CF", "FFFFEB9D"}
    }


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with all that a person may have put into one."""
    path = tmp_path_factory.mktemp("own") / "base.xlsx"
    with xlsxwriter.Workbook(path) as book:
        head = book.add_format({"bold": True, "bg_color": "#DDEBF7"})
        code = book.add_format({"bg_color": "#E2EFDA", "num_format": "@"})
        members = book.add_worksheet("Organisations")
        members.write("A1", "Nos adhérents")
        members.write_row("A3", ["Nom", "Type", "Taille", "SIREN"], head)
        members.write_row("A4", ["Alpha", "entreprise", "PME"])
        members.write_row("A5", ["Beta", "entreprise", "énorme"])
        members.write_row("B7", ["entreprise", "PME"])
        members.write("D4", "552100554", code)
        members.write("D5", "12AB", code)
        members.data_validation("C4:C99", {"validate": "list", "source": ["PME", "ETI"]})
        members.write_comment("A4", "à rappeler")
        members.write_comment("C5", "vu avec elle")
        members.set_column("A:A", 33)
        members.print_area("A1:D8")
        projects = book.add_worksheet("Projets")
        projects.write_row("A1", ["Acronyme", "Année", "Aide"])
        projects.write_row("A2", ["P1", 2019, 100])
        projects.write_formula("C2", "=50*2", None, 100)
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Projets!$C$2:$C$3"})
        projects.insert_chart("F2", chart)
        parts = book.add_worksheet("Participations")
        parts.write_row("A1", ["Projet", "Organisation"])
        parts.write_row("A2", ["P1", "Alpha"])
        parts.write_row("A3", ["P1", "Automotys"])
        parts.write_row("A4", ["P9", "Alpha"])
        parts.activate()
        hidden = book.add_worksheet("Brouillon")
        hidden.hide()
        hidden.write("A1", "à ne pas lire")
    return path


@pytest.fixture(scope="module")
def found(own: Path) -> pd.DataFrame:
    return checking.to_correct(spreadsheet.read(own))


@pytest.fixture(scope="module")
def back(own: Path, found: pd.DataFrame) -> Path:
    """The same workbook, marked."""
    path = own.with_name("back.xlsx")
    path.write_bytes(marking.marked([own], found).book)
    return path


_WRONG = {"Organisations!A7", "Organisations!C5", "Organisations!D5", "Participations!A4", "Participations!B3"}


def test_a_workbook_comes_back_marked_and_else_as_it_was(own: Path, back: Path, found: pd.DataFrame) -> None:
    made = marking.marked([own], found)
    assert made.book == back.read_bytes()
    assert _coloured(back) == _WRONG
    assert (made.cells, made.lines, made.lost) == (5, 5, 0)
    notes = _notes(back)
    assert notes.keys() == {*_WRONG, "Organisations!A4"}
    assert notes["Organisations!A4"] == "à rappeler"
    assert notes["Organisations!C5"].startswith("vu avec elle\n\npolegraph:\nThis word is not one of the allowed ones")
    assert "What to do: use a word of the list" in notes["Organisations!C5"]
    before, after = zipfile.ZipFile(own), zipfile.ZipFile(back)
    kept = [name for name in before.namelist() if name.startswith(("xl/charts", "xl/drawings/drawing", "docProps"))]
    assert len(kept) == 4
    for name in [*kept, "xl/worksheets/sheet4.xml", "xl/sharedStrings.xml", "xl/theme/theme1.xml"]:
        assert before.read(name) == after.read(name)
    for values in (True, False):
        old, new = (openpyxl.load_workbook(path, data_only=values) for path in (own, back))
        assert new.sheetnames == ["To correct", *old.sheetnames]
        for sheet in old:
            same = new[sheet.title]
            assert [[cell.value for cell in row] for row in same] == [[cell.value for cell in row] for row in sheet]
            assert (same.sheet_state, same.print_area) == (sheet.sheet_state, sheet.print_area)
            assert not same.sheet_view.tabSelected
    assert new.active.title == "To correct"
    assert new["Organisations"].column_dimensions["A"].width == pytest.approx(33.7, abs=0.1)
    assert new["Organisations"].data_validations.count == 1
    assert new["Organisations"]["D5"].number_format == "@"


def test_the_list_comes_first_and_leads_to_each_cell(back: Path) -> None:
    listed = openpyxl.load_workbook(back)["To correct"]
    lines = {row[1].hyperlink.location: row[2].value for row in listed.iter_rows(min_row=5)}
    assert lines == {
        "'Organisations'!A7": None,
        "'Organisations'!C5": "énorme",
        "'Organisations'!D5": "12AB",
        "'Participations'!A4": "P9",
        "'Participations'!B3": "Automotys",
    }
    assert [row[2].value for row in listed.iter_rows(min_row=5)][:2] == [
        None,
        "P9",
    ]  # rows that are not used come first


@pytest.mark.parametrize("kind", _SHEETS)
def test_a_note_stands_in_the_cell_that_it_is_about(kind: str, tmp_path: Path) -> None:
    rows, merges, wrong = _SHEETS[kind]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merges:
        book.active.merge_cells(cells)
    path, back = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    book.save(path)
    back.write_bytes(_marked(path).book)
    assert set(_notes(back)) == _coloured(back) == {f"Sheet!{cell}" for cell in wrong}


def test_a_workbook_is_made_of_text_files_with_the_rows_where_they_stand(tmp_path: Path) -> None:
    path, back = tmp_path / "projets.csv", tmp_path / "b.xlsx"
    path.write_text('Projet;Partenaire;Taille\nP1;Alpha;PME\n\nP1;"=Beta";énorme\n', encoding="utf-8")
    back.write_bytes(_marked(path).book)
    assert _coloured(back) == {"projets!C4"}
    assert openpyxl.load_workbook(back)["projets"]["B4"].value == "=Beta"
    assert openpyxl.load_workbook(back)["projets"]["B4"].data_type != "f"


def test_nothing_is_marked_where_the_file_says_something_else_by_now(
    own: Path, found: pd.DataFrame, tmp_path: Path
) -> None:
    changed, back = tmp_path / "changed.xlsx", tmp_path / "b.xlsx"
    book = openpyxl.load_workbook(own)
    book["Participations"].insert_rows(2)
    book.save(changed)
    moved = found.assign(file=found["file"].str.replace("base", "changed"))
    made = marking.marked([changed], moved)
    back.write_bytes(made.book)
    assert _coloured(back) == {one for one in _WRONG if one.startswith("Organisations")}
    assert (made.lines, made.lost) == (5, 2)


def test_marks_go_when_what_they_say_is_corrected(back: Path, tmp_path: Path) -> None:
    marked, again = tmp_path / "marked.xlsx", tmp_path / "again.xlsx"
    book = openpyxl.load_workbook(back)
    book["Organisations"]["C5"] = "PME"
    book["Organisations"]["A7"] = "Gamma"
    book["Participations"]["B3"] = "Beta"
    book.save(marked)
    again.write_bytes(_marked(marked).book)
    left = {"Organisations!D5", "Participations!A4", "Projets!C2"}  # openpyxl saves a formula without its value
    assert _coloured(again) == left
    assert set(_notes(again)) == {"Organisations!A4", "Organisations!C5", *left}
    assert _notes(again)["Organisations!C5"].strip() == "vu avec elle"
    assert openpyxl.load_workbook(again).sheetnames.count("To correct") == 1
    net = spreadsheet.read(again)
    assert not net.imports["file"].str.contains("To correct").any()
