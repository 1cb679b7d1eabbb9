"""Match probabilities of pairs of names and of groups of names: two boosted models, shipped or learned."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, ClassVar, Final

import numpy as np

from polegraph import boosting

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from lightgbm import Booster
    from numpy.typing import NDArray

_PARAMETERS: Final = {
    "objective": "binary",
    "learning_rate": 0.05,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
}
NAMES: Final = {**_PARAMETERS, "num_leaves": 31, "min_data_in_leaf": 20, "feature_fraction": 0.6}
GROUPS: Final = {
    **_PARAMETERS,
    "num_leaves": 15,
    "min_data_in_leaf": 15,
    "feature_fraction": 0.5,
    "learning_rate": 0.04,
}
_FILES: Final = ("names", "groups")


@dataclass(frozen=True)
class Model:
    """Two models learned from names with known entities.

    Attributes
    ----------
    names, groups
        The models for pairs of names and for pairs of groups of names, as LightGBM writes them.
    """

    names: str
    groups: str
    first: ClassVar[float] = 0.75
    then: ClassVar[tuple[float, ...]] = (0.4, 0.5)

    def of_names(self, features: pd.DataFrame) -> NDArray[np.float64]:
        """Return the match probability of pairs of names, 0 to 1."""
        return predict(self.names, features)

    def of_groups(self, features: pd.DataFrame) -> NDArray[np.float64]:
        """Return the match probability of pairs of groups, 0 to 1."""
        return predict(self.groups, features)

    def write(self, folder: Path) -> None:
        """Write the models as text, compressed, the same bytes each time."""
        for name in _FILES:
            (folder / f"{name}.txt.gz").write_bytes(gzip.compress(getattr(self, name).encode("ascii"), mtime=0))


@cache
def shipped() -> Model:
    """Return the model that comes with the package, learned from ANR's laboratories by ``tools/learn_labs.py``."""
    folder = files("polegraph.identity.labs").joinpath("model")
    texts = (gzip.decompress(folder.joinpath(f"{name}.txt.gz").read_bytes()).decode("ascii") for name in _FILES)
    return Model(*texts)


def fit(parameters: dict[str, Any], features: pd.DataFrame, answers: NDArray[np.bool_], rounds: int, seed: int) -> str:
    """Learn from labelled pairs; return the model as text."""
    return boosting.fit({**parameters, "seed": seed}, features, rounds, label=answers.astype(np.int8))


def predict(model: str, features: pd.DataFrame) -> NDArray[np.float64]:
    """Return the predicted probability of each row."""
    if not len(features):
        return np.empty(0)
    booster = _read(model)
    return np.asarray(booster.predict(features[booster.feature_name()], num_threads=1), dtype=np.float64)


@lru_cache(maxsize=4)
def _read(model: str) -> Booster:
    """Read a model once: loading takes longer than scoring the pairs of a small network."""
    return boosting.read(model)
