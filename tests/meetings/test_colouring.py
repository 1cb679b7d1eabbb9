"""Edge colouring: proper, complete where the graph is bipartite, and balanced."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from polegraph.meetings.colouring import balanced, coloured


def proper(one: Any, other: Any, colour: Any) -> bool:  # noqa: ANN401  # arrays
    """Return whether no two edges at a node have the same colour."""
    ends = [(int(at), int(c)) for side in (one, other) for at, c in zip(side, colour, strict=True) if c >= 0]
    return len(ends) == len(set(ends))


edges = st.lists(st.tuples(st.integers(0, 5), st.integers(6, 11)), unique=True, min_size=1)


@given(edges)
def test_a_bipartite_graph_needs_as_many_colours_as_its_largest_degree(pairs: list[tuple[int, int]]) -> None:
    one, other = (np.array(side) for side in zip(*pairs, strict=True))
    degree = int(np.bincount(np.concatenate([one, other])).max())
    colour = coloured(one, other, degree)
    assert (colour >= 0).all()
    assert proper(one, other, colour)


@given(edges, st.integers(1, 4))
def test_colours_are_balanced_to_what_there_is_room_for(pairs: list[tuple[int, int]], more: int) -> None:
    one, other = (np.array(side) for side in zip(*pairs, strict=True))
    colours = int(np.bincount(np.concatenate([one, other])).max()) + more
    most = -(-len(one) // colours)
    colour = balanced(one, other, coloured(one, other, colours), colours, most)
    assert np.bincount(colour).max() <= most
    assert proper(one, other, colour)


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), unique=True))
def test_other_graphs_are_coloured_properly_as_far_as_they_are(pairs: list[tuple[int, int]]) -> None:
    pairs = [pair for pair in pairs if pair[0] < pair[1]]
    one, other = np.array([pair[0] for pair in pairs], dtype=int), np.array([pair[1] for pair in pairs], dtype=int)
    colours = int(np.bincount(np.concatenate([one, other])).max(initial=0)) + 1
    assert proper(one, other, coloured(one, other, colours))


def test_a_triangle_needs_three() -> None:
    one, other = np.array([0, 0, 1]), np.array([1, 2, 2])
    assert (coloured(one, other, 2) < 0).sum() == 1
    assert sorted(coloured(one, other, 3).tolist()) == [0, 1, 2]
