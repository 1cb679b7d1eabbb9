from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.suggestions import METHODS, suggest
from polegraph.tables import KINDS
from tests.suggestions.truths import kilometres
from tests.suggestions.worlds import Plain, of, shuffled, worlds
from tests.thorough import times

if TYPE_CHECKING:
    from polegraph.network import Network

PROMISED = (
    "org_id, name, rank, suggested_id, suggested_name, suggested_kind, suggested_size, score, reasons, via_ids, "
    "evidence_projects"
)
NEWER = ["suggested_group"]
WANTED = {"micro": {"micro"}, "sme": {"micro", "sme"}, "mid_cap": {"mid_cap"}, "large": {"large", "not_sme"}}


def rows(found: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in found.to_dict("records")]


def split(joined: str) -> list[str]:
    return joined.split(";") if joined else []


@settings(max_examples=times(10, 25))
@given(worlds(), st.sampled_from(list(METHODS)), st.integers(1, 6))
def test_columns_ranks_and_who_is_never_suggested(network: Network, method: str, top: int) -> None:
    plain = Plain(network)
    found = suggest(network, top=top, method=method)
    assert found.columns.tolist() == [*PROMISED.split(", "), *NEWER]
    assert found["org_id"].is_monotonic_increasing
    assert (found["score"] > 0).all()
    for org, one in found.groupby("org_id"):
        assert one["rank"].tolist() == list(range(1, len(one) + 1))
        assert len(one) <= top
        assert one["suggested_id"].is_unique
        keys = [(-score, other) for score, other in zip(one["score"], one["suggested_id"], strict=True)]
        assert keys == sorted(keys)
        assert plain.organisations[str(org)]["dissolved"] is None
    for row in rows(found):
        other = plain.organisations[row["suggested_id"]]
        assert plain.may_be_suggested(row["org_id"], row["suggested_id"])
        assert row["name"] == plain.organisations[row["org_id"]]["name"]
        assert (row["suggested_name"], row["suggested_kind"]) == (other["name"], other["kind"])
        size = plain.size(row["suggested_id"])
        assert pd.isna(row["suggested_size"]) if size is None else row["suggested_size"] == size


@settings(max_examples=times(10, 25))
@given(worlds())
def test_the_list_is_the_one_made_slowly(network: Network) -> None:
    plain = Plain(network)
    graph = network.to_networkx()
    found = suggest(network, top=4, method="common_neighbours")
    for user, row in plain.organisations.items():
        allowed = [other for other in plain.organisations if plain.may_be_suggested(user, other)]
        score = {other: len(list(nx.common_neighbors(graph, user, other))) for other in allowed}
        if not any(score.values()):
            assert found.loc[found["org_id"] == user, "reasons"].str.contains(": suggested by ").all()
            continue
        best = sorted((other for other in allowed if score[other]), key=lambda other: (-score[other], other))[:4]
        ours = found[found["org_id"] == user]
        assert ours["suggested_id"].tolist() == (best if row["dissolved"] is None else [])
        assert ours["score"].tolist() == [score[other] for other in ours["suggested_id"]]


@settings(max_examples=times(10, 25))
@given(worlds())
def test_evidence_proves_both_sides(network: Network) -> None:
    plain = Plain(network)
    newman = network.to_networkx(weight="newman")
    strength = {org: sum(1 for p in plain.projects[org] if len(plain.members[p]) > 1) for org in plain.projects}
    for row in rows(suggest(network, top=5, method="pagerank")):
        user, other = row["org_id"], row["suggested_id"]
        common = {
            z for z in plain.partners[user] & plain.partners[other] if plain.organisations[z]["dissolved"] is None
        }
        via, evidence = split(row["via_ids"]), split(row["evidence_projects"])
        if not via:  # then what proves the first reason stands there
            continue
        assert len(via) == min(len(common), 5)
        assert set(via) <= common
        power = [
            newman[user][z]["weight"] * newman[z][other]["weight"] / strength[z]
            for z in [*via, *sorted(common - set(via))]
        ]
        assert all(one >= later * (1 - 2e-4) for i, one in enumerate(power[: len(via)]) for later in power[i:])
        near = {z: plain.projects[user] & plain.projects[z] for z in via}
        far = {z: plain.projects[other] & plain.projects[z] for z in via}
        everything = set().union(*near.values(), *far.values())
        assert len(evidence) == len(set(evidence)) == min(len(everything), 10)
        assert set(evidence) <= everything
        for z in via:
            assert near[z] & set(evidence)
            assert far[z] & set(evidence)


