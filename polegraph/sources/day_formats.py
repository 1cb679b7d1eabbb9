"""Parser of days in publishers' files; the column decides between day first and month first."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from polegraph.files import unaccented
from polegraph.sources.column_rules import SERIALS, YEARS, order_by

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polegraph.sources.column_rules import Order

_TIME: Final = r"(?:(?:T|\s+)\d{1,2}[:hH]\d{2}.*|Z|[+-]\d{2}:?\d{2})?"  # a time may follow, or the zone of one
_YEAR_FIRST: Final = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}", re.ASCII)
_TIGHT: Final = re.compile(r"(19\d\d|20\d\d)(\d\d)(\d\d)", re.ASCII)
_YEAR_LAST: Final = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}", re.ASCII)
_SPELT: Final = re.compile(
    r"(?:[a-z]+\.? )?(\d{1,2})(?:er|st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -](\d{4}|\d{2})", re.ASCII
)
_SPELT_FIRST: Final = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.ASCII)
_SERIAL: Final = re.compile(r"(\d{5})(?:[.,]\d*)?", re.ASCII)
_MONTH_ALONE: Final = re.compile(
    r"(?:\d{1,2}[-/.]|(?:[a-z]{3,9}|[tqs][1-4])\.? )((?:19|20)\d\d)|((?:19|20)\d\d)(?:[-/.]\d{1,2}|\.0)?"
)
_EPOCH: Final = date(1899, 12, 30)  # day 0 of Excel
_MONTHS: Final = 12
_CENTURY, _LAST_OF_THIS = 100, 69  # of two digits: 68 is 2068 and 69 is 1969, as in POSIX
_NAMES: Final = (
    *("janvier january", "fevrier february", "mars march", "avril april", "mai may", "juin june", "juillet july"),
    *("aout august", "septembre september", "octobre october", "novembre november", "decembre december"),
)


class _Numbers(NamedTuple):
    """A day written with two numbers before its year: which of them is the month is undecided."""

    first: int
    second: int
    year: int


def days(texts: Iterable[str], beside: Iterable[str] = ()) -> dict[str, str | None]:
    """Read the days of a column, in which unambiguous values decide whether the day or the month comes first.

    Parameters
    ----------
    texts
        The distinct texts of a column: YYYY-MM-DD (a time or its zone may follow), YYYYMMDD, DD/MM/YYYY or MM/DD/YYYY
        with any sign between, years of two digits, months spelt in French or English, the numbers that Excel counts
        days with. Where nothing shows the order the day comes first, as in Europe.
    beside
        Texts of other columns of days in the same file: they decide where no value of the column itself does.

    Returns
    -------
    dict
        YYYY-MM-DD by text; None for texts that are no day between 1900 and 2100, and for ambiguous ones where
        values of the column contradict each other (`two_ways` distinguishes the two).

    Examples
    --------
    >>> list(days(["03/04/2019", "12/31/2019"]).values()), list(days(["03/04/2019", "31/12/2019"]).values())
    (['2019-03-04', '2019-12-31'], ['2019-04-03', '2019-12-31'])
    >>> days(["03/04/2019", "31/12/2019", "12/31/2019", "07/07/2019"])
    {'03/04/2019': None, '31/12/2019': '2019-12-31', '12/31/2019': '2019-12-31', '07/07/2019': '2019-07-07'}
    >>> list(days(["2018-07-19T00:00:00Z", "43300", "19 juillet 2018", "19/07/18"]).values())
    ['2018-07-19', '2018-07-19', '2018-07-19', '2018-07-19']
    """
    taken = {text: _taken_apart(text) for text in dict.fromkeys(texts)}
    month_first, day_first = _orders(taken.values())
    if not (month_first or day_first) and any(isinstance(one, _Numbers) for one in taken.values()):
        month_first, day_first = _orders(map(_taken_apart, beside))
    order = order_by(day_first=day_first, month_first=month_first)
    return {text: _ordered(one, order) if isinstance(one, _Numbers) else one for text, one in taken.items()}


def _orders(taken: Iterable[_Numbers | str | None]) -> tuple[bool, bool]:
    """Return whether some days show that the month comes first, and whether some show that the day does."""
    numbers = [one for one in taken if isinstance(one, _Numbers)]
    month_first = any(one.second > _MONTHS >= one.first for one in numbers)
    return month_first, any(one.first > _MONTHS >= one.second for one in numbers)


def day(text: str) -> str | None:
    """Read a single day; of two numbers before the year the first is the day.

    Parameters
    ----------
    text
        Value of the cell.

    Returns
    -------
    str or None
        YYYY-MM-DD; None if there is no such day between 1900 and 2100.

    Examples
    --------
    >>> day("2018-07-19 09:17:05"), day("01/03/2015"), day("2019-02-30"), day("0019-01-01"), day("12/31/2019")
    ('2018-07-19', '2015-03-01', None, None, None)
    """
    one = _taken_apart(text)
    return _day(one.year, one.second, one.first) if isinstance(one, _Numbers) else one


def two_ways(text: str) -> bool:
    """Return whether a day is ambiguous: ``03/04/2019``.

    Parameters
    ----------
    text
        Value of the cell.
    """
    one = _taken_apart(text)
    return isinstance(one, _Numbers) and one.first != one.second and max(one.first, one.second) <= _MONTHS


def year_alone(text: str) -> int | None:
    """Read the year where a year or a month stands in the place of a day: the day is not made up.

    Parameters
    ----------
    text
        Value of the cell.

    Examples
    --------
    >>> [year_alone(text) for text in ("2016", "2016.0", "03/2019", "2019-03", "mars 2021", "T1 2019", "soon")]
    [2016, 2016, 2019, 2019, 2021, 2019, None]
    """
    match = _MONTH_ALONE.fullmatch(_plain(text))
    return int(match[1] or match[2]) if match else None


def _taken_apart(text: str) -> _Numbers | str | None:
    """Return the day where it is unambiguous, its numbers where their order is not."""
    written = text.strip()
    if match := _YEAR_FIRST.fullmatch(written):
        return _day(int(match[1]), int(match[3]), int(match[4]))
    if match := _YEAR_LAST.fullmatch(written):
        if match[2] == "-" and len(match[4]) < len("2019"):
            return None  # 18-07-19 has three readings
        return _Numbers(int(match[1]), int(match[3]), _year(match[4]))
    if match := _TIGHT.fullmatch(written):
        return _day(*(int(part) for part in match.groups()))
    if match := _SERIAL.fullmatch(written):
        number = int(match[1])
        return (_EPOCH + timedelta(days=number)).isoformat() if number in SERIALS else None
    return _spelt(_plain(written))


def _spelt(written: str) -> str | None:
    if match := _SPELT.fullmatch(written):
        number, name, year = match.groups()
    elif match := _SPELT_FIRST.fullmatch(written):
        name, number, year = match.groups()
    else:
        return None
    months = [at for at, names in enumerate(_NAMES, 1) if any(full.startswith(name) for full in names.split())]
    return _day(_year(year), months[0], int(number)) if len(months) == 1 else None


def _plain(text: str) -> str:
    return " ".join(unaccented(text).split())


def _year(digits: str) -> int:
    number = int(digits)
    if len(digits) > len("19"):
        return number
    return number + (2000 if number < _LAST_OF_THIS else 1900)


def _ordered(one: _Numbers, order: Order) -> str | None:
    if one.first > _MONTHS or one.first == one.second:
        return _day(one.year, one.second, one.first)
    if one.second > _MONTHS:
        return _day(one.year, one.first, one.second)
    if order == "either":
        return None
    month_first = order == "month first"
    return _day(one.year, one.first, one.second) if month_first else _day(one.year, one.second, one.first)


def _day(year: int, month: int, number: int) -> str | None:
    if year not in YEARS:
        return None
    try:
        return date(year, month, number).isoformat()
    except ValueError:
        return None
