"""How long suggestions take, on the whole of the ANR's projects and on Horizon 2020."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pytest

from polegraph.sources import anr
from polegraph.stores.folder import dataset
from polegraph.suggestions import LISTWISE, METHODS, backtest, suggest, train
from polegraph.suggestions.profiles.snapshot import Context
from polegraph.tables import SME_SIZES

Result = TypeVar("Result")

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_benchmark.fixture import BenchmarkFixture

    from polegraph.network import Network
    from polegraph.suggestions import Model

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def projects_of_the_anr() -> Network:
    return anr.read(DATA / "anr" / "anr_dos_2010_2022_partenaires.csv.gz")


@pytest.fixture(scope="module")
def horizon() -> Network:
    return dataset.read(DATA / "horizon2020")


def fresh(network: Network) -> Network:
    """Return the network without what it has computed before."""
    return type(network).from_checked(network.tables, focus=None, around=None)


def timed(benchmark: BenchmarkFixture, function: Callable[[], Result], rounds: int) -> Result:
    """Run a slow function a few times only."""
    return benchmark.pedantic(function, rounds=rounds)  # type: ignore[no-any-return]  # it has no types


def test_suggestions_for_all_smes(benchmark: BenchmarkFixture, projects_of_the_anr: Network) -> None:
    category = projects_of_the_anr.category
    smes = category.loc[category["size"].isin(SME_SIZES), "org_id"].to_numpy()
    found = timed(benchmark, lambda: suggest(fresh(projects_of_the_anr), smes), 3)
    assert found["org_id"].nunique() == len(smes)


def test_backtest_of_all_methods(benchmark: BenchmarkFixture, projects_of_the_anr: Network) -> None:
    result = timed(benchmark, lambda: backtest(fresh(projects_of_the_anr), 2019, 2022), 1)
    assert len(result["methods"]) == len(METHODS) + len(LISTWISE)


@pytest.mark.parametrize("method", list(METHODS))
def test_scores_of_a_thousand_users(benchmark: BenchmarkFixture, horizon: Network, method: str) -> None:
    context = Context(fresh(horizon))
    users = np.arange(1000, dtype=np.int64)
    METHODS[method](context, users[:1])
    timed(benchmark, lambda: [METHODS[method](context, part) for part in np.array_split(users, 16)], 2)


@pytest.fixture(scope="module")
def model(horizon: Network) -> Model:
    return train(horizon)


@pytest.mark.parametrize("method", ["pagerank", "fusion", "learned"])
def test_suggestions_for_everyone_in_horizon_2020(
    benchmark: BenchmarkFixture, horizon: Network, model: Model, method: str
) -> None:
    learned = model if method == "learned" else None
    found = timed(benchmark, lambda: suggest(fresh(horizon), method=method, model=learned), 1)
    assert found["org_id"].nunique() == len(horizon.organisations)


def test_learning_from_horizon_2020(benchmark: BenchmarkFixture, horizon: Network) -> None:
    assert timed(benchmark, lambda: train(fresh(horizon)), 1).better


def test_backtest_of_horizon_2020(benchmark: BenchmarkFixture, horizon: Network) -> None:
    result = timed(benchmark, lambda: backtest(fresh(horizon), 2018, 2020), 1)
    assert result["shipped"] == "learned"
