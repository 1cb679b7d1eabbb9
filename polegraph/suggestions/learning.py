"""Learn from a network's own past whom its organisations choose: boosted models and a linear one, merged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from polegraph import _boosted
from polegraph.i18n import _, number
from polegraph.suggestions import linear
from polegraph.suggestions.candidates import LENGTH
from polegraph.suggestions.lessons import LEAST_PAIRS, LEAST_USERS, lessons
from polegraph.suggestions.model import UNLEARNED, Model, fingerprint, order
from polegraph.suggestions.quality import bootstrap, interval, ndcg, rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from polegraph.network import Network
    from polegraph.suggestions.lessons import Lesson

_SETTINGS: Final[dict[str, Any]] = {
    "learning_rate": 0.08,
    "num_leaves": 15,
    "min_data_in_leaf": 100,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 63,
}
_OBJECTIVES: Final[dict[str, dict[str, Any]]] = {
    "ranker": {"objective": "lambdarank", "lambdarank_truncation_level": 20},
    "classifier": {"objective": "binary"},
}
_ROUNDS: Final = 100
_DRAWS: Final = 1000
_TOP: Final = 10


class CannotLearn(Exception):  # noqa: N818  # no error: a reason that is said
    """Why nothing is learned, in a sentence without a closing full stop."""


def train(network: Network, seed: int = 0) -> Model:
    """Learn whom organisations choose, from who became partners in the last years.

    At the start of each of the last three years, every user's whole list of candidates is described with what was known
    then, and who of them became a partner up to now is learned: by LambdaMART, by a boosted classifier, and by a
    logistic regression within lists. Whether that is worth anything is measured first: what is learned without the last
    year is judged on the last year, beside the candidates in the order in which they come, and beside PageRank.

    Parameters
    ----------
    network
        All that may be learned from.
    seed
        Of the draws.

    Returns
    -------
    Model
        The same for the same network and seed.

    Raises
    ------
    CannotLearn
        If there are too few years or too few new partners, or LightGBM cannot be loaded.

    References
    ----------
    C. J. C. Burges, "From RankNet to LambdaRank to LambdaMART: an overview", Microsoft Research MSR-TR-2010-82. G. Ke
    et al., "LightGBM: a highly efficient gradient boosting decision tree", NIPS (2017).
    """
    if reason := _boosted.why_not():
        raise CannotLearn(_("LightGBM cannot be loaded ({reason})").format(reason=reason))
    given = lessons(network, seed)
    if len(given) < 2:  # noqa: PLR2004  # one to learn from and one to judge on
        raise CannotLearn(
            _(
                "there is too little to learn from: in two of the last years, {users} organisations must have found "
                "{pairs} new partners"
            ).format(users=number(LEAST_USERS), pairs=number(LEAST_PAIRS))
        )
    model = _learned(given, [one.when > 0 for one in given], seed)
    model.fingerprint = fingerprint(network, seed)
    model.learned_from = [
        {"cut": one.cut, "users": len(one.relevant), "pairs": int(np.count_nonzero(one.when))} for one in given
    ]
    model.judged = _judged(given, seed)
    return model


def _learned(given: Sequence[Lesson], found: Sequence[NDArray[np.bool_]], seed: int) -> Model:
    """Learn from the lists in which somebody became a partner; leave open where from and how well."""
    some = [right.any(axis=1) for right in found]
    values = [one.values[rows] for one, rows in zip(given, some, strict=True)]
    right = [one[rows] for one, rows in zip(found, some, strict=True)]
    names = given[0].names
    return Model("", names, _boosters(values, right, names, seed), linear.fit(values, right), [], {})


def _boosters(
    values: Sequence[NDArray[np.float32]], right: Sequence[NDArray[np.bool_]], names: tuple[str, ...], seed: int
) -> dict[str, str]:
    """Fit the boosted models; give them as text."""
    pairs = np.concatenate([one.reshape(-1, len(names)) for one in values])
    label = np.concatenate([one.ravel() for one in right]).astype(np.int8)
    group = np.full(len(label) // LENGTH, LENGTH)
    result = {}
    for name, objective in _OBJECTIVES.items():
        settings = {**_SETTINGS, **objective, "seed": seed}
        lists = group if name == "ranker" else None
        result[name] = _boosted.fit(settings, pairs, _ROUNDS, label=label, group=lists, feature_name=list(names))
    return result


def _judged(given: Sequence[Lesson], seed: int) -> dict[str, Any]:
    """Learn without what came after the last cut, and judge on that."""
    *earlier, last = given
    found = [(lesson.when > 0) & (lesson.when < last.cut) for lesson in earlier]
    model = _learned(earlier, found, seed)
    users, length, width = last.values.shape
    placed = order(model.scores(last.values.reshape(-1, width)).reshape(-1, users, length))[:, :_TOP]
    right = np.take_along_axis(last.when > 0, placed, axis=1)
    learned = ndcg(right, last.relevant)
    lists = dict(zip(UNLEARNED, (last.when[:, :_TOP] > 0, last.by_walk), strict=True))
    without = {name: ndcg(one, last.relevant) for name, one in lists.items()}
    best = max(without.values(), key=lambda one: float(one.mean()))
    low, high = interval(bootstrap((learned - best)[:, None], _DRAWS, seed)[:, 0])
    return {
        "year": last.cut,
        "users": users,
        "learned": rounded(learned.mean()),
        **{name: rounded(one.mean()) for name, one in without.items()},
        "hit": rounded(right.any(axis=1).mean()),
        "first": rounded(right[:, 0].mean()),
        "difference_low": rounded(low),
        "difference_high": rounded(high),
    }
