"""``polegraph import`` killed at many of its moments: the dataset is the old one or the new one.

Most are moments of a twelfth of the ANR file, which is read and written by the same code; some are of the whole.
"""

from __future__ import annotations

import gzip
import multiprocessing
import shutil
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from polegraph.examples import tiny
from polegraph.stores.folder import dataset
from tests import moments
from tests.thorough import times

if TYPE_CHECKING:
    from multiprocessing.sharedctypes import Synchronized

ANR = Path(__file__).parents[2] / "data" / "anr" / "anr_dos_2010_2022_partenaires.csv.gz"
PART = 4_600
"""Lines, of more than 55,000."""


def _import(file: Path, folder: Path, moment: int, seen: Synchronized[int]) -> None:
    """Import a file, as the command line does; die at a moment, or count them if there is none."""
    from polegraph.cli import cli  # noqa: PLC0415  # in the child only

    if moment:
        moments.signal_at(moment, signal.SIGKILL)
    else:
        moments.count(seen)
    cli.main(["--quiet", "import", "anr", str(file), "--to", str(folder)], standalone_mode=False)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture
def part(tmp_path: Path) -> Path:
    """The first lines of the file."""
    path = tmp_path / "part.csv.gz"
    with gzip.open(ANR, "rb") as whole, gzip.open(path, "wb", compresslevel=1) as first:
        first.writelines(line for _, line in zip(range(PART), whole, strict=False))
    return path


def test_import_killed_at_many_of_its_moments(part: Path, tmp_path: Path) -> None:
    _killed(part, times(10, 50), tmp_path)


@pytest.mark.slow
def test_import_of_the_whole_file_killed_at_some_of_its_moments(tmp_path: Path) -> None:
    assert _killed(ANR, times(2, 5), tmp_path) == 17_080


def _killed(file: Path, times: int, tmp_path: Path) -> int:
    """Import a file and die at so many moments, from the first to the last; return the number of its projects."""
    old = dataset.write(tiny(), tmp_path / "old")
    place = tmp_path / "place"
    place.mkdir()
    folder = place / "d"
    context: Any = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        ["polegraph.cli", "polegraph.sources.anr", "polegraph.stores.folder.dataset", "pandera.pandas"]
    )
    seen = context.Value("q", 0)

    def run(moment: int) -> int | None:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(old, folder)
        process = context.Process(target=_import, args=(file, folder, moment, seen))
        process.start()
        process.join()
        code: int | None = process.exitcode
        return code

    assert run(0) == 0
    states = [_bytes(old), _bytes(folder)]
    projects = len(dataset.read(folder).projects) - len(tiny().projects)
    every = seen.value
    assert every > 2 * times
    found = []
    for number in range(times):  # evenly
        code = run(1 + number * (every - 1) // (times - 1))
        # A run may have some moments less than the one counted.
        assert code == -signal.SIGKILL or number > 0.9 * times - 1
        found.append(states.index(_bytes(folder)))
    assert found == sorted(found)  # the old one up to a moment, the new one from then on
    assert set(found) == {0, 1}
    assert run(0) == 0  # the next run completes, whatever the last one left
    assert _bytes(folder) == states[1]
    assert [path.name for path in place.iterdir()] == ["d"]
    return projects
