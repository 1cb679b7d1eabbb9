"""Scorers: functions that rank organisations for users, by a baseline, the fusion, or the learned model.

`HandedOut` scores the lists that are handed out: what `polegraph.suggestions.suggest` ranks by is what the back-test
judges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from polegraph.suggestions.candidates import cold_start
from polegraph.suggestions.candidates.baselines import LISTWISE, METHODS, WALKS
from polegraph.suggestions.candidates.cold_start import ColdStart
from polegraph.suggestions.candidates.generation import candidates
from polegraph.suggestions.candidates.ranked import quantise
from polegraph.suggestions.learning.features import features, stacked
from polegraph.suggestions.learning.model import merged
from polegraph.suggestions.profiles.activity import Activity

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from polegraph.suggestions.candidates.baselines import Block, Method
    from polegraph.suggestions.candidates.generation import Candidates
    from polegraph.suggestions.candidates.ranked import Excluder, Scorer
    from polegraph.suggestions.learning.attribution import Memory
    from polegraph.suggestions.learning.model import Model
    from polegraph.suggestions.profiles.organisations import Profiles
    from polegraph.suggestions.profiles.snapshot import Context, Positions

_FREE_BITS: Final = 7
"""Of the bits that `quantise` clears, those below: numbers above them are seen in six digits."""
_LATEST: Final = 7


def alone(context: Context, method: Method, first: NDArray[np.int64] | None = None) -> Scorer:
    """Build a scorer of one baseline method.

    Parameters
    ----------
    context
        The network.
    method
        What scores.
    first : array of int, one entry an organisation, optional
        Of organisations that score the same, the one with the larger number, 0 to 7, is placed first.
    """
    bits = None if first is None else (first << _FREE_BITS).astype(np.int32)

    def score(users: Positions, exclude: Excluder) -> Block:
        scores = quantise(np.ascontiguousarray(method(context, users), dtype=np.float32))
        if bits is not None:
            scores.view(np.int32)[...] += np.where(scores > 0, bits, 0)
        exclude(users, scores)
        return scores

    return score


def lately_seen(context: Context) -> NDArray[np.int64]:
    """Return how lately each organisation began a project: 7 in the last year of the network, 6 the year before, to 0.

    Parameters
    ----------
    context
        The network.

    Examples
    --------
    >>> import polegraph.examples
    >>> from polegraph.suggestions.profiles.snapshot import Context
    >>> lately_seen(Context(polegraph.examples.tiny())).tolist()
    [0, 7, 7, 3, 1]
    """
    return np.maximum(_LATEST + 1 - Activity(context).last_seen, 0).astype(np.int64)


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
    if name in LISTWISE:
        return fusion(profiles, memory)
    # A walk comes to structurally equivalent organisations alike: the last active one is placed first
    context = profiles.context
    return alone(context, METHODS[name], lately_seen(context) if name in WALKS else None)


class HandedOut:
    """Scorer of the lists that are handed out: a method's, and those by attributes where it has none.

    Lists by attributes (cold start) are those of users without projects, and of users of which the method knows no
    candidate. ``without`` holds these users, as parts in any order, once they were scored.

    Parameters
    ----------
    method
        Scorer of the method.
    cold
        Scores of candidates of users with attributes only.
    memory
        Where to keep contributions to the scores, if reasons are wanted.
    """

    def __init__(self, method: Scorer, cold: ColdStart, memory: Memory | None = None) -> None:
        self._method, self._attributes = method, from_attributes(cold, memory)
        self._active = np.diff(cold.context.members.indptr) > 0
        self.without: list[Positions] = []

    def __call__(self, users: Positions, exclude: Excluder) -> Block:
        """Score the candidates of some users.

        Parameters
        ----------
        users : array of int
            Positions of the users.
        exclude
            Function of users and scores that sets the scores of excluded candidates to 0, in place.
        """
        active = self._active[users]
        if active.all():
            scores = self._method(users, exclude)
        else:
            scores = np.zeros((len(users), len(self._active)), dtype=np.float32)
            if active.any():
                scores[active] = self._method(users[active], exclude)
        unknown = ~(scores.max(axis=1, initial=0) > 0)
        if unknown.any():
            scores[unknown] = self._attributes(users[unknown], exclude)
            self.without.append(users[unknown])
        return scores


def handed_out(profiles: Profiles, name: str, model: Model | None = None) -> HandedOut:
    """Return the scorer of the lists that are handed out, by the name of the method.

    Parameters
    ----------
    profiles, name, model
        As for `scorer`.
    """
    return HandedOut(scorer(profiles, name, model), ColdStart(profiles))


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
