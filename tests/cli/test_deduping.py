"""``polegraph dedupe``: what it writes and says, how answers are read back, and how everything is taken back."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest

from polegraph import identity
from polegraph.stores.folder import dataset
from polegraph.tables import TABLES
from tests.who import found

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from click.testing import Result

    from polegraph.identity.result import Found

    Run = Callable[..., Result]

MERGED = {"S2": "S1", "T1": "L1"}
"""What is found; S3 and S4 are proposed, and so are S1 and an internal one."""


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Have two merges found, but for those that somebody has denied; and two proposals, while nobody has answered."""
    calls: list[dict[str, Any]] = []

    def who_is_who(tables: Mapping[str, pd.DataFrame], *, decisions: pd.DataFrame, **options: object) -> Found:
        del options["tell"]
        calls.append({"organisations": len(tables["organisations"]), **options})
        pairs_said = zip(decisions["one_id"].tolist(), decisions["other_id"].tolist(), strict=True)
        said = dict(zip(pairs_said, decisions["answer"].tolist(), strict=True))
        into = {one: other for one, other in MERGED.items() if said.get((other, one), said.get((one, other))) != "no"}
        into |= {other: one for (one, other), answer in said.items() if answer == "yes"}
        pairs = [("S3", "S4", 0.75, "city:rennes;siren:493902662"), ("H1", "S1", 0.9, None), ("S1", "siren:1", 0.5, "")]
        left = [(*pair[:2], "same", pair[2], 40, pair[3], "Registre") for pair in pairs if pair[:2] not in said]
        columns = ["one_id", "other_id", "question", "right", "judged", "evidence", "other_name"]
        made = found(into)
        return type(made)(**{**made.tables, "proposals": pd.DataFrame(left, columns=columns)})

    monkeypatch.setattr(identity, "who_is_who", who_is_who, raising=False)
    return calls


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _answered(file: Path, answers: dict[str, str], separator: str = ",") -> None:
    """Answer as Excel does: another separator, a mark at the beginning, other line ends."""
    given = _rows(file.read_text(encoding="utf-8"))
    for row in given:
        row["answer"] = answers.get(row["one_id"], "")
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, given[0], delimiter=separator, lineterminator="\n")
    writer.writeheader()
    writer.writerows(given)
    file.write_text("\ufeff" + text.getvalue(), encoding="utf-8")


def test_merges_are_made_listed_and_said(run: Run, folder: Path) -> None:
    done = run("dedupe", "net", "--format", "csv")
    assert done.exit_code == 0, done.output
    listed = _rows(done.stdout)
    assert [(row["org_id"], row["into_id"], row["into_name"]) for row in listed] == [
        ("T1", "L1", "Laboratoire des matériaux"),
        ("S2", "S1", "Élan vital SARL"),
    ]
    assert listed[1]["name"].startswith("'=cmd|")  # no formula in a spreadsheet
    assert listed[1]["how"] == "legal_form"
    assert "10 organisations of the sources are 8 after merging" in done.stderr
    assert "3 pairs are left to decide" in done.stderr
    net = dataset.read(folder / "net")
    assert net.org_index.tolist() == ["G1", "G2", "H1", "H2", "L1", "S1", "S3", "S4"]
    assert len(net.participations.query("project_id == 'P3'")) == 2


def test_a_dry_run_and_a_second_run_change_nothing(run: Run, folder: Path, asked: list[dict[str, Any]]) -> None:
    files = {path.name: path.read_bytes() for path in (folder / "net").iterdir()}
    done = run("dedupe", "net", "--dry-run")
    assert done.exit_code == 0, done.output
    assert "10 organisations of the sources are 8" in done.stderr
    assert "Nothing was written" in done.stderr
    assert {path.name: path.read_bytes() for path in (folder / "net").iterdir()} == files
    assert run("dedupe", "net").exit_code == 0
    files = {path.name: path.read_bytes() for path in (folder / "net").iterdir()}
    assert run("dedupe", "net").exit_code == 0
    assert {path.name: path.read_bytes() for path in (folder / "net").iterdir()} == files
    assert {call["organisations"] for call in asked} == {10}  # each begins with what the sources say


