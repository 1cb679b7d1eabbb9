"""Consensus communities: what runs agree on, NMI and the variation of information as others compute them."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import normalized_mutual_info_score

from polegraph.errors import PolegraphError
from polegraph.metrics import communities, consensus_communities
from polegraph.metrics.community.consensus import _agreed, compare_partitions
from polegraph.metrics.community.detection import find
from tests.graphs import karate, of_links
from tests.networks import networks, shuffled

if TYPE_CHECKING:
    from polegraph.network import Network


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), min_size=1, max_size=20))
def test_nmi_and_variation_of_information_are_those_of_others(labels: list[tuple[int, int]]) -> None:
    one, other = (np.unique(part, return_inverse=True)[1].astype(np.int64) for part in zip(*labels, strict=True))
    found = compare_partitions(one, other)
    assert found["nmi"] == pytest.approx(normalized_mutual_info_score(one, other), abs=1e-9)
    here, there, both = Counter(one), Counter(other), Counter(zip(one, other, strict=True))
    plain = -sum(
        count / len(one) * (math.log(count / here[a]) + math.log(count / there[b])) for (a, b), count in both.items()
    )
    assert found["vi"] == pytest.approx(plain, abs=1e-9)


def test_groups_that_keep_to_themselves_are_agreed_on() -> None:
    groups = [[f"{group}{member}" for member in range(5)] for group in "abc"]
    links = [(one, other) for group in groups for place, one in enumerate(group) for other in group[:place]]
    ring = [("a0", "b1"), ("b0", "c1"), ("c0", "a1")]
    found = consensus_communities(
        of_links([*(one for group in groups for one in group), "alone"], links + ring), runs=8
    )
    parts = found.dropna().groupby("community")["org_id"].agg(lambda ids: "".join(sorted({one[0] for one in ids})))
    assert sorted(parts) == ["a", "b", "c"]
    assert (found["certainty"].dropna() == 1).all()
    assert found.attrs["runs"]["nmi_low"] == 1
    assert found.set_index("org_id").loc["alone"].isna().all()


def test_where_runs_differ_the_figures_say_so() -> None:
    dice = np.random.default_rng(5)
    nodes = [f"o{number:03}" for number in range(150)]
    links = {tuple(sorted(dice.choice(nodes, 2, replace=False).tolist())) for _ in range(400)}
    found = consensus_communities(of_links(nodes, links), runs=8)
    assert 0 < found.attrs["runs"]["nmi_low"] <= found.attrs["runs"]["nmi_mean"] < 1
    assert 0 < found.attrs["runs"]["vi_mean"] <= found.attrs["runs"]["vi_high"]
    assert 0.3 < found["certainty"].mean() < 1


def test_certainty_is_the_share_of_runs_with_the_partners_of_ones_community() -> None:
    net, runs = karate(), 6
    table = consensus_communities(net, seed=2, runs=runs, weight=None)
    found = find(net, 2, runs - 1, None, 1.0)
    together = np.mean([run[:, None] == run for run in found.runs], axis=0)  # all pairs: slow and obvious
    partners = net.collaboration_matrix().toarray()[np.ix_(found.rows, found.rows)] > 0
    community = table["community"].to_numpy()[found.rows]
    wanted = [together[one][partners[one] & (community == community[one])].mean() for one in range(len(community))]
    assert table["certainty"].to_numpy()[found.rows].tolist() == pytest.approx(wanted, nan_ok=True)


@given(networks(), st.integers(0, 3))
@settings(max_examples=15)
def test_the_order_of_rows_never_matters(net: Network, seed: int) -> None:
    table, other = (consensus_communities(one, seed, runs=4) for one in (net, shuffled(net, seed)))
    pd.testing.assert_frame_equal(other.set_index("org_id").loc[table["org_id"]].reset_index(), table)
    assert table["community"].isna().equals(communities(net, runs=0)["community"].isna())


def test_one_whose_links_all_fall_below_the_threshold_keeps_its_strongest() -> None:
    net = of_links(list("abcx"), [("a", "b"), ("b", "c"), ("a", "x"), ("c", "x")])
    found = find(net, 0, 0, None, 1.0)
    place = {name: at for at, name in enumerate(net.org_index.to_numpy()[found.rows])}
    apart = np.zeros((5, 4), dtype=np.int64)  # x is with a in two runs of five, with c in one, alone in two
    for run, parts in enumerate([("abcx",), ("ax", "bc"), ("abc", "x"), ("abc", "x"), ("cx", "ab")]):
        for number, part in enumerate(parts):
            apart[run, [place[name] for name in part]] = number
    agreed = _agreed(found.graph, list(apart), 0, 0.5)
    assert agreed[place["x"]] == agreed[place["a"]]


@pytest.mark.parametrize("wrong", [{"runs": 1}, {"threshold": 1.0}, {"threshold": -0.1}, {"seed": -1}])
def test_what_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(PolegraphError):
        consensus_communities(karate(), **wrong)  # type: ignore[arg-type]
