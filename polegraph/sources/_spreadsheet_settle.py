"""What the cells of a row say together: kind and size, figures and category, start and year, country and postcode."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph.identity import normal_form
from polegraph.sources._spreadsheet_amounts import marks_of, read_number
from polegraph.sources._spreadsheet_cells import SIZE_KEPT, ReadColumn
from polegraph.sources._spreadsheet_codes import restore_zeros
from polegraph.sources._spreadsheet_dates import year_of
from polegraph.sources._spreadsheet_words import settle_kinds, sizes_from_headcount

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from polegraph.sources._spreadsheet_sheets import Cell

_FIGURES: Final = ("+headcount", "+turnover", "+balance")


def settle(
    table: str,
    texts: pd.DataFrame,
    cells: Mapping[str, Sequence[Cell]],
    scales: Mapping[str, int],
    epoch: datetime,
) -> tuple[pd.DataFrame, dict[str, ReadColumn]]:
    """Read what the cells of a row say together.

    Parameters
    ----------
    table
        Name of the table.
    texts
        Its columns, as `read_column` read them.
    cells
        The cells, by the columns that they stand in; also those that have no place in the table (``+headcount``).
    scales
        By what numbers are multiplied, by column.
    epoch
        Day 0 of the numbers that stand for dates.

    Returns
    -------
    texts : DataFrame
        The same columns, with what follows from others.
    said : dict
        By column, what is counted and listed of it.

    Examples
    --------
    >>> from polegraph.sources._spreadsheet_sheets import EPOCH
    >>> texts = pd.DataFrame({"project_id": ["P"], "year": [None]}, dtype="str")
    >>> settle("projects", texts, {"start": ["03/2019"]}, {}, EPOCH)[0]["year"].tolist()
    ['2019']
    """
    if table == "projects" and "start" in cells:
        years = pd.Series([year_of(cell, epoch) for cell in cells["start"]], index=texts.index, dtype="Int64")
        blank = texts["year"].isna()
        return texts.assign(year=texts["year"].where(~blank, years.astype("str")).astype("str")), {}
    if table != "organisations" or texts.empty:
        return texts, {}
    said: dict[str, ReadColumn] = {}
    places = ["country", "postcode", "department"]
    restored, changed = restore_zeros(texts[places])
    said["postcode"] = ReadColumn(notes=_noted("zeros_restored", changed))
    settled, wrong = settle_kinds(texts[["kind", "size", "sme"]])
    texts = texts.assign(**restored, **settled)
    said["size"] = ReadColumn(remarks=_noted(SIZE_KEPT, wrong["size_kept"]))
    texts, derived = _with_categories(texts, _figures(cells, scales, len(texts)))
    said["size"].notes.update(_noted("sizes_from_headcount", derived))
    return texts, said


def _noted(key: str, where: pd.Series[bool]) -> dict[str, list[int]]:
    places = np.flatnonzero(where.to_numpy(dtype=bool)).tolist()
    return {key: places} if places else {}


def _figures(cells: Mapping[str, Sequence[Cell]], scales: Mapping[str, int], length: int) -> list[list[float | None]]:
    """Read headcount, turnover and balance sheet total; what is not understood is unknown."""
    read: list[list[float | None]] = []
    for name in _FIGURES:
        column = cells.get(name, [None] * length)
        euros, marks, scale = name != _FIGURES[0], marks_of(column), scales.get(name, 1)
        read.append([read_number(cell, euros=euros, marks=marks, scale=scale)[0] for cell in column])
    return read


def _with_categories(texts: pd.DataFrame, figures: list[list[float | None]]) -> tuple[pd.DataFrame, pd.Series[bool]]:
    """Give companies of which no size is stated the category of their figures, unless they belong to a group.

    A company in a group has the category of the group, of which its own figures say nothing (décret 2008-1354). What
    has no kind and a turnover is taken for a company.
    """
    if not any(value is not None for value in figures[0]):
        return texts, pd.Series(data=False, index=texts.index)
    sizes = pd.Series(sizes_from_headcount(*figures), index=texts.index, dtype="str")
    sells = pd.Series([value is not None and value > 0 for value in figures[1]], index=texts.index)
    company = (texts["kind"] == "company") | (texts["kind"].isna() & sells)
    derived = sizes.notna() & texts["size"].isna() & texts["sme"].isna() & company & ~_in_a_group(texts)
    kind = texts["kind"].where(~(derived & texts["kind"].isna()), "company")
    return texts.assign(size=texts["size"].where(~derived, sizes), kind=kind), derived


def _in_a_group(texts: pd.DataFrame) -> pd.Series[bool]:
    own: list[Any] = [
        not isinstance(group, str)
        or normal_form(group) in {normal_form(one) for one in (name, key) if isinstance(one, str)}
        for group, name, key in zip(texts["group_id"], texts["name"], texts["org_id"], strict=True)
    ]
    return ~pd.Series(own, index=texts.index, dtype=bool)
