"""Entity resolution of laboratories: clusters, their evidence, and the questions left to users."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from polegraph import boosting
from polegraph.identity.labs.compare import WORTH_A_LOOK, Compared, compare, grouped
from polegraph.identity.labs.group_features import group_features
from polegraph.identity.labs.pair_model import shipped
from polegraph.identity.labs.rules import ByRules

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.identity.entities import Units
    from polegraph.identity.labs.compare import Judge

    Places = NDArray[np.int64]
    Values = NDArray[np.float64]

JUDGES: Final = ("model", "rules")
ASKED: Final = ("one", "other", "right", "judged", "evidence")
_EVIDENCE: Final = (
    ("same_text", 0, "same_words"),
    ("unit_numbers", 0, "unit_number"),
    ("acronyms", 0, "acronym"),
    ("acronym_in_words", 0, "acronym_in_name"),
    ("acronym_in_initials", 0.99, "initials"),
    ("share_of_shorter", 0.95, "contains"),
    ("same_city", 0, "same_city"),
    ("bodies", 0, "same_body"),
    ("partners", 0.1, "same_partners"),
)
"""Features with the value above which they are evidence for a match, and the word for that."""


class Laboratories(NamedTuple):
    """The clusters of laboratories found.

    Attributes
    ----------
    group
        For each unit the smallest unit that is the same laboratory.
    merged
        Columns ``one``, ``other`` (units), ``how``, ``evidence``: for each unit of a cluster of several, the other
        unit with the strongest evidence.
    asked
        Columns ``one``, ``other`` (units), ``right``, ``judged``, ``evidence``: questions for users, how often
        such questions were answered with yes, and how many such were judged.
    """

    group: NDArray[np.int64]
    merged: pd.DataFrame
    asked: pd.DataFrame


def merge(
    units: Units,
    *,
    judge: str = "model",
    unit: Places | None = None,
    apart: tuple[Places, Places] | None = None,
) -> Laboratories:
    """Find the clusters of records that are one laboratory.

    Names are compared two by two, where letters, words, numbers or acronyms make that worthwhile; joined where they are
    alike on average; and the groups that come out are compared once more, with all their names, cities, partners and
    themes. Two different codes of the national register never come together, nor does a name that is only an
    institution's into a laboratory.

    Parameters
    ----------
    units
        The organisations; see ``handles``.
    judge
        ``model``, which was learned from laboratories with a code in ANR's file, or ``rules``, written by hand; they
        also replace the model where LightGBM cannot be loaded, as the column ``how`` then states.
    unit : array of int, optional
        For each unit the first of those that are known to be the same; by default, all are different.
    apart : two arrays of int, optional
        Pairs of such numbers that are known to be different.

    Returns
    -------
    Laboratories
        Independent of the order of rows.
    """
    known = np.arange(len(units)) if unit is None else unit
    if boosting.why_not():
        judge = "rules"
    chosen: Judge = ByRules() if judge == "rules" else shipped()
    compared = compare(units, known, apart)
    likely = chosen.of_names(compared.features) if len(compared.records) else np.empty(0)
    names = grouped(compared, likely, chosen)
    group = _by_unit(compared, names, known)
    best = _best_pairs(compared, names, likely)
    merged = pd.DataFrame({"one": best["one"], "other": best["other"], "how": judge, "evidence": best["evidence"]})
    asked = _questions(compared, names, likely, chosen) if judge == "model" and len(names) else _nothing_asked()
    return Laboratories(group, merged, asked)


def _by_unit(compared: Compared, names: Places, known: Places) -> Places:
    """Return for each unit the smallest one of its group."""
    unit = compared.records.unit
    smallest = np.full(int(names.max(initial=-1)) + 1, np.iinfo(np.int64).max)
    np.minimum.at(smallest, names, unit)
    group = np.arange(len(known))
    group[unit] = smallest[names]
    return group[known]


def _best_pairs(compared: Compared, names: Places, likely: Values) -> pd.DataFrame:
    """Return for each clustered unit the pair of names with the strongest evidence."""
    one, other = compared.pairs
    inside = np.flatnonzero((names[one] == names[other]) if len(names) else np.empty(0, bool))
    unit = compared.records.unit
    both = pd.DataFrame(
        {
            "one": np.concatenate([unit[one[inside]], unit[other[inside]]]),
            "other": np.concatenate([unit[other[inside]], unit[one[inside]]]),
            "pair": np.concatenate([inside, inside]),
            "likely": np.concatenate([likely[inside], likely[inside]]),
        }
    )
    best = both.sort_values(["one", "likely", "other"], ascending=[True, False, True]).drop_duplicates("one")
    return best.assign(evidence=_evidence(compared.features.iloc[best["pair"].to_numpy()])).reset_index(drop=True)


def _evidence(features: pd.DataFrame) -> list[str]:
    ratio = features["ratio"].to_numpy() if len(features) else np.empty(0)
    speaks = {word: features[name].to_numpy() > above for name, above, word in _EVIDENCE} if len(features) else {}
    return [
        ";".join([f"alike:{value:.0f}", *(word for word, true in speaks.items() if true[row])])
        for row, value in enumerate(ratio.tolist())
    ]


def questions(compared: Compared, names: Places, likely: Values, judge: Judge) -> tuple[Values, tuple[Places, Places]]:
    """Return the pairs of groups that remain possible matches, with their probability by the model."""
    seen, pairs = group_features(compared.records, names, compared.pairs, likely, compared.features, WORTH_A_LOOK)
    return judge.of_groups(seen), pairs


def _questions(compared: Compared, names: Places, likely: Values, judge: Judge) -> pd.DataFrame:
    together, pairs = questions(compared, names, likely, judge)
    number = int(names.max()) + 1
    one, other = compared.pairs
    key = np.minimum(names[one], names[other]) * number + np.maximum(names[one], names[other])
    best = pd.DataFrame({"key": key, "likely": likely, "pair": np.arange(len(key))})
    best = best.sort_values(["key", "likely", "pair"], ascending=[True, False, True]).drop_duplicates("key")
    asked = pd.DataFrame({"key": pairs[0] * number + pairs[1], "together": together})
    asked = asked.merge(best, on="key", how="left", validate="1:1")
    rows = []
    for band in measured():
        own = asked[(asked["together"] >= band.least) & (asked["together"] < band.below)]
        pair = own["pair"].to_numpy()
        rows.append(
            pd.DataFrame(
                {
                    "one": compared.records.unit[one[pair]],
                    "other": compared.records.unit[other[pair]],
                    "right": band.right,
                    "judged": band.judged,
                    "evidence": _evidence(compared.features.iloc[pair]),
                }
            )
        )
    return pd.concat([_nothing_asked(), *rows], ignore_index=True)


def _nothing_asked() -> pd.DataFrame:
    kinds = {"one": "int64", "other": "int64", "right": "float64", "judged": "int64", "evidence": "str"}
    return pd.DataFrame(columns=list(ASKED)).astype(kinds)


class Band(NamedTuple):
    """Share of questions answered with yes, by probability of the model (calibration)."""

    least: float
    below: float
    right: float
    judged: int


@cache
def measured() -> tuple[Band, ...]:
    """Return the calibration measured by ``tools/learn_labs.py`` on laboratories held out from training.

    Examples
    --------
    >>> all(band.least < band.below and 0 < band.right < 1 for band in measured())
    True
    """
    text = files("polegraph.identity.labs").joinpath("model", "measured.csv").read_text(encoding="utf-8")
    return tuple(
        Band(float(row["least"]), float(row["below"]), float(row["right"]), int(row["judged"]))
        for row in csv.DictReader(text.splitlines())
    )
