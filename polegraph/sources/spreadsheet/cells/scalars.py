"""Parser of one cell: a text, a number, a day, a year or a name."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from polegraph.files import plain
from polegraph.names.plain_words import plain_words
from polegraph.sources.column_rules import Marks
from polegraph.sources.spreadsheet.cells.amounts import read_number
from polegraph.sources.spreadsheet.cells.dates import said_when, year_of
from polegraph.sources.spreadsheet.sheet import EPOCH

if TYPE_CHECKING:
    from polegraph.sources.column_rules import Order
    from polegraph.sources.spreadsheet.sheet import Cell

UNREADABLE: Final = "?"
"""Marks an invalid number or date: `tables.convert` refuses it, and the message shows the cell itself."""
TWO_WAYS: Final = "this amount can be read in two ways, and no other cell of the column says which"
TWO_ORDERS: Final = "this date can be read in two ways, with the day or the month first"
CONVERTED: Final = "a date or a number stands where a name is wanted"
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]+")
_ENDS: Final = frozenset({"end", "until", "dissolved"})
NAMES: Final = frozenset({"name", "acronym", "title", "label", "city", "naf"})
STILL_THERE: Final = frozenset("non no faux false active actif ouverte neant aucun aucune na nc so sansobjet".split())  # noqa: SIM905
# Excel's display of a name that it took for a date or a number, in its exact case.
_EXCEL_MADE = re.compile(
    r"\d+(?:[.,]\d+)?E\+\d+|\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{2}-\d{2}(?: 00:00:00)?|"
    r"(?:janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc)\.?-\d{2}|"
    r"\d{2}-(?:janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc)\.?|"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-\d{2}|\d{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
)
_NO_YEAR = re.compile(r"\d{5,7}(?:[.,]\d*)?", re.ASCII)  # 20199 is a slip, though a spreadsheet counts days so
_NACE = re.compile(r"\d{2}(?:\.?\d{1,2}){0,2}", re.ASCII)


class Said(NamedTuple):
    """The parsed value of a cell.

    Parameters
    ----------
    text
        Its value as text; None if the cell is empty.
    note
        Counts for the account.
    wrong
        Why it is emptied.
    remark
        Why it is listed though it is kept.
    """

    text: str | None
    note: str | None = None
    wrong: str | None = None
    remark: str | None = None


def text(value: Cell) -> str | None:
    """Write a cell as text: whole numbers without the '.0' that Excel gives to codes, days as YYYY-MM-DD.

    Parameters
    ----------
    value
        The cell.

    Examples
    --------
    >>> text(123456789.0), text(datetime(2016, 1, 31)), text("'=x"), text(" ")
    ('123456789', '2016-01-31', '=x', None)
    """
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    return plain(str(value).strip()) or None


def number(value: Cell, *, euros: bool = False) -> str | None:
    """Write a number with a decimal point and nothing else.

    Parameters
    ----------
    value
        The cell.
    euros
        Whether it is an amount, so that "1,200" and "1.200" may be read in two ways and are refused.

    Examples
    --------
    >>> number("1 200 000 €"), number("47,9"), number("1,5 M€"), number("1.200.000,50"), number("n. c.")
    ('1200000.0', '47.9', '1500000.0', '1200000.5', '?')
    """
    said = said_number(value, euros=euros, marks=Marks(), scale=1)
    return UNREADABLE if said.wrong else said.text


def said_number(value: Cell, *, euros: bool, marks: Marks, scale: int) -> Said:
    """Read a number in the notation of its column.

    Parameters
    ----------
    value
        The cell.
    euros, marks, scale
        As for `amounts.read_number`.
    """
    if text(value) is None:
        return Said(None)
    if isinstance(value, int) and not isinstance(value, bool):
        return Said(repr(value * scale))
    read, how = read_number(value, euros=euros, marks=marks, scale=scale)
    if read is None:
        return Said(UNREADABLE, wrong=TWO_WAYS if how == "two ways" else None)
    return Said(repr(read), note="approximate_amounts" if how == "about" else None)


def day(value: Cell, epoch: datetime, order: Order = "day first") -> str | None:
    """Write a date as YYYY-MM-DD.

    Parameters
    ----------
    value
        The cell: a date, its number, or a text (YYYY-MM-DD, DD/MM/YYYY, 31 mars 2021, …).
    epoch
        Day 0 of the numbers.
    order
        Whether the day or the month stands first, as the column shows.

    Examples
    --------
    >>> from polegraph.sources.spreadsheet.sheet import EPOCH
    >>> day("31/12/2015", EPOCH), day(42369, EPOCH), day("2015-12-31 00:00:00", EPOCH), day("12/31/2015", EPOCH)
    ('2015-12-31', '2015-12-31', '2015-12-31', '?')
    >>> day("2015", EPOCH)
    '?'
    """
    found = said_when(value, epoch, order)
    if found and found.first == found.last:
        return found.first.isoformat()
    return None if text(value) is None else UNREADABLE


def said_day(table: str, column: str, value: Cell, epoch: datetime, order: Order) -> Said:
    """Read a day; of a month or a year, the last day where a period ends, else the first.

    The start of a project has a column for its year: that is where the year goes, and no day is made up.

    Parameters
    ----------
    table, column
        Where it stands.
    value
        The cell.
    epoch
        Day 0 of the numbers that stand for dates.
    order
        Whether the day or the month stands first, as the column shows.
    """
    written = text(value)
    if written is None or (column == "dissolved" and plain_words(written) in STILL_THERE):
        return Said(None)
    found = said_when(value, epoch, order)
    if found is None:
        two = order == "either" and said_when(value, epoch, "day first") is not None
        return Said(UNREADABLE, wrong=TWO_ORDERS if two else None)
    if found.first == found.last:
        return Said(found.first.isoformat())
    if (table, column) == ("projects", "start"):
        return Said(None, note="dates_from_years")
    return Said((found.last if column in _ENDS else found.first).isoformat(), note="dates_from_years")


def year(value: Cell, epoch: datetime | None = None) -> str | None:
    """Write a year; that of a date, if the cell holds one.

    Parameters
    ----------
    value
        The cell.
    epoch
        Day 0 of the numbers that stand for dates.

    Examples
    --------
    >>> year(2016.0), year("01/03/2019"), year("2012-2015"), year("bientôt")
    ('2016', '2019', '2012', '?')
    """
    return said_year(value, epoch or EPOCH).text


def said_year(value: Cell, epoch: datetime) -> Said:
    """Read a year; of a range, the first.

    Parameters
    ----------
    value
        The cell.
    epoch
        Day 0 of the numbers that stand for dates.
    """
    written = text(value)
    if written is None:
        return Said(None)
    found = year_of(value, epoch)
    if found is None or _NO_YEAR.fullmatch(written):
        return Said(number(value))
    when = said_when(value, epoch)
    several = when is not None and when.first.year != when.last.year
    return Said(str(found), note="years_of_ranges" if several else None)


def said_name(value: Cell, column: str) -> Said:
    """Read a name, and report whether a spreadsheet has made a date or a number of it.

    Parameters
    ----------
    value
        The cell.
    column
        Name of its column.
    """
    written = text(value)
    if column == "naf" and written and isinstance(value, str):
        written = _SPACES.sub("", written)
    return Said(written, remark=CONVERTED if looks_converted(value, column) else None)


def looks_converted(value: Cell, column: str) -> bool:
    """Return whether a spreadsheet has made a date or a number of a name: MARS-23, 1E5.

    Parameters
    ----------
    value
        The cell.
    column
        Name of its column; only those of names are tested.

    Examples
    --------
    >>> looks_converted(100000.0, "acronym"), looks_converted("mars-23", "acronym"), looks_converted("2042Z", "naf")
    (True, True, False)
    """
    if column not in NAMES or value is None or isinstance(value, bool):
        return False
    if isinstance(value, date):
        return True
    written = text(value) or ""
    if column == "naf":
        return isinstance(value, int | float) and not _NACE.fullmatch(written)
    if isinstance(value, int | float):
        return True
    return _EXCEL_MADE.fullmatch(written) is not None or (column != "title" and written.isdecimal())
