"""The argument NETWORK: a dataset folder, or the address of a database."""

from __future__ import annotations

import os
import re

from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.network import Network
from polegraph.stores import dataset

# One slash is a slip of the pen, and what follows may be a password all the same; one letter is a Windows drive.
_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]+):/+(.*)", re.IGNORECASE | re.DOTALL)


def read(network: str | os.PathLike[str]) -> Network:
    """Read a network.

    Parameters
    ----------
    network
        A dataset folder.

    Returns
    -------
    Network
        The network.

    Raises
    ------
    PolegraphError
        If it is not a polegraph dataset, or the address of a database, which this version does not read.

    Examples
    --------
    >>> read("neo4j://me:secret@localhost:7687")
    Traceback (most recent call last):
    ...
    polegraph.errors.PolegraphError: neo4j://localhost:7687: this version does not read Neo4j yet. What to do: give a
    dataset folder.
    """
    refuse_address(network)
    return dataset.read(network)


def write(net: Network, network: str | os.PathLike[str]) -> None:
    """Write a network, in the place of what was there.

    Parameters
    ----------
    net
        What to write.
    network
        A dataset folder; it may be absent, empty, or a polegraph dataset.

    Raises
    ------
    PolegraphError
        If the folder holds something else or cannot be written, or for the address of a database.
    """
    if not isinstance(net, Network):
        raise PolegraphError(
            _("this is not a Network"), value=type(net).__name__, remedy=_("give the network first, then the folder")
        )
    refuse_address(network)
    dataset.write(net, network)


def refuse_address(network: str | os.PathLike[str]) -> None:
    """Refuse the address of a database, without repeating the credentials that may stand in it.

    Parameters
    ----------
    network
        What the user gave as NETWORK.

    Raises
    ------
    PolegraphError
        If it is an address.
    """
    if not isinstance(network, (str, os.PathLike)) or "\0" in os.fspath(network):
        raise PolegraphError(
            _("this is not the name of a folder"),
            value="None" if network is None else network,
            remedy=_("give a dataset folder"),
        )
    match = _ADDRESS.fullmatch(os.fspath(network))
    if match is None:
        return
    scheme, rest = match.group(1).lower(), match.group(2)
    place = rest.rpartition("@")[2].partition("?")[0]  # what stands before the last '@' is name and password
    if scheme.partition("+")[0] in {"neo4j", "bolt"}:
        problem = _("this version does not read Neo4j yet")
    else:
        problem = _("this is an address of a kind that polegraph does not know")
    raise PolegraphError(problem, file=f"{scheme}://{place}", remedy=_("give a dataset folder"))
