"""Properties of a worksheet that openpyxl drops in read-only mode, parsed from its XML."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_MERGED: Final = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})\"")
_ROW: Final = re.compile(rb"<(?:\w+:)?row\s([^<>]*\bhidden=\"(?:1|true)\"[^<>]*)>")
_COLUMN: Final = re.compile(rb"<(?:\w+:)?col\s([^<>]*\bhidden=\"(?:1|true)\"[^<>]*)>")
_NUMBER: Final = re.compile(rb"\br=\"(\d{1,7})\"")
_BOUNDS: Final = re.compile(rb"\b(min|max)=\"(\d{1,5})\"")
_FORMULA: Final = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*[^/<>])>\s*<(?:\w+:)?f\b[^<>]*?(?:/>|>([^<]*)</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\b[^<>]*?(?:/>|>([^<]*)</(?:\w+:)?v>))?"
)
_PLACE: Final = re.compile(rb"\br=\"([A-Z]{1,3})(\d{1,7})\"")
_TEXT: Final = re.compile(rb"\bt=\"str\"")
_SUMS: Final = re.compile(
    rb"\b(?:SUM|SUBTOTAL|AGGREGATE|AVERAGE|MEDIAN|COUNT|COUNTA|COUNTIFS?|SUMIFS?|SUMPRODUCT)\s*\("
)
_TO_BE_COMPUTED: Final = re.compile(rb"\bfullCalcOnLoad=\"(?:1|true)\"")
_WIDEST = 16_384  # columns of a sheet


@dataclass(frozen=True, slots=True)
class Passed:
    """Properties of a sheet besides the values of its cells.

    Parameters
    ----------
    blocks
        Cells merged downwards: their column (from 0), first and last row.
    hidden_rows, hidden_columns
        Rows as Excel numbers them; columns from 0.
    uncomputed
        Formulas without a stored value, by row and column.
    sums
        Row and column of the formulas that add up, count or average.
    """

    blocks: Sequence[tuple[int, int, int]] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    uncomputed: dict[tuple[int, int], str] = field(default_factory=dict)
    sums: frozenset[tuple[int, int]] = frozenset()


def passed_over(content: bytes, sheet: Any) -> Passed:  # noqa: ANN401  # openpyxl ships no types
    """Read the properties of a sheet that openpyxl drops in read-only mode.

    Parameters
    ----------
    content
        The workbook.
    sheet
        The sheet, as openpyxl opened it.
    """
    member = sheet._worksheet_path  # noqa: SLF001  # openpyxl has no public name for it
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read(member)
        book = archive.read("xl/workbook.xml") if "xl/workbook.xml" in archive.namelist() else b""
    uncomputed, sums = _formulas(text, asks=_TO_BE_COMPUTED.search(book) is not None) if b"<f" in text else ({}, set())
    return Passed(
        blocks=[
            (_place(column), int(top), int(bottom))
            for column, top, bottom in _MERGED.findall(text)
            if int(top) < int(bottom)
        ],
        hidden_rows=frozenset(int(found[1]) for one in _ROW.findall(text) if (found := _NUMBER.search(one))),
        hidden_columns=frozenset(place for one in _COLUMN.findall(text) for place in _between(one)),
        uncomputed=uncomputed,
        sums=frozenset(sums),
    )


def _between(attributes: bytes) -> range:
    """Return the columns, from 0, that one element of the list of columns is about."""
    bounds = {name: int(number) for name, number in _BOUNDS.findall(attributes)}
    first, last = bounds.get(b"min", 1), bounds.get(b"max", 0)
    return range(first - 1, min(last, _WIDEST))


def _place(letters: bytes) -> int:
    """Return the number of a column, from 0, by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _formulas(text: bytes, *, asks: bool) -> tuple[dict[tuple[int, int], str], set[tuple[int, int]]]:
    """Find the formulas without a value, and those that aggregate.

    A text that was computed to be empty has its type and an empty value. Some programs write zeros where they have not
    computed anything, with a flag that asks for a computation when the file is opened.
    """
    uncomputed: dict[tuple[int, int], str] = {}
    sums: set[tuple[int, int]] = set()
    for attributes, formula, value in _FORMULA.findall(text):
        found = _PLACE.search(attributes)
        if found is None:
            continue
        where = int(found[2]), _place(found[1])
        if _SUMS.search(formula.upper()):
            sums.add(where)
        if not _TEXT.search(attributes) and (not value or (asks and value == b"0")):
            uncomputed[where] = "=" + unescape(formula.decode("utf-8", "replace"))
    return uncomputed, sums
