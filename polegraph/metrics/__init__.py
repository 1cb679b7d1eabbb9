"""Measures: functions that take a network and return a data frame."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from polegraph.metrics._expected import expected
    from polegraph.metrics.communities import communities, community_stability
    from polegraph.metrics.links import large_group_links

# Loaded when used: only some measures need the compiler or the community finder, which take long to import.
_HOME = {
    "communities": "communities",
    "community_stability": "communities",
    "expected": "_expected",
    "large_group_links": "links",
}
__all__ = [
    "communities",
    "community_stability",
    "expected",
    "large_group_links",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401  # a function
    """Load a measure when it is first used (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module 'polegraph.metrics' has no attribute {name!r}")
    value = getattr(import_module(f"polegraph.metrics.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
