"""Parsing of the rows of a sheet, cell by cell: texts in the notation of the table, and remarks on cells."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph.files.csv_tables import TOO_MANY, beyond
from polegraph.identity import distinct_form
from polegraph.sources.accounting import UNPRINTABLE
from polegraph.sources.spreadsheet.cells.protection import narrowest, read
from polegraph.sources.spreadsheet.cells.scalars import text
from polegraph.sources.spreadsheet.layout.broken_rows import BROKEN, CLOSED, CONFIDENTIAL, marks, shifted, spoken_of
from polegraph.sources.spreadsheet.layout.columns import codes, columns_of, exact
from polegraph.sources.spreadsheet.layout.other_lines import is_example, lone_names, no_data
from polegraph.sources.spreadsheet.resolution.consistency import list_cells, read_cells
from polegraph.sources.spreadsheet.sheet import Lost, is_blank
from polegraph.sources.values import KEPT_WITHOUT, TAKEN_AS_INTERNAL
from polegraph.tables import TABLES

if TYPE_CHECKING:
    from polegraph.sources.accounting import Ledger
    from polegraph.sources.spreadsheet.layout.columns import Columns, Place
    from polegraph.sources.spreadsheet.layout.row_headings import Layout
    from polegraph.sources.spreadsheet.sheet import Cell, Sheet

    Row = tuple[int, list[Cell]]

SAME_AS: Final = "+same_as"
"""Column of a list to complete: the known organisation of which a name is another spelling."""
OTHERWISE: Final = "another column of the same row says otherwise" + KEPT_WITHOUT


@dataclass
class Account:
    """The account of one sheet.

    Parameters
    ----------
    sheet
        The sheet.
    layout
        Where its columns stand.
    broken
        Rows that could not be read: row, text, reason.
    notes
        Counted remarks.
    cleaned
        Number of cells in which unprintable characters were replaced.
    aside
        Rows that are none of the table, with the reason.
    unsure
        Unreadable rows that may protect an organisation: row, text.
    confidential
        Whether the sheet is marked as confidential.
    """

    sheet: Sheet
    layout: Layout
    broken: list[tuple[int, str, str]]
    notes: dict[str, int]
    cleaned: int = 0
    aside: dict[int, str] = field(default_factory=dict)
    unsure: list[tuple[int, str]] = field(default_factory=list)
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """One of several cells of a row that each refer to another row.

    Parameters
    ----------
    written
        Value of the cell.
    heading
        Its heading.
    role
        The role that the heading gives, if any.
    """

    written: str
    heading: str
    role: str = ""


@dataclass
class Gathered:
    """The rows of one sheet.

    Parameters
    ----------
    account
        The account of the sheet.
    texts
        The columns of the table, as text.
    raw
        Values of the cells.
    numbers
        Row of each as Excel shows it.
    extra
        Per row, by name, data beside the table of texts: ``pieces <column>`` (list of `Piece`), ``beside <column>``
        (the name beside an identifier), ``code <column>`` (the number of a register beside a name),
        ``heading <column>``, ``lost`` (cells without a value: column, heading, cell).
    """

    account: Account
    texts: pd.DataFrame
    raw: pd.DataFrame
    numbers: np.ndarray[Any, np.dtype[np.int64]]
    extra: dict[str, list[Any]] = field(default_factory=dict)


def names_of(table: str) -> list[str]:
    """Return the columns that a user may fill in.

    Parameters
    ----------
    table
        Name of the table.
    """
    return [column.name for column in TABLES[table].columns if column.name != "source"]


def gathered(sheet: Sheet, table: str, ledger: Ledger) -> Gathered:
    """Read the rows of a sheet.

    Parameters
    ----------
    sheet
        The sheet.
    table
        The table that it is.
    ledger
        Lists cells that are empty of meaning, or contradict each other.
    """
    # place the columns, and keep the records
    columns = columns_of(sheet, table)
    where = columns.layout
    account = Account(sheet, where, list(sheet.broken), dict(sheet.notes))
    rows = _usable(account, _rows_below(sheet, where, _filled_down(table, where)), columns, table)
    _list_marks(account, ledger)
    _count_hidden(account, columns, rows)
    # read the cells of every column
    names = names_of(table)
    every = {**where.places, **where.beside}
    cells = {name: [_first(row, places) for _number, row in rows] for name, places in every.items()}
    numbers = np.array([number for number, _row in rows], dtype=np.int64)
    done = read_cells(table, cells, where, sheet.epoch, len(rows))
    for key, count in list_cells(ledger, sheet.label, numbers, where, cells, done).items():
        account.notes[key] = account.notes.get(key, 0) + count
    # list rows with shifted cells
    broken = _list_shifted(account, columns, rows, ledger)
    texts, account.cleaned = done.texts, done.cleaned
    raw = {name: [text(cell) for cell in values] for name, values in cells.items() if name in names}
    # read the cells that protect, and close broken and confidential rows
    for name, places in columns.protections.items():
        said, raw[name] = _protected(account, name, places, rows, ledger)
        texts[name] = pd.Series(said, index=texts.index, dtype="str")
    for name in ("visibility", "opt_out"):
        closed = [number in broken or (account.confidential and name == "visibility") for number, _row in rows]
        if name in texts and any(closed):
            texts[name] = texts[name].mask(pd.Series(closed, index=texts.index), CLOSED[name])
    # gather the cells that refer to other rows
    extra = {"lost": _lost(columns, rows)}
    if SAME_AS in cells:
        extra[SAME_AS] = [text(cell) for cell in cells[SAME_AS]]
        where.unknown[:] = [one for one in where.unknown if one not in _written(columns, where.beside[SAME_AS])]
    for name in TABLES[table].references:
        extra |= _pointing(columns, table, name, rows)
    _list_otherwise(account, columns, table, rows, ledger)
    return Gathered(account, texts, as_texts(raw, names, len(rows)), numbers, extra)


def _filled_down(table: str, where: Layout) -> set[int]:
    """Return the columns in which a merged cell counts for all its rows; an amount may be meant for them together."""
    amounts = {column.name for column in TABLES[table].columns if column.type in {"number", "integer"}}
    return {place for name, places in where.places.items() if name not in amounts for place in places}


def _usable(account: Account, rows: list[Row], columns: Columns, table: str) -> list[Row]:
    """Leave out rows that are no records of the table, and ragged rows of text files."""
    kept = []
    aside = {} if account.sheet.layout else no_data(rows, columns, account.sheet)
    account.aside = aside
    if columns.protections:
        account.unsure += [(number, said) for number, said, reason in account.broken if reason in BROKEN]
    notes = {"example_lines": 0, "overtyped_examples": 0, "lone_names": lone_names(rows, aside)}
    for number, row in rows:
        example = is_example(table, columns, row)
        if example:
            notes["example_lines"] += 1
        elif number in aside:
            said = "; ".join(one for one in map(text, row) if one)
            account.broken.append((number, said, aside[number]))
        elif account.sheet.text and len(row) > account.layout.width:
            account.broken.append(
                (number, beyond([text(cell) or "" for cell in row], ";", account.layout.width), TOO_MANY)
            )
            account.unsure += [(number, spoken_of(row, columns))] if columns.protections else []
        else:
            notes["overtyped_examples"] += example is None
            kept.append((number, row))
    account.notes.update(notes)
    return kept


def _list_marks(account: Account, ledger: Ledger) -> None:
    """List the texts that mark the whole sheet as confidential."""
    sheet = account.sheet
    found = [] if sheet.layout else marks(sheet, account.layout.row, account.aside)
    account.confidential = sheet.confidential or bool(found)
    for number, written in found:
        ledger.reject(sheet.label, [number], None, [written], CONFIDENTIAL)


def _list_shifted(account: Account, columns: Columns, rows: list[Row], ledger: Ledger) -> dict[int, str]:
    """Find the rows with a separator too many or too few; list them, with the way they are taken."""
    found = shifted(account.sheet, columns)
    found = {number: found[number] for number, _row in rows if number in found}
    cells = dict(rows)
    for number, reason in found.items():
        said = "; ".join(one for one in map(text, cells[number]) if one)
        ledger.reject(account.sheet.label, [number], None, [said], reason + TAKEN_AS_INTERNAL)
        account.unsure.append((number, spoken_of(cells[number], columns)))
    account.notes["protection_unread"] = account.notes.get("protection_unread", 0) + len(found)
    return found


def _count_hidden(account: Account, columns: Columns, rows: list[Row]) -> None:
    """Count hidden rows and columns that are read."""
    sheet = account.sheet
    account.notes["hidden_sheets"] = int(sheet.hidden)
    account.notes["hidden_rows"] = sum(number in sheet.hidden_rows for number, _row in rows)
    account.notes["hidden_columns"] = sum(place in sheet.hidden_columns for place in columns.written)


def _protected(
    account: Account, column: str, places: list[Place], rows: list[Row], ledger: Ledger
) -> tuple[list[str | None], list[str | None]]:
    """Read the cells of columns that protect; list those that could not be read, with the way they are taken."""
    values: list[str | None] = []
    raw: list[str | None] = []
    closed = 0
    known: dict[tuple[str, str, str], tuple[str | None, str | None]] = {}
    for number, row in rows:
        said: list[str] = []
        shown: list[str] = []
        for at in places:
            cell = row[at.place] if at.place < len(row) else None
            if cell is None:
                continue
            mark = type(cell).__name__, str(cell), at.how
            if mark not in known:
                known[mark] = read(cell, at.how, column, account.sheet.epoch)
            value, reason = known[mark]
            if value is not None:
                said.append(value)
                shown.append(str(text(cell)))
            if reason is not None:
                ledger.reject(account.sheet.label, [number], at.heading, [text(cell)], reason)
                closed += 1
        values.append(narrowest(column, said) if said else None)
        raw.append("; ".join(shown) or None)
    account.notes["protection_unread"] = account.notes.get("protection_unread", 0) + closed
    return values, raw


def _written(columns: Columns, places: list[int]) -> set[str]:
    """Return the headings over a few columns."""
    return {columns.written[place] for place in places if place in columns.written}


def _lost(columns: Columns, rows: list[Row]) -> list[Any]:
    """Return for each row its cells with a missing value of a formula."""
    used = [(name, place) for name, places in columns.layout.places.items() for place in places]
    used += [("org_id", partner.place) for partner in columns.partners]
    return [
        [
            (name, columns.written.get(place, name), row[place])
            for name, place in used
            if place < len(row) and isinstance(row[place], Lost)
        ]
        or None
        for _number, row in rows
    ]


def _pointing(columns: Columns, table: str, column: str, rows: list[Row]) -> dict[str, list[Any]]:
    """Return the values of several cells of a row that refer to the same table: partners, or a name and a number."""
    places = columns.layout.places.get(column, [])
    own = exact(columns, table, column)
    numbers = codes(columns, table, column)
    named = [place for place in places if place not in own and place not in numbers]
    partners = (
        [(one.place, one.how) for one in columns.partners] if (table, column) == ("participations", "org_id") else []
    )
    if len(named) + len(partners) > 1 or partners:
        every = [*((place, "") for place in places if place not in numbers), *partners]
        columns.layout.unknown.extend(columns.written[place] for place in numbers)  # their subject is unknown
        return {f"pieces {column}": [_pieces(row, every, columns.written) for _number, row in rows]}
    if own and named:
        beside = [_tidy(row, named[0]) if any(_tidy(row, place) for place in own) else None for _number, row in rows]
        return {f"beside {column}": beside}
    if named and numbers:
        return {f"code {column}": [next(filter(None, (_tidy(row, at) for at in numbers)), None) for _n, row in rows]}
    return {}


def _pieces(row: list[Cell], places: list[tuple[int, str]], written: dict[int, str]) -> list[Piece]:
    found = [(_tidy(row, place), place, role) for place, role in places]
    return [Piece(one, written[place], role) for one, place, role in found if one]


def _tidy(row: list[Cell], place: int) -> str | None:
    """Return a cell as text without the characters that no format can hold."""
    said = text(row[place]) if place < len(row) and not is_blank(row[place]) else None
    return None if said is None else UNPRINTABLE.sub(" ", said).strip() or None


def partners_of(sheet: Sheet, columns: Columns) -> dict[int, list[Piece]]:
    """Return the partners in a sheet of projects, by the number of the row.

    Parameters
    ----------
    sheet
        The sheet.
    columns
        Where its columns stand.
    """
    places = [(one.place, one.how) for one in columns.partners]
    return {number: _pieces(row, places, columns.written) for number, row in sheet.rows if number > columns.layout.row}


def _list_otherwise(account: Account, columns: Columns, table: str, rows: list[Row], ledger: Ledger) -> None:
    """List the cells that another column of the same meaning contradicts: the first that has a value counts."""
    for name, places in columns.layout.places.items():
        if len(places) == 1 or name in TABLES[table].references:
            continue
        for number, row in rows:
            said = [(place, one) for place in places if (one := _tidy(row, place))]
            for place, one in said[1:]:
                if distinct_form(one) != distinct_form(said[0][1]):
                    ledger.reject(account.sheet.label, [number], columns.written[place], [one], OTHERWISE)


def as_texts(columns: dict[str, list[str | None]], names: list[str], length: int) -> pd.DataFrame:
    """Return columns as a table of texts.

    Parameters
    ----------
    columns
        Values by name.
    names
        All columns; those without values are empty.
    length
        Number of rows.
    """
    index = pd.RangeIndex(length)
    return pd.DataFrame({name: pd.Series(columns.get(name), index=index, dtype="str") for name in names}, index=index)


def _first(row: list[Cell], places: list[int]) -> Cell:
    """Return the first non-empty one of several cells."""
    return next((row[place] for place in places if place < len(row) and not is_blank(row[place])), None)


def _rows_below(sheet: Sheet, where: Layout, columns: set[int]) -> list[Row]:
    """Return the rows below the header, with merged cells repeated in each row that they cover."""
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
