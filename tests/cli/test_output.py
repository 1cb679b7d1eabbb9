from __future__ import annotations

import csv
import io
import json
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest

from polegraph.i18n import language

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Run = Callable[..., Result]

LINKS = [
    *("org_id", "name", "kind", "size", "region", "projects", "status", "distance", "direct_partners", "direct_ids"),
    *("shared_projects", "strength", "last_year", "introducer_id", "introducer_name", "introducer_projects"),
    *("reach_two", "expected_direct", "dependence"),
    *("introduced_to_id", "introduced_to_name", "introduced_to_projects", "other_large_groups"),
]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_csv_and_json_keep_english_names_and_words_whatever_the_language(run: Run, lang: str) -> None:
    as_csv = run("links", "net", "--format", "csv", "--lang", lang)
    assert as_csv.exit_code == 0
    assert list(rows(as_csv.stdout)[0]) == LINKS
    assert {row["kind"] for row in rows(as_csv.stdout)} == {"company"}
    as_json = json.loads(run("links", "net", "--format", "json", "--lang", lang).stdout)
    assert list(as_json[0]) == LINKS
    assert {row["status"] for row in as_json} == {"introduced", "direct", "no_project"}


@pytest.mark.usefixtures("folder")
def test_parquet_keeps_english_names_and_types(run: Run) -> None:
    assert run("links", "net", "-o", "l.parquet", "--lang", "fr").exit_code == 0
    frame = pd.read_parquet("l.parquet")
    assert list(frame.columns) == LINKS
    assert frame["projects"].dtype.kind == "i"


@pytest.mark.usefixtures("folder")
def test_table_markdown_and_workbook_speak_the_language(run: Run) -> None:
    for arguments, french, english in (
        ((), "grands groupes rencontrés", "large groups met"),
        (("--format", "md"), "grands groupes rencontrés", "large groups met"),
    ):
        assert french in run("links", "net", "--lang", "fr", *arguments).stdout
        assert "microentreprise" in run("links", "net", "--lang", "fr", *arguments).stdout
        assert english in run("links", "net", *arguments).stdout
    run("links", "net", "-o", "fr.xlsx", "--lang", "fr")
    book = openpyxl.load_workbook("fr.xlsx")
    assert (len(book.sheetnames), book.sheetnames[::2]) == (3, ["liens", "lisez-moi"])
    headings = [cell.value for cell in book["liens"][1]]
    assert "grands groupes rencontrés" in headings
    assert book["liens"].cell(2, headings.index("lien avec un grand groupe") + 1).value == "à présenter"


@pytest.mark.usefixtures("folder")
def test_csv_is_rfc_4180_utf8_without_mark_and_neutral(run: Run) -> None:
    content = run("links", "net", "--format", "csv").stdout_bytes
    assert not content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == len(rows(content.decode())) + 1
    names = [row["name"] for row in rows(content.decode())]
    assert "日本の会社" in names
    assert [name[:6] for name in names if "cmd" in name] == ["'=cmd|"]
    lonely = next(row for row in rows(content.decode()) if row["status"] == "no_project")
    assert lonely["distance"] == lonely["introducer_id"] == ""


@pytest.mark.usefixtures("folder")
def test_missing_is_null_in_json(run: Run) -> None:
    lonely = next(row for row in json.loads(run("links", "net", "--format", "json").stdout) if row["org_id"] == "S4")
    assert lonely["distance"] is None
    assert lonely["projects"] == 0


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("arguments", [("links", "net"), ("links", "net", "--format", "md"), ("check", "net")])
def test_no_name_can_steer_the_terminal(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    both = result.stdout + result.stderr
    assert not [one for one in both if unicodedata.category(one) in {"Cc", "Cf", "Cs"} and one != "\n"]


@pytest.mark.usefixtures("folder")
def test_table_is_never_cut_where_there_is_no_terminal(run: Run) -> None:
    text = run("links", "net").stdout
    assert "projects with the introducer" in text
    assert "…" not in text
    assert len(text.splitlines()) == 1 + 4


@pytest.mark.usefixtures("folder")
def test_dash_is_standard_output_and_nothing_else_is_there(run: Run) -> None:
    result = run("links", "net", "-o", "-", "--format", "csv")
    assert rows(result.stdout)
    assert "share a project with a large group" in result.stderr
    assert run("links", "net", "-q", "--format", "csv").stderr == ""
    assert "Looking for" in run("links", "net", "-v").stderr


@pytest.mark.usefixtures("folder")
def test_top_takes_the_first_rows(run: Run) -> None:
    every = rows(run("links", "net", "--format", "csv").stdout)
    assert rows(run("links", "net", "--format", "csv", "--top", "2").stdout) == every[:2]
    assert run("links", "net", "--top", "0").exit_code == 2


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("audience", "seen"), [("public", set()), ("members", {"H2"}), ("internal", {"H1", "H2"})])
def test_audience_is_public_by_default_and_what_is_left_out_is_counted(run: Run, audience: str, seen: set[str]) -> None:
    arguments = ("links", "net", "--format", "csv")
    result = run(*arguments, "--audience", audience)
    assert {row["org_id"] for row in rows(result.stdout)} & {"H1", "H2"} == seen
    if audience == "public":
        assert run(*arguments).stdout == result.stdout
    left = {"public": "for members only or internal: 2 organisations;", "members": "internal: 1 organisation;"}
    assert ("Left out" in result.stderr) == (audience != "internal")
    assert left.get(audience, "") in result.stderr
    assert ("--audience" in result.stderr) == (audience != "internal")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "projects"),
    [
        (("--since", "2014"), 3),
        (("--until", "2014"), 2),
        (("--phase", "iii"), 2),
        (("--programme", "fui"), 2),
        (("--theme", "emballage"), 1),
        (("--pole", "cosmetic valley"), 5),
        (("--region", "bretagne", "--since", "2015"), 1),
    ],
)
def test_narrowing_comes_first(run: Run, arguments: tuple[str, ...], projects: int) -> None:
    result = run("info", "net", "--format", "json", *arguments)
    assert result.exit_code == 0, result.stderr
    counts = {(row["topic"], row["item"]): row["count"] for row in json.loads(result.stdout)}
    assert counts["total", "projects"] == projects


