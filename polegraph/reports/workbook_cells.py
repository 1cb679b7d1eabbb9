"""Texts as a cell of a workbook holds them."""

from __future__ import annotations

from typing import Final

from polegraph.sources.accounting import UNPRINTABLE

LONGEST: Final = 32_767
"""UTF-16 units that Excel takes in one cell."""


def clean(text: str) -> str:
    r"""Replace what no workbook can hold.

    Examples
    --------
    >>> clean("a\x0b\ud800")
    'a\ufffd\ufffd'
    """
    return UNPRINTABLE.sub("\ufffd", text)


def cut_to_cell(text: str) -> str:
    """Shorten a text to what a cell holds; Excel counts a character outside the basic plane twice.

    Examples
    --------
    >>> len(cut_to_cell("a" * 40_000)), cut_to_cell("a")
    (32767, 'a')
    """
    if len(text) * 2 <= LONGEST or len(text.encode("utf-16-le")) // 2 <= LONGEST:
        return text
    return text.encode("utf-16-le")[: 2 * (LONGEST - 1)].decode("utf-16-le", "ignore") + "…"
