"""Cells as people write them, brought to the one way in which the tables are written."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

from polegraph.files import plain
from polegraph.sources import _values as values
from polegraph.sources._spreadsheet_vocabulary import plain_words
from polegraph.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from polegraph.sources._spreadsheet_sheets import Cell
    from polegraph.tables import Column

UNREADABLE: Final = "?"
"""Stands for what is no number or no date: `tables.convert` refuses it, and the message shows the cell itself."""

_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]+")
_UNIT = re.compile(r"(k|m)?(?:€|eur|euros?)$", re.IGNORECASE)
_TIMES = {"": 1, "k": 1_000, "m": 1_000_000}
_DIGITS = re.compile(r"[\d.,]+(?:e[-+]?\d+)?", re.ASCII | re.IGNORECASE)
_TWO_WAYS = re.compile(r"[1-9]\d{0,2},\d{3}", re.ASCII)  # 1,200 is 1.2 in French and 1200 in English
_DAY_ALONE = re.compile(r"[-/.\d]+(?:[T ]\d{1,2}:\d{2}.*)?", re.ASCII)  # a time may follow, "or later" may not
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d*)?", re.ASCII)
_SERIALS = range(10_000, 73_051)  # 1927 to 2100 as Excel counts days; smaller numbers are years or mistakes

# What people write for the allowed words, besides the words themselves.
_ALSO: Final = {
    "size": {
        "tpe": "micro",
        "micro entreprise": "micro",
        "grand groupe": "large",
        "ge": "large",
        "autre que pme": "not_sme",
    },
    "kind": {"labo": "lab"},
}


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
        Whether it is an amount, so that "1,200" may be read in two ways and is refused.

    Examples
    --------
    >>> number("1 200 000 €"), number("47,9"), number("1,5 M€"), number("1.200.000,50"), number("n. c.")
    ('1200000.0', '47.9', '1500000.0', '1200000.5', '?')
    """
    if isinstance(value, int | float) or value is None:
        return None if value is None else repr(value)
    if isinstance(value, datetime):
        return UNREADABLE
    tight = _SPACES.sub("", plain(str(value).strip())).replace("\N{MINUS SIGN}", "-")
    if not tight:
        return None
    unit = _UNIT.search(tight)
    digits = tight[: unit.start()] if unit else tight
    sign = "-" if digits.startswith("-") else ""
    digits = digits.removeprefix(sign or "+")
    if not _DIGITS.fullmatch(digits) or (euros and _TWO_WAYS.fullmatch(digits)):
        return UNREADABLE
    read = values.amount(digits)
    times = _TIMES[(unit[1] or "").lower()] if unit else 1
    return UNREADABLE if read is None else sign + repr(read if times == 1 else round(read * times, 2))


def day(value: Cell, epoch: datetime) -> str | None:
    """Write a date as YYYY-MM-DD.

    Parameters
    ----------
    value
        The cell: a date, its number, or a text (YYYY-MM-DD or DD/MM/YYYY).
    epoch
        Day 0 of the numbers.

    Examples
    --------
    >>> from polegraph.sources._spreadsheet_sheets import EPOCH
    >>> day("31/12/2015", EPOCH), day(42369, EPOCH), day("2015-12-31 00:00:00", EPOCH), day("12/31/2015", EPOCH)
    ('2015-12-31', '2015-12-31', '2015-12-31', '?')
    """
    if isinstance(value, date):
        return value.isoformat()[:10]
    written = text(value)
    if written is None or not (match := _SERIAL.fullmatch(written)):
        return written and _written_day(written)
    days = int(match[1])
    return (epoch + timedelta(days=days)).date().isoformat() if days in _SERIALS else UNREADABLE


def _written_day(written: str) -> str:
    if not _DAY_ALONE.fullmatch(written):
        return UNREADABLE
    return values.day(written) or values.day(written.replace("-", "/")) or UNREADABLE


def year(value: Cell) -> str | None:
    """Write a year; that of a date, if a date stands there.

    Parameters
    ----------
    value
        The cell.
    """
    return str(value.year) if isinstance(value, date) else number(value)


@cache
def _words(table: str, column: str) -> dict[str, str]:
    """Give the allowed words of a column by all that people write for them."""
    words = {plain_words(written): word for word, fr in TABLES[table][column].words.items() for written in (word, fr)}
    return {**{plain_words(written): word for written, word in _ALSO.get(column, {}).items()}, **words}


def _word(table: str, column: str) -> Callable[[Cell], str | None]:
    words = _words(table, column)

    def read(value: Cell) -> str | None:
        written = text(value)
        return None if written is None else words.get(plain_words(written), written)

    return read


def _code(value: Cell) -> str | None:
    """Write an identifier without the spaces and dots that people put in for the eye."""
    written = text(value)
    if written is None:
        return None
    tight = _SPACES.sub("", written)
    if tight.lower().startswith("https://ror.org/"):
        return tight.rsplit("/", 1)[1].lower()
    return tight


def _capitals(value: Cell) -> str | None:
    written = _code(value)
    return None if written is None else written.upper()


_BY_NAME: Final[dict[str, Callable[[Cell], str | None]]] = {
    **dict.fromkeys(("siren", "siret", "pic", "ror", "naf"), _code),
    **dict.fromkeys(("rnsr", "vat"), _capitals),
}


def reader(table: str, column: Column, epoch: datetime) -> Callable[[Cell], str | None]:
    """Give the function that reads the cells of a column.

    Parameters
    ----------
    table
        Name of the table.
    column
        The column.
    epoch
        Day 0 of the numbers that stand for dates.
    """
    if column.words:
        return _word(table, column.name)
    by_type: dict[str, Callable[[Cell], str | None]] = {
        "date": lambda value: day(value, epoch),
        "integer": year,
        "number": lambda value: number(value, euros=column.minimum == 0),
    }
    return by_type.get(column.type) or _BY_NAME.get(column.name, text)
