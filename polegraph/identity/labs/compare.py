"""Comparison and clustering of laboratories: pairs of names first, then pairs of the clusters found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
import pandas as pd

from polegraph.identity.clustering import average_linkage
from polegraph.identity.labs.blocking import candidates
from polegraph.identity.labs.features import features
from polegraph.identity.labs.group_features import group_features
from polegraph.identity.labs.records import records

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.identity.entities import Units
    from polegraph.identity.labs.records import Records

    Places = NDArray[np.int64]
    Values = NDArray[np.float64]

WORTH_A_LOOK: Final = 0.05
"""Pairs of lower probability are ignored."""


class Judge(Protocol):
    """A matcher: the match probability of pairs of names and of pairs of groups.

    Attributes
    ----------
    first
        How likely one names have to be on average to be joined at first.
    then
        How likely one groups of names have to be to be joined, in each of the looks that follow.
    """

    @property
    def first(self) -> float:
        """Return the threshold for pairs of names."""

    @property
    def then(self) -> tuple[float, ...]:
        """Return the threshold for pairs of groups, round by round."""

    def of_names(self, features: pd.DataFrame) -> Values:
        """Return the match probability of pairs of names, 0 to 1."""

    def of_groups(self, features: pd.DataFrame) -> Values:
        """Return the match probability of pairs of groups, 0 to 1."""


@dataclass(frozen=True)
class Compared:
    """Records of names, with their candidate pairs compared.

    Attributes
    ----------
    records
        The names.
    pairs
        Positions of the names in each pair.
    features
        Features of each pair.
    marks
        For each name a code for the laboratory's own code, -1 where it has none.
    apart
        Pairs of units that are known to be different.
    """

    records: Records
    pairs: tuple[Places, Places]
    features: pd.DataFrame
    marks: NDArray[np.int64]
    apart: tuple[Places, Places]


def compare(units: Units, unit: Places | None = None, apart: tuple[Places, Places] | None = None) -> Compared:
    """Compare the names of all units that may be the same laboratory.

    Parameters
    ----------
    units
        The organisations.
    unit : array of int, optional
        Those that are known to be one have the same number, that of the first of them; by default, all are different.
    apart : two arrays of int, optional
        Pairs of such numbers that are known to be different.
    """
    names = records(units)
    nothing = np.empty(0, np.int64), np.empty(0, np.int64)
    if not len(names):
        return Compared(names, nothing, pd.DataFrame(), np.empty(0, np.int64), nothing)
    codes = pd.factorize(units.table["rnsr"].str.upper(), sort=True)[0][names.unit]
    if unit is not None:
        names = replace(names, unit=unit[names.unit])
    one, other = candidates(names)
    maybe = (codes[one] < 0) | (codes[other] < 0) | (codes[one] == codes[other])
    pairs = one[maybe], other[maybe]
    return Compared(names, pairs, features(names, *pairs), codes, apart or nothing)


def first_groups(compared: Compared, likely: Values, least: float) -> Places:
    """Join names above the threshold, and those of one unit in any case; groups are numbered from 0 without gaps."""
    unit = compared.records.unit
    one, other = unit[compared.pairs[0]], unit[compared.pairs[1]]
    number = int(max(array.max(initial=0) for array in (unit, *compared.apart))) + 1
    telling = ~np.array(compared.records.forms.nobody, dtype=bool)
    names = np.bincount(unit[telling], minlength=number)
    key = np.minimum(one, other) * number + np.maximum(one, other)
    found, place = np.unique(key, return_inverse=True)
    low, high = np.divmod(found, number)
    average = np.bincount(place, likely, minlength=len(found)) / (names[low] * names[high])
    marks = np.full(number, -1)
    np.maximum.at(marks, unit, compared.marks)
    enough = average > WORTH_A_LOOK
    groups = average_linkage(
        number, (low[enough], high[enough]), average[enough], least, marks=marks, apart=compared.apart
    )
    return np.unique(groups[unit], return_inverse=True)[1]


def look_again(compared: Compared, groups: Places, likely: Values, judge: Judge, least: float) -> Places:
    """Join groups of names that are likely one by all their pairs."""
    seen, pairs = group_features(compared.records, groups, compared.pairs, likely, compared.features, WORTH_A_LOOK)
    together = judge.of_groups(seen)
    number = int(groups.max()) + 1
    marks = np.full(number, -1)
    np.maximum.at(marks, groups, compared.marks)
    enough = together > WORTH_A_LOOK
    apart = _groups_apart(compared, groups)
    joined = average_linkage(
        number, (pairs[0][enough], pairs[1][enough]), together[enough], least, marks=marks, apart=apart
    )
    return np.unique(joined[groups], return_inverse=True)[1]


def _groups_apart(compared: Compared, groups: Places) -> tuple[Places, Places]:
    of_unit = dict(zip(compared.records.unit.tolist(), groups.tolist(), strict=True))
    pairs = zip(*(array.tolist() for array in compared.apart), strict=True)
    known = [(of_unit[one], of_unit[other]) for one, other in pairs if one in of_unit and other in of_unit]
    array = np.array(known, dtype=np.int64).reshape(-1, 2)
    return array[:, 0], array[:, 1]


def grouped(compared: Compared, likely: Values, judge: Judge) -> Places:
    """Return for each name the number of its laboratory."""
    if not len(compared.records):
        return np.empty(0, np.int64)
    groups = first_groups(compared, likely, judge.first)
    for least in judge.then:
        groups = look_again(compared, groups, likely, judge, least)
    return groups
