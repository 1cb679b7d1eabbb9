"""The state of a network on one page: a line a topic, and what there is nothing of in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from polegraph.i18n import _, ngettext, number
from polegraph.reports.headings import word
from polegraph.reports.terminal import GAP, NARROWEST, printable, width, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

_OF_FILES: Final = ("rows read",)
"""Topics of which a page has the sum alone: a line a file, and none of them warns."""
_MOST: Final = 24
"""Items of a topic that a page names."""
_NEVER_SHORTENED: Final = ("unknown", "rows rejected", "rows repeated", "cells not understood", "columns not used")
_LESS_THAN_ONE: Final = 0.005
_NARROW: Final = 50
_TITLE: Final = 20
"""Width of the topics beside their items."""
_SHORT: Final = 30
_WIDEST: Final = 100
_NO_BREAK: Final = "\u00a0"


def page(table: pd.DataFrame, columns: int) -> str:
    r"""Describe the state of a network for a person at a terminal.

    Parameters
    ----------
    table
        As `polegraph.reports.state.info` gives it.
    columns
        Width of the terminal.

    Returns
    -------
    str
        Lines, each with its line end: a topic with its items, counts and shares; then what there is nothing of.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = [("kind", "lab", 5, 0.25), ("unknown", "projects.year", 0, 0.0), ("rows rejected", "a (own)", 0, None)]
    >>> print(page(pd.DataFrame(rows, columns=["topic", "item", "count", "share"]), 60).replace("\u00a0", " "), end="")
    kind                  lab: 5 (25 %)
    Nothing of            unknown (projects.year); rows rejected
    """
    topics = list(dict.fromkeys(table["topic"].tolist()))
    lines: list[str] = []
    nothing: list[str] = []
    for topic in topics:
        rows = table[table["topic"] == topic]
        there = rows[rows["count"] != 0]
        if len(there):
            lines += _topic(word(topic), _items(topic, there), columns)
        if len(there) < len(rows):
            nothing.append(_nothing(topic, rows[rows["count"] == 0], whole=not len(there)))
    if nothing:
        lines += _topic(_("Nothing of"), nothing, columns)
    return "".join(f"{line}\n" for line in lines)


def _items(topic: str, rows: pd.DataFrame) -> list[str]:
    """Return the items of a topic with their counts."""
    counts = rows["count"].astype("int64")
    if topic in _OF_FILES:
        files = ngettext("{rows} in {n} file or sheet", "{rows} in {n} files or sheets", len(rows))
        return [files.format(rows=number(int(counts.sum())), n=number(len(rows)))]
    kept = rows if topic in _NEVER_SHORTENED or len(rows) <= _MOST else rows.loc[sorted(counts.nlargest(_MOST).index)]
    said = [_item(*row) for row in kept[["item", "count", "share"]].itertuples(index=False)]
    if left := len(rows) - len(kept):
        said.append(ngettext("and {n} more", "and {n} more", left).format(n=number(left)))
    return said


def _item(item: str, count: int, share: Any) -> str:  # noqa: ANN401  # a number, or missing
    """Write an item with its count and share, of which no line end parts the figures."""
    said = _("{what}: {value}").replace(" ", _NO_BREAK).format(what=_held(word(item)), value=number(count))
    return f"{said}{_NO_BREAK}({_percent(float(share))})" if share is not None and share == share else said  # noqa: PLR0124  # not a number


def _held(text: str) -> str:
    """Keep a short name on one line."""
    return text.replace(" ", _NO_BREAK) if len(text) <= _SHORT else text


def _percent(share: float) -> str:
    """Write a share; one that is not nothing is never said to be."""
    said = "< 1" if 0 < share < _LESS_THAN_ONE else f"{share * 100:.0f}"
    return f"{said} %".replace(" ", _NO_BREAK)


def _nothing(topic: str, rows: pd.DataFrame, *, whole: bool) -> str:
    """Name a topic, and its items where they are not files or others have some."""
    of_files = topic.startswith("rows ")
    if whole and of_files:
        return word(topic)
    if of_files:
        files = ngettext("{n} file or sheet", "{n} files or sheets", len(rows)).format(n=number(len(rows)))
        return f"{word(topic)} ({files})"
    return f"{word(topic)} ({', '.join(map(word, rows['item']))})"


def _topic(title: str, items: Sequence[str], columns: int) -> list[str]:
    """Place a topic: its title at the left, or above where there is no room, and its items beside it."""
    room = max(min(columns, _WIDEST), 2 * NARROWEST)
    text = printable(_("; ").join(items))
    if room < _NARROW:
        return [*wrapped(title, room), *(f" {line}" for line in wrapped(text, room - 1))]
    left = wrapped(printable(title), _TITLE)
    right = wrapped(text, room - _TITLE - len(GAP))
    lines = []
    for place in range(max(len(left), len(right))):
        start = left[place] if place < len(left) else ""
        blank = " " * (_TITLE - width(start)) + GAP
        lines.append((start + blank + (right[place] if place < len(right) else "")).rstrip())
    return lines
