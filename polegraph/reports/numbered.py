"""A network as numbered nodes with labels of one line, for formats that know little more: Pajek and UCINET."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from polegraph.sources.accounting import UNPRINTABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from polegraph.network import Network

    Integers = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Numbered:
    """Nodes and links by number: organisations first, sorted by identifier, then projects.

    Parameters
    ----------
    labels
        A label a node, no two alike; organisations first.
    organisations
        How many of the nodes are organisations.
    links
        Pairs of nodes, counted from 1, the lower number first, in order; one row a link.
    weights
        The number of shared projects; 1 for a participation.
    """

    labels: list[str]
    organisations: int
    links: NDArray[np.int64]
    weights: NDArray[np.int64]


def one_line(text: str) -> str:
    r"""Write a text on one line, without characters that nobody can print.

    Parameters
    ----------
    text
        Any text.

    Examples
    --------
    >>> one_line("two\r\nlines\tand\u2028more ")
    'two lines and more'
    """
    return " ".join(UNPRINTABLE.sub("\ufffd", text).split())


def labels(names: Sequence[str], ids: Sequence[str]) -> list[str]:
    r"""Write names as labels that can stand between double quotes, no two of them alike in capitals.

    Parameters
    ----------
    names
        The names.
    ids
        The identifiers; one stands behind a name that several bear, and for a name that is empty.

    Examples
    --------
    >>> labels(['La "Fabrique"', "INRAE", "Inrae", "C:\\"], ["1", "2", "3", "4"])
    ["La 'Fabrique'", 'INRAE [2]', 'Inrae [3]', 'C:/']
    """
    quotable = [_quotable(name) or _quotable(one) or "?" for name, one in zip(names, ids, strict=True)]
    borne = Counter(text.upper() for text in quotable)
    taken: set[str] = set()
    found = []
    for text, one in zip(quotable, ids, strict=True):
        label = text
        if borne[text.upper()] > 1:
            label = f"{text} [{_quotable(one)}]"
        while label.upper() in taken:
            label += "*"
        taken.add(label.upper())
        found.append(label)
    return found


def _quotable(text: str) -> str:
    return one_line(text).replace('"', "'").replace("\\", "/")


def numbered(network: Network, mode: Literal["one", "two"] = "two") -> Numbered:
    """Return a network with its nodes numbered from 1, whatever the order of its rows.

    Parameters
    ----------
    network
        The network.
    mode
        ``two``: organisations and projects; ``one``: organisations, linked where they share a project.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> found = numbered(tiny(), "one")
    >>> found.labels[2], found.links.tolist(), found.weights.tolist()
    ('Laboratory (invented)', [[2, 3], [3, 4], [3, 5], [4, 5]], [1, 2, 1, 1])
    """
    order = network.by_id
    names, ids = (network.organisations[column].to_numpy()[order].tolist() for column in ("name", "org_id"))
    if mode == "one":
        matrix = network.collaboration_matrix()[order][:, order].tocoo()
        upper = matrix.row < matrix.col
        return _sorted(labels(names, ids), len(ids), matrix.row[upper], matrix.col[upper], matrix.data[upper])
    projects = network.projects.sort_values("project_id")
    said = projects["acronym"].fillna(projects["title"]).fillna(projects["project_id"])
    rows = network.project_index.get_indexer(pd.Index(projects["project_id"]))
    matrix = network.incidence[rows][:, order].tocoo()
    every = labels([*names, *said.tolist()], [*ids, *projects["project_id"].tolist()])
    return _sorted(every, len(ids), matrix.col, matrix.row + len(ids), matrix.data)


def _sorted(every: list[str], count: int, one: Integers, other: Integers, weights: Integers) -> Numbered:
    """Return the links in order, counted from 1."""
    order = np.lexsort((other, one))
    links = np.column_stack([one[order], other[order]]).astype(np.int64) + 1
    return Numbered(every, count, links, weights[order].astype(np.int64))
