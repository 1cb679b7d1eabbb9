"""``polegraph query`` on a real server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import openpyxl
import pytest

from polegraph.stores import questions
from polegraph.stores.graph_database import store
from tests.cli.world import network
from tests.neo4j_server import empty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from click.testing import Result

    from tests.neo4j_server import Access

    Run = Callable[..., Result]


@pytest.fixture(scope="module")
def address(neo4j_server: Access) -> Iterator[str]:
    """The small world of these tests, two of its organisations hidden, one with a hostile name."""
    empty(neo4j_server)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEO4J_USERNAME", neo4j_server.user)
        patch.setenv("NEO4J_PASSWORD", neo4j_server.password)
        store.write(network(), neo4j_server.address)
        yield neo4j_server.address
    empty(neo4j_server)


def test_without_a_name_it_lists_the_questions_in_either_language(address: str, run: Run) -> None:
    english, french = (run("query", address, "--format", "json", "--lang", lang) for lang in ("en", "fr"))
    assert english.exit_code == french.exit_code == 0
    listed = json.loads(english.stdout)
    assert [row["question"] for row in listed] == list(questions.questions())
    assert {"question": "recurrent_smes", "title": "Recurrent SMEs", "values": "projects=3 pole= at="} in listed
    assert "Adhérents sans projet" in [row["title"] for row in json.loads(french.stdout)]


def test_it_answers_in_every_format(address: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    as_json = run("query", address, "organisation-card", "organisation=élan vital", "--format", "json")
    assert as_json.exit_code == 0, as_json.output
    assert {"item": "city", "value": None, "org_id": "S1"} not in json.loads(as_json.stdout)
    assert {"item": "name", "value": "Élan vital SARL", "org_id": "S1"} in json.loads(as_json.stdout)
    as_csv = run(
        "query", address, "organisation_card", "organisation=S1", "--format", "csv", "--lang", "fr", "--top", "1"
    )
    assert as_csv.stdout_bytes.decode() == "item,value,org_id\r\nname,Élan vital SARL,S1\r\n"
    table = run("query", address, "smes_without_large_group", "--lang", "fr")
    assert table.stdout.startswith("nom")
    assert "PME sans grand groupe." in table.stderr
    assert run("query", address, "smes_without_large_group", "-o", "list.xlsx").exit_code == 0
    about = openpyxl.load_workbook("list.xlsx").worksheets[1]
    said = [[cell.value for cell in row[:2]] for row in about.iter_rows()]
    assert ["network", address] in said
    assert ["question", "SMEs without a large group"] in said


def test_the_audience_decides_what_is_told(address: str, run: Run) -> None:
    counts = {}
    for audience in ("public", "internal"):
        result = run("query", address, "dataset_state", "--audience", audience, "--format", "json")
        counts[audience] = {row["item"]: row["value"] for row in json.loads(result.stdout)}["organisations"]
    assert counts == {"public": "8", "internal": "10"}


def test_show_prints_what_can_be_pasted(address: str, run: Run) -> None:
    result = run(
        "query",
        f"{address}?dataset=x",
        "consortium",
        "project=it's",
        "--show",
        "--audience",
        "internal",
        "--lang",
        "fr",
    )
    assert result.exit_code == 0
    assert result.stdout.startswith(
        "// Le consortium d'un projet\n:param dataset => 'x';\n:param audience => ['public', 'members', 'internal'];\n"
        ":param project => 'it\\'s';\n:param at => '';\n\nWITH "
    )
    assert result.stdout.endswith(";\n")


def test_show_needs_no_server(run: Run) -> None:
    assert run("query", "bolt://127.0.0.1:9", "near", "--show").exit_code == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["partners", "organisation=nobody"], 1, "value 'organisation=nobody': no organisation has this"),
        (["partners", "organization=S1"], 1, "give once each: organisation="),
        (["partner"], 1, "there is no such question"),
        (["near", "km=far"], 1, "give a number"),
        (["--show"], 2, "--show needs the name of a question"),
        (["near", "--show", "--format", "csv"], 2, "--show prints to standard output"),
        (["near", "-o", "list.doc"], 2, ".csv"),
    ],
)
def test_mistakes_are_one_paragraph(words: list[str], code: int, said: str, address: str, run: Run) -> None:
    result = run("query", address, *words)
    assert result.exit_code == code
    assert said in result.stderr
    assert not result.stdout
    assert "Traceback" not in result.stderr


def test_a_folder_is_told_what_to_do(run: Run, folder: Path) -> None:
    for words in ([], ["near"]):
        result = run("query", folder / "net", *words)
        assert result.exit_code == 1
        assert "polegraph copy FOLDER neo4j://HOST:PORT" in result.stderr
