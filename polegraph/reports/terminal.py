"""Tables for a terminal, in which no name can steer it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_STEERING: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
GAP: Final = "  "
"""What stands between two columns."""
NARROWEST: Final = 3
"""A narrower line is not broken: a wide character and what it is set in by would not have room."""
_BLANKS: Final = re.compile(" +")


def printable(text: str) -> str:
    r"""Escape terminal controls: control characters, marks of writing direction, lone surrogates.

    Parameters
    ----------
    text
        One line; line ends and tabs become spaces.

    Examples
    --------
    >>> printable("\x1b[31mred\u202e"), printable("Élan vital")
    ('\\x1b[31mred\\u202e', 'Élan vital')
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ").replace("\t", " ")
    return "".join(
        character.encode("unicode_escape", "surrogatepass").decode("ascii")
        if unicodedata.category(character) in _STEERING
        else character
        for character in text
    )


def width(text: str) -> int:
    """Return the number of columns of a terminal that a text takes.

    Parameters
    ----------
    text
        Printable text.

    Examples
    --------
    >>> width("abc"), width("日本"), width("e\u0301")
    (3, 4, 1)
    """
    if text.isascii():
        return len(text)
    return sum(map(_character_width, text))


def _character_width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def cut(text: str, columns: int) -> str:
    """Shorten a text to what fits, with an ellipsis at the end.

    Parameters
    ----------
    text
        Printable text.
    columns
        Width of the place, at least 1.

    Examples
    --------
    >>> cut("laboratory", 6), cut("lab", 6)
    ('labor…', 'lab')
    """
    if width(text) <= columns:
        return text
    taken, kept = 0, []
    for character in text:
        taken += _character_width(character)
        if taken > columns - 1:
            break
        kept.append(character)
    return "".join(kept) + "…"


def wrapped(text: str, room: int, *, set_in: bool = False) -> list[str]:
    """Break a text between words, and a word only where it has no room in a line.

    Parameters
    ----------
    text
        Printable text; a no-break space holds.
    room
        Width of a line, at least `NARROWEST`.
    set_in
        Whether lines after the first are set in by one.

    Examples
    --------
    >>> wrapped("laboratory of materials", 10, set_in=True)
    ['laboratory', ' of', ' materials']
    """
    indent = indent_of(room) if set_in else ""
    lines, line = [], ""
    for given in _BLANKS.split(text):
        word = given
        if line.strip(" ") and width(line) + 1 + width(word) <= room:
            line += f" {word}"
            continue
        if line.strip(" "):
            lines.append(line)
            line = indent
        while width(line) + width(word) > room:
            part = _beginning(word, room - width(line))
            lines.append(line + part)
            word, line = word[len(part) :], indent
        line += word
    return [*lines, line] if line.strip(" ") or not lines else lines


def indent_of(room: int) -> str:
    """Return by what later lines of a text are set in.

    Parameters
    ----------
    room
        Width of a line.
    """
    return " " if room > NARROWEST else ""


def _beginning(word: str, room: int) -> str:
    """Return as much of a word as has room, at least one character; up to a hyphen, if it is not far."""
    end = 1
    while end < len(word) and width(word[: end + 1]) <= room:
        end += 1
    hyphen = word.rfind("-", 0, end) + 1
    return word[: hyphen if hyphen > end // 2 else end]


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, numeric: Sequence[bool]) -> str:
    """Write a table in aligned columns, of which none is cut.

    Parameters
    ----------
    headings
        One a column.
    rows
        Cells, row by row.
    numeric
        For each column whether it is aligned to the right.

    Returns
    -------
    str
        Lines, each with its line end.

    Examples
    --------
    >>> print(table(["name", "projects"], [["Ada", "3"], ["Bo", "12"]], numeric=[False, True]), end="")
    name  projects
    Ada          3
    Bo          12
    """
    lines = [[printable(text) for text in row] for row in (headings, *rows)]
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    return "".join(f"{_line(line, widths, numeric)}\n" for line in lines)


def _line(texts: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    parts = []
    for text, room, right in zip(texts, widths, numeric, strict=True):
        blank = " " * (room - width(text))
        parts.append(blank + text if right else text + blank)
    return GAP.join(parts).rstrip()
