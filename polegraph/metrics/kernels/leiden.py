"""Communities of a weighted graph: the Leiden method, compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from polegraph.linalg.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    Short = NDArray[np.int32]
    Real = NDArray[np.float64]
    Graph = tuple[Whole, Short, Real, Real]

_SLACK = 1e-10  # of a node's strength: a move must gain more than rounding can, or two nodes could swap for ever
_STILL = 1e-12  # of modularity: what a round adds that moves nothing


@compiled
def graph_in_order(start: Whole, neighbours: Short, weights: Real, order: Whole) -> Graph:
    """Return a symmetric matrix with its rows and columns in another order, sorted, and the strength of each node."""
    size = len(order)
    rank, begin = np.empty(size, np.int32), np.zeros(size + 1, np.int64)
    for place in range(size):
        rank[order[place]] = place
        begin[place + 1] = begin[place] + start[order[place] + 1] - start[order[place]]
    end, strength = begin[:-1].copy(), np.zeros(size)
    to, weight = np.empty(len(neighbours), np.int32), np.empty(len(weights))
    for place in range(size):  # what stands in this column goes to the end of each row: so rows are sorted
        for edge in range(start[order[place]], start[order[place] + 1]):
            row = rank[neighbours[edge]]
            to[end[row]], weight[end[row]] = place, weights[edge]
            end[row] += 1
            strength[row] += weights[edge]
    return begin, to, weight, strength


@compiled
def partition(graph: Graph, order: Whole, resolution: float, rounds: int) -> Whole:
    """Find communities of high modularity, each connected in itself.

    Parameters
    ----------
    graph
        Start of each row, neighbours, weights (symmetric, no diagonal) and strength of each node.
    order
        The order in which the nodes are visited: a permutation. The result depends on it.
    resolution
        1 for modularity; more gives smaller communities.
    rounds
        How often the whole method is repeated at most, each time from what the last has found and in another order (the
        powers of the permutation); it ends before where a round changes nothing.

    Returns
    -------
    array of int
        The community of each node, numbered as they come along ``order``.

    References
    ----------
    V. A. Traag, L. Waltman, N. J. van Eck, "From Louvain to Leiden: guaranteeing well-connected communities",
    Scientific Reports 9, 5233 (2019). A node joins the best neighbour where they draw one at random.
    """
    total = graph[3].sum()
    community, turn, quality = np.arange(len(order)), order, -np.inf
    for _round in range(rounds):
        community = _once(graph, turn, community, resolution / total)
        now = modularity(graph, community, resolution)
        if now <= quality + _STILL:
            break
        quality, turn = now, order[turn]
    return _pieces(graph, community, order)


@compiled
def _once(graph: Graph, order: Whole, community: Whole, scale: float) -> Whole:
    """Move, refine and merge until nothing is left to merge."""
    nodes = len(order)
    level, turn = graph, order
    node = np.arange(nodes)  # the node of the present level that each original one is in
    community = community.copy()
    while True:
        _move(level, turn, community, scale)
        groups, number = _renumber(_refine(level, turn, community, scale), turn)
        if number == len(turn):
            break
        above = np.empty(number, np.int64)
        first = np.full(len(turn), -1)
        for one in turn:  # a community is numbered by the first of its groups
            if first[community[one]] < 0:
                first[community[one]] = groups[one]
            above[groups[one]] = first[community[one]]
        level = _merge(level, groups, number)
        for one in range(nodes):
            node[one] = groups[node[one]]
        community = above
        turn = np.arange(number)
    result = np.empty(nodes, np.int64)
    for one in range(nodes):
        result[one] = community[node[one]]
    return result


@compiled
def _move(graph: Graph, order: Whole, community: Whole, scale: float) -> None:
    """Move nodes to the community where they add most, until no move adds anything; changes ``community``."""
    start, neighbours, weights, strength = graph
    size = len(order)
    inside = np.zeros(size)
    # Sum the strength of each community.
    for one in range(size):
        inside[community[one]] += strength[one]
    queue, waiting = order.copy(), np.ones(size, np.bool_)
    head, left = 0, size
    towards, seen = np.zeros(size), np.empty(size, np.int64)
    # Take the next node of the queue.
    while left:
        one = queue[head]
        head = head + 1 if head + 1 < size else 0
        left -= 1
        waiting[one] = False
        # Sum its weights towards each neighbouring community.
        own, count = community[one], 0
        for edge in range(start[one], start[one + 1]):
            there = community[neighbours[edge]]
            if towards[there] == 0:
                seen[count] = there
                count += 1
            towards[there] += weights[edge]
        # Choose the community with the largest gain of modularity.
        inside[own] -= strength[one]
        pull, best = strength[one] * scale, own
        most = towards[own] - pull * inside[own] + _SLACK * strength[one]
        for place in range(count):
            there = seen[place]
            gain = towards[there] - pull * inside[there]
            if there != own and gain > most:
                most, best = gain, there
            towards[there] = 0
        inside[best] += strength[one]
        if best == own:
            continue
        # Move it; neighbours in other communities are visited again.
        community[one] = best
        for edge in range(start[one], start[one + 1]):
            other = neighbours[edge]
            if community[other] != best and not waiting[other]:
                waiting[other] = True
                tail = head + left
                queue[tail if tail < size else tail - size] = other
                left += 1


@compiled
def _refine(graph: Graph, order: Whole, community: Whole, scale: float) -> Whole:
    """Split each community into well connected groups, which are then merged."""
    start, neighbours, weights, strength = graph
    size = len(order)
    whole, cut = _bounds(graph, community)
    group, inside, alone = np.arange(size), strength.copy(), np.ones(size, np.bool_)
    towards, seen = np.zeros(size), np.empty(size, np.int64)
    # Take nodes that are alone and well connected to their community.
    for one in order:
        around = whole[community[one]]
        pull = strength[one] * scale
        if not alone[one] or cut[one] < pull * (around - strength[one]):
            continue
        # Sum the weights towards each group of the community.
        count = 0
        for edge in range(start[one], start[one + 1]):
            other = neighbours[edge]
            if community[other] == community[one]:
                if towards[group[other]] == 0:
                    seen[count] = group[other]
                    count += 1
                towards[group[other]] += weights[edge]
        # Choose the well connected group with the largest gain.
        best, most, shared = one, _SLACK * strength[one], 0.0
        for place in range(count):
            there = seen[place]
            gain = towards[there] - pull * inside[there]
            if gain > most and cut[there] >= inside[there] * scale * (around - inside[there]):
                most, best, shared = gain, there, towards[there]
            towards[there] = 0
        # Join it.
        if best != one:
            group[one] = best
            alone[best] = False
            inside[best] += strength[one]
            cut[best] += cut[one] - 2 * shared
    return group


@compiled
def _bounds(graph: Graph, community: Whole) -> tuple[Real, Real]:
    """Return the strength of each community, and the weight of the ties of each node to the rest of its own."""
    start, neighbours, weights, strength = graph
    whole, cut = np.zeros(len(community)), np.zeros(len(community))
    for one in range(len(community)):
        whole[community[one]] += strength[one]
        for edge in range(start[one], start[one + 1]):
            if community[neighbours[edge]] == community[one]:
                cut[one] += weights[edge]
    return whole, cut


@compiled
def _merge(graph: Graph, groups: Whole, number: int) -> Graph:
    """Merge the nodes of each group into one; ties within it count only in its strength."""
    start, neighbours, weights, strength = graph
    # Sort the nodes by group.
    first = np.zeros(number + 1, np.int64)
    for one in range(len(groups)):
        first[groups[one] + 1] += 1
    first = np.cumsum(first)
    place, members = first.copy(), np.empty(len(groups), np.int64)
    for one in range(len(groups)):
        members[place[groups[one]]] = one
        place[groups[one]] += 1
    # Sum the weights between each group and the others.
    begin, mass = np.zeros(number + 1, np.int64), np.zeros(number)
    to, weight = np.empty(len(neighbours), np.int32), np.empty(len(neighbours))
    towards = np.zeros(number)
    end = 0
    for group in range(number):
        for one in members[first[group] : first[group + 1]]:
            mass[group] += strength[one]
            for edge in range(start[one], start[one + 1]):
                there = groups[neighbours[edge]]
                if there == group:
                    continue
                if towards[there] == 0:
                    to[end] = there
                    end += 1
                towards[there] += weights[edge]
        for edge in range(begin[group], end):
            weight[edge] = towards[to[edge]]
            towards[to[edge]] = 0
        begin[group + 1] = end
    return begin, to[:end].copy(), weight[:end].copy(), mass


@compiled
def _pieces(graph: Graph, community: Whole, order: Whole) -> Whole:
    """Split each community into its connected components, numbered in the order of their first nodes.

    The method promises connected communities where it ends because each is one node; it may also end because nothing
    can be merged any more. To part what is not connected always adds to modularity.
    """
    start, neighbours = graph[0], graph[1]
    piece, stack, number = np.full(len(order), -1), np.empty(len(order), np.int64), 0
    for first in order:
        if piece[first] >= 0:
            continue
        piece[first], stack[0], height = number, first, 1
        while height:
            height -= 1
            one = stack[height]
            for edge in range(start[one], start[one + 1]):
                other = neighbours[edge]
                if piece[other] < 0 and community[other] == community[first]:
                    piece[other], stack[height] = number, other
                    height += 1
        number += 1
    return piece


@compiled
def _renumber(labels: Whole, order: Whole) -> tuple[Whole, int]:
    """Encode labels as numbers in the order of their first nodes."""
    new, result, number = np.full(len(labels), -1), np.empty(len(labels), np.int64), 0
    for one in order:
        if new[labels[one]] < 0:
            new[labels[one]] = number
            number += 1
        result[one] = new[labels[one]]
    return result, number


@compiled
def modularity(graph: Graph, community: Whole, resolution: float) -> float:
    """Compute modularity: weight within communities beyond what strengths alone give (Newman & Girvan 2004)."""
    mass, cut = _bounds(graph, community)
    total = graph[3].sum()
    expected: float = ((mass / total) ** 2).sum()
    within: float = cut.sum() / total
    return within - resolution * expected


@compiled
def overlaps(one: Whole, other: Whole) -> tuple[Whole, Whole, Whole]:
    """Return the contingency table of two partitions, sparse, sorted by the first: members in common."""
    size = len(one)
    first = np.zeros(one.max() + 2, np.int64)
    for node in range(size):
        first[one[node] + 1] += 1
    first = np.cumsum(first)
    place, members = first.copy(), np.empty(size, np.int64)
    for node in range(size):
        members[place[one[node]]] = node
        place[one[node]] += 1
    here, there, common = np.empty(size, np.int64), np.empty(size, np.int64), np.empty(size, np.int64)
    counts = np.zeros(other.max() + 1, np.int64)
    end = 0
    for label in range(len(first) - 1):
        begin = end
        for node in members[first[label] : first[label + 1]]:
            if counts[other[node]] == 0:
                here[end], there[end] = label, other[node]
                end += 1
            counts[other[node]] += 1
        for entry in range(begin, end):
            common[entry] = counts[there[entry]]
            counts[there[entry]] = 0
    return here[:end], there[:end], common[:end]
