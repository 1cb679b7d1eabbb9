"""The rows of one table out of all the sheets that hold it, and what became of each of them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph import tables
from polegraph.errors import shown
from polegraph.sources import _countries
from polegraph.sources._common import clean
from polegraph.sources._csv import TOO_MANY
from polegraph.sources._spreadsheet_cells import reader, text
from polegraph.sources._spreadsheet_headings import Layout, layout
from polegraph.sources._spreadsheet_sheets import is_blank
from polegraph.sources._values import KEPT_WITHOUT

# The table is where its reasons stand; they are stored, so they must be the same sentences everywhere.
from polegraph.tables._checks import TWICE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polegraph.sources._common import Ledger
    from polegraph.sources._spreadsheet_sheets import Cell, Sheet

    _Row = tuple[int, list[Cell]]

EXAMPLE: Final = "example-"
"""How the identifiers in the example line of the templates begin."""
LAYOUT: Final = "polegraph"
_MOST_LISTED = 100
KEPT, REPEATED, REJECTED = "kept", "repeated", "rejected"


@dataclass
class Account:
    """What is to be said of one sheet.

    Parameters
    ----------
    sheet
        The sheet.
    layout
        Where its columns stand.
    broken
        Rows that could not be read: row, what stands there, reason.
    notes
        Counted remarks.
    cleaned
        Number of cells in which unprintable characters were replaced.
    """

    sheet: Sheet
    layout: Layout
    broken: list[tuple[int, str, str]]
    notes: dict[str, int]
    cleaned: int = 0


class Rows:
    """The rows of one table, from all its sheets, with what became of each.

    Parameters
    ----------
    name
        Name of the table.
    sheets
        The sheets that hold it.
    ledger
        The account of the source.
    """

    def __init__(self, name: str, sheets: Sequence[Sheet], ledger: Ledger) -> None:
        self.name = name
        self.columns = [column for column in tables.TABLES[name].columns if column.name != "source"]
        self.accounts: list[Account] = []
        self.ledger = ledger
        parts = [self._gathered(sheet) for sheet in sheets]
        names = [column.name for column in self.columns]
        self.texts = pd.concat([part[0] for part in parts], ignore_index=True) if parts else _texts({}, names, 0)
        self.raw = pd.concat([part[1] for part in parts], ignore_index=True) if parts else self.texts
        self.numbers = np.concatenate([part[2] for part in parts]) if parts else np.zeros(0, dtype=np.int64)
        self.place = np.repeat(np.arange(len(parts)), np.array([len(part[2]) for part in parts], dtype=np.int64))
        self.state = pd.Series(KEPT, index=self.texts.index, dtype="str")
        self.table = tables.empty(name)

    def _gathered(self, sheet: Sheet) -> tuple[pd.DataFrame, pd.DataFrame, np.ndarray[Any, np.dtype[np.int64]]]:
        """Read the cells of a sheet."""
        where = sheet.layout or layout(sheet, self.name)
        account = Account(sheet, where, list(sheet.broken), dict(sheet.notes))
        rows = self._usable(account, _rows_below(sheet, where, self._filled_down(where)))
        names = [column.name for column in self.columns]
        cells = {name: [_first(row, places) for _number, row in rows] for name, places in where.places.items()}
        read: dict[str, list[str | None]] = {}
        for column in self.columns:
            if column.name in cells:
                convert = reader(self.name, column, sheet.epoch)
                read[column.name] = [convert(cell) for cell in cells[column.name]]
        texts, account.cleaned = clean(_texts(read, names, len(rows)))
        if "country" in names:
            texts["country"] = _countries.of(texts["country"]).fillna(texts["country"].str.upper())
        raw = _texts({name: [text(cell) for cell in values] for name, values in cells.items()}, names, len(rows))
        self.accounts.append(account)
        return texts, raw, np.array([number for number, _row in rows], dtype=np.int64)

    def _filled_down(self, where: Layout) -> set[int]:
        """Give the columns in which a merged cell speaks for all its rows; an amount may be meant for them together."""
        amounts = {column.name for column in self.columns if column.type in {"number", "integer"}}
        return {place for name, places in where.places.items() if name not in amounts for place in places}

    def _usable(self, account: Account, rows: list[_Row]) -> list[_Row]:
        """Leave out the example line of the templates, and rows of text files that do not fit the heading."""
        table = tables.TABLES[self.name]
        identifiers = {*table.references, *(table.key if len(table.key) == 1 else ())}
        places = [account.layout.places[name] for name in sorted(identifiers) if name in account.layout.places]
        kept = []
        examples = 0
        for number, row in rows:
            known = [one for one in (text(_first(row, at)) for at in places) if one]
            if known and all(one.startswith(EXAMPLE) for one in known):
                examples += 1
            elif account.sheet.text and len(row) > account.layout.width:
                account.broken.append((number, ";".join(map(str, row)), TOO_MANY))
            else:
                kept.append((number, row))
        account.notes["example_lines"] = examples
        return kept

    def alive(self) -> pd.Series[bool]:
        """Tell which rows have not been set aside or found to repeat another."""
        return self.state == KEPT

    def reject(self, wrong: pd.Series[bool], column: str, reason: str) -> None:
        """Set rows aside, each once.

        Parameters
        ----------
        wrong
            Which ones.
        column
            The column that makes them unusable.
        reason
            Constant English sentence.
        """
        wrong = wrong & self.alive()
        self._list(wrong, column, reason)
        self.state[wrong] = REJECTED

    def _empty(self, wrong: pd.Series[bool], column: str, reason: str) -> None:
        """Empty cells that the row can do without, and list them."""
        wrong = wrong & self.alive()
        self._list(wrong, column, reason + KEPT_WITHOUT)
        self.table.loc[wrong, column] = None
        self.note("emptied_cells", wrong)

    def _list(self, wrong: pd.Series[bool], column: str, reason: str) -> None:
        for place, account in enumerate(self.accounts):
            where = np.flatnonzero(wrong.to_numpy(dtype=bool) & (self.place == place))
            if len(where):
                heading = account.layout.headings.get(column, column)
                values = self.raw[column].iloc[where].tolist()
                self.ledger.reject(account.sheet.label, self.numbers[where], heading, values, reason)

    def note(self, key: str, which: pd.Series[bool]) -> None:
        """Count a remark for each sheet.

        Parameters
        ----------
        key
            The remark.
        which
            The rows that it is about.
        """
        for place, account in enumerate(self.accounts):
            number = int((which.to_numpy(dtype=bool) & (self.place == place)).sum())
            account.notes[key] = account.notes.get(key, 0) + number

    def check(self) -> None:
        """Convert the texts to the table; empty the cells, or set aside the rows, that are not what the model says."""
        self.table, problems = tables.convert(self.name, self.texts)
        found = pd.concat([problems, tables.problems(self.name, self.table)]) if len(self.table) else problems
        found = found[found["reason"] != TWICE]  # what repeats is looked at below
        needed = {*tables.TABLES[self.name].required, *tables.TABLES[self.name].key}
        for column in sorted((one.name for one in self.columns), key=lambda name: name not in needed):
            for reason, those in found[found["column"] == column].groupby("reason", sort=True):
                wrong = pd.Series(data=False, index=self.texts.index)
                wrong.iloc[those["row"].astype("int64").unique()] = True
                (self.reject if column in needed else self._empty)(wrong, column, str(reason))
        self._merge_repeated()

    def _merge_repeated(self) -> None:
        """Make one row of those with the same key; set those aside that contradict the first of them."""
        key = list(tables.TABLES[self.name].key)
        for known in ("of the first row", "of all rows that agree with it"):
            alive = self.table[self.alive()]
            same = alive[alive.duplicated(key, keep=False)]
            if same.empty:
                return
            first = ~same.duplicated(key)
            merged = same.where(first, axis=0) if known == "of the first row" else same
            merged = merged.groupby([same[name].to_numpy() for name in key]).transform("first")
            against = (same.notna() & merged.notna() & (same != merged).fillna(value=True)).any(axis=1) & ~first
            self.reject(against.reindex(self.texts.index, fill_value=False), key[-1], TWICE)
        self.table.loc[same.index[first], merged.columns] = merged[first]
        self.state[same.index[~first & ~against]] = REPEATED

    def kept(self) -> pd.DataFrame:
        """Give the rows that are kept, as the table."""
        return self.table[self.alive()].reset_index(drop=True)

    def settle(self) -> None:
        """Account for every row of every sheet."""
        for place, account in enumerate(self.accounts):
            broken = account.broken
            for number, value, reason in broken:
                self.ledger.reject(account.sheet.label, [number], None, [value], reason)
            counts = self.state[self.place == place].value_counts()
            self.ledger.account(
                account.sheet.label,
                self.name,
                account.layout.called,
                rows=int(counts.sum()) + len(broken),
                kept=int(counts.get(KEPT, 0)),
                repeated=int(counts.get(REPEATED, 0)),
                rejected=int(counts.get(REJECTED, 0)) + len(broken),
                cleaned=account.cleaned,
                dropped_columns=_listed(account.layout.contact),
                unknown_columns=_listed(account.layout.unknown),
                notes=account.notes,
            )


def _listed(headings: list[str]) -> list[str]:
    """Make headings fit to stand in a list with ";" between, which one cell can hold."""
    short = [shown(one.replace(";", ","), 60)[1:-1] for one in headings[:_MOST_LISTED]]
    return short if len(headings) <= _MOST_LISTED else [*short, "…"]


def _texts(columns: dict[str, list[str | None]], names: list[str], length: int) -> pd.DataFrame:
    index = pd.RangeIndex(length)
    return pd.DataFrame({name: pd.Series(columns.get(name), index=index, dtype="str") for name in names}, index=index)


def _first(row: list[Cell], places: list[int]) -> Cell:
    """Give the first of several cells in which something stands."""
    return next((row[place] for place in places if place < len(row) and not is_blank(row[place])), None)


def _rows_below(sheet: Sheet, where: Layout, columns: set[int]) -> list[_Row]:
    """Give the rows below the heading, with what was merged downwards in each row that it covers."""
    if sheet.layout is not None:
        return list(sheet.rows)
    heading = max((bottom for _column, top, bottom in sheet.blocks if top <= where.row <= bottom), default=where.row)
    rows = {number: list(cells) for number, cells in sheet.rows if number > heading}
    numbers = list(rows)
    covered = (0, 0)
    for column, top, bottom in sorted(block for block in sheet.blocks if block[0] in columns and block[1] in rows):
        if (column, top) <= covered or column >= len(rows[top]):
            continue  # blocks never overlap in a file that Excel wrote
        covered = (column, bottom)
        for number in numbers[bisect_right(numbers, top) : bisect_right(numbers, bottom)]:
            rows[number].extend([None] * (column + 1 - len(rows[number])))
            rows[number][column] = rows[top][column]
    return list(rows.items())
