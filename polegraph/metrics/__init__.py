"""Measures: functions that take a network and return a data frame."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from polegraph.metrics._brokerage import brokerage
    from polegraph.metrics._communities import communities, community_stability
    from polegraph.metrics._expected import expected
    from polegraph.metrics._mixing import attribute_assortativity, ei_index, homophily, mixing
    from polegraph.metrics.links import large_group_links
    from polegraph.metrics.structure import core_periphery, lock_in
    from polegraph.metrics.twomode import as_places, distributions, latapy_clustering, places, redundancy, two_mode

# Loaded when used: only some measures need the compiler or the community finder, which take long to import.
_HOME = {
    "as_places": "twomode",
    "attribute_assortativity": "_mixing",
    "brokerage": "_brokerage",
    "communities": "_communities",
    "community_stability": "_communities",
    "core_periphery": "structure",
    "distributions": "twomode",
    "ei_index": "_mixing",
    "expected": "_expected",
    "homophily": "_mixing",
    "large_group_links": "links",
    "latapy_clustering": "twomode",
    "lock_in": "structure",
    "mixing": "_mixing",
    "places": "twomode",
    "redundancy": "twomode",
    "two_mode": "twomode",
}
__all__ = [
    "as_places",
    "attribute_assortativity",
    "brokerage",
    "communities",
    "community_stability",
    "core_periphery",
    "distributions",
    "ei_index",
    "expected",
    "homophily",
    "large_group_links",
    "latapy_clustering",
    "lock_in",
    "mixing",
    "places",
    "redundancy",
    "two_mode",
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
