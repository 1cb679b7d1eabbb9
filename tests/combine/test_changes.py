"""Next month's sheets: what changed is told, and who is no longer in them keeps the past."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from polegraph import combine
from polegraph.combine.changes import changes, shown_to
from polegraph.network import Network
from polegraph.sources import spreadsheet

if TYPE_CHECKING:
    from collections.abc import Callable

SHEETS = Path(__file__).parents[1] / "data" / "cases" / "next-month"
FIRST, SECOND = dt.date(2026, 10, 1), dt.date(2026, 11, 1)
LYCEE = "Lycée Jules-Vuitton", "Lycée polyvalent de Morteau"


def imported(old: Network | None, files: Path, day: dt.date) -> Network:
    net = spreadsheet.read(files)
    former = combine.former_names(old, net) if old is not None else {}
    return combine.together(old, spreadsheet.read(files, former=former) if former else net, current=day)


@pytest.fixture(scope="module")
def before() -> Network:
    return imported(None, SHEETS / "notre-pole-v3.xlsx", FIRST)


@pytest.fixture(scope="module")
def after(before: Network) -> Network:
    return imported(before, SHEETS / "notre-pole-v4.xlsx", SECOND)


def told(table: pd.DataFrame) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for row in table.astype("object").where(table.notna(), None).to_dict(orient="records"):
        texts = [row["name"]] if row["was"] is None else [row["was"], row["now"]]
        found.setdefault((row["change"], row["table"]), []).append(" → ".join(texts))
    return found


def test_the_account_is_what_was_changed_by_hand(before: Network, after: Network) -> None:
    assert told(changes(before, after)) == {
        ("arrived", "organisations"): ["Laboratoire Fictif de Tribologie", "Novamétrie", "Quartzéa"],
        ("left", "organisations"): ["Cryoflux"],
        ("renamed", "organisations"): ["Robolia → Robolia Automation"],
        ("renamed?", "organisations"): [" → ".join(LYCEE)],
        ("renamed?", "projects"): ["ECOPLAST → ECOPLAST-2"],
        ("removed", "needs"): ["Cryoflux"],
    }


def test_who_left_keeps_the_past_and_is_no_member(before: Network, after: Network) -> None:
    then, now = (net.organisations.set_index("name").loc[["Cryoflux"]] for net in (before, after))
    pd.testing.assert_frame_equal(then, now)
    one = now["org_id"].iloc[0]
    assert (after.participations["org_id"] == one).sum() == (before.participations["org_id"] == one).sum() == 3
    membership = after.memberships[after.memberships["org_id"] == one]
    assert membership["until"].tolist() == [pd.Timestamp(2026, 10, 31)]
    assert one not in set(after.needs["org_id"])


def test_rows_with_the_old_name_of_a_project_go_on(before: Network, after: Network) -> None:
    assert len(before.labels) == len(after.labels) == len(after.project_themes) == 25
    project = after.projects.set_index("acronym").loc["ECOPLAST-2", "project_id"]
    assert project in set(after.labels["project_id"])
    assert int(after.imports["rejected"].sum()) == 1  # the need of who left


def test_the_same_sheets_again_change_nothing_whatever_the_order_of_rows(before: Network, after: Network) -> None:
    again = imported(after, SHEETS / "notre-pole-v4.xlsx", dt.date(2027, 1, 1))
    assert all(after.tables[name].equals(table) for name, table in again.tables.items())
    assert not len(changes(after, again))
    mixed = [
        Network.from_checked(
            {name: table.sample(frac=1, random_state=7) for name, table in net.tables.items()}, focus=None, around=None
        )
        for net in (before, after)
    ]
    pd.testing.assert_frame_equal(changes(mixed[0], mixed[1]), changes(before, after))


def test_a_name_that_may_be_another_is_asked_until_it_is_answered(after: Network) -> None:
    asked = combine.dedupe(after).proposals
    mine = asked[asked["evidence"].str.startswith("renamed")]
    assert mine["other_name"].tolist() == [LYCEE[0]]
    old, new = mine[["one_id", "other_id"]].iloc[0]
    third = after.organisations["org_id"].iloc[0]
    said = pd.DataFrame(
        [(old, new, "same", "yes"), (*sorted((old, third)), "same", "yes")],
        columns=["one_id", "other_id", "question", "answer"],
    )
    answered = combine.dedupe(after, decisions=said)
    assert not answered.proposals["evidence"].str.startswith("renamed").any()
    assert new in set(answered.merges["org_id"]) | set(answered.merges["into_id"])  # what was said of the old name


def write(folder: Path, **tables: str) -> Path:
    folder.mkdir()
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


ALL = {
    "organisations": "nom;SIREN;type\nAda;;entreprise\nBo;;entreprise\nCy;;laboratoire\n",
    "projets": "acronyme;année\nVAPO;2020\nLUMO;2021\n",
    "participations": "projet;organisation\nVAPO;Ada\nVAPO;Bo\nLUMO;Ada\nLUMO;Cy\n",
    "pôles": "nom\nMicro\n",
    "adhésions": "pôle;organisation\nMicro;Ada\nMicro;Bo\n",
}


def next_month(tmp_path: Path, change: Callable[[dict[str, str]], dict[str, str]]) -> tuple[Network, Network]:
    old = imported(None, write(tmp_path / "one", **ALL), FIRST)
    return old, imported(old, write(tmp_path / "two", **{**ALL, **change(ALL)}), SECOND)


def test_a_row_gone_by_a_slip_is_seen_and_described_as_before(tmp_path: Path) -> None:
    old, new = next_month(
        tmp_path, lambda one: {"organisations": one["organisations"].replace("Cy;;laboratoire\n", "")}
    )
    assert told(changes(old, new)) == {("unlisted", "organisations"): ["Cy"]}
    assert new.organisations.set_index("name").loc["Cy", "kind"] == "lab"


def test_who_is_named_nowhere_any_more_keeps_the_projects_that_are_there(tmp_path: Path) -> None:
    gone = {
        name: "".join(line for line in text.splitlines(keepends=True) if "Bo" not in line) for name, text in ALL.items()
    }
    old, new = next_month(tmp_path, lambda _all: gone)
    table = changes(old, new)
    assert told(table) == {("left", "organisations"): ["Bo"]}
    assert (table["projects"].tolist(), len(new.participations)) == ([1], 4)
    assert not len(changes(new, imported(new, tmp_path / "two", dt.date(2027, 1, 1))))
    assert (
        len(combine.together(old, spreadsheet.read(tmp_path / "two")).participations) == 3
    )  # if it is to be forgotten


def test_a_number_that_was_added_makes_nobody_new_and_decisions_follow(tmp_path: Path) -> None:
    old = imported(None, write(tmp_path / "one", **ALL), FIRST)
    ids = old.organisations.set_index("name")["org_id"]
    said = pd.DataFrame(
        [(*sorted((ids["Ada"], ids["Cy"])), "same", "no")], columns=["one_id", "other_id", "question", "answer"]
    )
    old = combine.dedupe(old, decisions=said)
    sheets = {**ALL, "organisations": ALL["organisations"].replace("Ada;;", "Ada;493902662;")}
    new = imported(old, write(tmp_path / "two", **sheets), SECOND)
    assert told(changes(old, new)) == {("corrected", "organisations"): ["Ada"]}
    assert sorted(new.decisions[["one_id", "other_id"]].iloc[0]) == sorted(["siren:493902662", ids["Cy"]])


def test_renamed_in_one_sheet_of_several(tmp_path: Path) -> None:
    one = {**ALL, "organisations": ALL["organisations"].replace("Ada;;", "Ada;493902662;")}
    old = imported(None, write(tmp_path / "one", **one), FIRST)
    two = {**one, "organisations": one["organisations"].replace("Ada;", "Ada Robotique;")}
    new = imported(old, write(tmp_path / "two", **two), SECOND)
    assert told(changes(old, new)) == {("renamed", "organisations"): ["Ada → Ada Robotique"]}
    assert len(new.organisations) == 3


def test_corrections_of_projects_and_participations(tmp_path: Path) -> None:
    change = {
        "projets": "acronyme;année;coût total\nVAPO;2020;1200\nLUMO;2021;\nNEO;2026;\n",
        "participations": "projet;organisation;rôle\nVAPO;Ada;coordinateur\nVAPO;Cy;\nLUMO;Ada;\nLUMO;Cy;\n",
    }
    old, new = next_month(tmp_path, lambda _all: change)
    table = changes(old, new)
    assert told(table) == {
        ("arrived", "projects"): ["NEO"],
        ("corrected", "projects"): ["VAPO"],
        ("corrected", "participations"): ["Ada"],
        ("added", "participations"): ["Cy"],
        ("removed", "participations"): ["Bo"],
    }
    cost = table[table["field"] == "total_cost"].iloc[0]
    assert (cost["now"], pd.isna(cost["was"])) == ("1200", True)


def test_changes_of_what_is_hidden_are_for_nobody_else(tmp_path: Path) -> None:
    hide = "nom;type;diffusion\nAda;entreprise;\nBo;entreprise;interne\nCy;laboratoire;\n"
    old = imported(None, write(tmp_path / "one", **{**ALL, "organisations": hide}), FIRST)
    gone = hide.replace("Bo;entreprise;interne\n", "Bo Robotique;entreprise;interne\n").replace("Cy;", "Cyan;")
    new = imported(old, write(tmp_path / "two", **{**ALL, "organisations": gone}), SECOND)
    table = changes(old, new)
    public = shown_to(table, old.visible("public"), new.visible("public"))
    assert "Bo" in table["name"].tolist()
    assert len(public)
    assert not public.astype("str").apply(lambda column: column.str.contains("Bo")).any().any()
