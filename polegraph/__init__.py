"""polegraph: who works with whom in collaborative projects, who does not, and who should."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from polegraph import (
        consortia,
        geography,
        identity,
        maps,
        meetings,
        metrics,
        outcomes,
        reports,
        scorecards,
        sources,
        suggestions,
        support,
        synergies,
    )
    from polegraph.combine import dedupe, unmerged
    from polegraph.errors import PolegraphError
    from polegraph.network import Network
    from polegraph.reports.citation import cite
    from polegraph.stores.address import read, write
    from polegraph.version import __version__

__all__ = [
    "Network",
    "PolegraphError",
    "__version__",
    "cite",
    "consortia",
    "dedupe",
    "geography",
    "identity",
    "maps",
    "meetings",
    "metrics",
    "outcomes",
    "read",
    "reports",
    "scorecards",
    "sources",
    "suggestions",
    "support",
    "synergies",
    "unmerged",
    "write",
]

# Loaded when used: pandas and its kin take longer to import than `polegraph --help` may take in all.
_HOME = {
    "Network": "polegraph.network",
    "PolegraphError": "polegraph.errors",
    "__version__": "polegraph.version",
    "cite": "polegraph.reports.citation",
    "dedupe": "polegraph.combine",
    "read": "polegraph.stores.address",
    "unmerged": "polegraph.combine",
    "write": "polegraph.stores.address",
}
_ROOMS = (
    *("consortia", "geography", "identity", "maps", "meetings", "metrics", "outcomes", "reports", "scorecards"),
    *("sources", "suggestions", "support", "synergies"),
)


if not TYPE_CHECKING:  # a type checker would take any name

    def __getattr__(name: str) -> Any:  # noqa: ANN401  # a module, a class or a function
        """Load a name of the public face when it is first used (PEP 562)."""
        if name in _HOME:
            value = getattr(import_module(_HOME[name]), name)
        elif name in _ROOMS:
            value = import_module(f"polegraph.{name}")
        else:
            raise AttributeError(f"module 'polegraph' has no attribute {name!r}")
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
