"""Canonical order of organisations and projects by content (Weisfeiler–Leman), independent of identifiers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.network import Network

    Keys = NDArray[np.uint64]

_SAID: Final = {
    "organisations": ("name", "kind", "size", "country", "region", "department", "city", "postcode"),
    "projects": ("acronym", "year", "start"),
}
_ROUNDS: Final = 2
_FACTOR: Final = np.uint64(0x9E3779B97F4A7C15)
_SHIFT: Final = np.uint64(29)


def by_id(network: Network) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows of the tables of organisations and of projects in the order of their identifiers.

    Parameters
    ----------
    network
        The network.

    Returns
    -------
    two arrays of int
        Rows of ``organisations`` and of ``projects``.
    """
    return _sorted(network.org_index), _sorted(network.project_index)


def by_content(network: Network) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows of the tables of organisations and of projects in a canonical order by content.

    It breaks ties of scores and fixes the order of sums. It comes from names, places, years, partners and projects, and
    from the identifier only where two organisations are equal in all of these. It is an order by checksums: in one by
    the alphabet, names with A… would be recommended more often.

    Parameters
    ----------
    network
        The network.

    Returns
    -------
    two arrays of int
        Rows of ``organisations`` and of ``projects``.

    Examples
    --------
    >>> import polegraph.examples
    >>> network = polegraph.examples.tiny()
    >>> organisations, projects = by_content(network)
    >>> sorted(organisations.tolist()), sorted(projects.tolist())
    ([0, 1, 2, 3, 4], [0, 1, 2])
    """
    takes_part = network.incidence.astype(np.uint64)
    turned = takes_part.T.tocsr()
    organisations, projects = _said(network, "organisations"), _said(network, "projects")
    about = network.project_themes
    row = network.project_index.get_indexer(pd.Index(about["project_id"]))
    theme = pd.Index(network.themes["theme_id"]).get_indexer(pd.Index(about["theme_id"]))
    np.add.at(projects, row, _mixed(_hashed(network.themes["label"])[theme]))
    for _round in range(_ROUNDS):
        projects = _mixed(_mixed(projects) + takes_part @ organisations)
        organisations = _mixed(_mixed(organisations) + turned @ projects)
    return _ordered(organisations, network.org_index), _ordered(projects, network.project_index)


def _said(network: Network, table: str) -> Keys:
    """Return a checksum of the content of each row."""
    key = np.zeros(len(network.tables[table]), dtype=np.uint64)
    for column in _SAID[table]:
        key = _mixed(key + _hashed(network.tables[table][column]))
    return key


def _hashed(values: pd.Series[Any]) -> Keys:
    code, different = pd.factorize(values.astype("object"))
    texts = np.array([str(value) for value in different] + [""], dtype="object")
    hashed: Keys = pd.util.hash_array(texts, categorize=False)
    return hashed[code]


def _mixed(key: Keys) -> Keys:
    """Mix the bits of keys, so that sums of keys distinguish sets of rows."""
    key = (key ^ (key >> _SHIFT)) * _FACTOR
    return key ^ (key >> _SHIFT)


def _ordered(key: Keys, ids: pd.Index[Any]) -> NDArray[np.int64]:
    first = _sorted(ids)
    return first[np.argsort(key[first], kind="stable")]


def _sorted(ids: pd.Index[Any]) -> NDArray[np.int64]:
    return np.argsort(ids.to_numpy().astype("object"), kind="stable")
