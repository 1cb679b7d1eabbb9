from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph.combine import combine, split
from polegraph.examples import tiny
from polegraph.network import Network
from polegraph.tables import TABLES, foreign_problems
from tests.networks import networks, shuffled


def _equal(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> None:
    assert set(one) == set(other) == set(TABLES)
    for name, table in one.items():
        pd.testing.assert_frame_equal(table, other[name])


@settings(max_examples=20)  # each is some thirty tables
@given(networks(), networks(), st.integers(0, 99))
def test_the_order_of_sources_and_rows_never_matters(one: Network, other: Network, seed: int) -> None:
    both = combine({"one": one.tables, "two": other.tables})
    _equal(both, combine({"two": shuffled(other, seed).tables, "one": shuffled(one, seed).tables}))
    assert not len(foreign_problems(both))


@settings(max_examples=20)  # each is some thirty tables
@given(networks(), networks(), networks())
def test_split_undoes_combine_and_a_source_can_be_replaced(one: Network, other: Network, newer: Network) -> None:
    both = combine({"one": one.tables, "two": other.tables})
    parts = split(both)
    _equal(combine(parts), both)
    parts["one"] = dict(newer.tables)
    _equal(combine(parts), combine({"one": newer.tables, "two": other.tables}))


@settings(max_examples=20)  # each is some thirty tables
@given(networks(), networks())
def test_nothing_is_lost(one: Network, other: Network) -> None:
    both = combine({"one": one.tables, "two": other.tables})
    for name in ("organisations", "projects", "participations"):
        key = list(TABLES[name].key)
        expected = pd.concat([one.tables[name], other.tables[name]])[key].drop_duplicates()
        assert set(map(tuple, both[name][key].to_numpy())) == set(map(tuple, expected.to_numpy()))


def _saying(year: int, **columns: str | bool | None) -> dict[str, pd.DataFrame]:
    network = tiny()
    organisations = network.organisations.iloc[:1].assign(**columns)
    projects = network.projects.iloc[:1].assign(year=year)
    return dict(
        Network(organisations, projects, network.participations.iloc[:1]).tables,
    )


def test_the_most_recent_source_wins_and_others_complete_it() -> None:
    older = _saying(2010, size="sme", city="Tours", kind="company")
    newer = _saying(2021, size="large", city=None, kind=None)
    row = combine({"a": older, "b": newer})["organisations"].iloc[0]
    assert (row["size"], row["city"], row["kind"], row["source"]) == ("large", "Tours", "company", "a;b")


def test_size_and_flag_come_from_one_source() -> None:
    older = _saying(2010, size="sme", sme=True, kind="training_body")
    newer = _saying(2021, size=None, sme=False, kind="training_body")  # no company, so no size follows from the flag
    row = combine({"a": older, "b": newer})["organisations"].iloc[0]
    assert pd.isna(row["size"])
    assert row["sme"] is False or row["sme"] == False  # noqa: E712  # numpy's False is another object
