"""What a matcher sees of organisations: who they are, how they were written, and in which projects they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

COLUMNS: Final = (
    "org_id",
    "name",
    "kind",
    "size",
    "country",
    "region",
    "city",
    "siren",
    "siret",
    "pic",
    "ror",
    "rnsr",
    "vat",
    "group_id",
)


@dataclass(frozen=True)
class Units:
    """The organisations to be compared; a unit is its row in ``table``.

    Attributes
    ----------
    table
        A row an organisation, sorted by ``org_id``: what is known of it, and ``projects``, their number.
    spellings
        ``unit``, ``name``, ``rows``: every way in which it was written and in how many rows; sorted.
    parts
        ``unit``, ``project``: in which projects it is, as positions; sorted.
    """

    table: pd.DataFrame
    spellings: pd.DataFrame
    parts: pd.DataFrame

    def __len__(self) -> int:
        return len(self.table)


def units(tables: Mapping[str, pd.DataFrame]) -> Units:
    """Prepare the tables of a network for comparison.

    Parameters
    ----------
    tables
        At least ``organisations`` and ``participations``; ``aliases`` where there are any.

    Returns
    -------
    Units
        Sorted by identifier, whatever the order of the tables' rows.

    Examples
    --------
    >>> import polegraph.examples
    >>> units(polegraph.examples.tiny().tables).table[["org_id", "projects"]].values.tolist()
    [['ALONE', 0], ['BIG', 1], ['LAB', 3], ['SME1', 2], ['SME2', 1]]
    """
    organisations = tables["organisations"].sort_values("org_id", ignore_index=True)
    table = organisations.reindex(columns=list(COLUMNS))
    index = pd.Index(organisations["org_id"])
    taken = tables["participations"]
    parts = pd.DataFrame(
        {
            "unit": index.get_indexer(pd.Index(taken["org_id"])),
            "project": pd.factorize(taken["project_id"], sort=True)[0],
        }
    )
    parts = parts.drop_duplicates().sort_values(["unit", "project"], ignore_index=True)
    table["projects"] = np.bincount(parts["unit"], minlength=len(table))
    return Units(table, _spellings(table, tables.get("aliases"), index), parts)


def _spellings(table: pd.DataFrame, aliases: pd.DataFrame | None, index: pd.Index[str]) -> pd.DataFrame:
    """Give the names in the sources; the one in use stands for an organisation of which no source is kept."""
    own = pd.DataFrame({"unit": np.arange(len(table)), "name": table["name"], "rows": 0})
    if aliases is not None and len(aliases):
        unit = index.get_indexer(pd.Index(aliases["org_id"]))
        written = pd.DataFrame({"unit": unit, "name": aliases["name"], "rows": aliases["rows"].astype("int64")})
        own = pd.concat([own[~own["unit"].isin(unit)], written[unit >= 0]])
    return own.groupby(["unit", "name"])["rows"].sum().reset_index()
