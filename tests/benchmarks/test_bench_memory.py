"""Size XL on one machine: how long each step takes, and the largest memory that the process has held up to then."""

from __future__ import annotations

import resource
from typing import TYPE_CHECKING

import pytest

from polegraph import metrics
from polegraph.examples import tiny
from tests.benchmarks.generator import SIZES, generate

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_benchmark.fixture import BenchmarkFixture

    from polegraph.network import Network

STEPS: dict[str, Callable[[Network], object]] = {
    "components": metrics.connected_components,
    "matrix": lambda net: net.collaboration_matrix(),
    "PageRank": metrics.pagerank,
    "communities": lambda net: metrics.communities(net, runs=0, rounds=2),
    "structural holes": metrics.structural_holes,
    "links, without chance": lambda net: metrics.large_group_links(net, draws=0),
}
"""The two-mode matrix alone, then the collaboration matrix, then more beside it; last what takes longest."""


@pytest.fixture(scope="module")
def largest() -> Network:
    for step in STEPS.values():
        step(tiny())  # compiling is not measured
    net = generate(SIZES["XL"])
    _ = net.incidence
    return net


@pytest.mark.benchmark(group="1,000,000 projects, 6,000,000 participations")
@pytest.mark.parametrize("what", STEPS)
def test_largest(benchmark: BenchmarkFixture, largest: Network, what: str) -> None:
    benchmark.pedantic(lambda: STEPS[what](largest), rounds=1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    benchmark.extra_info["peak GiB of this process so far"] = peak
    print(f"{what}: at most {peak:.2f} GiB so far")  # noqa: T201  # a bench tells its figures
