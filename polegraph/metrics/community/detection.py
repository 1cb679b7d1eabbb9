"""Community detection (Leiden, modularity), and how stable the communities are."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from numbers import Real
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from polegraph.errors import PolegraphError, whole_number
from polegraph.i18n import _
from polegraph.linalg.weisfeiler_leman import canonical_order
from polegraph.metrics.kernels import leiden

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.metrics.kernels.leiden import Graph
    from polegraph.network import Network, Weight

    Whole = NDArray[np.int64]

QUICK: Final = 2  # rounds of a run where communities are one figure of many: a sixth of the time, .003 less modularity
RUNS: Final = 20
_MOST: Final = 200  # rounds: until nothing moves takes 10 to 40
_UNIT: Final = 2.0**28  # weights are whole numbers of 1 / unit, so that sums do not depend on their order


class Found(NamedTuple):
    """The partitions that the runs found of the organisations that have a partner.

    Parameters
    ----------
    graph
        The collaboration network of these, in canonical order.
    rows
        Their rows in the table of organisations.
    runs
        One partition a run; the first is the best, the reference.
    quality
        Their modularity.
    """

    graph: Graph
    rows: Whole
    runs: list[Whole]
    quality: list[float]


def communities(
    net: Network,
    seed: int = 0,
    runs: int = RUNS,
    *,
    weight: Weight | None = "newman",
    resolution: float = 1.0,
    rounds: int | None = None,
) -> pd.DataFrame:
    r"""Find communities (Leiden): organisations that work together more than their activity alone would make them.

    They are sought by the Leiden method, which makes modularity large,

    .. math:: Q = \frac{1}{2m} \sum_{ij} \left(w_{ij} - \gamma \frac{s_i s_j}{2m}\right) [c_i = c_j]

    with :math:`w_{ij}` the weight of the link, :math:`s_i` the sum of the weights of *i*, and *2m* their sum. What is
    found depends on the order in which organisations are visited. It is drawn at random from ``seed``. Each run is
    repeated from what it has found, in other orders, until nothing moves; the best of the runs, that of the highest
    modularity, is kept (of two as good, the first), and the others give the certainty of each assignment.

    Parameters
    ----------
    net
        The network.
    seed
        Seed of the orders.
    runs
        Number of further runs; 0 leaves ``certainty`` missing and is as many times faster.
    weight
        Weight of links: ``newman``, ``projects``, or None for 1 each.
    resolution
        :math:`\gamma`: 1 for modularity; more gives more and smaller communities.
    rounds
        How often a run is repeated at most; None: until nothing moves. `table`, `summary` and the map take 2.

    Returns
    -------
    DataFrame
        A row an organisation, in table order, with

        - ``org_id``;
        - ``community``: 1 for the largest, and so on; of two as large, the one with the smallest ``org_id`` first;
          missing for organisations without a partner;
        - ``certainty``: share of the other runs in which the organisation stays with its community. It does if its
          community there and its community here have more members in common with each other than with any other
          (of two as good, the smaller community, then the first in the order of the network counts).

    Raises
    ------
    PolegraphError
        If there is no such weight, ``seed`` or ``runs`` is negative, ``rounds`` below 1, or the resolution is
        not positive.

    Notes
    -----
    The order of rows never matters. Orders are drawn from positions in the network and not from identifiers: other
    identifiers give the same communities, except that organisations that the two-mode network does not distinguish
    (as a rule: members of the very same projects) may change places. These are distinguished by ``org_id``.

    Communities do not reach across components, and each is connected. Every small component is one of them.

    References
    ----------
    M. E. J. Newman, M. Girvan, "Finding and evaluating community structure in networks", Physical Review E 69, 026113
    (2004). V. A. Traag, L. Waltman, N. J. van Eck, "From Louvain to Leiden: guaranteeing well-connected communities",
    Scientific Reports 9, 5233 (2019).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> communities(tiny())
      org_id  community  certainty
    0   SME1          1        1.0
    1    LAB          1        1.0
    2   SME2          1        1.0
    3    BIG          1        1.0
    4  ALONE       <NA>        NaN
    """
    found = find(net, seed, runs, weight, resolution, rounds)
    community = pd.array([pd.NA] * len(net.org_index), dtype="Int64")
    certainty = np.full(len(net.org_index), np.nan)
    if len(found.rows):
        reference = found.runs[0]
        community[found.rows] = numbers(reference, net.org_index.to_numpy()[found.rows])
        if len(found.runs) > 1:
            stays = sum(_stays(reference, run).astype(np.int64) for run in found.runs[1:])
            certainty[found.rows] = stays / (len(found.runs) - 1)
    return pd.DataFrame({"org_id": net.org_index, "community": community, "certainty": certainty})


def community_stability(
    net: Network,
    seed: int = 0,
    runs: int = RUNS,
    *,
    weight: Weight | None = "newman",
    resolution: float = 1.0,
    rounds: int | None = None,
) -> pd.DataFrame:
    r"""Return the stability of communities: how much they depend on the order in which organisations are visited.

    Two runs are compared by the adjusted Rand index,

    .. math:: \frac{\sum_{ab} \binom{n_{ab}}{2} - E}{\frac12 (A + B) - E}, \quad A = \sum_a \binom{n_a}{2}, \quad
              B = \sum_b \binom{n_b}{2}, \quad E = A B \Big/ \binom{n}{2}

    with :math:`n_{ab}` organisations in community *a* of one run and *b* of the other: 1 if both are the same, 0 on
    average if they have nothing in common. Organisations without a partner are left out.

    Parameters
    ----------
    net, seed
        As for `communities`.
    runs
        Number of runs beside the best, which `communities` gives; at least 1.
    weight, resolution, rounds
        As for `communities`.

    Returns
    -------
    DataFrame
        One row: ``runs``, with the reference; ``communities``, their number in the reference, and ``communities_low``,
        ``communities_high`` over the runs; ``modularity`` of the reference, ``modularity_low``, ``modularity_high``;
        ``rand_mean`` and ``rand_low``, the mean and the lowest adjusted Rand index over all pairs of runs (missing
        without any link).

    Raises
    ------
    PolegraphError
        If there is no such weight, ``seed`` is negative, ``runs`` below 1, or the resolution is not positive.

    References
    ----------
    L. Hubert, P. Arabie, "Comparing partitions", Journal of Classification 2 (1985).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> community_stability(tiny())[["runs", "communities", "rand_mean", "rand_low"]]
       runs  communities  rand_mean  rand_low
    0    21            1        1.0       1.0
    """
    found = find(net, seed, whole_number(runs, "runs", 1), weight, resolution, rounds)
    number, quality, rand = [0], [np.nan], [np.nan]
    if len(found.rows):
        number = [int(run.max()) + 1 for run in found.runs]
        quality = found.quality
        pairs = list(combinations(found.runs, 2))
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            rand = list(threads.map(lambda pair: adjusted_rand_index(*pair), pairs))
    row = {
        "runs": len(found.runs),
        "communities": number[0],
        "communities_low": min(number),
        "communities_high": max(number),
        "modularity": quality[0],
        "modularity_low": min(quality),
        "modularity_high": max(quality),
        "rand_mean": float(np.mean(rand)),
        "rand_low": float(np.min(rand)),
    }
    return pd.DataFrame([row])


def adjusted_rand_index(one: Whole, other: Whole) -> float:
    """Compute the adjusted Rand index of two partitions of the same set.

    Parameters
    ----------
    one, other : array of int, from 0
        The part of each element; every number up to the largest is a part.

    Returns
    -------
    float
        1 if they are the same; 0 on average for partitions drawn at random with these sizes of parts.

    References
    ----------
    L. Hubert, P. Arabie, "Comparing partitions", Journal of Classification 2 (1985).

    Examples
    --------
    >>> adjusted_rand_index(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0]))
    1.0
    >>> adjusted_rand_index(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]))
    -0.5
    """
    common = leiden.overlaps(one, other)[2]
    both, here, there = (_pairs(counts) for counts in (common, np.bincount(one), np.bincount(other)))
    every = len(one) * (len(one) - 1) // 2
    if here == there == both:  # also where all parts are one, or each element is a part: nothing is left to chance
        return 1.0
    return 2 * (both * every - here * there) / ((here + there) * every - 2 * here * there)  # whole numbers until here


def find_once(net: Network, seed: int, weight: Weight | None) -> Found:
    """Return the partition of one quick run, and the network in which it was found.

    Parameters
    ----------
    net, seed, weight
        As for `communities`.

    Returns
    -------
    Found
        With one run.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> len(find_once(tiny(), 0, "newman").rows)
    4
    """
    return find(net, seed, 0, weight, 1.0, QUICK)


def find(
    net: Network, seed: int, runs: int, weight: Weight | None, resolution: float, rounds: int | None = None
) -> Found:
    """Find communities in several orders.

    Parameters
    ----------
    net, seed, runs, weight, resolution, rounds
        As for `communities`.

    Returns
    -------
    Found
        With ``runs`` + 1 runs, the best first, the others in the order of their draws.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> len(find(tiny(), 0, 3, "newman", 1.0).runs)
    4
    """
    rounds = _MOST if rounds is None else whole_number(rounds, "rounds", 1)
    seed, runs = whole_number(seed, "seed", 0), whole_number(runs, "runs", 0)
    if not (isinstance(resolution, Real) and 0 < resolution < np.inf):
        raise PolegraphError(
            _("{what} cannot be this").format(what="resolution"), value=resolution, remedy=_("give a number above 0")
        )
    graph, rows = _graph(net, weight)
    if not len(rows):
        return Found(graph, rows, [], [])
    # Each run has its own generator, so that it is the same however many follow.
    orders = (np.random.default_rng([seed, run]).permutation(len(rows)) for run in range(runs + 1))
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        found = list(threads.map(lambda order: leiden.partition(graph, order, float(resolution), rounds), orders))
    quality = [float(leiden.modularity(graph, run, float(resolution))) for run in found]
    best = int(np.argmax(quality))  # of two as good the first
    order = [best, *(run for run in range(runs + 1) if run != best)]
    return Found(graph, rows, [found[run] for run in order], [quality[run] for run in order])


def _graph(net: Network, weight: Weight | None) -> tuple[Graph, Whole]:
    """Return the collaboration network in canonical order, without isolates, and the table row of each node."""
    matrix = net.collaboration_matrix("projects" if weight is None else weight)
    data = (
        np.ones(matrix.nnz) if weight is None else np.rint(matrix.data * _UNIT if weight == "newman" else matrix.data)
    )
    order = canonical_order(net)
    degree = np.diff(matrix.indptr)
    graph = leiden.graph_in_order(
        matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32, copy=False), data, order
    )
    isolated = int((degree == 0).sum())  # their colours come first in the canonical order
    start, neighbours, weights, strength = graph
    return (start[isolated:], neighbours - np.int32(isolated), weights, strength[isolated:]), order[isolated:]


def numbers(labels: Whole, ids: NDArray[np.object_]) -> Whole:
    """Rank communities by size: 1 is the largest; of two as large, the one with the smallest identifier.

    Parameters
    ----------
    labels : array of int, from 0
        The community of each organisation.
    ids : array of str
        Their identifiers.

    Returns
    -------
    array of int
        The number of the community of each.

    Examples
    --------
    >>> numbers(np.array([0, 1, 1]), np.array(["a", "b", "c"], dtype=object))
    array([2, 1, 1])
    """
    frame = pd.DataFrame({"label": labels, "org_id": ids}).groupby("label")["org_id"].agg(["size", "min"])
    ranked = frame.sort_values(["size", "min"], ascending=[False, True]).index.to_numpy()
    number = np.empty(len(ranked), dtype=np.int64)
    number[ranked] = np.arange(1, len(ranked) + 1)
    return number[labels]


def _stays(reference: Whole, run: Whole) -> NDArray[np.bool_]:
    """Return the organisations that keep their community in a run: each community is the best match of the other."""
    here, there, common = leiden.overlaps(reference, run)
    best_there = _best(here, there, common, np.bincount(run))
    best_here = _best(there, here, common, np.bincount(reference))
    stays: NDArray[np.bool_] = (best_there[reference] == run) & (best_here[run] == reference)
    return stays


def _best(own: Whole, other: Whole, common: Whole, size: Whole) -> Whole:
    """Return, for each community, the other with most members in common, then the smallest, then the first."""
    order = np.lexsort((other, size[other], -common, own))
    first = np.flatnonzero(np.diff(own[order], prepend=-1))
    return other[order][first]


def _pairs(counts: Whole) -> int:
    """Return the number of pairs within groups."""
    return int((counts * (counts - 1) // 2).sum())
