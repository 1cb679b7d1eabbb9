"""A network as a JSON file for VOSviewer: items, links and clusters."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, Literal

import pandas as pd

from polegraph.files import whole
from polegraph.metrics import communities
from polegraph.network.graph_views import project_nodes

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from polegraph.network import Network

_CLUSTERS: Final = 1000  # VOSviewer knows no more


def write(network: Network, path: str | os.PathLike[str], mode: Literal["one", "two"] = "one") -> None:
    """Write a network as a file for VOSviewer, whole or not at all.

    Parameters
    ----------
    network
        What to write.
    path
        The file, with the suffix ``.json``.
    mode
        ``one``: organisations, linked where they share a project; ``two``: organisations and projects.

    Raises
    ------
    PolegraphError
        If it cannot be written.
    """
    # Lone surrogates stay escapes, which every reader of JSON knows.
    text = json.dumps(content(network, mode), ensure_ascii=False, allow_nan=False, indent=1)
    with whole(path) as temporary:
        temporary.write_bytes(text.encode("utf-8", "backslashreplace") + b"\n")


def content(network: Network, mode: Literal["one", "two"] = "one") -> dict[str, Any]:
    """Return the content of the file, as a dict for JSON.

    Parameters
    ----------
    network
        What to write.
    mode
        As for `write`.

    Returns
    -------
    dict
        ``network``: items sorted by identifier, organisations first, with the number of projects and partners (of
        members, for a project) as weights and the mean year of projects as a score; links, with the number
        of projects shared as strength; clusters, which are the communities, called after their most active member. No
        positions: VOSviewer places items itself. No descriptions: VOSviewer reads these as HTML.

    References
    ----------
    VOSviewer, "VOSviewer JSON files", https://app.vosviewer.com/docs/file-types/json-file-type/

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> found = content(tiny())["network"]
    >>> found["items"][2]["label"], found["links"][0]
    ('Laboratory (invented)', {'source_id': 'BIG', 'target_id': 'LAB', 'strength': 1})
    """
    # Collect the figures of organisations: projects, mean year, partners, community.
    graph = network.to_networkx(mode)
    cluster = _clusters(network)
    projects = network.participations.groupby("org_id")["project_id"].nunique()
    known = network.projects.set_index("project_id")["year"].astype("float64")
    rows = network.participations["project_id"].map(known.to_dict()).astype("float64")
    years = rows.groupby(network.participations["org_id"]).mean()
    names = dict(zip(network.organisations["org_id"], network.organisations["name"], strict=True))
    partners = dict(network.to_networkx().degree())
    # Make the items.
    items = [
        _item(
            (org_id, names[org_id]),
            {"Projects": int(projects.get(org_id, 0)), "Partners": partners[org_id]},
            years.get(org_id),
            cluster.get(org_id),
        )
        for org_id in sorted(names)
    ]
    if mode == "two":
        items += _projects(network, cluster)
    # Make the links, in an order that no table decides.
    ends = sorted(
        (*sorted((one, other)), int(values.get("projects", 1))) for one, other, values in graph.edges(data=True)
    )
    return {
        "network": {
            "items": items,
            "links": [{"source_id": one, "target_id": other, "strength": number} for one, other, number in ends],
            "clusters": _labels(cluster, names, projects),
        }
    }


def _clusters(network: Network) -> dict[str, int]:
    """Return the number of each organisation's community, from 1; one without partners has none."""
    found = communities(network, runs=0, rounds=2).dropna(subset="community")
    pairs = zip(found["org_id"].tolist(), found["community"].astype(int).tolist(), strict=True)
    return {org_id: number for org_id, number in pairs if number <= _CLUSTERS}


def _item(who: tuple[str, str], weights: dict[str, int], year: Any, cluster: int | None) -> dict[str, Any]:  # noqa: ANN401  # a number or missing
    item: dict[str, Any] = {"id": who[0], "label": who[1], "weights": weights}
    if pd.notna(year):
        item["scores"] = {"Year": round(float(year), 2)}
    if cluster is not None:
        item["cluster"] = cluster
    return item


def _projects(network: Network, cluster: dict[str, int]) -> Iterable[dict[str, Any]]:
    """Return projects as items, each in the cluster of most of its members."""
    members = network.participations.drop_duplicates(["project_id", "org_id"])
    size = members["project_id"].value_counts()
    of_members = members.assign(cluster=members["org_id"].map(cluster)).dropna(subset="cluster")
    most = of_members.groupby("project_id")["cluster"].agg(lambda found: int(found.mode().min())).to_dict()
    table, nodes = network.projects.sort_values("project_id"), project_nodes(network.project_index, network.org_index)
    names = table["acronym"].fillna(table["title"]).fillna(table["project_id"])
    for project_id, name, year in zip(table["project_id"], names, table["year"], strict=True):
        weights = {"Projects": 1, "Partners": int(size.get(project_id, 0))}
        yield _item((nodes[project_id], name), weights, year, most.get(project_id))


def _labels(cluster: dict[str, int], names: dict[str, str], projects: pd.Series[int]) -> list[dict[str, Any]]:
    members: dict[int, list[str]] = {}
    for org_id, number in cluster.items():
        members.setdefault(number, []).append(org_id)
    leaders = {number: min(those, key=lambda org: (-int(projects[org]), org)) for number, those in members.items()}
    return [{"cluster": number, "label": names[leaders[number]]} for number in sorted(leaders)]
