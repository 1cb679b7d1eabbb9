"""How well company names are matched: verdicts beside pairs that were labelled by hand.

Nothing of polegraph is used here. The pairs are in tests/data/identity; the README.md there says how they were drawn.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    Pair = tuple[str, str]

PAIRS = Path(__file__).parents[1] / "data" / "identity" / "company_pairs.csv"
_HALVES = "polegraph halves 28"
_Z = 1.959964  # 95 %


@dataclass(frozen=True)
class Share:
    """A share, weighted by how many pairs each labelled pair stands for.

    Parameters
    ----------
    value
        The weighted share; NaN if nothing was judged.
    low, high
        Wilson's interval of 95 %, with the effective number `(sum w)² / sum w²` of pairs (Kish).
    right, judged
        Labelled pairs, unweighted.
    """

    value: float
    low: float
    high: float
    right: int
    judged: int


@dataclass(frozen=True)
class Scores:
    """What `scores` gives.

    Parameters
    ----------
    precision
        Of the pairs that were joined, those that belong together.
    recall
        Of the pairs that belong together, those that were joined.
    recall_by_firm
        The same, each firm (or group) counting once, however many spellings it has: the mean of the firms' recalls.
    wrong, missed : DataFrame
        The labelled pairs behind the errors.
    unsure
        Number of pairs joined of which the label is unsure; they count nowhere.
    """

    precision: Share
    recall: Share
    recall_by_firm: Share
    wrong: pd.DataFrame
    missed: pd.DataFrame
    unsure: int

    def __str__(self) -> str:
        lines = [
            f"{name} {share.value:.3f} [{share.low:.3f}, {share.high:.3f}], {share.right} of {share.judged}"
            for name, share in (
                ("precision", self.precision),
                ("recall", self.recall),
                ("recall by firm", self.recall_by_firm),
            )
        ]
        return "\n".join([*lines, f"unsure pairs joined: {self.unsure}"])


@cache
def _table() -> pd.DataFrame:
    return pd.read_csv(PAIRS, dtype="str", keep_default_na=False).astype(
        {"pair": int, "stratum_size": int, "sampled": int, "score": int}
    )


def table() -> pd.DataFrame:
    """Read the labelled pairs."""
    return _table().copy()


def joined(representative: Mapping[str, str]) -> set[Pair]:
    """Return the labelled pairs that a clustering joins.

    Parameters
    ----------
    representative
        For each organisation that was merged (or has a group), who stands for it; the others stand for themselves.
    """
    pairs = _table()
    return {
        (one, other)
        for one, other in zip(pairs["one_id"], pairs["other_id"], strict=True)
        if representative.get(one, one) == representative.get(other, other)
    }


def scores(
    verdicts: Collection[Pair],
    question: str = "same_entity",
    *,
    half: str | None = None,
    companies_only: bool = True,
) -> Scores:
    """Compare verdicts with the labels.

    Parameters
    ----------
    verdicts
        Pairs `(one_id, other_id)`, in either order, that were joined (the keys, of a mapping); pairs that nobody
        labelled are passed over. For the question of the group, the pairs joined as one legal entity belong in it too.
    question
        `same_entity` or `same_group`.
    half
        `tune` or `report`; both if None. A labelled pair then stands for the pairs of its stratum in that half.
    companies_only
        Leave out the pairs of which one side is not of the kind `company` (ARMINES, CEA, universities abroad …).
    """
    pairs = _table()
    if half is not None:
        pairs = pairs[pairs["half"] == half]
    if companies_only:
        pairs = pairs[pairs["stratum"].str.endswith("-c")]
    weight = pairs["stratum_size"] / pairs.groupby("stratum")["pair"].transform("size")
    told = {frozenset(pair) for pair in verdicts}
    yes = pd.Series(
        [frozenset(pair) in told for pair in zip(pairs["one_id"], pairs["other_id"], strict=True)],
        index=pairs.index,
        dtype=bool,
    )
    together, apart = pairs[question] == "yes", pairs[question] == "no"
    firm = pd.Series(_components(pairs[together]), index=pairs.index[together], dtype="str")
    found = (yes & together)[together]
    by_firm = (weight[together] * found).groupby(firm).sum() / weight[together].groupby(firm).sum()
    return Scores(
        precision=_share(together[yes & (together | apart)], weight),
        recall=_share(found, weight),
        recall_by_firm=_share(by_firm, pd.Series(1.0, index=by_firm.index)),
        wrong=pairs[yes & apart],
        missed=pairs[~yes & together],
        unsure=int((yes & ~together & ~apart).sum()),
    )


def _share(right: pd.Series, weight: pd.Series) -> Share:
    """Return the weighted mean of `right`, with Wilson's interval."""
    weights = weight[right.index]
    total = float(weights.sum())
    if not total:
        return Share(math.nan, 0.0, 1.0, 0, 0)
    value = min(float((weights * right).sum()) / total, 1.0)
    number = total**2 / float((weights**2).sum())
    middle = (value + _Z**2 / (2 * number)) / (1 + _Z**2 / number)
    spread = _Z / (1 + _Z**2 / number) * math.sqrt(value * (1 - value) / number + _Z**2 / (4 * number**2))
    return Share(
        value,
        min(max(middle - spread, 0.0), value),
        max(min(middle + spread, 1.0), value),
        int((right == 1).sum()),
        len(right),
    )


def _components(pairs: pd.DataFrame) -> list[str]:
    """Name the connected component of each pair after its smallest identifier."""
    parent: dict[str, str] = {}

    def root(one: str) -> str:
        while parent.setdefault(one, one) != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for one, other in zip(pairs["one_id"], pairs["other_id"], strict=True):
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    return [root(one) for one in pairs["one_id"]]


def halves(pairs: pd.DataFrame) -> list[str]:
    """Cut the pairs in two halves.

    Pairs that are not "no" as a group, entity or unsure, make components; a component is in one half, by a hash of its
    smallest identifier. A pair of two components is in their half, or, if they are in different ones, in that of a hash
    of both; such a pair is always one of strangers. (The number in the seed is the one of 1 to 40 with which both
    halves hold most alike numbers of pairs that belong together: EDF alone is a fifth of them.)

    Parameters
    ----------
    pairs
        The labelled pairs.
    """
    kin = pairs[pairs["same_group"] != "no"]
    component: dict[str, str] = {}
    for one, other, name in zip(kin["one_id"], kin["other_id"], _components(kin), strict=True):
        component[one] = component[other] = name
    sides = []
    for one, other in zip(pairs["one_id"], pairs["other_id"], strict=True):
        low, high = sorted((component.get(one, one), component.get(other, other)))
        side = _side(low)
        sides.append(side if side == _side(high) else _side(f"{low}\x1f{high}"))
    return sides


def _side(name: str) -> str:
    return "report" if hashlib.sha256(f"{_HALVES}\x1f{name}".encode()).digest()[0] % 2 else "tune"


def merged_by(pairs: Iterable[Pair]) -> dict[str, str]:
    """Return representatives of the connected components of pairs, for `joined`."""
    frame = pd.DataFrame(sorted(tuple(sorted(pair)) for pair in pairs), columns=["one_id", "other_id"])
    names = _components(frame)
    return {
        member: name
        for one, other, name in zip(frame["one_id"], frame["other_id"], names, strict=True)
        for member in (one, other)
    }
