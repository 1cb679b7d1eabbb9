"""From the publisher's file to a dataset, and from there to everything: beside what nobody can do without."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

ROOT = Path(__file__).parents[2]
ANR = ROOT / "data" / "anr" / "anr_dos_2010_2022_partenaires.csv.gz"


def _run(*arguments: str | Path) -> None:
    subprocess.run([sys.executable, *map(str, arguments)], check=True, capture_output=True)


@pytest.mark.benchmark(group="polegraph --help, as a process")
@pytest.mark.parametrize("what", ["polegraph --help", "python -c pass", "python -c 'import pandas'"])
def test_help(benchmark: BenchmarkFixture, what: str) -> None:
    commands = {
        "polegraph --help": ("-m", "polegraph", "--help"),
        "python -c pass": ("-c", "pass"),
        "python -c 'import pandas'": ("-c", "import pandas"),
    }
    benchmark.pedantic(_run, commands[what], rounds=5, warmup_rounds=1)


@pytest.mark.benchmark(group="ANR file to dataset, as a process")
@pytest.mark.parametrize("who", ["polegraph", "pandas: read and write the same rows, nothing else"])
def test_import(benchmark: BenchmarkFixture, tmp_path: Path, who: str) -> None:
    arguments: tuple[str | Path, ...]
    if who == "polegraph":
        arguments = ("-m", "polegraph", "--quiet", "import", "anr", ANR, "--to", tmp_path / "anr")
    else:
        script = "import sys, pandas; pandas.read_csv(sys.argv[1], dtype=str).to_parquet(sys.argv[2])"
        arguments = ("-c", script, ANR, tmp_path / "anr.parquet")
    benchmark.pedantic(_run, arguments, rounds=5, warmup_rounds=1)


@pytest.mark.benchmark(group="ANR file to links, suggestions for all SMEs and map, as processes")
def test_chain(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    data, links = tmp_path / "anr", tmp_path / "links.csv"

    def chain() -> None:
        polegraph = ("-m", "polegraph", "--quiet")
        _run(*polegraph, "import", "anr", ANR, "--to", data)
        _run(*polegraph, "links", data, "-o", links)
        smes = pd.read_csv(links)["org_id"].tolist()
        _run(*polegraph, "suggest", data, *smes, "-o", tmp_path / "suggestions.csv")
        _run(*polegraph, "map", data, "-o", tmp_path / "map.html")

    benchmark.pedantic(chain, rounds=3, warmup_rounds=0)
