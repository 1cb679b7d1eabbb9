"""Column and table definitions: the two small records that every format is made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Type = Literal["string", "text", "integer", "number", "boolean", "date"]
"""``string``: one line, up to `MAX_STRING`; ``text``: up to `MAX_TEXT`; ``date``: a day; ``number``: a float."""

MAX_STRING = 32_767  # limit of a cell of a workbook
MAX_TEXT = 1_000_000
IDENTIFIER = r"[^;\x00-\x1f\x7f]{1,300}"  # identifiers stand in lists with ";" between


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name
        English snake_case name, the one that users touch.
    type
        Type of its values.
    fr
        French heading, as it stands in the French template.
    note
        One English sentence for the person filling it in; translated through the catalogue.
    required
        Whether every row must have a value.
    words
        Allowed values with their French words; empty if any value is allowed.
    pattern
        Regular expression that the whole value must match.
    minimum, maximum
        Bounds of numbers (inclusive).
    example
        Value in the example line of the template.
    """

    name: str
    type: Type
    fr: str
    note: str
    required: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    example: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns, its key, and the tables that it points to.

    Parameters
    ----------
    name
        English name: that of the Parquet file, of the sheet and of the attribute of `Network`.
    fr
        French name, that of the sheet in the French template.
    what
        One English sentence that defines a row.
    key
        Columns that together identify a row.
    columns
        In the order in which they are written.
    references
        Column name → table whose (single-column) key it references.
    filled_in
        Whether people fill it in, so that it has a template.
    """

    name: str
    fr: str
    what: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    references: Mapping[str, str] = field(default_factory=dict)
    filled_in: bool = False

    def __getitem__(self, name: str) -> Column:
        """Return the column of that name."""
        return next(column for column in self.columns if column.name == name)

    @property
    def names(self) -> list[str]:
        """The names of its columns, in order."""
        return [column.name for column in self.columns]

    @property
    def required(self) -> list[str]:
        """The names of the columns that must be there."""
        return [column.name for column in self.columns if column.required]
