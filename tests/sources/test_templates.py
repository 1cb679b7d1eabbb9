"""The blank sheets say what they want, and what is written into them comes back."""

from __future__ import annotations

import csv
import datetime as dt
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest

from polegraph.errors import PolegraphError
from polegraph.i18n import LANGUAGES, _, speaking
from polegraph.sources import spreadsheet, templates
from polegraph.sources.spreadsheet.layout.placement import must_fill
from polegraph.sources.spreadsheet.layout.vocabulary import FILLED_IN
from polegraph.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from polegraph.network import Network

# Two rows a table, in the words of the model; None is left empty.
FILLED: dict[str, list[dict[str, Any]]] = {
    "organisations": [
        {"org_id": "O1", "name": "Ada", "kind": "company", "size": "not_sme", "postcode": "06130", "lat": 47.5},
        {"org_id": "O2", "name": "Bô", "kind": "training_body", "opt_out": True, "dissolved": "2020-02-29"},
    ],
    "projects": [
        {
            "project_id": "P1",
            "acronym": "VAPO",
            "start": "2016-01-31",
            "total_cost": 1200000.5,
            "visibility": "members",
        },
        {"project_id": "P2", "title": "Sans acronyme", "year": 2018},
    ],
    "participations": [
        {"project_id": "P1", "org_id": "O1", "role": "coordinator", "funding": 5.0},
        {"project_id": "P1", "org_id": "O2", "role": "third_party"},
    ],
    "poles": [{"pole_id": "D", "name": "DREAM", "since": "2010-05-11"}, {"pole_id": "E", "name": "Elastopole"}],
    "memberships": [{"pole_id": "D", "org_id": "O1", "since": "2011-01-01"}, {"pole_id": "E", "org_id": "O1"}],
    "labels": [
        {"pole_id": "D", "project_id": "P1", "date": "2015-12-01", "lead": True},
        {"pole_id": "E", "project_id": "P1", "lead": False},
    ],
    "themes": [{"theme_id": "T1", "label": "Eau"}, {"theme_id": "T2", "label": "Sols", "scheme": "own"}],
    "project_themes": [{"theme_id": "T1", "project_id": "P1"}, {"theme_id": "T2", "project_id": "P1"}],
    "organisation_themes": [{"theme_id": "T1", "org_id": "O1"}, {"theme_id": "T2", "org_id": "O1"}],
    "outcomes": [
        {"outcome_id": "R1", "project_id": "P1", "kind": "patent", "date": "2019-03-01", "stage": "trl7"},
        {"outcome_id": "R2", "project_id": "P1", "kind": "company", "visibility": "internal"},
        {
            "outcome_id": "R3",
            "project_id": "P2",
            "org_id": "O1",
            "kind": "jobs",
            "title": "Atelier de Vierzon",
            "amount": 4.5,
            "unit": "fte",
            "evidence": "bilan 2020, p. 3",
        },
    ],
    "needs": [
        {"org_id": "O1", "domain": "private_finance", "detail": "amorçage", "date": "2019-01-07"},
        {"org_id": "O1", "domain": "private_finance", "detail": "amorçage", "date": "2021-01-07", "status": "dropped"},
        {"org_id": "O1", "domain": "skills", "status": "met", "met_by": "O2", "met_on": "2020-02-03"},
    ],
    "offers": [
        {"org_id": "O2", "domain": "support", "capacity": 3, "visibility": "members"},
        {"org_id": "O2", "domain": "internationalisation", "detail": "salon de Hanovre", "date": "2020-01-01"},
    ],
    "targets": [{"pole_id": "D", "indicator": "members", "year": 2020, "target": 120.0, "document": "annexe 2"}],
    "actions": [
        {"action_id": "A1", "org_id": "O1", "kind": "workshop", "date": "2020-05-04", "domain": "skills"},
        {"action_id": "A1", "org_id": "O2", "kind": "workshop", "date": "2020-05-04", "title": "Chimie verte"},
    ],
}


def as_written(name: str, column: str, value: object, lang: str) -> object:
    """Write a value as a person does who chooses from the lists of the template."""
    if isinstance(value, bool):
        return {"en": ["no", "yes"], "fr": ["non", "oui"]}[lang][value]
    words = TABLES[name][column].words
    if lang == "fr" and value in words:
        return words[str(value)]
    if TABLES[name][column].type == "date":
        return pd.Timestamp(str(value)).to_pydatetime()
    return value


