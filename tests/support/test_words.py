"""Words of needs and offers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from polegraph.support import words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Recruter un chimiste", "hiring chemists"),
        ("formation en soudure", "Training of welders (formation)"),
        ("lever des FONDS PROPRES", "fonds propres"),
        ("brevets", "a patent"),
        ("exporter vers l'Allemagne", "export to Germany"),
    ],
)
def test_the_same_thing_in_other_words_has_a_word_in_common(one: str, other: str) -> None:
    assert set(words.terms(one)) & set(words.terms(other))


def test_small_words_of_either_language_say_nothing() -> None:
    assert words.terms("Nous avons besoin d'une aide pour le") == ["aide"]
    assert words.terms("we are looking for help with the") == []


def test_nothing_said_is_like_nothing() -> None:
    pairs = np.array([0, 1]), np.array([0, 0])
    assert words.likeness(["", "export"], [""], *pairs).tolist() == [0, 0]
    assert words.likeness(["", ""], [""], *pairs).tolist() == [0, 0]
    assert words.said(pd.Series([None, "a"], dtype="str")) == ["", "a"]


def test_it_is_the_cosine_of_weighted_words() -> None:
    asked, offered = ["export chine", "brevet"], ["export brevet export"]
    idf = {"expor": np.log(4 / 3) + 1, "chine": np.log(4 / 2) + 1, "breve": np.log(4 / 3) + 1}
    length = np.hypot(2 * idf["expor"], idf["breve"])
    truth = [2 * idf["expor"] ** 2 / (length * np.hypot(idf["expor"], idf["chine"])), idf["breve"] / length]
    found = words.likeness(asked, offered, np.array([0, 1]), np.array([0, 0]))
    np.testing.assert_allclose(found, truth)


def test_common_words_are_as_the_first_has_them() -> None:
    assert words.common("Formation de chimistes à l'export", "hire a chemist for export") == ["chimistes", "export"]
