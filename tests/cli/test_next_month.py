"""``polegraph import`` again, ``changes`` and ``undo``: what is said, what is written, and what comes back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from openpyxl import load_workbook

from polegraph.stores.folder import dataset

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

CASES = Path(__file__).parents[1] / "data" / "cases"
ONE = {
    "organisations": "nom;type;SIREN;diffusion\nAda;;493902662;\nBo;entreprise;;\nCy;;;interne\n",
    "projets": "acronyme\nVAPO\nLUMO\n",
    "participations": "projet;organisation\nVAPO;Ada\nVAPO;Bo\nLUMO;Ada\nLUMO;Cy\nLUMO;Dédé\n",
    "pôles": "nom\nMicro\n",
    "adhésions": "pôle;organisation\nMicro;Ada\nMicro;Bo\n",
}
TWO = {
    "organisations": "nom;type;SIREN;diffusion\nAda Robotique;;493902662;\nCyan;;;interne\nEve;;;\n",
    "adhésions": "pôle;organisation\nMicro;Ada\nMicro;Eve\n",
}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name != dataset.PREVIOUS}


@pytest.fixture
def months(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the sheets of two months."""
    monkeypatch.chdir(tmp_path)
    for name, sheets in (("one", ONE), ("two", {**ONE, **TWO})):
        (tmp_path / name).mkdir()
        for table, text in sheets.items():
            (tmp_path / name / f"{table}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def test_what_changed_is_said_written_and_taken_back(months: Path, run: Callable[..., Result]) -> None:
    assert run("import", "tables", "one", "--to", "net").exit_code == 0
    assert "nothing is kept here of before" in run("undo", "net").output
    first = contents(months / "net")
    tried = run("import", "tables", "two", "--to", "net", "--at", "01/11/2026", "--dry-run")
    assert "Nothing was written" in tried.output
    assert contents(months / "net") == first
    done = run("import", "tables", "two", "--to", "net", "--at", "2026-11-01", "--changes", "changes.csv").output
    for line in (
        "Arrived: Eve.",
        "Left: Bo (1 past project kept; member until 2026-10-31 at the latest).",
        "Renamed: Ada → Ada Robotique.",
        "2 changes are not named here",
        "1 partner is not in your list of organisations: Dédé.",
    ):
        assert line in done
        assert line in tried.output
    assert "Cy" not in pd.read_csv("changes.csv").to_string()
    table = pd.read_csv("changes.csv")
    assert table["change"].tolist() == ["arrived", "left", "renamed"]
    listed = run("changes", "net", "--audience", "internal", "--format", "json").output
    assert "Cyan" in listed
    assert "Nothing changed since the last import." in run("import", "tables", "two", "--to", "net").output
    second = contents(months / "net")
    assert "holds again what it held before its last import: 4 organisations" in run("undo", "net").output
    assert contents(months / "net") == first
    assert run("undo", "net").exit_code == 0
    assert contents(months / "net") == second


def test_no_state_of_before_goes_where_a_copy_goes(months: Path, run: Callable[..., Result]) -> None:
    for month in ("one", "two"):
        assert run("import", "tables", month, "--to", "net").exit_code == 0
        assert run("import", "tables", month, "--to", "public").exit_code == 0
    assert (months / "public" / dataset.PREVIOUS).is_file()
    assert run("dedupe", "public").exit_code == 0
    assert (months / "public" / dataset.PREVIOUS).is_file()  # looking who is who is no import
    assert run("copy", "net", "public", "--audience", "public").exit_code == 0
    assert not (months / "public" / dataset.PREVIOUS).exists()
    assert run("copy", "net", "elsewhere").exit_code == 0
    assert not (months / "elsewhere" / dataset.PREVIOUS).exists()


def test_a_database_says_that_it_cannot_go_back(run: Callable[..., Result]) -> None:
    result = run("undo", "neo4j://localhost:1")
    assert result.exit_code == 1
    assert "keeps nothing of before its last import" in result.output


@pytest.mark.usefixtures("months")
def test_partners_to_complete_come_back(run: Callable[..., Result]) -> None:
    sheets = CASES / "partner-not-a-member" / "exterieur.xlsx"
    said = run("--lang", "en", "import", "tables", sheets, "--to", "net", "--to-complete", "a.xlsx").output
    assert "2 partners are not in your list of organisations: Grand Donneur d'Ordre, Labo Gama (Labo Gamma?)." in said
    book = load_workbook("a.xlsx")
    sheet = book.worksheets[0]
    heading = [cell.value for cell in sheet[1]]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
    assert rows["Labo Gama"][heading.index("nearest known name")].value == "Labo Gamma"
    rows["Labo Gama"][heading.index("same as")].value = "Labo Gamma"
    rows["Grand Donneur d'Ordre"][heading.index("size")].value = "large"
    book.save("b.xlsx")
    said = run("import", "tables", sheets, "b.xlsx", "--to", "again").output
    assert "not in your list" not in said
    again = dataset.read("again")
    assert again.organisations.set_index("name")["size"].to_dict()["Grand Donneur d'Ordre"] == "large"
    assert sorted(again.organisations["name"]) == ["Alpha", "Bêta Groupe", "Grand Donneur d'Ordre", "Labo Gamma"]
    assert (
        again.imports["rows"] == again.imports["kept"] + again.imports["repeated"] + again.imports["rejected"]
    ).all()
    assert run("dedupe", "net", "--apply", "b.xlsx").exit_code == 0
    assert sorted(dataset.read("net").merges["how"]) == ["decision"]
