"""Parser of amounts and other numbers as people write them; the column decides between ambiguous readings."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from polegraph.files import plain
from polegraph.sources.column_rules import LARGEST_AMOUNT, TWO_WAYS, Marks

if TYPE_CHECKING:
    from collections.abc import Iterable

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_ABOUT = re.compile(
    r"^(?:env(?:\.|iron)?|approx(?:\.|imativement|imately)?|circa|ca\.?|about|~|≈|±|\+/-)\s*", re.IGNORECASE
)
_TAX = re.compile(r"\s*\(?\b(?:h\.?t\.?|t\.?t\.?c\.?|hors taxes?)\)?\s*$", re.IGNORECASE)
_UNIT = re.compile(
    r"(?P<times>milliards?|millions?|milliers?|mds?|mio|mn|bn|k|m)?(?:d['’e]?)?(?P<euro>€|eur|euros?)?$",
    re.IGNORECASE,
)
_TIMES: Final = {
    "": 1,
    **dict.fromkeys(("k", "millier", "milliers"), 1_000),
    **dict.fromkeys(("m", "mn", "mio", "million", "millions"), 1_000_000),
    **dict.fromkeys(("md", "mds", "milliard", "milliards", "bn"), 1_000_000_000),
}
_PLAIN = re.compile(r"\d+", re.ASCII)
_SCIENTIFIC = re.compile(r"(\d+)(?:[.,](\d+))?e([-+]?\d{1,2})", re.ASCII | re.IGNORECASE)
_GROUPS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+", re.ASCII)  # 1.200.000
_BOTH_MARKS = re.compile(r"(\d{1,3}(?:([.,])\d{3})+)(?!\2)([.,])(\d*)", re.ASCII)  # 1.200,5
_ONE_MARK = re.compile(r"(\d*)([.,])(\d*)", re.ASCII)
_SPACED = re.compile(r"\d+(?:[\s'’]+\d{3})+(?:[.,]\d+)?", re.ASCII)


NO_MARKS: Final = Marks()


def marks_of(values: Iterable[Any]) -> Marks:
    """Find the evidence of a column's cells on the notation of its numbers.

    Parameters
    ----------
    values
        The cells.

    Examples
    --------
    >>> marks_of(["1 234,50 €", "12.500"]).of("."), marks_of(["12.500", "850 k€"]).of(".") is None
    ('thousands', True)
    """
    decimal: set[str] = set()
    thousands: set[str] = set()
    for digits in {_taken_apart(value)[1] for value in values if isinstance(value, str)}:
        tight = _tight(digits)
        if both := _BOTH_MARKS.fullmatch(tight):
            thousands.add(both[2])
            decimal.add(both[3])
        elif groups := _GROUPS.fullmatch(tight):
            thousands.add(groups[1])
        elif (one := _ONE_MARK.fullmatch(tight)) and not TWO_WAYS.fullmatch(tight):
            decimal.add(one[2])
    return Marks(frozenset(decimal), frozenset(thousands))


def read_number(
    value: Any,  # noqa: ANN401  # a cell holds anything
    *,
    euros: bool = False,
    marks: Marks = NO_MARKS,
    scale: int = 1,
) -> tuple[float | None, str]:
    """Read a number.

    Parameters
    ----------
    value
        The cell: a number, or a text with spaces, a unit, a word such as "env." before it or "HT" after it.
    euros
        Whether it is an amount, so that 12.500 may be read in two ways; other numbers have decimals.
    marks
        Evidence of the column on the notation of its numbers.
    scale
        Multiplier, if it has no unit of its own.

    Returns
    -------
    number : float or None
        None if it is no number, or may be read in two ways.
    how : str
        ``""`` if unambiguous; ``about`` where the text says "env."; ``two ways`` or ``none`` where nothing is read.

    Examples
    --------
    >>> read_number("1 234,50 €"), read_number("850 k€"), read_number("env. 1.2 MEUR"), read_number("100 000 HT")
    ((1234.5, ''), (850000.0, ''), (1200000.0, 'about'), (100000.0, ''))
    >>> read_number("12.500", euros=True), read_number("12.500", euros=True, marks=marks_of(["1.200.000"]))
    ((None, 'two ways'), (12500.0, ''))
    """
    if isinstance(value, bool | date) or value is None:
        return None, "none"
    if isinstance(value, int | float):
        return float(value) * scale, ""
    about, digits, times = _taken_apart(str(value))
    sign = -1 if digits.startswith(("-", "\N{MINUS SIGN}")) else 1
    digits = digits.lstrip("-+\N{MINUS SIGN}") if digits[1:2] not in {"-", "+"} else digits
    read = _figures(digits, euros=euros, marks=marks)
    if isinstance(read, str):
        return None, read
    factor = scale if times is None else times
    number = sign * (read if factor == 1 else round(read * factor, 2))
    return (number, "about" if about else "") if read <= LARGEST_AMOUNT else (None, "none")


def _taken_apart(text: str) -> tuple[bool, str, int | None]:
    """Remove the word before a number and the unit after it; return the multiplier, if there is a unit."""
    bare = plain(text.strip())
    about = _ABOUT.match(bare)
    bare = _TAX.sub("", bare[about.end() :] if about else bare)
    if bare.startswith("€"):
        bare = bare[1:].lstrip() + "€"
    tight = _SPACES.sub("", bare)
    unit = _UNIT.search(tight)
    if unit is None or not unit[0]:
        return about is not None, bare.strip(), None
    left = len(unit[0])
    kept = bare.rstrip()
    while left:  # the unit may have spaces in it: "1,2 M €"
        left -= not kept[-1].isspace()
        kept = kept[:-1]
    return about is not None, kept.strip(), _TIMES[(unit["times"] or "").lower()]


def _tight(digits: str) -> str:
    """Take out spaces, where they stand between thousands."""
    return re.sub(r"[\s'’]+", "", digits) if _SPACED.fullmatch(_SPACES.sub(" ", digits)) else digits


def _figures(digits: str, *, euros: bool, marks: Marks) -> float | str:
    """Read digits and the signs between them; return "none" or "two ways" where that is impossible."""
    tight = _tight(digits)
    if power := _SCIENTIFIC.fullmatch(tight):
        return float(f"{power[1]}.{power[2] or 0}e{power[3]}")
    if _PLAIN.fullmatch(tight) or _GROUPS.fullmatch(tight):
        return float(re.sub(r"[.,]", "", tight))
    if both := _BOTH_MARKS.fullmatch(tight):
        return float(f"{re.sub(r'[.,]', '', both[1])}.{both[4] or 0}")
    one = _ONE_MARK.fullmatch(tight)
    if one is None or not (one[1] or one[3]):
        return "none"
    meaning = (marks.of(one[2]) or "two ways") if euros and TWO_WAYS.fullmatch(tight) else "decimal"
    if meaning == "thousands":
        return float(one[1] + one[3])
    return float(f"{one[1] or 0}.{one[3] or 0}") if meaning == "decimal" else meaning
