"""The server that the tests of Neo4j run against is a real one, and does what those tests count on."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import neo4j
import pytest
from neo4j.exceptions import AuthError, ServiceUnavailable

from tests.neo4j_server import ROOT, Access, Server, empty, given

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_COUNT = "MATCH (n) RETURN count(n)"


def _values(access: Access, query: str) -> list[object]:
    with access.driver() as driver, driver.session() as session:
        return session.run(query).value()


@pytest.fixture
def own(neo4j_jars: Path, tmp_path: Path) -> Iterator[Server]:
    with Server(neo4j_jars, tmp_path / "a server", heap="512m", tls=True) as server:
        yield server


def test_it_is_neo4j_5_26(neo4j_server: Access) -> None:
    assert str(_values(neo4j_server, "CALL dbms.components() YIELD versions RETURN versions[0]")[0]).startswith("5.26.")


def test_it_refuses_a_wrong_password_and_then_takes_the_right_one(neo4j_server: Access) -> None:
    wrong = neo4j_server.password[::-1]
    for _ in range(5):  # more often than a server with its own settings forgives
        with neo4j_server._replace(password=wrong).driver() as driver, pytest.raises(AuthError):
            driver.verify_connectivity()
    assert _values(neo4j_server, "RETURN 1") == [1]


def test_a_test_finds_it_empty_and_the_credentials_in_the_environment(neo4j_server: Access, neo4j_address: str) -> None:
    with neo4j.GraphDatabase.driver(
        neo4j_address, auth=(os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"])
    ) as driver:
        for statement in (
            "CREATE CONSTRAINT `a``b` FOR (n:Left) REQUIRE n.key IS UNIQUE",
            "CREATE FULLTEXT INDEX names FOR (n:Left) ON EACH [n.name]",
            "UNWIND range(1, 30000) AS i CREATE (:Left {key: i, name: 'n' + i})-[:TO]->(:Right)",
        ):
            driver.execute_query(statement)
    assert _values(neo4j_server, _COUNT) == [60_000]
    empty(neo4j_server)
    assert _values(neo4j_server, _COUNT) == [0]
    assert _values(neo4j_server, "SHOW CONSTRAINTS YIELD name") == []
    assert _values(neo4j_server, "SHOW INDEXES YIELD type") == ["LOOKUP", "LOOKUP"]


def test_a_named_server_that_holds_something_is_not_emptied(
    neo4j_server: Access, neo4j_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_URI", neo4j_address)
    assert given() == neo4j_server
    _values(neo4j_server, "CREATE (:Somebody)")
    with pytest.raises(RuntimeError, match="with 1 nodes"):
        given()
    assert _values(neo4j_server, _COUNT) == [1]


def test_its_data_survive_a_kill_on_the_same_encrypted_address(own: Server) -> None:
    address = own.address
    _values(own.access, "UNWIND range(1, 1000) AS i CREATE (:Kept {i: i})")
    own.kill()
    with own.driver() as driver, pytest.raises(ServiceUnavailable):
        driver.verify_connectivity()
    own.start()
    assert own.address == address
    assert address.startswith("bolt+ssc://127.0.0.1:")
    assert _values(own.access, "MATCH (n:Kept) RETURN sum(n.i)") == [500_500]
    plain = own.access._replace(address=address.replace("bolt+ssc", "bolt"))
    with plain.driver() as driver, pytest.raises(ServiceUnavailable):
        driver.verify_connectivity()


def test_it_does_not_outlive_tests_that_are_killed() -> None:
    code = """
import subprocess, time
from tests.neo4j_server import guard
server = subprocess.Popen(["sh", "-c", "sleep 60; echo outlived"], start_new_session=True)
guard(server.pid)
print('started', flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as tests:
        assert tests.stdout is not None
        assert tests.stdout.readline() == "started\n"
        tests.kill()
        # What is left to read ends when the last that could write is gone.
        assert tests.stdout.read() == ""
