from __future__ import annotations

import numpy as np
import pytest

from polegraph.examples import tiny
from polegraph.suggestions.candidates.generation import LENGTH, RANKINGS, candidates
from polegraph.suggestions.candidates.ranked import quantise
from polegraph.suggestions.profiles.organisations import STEPS, Profiles
from polegraph.suggestions.profiles.random_walk import visits
from polegraph.suggestions.profiles.regions import areas
from polegraph.suggestions.profiles.snapshot import Context
from tests.suggestions.towns import towns

DEPTH, DAMPING = 150, 40


@pytest.fixture(scope="module")
def profiles() -> Profiles:
    network = towns(4)
    organisations = network.organisations.copy()
    organisations.loc[::3, "region"] = None  # these look for neighbours in their country
    organisations.loc[::9, "country"] = None  # and these nowhere
    return Profiles(Context(network.with_tables(organisations=organisations)))


def near(profiles: Profiles, user: int) -> np.ndarray:
    """Return who is in the region of a user or, where that is not known, in its country."""
    for column in ("region", "country"):
        values = profiles.context.column(column)
        if values[user] is not None:
            return np.array([value == values[user] for value in values])
    return np.zeros(profiles.number, dtype=np.bool_)


def slowly(profiles: Profiles, user: int) -> list[tuple[float, int]]:
    """Merge the rankings of a user one after the other, with all organisations sorted in each."""
    walk = np.empty((1, profiles.number), dtype=np.float32)
    visits(profiles.walk, profiles.twin, np.array([user]), STEPS, walk)
    bases = {
        "walk": quantise(walk)[0],
        "themes": (profiles.themes.wanted @ profiles.themes.served.T).toarray()[user],
        "related_themes": (profiles.themes.related @ profiles.themes.related.T).toarray()[user],
        "words": (profiles.names.topics @ profiles.names.topics.T).toarray()[user],
        "place": near(profiles, user),
        "everyone": np.ones(profiles.number),
    }
    factors: dict[str, np.ndarray] = {
        "one": np.ones(profiles.number),
        "active": np.log1p(profiles.activity.projects) ** 2,
        "projects": profiles.activity.projects,
    }
    total = np.zeros(profiles.number)
    for base, factor, weight in RANKINGS:
        values = (bases[base].astype(np.float32) * factors[factor].astype(np.float32)).astype(np.float64)
        values[np.arange(profiles.number) % 7 == 0] = 0
        order = sorted(np.flatnonzero(values > 0).tolist(), key=lambda one: (-values[one], one))[:DEPTH]
        for rank, one in enumerate(order):
            total[one] += weight / (DAMPING + rank + 1)
    return sorted(((score, -one) for one, score in enumerate(total.tolist()) if score > 0), reverse=True)


def test_candidates_are_the_best_of_all_rankings(profiles: Profiles) -> None:
    def without_some(__: np.ndarray, scores: np.ndarray) -> None:
        scores[:, np.arange(profiles.number) % 7 == 0] = 0

    users = np.arange(0, profiles.number, 40)
    found = candidates(profiles, users, without_some)
    for row, user in enumerate(users.tolist()):
        expected = slowly(profiles, user)
        length = int((found.positions[row] >= 0).sum())
        assert length == min(len(expected), LENGTH)
        # Products of matrices differ in their last digits, so that two who stand alike may change places.
        score = np.array([score for score, __ in expected[:length]])
        assert found.score[row, :length] == pytest.approx(score, rel=0.02)
        assert np.isclose(found.score[row, :length], score).mean() > 0.95
        assert (np.array([-one for __, one in expected[:length]]) == found.positions[row, :length]).mean() > 0.9
    assert any(not near(profiles, user).any() for user in users.tolist())


def test_neighbours_are_those_of_the_region_or_else_of_the_country(profiles: Profiles) -> None:
    users = np.arange(profiles.number)
    active = profiles.activity.projects > 0
    every = np.array([near(profiles, user) for user in users.tolist()])
    assert (profiles.attributes.areas.near(users) == (every & active)).all()
    assert (profiles.attributes.areas.same(users, np.tile(users, (len(users), 1))) == every).all()


def test_the_most_active_of_an_area_come_first_then_the_first_in_order() -> None:
    draw = np.random.default_rng(5)
    region, country = draw.integers(-1, 4, 300), draw.integers(-1, 3, 300)
    activity = draw.integers(0, 9, 300).astype(np.float64)
    found = areas(region, country, activity)
    groups = [np.flatnonzero(code == one) for code in (region, country) for one in range(code.max() + 1)]
    for area, group in enumerate([*groups, np.arange(300)]):
        members = found.members[found.starts[area] : found.starts[area + 1]].tolist()
        assert members == sorted(
            (one for one in group.tolist() if activity[one]), key=lambda one: (-activity[one], one)
        )
    assert found.everywhere == len(groups)


def test_where_names_and_themes_say_nothing_the_walk_is_left() -> None:
    network = tiny()
    organisations = network.organisations.assign(name=[f"n{number}" for number in range(len(network.organisations))])
    profiles = Profiles(Context(network.with_tables(organisations=organisations)))
    found = candidates(profiles, np.array([3]), lambda __, ___: None)
    assert not found.base["words"].any()
    assert not found.base["related_themes"].any()
    assert found.base["walk"].any()
    moved = {name for number, (name, *__) in enumerate(RANKINGS) if found.parts[0, :, number].any()}
    assert moved == {"walk", "everyone"}
