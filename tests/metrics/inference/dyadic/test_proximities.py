"""Proximity matrices against plain loops over pairs; unknown stays missing, and row order does not matter."""

from __future__ import annotations

from itertools import combinations
from math import asin, cos, log, radians, sin, sqrt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import polegraph as pg
from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.metrics.inference.dyadic import nodes as nodes_module
from tests.networks import networks, shuffled

if TYPE_CHECKING:
    from collections.abc import Callable

    from polegraph.metrics.attributes import By
    from polegraph.metrics.inference.dyadic.proximities import Count
    from polegraph.network import Network

BY = st.sampled_from([None, "region", "kind"])
YEARS = st.sampled_from([None, 2012, 2016])


def _groups(net: Network, by: By | None) -> dict[str, set[str]]:
    """Name the organisations of each node."""
    table = net.organisations.set_index("org_id")
    if by is None:
        return {org: {org} for org in table.index}
    known = dict(table[str(by)].dropna())
    return {str(label): {org for org in known if known[org] == label} for label in set(known.values())}


def _projects(net: Network, since: int | None, before: int | None) -> list[set[str]]:
    """List the organisations of each project of the years."""
    years = net.projects.set_index("project_id")["year"]
    found = []
    for project, rows in net.participations.groupby("project_id"):
        year = years[project]
        inside = (since is None and before is None) or (
            pd.notna(year) and (since is None or year >= since) and (before is None or year < before)
        )
        if inside:
            found.append(set(rows["org_id"]))
    return found


def _checked(matrix: pd.DataFrame, groups: dict[str, set[str]], pair: Callable[[str, str], float]) -> None:
    """Check a matrix, cell by cell."""
    assert matrix.index.tolist() == matrix.columns.tolist() == sorted(groups)
    assert np.isnan(np.diag(matrix)).all()
    for one, other in combinations(sorted(groups), 2):
        wanted = pytest.approx(pair(one, other), nan_ok=True)
        assert matrix.loc[one, other] == wanted
        assert matrix.loc[other, one] == wanted


@given(networks(), BY, YEARS, YEARS, st.sampled_from(["projects", "pairs", "newman"]))
@settings(max_examples=20)
def test_collaborations_are_those_of_a_loop(
    net: Network, by: str | None, since: int | None, before: int | None, count: Count
) -> None:
    groups, projects = _groups(net, by), _projects(net, since, before)

    def pair(one: str, other: str) -> float:
        total = 0.0
        for members in projects:
            pairs = len(members & groups[one]) * len(members & groups[other])
            if pairs:
                total += {"projects": 1, "pairs": pairs, "newman": pairs / (len(members) - 1)}[count]
        return total

    _checked(pg.metrics.collaborations(net, by, count, since, before), groups, pair)


def test_since_a_year_is_with_it_and_before_a_year_without() -> None:
    together = {  # SME1 and LAB share projects of 2014 and 2016
        years: pg.metrics.collaborations(tiny(), since=years[0], before=years[1])["LAB"]["SME1"]
        for years in [(2014, 2016), (2015, None), (2016, 2017), (None, 2014), (2017, None), (None, 2017)]
    }
    assert list(together.values()) == [1, 1, 1, 0, 0, 2]


@given(networks(), BY, YEARS)
@settings(max_examples=12)
def test_common_partners_are_those_of_a_loop(net: Network, by: str | None, before: int | None) -> None:
    groups, projects = _groups(net, by), _projects(net, None, before)
    everybody = set(net.organisations["org_id"])

    def met(third: str, group: set[str]) -> bool:
        return any(third in members and members & group for members in projects)

    def pair(one: str, other: str) -> float:
        outside = everybody - groups[one] - groups[other]
        return sum(met(third, groups[one]) and met(third, groups[other]) for third in outside)

    _checked(pg.metrics.common_partners(net, by, before=before), groups, pair)


@given(networks(), BY, st.sampled_from(["kind", "region", "size", "group"]))
@settings(max_examples=12)
def test_shared_attributes_are_those_of_a_loop(net: Network, by: str | None, attribute: str) -> None:
    groups = _groups(net, by)
    category = net.category.set_index("org_id")
    value = {"size": category["size"], "group": category["unit"]}.get(attribute)
    if value is None:
        value = net.organisations.set_index("org_id")[attribute]
    known = value.dropna()

    def pair(one: str, other: str) -> float:
        pairs = [
            known[left] == known[right]
            for left in groups[one]
            for right in groups[other]
            if left in known.index and right in known.index
        ]
        return float(np.mean(pairs)) if pairs else np.nan

    _checked(pg.metrics.shared_attribute(net, attribute, by), groups, pair)


def _with_poles() -> Network:
    poles = pd.DataFrame({"pole_id": ["x", "y", "z"], "name": ["X", "Y", "Z"]})
    joined = [("SME1", "x"), ("SME1", "y"), ("LAB", "y"), ("SME2", "z"), ("BIG", "z"), ("BIG", "x")]
    return tiny().with_tables(poles=poles, memberships=pd.DataFrame(joined, columns=["org_id", "pole_id"]))


def test_one_common_pole_is_enough() -> None:
    found = pg.metrics.shared_attribute(_with_poles(), "pole")
    assert list(found.loc["SME1", ["LAB", "SME2", "BIG"]]) == [1, 0, 1]
    assert list(found.loc["LAB", ["SME2", "BIG"]]) == [0, 0]
    assert found.loc["ALONE"].isna().all()
    # Of the pairs of SME1 or LAB with BIG or SME2, one shares a pôle.
    by = {"SME1": "a", "LAB": "a", "BIG": "b", "SME2": "b"}
    assert pg.metrics.shared_attribute(_with_poles(), "pole", by).loc["a", "b"] == 0.25


