"""The network as NetworkX graphs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pandas as pd

from polegraph.errors import PolegraphError
from polegraph.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from polegraph.network import Network, Weight


def one_mode(network: Network, weight: Weight) -> nx.Graph[str]:
    """Link organisations that share a project.

    Parameters
    ----------
    network
        The network.
    weight
        What the attribute ``weight`` holds.
    """
    graph = nx.Graph(name="organisations")
    graph.add_nodes_from(_nodes(network.organisations, "org_id"))
    projects, newman = network.collaboration_matrix("projects"), network.collaboration_matrix("newman")
    ids = network.org_index.to_numpy()
    rows = np.repeat(np.arange(len(ids)), np.diff(projects.indptr))
    once = rows < projects.indices
    pairs = zip(
        ids[rows[once]].tolist(),
        ids[projects.indices[once]].tolist(),
        projects.data[once].tolist(),
        newman.data[once].tolist(),
        strict=True,
    )
    graph.add_edges_from(
        (one, other, {"weight": count if weight == "projects" else share, "projects": count, "newman": share})
        for one, other, count, share in pairs
    )
    return graph


def two_mode(network: Network) -> nx.Graph[str]:
    """Link organisations to the projects that they take part in.

    Parameters
    ----------
    network
        The network.
    """
    both = network.project_index.intersection(network.org_index)
    if len(both):
        raise PolegraphError(
            _("a project and an organisation have the same identifier, so they cannot stand in one graph"),
            value=both[0],
            remedy=_("rename one of them"),
        )
    graph = nx.Graph(name="organisations and projects")
    graph.add_nodes_from((node, {**values, "bipartite": 0}) for node, values in _nodes(network.projects, "project_id"))
    graph.add_nodes_from((node, {**values, "bipartite": 1}) for node, values in _nodes(network.organisations, "org_id"))
    columns = [column for column in network.participations.columns if column not in {"project_id", "org_id"}]
    ends = network.participations[["project_id", "org_id"]].itertuples(index=False, name=None)
    known = _known(network.participations[columns])
    graph.add_edges_from((*pair, values) for pair, values in zip(ends, known, strict=True))
    return graph


def _nodes(table: pd.DataFrame, key: str) -> Iterator[tuple[str, dict[str, Any]]]:
    return zip(table[key].tolist(), _known(table.drop(columns=key)), strict=True)


def _known(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Give each row as a dict of what is known, in types that every graph format can write."""
    rows: list[dict[str, Any]] = [{} for _ in range(len(table))]
    for name, values in table.items():
        known = values.notna().to_numpy()
        if pd.api.types.is_datetime64_any_dtype(values):
            plain = values[known].dt.strftime("%Y-%m-%d").tolist()
        else:
            plain = values[known].tolist()
        for row, value in zip(np.flatnonzero(known).tolist(), plain, strict=True):
            rows[row][str(name)] = value
    return rows
