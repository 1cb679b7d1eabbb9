"""The size that an organisation counts as: its own, or that of the group that it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from polegraph import tables
from polegraph.network import visibility

if TYPE_CHECKING:
    from collections.abc import Mapping


def fill_sizes(organisations: pd.DataFrame) -> None:
    """Fill, in place, unknown sizes from the publisher's flag: an SME, or a company that is none.

    Parameters
    ----------
    organisations
        The table.
    """
    unknown = organisations["size"].isna()
    flag = organisations["sme"]
    organisations.loc[unknown & flag.fillna(value=False), "size"] = "sme"
    none = unknown & ~flag.fillna(value=True) & (organisations["kind"] == "company")
    organisations.loc[none, "size"] = "not_sme"


def categories(organisations: pd.DataFrame, stand_ins: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return the category of each organisation once its group is taken into account; see `Network.category`.

    Parameters
    ----------
    organisations
        The table, with every member of every group.
    stand_ins
        What is shown instead of the name of a group, by that name.
    """
    unit = _top_units(organisations["group_id"], organisations["org_id"])
    rank = organisations["size"].map({size: order for order, size in enumerate(tables.SIZE_ORDER)})
    largest = rank.groupby(unit).transform("max")
    size = largest.map(dict(enumerate(tables.SIZE_ORDER))).astype("str")
    if stand_ins:
        unit = visibility.replaced(unit, stand_ins)
    return pd.DataFrame({"org_id": organisations["org_id"], "unit": unit, "size": size})


def _top_units(group_of: pd.Series[str], org_id: pd.Series[str]) -> pd.Series[str]:
    """Follow groups of groups to the top: a group that is itself a row may belong to another."""
    unit = group_of.fillna(org_id)
    known = group_of.notna()
    parent = dict(zip(org_id[known], group_of[known], strict=True))
    for _level in range(visibility.DEEPEST):
        above = unit.map(parent).astype("str").fillna(unit)
        if (above == unit).all():
            break
        unit = above
    return unit
