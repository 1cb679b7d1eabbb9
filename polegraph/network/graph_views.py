"""The network as NetworkX graphs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from polegraph.linalg import Csr
    from polegraph.network.views import Weight


def one_mode(organisations: pd.DataFrame, projects: Csr, newman: Csr, weight: Weight) -> nx.Graph[str]:
    """Build the graph of organisations, linked where they share a project.

    Parameters
    ----------
    organisations
        The table.
    projects, newman
        Organisations × organisations: the number of shared projects, and Newman's weight.
    weight
        What the attribute ``weight`` holds.
    """
    graph = nx.Graph(name="organisations")
    graph.add_nodes_from(nodes(organisations, "org_id"))
    ids = organisations["org_id"].to_numpy()
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


def two_mode(organisations: pd.DataFrame, projects: pd.DataFrame, participations: pd.DataFrame) -> nx.Graph[str]:
    """Build the graph of organisations and projects, linked by participations.

    Parameters
    ----------
    organisations, projects, participations
        The tables.
    """
    graph = nx.Graph(name="organisations and projects")
    names = project_nodes(projects["project_id"], organisations["org_id"])
    for project, values in nodes(projects, "project_id"):
        said = {} if names[project] == project else {"project_id": project}
        graph.add_node(names[project], **said, **values, bipartite=0)
    graph.add_nodes_from((node, {**values, "bipartite": 1}) for node, values in nodes(organisations, "org_id"))
    columns = [column for column in participations.columns if column not in {"project_id", "org_id"}]
    ends = participations[["project_id", "org_id"]].itertuples(index=False, name=None)
    known = _known(participations[columns])
    graph.add_edges_from((names[project], org, values) for (project, org), values in zip(ends, known, strict=True))
    return graph


def project_nodes(project_ids: Iterable[str], org_ids: Iterable[str]) -> dict[str, str]:
    """Return the name of the node of each project: its identifier, or another one where an organisation has the same.

    Parameters
    ----------
    project_ids, org_ids
        The identifiers of a network.

    Examples
    --------
    >>> project_nodes(["P", "A"], ["A", "B"])
    {'P': 'P', 'A': 'project:A'}
    """
    names = {project: project for project in project_ids}
    organisations = set(org_ids)
    taken = {*organisations, *names}
    for project in sorted(organisations.intersection(names)):
        name = project
        while name in taken:
            name = f"project:{name}"
        taken.add(name)
        names[project] = name
    return names


def nodes(table: pd.DataFrame, key: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Return the nodes of a table with what is known of each, in types that every graph format can write.

    Parameters
    ----------
    table
        The table.
    key
        The column that identifies its rows.
    """
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
