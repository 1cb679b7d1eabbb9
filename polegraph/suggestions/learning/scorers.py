"""Scorers: functions that rank organisations for users, by a baseline, the fusion, or the learned model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from polegraph.suggestions.candidates import cold_start
from polegraph.suggestions.candidates.baselines import LISTWISE, METHODS
from polegraph.suggestions.candidates.generation import candidates
from polegraph.suggestions.candidates.ranked import quantise
from polegraph.suggestions.learning.features import features, stacked
from polegraph.suggestions.learning.model import merged

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from polegraph.suggestions.candidates.baselines import Block, Method
    from polegraph.suggestions.candidates.cold_start import ColdStart
    from polegraph.suggestions.candidates.generation import Candidates
    from polegraph.suggestions.candidates.ranked import Excluder, Scorer
    from polegraph.suggestions.learning.attribution import Memory
    from polegraph.suggestions.learning.model import Model
    from polegraph.suggestions.profiles.organisations import Profiles
    from polegraph.suggestions.profiles.snapshot import Context, Positions


def alone(context: Context, method: Method) -> Scorer:
    """Build a scorer of one baseline method.

    Parameters
    ----------
    context
        The network.
    method
        What scores.
    """

    def score(users: Positions, exclude: Excluder) -> Block:
        scores = quantise(np.ascontiguousarray(method(context, users), dtype=np.float32))
        exclude(users, scores)
        return scores

    return score


def fusion(profiles: Profiles, memory: Memory | None = None) -> Scorer:
    """Build a scorer of the reciprocal rank fusion of `polegraph.suggestions.candidates.generation.RANKINGS`.

    Parameters
    ----------
    profiles
        Profiles of the organisations.
    memory
        Where to keep contributions to the scores, if reasons are wanted.
    """

    def find(users: Positions, exclude: Excluder) -> Candidates:
        return candidates(profiles, users, exclude)

    return _as_found(profiles.number, find, memory)


def learned(profiles: Profiles, model: Model, memory: Memory | None = None) -> Scorer:
    """Build a scorer of the learned model.

    Parameters
    ----------
    profiles
        Profiles of the organisations.
    model
        The learned model.
    memory
        Where to keep contributions to the scores, if reasons are wanted.
    """

    def score(users: Positions, exclude: Excluder) -> Block:
        found = candidates(profiles, users, exclude)
        seen = model.seen(stacked(features(profiles, found)))
        placed = merged(model.scores(seen), found.positions >= 0)
        if memory is not None:
            memory.keep(found, placed, seen)
        return _block(profiles.number, found, placed)

    return score


def from_attributes(cold: ColdStart, memory: Memory | None = None) -> Scorer:
    """Build a scorer of users with attributes only, by `polegraph.suggestions.candidates.cold_start.RANKINGS`.

    Parameters
    ----------
    cold
        Scores of candidates of such users.
    memory
        Where to keep contributions to the scores, if reasons are wanted.
    """

    def find(users: Positions, exclude: Excluder) -> Candidates:
        return cold_start.candidates(cold, users, exclude)

    return _as_found(cold.number, find, memory)


def scorer(profiles: Profiles, name: str, model: Model | None = None, memory: Memory | None = None) -> Scorer:
    """Return a scorer by the name of its method.

    Parameters
    ----------
    profiles
        Profiles of the organisations.
    name
        ``learned`` (with a *model*), ``fusion``, or a name of `polegraph.suggestions.candidates.baselines.METHODS`.
    model
        The learned model.
    memory
        Where to keep contributions to the scores, if reasons are wanted; baselines keep none.
    """
    if name == "learned" and model is not None:
        return learned(profiles, model, memory)
    return fusion(profiles, memory) if name in LISTWISE else alone(profiles.context, METHODS[name])


def _as_found(number: int, find: Callable[[Positions, Excluder], Candidates], memory: Memory | None) -> Scorer:
    """Score candidates as they were generated."""

    def score(users: Positions, exclude: Excluder) -> Block:
        found = find(users, exclude)
        if memory is not None:
            memory.keep(found, found.score)
        return _block(number, found, found.score)

    return score


def _block(number: int, found: Candidates, score: NDArray[np.float64]) -> Block:
    """Spread the scores of candidates over all organisations."""
    block = np.zeros((len(found.users), number), dtype=np.float32)
    row, column = np.nonzero(found.positions >= 0)
    block[row, found.positions[row, column]] = score[row, column]
    return block
