"""Datasets in Neo4j: written in batches that an interruption leaves whole, read back as they were written.

The graph's model stands in ``docs/neo4j.md``; every statement stands in the folder ``cypher``.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from polegraph.combine import together
from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.network import Network
from polegraph.stores.graph_database import reading, sessions, staging, writing
from polegraph.stores.graph_database.mapping import elements
from polegraph.stores.graph_database.model import FORMAT, check_columns, properties
from polegraph.stores.location import location
from polegraph.version import __version__

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping

    import neo4j

    from polegraph.stores.graph_database.mapping import Element
    from polegraph.stores.graph_database.writing import Progress
    from polegraph.stores.location import Location


@contextmanager
def session(address: str | Location, *, readonly: bool = True) -> Iterator[neo4j.Session]:
    """Open a session of the driver in the database of an address, with polegraph's errors.

    Parameters
    ----------
    address
        ``neo4j://HOST:PORT/DATABASE?dataset=NAME``, of which database and dataset may be left out; parsed or not.
    readonly
        Whether nothing is to be written.

    Yields
    ------
    neo4j.Session
        The session.

    Raises
    ------
    PolegraphError
        If the server does not answer or refuses.
    """
    with sessions.session(_place(address), readonly=readonly) as opened:
        yield opened


def read(address: str | Location) -> Network:
    """Read a dataset.

    Parameters
    ----------
    address
        ``neo4j://HOST:PORT/DATABASE?dataset=NAME``.

    Returns
    -------
    Network
        Its tables as they were written. If anything in them was changed since, all is checked again.

    Raises
    ------
    PolegraphError
        If the server does not answer or refuses, or the dataset is not there or not complete.
    """
    place = _place(address)
    with sessions.session(place, readonly=True) as opened:
        return _read(opened, place)


def _read(opened: neo4j.Session, place: Location) -> Network:
    known = reading.state(opened, place)
    ids, prints = reading.all_ids(opened, place.dataset)
    frames = reading.read_tables(opened, place.dataset, known, ids)
    if reading.state(opened, place)["version"] != known["version"]:
        raise writing.taken_over(place)
    network = Network.from_checked(frames, focus=None, around=None)
    return network if _as_written(elements(network), prints) else Network(**frames)


def _as_written(now: Mapping[str, Element], prints: Mapping[str, list[int]]) -> bool:
    """Return whether every value is the one that polegraph wrote."""
    return all(
        np.array_equal(np.sort(element.fingerprints), np.sort(np.array(prints[name], dtype=np.int64)))
        for name, element in now.items()
    )


def write(
    net: Network,
    address: str | Location,
    *,
    keep: bool = False,
    collaborations: bool | None = None,
    progress: Progress | None = None,
) -> bool:
    """Write a network as a dataset, in the place of its former content.

    Parameters
    ----------
    net
        The network.
    address
        ``neo4j://HOST:PORT/DATABASE?dataset=NAME``. Other data of the database stay, and so do other datasets.
    keep
        Whether rows that the network does not have stay in the dataset.
    collaborations
        Whether to write collaborations as ``COLLABORATES_WITH``; None to leave that as it was.
    progress
        Called with the number of rows written and their total.

    Returns
    -------
    bool
        Whether anything was written: not if all was there already.

    Raises
    ------
    PolegraphError
        If the server does not answer or refuses, or another process writes to the same dataset.
    """
    place = _place(address)
    with sessions.driver(place) as connection:
        load = writing.Load(connection, place, progress)
        with load.session() as opened:
            writing.prepare(opened)
            if keep and sessions.rows(opened, "dataset/state", dataset=place.dataset):
                net = _union(_read(opened, place), net)
        return _write(load, net, collaborations=collaborations)


def update(
    net: Network,
    address: str | Location,
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
    address
        ``neo4j://HOST:PORT/DATABASE?dataset=NAME``.
    replace
        Whether to start over instead; the decisions of users on entity resolution stay.
    keep
        Whether rows that the sources no longer have stay.
    current
        As for `polegraph.combine.together`.
    progress
        Called with the number of rows written and their total.

    Returns
    -------
    Network
        The dataset afterwards.

    Raises
    ------
    PolegraphError
        If the server does not answer or refuses, another process writes to the same dataset, or the writing of another
        network into it was interrupted.
    """
    place = _place(address)
    with sessions.driver(place) as connection:
        load = writing.Load(connection, place, progress)
        with load.session() as opened:
            writing.prepare(opened)
            old = _old(opened, place, replace=replace)
        combined = together(old, net, replace=replace, current=current)
        if keep and old is not None and not replace:
            combined = _union(old, combined)
        _write(load, combined, collaborations=None, stage=True)
    return combined


def change(
    address: str | Location, function: Callable[[Network], Network], *, progress: Progress | None = None
) -> Network:
    """Put another network in the place of one.

    Parameters
    ----------
    address
        ``neo4j://HOST:PORT/DATABASE?dataset=NAME``.
    function
        Function from the old network to the new one. If it raises, nothing is changed.
    progress
        Called with the number of rows written and their total.

    Returns
    -------
    Network
        The dataset afterwards.

    Raises
    ------
    PolegraphError
        If the server does not answer or refuses, the dataset is not there or not complete, or another process has
        changed it meanwhile.
    """
    place = _place(address)
    with sessions.driver(place) as connection:
        load = writing.Load(connection, place, progress)
        with load.session() as opened:
            version = reading.state(opened, place)["version"]
            changed = function(_read(opened, place))
            if reading.state(opened, place)["version"] != version:
                raise writing.taken_over(place)
            writing.prepare(opened)
        _write(load, changed, collaborations=None, stage=True)
    return changed


