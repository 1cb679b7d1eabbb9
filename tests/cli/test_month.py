"""An animator's whole month: fill the blank sheets, import, check, mend, say who is who, map, lists, next month.

The sheets are drawn from projects of the région Centre example (every organisation is invented), so that the truth is
known; what the commands say at the end of each month is compared with it, name by name.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import shlex
import shutil
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest

from polegraph import Network
from polegraph.metrics import large_group_links
from tests.maps.world import block
from tests.sources import messy

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result
    from openpyxl.worksheet.worksheet import Worksheet

    Rows = dict[str, list[dict[str, Any]]]
    Run = Callable[..., Result]

DATA = Path(__file__).parents[1] / "data" / "cases"
GUIDE = Path(__file__).parents[2] / "docs" / "demarrer.md"
POLE = "Pôle inventé"
FIRST, SECOND = "2026-10-01", "2026-11-01"
ORGANISATIONS = {
    "nom *": "name",
    "type": "kind",
    "taille": "size",
    "ville": "city",
    "région": "region",
    "SIREN": "siren",
}
KINDS = {
    "company": "entreprise",
    "lab": "laboratoire",
    "training_body": "organisme de formation",
    "public_body": "organisme public",
    "association": "association",
}
SIZES = {"micro": "microentreprise", "sme": "PME", "mid_cap": "ETI", "large": "grande entreprise"}
COMPARED = ["status", "distance", "direct_partners", "shared_projects", "reach_two"]


def _sirens(names: list[str]) -> dict[str, str]:
    """Build a number with the right check digit for each name."""
    found = {}
    for place, name in enumerate(names):
        stem = f"{31000000 + 137 * place:08d}"
        doubled = [int(one) * (2 if at % 2 else 1) for at, one in enumerate(stem)]
        rest = sum(one - 9 if one > 9 else one for one in doubled) % 10
        found[name] = stem + str(-rest % 10)
    return found


def _truth() -> Rows:
    """Draw projects with their partners; the first half of the companies are members of the pôle."""
    parts = messy.parts(seed=11, number=24)
    known = {part.organisation["name"]: part.organisation for part in parts}
    companies = sorted(name for name, one in known.items() if one["kind"] == "company")
    sirens = _sirens(companies)
    organisations = [
        {**{column: one.get(column) for column in ORGANISATIONS.values()}, "siren": sirens.get(name)}
        for name, one in sorted(known.items())
    ]
    projects = {part.project["acronym"]: part.project for part in parts}
    return {
        "organisations": organisations,
        "projets": [{"acronym": name, "year": int(one["year"])} for name, one in sorted(projects.items())],
        "participations": [
            {"project": part.project["acronym"], "partner": part.organisation["name"], "role": part.role}
            for part in parts
        ],
        "adhésions": [{"name": name, "since": dt.date(2015, 1, 1)} for name in companies[::2]],
    }


def _network(truth: Rows) -> Network:
    organisations = pd.DataFrame(truth["organisations"]).assign(org_id=lambda table: table["name"])
    projects = pd.DataFrame(truth["projets"]).assign(project_id=lambda table: table["acronym"])
    took_part = pd.DataFrame(truth["participations"]).rename(columns={"project": "project_id", "partner": "org_id"})
    members = pd.DataFrame(truth["adhésions"]).rename(columns={"name": "org_id"}).assign(pole_id=POLE)
    poles = pd.DataFrame({"pole_id": [POLE], "name": [POLE]})
    return Network(organisations, projects, took_part, poles=poles, memberships=members[["pole_id", "org_id"]])


def _fill(sheet: Worksheet, rows: list[dict[str, Any]]) -> None:
    """Write rows under the headings of a blank sheet, over its example line."""
    headings = {cell.value: cell.column for cell in sheet[1]}
    for cell in sheet[2]:
        cell.value = None
    for line, row in enumerate(rows, 2):
        for heading, value in row.items():
            sheet.cell(line, headings[heading]).value = value


def _write(truth: Rows, blank: Path, path: Path) -> None:
    """Fill the blank sheets in as people do: words of the lists, names, a total below."""
    book = openpyxl.load_workbook(blank)
    words = {"kind": KINDS, "size": SIZES}
    _fill(
        book["organisations"],
        [
            {heading: words.get(column, {}).get(one[column], one[column]) for heading, column in ORGANISATIONS.items()}
            for one in truth["organisations"]
        ],
    )
    _fill(book["projets"], [{"acronyme *": one["acronym"], "année": one["year"]} for one in truth["projets"]])
    roles = {"coordinator": "chef de file", "partner": "partenaire", "associated": "partenaire associé"}
    took_part = [
        {"projet (acronyme) *": one["project"], "organisation (nom) *": one["partner"], "rôle": roles[one["role"]]}
        for one in truth["participations"]
    ]
    _fill(book["participations"], [*took_part, {"projet (acronyme) *": "TOTAL"}])
    _fill(book["pôles"], [{"nom *": POLE}])
    joined = [
        {"pôle (nom) *": POLE, "organisation (nom) *": one["name"], "depuis": one["since"]}
        for one in truth["adhésions"]
    ]
    _fill(book["adhésions"], joined)
    for name in book.sheetnames:
        if name not in {"À LIRE", "organisations", "projets", "participations", "pôles", "adhésions", "listes"}:
            _fill(book[name], [])
    book.save(path)


def _soiled(path: Path, truth: Rows) -> tuple[dict[str, str], tuple[str, str]]:
    """Put into a workbook what people do: other spellings, and a cell that cannot be right."""
    book = openpyxl.load_workbook(path)
    sheet = book["participations"]
    often = pd.Series([one["partner"] for one in truth["participations"]]).value_counts()
    smes = [one["name"] for one in truth["organisations"] if one["size"] == "sme" and len(one["name"].split()) > 2]
    chosen = sorted(smes, key=lambda name: (-often[name], name))[:2]
    spelt = {name: name.replace("e", "", 1) if at else name.replace("i", "ii", 1) for at, name in enumerate(chosen)}
    for name, other in spelt.items():
        next(cell for cell in sheet["B"][1:] if cell.value == name).value = other
    joined = book["adhésions"]
    bad = joined.cell(3, next(cell.column for cell in joined[1] if cell.value == "depuis"))
    bad.value = "vers le printemps"
    book.save(path)
    return spelt, ("adhésions", bad.coordinate)


def _links(run: Run, *options: str) -> pd.DataFrame:
    result = run("links", "pole", "--format", "json", "--draws", "0", "--audience", "internal", *options)
    assert result.exit_code == 0, result.stderr
    return pd.DataFrame(json.loads(result.stdout)).set_index("name").sort_index()


def _assert_true(run: Run, truth: Rows) -> None:
    """Compare what `links` and `info` say, by name, with what stands in the truth."""
    net = _network(truth)
    expected = large_group_links(net, draws=0).set_index("name").sort_index()
    found = _links(run)
    assert found.index.tolist() == expected.index.tolist()
    for column in COMPARED:
        assert found[column].fillna(-1).tolist() == expected[column].fillna(-1).tolist(), column
    assert set(_links(run, "--pole", POLE).index) == set(large_group_links(net.select(pole=POLE), draws=0)["name"])


@pytest.fixture(name="run")
def in_french(run: Run) -> Run:
    return lambda *arguments: run(*arguments, "--lang", "fr")


def test_a_whole_month(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    truth = _truth()
    assert run("templates", "modeles").exit_code == 0
    book = tmp_path / "Base pôle.xlsx"
    _write(truth, tmp_path / "modeles" / "polegraph-modele.xlsx", book)
    spelt, (sheet, cell) = _soiled(book, truth)

    # Import: nothing is lost; partners who are no rows of the list are named, with the nearest of the list.
    result = run("import", "tables", book.name, "--to", "pole", "--at", FIRST, "--to-complete", "a-completer.xlsx")
    assert result.exit_code == 0, result.stderr
    for other in spelt.values():
        assert other in result.stderr
    # Check, and mend the one cell that it marks in one's own workbook.
    result = run("check", "pole", book.name, "-o", "a-corriger.xlsx")
    assert result.exit_code == 0, result.stderr
    marked = openpyxl.load_workbook("a-corriger.xlsx")
    commented = [(one.title, found.coordinate) for one in marked for row in one for found in row if found.comment]
    assert (sheet, cell) in commented
    mended = openpyxl.load_workbook(book)
    mended[sheet][cell].value = dt.date(2015, 1, 1)
    mended.save(book)
    result = run("import", "tables", book.name, "--to", "pole", "--at", FIRST)
    assert result.exit_code == 0, result.stderr
    assert "vers le printemps" not in run("check", "pole").stdout

    # Who is who: both spellings are asked about; the answers make them one.
    result = run("dedupe", "pole", "--review", "a-decider.xlsx", "--audience", "internal")
    assert result.exit_code == 0, result.stderr
    _decide(tmp_path / "a-decider.xlsx", spelt)
    result = run("dedupe", "pole", "--apply", "a-decider.xlsx", "--audience", "internal")
    assert result.exit_code == 0, result.stderr
    _assert_true(run, truth)

    # The page and the lists say the same.
    assert run("map", "pole", "-o", "carte.html", "--audience", "internal").exit_code == 0
    assert run("workbook", "pole", "-o", "comite.xlsx", "--audience", "internal").exit_code == 0
    page = block((tmp_path / "carte.html").read_text("utf-8"), "data")["organisations"]
    expected = large_group_links(_network(truth), draws=0).set_index("name")["status"]
    said = dict(zip(page["name"], page["status"], strict=True))
    assert {name: said[name] for name in expected.index} == expected.to_dict()
    _assert_introductions(tmp_path / "comite.xlsx", truth)

    # Next month: one arrived, one left, one is called otherwise, one project has one more partner.
    later = _next(truth)
    _write(later, tmp_path / "modeles" / "polegraph-modele.xlsx", book)
    tables = {path.name: path.read_bytes() for path in sorted((tmp_path / "pole").glob("*.parquet"))}
    result = run("import", "tables", book.name, "--to", "pole", "--at", SECOND, "--changes", "changements.xlsx")
    assert result.exit_code == 0, result.stderr
    for name in ("Arrivée Nouvelle", "Renommée Autrement", later["left"][0]["name"]):
        assert name in result.stderr
    assert (tmp_path / "changements.xlsx").exists()
    _assert_true(run, {**later, "organisations": later["organisations"] + later["left"]})
    assert run("undo", "pole").exit_code == 0
    assert {path.name: path.read_bytes() for path in sorted((tmp_path / "pole").glob("*.parquet"))} == tables


def _decide(path: Path, spelt: dict[str, str]) -> None:
    """Answer what is asked about the spellings, and nothing else."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    at = {cell.value: cell.column - 1 for cell in sheet[1]}
    pairs = {frozenset(pair) for pair in spelt.items()}
    answered = 0
    for row in sheet.iter_rows(min_row=2):
        if frozenset({row[at["l'une"]].value, row[at["l'autre"]].value}) in pairs:
            row[at["réponse"]].value = "même"
            answered += 1
    assert answered == len(pairs), list(sheet.values)
    book.save(path)