def filled_workbook(folder: Path, lang: str) -> Path:
    path = templates.write(folder, lang=lang)[0]
    book = openpyxl.load_workbook(path)
    for name, rows in FILLED.items():
        sheet = book[templates.title(TABLES[name], lang)]
        places = {column.name: place for place, column in enumerate(templates.columns(TABLES[name]), start=1)}
        for number, row in enumerate(rows, start=3):
            for column, value in row.items():
                sheet.cell(number, places[column], as_written(name, column, value, lang))
    book.save(path)
    return path


def filled_texts(folder: Path, lang: str) -> list[Path]:
    paths = templates.write(folder, lang=lang)[1:]
    for path, (name, rows) in zip(paths, FILLED.items(), strict=True):
        with path.open("a", encoding="utf-8", newline="") as file:
            for row in rows:
                cells = []
                for column in templates.columns(TABLES[name]):
                    value = as_written(name, column.name, row[column.name], lang) if column.name in row else ""
                    if isinstance(value, float) and lang == "fr":
                        value = str(value).replace(".", ",")
                    cells.append(f"{value:%d/%m/%Y}" if isinstance(value, dt.datetime) else value)
                csv.writer(file, delimiter=";").writerow(cells)
    return paths


def same(found: Any, wanted: object) -> bool:  # noqa: ANN401  # any cell
    """Return whether a cell is what was filled in; both may be empty, and days are written as texts."""
    if pd.isna(found):
        return wanted is None
    return bool(found == (pd.Timestamp(str(wanted)) if isinstance(found, pd.Timestamp) and wanted else wanted))


def assert_as_filled(net: Network) -> None:
    assert not len(net.rejected)
    for name, rows in FILLED.items():
        found = net.tables[name]
        assert len(found) == len(rows)
        for row in rows:
            key = {column: row.get(column) for column in TABLES[name].key}
            one = found[
                [
                    all(same(left, right) for left, right in zip(values, key.values(), strict=True))
                    for values in found[list(key)].itertuples(index=False)
                ]
            ].iloc[0]
            for column, value in row.items():
                expected = pd.Timestamp(value) if TABLES[name][column].type == "date" else value
                assert one[column] == expected, (name, column)
            derived = {"source", "year"}
            assert one[[column for column in found.columns if column not in {*row, *derived}]].isna().all(), name


def test_the_filled_rows_speak_of_every_table() -> None:
    assert list(FILLED) == list(FILLED_IN)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_filled_workbook_comes_back(tmp_path: Path, lang: str) -> None:
    net = spreadsheet.read(filled_workbook(tmp_path, lang))
    assert_as_filled(net)
    assert net.imports["notes"].str.contains("example_lines=1").all()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_filled_text_files_come_back(tmp_path: Path, lang: str) -> None:
    assert_as_filled(spreadsheet.read(filled_texts(tmp_path, lang)))


def test_a_folder_in_which_only_the_workbook_was_filled(tmp_path: Path) -> None:
    filled_workbook(tmp_path, "fr")
    net = spreadsheet.read(tmp_path)
    assert_as_filled(net)
    assert net.imports["repeated"].sum() == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_blank_sheets_hold_nothing(tmp_path: Path, lang: str) -> None:
    net = spreadsheet.read(templates.write(tmp_path, lang=lang)[0])
    assert [len(net.tables[name]) for name in FILLED_IN] == [0] * len(FILLED_IN)
    assert not len(net.rejected)
    assert net.imports["unknown_columns"].isna().all()
    assert net.imports["dropped_columns"].isna().all()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_bytes_every_time(tmp_path: Path, lang: str) -> None:
    one = templates.write(tmp_path / "one", lang=lang)
    other = templates.write(tmp_path / "deep" / "other", lang=lang)
    assert [path.name for path in one] == [path.name for path in other]
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]
    with zipfile.ZipFile(one[0]) as archive:
        assert {member.date_time for member in archive.infolist()} == {
            (1980, 1, 31, 0, 0, 0)
        }  # as XlsxWriter always has it
        assert archive.read("docProps/core.xml").count(b"1980-01-01T00:00:00Z") == 2  # made, changed


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    written = templates.write(tmp_path)
    written[0].unlink()
    written[3].write_text("mine", encoding="utf-8")
    with pytest.raises(PolegraphError, match="there already"):
        templates.write(tmp_path)
    assert not written[0].exists()
    assert written[3].read_text(encoding="utf-8") == "mine"


