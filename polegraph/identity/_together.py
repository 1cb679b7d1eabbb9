"""What is certain before names are compared: people's decisions, and identifiers that agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from polegraph.errors import PolegraphError
from polegraph.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from polegraph.identity.units import Units

    Places = NDArray[np.int64]
    Pairs = tuple[Places, Places]

WHY: Final = ("one", "other", "how", "evidence")
_EQUAL: Final = ("siren", "siret", "vat", "rnsr", "ror", "pic")
"""Identifiers that two rows share only if they speak of one organisation."""


class Certain(NamedTuple):
    """What is certain of units.

    Attributes
    ----------
    first
        For each unit the first of those that are known to be the same.
    apart
        Pairs of units that people say are different.
    why
        Columns ``one``, ``other`` (units), ``how``, ``evidence``: what makes units the same.
    """

    first: Places
    apart: Pairs
    why: pd.DataFrame


def certain(units: Units, decisions: pd.DataFrame | None) -> Certain:
    """Say which units are the same, and which are not, before their names are looked at.

    Parameters
    ----------
    units
        The organisations.
    decisions
        The table ``decisions``; answers about organisations that are not there say nothing.

    Raises
    ------
    PolegraphError
        If people say that two are the same, by way of others, and that they are different.
    """
    yes, no = _answered(units, decisions, "yes"), _answered(units, decisions, "no")
    different = set(zip(*(array.tolist() for array in no), strict=True))
    equal = [pair for pair in _identified(units) if pair[:2] not in different]
    decided = [(one, other, "decision", "") for one, other in zip(*(array.tolist() for array in yes), strict=True)]
    rows = sorted([*decided, *equal])
    why = pd.DataFrame(rows, columns=list(WHY)).astype({"one": "int64", "other": "int64"})
    first = classes(len(units), [(why["one"].to_numpy(), why["other"].to_numpy())])
    clash = np.flatnonzero(first[no[0]] == first[no[1]])
    if len(clash):
        names = units.table["name"].to_numpy()
        raise PolegraphError(
            _("decisions contradict each other: these two are said to be different, and the same by way of others"),
            value=f"{names[no[0][clash[0]]]} / {names[no[1][clash[0]]]}",
            remedy=_("take one of the answers back"),
        )
    return Certain(first, no, why)


def classes(number: int, same: Iterable[Pairs]) -> Places:
    """Give for each item the smallest one that is the same, by way of any of the pairs."""
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


def _identified(units: Units) -> list[tuple[int, int, str, str]]:
    """Give the pairs that share an identifier: each unit with the first that has it."""
    pairs = []
    for column in _EQUAL:
        values = units.table[column].str.upper().str.replace(r"\W", "", regex=True)
        known = values[values.notna()]
        first = known.groupby(known).transform(lambda same: same.index.min())
        pairs += [
            (one, other, "identifier", f"{column}:{value}")
            for other, one, value in zip(first.index.tolist(), first.tolist(), known.tolist(), strict=True)
            if one != other
        ]
    return pairs
