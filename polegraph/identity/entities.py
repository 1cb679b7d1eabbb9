"""The records of entity resolution: attributes of each organisation, its spellings, and its projects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph.names.register_numbers import is_nobodys
from polegraph.tables import published
from polegraph.vocabulary import NUMBERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

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

_SMALL: Final = 3_000
"""Most organisations in a source that counts as a sheet kept by hand."""


@dataclass(frozen=True)
class Units:
    """The organisations to be compared, as records of entity resolution; a unit is a row of ``table``.

    Attributes
    ----------
    table
        A row an organisation, sorted by ``org_id``: its attributes, placeholder numbers left out, and
        ``projects``, their number; ``own``, whether it stands in a sheet kept by hand.
    spellings
        ``unit``, ``name``, ``rows``: every way in which it was written and in how many rows; sorted.
    parts
        ``unit``, ``project``, ``year``, ``theme``: in which projects it is, as positions, when these started (0 if
        unknown) and what each is about (the first of its themes, as a position; -1 if it has none); sorted.
    """

    table: pd.DataFrame
    spellings: pd.DataFrame
    parts: pd.DataFrame

    def __len__(self) -> int:
        return len(self.table)

    def only(self, chosen: NDArray[np.bool_]) -> Units:
        """Return a subset of the units, numbered anew.

        Parameters
        ----------
        chosen : array of bool
            Which ones.
        """
        place = np.cumsum(chosen) - 1
        tables = (table[chosen[table["unit"].to_numpy()]] for table in (self.spellings, self.parts))
        spellings, parts = (table.assign(unit=place[table["unit"]]).reset_index(drop=True) for table in tables)
        return Units(self.table[chosen].reset_index(drop=True), spellings, parts)


def units(tables: Mapping[str, pd.DataFrame]) -> Units:
    """Return the records to compare from the tables of a network.

    Parameters
    ----------
    tables
        At least ``organisations`` and ``participations``; ``projects``, ``aliases`` and ``project_themes`` where there
        are any.

    Returns
    -------
    Units
        Sorted by identifier, so that the order of the tables' rows has no effect.

    Examples
    --------
    >>> import polegraph.examples
    >>> units(polegraph.examples.tiny().tables).table[["org_id", "projects"]].values.tolist()
    [['ALONE', 0], ['BIG', 1], ['LAB', 3], ['SME1', 2], ['SME2', 1]]
    """
    organisations = tables["organisations"].sort_values("org_id", ignore_index=True)
    absent = {column: pd.Series(dtype="str") for column in COLUMNS if column not in organisations}
    table = organisations.assign(**absent)[list(COLUMNS)]
    table = table.assign(**{column: _somebodys(column, table[column]) for column in NUMBERS})
    table["own"] = _own(organisations, tables.get("imports"))
    index = pd.Index(organisations["org_id"])
    taken = tables["participations"]
    codes, ids = pd.factorize(pd.Index(taken["project_id"]), sort=True)
    parts = pd.DataFrame({"unit": index.get_indexer(pd.Index(taken["org_id"])), "project": codes})
    parts["year"] = _years(ids, tables.get("projects"))[codes]
    parts["theme"] = _themes(ids, tables.get("project_themes"))[codes]
    parts = parts.drop_duplicates(["unit", "project"]).sort_values(["unit", "project"], ignore_index=True)
    table["projects"] = np.bincount(parts["unit"], minlength=len(table))
    return Units(table, _spellings(table, tables.get("aliases"), index), parts)


def _own(organisations: pd.DataFrame, imports: pd.DataFrame | None) -> NDArray[np.bool_]:
    """Return which organisations stand in sheets kept by hand, and not only in a publisher's file."""
    if "source" not in organisations:
        return np.full(len(organisations), len(organisations) <= _SMALL)
    named = organisations["source"].fillna("").str.split(";")
    each = named.explode()
    many = each.value_counts()
    theirs = published(imports) | set(many[many > _SMALL].index)
    return (~each.isin(theirs)).groupby(level=0).any().reindex(organisations.index).to_numpy(bool)


def _somebodys(column: str, values: pd.Series[str]) -> pd.Series[str]:
    """Replace placeholder numbers by missing values."""
    nobodys = [text for text in values.dropna().unique().tolist() if is_nobodys(column, text)]
    return values.mask(values.isin(nobodys)) if nobodys else values


def _years(projects: pd.Index[str], table: pd.DataFrame | None) -> NDArray[np.int64]:
    if table is None or "year" not in table:
        return np.zeros(len(projects), np.int64)
    years = table.set_index("project_id")["year"].reindex(projects)
    return years.fillna(0).to_numpy(np.int64)


def _themes(projects: pd.Index[str], about: pd.DataFrame | None) -> NDArray[np.int64]:
    if about is None:
        return np.full(len(projects), -1)
    first = about.groupby("project_id")["theme_id"].min().reindex(projects)
    return pd.factorize(first, sort=True)[0]


def _spellings(table: pd.DataFrame, aliases: pd.DataFrame | None, index: pd.Index[str]) -> pd.DataFrame:
    """Return the names in the sources; for an organisation without aliases, its current name."""
    own = pd.DataFrame({"unit": np.arange(len(table)), "name": table["name"], "rows": 0})
    if aliases is not None and len(aliases):
        unit = index.get_indexer(pd.Index(aliases["org_id"]))
        written = pd.DataFrame({"unit": unit, "name": aliases["name"], "rows": aliases["rows"].astype("int64")})
        own = pd.concat([own[~own["unit"].isin(unit)], written[unit >= 0]])
    return own.groupby(["unit", "name"])["rows"].sum().reset_index()
