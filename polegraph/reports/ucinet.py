"""A network as a text file in the DL format, which UCINET imports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from polegraph.files import whole
from polegraph.reports.numbered import numbered

if TYPE_CHECKING:
    import os

    from polegraph.network import Network


def write(network: Network, path: str | os.PathLike[str], mode: Literal["one", "two"] = "two") -> None:
    """Write a network for UCINET, whole or not at all.

    Parameters
    ----------
    network
        What to write.
    path
        The file, with the suffix ``.dl``.
    mode
        ``two``: organisations × projects; ``one``: organisations, tied by the number of projects that they share.

    Raises
    ------
    PolegraphError
        If it cannot be written.
    """
    with whole(path) as temporary:
        temporary.write_text(content(network, mode), encoding="utf-8", newline="\n")


def content(network: Network, mode: Literal["one", "two"] = "two") -> str:
    """Return what the file holds.

    Parameters
    ----------
    network
        What to write.
    mode
        As for `write`.

    Returns
    -------
    str
        An edge list, ``edgelist2`` with organisations as rows and projects as columns, or ``edgelist1`` with each tie
        in both directions. Cells are given by number and labels apart, so that organisations without a project are
        there and that labels cut off by UCINET (earlier versions keep 18 characters) confuse nothing.

    References
    ----------
    S. P. Borgatti, M. G. Everett, L. C. Freeman, "UCINET for Windows" (2002); help, "DL language" and "Data > Export >
    DL", http://www.analytictech.com/ucinet/help/hs5000.htm

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> print(content(tiny()))  # doctest: +ELLIPSIS
    dl nr = 5 nc = 3 format = edgelist2
    row labels:
    "SME without a project (invented)"
    ...
    column labels:
    "P1"
    "P2"
    "P3"
    data:
    2 3 1
    ...
    """
    nodes = numbered(network, mode)
    count = nodes.organisations
    quoted = [f'"{label}"' for label in nodes.labels]
    if mode == "two":
        head = [f"dl nr = {count} nc = {len(quoted) - count} format = edgelist2"]
        head += ["row labels:", *quoted[:count], "column labels:", *quoted[count:]]
        links, weights = nodes.links - [0, count], nodes.weights
    else:
        head = [f"dl n = {count} format = edgelist1", "labels:", *quoted]
        links, weights = np.vstack([nodes.links, nodes.links[:, ::-1]]), np.tile(nodes.weights, 2)
    cells = [f"{one} {other} {weight}" for (one, other), weight in zip(links.tolist(), weights.tolist(), strict=True)]
    return "\n".join([*head, "data:", *cells]) + "\n"
