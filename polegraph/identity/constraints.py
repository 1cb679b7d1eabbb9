"""Must-link and cannot-link constraints, known before names are compared: decisions, and identifiers that agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.identity.shared_numbers import sound, written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from polegraph.identity.entities import Units

    Places = NDArray[np.int64]
    Pairs = tuple[Places, Places]

WHY: Final = ("one", "other", "how", "evidence")
_ONE_ONLY: Final = ("rnsr", "siren", "vat")
"""Identifiers of which an organisation has one at most, so that two different ones are a cannot-link constraint."""


class Certain(NamedTuple):
    """The constraints on entity resolution: units that must be one entity, and pairs that must not.

    Attributes
    ----------
    first
        For each unit the first of its entity, as the must-link constraints have it.
    apart
        Cannot-link constraints: pairs of units that a user has declared different.
    why
        Columns ``one``, ``other`` (units), ``how``, ``evidence``: the must-link constraints, and where each is from.
    """

    first: Places
    apart: Pairs
    why: pd.DataFrame


def certain(units: Units, decisions: pd.DataFrame | None, numbered: pd.DataFrame) -> Certain:
    """Return the must-link and cannot-link constraints, before units are compared by name.

    Parameters
    ----------
    units
        The organisations.
    decisions
        The table ``decisions``; answers about absent organisations are ignored.
    numbered
        ``one``, ``other``, ``evidence``: the pairs that number and name agree on; see `companies.by_number`.

    Raises
    ------
    PolegraphError
        If decisions imply, by transitivity, that two units are the same, and also that they are different.
    """
    # decisions of users, and whether they can be obeyed
    yes, no = _answered(units, decisions, "yes"), _answered(units, decisions, "no")
    decided = classes(len(units), [yes])
    clash = np.flatnonzero(decided[no[0]] == decided[no[1]])
    if len(clash):
        names = units.table["name"].to_numpy()
        raise PolegraphError(
            _("decisions contradict each other: these two are said to be different, and the same by way of others"),
            value=f"{names[no[0][clash[0]]]} / {names[no[1][clash[0]]]}",
            remedy=_("take one of the answers back"),
        )
    # must-link constraints, the surest first: decisions, codes of the register, numbers with names
    told = [(one, other, "decision", "") for one, other in zip(*(array.tolist() for array in yes), strict=True)]
    why = pd.DataFrame([*sorted(told), *_identified(units), *_as_rows(numbered)], columns=list(WHY))
    why = why.astype({"one": "int64", "other": "int64"})
    first = joined(units, decided, [(why["one"].to_numpy(), why["other"].to_numpy())], no)
    return Certain(first, no, why[first[why["one"]] == first[why["other"]]].reset_index(drop=True))


def joined(units: Units, begin: Places, same: Iterable[Pairs], apart: Pairs) -> Places:
    """Return the entities that the pairs merge, in their order, unless a cannot-link constraint forbids it.

    Units with two different numbers of a kind of which an organisation has one at most are not linked either.

    Parameters
    ----------
    units
        The organisations.
    begin
        For each the first unit of those that a decision merges whatever their numbers.
    same
        Pairs to be linked, the surest first.
    apart
        Cannot-link constraints.

    Returns
    -------
    array of int
        For each unit the first of its entity.
    """
    groups = _Groups(units, begin, apart)
    for ones, others in same:
        two = ones != others
        for one, other in zip(ones[two].tolist(), others[two].tolist(), strict=True):
            groups.join(one, other)
    return np.array([groups.first(unit) for unit in range(len(units))], dtype=np.int64)


class _Groups:
    """Entities while they are merged, as a union-find forest; each is identified by its first unit."""

    def __init__(self, units: Units, begin: Places, apart: Pairs) -> None:
        self._above: list[int] = begin.tolist()
        self._numbers: list[list[set[str]]] = []
        for column in _ONE_ONLY:
            held: list[set[str]] = [set() for _ in range(len(units))]
            for unit, value in _values(units, column).items():
                held[self._above[unit]].add(value)
            self._numbers.append(held)
        self._apart: list[set[int]] = [set() for _ in range(len(units))]
        for one, other in zip(*(begin[array].tolist() for array in apart), strict=True):
            self._apart[one].add(other)
            self._apart[other].add(one)

    def first(self, unit: int) -> int:
        """Return the first unit of a group."""
        while self._above[unit] != unit:
            self._above[unit] = self._above[self._above[unit]]
            unit = self._above[unit]
        return unit

    def join(self, one: int, other: int) -> None:
        """Merge the groups of two units unless a cannot-link constraint forbids it."""
        one, other = sorted((self.first(one), self.first(other)))
        contradict = any(held[one] and held[other] and held[one].isdisjoint(held[other]) for held in self._numbers)
        if one == other or contradict or other in self._apart[one]:
            return
        self._above[other] = one
        for held in self._numbers:
            held[one] |= held[other]
        for third in self._apart[other]:
            self._apart[third].add(one)
        self._apart[one] |= self._apart[other]


def classes(number: int, same: Iterable[Pairs]) -> Places:
    """Return for each item the smallest one of its connected component."""
    pairs = [np.concatenate(arrays) for arrays in zip(*same, strict=True)]
    graph = sparse.coo_array((np.ones(len(pairs[0])), (pairs[0], pairs[1])), shape=(number, number))
    count, label = sparse.csgraph.connected_components(graph, directed=False)
    smallest = np.full(count, number)
    np.minimum.at(smallest, label, np.arange(number))
    return smallest[label]


def _answered(units: Units, decisions: pd.DataFrame | None, answer: str) -> Pairs:
    if decisions is None or not len(decisions):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    place = pd.Index(units.table["org_id"])
    own = decisions[(decisions["question"] == "same") & (decisions["answer"] == answer)]
    one, other = (place.get_indexer(pd.Index(own[column])) for column in ("one_id", "other_id"))
    there = (one >= 0) & (other >= 0) & (one != other)
    return np.minimum(one, other)[there], np.maximum(one, other)[there]


def _values(units: Units, column: str) -> dict[int, str]:
    """Return one valid identifier of each unit, in its normal form."""
    values = units.table[column]
    known = np.flatnonzero(values.notna()).tolist()
    plain = {unit: written(column, values[unit]) for unit in known}
    return {unit: value for unit, value in plain.items() if value and sound(column, value)}


def _identified(units: Units) -> list[tuple[int, int, str, str]]:
    """Return the pairs with one code of the register of laboratories: each unit with the first that has it."""
    first: dict[str, int] = {}
    return [
        (first[value], unit, "identifier", f"rnsr:{value}")
        for unit, value in _values(units, "rnsr").items()
        if first.setdefault(value, unit) != unit
    ]


def _as_rows(numbered: pd.DataFrame) -> list[tuple[int, int, str, str]]:
    columns = (numbered[column].tolist() for column in ("one", "other", "evidence"))
    return [(one, other, "identifier", evidence) for one, other, evidence in zip(*columns, strict=True)]
