"""Lists of links: a row two organisations, or an organisation and a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from polegraph.sources.sheet._grid import Grid
    from polegraph.sources.sheet._rows import Read


def read(grid: Grid) -> Read | None:
    return None
