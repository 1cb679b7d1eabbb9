from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph.combine import combine, owned, owners, split
from polegraph.combine.row_merging import across_sources
from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.network import Network
from polegraph.tables import ROLES, TABLES, VISIBILITIES, foreign_problems, problems
from tests.networks import networks, shuffled
from tests.thorough import times
from tests.who import found, founds

if TYPE_CHECKING:
    from polegraph.identity.result import Found

    Parts = dict[str, dict[str, pd.DataFrame]]


def _equal(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> None:
    assert set(one) == set(other) == set(TABLES)
    for name, table in one.items():
        pd.testing.assert_frame_equal(table, other[name])


@settings(max_examples=times(4, 20))  # each is some thirty tables
@given(networks(), networks(), st.integers(0, 99))
def test_the_order_of_sources_and_rows_never_matters(one: Network, other: Network, seed: int) -> None:
    both = combine({"one": one.tables, "two": other.tables})
    _equal(both, combine({"two": shuffled(other, seed).tables, "one": shuffled(one, seed).tables}))
    assert not len(foreign_problems(both))


@settings(max_examples=times(4, 20))  # each is some thirty tables
@given(networks(), networks(), networks())
def test_split_undoes_combine_and_a_source_can_be_replaced(one: Network, other: Network, newer: Network) -> None:
    both = combine({"one": one.tables, "two": other.tables})
    parts = split(both)
    _equal(combine(parts), both)
    parts["one"] = dict(newer.tables)
    _equal(combine(parts), combine({"one": newer.tables, "two": other.tables}))


@settings(max_examples=times(4, 20))  # each is some thirty tables
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


@st.composite
def _everything(draw: st.DrawFn) -> tuple[Parts, Found]:
    """Draw two sources, with amounts, members and spellings, and who is who in them."""
    parts = {}
    ids: set[str] = set()
    for source in ("one", "two"):
        net = draw(networks(organisations=6, projects=4))
        orgs = net.org_index.tolist()
        ids.update(orgs)

        def some(values: list[Any], number: int) -> Any:  # noqa: ANN401  # values of any column
            return draw(st.lists(st.sampled_from([None, *values]), min_size=number, max_size=number))

        members = sorted(draw(st.sets(st.sampled_from(orgs))))
        spelt = sorted(draw(st.sets(st.tuples(st.sampled_from(orgs), st.sampled_from(["Ada", "=ADA", "Bo"])))))
        days: list[Any] = ["2010-01-01", "2015-06-30"]
        tables = Network(
            organisations=net.organisations.assign(
                city=some(["TOURS CEDEX", "Tours", "Orléans"], len(orgs)),
                visibility=some(list(VISIBILITIES), len(orgs)),
                opt_out=some([True, False], len(orgs)),
                dissolved=some(days, len(orgs)),
                lat=some([47.4], len(orgs)),
                own=pd.Series(some(["x"], len(orgs)), dtype="str"),
            ),
            projects=net.projects,
            participations=net.participations.assign(
                role=some(list(ROLES), len(net.participations)),
                funding=some([1.5, 1e6], len(net.participations)),
                cost=some([0.0, 7.25], len(net.participations)),
            ),
            poles=pd.DataFrame({"pole_id": ["P"], "name": ["Pôle"]}),
            memberships=pd.DataFrame({"pole_id": "P", "org_id": members}).assign(
                since=some([days[0]], len(members)), until=some([days[1]], len(members))
            ),
            needs=pd.DataFrame({"org_id": members, "domain": "skills"}),
            aliases=pd.DataFrame(
                {
                    "org_id": [org for org, _name in spelt],
                    "source": source,
                    "source_id": some(["1"], len(spelt)),
                    "name": [name for _org, name in spelt],
                    "rows": [place + 1 for place in range(len(spelt))],
                }
            ),
            descriptions=pd.DataFrame({"org_id": members, "source": source, "column": "city"}).assign(
                year=some([2012, 2015], len(members)), value=some(["Tours"], len(members))
            ),
        ).tables
        parts[source] = combine({source: tables})
    return {source: split(tables)[source] for source, tables in parts.items()}, draw(founds(sorted(ids)))


@settings(max_examples=times(4, 12))  # each is some forty tables
@given(_everything())
def test_split_gives_back_what_the_sources_said_whatever_was_merged(drawn: tuple[Parts, Found]) -> None:
    parts, who = drawn
    both = combine(parts, who.tables)
    assert not len(foreign_problems(both))
    assert not len(problems("organisations", both["organisations"]))
    again = split(both)
    assert set(again) == set(parts)
    for source, tables in parts.items():
        _equal(again[source], tables)
    _equal(combine(again, who.tables), both)
    _equal(combine(dict(reversed(parts.items())), who.tables), both)


@settings(max_examples=times(4, 12))  # each is some forty tables
@given(_everything())
def test_money_spellings_and_protection_survive_merging(drawn: tuple[Parts, Found]) -> None:
    parts, who = drawn
    for source, tables in parts.items():
        before, after = combine({source: tables}), combine({source: tables}, who.tables)
        for column in ("funding", "cost"):
            paid, left = (table["participations"].groupby("project_id")[column].sum() for table in (before, after))
            pd.testing.assert_series_equal(left, paid)
        rows, left = (table["aliases"].groupby("name")["rows"].sum() for table in (before, after))
        pd.testing.assert_series_equal(left, rows)
        into = owners(who.merges)
        kept = after["organisations"].set_index("org_id")
        assert set(kept.index) == {into.get(one, one) for one in tables["organisations"]["org_id"]}
        strict = list(VISIBILITIES)
        for row in tables["organisations"].to_dict(orient="records"):
            now = kept.loc[into.get(row["org_id"], row["org_id"])]
            if row["opt_out"] is True:
                assert now["opt_out"]
            if isinstance(row["visibility"], str):
                assert strict.index(now["visibility"]) >= strict.index(row["visibility"])
            if row["dissolved"] == row["dissolved"]:  # missing differs from itself
                assert now["dissolved"] <= row["dissolved"]
        # A row of the source is either a row of the table or repeats one.
        named = tables["participations"].assign(org_id=owned(tables["participations"]["org_id"], into))
        repeated = named.duplicated(["project_id", "org_id"]).sum()
        assert len(after["participations"]) + repeated == len(tables["participations"])


def _one(
    into: dict[str, str], filled: dict[tuple[str, str], str] | None = None, **tables: pd.DataFrame
) -> pd.Series[Any]:
    """Return the organisation that is left of two, whose latest projects are of 2010 (A) and 2020 (B)."""
    given_ = {
        "organisations": pd.DataFrame({"org_id": ["A", "B"], "name": ["Ada", "Bo"]}),
        "projects": pd.DataFrame({"project_id": ["P", "Q"], "year": [2010, 2020]}),
        "participations": pd.DataFrame({"project_id": ["P", "Q"], "org_id": ["A", "B"]}),
        **tables,
    }
    row: pd.Series[Any] = combine({"s": Network(**given_).tables}, found(into, filled).tables)["organisations"].iloc[0]
    return row


def _two(**columns: list[Any]) -> pd.DataFrame:
    return pd.DataFrame({"org_id": ["A", "B"], "name": ["Ada", "Bo"], **columns})


def test_the_part_with_the_latest_project_speaks_first() -> None:
    row = _one(
        {"B": "A"}, organisations=_two(size=["sme", "large"], region=["Bretagne", None], siren=["732829320", None])
    )
    assert (row["org_id"], row["size"], row["siren"]) == ("A", "large", "732829320")
    assert row["region"] == "Bretagne"


def test_the_row_that_says_most_names_what_was_merged() -> None:
    def called(imports: pd.DataFrame | None = None, **columns: list[Any]) -> str:
        tables = {} if imports is None else {"imports": imports}
        return str(_one({"B": "A"}, organisations=_two(**columns), **tables)["name"])  # type: ignore[arg-type]

    file = {"source": "s", "file": "f", "table": "t", "rows": 1, "kept": 1, "repeated": 0, "rejected": 0}
    published = pd.DataFrame([{**file, "layout": "ANR 2010"}])
    assert called(kind=["other", "other"]) == "Bo"  # whose project is the latest
    assert called(city=["Tours", None]) == "Ada"
    assert called(city=["Tours", None], imports=published) == "Bo"
    assert called(city=["Tours", None], siren=[None, "732829320"]) == "Bo"
    assert called(siren=["732829320", None], imports=published) == "Bo"
    member = pd.DataFrame({"pole_id": ["P"], "org_id": ["A"]})
    poles = pd.DataFrame({"pole_id": ["P"], "name": ["Pôle"]})
    named = _one({"B": "A"}, organisations=_two(city=[None, "Tours"]), memberships=member, poles=poles)
    assert named["name"] == "Ada"


def test_the_most_frequent_spelling_is_the_name() -> None:
    spelt = pd.DataFrame({"org_id": ["A", "A", "B"], "name": ["ADA SAS", "Ada", "ADA SAS"], "rows": [3, 5, 3]})
    assert _one({"B": "A"}, aliases=spelt.assign(source="s"))["name"] == "ADA SAS"


def test_a_region_is_not_taken_from_another_city() -> None:
    cities = _two(city=["PARIS 05", "Grenoble Cedex 9"], region=["Île-de-France", None], postcode=["75005", None])
    row = _one({"B": "A"}, organisations=cities)
    assert (row["city"], row["region"], row["postcode"]) == ("Grenoble Cedex 9", row["region"], row["postcode"])
    assert pd.isna(row["region"])
    assert pd.isna(row["postcode"])
    same = _two(city=["GRENOBLE", "Grenoble Cedex 9"], region=["Auvergne-Rhône-Alpes", None])
    assert _one({"B": "A"}, organisations=same)["region"] == "Auvergne-Rhône-Alpes"


def test_parts_of_one_project_make_one_participation() -> None:
    tables = {
        "organisations": _two(),
        "projects": pd.DataFrame({"project_id": ["P"]}),
        "participations": pd.DataFrame(
            {
                "project_id": ["P", "P"],
                "org_id": ["A", "B"],
                "role": ["partner", "coordinator"],
                "funding": [10.0, 5.5],
                "cost": [None, 3.0],
            }
        ),
        "poles": pd.DataFrame({"pole_id": ["V"], "name": ["V"]}),
        "memberships": pd.DataFrame(
            {"pole_id": "V", "org_id": ["A", "B"], "since": ["2010-01-01", "2012-01-01"], "until": ["2011-01-01", None]}
        ),
    }
    both = combine({"s": Network(**tables).tables}, found({"B": "A"}).tables)
    row = both["participations"].iloc[0]
    assert (len(both["participations"]), row["role"], row["funding"], row["cost"]) == (1, "coordinator", 15.5, 3.0)
    member = both["memberships"].iloc[0]
    assert (member["since"], pd.isna(member["until"])) == (pd.Timestamp(2010, 1, 1), True)
    two = combine({source: Network(**tables).tables for source in "st"}, found({"B": "A"}).tables)
    assert two["participations"]["funding"].tolist() == [15.5]  # what two sources say of one grant is one grant


@pytest.mark.parametrize(
    ("size", "sme", "filled", "expected"),
    [
        ("sme", True, {"size": "large", "group_id": "g"}, ("large", None, "g")),  # a subsidiary is its group
        ("sme", True, {"size": "large"}, ("sme", True, "own")),  # a register alone does not contradict the source
        ("not_sme", False, {"size": "mid_cap"}, ("mid_cap", False, "own")),  # but says more than "no SME"
        ("large", False, {"size": "sme", "group_id": "g"}, ("large", False, "g")),
        (None, None, {"size": "sme"}, ("sme", None, "own")),
    ],
)
def test_what_fills_may_change(size: str, sme: bool, filled: dict[str, str], expected: tuple[object, ...]) -> None:  # noqa: FBT001  # a case
    organisations = _two(size=[size, None], sme=[sme, None], group_id=["own", None], kind=["other", "other"])
    row = _one({}, {("A", column): value for column, value in filled.items()}, organisations=organisations)
    assert tuple(None if pd.isna(row[column]) else row[column] for column in ("size", "sme", "group_id")) == expected


def test_merges_that_go_round_in_a_circle_are_refused() -> None:
    with pytest.raises(PolegraphError, match="merged into itself by way of others"):
        _one({"A": "B", "B": "A"})


def test_a_record_whose_row_is_gone_is_refused() -> None:
    both = combine({"s": tiny().tables}, found({"SME2": "SME1"}).tables)
    with pytest.raises(PolegraphError, match="the row is not there"):
        split({**both, "merges": both["merges"].iloc[:0]})


def test_sources_of_a_part_that_has_no_records_each_say_all_of_it() -> None:
    both = Network(**combine({"one": tiny().tables, "two": tiny().tables}))
    part = both.select(since=2016)
    parts = split(part.tables)
    assert {source: len(tables["participations"]) for source, tables in parts.items()} == {
        "one": len(part.participations),
        "two": len(part.participations),
    }


def test_a_dataset_of_before_is_split_as_it_was() -> None:
    """Records once held the whole row, its key and source too."""
    both = combine({"one": tiny().tables, "two": tiny().tables})
    full = []
    for row in both["records"].to_dict(orient="records"):
        key = dict(zip(TABLES[row["table"]].key, json.loads(row["key"]), strict=True))
        said = split(both)[row["source"]][row["table"]]
        (whole,) = said[(said[list(key)] == pd.Series(key)).all(axis=1)].to_dict(orient="records")
        full.append({**row, "row": json.dumps({k: None if pd.isna(v) else v for k, v in whole.items()})})
    old = {**both, "records": pd.DataFrame(full).astype("str")}
    for name in ("merges", "affiliations", "fills", "proposals", "decisions"):
        del old[name]
    again = split(old)
    for source, tables in split(both).items():
        for name in old:
            pd.testing.assert_frame_equal(again[source][name], tables[name])


def test_needs_without_a_day_or_a_detail_are_one_where_two_sources_say_the_same() -> None:
    needs = pd.DataFrame({"org_id": ["A", "A", "A"], "domain": "skills", "detail": None, "date": pd.NaT})
    needs = needs.assign(status=[None, "met", None], source=["old", "new", "old"], visibility=None)
    found = across_sources("needs", needs.astype({"status": "str", "detail": "str"}))
    assert found[["org_id", "domain", "status", "source"]].to_numpy().tolist() == [["A", "skills", "met", "new;old"]]
