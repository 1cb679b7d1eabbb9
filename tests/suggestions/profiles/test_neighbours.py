from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from polegraph.linalg.sparse import one_hot
from polegraph.suggestions.candidates.generation import PEERS, candidates
from polegraph.suggestions.learning.features import features
from polegraph.suggestions.profiles.activity import RECENT
from polegraph.suggestions.profiles.lift import lifts
from polegraph.suggestions.profiles.neighbours import NEAREST, Neighbours
from polegraph.suggestions.profiles.organisations import Profiles
from polegraph.suggestions.profiles.snapshot import Context
from tests.suggestions.towns import towns


@pytest.fixture(scope="module")
def profiles() -> Profiles:
    network = towns(1)
    organisations = network.organisations.copy()
    organisations["name"] = [
        f"{chr(97 + row % 26)}{chr(97 + row % 25)}lab {chr(97 + row % 23)}{chr(97 + row % 5)}inst"
        for row in range(len(organisations))
    ]
    return Profiles(Context(network.with_tables(organisations=organisations)))


def divided(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    result: np.ndarray = np.divide(one, other, out=np.zeros_like(one), where=other > 0)
    return result


def test_names_lead_from_one_to_the_other_as_the_products_of_matrices_say(profiles: Profiles) -> None:
    alike, links = profiles.names.alike.toarray() ** 2, profiles.collaboration.links.toarray()
    shares = divided(links, links.sum(axis=1, keepdims=True))
    slowly = {
        "partner_alike": shares @ alike,
        "alike_partner": divided(alike, alike.sum(axis=1, keepdims=True)) @ shares,
        "alike_links": alike @ links,
        "their_alike": shares.T @ alike,
    }
    users = np.array([3, 0, 7])
    positions = np.array([[1, 5, -1], [2, 9, 4], [0, 8, 6]])
    found = profiles.neighbours.by_name(users, positions)
    assert list(found) == list(slowly)
    for name, values in slowly.items():
        right = np.where(positions >= 0, values[users[:, None], positions], 0)
        assert found[name] == pytest.approx(right, rel=1e-5, abs=1e-7)
    every = np.arange(profiles.number)
    assert all(one.any() for one in profiles.neighbours.by_name(every, np.tile(every, (profiles.number, 1))).values())


@settings(max_examples=20)
@given(st.integers(0, 1000))
def test_only_those_who_are_most_like_a_user_count(seed: int) -> None:
    chance = np.random.default_rng(seed)
    number, users = NEAREST + 60, np.array([5, 0])
    one, other = chance.random((2, len(users), number), dtype=np.float32)
    active = (chance.random(number) < 0.9).astype(np.float32)
    work = sparse.random_array((number, number), density=0.1, rng=chance)
    links = sparse.csr_array(work + work.T)
    positions = np.tile(np.arange(number), (len(users), 1))
    found = Neighbours(sparse.csr_array(links.shape), links).by_likeness(one, other, active, users, positions)
    like = one * other * active
    like[np.arange(len(users)), users] = 0
    like[like < np.sort(like, axis=1)[:, -NEAREST, None]] = 0
    strength = np.sqrt(links.sum(axis=1))[:, None]
    assert found == pytest.approx(like @ divided(links.toarray(), np.tile(strength, (1, number))), rel=1e-4)


def test_lifts_are_zero_by_chance_and_the_same_both_ways(profiles: Profiles) -> None:
    even = sparse.csr_array(np.ones((6, 6)) * 9)
    assert lifts(even, one_hot(np.array([0, 0, 1, 1, 1, -1]))) == pytest.approx(np.zeros((2, 2)), abs=1e-6)
    table = profiles.themes.lifts
    assert table == pytest.approx(table.T, abs=1e-6)
    assert table.std() > 0
    assert lifts(even, one_hot(np.full(6, -1))).shape == (0, 0)


def test_what_is_said_of_candidates_is_what_their_matrices_say(profiles: Profiles) -> None:
    users = np.array([0, 4, 11])
    found = candidates(profiles, users, lambda __, ___: None)
    described = features(profiles, found)
    there, some = np.maximum(found.positions, 0), found.positions >= 0
    where = profiles.locations
    in_city, shares, themes = (
        where.in_city.toarray(),
        profiles.collaboration.shares.toarray(),
        profiles.themes.own.toarray(),
    )
    region, activity = profiles.attributes.by_column["region"], profiles.activity
    code = region.code
    slowly = {
        "your_partners_city": shares @ in_city @ in_city.T,
        "their_partners_city": in_city @ (shares @ in_city).T,
        "cities": (where.cities @ where.cities.T).toarray(),
        "theme_lift": themes @ profiles.themes.lifts @ themes.T,
        "region_lift": np.where((code[:, None] >= 0) & (code >= 0), region.lifts[code][:, code], 0),
        "new_partner_rate": np.tile(
            np.log1p(activity.new_partners) - np.log1p(3 * activity.recent[RECENT]),
            (profiles.number, 1),
        ),
    }
    for name, values in slowly.items():
        right = values[users[:, None], there]
        assert described[name][some] == pytest.approx(right[some], rel=1e-4, abs=1e-5)
        assert right[some].std() > 0, name
    words = (profiles.names.topics[users] @ profiles.names.topics.T).toarray().astype(np.float32)
    everyone, active = np.ones_like(words), (profiles.activity.projects > 0).astype(np.float32)
    by_words = profiles.neighbours.by_likeness(words, everyone, active, users, found.positions)
    assert found.base["words_peers"] == pytest.approx(by_words, rel=1e-5)
    assert all(found.base[name].any() for name in PEERS)
