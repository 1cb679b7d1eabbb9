"""The learned model: three models as text and weights, their provenance and quality; saved in a file."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd

from polegraph.errors import PolegraphError
from polegraph.files import whole
from polegraph.i18n import _
from polegraph.suggestions.candidates.baselines import UNLEARNED
from polegraph.suggestions.learning import conditional_logit
from polegraph.suggestions.learning.settings import signature
from polegraph.suggestions.learning.tree_ensemble import Trees
from polegraph.vocabulary import REGISTER_NUMBERS

if TYPE_CHECKING:
    import os

    from numpy.typing import NDArray

    from polegraph.network import Network
    from polegraph.suggestions.learning.tree_ensemble import Codes

FILE: Final = "suggestions-model.json"
"""Name of the file in a dataset folder."""
_LARGEST: Final = 50_000_000  # bytes; a model has about a million
_USED: Final = {
    "organisations": (
        *("org_id", "name", "kind", "size", "group_id", "dissolved"),
        *("country", "region", "department", "postcode", "city", "lat", "lon"),
        *REGISTER_NUMBERS,
    ),
    "projects": ("project_id", "year", "start"),
    "participations": ("project_id", "org_id", "role"),
    "project_themes": ("project_id", "theme_id"),
    "organisation_themes": ("org_id", "theme_id"),
    "descriptions": ("org_id", "source", "column", "year", "value"),
    "merges": ("org_id", "into_id"),
    "fills": ("org_id", "column", "value"),
    "records": ("table", "key", "source", "row"),
}


class Seen(NamedTuple):
    """Inputs of the models; the first two axes are users and candidates.

    ``codes`` are the inputs of the trees, ``apart`` those of the linear model.
    """

    codes: Codes
    apart: NDArray[np.float32]


class Model:
    """Two boosted models and a linear one of the same candidates, with their scores merged.

    Parameters
    ----------
    fingerprint
        Fingerprint of the network that it was trained on.
    names
        Names of the features, in the order of training.
    boosters
        LightGBM's text of each boosted model, by name.
    weights
        Weights of the linear model, one a feature.
    learned_from
        For each cut its year (or first day, in a short history), users, and pairs that became partners.
    judged
        Quality, on the last year, of a model trained without it: ``year, users``, the NDCG@10 of ``learned`` and of
        every method without learning; ``bar``, the one of these that was best on earlier years (``bar_since``; missing
        where none could be judged: then the best on this year), and the bounds of the difference to it.
    """

    def __init__(
        self,
        fingerprint: str,
        names: tuple[str, ...],
        boosters: dict[str, str],
        weights: list[float],
        learned_from: list[dict[str, Any]],
        judged: dict[str, Any],
    ) -> None:
        self.fingerprint = fingerprint
        self.names = names
        self.boosters = boosters
        self.weights = weights
        self.learned_from = learned_from
        self.judged = judged

    @cached_property
    def trees(self) -> Trees:
        """The boosted models."""
        return Trees(self.boosters, len(self.names))

    @property
    def better(self) -> bool:
        """Whether it was better than the bar beyond chance (95 %), and no method without learning better than it."""
        best = max(float(self.judged[name]) for name in UNLEARNED if name in self.judged)
        return bool(self.judged["difference_low"] > 0 and self.judged["learned"] >= best)

    def seen(self, values: NDArray[np.float32]) -> Seen:
        """Return the inputs of the models.

        Parameters
        ----------
        values : array of float32, users × candidates × features
            The features, in the order of ``names``, of whole lists.
        """
        codes = self.trees.codes(values.reshape(-1, values.shape[2]))
        return Seen(codes.reshape(*values.shape[:2], -1), conditional_logit.standardised(values))

    def scores(self, seen: Seen) -> NDArray[np.float64]:
        """Score pairs by each of the three models.

        Parameters
        ----------
        seen
            As `seen` gives it.

        Returns
        -------
        array of float, three × users × candidates
            Of the classifier, the ranker and the linear model; scores compare within a user only.
        """
        codes = seen.codes.reshape(-1, seen.codes.shape[2])
        boosted = self.trees.scores(codes).reshape(-1, *seen.codes.shape[:2])
        return np.concatenate([boosted, conditional_logit.scores(self.weights, seen.apart)[None]])

    def digest(self) -> str:
        """Return a hash of the content; it finds damage, not malice."""
        content = [self.fingerprint, self.names, self.boosters, self.weights, self.learned_from, self.judged]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    def to_json(self) -> str:
        """Return the model as JSON."""
        content = {
            "signature": signature(self.names),
            "fingerprint": self.fingerprint,
            "names": list(self.names),
            "learned_from": self.learned_from,
            "judged": self.judged,
            "boosters": self.boosters,
            "weights": self.weights,
            "hash": self.digest(),
        }
        return json.dumps(content, indent=1, sort_keys=True) + "\n"


def merged(scores: NDArray[np.float64], there: NDArray[np.bool_]) -> NDArray[np.float64]:
    r"""Merge the scores of candidates by several models: the logistic of the mean standardised score.

    :math:`1 / (1 + e^{-z})` with :math:`z = \frac{1}{M} \sum_m (s_m - \bar s_m) / \sigma_m`, mean and standard
    deviation over the list: one half for a candidate that all models score as the mean of the list.

    Parameters
    ----------
    scores : array of float, models × users × candidates
        Scores.
    there : array of bool, users × candidates
        Where a list has a candidate; elsewhere 0 is given.

    Examples
    --------
    >>> both = np.array([[[0.3, 0.1, 0.0]], [[5.0, 4.0, 9.0]]])
    >>> merged(both, np.array([[True, True, False]])).round(3).tolist()
    [[0.731, 0.269, 0.0]]
    """
    number = np.maximum(there.sum(axis=1, keepdims=True), 1)
    apart = np.where(there, scores - (scores * there).sum(axis=2, keepdims=True) / number, 0.0)
    spread = np.sqrt((apart * apart).sum(axis=2, keepdims=True) / number)
    mean = (apart / np.where(spread > 0, spread, 1.0)).mean(axis=0)
    return np.where(there, 1.0 / (1.0 + np.exp(-mean)), 0.0)


def fingerprint(network: Network, seed: int) -> str:
    """Return a hash of all data that a model is trained on, of its features, settings and seed.

    Parameters
    ----------
    network
        The network. The order of rows does not matter.
    seed
        Of the draws.
    """
    digest = hashlib.sha256(f"{signature()}\x1f{seed}".encode())
    for name, columns in _USED.items():
        table = network.tables[name][list(columns)].astype("str")
        rows = np.sort(pd.util.hash_pandas_object(table, index=False).to_numpy())
        digest.update(name.encode())
        digest.update(rows.tobytes())
    return digest.hexdigest()


def load(folder: str | os.PathLike[str], network: Network, seed: int = 0) -> Model | None:
    """Read a model from a dataset folder.

    Parameters
    ----------
    folder
        The folder.
    network
        The network that the model must have been learned from.
    seed
        Seed of the draws.

    Returns
    -------
    Model or None
        None if there is none, it is damaged, or it was learned from other data.

    Raises
    ------
    PolegraphError
        If it was trained with other features or settings: its weights would belong to other inputs.
    """
    file = Path(folder) / FILE
    try:
        if file.stat().st_size > _LARGEST:
            return None
        content = json.loads(file.read_text(encoding="utf-8"))
        model = Model(
            str(content["fingerprint"]),
            tuple(map(str, content["names"])),
            {str(name): str(text) for name, text in content["boosters"].items()},
            [float(one) for one in content["weights"]],
            list(content["learned_from"]),
            dict(content["judged"]),
        )
        intact = content["hash"] == model.digest()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if not intact:
        return None
    if content.get("signature") != signature():
        raise PolegraphError(
            _("this model was learned with other features or settings than those of this version"),
            file=str(file),
            remedy=_("learn it again: polegraph suggest --all --learn"),
        )
    return model if model.fingerprint == fingerprint(network, seed) else None


def save(model: Model, folder: str | os.PathLike[str]) -> bool:
    """Write a model into a dataset folder, whole or not at all.

    Parameters
    ----------
    model
        The model.
    folder
        The folder.

    Returns
    -------
    bool
        Whether it could be written.
    """
    try:
        with whole(Path(folder) / FILE) as temporary:
            temporary.write_text(model.to_json(), encoding="utf-8", newline="\n")
    except PolegraphError:
        return False
    return True
