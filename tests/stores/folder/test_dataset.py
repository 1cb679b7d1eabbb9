from __future__ import annotations

import json
import multiprocessing
import signal
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import given, settings

from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.stores.folder import atomic, dataset
from polegraph.tables import TABLES
from tests import moments
from tests.networks import networks
from tests.thorough import times

if TYPE_CHECKING:
    from multiprocessing.sharedctypes import Synchronized
    from pathlib import Path

    from polegraph.network import Network


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _same(one: Network, other: Network) -> None:
    for name in TABLES:
        pd.testing.assert_frame_equal(one.tables[name], other.tables[name])


def _of(source: str, net: Network) -> Network:
    """Return a network as a reader of that source would."""
    held = (name for name in TABLES if len(net.tables[name]))
    return net.with_tables(**{name: net.tables[name].assign(source=source) for name in held})


@settings(max_examples=15)
@given(networks())
def test_what_is_written_is_read_dtype_for_dtype(tmp_path_factory: pytest.TempPathFactory, net: Network) -> None:
    folder = tmp_path_factory.mktemp("round") / "d"
    _same(dataset.read(dataset.write(net, folder)), net)


def test_every_table_and_dtype_makes_the_round_trip(tmp_path: Path) -> None:
    net = tiny().with_tables(
        organisations=tiny().organisations.assign(
            opt_out=[True, False, None, None, True],
            lat=[47.9, None, None, -1.5, 0],
            employees=pd.array([1, 2, 3, 4, None]),
        ),
        poles=pd.DataFrame({"pole_id": ["W"], "name": ["Ouest « é » 😀 \u202e"], "since": ["2005-07-12"]}),
        memberships=pd.DataFrame({"pole_id": ["W"], "org_id": ["SME2"], "since": ["2006-01-01"]}),
        needs=pd.DataFrame({"org_id": ["SME1"], "domain": ["skills"]}),
    )
    again = dataset.read(dataset.write(net, tmp_path / "d"))
    _same(again, net)


def test_two_imports_give_the_same_bytes_and_reading_changes_nothing(tmp_path: Path) -> None:
    dataset.update(tiny(), tmp_path / "a")
    first = _bytes(tmp_path / "a")
    dataset.read(tmp_path / "a")
    assert _bytes(tmp_path / "a") == first
    dataset.update(tiny(), tmp_path / "a")
    assert _bytes(tmp_path / "a") == first
    assert set(first) == {"datapackage.json", *(f"{name}.parquet" for name in TABLES)}
    assert _names(tmp_path) == ["a"]


def test_a_source_is_replaced_and_the_others_stay(tmp_path: Path) -> None:
    dataset.update(_of("one", tiny()), tmp_path / "d")
    dataset.update(_of("two", tiny().select(since=2020)), tmp_path / "d")
    before = _bytes(tmp_path / "d")
    assert set(dataset.read(tmp_path / "d").projects["source"]) == {"one", "one;two"}
    dataset.update(_of("one", tiny().select(until=2014)), tmp_path / "d")
    assert set(dataset.read(tmp_path / "d").project_index) == {"P1", "P3"}
    dataset.update(_of("one", tiny()), tmp_path / "d")
    assert _bytes(tmp_path / "d") == before
    after = dataset.update(_of("three", tiny()), tmp_path / "d", replace=True)
    assert set(after.projects["source"]) == {"three"}


@pytest.mark.parametrize(
    "values",
    [
        [10**30, 1, 2, 3, 4],
        ["lone \ud800", "a", "b", "c", "d"],
        [{"a": 1}, None, {"b": 2}, None, None],
        pd.period_range("2016-01", periods=5, freq="M"),
        pd.to_timedelta([1, 2, 3, 4, 5], unit="D"),
    ],
)
def test_what_would_not_come_back_is_refused(tmp_path: Path, values: object) -> None:
    column = pd.Series(values, dtype=None if hasattr(values, "dtype") else "object")
    net = tiny().with_tables(organisations=tiny().organisations.assign(own=column))
    with pytest.raises(PolegraphError, match="cannot be stored"):
        dataset.write(net, tmp_path / "d")
    assert _names(tmp_path) == []


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(PolegraphError, match="not a polegraph dataset"):
        dataset.write(tiny(), tmp_path)
    assert _names(tmp_path) == ["thesis.txt"]
    with pytest.raises(PolegraphError, match="a file"):
        dataset.write(tiny(), tmp_path / "thesis.txt")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "datapackage.json").write_text('{"resources": []}')
    with pytest.raises(PolegraphError, match="not a polegraph dataset"):
        dataset.write(tiny(), tmp_path / "other")


