"""What every public measure does beside measuring: refuse other libraries' graphs, record its call, index by name."""

from __future__ import annotations

from functools import wraps
from inspect import Signature, isfunction, signature
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.network.given_graphs import refuse_graph
from polegraph.version import __version__

if TYPE_CHECKING:
    from polegraph.network import Network

RECORD: Final = "polegraph"
"""The attribute of a result (``DataFrame.attrs``) that says what computed it, in plain values that can be written."""


def guarded(value: Any, module: str) -> Any:  # noqa: ANN401  # a function, or anything else that is public
    """Return a measure that refuses graphs of other libraries with a sentence, and anything else as it is.

    Its result bears a record of the call in ``attrs["polegraph"]``: version, method, options and day and size of the
    network; `polegraph.cite` makes it complete. With ``index=True`` a result that has ``org_id`` is indexed by it.

    Parameters
    ----------
    value
        A function whose first parameter is ``net``, or anything.
    module
        The module that it is public in, where `pickle` will look for it.

    Examples
    --------
    >>> import networkx as nx
    >>> guarded(lambda net: len(net.projects), "here")(nx.path_graph(3))
    Traceback (most recent call last):
    polegraph.errors.PolegraphError: value 'networkx.Graph': a graph of another library stands where a polegraph.Network
    is wanted. What to do: make a network of a NetworkX graph with Network.from_networkx, else with
    Network.from_edgelist.
    >>> from polegraph.examples import tiny
    >>> from polegraph.metrics.centrality import pagerank
    >>> guarded(pagerank, "polegraph.metrics")(tiny(), index=True).index.name
    'org_id'
    """
    if not isfunction(value):
        return value
    known = signature(value)
    if next(iter(known.parameters), None) != "net":
        return value

    @wraps(value)
    def measure(*given: Any, **options: Any) -> Any:  # noqa: ANN401  # handed on
        refuse_graph(given[0] if given else options.get("net"))
        indexed = options.pop("index", False) if "index" not in known.parameters else False
        found = value(*given, **options)
        if not isinstance(found, pd.DataFrame):
            return found
        found.attrs[RECORD] = _record(f"{module.removeprefix('polegraph.')}.{value.__name__}", known, given, options)
        return found.set_index("org_id") if indexed and "org_id" in found.columns else found

    measure.__module__ = module
    return measure


def _record(method: str, known: Signature, given: tuple[Any, ...], options: dict[str, Any]) -> dict[str, Any]:
    """Return what computed a result, as texts and numbers."""
    bound = known.bind(*given, **options)
    bound.apply_defaults()
    net: Network = bound.arguments.pop("net")
    sizes = {name: len(net.tables[name]) for name in ("organisations", "projects", "participations")}
    plain = {name: _plain(value) for name, value in bound.arguments.items() if name != "progress"}
    return {"polegraph": __version__, "method": method, "options": plain, "day": net.day.isoformat(), **sizes}


def _plain(value: Any) -> Any:  # noqa: ANN401  # any option
    """Return an option as JSON has it; what is no number or short text by its type."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (set, frozenset)):
        return [_plain(one) for one in sorted(value, key=str)]
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    return getattr(value, "__name__", type(value).__name__)
