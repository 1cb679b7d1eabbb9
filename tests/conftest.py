"""Settings that every test shares, and the real Neo4j server."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.neo4j_server import Access, Server, empty, fetched, given

if TYPE_CHECKING:
    from collections.abc import Iterator

# No deadline: shared machines stall. Derandomised: a failure on one machine is a failure on all.
settings.register_profile(
    "polegraph", deadline=None, derandomize=True, max_examples=40, suppress_health_check=[HealthCheck.too_slow]
)
# What `make check` asks for (--hypothesis-profile=quick): the same laws, on fewer examples.
settings.register_profile("quick", settings.get_profile("polegraph"), max_examples=8)
settings.load_profile("polegraph")

# The files that take longest, the longest first: workers take whole files, and one that begins last would end alone.
_LONG = (
    "identity/test_labs.py",
    "identity/test_resolution.py",
    "cli/test_demo.py",
    "suggestions/evaluation/test_judge.py",
)
# Which fixture starts what `make check` does without.
_STARTS = {"neo4j_server": "neo4j", "neo4j_jars": "neo4j", "browser": "browser"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a server, a browser or a notebook, and begin with the files that take longest."""
    for item in items:
        for name in {_STARTS[fixture] for fixture in getattr(item, "fixturenames", ()) if fixture in _STARTS}:
            item.add_marker(name)
        if item.path.suffix == ".ipynb":
            item.add_marker("notebook")
    place = {Path(__file__).parent / name: rank for rank, name in enumerate(_LONG)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


def pytest_collection_finish() -> None:
    """Keep the garbage collector from walking over all that was loaded, again and again while a test runs."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def neo4j_jars() -> Path:
    """Return the folder that a test hands to a `Server` of its own."""
    try:
        return fetched()
    except RuntimeError as problem:
        pytest.fail(str(problem), pytrace=False)


@pytest.fixture(scope="session")
def neo4j_server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Access]:
    """Start one server for the whole session, or use the one that NEO4J_URI names."""
    try:
        access = given()
    except RuntimeError as problem:
        pytest.fail(str(problem), pytrace=False)
    if access is not None:
        yield access
        empty(access)  # so that the next session finds it as this one did
        return
    # Asked for only here: who names a server needs no Java.
    jars, home = request.getfixturevalue("neo4j_jars"), tmp_path_factory.mktemp("neo4j")
    with Server(jars, home, steady=bool(request.config.getoption("benchmark_only"))) as server:
        yield server.access


@pytest.fixture
def neo4j_address(neo4j_server: Access, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the address of an empty database, with the credentials in the environment."""
    empty(neo4j_server)
    monkeypatch.setenv("NEO4J_USERNAME", neo4j_server.user)
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_server.password)
    return neo4j_server.address