def test_the_users_own_files_in_a_dataset_stay(tmp_path: Path) -> None:
    folder = dataset.write(tiny(), tmp_path / "d")
    (folder / "notes").mkdir()
    (folder / "notes" / "mine.txt").write_text("keep me")
    dataset.update(tiny(), folder, replace=True)
    assert (folder / "notes" / "mine.txt").read_text() == "keep me"


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "organisations.parquet").write_bytes(b"PAR1 no more"),
        lambda folder: (folder / "projects.parquet").unlink(),
        lambda folder: (folder / "datapackage.json").write_text("{"),
        lambda folder: (folder / "datapackage.json").write_text("[" * 100_000),
        lambda folder: (folder / "datapackage.json").write_bytes(b"\xff\xfe\x00"),
        lambda folder: (folder / "datapackage.json").write_text('{"polegraph": {"format": 99}, "resources": []}'),
    ],
)
def test_a_damaged_dataset_is_a_clear_error(tmp_path: Path, damage: object) -> None:
    folder = dataset.write(tiny(), tmp_path / "d")
    assert callable(damage)
    damage(folder)
    with pytest.raises(PolegraphError, match="What to do"):
        dataset.read(folder)


def test_a_table_that_somebody_edited_is_checked_again(tmp_path: Path) -> None:
    folder = dataset.write(tiny(), tmp_path / "d")
    file = folder / "organisations.parquet"
    pd.read_parquet(file).assign(size="enormous").to_parquet(file)
    with pytest.raises(PolegraphError, match="allowed"):
        dataset.read(folder)


def test_the_data_package_describes_every_table(tmp_path: Path) -> None:
    folder = dataset.write(tiny(), tmp_path / "d")
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        columns = pd.read_parquet(folder / resource["path"]).columns.tolist()
        assert [field["name"] for field in resource["schema"]["fields"]] == columns
        for foreign in resource["schema"].get("foreignKeys", []):
            assert foreign["reference"]["resource"] in TABLES


def test_what_a_kill_between_two_renames_leaves_is_read_and_mended(tmp_path: Path) -> None:
    # On systems that cannot exchange two folders in one step, the old one is set aside first.
    folder = dataset.write(tiny(), tmp_path / "d")
    folder.rename(tmp_path / ".d.polegraph-old")
    _same(dataset.read(folder), tiny())
    after = dataset.update(_of("two", tiny().select(since=2020)), folder)
    assert set(after.project_index) == {"P1", "P2", "P3"}  # what was there is still there
    _same(dataset.read(folder), after)
    assert _names(tmp_path) == ["d"]


def test_without_an_exchange_in_one_step_it_works_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic, "_exchange", lambda *_: False)
    folder = dataset.write(tiny(), tmp_path / "d")
    dataset.write(tiny().select(since=2020), folder)
    assert len(dataset.read(folder).projects) == 1
    assert _names(tmp_path) == ["d"]


def _write_in_turn(one: Path, two: Path, folder: Path, moment: int, seen: Synchronized[int]) -> None:
    """Write two networks over each other, one and the other; die at a moment, or count them if there is none."""
    both = [dataset.read(one), dataset.read(two)]
    if moment:
        moments.signal_at(moment, signal.SIGKILL)
    else:
        moments.count(seen)
    for net in both:
        dataset.write(net, folder)


@pytest.mark.slow
def test_killed_at_any_of_its_moments_it_is_the_old_or_the_new_folder(tmp_path: Path) -> None:
    one = dataset.write(tiny(), tmp_path / "one")
    two = dataset.write(tiny().select(since=2016), tmp_path / "two")
    whole = [_bytes(one), _bytes(two)]
    folder = dataset.write(tiny(), tmp_path / "place" / "d")
    context: Any = multiprocessing.get_context("forkserver")  # pays the imports once; its children have no threads yet
    context.set_forkserver_preload(["polegraph.stores.folder.dataset", "pandera.pandas"])
    counted = context.Value("q", 0)

    def run(moment: int) -> int | None:
        process = context.Process(target=_write_in_turn, args=(one, two, folder, moment, counted))
        process.start()
        process.join()
        code: int | None = process.exitcode
        return code

    assert run(0) == 0
    every = counted.value
    assert every > 50
    tries = times(25, 50)
    seen = []
    for number in range(tries):
        code = run(1 + number * (every - 1) // (tries - 1))
        assert code == -signal.SIGKILL or number > tries - 5  # a run may have some moments less than the one counted
        found = _bytes(folder)
        assert found in whole
        seen.append(whole.index(found))
        dataset.read(folder)
    assert set(seen) == {0, 1}
    dataset.write(tiny(), folder)
    assert _bytes(folder) == whole[0]
    assert _names(folder.parent) == ["d"]