def test_a_place_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(PolegraphError, match="What to do"):
        templates.write(tmp_path / "file" / "folder")
    with pytest.raises(PolegraphError, match="no such language"):
        templates.write(tmp_path, lang="de")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lists_offer_every_allowed_word(tmp_path: Path, lang: str) -> None:
    book = openpyxl.load_workbook(templates.write(tmp_path, lang=lang)[0])
    for name in FILLED_IN:
        sheet = book[templates.title(TABLES[name], lang)]
        offered = {}
        for rule in sheet.data_validations.dataValidation:
            if rule.formula1.startswith("OFFSET"):
                continue
            title, cells = rule.formula1.replace("'", "").split("!")
            offered[next(iter(rule.sqref.ranges)).min_col] = [cell[0].value for cell in book[title][cells]]
        for place, column in enumerate(templates.columns(TABLES[name]), start=1):
            words = list(column.words.values() if lang == "fr" else column.words)
            if column.type == "boolean":
                words = ["oui", "non"] if lang == "fr" else ["yes", "no"]
            assert offered.pop(place, []) == words, (name, column.name)
        assert not offered
    assert book[{"en": "lists", "fr": "listes"}[lang]].sheet_state == "hidden"


def test_names_are_offered_where_another_table_is_pointed_to(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(templates.write(tmp_path, lang="fr")[0])
    offered = {
        next(iter(rule.sqref.ranges)).min_col: (rule.formula1, rule.showErrorMessage)
        for rule in book["labellisations"].data_validations.dataValidation
    }
    assert offered[1][0].startswith("OFFSET('pôles'!$B$3,")
    assert offered[2][0].startswith("OFFSET('projets'!$B$3,")
    assert not offered[1][1]  # what is not in the list may be written all the same


@pytest.mark.parametrize("lang", LANGUAGES)
def test_headings_are_explained_and_the_required_ones_marked(tmp_path: Path, lang: str) -> None:
    book = openpyxl.load_workbook(templates.write(tmp_path, lang=lang)[0])
    for name in FILLED_IN:
        sheet = book[templates.title(TABLES[name], lang)]
        assert sheet.freeze_panes == "A2"
        for cell, column in zip(sheet[1], templates.columns(TABLES[name]), strict=True):
            required = column.name in must_fill(name)
            over = templates.over(TABLES[name], column, lang)
            assert cell.value == (f"{over} *" if required else over)
            with speaking(lang):
                assert cell.comment.text.startswith(_(column.note))
        example = [cell for cell in sheet[2] if cell.value is not None]
        assert example
        assert all(cell.font.italic and cell.font.color.rgb == "FF808080" for cell in example)
        assert any(("exemple-" if lang == "fr" else "example-") in str(cell.value) for cell in example)
        assert not any(
            "identifi" in str(sheet[1][place].value)
            for place, one in enumerate(templates.columns(TABLES[name]))
            if one.name in TABLES[name].references
        )


def test_codes_are_typed_as_text(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(templates.write(tmp_path)[0])["organisations"]
    letters = {cell.value: cell.column_letter for cell in sheet[1]}
    formats = {name: sheet.column_dimensions[letters[name]].number_format for name in ("siren", "postcode", "lat")}
    assert formats == {"siren": "@", "postcode": "@", "lat": "General"}


def test_the_french_sheets_are_french(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(templates.write(tmp_path, lang="fr")[0])
    english = {table.what for table in TABLES.values()} | {
        column.note for name in FILLED_IN for column in TABLES[name].columns
    }
    said = [cell.value for row in book["À LIRE"].iter_rows() for cell in row if cell.value]
    said += [cell.comment.text for name in FILLED_IN for cell in book[TABLES[name].fr][1]]
    left = [text for text in said if any(text.startswith(one) for one in english if len(one.split()) > 1)]
    assert not left
    assert not [text for text in said if "Must be filled" in text or "sheets" in text]
