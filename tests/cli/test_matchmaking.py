"""``polegraph meetings`` from the command line."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from polegraph.meetings import COLUMNS
from polegraph.stores.folder import dataset
from tests.meetings.guests import DAY, NAMES, guests

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]


@pytest.fixture
def kept(folder: Path) -> Path:
    dataset.write(guests(), folder / "kept")
    lines = ["Participants;Souhaits", *(f"{name};{'Labo' if name == 'Atelier' else ''}" for name in NAMES)]
    (folder / "people.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder


ASKED = ("meetings", "kept", "--participants", "people.csv", "--slots", "3", "--at", DAY)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_plan_keeps_its_columns_in_any_language(run: Run, kept: Path, lang: str) -> None:
    result = run(*ASKED, "--per-person", "1-3", "--format", "csv", "--lang", lang)
    assert result.exit_code == 0, result.output
    assert kept.exists()
    rows = list(csv.DictReader(io.StringIO(result.stdout, newline="")))
    assert list(rows[0]) == list(COLUMNS)
    assert {"Atelier", "Labo"} in [{row["name_a"], row["name_b"]} for row in rows if row["requested"] == "true"]
    assert "Timide" in result.stderr


def test_a_folder_a_late_change_and_what_came_of_it(run: Run, kept: Path) -> None:
    result = run(*ASKED, "--day", "2026-03-05", "-o", "out")
    assert result.exit_code == 0, result.output
    assert "14 files written to out" in result.stderr
    assert "without a time zone" in result.stderr
    before = (kept / "out" / "plan.csv").read_text(encoding="utf-8").count("\n") - 1
    people = (kept / "people.csv").read_text(encoding="utf-8").replace("Bois;\n", "")
    (kept / "people.csv").write_text(people, encoding="utf-8")
    for earlier in ("out", "out/plan.json"):
        changed = run(*ASKED, "--change", earlier, "--format", "json")
        assert changed.exit_code == 0, changed.output
        assert "moved 0" in changed.stderr
        rows = json.loads(changed.stdout)
        assert "B" not in {row["org_id_a"] for row in rows} | {row["org_id_b"] for row in rows}
        assert len(rows) < before
    broken = run(*ASKED, "--change", "people.csv")
    assert broken.exit_code == 1
    assert "no plan of meetings" in broken.stderr
    back = run("meetings", "kept", "--after", "out/after-the-day.xlsx", "-o", "actions.csv")
    assert back.exit_code == 0, back.output
    assert "0 meetings took place" in back.stderr


def test_wrong_usage_is_told(run: Run, kept: Path) -> None:
    assert kept.exists()
    assert run("meetings", "kept").exit_code == 2
    assert run(*ASKED, "--after", "x.xlsx").exit_code == 2
    assert run(*ASKED, "--per-person", "many").exit_code == 2
    assert run(*ASKED, "--sides", "one").exit_code == 2
    assert run(*ASKED, "-o", "plan.docx").exit_code == 2
    (kept / "bad.csv").write_text("what\n1\n", encoding="utf-8")
    result = run("meetings", "kept", "--participants", "bad.csv", "--slots", "3")
    assert result.exit_code == 1
    assert "no column names the participants" in result.stderr
