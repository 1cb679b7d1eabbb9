"""Validated links: the model meets every degree, p-values are those of brute force, chance alone is not validated."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse, stats

from polegraph.errors import PolegraphError
from polegraph.metrics import validated_links
from polegraph.metrics.inference.null_models import randomised
from polegraph.metrics.inference.significance import false_discovery_rates
from polegraph.metrics.kernels.bicm import fitted
from polegraph.network import Network
from tests import examples
from tests.graphs import davis, of_links
from tests.networks import networks, shuffled


def _model(net: Network) -> np.ndarray:
    """Projects × organisations, the probability of each participation; checked to meet every degree."""
    matrix = net.incidence.toarray()
    sizes, size_of, projects = np.unique(matrix.sum(axis=1), return_inverse=True, return_counts=True)
    degrees, degree_of, organisations = np.unique(matrix.sum(axis=0), return_inverse=True, return_counts=True)
    chance = fitted(degrees, organisations, sizes, projects).probability.T[size_of][:, degree_of]
    assert chance.sum(axis=0) == pytest.approx(matrix.sum(axis=0), abs=1e-6)
    assert chance.sum(axis=1) == pytest.approx(matrix.sum(axis=1), abs=1e-6)
    assert ((chance >= 0) & (chance <= 1)).all()
    return np.asarray(chance)


def _at_least(chances: np.ndarray, number: int) -> float:
    """Add up all outcomes, one trial after another."""
    density = np.ones(1)
    for chance in chances:
        density = np.convolve(density, [1 - chance, chance])
    return float(density[number:].sum())


@given(networks(organisations=12, projects=10))
@settings(max_examples=40)
def test_p_values_are_those_of_brute_force(net: Network) -> None:
    chance, at = _model(net), {one: place for place, one in enumerate(net.org_index)}
    table = validated_links(net, alpha=1)
    assert len(table) == net.collaboration_matrix().nnz // 2
    active = int((net.incidence.toarray().sum(axis=0) > 0).sum())
    assert (table["org_a"] < table["org_b"]).all()
    for row in table.to_dict("records"):
        one, other = at[row["org_a"]], at[row["org_b"]]
        assert row["projects"] == net.collaboration_matrix()[one, other]
        meet = chance[:, one] * chance[:, other]
        assert row["expected"] == pytest.approx(meet.sum(), abs=1e-6)
        assert row["p_value"] == pytest.approx(_at_least(meet, row["projects"]), abs=1e-6)
    rest = np.ones(active * (active - 1) // 2 - len(table))
    if len(table):
        every = stats.false_discovery_control(np.clip(np.concatenate([table["p_value"], rest]), 0, 1))
        assert table["q_value"].to_numpy() == pytest.approx(every[: len(table)])
        assert table["q_value"].is_monotonic_increasing


def test_the_women_of_davis() -> None:
    net = davis()
    chance, at = _model(net), {one: place for place, one in enumerate(net.org_index)}
    table = validated_links(net, alpha=1)
    for row in table.to_dict("records"):
        meet = chance[:, at[row["org_a"]]] * chance[:, at[row["org_b"]]]
        assert row["p_value"] == pytest.approx(_at_least(meet, row["projects"]), rel=1e-7)
    assert set(table.iloc[0][["org_a", "org_b"]]) <= set(net.org_index)
    assert validated_links(net, alpha=0.5).equals(table[table["q_value"] <= 0.5])


def test_the_model_is_that_of_the_largest_likelihood() -> None:
    """In the model x_i y_p / (1 + x_i y_p), log-odds are a sum of one number a row and one a column."""
    chance = _model(davis())
    odds = np.log(chance / (1 - chance))
    assert odds - odds[:1] - odds[:, :1] + odds[0, 0] == pytest.approx(0, abs=1e-8)


def test_small_p_values_are_exact() -> None:
    """Two who are always together, and only with each other, among many."""
    number, together = 400, 12
    orgs = [f"o{place:03}" for place in range(number)]
    pairs = [(f"t{place:02}", one) for place in range(together) for one in ("o000", "o001")]
    pairs += [(f"p{place:03}", orgs[place + step]) for place in range(2, number - 2) for step in (0, 1)]
    net = Network(
        organisations=pd.DataFrame({"org_id": orgs, "name": orgs}),
        projects=pd.DataFrame({"project_id": sorted({project for project, __ in pairs})}),
        participations=pd.DataFrame(pairs, columns=["project_id", "org_id"]),
    )
    table = validated_links(net)
    assert table[["org_a", "org_b", "projects"]].to_numpy().tolist() == [["o000", "o001", together]]
    chance = _model(net)
    meet = chance[:, 0] * chance[:, 1]
    assert np.ptp(meet) < 1e-12  # all projects have two members: a binomial number
    exact = stats.binom.sf(together - 1, len(meet), meet[0])
    assert table["p_value"].item() == pytest.approx(exact, rel=1e-6)
    assert exact < 1e-14


def test_large_programmes_are_solved() -> None:
    net = examples.horizon()
    matrix = net.incidence
    degrees, organisations = np.unique(matrix.sum(axis=0), return_counts=True)
    sizes, projects = np.unique(matrix.sum(axis=1), return_counts=True)
    model = fitted(degrees, organisations, sizes, projects)
    assert model.probability @ projects == pytest.approx(degrees, abs=1e-6)
    assert organisations @ model.probability == pytest.approx(sizes, abs=1e-6)


def test_networks_drawn_at_random_have_hardly_a_validated_link() -> None:
    generator = np.random.default_rng(2)
    matrix = sparse.csr_array((generator.random((300, 150)) < generator.beta(0.5, 10, 150)).astype(np.int64))
    kept = 0
    for drawn in randomised(matrix, draws=5, seed=0):
        cells = drawn.tocoo()
        orgs, projs = [f"o{place:03}" for place in range(150)], [f"p{place:03}" for place in range(300)]
        net = Network(
            organisations=pd.DataFrame({"org_id": orgs, "name": orgs}),
            projects=pd.DataFrame({"project_id": projs}),
            participations=pd.DataFrame(
                {"project_id": np.array(projs)[cells.row], "org_id": np.array(orgs)[cells.col]},
            ),
        )
        kept += len(validated_links(net))
    assert kept <= 1


@given(networks(organisations=10, projects=9), st.integers(0, 3))
@settings(max_examples=15)
def test_the_order_of_rows_never_matters(net: Network, seed: int) -> None:
    one, two = validated_links(net, alpha=1), validated_links(shuffled(net, seed), alpha=1)
    pd.testing.assert_frame_equal(one, two, check_exact=True)


def test_rates_of_false_discoveries_count_the_tests_that_were_not_made() -> None:
    rates = false_discovery_rates(np.array([0.001, 0.02, 0.03]), 10)
    assert rates == pytest.approx([0.01, 0.1, 0.1])
    assert false_discovery_rates(np.array([0.9, 0.2]), 4).tolist() == [1.0, 0.8]


@pytest.mark.parametrize("alpha", [0, -1, 1.5, float("nan"), None])
def test_an_alpha_that_cannot_be_is_refused(alpha: float) -> None:
    with pytest.raises(PolegraphError):
        validated_links(davis(), alpha=alpha)


def test_without_links_there_is_no_row() -> None:
    table = validated_links(of_links(["a", "b"], []))
    assert table.empty
    assert table.columns.tolist() == ["org_a", "org_b", "projects", "p_value", "q_value", "expected"]
