"""Needs beside offers: who is never offered, in what order, under which capacities."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph import support
from polegraph.errors import PolegraphError
from polegraph.i18n import speaking
from polegraph.support import pairing
from tests.networks import shuffled
from tests.support.test_assignment import best
from tests.support.worlds import DAY, days, rows, supported, world

if TYPE_CHECKING:
    from polegraph.network import Network

NEED = ("A", "skills", "recruter un chimiste", "2023-01-01", None, None)


def needs(*more: tuple[object, ...]) -> pd.DataFrame:
    return rows("org_id domain detail date status met_by", NEED, *more)


def offers(*more: tuple[object, ...]) -> pd.DataFrame:
    return rows("org_id domain detail capacity", *more)


def everyone() -> Network:
    each = [(one, "skills", "formation de chimistes", 2) for one in "ATOFXD"]
    return world(needs=needs(), offers=offers(*each, ("T", "support", "chimistes", 2)))


def test_columns_are_those_that_are_promised_and_then_more() -> None:
    promised = (
        "org_id name domain detail since status rank offer_org_id offer_name offer_detail capacity_left distance "
        "via_ids evidence_projects assigned reasons"
    )
    assert list(support.matches(everyone()))[:16] == promised.split()


def test_nearer_ones_come_first_with_what_joins_them() -> None:
    table = support.matches(everyone()).set_index("offer_org_id")
    assert table.index.tolist() == ["T", "O", "F"]  # not itself, nor who opted out or is dissolved
    assert table["rank"].tolist() == [1, 2, 3]
    assert table["distance"].tolist() == [1, 2, pd.NA]
    assert table.loc["T", "evidence_projects"] == "P1"
    assert (table.loc["O", "via_ids"], table.loc["O", "evidence_projects"]) == ("L", "P2;P3")
    assert table["via_ids"].isna()["F"]
    assert table["assigned"].tolist() == [True, False, False]
    assert table.loc["O", "kilometres"] == pytest.approx(209, abs=8)  # Brest to Rennes, as the crow flies
    assert table["pole_ids"].tolist() == ["one"] * 3
    assert table.loc["O", "reasons"] == (
        "same words (chimistes); 1 common partner (Link); member of the same pôle; in the same region (Bretagne); "
        f"{round(table['kilometres']['O'])} km away; can take 2 more"
    ).replace("1 common", "a common")


def test_scores_are_those_of_the_formula() -> None:
    table = support.matches(everyone()).set_index("offer_org_id")
    capacity, halved = 0.1 * 2 / 3, 2 ** (-table["kilometres"] / 100)
    assert table["score"]["F"] == pytest.approx(0.4 * alike(table) + capacity + 0.2 * halved["F"] / 3)
    assert table["score"]["T"] == pytest.approx(0.4 * alike(table) + capacity + 0.3 + 0.2 * (0 + 1 + 1) / 3)
    assert table["score"]["O"] == pytest.approx(0.4 * alike(table) + capacity + 0.18 + 0.2 * (2 + halved["O"]) / 3)


def alike(table: pd.DataFrame) -> float:
    """Return the cosine of "recru chimi" and "forma chimi"."""
    assert len(table) == 3
    texts = 1 + 5  # a need, and the offers that can be taken up: A's, T's two, O's and F's; four of them form
    idf = {"chimi": 1.0, "recru": np.log((1 + texts) / 2) + 1, "forma": np.log((1 + texts) / 5) + 1}
    lengths = [np.hypot(idf["chimi"], idf[word]) for word in ("recru", "forma")]
    return float(1 / (lengths[0] * lengths[1]))


def test_who_only_knows_it_through_one_that_stands_aside_is_not_introduced() -> None:
    net = world(needs=needs(), offers=offers(("B", "skills", None, None)))
    more = rows("project_id org_id", ("P4", "B"))
    net = net.with_tables(participations=pd.concat([net.participations, more]))
    assert support.matches(net)["evidence_projects"].tolist() == ["P4"]
    apart = net.participations[net.participations["project_id"] != "P4"]
    through = rows("project_id org_id", ("Q1", "A"), ("Q1", "X"), ("Q2", "X"), ("Q2", "B"))
    again = net.with_tables(
        participations=pd.concat([apart, through]),
        projects=pd.concat([net.projects, pd.DataFrame({"project_id": ["Q1", "Q2"]})]),
    )
    row = support.matches(again).iloc[0]
    assert row["distance"] == 2
    assert pd.isna(row["via_ids"])
    assert pd.isna(row["capacity_left"])
    assert "capacity not known" in row["reasons"]


def test_capacity_is_less_what_is_in_progress_and_the_unknown_stays_unknown() -> None:
    at_work = [("B", "skills", str(number), "2023-02-01", "in_progress", "T") for number in range(2)]
    met = ("B", "skills", "done", "2022-02-01", "met", "T")
    other = ("B", "support", "else", "2023-02-01", "in_progress", "T")
    net = world(
        needs=needs(*at_work, met, other),
        offers=offers(("T", "skills", "a", 2), ("T", "skills", "b", 1), ("T", "skills", "c", None)),
    )
    table = support.matches(net)
    assert set(table["org_id"]) == {"A"}  # somebody is at work on the others
    left = table.set_index("offer_detail")["capacity_left"]
    assert (left["a"], left["b"]) == (0, 1)
    assert pd.isna(left["c"])
    assert table["offer_detail"].iloc[-1] == "a"
    assert not table.loc[table["offer_detail"] == "a", "assigned"].any()


def test_a_need_of_which_nobody_is_known_to_be_at_work_still_asks() -> None:
    more = [("B", "skills", name, "2023-02-01", "in_progress", by) for name, by in (("x", None), ("y", "D"))]
    table = support.matches(world(needs=needs(*more), offers=offers(("T", "skills", None, 9))))
    assert table["detail"].tolist() == ["recruter un chimiste", "x", "y"]
    assert table["status"].tolist() == ["open", "in_progress", "in_progress"]
    assert table["capacity_left"].tolist() == [9, 9, 9]


def test_all_needs_are_met_at_once_and_not_one_after_the_other() -> None:
    # T is best for both, and can take one; O is nearly as good for A, and useless for B.
    near = ("B", "skills", "soudure", "2022-01-01", None, None)
    given = offers(("T", "skills", "soudure chimiste", 1), ("O", "skills", "chimiste", 1))
    table = support.matches(world(needs=needs(near), offers=given))
    chosen = table[table["assigned"]].set_index("org_id")["offer_org_id"]
    assert chosen.to_dict() == {"A": "O", "B": "T"}
    first = table[table["rank"] == 1].set_index("org_id")["offer_org_id"]
    assert first["A"] == "T"
    unknown = given.assign(capacity=[None, 1])
    again = support.matches(world(needs=needs(near), offers=unknown), unknown_capacity=2)
    assert again[again["assigned"]].set_index("org_id")["offer_org_id"].to_dict() == {"A": "T", "B": "T"}


def test_the_day_of_the_network_decides() -> None:
    given = needs(
        ("B", "skills", "later", "2025-01-01", None, None), ("B", "skills", "met since", "2023-01-01", "met", "T")
    ).assign(met_on=days(None, None, "2024-06-01"))
    net = world(needs=given, offers=offers(("T", "skills", None, 1)).assign(date="2023-06-01"))
    assert support.matches(net)["detail"].tolist() == ["recruter un chimiste", "met since"]
    assert support.matches(net.on("2024-07-01"))["detail"].tolist() == ["recruter un chimiste"]
    assert support.matches(net.on("2025-02-01"))["detail"].tolist() == ["recruter un chimiste", "later"]
    assert support.matches(net.on("2023-05-01"))["offer_org_id"].isna().all()


def test_what_is_hidden_is_neither_listed_nor_offered() -> None:
    net = everyone()
    hidden = net.with_tables(offers=net.offers.assign(visibility="internal"))
    assert support.matches(hidden)["offer_org_id"].notna().all()
    table = support.matches(hidden.visible("members"))
    assert table["offer_org_id"].isna().tolist() == [True]
    assert table["reasons"].tolist() == ["nobody in the network offers it with capacity left"]
    gone = net.with_tables(organisations=net.organisations.assign(visibility=["public", *["internal"] * 7]))
    assert support.matches(gone.visible("public"))["offer_org_id"].isna().all()
    assert len(support.matches(net.with_tables(needs=net.needs.assign(visibility="members")).visible())) == 0


def test_a_pole_asks_the_whole_network_and_its_assignment_is_that_of_all() -> None:
    more = ("F", "skills", "recruter un chimiste", "2020-01-01", None, None)
    net = world(needs=needs(more), offers=offers(("T", "skills", "chimiste", 1), ("O", "skills", None, 1)))
    whole = support.matches(net)
    part = support.matches(net.select(pole="one"))
    assert set(part["org_id"]) == {"A"}
    pd.testing.assert_frame_equal(part, whole[whole["org_id"] == "A"].reset_index(drop=True))


def test_needs_that_nobody_of_the_pole_can_meet() -> None:
    more = [("B", "support", None, "2023-03-01", None, None), ("T", "skills", None, None, None, None)]
    full = ("B", "skills", "busy", "2023-02-01", "in_progress", "O")
    given = offers(("O", "skills", None, 1), ("T", "skills", None, 1), ("F", "skills", None, None))
    table = support.unmet(world(needs=needs(*more, full), offers=given))
    assert table["org_id"].tolist() == ["A", "A", "B", "T"]  # the only one of its pôle has no capacity left
    assert table["offer_org_id"].fillna("nobody").tolist() == ["T", "F", "nobody", "F"]
    assert support.unmet(world(needs=needs(), offers=given))["org_id"].tolist() == []
    assert len(support.unmet(world(needs=needs(full), offers=given), each=1)) == 1


@settings(max_examples=6)
@given(supported(), st.integers(0, 3))
def test_row_order_never_matters_and_laws_hold(net: Network, seed: int) -> None:
    table = support.matches(net, top=99)
    pd.testing.assert_frame_equal(table, support.matches(shuffled(net, seed).on(DAY), top=99))
    pd.testing.assert_frame_equal(support.unmet(net), support.unmet(shuffled(net, seed).on(DAY)))
    aside = net.organisations["opt_out"].fillna(value=False) | net.organisations["dissolved"].notna()
    found = table.dropna(subset=["offer_org_id"])
    assert not found["offer_org_id"].isin(net.organisations.loc[aside, "org_id"]).any()
    assert (found["offer_org_id"] != found["org_id"]).all()
    assert not (found["assigned"] & (found["capacity_left"] == 0).fillna(value=False)).any()
    taken = found[found["assigned"]].groupby(["offer_org_id", "domain", "offer_detail"], dropna=False).size()
    assert taken.sum() == found["assigned"].sum()
    each = found.groupby(["org_id", "domain", "detail", "since"], dropna=False)
    assert (each["assigned"].sum() <= 1).all()
    assert all(rank.tolist() == list(range(1, len(rank) + 1)) for __, rank in each["rank"])


@settings(max_examples=8)
@given(supported())
def test_no_other_assignment_of_the_whole_has_a_larger_score(net: Network) -> None:
    found = pairing.pair(net, 1)
    score = np.zeros((len(found.asked), len(found.offered)))
    score[found.pairs["need"], found.pairs["offer"]] = found.pairs["score"]
    capacity = tuple(found.offered["left"].fillna(1).astype(int))
    total = found.pairs.loc[found.pairs["assigned"], "score"].sum()
    assert total == pytest.approx(best(score, capacity), abs=1e-7)


def test_too_many_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairing, "MOST", 3)
    with pytest.raises(PolegraphError, match="4 pairs of needs and offers, and at most 3"):
        support.matches(everyone())


def test_reasons_are_in_the_language_in_use() -> None:
    with speaking("fr"):
        table = support.matches(everyone())
    assert table["reasons"].str.contains("chimistes").all()
