"""A result that others published, from the same data: the eigenvector centrality of 44 countries in Horizon 2020."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from polegraph import resources
from tests import examples

if TYPE_CHECKING:
    from polegraph.network import Network

PUBLISHED = pd.read_csv(
    resources.data("known_results/eunets_country_centrality_published.csv"),
    keep_default_na=False,
    dtype={"country": str},
)


@pytest.fixture(scope="module")
def horizon() -> Network:
    return examples.horizon()


def _countries(net: Network) -> pd.DataFrame:
    """Return the country of every participation and the number of countries in its project."""
    country = net.organisations.set_index("org_id")["country"]
    rows = net.participations[["project_id", "org_id"]].assign(country=net.participations["org_id"].map(country))
    return rows.assign(countries=rows.groupby("project_id")["country"].transform("nunique"))


def _adjacency(net: Network) -> pd.DataFrame:
    """Count, for each pair of countries, the pairs of their participations in one project."""
    rows = _countries(net)
    # The published table covers EU-15, EU-13 and associated countries, so its rows are those three groups.
    rows = rows[rows["country"].isin(PUBLISHED["country"].tolist()) & (rows["countries"] > 1)]
    counts = pd.crosstab(rows["project_id"], rows["country"])
    matrix = (counts.T @ counts).astype(float)
    values = matrix.to_numpy(copy=True)
    np.fill_diagonal(values, 0)
    return pd.DataFrame(values, index=matrix.index, columns=matrix.columns)


def test_horizon_2020_has_the_size_that_its_readme_says(horizon: Network) -> None:
    assert len(horizon.projects) == 31_451
    assert len(horizon.organisations) == 35_871
    assert len(horizon.participations) == 144_726


def test_countries_in_a_project_are_those_that_the_source_counted(horizon: Network) -> None:
    with gzip.open(resources.data("horizon2020/source/h2020_2020-12_participations.csv.gz"), "rt") as stream:
        source = pd.read_csv(stream, dtype=str, keep_default_na=False).drop_duplicates("rcn")
    counted = _countries(horizon).drop_duplicates("project_id").set_index("project_id")["countries"]
    assert counted.to_dict() == dict(zip("rcn:" + source["rcn"], source["nunique"].astype(int), strict=True))


def test_namibia_is_a_country(horizon: Network) -> None:
    assert (horizon.organisations["country"] == "NA").sum() == 8


def test_published_centrality_of_44_countries_to_the_printed_digit(horizon: Network) -> None:
    matrix = _adjacency(horizon)
    assert matrix.index.tolist() == PUBLISHED["country"].tolist()
    vector = np.abs(np.linalg.eigh(matrix.to_numpy())[1][:, -1])
    eigen = np.round(vector / vector.max() * 1000, 3)
    strength = matrix.to_numpy().sum(axis=1)
    assert eigen.tolist() == PUBLISHED["eigen_x1000"].tolist()
    assert np.round(strength / 1000, 3).tolist() == PUBLISHED["strength_div1000"].tolist()
    assert pd.Series(-vector).rank().astype(int).tolist() == PUBLISHED["eigen_rank"].tolist()
    assert pd.Series(-strength).rank().astype(int).tolist() == PUBLISHED["degree_rank"].tolist()
