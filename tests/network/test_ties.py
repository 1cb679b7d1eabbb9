from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph import metrics
from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.network import Network
from tests.networks import networks, shuffled


@given(networks(), st.integers(1, 4))
@settings(max_examples=12)
def test_stable_ties_are_those_of_the_threshold(net: Network, least: int) -> None:
    matrix = net.collaboration_matrix().toarray()
    wanted = np.where(matrix >= least, matrix, 0)
    kept = np.flatnonzero(wanted.any(axis=1))
    part = net.stable(least)
    assert part.org_index.tolist() == net.org_index[kept].tolist()
    assert part.collaboration_matrix().toarray().tolist() == wanted[np.ix_(kept, kept)].tolist()
    assert set(part.incidence.sum(axis=1).tolist()) <= {2}
    assert len(part.projects) == wanted.sum() // 2
    pd.testing.assert_frame_equal(part.category, net.category.iloc[kept].reset_index(drop=True))
    again = Network(**part.tables)  # it follows the model
    assert again.participations.shape == part.participations.shape


@given(networks(), st.integers(0, 3))
@settings(max_examples=6)
def test_rows_never_matter(net: Network, seed: int) -> None:
    assert net.stable(1).fingerprint == shuffled(net, seed).stable(1).fingerprint


def test_years_and_themes_stay_and_what_would_count_twice_goes() -> None:
    net = tiny().with_tables(
        projects=tiny().projects.assign(funding=[7, 8, 9], total_cost=1),
        themes=pd.DataFrame({"theme_id": ["t"], "label": ["T"]}),
        project_themes=pd.DataFrame({"project_id": ["P1", "P3"], "theme_id": ["t", "t"]}),
        outcomes=pd.DataFrame({"project_id": ["P1"], "outcome_id": ["o"], "kind": ["patent"]}),
    )
    part = net.stable(1)
    assert part.projects[["project_id", "year"]].to_numpy().tolist() == [
        ["P1/1", 2014],
        ["P1/2", 2014],
        ["P1/3", 2014],
        ["P2/1", 2016],
        ["P3/1", 2020],
    ]
    assert part.project_themes["project_id"].tolist() == ["P1/1", "P1/2", "P1/3", "P3/1"]
    assert part.projects[["funding", "total_cost"]].isna().all(axis=None)
    assert len(part.outcomes) == 0
    assert part.on(2020).day.year == 2020
    assert part.whole is part


def test_measures_hold_on_chosen_ties() -> None:
    ties = pd.DataFrame({"org_a": ["SME1", "BIG", "LAB"], "org_b": ["LAB", "LAB", "BIG"]})
    part = tiny().with_ties(ties)
    assert sorted(part.to_networkx().edges) == [("LAB", "BIG"), ("SME1", "LAB")]
    assert metrics.degree(part)["partners"].tolist() == [1, 2, 1]
    assert metrics.degree(part)["projects"].tolist() == [2, 3, 1]


def test_what_is_no_tie_is_refused() -> None:
    for pair in (["SME1", "BIG"], ["SME1", "NOBODY"], ["LAB", "LAB"]):
        with pytest.raises(PolegraphError, match=f"{pair[0]} / {pair[1]}.*share no project"):
            tiny().with_ties(pd.DataFrame([pair], columns=["org_a", "org_b"]))
    with pytest.raises(PolegraphError, match="no column org_b"):
        tiny().with_ties(pd.DataFrame({"org_a": ["LAB"]}))
    with pytest.raises(PolegraphError, match="least cannot be this"):
        tiny().stable(0)
