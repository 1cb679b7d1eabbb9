"""Judge methods on the partnerships after a cut, by the lists that are handed out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from polegraph.suggestions.candidates.baselines import LISTWISE, METHODS, named
from polegraph.suggestions.candidates.cold_start import ColdStart
from polegraph.suggestions.candidates.exclusions import Exclusion, Filters
from polegraph.suggestions.candidates.exposure import SPARE
from polegraph.suggestions.candidates.exposure import spread as spread_out
from polegraph.suggestions.candidates.ranked import first, in_blocks, joined, lists
from polegraph.suggestions.learning.ranking_metrics import Quality, quality
from polegraph.suggestions.learning.scorers import HandedOut, alone, scorer
from polegraph.suggestions.profiles.organisations import Profiles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from polegraph.suggestions.candidates.baselines import Block, Method
    from polegraph.suggestions.candidates.ranked import Excluder, Ranked, Scorer
    from polegraph.suggestions.learning.model_selection import Choice
    from polegraph.suggestions.learning.temporal_split import TemporalSplit
    from polegraph.suggestions.profiles.snapshot import Context, Positions


class Judged(NamedTuple):
    """The quality of one method for every user, the share of the candidates that it shows, and its long lists.

    Equal scores count by expectation; in the lists they stand in the order in which they are handed out.
    """

    quality: Quality
    coverage: float
    lists: Ranked


def scorers(
    context: Context, methods: Sequence[str] | Mapping[str, Method] | None, choice: Choice
) -> dict[str, HandedOut]:
    """Return the methods that are to be judged, each with the cold start of what is handed out.

    Parameters
    ----------
    context
        The past.
    methods
        Names, functions by name, or None for all.
    choice
        What was learned.
    """
    profiles = Profiles(context)
    cold = ColdStart(profiles)
    if isinstance(methods, Mapping):
        return {name: HandedOut(alone(context, function), cold) for name, function in methods.items()}
    if methods is None:
        methods = [name for name in (*LISTWISE, *METHODS) if name != "learned" or choice.model is not None]
    models = {name: choice.needed() if name == "learned" else None for name in methods}
    return {named(name): HandedOut(scorer(profiles, name, model), cold) for name, model in models.items()}


def rules(context: Context) -> Excluder:
    """Return who is in no list that is handed out at a cut, as a function that clears scores in place.

    As `polegraph.suggestions.suggest` without filters: the user, its group, its partners and their groups, who opted
    out and who is dissolved; a user that is dissolved has no list.

    Parameters
    ----------
    context
        The past.
    """
    exclusion = Exclusion(context, Filters())
    gone = ~context.present

    def exclude(users: Positions, scores: Block) -> None:
        exclusion(users, scores)
        scores[gone[users]] = 0

    return exclude


def judge(found: TemporalSplit, score: Scorer, top: int, exclude: Excluder) -> Judged:
    """Judge the lists of one method.

    Parameters
    ----------
    found
        What is judged.
    score
        The method.
    top
        Length of the lists.
    exclude
        Who is in no list, as `rules` gives it.
    """

    def one(users: Positions) -> tuple[Quality, NDArray[np.float64], Ranked]:
        scores = score(users, exclude)
        ranked = first(users, scores, top + SPARE)
        return *quality(users, ranked, scores, found.truth, top), ranked

    return _gathered(found, list(in_blocks(one, found.users)))


def judge_spread(
    found: TemporalSplit, score: HandedOut, top: int, exclude: Excluder, everyone: tuple[Positions, float]
) -> Judged:
    """Judge the lists of one method once their exposure is limited; a list ends after *top*.

    Parameters
    ----------
    found, score, top, exclude
        As for `judge`.
    everyone
        Positions of all users that lists are handed out to, and the largest share of these lists that an organisation
        may stand in: who is shown to one user depends on what all others are shown.
    """
    users, share = everyone
    long = lists(score, users, exclude, top + SPARE)
    without = np.concatenate([np.zeros(0, dtype=np.int64), *score.without])
    handed = shown(long, without, top, share)
    starts = np.searchsorted(handed.user, found.users)
    stops = np.searchsorted(handed.user, found.users, side="right")

    def one(some: Positions) -> tuple[Quality, NDArray[np.float64], Ranked]:
        places = np.searchsorted(found.users, some)
        parts = [np.arange(start, stop) for start, stop in zip(starts[places], stops[places], strict=True)]
        ranked = handed.take(np.concatenate(parts))
        scores = np.zeros((len(some), len(found.context.ids)), dtype=np.float32)
        scores[np.searchsorted(some, ranked.user), ranked.candidate] = ranked.score
        return *quality(some, ranked, scores, found.truth, top), ranked

    return _gathered(found, list(in_blocks(one, found.users)))


def shown(ranked: Ranked, without: Positions, top: int, share: float | None) -> Ranked:
    """Spread long lists, so that exposure is limited, by `polegraph.suggestions.candidates.exposure.spread`.

    Parameters
    ----------
    ranked
        Lists, longer than *top*.
    without
        Users whose lists are by attributes: of these no more than *top* are known.
    top, share
        Length of the lists that are made, and the largest share of them that an organisation may stand in.
    """
    known = np.flatnonzero((ranked.rank <= top) | ~np.isin(ranked.user, without))
    ranked = ranked.take(known)
    return spread_out(ranked.ordered(np.arange(int(ranked.user.max(initial=-1)) + 1)), top, share)


def _gathered(found: TemporalSplit, parts: list[tuple[Quality, NDArray[np.float64], Ranked]]) -> Judged:
    """Put together what was judged in blocks of users."""
    missed = np.ones(len(found.context.ids))
    for __, missed_here, ___ in parts:
        missed *= missed_here
    figures = Quality(*(np.concatenate(values) for values in zip(*(part[0] for part in parts), strict=True)))
    coverage = float((1.0 - missed).sum()) / found.candidates
    return Judged(figures, coverage, joined([part[2] for part in parts]))
