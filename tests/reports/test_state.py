from __future__ import annotations

import pandas as pd

from polegraph.examples import tiny
from polegraph.i18n import speaking
from polegraph.reports import state
from polegraph.reports.quality import checking
from polegraph.sources.accounting import Ledger


def test_the_counts_of_a_topic_add_up_to_all_rows() -> None:
    net = tiny()
    table = state.info(net.with_tables(projects=net.projects.assign(year=[1999, 2016, None])))
    for topic, rows in (("kind", 5), ("size of companies", 4), ("phase", 3), ("year of projects", 3)):
        part = table[table["topic"] == topic]
        assert part["count"].sum() == rows
        assert abs(part["share"].sum() - 1) < 1e-12
    phases = table[table["topic"] == "phase"].set_index("item")["count"].to_dict()
    assert phases == {"III": 1, "other": 1, "unknown": 1}


def test_the_chosen_are_counted_where_a_network_is_narrowed() -> None:
    net = tiny()
    net = net.with_tables(organisations=net.organisations.assign(region=["B", None, None, "B", "B"]))
    table = state.info(net.select(region="b")).set_index(["topic", "item"])["count"]
    assert table["total", "chosen"] == 3
    assert table["total", "organisations"] == 5


def test_every_rejected_row_and_every_column_left_out_is_listed_with_what_to_do() -> None:
    ledger = Ledger("own")
    ledger.reject("p.csv", [3, 7], "Nom", ["", None], "a value is required here")
    ledger.reject("p.csv", [9], "Type", ["x"], "this word is not one of the allowed ones")
    ledger.account(
        "p.csv",
        "organisations",
        "own",
        rows=5,
        kept=2,
        repeated=0,
        rejected=3,
        cleaned=2,
        dropped_columns=["Courriel"],
        unknown_columns=["Humeur", "Note"],
        notes={"found_by_name": 4},
    )
    net = ledger.network(
        organisations=pd.DataFrame({"org_id": ["A"], "name": ["Ada"]}),
        projects=pd.DataFrame({"project_id": ["P"]}),
        participations=pd.DataFrame({"project_id": [], "org_id": []}),
    )
    table = checking.check(net)
    assert list(table.columns) == checking.COLUMNS
    errors = table[table["level"] == "error"]
    assert errors["row"].tolist() == [3, 7, 9]
    assert errors["remedy"].str.contains("fill the cell in").tolist() == [True, True, False]
    remarks = table[table["level"] == "remark"]
    assert remarks["column"].dropna().tolist() == ["acronym", "Humeur", "Note", "Courriel"]
    assert remarks["problem"].str.contains("2 cells held characters").any()
    assert remarks["remedy"].notna().all()
    with speaking("fr"):
        french = checking.check(net)
    assert french.loc[french["level"] == "error", "problem"].iloc[0] == "une valeur est obligatoire ici"
    assert not set(french["problem"]) & set(table["problem"])
    assert not set(french["remedy"]) & set(table["remedy"])
