from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from polegraph.errors import PolegraphError
from polegraph.linalg.sparse import sorted_rows
from polegraph.network import Network
from polegraph.suggestions import METHODS
from polegraph.suggestions.candidates.baselines import (
    COMMON,
    DAMPING,
    STEPS,
    adamic_adar,
    common_neighbours,
    named,
    pagerank,
    popularity,
)
from polegraph.suggestions.candidates.exclusions import Exclusion, Filters
from polegraph.suggestions.candidates.ranked import lists, through_common
from polegraph.suggestions.learning.scorers import alone
from polegraph.suggestions.profiles import random_walk
from polegraph.suggestions.profiles.snapshot import Context
from tests.networks import networks, shuffled


def everyone(context: Context) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.arange(len(context.ids), dtype=np.int64)


def davis() -> Network:
    """The Southern Women of Davis, Gardner and Gardner (1941), as NetworkX ships them: 18 women, 14 events."""
    graph = nx.davis_southern_women_graph()
    women = graph.graph["top"]
    return Network(
        organisations=pd.DataFrame({"org_id": women, "name": women}),
        projects=pd.DataFrame({"project_id": graph.graph["bottom"]}),
        participations=pd.DataFrame(
            [(event, woman) for woman in women for event in graph[woman]], columns=["project_id", "org_id"]
        ),
    )


def by_networkx(network: Network, damping: float) -> pd.DataFrame:
    graph = network.to_networkx(weight="newman")
    rows = {org: nx.pagerank(graph, alpha=damping, personalization={org: 1}, tol=1e-13, max_iter=2000) for org in graph}
    return pd.DataFrame(rows).T.sort_index().sort_index(axis=1)


@settings(max_examples=15)
@given(networks(), st.sampled_from([0.5, DAMPING, 0.85]))
def test_pagerank_is_networkx_pagerank_with_personalisation(network: Network, damping: float) -> None:
    context = Context(network)
    ours = pagerank(context, everyone(context), damping=damping, steps=40)
    np.testing.assert_allclose(ours, by_networkx(network, damping).to_numpy(), atol=2e-6)


@settings(max_examples=15)
@given(networks(), st.integers(0, 1000), st.sampled_from([0.5, 0.8]))
def test_a_tie_is_a_project_of_two(network: Network, seed: int, damping: float) -> None:
    context, draw = Context(network), np.random.default_rng(seed)
    number = len(context.ids)
    one, other = np.nonzero(np.triu(draw.random((number, number)) < 0.3, k=1))
    weights, power = draw.random(context.incidence.shape[0]) + 0.1, draw.random(len(one)) + 0.1
    ties = sparse.csr_array((power, (one, other)), shape=(number, number))
    pairs = sparse.csr_array(np.eye(number, dtype=np.int64)[one] + np.eye(number, dtype=np.int64)[other])
    projects = sorted_rows(sparse.vstack([context.incidence, pairs])) if len(one) else context.incidence
    scores = np.empty((2, number, number), dtype=np.float32)
    for place, walk in enumerate(
        (
            random_walk.tied(context.incidence, weights, sorted_rows(ties + ties.T), damping),
            random_walk.system(projects, np.concatenate([weights, power]), damping),
        )
    ):
        random_walk.visits(walk, everyone(context), everyone(context), 40, scores[place])
    np.testing.assert_allclose(scores[0], scores[1], atol=1e-5)
    np.testing.assert_allclose(scores.sum(axis=2), 1, atol=1e-5)


