from __future__ import annotations

import itertools
import json
import math
import random
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import sparse

from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.network import Network
from polegraph.suggestions import DEFAULT, METHODS, backtest, summary
from polegraph.suggestions.candidates.ranked import first
from polegraph.suggestions.kernels.expected_metrics import reciprocal
from polegraph.suggestions.learning.ranking_metrics import bootstrap, quality
from polegraph.tables import WHO_IS_WHO
from tests import examples
from tests.suggestions.worlds import Plain, history, shuffled
from tests.suggestions.worlds import of as of_frames

if TYPE_CHECKING:
    from polegraph.suggestions.candidates.baselines import Block
    from polegraph.suggestions.profiles.snapshot import Context, Positions


def of(projects: dict[str, tuple[int, str]]) -> Network:
    """Build a network of projects: year, and one letter for each organisation."""
    letters = sorted({letter for __, members in projects.values() for letter in members})
    return Network(
        organisations=pd.DataFrame({"org_id": letters, "name": letters}),
        projects=pd.DataFrame({"project_id": list(projects), "year": [year for year, __ in projects.values()]}),
        participations=pd.DataFrame(
            [(name, letter) for name, (__, members) in projects.items() for letter in members],
            columns=["project_id", "org_id"],
        ),
    )


# Known before 2019: a–f. Popularity before 2019: c has 3 partners (b, d, e), b 2, d 2, e 1, a 1, f 0.
TOY = {
    "P1": (2015, "ab"),
    "P2": (2016, "bc"),
    "P3": (2017, "cd"),
    "P4": (2018, "ce"),
    "P5": (2018, "f"),
    "P6": (2014, "dg"),
    "P7": (2019, "ad"),  # a meets d, d meets a
    "P8": (2020, "fc"),  # f meets c, c meets f
    "P9": (2021, "bc"),  # known to each other
    "PA": (2021, "ez"),  # z was not known
    "PB": (2023, "ae"),  # after the judged years
}


def test_a_toy_computed_by_hand() -> None:
    result = backtest(of(TOY), 2019, 2022, methods=["popularity"], draws=50)
    # Order of all: c (3), then b and d (2), then a, e, g (1), f has none.
    # a: not b → c, d, e, g: d is 2nd.      d: not c, g → b, then a and e: a is 2nd or 3rd.
    # f: c, b, d, a, e, g: c is 1st.        c: not b, d, e → a, g: f is not among them.
    second, third = 1 / math.log2(3), 1 / math.log2(4)
    row = result["methods"][0]
    assert {key: result[key] for key in ("cut", "until", "users", "candidates", "shipped")} == {
        "cut": 2019,
        "until": 2022,
        "users": 4,
        "candidates": 7,
        "shipped": "pagerank",
    }
    assert row["ndcg_at_10"] == pytest.approx((second + (second + third) / 2 + 1 + 0) / 4, abs=1e-6)
    assert row["hit_at_10"] == 0.75
    assert row["recall_at_10"] == 0.75
    assert row["mrr"] == pytest.approx((1 / 2 + (1 / 2 + 1 / 3) / 2 + 1 + 0) / 4, abs=1e-6)
    assert row["coverage"] == pytest.approx(6 / 7, abs=1e-6)  # all but f
    assert row["low"] <= row["ndcg_at_10"] <= row["high"]


def test_a_list_that_is_right_throughout_scores_one() -> None:
    def oracle(context: Context, users: Positions) -> Block:
        right = {"a": "d", "d": "a", "c": "f", "f": "c"}
        block = np.zeros((len(users), len(context.ids)), dtype=np.float32)
        ids: list[str] = context.ids.tolist()
        for row, user in enumerate(users.tolist()):
            block[row, ids.index(right[ids[user]])] = 1
        return block

    result = backtest(of(TOY), 2019, 2022, methods={"oracle": oracle, "popularity": METHODS["popularity"]})
    row, other = result["methods"]
    assert [row[name] for name in ("ndcg_at_10", "low", "high", "hit_at_10", "recall_at_10", "mrr")] == [1.0] * 6
    assert row["difference"] == 0.0
    assert other["difference"] == pytest.approx(other["ndcg_at_10"] - 1, abs=1e-6)
    assert other["difference_low"] <= other["difference"] <= other["difference_high"] < 0


