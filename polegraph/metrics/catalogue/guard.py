"""Measures that say so when they are given the graph of another library instead of a network."""

from __future__ import annotations

from functools import wraps
from inspect import isfunction, signature
from typing import Any

from polegraph.network.given_graphs import refuse_graph


def guarded(value: Any, module: str) -> Any:  # noqa: ANN401  # a function, or anything else that is public
    """Return a measure that refuses graphs of other libraries with a sentence, and anything else as it is.

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
    """
    if not isfunction(value) or next(iter(signature(value).parameters), None) != "net":
        return value

    @wraps(value)
    def measure(*given: Any, **options: Any) -> Any:  # noqa: ANN401  # handed on
        refuse_graph(given[0] if given else options.get("net"))
        return value(*given, **options)

    measure.__module__ = module
    return measure
