"""The copies in docs/notebooks are of the notebooks that stand in notebooks/; that these run, nbmake tests."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import notebooks

ROOT = Path(__file__).parents[1]
NAMES = notebooks.names()


def _checked(root: Path) -> str:
    command = [sys.executable, str(root / "tools" / "notebooks.py"), "--check"]
    found = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert found.returncode == bool(found.stderr)
    return found.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for folder in ("notebooks", "docs/notebooks"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "notebooks.py", tmp_path / "tools")
    return tmp_path


def test_the_copies_are_up_to_date() -> None:
    assert notebooks.wrong() == []


@pytest.mark.parametrize("kind", ["markdown", "code"])
def test_a_notebook_that_changed_is_found_out(copy: Path, kind: str) -> None:
    path = copy / "notebooks" / f"{NAMES[-1]}.ipynb"
    content = json.loads(path.read_text(encoding="utf-8"))
    cell = next(cell for cell in reversed(content["cells"]) if cell["cell_type"] == kind)
    cell["source"] = [*cell["source"], "\n# changed"]
    path.write_text(json.dumps(content), encoding="utf-8")
    assert f"{NAMES[-1]}.md" in _checked(copy)


def test_a_figure_that_is_missing_or_left_over_is_found_out(copy: Path) -> None:
    (copy / "docs" / "notebooks" / f"{NAMES[0]}-1.png").rename(copy / "docs" / "notebooks" / "old.png")
    assert f"{NAMES[0]}-1.png, old.png" in _checked(copy)


def test_a_notebook_without_a_copy_is_found_out(copy: Path) -> None:
    (copy / "docs" / "notebooks" / f"{NAMES[0]}.md").unlink()
    assert f"{NAMES[0]}.md" in _checked(copy)


@pytest.mark.parametrize("name", NAMES)
def test_no_output_is_kept_in_a_notebook(name: str) -> None:
    code = [cell for cell in notebooks.read(name).cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)


@pytest.mark.parametrize("name", NAMES)
def test_every_notebook_asks_answers_and_shows(name: str) -> None:
    text = (notebooks.COPIES / f"{name}.md").read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert f"({name}-1.png)" in text
    assert "\nassert " in text
    assert not any(word in text for word in ("Error", "Warning", str(ROOT)))


def test_the_figures_are_small() -> None:
    assert sum(path.stat().st_size for path in notebooks.COPIES.glob("*.png")) < 1_000_000