def judge_slowly(network: Network, cut: int, until: int, method: str, top: int) -> dict[str, Any]:
    """Do the back-test with dicts and loops."""
    plain = Plain(network)
    early = {name for name, year in plain.year.items() if year is not None and year < cut}
    late = {name for name, year in plain.year.items() if year is not None and cut <= year <= until}
    known = sorted({org for name in early for org in plain.members[name]})
    met = {org: {x for p in plain.projects[org] & early for x in plain.members[p]} - {org} for org in known}

    def score(one: str, other: str) -> int:
        return len(met[one] & met[other]) if method == "common_neighbours" else len(met[other])

    values, missed, listed = [], dict.fromkeys(known, 1.0), True
    for user in known:
        later = {x for p in plain.projects[user] & late for x in plain.members[p]} & set(known)
        right = later - met[user] - {user}
        if not right:
            continue
        scored = {other: score(user, other) for other in known if other != user and other not in met[user]}
        listed = listed and any(scored.values())
        orders = [of_one(order, right, top) for order in orders_of_the_tied(scored, right)]
        values.append([sum(column) / len(orders) for column in zip(*orders, strict=True)])
        for other, chance in chances(scored, top).items():
            missed[other] *= 1 - chance
    means = [sum(column) / len(values) for column in zip(*values, strict=True)]
    coverage = sum(1 - chance for chance in missed.values()) / max(len(known), 1)
    return {"users": len(values), "candidates": len(known), "coverage": coverage, "means": means, "listed": listed}


def orders_of_the_tied(scored: dict[str, int], right: set[str]) -> list[list[bool]]:
    """Return each way in which those who are right can stand in a list: at which places of those who score the same."""
    tied: dict[int, list[bool]] = {}
    for other, value in scored.items():
        if value > 0:
            tied.setdefault(value, []).append(other in right)
    ways = []
    for __, some in sorted(tied.items(), reverse=True):
        taken = itertools.combinations(range(len(some)), sum(some))
        ways.append([[place in places for place in range(len(some))] for places in taken])
    return [[one for part in parts for one in part] for parts in itertools.product(*ways)]


def of_one(order: list[bool], right: set[str], top: int) -> tuple[float, ...]:
    """Return NDCG, hit, recall and reciprocal rank of one order."""
    found = order[:top]
    gain = sum(1 / math.log2(place + 2) for place, hit in enumerate(found) if hit)
    ideal = sum(1 / math.log2(place + 2) for place in range(min(top, len(right))))
    first = next((1 / (place + 1) for place, hit in enumerate(order) if hit), 0.0)
    return gain / ideal, float(any(found)), sum(found) / len(right), first


