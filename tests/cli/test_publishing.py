"""``polegraph site``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from polegraph.cli import cli
from polegraph.examples import tiny
from polegraph.stores.folder import dataset

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


@pytest.fixture
def net(tmp_path: Path) -> Path:
    dataset.write(tiny(), tmp_path / "net")
    return tmp_path / "net"


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, list(map(str, arguments)), prog_name="polegraph", env={"LANG": "en_GB.UTF-8"})


def test_it_writes_the_folder_and_says_how_many_files(net: Path, tmp_path: Path) -> None:
    done = _run("site", net, "-o", tmp_path / "site", "--at", "2024-06-30", "--notice", "<Trial>", "--title", "A & B")
    assert done.exit_code == 0, done.stderr
    count = sum(path.is_file() for path in (tmp_path / "site").rglob("*"))
    assert f"{count} files written" in done.stderr
    home = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert "&lt;Trial&gt;" in home
    assert "<h1>A &amp; B</h1>" in home


def test_without_a_title_it_is_called_after_the_network(net: Path, tmp_path: Path) -> None:
    assert _run("site", net, "-o", tmp_path / "site", "-q").exit_code == 0
    assert "<h1>net</h1>" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")


def test_a_part_is_a_site_of_that_part(net: Path, tmp_path: Path) -> None:
    assert _run("site", net, "-o", tmp_path / "site", "--since", "2020").exit_code == 0
    assert len(list((tmp_path / "site" / "projects").iterdir())) == 1


def test_bad_places_are_refused_before_anything_is_read(net: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.txt").touch()
    nothing = tmp_path / "nothing"
    for place in (tmp_path / "mine", net, net / "site", tmp_path / "no" / "site", "-", "neo4j://localhost"):
        done = _run("site", nothing, "-o", place)
        assert done.exit_code != 0
        assert "nothing" not in done.stderr, done.stderr
    assert _run("site", net, "-o", tmp_path / "site", "--url", "example.org").exit_code != 0
    assert not (tmp_path / "site").exists()
