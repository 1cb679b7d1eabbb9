"""Consensus communities: what many partitions agree on, and how far they differ (NMI, variation of information)."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from scipy import sparse

from polegraph.errors import PolegraphError, whole_number
from polegraph.i18n import _
from polegraph.linalg.sparse import divide
from polegraph.metrics.community.detection import RUNS, find, numbers
from polegraph.metrics.kernels import leiden

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from polegraph.metrics.kernels.leiden import Graph
    from polegraph.network import Network, Weight

    Whole = NDArray[np.int64]
    Floats = NDArray[np.float64]

_TIMES: Final = 50  # as a rule the runs agree after two or three
_MOST: Final = 200  # rounds of the Leiden method


def consensus_communities(
    net: Network, seed: int = 0, runs: int = RUNS, *, weight: Weight | None = "newman", threshold: float = 0.5
) -> pd.DataFrame:
    r"""Find consensus communities: what most runs of `communities` agree on, and how sure each assignment is.

    Two partners *i, j* are together in the share :math:`D_{ij}` of the runs. Shares up to the threshold are dropped,
    communities are sought in the network with the weights *D*, as often as before, and so on until all runs agree
    (Lancichinetti & Fortunato).

    Parameters
    ----------
    net
        The network.
    seed
        Seed of the orders in which organisations are visited.
    runs
        Number of partitions, at least 2.
    weight
        Weight of links: ``newman``, ``projects``, or None for 1 each.
    threshold
        Partners that are together in at most this share of the runs are no longer joined, from 0 to below 1.

    Returns
    -------
    DataFrame
        A row an organisation, in table order, with

        - ``org_id``;
        - ``community``: 1 for the largest, and so on; of two as large, the one with the smallest ``org_id`` first;
          missing for organisations without a partner;
        - ``certainty``: mean share of the runs, those of the network itself, in which it is with each of its partners
          in that community; missing where it has none there.

        In ``attrs["runs"]`` how far these runs differ, over all pairs of them: ``nmi_mean``, ``nmi_low``,
        ``vi_mean``, ``vi_high`` (see `compare_partitions`).

    Raises
    ------
    PolegraphError
        If there is no such weight, ``seed`` is negative, ``runs`` below 2, or the threshold is out of range.

    Notes
    -----
    *D* is kept for partners alone, not for all pairs: communities are connected, and those who never shared a project
    are joined through others. So memory grows with the links.

    References
    ----------
    A. Lancichinetti, S. Fortunato, "Consensus clustering in complex networks", Scientific Reports 2, 336 (2012).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> found = consensus_communities(tiny())
    >>> found
      org_id  community  certainty
    0   SME1          1        1.0
    1    LAB          1        1.0
    2   SME2          1        1.0
    3    BIG          1        1.0
    4  ALONE       <NA>        NaN
    >>> found.attrs["runs"]
    {'nmi_mean': 1.0, 'nmi_low': 1.0, 'vi_mean': 0.0, 'vi_high': 0.0}
    """
    runs = whole_number(runs, "runs", 2)
    if not 0 <= threshold < 1:
        raise PolegraphError(
            _("{what} cannot be this").format(what="threshold"),
            value=threshold,
            remedy=_("give a number from 0 to below 1"),
        )
    found = find(net, seed, runs - 1, weight, 1.0)
    community = pd.array([pd.NA] * len(net.org_index), dtype="Int64")
    certainty = np.full(len(net.org_index), np.nan)
    differences = dict.fromkeys(("nmi_mean", "nmi_low", "vi_mean", "vi_high"), float("nan"))
    if len(found.rows):
        agreed = _agreed(found.graph, found.runs, seed, threshold)
        community[found.rows] = numbers(agreed, net.org_index.to_numpy()[found.rows])
        certainty[found.rows] = _certainty(found.graph, _together(found.graph, found.runs) / runs, agreed)
        differences = _differences(found.runs)
    table = pd.DataFrame({"org_id": net.org_index, "community": community, "certainty": certainty})
    table.attrs["runs"] = differences
    return table


def compare_partitions(one: Whole, other: Whole) -> dict[str, float]:
    r"""Compare two partitions by what they tell of each other: NMI and the variation of information.

    .. math:: NMI = \frac{2 I}{H_1 + H_2}, \quad VI = H_1 + H_2 - 2 I

    with the entropies *H* of each and their mutual information *I*, in nats.

    Parameters
    ----------
    one, other : array of int, from 0
        The part of each element.

    Returns
    -------
    dict
        ``nmi``, 1 if they are the same (also where both have one part only) and 0 if one tells nothing of the other;
        ``vi``, 0 if they are the same, at most the logarithm of the number of elements.

    References
    ----------
    L. Danon, A. Díaz-Guilera, J. Duch, A. Arenas, "Comparing community structure identification", Journal of
    Statistical Mechanics P09008 (2005). M. Meilă, "Comparing clusterings: an information based distance", Journal of
    Multivariate Analysis 98 (2007).

    Examples
    --------
    >>> compare_partitions(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0]))
    {'nmi': 1.0, 'vi': 0.0}
    """
    common = leiden.overlaps(one, other)[2]
    here, there, joint = (_entropy(counts) for counts in (np.bincount(one), np.bincount(other), common))
    both = max(0.0, here + there - joint)
    same = len(common) == one.max() + 1 == other.max() + 1
    if same:
        return {"nmi": 1.0, "vi": 0.0}
    return {"nmi": 2 * both / (here + there), "vi": max(0.0, here + there - 2 * both)}


def _entropy(counts: Whole) -> float:
    share = np.sort(counts[counts > 0]) / counts.sum()  # sorted, so that the numbers of parts do not matter
    return float(-(share * np.log(share)).sum())


def _differences(runs: Sequence[Whole]) -> dict[str, float]:
    """Return how far runs differ over all pairs of them."""
    pairs = pd.DataFrame([compare_partitions(*pair) for pair in combinations(runs, 2)])
    return {
        "nmi_mean": float(pairs["nmi"].mean()),
        "nmi_low": float(pairs["nmi"].min()),
        "vi_mean": float(pairs["vi"].mean()),
        "vi_high": float(pairs["vi"].max()),
    }


def _together(graph: Graph, runs: Sequence[Whole]) -> Whole:
    """Return, for each link both ways, the number of runs in which its ends are in one community."""
    start, neighbours = graph[:2]
    from_ = np.repeat(np.arange(len(start) - 1), np.diff(start))
    counts = np.zeros(len(neighbours), dtype=np.int64)
    for run in runs:
        counts += run[from_] == run[neighbours]
    return counts


def _agreed(graph: Graph, runs: Sequence[Whole], seed: int, threshold: float) -> Whole:
    """Find communities on what the runs before have in common until all of them agree."""
    for time in range(_TIMES):
        # Keep the links of those who are together often enough; nobody loses its last one.
        start, neighbours, counts = graph[0], graph[1], _together(graph, runs)
        row = np.repeat(np.arange(len(start) - 1), np.diff(start))
        kept = (counts > threshold * len(runs)) | _last(row, neighbours, counts, threshold * len(runs))
        row = row[kept]
        begin = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=len(start) - 1))]).astype(np.int64)
        weights = counts[kept].astype(np.float64)
        strength = np.bincount(row, weights, minlength=len(start) - 1).astype(np.float64)
        graph = (begin, neighbours[kept], weights, strength)
        if (counts[kept] == len(runs)).all():  # all agree: what is still joined is a community
            break
        orders = (np.random.default_rng([seed, time + 1, run]).permutation(len(strength)) for run in range(len(runs)))
        runs = [leiden.partition(graph, order, 1.0, _MOST) for order in orders]
    number = len(graph[0]) - 1
    matrix = sparse.csr_array((graph[2], graph[1], graph[0]), shape=(number, number))
    return sparse.csgraph.connected_components(matrix, directed=False)[1].astype(np.int64)


def _last(row: Whole, neighbours: NDArray[np.int32], counts: Whole, limit: float) -> NDArray[np.bool_]:
    """Return the strongest link of each node that has none above the limit, both ways."""
    order = np.lexsort((neighbours, -counts, row))
    first = order[np.flatnonzero(np.diff(row[order], prepend=-1))]
    first = first[(counts[first] <= limit) & (counts[first] > 0)]
    wide = int(row.max(initial=0)) + 1
    there, back = row * wide + neighbours, neighbours.astype(np.int64) * wide + row
    last: NDArray[np.bool_] = np.isin(there, there[first]) | np.isin(back, there[first])
    return last


def _certainty(graph: Graph, share: Floats, agreed: Whole) -> Floats:
    """Return the mean share of runs in which each is with its partners of the same consensus community."""
    row = np.repeat(np.arange(len(agreed)), np.diff(graph[0]))
    inside = agreed[row] == agreed[graph[1]]
    number = np.bincount(row[inside], minlength=len(agreed))
    return divide(np.bincount(row[inside], share[inside], minlength=len(agreed)), number)