def chances(scored: dict[str, int], top: int) -> dict[str, float]:
    """Return how likely everybody stands in a list in which the tied are put in any order."""
    result = {}
    for other, value in scored.items():
        above = sum(one > value for one in scored.values())
        tied = sum(one == value for one in scored.values())
        result[other] = min(max((top - above) / tied, 0.0), 1.0) if value > 0 else 0.0
    return result


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.sampled_from([2014, 2016]), st.sampled_from([1, 3, 10]))
def test_the_figures_are_those_computed_slowly(seed: int, cut: int, top: int) -> None:
    network = history(seed)
    names = ["common_neighbours", "popularity"]
    try:
        result = backtest(network, cut, 2018, methods=names, draws=20, top=top)
    except PolegraphError:
        assume(False)  # noqa: FBT003  # nothing to judge
    for row, name in zip(result["methods"], names, strict=True):
        slow = judge_slowly(network, cut, 2018, name, top)
        assume(slow["listed"])  # who has no list by a method gets one from attributes: `test_handed_out`
        assert (result["users"], result["candidates"]) == (slow["users"], slow["candidates"])
        ours = [row[key] for key in (f"ndcg_at_{top}", f"hit_at_{top}", f"recall_at_{top}", "mrr")]
        assert ours == pytest.approx(slow["means"], abs=2e-6)
        assert row["coverage"] == pytest.approx(slow["coverage"], abs=1e-6)


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=1, max_size=6), st.integers(1, 7))
def test_equal_scores_count_by_their_mean_over_all_permutations(list_: list[tuple[int, bool]], top: int) -> None:
    """Put everybody at every place, by brute force, in each order of the table; none of the figures may hang on it."""
    scored, right = [score for score, __ in list_], [int(one) for __, one in list_]
    assume(any(right))
    orders = []
    for order in itertools.permutations(range(len(scored))):
        ranked = [bool(right[one]) for one in sorted(order, key=lambda one: -scored[one]) if scored[one] > 0]
        orders.append(of_one(ranked, {str(place) for place, one in enumerate(right) if one}, top))
    expected = [sum(column) / len(orders) for column in zip(*orders, strict=True)]
    scores = np.array([scored], dtype=np.float32)
    truth = sparse.csr_array(np.array([right] * len(right)))
    users = np.zeros(1, dtype=np.int64)
    judged, missed = quality(users, first(users, scores, top + 1), scores, truth, top)
    assert [float(value[0]) for value in judged] == pytest.approx(expected, abs=1e-12)
    in_list = chances({str(place): value for place, value in enumerate(scored)}, top)
    assert (1 - missed).tolist() == pytest.approx(list(in_list.values()), abs=1e-12)


@given(st.integers(0, 3), st.integers(1, 9), st.integers(1, 9))
def test_the_reciprocal_rank_of_the_first_of_the_tied_is_exact(before: int, tied: int, right: int) -> None:
    right = min(right, tied)
    places = list(itertools.combinations(range(tied), right))
    exact = sum(Fraction(1, before + 1 + some[0]) for some in places) / len(places)
    assert reciprocal(before, tied, right) == pytest.approx(float(exact), abs=1e-12)


def renumbered(network: Network, seed: int) -> Network:
    """Return every organisation and every project another identifier, drawn by lot."""
    draw = np.random.default_rng(seed)
    new = {}
    for table, key in (("organisations", "org_id"), ("projects", "project_id")):
        ids = network.tables[table][key]
        new[key] = dict(zip(ids, [f"{key[0]}{one:05}" for one in draw.permutation(len(ids))], strict=True))
    new["group_id"] = new["org_id"]
    tables = {name: table for name, table in network.tables.items() if name not in {"records", *WHO_IS_WHO}}
    return of_frames(
        **{
            name: table.assign(**{key: table[key].map(ids) for key, ids in new.items() if key in table})
            for name, table in tables.items()
        }
    )


@pytest.fixture(scope="module")
def centre() -> Network:
    """The example of a region."""
    return examples.centre()


def all_alike(context: Context, users: Positions) -> Block:
    """Score everybody the same."""
    return np.ones((len(users), len(context.ids)), dtype=np.float32)


def test_no_figure_hangs_on_how_organisations_are_numbered(centre: Network) -> None:
    """All of what the command writes, of every method, on the example: to the last digit."""
    told = [backtest(renumbered(centre, seed), 2019, 2022, draws=40) for seed in (1, 2, 3)]
    assert told[0]["methods"][0]["ndcg_at_10"] > 0.1
    assert told[0] == told[1] == told[2]
    blind = [backtest(renumbered(centre, seed), 2019, 2022, methods={"alike": all_alike}, draws=40) for seed in (1, 2)]
    assert blind[0] == blind[1]
    chance = 10 / told[0]["candidates"]
    assert blind[0]["methods"][0]["recall_at_10"] == pytest.approx(chance, rel=0.2)


