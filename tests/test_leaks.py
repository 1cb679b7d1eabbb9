"""What is hidden stays hidden: markers in every cell, looked for in every output and message of every command."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from click.testing import CliRunner

from polegraph.cli import cli
from polegraph.stores import dataset
from polegraph.synergies import GAPS
from tests.planted import RANK, Planted, planted, rank, texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result

AUDIENCES = ("public", "members")
CLI = [name for name in cli.commands if name not in {"demo", "templates", "import", "query"}]
"""The commands that show something of a network: an import is for whoever holds the files, and a query for Neo4j."""


@pytest.fixture(scope="module")
def world() -> Planted:
    return planted()


@pytest.fixture(scope="module")
def place(world: Planted, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the dataset, from which commands are run."""
    folder = tmp_path_factory.mktemp("leaks")
    dataset.write(world.network, folder / "net")
    before = os.getcwd()
    os.chdir(folder)
    yield folder
    os.chdir(before)


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments), prog_name="polegraph", env={"LANG": "en_GB.UTF-8"})


def _said(result: Result) -> str:
    return "\n".join([result.stdout_bytes.decode("utf-8", "replace"), result.stderr])


def _commands(world: Planted) -> list[tuple[str, ...]]:
    """Give command lines, each without what it writes to: every command, with every option that shows another thing."""
    ids = world.ids
    gaps = [("synergies", "net", "--gap", gap, "--draws", "3", *more) for gap in GAPS for more in ((), ("--pairs",))]
    me = ids["sme public Tours"]
    narrow = [
        *(
            ("--pole", ids["poles both public"]),
            ("--theme", ids["themes both public"]),
            ("--region", "Region of Tours"),
        ),
        *(("--programme", "FUI"), ("--phase", "III")),
    ]
    return [
        *((("info", "net"), ("check", "net"), ("links", "net"), ("links", "net", "--only-large"))),
        *((("metrics", "net", "--draws", "3"), ("metrics", "net", "--summary", "--draws", "3"))),
        *(("evolution", "net", "--by", by, "--draws", "2") for by in ("phase", "year", "cohort")),
        ("evolution", "net", "--compare", "II", "III", "--draws", "2"),
        ("synergies", "net", "--draws", "3"),
        *gaps,
        *((("suggest", "net", "--all"), ("suggest", "net", me, "--method", "fusion", "--top", "30"))),
        ("backtest", "net", "--cut", "2018", "--format", "table"),
        ("dedupe", "net", "--dry-run"),
        ("info", "net", *narrow[0]),
        *(("links", "net", *part) for part in narrow),
        *(("suggest", "net", "--smes", "--method", "pagerank", *part) for part in narrow[1:]),
    ]


WRONG = ("--pole", "--theme", "--region", "--programme")


def _refused(world: Planted, audience: str) -> Iterator[tuple[str, ...]]:
    """Give command lines that are refused, or name what the audience may not see."""
    hidden = [one for one, key in world.ids.items() if rank(key.lower()) > RANK[audience]]
    tables = world.network.tables
    names = tables["organisations"].set_index("org_id")["name"]
    for option in WRONG:
        yield ("links", "net", option, "nobody")
        yield ("map", "net", "-o", "refused.html", option, "nobody")
        yield ("synergies", "net", option, "nobody", "-v")
    for key in (one for one in hidden if one.startswith(("poles", "themes"))):
        option = "--pole" if key.startswith("poles") else "--theme"
        for command in (("info", "net"), ("map", "net", "-o", "refused.html"), ("copy", "net", "refused.gexf")):
            yield (*command, option, world.ids[key])
    for asked in ("nobody", "zq", "kw", "undisclosed", "Region", "é"):
        yield ("suggest", "net", asked)
    for key in hidden[:3]:
        yield ("suggest", "net", world.ids[key])
    yield ("suggest", "net", str(names[world.ids["head internal"]]))
    yield ("evolution", "net", "--compare", "II", "nothing")
    yield ("synergies", "net", "--gap", "nothing")
    yield ("backtest", "net", "--cut", "1999")
    yield ("backtest", "net", "--cut", "2018", "--pole", "nobody")
    yield ("query", "net", "links")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_table_of_a_network_says_what_is_hidden(world: Planted, audience: str) -> None:
    shown = world.network.visible(audience)  # type: ignore[arg-type]
    for net in (shown, shown.around, shown.select(pole=world.ids["poles both public"]), shown.select(since=2015)):
        for name, table in {**net.tables, "category": net.category}.items():
            listed = [str(one) for values in _categories(table) for one in values.cat.categories]
            assert world.narrower(audience, table.to_csv() + " ".join(listed)) == [], name
    # What is for them is all there.
    for name in ("organisations", "projects", "participations", "poles", "themes", "memberships", "labels", "aliases"):
        table = world.network.tables[name]
        markers = [one for one in world.known(table.to_csv()) if rank(one) <= RANK[audience]]
        assert world.known(shown.tables[name].to_csv()) == set(markers), name


