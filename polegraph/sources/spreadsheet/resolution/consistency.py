"""Consistency of the cells of a row: kind and size, figures and category, start and year, country and postcode."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph.identity import normal_form
from polegraph.sources.accounting import clean
from polegraph.sources.spreadsheet.cells.amounts import marks_of, read_number
from polegraph.sources.spreadsheet.cells.codes import restore_zeros
from polegraph.sources.spreadsheet.cells.conversion import SIZE_KEPT, ReadColumn, read_column
from polegraph.sources.spreadsheet.cells.dates import year_of
from polegraph.sources.spreadsheet.cells.kinds import settle_kinds, sizes_from_headcount
from polegraph.sources.spreadsheet.cells.scalars import text
from polegraph.sources.values import KEPT_AS_IT_STANDS, KEPT_WITHOUT
from polegraph.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from polegraph.sources.accounting import Ledger
    from polegraph.sources.spreadsheet.layout.row_headings import Layout
    from polegraph.sources.spreadsheet.sheet import Cell


@dataclass(frozen=True, slots=True)
class ReadCells:
    """The parsed cells of a sheet.

    Parameters
    ----------
    texts
        The columns of the table, as text.
    cleaned
        Number of cells in which unprintable characters were replaced.
    columns
        Counts and remarks by column.
    """

    texts: pd.DataFrame
    cleaned: int
    columns: list[tuple[str, ReadColumn]]


_FIGURES: Final = ("+headcount", "+turnover", "+balance")


def read_cells(
    table: str, cells: Mapping[str, Sequence[Cell]], where: Layout, epoch: datetime, length: int
) -> ReadCells:
    """Read the cells of a sheet: each column as a whole, then each row as a whole.

    Parameters
    ----------
    table
        Name of the table.
    cells
        The cells, by column of the table; also those of `Layout.beside`.
    where
        Their headings.
    epoch
        Day 0 of the numbers that stand for dates.
    length
        Number of rows.
    """
    columns = [column for column in TABLES[table].columns if column.name != "source"]
    read: dict[str, ReadColumn] = {}
    for column in columns:
        name = column.name
        if name in cells:
            heading, scale = where.headings.get(name, ""), where.scales.get(name, 1)
            read[name] = read_column(table, column, epoch, cells[name], heading=heading, scale=scale)
    index = pd.RangeIndex(length)
    written = {
        column.name: pd.Series(read[column.name].texts if column.name in read else None, index=index, dtype="str")
        for column in columns
    }
    texts, cleaned = clean(pd.DataFrame(written, index=index))
    texts, said = settle(table, texts, cells, where.scales, epoch)
    return ReadCells(texts, cleaned, [*read.items(), *said.items()])


def list_cells(
    ledger: Ledger,
    label: str,
    numbers: np.ndarray[Any, np.dtype[np.int64]],
    where: Layout,
    cells: Mapping[str, Sequence[Cell]],
    read: ReadCells,
) -> dict[str, int]:
    """List the cells that were emptied or are odd; return the counts of remarks that are only counted.

    Parameters
    ----------
    ledger
        The account of the source.
    label
        Display name of the sheet.
    numbers
        Row of each as Excel shows it.
    where
        Headings of the columns.
    cells
        The cells, by column.
    read
        The same, read.
    """
    counts: dict[str, int] = {}
    for column, said in read.columns:
        for reasons, ending in ((said.wrong, KEPT_WITHOUT), (said.remarks, KEPT_AS_IT_STANDS)):
            for reason, places in reasons.items():
                values = [text(cells[column][place]) for place in places]
                ledger.reject(label, numbers[places], where.headings.get(column, column), values, reason + ending)
        emptied = sum(map(len, said.wrong.values()))
        for key, count in (*((key, len(places)) for key, places in said.notes.items()), ("emptied_cells", emptied)):
            if count:
                counts[key] = counts.get(key, 0) + count
    return counts


def settle(
    table: str,
    texts: pd.DataFrame,
    cells: Mapping[str, Sequence[Cell]],
    scales: Mapping[str, int],
    epoch: datetime,
) -> tuple[pd.DataFrame, dict[str, ReadColumn]]:
    """Complete the cells of a row that depend on each other.

    Parameters
    ----------
    table
        Name of the table.
    texts
        Its columns, as `read_column` read them.
    cells
        The cells, by the columns that they stand in; also those that have no place in the table (``+headcount``).
    scales
        Multiplier of the numbers, by column.
    epoch
        Day 0 of the numbers that stand for dates.

    Returns
    -------
    texts : DataFrame
        The same columns, with derived values.
    said : dict
        By column, its counts and remarks.

    Examples
    --------
    >>> from polegraph.sources.spreadsheet.sheet import EPOCH
    >>> texts = pd.DataFrame({"project_id": ["P"], "year": [None]}, dtype="str")
    >>> settle("projects", texts, {"start": ["03/2019"]}, {}, EPOCH)[0]["year"].tolist()
    ['2019']
    """
    # projects: the year follows from the start
    if table == "projects" and "start" in cells:
        years = pd.Series([year_of(cell, epoch) for cell in cells["start"]], index=texts.index, dtype="Int64")
        blank = texts["year"].isna()
        return texts.assign(year=texts["year"].where(~blank, years.astype("str")).astype("str")), {}
    # organisations: leading zeros, then kind and size, then the category by headcount and amounts
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
    """Read headcount, turnover and balance sheet total; invalid ones are unknown."""
    read: list[list[float | None]] = []
    for name in _FIGURES:
        column = cells.get(name, [None] * length)
        euros, marks, scale = name != _FIGURES[0], marks_of(column), scales.get(name, 1)
        read.append([read_number(cell, euros=euros, marks=marks, scale=scale)[0] for cell in column])
    return read


def _with_categories(texts: pd.DataFrame, figures: list[list[float | None]]) -> tuple[pd.DataFrame, pd.Series[bool]]:
    """Return companies of which no size is stated the category of their figures, unless they belong to a group.

    A company in a group has the category of the group, on which its own figures have no bearing (décret 2008-1354). An
    organisation with a turnover and no kind is taken for a company.
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
