"""A raw sheet: rows of cells with the numbers that Excel shows beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from polegraph.sources.spreadsheet.layout.row_headings import Layout

    Cell = Any
    """What a cell holds: text, a number, a truth value, a date, or nothing."""

EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001  # days of spreadsheets have no time zone
FORMULA: Final = (
    "a formula stands here whose value was never computed: open the file in Excel or LibreOffice and save it"
)
FAILED: Final = "a formula failed here: correct it in Excel or LibreOffice and save the file"


class Lost(str):
    """A cell without its value: a formula that was never computed, or one that failed."""

    __slots__ = ()

    @property
    def reason(self) -> str:
        """The constant English sentence about the problem and its remedy."""
        return FORMULA if self.startswith("=") else FAILED


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as read from a file, cells unparsed.

    Parameters
    ----------
    label
        Display name, for messages: the file, and the sheet if the file has several.
    name
        Name of the sheet, or of the file without its suffix.
    rows
        Number of the row as Excel shows it, and its cells; rows without any value are left out.
    epoch
        Day 0 of the numbers that stand for dates.
    lone
        Whether it is all that its file holds.
    text
        Whether it is a text file, in which a separator too many shifts all that follows.
    blocks
        Cells merged downwards: their column (from 0), first and last row.
    broken
        Rows that could not be read: row, text, reason.
    notes
        Counted remarks.
    layout
        Where its columns stand, if that is known already and no row of it holds headings.
    hidden
        Whether Excel does not show it.
    hidden_rows, hidden_columns
        Rows, as Excel numbers them, and columns, from 0, that it does not show.
    sums
        Row and column of the formulas that add up, count or average.
    separated
        Of a text file, into how many cells the separators divide each row, empty ones at the end included.
    confidential
        Whether the sheet that it was made of is marked as confidential.
    """

    label: str
    name: str
    rows: list[tuple[int, list[Cell]]]
    epoch: datetime = EPOCH
    lone: bool = True
    text: bool = False
    blocks: Sequence[tuple[int, int, int]] = ()
    broken: Sequence[tuple[int, str, str]] = ()
    notes: dict[str, int] = field(default_factory=dict)
    layout: Layout | None = None
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    sums: frozenset[tuple[int, int]] = frozenset()
    separated: Mapping[int, int] = field(default_factory=dict)
    confidential: bool = False


def is_blank(value: Cell) -> bool:
    """Return whether a cell is empty, or holds only a formula without a value.

    Parameters
    ----------
    value
        The cell.
    """
    return value is None or (isinstance(value, str) and (isinstance(value, Lost) or not value.strip()))


def printable(name: str) -> str:
    """Write a name so that any terminal can show it.

    Parameters
    ----------
    name
        Name of a file or a sheet.
    """
    return "".join(character if character.isprintable() else "\ufffd" for character in name)
