from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from tests.networks import networks

if TYPE_CHECKING:
    from polegraph.network import Network


@pytest.fixture
def net() -> Network:
    return tiny().with_tables(organisations=tiny().organisations.assign(country=["FR", "FR", "DE", "DE", None]))


def test_organisations_are_chosen_by_country_kind_and_identifier(net: Network) -> None:
    assert net.select(country="de").focus == {"SME2", "BIG"}
    assert net.select(kind="lab").focus == {"LAB"}
    assert net.select(ids=["BIG", "LAB"]).focus == {"BIG", "LAB"}
    assert net.select(ids="BIG").focus == {"BIG"}
    assert net.select(country="DE", kind="company", ids=["BIG", "LAB"]).focus == {"BIG"}


def test_partners_and_projects_of_the_chosen_stay(net: Network) -> None:
    part = net.select(ids=["BIG"])
    theirs = net.participations.loc[net.participations["org_id"] == "BIG", "project_id"]
    assert set(part.project_index) == set(theirs)
    assert set(part.org_index) == set(net.participations.loc[net.participations["project_id"].isin(theirs), "org_id"])
    assert part.around is net


def test_projects_are_counted_among_those_that_are_chosen(net: Network) -> None:
    counted = net.participations["org_id"].value_counts()
    for least in (0, 1, 2, 3, 4):
        wanted = {one for one in net.org_index if counted.get(one, 0) >= least}
        assert net.select(min_projects=least).focus == wanted
    assert net.select(since=2020, min_projects=1).focus == set(net.select(since=2020).participations["org_id"])
    assert net.select(since=2020, min_projects=2).focus == set()


def test_a_choice_within_a_choice_is_smaller(net: Network) -> None:
    once = net.select(country="FR", min_projects=2)
    twice = net.select(country="FR").select(min_projects=2)
    assert once.focus == twice.focus
    pd.testing.assert_index_equal(once.project_index, twice.project_index)


def test_what_there_is_not_is_refused(net: Network) -> None:
    with pytest.raises(PolegraphError, match=r"no such country.*DE, FR"):
        net.select(country="ES")
    with pytest.raises(PolegraphError, match=r"no such kind.*company"):
        net.select(kind="firm")
    with pytest.raises(PolegraphError, match="'NOBODY': no organisation has this identifier"):
        net.select(ids=["BIG", "NOBODY"])
    with pytest.raises(PolegraphError, match="min_projects cannot be this"):
        net.select(min_projects=-1)


@given(networks(), st.integers(0, 4))
@settings(max_examples=25)
def test_components_and_cores_are_those_of_networkx(net: Network, least: int) -> None:
    graph = net.to_networkx()
    core = net.select(core=least).focus
    assert core == frozenset(nx.k_core(graph, least)) or (core is not None and not core and least > 0)
    if len(graph):
        parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
        assert net.select(component="largest").focus == frozenset(parts[0])
        for part in parts:
            assert net.select(component=max(part)).focus == frozenset(part)


def test_a_component_of_nobody_is_refused() -> None:
    with pytest.raises(PolegraphError, match="no organisation has this identifier"):
        tiny().select(component="nobody")
    with pytest.raises(PolegraphError):
        tiny().select(core=-1)
