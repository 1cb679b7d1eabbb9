"""Parser of amounts in publishers' files; the column decides between decimal and thousands separator."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from polegraph.sources.column_rules import LARGEST_AMOUNT, TWO_WAYS, Marks

if TYPE_CHECKING:
    from collections.abc import Iterable

_SPACES: Final = re.compile(r"[\s\u00a0\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]+")
_RUN: Final = re.compile(r"\d+(?: \d+)+", re.ASCII)
_SPACED: Final = re.compile(r"\d{1,3}(?: \d{3})+", re.ASCII)
_UNIT: Final = r"(?:€|euros?|eur)?"
_TIMES: Final = {
    **dict.fromkeys(("k", "keur", "milliers", "mille", "thousand"), 1_000),
    **dict.fromkeys(("m", "meur", "mio", "million", "millions"), 1_000_000),
    **dict.fromkeys(("md", "mds", "mrd", "bn", "milliard", "milliards", "billion", "billions"), 1_000_000_000),
}
# Amounts of each: currency, number, multiplier, currency; "1 234.-" and "1 234,--" have no cents.
_AMOUNT: Final = re.compile(
    rf"{_UNIT}(?P<number>[\d.,'’]*\d[.,]?)(?P<exponent>e[-+]?\d{{1,2}})?(?:[.,]?[-–—]{{1,2}})?"
    rf"(?P<times>{'|'.join(sorted(_TIMES, key=len, reverse=True))})?(?:d['’])?{_UNIT}(?:ht|ttc)?",
    re.ASCII | re.IGNORECASE,
)
_ACCOUNTANTS_MINUS: Final = re.compile(r"[\d][-–—]$")
_GROUPED: Final = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
# The fast path for most files: digits, and one separator that is clearly that of decimals.
_CLEAR: Final = re.compile(r"(?:\d+|(?:\d{4,}|0)([.,])\d+|\d{1,3}([.,])(?:\d{1,2}|\d{4,}))", re.ASCII)
_MARKS: Final = (".", ",")


class _Written(NamedTuple):
    """A parsed amount: its digits with commas and points, and its multiplier."""

    digits: str
    exponent: str
    times: int


def amounts(texts: Iterable[str]) -> dict[str, float | None]:
    """Read the amounts of a column, in which unambiguous values decide how ambiguous ones are read.

    Parameters
    ----------
    texts
        The distinct texts of a column. Spaces of all kinds, the apostrophes of Switzerland, ``€``, ``EUR``, ``k€``,
        ``M€``, ``million`` are understood.

    Returns
    -------
    dict
        Amount by text; None for texts that are no amount of zero or more, and for ambiguous ones where the
        column does not decide (`two_ways` distinguishes the two).

    Examples
    --------
    >>> amounts(["960,619", "1,200,000"])["960,619"], amounts(["960,619", "47,5"])["960,619"], amounts(["960,619"])
    (960619.0, 960.619, {'960,619': None})
    >>> list(amounts(["1 234,50 €", "850 k€", "1,2 M€", "EUR 3 million", "12'500.-", "12.500", "-3"]).values())
    [1234.5, 850000.0, 1200000.0, 3000000.0, 12500.0, 12500.0, None]
    """
    read: dict[str, float | None] = {}
    written: dict[str, _Written | None] = {}
    clear: set[str] = set()
    for text in dict.fromkeys(texts):
        match = _CLEAR.fullmatch(text)
        if match is None:
            written[text] = _taken_apart(text)
            read[text] = None
        else:
            value = float(text.replace(",", "."))
            read[text] = value if value <= LARGEST_AMOUNT else None
            clear.add(match[1] or match[2] or "")
    marks = _marks_of([one.digits for one in written.values() if one], clear - {""})
    read.update({text: None if one is None else _value(one, marks) for text, one in written.items()})
    return read


def amount(text: str) -> float | None:
    """Read a single amount; an ambiguous separator is taken for that of decimals.

    Parameters
    ----------
    text
        Value of the cell.

    Returns
    -------
    float or None
        None if this is not an amount of zero or more.

    Examples
    --------
    >>> amount("960619,95"), amount("1 234 567.5 €"), amount("1.234,5"), amount("1e400"), amount("-3")
    (960619.95, 1234567.5, 1234.5, None, None)
    """
    one = _taken_apart(text)
    return None if one is None else _value(one, Marks(decimal=frozenset(_MARKS)))


def two_ways(text: str) -> bool:
    """Return whether an amount is ambiguous: ``12.500``, ``960,619``.

    Parameters
    ----------
    text
        Value of the cell.
    """
    one = _taken_apart(text)
    return one is not None and TWO_WAYS.fullmatch(one.digits) is not None


def _taken_apart(text: str) -> _Written | None:
    tight = _SPACES.sub(" ", text.strip())
    if any(not _SPACED.fullmatch(run) for run in _RUN.findall(tight)):
        return None  # two numbers, or a typing error
    tight = tight.replace(" ", "")
    match = _AMOUNT.fullmatch(tight)
    if match is None or _ACCOUNTANTS_MINUS.search(tight):
        return None
    number = match["number"]
    digits = number.replace("'", "").replace("’", "")
    if digits != number and not re.match(r"\d{1,3}(?:['’]\d{3})+(?![\d'’])", number):
        return None
    return _Written(
        digits.rstrip(".,"), match["exponent"] or "", _TIMES[match["times"].lower()] if match["times"] else 1
    )


def _marks_of(numbers: Iterable[str], decimal: set[str]) -> Marks:
    """Return the evidence of the unambiguous amounts of a column, some with a known decimal separator."""
    marks: tuple[set[str], set[str]] = (set(), set(decimal))
    for digits in numbers:
        if TWO_WAYS.fullmatch(digits):
            continue
        for mark in _MARKS:
            if mark in digits:
                role = _role(digits, mark)
                if role is not None:
                    marks[role].add(mark)
    return Marks(thousands=frozenset(marks[0]), decimal=frozenset(marks[1]))


def _role(digits: str, mark: str) -> int | None:
    """Return the role of a separator in an unambiguous number: 0 thousands, 1 decimals; None if it makes no number."""
    other = "," if mark == "." else "."
    last = digits.rfind(mark) > digits.rfind(other)
    if digits.count(mark) > 1 or not last:
        whole = digits if last else digits.split(other, maxsplit=1)[0]
        return 0 if _GROUPED.fullmatch(whole) and len(set(whole) & set(_MARKS)) == 1 else None
    before = digits.split(mark, maxsplit=1)[0]
    return 1 if other not in before or _GROUPED.fullmatch(before) else None


def _value(one: _Written, marks: Marks) -> float | None:
    thousands = _thousands_mark(one.digits, marks)
    if thousands is None:
        return None
    digits = one.digits.replace(thousands, "") if thousands else one.digits
    try:
        value = float(digits.replace(",", ".") + one.exponent)
    except ValueError:
        return None
    value = value if one.times == 1 else round(value * one.times, 2)
    return value if value <= LARGEST_AMOUNT else None


def _thousands_mark(digits: str, marks: Marks) -> str | None:
    """Return the thousands separator of a number, empty if there is none; None if undecided."""
    present = [mark for mark in _MARKS if mark in digits]
    if TWO_WAYS.fullmatch(digits) and len(present) == 1:
        meant = marks.of(present[0])
        return None if meant is None else present[0] if meant == "thousands" else ""
    roles = {mark: _role(digits, mark) for mark in present}
    if None in roles.values() or list(roles.values()).count(1) > 1 or list(roles.values()).count(0) > 1:
        return None
    return next((mark for mark, role in roles.items() if role == 0), "")
