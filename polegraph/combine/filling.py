"""Filling of missing values: what registers and lists of groups record, put into the tables of the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.combine import source_records
from polegraph.tables import FILLABLE, SIZE_ORDER, TABLES, convert, empty, sme_flag

if TYPE_CHECKING:
    from collections.abc import Mapping

_RANK: Final = {size: rank for rank, size in enumerate(SIZE_ORDER)}
_RAISING: Final = ("mid_cap", "not_sme", "large")
_MORE_THAN_NOT_SME: Final = ("mid_cap", "large")


def by_organisation(fills: pd.DataFrame, owner: Mapping[str, str]) -> pd.DataFrame:
    """Put the fills of each organisation in one row, in the columns and dtypes of the table of organisations.

    Parameters
    ----------
    fills
        The table ``fills``.
    owner
        Identifier under which an organisation stands, by the one that its source gives.

    Returns
    -------
    DataFrame
        Indexed by ``org_id``. Where parts of one organisation have different values, the largest size holds, and of
        all else the value of the part that it is named after, then of the first.
    """
    known = fills[fills["column"].isin(FILLABLE)]
    if not len(known):
        return empty("organisations").set_index("org_id")[list(FILLABLE)]
    to = source_records.owned(known["org_id"], owner)
    size = -_ranks(known["value"]).where(known["column"] == "size").fillna(0)
    known = known.assign(to=to, size=size, part=known["org_id"] != to)
    known = known.sort_values(["to", "column", "size", "part", "org_id"]).drop_duplicates(["to", "column"])
    wide = known.set_index(["to", "column"])["value"].unstack()  # noqa: PD010  # nothing is aggregated here
    table = convert("organisations", wide.rename_axis(columns=None).reset_index(drop=True))[0]
    return table[list(FILLABLE)].set_axis(pd.Index(wide.index, name="org_id"))


def filled(organisations: pd.DataFrame, wanted: pd.DataFrame) -> pd.DataFrame:
    """Fill organisations in.

    Only empty cells are filled, with two exceptions. A group that is known replaces the one that a source names, since
    a group must have one name for all its members. A size replaces a smaller one if the group is known too (a
    subsidiary has the category of its group: décret 2008-1354), and ``not_sme``, which is less precise. The publisher's
    SME flag is removed where it contradicts the size.

    Parameters
    ----------
    organisations
        Rows of the table.
    wanted
        As `by_organisation` gives it.
    """
    if not len(wanted):
        return organisations
    said = wanted.reindex(organisations["org_id"]).set_axis(organisations.index)
    changed: dict[str, pd.Series[Any]] = {
        column: organisations[column].where(organisations[column].notna(), said[column])
        for column in FILLABLE
        if said[column].notna().any()
    }
    if "lat" in changed or "lon" in changed:  # half of a place from here and half from there is no place
        free = organisations[["lat", "lon"]].isna().all(axis=1) & said[["lat", "lon"]].notna().all(axis=1)
        changed |= {column: organisations[column].where(~free, said[column]) for column in ("lat", "lon")}
    if "kind" in changed:
        kind = organisations["kind"]
        changed["kind"] = kind.where(kind.notna() & (kind != "other"), said["kind"]).fillna(kind)
    if "group_id" in changed:
        changed["group_id"] = said["group_id"].fillna(organisations["group_id"])
    if "size" in changed:
        changed["size"] = _sizes(organisations["size"], said)
        flag, small = organisations["sme"], sme_flag(changed["size"])
        changed["sme"] = flag.mask((flag != small).fillna(value=False))
    return organisations.assign(**changed).astype(
        {name: organisations.dtypes[name] for name in TABLES["organisations"].names}
    )


def _sizes(size: pd.Series[str], said: pd.DataFrame) -> pd.Series[str]:
    """Complete, raise or refine sizes."""
    other = said["size"]
    larger = other.isin(_RAISING) & (_ranks(other) > _ranks(size)) & said["group_id"].notna()
    finer = (size == "not_sme") & other.isin(_MORE_THAN_NOT_SME)
    return size.mask(size.isna() | larger | finer.fillna(value=False).astype(bool), other)


def _ranks(sizes: pd.Series[str]) -> pd.Series[float]:
    return sizes.map(_RANK).astype("float64")
