"""What has no peer in Python: brokerage, one random two-mode network, the whole table of measures; at size M."""

from __future__ import annotations

import resource
from typing import TYPE_CHECKING

import pytest

from polegraph import metrics
from polegraph.examples import tiny
from polegraph.metrics.inference.null_models import randomised
from tests.benchmarks.generator import SIZES, generate

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

    from polegraph.network import Network

DRAWS = 20


@pytest.fixture(scope="module")
def medium() -> Network:
    net = generate(SIZES["M"])
    metrics.table(tiny(), draws=1)  # compiling is not measured
    metrics.brokerage(tiny(), by="kind")
    return net


def test_brokerage(benchmark: BenchmarkFixture, medium: Network) -> None:
    table = benchmark.pedantic(lambda: metrics.brokerage(medium, by="kind"), rounds=3)
    assert len(table) == len(medium.organisations)


def test_one_random_network(benchmark: BenchmarkFixture, medium: Network) -> None:
    """The first draw pays for the way from the observed network; the next ones are what many draws cost each."""
    draws = randomised(medium.incidence, draws=DRAWS, seed=0)
    next(draws)
    drawn = benchmark.pedantic(lambda: next(draws), rounds=DRAWS - 1)
    assert drawn.nnz == medium.incidence.nnz


def test_the_first_random_network(benchmark: BenchmarkFixture, medium: Network) -> None:
    drawn = benchmark.pedantic(lambda: next(randomised(medium.incidence, draws=1, seed=0)), rounds=3)
    assert drawn.nnz == medium.incidence.nnz


def test_the_whole_table(benchmark: BenchmarkFixture, medium: Network) -> None:
    table = benchmark.pedantic(lambda: metrics.table(medium, draws=DRAWS), rounds=1)
    benchmark.extra_info["peak GiB of this process so far"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    assert len(table) == len(medium.organisations)
