"""Groups of companies by decision of a user: their members, and their heads."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from polegraph.identity.affiliation_tables import affiliations, typed
from polegraph.identity.constraints import classes
from polegraph.names.normal_forms import normal_form
from polegraph.tables import SIZE_ORDER

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from polegraph.identity.entities import Units

    Places = NDArray[np.int64]

_AS_LARGE: Final = ("mid_cap", "not_sme", "large")
_GROUP: Final = frozenset(["groupe", "group", "holding", "participations"])
_NOT_IN_AN_IDENTIFIER: Final = re.compile(r"[;\x00-\x1f\x7f]+")
_FILLS: Final = ("org_id", "column", "value", "source", "how")
HOW: Final = "decision"


class Decided(NamedTuple):
    """The affiliations and fills that follow from decisions.

    Attributes
    ----------
    affiliations, fills
        Rows of the tables of these names.
    """

    affiliations: pd.DataFrame
    fills: pd.DataFrame


def decided(
    them: Units, group: Places, decisions: pd.DataFrame | None, members: pd.DataFrame, hidden: Collection[str]
) -> Decided:
    """Return the organisations that a decision puts into one group.

    The group is that of the list or the sources, if they have one; else it takes the name of its head: the organisation
    chosen by the user, or the largest, or the best known.

    Parameters
    ----------
    them
        The organisations.
    group
        For each the first of those that are one.
    decisions
        The table ``decisions``.
    members
        The affiliations to groups of the list.
    hidden
        Identifiers of organisations that some audience may not see: no group takes its name from one.
    """
    # the pairs of the decisions
    pairs, heads = _pairs(them, group, decisions)
    if not len(pairs[0]):
        return Decided(affiliations([]), typed("fills", _FILLS, []))
    # join them with the members of the groups that exist already
    of = classes(len(them), [pairs])[group]
    listed = _listed(them, members)
    rows: list[tuple[object, ...]] = []
    filled: list[tuple[object, ...]] = []
    # name each group, and list its members and the attributes that follow for them
    for first in sorted({int(of[unit]) for unit in pairs[0].tolist()}):
        units = np.flatnonzero(of == first).tolist()
        head = _head(them, units, group, heads)
        known = [listed[unit] for unit in (head, *units) if unit in listed]
        group_id, name = known[0] if known else _named(them, head, hidden)
        size = them.table["size"].iloc[head]
        for unit in units:
            org_id = them.table["org_id"].iloc[unit]
            rows.append((org_id, group_id, name, "group", HOW, "", HOW, None))
            filled.append((org_id, "group_id", group_id, HOW, "group"))
            if size in _AS_LARGE and group[unit] != group[head]:
                filled.append((org_id, "size", size, HOW, "group"))
    return Decided(affiliations(rows), typed("fills", _FILLS, filled))


def _pairs(them: Units, group: Places, decisions: pd.DataFrame | None) -> tuple[tuple[Places, Places], dict[int, int]]:
    """Return the pairs of one group, and the head of each that has one."""
    if decisions is None or not len(decisions):
        return (np.empty(0, np.int64), np.empty(0, np.int64)), {}
    said = decisions[(decisions["question"] == "group") & (decisions["answer"] == "yes")]
    index = pd.Index(them.table["org_id"])
    one, other = (index.get_indexer(pd.Index(said[f"{side}_id"])) for side in ("one", "other"))
    there = (one >= 0) & (other >= 0)
    one, other = group[one[there]], group[other[there]]
    heads: dict[int, int] = {}
    if "head_id" in said:
        head = index.get_indexer(pd.Index(said["head_id"].fillna("")[there]))
        for left, right, top in zip(one.tolist(), other.tolist(), head.tolist(), strict=True):
            if top >= 0:
                heads[right if group[top] == left else left] = int(group[top])
    return (one, other), heads


def _head(them: Units, units: list[int], group: Places, heads: Mapping[int, int]) -> int:
    """Return the unit at the head of a group: the one chosen by a user, else the largest, of equals the best known."""
    firsts = sorted({int(group[unit]) for unit in units})
    tops = [unit for unit in firsts if unit in heads.values() and unit not in heads]
    known = them.table.drop(columns=["org_id", "name", "projects", "own"], errors="ignore").notna().sum(axis=1)
    cells: list[int] = (known - (them.table["kind"] == "other").fillna(value=False)).tolist()

    def rank(first: int) -> tuple[object, ...]:
        mine = [unit for unit in units if group[unit] == first]
        called = {word for unit in mine for word in normal_form(str(them.table["name"].iloc[unit])).split()}
        sizes = [SIZE_ORDER.index(size) for size in them.table["size"].iloc[mine].dropna().tolist()]
        most = max(cells[unit] for unit in mine)
        return _GROUP.isdisjoint(called), -max(sizes, default=-1), -most, len(called), first

    best = min(tops or firsts, key=rank)
    mine = [unit for unit in units if group[unit] == best]
    return max(mine, key=lambda unit: (cells[unit], -unit))


def _listed(them: Units, members: pd.DataFrame) -> dict[int, tuple[str, str | None]]:
    """Return the group of a unit in the list or in a source."""
    own = them.table["group_id"]
    found: dict[int, tuple[str, str | None]] = {
        unit: (str(own.iloc[unit]), None) for unit in np.flatnonzero(own.notna()).tolist()
    }
    place = pd.Index(them.table["org_id"]).get_indexer(pd.Index(members["org_id"]))
    for unit, parent, name in zip(
        place.tolist(), members["parent_id"].tolist(), members["parent_name"].tolist(), strict=True
    ):
        found[unit] = (parent, name)
    return found


def _named(them: Units, head: int, hidden: Collection[str]) -> tuple[str, str | None]:
    """Return identifier and name of a group after its head, unless that is hidden from an audience."""
    org_id, name = str(them.table["org_id"].iloc[head]), str(them.table["name"].iloc[head])
    if org_id in hidden:
        return f"group:{hashlib.sha256(org_id.encode('utf-8', 'replace')).hexdigest()[:10]}", None
    return _NOT_IN_AN_IDENTIFIER.sub(" ", name).strip()[:300] or org_id, name
