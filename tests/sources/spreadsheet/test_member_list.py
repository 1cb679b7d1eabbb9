"""Lists of organisations as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest

from polegraph.errors import PolegraphError
from polegraph.sources.spreadsheet.member_list import COLUMNS, read

if TYPE_CHECKING:
    from pathlib import Path


def _file(path: Path, text: str) -> Path:
    file = path / "members.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_french_headings_units_titles_and_totals(tmp_path: Path) -> None:
    text = (
        "Montage CRYO;;;;;\nPartenaire;Rôle;Budget (k€);Aide (€);Type;Pays\n"
        "Ada;Chef de file;850;400 000;PME;France\nUniversité de Tours;partenaire;300,5;;Université;\n"
        "Total;;1150,5;400 000;;\n"
    )
    table = read(_file(tmp_path, text))
    assert tuple(table.columns) == COLUMNS
    assert table.index.tolist() == [3, 4]
    assert table["organisation"].tolist() == ["Ada", "Université de Tours"]
    assert table["role"].tolist() == ["coordinator", "partner"]
    assert table["cost"].tolist() == [850_000.0, 300_500.0]
    assert table["funding"].iloc[0] == 400_000.0
    assert pd.isna(table["funding"].iloc[1])
    assert table["kind"].tolist() == ["company", "training_body"]
    assert table["size"].iloc[0] == "sme"
    assert table["country"].iloc[0] == "FR"


def test_words_of_the_model_and_identifiers_before_names(tmp_path: Path) -> None:
    table = read(_file(tmp_path, "name,org_id,role,kind,size,region\nAda,A1,third_party,company,not_sme,Bretagne\n"))
    row = table.iloc[0]
    assert row[["organisation", "role", "kind", "size", "region"]].tolist() == [
        *("A1", "third_party", "company", "not_sme", "Bretagne")
    ]


def test_a_workbook_of_one_column(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Organisation"], ["Ada"], ["Bolt"]):
        sheet.append(row)
    book.save(tmp_path / "members.xlsx")
    assert read(tmp_path / "members.xlsx")["organisation"].tolist() == ["Ada", "Bolt"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colour;weight\nred;2\n", "no column names the organisations"),
        ("organisation;rôle\nAda;ami\n", "row 2, column role, value 'ami'"),
        ("organisation;taille\nAda;énorme\n", "row 2, column size"),
        ("organisation;type\nAda;poisson\n", "row 2, column kind"),
        ("organisation;pays\nAda;Atlantide\n", "row 2, column country"),
        ("organisation;coût\nAda;beaucoup\n", "row 2, column coût, value 'beaucoup'"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(PolegraphError) as caught:
        read(_file(tmp_path, text))
    assert said in str(caught.value)