def _assert_introductions(path: Path, truth: Rows) -> None:
    """Hold every introduction of the workbook to the projects of the truth."""
    sheet = openpyxl.load_workbook(path)["Mises en relation"]
    heading = next(row for row in sheet.iter_rows() if row[0].value == "PME")
    at = {cell.value: cell.column - 1 for cell in heading}
    members: dict[str, set[str]] = defaultdict(set)
    for one in truth["participations"]:
        members[one["partner"]].add(one["project"])
    rows = [row for row in sheet.iter_rows(min_row=heading[0].row + 1, values_only=True) if row[0]]
    links = large_group_links(_network(truth), draws=0)
    assert {row[0] for row in rows} == set(links.loc[links["status"] == "introduced", "name"])
    large = {one["name"] for one in truth["organisations"] if one["size"] == "large"}
    group = at["à quel grand groupe"]
    for row in rows:
        between = set(re.findall(r"(\w+) \(\d{4}\)", str(row[at["projets qui les lient (acronyme, année)"]])))
        beyond = set(re.findall(r"(\w+) \(\d{4}\)", str(row[at["projets de ces deux (acronyme, année)"]])))
        assert between == members[row[0]] & members[row[at["présentée par"]]] != set()
        assert row[group] in large
        assert beyond == members[row[at["présentée par"]]] & members[row[group]] != set()


