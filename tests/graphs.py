"""The graphs whose figures the books give, as Networks, from NetworkX, which ships them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pandas as pd

from polegraph.network import Network

if TYPE_CHECKING:
    from collections.abc import Iterable


def karate() -> Network:
    """Zachary's karate club: members ``n00`` to ``n33``; the club that each went to stands as its region."""
    graph = nx.karate_club_graph()
    clubs = [graph.nodes[node]["club"] for node in graph]
    net = of_links([f"n{node:02}" for node in graph], ((f"n{one:02}", f"n{other:02}") for one, other in graph.edges))
    return net.with_tables(organisations=net.organisations.assign(region=clubs))


def florentine() -> Network:
    """Marriages of Florentine families, without the Pucci, who had none with the others."""
    graph = nx.florentine_families_graph()
    return of_links(sorted(graph), graph.edges)


def davis() -> Network:
    """Davis's Southern women, and the events that they went to as projects."""
    graph = nx.davis_southern_women_graph()
    women, events = graph.graph["top"], graph.graph["bottom"]
    return Network(
        organisations=pd.DataFrame({"org_id": women, "name": women}),
        projects=pd.DataFrame({"project_id": events}),
        participations=pd.DataFrame(
            [(event, woman) for woman in women for event in graph[woman]], columns=["project_id", "org_id"]
        ),
    )


def of_links(nodes: Iterable[str], links: Iterable[tuple[str, str]]) -> Network:
    """Build a network in which each link is a project of two; named by its place among the sorted links."""
    names = list(nodes)
    pairs = sorted(tuple(sorted(link)) for link in links)
    projects = [f"p{place:03}" for place in range(len(pairs))]
    return Network(
        organisations=pd.DataFrame({"org_id": names, "name": names}),
        projects=pd.DataFrame({"project_id": projects}),
        participations=pd.DataFrame(
            [(project, end) for project, pair in zip(projects, pairs, strict=True) for end in pair],
            columns=["project_id", "org_id"],
        ),
    )
