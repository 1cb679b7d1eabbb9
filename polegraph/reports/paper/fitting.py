"""What fits on a slide: sizes of letters, lines, rows and columns, all measured before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from polegraph.reports.paper.office import ACCENT, INK, INK_SOFT, WARNING
from polegraph.reports.paper.slide_parts import CELL_SIDE, CELL_TOP, INSET, INSET_TOP, LINE_HEIGHT, Laid, Words
from polegraph.reports.paper.texts import SIGNS, grid
from polegraph.reports.paper.typesetting import column_needs, column_widths, lines, shortened, width
from polegraph.reports.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polegraph.reports.paper.blocks import KeyFigure, Table
    from polegraph.reports.paper.texts import Grid

_SIZES: Final = (18.0, 16.0, 14.0, 13.0, 12.0, 11.0, 10.0)  # of the font of a table; smaller ones cannot be read
_LEGIBLE: Final = 12.0  # rather fewer rows than smaller letters
_MOST_LINES: Final = 2  # of a cell; the paper has the whole text
_LONGEST_WORD: Final = 12.0  # sizes of the font; longer words are broken
_VALUE, _LEAST_VALUE = 30.0, 9.0
_WORD_SIZES: Final = (16.0, 14.0, 12.0, 11.0, 10.0, 9.0)  # of words that stand where a number would
_CARD_SIZES: Final = (14.0, 13.0, 12.0, 11.0, 10.0)
_LABEL_LINES: Final = 3


def height(words: Sequence[Words], room: float) -> float:
    """Measure how high paragraphs stand.

    Parameters
    ----------
    words
        The paragraphs.
    room
        Width of a line, in points.

    Returns
    -------
    float
        In points.
    """
    return sum(
        len(lines(one.text, one.size, room, bold=one.bold)) * one.size * LINE_HEIGHT + one.after for one in words
    )


def largest(text: str, sizes: Sequence[float], room: float, most: int, *, bold: bool = False) -> tuple[str, float]:
    """Choose the largest font in which a text takes some lines at most; in the smallest it may be cut.

    Parameters
    ----------
    text
        Any text.
    sizes
        To choose from, the largest first.
    room
        Width of a line, in points.
    most
        How many lines there may be.
    bold
        Whether it is set in bold.

    Returns
    -------
    (str, float)
        The text and the size.
    """
    for size in sizes:
        if len(lines(text, size, room, bold=bold)) <= most:
            return text, size
    return "".join(shortened(text, sizes[-1], room, most, bold=bold)), sizes[-1]


def that_fit(paragraphs: Sequence[Words], room: float, high: float) -> list[Words]:
    """Choose the first paragraphs that fit, whole ones only.

    Parameters
    ----------
    paragraphs
        All of them.
    room, high
        Width and height, in points.

    Returns
    -------
    list of Words
        As many as there is room for.
    """
    chosen: list[Words] = []
    for one in paragraphs:
        if height([*chosen, one], room) > high:
            break
        chosen.append(one)
    return chosen


def cards(figures: Sequence[KeyFigure], across: float, high: float) -> list[list[Words]]:
    """Write each key figure as the paragraphs of a card: what it is, how much, what beside, how it stands.

    Parameters
    ----------
    figures
        The figures.
    across, high
        Width and height of a card, in points.

    Returns
    -------
    list of list of Words
        A card each, all in the largest letters in which each holds all it has to say. Values are never cut: they are
        as small as the longest number needs; words in the place of a number are smaller, and may take two lines.
    """
    room, inside = across - 2 * INSET, high - 2 * INSET_TOP
    longest = max((width(printable(one.text), 1, bold=True) for one in figures if one.value is not None), default=0.0)
    value = max(min(_VALUE, (room - 1) / longest if longest else _VALUE), _LEAST_VALUE)
    for size in _CARD_SIZES:
        written = [_card(one, value, size, room) for one in figures]
        whole = all(words[0].text == printable(one.label) for words, one in zip(written, figures, strict=True))
        if whole and all(height(words, room) <= inside for words in written):
            break
    return [_without_more(words, room, inside) for words in written]


def _card(figure: KeyFigure, value: float, size: float, room: float) -> list[Words]:
    label = "".join(shortened(printable(figure.label), size, room, _LABEL_LINES))
    said, large = printable(figure.text), value
    if figure.value is None:
        said, large = largest(said, [value, *(one for one in _WORD_SIZES if one < value)], room, _MOST_LINES, bold=True)
    words = [Words(label, size, INK_SOFT), Words(said, large, ACCENT, bold=True, after=2)]
    words += [
        Words("".join(shortened(printable(text), size - 1, room, _MOST_LINES)), size - 1, INK) for text in figure.beside
    ]
    if figure.mark or figure.mark_text:
        said = f"{SIGNS.get(figure.mark, '')} {printable(figure.mark_text)}".strip()
        colour = WARNING if figure.mark == "missed" else ACCENT
        words.append(Words("".join(shortened(said, size, room, _MOST_LINES, bold=True)), size, colour, bold=True))
    return words


def _without_more(words: list[Words], room: float, inside: float) -> list[Words]:
    """Leave out what a figure stands beside, the last line first, until a card holds the rest."""
    kept = list(words)
    while height(kept, room) > inside:
        beside = [place for place, one in enumerate(kept) if place > 1 and not one.bold]
        if not beside:
            break
        del kept[beside[-1]]
    return kept


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as far as a slide shows it.

    Parameters
    ----------
    laid
        The part that fits; None where not even a row does.
    rows, columns
        How many are left out.
    """

    laid: Laid | None
    rows: int
    columns: int


