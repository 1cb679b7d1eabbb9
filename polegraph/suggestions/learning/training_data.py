"""Training data: candidate lists at earlier cut-off years, with features and labels."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from polegraph.combine import before
from polegraph.suggestions.candidates.baselines import UNLEARNED
from polegraph.suggestions.candidates.cold_start import ColdStart
from polegraph.suggestions.candidates.generation import candidates
from polegraph.suggestions.candidates.ranked import in_blocks
from polegraph.suggestions.learning.features import features, stacked
from polegraph.suggestions.learning.judging import judge
from polegraph.suggestions.learning.scorers import HandedOut, scorer
from polegraph.suggestions.learning.settings import LEAST_PAIRS, LEAST_USERS, MOST_USERS, TOP
from polegraph.suggestions.learning.temporal_split import (
    TemporalSplit,
    drawn,
    mask_known,
    new_partners,
    partners_found,
    split,
)
from polegraph.suggestions.learning.training_cuts import training_periods
from polegraph.suggestions.profiles.organisations import Profiles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.network import Network
    from polegraph.suggestions.learning.training_cuts import Period
    from polegraph.suggestions.profiles.snapshot import Positions


class TrainingSet(NamedTuple):
    """Features and labels of the candidate lists of one cut; the first two axes are users and candidates.

    ``names`` and ``values`` are the features, the last axis of the values; ``when`` is the number of the period in
    which a candidate became a partner, 0 if it did not; ``there`` is where a list has a candidate; ``relevant`` counts
    the new partners of each user, in the list or not. ``bars`` is the NDCG of each user's list by each method without
    learning, for the last cut only.
    """

    cut: Period
    names: tuple[str, ...]
    values: NDArray[np.float32]
    when: NDArray[np.int64]
    there: NDArray[np.bool_]
    relevant: NDArray[np.int64]
    bars: dict[str, NDArray[np.float64]]


class _Part(NamedTuple):
    """Part of a `TrainingSet`, for some users."""

    names: tuple[str, ...]
    values: NDArray[np.float32]
    when: NDArray[np.int64]
    there: NDArray[np.bool_]


def training_sets(network: Network, seed: int) -> list[TrainingSet]:
    """Build training sets at the last cuts, labelled with the partnerships known now.

    Parameters
    ----------
    network
        The network that models are trained on.
    seed
        Seed of the sample that is drawn where a cut has too many users.

    Returns
    -------
    list of TrainingSet
        At most `YEARS`, the earliest first; only cuts with enough before and after them. They stand at the starts of
        the last years, or quarters (`polegraph.suggestions.learning.training_cuts.training_periods`).
    """
    periods = training_periods(network.projects)
    result = []
    for place, cut in enumerate(periods):
        # Split at the cut; labels are the years, or months, in which candidates became partners
        past = before(network, cut.first)
        task = split(past, partners_found(network, past, cut.first, periods[-1].last), None)
        if len(task.users) >= LEAST_USERS:
            truths = {
                one.number: new_partners(task.context, partners_found(network, past, one.first, one.last))
                for one in periods[place:]
            }
            users = drawn(task.users, MOST_USERS, [seed, cut.number])
            lesson = _training_set(cut, task, truths, users)
            if np.count_nonzero(lesson.when) >= LEAST_PAIRS:
                result.append(lesson)
                judged = task, users
    if result:
        result[-1] = result[-1]._replace(bars=_bars(*judged))
    return result


def _training_set(cut: Period, task: TemporalSplit, truths: Mapping[int, Csr], users: Positions) -> TrainingSet:
    profiles = Profiles(task.context)
    struck = partial(mask_known, task.context.partners)

    def described(part: Positions) -> _Part:
        some = candidates(profiles, part, struck)
        known = features(profiles, some)
        when = np.zeros(some.positions.shape, dtype=np.int64)
        for number in sorted(truths, reverse=True):  # the first period is written last
            when[among(truths[number], part, some.positions)] = number
        return _Part(tuple(known), stacked(known), when, some.positions >= 0)

    parts = list(in_blocks(described, users))
    values, when, there = (np.concatenate(arrays) for arrays in zip(*(part[1:] for part in parts), strict=True))
    relevant = np.diff(task.truth.indptr)[users].astype(np.int64)
    return TrainingSet(cut, parts[0].names, values, when, there, relevant, {})


def _bars(task: TemporalSplit, users: Positions) -> dict[str, NDArray[np.float64]]:
    """Judge the lists of some users by each method without learning, among the candidates of what is learned."""
    profiles, struck = Profiles(task.context), partial(mask_known, task.context.partners)
    cold, some = ColdStart(profiles), task._replace(users=users)
    return {name: judge(some, HandedOut(scorer(profiles, name), cold), TOP, struck).quality.ndcg for name in UNLEARNED}


def among(truth: Csr, users: Positions, positions: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which candidates are nonzero in the rows of the users.

    Parameters
    ----------
    truth
        Organisations × organisations.
    users : array of int
        Positions of the users.
    positions : array of int, users × candidates
        Positions of the candidates; -1 for none.
    """
    rows = truth[users].toarray() > 0
    return np.take_along_axis(rows, np.maximum(positions, 0), axis=1) & (positions >= 0)
