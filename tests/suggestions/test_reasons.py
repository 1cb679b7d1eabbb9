from __future__ import annotations

import numpy as np
import pytest

from polegraph.suggestions.candidates import BASES, candidates
from polegraph.suggestions.candidates import FAMILIES as FAMILIES_OF_BASES
from polegraph.suggestions.context import Context
from polegraph.suggestions.features import FAMILIES, features
from polegraph.suggestions.traits import Traits
from tests.suggestions.towns import towns


@pytest.fixture(scope="module")
def traits() -> Traits:
    return Traits(Context(towns(1)))


def test_every_feature_and_every_ranking_is_of_a_family(traits: Traits) -> None:
    found = candidates(traits, np.arange(3), lambda __, ___: None)
    assert set(features(traits, found)) == set(FAMILIES)
    assert set(FAMILIES_OF_BASES) == set(BASES)
    assert set(FAMILIES_OF_BASES.values()) <= set(FAMILIES.values())


def test_the_parts_of_the_fusion_sum_to_its_score(traits: Traits) -> None:
    found = candidates(traits, np.arange(9), lambda __, ___: None)
    assert found.parts.sum(axis=2) == pytest.approx(found.score, rel=1e-5)
    assert ((found.parts > 0).sum(axis=2) > 1).any()
    assert (found.parts[found.positions < 0] == 0).all()
