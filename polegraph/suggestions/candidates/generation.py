"""Candidate generation: several rankings, merged by reciprocal rank fusion, without learning."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from polegraph.suggestions.candidates.ranked import quantise
from polegraph.suggestions.profiles.organisations import STEPS
from polegraph.suggestions.profiles.random_walk import visits
from polegraph.suggestions.profiles.row_products import multiply_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.suggestions.candidates.ranked import Excluder
    from polegraph.suggestions.profiles.organisations import Profiles
    from polegraph.suggestions.profiles.snapshot import Positions

LENGTH: Final = 200
"""Number of candidates of a user."""
BASES: Final = ("walk", "themes", "related_themes", "words")
"""Base scores of candidates: random walk over projects and similar names; activity in the themes of the user and of its
partners; related themes; similar words in the names of the candidate and its partners."""
RANKINGS: Final = (
    ("walk", "one", 1.5),
    ("walk", "active", 1.0),
    ("themes", "one", 1.3),
    ("related_themes", "projects", 1.0),
    ("words", "active", 0.8),
    ("place", "projects", 0.4),
    ("everyone", "projects", 0.2),
)
"""Rankings that are merged: base score, the factor it is multiplied by, and weight of the ranking. The last two rank
organisations of the same region, or country, and all organisations: they are the same for all users of an area."""
FAMILIES: Final = {
    "everyone": "activity",
    "walk": "links",
    "themes": "themes",
    "related_themes": "themes",
    "words": "names",
    "place": "place",
}
"""Family of each of `RANKINGS`; see `polegraph.suggestions.learning.features.FAMILIES`."""
PEERS: Final = {
    "words_peers": ("words",),
    "related_themes_peers": ("related_themes",),
    "both_peers": ("words", "related_themes"),
}
"""Nearest-neighbour scores, and the `BASES` by which neighbours are similar."""
_FACTORS: Final = ("one", "active", "projects")
_DEPTH: Final = 150
_KEPT: Final = threading.local()
RRF_K: Final = 40.0
"""The constant *k* of reciprocal rank fusion."""


class Ready(NamedTuple):
    """Rankings that are computed once for all users, as `polegraph.suggestions.kernels.fusion.fuse` takes them."""

    starts: NDArray[np.int64]
    shared: NDArray[np.int64]
    group: NDArray[np.int64]


class Candidates(NamedTuple):
    """Candidates of some users, best first; -1 where a list has ended.

    ``base`` holds their scores by `BASES` and `PEERS`; ``parts``, along the last axis, what each of `RANKINGS` adds to
    the score.
    """

    users: Positions
    positions: NDArray[np.int64]
    score: NDArray[np.float64]
    base: dict[str, NDArray[np.float32]]
    parts: NDArray[np.float32]


def candidates(profiles: Profiles, users: Positions, exclude: Excluder, length: int = LENGTH) -> Candidates:
    """Generate the candidates of some users, by reciprocal rank fusion of `RANKINGS`.

    Parameters
    ----------
    profiles
        Profiles of the organisations.
    users : array of int
        Positions of the users.
    exclude
        Function of users and scores that sets the scores of excluded candidates to 0, in place.
    length
        Number of candidates.

    References
    ----------
    G. V. Cormack, C. L. A. Clarke and S. Büttcher, "Reciprocal rank fusion outperforms Condorcet and individual rank
    learning methods", SIGIR (2009).

    Examples
    --------
    >>> import polegraph.examples
    >>> from polegraph.suggestions.profiles.snapshot import Context
    >>> from polegraph.suggestions.profiles.organisations import Profiles
    >>> profiles = Profiles(Context(polegraph.examples.tiny()))
    >>> candidates(profiles, np.array([0]), lambda users, scores: None, 2).positions.tolist()
    [[0, 2]]
    """
    known = _known(profiles)
    bases = _scores(profiles, users, known)
    which = np.array([(_place(base, known), _FACTORS.index(factor)) for base, factor, __ in RANKINGS if base in BASES])
    weights = np.array([weight for __, __, weight in RANKINGS])
    areas = profiles.attributes.areas
    group = np.stack([areas.own[users], np.full(len(users), areas.everywhere)])
    ready = Ready(areas.starts, areas.members, group)
    found = by_reciprocal_ranks(bases, _factors(profiles), which, weights, users, exclude, length, ready)
    there = np.maximum(found.positions, 0)
    nothing = np.zeros(there.shape, dtype=np.float32)
    base = {
        name: np.take_along_axis(bases[place], there, axis=1) if known[name] else nothing
        for place, name in enumerate(BASES)
    }
    base.update(_peers(profiles, users, found.positions, bases, known))
    return found._replace(base=base)


def _known(profiles: Profiles) -> dict[str, bool]:
    """Return which of `BASES` have any score: not every network has themes, or names."""
    return {
        "walk": True,
        "themes": profiles.themes.served.nnz > 0,
        "related_themes": profiles.themes.related.nnz > 0,
        "words": profiles.names.topics.nnz > 0,
    }


def _place(base: str, known: dict[str, bool]) -> int:
    return BASES.index(base) if known[base] else -1


def _peers(
    profiles: Profiles,
    users: Positions,
    positions: NDArray[np.int64],
    bases: NDArray[np.float32],
    known: dict[str, bool],
) -> dict[str, NDArray[np.float32]]:
    """Compute nearest-neighbour scores; 0 where the network has no names, or no themes."""
    active = (profiles.activity.projects > 0).astype(np.float32)
    everyone = np.ones((1, profiles.number), dtype=np.float32)
    result = {}
    for name, pair in PEERS.items():
        if all(known[one] for one in pair):
            one, other, *__ = (*(bases[BASES.index(one)] for one in pair), everyone)
            result[name] = profiles.neighbours.by_likeness(one, other, active, users, positions)
        else:
            result[name] = np.zeros(positions.shape, dtype=np.float32)
    return result


def by_reciprocal_ranks(
    bases: NDArray[np.float32],
    factors: NDArray[np.float32],
    which: NDArray[np.int64],
    weights: NDArray[np.float64],
    users: Positions,
    exclude: Excluder,
    length: int,
    ready: Ready | None = None,
) -> Candidates:
    """Merge rankings into candidates by reciprocal rank fusion; ``base`` is left empty.

    Parameters
    ----------
    bases, factors, which, weights
        As for `polegraph.suggestions.kernels.fusion.fuse`.
    users, exclude, length
        As for `candidates`.
    ready
        Rankings that are computed already.
    """
    from polegraph.suggestions.kernels.fusion import fuse  # noqa: PLC0415  # the compiler is heavy

    allowed = np.ones(bases.shape[1:], dtype=np.float32)
    exclude(users, allowed)
    positions = np.empty((len(users), length), dtype=np.int64)
    score = np.empty((len(users), length), dtype=np.float64)
    parts = np.empty((len(users), length, len(weights)), dtype=np.float32)
    given = ready or Ready(
        np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros((0, len(users)), np.int64)
    )
    fuse(bases, allowed, factors, which, weights, *given, _DEPTH, RRF_K, positions, score, parts)
    return Candidates(users, positions, score, {}, parts)


def room(rankings: int, users: Positions, number: int) -> NDArray[np.float32]:
    """Return a buffer for scores, rankings × users × organisations, not cleared; each thread reuses its own.

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


def _scores(profiles: Profiles, users: Positions, known: dict[str, bool]) -> NDArray[np.float32]:
    """Score all organisations by those of `BASES` that have any score; the buffer of the others is not cleared."""
    bases = room(len(BASES), users, profiles.number)
    visits(profiles.walk, profiles.twin, users, STEPS, bases[0])
    quantise(bases[0])
    if known["themes"]:
        multiply_rows(profiles.themes.wanted, profiles.themes.served_transposed, users, bases[1])
    if known["related_themes"]:
        multiply_rows(profiles.themes.related, profiles.themes.related_transposed, users, bases[2])
    if known["words"]:
        multiply_rows(profiles.names.topics, profiles.names.topics_transposed, users, bases[3])
    return bases


def _factors(profiles: Profiles) -> NDArray[np.float32]:
    return np.stack(
        [np.ones(profiles.number), np.log1p(profiles.activity.projects) ** 2, profiles.activity.projects],
    ).astype(np.float32)
