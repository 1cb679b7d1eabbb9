"""What is hidden stays hidden: markers in every cell, looked for in every output and message of every command."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from click.testing import CliRunner

from polegraph import metrics, suggestions, support, synergies
from polegraph.cli import cli
from polegraph.maps import view_model as maps
from polegraph.maps.answers import partners as maps_partners
from polegraph.stores import questions
from polegraph.stores.folder import dataset
from polegraph.synergies import GAPS
from tests.planted import RANK, Planted, planted, rank, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click.testing import Result

AUDIENCES = ("public", "members")
REPORTS = ("html", "xlsx", "docx", "pptx", "pdf")
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
    seen = world.network.visible("public").organisations
    guests = seen[~seen["group_id"].fillna(seen["org_id"]).duplicated()][["org_id"]].head(12)
    guests.assign(wants=guests["org_id"].shift(-1)).to_csv(folder / "guests.csv", index=False)
    now = world.network.with_tables(records=world.network.records.iloc[:0])  # which would change what is public
    earlier = now.organisations.assign(name=now.organisations["name"] + " of before")
    dataset.write(now.with_tables(organisations=earlier), folder / "later")
    dataset.update(now, folder / "later", undoable=True)
    before = Path.cwd()
    os.chdir(folder)
    yield folder
    os.chdir(before)


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments), prog_name="polegraph", env={"LANG": "en_GB.UTF-8"})


def _said(result: Result) -> str:
    return "\n".join([result.stdout_bytes.decode("utf-8", "replace"), result.stderr])


def _commands(world: Planted) -> list[tuple[str, ...]]:
    """Return command lines, each without its output: every command, with every option that shows another thing."""
    ids = world.ids
    gaps: list[tuple[str, ...]] = [("synergies", "net", "--gap", gap, "--draws", "2", "--pairs") for gap in GAPS]
    pairs = ("pole_pair", "theme_pair", "community_pair")
    gaps += [("synergies", "net", "--gap", gap, "--draws", "2") for gap in pairs]
    me = ids["sme public Tours"]
    narrow = [
        ("--pole", ids["poles both public"]),
        ("--theme", ids["themes both public"]),
        *(("--region", "Region of Tours"), ("--programme", "FUI"), ("--phase", "III")),
    ]
    return [
        *((("info", "net"), ("check", "net"), ("links", "net"), ("links", "net", "--only-large"))),
        *((("metrics", "net", "--draws", "2"), ("metrics", "net", "--summary", "--draws", "2"))),
        *(("evolution", "net", "--by", by, "--draws", "0") for by in ("phase", "year", "cohort")),
        ("evolution", "net", "--compare", "II", "III", "--draws", "0"),
        ("synergies", "net", "--draws", "3"),
        *gaps,
        *((("suggest", "net", "--all"), ("suggest", "net", me, "--method", "fusion", "--top", "30"))),
        ("backtest", "net", "--cut", "2018", "--format", "table"),
        ("dedupe", "net", "--dry-run"),
        *(("outcomes", "net", "--by", by) for by in ("pole", "theme", "programme", "phase", "cohort", "shape")),
        *(
            (
                ("outcomes", "net", "--follow-up", "--months", "0"),
                ("scorecard", "net", "--draws", "2", "--year", "2020"),
                ("scorecard", "net", "--year", "2020", "--behind", "all"),
                ("scorecard", "net", "--year", "2020", "--behind", "actions", "--pole", ids["poles both public"]),
            )
        ),
        *((("support", "net", "--each", "99"), ("support", "net", "--unmet"), ("support", "net", "--summary"))),
        *((("support", "net", "--introductions"), ("support", "net", *narrow[0], "-v"))),
        *(("consortium", "check", "net", project, "--rules", rules) for project, rules in _consortia(world)),
        ("consortium", "rules"),
        ("consortium", "build", "net", "--theme", ids["themes both public"], "--must", me, "--proposals", "2"),
        ("meetings", "net", "--participants", "guests.csv", "--slots", "4"),
        ("changes", "later"),
        ("info", "net", *narrow[0]),
        *(("links", "net", *part) for part in narrow),
        *(("suggest", "net", "--smes", "--method", "pagerank", *part) for part in narrow[1:]),
    ]


def _consortia(world: Planted) -> list[tuple[str, str]]:
    """Return projects that everybody may see, those of most members, and rules for them."""
    seen = world.network.visible("public")
    largest = seen.participations["project_id"].value_counts().index[:3]
    return list(zip(largest, ("fui", "eurostars", "policy-minimum"), strict=True))


WRONG = ("--pole", "--theme", "--region", "--programme")


def _refused(world: Planted, audience: str) -> Iterator[tuple[str, ...]]:
    """Yield command lines that are refused, or name what the audience may not see."""
    hidden = [one for one, key in world.ids.items() if rank(key.lower()) > RANK[audience]]
    tables = world.network.tables
    names = tables["organisations"].set_index("org_id")["name"]
    for option in WRONG:
        yield ("links", "net", option, "nobody")
        yield ("map", "net", "-o", "refused.html", option, "nobody")
    yield ("synergies", "net", "--pole", "nobody", "-v")
    for key in (one for one in hidden if one.startswith(("poles both", "themes both"))):
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
    for asked in ("nobody", world.ids["head internal"]):
        yield ("scorecard", "net", "--behind", asked)
    yield ("query", "net", "links")
    for key in hidden[-3:]:
        yield ("consortium", "check", "net", world.ids[key], "--rules", "fui")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_table_of_a_network_says_what_is_hidden(world: Planted, audience: str) -> None:
    shown = world.network.visible(audience)  # type: ignore[arg-type]
    for net in (shown, shown.around, shown.select(pole=world.ids["poles both public"]), shown.select(since=2015)):
        for name, table in {**net.tables, "category": net.category}.items():
            listed = [str(one) for values in _categories(table) for one in values.cat.categories]
            assert world.narrower(audience, table.to_csv() + " ".join(listed)) == [], name
    # What is for them is all there.
    whole = ("organisations", "projects", "participations", "poles", "themes", "memberships", "labels", "aliases")
    for name in (*whole, "targets"):
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
    commands = _commands(world)
    for command in commands if audience == "public" else commands[::4]:
        used.add(command[0])
        result = _run(*command, "--audience", audience, "-v", *(() if "--format" in command else ("--format", "csv")))
        assert result.exit_code == 0, (command, result.stderr)
        assert world.narrower(audience, _said(result)) == [], command
    assert used | {"copy", "map", "workbook", "report", "site", "undo"} == set(CLI) or audience != "public"
    assert world.narrower(audience, _said(_run("undo", "later", "--dry-run"))) == []


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
    to = ("--lang", lang, "--audience", audience)
    for suffix in ("xlsx", "json", "md", "parquet", "csv"):
        _wrote(folder / f"links.{suffix}", "links", "net", *to)
    _wrote(folder / "excel.csv", "links", "net", "--excel", *to)
    _wrote(folder / "workbook.xlsx", "workbook", "net", *to)
    _wrote(folder / "metrics.xlsx", "metrics", "net", "--draws", "0", *to)
    _wrote(folder / "suggest.parquet", "suggest", "net", "--smes", "--method", "fusion", *to)
    _wrote(folder / "scorecard.xlsx", "scorecard", "net", "--draws", "0", "--year", "2020", "--behind", "all", *to)
    _wrote(folder / "info.xlsx", "info", "net", *to)
    _wrote(folder / "check.xlsx", "check", "net", *to)
    _wrote(folder / "review.xlsx", "dedupe", "net", "--dry-run", *to, option="--review")
    for suffix in REPORTS:
        _wrote(folder / f"report.{suffix}", "report", "net", "--draws", "0", "--year", "2020", *to)
    for suffix in ("png", "svg"):
        _wrote(folder / f"drawn.{suffix}", "evolution", "net", "--draws", "0", *to)
    modes = {"a.gexf": "two", "b.gexf": "one", "a.graphml": "two", "b.graphml": "one", "v.json": "two"}
    modes |= {"a.net": "two", "b.net": "one", "a.dl": "two", "b.dl": "one"}
    for name, mode in modes.items():
        _copied(folder / name, "--mode", mode, *to)
    for name in ("w.json", "w.xlsx", "copied"):
        _copied(folder / name, *to)
    _copied(folder / "panel.rsiena", "--by", "year", *to)
    _copied(folder / "part", *to, "--region", "Région ouverte")
    _wrote(folder / "map.html", "map", "net", "--suggestions", "4", "--projects", *to)
    _wrote(
        folder / "part.html", "map", "net", "--region", "Region of Tours", "--pole", world.ids["poles both public"], *to
    )
    _wrote(folder / "site", "site", "net", "--url", "https://example.org", *to)
    there: dict[str, set[str]] = {}
    for file in sorted(folder.iterdir()):
        there[file.name] = set()
        for text in texts(file):
            assert world.narrower(audience, text) == [], file.name
            there[file.name] |= world.known(text)
    assert len(there["site"]) > 100
    # What looks for markers does find those that may be seen, in each format of the paper.
    assert len(set().union(*there.values())) > 500
    for suffix in REPORTS:
        assert len(there[f"report.{suffix}"]) > (0 if suffix == "pptx" else 20), suffix  # slides name few


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


@pytest.mark.parametrize("audience", [*AUDIENCES, "internal"])
def test_who_is_dissolved_or_opted_out_is_neither_suggested_nor_introduces(world: Planted, audience: str) -> None:
    """Who is dissolved is the only partner of some SMEs who knows a large group, and has most projects with others."""
    gone = {one for key, one in world.ids.items() if key.startswith("gone")}
    shy = gone | {world.ids["shy public"]}
    seen = world.network.visible(audience)  # type: ignore[arg-type]
    partners = seen.collaboration_matrix()
    assert partners[[seen.org_index.get_loc(world.ids["gone public"])]].nnz > 5  # it would be chosen

    def ids(table: pd.DataFrame, *columns: str) -> set[str]:
        cells = [table[column].dropna() for column in columns if column in table]
        return {one for column in cells for cell in column for one in cell.split(";")}

    links = metrics.large_group_links(seen, draws=0)
    assert ids(links, "introducer_id").isdisjoint(gone)
    assert links.loc[links["status"] == "introduced", "introducer_id"].notna().all()
    for method in ("fusion", "pagerank"):
        suggested = suggestions.suggest(seen, method=method, top=40)
        assert ids(suggested, "suggested_id").isdisjoint(shy)
        assert ids(suggested, "org_id", "via_ids").isdisjoint(gone)
        assert len(suggested)
    for gap in GAPS:
        pairs = synergies.gap(seen, gap, pairs=True, draws=2)
        assert ids(pairs, "suggested_id").isdisjoint(shy), gap
        assert ids(pairs, "org_id", "introducer_id", "via_ids").isdisjoint(gone), gap
    shown = maps.view(seen).data
    of_map = shown["organisations"]["id"]
    told = {of_map[one] for one, _ in shown["organisations"]["introducer"].values()}
    cards = maps_partners(seen, of_map, 20, None)
    told |= {of_map[one["number"]] for card in cards.values() for one in card}
    assert len(told) > 5
    assert told.isdisjoint(shy)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_support_names_nothing_that_is_hidden(world: Planted, audience: str) -> None:
    """Every organisation needs what every other one offers, and all were introduced to each other."""
    net = world.network
    ids = sorted(net.organisations["org_id"])[:40]
    pairs = zip(ids, ids[::-1], strict=True)
    met = [{"action_id": f"x{number}", "org_id": one} for number, pair in enumerate(pairs) for one in set(pair)]
    net = net.with_tables(
        offers=pd.concat([net.offers, net.offers.assign(domain="skills", visibility=None)]),
        actions=pd.DataFrame(met).assign(kind="introduction", date="2015-01-01"),
    )
    for seen in (net.visible(audience), net.select(region="Région ouverte").visible(audience)):  # type: ignore[arg-type]
        found = [support.matches(seen, top=99), support.unmet(seen), support.summary(seen), support.introductions(seen)]
        for table in found:
            assert world.narrower(audience, table.to_csv()) == []
        assert found[0]["offer_org_id"].notna().any()
    owned = support.matches(net, top=99).to_csv() + support.introductions(net).to_csv()
    assert {rank(one) for one in world.known(owned)} == {0, 1, 2}


def test_the_database_shows_what_the_folder_does(world: Planted, place: Path, neo4j_address: str) -> None:
    net = neo4j_address
    assert _run("copy", "net", net).exit_code == 0
    for audience in AUDIENCES:
        to = ("--audience", audience, "--format", "csv")
        for command in (["links"], ["info"], ["links", "--region", "Region of Tours"], ["info", "--programme", "FUI"]):
            answers = [_run(command[0], where, *command[1:], *to) for where in ("net", net)]
            assert answers[0].stdout_bytes == answers[1].stdout_bytes, command
            assert world.narrower(audience, _said(answers[1])) == []
        page = place / f"database-{audience}.html"
        _wrote(page, "map", net, "--region", "Region of Tours", "--audience", audience)
        _copied_from(net, place / f"database-{audience}", "--audience", audience)
        for file in (page, place / f"database-{audience}"):
            for text in texts(file):
                assert world.narrower(audience, text) == []
        _ask_all(world, net, audience)
        for option in WRONG:
            assert world.narrower(audience, _said(_run("links", net, option, "nobody", "--audience", audience))) == []


def _copied_from(address: str, path: Path, *options: str) -> None:
    result = _run("copy", address, str(path), *options)
    assert result.exit_code == 0, result.stderr


def _ask_all(world: Planted, address: str, audience: str) -> None:
    """Ask every question of the catalogue of somebody who may be seen, of nobody, and of who may not be seen."""
    me, other = world.ids["sme public Tours"], world.ids["more 0"]
    hidden = world.ids["head internal"]
    means = {"organisation": me, "project": world.ids["of id"], "pole": world.ids["poles both public"], "group": other}
    for name, question in questions.questions().items():
        of_things = [one for one in question.own if one.type in means]
        given = [f"{one.name}={other if one.name == 'to' else means[one.type]}" for one in of_things]
        result = _run("query", address, name, *given, "--format", "csv", "--audience", audience)
        assert result.exit_code == 0, (name, result.stderr)
        assert world.narrower(audience, _said(result)) == [], name
        for one in of_things if audience == "public" else []:
            for asked in ("nobody", hidden):
                wrong = [word for word in given if not word.startswith(f"{one.name}=")] + [f"{one.name}={asked}"]
                result = _run("query", address, name, *wrong, "--audience", audience)
                assert result.exit_code == 1, (name, wrong)
                assert set(world.narrower(audience, _said(result))) <= set(world.narrower(audience, hidden)), name
