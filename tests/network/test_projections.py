from __future__ import annotations

from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.network import Network, projections
from tests.networks import networks


@given(networks(), st.sampled_from(["shared", "newman"]))
@settings(max_examples=15)
def test_projects_are_tied_by_the_organisations_that_they_share(net: Network, weight: str) -> None:
    members = net.participations.groupby("project_id")["org_id"].agg(set).to_dict()
    counted = net.participations["org_id"].value_counts()
    wanted = {}
    for one, other in combinations(sorted(map(str, members)), 2):
        shared = members[one] & members[other]
        if shared:
            each = [1 if weight == "shared" else 1 / (counted[org] - 1) for org in shared]
            wanted[one, other] = pytest.approx(sum(each))
    view = net.projection("projects", weight)  # type: ignore[arg-type]
    assert {(a, b): w for a, b, w in view.links().itertuples(index=False, name=None)} == wanted
    graph = view.to_networkx()
    assert set(graph) == set(net.project_index)
    assert graph.number_of_edges() == len(wanted)


@given(networks(), st.sampled_from(["shared", "newman"]), st.randoms(use_true_random=False))
@settings(max_examples=15)
def test_a_star_leads_from_coordinators_to_the_others(net: Network, weight: str, chance: object) -> None:
    roles = net.participations.assign(
        role=[chance.choice(["coordinator", "partner", None]) for _ in range(len(net.participations))]  # type: ignore[attr-defined]
    )
    net = net.with_tables(participations=roles)
    graph = nx.DiGraph()
    for _project, rows in roles.groupby("project_id"):
        for lead in rows.loc[rows["role"] == "coordinator", "org_id"]:
            for org in rows.loc[rows["org_id"] != lead, "org_id"]:
                before = graph.edges[lead, org]["weight"] if graph.has_edge(lead, org) else 0
                graph.add_edge(lead, org, weight=before + (1 if weight == "shared" else 1 / (len(rows) - 1)))
    found = net.projection("star", weight).to_networkx()  # type: ignore[arg-type]
    assert found.is_directed()
    assert set(found) == set(net.org_index)
    assert {edge: pytest.approx(w) for *edge_, w in graph.edges(data="weight") for edge in [tuple(edge_)]} == {
        (a, b): w for a, b, w in found.edges(data="weight")
    }


def test_that_of_organisations_is_the_collaboration_matrix() -> None:
    net = tiny()
    assert net.projection().matrix is net.collaboration_matrix()
    assert net.projection(weight="newman").matrix is net.collaboration_matrix("newman")
    assert nx.utils.graphs_equal(nx.Graph(net.projection().to_networkx().edges), nx.Graph(net.to_networkx().edges))
    assert net.projection().to_networkx().nodes["LAB"]["kind"] == "lab"


def test_what_cannot_be_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PolegraphError, match="no such projection"):
        tiny().projection("themes")  # type: ignore[arg-type]
    with pytest.raises(PolegraphError, match="no such weight"):
        tiny().projection(weight="projects")  # type: ignore[arg-type]
    monkeypatch.setattr(projections, "_MOST", 5)
    with pytest.raises(PolegraphError, match="tie too many"):
        tiny().projection("projects")
