from __future__ import annotations

import networkx as nx
import pandas as pd
import pytest

from polegraph import metrics
from polegraph.errors import PolegraphError
from polegraph.examples import tiny


def test_a_column_of_ones_own_sorts_as_the_same_classes_given() -> None:
    values = [1, None, 2, 1, 2]
    net = tiny().with_tables(organisations=tiny().organisations.assign(activity=pd.array(values, dtype="Int64")))
    given = {one: value for one, value in zip(net.org_index, values, strict=True) if value is not None}
    pd.testing.assert_frame_equal(metrics.mixing(net, by="activity", draws=0), metrics.mixing(net, by=given, draws=0))
    pd.testing.assert_frame_equal(metrics.brokerage(net, by="activity"), metrics.brokerage(net, by=given))
    assert metrics.ei_index(net, by="activity") == metrics.ei_index(net, by=given)


def test_mixing_by_an_own_column_is_that_of_networkx() -> None:
    net = tiny().with_tables(organisations=tiny().organisations.assign(activity=list("PPQQQ")))
    counted = metrics.mixing(net, by="activity", draws=0).set_index(["group", "other"])["observed"]
    wanted = nx.attribute_mixing_dict(net.to_networkx(), "activity")
    assert {pair: counted[pair] for pair in counted.index} == {
        (one, other): wanted[one].get(other, 0) // (2 if one == other else 1) for one, other in counted.index
    }


def test_an_unknown_name_is_refused_with_the_columns_that_there_are_and_what_else_would_do() -> None:
    net = tiny().with_tables(organisations=tiny().organisations.assign(activity=list("PPQQQ")))
    with pytest.raises(PolegraphError, match=r"country, department, pole, theme, activity; or .* a dict or a Series"):
        metrics.mixing(net, by="activty", draws=0)
    with pytest.raises(PolegraphError, match="sorted by this"):
        metrics.mixing(net, by="name", draws=0)
