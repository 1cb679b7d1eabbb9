"""The check of a consortium: members, what would mend it, and what no rule asks."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from polegraph.consortia import COLUMNS, check
from polegraph.errors import PolegraphError
from polegraph.network import Network

ORGANISATIONS = pd.DataFrame(
    {
        "org_id": ["ADA", "BOLT", "CERN", "DELTA", "EIFFEL", "FAB"],
        "name": ["Ada", "Bolt", "Cernlab", "Delta", "Eiffel", "Fabrique"],
        "kind": ["company", "company", "lab", "company", "lab", "company"],
        "size": ["sme", "large", None, "sme", None, None],
        "country": ["FR", "DE", "CH", "IT", "FR", "FR"],
        "city": ["Tours", "Ulm", "Genève", "Rome", "Tours", "Tours"],
        "region": ["Centre-Val de Loire", None, None, None, "Centre-Val de Loire", "Centre-Val de Loire"],
    }
)


def _network(**more: pd.DataFrame) -> Network:
    parts = [
        ("P1", "ADA", "coordinator", 2014),
        ("P1", "BOLT", "partner", 2014),
        ("P2", "ADA", "partner", 2016),
        ("P2", "BOLT", "coordinator", 2016),
        ("P2", "CERN", "partner", 2016),
        ("P3", "ADA", "coordinator", 2019),
        ("P3", "CERN", "partner", 2019),
        ("P3", "DELTA", "partner", 2019),
        ("P4", "EIFFEL", "partner", 2013),
        ("P4", "FAB", "partner", 2013),
    ]
    table = pd.DataFrame(parts, columns=["project_id", "org_id", "role", "year"])
    projects = table[["project_id", "year"]].drop_duplicates()
    projects["acronym"] = ["ALPHA", "BETA", "GAMMA", "DELTA"]
    given = {
        "organisations": ORGANISATIONS,
        "projects": projects,
        "participations": table.drop(columns="year"),
        "poles": pd.DataFrame({"pole_id": ["S2E2"], "name": ["S2E2"], "region": ["Centre-Val de Loire"]}),
    }
    return Network(**{**given, **more}).on(date(2020, 6, 1))


def _rows(table: pd.DataFrame) -> dict[str, dict[str, str]]:
    return {row["rule"]: {str(name): value for name, value in row.items()} for row in table.to_dict("records")}


def test_the_columns_are_those_promised_and_observations_have_no_result() -> None:
    table = check(_network(), ["Ada", "Bolt", "Eiffel"], "policy-minimum")
    assert tuple(table.columns) == COLUMNS
    assert COLUMNS[:7] == ("rule", "what", "asked", "found", "result", "why", "mend")
    assert table["result"].dropna().tolist() == ["pass", "pass"]
    assert table["result"].isna().sum() == len(table) - 2


def test_a_project_is_seen_on_the_day_on_which_it_started() -> None:
    # Switzerland was wholly associated to Horizon 2020 from 2017
    before = check(_network(), "P2", "h2020-ria", observe=False).iloc[0]
    after = check(_network(), "gamma", "horizon-ria", observe=False).iloc[0]
    assert (before["found"], before["result"]) == ("2", "fail")
    assert (after["found"], after["result"]) == ("3", "pass")
    assert check(_network(), "P2", "h2020-ria", day=2018, observe=False).iloc[0]["result"] == "pass"


def test_what_would_mend_a_count_is_exact_and_names_who_is_known_to_the_members() -> None:
    net = _network()
    row = check(net, ["ADA", "BOLT"], "h2020-ria", day=2018, observe=False).iloc[0]
    assert row["mend"].startswith("add 1 that counts here, such as Cernlab, Delta")
    assert row["org_ids"] == "CERN;DELTA"  # the one has worked with both, the other with one
    for org_id in row["org_ids"].split(";"):
        assert check(net, ["ADA", "BOLT", org_id], "h2020-ria", day=2018, observe=False).iloc[0]["result"] == "pass"
    # who is French already there, dissolved, or not to be suggested is not proposed
    gone = ORGANISATIONS.assign(dissolved=["", "", "", "2019-01-01", "", ""], opt_out=[*"nnynnn"])
    gone["dissolved"], gone["opt_out"] = pd.to_datetime(gone["dissolved"]), gone["opt_out"] == "y"
    row = check(_network(organisations=gone), ["ADA", "BOLT"], "h2020-ria", day=2018, observe=False).iloc[0]
    assert pd.isna(row["org_ids"])


def test_what_would_mend_too_many_and_amounts() -> None:
    table = pd.DataFrame({"org_id": ["ADA", "BOLT", "CERN"], "cost": [2_000_000, 1_600_000, 100_000]})
    rows = _rows(check(_network(), table.assign(role=["coordinator", None, None]), "i-demo", observe=False))
    assert rows["cost"]["mend"] == "add 300,000 € of cost"
    rows = _rows(check(_network(), table.assign(cost=[9_000_000, 500_000, 500_000]), "i-demo", observe=False))
    assert rows["part_organisation"]["found"] == "90%"
    assert rows["part_organisation"]["mend"] == "move 2,000,000 € of the cost from Ada to others; or drop one of: Ada"
    moved = table.assign(cost=[7_000_000, 1_500_000, 1_500_000])
    rows = _rows(check(_network(), moved, "i-demo", observe=False))
    assert rows["part_organisation"]["result"] == "pass"


def test_a_share_says_how_much_must_move_or_be_added() -> None:
    table = pd.DataFrame({"org_id": ["DELTA", "BOLT"], "role": ["coordinator", "partner"], "cost": [300, 700]})
    rows = _rows(check(_network(), table, "eurostars", observe=False))
    assert rows["sme_half"]["found"] == "30%"
    assert rows["sme_half"]["mend"].startswith("move 200 € of the cost to those that count; or add 400 € to them")
    for change in ([500, 500], [700, 700]):
        assert _rows(check(_network(), table.assign(cost=change), "eurostars"))["sme_half"]["result"] == "pass"


def test_the_coordinator_is_chosen_among_those_that_may() -> None:
    table = pd.DataFrame({"org_id": ["ADA", "BOLT", "CERN"], "role": ["partner", "partner", "coordinator"]})
    row = _rows(check(_network(), table, "pspc", observe=False))["company_leads"]
    assert (row["result"], row["mend"]) == ("fail", "let one of these coordinate: Ada, Bolt")


def test_what_is_missing_is_named() -> None:
    row = _rows(check(_network(), ["FAB", "CERN"], "i-demo", observe=False))
    assert row["sme_or_mid_cap"]["result"] == "unknown"
    assert row["sme_or_mid_cap"]["why"] == "not known: size of Fabrique"
    assert row["sme_or_mid_cap"]["mend"].startswith(
        "find out what is not known: size of Fabrique; or add 1 that counts"
    )
    assert "cost of Cernlab, Fabrique" in row["part_organisation"]["why"]


def test_what_no_rule_asks() -> None:
    net = _network(outcomes=pd.DataFrame({"outcome_id": ["x"], "project_id": ["P4"], "kind": ["product"]}))
    rows = _rows(check(net, ["ADA", "BOLT", "CERN", "DELTA"], "policy-minimum"))
    assert rows["never_worked_together"]["found"] == "1 of 6"
    assert rows["never_worked_together"]["why"] == "Bolt – Delta"
    assert "none_coordinated" not in rows
    assert rows["none_with_outcome"]["why"] == "their earlier projects: 3"
    depends = check(net, ["ADA", "BOLT", "CERN", "DELTA"], "policy-minimum").query("rule == 'depends'")
    # each with its own projects: Ada 3, Bolt 2, Cernlab 2, Delta 1
    assert depends["org_ids"].tolist() == ["ADA;BOLT", "BOLT;ADA", "CERN;ADA"]
    assert depends["found"].tolist() == ["2 of 3", "2 of 2", "2 of 2"]
    assert depends["evidence_projects"].tolist() == ["P1;P2", "P1;P2", "P2;P3"]
    rows = _rows(check(net, ["EIFFEL", "FAB"], "policy-minimum"))
    assert rows["one_town"]["found"] == "Tours"
    assert rows["none_coordinated"]["why"] == "their earlier projects: 1"
    assert "none_with_outcome" not in rows


def test_of_a_project_only_earlier_years_were_before() -> None:
    rows = _rows(check(_network(), "P3", "policy-minimum"))
    assert rows["never_worked_together"]["found"] == "2 of 3"  # Ada and Cernlab had met in 2016
    assert _rows(check(_network(), "P1", "policy-minimum"))["never_worked_together"]["found"] == "1 of 1"


def test_neither_the_order_of_rows_nor_of_members_matters() -> None:
    net = _network()
    mixed = Network(**{name: table.sample(frac=1, random_state=3) for name, table in net.tables.items()}).on(net.day)
    one = check(net, ["ADA", "BOLT", "CERN", "DELTA"], "horizon-ria")
    other = check(mixed, ["DELTA", "CERN", "BOLT", "ADA"], "horizon-ria")
    pd.testing.assert_frame_equal(one, other)


def test_labels_and_the_region_of_the_call() -> None:
    net = _network(labels=pd.DataFrame({"pole_id": ["S2E2"], "project_id": ["P4"]}))
    labelled = _rows(check(net, "P4", "fui", observe=False))
    assert labelled["label"]["result"] == "pass"
    unlabelled = _rows(check(net, "P3", "fui", observe=False))
    assert unlabelled["label"]["result"] == "unknown"
    assert "region of the call" in unlabelled["at_home"]["why"]
    table = pd.DataFrame({"org_id": ["ADA", "BOLT"], "funding": [50, 50]})
    for given in ({"labels": ["s2e2"]}, {"home": "centre-val de loire"}):
        assert _rows(check(net, table, "region-rd", observe=False, **given))["company_at_home"]["result"] == "pass"


def test_a_member_that_the_network_has_not_is_described_in_the_list() -> None:
    table = pd.DataFrame({"organisation": ["Ada", "Nouvelle"], "kind": [None, "lab"], "country": [None, "IT"]})
    made = _rows(check(_network(), table, "policy-minimum"))
    assert made["research_or_training"]["result"] == "pass"
    assert made["not_in_network"]["why"] == "Nouvelle"


@pytest.mark.parametrize(
    ("members", "said"),
    [
        (["Nobody"], "no organisation has this identifier.*kind and country"),
        (["Ada", "ADA"], "stands twice"),
        ([], "there is no member"),
        ("nothing", "no project has this identifier"),
        (pd.DataFrame({"who": ["Ada"]}), "no column names the organisations"),
        (pd.DataFrame({"name": ["Ada"], "role": ["chief"]}), "use one of: coordinator"),
        (pd.DataFrame({"name": ["Ada"], "cost": [-1]}), "no amount of euros"),
        (pd.DataFrame({"name": [None]}), "has no name"),
    ],
)
def test_members_that_cannot_be_used_are_refused(members: object, said: str) -> None:
    with pytest.raises(PolegraphError, match=said):
        check(_network(), members, "policy-minimum")  # type: ignore[arg-type]
