"""Deterministic matching rules for names of laboratories, for environments without the model."""

from __future__ import annotations

import operator
import re
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np

from polegraph.names import rule_tables

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

_CONDITION: Final = re.compile(r"(\w+) (>=|<=|=|>|<) (-?[\d.]+)")
_COMPARE: Final = {">=": operator.ge, "<=": operator.le, "=": operator.eq, ">": operator.gt, "<": operator.lt}
_NEIGHBOURS: Final = 0.3  # share of the names of a city that stand in the other too
_STRANGERS: Final = 0.15


class ByRules:
    """The rules of ``rules/labs.csv``; of those that apply, the most probable counts."""

    first: ClassVar[float] = 0.5
    then: ClassVar[tuple[float, ...]] = ()

    def of_names(self, features: pd.DataFrame) -> NDArray[np.float64]:
        """Return the match probability of pairs of names, 0 to 1."""
        together = features["cities_together"]
        seen = features.assign(
            city_differs=(features["same_city"] == 0) & (together < _STRANGERS),
            near=(features["same_city"] == 1) | (together > _NEIGHBOURS),
        )
        likely = np.zeros(len(features))
        for rule in rule_tables.rows("labs"):
            fits = np.ones(len(features), dtype=bool)
            for name, sign, value in _CONDITION.findall(rule["when"]):
                fits &= _COMPARE[sign](seen[name].to_numpy(np.float64), float(value))
            likely[fits] = np.maximum(likely[fits], float(rule["likely"]))
        return likely

    def of_groups(self, features: pd.DataFrame) -> NDArray[np.float64]:
        """Return no probability: there are no rules for groups."""
        return np.zeros(len(features))
