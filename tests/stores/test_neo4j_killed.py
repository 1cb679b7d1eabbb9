"""kill -9 of the loader at 20 random moments, and of the server at 5: the next run completes, and nothing differs."""

from __future__ import annotations

import multiprocessing
import random
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from polegraph import resources
from polegraph.errors import PolegraphError
from polegraph.sources import spreadsheet
from polegraph.stores import dataset, neo4j
from tests.neo4j_server import Server
from tests.stores.graph import contents, count

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from polegraph.network import Network
    from tests.neo4j_server import Access

LOADERS = 20
SERVERS = 5
_STATE = "MATCH (d:Dataset {name: 'polegraph', status: $status}) RETURN count(d)"


@pytest.fixture(scope="module")
def nets() -> list[Network]:
    """The région Centre example, and the same network as it was some years before."""
    whole = spreadsheet.read(resources.data("region-centre/region-centre.xlsx"))
    return [whole, whole.select(until=2016)]


def _undisturbed(access: Access, nets: list[Network]) -> list[dict[str, list[str]]]:
    """Load each network without harm, over the one before; give what the database then holds of it."""
    held = []
    for net in (*nets, nets[0]):
        neo4j.write(net, access.address)
        held.append(contents(access))
    assert held[0] == held[2]
    return held[:2]


def _load(folder: str, address: str) -> None:
    neo4j.write(dataset.read(folder), address)


def test_the_loader_killed_at_20_random_moments(shared: Access, nets: list[Network], tmp_path: Path) -> None:
    wanted = _undisturbed(shared, nets)
    folders = [str(dataset.write(net, tmp_path / str(number))) for number, net in enumerate(nets)]
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "polegraph.stores._choose", "neo4j"])

    def start(which: int) -> multiprocessing.process.BaseProcess:
        process = context.Process(target=_load, args=(folders[which], shared.address))
        process.start()
        return process

    start(0).join()  # which starts the fork server, too
    began = time.monotonic()
    process = start(1)
    process.join()
    whole = time.monotonic() - began
    assert process.exitcode == 0
    assert contents(shared) == wanted[1]
    moments = random.Random(1)
    halves = 0
    for number in range(LOADERS):
        which = number % 2
        process = start(which)
        time.sleep(whole * moments.uniform(0.1, 1))
        process.kill()
        process.join()
        halves += count(shared, _STATE, status="loading")
        neo4j.write(nets[which], shared.address)
        assert contents(shared) == wanted[which]
        assert count(shared, _STATE, status="complete") == 1
    assert halves > 2


@pytest.fixture
def own(neo4j_jars: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with Server(neo4j_jars, tmp_path / "server", heap="512m") as server:
        monkeypatch.setenv("NEO4J_USERNAME", server.user)
        monkeypatch.setenv("NEO4J_PASSWORD", server.password)
        yield server


def test_the_server_killed_at_5_random_moments(own: Server, nets: list[Network]) -> None:
    wanted = _undisturbed(own.access, nets)
    began = time.monotonic()
    neo4j.write(nets[1], own.address)
    whole = time.monotonic() - began
    moments = random.Random(2)
    halves = 0
    with ThreadPoolExecutor(1) as pool:
        for number in range(SERVERS):
            which = number % 2
            loading = pool.submit(neo4j.write, nets[which], own.address)
            time.sleep(whole * moments.uniform(0.1, 0.8))
            own.kill()
            own.start()
            error = loading.exception()
            assert error is None or isinstance(error, PolegraphError), error
            halves += error is not None and count(own.access, _STATE, status="loading")
            neo4j.write(nets[which], own.address)
            assert contents(own.access) == wanted[which]
    assert halves
