"""``polegraph import`` killed at many of its moments: the dataset is the old one or the new one."""

from __future__ import annotations

import multiprocessing
import shutil
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polegraph.examples import tiny
from polegraph.stores.folder import dataset
from tests import moments

if TYPE_CHECKING:
    from multiprocessing.sharedctypes import Synchronized

ANR = Path(__file__).parents[2] / "data" / "anr" / "anr_dos_2010_2022_partenaires.csv.gz"
TIMES = 50


def _import(folder: Path, moment: int, seen: Synchronized[int]) -> None:
    """Import the whole ANR file, as the command line does; die at a moment, or count them if there is none."""
    from polegraph.cli import cli  # noqa: PLC0415  # in the child only

    if moment:
        moments.signal_at(moment, signal.SIGKILL)
    else:
        moments.count(seen)
    cli.main(["--quiet", "import", "anr", str(ANR), "--to", str(folder)], standalone_mode=False)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_import_killed_at_50_of_its_moments(tmp_path: Path) -> None:
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
        process = context.Process(target=_import, args=(folder, moment, seen))
        process.start()
        process.join()
        code: int | None = process.exitcode
        return code

    assert run(0) == 0
    states = [_bytes(old), _bytes(folder)]
    assert len(dataset.read(folder).projects) == 17_080 + 3
    every = seen.value
    assert every > 2 * TIMES
    found = []
    for number in range(TIMES):  # from the first to the last, evenly
        code = run(1 + number * (every - 1) // (TIMES - 1))
        assert code == -signal.SIGKILL or number > TIMES - 5  # a run may have some moments less than the one counted
        found.append(states.index(_bytes(folder)))
    assert found == sorted(found)  # the old one up to a moment, the new one from then on
    assert set(found) == {0, 1}
    assert run(0) == 0  # the next run completes, whatever the last one left
    assert _bytes(folder) == states[1]
    assert [path.name for path in place.iterdir()] == ["d"]
