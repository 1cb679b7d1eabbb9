"""The argument NETWORK: a dataset folder, or the address of a dataset in Neo4j."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.network import Network
from polegraph.stores.folder import dataset
from polegraph.stores.location import location

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from polegraph.stores.graph_database.writing import Progress


def is_address(network: str | os.PathLike[str]) -> bool:
    """Return whether NETWORK is the address of a database rather than a folder.

    Parameters
    ----------
    network
        The argument as given.

    Raises
    ------
    PolegraphError
        If it is an address of an unknown kind, or one with credentials in it.

    Examples
    --------
    >>> is_address("neo4j://localhost:7687"), is_address("h2020/")
    (True, False)
    """
    return location(network) is not None


def is_same(one: str, other: str) -> bool:
    """Return whether two arguments NETWORK mean the same dataset.

    Parameters
    ----------
    one, other
        The argument as given.
    """
    places = location(one), location(other)
    if places == (None, None):
        return Path(one).resolve() == Path(other).resolve()
    return places[0] == places[1]


def read(network: str | os.PathLike[str]) -> Network:
    """Read a network.

    Parameters
    ----------
    network
        A dataset folder, or ``neo4j://HOST:PORT/DATABASE?dataset=NAME``.

    Returns
    -------
    Network
        The network.

    Raises
    ------
    PolegraphError
        If it is not a polegraph dataset, or the server does not answer or refuses.

    Examples
    --------
    >>> read("neo4j://me:secret@localhost:7687")
    Traceback (most recent call last):
    ...
    polegraph.errors.PolegraphError: neo4j://localhost:7687: an address may not hold a user name or a password, since
    addresses end up in logs. What to do: leave them out, and set NEO4J_USERNAME and NEO4J_PASSWORD in the environment.
    """
    place = location(network)
    if place is not None:
        from polegraph.stores.graph_database import store  # noqa: PLC0415  # folders need no driver

        return store.read(place)
    return dataset.read(network)


def write(
    net: Network,
    network: str | os.PathLike[str],
    *,
    keep: bool = False,
    collaborations: bool | None = None,
    progress: Progress | None = None,
) -> bool:
    """Write a network in the place of any other.

    Parameters
    ----------
    net
        The network.
    network
        A dataset folder, which may be absent, empty, or a polegraph dataset; or ``neo4j://HOST:PORT/DATABASE``.
    keep
        Whether rows that the network does not have stay; in Neo4j only.
    collaborations
        Whether to write collaborations as relationships; in Neo4j only.
    progress
        Called with the number of rows written and their total; in Neo4j only.

    Returns
    -------
    bool
        Whether anything was written; a folder always is.

    Raises
    ------
    PolegraphError
        If the folder holds something else or cannot be written, or the server does not answer or refuses.
    """
    if not isinstance(net, Network):
        raise PolegraphError(
            _("this is not a Network"), value=type(net).__name__, remedy=_("give the network first, then the folder")
        )
    place = location(network)
    if place is not None:
        from polegraph.stores.graph_database import store  # noqa: PLC0415

        return store.write(net, place, keep=keep, collaborations=collaborations, progress=progress)
    refuse_keep(network, keep=keep)
    dataset.write(net, network)
    return True


def update(
    net: Network,
    network: str | os.PathLike[str],
    *,
    replace: bool = False,
    keep: bool = False,
    current: dt.date | None = None,
    progress: Progress | None = None,
) -> Network:
    """Put the sources of a network into a dataset; rows of other sources stay.

    Parameters
    ----------
    net
        Output of a reader, with the source of every row.
    network
        As for `write`.
    replace
        Whether to start over instead; the decisions of users on entity resolution stay.
    keep
        As for `write`.
    current
        As for `polegraph.combine.together`.
    progress
        As for `write`.

    Returns
    -------
    Network
        The dataset afterwards.

    Raises
    ------
    PolegraphError
        As `write`.
    """
    place = location(network)
    if place is not None:
        from polegraph.stores.graph_database import store  # noqa: PLC0415

        return store.update(net, place, replace=replace, keep=keep, current=current, progress=progress)
    refuse_keep(network, keep=keep)
    return dataset.update(net, network, replace=replace, current=current, undoable=True)


def undo(network: str | os.PathLike[str]) -> Network:
    """Restore the content of a dataset folder before its last import.

    Parameters
    ----------
    network
        As for `read`.

    Returns
    -------
    Network
        The dataset afterwards.

    Raises
    ------
    PolegraphError
        If nothing is kept of before, or the dataset is in Neo4j, which keeps nothing.
    """
    refuse_undo(network)
    return dataset.undo(network)


def previous(network: str | os.PathLike[str]) -> Network:
    """Read the content of a dataset folder before its last import.

    Parameters
    ----------
    network
        As for `read`.

    Raises
    ------
    PolegraphError
        As `undo`.
    """
    refuse_undo(network)
    return dataset.previous(network)


def refuse_undo(network: str | os.PathLike[str]) -> None:
    """Refuse to restore an earlier state of a database.

    Parameters
    ----------
    network
        As for `read`.

    Raises
    ------
    PolegraphError
        If it is a database.
    """
    place = location(network)
    if place is not None:
        raise PolegraphError(
            _("a dataset in Neo4j keeps nothing of before its last import, so that it cannot be taken back"),
            file=str(place),
            remedy=_(
                "import the file of before once more with the same --source; or work in a folder, and copy it there"
            ),
        )


def change(
    network: str | os.PathLike[str], function: Callable[[Network], Network], *, progress: Progress | None = None
) -> Network:
    """Put another network in the place of one, whole or not at all.

    Parameters
    ----------
    network
        As for `read`.
    function
        Function from the old network to the new one. If it raises, nothing is changed.
    progress
        As for `write`.

    Returns
    -------
    Network
        The dataset afterwards.

    Raises
    ------
    PolegraphError
        As `read` and `write`.
    """
    place = location(network)
    if place is not None:
        from polegraph.stores.graph_database import store  # noqa: PLC0415

        return store.change(place, function, progress=progress)
    return dataset.change(network, function)


def read_part(
    network: str,
    *,
    audience: Literal["public", "members", "internal"],
    leave_out: bool = True,
    **narrow: Any,  # noqa: ANN401  # the words of Network.select
) -> tuple[Network, dict[str, int]] | None:
    """Read a selection, where the store can look it up without reading the rest.

    Parameters
    ----------
    network
        As for `read`.
    audience
        The audience of the output.
    leave_out
        Whether rows hidden from it are left out, or only counted.
    **narrow
        The words of `Network.select`.

    Returns
    -------
    tuple or None
        The network, and how many organisations and projects the audience may not see; None for a folder, which is
        always read whole.
    """
    place = location(network)
    if place is None:
        return None
    from polegraph.stores.graph_database import partial  # noqa: PLC0415

    return partial.read(place, audience=audience, leave_out=leave_out, **narrow)


def name(network: str) -> str:
    """Return the name of a dataset, without its folders or server.

    Parameters
    ----------
    network
        As for `read`.

    Examples
    --------
    >>> name("data/h2020/"), name("neo4j://graph.example.org/research?dataset=anr")
    ('h2020', 'anr')
    """
    place = location(network)
    return (Path(network).name or network) if place is None else place.dataset


def refuse_address(path: str | os.PathLike[str]) -> None:
    """Refuse an address where the name of a file is wanted.

    Parameters
    ----------
    path
        The argument as given.

    Raises
    ------
    PolegraphError
        If it is an address.
    """
    place = location(path)
    if place is not None:
        raise PolegraphError(
            _("this is the address of a database"), file=str(place), remedy=_("give the name of a file or folder")
        )


def refuse_keep(network: str | os.PathLike[str], *, keep: bool) -> None:
    """Refuse to keep rows in a folder, which is always written whole.

    Parameters
    ----------
    network
        A folder.
    keep
        Whether that was asked for.

    Raises
    ------
    PolegraphError
        If it was.
    """
    if keep:
        raise PolegraphError(
            _("only a database can do this: a folder is always written whole, and holds tables alone"),
            file=os.fspath(network),
            remedy=_("leave --keep and --collaborations out"),
        )
