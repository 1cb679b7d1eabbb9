"""Measures: functions that take a network and return a data frame."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from polegraph.metrics._brokerage import brokerage
    from polegraph.metrics._communities import communities, community_stability
    from polegraph.metrics._evolution import compare, evolution
    from polegraph.metrics._expected import expected
    from polegraph.metrics._mixing import attribute_assortativity, ei_index, homophily, mixing
    from polegraph.metrics._nested import nested_communities
    from polegraph.metrics._summary import summary
    from polegraph.metrics._table import table
    from polegraph.metrics.cohesion import (
        articulation_points,
        connected_components,
        core_number,
        cut_off,
        structural_holes,
    )
    from polegraph.metrics.links import large_group_links
    from polegraph.metrics.position import betweenness_centrality, degree, harmonic_centrality, pagerank
    from polegraph.metrics.structure import core_periphery, lock_in
    from polegraph.metrics.twomode import as_places, distributions, latapy_clustering, places, redundancy, two_mode
    from polegraph.metrics.validated import validated_links

# Loaded when used: only some measures need the compiler or the community finder, which take long to import.
_HOME = {
    "articulation_points": "cohesion",
    "as_places": "twomode",
    "attribute_assortativity": "_mixing",
    "betweenness_centrality": "position",
    "brokerage": "_brokerage",
    "communities": "_communities",
    "community_stability": "_communities",
    "compare": "_evolution",
    "connected_components": "cohesion",
    "core_number": "cohesion",
    "core_periphery": "structure",
    "cut_off": "cohesion",
    "degree": "position",
    "distributions": "twomode",
    "ei_index": "_mixing",
    "evolution": "_evolution",
    "expected": "_expected",
    "harmonic_centrality": "position",
    "homophily": "_mixing",
    "large_group_links": "links",
    "latapy_clustering": "twomode",
    "lock_in": "structure",
    "mixing": "_mixing",
    "nested_communities": "_nested",
    "pagerank": "position",
    "places": "twomode",
    "redundancy": "twomode",
    "structural_holes": "cohesion",
    "summary": "_summary",
    "table": "_table",
    "two_mode": "twomode",
    "validated_links": "validated",
}
__all__ = [
    "articulation_points",
    "as_places",
    "attribute_assortativity",
    "betweenness_centrality",
    "brokerage",
    "communities",
    "community_stability",
    "compare",
    "connected_components",
    "core_number",
    "core_periphery",
    "cut_off",
    "degree",
    "distributions",
    "ei_index",
    "evolution",
    "expected",
    "harmonic_centrality",
    "homophily",
    "large_group_links",
    "latapy_clustering",
    "lock_in",
    "mixing",
    "nested_communities",
    "pagerank",
    "places",
    "redundancy",
    "structural_holes",
    "summary",
    "table",
    "two_mode",
    "validated_links",
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
