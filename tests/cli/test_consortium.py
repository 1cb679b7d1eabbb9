"""``polegraph consortium``: the list of rules, and checks of lists and projects."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from click.testing import CliRunner, Result

import polegraph
from polegraph.cli import cli
from polegraph.consortia import names
from polegraph.network import Network

if TYPE_CHECKING:
    from pathlib import Path


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, [*arguments, "--lang", "en"])


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    organisations = [("A", "Ada", "company", "FR"), ("B", "Bolt", "company", "DE"), ("C", "Cern", "lab", "IT")]
    net = Network(
        organisations=pd.DataFrame(organisations, columns=["org_id", "name", "kind", "country"]),
        projects=pd.DataFrame({"project_id": ["P1"], "acronym": ["ALPHA"], "year": [2022]}),
        participations=pd.DataFrame(
            {"project_id": ["P1"] * 2, "org_id": ["A", "B"], "role": ["coordinator", "partner"]}
        ),
    )
    polegraph.write(net, "net")
    sheet = (
        "Consortium 2026;;;\nOrganisation;Rôle;Coût (k€);Pays\nAda;chef de file;600;\nC;;400,5;Italie\nTotal;;1000,5;\n"
    )
    (tmp_path / "members.csv").write_text(sheet, encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("place")
def test_a_list_is_checked_as_people_write_it() -> None:
    result = _run("consortium", "check", "net", "members.csv", "--rules", "eureka", "--format", "csv")
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0] == "rule,what,asked,found,result,why,mend,org_ids,evidence_projects"
    assert [line.split(",")[0] for line in lines[1:4]] == ["two_countries", "part_organisation", "part_country"]
    assert [",pass," in line for line in lines[1:4]] == [True] * 3
    assert "Eureka Network Projects, as of" in result.stderr
    assert "3 of 3 rules pass, 0 fail, 0 unknown" in result.stderr
    assert "compared with the page of eurekanetwork.org" in result.stderr


@pytest.mark.usefixtures("place")
def test_a_project_is_checked_and_told_who_could_be_added() -> None:
    result = _run("consortium", "check", "net", "alpha", "--rules", "policy-minimum", "--format", "json")
    rows = json.loads(result.stdout)
    assert [row["result"] for row in rows[:2]] == ["pass", "fail"]
    assert "1 of 2 rules pass, 1 fail, 0 unknown" in result.stderr


@pytest.mark.usefixtures("place")
def test_a_list_that_says_everything_needs_no_network() -> None:
    result = _run("consortium", "check", "members.csv", "--rules", "policy-minimum", "--format", "csv")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.count(",unknown,") == 2


def test_files_of_every_format_are_written(place: Path) -> None:
    for suffix in ("csv", "xlsx", "json", "md", "parquet"):
        result = _run("consortium", "check", "net", "P1", "--rules", "i-demo", "-o", f"made.{suffix}")
        assert result.exit_code == 0, result.stderr
        assert (place / f"made.{suffix}").stat().st_size > 0


@pytest.mark.usefixtures("place")
def test_what_cannot_be_done_is_said_in_a_paragraph() -> None:
    for arguments, said in (
        (("net", "P1", "--rules", "fuis"), "there are no rules of this name"),
        (("net", "P7", "--rules", "fui"), "no project has this identifier"),
        (("net", "P1", "--rules", "fui", "--label", "Nobody"), "Nobody"),
        (("absent.csv", "--rules", "fui"), "absent.csv"),
    ):
        result = _run("consortium", "check", *arguments)
        assert result.exit_code == 1, arguments
        assert said in result.stderr
    assert _run("consortium", "check", "net", "P1").exit_code == 2
    assert _run("consortium", "check", "net", "P1", "P2", "--rules", "fui").exit_code == 2


def test_rules_that_are_over_say_so(place: Path) -> None:
    (place / "members.csv").write_text("organisation;kind\nAda;\nC;\n", encoding="utf-8")
    result = _run("consortium", "check", "net", "members.csv", "--rules", "pspc", "--at", "2024-01-01")
    assert "These rules held until 2021-12-31" in result.stderr


def test_the_rules_are_listed_with_source_and_day() -> None:
    result = _run("consortium", "rules", "--format", "csv")
    rows = result.stdout.splitlines()
    assert rows[0] == "rules,programme,asks,document,url,checked,since,until,remark"
    assert [row.split(",")[0] for row in rows[1:]] == list(names())
    assert "from memory, not checked against the text" in result.stdout
    french = CliRunner().invoke(cli, ["consortium", "rules", "--format", "csv", "--lang", "fr"])
    assert "Fonds unique interministériel" in french.stdout
