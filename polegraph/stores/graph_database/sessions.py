"""Connections to a Neo4j server: drivers, sessions, credentials, and errors of the server turned into remedies."""

from __future__ import annotations

import getpass
import os
import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from polegraph.errors import PolegraphError
from polegraph.i18n import N_, _
from polegraph.resources import cypher

if TYPE_CHECKING:
    from collections.abc import Iterator

    import neo4j

    from polegraph.stores.location import Location

_OLDEST: Final = 5
_CONNECT: Final = 15.0  # seconds; a server that is there answers in one
_RETRY: Final = 30.0  # seconds in which a transaction that met a passing fault is tried again


class _Fault(NamedTuple):
    """A fault of the server that has a remedy.

    Attributes
    ----------
    pattern
        Regular expression, searched in the code and the message of the error.
    problem
        Message about it; ``{error}`` is the message of the server.
    remedy
        Message about what to do; ``{again}`` is `_AGAIN`.
    """

    pattern: str
    problem: str
    remedy: str


_AGAIN: Final = N_(
    "make it available again and give the same command once more: what is written already stays, the rest follows"
)
# The first pattern that matches counts.
_FAULTS: Final = (
    _Fault(
        r"Security\.(Unauthorized|AuthenticationRateLimit|CredentialsExpired)",
        N_("the server does not accept this user and password"),
        N_(
            "set NEO4J_USERNAME and NEO4J_PASSWORD to those of a user of this server; after several "
            "wrong ones, wait a minute"
        ),
    ),
    _Fault(
        r"Security\.Forbidden|AccessMode|ForbiddenOnReadOnlyDatabase|ReadOnlyDatabase|read-only|read only",
        N_("this user may not do that here, or the database is read-only: {error}"),
        N_("ask for the right to write, or copy to a database that you may write to"),
    ),
    _Fault(
        r"DatabaseNotFound|Database does not exist|database.*not.*exist",
        N_("there is no such database on this server: {error}"),
        N_("leave the name out for the home database, or have the database created"),
    ),
    _Fault(
        # Neo4j's answer to a full disk, from the first failed write until it is restarted.
        r"Could not append transaction|critical error, and needs to be restarted|DatabasePanic",
        N_("the server cannot write to its disk, which is probably full: {error}"),
        N_("make room on the server's disk and start the server again; then {again}"),
    ),
    _Fault(
        r"No space left|[Dd]isk.*full|OutOfDiskSpace|low on (disk )?space|IOException",
        N_("the server cannot write to its disk: {error}"),
        N_("make room on the server's disk; then {again}"),
    ),
    _Fault(
        r"ConstraintValidationFailed|ConstraintCreationFailed|IndexEntryConflict|already exists with label",
        N_("other data in this database stand in the way of a constraint that polegraph needs: {error}"),
        N_("remove or rename what is named there, or use another database"),
    ),
    _Fault(
        r"MemoryPoolOutOfMemory|OutOfMemory|memory",
        N_("the server has not enough memory: {error}"),
        N_("give it more (dbms.memory.transaction.total.max, server.memory.heap.max_size), or narrow the network"),
    ),
    _Fault(
        r"CERTIFICATE|certificate|SSL|TLS",
        N_("no secure connection to this server: {error}"),
        N_(
            "use neo4j+s:// where the server has a certificate that this machine trusts, neo4j+ssc:// for one that "
            "it has signed itself, neo4j:// where it has none"
        ),
    ),
    _Fault(
        r"ServiceUnavailable|SessionExpired|DatabaseUnavailable|resolve|[Cc]onnect|retrieve routing|defunct",
        N_("the server does not answer, or went away: {error}"),
        # A server that expects another scheme gives the same error as one that is absent.
        N_(
            "check the address, that the server runs, and the scheme: neo4j:// and bolt:// where it has no "
            "certificate, neo4j+s:// where it has one, neo4j+ssc:// where it signed that itself; {again}"
        ),
    ),
    _Fault(
        r"SyntaxError|ProcedureNotFound|UnknownFunction",
        N_("this server does not understand a statement of polegraph; it is probably too old: {error}"),
        N_("use Neo4j 5.26 or newer"),
    ),
)


