from __future__ import annotations

import warnings

import pandas as pd
import pytest

from polegraph.errors import PolegraphError, listing
from polegraph.examples import tiny
from polegraph.network import Network
from polegraph.network.misnamed import meant_by
from polegraph.tables import PROBLEM_COLUMNS, TABLES


def _with(**projects: str | int | None) -> Network:
    return tiny().with_tables(projects=tiny().projects.drop(columns=["start", "total_cost"]).assign(**projects))


def test_headings_of_publishers_are_named_with_what_they_were_meant_for() -> None:
    with pytest.warns(UserWarning, match=r"'startDate', did you mean 'start'.*'totalCost', did you mean 'total_cost'"):
        net = _with(startDate="2014-05-01", totalCost=3)
    assert net.projects["startDate"].notna().all()  # it is kept all the same


def test_a_column_that_has_values_is_not_missed_and_others_are_ones_own() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        _with(startDate="2014-05-01", start="2014-05-01")
        _with(colour="red", employees=3, degree=1, turnover=2)
    with pytest.warns(UserWarning, match="did you mean 'start'"):
        _with(startDate="2014-05-01", start=None)


@pytest.mark.parametrize(
    ("table", "column", "meant"),
    [
        ("projects", "endDate", "end"),
        ("projects", "ecMaxContribution", "funding"),
        ("projects", "programm", "programme"),
        ("projects", "Budget total (€)", "total_cost"),
        ("organisations", "SME", "sme"),
        ("organisations", "code postal", "postcode"),
        ("participations", "Role", "role"),
        ("organisations", "turnover", None),  # known to the readers, without a place
        ("organisations", "mathematics", None),
    ],
)
def test_what_was_meant(table: str, column: str, meant: str | None) -> None:
    assert meant_by(table, column) == meant


def test_names_of_the_model_are_meant_by_themselves() -> None:
    for name, table in TABLES.items():
        assert all(meant_by(name, column) == column for column in table.names)


def test_every_problem_stands_in_the_error() -> None:
    net = tiny()
    with pytest.raises(PolegraphError) as caught:
        Network(
            net.organisations.assign(kind=["firm", "lab", "lab", "x", "lab"]),
            net.projects.assign(year=["soon", 2016, 2020]),
            net.participations.assign(org_id=["SME1", "NOBODY", *net.participations["org_id"][2:]]),
        )
    problems = caught.value.problems
    assert problems is not None
    assert problems.columns.tolist() == PROBLEM_COLUMNS
    assert problems[["table", "row", "column", "value"]].astype(str).to_numpy().tolist() == [
        ["organisations", "0", "kind", "firm"],
        ["organisations", "3", "kind", "x"],
        ["projects", "0", "year", "soon"],
        ["participations", "1", "org_id", "NOBODY"],
    ]
    lines = str(caught.value).splitlines()
    assert "'firm'" in lines[0]
    assert "(3 more problems)" in lines[0]
    assert [line.split()[:2] for line in lines[2:]] == problems[["table", "row"]].astype(str).to_numpy().tolist()


def test_one_problem_is_one_paragraph() -> None:
    with pytest.raises(PolegraphError) as caught:
        tiny().with_tables(projects=tiny().projects.assign(year=["soon", 2016, 2020]))
    assert "\n" not in str(caught.value)
    assert len(caught.value.problems) == 1  # type: ignore[arg-type]  # it is there


def test_every_column_that_is_missing_is_named_at_once() -> None:
    net = tiny()
    with pytest.raises(PolegraphError, match="organisations has no column name") as caught:
        Network(net.organisations.drop(columns="name"), net.projects.drop(columns="project_id"), net.participations)
    assert caught.value.problems is not None
    assert caught.value.problems["column"].tolist() == ["name", "project_id"]


def test_a_long_list_is_counted_and_a_hostile_value_printable() -> None:
    row = {"table": "projects", "row": 0, "column": "year", "value": "\x1b[2J" + "x" * 99, "reason": "no"}
    text = listing(pd.DataFrame([row] * 25, columns=PROBLEM_COLUMNS))
    assert "\x1b" not in text
    assert text.splitlines()[-1].strip() == "… and 15 more"
    assert max(map(len, text.splitlines())) < 80
