"""Judge methods on the partnerships after a cut."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from polegraph.suggestions.candidates.baselines import LISTWISE, METHODS, named
from polegraph.suggestions.candidates.exposure import SPARE
from polegraph.suggestions.candidates.ranked import first, in_blocks, joined
from polegraph.suggestions.learning.ranking_metrics import Quality, quality
from polegraph.suggestions.learning.scorers import alone, scorer
from polegraph.suggestions.learning.temporal_split import TemporalSplit, mask_known
from polegraph.suggestions.profiles.organisations import Profiles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from polegraph.suggestions.candidates.baselines import Block, Method
    from polegraph.suggestions.candidates.ranked import Ranked, Scorer
    from polegraph.suggestions.learning.model_selection import Choice
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
) -> dict[str, Scorer]:
    """Return the methods that are to be judged.

    Parameters
    ----------
    context
        The past.
    methods
        Names, functions by name, or None for all.
    choice
        What was learned.
    """
    if isinstance(methods, Mapping):
        return {name: alone(context, function) for name, function in methods.items()}
    if methods is None:
        methods = [name for name in (*LISTWISE, *METHODS) if name != "learned" or choice.model is not None]
    profiles = Profiles(context)
    return {named(name): scorer(profiles, name, choice.needed() if name == "learned" else None) for name in methods}


def judge(found: TemporalSplit, score: Scorer, top: int) -> Judged:
    """Judge one method.

    Parameters
    ----------
    found
        What is judged.
    score
        The method.
    top
        Length of the lists.
    """
    partners = found.context.partners

    def exclude(users: Positions, scores: Block) -> None:
        mask_known(partners, users, scores)

    def one(users: Positions) -> tuple[Quality, NDArray[np.float64], Ranked]:
        scores = score(users, exclude)
        ranked = first(users, scores, top + SPARE)
        return *quality(users, ranked, scores, found.truth, top), ranked

    parts, lists = [], []
    missed = np.ones(len(found.context.ids))
    for part, missed_here, ranked in in_blocks(one, found.users):
        parts.append(part)
        lists.append(ranked)
        missed *= missed_here
    figures = Quality(*(np.concatenate(values) for values in zip(*parts, strict=True)))
    return Judged(figures, float((1.0 - missed).sum()) / found.candidates, joined(lists))
