"""The contents of a dataset that an import compares itself with: its sources and its organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from polegraph.stores.folder import dataset
from polegraph.stores.location import location

if TYPE_CHECKING:
    import os

    from polegraph.network import Network


class Held(NamedTuple):
    """The sources and organisations of a dataset.

    Attributes
    ----------
    sources
        The sources that it has rows from.
    organisations
        Values of ``org_id`` as the sources give them, of merged organisations too.
    """

    sources: frozenset[str]
    organisations: frozenset[str]


def held(network: str | os.PathLike[str]) -> Held:
    """Return the sources and organisations of a dataset.

    Parameters
    ----------
    network
        As for `polegraph.stores.address.read`.

    Returns
    -------
    Held
        Empty if there is no dataset.
    """
    place = location(network)
    if place is not None:
        from polegraph.stores.graph_database import store  # noqa: PLC0415  # folders need no driver

        return Held(frozenset(store.sources(place)), frozenset(store.organisations(place)))
    if not dataset.is_dataset(network):
        return Held(frozenset(), frozenset())
    return held_by(dataset.read(network))


def held_by(known: Network) -> Held:
    """Return the sources and organisations of a network, those of merged organisations included.

    Parameters
    ----------
    known
        The contents of a dataset.
    """
    return Held(
        frozenset(known.imports["source"]), frozenset([*known.organisations["org_id"], *known.merges["org_id"]])
    )
