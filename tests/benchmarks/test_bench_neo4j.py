"""Neo4j: Horizon 2020 into an empty server, beside a plain loop of UNWIND and MERGE over the same rows."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest

from polegraph import resources
from polegraph.stores.folder import dataset
from polegraph.stores.graph_database import store
from tests.neo4j_server import Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture

    from polegraph.network import Network

_BATCH = 10_000
_NAMES = itertools.count()


@pytest.fixture(scope="module")
def net() -> Network:
    return dataset.read(resources.data("horizon2020"))


@pytest.fixture(scope="module")
def server(neo4j_jars: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Start a server of its own, with the compiler that servers have in production."""
    home = tmp_path_factory.mktemp("bench") / "server"
    with Server(neo4j_jars, home, steady=True) as started, pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEO4J_USERNAME", started.user)
        patch.setenv("NEO4J_PASSWORD", started.password)
        yield started


def _fresh(server: Server) -> tuple[tuple[str], dict[str, Any]]:
    """Return the address of a dataset that nobody has written yet; the server is warm, the dataset empty."""
    return (f"{server.address}?dataset=run{next(_NAMES)}",), {}


def test_load(benchmark: BenchmarkFixture, net: Network, server: Server) -> None:
    changed = benchmark.pedantic(lambda address: store.write(net, address), setup=lambda: _fresh(server), rounds=4)
    benchmark.extra_info["relationships"] = len(net.participations) + len(net.project_themes)
    assert changed


def test_load_again(benchmark: BenchmarkFixture, net: Network, server: Server) -> None:
    (address,), _nothing = _fresh(server)
    store.write(net, address)
    assert not benchmark.pedantic(lambda: store.write(net, address), rounds=4)


def test_read_back(benchmark: BenchmarkFixture, net: Network, server: Server) -> None:
    (address,), _nothing = _fresh(server)
    store.write(net, address)
    back = benchmark.pedantic(lambda: store.read(address), rounds=4)
    assert len(back.participations) == len(net.participations)


def test_peer_plain_loop(benchmark: BenchmarkFixture, net: Network, server: Server) -> None:
    """The loop that one writes first: the same rows and properties, no bookkeeping, no protection against a kill."""
    with server.driver() as driver, driver.session() as session:
        for label, key in (("PlainOrganisation", "org_id"), ("PlainProject", "project_id")):
            session.run(f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{label}) REQUIRE (n.run, n.{key}) IS UNIQUE").consume()

        def load(run: str) -> None:
            for label, key, name in (
                ("PlainOrganisation", "org_id", "organisations"),
                ("PlainProject", "project_id", "projects"),
            ):
                node = f"UNWIND $rows AS row MERGE (n:{label} {{run: $run, {key}: row.{key}}}) SET n += row"
                for part in _parts(net, name):
                    session.run(node, rows=part, run=run).consume()
            link = (
                "UNWIND $rows AS row MATCH (o:PlainOrganisation {run: $run, org_id: row.org_id}) "
                "MATCH (p:PlainProject {run: $run, project_id: row.project_id}) "
                "MERGE (o)-[r:PLAIN]->(p) SET r += row.rest"
            )
            for part in _parts(net, "participations"):
                rows = [{"org_id": r.pop("org_id"), "project_id": r.pop("project_id"), "rest": r} for r in part]
                session.run(link, rows=rows, run=run).consume()

        benchmark.pedantic(load, setup=lambda: ((f"run{next(_NAMES)}",), {}), rounds=4)


def _parts(net: Network, name: str) -> Iterator[list[dict[str, Any]]]:
    frame = net.tables[name]
    known = frame[[column for column in frame.columns if frame[column].notna().any()]].astype("object")
    records = known.where(known.notna(), None).to_dict(orient="records")
    for i in range(0, len(records), _BATCH):
        yield [{str(key): value for key, value in row.items()} for row in records[i : i + _BATCH]]
