from __future__ import annotations

import csv
import gzip
import io
import json
from typing import TYPE_CHECKING

import networkx as nx
import openpyxl
import pytest

from polegraph.sources import anr, spreadsheet
from polegraph.stores.folder import dataset
from tests.cli.world import HOSTILE, ROOT, network

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]

HEADING = (
    "Projet.Code_Decision_ANR;Projet.Partenaire.Nom_organisme;Projet.Partenaire.Est_coordinateur;"
    "Projet.Partenaire.Categorie_organisme;Courriel;Humeur\n"
)
ROWS = (
    "ANR-19-CE26-0001;Ada SAS;True;PME;a@b.fr;x\nANR-19-CE26-0001;Thales;False;Entreprise autre que TPE ou PME;;\n"
    "ANR-19-CE26-0001;;False;PME;;\n"
)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def partners(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of partners with a row that cannot be used, a contact column and an unknown one."""
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "partners.csv"
    file.write_text(HEADING + ROWS, encoding="utf-8")
    return file


def test_import_accounts_for_every_row_on_standard_error(run: Run, partners: Path) -> None:
    result = run("import", "anr", partners, "--to", "net")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "3 rows read = 2 kept (participations) + 0 repeated + 1 rejected." in result.stderr
    assert "columns about persons, not kept: Courriel." in result.stderr
    assert "not used: Humeur (1)." in result.stderr
    assert "polegraph check net" in result.stderr
    assert "net now holds 2 organisations, 1 project, 2 participations." in result.stderr
    french = run("import", "anr", partners, "--to", "net", "--lang", "fr")
    assert "3 lignes lues = 2 gardées (participations) + 0 répétée + 1 rejetée." in french.stderr
    assert run("import", "anr", partners, "--to", "net", "-q").stderr == ""


def test_import_replaces_its_own_source_and_keeps_the_others(run: Run, partners: Path) -> None:
    def sources() -> set[str]:
        return set(dataset.read("net").imports["source"])

    for _time in range(2):
        assert run("import", "anr", partners, "--to", "net", "--source", "one").exit_code == 0
    assert len(dataset.read("net").participations) == 2
    run("import", "anr", partners, "--to", "net", "--source", "two")
    assert sources() == {"one", "two"}
    run("import", "anr", partners, "--to", "net", "--source", "three", "--replace")
    assert sources() == {"three"}


def test_strict_import_exits_1_and_leaves_what_was_there(run: Run, partners: Path) -> None:
    result = run("import", "anr", partners, "--to", "net", "--strict")
    assert result.exit_code == 1
    assert "1 row cannot be used" in result.stderr
    assert not (partners.parent / "net").exists()
    partners.write_text(HEADING + "".join(ROWS.splitlines(keepends=True)[:2]), encoding="utf-8")
    assert run("import", "anr", partners, "--to", "net", "--strict").exit_code == 0


@pytest.mark.usefixtures("folder")
def test_import_refuses_a_folder_that_is_something_else(run: Run, partners: Path) -> None:
    other = partners.parent / "holiday"
    other.mkdir()
    (other / "photo.txt").write_text("sun", encoding="utf-8")
    result = run("import", "anr", partners, "--to", "holiday")
    assert result.exit_code == 1
    assert [path.name for path in other.iterdir()] == ["photo.txt"]


def test_import_cordis(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    samples = [ROOT / f"tests/data/cordis/HE_{name}_head100_pandas.csv" for name in ("project", "organization")]
    result = run("import", "cordis", *samples, "--to", "he")
    assert result.exit_code == 0, result.stderr
    assert "100 rows read" in result.stderr
    assert len(dataset.read("he").organisations)


def test_templates_come_back_through_import(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for lang in ("fr", "en"):
        result = run("templates", lang, "--lang", lang)
        assert result.exit_code == 0, result.stderr
        files = result.stdout.splitlines()
        assert files
        assert all((tmp_path / file).is_file() for file in files)


def test_check_says_file_row_column_value_and_what_to_do(run: Run, partners: Path) -> None:
    run("import", "anr", partners, "--to", "net")
    for target in ("net", partners.name):
        result = run("check", target, "--format", "csv")
        assert result.exit_code == 0, result.stderr
        error = next(row for row in rows(result.stdout) if row["level"] == "error")
        assert (error["file"], error["row"], error["column"]) == (
            "partners.csv",
            "4",
            "Projet.Partenaire.Nom_organisme",
        )
        assert "correct the row" in error["remedy"]
        assert {row["column"] for row in rows(result.stdout) if row["level"] == "remark"} >= {"Courriel", "Humeur"}
    assert "Read as: anr." in run("check", partners).stderr
    assert run("check", "net", "--strict").exit_code == 1
    assert "la ligne n'a ni nom ni code d'organisation" in run("check", "net", "--lang", "fr").stdout


def test_check_of_a_file_writes_nothing_and_recognises_what_it_is(run: Run, partners: Path) -> None:
    gz = partners.with_suffix(".csv.gz")
    gz.write_bytes(gzip.compress(partners.read_bytes()))
    partners.unlink()
    assert "Read as: anr." in run("check", gz).stderr
    own = partners.parent / "organisations.csv"
    own.write_text("Nom;Taille\nAda;PME\nBo;énorme\n", encoding="utf-8")
    assert "Read as: tables." in run("check", own).stderr
    odd = partners.parent / "odd.csv"
    odd.write_text("a;b\n1;2\n", encoding="utf-8")
    result = run("check", odd)
    assert result.exit_code == 1
    assert "--as anr|cordis|tables" in result.stderr
    assert "no known layout" in run("check", odd, "--as", "anr").stderr
    assert sorted(path.name for path in partners.parent.iterdir()) == sorted([gz.name, own.name, odd.name])


def test_check_counts_rejected_rows_that_may_quote_what_is_hidden(run: Run, partners: Path) -> None:
    net = anr.read(partners)
    dataset.write(net.with_tables(organisations=net.organisations.assign(visibility=["internal", None])), "net")
    result = run("check", "net", "--format", "csv", "--audience", "public")
    assert [row for row in rows(result.stdout) if row["level"] == "error"] == []
    assert "1 entry is not listed (1 row not used, 0 cells set aside)" in result.stderr
    for shown in (
        run("check", "net", "--format", "csv"),
        run("check", "net", "--format", "csv", "--audience", "internal"),
    ):
        assert [row["row"] for row in rows(shown.stdout) if row["level"] == "error"] == ["4"]


@pytest.mark.usefixtures("folder")
def test_info_counts_and_says_how_much_is_unknown(run: Run) -> None:
    result = json.loads(run("info", "net", "--format", "json", "--audience", "internal").stdout)
    counts = {(row["topic"], row["item"]): (row["count"], row["share"]) for row in result}
    assert counts["total", "organisations"] == (10, None)
    assert counts["kind", "company"] == (8, 0.8)
    assert counts["size of companies", "sme"] == (5, 0.625)
    assert counts["phase", "I"] == (1, 0.2)
    assert counts["phase", "unknown"] == (1, 0.2)
    assert counts["year of projects", "2014"] == (1, 0.2)
    assert counts["members of the pôle", "Cosmetic Valley"] == (2, 0.2)
    assert counts["unknown", "organisations.region"] == (2, 0.2)


@pytest.mark.usefixtures("folder")
def test_links_options(run: Run) -> None:
    def ids(*arguments: str) -> set[str]:
        return {row["org_id"] for row in rows(run("links", "net", "--format", "csv", *arguments).stdout)}

    def status(*arguments: str) -> dict[str, str]:
        found = rows(run("links", "net", "--format", "csv", *arguments).stdout)
        return {row["org_id"]: row["status"] for row in found}

    assert ids() == {"S1", "S2", "S3", "S4"}
    assert ids("--status", "direct", "--status", "no_project") == {"S2", "S3", "S4"}
    assert status()["S3"] == "direct"
    assert status("--only-large")["S3"] == "introduced"
    assert all(
        row["expected_direct"] == "" for row in rows(run("links", "net", "--format", "csv", "--draws", "0").stdout)
    )
    assert "4 SMEs: 2 (50 %) share a project with a large group" in run("links", "net").stderr


@pytest.mark.usefixtures("folder")
def test_suggest(run: Run) -> None:
    one = rows(run("suggest", "net", "elan vital", "--format", "csv").stdout)
    assert {row["org_id"] for row in one} == {"S1"}
    assert one[0]["rank"] == "1"
    assert one[0]["reasons"]
    assert {row["suggested_id"] for row in one}.isdisjoint({"S1", "L1", "S2", "T1", "H1", "H2"})
    every = rows(run("suggest", "net", "--all", "--top", "1", "--format", "csv").stdout)
    assert {row["rank"] for row in every} == {"1"}
    smes = rows(run("suggest", "net", "--smes", "--want", "large", "--format", "csv").stdout)
    assert {row["org_id"] for row in smes} <= {"S1", "S2", "S3", "S4"}
    assert {row["suggested_id"] for row in smes} == {"G1", "G2"}
    breton = rows(run("suggest", "net", "S1", "--region", "bretagne", "--format", "csv").stdout)
    assert {row["suggested_id"] for row in breton} <= {"S3", "S4", "G1"}
    french = rows(run("suggest", "net", "S1", "--format", "csv", "--lang", "fr").stdout)
    assert french[0]["reasons"] != one[0]["reasons"]
    assert {key: value for key, value in french[0].items() if key != "reasons"} == {
        key: value for key, value in one[0].items() if key != "reasons"
    }


@pytest.mark.usefixtures("folder")
def test_suggest_wants_to_know_for_whom(run: Run) -> None:
    assert run("suggest", "net").exit_code == 2
    assert run("suggest", "net", "S1", "--all").exit_code == 2
    several = run("suggest", "net", "e")
    assert several.exit_code == 1
    assert "organisations fit" in several.stderr
    judged = run("suggest", "net", "S1", "--backtest", "--format", "csv")
    assert judged.exit_code == 0
    assert rows(judged.stdout)
    assert "Tested on this data: learned from the projects before 2016" in judged.stderr
    earlier = run("suggest", "net", "S1", "--backtest", "--until", "2016")
    assert earlier.exit_code == 0
    assert "cannot be tested on this data: no organisation that was known before" in earlier.stderr


@pytest.mark.usefixtures("folder")
def test_backtest_writes_json_by_contract(run: Run) -> None:
    result = run("backtest", "net", "--cut", "2016")
    assert result.exit_code == 0, result.stderr
    content = json.loads(result.stdout)
    assert {"cut", "until", "users", "candidates", "methods", "shipped"} <= set(content)
    names = {"name", "ndcg_at_10", "low", "high", "hit_at_10", "recall_at_10", "mrr", "coverage"}
    assert all(names <= set(method) for method in content["methods"])
    assert run("backtest", "net", "--cut", "2016", "-o", "b.json").exit_code == 0
    table = rows(run("backtest", "net", "--cut", "2016", "--until", "2020", "--format", "csv").stdout)
    assert [row["name"] for row in table] == [method["name"] for method in content["methods"]]
    assert run("backtest", "net").exit_code == 2
    assert run("backtest", "net", "--cut", "1990").exit_code == 1


def test_map_leaves_out_what_is_not_for_the_audience(run: Run, folder: Path) -> None:
    result = run("map", "net", "-o", "map.html", "--lang", "fr")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "réservé aux adhérents ou interne\u00a0: 2 organisations" in result.stderr
    page = (folder / "map.html").read_text(encoding="utf-8")
    assert "Cachée" not in page
    assert "\\u00e9e aux adh" not in page
    assert run("map", "net", "-o", "-", "--lang", "fr", "-q").stdout == page
    assert run("map", "net").exit_code == 2
    assert run("map", "net", "-o", "map.pdf").exit_code == 2


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_copy_to_a_workbook_can_be_read_back(run: Run, folder: Path, lang: str) -> None:
    assert run("copy", "net", "net.xlsx", "--audience", "internal", "--lang", lang).exit_code == 0
    again = spreadsheet.read(folder / "net.xlsx")
    before = network()
    assert not len(again.rejected)
    assert set(again.organisations["org_id"]) == set(before.organisations["org_id"])
    columns = ["org_id", "kind", "size", "region", "visibility"]
    ours = before.organisations.sort_values("org_id", ignore_index=True)[columns]
    assert again.organisations[columns].equals(ours)
    assert len(again.participations) == len(before.participations)
    assert len(again.memberships) == 3


def test_copy_to_a_workbook_holds_text_as_text(run: Run, folder: Path) -> None:
    run("copy", "net", "net.xlsx")
    sheet = openpyxl.load_workbook(folder / "net.xlsx")["organisations"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert any(str(cell.value).startswith("=cmd") for cell in cells)
    assert not [cell for cell in cells if "Cachée" in str(cell.value)]


@pytest.mark.parametrize("suffix", ["graphml", "gexf"])
@pytest.mark.parametrize("mode", ["two", "one"])
def test_copy_to_a_graph_file(run: Run, folder: Path, suffix: str, mode: str) -> None:
    assert run("copy", "net", f"net.{suffix}", "--mode", mode).exit_code == 0
    read = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}[suffix]
    graph = read(folder / f"net.{suffix}")
    assert set(graph) == {"S1", "S2", "S3", "S4", "L1", "G1", "G2", "T1"} | (
        {"P1", "P2", "P3", "P4", "P5"} if mode == "two" else set()
    )
    assert graph.nodes["S2"]["name"] == HOSTILE.replace("\x1b", "\ufffd")


def test_copy_to_vosviewer(run: Run, folder: Path) -> None:
    assert run("copy", "net", "net.json").exit_code == 0
    items = json.loads((folder / "net.json").read_text(encoding="utf-8"))["network"]["items"]
    assert [item["id"] for item in items] == ["G1", "G2", "L1", "S1", "S2", "S3", "S4", "T1"]
    assert run("copy", "net", "net.json", "--mode", "two").exit_code == 0
    assert len(json.loads((folder / "net.json").read_text(encoding="utf-8"))["network"]["items"]) == 13


def test_copy_to_pajek_and_ucinet(run: Run, folder: Path) -> None:
    assert run("copy", "net", "net.net").exit_code == 0
    assert run("copy", "net", "one.net", "--mode", "one").exit_code == 0
    assert len(nx.read_pajek(folder / "one.net")) == 8
    assert "*Vertices 13 8" in (folder / "net.net").read_text(encoding="utf-8")
    assert (folder / "net-kind.clu").exists()
    assert run("copy", "net", "net.dl").exit_code == 0
    assert (folder / "net.dl").read_text(encoding="utf-8").startswith("dl nr = 8 nc = 5 format = edgelist2\n")


def test_copy_to_a_panel_for_rsiena(run: Run, folder: Path) -> None:
    for by in ("phase", "year"):
        result = run("copy", "net", "p.rsiena", "--by", by)
        assert result.exit_code == 0
        assert (folder / "p.rsiena" / "load.R").exists()
        head, *waves = (folder / "p.rsiena" / "waves.csv").read_text(encoding="utf-8").splitlines()
        assert head.startswith("wave,period")
        assert len(waves) == len(list((folder / "p.rsiena").glob("wave-*.csv"))) > 1
    assert "two periods at least" in run("copy", "net", "q.rsiena", "--phase", "III").stderr
    assert run("copy", "net", "bolt://u:secret@h/x.rsiena").exit_code in {1, 2}
    dataset.write(network(), "old.rsiena")  # a dataset of that name is one still
    assert run("copy", "net", "old.rsiena").exit_code == 0
    assert dataset.is_dataset("old.rsiena")


def test_copy_to_a_folder_keeps_everything_unless_told(run: Run, folder: Path) -> None:
    assert run("copy", "net", "all").exit_code == 0
    for name in dataset.read("net").tables:
        assert (folder / "all" / f"{name}.parquet").read_bytes() == (folder / "net" / f"{name}.parquet").read_bytes()
    public = run("copy", "net", "public", "--audience", "public", "--phase", "III")
    assert "2 organisations" in public.stderr
    assert set(dataset.read("public").projects["project_id"]) == {"P2", "P3"}
    for target in ("net", "x.csv", "x.html"):
        assert run("copy", "net", target).exit_code == 1


def test_years_the_wrong_way_round_are_wrong_usage(run: Run, folder: Path) -> None:
    assert folder.exists()
    result = run("links", "net", "--since", "2020", "--until", "2010")
    assert result.exit_code == 2
    assert "--since is later than --until" in result.stderr


def test_who_checks_a_file_sees_all_that_is_wrong_in_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sheets = tmp_path / "sheets"
    sheets.mkdir()
    (sheets / "organisations.csv").write_text(
        "nom;taille;diffusion;lat\nAda;PME;interne;95\n;PME;;\n", encoding="utf-8"
    )
    result = run("check", "sheets", "--format", "csv")
    found = rows(result.stdout)
    assert [row["level"] for row in found if row["row"]] == ["error", "remark"] or [
        row["level"] for row in found if row["row"]
    ] == ["remark", "error"]
    assert "1 row is not used" in result.stderr
    assert run("check", "sheets", "--strict").exit_code == 1
    (sheets / "organisations.csv").write_text("nom;taille;lat\nAda;PME;95\n", encoding="utf-8")
    assert run("check", "sheets", "--strict").exit_code == 0
    assert run("import", "tables", "sheets", "--to", "d", "--strict").exit_code == 0


@pytest.mark.parametrize("address", ["bolt:/u:secret@h", "neo4j://u:secret@h", "bolt+s://u:secret@h:7687/db"])
def test_no_password_of_an_address_is_repeated(run: Run, folder: Path, address: str) -> None:
    assert folder.exists()
    for words in (("links", address), ("links", "net", "-o", f"{address}/x.csv"), ("copy", "net", address)):
        result = run(*words)
        assert result.exit_code in {1, 2}
        assert "secret" not in result.output


def test_an_import_says_which_source_gives_way(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for place, name in enumerate(("Ada", "Bo")):
        sheets = tmp_path / str(place)
        sheets.mkdir()
        (sheets / "organisations.csv").write_text(f"nom\n{name}\n", encoding="utf-8")
    assert "replaces" not in run("import", "tables", "0", "--to", "d").stderr
    assert "This replaces what d held of: own" in run("import", "tables", "1", "--to", "d").stderr
    assert "replaces" not in run("import", "tables", "0", "--to", "d", "--source", "other").stderr


def test_copying_says_which_projects_bear_the_number_of_an_organisation(run: Run, folder: Path) -> None:
    net = network()
    same = net.with_tables(
        projects=net.projects.replace({"project_id": {"P1": "S1"}}),
        participations=net.participations.replace({"project_id": {"P1": "S1"}}),
        labels=net.labels.replace({"project_id": {"P1": "S1"}}),
    )
    dataset.write(same, folder / "same")
    for target in ("net.gexf", "net.graphml", "net.json"):
        result = run("copy", "same", target, "--mode", "two")
        assert result.exit_code == 0
        assert "1 project has the identifier of an organisation (S1); in the file it is called 'project:S1'" in (
            result.stderr
        )
    assert "identifier of an organisation" not in run("copy", "same", "one.gexf", "--mode", "one").stderr
    assert "identifier of an organisation" not in run("copy", "net", "net.gexf").stderr


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "command",
    [
        ("links", "net"),
        ("info", "net"),
        ("metrics", "net"),
        ("evolution", "net"),
        ("synergies", "net"),
        ("suggest", "net", "--all"),
        ("map", "net", "-o", "net.html"),
        ("copy", "net", "net.graphml"),
    ],
    ids=lambda words: words[0],
)
def test_every_command_counts_the_projects_that_years_leave_out_for_want_of_one(
    run: Run, command: tuple[str, ...]
) -> None:
    said = "1 project has no known year and is left out."
    for years in (("--until", "2030"), ("--since", "2000"), ("--phase", "III")):
        result = run(*command, *years)
        assert result.exit_code == 0
        assert result.stderr.count(said) == 1
    assert said not in run(*command, "--until", "2030", "--programme", "FUI").stderr  # it is in no programme
    assert said not in run(*command).stderr


@pytest.mark.usefixtures("folder")
def test_the_back_test_counts_the_projects_that_stand_on_no_side_of_the_cut(run: Run) -> None:
    result = run("backtest", "net", "--cut", "2014")
    assert "1 project has no known year and is left out." in result.stderr