def test_undo_takes_one_out_for_ever_and_undo_all_everything(run: Run, folder: Path) -> None:
    before = dataset.read(folder / "net")
    run("dedupe", "net")
    assert run("dedupe", "net", "--undo", "S2").exit_code == 0
    assert run("dedupe", "net").exit_code == 0
    net = dataset.read(folder / "net")
    assert "S2" in net.org_index
    assert "T1" not in net.org_index
    assert net.decisions[["one_id", "other_id", "answer"]].to_numpy().tolist() == [["S1", "S2", "no"]]
    nobody = run("dedupe", "net", "--undo", "G1")
    assert nobody.exit_code == 1
    assert "'G1': this organisation was merged with no other" in nobody.stderr
    assert run("dedupe", "net", "--undo-all").exit_code == 0
    after = dataset.read(folder / "net")
    assert len(after.decisions) == 1
    for name in set(before.tables) - {"decisions"}:
        key = list(TABLES[name].key)
        pd.testing.assert_frame_equal(
            after.tables[name].reset_index(drop=True),
            before.tables[name].sort_values(key, ignore_index=True) if key else before.tables[name],
            obj=name,
        )


def test_a_review_says_what_speaks_for_each_pair_and_hides_the_hidden(run: Run, folder: Path) -> None:
    assert run("dedupe", "net", "--review", "r.csv").exit_code == 0
    shown = _rows((folder / "r.csv").read_text(encoding="utf-8"))
    assert [(row["one_id"], row["other_id"], row["answer"]) for row in shown] == [
        ("S3", "S4", ""),
        ("S1", "siren:1", ""),
    ]
    assert shown[0]["evidence"] == "both in rennes; SIREN 493902662"
    assert (shown[0]["one_name"], shown[0]["right"], shown[0]["judged"]) == ("日本の会社", "0.75", "40")
    assert (shown[0]["one_projects"], shown[0]["other_projects"]) == ("1", "0")
    assert (shown[1]["other_name"], shown[1]["other_projects"]) == ("Registre", "")
    run("dedupe", "net", "--review", "r.csv", "--audience", "internal")
    assert {row["one_id"] for row in _rows((folder / "r.csv").read_text(encoding="utf-8"))} == {"S3", "H1", "S1"}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_workbook_offers_the_answers_and_is_read_back(run: Run, folder: Path, lang: str) -> None:
    assert run("dedupe", "net", "--review", "r.xlsx", "--lang", lang).exit_code == 0
    book = openpyxl.load_workbook(folder / "r.xlsx")
    page = book.worksheets[0]
    (offered,) = page.data_validations.dataValidation
    assert (offered.formula1, str(offered.sqref)) == (
        {"fr": '"même,groupe,non"', "en": '"same,group,no"'}[lang],
        "A2:A3",
    )
    page["A2"] = {"fr": "Oui", "en": "yes "}[lang]
    book.save(folder / "r.xlsx")
    done = run("dedupe", "net", "--apply", "r.xlsx")
    assert done.exit_code == 0, done.output
    net = dataset.read(folder / "net")
    assert net.decisions[["one_id", "other_id", "question", "answer"]].to_numpy().tolist() == [
        ["S3", "S4", "same", "yes"]
    ]
    assert "S4" not in net.org_index


def test_answers_are_kept_over_imports_and_over_starting_over(run: Run, folder: Path) -> None:
    run("dedupe", "net", "--review", "r.csv")
    _answered(folder / "r.csv", {"S3": "NON"}, ";")
    assert run("dedupe", "net", "--apply", "r.csv").exit_code == 0
    (folder / "own").mkdir()
    (folder / "own" / "organisations.csv").write_text("org_id;name\nNEW;Neuve\nT1;Ecole\n", encoding="utf-8")
    done = run("import", "tables", "own", "--to", "net", "--source", "more")
    assert done.exit_code == 0, done.output
    assert "2 organisations are new here" in done.stderr  # number T1 of another source is another
    net = dataset.read(folder / "net")
    assert {"more:NEW", "more:T1"} <= set(net.org_index)
    assert set(net.decisions["answer"]) == {"no"}
    done = run("import", "tables", "own", "--to", "net", "--replace")
    assert done.exit_code == 0, done.output
    net = dataset.read(folder / "net")
    assert (net.org_index.tolist(), len(net.merges), len(net.decisions)) == (["NEW", "T1"], 0, 1)


