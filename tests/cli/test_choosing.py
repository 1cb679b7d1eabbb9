from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Run = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("folder")
BOTH = "introducer_projects", "near_projects"


@pytest.mark.parametrize("asked", ["last_year,name", " Name , LAST YEAR", "dernière année,nom", "name,,last_year,"])
def test_columns_are_chosen_by_name_or_heading_in_any_language(run: Run, asked: str) -> None:
    result = run("links", "net", "--format", "csv", "--columns", asked)
    assert set(csv.DictReader(result.stdout.splitlines()).fieldnames or ()) == {"last_year", "name"}


def test_the_order_is_that_in_which_they_were_asked_for(run: Run) -> None:
    assert run("links", "net", "--columns", "last_year,name", "--format", "csv").stdout.startswith("last_year,name\n")
    assert run("links", "net", "--columns", "org_id,name", "--format", "md").stdout.startswith("| identifier | name |")
    assert run("links", "net", "--columns", "org_id,name").stdout.startswith("identifier  name")
    rows = json.loads(run("links", "net", "--columns", "name,org_id", "--format", "json").stdout)
    assert list(rows[0]) == ["name", "org_id"]
    run("links", "net", "--columns", "name,org_id", "-o", "l.parquet")
    assert pd.read_parquet("l.parquet").columns.tolist() == ["name", "org_id"]


def test_a_heading_may_have_commas(run: Run) -> None:
    asked = "p (petit : pas un hasard),projets qui les lient (acronyme, année),name"
    refused = run("links", "net", "--columns", asked)
    assert refused.exit_code == 1
    result = run("links", "net", "--columns", asked.partition(",")[2])
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines()[0].endswith("  name")


@pytest.mark.parametrize("asked", BOTH)
def test_what_people_and_programs_call_otherwise_is_found_by_both_names(run: Run, asked: str) -> None:
    assert run("links", "net", "--columns", asked, "--format", "csv").stdout.startswith("introducer_projects\n")
    assert run("links", "net", "--columns", asked).stdout.startswith("projects with the introducer\n")


def test_an_unknown_column_is_refused_with_those_written_alike(run: Run) -> None:
    result = run("links", "net", "--columns", "name,projcts")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "value 'projcts': there is no such column. What to do: did you mean: projects" in result.stderr
    result = run("links", "net", "--columns", "zzzzz")
    assert "use one of: org_id, name, kind" in result.stderr


def test_without_it_what_programs_read_is_whole(run: Run) -> None:
    every = run("links", "net", "--format", "csv").stdout
    assert every.startswith("org_id,name,kind,size,region,projects,status,distance,direct_partners,direct_ids,")


def test_a_result_that_is_no_table_has_no_columns(run: Run) -> None:
    result = run("backtest", "net", "--cut", "2018", "--columns", "name")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--columns is for tables" in result.stderr
