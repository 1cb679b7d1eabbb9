"""Hierarchical communities: communities within communities, until none is too large to be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph.errors import whole_number
from polegraph.metrics.community.detection import find_once, numbers
from polegraph.metrics.kernels import leiden

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.metrics.kernels.leiden import Graph
    from polegraph.network import Network, Weight

    Whole = NDArray[np.int64]

_ROUNDS: Final = 2
_DOUBLINGS: Final = 12  # of the resolution, until a community falls apart; then it is cut


def nested_communities(
    net: Network, largest: int = 1500, seed: int = 0, *, weight: Weight | None = "newman"
) -> pd.DataFrame:
    """Find communities, and communities within those that have too many members.

    The first level is that of one quick run of `communities` (``runs=0, rounds=2``). A community of more than
    ``largest`` members is a network of its own, in which communities are sought again by the Leiden method; where
    there is but one, the resolution is doubled until there are several.

    Parameters
    ----------
    net
        The network.
    largest
        How many members a community may have that is not split, at least 1.
    seed
        Seed of the orders in which organisations are visited.
    weight
        Weight of links: ``newman``, ``projects``, or None for 1 each.

    Returns
    -------
    DataFrame
        A row an organisation, in table order, with ``org_id`` and a column for each level, ``level_1``, ``level_2`` and
        so on: the number of the community within that of the level before, 1 for the largest; of two as large, the one
        with the smallest ``org_id`` first. Missing where the one before is not split, and everywhere for organisations
        without a partner.

    Raises
    ------
    PolegraphError
        If there is no such weight, ``largest`` is below 1, or ``seed`` is negative.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> nested_communities(tiny(), largest=3)
      org_id  level_1  level_2
    0   SME1        1        2
    1    LAB        1        1
    2   SME2        1        3
    3    BIG        1        1
    4  ALONE     <NA>     <NA>
    """
    largest = whole_number(largest, "largest", 1)
    found = find_once(net, seed, weight)
    ids = net.org_index.to_numpy()[found.rows]
    table = pd.DataFrame({"org_id": net.org_index})
    level: Whole = numbers(found.runs[0], ids) if len(ids) else np.zeros(0, dtype=np.int64)
    part = level  # the community of each node over all levels so far
    while True:
        column = pd.array([pd.NA] * len(table), dtype="Int64")
        inside = np.flatnonzero(level)
        column[found.rows[inside]] = level[inside]
        table[f"level_{table.shape[1]}"] = column
        level = np.zeros(len(ids), dtype=np.int64)
        for members in _large(part, largest):
            level[members] = numbers(_split(_within(found.graph, members), seed), ids[members])
        if not level.any():
            return table
        part = np.unique(np.column_stack([part, level]), axis=0, return_inverse=True)[1].ravel() + 1


def _large(part: Whole, largest: int) -> list[Whole]:
    """Return the members of each community that is to be split."""
    order = np.argsort(part, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(part[order])) + 1)
    return [members for members in groups if len(members) > largest]


def _within(graph: Graph, members: Whole) -> Graph:
    """Return the network of some nodes alone."""
    start, neighbours, weights = graph[:3]
    place = np.full(len(start) - 1, -1, dtype=np.int32)
    place[members] = np.arange(len(members), dtype=np.int32)
    edges = np.concatenate([np.arange(start[one], start[one + 1]) for one in members])
    from_ = np.repeat(np.arange(len(members)), start[members + 1] - start[members])
    kept = place[neighbours[edges]] >= 0
    begin = np.concatenate([[0], np.cumsum(np.bincount(from_[kept], minlength=len(members)))]).astype(np.int64)
    weight: NDArray[np.float64] = weights[edges][kept]
    own = np.bincount(from_[kept], weight, minlength=len(members)).astype(np.float64)
    to: NDArray[np.int32] = place[neighbours[edges]][kept]
    return begin, to, weight, own


def _split(graph: Graph, seed: int) -> Whole:
    """Split a network in several."""
    count = len(graph[3])
    order = np.random.default_rng([seed, count]).permutation(count)
    for doubling in range(_DOUBLINGS):
        found = leiden.partition(graph, order, 2.0**doubling, _ROUNDS)
        if found.max() > 0:
            return found
    halves: Whole = (np.arange(count) >= count // 2).astype(np.int64)  # a graph that distinguishes no members
    return halves
