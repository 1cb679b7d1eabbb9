"""What goes wrong with a server is one paragraph that says what to do, and never the password."""

from __future__ import annotations

import logging
import os
import socket
from typing import TYPE_CHECKING

import pytest

from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.stores.folder import dataset
from polegraph.stores.graph_database import sessions, store
from polegraph.stores.location import Location
from tests.neo4j_server import empty
from tests.stores.graph import count, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from tests.neo4j_server import Access

    Polegraph = Callable[..., Result]


def _paragraph(result: Result, *words: str) -> str:
    """Check that a command failed with one paragraph on standard error that holds some words."""
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    text = result.stderr.strip()
    assert "Traceback" not in text
    assert "mistake of polegraph" not in text
    assert "What to do:" in text
    assert "\n\n" not in text
    for word in words:
        assert word in text
    return text


def _closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_a_wrong_password(shared: Access, polegraph: Polegraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "wrong-and-secret")
    text = _paragraph(polegraph("info", shared.address), "does not accept this user", "NEO4J_PASSWORD")
    assert "wrong-and-secret" not in text


def test_no_password_where_one_is_needed(shared: Access, polegraph: Polegraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEO4J_PASSWORD")
    _paragraph(polegraph("info", shared.address), "does not accept this user", "NEO4J_PASSWORD")


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "neo4j+s", "bolt+ssc"])
def test_an_unknown_host(scheme: str, polegraph: Polegraph) -> None:
    _paragraph(polegraph("info", f"{scheme}://no-such-host.invalid"), "no-such-host.invalid", "check the address")


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_nothing_listens(scheme: str, polegraph: Polegraph) -> None:
    _paragraph(polegraph("info", f"{scheme}://127.0.0.1:{_closed_port()}"), "does not answer", "that the server runs")


def test_an_unknown_database(shared: Access, polegraph: Polegraph) -> None:
    _paragraph(polegraph("info", f"{shared.address}/no-such-database"), "no such database", "no-such-database")


@pytest.mark.parametrize("scheme", ["bolt+s", "bolt+ssc", "neo4j+s"])
def test_tls_with_a_server_that_has_none(scheme: str, shared: Access, polegraph: Polegraph) -> None:
    address = shared.address.replace("bolt", scheme, 1)
    _paragraph(polegraph("info", address), "neo4j://", "neo4j+ssc://")


def test_a_server_too_old() -> None:
    place = Location("bolt://host", None, "polegraph")
    for agent in ("Neo4j/4.4.26", "Neo4j/3.5.0"):
        with pytest.raises(PolegraphError, match=r"too old.*5\.26"):
            sessions.refuse_old(agent, place)
    for agent in ("Neo4j/5.26.1", "Neo4j/2025.03.0", "Neo4j/5.27-aura", "Memgraph"):
        sessions.refuse_old(agent, place)


def test_a_dataset_that_is_not_there(shared: Access, polegraph: Polegraph) -> None:
    empty(shared)
    text = _paragraph(polegraph("info", shared.address), "there is no dataset 'polegraph'", "polegraph copy")
    store.write(tiny(), f"{shared.address}?dataset=one of two")
    store.write(tiny(), f"{shared.address}?dataset=two")
    text = _paragraph(polegraph("info", f"{shared.address}?dataset=three"), "there is no dataset 'three'")
    assert "?dataset=one of two, ?dataset=two" in text


def test_a_dataset_that_is_being_written(shared: Access, address: str, polegraph: Polegraph) -> None:
    store.write(tiny(), address)
    name = address.rpartition("=")[2]
    run(shared, f"MATCH (d:Dataset {{name: '{name}'}}) SET d.status = 'loading'")
    _paragraph(polegraph("info", address), "being written", "once more")


@pytest.mark.parametrize("command", ["info", "links", "check", "query", "metrics"])
def test_credentials_in_the_address_are_refused_and_not_repeated(command: str, polegraph: Polegraph) -> None:
    for address in ("neo4j://me:geheim@host", "bolt://geheim@host:1/d?dataset=x", "neo4j+s://a:geh@eim@h"):
        text = _paragraph(polegraph(command, address))
        assert "NEO4J_PASSWORD" in text
        for said in (text, polegraph(command, address, "--verbose").stderr):
            assert "geh" not in said


def test_other_data_in_the_way_of_a_constraint(shared: Access, polegraph: Polegraph, tmp_path: Path) -> None:
    folder = dataset.write(tiny(), tmp_path / "net")
    empty(shared)
    run(shared, "UNWIND [1, 2] AS i CREATE (:Project {dataset: 'theirs', project_id: 'x'})")
    text = _paragraph(polegraph("copy", folder, shared.address), "stand in the way of a constraint", "another database")
    assert "Project" in text
    run(shared, "MATCH (n:Project) DELETE n")
    assert polegraph("copy", folder, shared.address).exit_code == 0


def test_a_value_that_the_model_does_not_allow(shared: Access, address: str, polegraph: Polegraph) -> None:
    store.write(tiny(), address)
    name = address.rpartition("=")[2]
    run(shared, f"MATCH (n:Organisation {{dataset: '{name}', org_id: 'BIG'}}) SET n.name = 7")
    _paragraph(polegraph("info", address), "not what polegraph wrote")


def test_a_statement_that_fails_for_another_reason_is_not_called_a_connection(shared: Access) -> None:
    """What goes wrong in polegraph itself must be seen as that."""
    place = Location(shared.address, None, "polegraph")
    with pytest.raises(ValueError, match="ours"), sessions.session(place):
        raise ValueError("ours")
    with pytest.raises(FileExistsError), sessions.session(place):
        raise FileExistsError


def test_the_password_stands_nowhere(
    shared: Access,
    polegraph: Polegraph,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.chdir(tmp_path)
    caplog.set_level(logging.DEBUG)
    dataset.write(tiny(), tmp_path / "net")
    empty(shared)
    said = []

    def both() -> None:
        for arguments in (
            ["copy", "net", shared.address],
            ["info", shared.address, "-o", "info.json"],
            ["links", shared.address, "-o", "links.csv"],
            ["map", shared.address, "-o", "map.html"],
            ["suggest", shared.address, "--all", "-o", "suggest.xlsx"],
            ["query", shared.address, "dataset_state"],
            ["check", shared.address],
            ["copy", shared.address, "back"],
            ["copy", shared.address, "back.graphml"],
            ["info", f"{shared.address}/nowhere"],
            ["info", f"{shared.address}?dataset=nowhere"],
            ["info", f"bolt://127.0.0.1:{_closed_port()}"],
        ):
            result = polegraph(*arguments, "--verbose")
            said.extend([result.stdout, result.stderr])

    both()
    assert (tmp_path / "back" / "datapackage.json").exists()
    monkeypatch.setenv("NEO4J_PASSWORD", secret := shared.password[::-1])
    both()
    assert "Traceback" in "".join(said)
    assert len(caplog.records) > 100
    said.append(caplog.text)
    said.extend(repr(record.__dict__) for record in caplog.records)
    said.extend(path.read_bytes().decode("latin-1") for path in tmp_path.rglob("*") if path.is_file())
    said.extend(str(path) for path in tmp_path.rglob("*"))
    assert not [text for text in said if shared.password in text or secret in text]
    whole = "MATCH (n) WHERE any(key IN keys(n) WHERE toStringOrNull(n[key]) CONTAINS $word) RETURN count(n)"
    assert count(shared, whole, word=shared.password) == 0
    assert os.environ["NEO4J_PASSWORD"] == secret
