"""Publishers' files in, checked networks out: one module a publisher."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from polegraph.sources import anr, cordis, spreadsheet, templates

__all__ = ["anr", "cordis", "spreadsheet", "templates"]


def __getattr__(name: str) -> Any:  # noqa: ANN401  # a module
    """Load a publisher's module when it is first used: who reads one needs none of the others."""
    if name not in __all__:
        raise AttributeError(f"module 'polegraph.sources' has no attribute {name!r}")
    return import_module(f"polegraph.sources.{name}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