@contextmanager
def driver(place: Location) -> Iterator[neo4j.Driver]:
    """Open a connection to the server of an address, and turn every fault of it into one paragraph.

    Parameters
    ----------
    place
        The address.

    Yields
    ------
    neo4j.Driver
        Connected, and known to be a server that polegraph can use.

    Raises
    ------
    PolegraphError
        If the server does not answer, refuses the user, is too old, or fails later on.
    """
    import neo4j  # noqa: PLC0415  # takes a third of a second, and folders need none of it

    with faults(place):
        with _reaching(place):
            connection = neo4j.GraphDatabase.driver(
                place.server,
                auth=_credentials(place),
                user_agent="polegraph",
                connection_timeout=_CONNECT,
                max_transaction_retry_time=_RETRY,
                notifications_min_severity="OFF",
            )
        with connection:
            with _reaching(place):
                agent = connection.get_server_info().agent
            refuse_old(agent, place)
            yield connection


@contextmanager
def _reaching(place: Location) -> Iterator[None]:
    """Turn the errors of a wrong address into a `PolegraphError`; later on such errors are not the server's."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise PolegraphError(
            _("this server cannot be reached: {error}").format(error=_one_line(error)),
            file=str(place),
            remedy=_("check the address and that the server runs"),
        ) from error


@contextmanager
def session(place: Location, *, readonly: bool = False) -> Iterator[neo4j.Session]:
    """Open a session in the database of an address.

    Parameters
    ----------
    place
        The address.
    readonly
        Whether the server may refuse every write; a user with the right to read alone can do all of this.

    Yields
    ------
    neo4j.Session
        The session.
    """
    import neo4j  # noqa: PLC0415

    access = neo4j.READ_ACCESS if readonly else neo4j.WRITE_ACCESS
    with driver(place) as connection, connection.session(database=place.database, default_access_mode=access) as opened:
        yield opened


def rows(
    session_: neo4j.Session | neo4j.ManagedTransaction,
    name: str,
    **values: Any,  # noqa: ANN401  # the parameters of a statement
) -> list[Any]:
    """Run a statement of the folder ``cypher`` and return all its records.

    Parameters
    ----------
    session_
        A session or a transaction.
    name
        Name of the statement.
    **values
        Its parameters.
    """
    return list(session_.run(statement(name), values))


def statement(name: str) -> Any:  # noqa: ANN401  # the driver wants a LiteralString, to keep values out of it
    """Return a statement as the driver takes it: always a whole file, in which nothing was put together.

    Parameters
    ----------
    name
        Name of the statement.
    """
    return cypher(name)


def _credentials(place: Location) -> tuple[str, str] | None:
    """Take user name and password from the environment, or ask for the password on a terminal."""
    user = os.environ.get("NEO4J_USERNAME") or "neo4j"
    password = os.environ.get("NEO4J_PASSWORD")
    if password is None and sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty():
        words = _("Password of {user} on {address} (empty if none is needed): ")
        password = getpass.getpass(words.format(user=user, address=place), stream=sys.stderr)
    return (user, password) if password else None


def refuse_old(agent: str, place: Location) -> None:
    """Refuse a server that does not understand polegraph's statements.

    Parameters
    ----------
    agent
        Its version string.
    place
        The address.

    Raises
    ------
    PolegraphError
        If it is too old.

    Examples
    --------
    >>> from polegraph.stores.location import Location
    >>> refuse_old("Neo4j/4.4.26", Location("neo4j://host", None, "polegraph"))
    Traceback (most recent call last):
    ...
    polegraph.errors.PolegraphError: neo4j://host: this server is too old: Neo4j/4.4.26. What to do: use Neo4j 5.26 or
    newer.
    """
    version = re.search(r"/(\d+)", agent)
    if version is not None and int(version.group(1)) < _OLDEST:
        raise PolegraphError(
            _("this server is too old: {agent}").format(agent=agent),
            file=str(place),
            remedy=_("use Neo4j 5.26 or newer"),
        )


@contextmanager
def faults(place: Location) -> Iterator[None]:
    """Turn errors of the driver into a `PolegraphError`.

    Parameters
    ----------
    place
        The address that is being talked to.
    """
    import neo4j.exceptions  # noqa: PLC0415

    try:
        yield
    except (neo4j.exceptions.Neo4jError, neo4j.exceptions.DriverError) as error:
        problem, remedy = _explained(error)
        raise PolegraphError(problem, file=str(place), remedy=remedy) from error


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:300].rstrip(".")


def _explained(error: Exception) -> tuple[str, str]:
    """Describe a fault of the server and its remedy."""
    code = getattr(error, "code", None) or ""
    text = _one_line(error)
    message = " ".join((getattr(error, "message", None) or text).split())[:300].rstrip(".")
    for fault in _FAULTS:
        if re.search(fault.pattern, f"{code} {text}"):
            return _(fault.problem).format(error=message), _(fault.remedy).format(again=_(_AGAIN))
    return (
        _("the server refuses: {error}").format(error=message),
        _("read the server's log; if it says nothing of use, report the command with this message"),
    )
