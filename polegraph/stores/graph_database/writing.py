"""Writer of networks into Neo4j: only the differences, in transactions of one batch each."""

from __future__ import annotations

import itertools
import queue
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.resources import cypher
from polegraph.stores.graph_database import sessions
from polegraph.stores.graph_database.mapping import parameters
from polegraph.stores.graph_database.model import CONSTRAINTS, DERIVED, LINKS, NODES
from polegraph.tables import LARGE_SIZES, SME_SIZES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import neo4j
    from numpy.typing import NDArray

    from polegraph.stores.graph_database.mapping import Element
    from polegraph.stores.location import Location

    Progress = Callable[[int, int], None]

_BATCH: Final = 10_000
_WORKERS: Final = 2  # one packs its rows while the other's are being written
_INDEXES: Final = 600  # seconds until a full-text index over millions of names is ready
_KINDS: Final = {
    "company": "Company",
    "lab": "Lab",
    "training_body": "TrainingBody",
    "public_body": "PublicBody",
    "association": "Association",
}
_SIZES: Final = {"SME": SME_SIZES, "LargeGroup": LARGE_SIZES}
KEYS: Final = ("dataset_name", *CONSTRAINTS)
INDEXES: Final = ("org_id", "locations", "names")


@dataclass(slots=True)
class Difference:
    """The difference between the current and the target state of one kind.

    Parameters
    ----------
    missing
        Positions of the rows that are not there as they should be.
    gone
        Element ids of obsolete elements.
    gone_prints
        Its fingerprints.
    ids
        For nodes: element id by key.
    """

    missing: NDArray[np.int64]
    gone: list[str]
    gone_prints: list[int]
    ids: dict[str, str] = field(default_factory=dict)


def prepare(session: neo4j.Session) -> None:
    """Create the constraints that are missing, by which nodes are found while they are written.

    Parameters
    ----------
    session
        One that may write.
    """
    _create(session, KEYS)


def make_findable(session: neo4j.Session) -> None:
    """Create the other indexes that are missing: filling one at the end takes less than keeping it up meanwhile.

    Parameters
    ----------
    session
        One that may write.
    """
    _create(session, INDEXES)


def _create(session: neo4j.Session, names: Sequence[str]) -> None:
    there = {record["name"] for record in sessions.rows(session, "schema/present")}
    missing = [name for name in names if f"polegraph_{name}" not in there]
    for name in missing:
        session.run(sessions.statement(f"schema/{name}")).consume()
    if missing:
        session.run(sessions.statement("schema/ready"), seconds=_INDEXES).consume()


def differences(session: neo4j.Session, dataset: str, wanted: Mapping[str, Element]) -> dict[str, Difference]:
    """Compare the target state with the current one, by fingerprints alone.

    Parameters
    ----------
    session
        Any session.
    dataset
        Name of the dataset.
    wanted
        Target state of the graph.
    """
    found: dict[str, Difference] = {}
    for name, element in wanted.items():
        record = sessions.rows(session, f"present/{name}", dataset=dataset)[0]
        prints = np.array(record["fingerprints"], dtype=np.int64)
        missing = np.flatnonzero(~np.isin(element.fingerprints, prints))
        gone = np.flatnonzero(~np.isin(prints, element.fingerprints) | _repeated(prints))
        found[name] = Difference(missing, [record["ids"][i] for i in gone], prints[gone].tolist())
        if name in NODES:
            found[name].ids = dict(zip(record["keys"], record["ids"], strict=True))
    return found


def nothing_there(session: neo4j.Session, dataset: str, wanted: Mapping[str, Element]) -> dict[str, Difference] | None:
    """Return the differences from an empty database, without looking for every kind in it.

    Parameters
    ----------
    session
        Any session.
    dataset
        Name of the dataset.
    wanted
        Target state of the graph.

    Returns
    -------
    dict or None
        None if the database holds something of this dataset.
    """
    if sessions.rows(session, "dataset/anything", dataset=dataset)[0]["found"]:
        return None
    return {name: Difference(np.arange(len(element.frame)), [], []) for name, element in wanted.items()}


