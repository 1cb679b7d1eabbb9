"""How fast: links with 20 random networks on the agency's file, and one random network of Horizon 2020."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from polegraph import resources
from polegraph.metrics import large_group_links
from polegraph.metrics.inference.null_models import randomised
from polegraph.sources import anr
from polegraph.stores.folder import dataset

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

    from polegraph.network import Network


@pytest.fixture(scope="module")
def agency() -> Network:
    return anr.read(resources.data("anr/anr_dos_2010_2022_partenaires.csv.gz"))


@pytest.mark.parametrize("draws", [0, 20])
def test_links(agency: Network, draws: int, benchmark: BenchmarkFixture) -> None:
    table = benchmark(large_group_links, agency, draws=draws)
    assert (table["status"] == "introduced").sum() > 500


def test_a_draw(benchmark: BenchmarkFixture) -> None:
    matrix = dataset.read(resources.data("horizon2020")).incidence
    draws = randomised(matrix, draws=100_000, seed=0)
    assert next(draws).nnz == matrix.nnz  # the way to the first one is not what is measured
    assert benchmark(next, draws).nnz == matrix.nnz
