"""Training: learning to rank on a network's own past, by boosted models and a conditional logit model."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from polegraph import boosting
from polegraph.combine import before
from polegraph.i18n import _, number
from polegraph.linalg.threads import in_threads
from polegraph.suggestions.candidates.generation import LENGTH
from polegraph.suggestions.learning import conditional_logit
from polegraph.suggestions.learning.model import Model, fingerprint, merged
from polegraph.suggestions.learning.ranking_metrics import bootstrap, interval, ndcg, rounded
from polegraph.suggestions.learning.settings import (
    BOOSTING,
    DRAWS,
    LEAST_PAIRS,
    LEAST_USERS,
    OBJECTIVES,
    ROUNDS,
    TOP,
    YEARS,
)
from polegraph.suggestions.learning.training_data import training_sets
from polegraph.suggestions.learning.unlearned import unlearned
from polegraph.suggestions.profiles.history import is_short

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from polegraph.network import Network
    from polegraph.suggestions.learning.training_data import TrainingSet
    from polegraph.suggestions.learning.unlearned import Unlearned


class CannotLearn(Exception):  # noqa: N818  # no error: a reason for people
    """The reason why no model can be trained, in a sentence without a closing full stop."""


def train(network: Network, seed: int = 0) -> Model:
    """Train the models on the partnerships of the last years.

    Cuts stand at the start of each of the last three years or, in a short history, quarters
    (`polegraph.suggestions.learning.training_cuts.training_periods`). Features of every user's whole list of candidates
    come from the network before the cut, labels from the partnerships up to now. LambdaMART, a boosted classifier and a
    conditional logit model are fitted. A model without the last year is judged on the last year, beside every method
    without learning; the bar is the one that was best on the years before
    (`polegraph.suggestions.learning.unlearned.unlearned`).

    Parameters
    ----------
    network
        The training data.
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
    given = training_sets(network, seed)
    if len(given) < 2:  # noqa: PLR2004  # one to learn from and one to judge on
        raise CannotLearn(_too_little(len(given), short=is_short(network.projects)))
    *earlier, last = given
    model, without = _learned(
        [
            _lists(given, [one.when > 0 for one in given]),
            _lists(earlier, [(one.when > 0) & (one.when < last.cut.number) for one in earlier]),
        ],
        last.names,
        seed,
    )
    model.fingerprint = fingerprint(network, seed)
    model.learned_from = [
        {"cut": one.cut.since, "users": len(one.relevant), "pairs": int(np.count_nonzero(one.when))} for one in given
    ]
    model.judged = _judged(without, last, unlearned(before(network, last.cut.first)), seed)
    return model


def _too_little(found: int, *, short: bool) -> str:
    """Describe what a network would need."""
    if short:
        text = _(
            "the history is too short to learn from: in {needed} of its last {periods} quarters, {users} organisations "
            "must have found {pairs} new partners; here they did in {found}"
        )
        return text.format(needed=2, periods=YEARS, users=number(LEAST_USERS), pairs=number(LEAST_PAIRS), found=found)
    return _(
        "there is too little to learn from: in {needed} of the last {years} years, {users} organisations must "
        "have found {pairs} new partners; here they did in {found}"
    ).format(needed=2, years=YEARS, users=number(LEAST_USERS), pairs=number(LEAST_PAIRS), found=found)


class _Lists(NamedTuple):
    """Lists with a new partner: features, lists × candidates × features; labels, lists × candidates."""

    values: NDArray[np.float32]
    right: NDArray[np.bool_]


def _lists(given: Sequence[TrainingSet], found: Sequence[NDArray[np.bool_]]) -> _Lists:
    """Concatenate the lists of several cuts."""
    some = [right.any(axis=1) for right in found]
    return _Lists(
        np.concatenate([one.values[rows] for one, rows in zip(given, some, strict=True)]),
        np.concatenate([one[rows] for one, rows in zip(found, some, strict=True)]),
    )


def _learned(given: Sequence[_Lists], names: tuple[str, ...], seed: int) -> list[Model]:
    """Fit models on each set of lists, in parallel; their provenance and quality are left open."""
    tasks: list[Callable[[], Any]] = [partial(_boosted_models, some, names, seed) for some in given]
    tasks += [partial(conditional_logit.fit, *some) for some in given]
    done = list(in_threads(lambda task: task(), tasks))
    pairs = zip(done[: len(given)], done[len(given) :], strict=True)
    return [Model("", names, boosters, weights, [], {}) for boosters, weights in pairs]


def _boosted_models(given: _Lists, names: tuple[str, ...], seed: int) -> dict[str, str]:
    """Fit the boosted models; return each as text."""
    settings = [{**BOOSTING, **objective, "seed": seed} for objective in OBJECTIVES.values()]
    label = given.right.ravel().astype(np.int8)
    lists = np.full(len(given.right), LENGTH)
    pairs = given.values.reshape(-1, len(names))
    found = boosting.fit_each(settings, pairs, ROUNDS, label=label, group=lists, feature_name=list(names))
    return dict(zip(OBJECTIVES, found, strict=True))


def _judged(model: Model, last: TrainingSet, earlier: Unlearned, seed: int) -> dict[str, Any]:
    """Judge a model trained before the last cut on the partnerships after it, beside the method best until then."""
    score = merged(model.scores(model.seen(last.values)), last.there)
    placed = np.argsort(-score, axis=1, kind="stable")[:, :TOP]
    right = np.take_along_axis(last.when > 0, placed, axis=1)
    learned = ndcg(right, last.relevant)
    means = {name: rounded(one.mean()) for name, one in last.bars.items()}
    bar = max(means, key=means.__getitem__) if earlier.since is None else earlier.method
    low, high = interval(bootstrap((learned - last.bars[bar])[:, None], DRAWS, seed)[:, 0])
    return {
        "year": last.cut.since,
        "users": len(last.values),
        "learned": rounded(learned.mean()),
        **means,
        "bar": bar,
        "bar_since": earlier.since,
        "hit": rounded(right.any(axis=1).mean()),
        "first": rounded(right[:, 0].mean()),
        "difference_low": rounded(low),
        "difference_high": rounded(high),
    }
