"""What a stranger installs: the wheel alone, away from the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

GIT = shutil.which("git") or "git"
ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_it_holds_everything_that_the_program_needs(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        members = set(archive.namelist())
    for folder, packed in (
        (ROOT / "polegraph", "polegraph"),
        (ROOT / "cypher", "polegraph/cypher"),
        (ROOT / "data", "polegraph/data"),
    ):
        listing = subprocess.run([GIT, "ls-files", "."], cwd=folder, check=True, capture_output=True, text=True)
        for name in listing.stdout.splitlines():
            assert f"{packed}/{name}" in members
    assert any(name.endswith("licenses/LICENSE") for name in members)


def test_it_works_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site"), "LC_ALL": "C.UTF-8"}

    def run(*arguments: str) -> str:
        # -P and the folder keep the checkout out of the way; the path goes before the editable installation.
        command = [sys.executable, "-P", "-m", "polegraph", *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True).stdout

    where = subprocess.run(
        [sys.executable, "-P", "-c", "import polegraph; print(polegraph.__file__)"],
        cwd=tmp_path,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert where.startswith(str(tmp_path / "site"))
    example = tmp_path / "site" / "polegraph" / "data" / "region-centre" / "region-centre.xlsx"
    run("import", "tables", str(example), "--to", "pole")
    assert "introduced" in run("links", "pole", "--format", "csv")
    assert "Utilisation" in run("--lang", "fr", "--help")
    run("map", "pole", "-o", "map.html")
    assert (tmp_path / "map.html").stat().st_size > 500_000
    run("info", str(tmp_path / "site" / "polegraph" / "data" / "horizon2020"))
