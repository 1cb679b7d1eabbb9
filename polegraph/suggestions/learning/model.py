"""What was learned: three models as text and weights, where they come from, and how good they were; kept in a file."""

from __future__ import annotations

import hashlib
import json
import tempfile
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd

from polegraph.suggestions.learning import conditional_logit
from polegraph.suggestions.learning.tree_ensemble import Trees
from polegraph.vocabulary import REGISTER_NUMBERS

if TYPE_CHECKING:
    import os

    from numpy.typing import NDArray

    from polegraph.network import Network
    from polegraph.suggestions.learning.tree_ensemble import Codes

FILE: Final = "suggestions-model.json"
"""Name of the file in a dataset folder."""
VERSION: Final = 5
"""Of all that decides what is learned from the same data: candidates, features, settings. Raise it with any of them."""
UNLEARNED: Final = ("fusion", "pagerank")
"""The methods that what is learned is compared with; of two that are as good, the first is used."""
_LARGEST: Final = 50_000_000  # bytes; ours have about a million
_USED: Final = {
    "organisations": (
        *("org_id", "name", "kind", "size", "group_id", "dissolved"),
        *("country", "region", "department", "postcode", "city", "lat", "lon"),
        *REGISTER_NUMBERS,
    ),
    "projects": ("project_id", "year"),
    "participations": ("project_id", "org_id", "role"),
    "project_themes": ("project_id", "theme_id"),
    "organisation_themes": ("org_id", "theme_id"),
    "descriptions": ("org_id", "source", "column", "year", "value"),
    "merges": ("org_id", "into_id"),
    "fills": ("org_id", "column", "value"),
    "records": ("table", "key", "source", "row"),
}


class Seen(NamedTuple):
    """What the models see of candidates; the first two axes are users and candidates.

    ``codes`` is what the trees see, ``apart`` what the linear model does.
    """

    codes: Codes
    apart: NDArray[np.float32]


class Model:
    """Two boosted models and a linear one of the same candidates, whose scores are merged.

    Parameters
    ----------
    fingerprint
        Of the network that it was learned from.
    names
        The features, in the order in which they were learned.
    boosters
        LightGBM's text of each boosted model, by name.
    weights
        Of the linear model, one a feature.
    learned_from
        For each cut its year, users, and pairs that became partners.
    judged
        How good what was learned without the last year was on it: ``year, users, learned, fusion, pagerank``
        (NDCG@10), and the bounds of the difference between what was learned and the better one of the other two.
    """

    def __init__(
        self,
        fingerprint: str,
        names: tuple[str, ...],
        boosters: dict[str, str],
        weights: list[float],
        learned_from: list[dict[str, int]],
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
        """Whether it was better than the better method without learning, beyond chance."""
        return bool(self.judged["difference_low"] > 0)

    @property
    def otherwise(self) -> str:
        """The method without learning that was the better one on the same year."""
        return max(UNLEARNED, key=lambda name: float(self.judged[name]))

    def seen(self, values: NDArray[np.float32]) -> Seen:
        """Return what the models see of pairs.

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
        """Return a word that is another one if any of the content is; it finds damage, not malice."""
        content = [self.fingerprint, self.names, self.boosters, self.weights, self.learned_from, self.judged]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

    def to_json(self) -> str:
        """Return all of it as text."""
        content = {
            "version": VERSION,
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
    r"""Merge the scores of each user's candidates by several models: the mean distance from the mean of the list.

    :math:`1 / (1 + e^{-z})` with :math:`z = \frac{1}{M} \sum_m (s_m - \bar s_m) / \sigma_m`, mean and standard
    deviation over the list: one half for whom all models place in the middle of it.

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
    """Return a word that is another one as soon as anything is different that a model would be learned from.

    Parameters
    ----------
    network
        The network. The order of rows does not matter.
    seed
        Of the draws.
    """
    digest = hashlib.sha256(f"{VERSION}\x1f{seed}".encode())
    for name, columns in _USED.items():
        table = network.tables[name][list(columns)].astype("str")
        rows = np.sort(pd.util.hash_pandas_object(table, index=False).to_numpy())
        digest.update(name.encode())
        digest.update(rows.tobytes())
    return digest.hexdigest()


def load(folder: str | os.PathLike[str], network: Network, seed: int = 0) -> Model | None:
    """Take a model from a dataset folder.

    Parameters
    ----------
    folder
        The folder.
    network
        What the model must have been learned from.
    seed
        Of the draws.

    Returns
    -------
    Model or None
        None if there is none, it is damaged, or it was learned from something else.
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
        whole = content["version"] == VERSION and content["hash"] == model.digest()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return model if whole and model.fingerprint == fingerprint(network, seed) else None


def save(model: Model, folder: str | os.PathLike[str]) -> bool:
    """Keep a model in a dataset folder, whole or not at all.

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
    target = Path(folder)
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="\n", dir=target, prefix=f".{FILE}.", delete=False
        ) as file:
            file.write(model.to_json())
        Path(file.name).replace(target / FILE)
    except OSError:
        return False
    return True
