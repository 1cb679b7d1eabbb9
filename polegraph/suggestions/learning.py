"""Learn from a network's own past whom its organisations choose: two boosted models of the same candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

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
    "num_threads": 1,  # the sums of several threads differ in the last digits
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
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
    library = _library()
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
        boosters={
            name: _fit(library, given, name, [lesson.when > 0 for lesson in given], seed) for name in _OBJECTIVES
        },
        learned_from=[
            {"cut": one.cut, "users": len(one.relevant), "pairs": int(np.count_nonzero(one.when))} for one in given
        ],
        judged=_judged(library, given, seed),
    )


def _library() -> Any:  # noqa: ANN401  # a module without types
    try:
        import lightgbm  # noqa: PLC0415  # heavy, and absent on some systems
    except (ImportError, OSError) as error:  # OSError: a library of the system that it needs is not there
        reason = str(error).split("\n", maxsplit=1)[0]
        raise CannotLearn(_("LightGBM cannot be loaded ({reason})").format(reason=reason)) from error
    return lightgbm


def _fit(library: Any, given: Sequence[Lesson], name: str, found: Sequence[NDArray[np.bool_]], seed: int) -> str:  # noqa: ANN401  # a module without types
    """Fit one of the models on the lists in which somebody became a partner; give it as text."""
    some = [right.any(axis=1) for right in found]
    values = np.concatenate(
        [one.values[rows].reshape(-1, len(one.names)) for one, rows in zip(given, some, strict=True)]
    )
    label = np.concatenate([right[rows].ravel() for right, rows in zip(found, some, strict=True)]).astype(np.int8)
    length = found[0].shape[1]
    group = np.full(len(label) // length, length) if name == "ranker" else None
    settings = {**_SETTINGS, **_OBJECTIVES[name], "seed": seed}
    data = library.Dataset(values, label=label, group=group, feature_name=list(given[0].names), params=settings)
    return str(library.train(settings, data, _ROUNDS).model_to_string())


def _judged(library: Any, given: Sequence[Lesson], seed: int) -> dict[str, Any]:  # noqa: ANN401  # a module without types
    """Learn without what came after the last cut, and judge on that."""
    *earlier, last = given
    found = [(lesson.when > 0) & (lesson.when < last.cut) for lesson in earlier]
    boosters = {name: _fit(library, earlier, name, found, seed) for name in _OBJECTIVES}
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
