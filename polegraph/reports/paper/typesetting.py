"""How wide a text is and where its lines break, without the program that will show it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from unicodedata import combining, east_asian_width

if TYPE_CHECKING:
    from collections.abc import Sequence

_UNITS: Final = 100  # the size at which letters are measured, in points
_MOST_LINES: Final = 2.0**30
_ELLIPSIS: Final = "…"
_BREAKS: Final = " -–/"


@cache
def _widths(bold: bool) -> dict[int, float]:  # noqa: FBT001  # cached by its one argument
    """Return the widths of the letters of DejaVu Sans, in sizes of the font.

    matplotlib brings this font along. It is a tenth to a fifth wider than Calibri, Carlito, Arial and Liberation Sans:
    what fits in it fits in each of them, also where the program that shows the text has none of those.
    """
    import matplotlib as mpl  # noqa: PLC0415  # heavy, and only pages with a fixed size need it
    from matplotlib.ft2font import FT2Font, LoadFlags  # noqa: PLC0415

    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    font = FT2Font(str(Path(mpl.get_data_path()) / "fonts" / "ttf" / name))
    font.set_size(_UNITS, 72)
    letters = [code for code in font.get_charmap() if code < 0x2600]  # noqa: PLR2004  # letters, signs, arrows, shapes
    return {
        code: font.load_char(code, flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536 / _UNITS for code in letters
    }


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Measure a text on one line.

    Parameters
    ----------
    text
        Any text.
    size
        Of the font, in points.
    bold
        Whether it is set in bold.

    Returns
    -------
    float
        In points; no less than what a usual font takes.

    Examples
    --------
    >>> width("mm", 10) == 2 * width("m", 10) > width("ii", 10)
    True
    """
    known = _widths(bold)
    return size * sum(known[ord(letter)] if ord(letter) in known else _unknown(letter) for letter in text)


def _unknown(letter: str) -> float:
    if combining(letter):
        return 0.0
    return 1.0 if east_asian_width(letter) in "WF" else 0.8