@pytest.mark.parametrize("order", ["uhab", "uhba", "bauh", "haub"])
def test_two_that_differ_in_their_identifier_alone_share_the_place(order: str) -> None:
    """Of a and b, who both worked with h, u found a: whoever comes first by name, it was the first of two at random."""
    names = dict(zip("uhab", order, strict=True))
    world = {"P1": (2015, "uh"), "P2": (2015, "ha"), "P3": (2015, "hb"), "P4": (2019, "ua")}
    net = of({project: (year, "".join(names[one] for one in members)) for project, (year, members) in world.items()})
    for row in backtest(net, 2019, methods=["common_neighbours", "pagerank", "popularity"], draws=5, top=1)["methods"]:
        assert (row["hit_at_1"], row["recall_at_1"], row["ndcg_at_1"], row["mrr"]) == (0.5, 0.5, 0.5, 0.75)


@settings(max_examples=12)
@given(st.integers(0, 10**6))
def test_nothing_of_the_judged_years_is_seen(seed: int) -> None:
    """Draw the members of every later project anew; what the methods score must not move."""
    network, chance = history(seed), random.Random(seed)
    later = set(network.projects.loc[(network.projects["year"] >= 2016).fillna(value=True), "project_id"])
    members = network.participations[~network.participations["project_id"].isin(later)]
    ids = sorted(network.org_index)
    drawn = [(name, org) for name in sorted(later) for org in chance.sample(ids, min(3, len(ids)))]
    frames = {
        **network.tables,
        "participations": pd.concat([members, pd.DataFrame(drawn, columns=["project_id", "org_id"])]),
        "project_themes": network.project_themes[~network.project_themes["project_id"].isin(later)],
        "organisation_themes": network.organisation_themes.iloc[:0],
    }
    changed = of_frames(**frames)
    assert scores_seen(network) == scores_seen(changed)


def scores_seen(network: Network) -> dict[str, Any]:
    """Return what each method scored each organisation at the cut, whoever then was a user."""
    seen: dict[str, Any] = {}

    def spy(context: Context, users: Positions) -> Block:
        everyone = np.arange(len(context.ids))
        seen["ids"] = context.ids.tolist()
        seen["themes"] = context.themes.toarray().tolist()
        for name, method in METHODS.items():
            seen[name] = method(context, everyone).tolist()
        return METHODS["pagerank"](context, users)

    try:
        backtest(network, 2016, methods={"spy": spy}, draws=5)
    except PolegraphError:
        assume(False)  # noqa: FBT003  # nothing to judge
    return seen


@settings(max_examples=6)
@given(st.integers(0, 10**6))
def test_the_order_of_rows_and_the_clock_change_nothing(seed: int) -> None:
    network = history(seed)
    try:
        one = backtest(network, 2016, draws=30, seed=5)
    except PolegraphError:
        assume(False)  # noqa: FBT003  # nothing to judge
    assert json.dumps(one) == json.dumps(backtest(shuffled(network, seed % 100), 2016, draws=30, seed=5))


def test_the_default_compares_all_methods_up_to_the_last_year() -> None:
    result = backtest(of(TOY), 2019, draws=20)
    assert result["until"] == 2023
    assert [row["name"] for row in result["methods"]] == ["fusion", *METHODS]
    assert result["shipped"] == DEFAULT
    rows = {row["name"]: row for row in result["methods"]}
    assert rows[DEFAULT]["difference"] == rows[DEFAULT]["difference_high"] == 0


def test_a_narrowed_network_is_judged_on_its_own_users() -> None:
    network = of(TOY)
    ours = network.organisations["org_id"].isin(["a", "f"])
    network = network.with_tables(
        organisations=network.organisations.assign(region=pd.Series(["Bretagne"] * len(ours)).where(ours))
    )
    result = backtest(network.select(region="Bretagne"), 2019, 2022, draws=20)
    assert (result["users"], result["candidates"]) == (2, 7)


