from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.reports import panels
from tests.networks import networks, shuffled

if TYPE_CHECKING:
    from pathlib import Path

    from polegraph.network import Network

HOSTILE = ['"); system("rm -rf ~"); ("', "two\nlines,\r\n1,1", "back\\slash\\", "NA", '#=1+1, "quoted" \x00']


def dated(**changed: Any) -> Network:  # noqa: ANN401  # columns
    """Projects of 2014 to 2016, 2016 and 2020, so that ties of the first stand in 2014, 2015 and 2016."""
    net = tiny()
    return net.with_tables(
        organisations=net.organisations.assign(**changed),
        projects=net.projects.assign(end=pd.to_datetime(pd.Series(["2016-06-30", None, None]))),
    )


def _rows(text: str) -> list[list[str]]:
    return list(csv.reader(text.splitlines(keepends=True)))


def _matrix(text: str) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    return np.array(_rows(text)).astype(int)


def test_matrices_are_the_ties_of_the_projects_that_run() -> None:
    files = dict(panels.content(dated(), "year"))
    actors = _rows(files["actors.csv"])
    assert [row[1] for row in actors[1:]] == ["BIG", "LAB", "SME1", "SME2"]
    waves = _rows(files["waves.csv"])
    assert [row[1] for row in waves[1:]] == ["2014", "2015", "2016", "2020"]
    of_first = [[0, 0, 0, 0], [0, 0, 1, 1], [0, 1, 0, 1], [0, 1, 1, 0]]
    for row in waves[1:4]:
        assert _matrix(files[row[5]]).tolist() == of_first
    assert _matrix(files["wave-4.csv"]).tolist() == [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]
    assert _matrix(dict(panels.content(dated(), "year", "start"))["wave-2.csv"]).sum() == 2  # LAB and SME1, in 2016


def test_composition_change_is_in_the_format_of_rsiena() -> None:
    """Intervals are closed, from wave 1 to the last: https://search.r-project.org/CRAN/refmans/RSiena."""
    gone = pd.to_datetime(pd.Series([None, "2015-03-01", None, None, "1999-01-01"]))  # SME1, LAB, SME2, BIG, ALONE
    order = ["SME1", "LAB", "SME2", "BIG", "ALONE"]
    net = dated()
    dissolved = net.organisations["org_id"].map(dict(zip(order, gone, strict=True)))
    files = dict(panels.content(dated(dissolved=pd.to_datetime(dissolved)), "year"))
    assert files["composition.txt"] == "3.5 4\n1 4\n1 4\n1 4\n"  # the laboratory has a project after its end
    assert files["composition-inactive.txt"] == "3.5 4\n1 4\n1 3.5\n1 3.5\n"
    dissolved = net.organisations["org_id"].map({"SME2": pd.Timestamp("2017-01-01")})
    files = dict(panels.content(dated(dissolved=pd.to_datetime(dissolved)), "year"))
    assert files["composition.txt"] == "3.5 4\n1 4\n1 4\n1 3.5\n"


def test_hostile_names_stay_in_their_cells_and_out_of_the_script(tmp_path: Path) -> None:
    net = dated(name=HOSTILE, region=HOSTILE[::-1], country=["NA", "FR", None, "FR", "NA"])
    panels.write(net, tmp_path / "x.rsiena")
    panels.write(tiny(), tmp_path / "y.rsiena")
    script = (tmp_path / "x.rsiena" / "load.R").read_bytes()
    assert script == (tmp_path / "y.rsiena" / "load.R").read_bytes()
    assert script.isascii()
    rows = _rows((tmp_path / "x.rsiena" / "actors.csv").read_text(encoding="utf-8"))
    assert {len(row) for row in rows} == {10}
    assert len(rows) == 5
    by_id = dict(zip(net.org_index, HOSTILE, strict=True))
    assert [row[2] for row in rows[1:]] == [
        " ".join(by_id[row[1]].replace("\x00", "\ufffd").split()) for row in rows[1:]
    ]


def test_every_file_and_column_that_the_script_reads_is_there() -> None:
    files = dict(panels.content(dated(), "year"))
    script = files["load.R"]
    read = set(re.findall(r'"([\w-]+\.(?:csv|txt))"', script))
    assert read == {"actors.csv", "waves.csv", "composition.txt", "composition-inactive.txt"}
    for name in ("actors", "waves"):
        head = _rows(files[f"{name}.csv"])[0]
        assert set(re.findall(rf"{name}\$(\w+)", script)) <= set(head)
        ((numbers),) = re.findall(rf"for \(column in c\((.*)\)\) {name}\[\[column\]\] <- as", script)
        assert set(re.findall(r'"(\w+)"', numbers)) <= set(head)
    (attributes,) = re.findall(r"attributes_of_actors <- c\((.*)\)", script)
    assert set(re.findall(r'"(\w+)"', attributes)) <= set(_rows(files["actors.csv"])[0])
    code = re.sub(r'"(?:[^"\\]|\\.)*"|#.*', "", script)
    assert [code.count(one) for one in "([{"] == [code.count(one) for one in ")]}"]


def test_a_panel_takes_the_place_of_one_and_of_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "x.rsiena"
    panels.write(dated(), folder, "year")
    panels.write(dated(), folder)
    assert len(list(folder.glob("wave-*.csv"))) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["x.rsiena"]
    (folder / "mine.R").write_text("1", encoding="utf-8")
    with pytest.raises(PolegraphError, match="files of others"):
        panels.write(dated(), folder)
    assert (folder / "mine.R").exists()
    with pytest.raises(PolegraphError, match="does not exist"):
        panels.write(dated(), tmp_path / "none" / "x.rsiena")


def test_what_gives_no_panel_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PolegraphError, match="two periods at least"):
        panels.content(tiny().select(until=2014))
    with pytest.raises(PolegraphError, match="no such way to divide time"):
        panels.content(tiny(), "cohort")  # type: ignore[arg-type]
    monkeypatch.setattr(panels, "_MOST", 3)
    with pytest.raises(PolegraphError, match="too many organisations for a matrix each period: 4"):
        panels.content(tiny())


@settings(max_examples=25)
@given(networks(), st.integers(0, 9))
def test_the_order_of_rows_changes_nothing(network: Network, seed: int) -> None:
    try:
        files = dict(panels.content(network, "year"))
    except PolegraphError:
        return
    assert files == dict(panels.content(shuffled(network, seed), "year"))
    waves = len(_rows(files["waves.csv"])) - 1
    actors = _rows(files["actors.csv"])[1:]
    for name in ("composition.txt", "composition-inactive.txt"):
        times = [tuple(map(float, line.split())) for line in files[name].splitlines()]
        assert len(times) == len(actors)
        assert all(1 <= start <= end <= waves for start, end in times)
        for wave in range(waves):  # an organisation with a tie is there
            tied = _matrix(files[f"wave-{wave + 1}.csv"]).sum(axis=0).tolist()
            assert all(start <= wave + 1 <= end for (start, end), one in zip(times, tied, strict=True) if one)
