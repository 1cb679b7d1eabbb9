"""Measures: functions that take a network and return a data frame."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from polegraph.metrics.assortativity import attribute_assortativity, ei_index, homophily, mixing
    from polegraph.metrics.bipartite import as_places, distributions, latapy_clustering, places, redundancy, two_mode
    from polegraph.metrics.brokerage_roles import brokerage
    from polegraph.metrics.catalogue.measures_table import table
    from polegraph.metrics.catalogue.overview import summary
    from polegraph.metrics.centrality import betweenness_centrality, degree, harmonic_centrality, pagerank
    from polegraph.metrics.cohesion import (
        articulation_points,
        connected_components,
        core_number,
        cut_off,
        structural_holes,
    )
    from polegraph.metrics.community.detection import communities, community_stability
    from polegraph.metrics.community.hierarchy import nested_communities
    from polegraph.metrics.inference.expectation import expected
    from polegraph.metrics.inference.validation import validated_links
    from polegraph.metrics.links import large_group_links
    from polegraph.metrics.structure import core_periphery, lock_in
    from polegraph.metrics.temporal.dynamics import compare, evolution

# Loaded when used: only some measures need the compiler or the community finder, which take long to import.
_HOME = {
    "articulation_points": "cohesion",
    "as_places": "bipartite",
    "attribute_assortativity": "assortativity",
    "betweenness_centrality": "centrality",
    "brokerage": "brokerage_roles",
    "communities": "community.detection",
    "community_stability": "community.detection",
    "compare": "temporal.dynamics",
    "connected_components": "cohesion",
    "core_number": "cohesion",
    "core_periphery": "structure",
    "cut_off": "cohesion",
    "degree": "centrality",
    "distributions": "bipartite",
    "ei_index": "assortativity",
    "evolution": "temporal.dynamics",
    "expected": "inference.expectation",
    "harmonic_centrality": "centrality",
    "homophily": "assortativity",
    "large_group_links": "links",
    "latapy_clustering": "bipartite",
    "lock_in": "structure",
    "mixing": "assortativity",
    "nested_communities": "community.hierarchy",
    "pagerank": "centrality",
    "places": "bipartite",
    "redundancy": "bipartite",
    "structural_holes": "cohesion",
    "summary": "catalogue.overview",
    "table": "catalogue.measures_table",
    "two_mode": "bipartite",
    "validated_links": "inference.validation",
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
