"""Tables for a terminal, in which no name can steer it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_STEERING: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_GAP: Final = "  "
_NARROWEST: Final = 12
"""Columns of text are not cut below this width."""
_SHORTEST: Final = 6
"""The heading of a column of numbers is not cut below this width."""


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


def table(
    headings: Sequence[str], rows: Sequence[Sequence[str]], *, numeric: Sequence[bool], columns: int | None = None
) -> tuple[str, int]:
    """Write a table in aligned columns.

    Parameters
    ----------
    headings
        One a column.
    rows
        Cells, row by row.
    numeric
        For each column whether it is aligned to the right.
    columns
        Width of the terminal; None if nothing shall be cut.

    Returns
    -------
    text : str
        Lines, each with its line end.
    left_out : int
        Number of columns for which there was no room.

    Examples
    --------
    >>> print(*table(["name", "projects"], [["Ada", "3"], ["Bo", "12"]], numeric=[False, True]))
    name  projects
    Ada          3
    Bo          12
     0
    """
    lines = [[printable(text) for text in row] for row in (headings, *rows)]
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    if columns is not None:
        cells = [max(map(width, column[1:]), default=1) for column in zip(*lines, strict=True)]
        widths = _fit(widths, [_least(*one) for one in zip(widths, cells, numeric, strict=True)], columns)
    laid = [_line(line[: len(widths)], widths, numeric) for line in lines]
    return "".join(f"{line}\n" for line in laid), len(headings) - len(widths)


def _line(texts: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    parts = []
    for text, room, right in zip(texts, widths, numeric, strict=False):
        short = cut(text, room)
        blank = " " * (room - width(short))
        parts.append(blank + short if right else short + blank)
    return _GAP.join(parts).rstrip()


def _least(room: int, cells: int, right: bool) -> int:  # noqa: FBT001  # one of three properties of a column
    """Return the least width of a column: numbers are never cut, their heading may be; of text the beginning stays."""
    return min(room, max(cells, _SHORTEST)) if right else min(room, _NARROWEST)


def _fit(widths: list[int], narrowest: list[int], columns: int) -> list[int]:
    """Narrow the widest columns, then leave out columns from the right, until a line fits."""
    widths = list(widths)
    while len(widths) > 1 and sum(narrowest[: len(widths)]) + len(_GAP) * (len(widths) - 1) > columns:
        widths.pop()
    room = columns - len(_GAP) * (len(widths) - 1)
    while sum(widths) > room:
        slack = [have - least for have, least in zip(widths, narrowest, strict=False)]
        if max(slack) <= 0:
            break
        widest = max((place for place in range(len(widths)) if slack[place] > 0), key=lambda place: widths[place])
        widths[widest] -= 1
    if len(widths) == 1:
        widths[0] = max(1, min(widths[0], columns))
    return widths
