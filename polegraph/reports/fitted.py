"""A table as wide as the terminal: the first columns that have room, long texts in lines, decimals under each other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from polegraph.reports.terminal import GAP, NARROWEST, cut, indent_of, printable, width, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_OF_HEADING: Final = 4
"""Lines of a heading."""
_MOST_OF_WORDS: Final = 2
"""Lines of a name or a few words; what is longer ends in an ellipsis."""
_MOST_OF_SENTENCES: Final = 4
"""Lines of a sentence in a table of many rows; in one of few it is read to its end."""
_FEW: Final = 20
_LONG: Final = 52
"""From this width on a text is a sentence or a list."""
_WHOLE: Final = 1.7
"""Texts of up to so many times the width of their column have room in two lines, as words do not fill a line."""
_WORDS_LEAST: Final = 18
_SENTENCES_LEAST: Final = 20
_EASY: Final = 30
"""Width at which a column of text reads well; a column that matters less is not shown in less."""
_WIDEST_HEADING: Final = 13
"""A longer word of a heading is cut, unless the cells below need the room."""
_AIRY: Final = 2.5
"""From this many lines a row on, a blank line stands between rows."""
_NUMBER: Final = re.compile(r"(-?\d+)(?:[.,](\d+))?")


class Fitted(NamedTuple):
    """A table that fits a terminal.

    Parameters
    ----------
    text
        Its lines, each with its line end.
    shown
        The places of the columns that it has, in order.
    """

    text: str
    shown: tuple[int, ...]


@dataclass(frozen=True)
class _Column:
    """A column before it has its width; all widths are in columns of the terminal."""

    heading: str
    cells: Sequence[str]
    numeric: bool
    need: int
    least: int
    most: int


def fitted(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    numeric: Sequence[bool],
    columns: int,
    first: int | None = None,
) -> Fitted:
    """Write a table that is no wider than a terminal.

    Numbers are never cut, and stand with their decimals under each other; names take two lines at most, sentences
    four, in a table of few rows as many as they need. A column without a value is not shown if others have some.

    Parameters
    ----------
    headings
        One a column, what matters most first.
    rows
        Cells, row by row.
    numeric
        For each column whether numbers stand in it.
    columns
        Width of the terminal, at least 1.
    first
        How many columns at the beginning matter most: each is shown that has room. Of the others those up to the first
        without easy room. None: all matter.

    Examples
    --------
    >>> headings, rows = ["name", "share of all projects"], [["Ada", "0.25"], ["Bo and all of her friends", "12"]]
    >>> print(fitted(headings, rows, numeric=[False, True], columns=30).text, end="")
                          share of
                               all
    name                  projects
    ──────────────────────────────
    Ada                       0.25
    Bo and all of her        12
     friends
    """
    laid = [
        _column(*one) for one in zip(map(_heading_of, headings), _turned(rows, len(headings)), numeric, strict=True)
    ]
    shown = _chosen(laid, columns, len(laid) if first is None else first)
    kept = [laid[place] for place in shown]
    widths = _widened(kept, columns)
    blocks = [
        _block([_cell(column, row, room) for column, room in zip(kept, widths, strict=True)], kept, widths)
        for row in range(len(rows))
    ]
    top = _heading(kept, widths)
    between = [""] if sum(map(len, blocks)) >= _AIRY * len(blocks) else []
    lines = [*top, "─" * max(map(width, (line for block in (top, *blocks) for line in block)), default=0)]
    for place, block in enumerate(blocks):
        lines += [*(between if place else ()), *block]
    return Fitted("".join(f"{line}\n" for line in lines), tuple(shown))


def _heading_of(text: str) -> str:
    return printable(text).replace(" %", "\u00a0%")


def _turned(rows: Sequence[Sequence[str]], columns: int) -> list[list[str]]:
    return [[printable(row[place]) for row in rows] for place in range(columns)]


def _column(heading: str, cells: list[str], numeric: bool) -> _Column:  # noqa: FBT001  # one of three parts of a column
    """Measure a column."""
    if numeric:
        cells = _aligned(cells)
    need = max(map(width, cells), default=0)
    if numeric:
        room = max(need, _of_heading(heading))
        return _Column(heading, cells, numeric, room, room, 1)
    sentences = need > _LONG
    room = max(need, 1, _of_heading(heading))
    most = _MOST_OF_SENTENCES if len(cells) > _FEW else need
    least = min(room, _SENTENCES_LEAST if sentences else _WORDS_LEAST)
    return _Column(heading, cells, numeric, room, least, most if sentences else _MOST_OF_WORDS)


def _of_heading(heading: str) -> int:
    """Return the least width in which a heading has all its words, or as much of them as a column is worth."""
    words = heading.split(" ")
    room = min(max(map(width, words)), _WIDEST_HEADING)
    while room < _WIDEST_HEADING and len(wrapped(heading, room)) > _MOST_OF_HEADING:
        room += 1
    return room


def _aligned(cells: list[str]) -> list[str]:
    """Fill up numbers at the right, so that their decimals stand under each other."""
    found = [_NUMBER.fullmatch(cell) for cell in cells]
    longest = max((len(one[2]) + 1 for one in found if one and one[2]), default=0)
    return [
        cell + " " * (longest - (len(one[2]) + 1 if one[2] else 0)) if one else cell
        for cell, one in zip(cells, found, strict=True)
    ]


def _chosen(laid: Sequence[_Column], columns: int, first: int) -> list[int]:
    """Return the columns for which there is room; the first is always there."""
    filled = [place for place, one in enumerate(laid) if any(one.cells)] or list(range(len(laid)))
    shown, taken = filled[:1], laid[filled[0]].least if filled else 0
    for place in filled[1:]:
        if place < first and taken + len(GAP) + laid[place].least <= columns:
            shown.append(place)
            taken += len(GAP) + laid[place].least
    taken = sum(_easy(laid[place]) for place in shown) + len(GAP) * (len(shown) - 1)
    for place in filled[1:]:
        if place < first:
            continue
        taken += len(GAP) + _easy(laid[place])
        if taken > columns:
            break
        shown.append(place)
    return shown


def _easy(column: _Column) -> int:
    return max(column.least, min(column.need, _EASY))


def _widened(kept: Sequence[_Column], columns: int) -> list[int]:
    """Divide the room that is left: names get theirs until they are whole, then what would be longest."""
    widths = [one.least for one in kept]
    left = columns - sum(widths) - len(GAP) * (len(kept) - 1)

    def lines(place: int) -> float:
        """Return how many lines the longest text would take if words had no ends."""
        return kept[place].need / widths[place]

    while left > 0:
        wanting = [place for place, one in enumerate(kept) if widths[place] < one.need]
        if not wanting:
            break
        cut_off = [place for place in wanting if kept[place].most == _MOST_OF_WORDS and lines(place) > _WHOLE]
        widths[max(cut_off or wanting, key=lambda place: (lines(place), -place))] += 1
        left -= 1
    return [max(1, columns)] if len(widths) == 1 and widths[0] > columns else widths


def _heading(kept: Sequence[_Column], widths: Sequence[int]) -> list[str]:
    """Return the lines of the headings, which stand on the line below."""
    cells = [_lines(one.heading, room, _MOST_OF_HEADING) for one, room in zip(kept, widths, strict=True)]
    tallest = max(map(len, cells), default=0)
    return _block([[""] * (tallest - len(lines)) + lines for lines in cells], kept, widths)


def _cell(column: _Column, row: int, room: int) -> list[str]:
    return _lines(column.cells[row], room, column.most, set_in=not column.numeric, strip=not column.numeric)


def _lines(text: str, room: int, most: int, *, set_in: bool = False, strip: bool = True) -> list[str]:
    """Break a text into lines, the last of which ends in an ellipsis if there are too many."""
    if width(text) <= room:
        return [text]
    if not strip or room < NARROWEST:
        return [cut(text, room)]
    lines = wrapped(text, room, set_in=set_in)
    if len(lines) > most:
        indent = indent_of(room) if set_in and most > 1 else ""
        rest = " ".join(line.strip(" ") for line in lines[most - 1 :])
        lines = [*lines[: most - 1], cut(indent + rest, room)]
    return lines


def _block(cells: Sequence[Sequence[str]], kept: Sequence[_Column], widths: Sequence[int]) -> list[str]:
    """Put the lines of the cells of a row beside each other."""
    made = []
    for place in range(max(map(len, cells), default=0)):
        parts = []
        for lines, column, room in zip(cells, kept, widths, strict=True):
            text = lines[place] if place < len(lines) else ""
            blank = " " * (room - width(text))
            parts.append(blank + text if column.numeric else text + blank)
        made.append(GAP.join(parts).rstrip())
    return made