def _file(rows: list[tuple[str, str, str, str]]) -> str:
    return "one_id,other_id,question,answer\n" + "".join(",".join(row) + "\n" for row in rows)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            _file([("S1", "S3", "same", "peut-être")]),
            "a.csv, row 2, column answer, value 'peut-être': this is no answer that polegraph knows",
        ),
        (_file([("S1", "S3", "brother", "yes")]), "row 2, column question, value 'brother'"),
        (_file([("S1", "", "same", "yes")]), "row 2, column other_id"),
        ("one_id,question,answer\nS1,same,yes\n", "column the other: a file of answers needs this column"),
        (
            _file([("S1", "S3", "same", "yes"), ("S4", "S3", "same", "oui"), ("S1", "S4", "same", "no")]),
            "S1 and S3: same (row 2); S3 and S4: same (row 3); S1 and S4: no (row 4)",
        ),
        (
            _file([("S1", "S3", "same", "yes"), ("S3", "S1", "same", "no")]),
            "S1 and S3: same (row 2); S1 and S3: no (row 3)",
        ),
    ],
)
def test_bad_answers_are_refused_and_change_nothing(run: Run, folder: Path, text: str, says: str) -> None:
    files = {path.name: path.read_bytes() for path in (folder / "net").iterdir()}
    (folder / "a.csv").write_text(text, encoding="utf-8")
    done = run("dedupe", "net", "--apply", "a.csv")
    assert done.exit_code == 1
    assert says in " ".join(done.stderr.split())
    assert {path.name: path.read_bytes() for path in (folder / "net").iterdir()} == files


def test_a_new_answer_goes_before_an_old_one(run: Run, folder: Path) -> None:
    for answer in ("yes", "no"):
        (folder / "a.csv").write_text(_file([("S4", "S3", "same", answer)]), encoding="utf-8")
        assert run("dedupe", "net", "--apply", "a.csv").exit_code == 0
    assert dataset.read(folder / "net").decisions["answer"].tolist() == ["no"]
    (folder / "a.csv").write_text(_file([("S1", "S3", "same", "yes"), ("S1", "S4", "same", "yes")]), encoding="utf-8")
    done = run("dedupe", "net", "--apply", "a.csv")
    assert done.exit_code == 1
    assert "S3 and S4: no (decided before)" in " ".join(done.stderr.split())


@pytest.mark.usefixtures("folder")
def test_wrong_usage_is_said(run: Run) -> None:
    assert run("dedupe", "net", "--undo-all", "--undo", "S1").exit_code == 2
    assert run("dedupe", "net", "--review", "r.pdf").exit_code == 2
    assert run("dedupe", "net", "--review", "-").exit_code == 2


@pytest.mark.usefixtures("folder")
def test_registers_and_sheets_are_handed_on(run: Run, asked: list[dict[str, Any]]) -> None:
    assert run("dedupe", "net", "--groups", "g.csv", "--sirene", "u", "--sirene", "e", "--ror", "r").exit_code == 0
    assert asked[-1] == {"organisations": 10, "sheets": ["g.csv"], "sirene": ["u", "e"], "ror": "r"}


def test_info_says_what_was_merged_and_what_difference_it_makes(run: Run, folder: Path) -> None:
    def counted(*options: str) -> dict[tuple[str, str], str]:
        done = run("info", "net", "--format", "csv", *options)
        assert done.exit_code == 0, done.output
        return {(row["topic"], row["item"]): row["count"] for row in _rows(done.stdout)}

    assert not [topic for topic, _item in counted() if topic == "who is who"]  # nobody has looked yet
    run("dedupe", "net")
    internal, public = counted("--audience", "internal"), counted()
    figures = ["organisations in the sources", "merged into others", "made of several", "pairs to decide"]
    assert [internal["who is who", figure] for figure in figures] == ["10", "2", "2", "3"]
    assert [public["who is who", figure] for figure in figures] == ["8", "2", "2", "2"]
    topics = "SMEs and large groups, merged", "SMEs and large groups, as in the sources"
    assert [public[topic, "SMEs"] for topic in topics] == ["3", "4"]
    assert [public[topic, "direct"] for topic in topics] == ["2", "2"]
    assert len(dataset.read(folder / "net").merges) == 2
    part = counted("--since", "2016", "--until", "2016")
    assert [part["who is who", figure] for figure in figures[:3]] == [
        "6",
        "2",
        "2",
    ]  # S3 and S4 are there as members, or alone
