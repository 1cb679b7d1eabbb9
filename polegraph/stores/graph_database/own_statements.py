"""Statements of the user's own: they may read, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.stores.graph_database import reading, sessions
from polegraph.stores.location import location

if TYPE_CHECKING:
    from collections.abc import Iterator

    import neo4j

_PATIENCE: Final = 60.0  # seconds
_MOST: Final = 100_000  # rows
_REFUSED: Final = ("LoadCSV", "ProcedureCall")
"""Operators of a plan that reach beyond the data: files, other servers, whatever a plug-in does."""


def answer(address: str, statement: str, values: dict[str, Any], *, name: str) -> pd.DataFrame:
    """Run a statement of the user's own on a dataset, in a transaction that may only read.

    Parameters
    ----------
    address
        ``neo4j://HOST:PORT/DATABASE?dataset=NAME``.
    statement
        The Cypher. It is planned first, and not run if it would write, read a file or another server, or call a
        procedure.
    values
        Its parameters; ``dataset`` is added.
    name
        What it is called in messages.

    Returns
    -------
    DataFrame
        The answer.

    Raises
    ------
    PolegraphError
        If it is no address, the server does not understand the statement, or it would do more than read.
    """
    import neo4j  # noqa: PLC0415  # takes a third of a second
    import neo4j.exceptions  # noqa: PLC0415

    place = location(address)
    if place is None:
        raise PolegraphError(
            _("a statement is asked of a database, and this is a folder"),
            file=address,
            remedy=_("copy it first (polegraph copy FOLDER neo4j://HOST:PORT), then give that address here"),
        )
    given = {**values, "dataset": place.dataset}
    text: Any = statement.rstrip().removesuffix(";")  # the driver wants a literal text, and this one is the user's

    @neo4j.unit_of_work(timeout=_PATIENCE)
    def read(transaction: neo4j.ManagedTransaction) -> pd.DataFrame:
        planned = transaction.run("EXPLAIN\n" + text, given).consume()
        _refuse_more_than_reading(planned, name)
        result = transaction.run(text, given)
        rows = [record.values() for __, record in zip(range(_MOST), result, strict=False)]
        return pd.DataFrame(rows, columns=list(result.keys()), dtype="object")

    with sessions.session(place, readonly=True) as opened:
        reading.state(opened, place)
        try:
            return opened.execute_read(read)
        except neo4j.exceptions.ClientError as error:
            said = " ".join((error.message or "").split())[:300].rstrip(".")
            raise PolegraphError(
                _("the server refuses this statement: {error}").format(error=said),
                value=name,
                remedy=_("try it in Neo4j Browser; it may only read, and takes a minute at most"),
            ) from error


def _refuse_more_than_reading(planned: neo4j.ResultSummary, name: str) -> None:
    """Refuse a plan that writes, or reaches beyond the data."""
    operators = [str(one.get("operatorType", "")) for one in _operators(planned.plan)]
    if planned.query_type != "r" or not operators or any(one.startswith(_REFUSED) for one in operators):
        raise PolegraphError(
            _("this statement would do more than read the data"),
            value=name,
            remedy=_("use MATCH, WITH and RETURN alone: nothing that writes, LOAD CSV or CALL of a procedure"),
        )


def _operators(plan: dict[str, Any] | None) -> Iterator[dict[str, Any]]:
    if plan is not None:
        yield plan
        for child in plan.get("children", ()):
            yield from _operators(child)
