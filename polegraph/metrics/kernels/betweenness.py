"""Betweenness: Brandes' algorithm over classes of twins, each level crossed from the side with fewer edges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from polegraph import linalg
from polegraph.linalg.compiled import compiled
from polegraph.linalg.threads import in_threads

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg.equivalence import Twins

    Integers = NDArray[np.signedinteger[Any]]
    Floats = NDArray[np.float64]

_TOGETHER = 32  # sources of one part of the work; the parts, and so the sums, do not depend on the machine


def dependencies(given: Twins, sources: Integers, weights: Floats) -> Floats:
    r"""Sum Brandes' dependencies :math:`\sum_s w_s \delta_{s \bullet}(v)` for a member *v* of each class.

    Parameters
    ----------
    given
        The network.
    sources, weights
        Classes to start from, and how many members of each.
    """
    projects, classes = given.incidence.shape
    activity = np.bincount(given.incidence.indices, minlength=classes)
    busy = int((activity > 1).sum())  # they come first; no shortest path leads over an organisation of one project
    adjacency = linalg.project(given.incidence, np.ones(projects, dtype=np.int32))
    number = given.number.astype(np.float64)

    def part(start: int) -> Floats:
        chosen = slice(start, start + _TOGETHER)
        return accumulate(adjacency.indptr, adjacency.indices, number, busy, sources[chosen], weights[chosen])

    total = np.zeros(classes)
    for sums in in_threads(part, range(0, len(sources), _TOGETHER)):
        total += sums
    return total


@compiled
def accumulate(
    indptr: Integers, indices: Integers, number: Floats, busy: int, sources: Integers, weights: Floats
) -> Floats:
    """Follow the shortest paths from each source and back.

    Parameters
    ----------
    indptr, indices
        Which classes share projects.
    number
        How many organisations are in each class.
    busy
        Number of classes, the first ones, that a path can lead over.
    sources, weights
        Classes to start from, and what each counts.

    Returns
    -------
    array of float
        The weighted sum of the dependencies of each class.
    """
    classes = len(number)
    total = np.zeros(classes)
    level = np.full(classes, -1)
    paths = np.zeros(classes)  # how many shortest paths lead from the source to a member
    share = np.zeros(classes)  # what the level in work passes on to its neighbours; 0 elsewhere
    passed = np.zeros(classes)  # what the dependency on a class is, once its level is done, for a single path
    order = np.empty(classes, dtype=np.int64)
    starts = np.zeros(classes + 2, dtype=np.int64)
    edges = np.zeros((classes + 1, 2), dtype=np.int64)  # of each level: of all its classes, of the busy ones
    for index in range(len(sources)):
        # Go forward: levels and numbers of shortest paths.
        depth = _forward(indptr, indices, number, busy, sources[index], level, paths, share, order, starts, edges)
        # Go back, level by level.
        for deep in range(depth, 0, -1):
            # Pass the shares of the next level on, by whichever side has fewer edges.
            if deep == depth:
                pass
            elif edges[deep, 1] <= edges[deep + 1, 0]:
                _gather(indptr, indices, busy, order[starts[deep] : starts[deep + 1]], share, passed)
            else:
                _scatter(indptr, indices, order[starts[deep + 1] : starts[deep + 2]], share, passed)
            # Clear the shares of the next level.
            if deep < depth:
                for place in range(starts[deep + 1], starts[deep + 2]):
                    share[order[place]] = 0.0
            for place in range(starts[deep], starts[deep + 1]):
                node = order[place]
                dependency = paths[node] * passed[node] if node < busy else 0.0
                total[node] += weights[index] * dependency
                share[node] = number[node] * (1.0 + dependency) / paths[node]
        for place in range(starts[depth + 1]):
            node = order[place]
            level[node] = -1
            paths[node] = 0.0
            share[node] = 0.0
            passed[node] = 0.0
    return total


@compiled
def _forward(  # noqa: C901, PLR0912, PLR0913, PLR0917  # two ways of the same step; kernels hold no objects
    indptr: Integers,
    indices: Integers,
    number: Floats,
    busy: int,
    source: int,
    level: Integers,
    paths: Floats,
    share: Floats,
    order: Integers,
    starts: Integers,
    edges: Integers,
) -> int:
    """Find the level of each class, and the number of shortest paths to it; return the deepest level."""
    # Start at the source.
    level[source] = 0
    paths[source] = 1.0
    order[0] = source
    starts[1] = 1
    edges[0, 0] = edges[0, 1] = indptr[source + 1] - indptr[source]
    left = indptr[len(number)] - edges[0, 0]
    depth = 0
    filled = 1
    while True:
        first, last = starts[depth], starts[depth + 1]
        # Go top-down where this level has fewer edges than the classes that are not found yet.
        if edges[depth, 1] <= left:
            for place in range(first, last):
                node = order[place]
                if node < busy or depth == 0:
                    gives = paths[node] * (number[node] if depth > 0 else 1.0)
                    for edge in range(indptr[node], indptr[node + 1]):
                        other = indices[edge]
                        if level[other] < 0:
                            level[other] = depth + 1
                            order[filled] = other
                            filled += 1
                        if level[other] == depth + 1:
                            paths[other] += gives
        else:
            # Go bottom-up: each class that is not found sums the paths of its neighbours on this level.
            for place in range(first, last):
                node = order[place]
                if node < busy or depth == 0:
                    share[node] = paths[node] * (number[node] if depth > 0 else 1.0)
            for other in range(len(number)):
                if level[other] < 0:
                    gathered = 0.0
                    for edge in range(indptr[other], indptr[other + 1]):
                        gathered += share[indices[edge]]
                    if gathered > 0.0:
                        level[other] = depth + 1
                        paths[other] = gathered
                        order[filled] = other
                        filled += 1
            for place in range(first, last):
                share[order[place]] = 0.0
        # Stop where the level is empty.
        if filled == last:
            return depth
        # Count the edges of the new level.
        depth += 1
        starts[depth + 1] = filled
        edges[depth, 0] = edges[depth, 1] = 0
        for place in range(last, filled):
            node = order[place]
            degree = indptr[node + 1] - indptr[node]
            edges[depth, 0] += degree
            if node < busy:
                edges[depth, 1] += degree
        left -= edges[depth, 0]


@compiled
def _gather(indptr: Integers, indices: Integers, busy: int, nodes: Integers, share: Floats, passed: Floats) -> None:
    """Add to each class of a level what comes from the level below."""
    for node in nodes:
        if node < busy:
            gathered = 0.0
            for edge in range(indptr[node], indptr[node + 1]):
                gathered += share[indices[edge]]
            passed[node] = gathered


@compiled
def _scatter(indptr: Integers, indices: Integers, nodes: Integers, share: Floats, passed: Floats) -> None:
    """Add to the neighbours of each class of the level below; what lands beside the level above is never read."""
    for node in nodes:
        gives = share[node]
        for edge in range(indptr[node], indptr[node + 1]):
            passed[indices[edge]] += gives
