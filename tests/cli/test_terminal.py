"""Every command that prints a table, at a terminal of 80 columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from polegraph import resources
from polegraph.cli import cli, outputs
from polegraph.reports.terminal import width
from polegraph.stores.folder import dataset
from tests import examples

if TYPE_CHECKING:
    from pathlib import Path

MONTAGE = resources.data("region-centre") / "montage"
RULES = ("--rules", "i-demo-regional", "--home", "Centre-Val de Loire")
DAY = ("--sides", "PME,partenaires", "--slots", "1", "--tables", "2")
LOOKED_AT = (  # what each must show at 80 columns, beside fitting
    (("info", "net"), ("organisations", "Nothing of")),
    (("links", "net"), ("name", "could be introduced by", "to which large group", "projects")),
    (("links", "net", "--only-large"), ("name",)),
    (("metrics", "net", "--draws", "0", "--since", "2024"), ("name", "projects", "partners")),
    (("metrics", "net", "--summary", "--draws", "2"), ("measure", "observed", "by chance")),
    (("evolution", "net", "--draws", "0"), ("period", "organisations", "newcomers", "SMEs")),
    (("evolution", "net", "--compare", "II", "III", "--draws", "0"), ("measure", "first", "second", "difference")),
    (("synergies", "net", "--draws", "2"), ("what is counted", "observed", "by chance")),
    (("synergies", "net", "--gap", "pole_pair", "--draws", "2"), ("other", "observed", "by chance")),
    (("synergies", "net", "--gap", "need_unmet", "--draws", "2"), ("name", "domain", "who offers it")),
    (("suggest", "net", "--smes", "--method", "pagerank"), ("name", "rank", "suggested partner", "reasons", "score")),
    (("outcomes", "net"), ("projects", "share with an outcome", "share expected")),
    (("outcomes", "net", "--follow-up"), ("acronym", "end", "coordinator", "SME partners")),
    (("outcomes", "net", "--model", "logit"), ("what of the consortium", "observed / by chance")),
    (("support", "net"), ("detail", "rank", "who offers it", "assigned")),
    (("support", "net", "--summary"), ("pôle", "domain", "year", "needs")),
    (("support", "net", "--unmet"), ("detail", "rank", "who offers it")),
    (("support", "net", "--introductions"), ("date", "what became of it")),
    (("scorecard", "net", "--year", "2024", "--behind", "actions"), ("counted", "detail", "date")),
    (("consortium", "check", "net", str(MONTAGE / "consortium.csv"), *RULES), ("result", "why", "what would mend it")),
    (("consortium", "rules"), ("name", "programme", "what it asks")),
    (("meetings", "net", "--participants", str(MONTAGE / "participants.csv"), *DAY), ("table", "why, for the first")),
)


@pytest.fixture(scope="module")
def net(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("terminal")
    dataset.write(examples.centre(), folder / "net")
    return folder


@pytest.fixture
def at_terminal(net: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Be in the folder of the example, at a terminal of 80 columns."""
    monkeypatch.chdir(net)
    monkeypatch.setenv("COLUMNS", "80")
    for variable in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(outputs, "is_terminal", lambda: True)


def shown(*arguments: str) -> tuple[str, str]:
    """Return what a command line shows: on standard output, and on standard error."""
    result = CliRunner().invoke(cli, list(arguments), prog_name="polegraph", env={"LANG": "en_GB.UTF-8"})
    assert result.exit_code == 0, result.stderr
    return result.stdout, result.stderr


@pytest.mark.usefixtures("at_terminal")
@pytest.mark.parametrize(("arguments", "headings"), LOOKED_AT, ids=lambda one: " ".join(one[:4]).replace("/", " "))
def test_a_table_fits_and_what_it_hides_is_said(arguments: tuple[str, ...], headings: tuple[str, ...]) -> None:
    text, said = shown(*arguments)
    lines = text.splitlines()
    assert max(map(width, lines)) <= 80
    top = lines if arguments[0] == "info" else lines[: next(n for n, line in enumerate(lines) if set(line) == {"─"})]
    words = " ".join(top).split()
    assert [one for one in headings if not set(one.split()) <= set(words)] == []
    hidden = re.search(r"(\d+) more columns?: .+; --columns NAMES or -o FILE.xlsx shows", said)
    assert hidden or "more column" not in said


@pytest.mark.usefixtures("at_terminal")
def test_a_value_that_all_rows_have_is_said_once() -> None:
    text, said = shown("scorecard", "net", "--draws", "0", "--year", "2024", "--pole", "DREAM")
    assert "In every row pôle: DREAM." in said
    assert "DREAM" not in text
    assert max(map(width, text.splitlines())) <= 80
    assert {"what", "is", "counted", "value", "target"} <= set(text[: text.index("─")].split())


@pytest.mark.usefixtures("at_terminal")
def test_a_pipe_gets_all_whatever_the_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outputs, "is_terminal", lambda: False)
    monkeypatch.setenv("COLUMNS", "20")
    text, said = shown("info", "net")
    assert text.splitlines()[0].split() == ["topic", "item", "number", "share"]
    assert len(text.splitlines()) > 100
    assert "more column" not in shown("links", "net")[1] + said


@pytest.mark.usefixtures("at_terminal")
def test_the_whole_list_of_a_network_is_there_for_the_asking() -> None:
    whole = shown("info", "net", "--all", "--top", "200")[0]
    assert "region-centre.xlsx/projets (own)" in whole
    assert whole.count("\n") > 100 > 2 * shown("info", "net")[0].count("\n")


@pytest.mark.usefixtures("at_terminal")
def test_chosen_columns_alone_are_shown_and_one_without_room_is_said() -> None:
    text, said = shown("links", "net", "--columns", "name,region", "--top", "3")
    assert text.split("\n")[0].split() == ["name", "region"]
    assert "more column" not in said
    said = shown("links", "net", "--columns", "name,introducer_name,introduced_to_name,org_id,size,region")[1]
    assert re.search(r"[12] more columns?: .*region", said)
