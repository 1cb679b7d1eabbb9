"""What an import says: what of cells, rows, columns and files was not understood, and what decides the answers."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from polegraph import Network
from polegraph.examples import tiny
from polegraph.reports import state
from polegraph.reports.quality import account, checking
from polegraph.sources.accounting import Ledger
from polegraph.sources.values import KEPT_WITHOUT, NOBODYS, TAKEN_AS_INTERNAL


def _read() -> Network:
    ledger = Ledger("own")
    ledger.reject(
        "p.csv", [2, 3, 4], "Type", ["Licorne", "Licorne", "Dragon"], "this word is not known here" + KEPT_WITHOUT
    )
    ledger.reject("p.csv", [5], "Diffusion", ["secret"], "this cannot be read" + TAKEN_AS_INTERNAL)
    ledger.reject("p.csv", [6], None, [""], "this row has fewer cells than the heading")
    ledger.account(
        "p.csv", "organisations", "own", rows=5, kept=4, repeated=0, rejected=1, unknown_columns=[("Humeur", 7)]
    )
    ledger.unread("LISEZMOI.txt", "no table has the name of this sheet")
    return ledger.network(
        organisations=pd.DataFrame({"org_id": ["A"], "name": ["Ada"], "kind": ["company"], "size": ["sme"]}),
        projects=pd.DataFrame({"project_id": ["P"], "year": [2020]}),
        participations=pd.DataFrame({"project_id": ["P"], "org_id": ["A"]}),
    )


def test_each_kind_of_what_was_not_understood_is_counted_with_an_example() -> None:
    table = account.not_understood(_read())
    found = table[["what", "column", "file", "count", "example"]].astype("object").where(table.notna(), None)
    assert sorted(found.to_numpy().tolist(), key=str) == [
        ["cells", "Diffusion", "p.csv", 1, "secret"],
        ["cells", "Type", "p.csv", 3, "Licorne"],
        ["column", "Humeur", "p.csv", 7, None],
        ["file", None, "LISEZMOI.txt", None, None],
        ["rows", None, "p.csv", 1, None],
    ]
    assert "this cannot be read; the row is taken as internal" in set(table["follows"])


def test_an_import_says_all_of_it_and_a_dataset_keeps_it() -> None:
    net = _read()
    text = "\n".join(account.lines(net))
    for said in (
        "3 cells not understood",
        "'Licorne' × 2, 'Dragon' × 1",
        "1 row set aside",
        "not used: Humeur (7)",
        "LISEZMOI.txt: not read",
    ):
        assert said in text
    counted = state.info(net)[["topic", "item", "count"]].to_numpy().tolist()
    assert ["cells not understood", "p.csv, Type", 3] in counted
    assert ["columns not used", "p.csv, Humeur", 7] in counted
    assert ["files not read", "LISEZMOI.txt", 1] in counted


def test_what_protects_is_listed_before_other_cells_and_says_what_to_do() -> None:
    table = checking.check(_read())
    table = table[table["row"].notna()]
    assert table["level"].tolist() == ["error", "remark", "remark", "remark", "remark"]
    assert table["column"].fillna("").tolist() == ["", "Diffusion", "Type", "Type", "Type"]
    assert "shown to the audience 'internal' alone" in table["remedy"].iloc[1]


_NOBODY = pd.DataFrame({"project_id": [], "org_id": []})


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        (
            {"organisations": tiny().organisations.iloc[:0], "participations": _NOBODY},
            "No organisation takes part in any of the 3",
        ),
        ({"participations": _NOBODY}, "No organisation takes part in any of the 3"),
        ({"projects": tiny().projects.iloc[:0], "participations": _NOBODY}, "There is no project"),
        (
            {"organisations": tiny().organisations.assign(kind="other")},
            "It is not known of any of the 5 organisations what it is",
        ),
        ({"organisations": tiny().organisations.assign(size=None)}, "No size of any organisation is known"),
        ({"organisations": tiny().organisations.assign(size="large")}, "No organisation is known to be an SME"),
        ({"organisations": tiny().organisations.assign(size="sme")}, "No organisation is known to be a large group"),
        ({"projects": tiny().projects.assign(year=None, start=None)}, "No project has a year"),
        (
            {"participations": tiny().participations.drop_duplicates("project_id")},
            "Every project has one participant alone",
        ),
    ],
)
def test_what_decides_the_answers_is_said(tables: dict[str, Any], said: str) -> None:
    whole = tiny()
    kept = {name: whole.tables[name] for name in ("organisations", "projects", "participations")}
    net = Network(**{**kept, **tables})
    assert not account.decisive(whole)
    assert said in "\n".join(problem for problem, _remedy in account.decisive(net))
    assert said in account.lines(net)[-1] or len(account.decisive(net)) > 1
    assert said in "\n".join(checking.check(net)["problem"])


def test_an_empty_network_says_so_once() -> None:
    whole = tiny()
    net = Network(organisations=whole.organisations.iloc[:0], projects=whole.projects.iloc[:0], participations=_NOBODY)
    assert [problem for problem, _remedy in account.decisive(net)] == ["No organisation and no project was found"]


def test_a_heading_that_is_nearly_known_is_proposed_for_own_sheets_alone() -> None:
    for layout, proposed in (("polegraph", True), ("CORDIS organization", False)):
        ledger = Ledger("own")
        counts = {"rows": 0, "kept": 0, "repeated": 0, "rejected": 0}
        ledger.account("o.csv", "organisations", layout, **counts, unknown_columns=["Raisson sociale", "Humeur"])
        said = account.lines(
            ledger.network(**{name: tiny().tables[name] for name in ("organisations", "projects", "participations")})
        )
        assert [one for one in said if "looks like" in one] == [
            "o.csv: “Raisson sociale” looks like “name”; write it so if that is what it means."
        ] * proposed


def test_numbers_that_are_nobodys_are_named_in_datasets_of_before() -> None:
    people = pd.DataFrame(
        {"org_id": ["a", "b", "c"], "name": ["Ada", "Bo", "Cy"], "siren": ["000000000", "732829320", None]}
    )
    people["pic"] = [None, None, "999999999"]
    net = Network(
        organisations=people,
        projects=pd.DataFrame({"project_id": ["P"]}),
        participations=pd.DataFrame({"project_id": ["P"], "org_id": ["a"]}),
    )
    table = checking.check(net)
    found = table[table["problem"] == NOBODYS]
    assert found[["level", "column", "value"]].to_numpy().tolist() == [
        ["remark", "siren", "000000000 (Ada)"],
        ["remark", "pic", "999999999 (Cy)"],
    ]
