"""kill -9 of the loader and of the server at many moments: the next run completes, and nothing differs.

The server that is killed is then started as one that may only be read.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import resource
import signal
from typing import TYPE_CHECKING, Any

import neo4j as driver
import pytest

from polegraph.stores.folder import dataset
from polegraph.stores.graph_database import sessions, store
from tests import examples
from tests.neo4j_server import Server
from tests.stores.graph import contents, count
from tests.thorough import times

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.sharedctypes import Synchronized
    from pathlib import Path

    from click.testing import Result

    from polegraph.network import Network
    from tests.neo4j_server import Access

    Polegraph = Callable[..., Result]

LOADERS = times(6, 20)
SERVERS = times(2, 5)
_STATE = "MATCH (d:Dataset {name: 'polegraph', status: $status}) RETURN count(d)"


@pytest.fixture(scope="module")
def nets() -> list[Network]:
    """The région Centre example, and the same network as it was some years before."""
    whole = examples.centre()
    return [whole, whole.select(until=2016)]


def _undisturbed(access: Access, nets: list[Network]) -> list[dict[str, list[str]]]:
    """Load each network without harm, over the one before; give what the database then holds of it."""
    held = []
    for net in (*nets, nets[0]):
        store.write(net, access.address)
        held.append(contents(access))
    assert held[0] == held[2]
    return held[:2]


def _load(folder: str, address: str, credentials: dict[str, str], moment: int, seen: Synchronized[int]) -> None:
    """Load a network; die before a statement, or count them if there is no moment."""
    os.environ.update(credentials)  # the fork server may be older than these, and its children know what it knew
    run = driver.ManagedTransaction.run

    def counted(self: driver.ManagedTransaction, *given: Any, **more: Any) -> Any:  # noqa: ANN401  # as the driver has it
        with seen.get_lock():
            seen.value += 1
            now = seen.value
        if now == moment:
            os.kill(os.getpid(), signal.SIGKILL)
        return run(self, *given, **more)

    driver.ManagedTransaction.run = counted  # type: ignore[method-assign,assignment]  # in this process, which does nothing else
    store.write(dataset.read(folder), address)


def test_the_loader_killed_at_many_of_its_moments(shared: Access, nets: list[Network], tmp_path: Path) -> None:
    wanted = _undisturbed(shared, nets)
    folders = [str(dataset.write(net, tmp_path / str(number))) for number, net in enumerate(nets)]
    context: Any = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "polegraph.stores.graph_database.partial", "neo4j"])
    seen = context.Value("q", 0)

    credentials = {"NEO4J_USERNAME": shared.user, "NEO4J_PASSWORD": shared.password}

    def run(which: int, moment: int) -> int | None:
        seen.value = 0
        process = context.Process(target=_load, args=(folders[which], shared.address, credentials, moment, seen))
        process.start()
        process.join()
        code: int | None = process.exitcode
        return code

    every = []  # statements, each network over the other
    for which in (0, 1, 0):
        assert run(which, 0) == 0
        every.append(seen.value)
    assert contents(shared) == wanted[0]
    halves = 0
    for number in range(LOADERS):
        which = (number + 1) % 2
        statements = every[1] if which else every[2]
        moment = 1 + number * (statements - 1) // (LOADERS - 1)
        assert run(which, moment) == -signal.SIGKILL
        halves += count(shared, _STATE, status="loading")
        store.write(nets[which], shared.address)
        assert contents(shared) == wanted[which]
        assert count(shared, _STATE, status="complete") == 1
    assert halves > 2


@pytest.fixture(scope="module")
def own(neo4j_jars: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of our own."""
    with (
        Server(neo4j_jars, tmp_path_factory.mktemp("own") / "server", heap="512m") as server,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("NEO4J_USERNAME", server.user)
        patch.setenv("NEO4J_PASSWORD", server.password)
        yield server


def test_the_server_killed_at_many_moments_of_a_load(
    own: Server, nets: list[Network], polegraph: Polegraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "_RETRY", 3.0)  # seconds; the driver waits for a server longer than it takes to start
    wanted = _undisturbed(own.access, nets)
    folders = [dataset.write(net, tmp_path / str(number)) for number, net in enumerate(nets)]
    polegraph("copy", folders[1], own.address)
    statements, last = itertools.count(1), [0]
    run = driver.ManagedTransaction.run

    def counted(self: driver.ManagedTransaction, *given: Any, **more: Any) -> Any:  # noqa: ANN401  # as the driver has it
        if next(statements) == last[0]:
            own.kill()
        return run(self, *given, **more)

    monkeypatch.setattr(driver.ManagedTransaction, "run", counted)
    halves = 0
    for number in range(SERVERS):
        which = number % 2
        last[0] = next(statements) + 4 * number + 1
        result = polegraph("copy", folders[which], own.address)
        assert next(statements) > last[0]  # the moment came
        if result.exit_code:
            assert "does not answer, or went away" in result.stderr
            assert "give the same command once more" in result.stderr
            assert "Traceback" not in result.stderr
        own.start()
        halves += count(own.access, _STATE, status="loading")
        assert polegraph("copy", folders[which], own.address).exit_code == 0
        assert contents(own.access) == wanted[which]
    assert halves


def test_a_full_disk_is_one_paragraph_and_the_next_run_completes(
    own: Server, nets: list[Network], polegraph: Polegraph, tmp_path: Path
) -> None:
    """No file of the server may grow further, at which Neo4j says and does just what it does when no space is left."""
    folder = dataset.write(nets[0], tmp_path / "net")
    address = f"{own.address}?dataset=more"
    assert own.process_id is not None
    resource.prlimit(own.process_id, resource.RLIMIT_FSIZE, (1_000_000, resource.RLIM_INFINITY))
    for _ in range(2):
        result = polegraph("copy", folder, address)
        assert result.exit_code == 1
        assert "cannot write to its disk, which is probably full" in result.stderr
        assert "start the server again" in result.stderr
        assert "Traceback" not in result.stderr
    own.kill()
    own.start()
    assert polegraph("copy", folder, address).exit_code == 0
    assert "nothing was changed" in polegraph("copy", folder, address).stderr


@pytest.fixture(scope="module")
def locked(own: Server, nets: list[Network]) -> Server:
    """The same server with the same data, which may only be read now, and through TLS with its own certificate."""
    store.write(nets[0], own.address)
    own.stop()
    own.tls = True
    own.settings["server.databases.default_to_read_only"] = "true"
    return own.start()


@pytest.mark.parametrize(
    "arguments",
    [
        ["info"],
        ["links", "--draws", "0", "--format", "csv"],
        ["links", "--draws", "0", "--pole", "S2E2", "--format", "csv"],
        ["suggest", "--all", "--top", "1", "--format", "csv"],
        ["metrics", "--draws", "0", "--format", "csv"],
        ["map", "-o", "-"],
        ["check"],
        ["query"],
        ["query", "dataset_state"],
        ["copy", "copied"],
    ],
    ids=" ".join,
)
def test_who_may_only_read_can_use_every_reading_command(
    arguments: list[str], locked: Server, polegraph: Polegraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = polegraph(arguments[0], locked.address, *arguments[1:])
    assert result.exit_code == 0, result.stderr
    assert result.stdout or "Written to copied" in result.stderr


def test_who_may_only_read_is_told_so(
    locked: Server, nets: list[Network], polegraph: Polegraph, tmp_path: Path
) -> None:
    folder = dataset.write(nets[1], tmp_path / "net")
    for place in (locked.address, f"{locked.address}?dataset=new"):
        result = polegraph("copy", folder, place)
        assert result.exit_code == 1
        assert "read-only" in result.stderr
        assert "ask for the right to write" in result.stderr
        assert "Traceback" not in result.stderr
    assert polegraph("links", locked.address, "--draws", "0", "--save").exit_code == 1


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "bolt+s", "neo4j+s"])
def test_another_scheme_than_that_of_the_server_is_one_paragraph(
    scheme: str, locked: Server, polegraph: Polegraph
) -> None:
    result = polegraph("info", locked.address.replace("bolt+ssc", scheme))
    assert result.exit_code == 1
    assert "+ssc://" in result.stderr
    assert "Traceback" not in result.stderr
