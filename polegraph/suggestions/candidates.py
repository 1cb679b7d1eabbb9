"""Who could be a partner at all: the best of several sources, merged without any learning."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from polegraph.suggestions.ranking import quantise
from polegraph.suggestions.traits import STEPS, products
from polegraph.suggestions.walks import visits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.suggestions.context import Positions
    from polegraph.suggestions.ranking import Excluder
    from polegraph.suggestions.traits import Traits

LENGTH: Final = 200
"""Candidates of a user."""
BASES: Final = ("everyone", "walk", "themes", "kindred", "words", "place")
"""What candidates are scored by: nothing; paths and similar names; what they do in the themes of the user and of its
partners; similar themes; similar words in the names of them and their partners; the same region, or country."""
RANKINGS: Final = (
    ("walk", "one", 1.5),
    ("walk", "active", 1.0),
    ("themes", "one", 1.3),
    ("kindred", "projects", 1.0),
    ("words", "active", 0.8),
    ("place", "projects", 0.4),
    ("everyone", "projects", 0.2),
)
"""Rankings that are merged: what is scored, what it is multiplied with, and how much the ranking counts."""
FAMILIES: Final = {
    "everyone": "activity",
    "walk": "links",
    "themes": "themes",
    "kindred": "themes",
    "words": "names",
    "place": "place",
}
"""What each of `BASES` is about; see `polegraph.suggestions.features.FAMILIES`."""
PEERS: Final = {
    "words_peers": ("words", "everyone"),
    "kindred_peers": ("kindred", "everyone"),
    "both_peers": ("words", "kindred"),
}
"""What is said of candidates by those who are most like the user, and in which of `BASES`."""
_FACTORS: Final = ("one", "active", "projects")
_DEPTH: Final = 150
_KEPT: Final = threading.local()
_DAMPING: Final = 40.0


class Candidates(NamedTuple):
    """Candidates of some users, best first; -1 where a list has ended.

    ``base`` holds their scores by `BASES` and `PEERS`; ``parts`` what each of `RANKINGS` adds to the score, as the last
    axis.
    """

    users: Positions
    positions: NDArray[np.int64]
    score: NDArray[np.float64]
    base: dict[str, NDArray[np.float32]]
    parts: NDArray[np.float32]


def candidates(traits: Traits, users: Positions, exclude: Excluder, length: int = LENGTH) -> Candidates:
    """Give the candidates of some users, by reciprocal-rank fusion of `RANKINGS`.

    Parameters
    ----------
    traits
        What is known of the organisations.
    users : array of int
        Positions of the users.
    exclude
        Function of users and scores that sets to 0, in place, whom they are not to be told.
    length
        Number of candidates.

    References
    ----------
    G. V. Cormack, C. L. A. Clarke and S. Büttcher, "Reciprocal rank fusion outperforms Condorcet and individual rank
    learning methods", SIGIR (2009).

    Examples
    --------
    >>> import polegraph.examples
    >>> from polegraph.suggestions.context import Context
    >>> from polegraph.suggestions.traits import Traits
    >>> traits = Traits(Context(polegraph.examples.tiny()))
    >>> candidates(traits, np.array([0]), lambda users, scores: None, 2).positions.tolist()
    [[0, 2]]
    """
    bases = _scores(traits, users)
    which = np.array([(BASES.index(base), _FACTORS.index(factor)) for base, factor, __ in RANKINGS])
    weights = np.array([weight for __, __, weight in RANKINGS])
    found = by_reciprocal_ranks(bases, _factors(traits), which, weights, users, exclude, length)
    there = np.maximum(found.positions, 0)
    base = {name: np.take_along_axis(bases[place], there, axis=1) for place, name in enumerate(BASES) if place}
    base.update(_peers(traits, users, found.positions, bases))
    return found._replace(base=base)


def _peers(
    traits: Traits, users: Positions, positions: NDArray[np.int64], bases: NDArray[np.float32]
) -> dict[str, NDArray[np.float32]]:
    """Say what those who are most like each user do; nothing where names, or themes, say nothing of anybody."""
    active = (traits.activity > 0).astype(np.float32)
    known = {"everyone": True, "words": traits.topics.nnz > 0, "kindred": traits.kindred_themes.nnz > 0}
    return {
        name: traits.peers.by_likeness(bases[BASES.index(one)], bases[BASES.index(other)], active, users, positions)
        if known[one] and known[other]
        else np.zeros(positions.shape, dtype=np.float32)
        for name, (one, other) in PEERS.items()
    }


def by_reciprocal_ranks(  # what is merged, for whom, and how many
    bases: NDArray[np.float32],
    factors: NDArray[np.float32],
    which: NDArray[np.int64],
    weights: NDArray[np.float64],
    users: Positions,
    exclude: Excluder,
    length: int,
) -> Candidates:
    """Merge rankings by reciprocal ranks into candidates; ``base`` is left empty.

    Parameters
    ----------
    bases, factors, which, weights
        As for `polegraph.suggestions._lists.fused`.
    users, exclude, length
        As for `candidates`.
    """
    from polegraph.suggestions._lists import fused  # noqa: PLC0415  # the compiler is heavy

    allowed = np.ones(bases.shape[1:], dtype=np.float32)
    exclude(users, allowed)
    positions = np.empty((len(users), length), dtype=np.int64)
    score = np.empty((len(users), length), dtype=np.float64)
    parts = np.empty((len(users), length, len(weights)), dtype=np.float32)
    fused(bases, allowed, factors, which, weights, _DEPTH, _DAMPING, positions, score, parts)
    return Candidates(users, positions, score, {}, parts)


def room(rankings: int, users: Positions, number: int) -> NDArray[np.float32]:
    """Give room for scores, rankings × users × organisations, not cleared: a thread has the same for all its blocks.

    Parameters
    ----------
    rankings
        Number of kinds of scores.
    users : array of int
        Positions of the users.
    number
        Number of organisations.
    """
    size = rankings * len(users) * number
    kept: NDArray[np.float32] = getattr(_KEPT, "room", np.empty(0, dtype=np.float32))
    if len(kept) < size:
        kept = _KEPT.room = np.empty(size, dtype=np.float32)
    return kept[:size].reshape(rankings, len(users), number)


def _scores(traits: Traits, users: Positions) -> NDArray[np.float32]:
    bases = room(len(BASES), users, traits.number)
    bases[0] = 1.0
    visits(traits.walk, traits.twin, users, STEPS, bases[1])
    quantise(bases[1])
    products(traits.wanted_themes, traits.served, users, bases[2])
    products(traits.kindred_themes, traits.kindred, users, bases[3])
    products(traits.topics, traits.spoken, users, bases[4])
    bases[5] = traits.near(users)
    return bases


def _factors(traits: Traits) -> NDArray[np.float32]:
    return np.stack(
        [np.ones(traits.number), np.log1p(traits.activity) ** 2, traits.activity],
    ).astype(np.float32)
