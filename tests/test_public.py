from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import polegraph as pg
from polegraph import resources
from polegraph.examples import tiny

ROOT = Path(__file__).resolve().parents[1]


def test_the_public_face_is_what_the_contract_says(tmp_path: Path) -> None:
    net = tiny()
    pg.write(net, tmp_path / "net")
    again = pg.read(tmp_path / "net")
    assert isinstance(again, pg.Network)
    assert again.organisations.equals(net.organisations)
    assert callable(pg.sources.anr.read)
    assert callable(pg.sources.cordis.read)
    assert callable(pg.sources.spreadsheet.read)
    assert len(pg.metrics.large_group_links(net)) == 3
    assert len(pg.suggestions.suggest(net, "SME1"))
    assert callable(pg.suggestions.backtest)
    assert callable(pg.maps.write)
    with pytest.raises(pg.PolegraphError, match="may not hold a user name or a password") as error:
        pg.read("bolt://me:s3cret@h")
    assert "s3cret" not in str(error.value)
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        _ = pg.nothing_of_the_kind  # type: ignore[attr-defined]
    assert set(pg.__all__) <= set(dir(pg))


def test_importing_polegraph_loads_nothing() -> None:
    code = "import sys, polegraph; dir(polegraph); print(len([m for m in sys.modules if m.startswith('polegraph')]))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"


@pytest.mark.parametrize("name", ["anr", "cordis", "spreadsheet", "templates"])
def test_a_source_is_there_as_an_attribute(name: str) -> None:
    code = f"import polegraph as pg; print(pg.sources.{name}.__name__)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == f"polegraph.sources.{name}\n"


def test_the_version_is_that_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == pg.__version__


def test_resources_are_found_or_said_to_be_missing() -> None:
    assert list(resources.data("anr").glob("*.gz"))
    with pytest.raises(FileNotFoundError, match="data/none did not come with"):
        resources.data("none")