@settings(max_examples=times(8, 20))
@given(worlds(), st.sampled_from([0.0, 120.0, 700.0]))
def test_only_who_is_near_enough(network: Network, farthest: float) -> None:
    plain = Plain(network)
    place = {
        org: [row["lat"], row["lon"]]
        for org, row in plain.organisations.items()
        if row["lat"] is not None and row["lon"] is not None
    }
    near = {
        org: {other for other in place if org in place and kilometres(place[org], place[other]) <= farthest + 1e-3}
        for org in plain.organisations
    }
    check_filter(network, plain, near, max_distance_km=farthest + 1e-3)


@settings(max_examples=times(10, 25))
@given(worlds(), st.sampled_from([*WANTED, *KINDS]))
def test_only_who_is_wanted(network: Network, want: str) -> None:
    plain = Plain(network)
    allowed = {
        org
        for org, row in plain.organisations.items()
        if (row["kind"] == want or plain.size(org) in WANTED.get(want, ()))
    }
    check_filter(network, plain, dict.fromkeys(plain.organisations, allowed), want=want)


@settings(max_examples=times(10, 25))
@given(worlds(), st.sampled_from(["t1", "Énergie", "sante", "t4"]))
def test_only_who_is_active_in_the_theme(network: Network, theme: str) -> None:
    plain = Plain(network)
    code = {"Énergie": "t1", "sante": "t2"}.get(theme, theme)
    allowed = {org for org, themes in plain.themes.items() if code in themes}
    check_filter(network, plain, dict.fromkeys(plain.organisations, allowed), theme=theme)


@settings(max_examples=times(10, 25))
@given(worlds())
def test_only_who_is_in_the_region(network: Network) -> None:
    plain = Plain(network)
    allowed = {org for org, row in plain.organisations.items() if row["region"] == "Bretagne"}
    if allowed:
        check_filter(network, plain, dict.fromkeys(plain.organisations, allowed), region="bretagne")
    else:
        with pytest.raises(PolegraphError, match="no such region"):
            suggest(network, region="bretagne")


@settings(max_examples=times(10, 25))
@given(worlds())
def test_only_members_or_only_who_is_new_to_the_pole(network: Network) -> None:
    plain = Plain(network)
    ever = {pole: {org for one, org in plain.memberships if one == pole} for pole in ("a", "b")}
    now = {org for (pole, org), until in plain.memberships.items() if pole == "a" and until is None}
    everybody = set(plain.organisations)
    check_filter(network, plain, dict.fromkeys(everybody, now), pole="Alpha")
    check_filter(network, plain, dict.fromkeys(everybody, everybody - ever["a"]), pole="a", new_to_pole=True)
    own = {org: everybody - {x for pole in ever if org in ever[pole] for x in ever[pole]} for org in everybody}
    check_filter(network, plain, own, new_to_pole=True)


def check_filter(network: Network, plain: Plain, allowed: dict[str, set[str]], **options: Any) -> None:  # noqa: ANN401
    """Compare with the whole ranking, of which all that is not wanted is struck out."""
    everything = suggest(network, top=99, method="pagerank")
    found = suggest(network, top=99, method="pagerank", **options)
    for user in plain.organisations:
        whole = everything[everything["org_id"] == user]
        before = whole.loc[~whole["reasons"].str.contains(": suggested by "), "suggested_id"]
        after = found[found["org_id"] == user]
        left = [other for other in before if other in allowed[user]]
        if left:
            assert after["suggested_id"].tolist() == left
        else:  # nobody within reach: those with most partners
            assert set(after["suggested_id"]) <= allowed[user]
            assert not set(after["suggested_id"]) & plain.reached(user)


@settings(max_examples=8)
@given(worlds(), st.integers(0, 9))
def test_the_order_of_rows_changes_nothing(network: Network, seed: int) -> None:
    for method in METHODS:
        pd.testing.assert_frame_equal(suggest(network, method=method), suggest(shuffled(network, seed), method=method))


def pairs_of(*pairs: tuple[str, int]) -> Network:
    """Build a network of projects of two: their letters and their year."""
    names = [f"p{i:02}" for i in range(len(pairs))]
    letters = sorted(set("".join(members for members, __ in pairs)))
    return of(
        organisations=pd.DataFrame({"org_id": letters, "name": letters}),
        projects=pd.DataFrame({"project_id": names, "year": [year for __, year in pairs]}),
        participations=pd.DataFrame(
            [(name, letter) for name, (members, __) in zip(names, pairs, strict=True) for letter in members],
            columns=["project_id", "org_id"],
        ),
    )


