from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph import boosting
from polegraph.suggestions import Model, suggest
from polegraph.suggestions.candidates.generation import FAMILIES as FAMILIES_OF_BASES
from polegraph.suggestions.candidates.generation import RANKINGS, candidates
from polegraph.suggestions.learning.attribution import REASON_FAMILIES, Memory
from polegraph.suggestions.learning.conditional_logit import standardised
from polegraph.suggestions.learning.features import FAMILIES, features, stacked
from polegraph.suggestions.learning.tree_ensemble import MOST_LEAVES, Trees
from polegraph.suggestions.profiles.organisations import Profiles
from polegraph.suggestions.profiles.snapshot import Context
from tests.suggestions.towns import towns
from tests.suggestions.truths import HEADS, SEEN, Truths, parted
from tests.suggestions.worlds import Plain, crowd, of, shuffled, worlds

if TYPE_CHECKING:
    from polegraph.network import Network


@pytest.fixture(scope="module")
def profiles() -> Profiles:
    return Profiles(Context(towns(1)))


def test_every_feature_and_every_ranking_is_of_a_family(profiles: Profiles) -> None:
    found = candidates(profiles, np.arange(3), lambda __, ___: None)
    assert list(features(profiles, found)) == list(FAMILIES)  # the order that a saved model is tied to
    assert set(FAMILIES_OF_BASES) == {what for what, *__ in RANKINGS}
    assert set(FAMILIES_OF_BASES.values()) <= set(FAMILIES.values())


def test_the_parts_of_the_fusion_sum_to_its_score(profiles: Profiles) -> None:
    found = candidates(profiles, np.arange(9), lambda __, ___: None)
    assert found.parts.sum(axis=2) == pytest.approx(found.score, rel=1e-5)
    assert ((found.parts > 0).sum(axis=2) > 1).any()
    assert (found.parts[found.positions < 0] == 0).all()


def random_model(names: tuple[str, ...], seed: int, decisive: str | None = None) -> Model:
    """Fit a model on noise, or on one feature: what it learned matters less than that every kind of split is there."""
    draw = np.random.default_rng(seed)
    values = draw.random((400, len(names)), dtype=np.float32) * np.where(draw.random(len(names)) < 0.5, 1, 6)
    label = (values[:, names.index(decisive)] > 0.5 if decisive else draw.random(400) < 0.5).astype(np.int8)
    settings_of = {"objective": "binary", "num_leaves": 7, "min_data_in_leaf": 5, "feature_fraction": 0.5}
    if decisive:
        settings_of["feature_fraction"] = 1.0
    fitted = {
        name: boosting.fit({**settings_of, "seed": seed + place}, values.astype(np.float32), 12, label=label)
        for place, name in enumerate(("classifier", "ranker"))
    }
    weights = draw.normal(size=len(names)).tolist() if decisive is None else [float(one == decisive) for one in names]
    return Model("", names, fitted, weights, [], {})


@pytest.fixture(scope="module")
def names(profiles: Profiles) -> tuple[str, ...]:
    return tuple(features(profiles, candidates(profiles, np.arange(2), lambda __, ___: None)))


@pytest.fixture(scope="module")
def model(names: tuple[str, ...]) -> Model:
    return random_model(names, 1)


def test_scores_are_those_of_the_library(profiles: Profiles, model: Model) -> None:
    found = candidates(profiles, np.arange(40), lambda __, ___: None)
    values = stacked(features(profiles, found)).reshape(-1, len(model.names))
    for text, scores in zip(
        (model.boosters["classifier"], model.boosters["ranker"]),
        model.trees.scores(model.trees.codes(values)),
        strict=True,
    ):
        assert scores.std() > 0.01
        assert (scores == boosting.read(text).predict(values, raw_score=True)).all()


def test_trees_with_too_many_leaves_are_refused(names: tuple[str, ...]) -> None:
    draw = np.random.default_rng(0)
    values = draw.random((4000, len(names)), dtype=np.float32)
    settings_of = {"objective": "binary", "num_leaves": MOST_LEAVES + 1, "min_data_in_leaf": 5}
    text = boosting.fit(settings_of, values, 2, label=(draw.random(4000) < 0.5).astype(np.int8))
    with pytest.raises(ValueError, match="leaves"):
        Trees({"one": text}, len(names))


def test_what_features_add_sums_to_the_score(profiles: Profiles, model: Model) -> None:
    found = candidates(profiles, np.arange(5), lambda __, ___: None)
    values = stacked(features(profiles, found)).reshape(-1, len(model.names))
    codes = model.trees.codes(values)
    added = model.trees.contributions(codes).sum(axis=2)
    left = model.trees.scores(codes) - added
    assert added.std(axis=1).min() > 0.01
    assert left == pytest.approx(np.repeat(left[:, :1], left.shape[1], axis=1), abs=1e-9)


