"""The table of what says that an organisation belongs to a group or to a public body."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from polegraph import tables

if TYPE_CHECKING:
    from collections.abc import Sequence


def affiliations(rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    """Make the table ``affiliations`` of its rows.

    Parameters
    ----------
    rows
        Values in the order of the table's columns.

    Returns
    -------
    DataFrame
        With the table's types, sorted by its key.

    Examples
    --------
    >>> affiliations([("a", "thales", "Thales", "group", "name", "prefix:thales", "report", 2023)]).iloc[0]["year"]
    np.int64(2023)
    """
    empty = tables.empty("affiliations")
    table = pd.DataFrame(rows, columns=list(empty.columns)).astype(empty.dtypes.to_dict())
    return table.sort_values(list(tables.TABLES["affiliations"].key), ignore_index=True)