def test_each_common_partner_is_proved_before_any_is_proved_again_latest_first() -> None:
    with_many = [(pair, 2000 + year) for pair in ("uz", "zv") for year in range(8)]  # p00 to p07, p08 to p15
    network = pairs_of(*with_many, ("uy", 1990), ("yv", 1991))  # p16, p17
    found = suggest(network, "u", method="common_neighbours")
    assert found.loc[0, "suggested_id"] == "v"
    assert found.loc[0, "via_ids"] == "z;y"
    assert found.loc[0, "evidence_projects"] == "p07;p15;p16;p17;p06;p14;p05;p13;p04;p12"


def test_a_theme_is_that_of_a_project_or_said_of_the_organisation() -> None:
    frames = {
        **pairs_of(("ab", 2010), ("bc", 2011), ("bd", 2012), ("be", 2013)).tables,
        "themes": pd.DataFrame({"theme_id": ["t"], "label": ["Mer"]}),
        "project_themes": pd.DataFrame({"theme_id": ["t"], "project_id": ["p01"]}),
        "organisation_themes": pd.DataFrame({"theme_id": ["t"], "org_id": ["d"]}),
    }
    found = suggest(of(**frames), "a", theme="mer", method="pagerank")
    assert found["suggested_id"].tolist() == ["d", "c"]  # the walk comes to both alike; d was seen last


def test_one_several_and_all_in_the_order_asked() -> None:
    network = tiny()
    everyone = suggest(network)
    assert everyone["org_id"].unique().tolist() == ["ALONE", "BIG", "SME1", "SME2"]
    asked = suggest(network, ["Second SME (invented)", "BIG", "SME2"])
    assert asked["org_id"].unique().tolist() == ["SME2", "BIG"]
    one = suggest(network, np.array(["BIG"]))
    pd.testing.assert_frame_equal(one, everyone[everyone["org_id"] == "BIG"].reset_index(drop=True))
    pd.testing.assert_frame_equal(suggest(network, "large group"), one)
    assert suggest(network, []).columns.tolist() == [*PROMISED.split(", "), *NEWER]


def test_a_narrowed_network_is_advised_from_all_around_it() -> None:
    organisations = tiny().organisations.assign(region=["Bretagne", "Occitanie", "Bretagne", None, None])
    network = tiny().with_tables(organisations=organisations).select(region="Bretagne")
    found = suggest(network)
    assert found["org_id"].unique().tolist() == ["SME1", "SME2"]
    assert found["suggested_id"].unique().tolist() == ["BIG"]
    assert suggest(network, all=True)["org_id"].unique().tolist() == ["ALONE", "BIG", "SME1", "SME2"]


def test_who_has_no_project_is_told_whom_similar_organisations_began_with_and_why() -> None:
    found = suggest(tiny(), "ALONE", top=2, method="pagerank")
    assert found["suggested_id"].tolist() == ["LAB", "SME2"]
    head = "no project yet: suggested by whom organisations like you began with and how many partners they have; "
    assert found["reasons"].tolist() == [
        head + "3 organisations of your kind began with them; works with 3 partners, 1 of them new since 2018; has "
        "worked with 2 SMEs",
        head + "1 organisation of your kind began with them; works with 2 partners; has worked with 1 SME; but has had "
        "no project since 2018",
    ]
    assert found["via_ids"].tolist() == ["", ""]
    assert found["evidence_projects"].tolist() == ["P3;P1", "P1"]


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"organisation": "nobody"}, "no organisation has this identifier or name"),
        ({"method": "astrology"}, "no such method"),
        ({"want": "friendly"}, "no such size or kind"),
        ({"theme": "alchemy"}, "no such theme"),
        ({"region": "Atlantis"}, "no such region"),
        ({"pole": "North"}, "no such pôle"),
        ({"top": 0}, "1 or more"),
        ({"max_distance_km": -1}, "this is no distance"),
    ],
)
def test_what_does_not_exist_is_refused(options: dict[str, Any], problem: str) -> None:
    with pytest.raises(PolegraphError, match=problem) as caught:
        suggest(tiny(), **options)
    assert caught.value.remedy