@pytest.mark.usefixtures("folder")
def test_wrong_usage_is_two_and_says_so_before_anything_is_read(run: Run) -> None:
    for arguments in (
        ("-o", "x.doc"),
        ("-o", "x"),
        ("-o", "x.csv", "--format", "json"),
        ("--lang", "de"),
        ("--since", "x"),
    ):
        result = run("links", "no-such-network", *arguments)
        assert result.exit_code == 2, arguments
        assert result.stdout == ""
        assert "Usage: polegraph links" in result.stderr


def test_a_result_never_goes_where_it_cannot_or_may_not_be(run: Run, folder: Path) -> None:
    before = sorted(path.name for path in (folder / "net").iterdir())
    for place, words in (("no/l.csv", "does not exist"), ("net/links.csv", "dataset folder")):
        result = run("links", "net", "-o", place)
        assert (result.exit_code, result.stdout) == (1, "")
        assert words in result.stderr
    assert sorted(path.name for path in (folder / "net").iterdir()) == before


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json", "md", "parquet"])
def test_files_are_the_same_bytes_each_time(run: Run, suffix: str, folder: Path) -> None:
    for name in ("one", "two"):
        assert run("links", "net", "-o", f"{name}.{suffix}").exit_code == 0
    assert (folder / f"one.{suffix}").read_bytes() == (folder / f"two.{suffix}").read_bytes()
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


@pytest.mark.usefixtures("folder")
def test_the_language_is_given_back(run: Run) -> None:
    run("links", "net", "--lang", "fr")
    assert language() == "en"


@pytest.mark.usefixtures("folder")
def test_an_address_of_a_database_is_refused_without_its_password(run: Run) -> None:
    for address in ("neo4j://me:s3cret@host:7687/db", "bolt+s://me:s3cret@host", "http://me:s3cret@host/?key=s3cret"):
        for arguments in (("links", address), ("copy", "net", address), ("check", address), ("links", address, "-v")):
            result = run(*arguments)
            assert result.exit_code == 1, arguments
            assert "host" in result.stderr
            assert "s3cret" not in result.output


@pytest.mark.usefixtures("folder")
def test_csv_for_a_french_excel_is_what_people_read(run: Run) -> None:
    content = run("links", "net", "--excel", "--lang", "fr").stdout_bytes
    assert content.startswith(b"\xef\xbb\xbfnom;lien avec un grand groupe;")
    lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert {row["lesquels"] for row in lines} == {"", "Grand groupe", "Autre que PME"}
    assert "0,5" in {row["force"] for row in lines}
    assert next(row["nom"] for row in lines if "cmd" in row["nom"]).startswith("'=cmd")
    assert run("links", "net", "--excel", "-o", "l.csv", "--lang", "fr").exit_code == 0
    assert Path("l.csv").read_bytes() == content
    for wrong in (("-o", "l.xlsx"), ("--format", "json")):
        assert run("links", "net", "--excel", *wrong).exit_code == 2


@pytest.mark.usefixtures("folder")
def test_a_workbook_of_ones_own_data_holds_all_lists_and_nothing_hidden(run: Run) -> None:
    done = run("workbook", "net", "-o", "w.xlsx", "--pole", "Cosmetic Valley")
    assert done.exit_code == 0, done.stderr
    book = openpyxl.load_workbook("w.xlsx")
    assert book.sheetnames == ["read me", "links", "introductions", "suggestions", "synergies", "info"]
    (first, *others) = list(book["introductions"].iter_rows(values_only=True))[1:]
    assert others == []
    assert [one for one in first[:10] if one] == [
        *("Élan vital SARL", "Laboratoire des matériaux", "a (2007)", "Grand groupe", "b c (2014)", "Autre que PME")
    ]
    assert first[10:] == ("S1", "L1", "G1")
    assert run("workbook", "net").exit_code == run("workbook", "net", "-o", "w.csv").exit_code == 2
