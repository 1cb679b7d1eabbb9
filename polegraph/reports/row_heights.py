"""Heights of the rows of a workbook: not every program makes them by itself as high as their wrapped texts."""

from __future__ import annotations

from functools import cache
from typing import Final

FONT: Final = {"font_name": "Arial", "font_size": 10}
"""The font of the cells; Liberation Sans, where there is no Arial, has letters of the same widths."""
HIGHEST: Final = 409.0
"""Height of a row that Excel allows, in points."""
_LINE, _PADDING, _LEAST = 12.9, 2.1, 15.0  # of a line and around the text, and of a row, in points
_BOLD: Final = 1.08  # how much wider bold letters are
_MARGINS: Final = 1.0  # of a cell, in characters
# Widths of letters of Arial 10 in characters of Excel's columns, with some room: the font at hand may be wider.
_NARROW, _HALF, _WIDE, _CAPITAL, _USUAL = 0.6, 0.78, 1.85, 1.42, 1.12
_NARROW_LETTERS, _HALF_LETTERS = frozenset("ijlIft.,:;'|!/ \u00a0\u202f"), frozenset("r()-[]")
_WIDE_LETTERS: Final = frozenset("mwMW%@…—")


@cache
def _letter(letter: str) -> float:
    if letter in _NARROW_LETTERS:
        return _NARROW
    if letter in _HALF_LETTERS:
        return _HALF
    if letter in _WIDE_LETTERS or ord(letter) > 0x2E80:  # noqa: PLR2004  # East Asian letters and pictures
        return _WIDE if letter.isascii() else 2.2
    return _CAPITAL if letter.isupper() else _USUAL


def _wide(text: str) -> float:
    return sum(map(_letter, text))


def count(text: str, width: float, *, bold: bool = False) -> int:
    r"""Count the lines that a text takes in a column.

    Parameters
    ----------
    text
        The text; it has a line at least for each of its own.
    width
        Of the column, in characters.
    bold
        Whether it is set in bold.

    Returns
    -------
    int
        At least 1.

    Examples
    --------
    >>> count("one", 8), count("one two three", 8), count("one\ntwo", 8), count("x" * 40, 11)
    (1, 3, 2, 6)
    """
    room = max(width - _MARGINS, 1.0) / (_BOLD if bold else 1.0)
    if len(text) * _CAPITAL <= room and "\n" not in text:
        return 1
    return sum(_broken(line, room) for line in text.split("\n"))


def _broken(text: str, room: float) -> int:
    """Count the lines of a paragraph: words stay whole, but for those that are longer than a line."""
    whole = _wide(text)
    if whole <= room:
        return 1
    lines, used = 1, 0.0
    for word in text.split(" "):
        wide = _wide(word)
        if used and used + _NARROW + wide > room:
            lines, used = lines + 1, 0.0
        used += wide + (_NARROW if used else 0.0)
        while used > room:
            lines, used = lines + 1, used - max(room - _WIDE, 1.0)  # a long word is broken before a letter
    return lines


def height(lines: int) -> float:
    """Return the height of a row of so many lines.

    Parameters
    ----------
    lines
        How many.

    Returns
    -------
    float
        In points, `HIGHEST` at most.

    Examples
    --------
    >>> height(1), round(height(2), 1), height(100)
    (15.0, 27.9, 409.0)
    """
    return min(max(lines * _LINE + _PADDING, _LEAST), HIGHEST)
