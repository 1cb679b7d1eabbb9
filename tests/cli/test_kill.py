"""``polegraph import`` killed at random moments: the dataset is the old one or the new one."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import time
from pathlib import Path

from polegraph.examples import tiny
from polegraph.stores import dataset

ANR = Path(__file__).parents[2] / "data" / "anr" / "anr_dos_2010_2022_partenaires.csv.gz"
TIMES = 50


def _import(folder: Path) -> None:
    """Import the whole ANR file, as the command line does."""
    from polegraph.cli import cli  # noqa: PLC0415  # in the child only

    cli.main(["--quiet", "import", "anr", str(ANR), "--to", str(folder)], standalone_mode=False)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_import_killed_at_50_random_moments(tmp_path: Path) -> None:
    old = dataset.write(tiny(), tmp_path / "old")
    place = tmp_path / "place"
    place.mkdir()
    folder = place / "d"
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        ["polegraph.cli", "polegraph.sources.anr", "polegraph.stores.dataset", "pandera.pandas"]
    )

    def start() -> multiprocessing.process.BaseProcess:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(old, folder)
        process = context.Process(target=_import, args=(folder,))
        process.start()
        return process

    process = start()
    began = time.monotonic()
    process.join()
    whole = time.monotonic() - began
    assert process.exitcode == 0
    states = [_bytes(old), _bytes(folder)]
    assert len(dataset.read(folder).projects) == 17_080 + 3
    moments = random.Random(1)
    seen = []
    for _ in range(TIMES):
        process = start()
        time.sleep(moments.uniform(0, 1.1 * whole))
        process.kill()
        process.join()
        found = _bytes(folder)
        assert found in states
        seen.append(states.index(found))
    assert 0 in seen
    process = start()  # the next run completes, whatever the last one left
    process.join()
    assert process.exitcode == 0
    assert _bytes(folder) == states[1]
    assert [path.name for path in place.iterdir()] == ["d"]
