"""Completion of consortia: which organisation fits a set of members, given all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd

from polegraph import boosting
from polegraph.consortia.held_back import held_back
from polegraph.consortia.set_features import Profile, candidates
from polegraph.consortia.set_scores import BLOCK, DEFAULT, METHODS, Past, score
from polegraph.errors import PolegraphError, not_one_of, whole_number
from polegraph.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from polegraph.network import Network
    from polegraph.suggestions.profiles.snapshot import Positions

    Floats = NDArray[np.float64]

LEARNED: Final = "learned"
"""The method that learns on completed consortia of earlier years."""
COLUMNS: Final = ("org_id", "name", "kind", "size", "country", "rank", "score")
FEWEST: Final = 100
"""Hidden members among the candidates, below which nothing is learned."""
_CUTS: Final = 3
_ROUNDS: Final = 150
_SHARED: Final = {"bagging_fraction": 0.8, "bagging_freq": 1, "num_leaves": 31, "seed": 1}
_SETTINGS: Final[dict[str, dict[str, Any]]] = {
    "binary": {
        "objective": "binary",
        "learning_rate": 0.05,
        "min_data_in_leaf": 60,
        "feature_fraction": 0.5,
        "lambda_l2": 10.0,
        **_SHARED,
    },
    "ranker": {
        "objective": "lambdarank",
        "learning_rate": 0.06,
        "min_data_in_leaf": 40,
        "feature_fraction": 0.6,
        "lambda_l2": 5.0,
        "label_gain": [0, 1],
        "lambdarank_truncation_level": 20,
        **_SHARED,
    },
}


class Model(NamedTuple):
    """What was learned from completed consortia.

    Parameters
    ----------
    names
        Names of the features.
    trees
        LightGBM's text of each model: a classifier, and LambdaMART.
    learned_from
        First years of the consortia, and number of hidden members that were learned from.
    """

    names: list[str]
    trees: tuple[str, ...]
    learned_from: tuple[tuple[int, int], ...]


def learn(net: Network, *, cuts: int = _CUTS, each: int = 3, most: int | None = None, seed: int = 0) -> Model | None:
    """Learn which organisations complete consortia, from those of the last years of a network.

    Parameters
    ----------
    net
        The network.
    cuts
        How many years: the last, the one before, …; each is learned from with what was known before it.
    each
        How many members of each consortium are hidden, one at a time.
    most
        Largest number of consortia a year; None for all.
    seed
        Seed of the draws.

    Returns
    -------
    Model or None
        None where fewer than `FEWEST` hidden members were among the candidates, or LightGBM cannot be loaded.

    References
    ----------
    G. Ke et al., "LightGBM: a highly efficient gradient boosting decision tree", NeurIPS 30 (2017). ``ke2017``

    Examples
    --------
    >>> import polegraph.examples
    >>> learn(polegraph.examples.tiny()) is None
    True
    """
    years = net.projects["year"].dropna().astype(np.int64)
    if boosting.why_not() is not None or not len(years):
        return None
    names: list[str] = []
    values, right, group, counted = [], [], [], []
    for cut in range(int(years.max()) + 1 - cuts, int(years.max()) + 1):
        if not (years < cut).any() or not (years == cut).any():
            continue
        some = held_back(net, cut, cut, each=each, most=most, seed=seed)
        some = some.take(np.flatnonzero([hidden[0] >= 0 for hidden in some.hidden]))
        found, gold, sizes, names = _learnable(some.past, some.seeds, [hidden[0] for hidden in some.hidden])
        values.append(found)
        right.append(gold)
        group.append(sizes)
        counted.append((cut, len(sizes)))
    if sum(count for __, count in counted) < FEWEST:
        return None
    data = {"label": np.concatenate(right), "group": np.concatenate(group)}
    rows = np.concatenate(values)
    trees = tuple(boosting.fit(one, rows, _ROUNDS, **data) for one in _SETTINGS.values())
    return Model(names, trees, tuple(counted))


def _learnable(
    past: Past, sets: Sequence[Positions], hidden: Sequence[int]
) -> tuple[NDArray[np.float32], NDArray[np.int8], NDArray[np.int64], list[str]]:
    """Return features of the candidates of sets of which the hidden member is one, and which one is."""
    profile = Profile(past)
    values, right, group, names = [], [], [], []
    for start in range(0, len(sets), BLOCK):
        found = candidates(profile, sets[start : start + BLOCK])
        names = found.names
        wanted = np.repeat(np.asarray(hidden[start : start + BLOCK], dtype=np.int64), found.group)
        gold = found.positions == wanted
        number = np.repeat(np.arange(len(found.group)), found.group)
        there = np.bincount(number[gold], minlength=len(found.group)) > 0
        values.append(found.values[there[number]])  # noqa: PD011  # no data frame
        right.append(gold[there[number]].astype(np.int8))
        group.append(found.group[there])
    nothing = (np.zeros((0, len(names)), np.float32), np.zeros(0, np.int8), np.zeros(0, np.int64))
    if not values:
        return *nothing, names
    return np.concatenate(values), np.concatenate(right), np.concatenate(group), names


def scores(past: Past, sets: Sequence[Positions], method: str, model: Model | None = None) -> Iterator[Floats]:
    """Score all organisations as further members of sets, some sets at a time; the members themselves score 0.

    Parameters
    ----------
    past
        The network.
    sets
        Positions of the seeds of each set.
    method
        ``learned``, or one of `polegraph.consortia.set_scores.METHODS`.
    model
        What `learn` gave, for ``learned``.

    Yields
    ------
    array of float, some sets × organisations
    """
    profile = Profile(past) if method == LEARNED else None
    boosters = [boosting.read(text) for text in model.trees] if model is not None and profile is not None else []
    for start in range(0, len(sets), BLOCK):
        part = sets[start : start + BLOCK]
        yield score(past, part, method) if profile is None else _learned(profile, part, boosters)


def _learned(profile: Profile, sets: Sequence[Positions], boosters: list[Any]) -> Floats:
    """Score by models: their scores, standardised within each list, added, and brought between 0 and 1."""
    found = candidates(profile, sets)
    placed = np.zeros((len(sets), profile.past.number))
    ends = np.cumsum(found.group)
    raw = [one.predict(found.values, raw_score=True, num_threads=1) for one in boosters] if len(found.positions) else []
    for number, (end, length) in enumerate(zip(ends.tolist(), found.group.tolist(), strict=True)):
        some = slice(end - length, end)
        apart = np.zeros(length)
        for values in raw:
            apart += (values[some] - values[some].mean()) / max(float(values[some].std()), 1e-9) if length else 0.0
        placed[number, found.positions[some]] = 1.0 / (1.0 + np.exp(-apart))
    return placed


def complete(
    net: Network,
    members: Iterable[str],
    top: int = 10,
    *,
    method: str = DEFAULT,
    model: Model | None = None,
) -> pd.DataFrame:
    """Rank organisations as further members of a consortium, given all its members.

    Dissolved organisations, and those that do not want to be suggested, are left out.

    Parameters
    ----------
    net
        The network.
    members
        Identifiers or names of the members, as `Network.find` takes them.
    top
        Length of the list.
    method
        ``learned`` with a *model*, or a name of `polegraph.consortia.METHODS`.
    model
        What `polegraph.consortia.learn` gave.

    Returns
    -------
    DataFrame
        ``org_id, name, kind, size, country, rank, score``; ties by ``org_id``. Scores of different sets do not compare.

    Raises
    ------
    PolegraphError
        If there is no such method or organisation, or no model for ``learned``.

    References
    ----------
    C. Genest and J. V. Zidek, "Combining probability distributions: a critique and an annotated bibliography",
    Statistical Science 1 (1986), 114–135. ``genest1986``

    Examples
    --------
    >>> import polegraph.examples
    >>> complete(polegraph.examples.tiny(), ["SME1", "BIG"])["org_id"].tolist()
    ['LAB', 'SME2']
    """
    top = whole_number(top, "top", 1)
    if method not in {*METHODS, LEARNED}:
        raise not_one_of(_("there is no such method of completion"), method, [LEARNED, *METHODS])
    if method == LEARNED and model is None:
        raise PolegraphError(
            _("nothing was learned to complete consortia by"), remedy=_("learn first, or choose another method")
        )
    past = Past(net)
    seeds = past.context.positions(np.array([net.find(one) for one in members], dtype="object"))
    found = next(scores(past, [np.unique(seeds)], method, model))[0]
    away = past.context.column("opt_out")
    found[[bool(said) for said in away] | ~past.context.present] = 0
    ids = past.context.ids
    by_id = np.argsort(ids, kind="stable")
    order = by_id[np.argsort(-np.round(found[by_id], 9), kind="stable")][:top]
    order = order[found[order] > 0]
    columns: dict[str, Any] = {"org_id": ids[order]}
    for name in ("name", "kind", "country"):
        columns[name] = past.context.column(name)[order]
    columns |= {"size": past.context.category_size[order], "rank": np.arange(1, len(order) + 1)}
    table = pd.DataFrame({**columns, "score": found[order].round(6)}, columns=list(COLUMNS))
    return table.astype(dict.fromkeys(COLUMNS[:5], "str"))
