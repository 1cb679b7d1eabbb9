"""Learn from a network's own past whom its organisations choose: two boosted models of the same candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from polegraph import _boosted
from polegraph.i18n import _, number
from polegraph.suggestions.lessons import LEAST_PAIRS, LEAST_USERS, lessons
from polegraph.suggestions.model import Model, fingerprint, order
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
    then, and who of them became a partner up to now is learned, by LambdaMART and by a boosted classifier. Whether that
    is worth anything is measured first: what is learned without the last year is judged on the last year, beside the
    candidates in the order in which they come.

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
    return Model(
        fingerprint=fingerprint(network, seed),
        names=given[0].names,
        boosters={name: _fit(given, name, [lesson.when > 0 for lesson in given], seed) for name in _OBJECTIVES},
        learned_from=[
            {"cut": one.cut, "users": len(one.relevant), "pairs": int(np.count_nonzero(one.when))} for one in given
        ],
        judged=_judged(given, seed),
    )


def _fit(given: Sequence[Lesson], name: str, found: Sequence[NDArray[np.bool_]], seed: int) -> str:
    """Fit one of the models on the lists in which somebody became a partner; give it as text."""
    some = [right.any(axis=1) for right in found]
    values = np.concatenate(
        [one.values[rows].reshape(-1, len(one.names)) for one, rows in zip(given, some, strict=True)]
    )
    label = np.concatenate([right[rows].ravel() for right, rows in zip(found, some, strict=True)]).astype(np.int8)
    length = found[0].shape[1]
    group = np.full(len(label) // length, length) if name == "ranker" else None
    settings = {**_SETTINGS, **_OBJECTIVES[name], "seed": seed}
    return _boosted.fit(settings, values, _ROUNDS, label=label, group=group, feature_name=list(given[0].names))


def _judged(given: Sequence[Lesson], seed: int) -> dict[str, Any]:
    """Learn without what came after the last cut, and judge on that."""
    *earlier, last = given
    found = [(lesson.when > 0) & (lesson.when < last.cut) for lesson in earlier]
    boosters = {name: _fit(earlier, name, found, seed) for name in _OBJECTIVES}
    model = Model("", last.names, boosters, [], {})
    users, length, width = last.values.shape
    placed = order(model.scores(last.values.reshape(-1, width)).reshape(-1, users, length))[:, :_TOP]
    right = np.take_along_axis(last.when > 0, placed, axis=1)
    learned = ndcg(right, last.relevant)
    merged = ndcg(last.when[:, :_TOP] > 0, last.relevant)
    low, high = interval(bootstrap((learned - merged)[:, None], _DRAWS, seed)[:, 0])
    return {
        "year": last.cut,
        "users": users,
        "learned": rounded(learned.mean()),
        "fusion": rounded(merged.mean()),
        "hit": rounded(right.any(axis=1).mean()),
        "first": rounded(right[:, 0].mean()),
        "difference_low": rounded(low),
        "difference_high": rounded(high),
    }
