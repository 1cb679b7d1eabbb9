"""Settings of the learned models, and the signature that ties a saved model to them and to its features."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

from polegraph.suggestions.candidates import baselines, generation
from polegraph.suggestions.learning import conditional_logit, features
from polegraph.suggestions.profiles import activity, history, lift, name_similarity, neighbours, organisations, themes

if TYPE_CHECKING:
    from collections.abc import Iterable

BOOSTING: Final[dict[str, Any]] = {
    "learning_rate": 0.1,
    "num_leaves": 15,
    "min_data_in_leaf": 100,
    "feature_fraction": 0.35,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 63,
}
"""Parameters of LightGBM that both boosted models share."""
OBJECTIVES: Final[dict[str, dict[str, Any]]] = {
    "ranker": {"objective": "lambdarank", "lambdarank_truncation_level": 20},
    "classifier": {"objective": "binary"},
}
"""The boosted models, and the parameters that are theirs alone."""
ROUNDS: Final = 80
"""Number of trees of each boosted model."""
YEARS: Final = 3
"""Number of training cuts: the starts of the last years of the network, or of the last quarters of a short one."""
MONTHS: Final = 3
"""Months between the training cuts of a short history."""
MOST_USERS: Final = 2500
"""Largest number of users of a cut; of more, a random sample is drawn. Their candidates are never sampled."""
LEAST_USERS: Final = 100
"""Smallest number of users of a cut; a cut with fewer is left out."""
LEAST_PAIRS: Final = 300
"""Smallest number of new partnerships in the lists of a cut; a cut with fewer is left out."""
LEAST_PAST: Final = history.LEAST_PAST
"""Smallest share of the projects that must have begun before a cut."""
TOP: Final = 10
"""Length of the lists by which a model is judged before it is used."""
DRAWS: Final = 1000
"""Number of bootstrap draws of that judgement."""

_PROFILES: Final = (activity, history, themes, name_similarity, neighbours, lift, organisations)
_DECIDING: Final = (*_PROFILES, baselines, generation, features, conditional_logit)


def signature(names: Iterable[str] = tuple(features.FAMILIES)) -> str:
    """Return a hash of the names of features and of every setting that decides what is learned from the same data.

    Settings are the constants of this module and of the modules of profiles, candidates, features and the linear model,
    so that no list of them can be forgotten when one is added.

    Parameters
    ----------
    names
        Names of the features, in the order in which the models see them.

    Examples
    --------
    >>> signature() == signature(features.FAMILIES)
    True
    >>> signature() == signature(reversed(features.FAMILIES))
    False
    """
    content = {"names": list(names), "settings": _constants(globals())}
    content.update((module.__name__.rpartition(".")[2], _constants(vars(module))) for module in _DECIDING)
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _constants(namespace: dict[str, Any]) -> dict[str, Any]:
    """Return the constants of a module that are numbers, texts, or made of these."""
    return {name: value for name, value in namespace.items() if name.isupper() and _is_plain(value)}


def _is_plain(value: object) -> bool:
    if isinstance(value, dict):
        return all(map(_is_plain, [*value, *value.values()]))
    if isinstance(value, tuple):
        return all(map(_is_plain, value))
    return isinstance(value, (int, float, str))
