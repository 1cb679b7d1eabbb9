"""The rows of one table from all its sheets, with their state: kept, repeated or rejected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from polegraph import tables
from polegraph.errors import shown
from polegraph.sources.coordinates import doubtful
from polegraph.sources.spreadsheet.cells.protection import PROTECTIONS
from polegraph.sources.spreadsheet.layout.placement import must_fill, nameless
from polegraph.sources.spreadsheet.resolution.repeats import (
    NAMES,
    added_up,
    agreeing,
    best,
    best_role,
    best_spelling,
    narrowed,
)
from polegraph.sources.spreadsheet.resolution.row_values import Account, Gathered, as_texts, gathered, names_of
from polegraph.sources.spreadsheet.sheet import is_blank
from polegraph.sources.values import KEPT_WITHOUT

# The table is where its reasons stand; they are stored, so they must be the same sentences everywhere.
from polegraph.tables.checks import TWICE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polegraph.sources.accounting import Ledger
    from polegraph.sources.spreadsheet.sheet import Sheet

__all__ = ["KEPT", "REJECTED", "REPEATED", "Account", "Rows"]

_MOST_LISTED = 100
_FEW = 0.2  # of the rows of a table
KEPT, REPEATED, REJECTED = "kept", "repeated", "rejected"


class Rows:
    """The rows of one table, from all its sheets, with the state of each.

    Parameters
    ----------
    name
        Name of the table.
    sheets
        The sheets that hold it.
    ledger
        The account of the source.
    more
        Rows of the table that stand in sheets of another one.
    """

    def __init__(self, name: str, sheets: Sequence[Sheet], ledger: Ledger, more: Sequence[Gathered] = ()) -> None:
        self.name = name
        self.columns = [column for column in tables.TABLES[name].columns if column.name != "source"]
        self.ledger = ledger
        parts = [*(gathered(sheet, name, ledger) for sheet in sheets), *more]
        self.accounts: list[Account] = [part.account for part in parts]
        none = as_texts({}, names_of(name), 0)
        self.texts = pd.concat([part.texts for part in parts], ignore_index=True) if parts else none
        self.raw = pd.concat([part.raw for part in parts], ignore_index=True) if parts else none
        lengths = [len(part.numbers) for part in parts]
        names = sorted({key for part in parts for key in part.extra})
        self.extra: dict[str, pd.Series[Any]] = {
            key: pd.Series(
                [one for part in parts for one in part.extra.get(key) or [None] * len(part.numbers)],
                index=self.texts.index,
                dtype="object",
            )
            for key in names
        }
        """What a table of texts cannot hold, as `Gathered` has it."""
        self.numbers = np.concatenate([part.numbers for part in parts]) if parts else np.zeros(0, dtype=np.int64)
        self.place = np.repeat(np.arange(len(parts)), np.array(lengths, dtype=np.int64))
        self.made = pd.Series(data=False, index=self.texts.index)
        """Whether the identifier was made by polegraph."""
        self.state = pd.Series(KEPT, index=self.texts.index, dtype="str")
        self.table = tables.empty(name)
        self._reject_lost({*tables.TABLES[name].references, *tables.TABLES[name].required})
        self._note_bare()

    def take(self, rows: np.ndarray[Any, np.dtype[np.int64]]) -> None:
        """Choose rows anew; the same one may stand several times, once for each target of a cell.

        Parameters
        ----------
        rows
            Positions.
        """
        self.texts = self.texts.iloc[rows].reset_index(drop=True)
        self.raw = self.raw.iloc[rows].reset_index(drop=True)
        self.extra = {key: values.iloc[rows].reset_index(drop=True) for key, values in self.extra.items()}
        self.made = self.made.iloc[rows].reset_index(drop=True)
        self.state = self.state.iloc[rows].reset_index(drop=True)
        self.numbers = self.numbers[rows]
        self.place = self.place[rows]

    def alive(self) -> pd.Series[bool]:
        """Return which rows have not been rejected or found to repeat another."""
        return self.state == KEPT

    def reject(self, wrong: pd.Series[bool], column: str, reason: str, values: pd.Series[str] | None = None) -> None:
        """Reject rows, each once.

        Parameters
        ----------
        wrong
            Which ones.
        column
            The column that makes them unusable.
        reason
            Constant English sentence.
        values
            Values to show, if not those of that column.
        """
        wrong = wrong & self.alive()
        self.remark(wrong, column, reason, values)
        self.state[wrong] = REJECTED

    def empty(self, wrong: pd.Series[bool], column: str, reason: str) -> None:
        """Empty cells that the row can do without, and list them.

        Parameters
        ----------
        wrong
            In which rows.
        column
            The column.
        reason
            Constant English sentence.
        """
        wrong = wrong & self.alive()
        self.remark(wrong, column, reason + KEPT_WITHOUT)
        self.table.loc[wrong, column] = None
        self.note("emptied_cells", wrong)

    def remark(self, wrong: pd.Series[bool], column: str, reason: str, values: pd.Series[str] | None = None) -> None:
        """List cells.

        Parameters
        ----------
        wrong
            In which rows.
        column
            The column.
        reason
            Constant English sentence.
        values
            Values to show, if not those of that column.
        """
        values = self.raw[column] if values is None else values
        own = self.extra.get(f"heading {column}")
        for place, account in enumerate(self.accounts):
            where = np.flatnonzero(wrong.to_numpy(dtype=bool) & (self.place == place))
            if not len(where):
                continue
            usual = account.layout.headings.get(column) or self._made_from(account, column) or self._words(column)
            over = [usual] * len(where) if own is None else [one or usual for one in own.iloc[where]]
            for heading in dict.fromkeys(over):
                those = where[[one == heading for one in over]]
                shown_values = values.iloc[those].tolist()
                self.ledger.reject(account.sheet.label, self.numbers[those], heading, shown_values, reason)

    def _made_from(self, account: Account, column: str) -> str | None:
        """Return the heading of the column that an identifier is made from, in a sheet without identifiers."""
        if column not in tables.TABLES[self.name].key or len(tables.TABLES[self.name].key) > 1:
            return None
        written = (account.layout.headings.get(one) for one in must_fill(self.name))
        return next((one for one in written if one), None)

    def _words(self, column: str) -> str:
        """Return the heading of a column that no sheet has, as the templates write it."""
        one = tables.TABLES[self.name][column]
        return f"{one.fr} / {one.name}"

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

    def _reject_lost(self, needed: set[str]) -> None:
        """Reject the rows in which a required cell holds a formula without a value."""
        lost = self.extra.get("lost")
        if lost is None or not lost.notna().any():
            return
        for row, cells in lost.dropna().items():
            for column, _heading, cell in cells:
                if column in needed and pd.isna(self.texts[column].loc[row]):
                    this = pd.Series(self.texts.index == row, index=self.texts.index)
                    self.reject(this, column, cell.reason, pd.Series(str(cell), index=self.texts.index))

    def _note_bare(self) -> None:
        """Count the rows that hold nothing but an identifier, where most rows hold more."""
        key = tables.TABLES[self.name].key
        filled = self.texts.notna().sum(axis=1)
        bare = (filled == 1) & self.texts[key[0]].notna()
        if len(key) == 1 and bare.mean() < _FEW:
            self.note("bare_rows", bare)

    def list_lost(self) -> None:
        """List the other cells with a formula without a value, of the rows that are kept."""
        lost = self.extra.get("lost")
        if lost is None:
            return
        said = set()
        for row, cells in enumerate(lost):
            for _column, heading, cell in cells or () if self.state.iloc[row] != REJECTED else ():
                at = self.place[row], self.numbers[row], heading
                if at not in said:
                    said.add(at)
                    account = self.accounts[self.place[row]]
                    account.notes["cells_without_value"] = account.notes.get("cells_without_value", 0) + 1
                    number = [self.numbers[row]]
                    self.ledger.reject(account.sheet.label, number, heading, [str(cell)], cell.reason + KEPT_WITHOUT)

    def check(self) -> None:
        """Convert the texts to the table; empty the cells, or reject the rows, that are not valid."""
        self.table, problems = tables.convert(self.name, self.texts)
        found = pd.concat([problems, tables.problems(self.name, self.table)]) if len(self.table) else problems
        found = found[found["reason"] != TWICE]  # what repeats is looked at below
        needed = {*tables.TABLES[self.name].required, *tables.TABLES[self.name].key}
        for column in sorted((one.name for one in self.columns), key=lambda name: name not in needed):
            for reason, those in found[found["column"] == column].groupby("reason", sort=True):
                wrong = pd.Series(data=False, index=self.texts.index)
                wrong.iloc[those["row"].astype("int64").unique()] = True
                (self.reject if column in needed else self.empty)(wrong, column, str(reason))
        if self.name == "organisations":
            self._empty_places()
        protecting = [column for column in PROTECTIONS if column in self.table.columns]
        if protecting and len(self.table):
            self.table, changed = narrowed(self.name, self.table, self.state, protecting)
            self.note("protection_narrowed", changed)
        self._merge_repeated(protecting)

    def _empty_places(self) -> None:
        """Empty implausible latitudes and longitudes: the city then gives the place."""
        why = doubtful(self.table["lat"], self.table["lon"], self.table["country"])
        both = self.raw["lat"].fillna("") + " / " + self.raw["lon"].fillna("")
        for reason in sorted(why.dropna().unique()):
            wrong = (why == reason) & self.alive()
            self.remark(wrong, "lat", reason, both)
            self.table.loc[wrong, ["lat", "lon"]] = None
            self.note("emptied_cells", wrong)

    def _merge_repeated(self, protecting: list[str]) -> None:
        """Build one row of those with the same key; reject those that contradict the first of them."""
        key = list(tables.TABLES[self.name].key)
        if self.name == "participations":
            self._add_up()
        compared = agreeing(self.name, self.table).drop(columns=protecting)
        for known in ("of the first row", "of all rows that agree with it"):
            alive = compared[self.alive()]
            same = alive[alive.duplicated(key, keep=False)]
            if same.empty:
                return
            first = ~same.duplicated(key)
            merged = same.where(first, axis=0) if known == "of the first row" else same
            merged = merged.groupby([same[name].to_numpy() for name in key]).transform("first")
            against = (same.notna() & merged.notna() & (same != merged).fillna(value=True)).any(axis=1) & ~first
            self._reject_twice(against.reindex(self.texts.index, fill_value=False), key)
        agree = same.index[~against]
        values = self.table.loc[agree]
        groups = values.groupby([values[name].to_numpy() for name in key])
        merged = groups.transform("first")
        for column in NAMES.get(self.name, ()):
            merged[column] = best(values, key, column, best_spelling)
        if self.name == "participations":
            merged["role"] = best(values, key, "role", best_role)
        top = same.index[first]
        self.table.loc[top, merged.columns] = merged.loc[top]
        self.state[same.index[~first & ~against]] = REPEATED

    def _add_up(self) -> None:
        """Add up the rows of one sheet about the same organisation in the same project."""
        alive = self.table[self.alive()]
        sums, repeated, added = added_up(alive, pd.Series(self.place, index=self.table.index)[alive.index])
        self.table.loc[sums.index, sums.columns] = sums
        self.state[repeated] = REPEATED
        self.note("participations_added", pd.Series(self.table.index.isin(added), index=self.table.index))

    def _reject_twice(self, against: pd.Series[bool], key: list[str]) -> None:
        """Reject rows that contradict another of the same key; name that row."""
        if not against.any():
            return
        whole = self.table[key].astype("str").agg("\0".join, axis=1)
        alive = self.alive() & ~against
        first = pd.Series(self.table.index[alive], index=whole[alive]).groupby(level=0).first()
        named = NAMES.get(self.name, ())[:1]
        for made in (True, False):
            column = named[0] if made and named else key[-1]
            values = []
            for row in self.table.index:
                other = first.get(whole[row]) if against[row] else None
                values.append(None if other is None else self._beside(row, int(other), column))
            wrong = against & (self.made == made)
            self.reject(wrong, column, TWICE, pd.Series(values, index=self.table.index, dtype="object"))

    def _beside(self, row: int, other: int, column: str) -> str:
        """Write the values of a row, and those of the row that it repeats."""
        here, there = (self.raw[column].loc[one] for one in (row, other))
        here, there = (self.texts[column].loc[row] if pd.isna(here) else here), ("" if pd.isna(there) else there)
        label = "" if self.place[row] == self.place[other] else f"{self.accounts[self.place[other]].sheet.label} "
        said = f": {there}" if there and there != here else ""
        return f"{here} (cf. {label}{self.numbers[other]}{said})"

    def kept(self) -> pd.DataFrame:
        """Return the rows that are kept, as the table."""
        return self.table[self.alive()].reset_index(drop=True)

    def settle(self) -> None:
        """Account for every row of every sheet."""
        self.list_lost()
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
                unknown_columns=_with_counts(account),
                notes=account.notes,
            )


def _with_counts(account: Account) -> list[tuple[str, int]]:
    """Name the unused columns, each with the number of its non-empty cells."""
    where = account.layout
    heading = next((cells for number, cells in account.sheet.rows if number == where.row), [])
    written = {place: str(cell).strip() for place, cell in enumerate(heading) if not is_blank(cell)}
    unknown = set(where.unknown)
    counts = dict.fromkeys(where.unknown, 0)
    for number, cells in account.sheet.rows if where.row and account.sheet.layout is None else ():
        for place, cell in enumerate(cells) if number > where.row else ():
            name = written.get(place) or nameless(place)
            if name in unknown and not is_blank(cell):
                counts[name] += 1
    return list(zip(_listed(list(counts)), [*counts.values(), 0], strict=False))


def _listed(headings: list[str]) -> list[str]:
    """Build headings fit to stand in a list with ";" between, which one cell can hold."""
    short = [shown(one.replace(";", ","), 60)[1:-1] for one in headings[:_MOST_LISTED]]
    return short if len(headings) <= _MOST_LISTED else [*short, "…"]
