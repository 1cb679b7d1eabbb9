"""The address (URI) of a dataset in Neo4j: server, database and name, without credentials."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, quote, unquote

from polegraph.errors import PolegraphError
from polegraph.i18n import _

SCHEMES: Final = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
DEFAULT_DATASET: Final = "polegraph"
# One slash is a typing error, and a password may follow all the same; one letter is a Windows drive.
_ADDRESS: Final = re.compile(r"([a-z][a-z0-9+.-]+):/+(.*)", re.IGNORECASE | re.DOTALL)
_DATASET: Final = re.compile(r"[^\x00-\x1f\x7f/?#&=]{1,100}")


@dataclass(frozen=True, slots=True)
class Location:
    """Where a dataset is in Neo4j.

    Parameters
    ----------
    server
        Scheme, host and port, as the driver takes them.
    database
        Name of the database; None for the user's home database.
    dataset
        Name of the dataset in it.
    """

    server: str
    database: str | None
    dataset: str

    def __str__(self) -> str:
        """Write it as an address, which never holds a secret."""
        text = self.server + (f"/{quote(self.database)}" if self.database else "")
        return text if self.dataset == DEFAULT_DATASET else f"{text}?dataset={quote(self.dataset)}"


def location(network: str | os.PathLike[str] | Location) -> Location | None:
    """Parse an address.

    Parameters
    ----------
    network
        The argument NETWORK as given; one that is parsed already is returned as it is.

    Returns
    -------
    Location or None
        None if it is no address, hence the name of a folder.

    Raises
    ------
    PolegraphError
        If it is an address of an unknown kind, or one with credentials in it; they are not repeated.

    Examples
    --------
    >>> location("neo4j://localhost:7687/research?dataset=anr")
    Location(server='neo4j://localhost:7687', database='research', dataset='anr')
    >>> location("h2020/") is None
    True
    """
    # parsed already, or neither text nor path
    if isinstance(network, Location):
        return network
    if not isinstance(network, (str, os.PathLike)) or "\0" in os.fspath(network):
        raise PolegraphError(
            _("this is neither the name of a folder nor the address of a database"),
            value="None" if network is None else network,
            remedy=_("give a dataset folder, or neo4j://HOST:PORT"),
        )
    # the name of a folder is no address
    match = _ADDRESS.fullmatch(os.fspath(network))
    if match is None:
        return None
    # refuse unknown schemes and credentials, without repeating the latter
    scheme, rest = match.group(1).lower(), match.group(2)
    place = rest.rpartition("@")[2]  # user and password stand before the last '@'
    shown = f"{scheme}://{place.partition('?')[0]}"
    if scheme not in SCHEMES:
        raise PolegraphError(
            _("this is an address of a kind that polegraph does not know"),
            file=shown,
            remedy=_("give a dataset folder, or an address that begins with one of: {names}").format(
                names=", ".join(f"{name}://" for name in SCHEMES)
            ),
        )
    if place != rest:
        raise PolegraphError(
            _("an address may not hold a user name or a password, since addresses end up in logs"),
            file=shown,
            remedy=_("leave them out, and set NEO4J_USERNAME and NEO4J_PASSWORD in the environment"),
        )
    # split into host, database and name of the dataset
    before, __, query = place.partition("?")
    host, __, database = before.partition("/")
    database = unquote(database.strip("/"))
    given = dict(parse_qsl(query, keep_blank_values=True))
    dataset = given.pop("dataset", DEFAULT_DATASET)
    if not host or given or "/" in database or not _DATASET.fullmatch(dataset):
        raise PolegraphError(
            _("this address is not complete, or holds something that polegraph does not know"),
            file=shown,
            remedy=_("write neo4j://HOST:PORT, neo4j://HOST:PORT/DATABASE or neo4j://HOST:PORT/DATABASE?dataset=NAME"),
        )
    return Location(f"{scheme}://{host}", database or None, dataset)
