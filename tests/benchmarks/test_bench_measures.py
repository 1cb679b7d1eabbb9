"""The measures by polegraph and by the best peers, in one run, on generated networks; the ratios stand in brackets.

Size M unless a group says otherwise. A peer starts from the collaboration network in its own form, not measured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import igraph
import networkit
import numpy as np
import polars as pl
import pytest
from scipy import sparse

from polegraph import linalg, metrics
from polegraph.examples import tiny
from polegraph.metrics import centrality
from tests.benchmarks.generator import SIZES, generate

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_benchmark.fixture import BenchmarkFixture

    from polegraph.network import Network

Result = TypeVar("Result")
PIVOTS = 256


@pytest.fixture(scope="module")
def medium() -> Network:
    return prepared("M")


@pytest.fixture(scope="module")
def large() -> Network:
    return prepared("L")


def prepared(size: str) -> Network:
    """Build a network, and have everything compiled before it is measured, for both widths of indices."""
    net = generate(SIZES[size])
    net.collaboration_matrix()
    for name in ("structural_holes", "harmonic_centrality", "betweenness_centrality", "pagerank", "core_number"):
        getattr(metrics, name)(tiny())
    return net


def as_igraph(net: Network) -> igraph.Graph:
    return igraph.Graph(n=len(net.organisations), edges=pairs(net))


def pairs(net: Network) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Return the pairs of partners, each once."""
    matrix = net.collaboration_matrix().tocoo()
    once = matrix.row < matrix.col
    return np.column_stack([matrix.row[once], matrix.col[once]]).astype(np.int64)


def timed(benchmark: BenchmarkFixture, function: Callable[[], Result], rounds: int = 3) -> Result:
    """Run a slow function a few times only."""
    return benchmark.pedantic(function, rounds=rounds)  # type: ignore[no-any-return]  # it has no types


def scipy_alone(matrix: linalg.Csr) -> linalg.Csr:
    """Return what linalg.project gives, as one writes it."""
    product = (matrix.T @ matrix).tocsr()
    product.setdiag(0)
    product.eliminate_zeros()
    product.sort_indices()
    return product


def polars_alone(matrix: linalg.Csr) -> int:
    """Return the pairs and their numbers of projects by a join of a table with itself."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    table = pl.DataFrame({"project": rows, "one": matrix.indices})
    both = table.join(table.rename({"one": "other"}), on="project").filter(pl.col("one") != pl.col("other"))
    return len(both.group_by("one", "other").len())


@pytest.mark.parametrize("size", ["M", "L"])
@pytest.mark.parametrize("who", ["polegraph", "scipy", "polars"])
def test_collaboration_matrix(benchmark: BenchmarkFixture, request: pytest.FixtureRequest, size: str, who: str) -> None:
    benchmark.group = f"collaboration matrix, {size}"
    net: Network = request.getfixturevalue({"M": "medium", "L": "large"}[size])
    matrix, ones = net.incidence, np.ones(net.incidence.shape[0], dtype=np.int64)
    rounds = {"M": 20, "L": 5}[size]
    if who == "polegraph":
        assert timed(benchmark, lambda: linalg.project(matrix, ones), rounds).nnz == net.collaboration_matrix().nnz
    elif who == "scipy":
        assert timed(benchmark, lambda: scipy_alone(matrix), rounds).nnz == net.collaboration_matrix().nnz
    else:
        assert timed(benchmark, lambda: polars_alone(matrix), rounds) == net.collaboration_matrix().nnz


@pytest.mark.benchmark(group="structural holes")
@pytest.mark.parametrize("who", ["polegraph: constraint and four more", "igraph: constraint alone"])
def test_structural_holes(benchmark: BenchmarkFixture, medium: Network, who: str) -> None:
    if who.startswith("polegraph"):
        values = timed(benchmark, lambda: metrics.structural_holes(medium))["constraint"]
    else:
        graph = as_igraph(medium)
        values = timed(benchmark, graph.constraint, 1)
    np.testing.assert_allclose(np.asarray(values)[:100], metrics.structural_holes(medium)["constraint"][:100])


@pytest.mark.parametrize("size", ["M", "L"])
def test_harmonic_centrality(benchmark: BenchmarkFixture, request: pytest.FixtureRequest, size: str) -> None:
    benchmark.group = "harmonic centrality of all, exact (igraph took more than 200 s at M)"
    net: Network = request.getfixturevalue({"M": "medium", "L": "large"}[size])
    table = timed(benchmark, lambda: metrics.harmonic_centrality(net), 1)
    some = np.arange(0, len(table), len(table) // 5)
    graph = as_igraph(net)
    np.testing.assert_allclose(
        table["harmonic"][some], np.array(graph.harmonic_centrality(some)) * (len(table) - 1), rtol=1e-9
    )


@pytest.mark.benchmark(group=f"betweenness from {PIVOTS} pivots")
@pytest.mark.parametrize("who", ["polegraph", "igraph", "networkit"])
def test_betweenness(benchmark: BenchmarkFixture, medium: Network, who: str) -> None:
    if who == "polegraph":
        timed(benchmark, lambda: metrics.betweenness_centrality(medium, PIVOTS))
    elif who == "igraph":
        graph = as_igraph(medium)
        pivots = centrality._pivots(medium, PIVOTS, 0)  # noqa: SLF001  # the same for both
        found = np.array(timed(benchmark, lambda: graph.betweenness(directed=False, sources=pivots), 1))
        ours = metrics.betweenness_centrality(medium, PIVOTS, normalized=False)["betweenness"].to_numpy()
        others = np.setdiff1d(np.arange(len(found)), pivots)
        # igraph counts each path from a pivot a half, and scales nothing up.
        np.testing.assert_allclose(ours[others], found[others] * (len(found) - 1) / PIVOTS, rtol=1e-9)
    else:
        edges = pairs(medium)
        both = sparse.coo_matrix((np.ones(len(edges)), edges.T), shape=(len(medium.organisations),) * 2)
        graph = networkit.GraphFromCoo(both, directed=False)
        timed(benchmark, lambda: networkit.centrality.EstimateBetweenness(graph, PIVOTS).run(), 1)


@pytest.mark.benchmark(group="PageRank, unweighted")
@pytest.mark.parametrize("who", ["polegraph", "igraph"])
def test_pagerank(benchmark: BenchmarkFixture, medium: Network, who: str) -> None:
    if who == "polegraph":
        values = timed(benchmark, lambda: metrics.pagerank(medium))["pagerank"]
    else:
        values = timed(benchmark, as_igraph(medium).pagerank)
    np.testing.assert_allclose(values, metrics.pagerank(medium)["pagerank"], rtol=1e-6)
