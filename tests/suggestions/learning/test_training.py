from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from polegraph import boosting
from polegraph.combine import before
from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.suggestions import METHODS, CannotLearn, Model, backtest, choose, load, save, suggest, train, unlearned
from polegraph.suggestions.candidates import generation
from polegraph.suggestions.learning import conditional_logit, settings
from polegraph.suggestions.learning.model import FILE, fingerprint, merged
from polegraph.suggestions.learning.settings import signature
from polegraph.suggestions.profiles import name_similarity
from tests.suggestions.towns import towns
from tests.suggestions.worlds import of, shuffled

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from polegraph.network import Network


@pytest.fixture(scope="module")
def network() -> Network:
    return towns(1)


@pytest.fixture(scope="module")
def model(network: Network) -> Model:
    return train(network)


def test_it_learns_the_same_whatever_the_order_of_rows(network: Network, model: Model) -> None:
    assert train(shuffled(network, 3)).to_json() == model.to_json()


def test_it_says_from_what_it_learned_and_how_good_it_was(network: Network, model: Model) -> None:
    assert [one["cut"] for one in model.learned_from] == [2016, 2017, 2018]
    assert model.judged["year"] == 2018
    assert model.judged["users"] == model.learned_from[-1]["users"]
    assert 0 < model.judged["fusion"] < 1
    assert model.judged["difference_low"] <= model.judged["learned"] - model.judged[model.judged["bar"]]
    assert model.judged["bar"] == unlearned(before(network, 2018)).method
    assert 2015 <= model.judged["bar_since"] < 2018  # chosen on another year than the one it is compared on
    assert {"fusion", *METHODS} <= set(model.judged)
    pairs = network.projects.set_index("project_id")["year"].loc[network.participations["project_id"]]
    assert int(pairs.max()) == 2018


def test_pagerank_is_judged_on_the_last_year_that_can_be_learned_from(network: Network, model: Model) -> None:
    ids = network.org_index[:2].tolist()
    more = {  # one project of the year after: too few to learn from
        "projects": pd.DataFrame({"project_id": ["late"], "year": [2019]}),
        "participations": pd.DataFrame({"project_id": "late", "org_id": ids, "role": "partner"}),
    }
    later = of(**{**network.tables, **{name: pd.concat([network.tables[name], rows]) for name, rows in more.items()}})
    judged = train(later).judged
    assert judged["year"] == 2018
    assert judged["pagerank"] == pytest.approx(model.judged["pagerank"], abs=0.02)
    assert judged["pagerank"] > 0


def test_who_is_no_candidate_is_never_placed() -> None:
    draw = np.random.default_rng(3)
    there = np.arange(9) < np.array([[9], [4], [0]])
    found = merged(draw.normal(size=(3, 3, 9)), there)
    assert (found[there] > 0).all()
    assert (found[~there] == 0).all()
    two = draw.normal(size=(2, 1, 9)) * np.array([1.0, 1000.0])[:, None, None]  # each counts alike
    order = np.argsort(-merged(two, there[:1]))
    apart = (two - two.mean(axis=2, keepdims=True)) / two.std(axis=2, keepdims=True)
    assert order.tolist() == np.argsort(-apart.sum(axis=0)).tolist()


def test_several_models_of_the_same_rows_are_those_learned_apart() -> None:
    draw = np.random.default_rng(1)
    values, label = draw.random((4000, 5), dtype=np.float32), (draw.random(4000) < 0.2).astype(np.int8)
    settings = [{"objective": "lambdarank", "seed": 1}, {"objective": "binary", "seed": 1}]
    lists = np.full(40, 100)
    together = boosting.fit_each(settings, values, 5, label=label, group=lists)
    apart = [boosting.fit(one, values, 5, label=label, group=lists) for one in settings]
    assert together == apart
    assert together[0] != together[1]


def test_a_model_is_kept_and_known_again(network: Network, model: Model, tmp_path: Path) -> None:
    assert save(model, tmp_path)
    again = load(tmp_path, shuffled(network, 1))
    assert again is not None
    assert again.to_json() == model.to_json()
    one = suggest(network, network.org_index[5], model=model)
    pd.testing.assert_frame_equal(one, suggest(network, network.org_index[5], model=again))


