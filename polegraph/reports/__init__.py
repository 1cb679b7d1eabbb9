"""Outputs for people: tables for the terminal and for files, workbooks, graph files, the state of a network; papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from polegraph.reports.paper.writing import write

__all__ = ["write"]


if not TYPE_CHECKING:  # a type checker would take any name

    def __getattr__(name: str) -> Any:  # noqa: ANN401  # a function
        """Load the writer of papers when it is first used (PEP 562): it needs all of the analysis."""
        if name != "write":
            raise AttributeError(f"module 'polegraph.reports' has no attribute {name!r}")
        from polegraph.reports.paper.writing import write  # noqa: PLC0415

        globals()[name] = write
        return write
