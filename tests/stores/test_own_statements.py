"""Statements of the user's own, on a real server: they answer, and nothing that they hold does more than read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from polegraph import scorecards
from polegraph.cli import cli
from polegraph.errors import PolegraphError
from polegraph.stores.graph_database import own_statements, store
from tests.scorecards.test_table import DAY, YEAR, world

if TYPE_CHECKING:
    from pathlib import Path

    from tests.neo4j_server import Access

MEMBERS = """MATCH (o:Organisation {dataset: $dataset})-[m:MEMBER_OF]->(pole:Pole)
WHERE coalesce(o.visibility, 'public') IN $audience AND coalesce(m.since <= date($day), true)
  AND coalesce(m.until >= date($day), true) AND coalesce(o.dissolved > date($day), true)
"""
HOSTILE = (
    "CREATE (n:Hacked) RETURN 'A' AS pole_id, 1 AS value",
    "MATCH (n) DETACH DELETE n RETURN 'A' AS pole_id, 1 AS value",
    "MATCH (n) SET n.name = 'x' RETURN 'A' AS pole_id, 1 AS value",
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line[0] AS pole_id, 1 AS value",
    "MATCH (n) LOAD CSV FROM 'http://127.0.0.1:9/' + n.name AS line RETURN line[0] AS pole_id, 1 AS value",
    "CALL db.labels() YIELD label RETURN label AS pole_id, 1 AS value",
    "CALL { MATCH (n) DETACH DELETE n } IN TRANSACTIONS RETURN 'A' AS pole_id, 1 AS value",
    "SHOW USERS",
    "DROP DATABASE neo4j",
    "CREATE INDEX hacked FOR (n:Pole) ON (n.name)",
    "RETURN 1 AS value; MATCH (n) DETACH DELETE n",
    "PROFILE MATCH (n) RETURN n.pole_id AS pole_id, 1 AS value",
    "this is no Cypher",
    "// only a comment",
    "RETURN $nothing AS pole_id, 1 AS value",
)


@pytest.fixture
def address(neo4j_address: str) -> str:
    store.write(world(1), neo4j_address)
    return neo4j_address


def score(path: Path, address: str, *more: str) -> Any:  # noqa: ANN401  # a result of click
    words = ["scorecard", address, "--indicators", str(path), "--year", str(YEAR), "--at", DAY.isoformat()]
    return CliRunner().invoke(cli, [*words, "--draws", "0", "--format", "csv", *more], env={"LANG": "en_GB.UTF-8"})


def test_ones_own_indicators_stand_beside_those_of_the_catalogue(address: str, tmp_path: Path) -> None:
    text = f"""name,en,fr,unit,direction,formula,table,asked_by,cypher
ours,Ours,Les nôtres,number,up,,,,"{MEMBERS}RETURN pole.pole_id AS pole_id, count(DISTINCT o) AS value;"
ours_sme,Our SMEs,,share,up,,,,"{MEMBERS}WITH pole, collect(DISTINCT o) AS here
RETURN pole.pole_id AS pole_id, toFloat(size([o IN here WHERE o:SME])) / size(here) AS value, size(here) AS of"
"""
    path = tmp_path / "ours.csv"
    path.write_text(text, encoding="utf-8")
    result = score(path, address)
    assert result.exit_code == 0, result.stderr
    lines = [line.split(",") for line in result.stdout.splitlines()]
    place = {name: lines[0].index(name) for name in ("pole_id", "indicator", "value", "last_year", "low")}
    told = {(row[place["pole_id"]], row[place["indicator"]]): row for row in lines[1:]}
    table = scorecards.scorecard(world(1), year=YEAR, draws=0).set_index(["pole_id", "indicator"])
    for pole in "ABC":
        ours, members = told[pole, "ours"], table.xs((pole, "members"))
        assert [float(ours[place[one]]) for one in ("value", "last_year")] == [members["value"], members["last_year"]]
        share = table["value"][pole, "members_sme"] / members["value"]
        assert float(told[pole, "ours_sme"][place["value"]]) == pytest.approx(share)
        assert told[pole, "ours_sme"][place["low"]]
    refused = score(path, address, "--behind", "ours")
    assert refused.exit_code == 1
    assert "nothing is listed behind" in refused.stderr


def test_a_statement_reads_and_does_nothing_else(address: str, neo4j_server: Access) -> None:
    def state() -> list[Any]:
        with neo4j_server.driver() as connection:
            told = connection.execute_query("MATCH (n) RETURN count(n) AS nodes, sum(size(keys(n))) AS cells").records
            return [record.values() for record in told]

    before = state()
    values = {"audience": ["public"], "year": YEAR, "day": DAY.isoformat()}
    for statement in HOSTILE:
        with pytest.raises(PolegraphError) as caught:
            own_statements.answer(address, statement, values, name="ours")
        assert "ours" in str(caught.value), statement
    assert state() == before
    good = own_statements.answer(address, f"{MEMBERS}RETURN count(*) AS value;\n", values, name="ours")
    assert good["value"].iloc[0] > 0


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("RETURN 'A' AS pole_id, 'many' AS value", "no number"),
        ("RETURN 'A' AS pole_id, 1.0/0.0 AS value", "no number"),
        ("RETURN 'A' AS pole_id, true AS value", "no number"),
        ("UNWIND ['A', 'A'] AS pole_id RETURN pole_id, 1 AS value", "a row a pôle"),
        ("RETURN 'A' AS pole, 1 AS value", "a row a pôle"),
    ],
)
def test_an_answer_that_is_no_figure_is_refused(address: str, tmp_path: Path, statement: str, said: str) -> None:
    path = tmp_path / "ours.csv"
    path.write_text(f'name,en,fr,unit,direction,cypher\nours,Ours,,number,up,"{statement}"\n', encoding="utf-8")
    result = score(path, address)
    assert result.exit_code == 1, result.stdout
    assert said in " ".join(result.stderr.split())
