"""Nothing is silent: change one thing in a good file, and the tables are the same or something is said of it."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.sources.changes import GOOD, NESTED, changed, nested
from tests.sources.law import account, base, broken, different
from tests.thorough import times

if TYPE_CHECKING:
    from tests.sources.changes import Change, Good

EVERY = {"nested": times(9, 3), "tables": times(12, 4), "xml": times(9, 3)}
"""How many of the changes are held here, one of so many; ``python -m tests.sources.law`` holds all."""

HELD = times(140, 400)
"""How many that comes to, at least."""

SHEETS = ("besoins", "adhésions")
FORMS = ("capitals", "small letters")

# Another amount, another day of a spreadsheet or another status in free words is as good as the first: nothing tells.
AS_GOOD = (
    *("in 'statut'", "in 'status'", "in 'coût'", "in 'totalCost'"),
    *("'42000' for the day", "41000 in '", "True in 'SME'", "in 'aide'"),
    # These sheets name organisations: another spelling of a name is found, and kept as one.
    *(f"{sheet}: all of 'identifiant organisation' in {form}: aliases differ" for sheet in SHEETS for form in FORMS),
)


@functools.cache
def _some(name: str) -> list[Change]:
    good = next(good for good in (*GOOD, *NESTED) if good.name == name)
    with tempfile.TemporaryDirectory() as folder:
        every = list(changed(good)) if good.tables else list(nested(Path(folder), good.form))
    step = EVERY.get(good.form, times(30, 10))
    return every[len(name) % step :: step]


@pytest.mark.parametrize("good", [*GOOD, *NESTED], ids=lambda good: good.name)
def test_whatever_is_changed_the_tables_are_the_same_or_something_is_said(tmp_path: Path, good: Good) -> None:
    net = base(good, tmp_path)
    told = [broken(net, change, tmp_path / str(place)) for place, change in enumerate(_some(good.name))]
    assert [one for one in told if one and not any(known in one for known in AS_GOOD)] == []


def test_so_many_changes_are_held() -> None:
    assert sum(len(_some(good.name)) for good in (*GOOD, *NESTED)) >= HELD


def test_a_silent_change_is_found(tmp_path: Path) -> None:
    """Hold the law itself to a reader that drops a column without a word, and to one that says something else."""
    good = GOOD[0]
    net = base(good, tmp_path)
    change = next(change for change in changed(good) if "Ville' that nobody knows" in change.label)
    assert broken(net, change, tmp_path / "said") == ""
    read = change.read(tmp_path / "read")
    assert different(net, read)
    assert any("unknown_columns" in one for one in account(read) - account(net))
    silent = read.with_tables(imports=net.imports)
    assert account(silent) - account(net) == {}