@settings(max_examples=30)
@given(networks(), st.sampled_from(sorted(COMMON)), st.integers(1, 4))
def test_lists_by_common_partners_are_those_of_their_scores(network: Network, name: str, top: int) -> None:
    context = Context(network)
    exclude = Exclusion(context, Filters())
    found = through_common(context, COMMON[name](context), everyone(context), exclude, top)
    slowly = lists(alone(context, METHODS[name]), everyone(context), exclude, top)
    for one, other in zip(found, slowly, strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_steps_that_are_taken_are_enough() -> None:
    context = Context(davis())
    ours = pagerank(context, everyone(context))
    np.testing.assert_allclose(ours, by_networkx(davis(), DAMPING).to_numpy(), atol=2e-4)
    np.testing.assert_allclose(ours.sum(axis=1), 1, atol=1e-3)


def test_who_is_further_away_than_the_steps_scores_nothing() -> None:
    ids = [f"o{i:02}" for i in range(30)]
    chain = Network(
        organisations=pd.DataFrame({"org_id": ids, "name": ids}),
        projects=pd.DataFrame({"project_id": [f"p{i}" for i in range(29)]}),
        participations=pd.DataFrame(
            [(f"p{i}", ids[i + end]) for i in range(29) for end in (0, 1)], columns=["project_id", "org_id"]
        ),
    )
    scores = pagerank(Context(chain), np.array([0]))[0]
    assert (scores[: STEPS + 2] > 0).all()
    assert not scores[STEPS + 2 :].any()


@settings(max_examples=20)
@given(networks())
def test_adamic_adar_is_that_of_networkx(network: Network) -> None:
    context = Context(network)
    ours = adamic_adar(context, everyone(context))
    graph = network.to_networkx()
    place = {org: i for i, org in enumerate(context.ids)}
    pairs = [(one, other) for one in graph for other in graph if one != other]
    for one, other, expected in nx.adamic_adar_index(graph, pairs):
        assert ours[place[one], place[other]] == pytest.approx(expected, abs=1e-5)
    assert not ours.diagonal().any()


@settings(max_examples=20)
@given(networks())
def test_common_neighbours_are_those_of_networkx(network: Network) -> None:
    context = Context(network)
    ours = common_neighbours(context, everyone(context))
    graph = network.to_networkx()
    for i, one in enumerate(context.ids):
        for j, other in enumerate(context.ids):
            assert ours[i, j] == (len(list(nx.common_neighbors(graph, one, other))) if i != j else 0)


@settings(max_examples=20)
@given(networks())
def test_popularity_is_the_number_of_partners(network: Network) -> None:
    context = Context(network)
    graph = network.to_networkx()
    degrees = [graph.degree[org] for org in context.ids]
    assert popularity(context, everyone(context)).tolist() == [degrees] * len(degrees)


@settings(max_examples=20)
@given(networks())
def test_the_bars_count_projects_and_those_of_the_last_three_years(network: Network) -> None:
    context = Context(network)
    year = dict(zip(network.projects["project_id"], network.projects["year"], strict=True))
    last = max([one for one in year.values() if not pd.isna(one)], default=0)
    own: dict[str, list[int]] = {org: [] for org in context.ids}
    for project, org in zip(network.participations["project_id"], network.participations["org_id"], strict=True):
        own[org].append(year[project])
    recent = [sum(not pd.isna(one) and one > last - 3 for one in own[org]) for org in context.ids]
    assert METHODS["projects"](context, everyone(context)).tolist() == [[len(own[org]) for org in context.ids]] * len(
        own
    )
    assert METHODS["recent"](context, everyone(context)).tolist() == [recent] * len(own)


@settings(max_examples=20)
@given(networks())
def test_the_wider_walk_is_that_of_networkx_with_its_own_damping(network: Network) -> None:
    context = Context(network)
    ours = METHODS["pagerank85"](context, everyone(context))
    np.testing.assert_allclose(ours, by_networkx(network, 0.85).to_numpy(), atol=6e-3)


@settings(max_examples=20)
@given(networks(), st.integers(0, 9))
def test_the_order_of_rows_changes_not_one_bit(network: Network, seed: int) -> None:
    one, other = Context(network), Context(shuffled(network, seed))
    assert one.ids.tolist() == other.ids.tolist()
    for method in METHODS.values():
        assert (method(one, everyone(one)) == method(other, everyone(other))).all()


@settings(max_examples=20)
@given(networks())
def test_a_user_scores_the_same_alone_and_among_others(network: Network) -> None:
    context = Context(network)
    for method in METHODS.values():
        together = method(context, everyone(context))
        for user in everyone(context):
            np.testing.assert_allclose(method(context, np.array([user]))[0], together[user], rtol=1e-5, atol=1e-7)


def test_methods_are_known_by_name() -> None:
    assert named("pagerank") == "pagerank"
    with pytest.raises(PolegraphError, match="use one of: learned, fusion, pagerank, adamic_adar"):
        named("astrology")
