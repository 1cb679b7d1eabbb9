from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from scipy import sparse, stats

from polegraph import metrics
from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.metrics.inference.null_models import networks as drawn_networks
from polegraph.metrics.inference.null_models import randomised
from polegraph.metrics.inference.significance import beside
from polegraph.network import Network
from tests.networks import networks, shuffled

ROWS = [[1, 1, 0, 0, 1, 0], [1, 0, 1, 0, 0, 1], [0, 0, 1, 1, 1, 0], [0, 1, 0, 0, 0, 1]]
CLASSES = [7, 7, 7, 7, -3, -3]


def world(rows: list[list[int]] = ROWS) -> Network:
    ids = [f"o{i}" for i in range(len(rows[0]))]
    return Network(
        organisations=pd.DataFrame(
            {
                "org_id": ids,
                "name": ids,
                "kind": ["company"] * 4 + ["lab"] * 2,
                "region": ["Bretagne", "Bretagne", None, None, None, "Occitanie"],
            }
        ),
        projects=pd.DataFrame({"project_id": [f"p{i}" for i in range(len(rows))]}),
        participations=pd.DataFrame(
            [(f"p{i}", org) for i, row in enumerate(rows) for org, there in zip(ids, row, strict=True) if there],
            columns=["project_id", "org_id"],
        ),
    )


def all_with_the_sums_of(
    rows: list[list[int]], classes: list[int]
) -> list[np.ndarray[tuple[int, int], np.dtype[np.int64]]]:
    """Enumerate every matrix with the same sums of columns, and in each class the same sums of rows."""
    given = np.array(rows, dtype=np.int64)
    members = [np.array(classes) == one for one in set(classes)]
    width = given.shape[1]
    choices = [
        [new for new in product([0, 1], repeat=width) if all(np.array(new)[m].sum() == row[m].sum() for m in members)]
        for row in given
    ]
    every = (np.array(chosen, dtype=np.int64) for chosen in product(*choices))
    return [one for one in every if (one.sum(axis=0) == given.sum(axis=0)).all()]


def test_within_classes_all_networks_are_equally_likely() -> None:
    every = sorted(one.tobytes() for one in all_with_the_sums_of(ROWS, CLASSES))
    assert 10 < len(every) < len(all_with_the_sums_of(ROWS, [0] * 6))
    draws = 30 * len(every)
    chain = randomised(sparse.csr_array(np.array(ROWS)), draws=draws, seed=2, classes=CLASSES)
    seen = pd.Series([one.toarray().astype(np.int64).tobytes() for one in chain])
    counts = seen.value_counts().reindex(every, fill_value=0)
    assert counts.sum() == draws
    assert stats.chisquare(counts).pvalue > 0.001


@pytest.mark.parametrize("keep", [None, "kind"])
def test_the_expected_value_is_the_mean_over_all_networks(keep: str | None) -> None:
    classes = [0] * 6 if keep is None else CLASSES
    partners = np.array([((one.T @ one) > 0).sum(axis=0) - 1 for one in all_with_the_sums_of(ROWS, classes)])
    draws = 800
    found = metrics.expected(
        world(),
        lambda net: np.diff(net.collaboration_matrix().indptr),
        draws=draws,
        keep=keep,  # type: ignore[arg-type]
    )
    error = partners.std(axis=0) / np.sqrt(draws)
    assert (abs(found["expected"] - partners.mean(axis=0)) <= 4 * error + 1e-12).all()
    np.testing.assert_allclose(found["sd"], partners.std(axis=0), rtol=0.15)
    assert found["org_id"].tolist() == [f"o{i}" for i in range(6)]


@pytest.mark.parametrize("keep", ["kind", "size", "region"])
@settings(max_examples=8)
@given(net=networks())
def test_the_composition_of_projects_stays(net: Network, keep: str) -> None:
    def composition(one: Network) -> pd.DataFrame:
        kinds = one.organisations.assign(size=one.category["size"])[["org_id", keep]]
        table = one.participations.merge(kinds, on="org_id").fillna({keep: "?"})
        return table.groupby(["project_id", keep]).size().sort_index().to_frame("n")

    for drawn in drawn_networks(net, draws=2, seed=1, keep=keep):  # type: ignore[arg-type]
        pd.testing.assert_frame_equal(composition(drawn), composition(net))