def lines(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines as a page does: between words, within one that is longer than a line.

    Parameters
    ----------
    text
        Any text.
    size
        Of the font, in points.
    room
        Width of a line, in points.
    bold
        Whether it is set in bold.

    Returns
    -------
    list of str
        At least one line; together they are the text.

    Examples
    --------
    >>> lines("une PME sans projet", 10, 55)
    ['une PME ', 'sans ', 'projet']
    """
    broken, line = [], ""
    for word in _words(text):
        if width((line + word).rstrip(), size, bold=bold) <= room:
            line += word
            continue
        if line:
            broken.append(line)
        line = word
        while (taken := _fitting(line, size, room, bold=bold)) < len(line.rstrip()):
            broken.append(line[:taken])
            line = line[taken:]
    return [*broken, line] if line or not broken else broken


def _words(text: str) -> list[str]:
    """Split a text after each place where a line may end."""
    words, start = [], 0
    for place, letter in enumerate(text, start=1):
        if letter in _BREAKS:
            words.append(text[start:place])
            start = place
    return [*words, text[start:]]


def _fitting(text: str, size: float, room: float, *, bold: bool) -> int:
    """Return how many letters fit on a line, at least one."""
    taken = 0.0
    for place, letter in enumerate(text):
        taken += width(letter, size, bold=bold)
        if taken > room:
            return max(place, 1)
    return len(text)


def shortened(text: str, size: float, room: float, most: int, *, bold: bool = False) -> list[str]:
    """Break a text into some lines at most; where it is longer it ends with three dots.

    Parameters
    ----------
    text
        Any text.
    size
        Of the font, in points.
    room
        Width of a line, in points.
    most
        How many lines there may be.
    bold
        Whether it is set in bold.

    Returns
    -------
    list of str
        The lines.

    Examples
    --------
    >>> "".join(shortened("une PME sans projet", 10, 55, 2))
    'une PME sans…'
    """
    broken = lines(text, size, room, bold=bold)
    if len(broken) <= most:
        return broken
    last = broken[most - 1].rstrip()
    while last and width(last + _ELLIPSIS, size, bold=bold) > room:
        last = last[:-1]
    return [*broken[: most - 1], last.rstrip() + _ELLIPSIS]


def column_needs(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    numeric: Sequence[bool],
    size: float,
    longest: float,
) -> list[tuple[float, float]]:
    """Measure what each column of a table needs at least, and what it would take on one line.

    Parameters
    ----------
    headings, rows
        Its texts.
    numeric
        Whether a column holds numbers, which are never broken.
    size
        Of the font, in points.
    longest
        Width of the longest word of a text that is not broken, in points.

    Returns
    -------
    list of (float, float)
        In points, without the margins of cells; headings are bold.

    Examples
    --------
    >>> least, wish = column_needs(["PME"], [["une PME sans projet"]], [False], 10, 100)[0]
    >>> least == width("projet", 10), wish == width("une PME sans projet", 10)
    (True, True)
    """
    needs = []
    for place, heading in enumerate(headings):
        texts = [row[place] for row in rows]
        whole = max((width(text, size) for text in texts), default=0.0)
        words = [width(word, size, bold=True) for word in heading.split(" ")]
        if numeric[place]:
            least = max([*words, whole])
        else:
            words += [width(word, size) for text in texts for word in text.split(" ")]
            least = min(max(words), longest)
        needs.append((least, max(whole, width(heading, size, bold=True), least)))
    return needs


def balanced_widths(needs: Sequence[tuple[float, float]], room: float) -> list[float]:
    """Divide the width of a table among its columns so that its rows are low: on pages, where no text is cut.

    Parameters
    ----------
    needs
        Of each column: what it needs at least, and what it would take on one line.
    room
        Width of the table.

    Returns
    -------
    list of float
        Together the room: each column has what it needs where there is room for all. Beyond that, columns are as wide
        as the fewest lines need in which the longest text of every column then stands; what is left over goes to all.

    Examples
    --------
    >>> balanced_widths([(20, 20), (30, 120), (10, 80)], 120)
    [20.0, 60.0, 40.0]
    """
    least = [float(need) for need, __ in needs]
    total = sum(least)
    if total > room:
        return [room * one / total for one in least]
    shared = _in_lines(needs, _fewest_lines(needs, room))
    taken = sum(shared)
    return [room * one / taken if taken else room / len(shared) for one in shared]


def _in_lines(needs: Sequence[tuple[float, float]], count: float) -> list[float]:
    """Return the widths in which no column takes more lines, but where it needs more than that."""
    return [max(float(least), wish / count) for least, wish in needs]


def _fewest_lines(needs: Sequence[tuple[float, float]], room: float) -> float:
    """Return in how many lines all columns stand side by side, by halving: their widths fall with it."""
    if sum(_in_lines(needs, 1.0)) <= room:
        return 1.0
    low, high = 1.0, 2.0
    while sum(_in_lines(needs, high)) > room and high < _MOST_LINES:
        low, high = high, 2 * high
    for _step in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(_in_lines(needs, middle)) > room else (low, middle)
    return high


def column_widths(needs: Sequence[tuple[float, float]], room: float) -> list[float]:
    """Divide the width of a table among its columns.

    Parameters
    ----------
    needs
        Of each column: what it needs at least, and what it would take on one line.
    room
        Width of the table.

    Returns
    -------
    list of float
        Together the room: each column has what it needs where there is room for all. What is left over goes to all
        alike until a column stands on one line, so that short texts are not broken for the sake of long ones.

    Examples
    --------
    >>> column_widths([(20, 20), (30, 130), (10, 60)], 120)
    [20.0, 60.0, 40.0]
    """
    least = [float(need) for need, __ in needs]
    total = sum(least)
    if total > room:
        return [room * one / total for one in least]
    shared = list(least)
    spare = room - total
    order = sorted(range(len(needs)), key=lambda place: needs[place][1] - needs[place][0])
    for done, place in enumerate(order):
        more = min(max(needs[place][1] - needs[place][0], 0.0), spare / (len(order) - done))
        shared[place] += more
        spare -= more
    taken = sum(shared)
    return [one + spare * one / taken if taken else room / len(shared) for one in shared]
