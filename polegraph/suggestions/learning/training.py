"""Learn from a network's own past whom its organisations choose: boosted models and a linear one, merged."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from polegraph import boosting
from polegraph.i18n import _, number
from polegraph.linalg.threads import in_threads
from polegraph.suggestions.candidates.generation import LENGTH
from polegraph.suggestions.learning import conditional_logit
from polegraph.suggestions.learning.model import UNLEARNED, Model, fingerprint, merged
from polegraph.suggestions.learning.ranking_metrics import bootstrap, interval, ndcg, rounded
from polegraph.suggestions.learning.training_data import LEAST_PAIRS, LEAST_USERS, lessons

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from polegraph.network import Network
    from polegraph.suggestions.learning.training_data import Lesson

_SETTINGS: Final[dict[str, Any]] = {
    "learning_rate": 0.1,
    "num_leaves": 15,
    "min_data_in_leaf": 100,
    "feature_fraction": 0.35,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 63,
}
_OBJECTIVES: Final[dict[str, dict[str, Any]]] = {
    "ranker": {"objective": "lambdarank", "lambdarank_truncation_level": 20},
    "classifier": {"objective": "binary"},
}
_ROUNDS: Final = 80
_DRAWS: Final = 1000
_TOP: Final = 10


class CannotLearn(Exception):  # noqa: N818  # no error: a reason that is said
    """Why nothing is learned, in a sentence without a closing full stop."""


def train(network: Network, seed: int = 0) -> Model:
    """Learn whom organisations choose, from who became partners in the last years.

    At the start of each of the last three years, every user's whole list of candidates is described with what was known
    then, and who of them became a partner up to now is learned: by LambdaMART, by a boosted classifier, and by a
    conditional logit model. Whether that is worth anything is measured first: what is learned without the last
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
    if reason := boosting.why_not():
        raise CannotLearn(_("LightGBM cannot be loaded ({reason})").format(reason=reason))
    given = lessons(network, seed)
    if len(given) < 2:  # noqa: PLR2004  # one to learn from and one to judge on
        raise CannotLearn(
            _(
                "there is too little to learn from: in two of the last years, {users} organisations must have found "
                "{pairs} new partners"
            ).format(users=number(LEAST_USERS), pairs=number(LEAST_PAIRS))
        )
    *earlier, last = given
    model, without = _learned(
        [
            _lists(given, [one.when > 0 for one in given]),
            _lists(earlier, [(one.when > 0) & (one.when < last.cut) for one in earlier]),
        ],
        last.names,
        seed,
    )
    model.fingerprint = fingerprint(network, seed)
    model.learned_from = [
        {"cut": one.cut, "users": len(one.relevant), "pairs": int(np.count_nonzero(one.when))} for one in given
    ]
    model.judged = _judged(without, last, seed)
    return model


class _Lists(NamedTuple):
    """The lists in which somebody became a partner: lists × candidates × features; lists × candidates."""

    values: NDArray[np.float32]
    right: NDArray[np.bool_]


def _lists(given: Sequence[Lesson], found: Sequence[NDArray[np.bool_]]) -> _Lists:
    """Put the lists of several cuts under each other."""
    some = [right.any(axis=1) for right in found]
    return _Lists(
        np.concatenate([one.values[rows] for one, rows in zip(given, some, strict=True)]),
        np.concatenate([one[rows] for one, rows in zip(found, some, strict=True)]),
    )


def _learned(given: Sequence[_Lists], names: tuple[str, ...], seed: int) -> list[Model]:
    """Learn from each set of lists, from several at once; leave open where from and how well."""
    tasks: list[Callable[[], Any]] = [partial(_boosted_models, some, names, seed) for some in given]
    tasks += [partial(conditional_logit.fit, *some) for some in given]
    done = list(in_threads(lambda task: task(), tasks))
    pairs = zip(done[: len(given)], done[len(given) :], strict=True)
    return [Model("", names, boosters, weights, [], {}) for boosters, weights in pairs]


def _boosted_models(given: _Lists, names: tuple[str, ...], seed: int) -> dict[str, str]:
    """Fit the boosted models; give each as text."""
    settings = [{**_SETTINGS, **objective, "seed": seed} for objective in _OBJECTIVES.values()]
    label = given.right.ravel().astype(np.int8)
    lists = np.full(len(given.right), LENGTH)
    pairs = given.values.reshape(-1, len(names))
    found = boosting.fit_each(settings, pairs, _ROUNDS, label=label, group=lists, feature_name=list(names))
    return dict(zip(_OBJECTIVES, found, strict=True))


def _judged(model: Model, last: Lesson, seed: int) -> dict[str, Any]:
    """Judge what was learned without what came after the last cut, on that."""
    score = merged(model.scores(model.seen(last.values)), last.there)
    placed = np.argsort(-score, axis=1, kind="stable")[:, :_TOP]
    right = np.take_along_axis(last.when > 0, placed, axis=1)
    learned = ndcg(right, last.relevant)
    lists = dict(zip(UNLEARNED, (last.when[:, :_TOP] > 0, last.by_walk), strict=True))
    without = {name: ndcg(one, last.relevant) for name, one in lists.items()}
    best = max(without.values(), key=lambda one: float(one.mean()))
    low, high = interval(bootstrap((learned - best)[:, None], _DRAWS, seed)[:, 0])
    return {
        "year": last.cut,
        "users": len(last.values),
        "learned": rounded(learned.mean()),
        **{name: rounded(one.mean()) for name, one in without.items()},
        "hit": rounded(right.any(axis=1).mean()),
        "first": rounded(right[:, 0].mean()),
        "difference_low": rounded(low),
        "difference_high": rounded(high),
    }
