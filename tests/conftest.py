"""Settings that every test shares, and the real Neo4j server."""

from __future__ import annotations

import gc
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.browser import axe, browser
from tests.neo4j_server import Access, Server, empty, fetched, given
from tests.thorough import times

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ("axe", "browser")  # fixtures, by being here

# No deadline: shared machines stall. Derandomised: a failure on one machine is a failure on all.
settings.register_profile(
    "polegraph",
    deadline=None,
    derandomize=True,
    max_examples=times(25, 40),
    suppress_health_check=[HealthCheck.too_slow],
)
# What `make check` asks for (--hypothesis-profile=quick): the same laws, on fewer examples than they say themselves.
settings.register_profile("quick", settings.get_profile("polegraph"), max_examples=3)
settings.load_profile("polegraph")

# The files that take longest, the longest first: workers take whole files, and one that begins last would end alone.
_LONG = (
    "sources/test_bad_files.py",
    "sources/test_law.py",
    "cli/test_demo.py",
    "identity/test_labs.py",
    "identity/test_resolution.py",
    "suggestions/evaluation/test_judge.py",
    "test_leaks.py",
    "stores/graph_database/test_killed.py",
    "cli/test_kill.py",
    "suggestions/evaluation/test_backtesting.py",
    "stores/test_questions.py",
    "maps/test_browser.py",
)
# Files that are slow as a whole; of others, single tests say so themselves. All of them read the whole of ANR or of
# Horizon 2020, learn, build the wheel, repeat one thing some hundred times, or run command after command.
_SLOW = (
    "sources/test_law.py",
    "cli/test_demo.py",
    "identity/test_labs.py",
    "identity/test_resolution.py",
    "suggestions/evaluation/test_judge.py",
    "test_leaks.py",
    "suggestions/evaluation/test_backtesting.py",
    "suggestions/explanations/test_reasons.py",
    "test_wheel.py",
    "cli/test_commands.py",
    "cli/test_deduping.py",
    "cli/test_gaps.py",
    "cli/test_measuring.py",
    "cli/test_month.py",
    "cli/test_next_month.py",
    "cli/test_owner.py",
    "cli/test_sheet_command.py",
    "combine/test_merging.py",
    "identity/organisations/test_groups.py",
    "identity/organisations/test_public_bodies.py",
    "identity/organisations/test_companies.py",
    "identity/organisations/test_company_pairs.py",
    "metrics/test_links_anr.py",
    "sources/spreadsheet/test_rows.py",
    "sources/test_templates.py",
    "maps/test_levels.py",
    "test_known_results.py",
    "cli/test_kill.py",
    "combine/test_past.py",
    "maps/test_real.py",
    "sources/cordis/test_shapes.py",
    "suggestions/learning/test_training.py",
    "synergies/test_draws.py",
)
# Where most tests read a file: `make check` takes no more than some cases of each, evenly chosen.
_READING = ("cli", "identity", "sources", "stores")
_CASES = 2
# Which fixture starts what `make check` does without.
_STARTS = {"neo4j_server": "neo4j", "neo4j_jars": "neo4j", "browser": "browser"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what `make check` leaves out, and begin with the files that take longest."""
    here = Path(__file__).parent
    slow = {here / name for name in _SLOW}
    if gone := [name for name in (*_LONG, *_SLOW) if not (here / name).exists()]:
        raise pytest.UsageError(f"tests/conftest.py names files that are not there: {', '.join(gone)}")
    for item in items:
        for name in {_STARTS[fixture] for fixture in getattr(item, "fixturenames", ()) if fixture in _STARTS}:
            item.add_marker(name)
        if item.path.suffix == ".ipynb":
            item.add_marker("notebook")
        if item.path in slow:
            item.add_marker("slow")
        if config.getoption("--hypothesis-profile") == "quick":
            _hold_to_fewer_examples(item)
    _mark_most_cases([item for item in items if any(item.path.is_relative_to(here / name) for name in _READING)])
    place = {here / name: rank for rank, name in enumerate(_LONG)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


def _mark_most_cases(items: list[pytest.Item]) -> None:
    """Mark as slow all but some cases of each test that has many."""
    cases: dict[tuple[Path, str], list[pytest.Item]] = defaultdict(list)
    for item in items:
        cases[item.path, getattr(item, "originalname", item.name)].append(item)
    for several in cases.values():
        step = -(-len(several) // _CASES)
        for number, item in enumerate(several):
            if number % step:
                item.add_marker("slow")


def _hold_to_fewer_examples(item: pytest.Item) -> None:
    """Let no decorator of a test ask for more examples than the profile: hypothesis's own plugin looks at this name."""
    function, name = getattr(item, "obj", None), "_hypothesis_internal_use_settings"
    said, most = getattr(function, name, None), settings.get_profile("quick").max_examples
    if isinstance(said, settings) and said.max_examples > most:
        setattr(function, name, settings(said, max_examples=most))


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