@settings(max_examples=8)
@given(net=networks())
def test_a_drawn_network_is_a_network(net: Network) -> None:
    for drawn in drawn_networks(net, draws=2, seed=1):
        checked = Network(**drawn.tables)
        assert abs(checked.incidence - drawn.incidence).nnz == 0
        assert checked.participations.dtypes.equals(net.participations.dtypes)
        pd.testing.assert_frame_equal(drawn.category, net.category)
        assert drawn.org_index.equals(net.org_index)
        assert (
            drawn.participations["org_id"].value_counts().to_dict()
            == net.participations["org_id"].value_counts().to_dict()
        )
        assert drawn.around is drawn


@settings(max_examples=8)
@given(net=networks())
def test_the_order_of_rows_never_matters(net: Network) -> None:
    def partners(one: Network) -> pd.Series[float]:
        return pd.Series(np.diff(one.collaboration_matrix().indptr))

    for keep in (None, "kind"):
        found = metrics.expected(net, partners, draws=5, seed=4, keep=keep)
        again = metrics.expected(shuffled(net, 1), partners, draws=5, seed=4, keep=keep)
        again = again.set_index("org_id").loc[found["org_id"]].reset_index()
        pd.testing.assert_frame_equal(found, again)


def test_seeds_give_other_draws_and_the_same_seed_the_same() -> None:
    def pairs(net: Network) -> float:
        return net.collaboration_matrix()[0].sum() ** 1.5

    first, same, other = (metrics.expected(world(), pairs, draws=20, seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, same)
    assert not first["expected"].equals(other["expected"])
    assert first["measure"].tolist() == ["pairs"]


def test_what_stands_beside_a_measure() -> None:
    sample = np.column_stack([np.arange(40.0), np.where(np.arange(40) < 30, np.arange(40.0), np.nan), np.full(40, 0.1)])
    found = beside(np.array([39.0, 15.0, 0.1 + 1e-12]), sample)
    assert found["p_value"].tolist() == pytest.approx([2 * 2 / 41, 1, 1])  # one draw of 40 is as far out
    assert found["expected"][:2].tolist() == [19.5, 14.5]
    assert found["sd"].tolist() == pytest.approx([np.arange(40).std(ddof=1), np.arange(30).std(ddof=1), 0])
    assert found["z"][0] == pytest.approx(19.5 / np.arange(40).std(ddof=1))
    assert np.isnan(found["z"][2])
    assert [found["low"][0], found["high"][0]] == pytest.approx([0.025 * 39, 0.975 * 39])
    assert [found["low"][1], found["high"][1]] == pytest.approx([0.025 * 29, 0.975 * 29])


def test_what_is_undefined_is_missing() -> None:
    found = beside(np.array([np.nan, 1.0]), np.array([[1.0, np.nan], [2.0, np.nan]]))
    assert np.isnan(found["p_value"]).all()
    assert found["expected"][0] == 1.5
    assert np.isnan(found["expected"][1])
    none = metrics.expected(tiny(), lambda _net: 3, draws=0)
    assert none.loc[0, "observed"] == 3
    assert none[["expected", "sd", "z", "low", "high", "p_value"]].isna().all(axis=None)


def test_measures_may_be_tables_and_dicts() -> None:
    net = tiny()
    frame = pd.DataFrame({"org_id": ["LAB", "BIG"], "name": ["x", "y"], "value": pd.array([1, None], dtype="Int64")})
    found = metrics.expected(net, lambda _net: frame, draws=2).set_index("org_id")["observed"]
    assert found["LAB"] == 1
    assert found.drop("LAB").isna().all()
    named = metrics.expected(net, lambda one: {"a": 1.0, "b": one.incidence.nnz}, draws=2)
    assert named["measure"].tolist() == ["a", "b"]
    assert named["observed"].tolist() == [1, 7]


@pytest.mark.parametrize(
    "measure", [3, lambda _net: "x", lambda _net: np.arange(3), lambda net: net.organisations, lambda _net: {"a": "b"}]
)
def test_what_is_no_measure_is_refused(measure: object) -> None:
    with pytest.raises(PolegraphError, match="measure"):
        metrics.expected(tiny(), measure, draws=1)  # type: ignore[arg-type]


def test_what_is_no_class_is_refused() -> None:
    with pytest.raises(PolegraphError, match="keep"):
        metrics.expected(tiny(), lambda _net: 1, draws=1, keep="name")  # type: ignore[arg-type]
    with pytest.raises(PolegraphError, match="draws"):
        metrics.expected(tiny(), lambda _net: 1, draws=-1)
