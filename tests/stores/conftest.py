from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from polegraph.cli import cli
from polegraph.network import Network
from polegraph.stores.graph_database import store
from tests import examples
from tests.neo4j_server import empty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pandas as pd
    from click.testing import Result

    from tests.neo4j_server import Access


@pytest.fixture(scope="module")
def shared(neo4j_server: Access) -> Iterator[Access]:
    """A server for all tests of a file, empty at first, with the credentials in the environment; each test takes a
    dataset of its own.
    """
    _clear(neo4j_server)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEO4J_USERNAME", neo4j_server.user)
        patch.setenv("NEO4J_PASSWORD", neo4j_server.password)
        yield neo4j_server
    _clear(neo4j_server)


def _clear(access: Access) -> None:
    """Empty a database, but leave polegraph's constraints where there are no others: they take seconds to make."""
    with access.driver() as driver, driver.session() as session:
        names = session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'").value()
        if all(name.startswith("polegraph_") for name in names):
            session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
            return
    empty(access)


@pytest.fixture
def address(shared: Access, request: pytest.FixtureRequest) -> str:
    """The address of a dataset that no other test writes to."""
    name = "".join(c if c.isalnum() else "-" for c in request.node.name)[:90]
    return f"{shared.address}?dataset={name}"


@pytest.fixture(scope="module")
def centre() -> Network:
    """The région Centre example, some of it not for everybody."""
    net = examples.centre()
    visibilities: list[Any] = ["public", "members", "internal", None, None, None, None]

    def hidden(table: pd.DataFrame) -> pd.DataFrame:
        return table.assign(visibility=[visibilities[row % 7] for row in range(len(table))])

    tables = {"organisations": hidden(net.organisations), "projects": hidden(net.projects)}
    return Network(**{**net.tables, **tables})


@pytest.fixture(scope="module")
def whole(shared: Access, centre: Network) -> str:
    """The address of the example, beside another dataset that must stay out of every answer."""
    store.write(centre, shared.address)
    store.write(centre.select(until=2012), f"{shared.address}?dataset=other")
    return shared.address


@pytest.fixture
def polegraph(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command line inside this process, in English."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")

    def invoke(*arguments: str | Path) -> Result:
        return CliRunner().invoke(cli, [os.fspath(argument) for argument in arguments], prog_name="polegraph")

    return invoke