def _repeated(prints: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return the fingerprints that occur twice, as of a relationship that was copied by hand."""
    first = np.zeros(len(prints), dtype=bool)
    first[np.unique(prints, return_index=True)[1]] = True
    return ~first


class Load:
    """One load of a dataset, from the claim to its completion.

    Parameters
    ----------
    connection
        Connection to the server.
    place
        The address.
    progress
        Called with the number of rows written and their total.
    """

    def __init__(self, connection: neo4j.Driver, place: Location, progress: Progress | None) -> None:
        self.connection = connection
        self.place = place
        self.token = secrets.token_hex(16)
        self.progress = progress
        self.batches = itertools.count(1)  # which threads share, and no number may come twice
        self.done = self.total = 0
        self.workers: queue.SimpleQueue[int] = queue.SimpleQueue()
        for worker in range(_WORKERS):
            self.workers.put(worker)

    def session(self) -> neo4j.Session:
        """Open a session in the database."""
        return self.connection.session(database=self.place.database)

    def claim(self, staged: int, *, collaborations: bool | None) -> None:
        """Claim the dataset: no other writer can write to it from here on, and readers wait.

        Parameters
        ----------
        staged
            Number of staged parts of the next state.
        collaborations
            Whether the collaboration links belong to the target state, which a writer after an interruption must know.
        """
        with self.session() as session:
            session.execute_write(partial(self._claim, staged=staged, collaborations=collaborations))

    def _claim(self, transaction: neo4j.ManagedTransaction, *, staged: int, collaborations: bool | None) -> None:
        given = {"dataset": self.place.dataset, "token": self.token}
        if staged and sessions.rows(transaction, "dataset/staged_parts", **given)[0]["parts"] != staged:
            raise taken_over(self.place)  # a writer that finished meanwhile has cleared up
        claim = {"workers": _WORKERS, "now": datetime.now(tz=UTC), "staged": self.token if staged else None}
        claim["collaborations"] = collaborations
        transaction.run(sessions.statement("dataset/claim"), given, **claim).consume()

    def write(self, wanted: Mapping[str, Element], found: Mapping[str, Difference]) -> None:
        """Remove obsolete relationships, write missing elements, remove obsolete nodes.

        Parameters
        ----------
        wanted
            Target state of the graph.
        found
            The differences from it.
        """
        self.total = sum(len(one.missing) + len(one.gone) for one in found.values())
        links = [name for name in (*LINKS, *DERIVED) if name in wanted]
        for name in links:
            self._each("load/remove_links", found[name].gone, _ids)
        for name in NODES:
            self._write_nodes(wanted[name], found[name])
        for name in links:
            self._write_links(wanted[name], found)
        for name in NODES:
            one = found[name]
            pairs = list(zip(one.gone, one.gone_prints, strict=True))
            self._each("load/remove_nodes", pairs, _gone)

    def _each(self, statement: str, what: Sequence[Any], given: Callable[[Sequence[Any]], dict[str, Any]]) -> None:
        parts = [what[i : i + _BATCH] for i in range(0, len(what), _BATCH)]
        self._run([(statement, partial(given, part), len(part)) for part in parts])

    def _write_nodes(self, element: Element, found: Difference) -> None:
        chunks = _chunks(found.missing)
        statement = f"load/{element.name}"
        given = partial(_labelled, element, set(found.ids)) if element.name == "organisations" else None
        tasks = [(statement, partial(given or partial(parameters, element), chunk), len(chunk)) for chunk in chunks]
        keys = element.frame[NODES[element.name].key]
        for chunk, records in zip(chunks, self._run(tasks), strict=True):
            if records is None:  # written by a try that lost its answer; look the ids up
                with self.session() as session:
                    there = sessions.rows(session, f"present/{element.name}", dataset=self.place.dataset)[0]
                found.ids = dict(zip(there["keys"], there["ids"], strict=True))
            else:
                found.ids.update(zip(keys.iloc[chunk], records[0]["ids"], strict=True))

    def _write_links(self, element: Element, found: Mapping[str, Difference]) -> None:
        link = (LINKS | DERIVED)[element.name]
        starts, ends = found[link.start].ids, found[link.end].ids
        chunks = _chunks(found[element.name].missing)

        def given(chunk: NDArray[np.int64]) -> dict[str, Any]:
            frame = element.frame.iloc[chunk]
            values = parameters(element, chunk)
            values["start"] = [starts[key] for key in frame[link.start_key]]
            values["end"] = [ends[key] for key in frame[link.end_key]]
            return {**values, "written_as": "links"}  # a project has a start and an end too

        tasks = [(f"load/{element.name}", partial(given, chunk), len(chunk)) for chunk in chunks]
        for chunk, records in zip(chunks, self._run(tasks), strict=True):
            if records is not None and records[0]["written"] != len(chunk):
                raise taken_over(self.place)

    def _run(self, tasks: Iterable[tuple[str, Callable[[], dict[str, Any]], int]]) -> list[list[Any] | None]:
        """Run batches, two at a time, each in a transaction of its own; return their records, in order."""
        tasks = list(tasks)
        if len(tasks) == 1:
            return [self._batch(*tasks[0])]
        with ThreadPoolExecutor(_WORKERS) as pool:
            futures = [pool.submit(self._batch, *task) for task in tasks]
            try:
                return [future.result() for future in futures]
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise

    def _batch(self, statement: str, given: Callable[[], dict[str, Any]], size: int) -> list[Any] | None:
        worker = self.workers.get()
        try:
            batch, values = next(self.batches), given()
            with self.session() as session:
                records = session.execute_write(self._once, cypher(statement), values, worker, batch)
        finally:
            self.workers.put(worker)
        self.done += size
        if self.progress is not None:
            self.progress(self.done, self.total)
        return records

    def _once(
        self,
        transaction: neo4j.ManagedTransaction,
        text: Any,  # noqa: ANN401  # the driver wants a LiteralString
        values: dict[str, Any],
        worker: int,
        batch: int,
    ) -> list[Any] | None:
        """Write a batch, unless a try before this one did and only its answer was lost."""
        marks = sessions.rows(
            transaction, "dataset/mark", dataset=self.place.dataset, token=self.token, worker=worker, batch=batch
        )
        if not marks:
            raise taken_over(self.place)
        if marks[0]["before"] == batch:
            return None
        labels, kind = values.get("labels", {}), values.get("written_as", "nodes")  # a next try finds them there, too
        columns = {name: value for name, value in values.items() if name not in {"labels", "written_as"}}
        records = list(transaction.run(text, columns, dataset=self.place.dataset))
        if values.get("own"):
            transaction.run(sessions.statement(f"own/{kind}"), ids=records[0]["ids"], own=values["own"]).consume()
        for label, rows in labels.items():
            ids = [records[0]["ids"][row] for row in rows]
            transaction.run(sessions.statement(f"label/{label}"), ids=ids).consume()
        return records

    def finish(self, about: dict[str, Any], orders: list[dict[str, Any]]) -> None:
        """Mark the dataset as complete.

        Parameters
        ----------
        about
            Properties of the dataset's node.
        orders
            The order of the rows of tables that are not in the order of their keys.
        """
        with self.session() as session:
            session.execute_write(self._finish, about, orders)

    def _finish(
        self, transaction: neo4j.ManagedTransaction, about: dict[str, Any], orders: list[dict[str, Any]]
    ) -> None:
        dataset = self.place.dataset
        sessions.rows(transaction, "dataset/set_orders", dataset=dataset, orders=orders)
        sessions.rows(transaction, "dataset/unstage", dataset=dataset)
        if not sessions.rows(transaction, "dataset/finish", dataset=dataset, token=self.token, about=about):
            raise taken_over(self.place)


def _labelled(element: Element, known: set[str], chunk: NDArray[np.int64]) -> dict[str, Any]:
    """Return organisations as parameters, and the rows that get each label; those that are there lose theirs first."""
    values = parameters(element, chunk)
    frame = element.frame.iloc[chunk].reset_index(drop=True)
    labels = {"none": np.flatnonzero(frame["org_id"].isin(known))}
    labels.update({label: np.flatnonzero(frame["kind"] == kind) for kind, label in _KINDS.items()})
    labels.update({label: np.flatnonzero(frame["unit_size"].isin(sizes)) for label, sizes in _SIZES.items()})
    values["labels"] = {label: rows.tolist() for label, rows in labels.items() if len(rows)}
    return values


def _ids(part: Sequence[str]) -> dict[str, Any]:
    return {"ids": list(part)}


def _gone(part: Sequence[tuple[str, int]]) -> dict[str, Any]:
    return {"ids": [id_ for id_, _print in part], "fingerprints": [print_ for _id, print_ in part]}


def _chunks(rows: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    return [rows[i : i + _BATCH] for i in range(0, len(rows), _BATCH)]


def taken_over(place: Location) -> PolegraphError:
    """Return the error that another process writes to the same dataset.

    Parameters
    ----------
    place
        The address.
    """
    return PolegraphError(
        _("somebody else changed this dataset while it was being written"),
        file=str(place),
        remedy=_("let one finish before the other begins; then give the command again"),
    )
