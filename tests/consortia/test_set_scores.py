"""Scores of sets beside NetworkX and beside slow loops over past consortia."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polegraph.consortia.set_scores import FLOOR, METHODS, Past, score
from polegraph.network import Network
from tests.consortia.worlds import trios
from tests.networks import networks, shuffled


def by_id(past: Past, row: np.ndarray) -> dict[str, float]:
    return dict(zip(past.context.ids.tolist(), row.tolist(), strict=True))


def sets(past: Past, *ids: list[str]) -> list[np.ndarray]:
    return [past.context.positions(np.array(one, dtype="object")) for one in ids]


def test_pagerank_is_summed_or_pooled_as_networkx_has_it() -> None:
    net = trios(groups=2, years=3)
    past = Past(net)
    graph = net.to_networkx(mode="one", weight="newman")
    seeds = ["g0o0", "g0o1"]
    walks = [nx.pagerank(graph, alpha=0.75, personalization={one: 1.0}, weight="weight", tol=1e-12) for one in seeds]
    summed = by_id(past, score(past, sets(past, seeds), "pagerank")[0])
    pooled = by_id(past, score(past, sets(past, seeds), "pooled")[0])
    for one in set(graph) - set(seeds):
        assert summed[one] == pytest.approx(sum(walk[one] for walk in walks), abs=3e-3)
        assert pooled[one] == pytest.approx(sum(np.log1p(walk[one] / FLOOR) for walk in walks), abs=0.1)
    assert summed["g1o0"] == pooled["g1o0"] == 0
    assert summed[seeds[0]] == pooled[seeds[0]] == 0


def test_consortia_alike_are_those_that_have_the_seeds() -> None:
    net = trios(groups=3, years=4)
    past, seeds = Past(net), ["g0o0", "g0o2"]
    members = net.participations.groupby("project_id")["org_id"].agg(set)
    expected: dict[str, float] = {}
    for some in members:
        common = len(some & set(seeds)) ** 2 / (len(some) * len(seeds))
        for one in some - set(seeds):
            expected[one] = expected.get(one, 0.0) + common
    found = by_id(past, score(past, sets(past, seeds), "consortia_alike")[0])
    assert {one: value for one, value in found.items() if value > 0} == pytest.approx(
        {one: value for one, value in expected.items() if value > 0}, rel=1e-5
    )


def test_what_both_seeds_know_a_little_is_above_what_one_knows_well_when_pooled() -> None:
    rows = [("a", "x"), ("a", "s"), ("b", "x"), ("b", "s"), ("c", "s"), ("c", "y"), ("d", "t"), ("d", "y")]
    rows += [("e", "t"), ("e", "z"), ("f", "x"), ("f", "s")]
    import pandas as pd  # noqa: PLC0415

    net = Network(
        organisations=pd.DataFrame({"org_id": list("stxyz"), "name": list("stxyz")}),
        projects=pd.DataFrame({"project_id": list("abcdef"), "year": 2020}),
        participations=pd.DataFrame(rows, columns=["project_id", "org_id"]),
    )
    past = Past(net)
    of = {name: by_id(past, score(past, sets(past, ["s", "t"]), name)[0]) for name in ("pagerank", "pooled")}
    assert of["pagerank"]["x"] > of["pagerank"]["y"]
    assert of["pooled"]["y"] > of["pooled"]["x"]


@given(networks(), st.integers(0, 99), st.sampled_from(METHODS), st.data())
def test_rows_do_not_matter_and_members_score_nothing(
    net: Network, seed: int, method: str, data: st.DataObject
) -> None:
    ids = net.organisations["org_id"].tolist()
    some = data.draw(st.lists(st.sampled_from(ids), unique=True, max_size=3))
    one, other = Past(net), Past(shuffled(net, seed))
    found = by_id(one, score(one, sets(one, some, []), method)[0])
    assert found == pytest.approx(by_id(other, score(other, sets(other, some), method)[0]), abs=1e-5)
    assert all(found[name] == 0 for name in some)
    assert not score(one, sets(one, []), method).any()
