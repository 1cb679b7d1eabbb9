"""Backbones: p-values are those of loops, and what the R package backbone documents of its examples holds."""

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
from polegraph.metrics import backbone, validated_links
from polegraph.metrics.inference.backbones import corrected
from polegraph.metrics.kernels.bicm import fitted
from polegraph.network import Network
from tests.graphs import davis, of_links
from tests.networks import networks, shuffled

if TYPE_CHECKING:
    from collections.abc import Callable

COLUMNS = ["org_a", "org_b", "projects", "expected", "p_value", "q_value", "kept"]
# The weighted network of two scales that the tests of the R package backbone go by: ends and weights.
SCALES = [
    *(("0", end, 10) for end in "1234"),
    ("0", "5", 75),
    *((one, other, 1) for one, other in combinations("1234", 2)),
    *(("5", end, 100) for end in "6789"),
    *((one, other, 10) for one, other in combinations("6789", 2)),
]


def _scales() -> Network:
    return of_links("0123456789", [(one, other) for one, other, weight in SCALES for _ in range(weight)])


def test_probabilities_are_those_that_the_package_backbone_gives() -> None:
    """Its test of bicm(): the matrix with the rows 001, 010, 101, and probabilities to three digits."""
    matrix = np.array([[0, 0, 1], [0, 1, 0], [1, 0, 1]])
    classes = fitted(np.array([1, 2]), np.array([2, 1]), np.array([1, 2]), np.array([2, 1])).probability
    of = matrix.sum(axis=1) - 1, matrix.sum(axis=0) - 1
    expected = [[0.216, 0.216, 0.568], [0.216, 0.216, 0.568], [0.568, 0.568, 0.863]]
    assert classes[of[0]][:, of[1]].round(3).tolist() == expected


def test_the_disparity_backbone_of_two_scales_is_a_tree() -> None:
    net = _scales()
    table = backbone(net, "disparity", correction="none")
    graph = nx.Graph(table.loc[table["kept"], ["org_a", "org_b"]].itertuples(index=False, name=None))
    assert nx.is_tree(graph)
    assert len(graph) == 10
    assert nx.utils.graphs_equal(
        nx.Graph(net.with_ties(table[table["kept"]]).to_networkx().edges), nx.Graph(graph.edges)
    )


@given(networks())
@settings(max_examples=10)
def test_disparity_is_that_of_loops(net: Network) -> None:
    graph = net.to_networkx(weight="projects")
    table = backbone(net, "disparity", correction="none")
    assert table.columns.tolist() == COLUMNS
    assert len(table) == graph.number_of_edges()
    for row in table.to_dict("records"):
        sides = []
        for end in (row["org_a"], row["org_b"]):
            strength = sum(graph.edges[end, other]["weight"] for other in graph[end])
            sides.append((1 - graph.edges[row["org_a"], row["org_b"]]["weight"] / strength) ** (len(graph[end]) - 1))
        assert row["p_value"] == pytest.approx(min(sides))
    assert table["p_value"].is_monotonic_increasing


def test_bicm_is_what_validated_links_keeps_and_sdsm_is_the_same() -> None:
    net = _scales()
    table, valid = backbone(net), validated_links(net)
    kept = table.loc[table["kept"], valid.columns].reset_index(drop=True)
    assert 0 < len(valid) < len(table)
    pd.testing.assert_frame_equal(kept, valid.sort_values(["p_value", "org_a", "org_b"], ignore_index=True))
    pd.testing.assert_frame_equal(table, backbone(net, "sdsm"))


def test_fdsm_is_the_share_of_all_networks() -> None:
    """Four organisations, four projects: every matrix with these sums is listed."""
    matrix = np.array([[1, 1, 0, 0], [1, 1, 1, 0], [1, 0, 0, 1], [0, 0, 1, 1]])
    net = Network.from_incidence(matrix, list("PQRS"), list("abcd"))
    rows = [[row for row in np.ndindex(2, 2, 2, 2) if sum(row) == total] for total in matrix.sum(axis=1)]
    found = [
        np.array([p, q, r, s])
        for p in rows[0]
        for q in rows[1]
        for r in rows[2]
        for s in rows[3]
        if (np.array([p, q, r, s]).sum(axis=0) == matrix.sum(axis=0)).all()
    ]
    shared = np.array([one.T @ one for one in found])
    table = backbone(net, "fdsm", draws=500, correction="none")
    for row in table.to_dict("records"):
        one, other = (list("abcd").index(row[end]) for end in ("org_a", "org_b"))
        exact = (shared[:, one, other] >= row["projects"]).mean()
        assert row["p_value"] == pytest.approx(exact, abs=0.08)
        assert row["expected"] == pytest.approx(shared[:, one, other].mean(), abs=0.08)


@given(networks(), st.sampled_from(["bicm", "fdsm", "disparity"]), st.integers(0, 3))
@settings(max_examples=6)
def test_the_order_of_rows_never_matters(net: Network, model: str, seed: int) -> None:
    one, two = (backbone(each, model, correction="none", draws=19) for each in (net, shuffled(net, seed)))  # type: ignore[arg-type]
    pd.testing.assert_frame_equal(one, two)


def test_corrections_are_those_of_the_books() -> None:
    given_values = np.array([0.01, 0.04, 0.03, 0.005])
    assert corrected(given_values, 4, "holm") == pytest.approx([0.03, 0.06, 0.06, 0.02])  # R: p.adjust(p, "holm")
    assert corrected(given_values, 4, "fdr") == pytest.approx([0.02, 0.04, 0.04, 0.02])  # R: p.adjust(p, "BH")
    assert corrected(given_values, 4, "bonferroni") == pytest.approx([0.04, 0.16, 0.12, 0.02])
    assert corrected(given_values, 9, "none").tolist() == given_values.tolist()
    assert corrected(np.array([0.2]), 9, "bonferroni").tolist() == [1.0]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (lambda net: backbone(net, "lans"), "no such backbone.*fdsm"),  # type: ignore[arg-type]
        (lambda net: backbone(net, correction="hochberg"), "no such correction"),  # type: ignore[arg-type]
        (lambda net: backbone(net, alpha=0), "alpha cannot be this"),
        (lambda net: backbone(net, "fdsm", draws=0), "draws cannot be this"),
        (lambda net: backbone(net, "fdsm", draws=19, correction="holm"), r"at least 3,060 draws"),
    ],
)
def test_what_cannot_be_is_refused(asked: Callable[[Network], object], words: str) -> None:
    with pytest.raises(PolegraphError, match=words):
        asked(davis())


def test_without_ties_there_is_no_row() -> None:
    for model in ("bicm", "fdsm", "disparity"):
        table = backbone(of_links(["a", "b"], []), model, draws=2)
        assert table.empty
        assert table.columns.tolist() == COLUMNS
