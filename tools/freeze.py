"""Record what every command says of the three examples, and compare two such records byte by byte.

Usage: python tools/freeze.py record FOLDER [--quick] [--benchmarks FILE]
       python tools/freeze.py compare BEFORE AFTER [--noise SHARE]

A change that moves or renames code must leave every output as it was: record before and after, then compare. FILE is
what ``pytest tests/benchmarks --benchmark-json FILE`` has written; its medians are kept beside the outputs, and a
comparison lists those that became slower by more than SHARE (.10 by default). ``--quick`` leaves Horizon 2020 and the
commands that learn from ANR out. A comparison exits with 1 if any output differs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parents[1]
DATA: Final = HERE / "data"
_DAY: Final = ("--at", "2024-06-30")  # members are those of a day; today's would differ tomorrow
_POLE: Final = ("--pole", "elastopole", *_DAY)
_BENCHMARKS: Final = "benchmarks.json"

# One command a line: the file in which its output is kept, and its words; {net} stands for the dataset's folder.
_LISTS: Final = {
    "info.csv": "info {net} --format csv",
    "info.md": "info {net} --format md",
    "links.csv": "links {net}",
    "links.json": "links {net}",
    "synergies.csv": "synergies {net}",
    "synergies.json": "synergies {net}",
    "metrics.csv": "metrics {net} --pivots 64",
    "metrics_summary.json": "metrics {net} --summary --draws 5",
    "evolution.csv": "evolution {net} --draws 2",
    "evolution_year.csv": "evolution {net} --by year",
    "check.csv": "check {net}",
    "dedupe_review.csv": "dedupe {net} --dry-run --review",
    "graph.gexf": "copy {net}",
    "graph.graphml": "copy {net} --mode one",
    "copy": "copy {net}",
    "map.html": "map {net}",
    "workbook.xlsx": "workbook {net}",
}
_RANKED: Final = {
    "suggest.csv": "suggest {net} --all --top 5 --method fusion",
    "suggest_learned.json": "suggest {net} --smes --top 3 --learn",
    "backtest.csv": "backtest {net} --cut 2019",
    "pairs.csv": "synergies {net} --gap sme_without_large_group --pairs --each 2",
}
_OF_A_POLE: Final = {
    "pole_links.csv": "links {net}",
    "pole_links.xlsx": "links {net} --lang fr",
    "pole_synergies.csv": "synergies {net}",
    "pole_map.html": "map {net} --lang fr",
    "pole_workbook.xlsx": "workbook {net} --lang fr",
}


def main() -> int:
    """Read the command line and record or compare.

    Returns
    -------
    int
        1 if two records differ, else 0.
    """
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    recording = commands.add_parser("record")
    recording.add_argument("folder", type=Path)
    recording.add_argument("--quick", action="store_true")
    recording.add_argument("--benchmarks", type=Path)
    comparing = commands.add_parser("compare")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    comparing.add_argument("--noise", type=float, default=0.10)
    given = parser.parse_args()
    if given.command == "record":
        record(given.folder, quick=given.quick, benchmarks=given.benchmarks)
        return 0
    return compare(given.before, given.after, given.noise)


def record(folder: Path, *, quick: bool, benchmarks: Path | None) -> None:
    """Write the output of every command on the examples into a folder.

    Parameters
    ----------
    folder
        Where to; made if it is not there.
    quick
        Leave out what takes minutes.
    benchmarks
        A file of pytest-benchmark's whose medians are kept as well.
    """
    folder.mkdir(parents=True, exist_ok=True)
    centre = folder / "region-centre"
    centre.mkdir(exist_ok=True)
    _run(centre, "dataset", f"import tables {_only(DATA / 'region-centre', '*.xlsx')} --to")
    _record(centre, {**_LISTS, **_RANKED})
    _record(centre, _OF_A_POLE, _POLE)
    agency = folder / "anr"
    agency.mkdir(exist_ok=True)
    _run(agency, "dataset", f"import anr {_only(DATA / 'anr', '*.csv.gz')} --to")
    _record(agency, _LISTS if quick else {**_LISTS, **_RANKED})
    if not quick:
        europe = folder / "horizon2020"
        europe.mkdir(exist_ok=True)
        _run(europe, "dataset", f"copy {DATA / 'horizon2020'}")
        _record(europe, _LISTS)
    if benchmarks is not None:
        found = {
            entry["fullname"]: entry["stats"]["median"] for entry in json.loads(benchmarks.read_text())["benchmarks"]
        }
        (folder / _BENCHMARKS).write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def compare(before: Path, after: Path, noise: float) -> int:
    """Print which outputs differ between two records, and which benchmarks became slower.

    Parameters
    ----------
    before, after
        Folders that `record` has written.
    noise
        By what share a median may grow before it is named.

    Returns
    -------
    int
        1 if an output differs or is missing, else 0.
    """
    was, now = _fingerprints(before), _fingerprints(after)
    differing = sorted(name for name in was.keys() | now.keys() if was.get(name) != now.get(name))
    for name in differing:
        state = "differs" if name in was and name in now else "is gone" if name in was else "is new"
        print(f"{name} {state}")
    print(
        f"{len(was.keys() & now.keys()) - sum(name in was and name in now for name in differing)} outputs are the same"
    )
    for name, old, new in _medians(before, after):
        print(f"{name}: {new / old:.2f} x{'' if new <= old * (1 + noise) else '  SLOWER'}")
    return 1 if differing else 0


def _record(folder: Path, commands: dict[str, str], narrowed: tuple[str, ...] = ()) -> None:
    for name, words in commands.items():
        _run(folder, name, " ".join((words.format(net="dataset"), *narrowed)))


def _run(folder: Path, name: str, words: str) -> None:
    """Run one command in a folder; keep its output, and what it says beside it."""
    command = [sys.executable, "-m", "polegraph", *words.split()]
    target: list[str] = []
    if words.endswith(("--to", "--review")) or words.startswith("copy"):
        target = [name]
    elif "--format" not in words:
        target = ["-o", name]
    done = subprocess.run(  # noqa: S603  # our own program
        [*command, *target],
        cwd=folder,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(HERE), "NO_COLOR": "1", "COLUMNS": "100"},
    )
    (folder / f"{name}.err").write_bytes(done.stderr)
    if target:
        (folder / f"{name}.out").write_bytes(done.stdout)
    else:
        (folder / name).write_bytes(done.stdout)
    print(f"{folder.name}/{name}: exit {done.returncode}", flush=True)


def _only(folder: Path, pattern: str) -> Path:
    (found,) = sorted(folder.glob(pattern))
    return found


def _fingerprints(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != _BENCHMARKS
    }


def _medians(before: Path, after: Path) -> list[tuple[str, float, float]]:
    if not ((before / _BENCHMARKS).exists() and (after / _BENCHMARKS).exists()):
        return []
    was, now = (json.loads((folder / _BENCHMARKS).read_text()) for folder in (before, after))
    return [(name, was[name], now[name]) for name in sorted(was.keys() & now.keys())]


if __name__ == "__main__":
    sys.exit(main())