def _old(opened: neo4j.Session, place: Location, *, replace: bool) -> Network | None:
    """Return the content of a dataset; an unreadable one may be replaced."""
    try:
        return _before(opened, place)
    except PolegraphError:
        if replace:
            return None
        raise


def sources(address: str | Location) -> list[str]:
    """Name the sources that a dataset has rows from; none if it is not there.

    Parameters
    ----------
    address
        ``neo4j://HOST:PORT/DATABASE?dataset=NAME``.
    """
    place = _place(address)
    with sessions.session(place, readonly=True) as opened:
        return [record["source"] for record in sessions.rows(opened, "dataset/sources", dataset=place.dataset)]


def organisations(address: str | Location) -> list[str]:
    """Name the organisations of a dataset, merged ones too; none if it is absent.

    Parameters
    ----------
    address
        ``neo4j://HOST:PORT/DATABASE?dataset=NAME``.
    """
    place = _place(address)
    with sessions.session(place, readonly=True) as opened:
        return [record["org_id"] for record in sessions.rows(opened, "dataset/organisations", dataset=place.dataset)]


def _before(opened: neo4j.Session, place: Location) -> Network | None:
    """Return the content of a dataset or, if its last import was interrupted, the staged one."""
    found = sessions.rows(opened, "dataset/state", dataset=place.dataset)
    if not found:
        return None
    token = found[0]["dataset"].get("staged")
    if token is None:
        return _read(opened, place)
    return Network.from_checked(staging.kept(opened, place.dataset, token), focus=None, around=None)


def _write(load: writing.Load, net: Network, *, collaborations: bool | None, stage: bool = False) -> bool:
    """Write the differences; return whether there were any."""
    place = load.place
    with load.session() as opened:
        before = sessions.rows(opened, "dataset/state", dataset=place.dataset)
        known = dict(before[0]["dataset"]) if before else {}
        if collaborations is None and known.get("collaborations"):
            collaborations = True  # they follow from the data, and must go on following
        wanted = elements(net, collaborations=collaborations)
        for name in wanted:
            check_columns(f"load/{name}", properties(name))
        about = {**_about(net), "collaborations": collaborations or None}
        orders = reading.orders(net.tables)
        if _is_there(opened, place, known, wanted, about, orders):
            return False
        staged = staging.keep(opened, place.dataset, load.token, net) if stage else 0
    load.claim(staged, collaborations=about["collaborations"])
    with load.session() as opened:
        found = None if known else writing.nothing_there(opened, place.dataset, wanted)
        if found is None:
            found = writing.differences(opened, place.dataset, wanted)
    load.write(reading.without_left(known, wanted), found)
    with load.session() as opened:
        writing.make_findable(opened)
    load.finish(about, orders)
    return True


def _is_there(
    opened: neo4j.Session,
    place: Location,
    known: Mapping[str, Any],
    wanted: Mapping[str, Element],
    about: Mapping[str, Any],
    orders: list[dict[str, Any]],
) -> bool:
    """Return whether a dataset is complete and equal to its target state."""
    if known.get("status") != reading.COMPLETE:
        return False
    if any(known.get(key) != value for key, value in about.items() if key != "polegraph"):
        return False
    kept = [dict(record) for record in sessions.rows(opened, "dataset/orders", dataset=place.dataset)]
    if sorted(kept, key=_table_name) != sorted(orders, key=_table_name):
        return False
    found = writing.differences(opened, place.dataset, wanted)
    return not any(len(one.missing) or one.gone for one in found.values())


def _table_name(order: Mapping[str, Any]) -> str:
    return str(order["table"])


def _about(net: Network) -> dict[str, Any]:
    counts = {name: len(net.tables[name]) for name in ("organisations", "projects", "participations")}
    return {**counts, "format": FORMAT, "polegraph": __version__, **reading.own_schemas(net.tables)}


def _place(address: str | Location) -> Location:
    place = location(address)
    if place is None:
        raise PolegraphError(
            _("this is not the address of a database"), file=str(address), remedy=_("give neo4j://HOST:PORT")
        )
    return place


def _union(old: Network, new: Network) -> Network:
    """Put the rows that only the old network has beside those of the new one; those of both stay where they were."""
    import pandas as pd  # noqa: PLC0415

    from polegraph.tables import TABLES  # noqa: PLC0415

    frames = {}
    for name, frame in new.tables.items():
        both = pd.concat([old.tables[name], frame], ignore_index=True)
        key = list(TABLES[name].key) or list(both.columns)
        place = both.groupby(key, dropna=False, sort=False).ngroup()
        both = both[~place.duplicated(keep="last")]
        frames[name] = both.loc[place[both.index].sort_values(kind="stable").index].reset_index(drop=True)
    return Network(**frames)