def test_bootstrapped_means_spread_as_theory_says() -> None:
    values = np.random.default_rng(1).normal(3, 2, (400, 2))
    means = bootstrap(values, 2000, seed=0)
    assert means.mean(axis=0) == pytest.approx(values.mean(axis=0), abs=0.02)
    assert means.std(axis=0) == pytest.approx(values.std(axis=0) / 20, rel=0.06)


def test_the_same_users_are_drawn_for_every_method() -> None:
    column = np.random.default_rng(1).random(50)
    means = bootstrap(np.column_stack([column, column + 1]), 250, seed=3)
    assert means.shape == (250, 2)
    assert means[:, 1] - means[:, 0] == pytest.approx(np.ones(250))


@pytest.mark.parametrize(
    ("network", "cut", "until", "problem", "remedy"),
    [
        (of(TOY), 2010, None, "no project before 2010", "choose a cut after 2014; the projects are of 2014 to 2023"),
        (of(TOY), 2030, None, "no project of 2030 to 2023", "choose years between 2014 and 2023"),
        (of(TOY), 2019, 2018, "no project of 2019 to 2018", "choose years between 2014 and 2023"),
        (of(TOY), 2022, 2023, "found a new partner", "choose another cut"),
        (tiny().with_tables(projects=tiny().projects.assign(year=None)), 2019, None, "no project has a year", "year"),
    ],
)
def test_a_cut_that_leaves_nothing_is_refused(
    network: Network, cut: int, until: int | None, problem: str, remedy: str
) -> None:
    if cut == 2022:
        network = of({name: (year, "ae" if name == "P1" else members) for name, (year, members) in TOY.items()})
    with pytest.raises(PolegraphError, match=problem) as caught:
        backtest(network, cut, until)
    assert remedy in str(caught.value.remedy)


def test_the_summary_says_what_was_measured() -> None:
    result = backtest(of(TOY), 2019, 2022, draws=20)
    hit = {row["name"]: f"{row['hit_at_10']:.0%}" for row in result["methods"]}
    text = summary(result)
    assert "before 2019, judged on 2019–2022 by 4 organisations with a new partner" in text
    assert f"{hit['pagerank']} of which had one among the first 10 suggested" in text
    assert text.endswith(f"By popularity alone: {hit['popularity']}.")


def test_cuts_are_pooled_with_each_organisation_drawn_as_one() -> None:
    network = history(3)
    one = backtest(network, 2016, 2018, draws=200)
    assert "pool" not in one
    result = backtest(network, 2016, 2018, draws=200, pool=3)
    pool = result.pop("pool")
    assert result == one
    single = [backtest(network, cut, cut + 2, draws=200) for cut in pool["cuts"]]
    assert {*pool["cuts"], *pool["skipped"]} == {2014, 2015, 2016}
    assert 2016 in pool["cuts"]
    everyone = pool["by"][0]
    assert (everyone["by"], everyone["users"]) == ("all", sum(part["users"] for part in single))
    assert everyone["organisations"] < everyone["users"]
    means = [next(row for row in part["methods"] if row["name"] == "pagerank")["ndcg_at_10"] for part in single]
    weighed = sum(mean * part["users"] for mean, part in zip(means, single, strict=True)) / everyone["users"]
    assert everyone["pagerank_ndcg_at_10"] == pytest.approx(weighed, abs=1e-5)
    by_kind = [row for row in pool["by"] if row["by"] == "kind"]
    assert sum(row["users"] for row in by_kind) == everyone["users"]


def test_who_is_drawn_together_widens_the_interval() -> None:
    values = np.repeat(np.array([[0.0], [1.0], [0.0], [1.0]]), 5, axis=0)
    alone = bootstrap(values, 400, 0).std()
    together = bootstrap(values, 400, 0, np.repeat(np.arange(4), 5)).std()
    assert together == pytest.approx(alone * math.sqrt(5), rel=0.1)
    unequal = bootstrap(np.array([[0.0], [1.0], [1.0]]), 2000, 0, np.array([0, 1, 1]))
    assert set(unequal.ravel().round(6).tolist()) == {0.0, round(2 / 3, 6), 1.0}
