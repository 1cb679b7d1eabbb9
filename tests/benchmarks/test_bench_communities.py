"""Communities of Horizon 2020: polegraph beside networkit's PLM, from the ready-made matrix, in one run.

networkit needs a graph of its own; it is timed with and without making it. Every partition is one run; modularity is
measured for each by the same function, over several orders or seeds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkit
import numpy as np
import pytest
from scipy import sparse

from polegraph import resources
from polegraph.metrics import communities, validated_links
from polegraph.metrics.community.detection import QUICK, _graph
from polegraph.metrics.kernels import leiden
from polegraph.stores.folder import dataset

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

    from polegraph.network import Network

ORDERS = 8
GROUP = "communities, Horizon 2020"


@pytest.fixture(scope="module")
def horizon() -> Network:
    net = dataset.read(resources.data("horizon2020"))
    net.collaboration_matrix("newman")  # what both start from is not what is measured
    net.collaboration_matrix()
    communities(net, runs=0, rounds=2)  # nor is compiling
    return net


def _graph_of(net: Network) -> networkit.Graph:
    once = sparse.triu(net.collaboration_matrix("newman"), format="coo")
    ends = (once.row.astype(np.uint64), once.col.astype(np.uint64))
    return networkit.GraphFromCoo((once.data, ends), n=once.shape[0], weighted=True)


def _plm(graph: networkit.Graph) -> networkit.Partition:
    return networkit.community.PLM(graph).run().getPartition()


@pytest.mark.benchmark(group=f"{GROUP}, from the matrix")
def test_whole_measure(benchmark: BenchmarkFixture, horizon: Network) -> None:
    assert benchmark(communities, horizon, runs=0, rounds=2)["community"].max() > 100


@pytest.mark.benchmark(group=f"{GROUP}, from the matrix")
def test_networkit_with_its_graph(benchmark: BenchmarkFixture, horizon: Network) -> None:
    assert benchmark(lambda: _plm(_graph_of(horizon))).numberOfSubsets() > 100


@pytest.mark.benchmark(group=f"{GROUP}, from the ready-made graph")
def test_kernel(benchmark: BenchmarkFixture, horizon: Network) -> None:
    graph, rows = _graph(horizon, "newman")
    order = np.random.default_rng(0).permutation(len(rows))
    assert benchmark(leiden.partition, graph, order, 1.0, QUICK).max() > 100


@pytest.mark.benchmark(group=f"{GROUP}, from the ready-made graph")
def test_networkit_alone(benchmark: BenchmarkFixture, horizon: Network) -> None:
    graph = _graph_of(horizon)
    assert benchmark(_plm, graph).numberOfSubsets() > 100


def test_modularity_is_not_lower(horizon: Network, benchmark: BenchmarkFixture) -> None:
    graph, rows = _graph(horizon, "newman")
    peer = _graph_of(horizon)
    ours, theirs = [], []
    for seed in range(ORDERS):
        found = leiden.partition(graph, np.random.default_rng(seed).permutation(len(rows)), 1.0, QUICK)
        ours.append(leiden.modularity(graph, found, 1.0))
        networkit.setSeed(seed, useThreadId=False)
        labels = np.array(_plm(peer).getVector())[rows]
        theirs.append(leiden.modularity(graph, np.unique(labels, return_inverse=True)[1].astype(np.int64), 1.0))
    benchmark.extra_info.update(ours=[min(ours), float(np.mean(ours))], networkit=[min(theirs), float(np.mean(theirs))])
    benchmark.pedantic(leiden.modularity, args=(graph, found, 1.0))
    assert np.mean(ours) > np.mean(theirs)
    assert min(ours) > min(theirs)


@pytest.mark.benchmark(group="certainty of communities over 50 orders, Horizon 2020")
def test_certainty(benchmark: BenchmarkFixture, horizon: Network) -> None:
    table = benchmark.pedantic(communities, args=(horizon,), kwargs={"runs": 50, "rounds": 2}, rounds=1)
    assert 0.3 < table["certainty"].mean() < 1


@pytest.mark.benchmark(group="validated links, Horizon 2020")
def test_validated_links(benchmark: BenchmarkFixture, horizon: Network) -> None:
    assert len(benchmark.pedantic(validated_links, args=(horizon,), rounds=1, warmup_rounds=1)) > 10_000