@pytest.mark.parametrize(("feature", "family"), [("same_region", "place"), ("walk_rank", "links")])
def test_what_the_linear_model_weighs_moves_a_rank(profiles: Profiles, model: Model, feature: str, family: str) -> None:
    found = candidates(profiles, np.arange(9), lambda __, ___: None)
    values = stacked(features(profiles, found))
    user, place = np.nonzero(found.positions[:, :5] >= 0)
    pairs = found.users[user], found.positions[user, place]
    moved = []
    for weight in (0.0, 1.0):
        weights = [weight * (name == feature) for name in model.names]
        other = Model("", model.names, model.boosters, weights, [], {})
        memory = Memory(other, 5)
        memory.keep(found, found.score, other.seen(values))
        moved.append(memory.moved(*pairs)[:, REASON_FAMILIES.index(family)])
    stands = standardised(values)[user, place, model.names.index(feature)]
    assert (np.sign(moved[1] - moved[0]) == np.sign(stands)).all()
    assert stands.any()


HOWS = st.sampled_from(["pagerank", "popularity", "fusion", "learned"])


def suggested(network: Network, how: str, model: Model, **options: Any) -> pd.DataFrame:  # noqa: ANN401  # of suggest
    return suggest(network, method=how, model=model if how == "learned" else None, **options)


def test_every_reason_is_true_and_every_kind_of_reason_is_met(model: Model) -> None:
    SEEN.clear()

    @settings(max_examples=25)
    @given(worlds(), HOWS)
    def any_world(network: Network, how: str) -> None:
        check_reasons(network, how, model)

    any_world()
    check_reasons(namesakes(), "fusion", model)
    for seed in range(20):
        check_reasons(crowd(seed), ("pagerank", "fusion", "learned")[seed % 3], model)
    assert [pattern for pattern, __ in Truths(crowd(0)).checks() if not SEEN[pattern]] == []


def namesakes() -> Network:
    """Build a network in which somebody's name is like those of two partners of another."""
    members = [("p0", "a"), ("p0", "u"), ("p1", "b"), ("p1", "u"), ("p2", "v"), ("p2", "w")]
    names = {"a": "Marine A", "b": "Solaire B", "u": "Laser", "v": "Marine solaire", "w": "Textile"}
    return of(
        organisations=pd.DataFrame({"org_id": list(names), "name": list(names.values()), "kind": "lab"}),
        projects=pd.DataFrame({"project_id": ["p0", "p1", "p2"], "year": [2015, 2016, 2017]}),
        participations=pd.DataFrame(members, columns=["project_id", "org_id"]),
    )


def check_reasons(network: Network, how: str, model: Model) -> None:
    truths = Truths(network)
    for row in suggested(network, how, model, top=5).to_dict("records"):
        user, other = str(row["org_id"]), str(row["suggested_id"])
        via = [one for one in row["via_ids"].split(";") if one]
        evidence = [one for one in row["evidence_projects"].split(";") if one]
        sentences = parted(row["reasons"])
        proofs = [truths.is_true(user, other, one, via) for one in sentences]
        against = truths.against(user, other)
        assert sentences[len(sentences) - len(against) :] == against
        assert len(set(sentences)) == len(sentences)
        assert len(evidence) == len(set(evidence)) <= 10
        background = truths.is_true(user, other, sentences[0], via) if sentences else None
        first = next((proof for proof in proofs[: len(sentences) - len(against)] if proof), None)
        if first is not None and evidence and background is not None:
            assert evidence[0] in first
        unknown = sentences and sentences[0].startswith(HEADS)
        assert not any(one.startswith(HEADS) for one in sentences[1:])
        if not truths.plain.projects[user] and how in {"fusion", "learned"}:
            assert unknown


@settings(max_examples=20)
@given(worlds(), st.sampled_from(["fusion", "learned"]), st.integers(0, 9))
def test_rules_hold_and_neither_rows_nor_labels_matter(model: Model, network: Network, how: str, seed: int) -> None:
    plain = Plain(network)
    found = suggested(network, how, model)
    for user, other in zip(found["org_id"], found["suggested_id"], strict=True):
        assert plain.may_be_suggested(user, other)
    pd.testing.assert_frame_equal(found, suggested(shuffled(network, seed), how, model))
    renamed = relabelled(network)
    again = suggested(renamed, how, model)
    back = {f"x{org}": org for org in plain.organisations}
    assert again["suggested_id"].map(back).tolist() == found["suggested_id"].tolist()
    assert again["reasons"].tolist() == found["reasons"].tolist()


def relabelled(network: Network) -> Network:
    """Return everything other identifiers, in the same order."""
    tables = {}
    for name, table in network.tables.items():
        changed = {
            column: "x" + table[column]
            for column in ("org_id", "project_id", "theme_id", "pole_id", "group_id")
            if column in table and len(table)
        }
        tables[name] = table.assign(**changed)
    return of(**tables)


@pytest.mark.parametrize(
    ("feature", "start"),
    [
        ("same_city", "same city"),
        ("their_recent", r"\d+ projects? since"),
        ("common_share", r"\d+ of your partners? work"),
    ],
)
def test_what_decides_is_told_first(profiles: Profiles, names: tuple[str, ...], feature: str, start: str) -> None:
    network = profiles.context.network
    found = suggest(network, network.org_index[:30].tolist(), 3, model=random_model(names, 3, feature))
    told = found["reasons"].str.split("; ").str[0]
    assert told.str.match(start).mean() > 0.6, told.tolist()
