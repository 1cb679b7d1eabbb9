"""The network as NetworkX graphs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pandas as pd

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
    graph = nx.Graph(name="organisations and projects")
    names = project_nodes(network)
    for project, values in _nodes(network.projects, "project_id"):
        said = {} if names[project] == project else {"project_id": project}
        graph.add_node(names[project], **said, **values, bipartite=0)
    graph.add_nodes_from((node, {**values, "bipartite": 1}) for node, values in _nodes(network.organisations, "org_id"))
    columns = [column for column in network.participations.columns if column not in {"project_id", "org_id"}]
    ends = network.participations[["project_id", "org_id"]].itertuples(index=False, name=None)
    known = _known(network.participations[columns])
    graph.add_edges_from((names[project], org, values) for (project, org), values in zip(ends, known, strict=True))
    return graph


def project_nodes(network: Network) -> dict[str, str]:
    """Name the node of each project: its identifier, or another one where an organisation has the same.

    Parameters
    ----------
    network
        The network.
    """
    taken = {*network.org_index, *network.project_index}
    names = {project: project for project in network.project_index}
    for project in sorted(network.project_index.intersection(network.org_index)):
        name = project
        while name in taken:
            name = f"project:{name}"
        taken.add(name)
        names[project] = name
    return names


def _nodes(table: pd.DataFrame, key: str) -> Iterator[tuple[str, dict[str, Any]]]:
    return zip(table[key].tolist(), _known(table.drop(columns=key)), strict=True)


def _known(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return each row as a dict of what is known, in types that every graph format can write."""
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
