"""Reader of sheets kept by hand: CSV files or a workbook after the templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from polegraph.sources.spreadsheet.reader import read as read

__all__ = ["read"]


def __getattr__(name: str) -> Any:  # noqa: ANN401  # a function
    """Load the reader on first use: other modules need the parsers of cells alone."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from polegraph.sources.spreadsheet import reader  # noqa: PLC0415

    return getattr(reader, name)
