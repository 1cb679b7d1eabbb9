"""Builders of the table of affiliations, the same for groups of companies and for public bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from polegraph import tables

if TYPE_CHECKING:
    from collections.abc import Sequence

_COLUMNS: Final = ("org_id", "parent_id", "parent_name", "relation", "how", "evidence", "source", "year")


def affiliations(rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    """Build the table ``affiliations``.

    Parameters
    ----------
    rows
        Identifier, parent, its name, relation, how, evidence, source, year.

    Examples
    --------
    >>> affiliations([("a", "thales", "Thales", "group", "name", "prefix:thales", "report", 2023)])["year"].tolist()
    [2023]
    """
    return typed("affiliations", _COLUMNS, rows)


def typed(name: str, columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    """Build a table of its rows.

    Parameters
    ----------
    name
        Name of the table.
    columns
        The columns that the rows fill; the table's other columns are missing.
    rows
        A tuple a row.

    Returns
    -------
    DataFrame
        With the table's columns and types, sorted by its key.
    """
    empty = tables.empty(name)
    table = pd.DataFrame(list(rows), columns=list(columns)).reindex(columns=empty.columns)
    return table.astype(empty.dtypes.to_dict()).sort_values(list(tables.TABLES[name].key), ignore_index=True)
