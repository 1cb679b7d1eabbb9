"""A pôle's own sheets after the templates, CSV files or a workbook, as people fill them in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from polegraph.sources.spreadsheet.reader import read as read

__all__ = ["read"]


def __getattr__(name: str) -> Any:  # noqa: ANN401  # a function
    """Load the reader when it is first used: others want to know how a cell is read, and not the whole of it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from polegraph.sources.spreadsheet import reader  # noqa: PLC0415

    return getattr(reader, name)
