"""Completion of consortia, learned and not, and what is held back for it."""

from __future__ import annotations

import numpy as np
import pytest

from polegraph import PolegraphError
from polegraph.consortia import complete, learn, measured, quality
from polegraph.consortia.completion_quality import ranked, whole
from polegraph.consortia.held_back import HeldBack, held_back
from polegraph.consortia.set_features import Profile, candidates
from polegraph.consortia.set_scores import Past
from tests.consortia.worlds import trios
from tests.networks import shuffled


def test_the_others_of_the_group_complete_it_and_labels_do_not_matter() -> None:
    net = trios()
    found = complete(net, ["g3o0", "Name 3 1"])
    assert set(found["org_id"]) == {"g3o2", "g3o3", "g3o4"}
    assert complete(shuffled(net, 3), ["g3o1", "g3o0"]).equals(found)


def test_those_who_are_gone_or_do_not_want_to_be_suggested_are_left_out() -> None:
    net = trios()
    orgs = net.organisations
    changed = net.with_tables(organisations=orgs.assign(opt_out=orgs["org_id"] == "g3o2"))
    assert set(complete(changed, ["g3o0", "g3o1"])["org_id"]) == {"g3o3", "g3o4"}


def test_unknown_methods_and_missing_models_are_refused() -> None:
    with pytest.raises(PolegraphError, match="no such method"):
        complete(trios(2, 2), ["g0o0"], method="guess")
    with pytest.raises(PolegraphError, match="nothing was learned"):
        complete(trios(2, 2), ["g0o0"], method="learned")


def test_members_are_hidden_one_at_a_time_or_all_but_two_and_nothing_later_is_known() -> None:
    net = trios()
    each = held_back(net, 2016, 2017, each=2)
    assert int(each.past.network.projects["year"].max()) == 2015
    assert len(each.seeds) == 2 * 2 * 12
    sizes = net.participations.groupby("project_id").size()
    held = sizes[[name for name in sizes.index if name >= "p2016"]].sort_values().tolist()
    assert sorted(len(seeds) + 1 for seeds in each.seeds) == sorted([*held, *held])
    left = held_back(net, 2016, 2017, left=2)
    assert {len(seeds) for seeds in left.seeds} == {2}
    assert sorted(len(hidden) + 2 for hidden in left.hidden) == held
    assert len(held_back(net, 2016, 2017, most=5).seeds) == 5
    for seeds, hidden in zip(left.seeds, left.hidden, strict=True):
        assert len(set(seeds.tolist()) & set(hidden.tolist())) == 0


def test_ties_count_by_expectation() -> None:
    net = trios(groups=1, years=3)
    past = Past(net)
    where = past.context.positions(np.array(["g0o0", "g0o1", "g0o2", "g0o3", "g0o4"], dtype="object"))
    lonely = HeldBack(past, [np.zeros(0, dtype=np.int64)], [where[:1]], np.array([0]))
    assert ranked(lonely, "pooled").tolist() == [[0.0, 0.0]]
    tied = net.with_incidence(net.incidence)
    full = HeldBack(Past(tied), [where[:1]], [where[1:2]], np.array([0]))
    assert 0 < ranked(full, "popularity")[0, 0] <= 1


def test_quality_is_beside_the_best_pairwise_method_on_the_same_consortia() -> None:
    found = quality(trios(), 2015, 2017).set_index("method")
    assert found.loc["pagerank", "projects"] == 36
    assert found["mrr"].is_monotonic_decreasing
    bar = found.loc[found["beside"].iloc[0]]
    assert (bar["difference"], bar["ratio"]) == (0, 1)
    assert found["mrr"]["pooled"] > 3 * found["mrr"]["popularity"]
    assert (found["low"] <= found["mrr"]).all()
    assert (found["mrr"] <= found["high"]).all()
    assert found.loc["pooled", "hit"] == 1
    assert len(quality(trios(2, 6), 2015, 2015)) == 0


def test_quality_is_told_or_said_to_be_unknown() -> None:
    text = measured(trios()).text
    assert "first 10 in 100 %" in text
    assert "unknown" in measured(trios(2, 2)).text


def test_whole_consortia_are_completed_from_two() -> None:
    found = whole(trios(), 2016, 2017, "pooled")
    assert 0.4 < found.mean() <= 1


def test_what_is_learned_is_the_same_each_time_and_good() -> None:
    net = trios(groups=20)
    model = learn(net)
    assert model is not None
    assert learn(shuffled(net, 5)) == model
    found = quality(net, 2016, 2017, methods=["pagerank"], learned=True).set_index("method")
    assert found["mrr"]["learned"] > 0.3
    top = complete(net, ["g3o0", "g3o1"], 3, method="learned", model=model)
    assert set(top["org_id"]) <= {"g3o2", "g3o3", "g3o4"}


def test_features_of_a_set_do_not_hang_on_the_order_of_its_seeds() -> None:
    past = Past(trios(groups=4))
    seeds = past.context.positions(np.array(["g1o0", "g1o1", "g2o2"], dtype="object"))
    profile = Profile(past)
    one, other = candidates(profile, [seeds]), candidates(profile, [seeds[::-1]])
    assert one.positions.tolist() == other.positions.tolist()
    np.testing.assert_allclose(one.values, other.values, rtol=1e-4, atol=1e-6)
    assert not set(seeds.tolist()) & set(one.positions.tolist())
