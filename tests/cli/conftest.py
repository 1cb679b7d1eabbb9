from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from polegraph.cli import cli
from polegraph.stores.folder import dataset
from tests.cli.world import environment, network

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dataset called 'net' in the current folder, which is otherwise empty."""
    monkeypatch.chdir(tmp_path)
    dataset.write(network(), tmp_path / "net")
    return tmp_path


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command line inside this process, in English unless it says otherwise."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")

    def invoke(*arguments: str | Path) -> Result:
        return CliRunner().invoke(cli, [os.fspath(argument) for argument in arguments], prog_name="polegraph")

    return invoke


@pytest.fixture
def shell(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run polegraph as a process of its own."""

    def start(*arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "polegraph", *arguments],
            cwd=tmp_path,
            env=environment(**variables),
            capture_output=True,
            check=False,
        )

    return start
