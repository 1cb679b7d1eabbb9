"""Topics of calls, by hand and beside slow counts."""

from __future__ import annotations

import numpy as np
import pytest

from polegraph import PolegraphError
from polegraph.consortia.set_scores import Past
from polegraph.consortia.topics import topics
from tests.consortia.worlds import trios
from tests.networks import shuffled


def test_a_theme_is_the_topic_of_its_projects_case_and_accents_aside() -> None:
    net = trios(groups=2, years=3)
    past = Past(net)
    found = topics(past, ["ENERGIE"])
    assert found.labels == ["Énergie"]
    assert found.projects.sum() == 3
    members = net.participations
    for one in ("g0o0", "g1o0", "g1o1"):
        mine = members[(members["org_id"] == one) & members["project_id"].str.endswith("g1")]["project_id"]
        number = sum(0.5 ** ((2012 - int(project[1:5])) / 3) for project in mine)
        place = past.context.positions(np.array([one], dtype="object"))[0]
        assert found.cover[place, 0] == pytest.approx(1 - 0.5**number)


def test_words_weigh_by_how_rare_they_are_and_keep_their_accents() -> None:
    past = Past(trios(groups=6, years=2))
    found = topics(past, [], "Hydrogène et stockage : le stockage, pour demain")
    assert found.labels == ["stockage", "hydrogène"]
    with_stem = {"stockage": 6, "hydrogène": 4}
    weight = {w: n * (np.log(13 / (1 + with_stem[w])) + 1) for w, n in (("stockage", 2), ("hydrogène", 1))}
    assert found.weights.tolist() == pytest.approx([weight[w] / sum(weight.values()) for w in found.labels])


def test_english_words_meet_french_projects() -> None:
    found = topics(Past(trios(groups=5, years=2)), [], "energy and packaging")
    assert set(found.labels) == {"energy", "packaging"}


def test_a_name_that_no_theme_has_is_words_and_both_weigh_the_same() -> None:
    found = topics(Past(trios(groups=6, years=2)), ["Énergie", "emballage"])
    assert found.labels == ["Énergie", "emballage"]
    assert found.weights.tolist() == [0.5, 0.5]


def test_what_is_in_no_project_is_refused() -> None:
    with pytest.raises(PolegraphError, match="no project is about this"):
        topics(Past(trios(groups=2, years=2)), ["quantum"])


def test_rows_do_not_matter() -> None:
    net = trios(groups=4, years=3)
    one, other = (topics(Past(some), ["Énergie"], "emballage") for some in (net, shuffled(net, 1)))
    assert one.labels == other.labels
    np.testing.assert_allclose(one.cover, other.cover)