def _categories(table: pd.DataFrame) -> list[pd.Series[str]]:
    return [table[column] for column in table if isinstance(table[column].dtype, pd.CategoricalDtype)]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_part_chosen_first_says_no_more(world: Planted, audience: str) -> None:
    for narrow in ({"region": "Région ouverte"}, {"programme": "FUI"}, {"pole": world.ids["poles both public"]}):
        shown = world.network.select(**narrow).visible(audience)  # type: ignore[arg-type]
        for net in (shown, shown.around):
            for name, table in {**net.tables, "category": net.category}.items():
                assert world.narrower(audience, table.to_csv()) == [], name


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.usefixtures("place")
def test_no_command_shows_or_says_what_is_hidden(world: Planted, audience: str) -> None:
    used = set()
    for command in _commands(world):
        used.add(command[0])
        result = _run(*command, "--audience", audience, "-v", *(() if "--format" in command else ("--format", "csv")))
        assert result.exit_code == 0, (command, result.stderr)
        assert world.narrower(audience, _said(result)) == [], command
    assert used | {"copy", "map"} == set(CLI)


@pytest.mark.usefixtures("place")
def test_the_owner_finds_in_the_same_outputs_what_is_hidden(world: Planted) -> None:
    found: set[str] = set()
    for command in _commands(world)[:4]:
        found |= world.known(_said(_run(*command, "--audience", "internal", "--format", "csv")))
    assert {rank(one) for one in found} == {0, 1, 2}


@pytest.mark.parametrize(("audience", "lang"), [("public", "en"), ("members", "fr")])
def test_no_file_holds_what_is_hidden(world: Planted, place: Path, audience: str, lang: str) -> None:
    folder = place / f"{audience}-{lang}"
    folder.mkdir()
    tables = [
        ("links",),
        ("metrics", "--draws", "0"),
        ("suggest", "--smes", "--method", "fusion"),
        ("info",),
        ("check",),
        ("dedupe", "--dry-run"),
    ]
    for name, *options in tables:
        for suffix in ("xlsx", "json", "md", "parquet", "csv") if name == "links" else ("xlsx", "parquet"):
            _wrote(folder / f"{name}.{suffix}", name, "net", *options, "--lang", lang, "--audience", audience)
    _wrote(
        folder / "review.xlsx", "dedupe", "net", "--dry-run", "--lang", lang, "--audience", audience, option="--review"
    )
    _wrote(
        folder / "review.csv", "dedupe", "net", "--dry-run", "--lang", lang, "--audience", audience, option="--review"
    )
    for suffix in ("png", "svg"):
        _wrote(folder / f"drawn.{suffix}", "evolution", "net", "--draws", "2", "--lang", lang, "--audience", audience)
    for name, mode in (
        ("a.gexf", "two"),
        ("b.gexf", "one"),
        ("a.graphml", "two"),
        ("b.graphml", "one"),
        ("v.json", "two"),
    ):
        _copied(folder / name, "--mode", mode, "--lang", lang, "--audience", audience)
    for name in ("w.json", "w.xlsx", "copied"):
        _copied(folder / name, "--lang", lang, "--audience", audience)
    _copied(folder / "part", "--lang", lang, "--audience", audience, "--region", "Région ouverte")
    options = ["--suggestions", "4", "--projects", "--lang", lang, "--audience", audience]
    _wrote(folder / "map.html", "map", "net", *options)
    _wrote(folder / "part.html", "map", "net", *options, "--region", "Region of Tours")
    _wrote(folder / "of-pole.html", "map", "net", *options, "--pole", world.ids["poles both public"])
    there = set()
    for text in texts(folder):
        assert world.narrower(audience, text) == []
        there |= world.known(text)
    assert len(there) > 500  # what looks for markers does find those that may be seen


def _wrote(path: Path, *command: str, option: str = "-o") -> None:
    result = _run(*command, option, str(path))
    assert result.exit_code == 0, (command, result.stderr)
    assert path.exists()


def _copied(path: Path, *options: str) -> None:
    result = _run("copy", "net", str(path), *options)
    assert result.exit_code == 0, (path, result.stderr)
    assert path.exists()


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.usefixtures("place")
def test_no_refusal_names_what_is_hidden(world: Planted, audience: str) -> None:
    for command in _refused(world, audience):
        asked = " ".join(command)
        result = _run(*command, *([] if command[0] == "query" else ["--audience", audience]))
        assert result.exit_code != 0, command
        said = set(world.narrower(audience, _said(result))) - set(world.narrower(audience, asked))
        assert said == set(), command
