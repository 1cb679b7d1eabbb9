"""Whether whole files bear out what the back-test says: a judge who imports the past alone and gives the command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.suggestions.judge import METHODS, anr, horizon, judged, told

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture

# Of ANR's organisations, 11 of 14,610 are others where later editions are not known (see the judge). Horizon 2020 says
# of each organisation one thing, under one code.
FILES: dict[str, Any] = {"anr": (anr, 2019, 2022, 0.002, 0.006), "horizon2020": (horizon, 2018, 2020, 1e-6, 0.0)}


@pytest.mark.parametrize("name", list(FILES))
def test_the_judge_agrees_on_the_whole_file(benchmark: BenchmarkFixture, tmp_path: Path, name: str) -> None:
    make, cut, until, apart, other_users = FILES[name]
    years = make(tmp_path, cut)
    says = benchmark.pedantic(told, args=(tmp_path / "all", cut, until), rounds=1)
    for method in METHODS:
        row = next(row for row in says["methods"] if row["name"] == method)
        found, users = judged(tmp_path / "all", tmp_path / "past", years, method, cut, until)
        assert users == pytest.approx(says["users"], rel=other_users)
        assert found == pytest.approx(row["ndcg_at_10"], abs=apart), method
