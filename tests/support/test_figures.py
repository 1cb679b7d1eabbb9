"""Needs and offers in figures, against numbers counted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph import support
from polegraph.errors import PolegraphError
from tests.networks import shuffled
from tests.support.worlds import DAY, each, rows, supported, world

if TYPE_CHECKING:
    from polegraph.network import Network


def figures() -> Network:
    needs = rows(
        "org_id domain detail date status met_by met_on",
        ("A", "skills", "1", "2022-01-01", "met", "O", "2022-02-01"),
        ("A", "skills", "2", "2022-01-01", "met", "O", "2022-03-02"),
        ("B", "skills", "3", "2022-01-01", "met", None, "2022-07-01"),
        ("B", "skills", "4", "2022-01-01", None, None, None),
        ("B", "skills", "5", "2022-06-01", "in_progress", "O", None),
        ("B", "skills", "6", "2022-01-01", "dropped", None, None),
        ("B", "skills", "7", "2022-01-01", "met", None, None),
        ("F", "support", "8", None, None, None, None),
        ("T", "support", "9", "2030-01-01", None, None, None),
        ("D", "support", "10", "2019-01-01", None, None, None),
    )
    offers = rows(
        "org_id domain detail date capacity status",
        ("O", "skills", "a", "2022-05-01", 3, None),
        ("O", "skills", "b", "2022-05-01", None, None),
        ("F", "support", "c", None, 2, "open"),
        ("F", "support", "d", None, 2, "dropped"),
        ("X", "support", "e", None, 2, None),
    )
    return world(needs=needs, offers=offers)


def test_figures_counted_by_hand() -> None:
    table = support.summary(figures())
    keys = table[["pole_id", "domain", "year"]].astype("object")
    said = keys.where(keys.notna(), "?").to_numpy().tolist()
    assert said == [["one", "skills", 2022], ["two", "support", "?"], ["?", "support", 2019]]
    row = table.iloc[0]
    counts = ["needs", "open", "in_progress", "met", "dropped", "followed", "offers", "capacity_unknown"]
    assert row[counts].tolist() == [7, 1, 1, 4, 1, 5, 2, 1]
    assert (row["capacity"], row["capacity_used"]) == (3, 1)
    # Five are followed: met after 31, 60 and 181 days, two censored later; the third brings survival to 2/5.
    assert row["median_months"] == pytest.approx(181 / (365.25 / 12))
    other = table.iloc[1]
    assert (other["needs"], other["offers"], other["capacity"], other["capacity_used"]) == (1, 1, 2, 0)
    assert pd.isna(other["median_months"])  # too few
    assert table.iloc[2][["needs", "open", "dropped"]].tolist() == [1, 0, 1]  # it is dissolved, and asks no more
    assert pd.isna(table.iloc[2]["capacity"])


def test_an_organisation_of_two_poles_counts_in_each_but_once_in_all() -> None:
    net = figures()
    both = net.with_tables(memberships=pd.concat([net.memberships, rows("pole_id org_id", ("two", "B"))]))
    assert support.summary(both, ["pole"])["needs"].tolist() == [7, 6, 1]
    assert support.summary(both, "domain")["needs"].tolist() == [7, 2]
    whole = support.summary(both, [])
    assert whole["needs"].tolist() == [9]
    assert "pole_id" not in whole


def test_a_part_counts_what_was_chosen() -> None:
    table = support.summary(figures().select(pole="two"), ["domain"])
    assert table[["domain", "needs", "offers"]].to_numpy().tolist() == [["support", 1, 1]]


def test_what_is_hidden_is_not_counted() -> None:
    net = figures()
    shown = net.with_tables(needs=net.needs.assign(visibility="internal")).visible("members")
    assert support.summary(shown, [])["needs"].tolist() == [0]


def test_another_word_is_refused() -> None:
    with pytest.raises(PolegraphError, match="needs are not counted by that"):
        support.summary(figures(), ["theme"])


@settings(max_examples=8)
@given(supported(), st.integers(0, 3))
def test_counts_are_those_of_a_loop_and_row_order_never_matters(net: Network, seed: int) -> None:
    table = support.summary(net)
    pd.testing.assert_frame_equal(table, support.summary(shuffled(net, seed).on(DAY)))
    by_domain = support.summary(net, "domain").set_index("domain")
    for domain in by_domain.index:
        said = [row for row in each(net.needs) if row.domain == domain and not row.date > pd.Timestamp(DAY)]
        assert by_domain.loc[domain, "needs"] == len(said)
        assert by_domain.loc[domain, "met"] == sum(row.status == "met" for row in said)
    states = table["open"] + table["in_progress"] + table["met"] + table["dropped"]
    assert (states == table["needs"]).all()
