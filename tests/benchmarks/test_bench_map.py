"""How long a map takes to write: the napkin, a region, and the whole of what the research agency funds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import polegraph.examples
from polegraph import maps
from polegraph.sources import anr, spreadsheet

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

DATA = Path(__file__).parents[2] / "data"


def test_bench_map_tiny(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    network = polegraph.examples.tiny()
    benchmark(maps.write, network, tmp_path / "map.html")


def test_bench_map_region_centre(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    network = spreadsheet.read(DATA / "region-centre" / "region-centre.xlsx")
    benchmark(maps.write, network, tmp_path / "map.html")


def test_bench_map_anr(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    network = anr.read(DATA / "anr" / "anr_dos_2010_2022_partenaires.csv.gz")
    benchmark(maps.write, network, tmp_path / "map.html")
