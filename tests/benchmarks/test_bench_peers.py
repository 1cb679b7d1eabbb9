"""The same task by polegraph and by the best peers, in one run; pytest-benchmark prints the ratios in brackets."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import igraph
import networkx as nx
import numpy as np
import pytest
from scipy import sparse
from sknetwork.ranking import PageRank
from sparse_dot_topn import sp_matmul_topn

from polegraph import resources
from polegraph.metrics import large_group_links
from polegraph.sources import anr
from polegraph.stores.folder import dataset
from polegraph.suggestions.candidates.baselines import DAMPING, pagerank, rarity
from polegraph.suggestions.candidates.exclusions import Exclusion, Filters
from polegraph.suggestions.candidates.ranked import through_common
from polegraph.suggestions.profiles.snapshot import Context
from polegraph.tables import LARGE_SIZES, SME_SIZES

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

    from polegraph.network import Network

USERS = 32
LONGEST = 20


@pytest.fixture(scope="module")
def agency() -> Network:
    return anr.read(resources.data("anr/anr_dos_2010_2022_partenaires.csv.gz"))


@pytest.fixture(scope="module")
def horizon() -> Network:
    net = dataset.read(resources.data("horizon2020"))
    net.collaboration_matrix("newman")  # what every peer starts from is not what is measured
    return net


def _one_mode(net: Network) -> tuple[np.ndarray, np.ndarray]:
    """Return the pairs of the collaboration network, each once, and their Newman weights."""
    matrix = net.collaboration_matrix("newman").tocoo()
    once = matrix.row < matrix.col
    return np.column_stack([matrix.row[once], matrix.col[once]]), matrix.data[once]


@pytest.mark.benchmark(group=f"personalised PageRank of {USERS} organisations, Horizon 2020")
@pytest.mark.parametrize("who", ["polegraph", "scikit-network", "igraph"])
def test_pagerank(benchmark: BenchmarkFixture, horizon: Network, who: str) -> None:
    users = np.arange(USERS)
    if who == "polegraph":
        context = Context(horizon)
        pagerank(context, users[:1])
        scores = benchmark(pagerank, context, users)
    elif who == "scikit-network":
        adjacency = sparse.csr_matrix(horizon.collaboration_matrix("newman"))
        ranker = PageRank(damping_factor=DAMPING)
        scores = benchmark.pedantic(
            lambda: [ranker.fit_predict(adjacency, weights={int(user): 1}) for user in users], rounds=3
        )
    else:
        pairs, weights = _one_mode(horizon)
        graph = igraph.Graph(n=len(horizon.organisations), edges=pairs)
        graph.es["weight"] = weights
        scores = benchmark.pedantic(
            lambda: [
                graph.personalized_pagerank(damping=DAMPING, reset_vertices=[user], weights="weight") for user in users
            ],
            rounds=3,
        )
    assert len(scores) == USERS


@pytest.mark.benchmark(group=f"the {LONGEST} best of every SME by Adamic and Adar's index, ANR")
@pytest.mark.parametrize("who", ["polegraph: nobody known, no sister, no opt-out", "sparse_dot_topn: everybody"])
def test_adamic_adar(benchmark: BenchmarkFixture, agency: Network, who: str) -> None:
    context = Context(agency)
    size = agency.category["size"].to_numpy()[context.order]
    users = np.flatnonzero(np.isin(size.astype(object), SME_SIZES)).astype(np.int64)
    weights, exclude = rarity(context), Exclusion(context, Filters())
    if who.startswith("polegraph"):
        through_common(context, weights, users[:1], exclude, LONGEST)
        found = benchmark(through_common, context, weights, users, exclude, LONGEST)
        assert len(np.unique(found.user)) > len(users) / 2
    else:
        partners = sparse.csr_matrix(context.partners)
        best = benchmark(
            lambda: sp_matmul_topn(
                (partners[users] @ sparse.diags(weights)).tocsr(), partners, top_n=LONGEST, n_threads=os.cpu_count()
            )
        )
        assert best.shape == (len(users), len(size))


@pytest.mark.benchmark(group="steps to the nearest large group and direct partners of every SME, ANR")
@pytest.mark.parametrize("who", ["polegraph: the whole table of links without draws", "igraph", "NetworkX"])
def test_links(benchmark: BenchmarkFixture, agency: Network, who: str) -> None:
    size = agency.category["size"]
    smes, large = np.flatnonzero(size.isin(SME_SIZES)), np.flatnonzero(size.isin(LARGE_SIZES))
    if who.startswith("polegraph"):
        table = benchmark(large_group_links, agency, draws=0)
        assert len(table) == len(smes)
        return
    among_large = set(large.tolist())
    pairs, __ = _one_mode(agency)
    if who == "igraph":
        graph = igraph.Graph(n=len(size), edges=pairs)

        def links() -> int:
            steps = graph.distances(source=large.tolist(), target=smes.tolist())
            near = np.min(np.asarray(steps), axis=0)
            direct = [len(among_large.intersection(graph.neighbors(sme))) for sme in smes.tolist()]
            return len(near) + len(direct)
    else:
        plain = nx.Graph()
        plain.add_nodes_from(range(len(size)))
        plain.add_edges_from(pairs.tolist())

        def links() -> int:
            near = nx.multi_source_dijkstra_path_length(plain, among_large)
            direct = [len(among_large.intersection(plain[sme])) for sme in smes.tolist()]
            return len(near) + len(direct)

    assert benchmark.pedantic(links, rounds=3)
