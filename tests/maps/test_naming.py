"""Names of communities: what sets them apart, no two the same, whatever the order of the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from polegraph.maps.naming import community_names
from polegraph.maps.view_model import view
from tests.networks import shuffled

if TYPE_CHECKING:
    from polegraph import Network

WORDS = ["Institut de chimie", "CHIMIE DU VAL", "Laboratoire dinformatique", "Bois", "SARL Orme", "Droit rural"]


def test_words_that_all_share_name_nothing_and_lost_apostrophes_are_back() -> None:
    names = ["Institut dinformatique", "INSTITUT D INFORMATIQUE", "Laboratoire dinformatique"]
    names += ["Institut de droit", "Centre de droit", "Laboratoire de droit"]
    within = [np.array([0, 1, 2]), np.array([3, 4, 5])]
    area = np.array([0, 0, 0, 1, 1, 1])
    found = community_names(within, names, activity=np.ones(6, dtype=np.int64), themes=["CE23", ""], area=area)
    assert [(name.subject, name.area, name.around) for name in found] == [("Informatique", 0, ()), ("Droit", 1, ())]


def test_a_theme_in_words_comes_first_and_members_tell_apart_what_is_alike() -> None:
    names = ["Alba", "Bora", "Cima", "Dora"]
    within = [np.array([0, 1]), np.array([2, 3]), np.array([3])]
    activity, area = np.array([1, 5, 2, 9]), np.full(4, -1)
    themes = ["Stockage d'énergie", "Stockage d'énergie", "Stockage d'énergie"]
    found = community_names(within, names, activity=activity, themes=themes, area=area)
    assert [(name.around, name.number) for name in found] == [((), 1), ((3,), 1), ((3,), 2)]
    assert {name.subject for name in found} == {"Stockage d'énergie"}


@given(st.lists(st.tuples(st.sampled_from(WORDS), st.integers(0, 3), st.integers(-1, 1)), min_size=1, max_size=24))
def test_disjoint_communities_of_different_members_never_get_one_name(rows: list[tuple[str, int, int]]) -> None:
    names = [f"{word} {chr(65 + at)}" for at, (word, _, _) in enumerate(rows)]
    of, area = (np.array([row[place] for row in rows]) for place in (1, 2))
    within = [np.flatnonzero(of == one) for one in np.unique(of)]
    found = community_names(within, names, activity=of + 1, themes=[""] * len(within), area=area)
    assert len({(name.subject, name.area, name.around, name.number) for name in found}) == len(within)


def test_order_of_rows_never_matters(centre: Network) -> None:
    assert view(shuffled(centre, 7)).data["community_names"] == view(centre).data["community_names"]
    names = view(centre).data["community_names"]["names"]
    assert len({str(name) for name in names.values()}) == len(names)
    assert all(name[0] for name in names.values())
