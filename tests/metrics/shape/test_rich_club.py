from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.metrics import rich_club_coefficient
from tests.graphs import karate, of_links
from tests.networks import networks, shuffled

if TYPE_CHECKING:
    from polegraph.network import Network


@given(networks(organisations=9, projects=7), st.integers(0, 3))
@settings(max_examples=5)
def test_it_is_networkxs_in_any_order_of_rows(net: Network, seed: int) -> None:
    graph = net.to_networkx()
    found = rich_club_coefficient(net, draws=2)
    if graph.number_of_edges():
        slow = nx.rich_club_coefficient(graph, normalized=False)
        assert dict(zip(found["k"], found["observed"], strict=True)) == pytest.approx(slow)
    pd.testing.assert_frame_equal(found, rich_club_coefficient(shuffled(net, seed), draws=2), check_exact=True)
    activity = net.participations["org_id"].value_counts().reindex(net.org_index, fill_value=0)
    for row in rich_club_coefficient(net, "projects", draws=0).to_dict("records"):
        rich = activity.index[activity > row["k"]].tolist()
        ties = graph.subgraph(rich).number_of_edges()
        assert (row["organisations"], row["links"]) == (len(rich), ties)
        assert row["observed"] == pytest.approx(2 * ties / (len(rich) * (len(rich) - 1)))


def test_the_karate_club() -> None:
    slow = nx.rich_club_coefficient(nx.Graph(nx.karate_club_graph().edges), normalized=False)
    found = rich_club_coefficient(karate(), draws=0)
    assert dict(zip(found["k"], found["observed"], strict=True)) == pytest.approx(slow)
    assert found["expected"].isna().all()


def test_a_club_beyond_chance_is_seen() -> None:
    rich = [f"r{place}" for place in range(6)]
    rest = [(f"r{place % 6}", f"a{place:02}") for place in range(24)]
    poor = [(f"a{place:02}", f"b{place:02}") for place in range(24)]
    names = [*rich, *(f"{letter}{place:02}" for letter in "ab" for place in range(24))]
    net = of_links(names, [*combinations(rich, 2), *rest, *poor])
    found = rich_club_coefficient(net, "projects", draws=30).set_index("k")
    assert found["observed"][5] == 1
    assert found["ratio"][5] > 1.2
    assert found["p_value"][5] < 0.1
    assert found["organisations"][5] == 6
    by_partners = rich_club_coefficient(net, draws=30).set_index("k")
    assert by_partners["ratio"][5] > 1.2
    assert rich_club_coefficient(net, draws=3).equals(rich_club_coefficient(net, draws=3))


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(PolegraphError, match=r"richness cannot be this.*partners, projects"):
        rich_club_coefficient(tiny(), "money")  # type: ignore[arg-type]
    assert np.isnan(rich_club_coefficient(tiny(), draws=0)["ratio"]).all()
    assert rich_club_coefficient(of_links(["a"], [])).empty
