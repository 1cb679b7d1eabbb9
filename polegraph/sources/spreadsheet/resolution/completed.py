"""Completed lists: names that are another spelling of a known one, and rows that were left as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from polegraph.sources.spreadsheet.resolution.row_values import SAME_AS

if TYPE_CHECKING:
    from polegraph.sources.spreadsheet.rows import Rows


def completed(rows: Rows) -> dict[str, str]:
    """Take out the rows of lists to complete that describe no organisation; return the known name by the given one.

    Parameters
    ----------
    rows
        The organisations, before they have identifiers.

    Returns
    -------
    dict
        The answers under "same as". These rows, and those in which nothing was filled in, count as repeated: they
        name organisations that other rows name.
    """
    if SAME_AS not in rows.extra:
        return {}
    asked = pd.Series([place in _lists(rows) for place in rows.place], index=rows.texts.index, dtype="bool")
    answered = rows.extra[SAME_AS].notna() & rows.texts["name"].notna()
    nothing = rows.texts.drop(columns="name").isna().all(axis=1)
    out = asked & (answered | nothing)
    same = dict(zip(rows.texts["name"][answered], rows.extra[SAME_AS][answered], strict=True))
    rows.state[out] = "repeated"
    rows.texts.loc[out, :] = None
    return {str(one): " ".join(str(known).split()) for one, known in same.items() if one != known}


def _lists(rows: Rows) -> set[int]:
    """Return the sheets that are lists to complete."""
    return {place for place, account in enumerate(rows.accounts) if SAME_AS in account.layout.beside}
