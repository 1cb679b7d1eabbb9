"""Training of the models of laboratories on names with a code of the national register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph.identity.labs.compare import WORTH_A_LOOK, Compared, first_groups
from polegraph.identity.labs.group_features import group_features
from polegraph.identity.labs.pair_model import GROUPS, NAMES, Model, fit, predict

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Places = NDArray[np.int64]
    Values = NDArray[np.float64]

_ROUNDS_NAMES: Final = 200
_ROUNDS_GROUPS: Final = 350
_LEVELS: Final = (0.5, 0.6, Model.first)
"""Thresholds of the groups from which the second model learns; several, since it also runs on its own output."""
_MAJORITY: Final = 0.6
_NOBODY, _MIXED = -1, -2


def learn(compared: Compared, truth: Places, *, seed: int = 0) -> Model:
    """Learn the two models.

    The model of groups learns from groups as they come out for names that the model of names has *not* learned from,
    so that it sees probabilities as they will be.

    Parameters
    ----------
    compared
        As `compare` gives them.
    truth : array of int
        For each name which laboratory it names, -1 where that is unknown.
    seed
        For the halves of the laboratories, and for the models.

    Returns
    -------
    Model
        The same for the same input and seed.
    """
    one, other = compared.pairs
    answers = truth[one] == truth[other]
    known = (truth[one] >= 0) & (truth[other] >= 0)
    half = _halves(truth, seed)
    names = fit(NAMES, compared.features[known], answers[known], _ROUNDS_NAMES, seed)
    unseen = _unseen(compared, half, known, answers, seed)
    features, labels = [], []
    for level in _LEVELS:
        groups = first_groups(compared, unseen, level)
        seen, pairs = group_features(compared.records, groups, compared.pairs, unseen, compared.features, WORTH_A_LOOK)
        whose = majority(groups, truth, _MAJORITY)
        sure = (whose[pairs[0]] >= 0) & (whose[pairs[1]] >= 0)
        features.append(seen[sure])
        labels.append((whose[pairs[0]] == whose[pairs[1]])[sure])
    return Model(names, fit(GROUPS, pd.concat(features), np.concatenate(labels), _ROUNDS_GROUPS, seed))


def _halves(truth: Places, seed: int) -> Places:
    """Return the half, drawn at random, of each laboratory; -1 where the laboratory is unknown."""
    number = int(truth.max()) + 1
    half = np.random.default_rng(seed).permutation(number) % 2
    return np.where(truth >= 0, half[truth], _NOBODY)


def _unseen(
    compared: Compared, half: Places, known: NDArray[np.bool_], answers: NDArray[np.bool_], seed: int
) -> Values:
    """Judge every pair by the model trained without its names (cross-fitting); by both if there is no such model."""
    one, other = half[compared.pairs[0]], half[compared.pairs[1]]
    judged = np.zeros((2, len(one)))
    allowed = np.zeros((2, len(one)))
    for which in (0, 1):
        own = known & (one == which) & (other == which)
        model = fit(NAMES, compared.features[own], answers[own], _ROUNDS_NAMES, seed)
        judged[which] = predict(model, compared.features)
        allowed[which] = (one != which) & (other != which)
    allowed[:, allowed.sum(axis=0) == 0] = 1
    mean: Values = (judged * allowed).sum(axis=0) / allowed.sum(axis=0)
    return mean


def majority(groups: Places, truth: Places, least: float) -> Places:
    """Return the laboratory of most labelled names of each group, of equals the first.

    Parameters
    ----------
    groups, truth : array of int
        For each name its group, and which laboratory it names; -1 where that is unknown.
    least
        Which share of the known names have to agree, at the least and a little more.

    Returns
    -------
    array of int
        For each group the laboratory; -1 where none is known, -2 where they disagree.

    Examples
    --------
    >>> majority(np.array([0, 0, 0, 1]), np.array([5, 5, 4, -1]), 0.6).tolist()
    [5, -1]
    """
    known = pd.DataFrame({"group": groups, "truth": truth})[truth >= 0]
    count = known.value_counts().reset_index(name="times")
    count = count.sort_values(["group", "times", "truth"], ascending=[True, False, True])
    first = count.drop_duplicates("group").set_index("group")
    share = first["times"] / count.groupby("group")["times"].sum()
    whose = np.full(int(groups.max()) + 1, _NOBODY)
    whose[first.index] = np.where(share > least, first["truth"], _MIXED)
    return whose
