"""A writing into Neo4j that ends in the middle: readers are told, and the next one makes of it what was wanted."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.stores.graph_database import store
from tests.cli.world import network
from tests.stores.graph import contents, count

if TYPE_CHECKING:
    from polegraph.network import Network
    from tests.neo4j_server import Access


class _PowerCutError(Exception):
    """What no part of polegraph catches."""


class _Cut:
    """A progress that ends the writing when a number of its steps are done."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __call__(self, done: int, total: int) -> None:
        assert 0 < done <= total
        self.left -= 1
        if self.left == 0:
            raise _PowerCutError


def _name(address: str) -> str:
    return address.rpartition("=")[2]


def _of(source: str, net: Network) -> Network:
    return net.with_tables(**{name: table.assign(source=source) for name, table in net.tables.items() if len(table)})


def _steps(net: Network, address: str) -> int:
    """Write a network, and count the steps of it."""
    steps: list[int] = []
    store.write(net, address, progress=lambda done, _total: steps.append(done))
    return len(steps)


@pytest.mark.parametrize("before", [None, tiny()], ids=["into nothing", "over another"])
def test_cut_after_any_step_the_next_writing_completes(shared: Access, address: str, before: Network | None) -> None:
    fresh, net = f"{address}-fresh", network()
    steps = _steps(net, fresh)
    assert steps >= 8
    for after in range(1, steps + 1, 3):
        if before is not None:
            store.write(before, address)
        with pytest.raises(_PowerCutError):
            store.write(net, address, progress=_Cut(after))
        with pytest.raises(PolegraphError, match="interrupted"):
            store.read(address)
        store.write(net, address)
        assert contents(shared, _name(address)) == contents(shared, _name(fresh))
        store.write(tiny(), address)


def _agreeing(net: Network) -> Network:
    """Return what the other source says of projects: a number that means two things in two sources is refused."""
    known = tiny().projects.set_index("project_id")
    projects = net.projects
    there = projects["project_id"].isin(known.index)
    return net.with_tables(
        projects=projects.assign(
            year=projects["year"].mask(there, projects["project_id"].map(known["year"])).astype("Int64"),
            title=projects["title"].mask(there, projects["project_id"].map(known["title"])),
            acronym=projects["acronym"].mask(there, projects["project_id"].map(known["acronym"])),
        )
    )


def test_cut_after_any_step_the_next_import_completes(shared: Access, address: str) -> None:
    """Two sources, of which one is read again: neither loses a row, whichever of the next imports comes first."""
    fresh = f"{address}-fresh"
    one, two, later = _of("one", tiny()), _of("two", _agreeing(network())), _of("one", tiny().select(since=2016))
    for net in (one, two, later):
        store.update(net, fresh)
    wanted = contents(shared, _name(fresh))
    for number, (after, again) in enumerate([(1, later), (3, later), (3, two)]):
        place = f"{address}-{number}"
        store.update(one, place)
        store.update(two, place)
        with pytest.raises(_PowerCutError):
            store.update(later, place, progress=_Cut(after))
        with pytest.raises(_PowerCutError):  # and once more
            store.update(later, place, progress=_Cut(1))
        store.update(again, place)
        assert contents(shared, _name(place)) == wanted


def test_an_import_after_a_copy_that_was_cut_is_refused_and_may_start_over(shared: Access, address: str) -> None:
    store.update(_of("one", tiny()), address)
    with pytest.raises(_PowerCutError):
        store.write(network(), address, progress=_Cut(3))
    with pytest.raises(PolegraphError, match="give the command that wrote it once more"):
        store.update(_of("one", tiny()), address)
    store.update(_of("one", tiny()), address, replace=True)
    assert len(store.read(address).organisations) == 5
    assert count(shared, "MATCH (n:Staged|Loader) RETURN count(n)") == 0


def test_of_two_writers_the_second_wins_and_the_first_is_told(shared: Access, address: str) -> None:
    fresh = f"{address}-fresh"
    store.write(tiny(), fresh)
    second: list[bool] = []

    def interfere(_done: int, _total: int) -> None:
        if not second:
            second.append(True)
            store.write(tiny(), address)

    with pytest.raises(PolegraphError, match="somebody else"):
        store.write(network(), address, progress=interfere)
    assert contents(shared, _name(address)) == contents(shared, _name(fresh))


def test_who_reads_while_it_changes_gets_all_of_one_state_or_an_error(shared: Access, address: str) -> None:
    states = {"tiny": tiny(), "world": network()}
    store.write(states["tiny"], address)
    assert count(shared, "MATCH (d:Dataset {name: $name}) RETURN d.version", name=_name(address)) == 1
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(lambda: [store.write(states[name], address) for name in ("world", "tiny") * 3])
        seen = []
        while not writing.done():
            try:
                net = store.read(address)
            except PolegraphError as error:
                seen.append(str(error))
            else:
                name = "tiny" if "ALONE" in net.org_index else "world"
                seen.append(name)
                for table, frame in states[name].tables.items():
                    assert len(net.tables[table]) == len(frame)
        assert writing.result() == [True] * 6
    refused = [text for text in seen if text not in states]
    assert refused
    assert all("being written" in text or "somebody else changed" in text for text in refused)