def _next(truth: Rows) -> Rows:
    """Build the truth of the month after."""
    old = [dict(one) for one in truth["organisations"]]
    partners = [dict(one) for one in truth["participations"]]
    members = [dict(one) for one in truth["adhésions"]]
    renamed = next(one for one in old if one["siren"] and one["size"] in {"sme", "micro"})
    was, renamed["name"] = renamed["name"], "Renommée Autrement"
    for rows, column in ((partners, "partner"), (members, "name")):
        for one in rows:
            one[column] = renamed["name"] if one[column] == was else one[column]
    leaver = next(one for one in reversed(old) if one["name"] in {row["name"] for row in members})
    new = {**dict.fromkeys(renamed), "name": "Arrivée Nouvelle", "kind": "company", "size": "sme", "city": "Blois"}
    projects = [dict(one) for one in truth["projets"]]
    partners.append({"project": projects[0]["acronym"], "partner": new["name"], "role": "partner"})
    return {
        "organisations": [one for one in old if one is not leaver] + [new],
        "projets": projects,
        "participations": partners,
        "adhésions": [one for one in members if one["name"] != leaver["name"]] + [{"name": new["name"], "since": None}],
        "left": [leaver],
    }


def test_every_command_of_the_french_start_works(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(DATA / "next-month" / "notre-pole-v3.xlsx", "Base pôle 2026.xlsx")
    shutil.copy(DATA / "wide-partners" / "large.xlsx", "suivi.xlsx")
    written = re.findall(r"(?m)(?:^|`)polegraph ([^`\n]+)", GUIDE.read_text("utf-8"))
    commands = [one for one in written if one.split()[0] not in {"demo", "COMMANDE", "…"}]
    assert len(commands) > 10
    for command in commands:
        arguments = shlex.split(command)
        result = run(*(one for one in arguments if one not in {"--lang", "fr"}))
        assert result.exit_code == 0, f"{command}: {result.stderr}"
    for name in ("a-corriger.xlsx", "carte.html", "comite.xlsx", "liens.csv", "changements.xlsx"):
        assert (tmp_path / name).stat().st_size
