"""Parser of days, months, quarters and years as people write them, in French and English."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from polegraph.files import unaccented
from polegraph.sources.column_rules import SERIALS, YEARS, order_by
from polegraph.sources.spreadsheet.sheet import EPOCH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from polegraph.sources.column_rules import Order

_NO_SUCH_DAYS_BEFORE: Final = 1910  # 2019 in a cell with the format of a date is shown as 11/07/1905
_CENTURY: Final = 40  # "40" is 2040, "41" is 1941

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january",
            "fevrier fevr fev feb february",
            "mars mar march",
            "avril avr apr april",
            "mai may",
            "juin jun june",
            "juillet juil jul july",
            "aout aou aug august",
            "septembre sept sep september",
            "octobre oct october",
            "novembre nov november",
            "decembre dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_COUNTED: Final = {
    **dict.fromkeys(("1er", "1ere", "1re", "1st", "premier", "premiere", "first"), 1),
    **dict.fromkeys(("2e", "2eme", "2nd", "2de", "2nde", "deuxieme", "second", "seconde"), 2),
    **dict.fromkeys(("3e", "3eme", "3rd", "troisieme", "third"), 3),
    **dict.fromkeys(("4e", "4eme", "4th", "quatrieme", "fourth"), 4),
    **{str(place): place for place in range(1, 5)},
}
_MONTH = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + ")"
_NTH = "(" + "|".join(sorted(_COUNTED, key=len, reverse=True)) + ")"
_YEAR = r"(\d{4}|'?\d{2})"
_LONG = r"(\d{4})"
_TIME = r"(?:[t ]+\d{1,2}(?:[:h]\d{2}.*|h))?"
_BETWEEN = r"[\s./,'-]*"
_WEEKDAY = (
    r"(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday),?\s+)?"
)
_SAID_BEFORE = re.compile(
    r"^(?:(?:le|en|l'annee|annee|an|depuis|des|a partir d[eu]|since|from|as of|in|env|environ|vers|circa|ca|debut|fin|"
    r"mi|courant|ete|printemps|automne|year|beginning of|end of|mid|early|late|spring|summer|autumn)[\s.-]+"
    r"(?:de\s+|of\s+)?|[~≈]\s*)"
)
_RANGE = re.compile(
    r"^(?:du|de|from)?\s*(.+?)(?:\s+(?:-|–|—|au|a|to|until|jusqu'en|jusqu'au|et|and)\s+|\s*[→>]\s*)(.+)$"
)
_YEAR_RANGE = re.compile(r"^(\d{4})\s*[-–—/]\s*(\d{4})$|^(\d{4})\s*[-–—/]\s*(\d{2})$")
_MONTH_RANGE = re.compile(rf"^{_MONTH}\.?\s*[-–—/]\s*{_MONTH}\.?\s+{_LONG}$")
_BOTH = re.compile(rf"^(\d{{1,2}})\s?[/.\s-]\s?(\d{{1,2}})\s?[/.\s-]\s?{_YEAR}{_TIME}$")


class When(NamedTuple):
    """The period of a cell.

    Parameters
    ----------
    first, last
        First and last day; the same where the cell gives a day.
    """

    first: date
    last: date


def said_when(value: Any, epoch: datetime = EPOCH, order: Order = "day first") -> When | None:  # noqa: ANN401  # a cell holds anything
    """Read a period from a cell: a date, its number, a year, or a text.

    Parameters
    ----------
    value
        The cell.
    epoch
        Day 0 of the numbers that stand for dates.
    order
        First part of 03/04/2019, day or month; "either" if unknown, so that it is not read.

    Returns
    -------
    When or None
        None if the cell is empty or not understood.

    Examples
    --------
    >>> [said_when(written).last.isoformat() for written in ("mars 2021", "T1 2019", 2016)]
    ['2021-03-31', '2019-03-31', '2016-12-31']
    >>> said_when("03/04/2019").first.isoformat(), said_when("03/04/2019", order="either") is None
    ('2019-04-03', True)
    """
    if isinstance(value, date):
        return _of_day(value.date() if isinstance(value, datetime) else value, epoch)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _of_number(float(value), epoch)
    written = _plain(str(value))
    if re.fullmatch(r"\d{4,8}(?:[.,]\d*)?", written):
        return _of_number(float(written.replace(",", ".")), epoch)
    found = _of_text(written, order)
    return _of_day(found.first, EPOCH) if found and found.first == found.last else found


def _of_day(day: date, epoch: datetime) -> When | None:
    """Take a day for a year where only the format of the cell made a date of it."""
    if day.year < _NO_SUCH_DAYS_BEFORE and (number := (day - epoch.date()).days) in YEARS:
        return _year(number)
    return When(day, day) if day.year in YEARS else None


def _of_number(number: float, epoch: datetime) -> When | None:
    whole = int(number)
    if whole in YEARS:
        return _year(whole) if whole == number else None
    if whole in SERIALS:
        day = (epoch + timedelta(days=whole)).date()
        return When(day, day)
    compact = str(whole)
    return _day(compact[:4], compact[4:6], compact[6:]) if len(compact) == 8 and whole == number else None  # noqa: PLR2004  # 20190301


@lru_cache(maxsize=50_000)
def _of_text(written: str, order: Order) -> When | None:
    if both := _BOTH.fullmatch(written):
        return _either(both, order)
    for pattern, read in _patterns():
        if match := pattern.fullmatch(written):
            return read(*match.groups())
    return _of_several(written, order)


def _of_several(written: str, order: Order) -> When | None:
    """Read a range of two times, or one with a word before it."""
    if years := _YEAR_RANGE.fullmatch(written):
        return _years(years)
    if months := _MONTH_RANGE.fullmatch(written):
        return _joined(_of_text(f"{months[1]} {months[3]}", order), _of_text(f"{months[2]} {months[3]}", order))
    if bare := _SAID_BEFORE.match(written):
        return _alone(written[bare.end() :], order)
    if parts := _RANGE.fullmatch(written):
        return _joined(_alone(parts[1], order), _alone(parts[2], order))
    return None


def _alone(written: str, order: Order) -> When | None:
    return _year(int(written)) if re.fullmatch(r"\d{4}", written) else _of_text(written, order) if written else None


def _plain(text: str) -> str:
    letters = unaccented(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return " ".join(letters.split()).strip(" .,;")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Callable[..., When | None]], ...]:
    """Return the notations of times, each with the function that reads its parts."""
    return tuple(
        (re.compile(_WEEKDAY + pattern), read)
        for pattern, read in (
            (rf"{_LONG}[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}(?:z|utc|[+-]\d\d:?\d\d)?", _day),
            (rf"(\d{{1,2}})(?:er|st|nd|rd|th)?{_BETWEEN}(?:de |of )?{_MONTH}{_BETWEEN}(?:de |of )?{_YEAR}{_TIME}",
             lambda day, month, year: _day(year, _MONTHS[month], day)),
            (rf"{_MONTH}\.? (\d{{1,2}})(?:st|nd|rd|th)?,? {_LONG}{_TIME}",
             lambda month, day, year: _day(year, _MONTHS[month], day)),
            (rf"{_MONTH}{_BETWEEN}(?:de |of )?{_YEAR}", lambda month, year: _months(year, _MONTHS[month], 1)),
            (rf"{_LONG}{_BETWEEN}{_MONTH}", lambda year, month: _months(year, _MONTHS[month], 1)),
            (rf"(\d{{1,2}})\s?[/.-]\s?{_LONG}", lambda month, year: _months(year, month, 1)),
            (rf"{_LONG}[/.-](0[1-9]|1[0-2]|[1-9])", lambda year, month: _months(year, month, 1)),
            (rf"[tq]\s?([1-4]){_BETWEEN}(?:de |of )?{_YEAR}", lambda place, year: _months(year, 3 * int(place) - 2, 3)),
            (rf"{_LONG}{_BETWEEN}[tq]\s?([1-4])", lambda year, place: _months(year, 3 * int(place) - 2, 3)),
            (rf"{_NTH}\s?(?:trimestre|trim\.?|quarter){_BETWEEN}(?:de |of |d')?{_LONG}",
             lambda nth, year: _months(year, 3 * _COUNTED[nth] - 2, 3)),
            (rf"(?:trimestre|quarter)\s?([1-4]){_BETWEEN}(?:de |of )?{_LONG}",
             lambda place, year: _months(year, 3 * int(place) - 2, 3)),
            (rf"[sh]\s?([12]){_BETWEEN}(?:de |of )?{_YEAR}", lambda place, year: _months(year, 6 * int(place) - 5, 6)),
            (rf"{_LONG}{_BETWEEN}[sh]\s?([12])", lambda year, place: _months(year, 6 * int(place) - 5, 6)),
            (rf"{_NTH}\s?(?:semestre|sem\.?|half(?: year)?){_BETWEEN}(?:de |of )?{_LONG}",
             lambda nth, year: _months(year, 6 * _COUNTED[nth] - 5, 6)),
            (rf"semestre\s?([12]){_BETWEEN}(?:de )?{_LONG}", lambda place, year: _months(year, 6 * int(place) - 5, 6)),
            (rf"{_LONG}-?w(\d{{1,2}})(?:-?([1-7]))?", _week),
            (rf"(?:s|w|semaine|week|sem\.?)\s?(\d{{1,2}}){_BETWEEN}(?:de |of )?{_LONG}",
             lambda week, year: _week(year, week, None)),
        )
    )  # fmt: skip


def _full(year: str | int) -> int:
    """Return the year that two figures mean."""
    figures = str(year).removeprefix("'")
    number = int(figures)
    return number if len(figures) != 2 else number + (2000 if number <= _CENTURY else 1900)  # noqa: PLR2004  # two figures


def _day(year: str | int, month: str | int, day: str | int) -> When | None:
    try:
        found = date(_full(year), int(month), int(day))
    except ValueError:
        return None
    return When(found, found) if found.year in YEARS else None


def _months(year: str | int, month: str | int, length: int) -> When | None:
    start, number = int(month), _full(year)
    end = start + length - 1
    if number not in YEARS or not 1 <= start <= end <= 12:  # noqa: PLR2004  # months
        return None
    return When(date(number, start, 1), date(number, end, calendar.monthrange(number, end)[1]))


def _year(number: int) -> When | None:
    return When(date(number, 1, 1), date(number, 12, 31)) if number in YEARS else None


def _years(match: re.Match[str]) -> When | None:
    if match[1]:
        return _joined(_year(int(match[1])), _year(int(match[2])))
    first = int(match[3])
    last = first + 1
    return _joined(_year(first), _year(last)) if int(match[4]) == last % 100 else None


def _week(year: str, week: str, day: str | None) -> When | None:
    try:
        monday = date.fromisocalendar(int(year), int(week), int(day or 1))
    except ValueError:
        return None
    return When(monday, monday if day else monday + timedelta(days=6)) if int(year) in YEARS else None


def _joined(first: When | None, last: When | None) -> When | None:
    if first is None or last is None or last.last < first.first:
        return None
    return When(first.first, last.last)


def _either(match: re.Match[str], order: Order) -> When | None:
    """Read a date with the day or the month first; where both readings are days, the column must decide."""
    first, second, year = match.groups()
    french, american = _day(year, second, first), _day(year, first, second)
    if french and american and first != second:
        return french if order == "day first" else american if order == "month first" else None
    if order == "day first":
        return french
    return french or american if order == "either" else american


def order_of(values: Iterable[Any]) -> Order:
    """Return from all cells of a column whether its dates have the day or the month first.

    Parameters
    ----------
    values
        The cells.

    Returns
    -------
    str
        "day first" unless a date shows otherwise; "either" if one has the day first and another the month, so that only
        unambiguous ones are read.

    Examples
    --------
    >>> order_of(["03/04/2019", "12/31/2019"]), order_of(["03/04/2019"]), order_of(["31/12/2019", "12/31/2019"])
    ('month first', 'day first', 'either')
    """
    french = american = False
    for value in values:
        if isinstance(value, str) and (match := _BOTH.fullmatch(_plain(value))):
            first, second, year = match.groups()
            is_french, is_american = _day(year, second, first) is not None, _day(year, first, second) is not None
            french |= is_french and not is_american
            american |= is_american and not is_french
    return order_by(day_first=french, month_first=american)


def year_of(value: Any, epoch: datetime = EPOCH) -> int | None:  # noqa: ANN401
    """Return the year of the beginning by a cell, even where it gives no day.

    Parameters
    ----------
    value
        The cell.
    epoch
        Day 0 of the numbers that stand for dates.

    Examples
    --------
    >>> year_of("03/2019"), year_of("2012-2015"), year_of("fév. 2021"), year_of("bientôt") is None
    (2019, 2012, 2021, True)
    """
    found = said_when(value, epoch) or (said_when(value, epoch, "month first") if isinstance(value, str) else None)
    return None if found is None else found.first.year
