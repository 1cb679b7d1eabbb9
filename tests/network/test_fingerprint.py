from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import polegraph as pg
from polegraph.examples import tiny
from tests.networks import networks, shuffled

if TYPE_CHECKING:
    from pathlib import Path

    from polegraph.network import Network


@settings(max_examples=20)
@given(networks(), st.integers(0, 9))
def test_neither_rows_nor_columns_have_an_order(network: Network, seed: int) -> None:
    turned = network.with_tables(organisations=network.organisations[network.organisations.columns[::-1]])
    assert network.fingerprint == shuffled(network, seed).fingerprint == turned.fingerprint


def test_it_is_that_of_the_dataset_wherever_it_is(tmp_path: Path) -> None:
    net = tiny()
    own = pd.Categorical(["x", "y", "x", None, "é"])
    net = net.with_tables(
        organisations=net.organisations.assign(lat=[48.5, 1, None, -3, 0.1], own=own),
        projects=net.projects.assign(start=pd.to_datetime(pd.Series(["2014-01-31", None, "2020-02-29"]))),
    )
    for place in ("one", "two"):
        pg.write(net, tmp_path / place)
        assert pg.read(tmp_path / place).fingerprint == net.fingerprint


def test_every_change_of_content_shows() -> None:
    net = tiny()
    orgs, projects, pairs = net.organisations, net.projects, net.participations
    changed = [
        net,
        net.with_tables(organisations=orgs.assign(name=[*orgs["name"][:-1], "Other"])),
        net.with_tables(organisations=orgs.assign(opt_out=[True, None, None, None, None])),
        net.with_tables(organisations=orgs.assign(opt_out=[False, None, None, None, None])),
        net.with_tables(projects=projects.assign(year=[2014, 2016, 2021])),
        net.with_tables(participations=pairs.iloc[:-1]),
        net.select(since=2015),
        net.with_tables(organisations=orgs.assign(region="R")).select(region="R"),
        net.with_tables(organisations=orgs.assign(region="R")),
    ]
    assert len({one.fingerprint for one in changed}) == len(changed)
    assert net.fingerprint == net.on(2020).fingerprint
