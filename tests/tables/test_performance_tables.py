"""Outcomes, needs, offers, targets and actions: checked, narrowed, hidden and merged like all else."""

from __future__ import annotations

import pandas as pd
import pytest

import polegraph as pg
from polegraph.combine.merging import combine, split
from polegraph.errors import PolegraphError
from polegraph.tables import NEED_STATES, TABLES, still_open


def network(**changed: pd.DataFrame) -> pg.Network:
    given = {
        "organisations": pd.DataFrame({"org_id": ["A", "B", "C"], "name": ["a", "b", "c"]}),
        "projects": pd.DataFrame({"project_id": ["P", "Q"]}),
        "participations": pd.DataFrame({"project_id": ["P", "P", "Q"], "org_id": ["A", "B", "C"]}),
        "poles": pd.DataFrame({"pole_id": ["D"], "name": ["d"]}),
        "outcomes": pd.DataFrame(
            {
                "outcome_id": ["1", "2"],
                "project_id": ["P", "P"],
                "org_id": ["C", None],
                "kind": ["jobs", "patent"],
                "amount": [2.5, None],
                "unit": ["fte", None],
                "visibility": [None, "internal"],
            }
        ),
        "needs": pd.DataFrame(
            {
                "org_id": ["A", "A", "B"],
                "domain": ["skills", "skills", "support"],
                "detail": ["welder", "chemist", None],
                "status": ["met", None, "dropped"],
                "met_by": ["C", None, None],
                "visibility": ["members", None, None],
            }
        ),
        "actions": pd.DataFrame({"action_id": ["W", "W"], "org_id": ["A", "C"], "kind": "workshop"}),
        "targets": pd.DataFrame({"pole_id": ["D"], "indicator": ["members"], "year": [2021], "target": [3.0]}),
    }
    return pg.Network(**{**given, **changed})


def test_a_need_stands_once_for_each_detail_and_day() -> None:
    needs = network().needs
    with pytest.raises(PolegraphError, match="this key stands twice"):
        network(needs=pd.concat([needs, needs.iloc[:1]]))


@pytest.mark.parametrize(("kind", "unit"), [("jobs", "eur"), ("turnover", "fte"), ("patent", "eur")])
def test_a_unit_belongs_to_its_kind(kind: str, unit: str) -> None:
    wrong = network().outcomes.assign(kind=kind, unit=unit)
    with pytest.raises(PolegraphError, match="unit"):
        network(outcomes=wrong)


def test_a_need_is_not_met_before_it_was_said() -> None:
    wrong = network().needs.assign(date=pd.Timestamp(2021, 1, 1), met_on=pd.Timestamp(2020, 1, 1))
    with pytest.raises(PolegraphError, match="the end lies before the start"):
        network(needs=wrong)


def test_only_what_is_open_is_asked_for() -> None:
    rows = pd.DataFrame({"status": [*NEED_STATES, None]})
    assert still_open(rows).index.tolist() == [0, 1, 4]


def test_a_part_keeps_an_outcome_with_a_holder_that_is_not_there() -> None:
    part = network().select(ids=["A"])
    assert set(part.organisations["org_id"]) == {"A", "B"}
    assert part.outcomes["outcome_id"].tolist() == ["1", "2"]
    assert part.outcomes["org_id"].dropna().tolist() == ["C"]
    assert part.needs["met_by"].dropna().tolist() == ["C"]
    pg.Network(**{name: table for name, table in part.tables.items() if len(table)})  # it can be checked again


@pytest.mark.parametrize(("audience", "outcomes", "needs"), [("public", ["1"], 2), ("members", ["1"], 3)])
def test_rows_have_a_visibility_of_their_own(audience: str, outcomes: list[str], needs: int) -> None:
    shown = network().visible(audience)  # type: ignore[arg-type]
    assert shown.outcomes["outcome_id"].tolist() == outcomes
    assert len(shown.needs) == needs


def test_who_is_hidden_holds_and_meets_nothing() -> None:
    organisations = network().organisations.assign(visibility=[None, None, "internal"])
    shown = network(organisations=organisations).visible("public")
    assert shown.outcomes["org_id"].isna().all()
    assert not shown.needs["met_by"].notna().any()
    assert shown.actions["org_id"].tolist() == ["A"]


def test_a_merge_moves_every_column_that_names_an_organisation_and_back() -> None:
    tables = network().tables
    who = {"merges": pd.DataFrame({"org_id": ["C"], "into_id": ["B"]})}
    both = combine({"one": tables}, who)
    assert both["outcomes"]["org_id"].dropna().tolist() == ["B"]
    assert both["needs"]["met_by"].dropna().tolist() == ["B"]
    back = split(both)["one"]
    for name in ("outcomes", "needs", "actions"):
        columns = [column for column in TABLES[name].names if column != "source"]
        key = list(TABLES[name].key)
        then = back[name][columns].sort_values(key, ignore_index=True)
        pd.testing.assert_frame_equal(then, tables[name][columns].sort_values(key, ignore_index=True))
