from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from polegraph.examples import tiny
from polegraph.suggestions.profiles.organisations import Profiles
from polegraph.suggestions.profiles.snapshot import Context
from tests.suggestions.truths import kilometres

PARIS, ORLEANS, TOURS = [48.85341, 2.3488], [47.90289, 1.90389], [47.38333, 0.68333]


@pytest.fixture(scope="module")
def profiles() -> Profiles:
    """ALONE, BIG, LAB, SME1, SME2; all partners of SME1 (BIG is none) are in Paris and Tours."""
    network = tiny()
    place = {"ALONE": None, "BIG": "Orléans", "LAB": "PARIS CEDEX 13", "SME1": "75005 Paris", "SME2": "TOURS"}
    organisations = network.organisations
    city = organisations["org_id"].map(place).astype("str")
    return Profiles(Context(network.with_tables(organisations=organisations.assign(city=city, country="FR"))))


def test_a_city_is_the_same_however_an_address_writes_it(profiles: Profiles) -> None:
    alone, big, lab, one, two = profiles.locations.city.tolist()
    assert lab == one
    assert len({big, lab, two}) == 3
    assert alone == -1


def test_nearness_falls_with_the_distance(profiles: Profiles) -> None:
    users, there = np.array([3, 0]), np.array([[1, 2, 4, 0]] * 2)
    found = profiles.locations.nearness(users, there)["near"]
    expected = [1 / math.log(math.e + kilometres(PARIS, where)) for where in (ORLEANS, PARIS, TOURS)]
    assert found[0, :3] == pytest.approx(expected, abs=2e-3)
    assert found[0, 3] == 0  # nobody knows where it is
    assert (found[1] == 0).all()


def test_nearness_to_partners_falls_with_the_distance_from_their_middle(profiles: Profiles) -> None:
    users, there = np.array([3]), np.array([[1, 2, 4, 0]])
    found = profiles.locations.nearness(users, there)["near_partners"]
    middle = profiles.locations.centre[3].tolist()
    expected = [1 / math.log(math.e + kilometres(middle, where)) for where in (ORLEANS, PARIS, TOURS)]
    assert found[0, :3] == pytest.approx(expected, abs=2e-3)
    assert found[0, 3] == 0


def test_the_middle_of_the_partners_is_weighted_by_their_work(profiles: Profiles) -> None:
    shares = profiles.collaboration.shares.toarray()[3]
    known = {2: PARIS, 4: TOURS, 1: ORLEANS}
    weighed = np.sum([shares[one] * np.array(where) for one, where in known.items()], axis=0)
    assert profiles.locations.centre[3] == pytest.approx(weighed / shares[list(known)].sum(), abs=0.02)
    assert np.isnan(profiles.locations.centre[0]).all()


def test_where_no_city_is_known_there_is_no_distance() -> None:
    found = Profiles(Context(tiny())).locations.nearness(np.array([3]), np.array([[1, 2]]))
    assert all((values == 0).all() for values in found.values())


def test_all_names_that_one_was_known_by_count() -> None:
    network = tiny()
    row = {"org_id": "LAB", "source": "s", "column": "name", "year": 2012, "value": "Institut Zorglub de Spectrométrie"}
    said = pd.DataFrame([row, {**row, "org_id": "BIG"}])
    profiles = Profiles(Context(network.with_tables(descriptions=said)))
    words, spellings = (matrix.toarray() for matrix in (profiles.names.words, profiles.names.spellings))
    assert words[1] @ words[2] == 0
    assert spellings[1] @ spellings[2] > 0
    without = Profiles(Context(network))
    assert without.names.spellings is without.names.words
