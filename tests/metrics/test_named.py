"""Measures under NetworkX's names are NetworkX's, and results join by ``org_id``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings

from polegraph import metrics
from polegraph.examples import tiny
from tests.networks import networks

if TYPE_CHECKING:
    from polegraph.network import Network


@given(networks())
@settings(max_examples=15)
def test_each_is_what_networkx_gives(net: Network) -> None:
    graph = net.to_networkx()
    for name in ("constraint", "effective_size", "clustering", "degree_centrality"):
        found = getattr(metrics, name)(net, index=True)[name]
        expected = pd.Series(getattr(nx, name)(graph), dtype="float64").reindex(found.index)
        pd.testing.assert_series_equal(found.astype("float64"), expected, check_names=False, atol=1e-9)


@pytest.mark.parametrize("measure", [metrics.constraint, metrics.pagerank, metrics.core_number, metrics.degree])
def test_results_join_by_organisation(measure: object) -> None:
    plain, indexed = measure(tiny()), measure(tiny(), index=True)  # type: ignore[operator]
    pd.testing.assert_frame_equal(plain.set_index("org_id"), indexed)
    assert indexed.attrs == plain.attrs
