from __future__ import annotations

import csv
import json
import shlex
from typing import TYPE_CHECKING

import openpyxl

from polegraph.stores.folder import dataset
from tests.cli.world import environment

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Shell = Callable[..., subprocess.CompletedProcess[bytes]]


def test_the_demo_goes_from_the_files_to_what_one_opens(shell: Shell, tmp_path: Path) -> None:
    done = shell("demo", "--lang", "fr", **environment())
    assert done.returncode == 0, done.stderr.decode()
    lines = done.stdout.decode().splitlines()
    assert lines[:5] == [line for line in lines[:5] if line]
    assert "17\u202f080 projets" in lines[0]
    assert " PME\xa0: " in lines[1]
    assert "Toutes les organisations de l'exemple «\xa0région Centre\xa0» sont inventées." in lines
    said = done.stderr.decode()
    assert (
        "55\u202f483 lignes lues = 53\u202f821 gardées (participations) + 1\u202f495 répétées + 167 rejetées." in said
    )
    assert "\r" not in said  # no progress bar where there is no terminal
    opened = [line.split()[0] for line in lines if line.startswith("  polegraph-demo")]
    assert [tmp_path / file for file in opened if not (tmp_path / file).is_file()] == []
    assert len(opened) == 10
    book = openpyxl.load_workbook(tmp_path / "polegraph-demo/region-centre/contract.xlsx", read_only=True)
    assert book.sheetnames[1:5] == ["tableau de bord", "résultats", "suivi", "accompagnement"]
    book.close()
    for example, projects in (("anr", 17_080), ("region-centre", 400)):
        folder = tmp_path / "polegraph-demo" / example
        assert len(dataset.read(folder / "dataset").projects) == projects
        merged = len(dataset.read(folder / "dataset").merges)
        assert merged > 2000 if example == "anr" else not merged
        book = openpyxl.load_workbook(folder / "workbook.xlsx", read_only=True)
        assert [*book.sheetnames[:2], *book.sheetnames[3:]] == [
            "lisez-moi",
            "liens",
            "suggestions",
            "synergies",
            "état",
        ]
        book.close()
        with (folder / "links.csv").open(encoding="utf-8", newline="") as file:
            assert next(csv.reader(file))[:2] == ["org_id", "name"]
        with (folder / "synergies.csv").open(encoding="utf-8", newline="") as file:
            assert [row["gap"] for row in csv.DictReader(file)][:2] == ["sme_without_large_group", "lab_without_sme"]
    page = (tmp_path / "polegraph-demo/region-centre/map.html").read_text(encoding="utf-8")
    assert "invent" in page
    data = json.loads(page.split('<script type="application/json" id="data">')[1].split("</script>")[0])
    assert sum(len(listed) for listed in data["partners"].values()) > 1000
    _what_it_typed(lines, shell, tmp_path)
    assert "aucune de ses organisations n'existe" in (tmp_path / "polegraph-demo/README.txt").read_text(
        encoding="utf-8"
    )


def _what_it_typed(lines: list[str], shell: Shell, tmp_path: Path) -> None:
    """The commands that it prints are those that it ran: typed again, they write the same."""
    typed = [shlex.split(line)[1:] for line in lines if line.startswith("  polegraph ")]
    assert [words[0] for words in typed] == ["report", "report", "consortium", "consortium", "meetings"]
    assert all(words[-2:] == ["--lang", "fr"] for words in typed)
    region = tmp_path / "polegraph-demo" / "region-centre"
    for words, file in ((typed[2], "consortium.xlsx"), (typed[3], "proposals.xlsx")):
        first = (region / file).read_bytes()
        (region / file).unlink()
        assert shell(*words, **environment()).returncode == 0
        assert (region / file).read_bytes() == first
    verdicts = openpyxl.load_workbook(region / "consortium.xlsx", read_only=True)
    said = {cell for page in verdicts.worksheets for row in page.iter_rows(values_only=True) for cell in row}
    verdicts.close()
    assert {"oui", "non", "non connu"} <= said
    report = (region / "report.html").read_text(encoding="utf-8")
    assert "Cosmetic Valley" in report
    assert "Toutes les organisations de cet exemple sont inventées." in report
    assert "(inventé)" in (region / "meetings" / "plan.html").read_text(encoding="utf-8")
    assert len(list((region / "meetings" / "calendars").glob("*.ics"))) == 38


def test_the_demo_refuses_a_place_where_it_cannot_write(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = shell("demo", "file/inside")
    assert done.returncode == 1
    assert b"file/inside: cannot make this folder" in done.stderr
    assert done.stderr.count(b"\n") == 1
