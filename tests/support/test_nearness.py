"""Nearness of organisations, against NetworkX and plain sets."""

from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given, settings

from polegraph.network import Network  # noqa: TC001  # hypothesis
from polegraph.support.nearness import INTRODUCED, Nearness, Neighbourhood
from tests.support.worlds import supported


@settings(max_examples=10)
@given(supported())
def test_steps_and_partners_are_those_of_networkx(net: Network) -> None:
    ids = net.org_index.tolist()
    one, other = (part.ravel().astype(np.int64) for part in np.indices((len(ids), len(ids))))
    where = Neighbourhood(net)
    near = where.pairs(one, other)
    graph = net.to_networkx("one")
    lengths = dict(nx.all_pairs_shortest_path_length(graph))
    table = net.organisations.set_index("org_id")
    aside = set(table.index[table["opt_out"].fillna(value=False)]) | set(net.org_index[~net.standing])
    poles = net.members().groupby("org_id")["pole_id"].agg(set).to_dict()
    projects = net.participations.groupby("org_id")["project_id"].agg(set).to_dict()
    for row, (left, right) in enumerate(zip(one, other, strict=True)):
        a, b = ids[left], ids[right]
        np.testing.assert_equal(near.steps[row], lengths[a].get(b, np.nan))
        assert near.shared[row] == len(projects.get(a, set()) & projects.get(b, set()))
        between = (set(graph[a]) & set(graph[b])) - aside
        assert near.between[row] == len(between)
        assert {ids[place] for place in where.introducers(int(left), int(right))} <= between
        assert len(where.introducers(int(left), int(right))) == min(3, len(between))
        assert near.pole[row] == bool(poles.get(a, set()) & poles.get(b, set()))
        region = table["region"]
        assert near.region[row] == (region[a] == region[b])


def test_nearness_grows_with_what_joins_them() -> None:
    yes, no = np.array([True]), np.array([False])
    unknown = np.array([np.nan])
    none = np.array([0])

    def near(**given: np.ndarray) -> Nearness:
        base = {"shared": none, "steps": unknown, "between": none, "pole": no, "region": no, "kilometres": unknown}
        return Nearness(**{**base, **given})

    assert near().network == 0
    assert near(between=np.array([2])).network == INTRODUCED
    assert near(between=np.array([2]), shared=np.array([1])).network == 1
    assert near().place == 0
    assert near(pole=yes).place == near(region=yes).place == near(kilometres=np.zeros(1)).place
    assert near(pole=yes, region=yes, kilometres=np.zeros(1)).place == 1
    assert near(kilometres=np.array([100.0])).place * 3 == 0.5