def _with_themes() -> Network:
    themes = pd.DataFrame({"theme_id": ["t", "u", "v"], "label": ["T", "U", "V"]})
    of_projects = pd.DataFrame({"theme_id": ["t", "u", "u"], "project_id": ["P1", "P2", "P3"]})
    return tiny().with_tables(themes=themes, project_themes=of_projects)


def test_themes_are_compared_by_hand() -> None:
    net = _with_themes()  # SME1: t, u; LAB: t, u, u; SME2: t; BIG: u
    cosine = pg.metrics.thematic_similarity(net)
    assert cosine.loc["LAB", "SME1"] == pytest.approx(3 / sqrt(5 * 2))
    assert cosine.loc["BIG", "SME2"] == 0
    jaccard = pg.metrics.thematic_similarity(net, measure="jaccard")
    assert list(jaccard.loc["LAB", ["SME1", "SME2"]]) == [1, 0.5]
    early = pg.metrics.thematic_similarity(net, before=2020)  # LAB: t, u; BIG: nothing known
    assert early.loc["LAB", "SME1"] == pytest.approx(1)
    assert early.loc["BIG"].isna().all()
    together = pg.metrics.thematic_similarity(net, {"SME1": "a", "SME2": "a", "BIG": "b"})
    assert together.loc["a", "b"] == pytest.approx(1 / sqrt(5))  # t, t, u beside u
    own = pd.DataFrame({"theme_id": ["v", "v"], "org_id": ["ALONE", "BIG"]})
    assert pg.metrics.thematic_similarity(net.with_tables(organisation_themes=own)).loc["ALONE", "BIG"] == 1


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Compute the haversine distance, in plain Python."""
    (lat, lon), (lat_, lon_) = (tuple(map(radians, place)) for place in (one, other))
    chord = sin((lat - lat_) / 2) ** 2 + cos(lat) * cos(lat_) * sin((lon - lon_) / 2) ** 2
    return 2 * 6371.0088 * asin(sqrt(chord))


def test_distances_are_those_of_the_places() -> None:
    places = {"SME1": (48.8566, 2.3522), "LAB": (47.9029, 1.9093), "SME2": (43.2965, 5.3698), "BIG": (47.3941, 0.6848)}
    table = tiny().organisations
    for at, axis in enumerate(("lat", "lon")):
        table[axis] = [places.get(org, (None, None))[at] for org in table["org_id"]]
    table["country"] = "FR"
    net = tiny().with_tables(organisations=table)
    found = pg.metrics.geographic_distance(net)
    for one, other in combinations(places, 2):
        assert found.loc[one, other] == pytest.approx(_kilometres(places[one], places[other]), abs=1e-6)
    assert found.loc["ALONE"].isna().all()  # of which the country alone is known
    assert pg.metrics.geographic_distance(net, least="country")["LAB"].notna().tolist() == [
        True,
        True,
        False,
        True,
        True,
    ]
    logs = pg.metrics.geographic_distance(net, log=True)
    assert logs.loc["SME1", "LAB"] == pytest.approx(log(1 + _kilometres(places["SME1"], places["LAB"])))


def test_a_class_is_in_the_middle_of_its_places_also_across_the_date_line() -> None:
    table = tiny().organisations.assign(lat=0.0, lon=[179.0, -179.0, 0.0, None, None], lab=["w", "w", "e", "e", None])
    found = pg.metrics.geographic_distance(tiny().with_tables(organisations=table), "lab")
    assert found.loc["e", "w"] == pytest.approx(np.pi * 6371.0088)


def test_nodes_are_those_of_the_focus_and_partners_are_all() -> None:
    net = tiny().select(ids=["SME1", "BIG"])
    assert pg.metrics.collaborations(net).index.tolist() == ["BIG", "SME1"]
    assert pg.metrics.common_partners(net).loc["BIG", "SME1"] == 1  # LAB
    assert pg.metrics.collaborations(net, "kind").index.tolist() == ["company"]


@given(networks(), BY, st.integers(0, 9))
@settings(max_examples=6)
def test_the_order_of_rows_does_not_matter(net: Network, by: str | None, seed: int) -> None:
    other = shuffled(net, seed)
    measures: list[Callable[[Network], pd.DataFrame]] = [
        lambda one: pg.metrics.collaborations(one, by, "newman"),
        lambda one: pg.metrics.common_partners(one, by),
        lambda one: pg.metrics.shared_attribute(one, "kind", by),
        lambda one: pg.metrics.geographic_distance(one, by, "region"),
        lambda one: pg.metrics.thematic_similarity(one, by),
    ]
    for measure in measures:
        pd.testing.assert_frame_equal(measure(net), measure(other), check_exact=True)


def test_too_many_nodes_are_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes_module, "MOST", 4)
    with pytest.raises(PolegraphError, match=r"5 × 5.*net\.select"):
        pg.metrics.collaborations(tiny())
    assert len(pg.metrics.collaborations(tiny(), "kind")) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        lambda net: pg.metrics.collaborations(net, count="links"),  # type: ignore[arg-type]
        lambda net: pg.metrics.collaborations(net, by="nothing"),
        lambda net: pg.metrics.collaborations(net, since="2015"),  # type: ignore[arg-type]
        lambda net: pg.metrics.thematic_similarity(net, measure="dice"),  # type: ignore[arg-type]
        lambda net: pg.metrics.geographic_distance(net, least="street"),  # type: ignore[arg-type]
        lambda net: pg.metrics.shared_attribute(net, "nothing"),
    ],
)
def test_what_there_is_not_is_refused(wrong: Callable[[Network], pd.DataFrame]) -> None:
    with pytest.raises(PolegraphError):
        wrong(tiny())