@pytest.mark.parametrize("harm", ["other data", "cut short", "changed", "a list", "nothing"])
def test_a_model_of_other_data_or_a_damaged_one_is_not_taken(
    network: Network, model: Model, tmp_path: Path, harm: str
) -> None:
    save(model, tmp_path)
    file = tmp_path / FILE
    asked = network
    if harm == "other data":
        asked = before(network, 2018)
    elif harm == "cut short":
        file.write_bytes(file.read_bytes()[:-200])
    elif harm == "changed":
        content = json.loads(file.read_text(encoding="utf-8"))
        content["boosters"]["ranker"] = content["boosters"]["ranker"].replace("num_leaves=15", "num_leaves=99", 1)
        file.write_text(json.dumps(content), encoding="utf-8")
    elif harm == "a list":
        file.write_text("[]", encoding="utf-8")
    else:
        file.unlink()
    assert load(tmp_path, asked) is None


@pytest.mark.parametrize("change", ["another order", "one feature less", "another setting", "an older file"])
def test_a_model_of_other_features_or_settings_is_refused_with_a_remedy(
    network: Network, model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    names, kept = model.names, model
    if change == "another order":
        kept = Model("", (names[1], names[0], *names[2:]), model.boosters, model.weights, [], {})
    elif change == "one feature less":
        kept = Model("", names[:-1], model.boosters, model.weights, [], {})
    assert save(kept, tmp_path)
    if change == "another setting":
        monkeypatch.setitem(settings.BOOSTING, "num_leaves", 7)
    elif change == "an older file":
        content = json.loads((tmp_path / FILE).read_text(encoding="utf-8"))
        content["version"] = 5
        del content["signature"]
        (tmp_path / FILE).write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(PolegraphError, match="other features or settings") as refused:
        load(tmp_path, network)
    assert "--learn" in (refused.value.remedy or "")


@pytest.mark.parametrize(
    ("module", "name", "value"),
    [
        (generation, "LENGTH", 100),
        (conditional_logit, "_RIDGE", 1.0),
        (name_similarity, "STEM", 4),
        (settings, "ROUNDS", 9),
    ],
)
def test_the_signature_sees_every_setting(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, value: object
) -> None:
    known = signature()
    monkeypatch.setattr(module, name, value)
    assert signature() != known


def test_where_nothing_can_be_written_nothing_is_kept(model: Model, tmp_path: Path) -> None:
    assert not save(model, tmp_path / "absent")
    assert list(tmp_path.iterdir()) == []


def test_the_fingerprint_sees_every_change_and_no_order(network: Network) -> None:
    known = fingerprint(network, 0)
    assert fingerprint(shuffled(network, 2), 0) == known
    assert fingerprint(network, 1) != known
    years = network.projects.assign(year=network.projects["year"].where(network.projects["year"] != 2013, 2012))
    assert fingerprint(network.with_tables(projects=years), 0) != known
    roles = network.participations.assign(role="partner")
    assert fingerprint(network.with_tables(participations=roles), 0) != known
    for column, value in (("pic", "999999999"), ("postcode", "45000"), ("lat", 47.9)):
        changed = network.organisations.copy()
        changed.loc[0, column] = value
        assert fingerprint(network.with_tables(organisations=changed), 0) != known


def test_too_little_is_said() -> None:
    with pytest.raises(CannotLearn, match="too little to learn from"):
        train(tiny())
    choice = choose(tiny())
    assert choice.method == "pagerank"
    assert "in 2 of the last 3 years, 100 organisations must have found 300 new partners; here they did in 0" in (
        choice.sentence()
    )


def test_a_library_that_cannot_be_loaded_is_said(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "lightgbm", None)
    choice = choose(network)
    assert (choice.method, choice.model) == (unlearned(network).method, None)
    assert "LightGBM cannot be loaded" in choice.sentence()


def test_what_is_learned_is_better_than_chance_and_the_later_years_are_not_seen() -> None:
    network = towns(2)  # in the first one popularity alone is too good to be told apart from
    result = backtest(network, 2017, draws=200)
    rows = {row["name"]: row for row in result["methods"]}
    assert rows["learned"]["ndcg_at_10"] > 1.2 * rows["popularity"]["ndcg_at_10"]
    assert result["learned"]["judged"]["year"] == 2016
    later = set(network.projects.loc[network.projects["year"] >= 2017, "project_id"])
    kept = network.participations[~network.participations["project_id"].isin(later)]
    past = before(network, 2017)
    cut_by_hand = before(network.with_tables(participations=kept), 2017)
    assert train(past).to_json() == train(cut_by_hand).to_json()
    assert sum(row["users"] for row in result["by"] if row["by"] == "projects") == result["users"]
    assert result["calibration"][0]["became_partners"] >= result["calibration"][2]["became_partners"]
    none, *limited = result["spread"]
    assert none["coverage"] == rows[result["shipped"]]["coverage"]
    assert all(row["coverage"] >= none["coverage"] for row in limited)