def table(given: Table, room: float, high: float, largest_size: float = _SIZES[0]) -> Shown:
    """Place a table in the largest letters in which all its rows fit and no text is cut, else as many rows as do.

    Parameters
    ----------
    given
        The table.
    room, high
        Width and height there is, in points.
    largest_size
        Of its font, in points.

    Returns
    -------
    Shown
        The table measured, and what is left out.
    """
    most = int(high // (_SIZES[-1] * LINE_HEIGHT + 2 * CELL_TOP))
    shown = grid(replace(given, frame=given.frame.head(max(most, 1))))
    good: tuple[Laid, int, int] | None = None
    for size in (one for one in _SIZES if one <= largest_size):
        columns = _columns(shown.headings, shown.rows, shown.numeric, size, room)
        laid = _laid(shown.headings[:columns], shown.rows, shown.numeric[:columns], size, room)
        total = [sum(laid.heights[: place + 1]) for place in range(len(laid.heights))]
        fitting = sum(one <= high for one in total) - 1
        whole = columns == len(shown.headings)
        all_of_it = whole and fitting >= len(given.frame)
        if all_of_it and _uncut(laid, shown):
            good = laid, columns, fitting
            break
        if good is None and whole and (all_of_it or size <= _LEGIBLE):
            good = laid, columns, fitting
        if good and size <= _LEGIBLE:
            break
    laid, columns, fitting = good or (laid, columns, fitting)
    if fitting < 1:
        return Shown(None, len(given.frame), 0)
    kept = Laid(laid.headings, laid.rows[:fitting], laid.numeric, laid.widths, laid.heights[: fitting + 1], laid.size)
    return Shown(kept, len(given.frame) - fitting, len(shown.headings) - columns)


def _uncut(laid: Laid, shown: Grid) -> bool:
    """Return whether every text stands as it is, with no end left out."""
    return laid.headings == shown.headings and laid.rows == shown.rows


def _all_needs(
    headings: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool], size: float
) -> list[tuple[float, float]]:
    """Return what each column needs at least, and what it would take on one line, with its margins."""
    margins = 2 * CELL_SIDE + 1
    needs = column_needs(headings, rows, numeric, size, _LONGEST_WORD * size)
    return [(least + margins, wish + margins) for least, wish in needs]


def _columns(
    headings: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool], size: float, room: float
) -> int:
    """Return how many columns fit side by side without a number being broken, at least one."""
    total, fitting = 0.0, 0
    for least, __ in _all_needs(headings, rows, numeric, size):
        total += least
        fitting += total <= room
    return max(fitting, min(1, len(headings)))


def _laid(
    headings: tuple[str, ...], rows: Sequence[Sequence[str]], numeric: tuple[bool, ...], size: float, room: float
) -> Laid:
    """Break the texts of the cells into lines, and measure the rows."""
    rows = [row[: len(headings)] for row in rows]
    needs = _all_needs(headings, rows, numeric, size)
    widths = column_widths(needs, min(room, max(sum(wish for __, wish in needs), room * 2 / 3)))
    inside = [one - 2 * CELL_SIDE for one in widths]
    heights = [_row_height(headings, inside, size, bold=True, most=3)]
    cut = []
    for row in rows:
        cut.append(
            tuple("".join(shortened(text, size, one, _MOST_LINES)) for text, one in zip(row, inside, strict=True))
        )
        heights.append(_row_height(row, inside, size, bold=False, most=_MOST_LINES))
    heads = tuple("".join(shortened(text, size, one, 3, bold=True)) for text, one in zip(headings, inside, strict=True))
    return Laid(heads, tuple(cut), numeric, tuple(widths), tuple(heights), size)


def _row_height(texts: Sequence[str], inside: Sequence[float], size: float, *, bold: bool, most: int) -> float:
    counted = [min(len(lines(text, size, one, bold=bold)), most) for text, one in zip(texts, inside, strict=True)]
    return max(counted, default=1) * size * LINE_HEIGHT + 2 * CELL_TOP
