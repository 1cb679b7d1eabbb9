"""Who is who, all together: laws, what people decide, and the whole of ANR."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from polegraph.errors import PolegraphError
from polegraph.identity import normal_form, who_is_who
from polegraph.identity.organisations.public_bodies import institution_only
from tests import examples
from tests.identity import company_truth

if TYPE_CHECKING:
    from polegraph.identity.result import Found
    from polegraph.network import Network

    Tables = dict[str, pd.DataFrame]

HERE = Path(__file__).parents[1] / "data" / "identity"
SIRENS = ("493902662", "552081317")
CODES = ("200012345A", "199912345Z")
GROUPS = ("thales", "orange", "stmicroelectronics", "airbus", "stellantis", "edf", "arkema", "safran")

# Small networks

NAMES = st.sampled_from(
    [
        "Alveole SAS",
        "ALVEOLE / R&D",
        "Alveole",
        "Thales Alenia Space",
        "THALES",
        "Thales SA",
        "Air Liquide",
        "Air Serenity",
        "Laboratoire de Physique des Plasmas",
        "LPP - Laboratoire de physique des plasmas",
        "CNRS - Laboratoire de Physique des Plasmas (UMR 7648)",
        "CNRS",
        "CNRS - DR Alpes",
        "Université Paris 6",
        "Université Paris 7",
    ]
)
ROW = st.fixed_dictionaries(
    {"name": NAMES, "kind": st.sampled_from(["company", "lab", "lab", "public_body"])},
    optional={
        "city": st.sampled_from(["Palaiseau", "Paris"]),
        "country": st.sampled_from(["FR", "DE"]),
        "siren": st.sampled_from(SIRENS),
        "rnsr": st.sampled_from(CODES),
        "pic": st.sampled_from(["999990946"]),
    },
)
ROWS = st.lists(ROW, min_size=1, max_size=7)
ANSWERS = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.sampled_from(["same", "group"]), st.sampled_from(["yes", "no"])),
    max_size=4,
)


def made(rows: list[dict[str, str]], ids: list[str] | None = None) -> Tables:
    """Return organisations, each in a project with the next one."""
    own = ids or [f"o{place}" for place in range(len(rows))]
    table = pd.DataFrame({"org_id": own})
    for column in ("name", "kind", "city", "country", "siren", "rnsr", "pic"):
        table[column] = pd.array([row.get(column) for row in rows], "str")
    pairs = [(f"p{place}", one) for place in range(len(rows)) for one in own[place : place + 2]]
    return {"organisations": table, "participations": pd.DataFrame(pairs, columns=["project_id", "org_id"])}


def answers(said: list[tuple[int, int, str, str]]) -> pd.DataFrame:
    rows = [(f"o{one}", f"o{other}", question, answer) for one, other, question, answer in said]
    return pd.DataFrame(rows, columns=["one_id", "other_id", "question", "answer"], dtype="str")


def assert_same(one: Found, other: Found) -> None:
    for name, table in one.tables.items():
        assert_frame_equal(table, other.tables[name])


def standing(found: Found) -> dict[str, str]:
    """Return who stands for each organisation that was merged."""
    return dict(zip(found.merges["org_id"], found.merges["into_id"], strict=True))


def blocks(found: Found, ids: list[str]) -> set[frozenset[str]]:
    into = standing(found)
    stands = pd.Series(ids).groupby([into.get(one, one) for one in ids])
    return {frozenset(group) for _name, group in stands}


@settings(max_examples=10)
@given(ROWS, st.integers(0, 99))
def test_the_order_of_rows_never_matters(rows: list[dict[str, str]], seed: int) -> None:
    tables = made(rows)
    other = {name: table.sample(frac=1, random_state=seed) for name, table in tables.items()}
    assert_same(who_is_who(other), who_is_who(tables))


@settings(max_examples=10)
@given(ROWS, st.data())
def test_labels_say_only_who_stands_for_a_group(rows: list[dict[str, str]], drawn: st.DataObject) -> None:
    places = drawn.draw(st.permutations(range(len(rows))))
    again = [f"x{place}" for place in places]
    back = {one: f"o{place}" for place, one in enumerate(again)}
    found, other = who_is_who(made(rows)), who_is_who(made(rows, again))
    assert {frozenset(back[one] for one in group) for group in blocks(other, again)} == blocks(
        found, [f"o{place}" for place in range(len(rows))]
    )


@settings(max_examples=20)
@given(ROWS, ANSWERS)
def test_decisions_are_obeyed_and_nothing_contradicts(
    rows: list[dict[str, str]], said: list[tuple[int, int, str, str]]
) -> None:
    tables = made(rows)
    there = [one for one in said if max(one[:2]) < len(rows) and one[0] != one[1]]
    try:
        found = who_is_who(tables, decisions=answers(said))
    except PolegraphError:
        assert {"yes", "no"} <= {answer for *_pair, question, answer in there if question == "same"}
        return
    into = standing(found)
    stands = [into.get(f"o{place}", f"o{place}") for place in range(len(rows))]
    assert not set(into.values()) & set(into)  # who stands for others is merged into nobody
    assert found.merges["how"].notna().all()
    for one, other, question, answer in there:
        if question == "same":
            assert (stands[one] == stands[other]) == (answer == "yes")
    proposals = set(
        zip(found.proposals["one_id"], found.proposals["other_id"], found.proposals["question"], strict=True)
    )
    for one, other, question, _answer in there:
        assert (f"o{min(one, other)}", f"o{max(one, other)}", question) not in proposals
    for one, other, _question in proposals:
        assert one < other
        assert into.get(one, one) != into.get(other, other)
    forced = any(question == "same" and answer == "yes" for *_pair, question, answer in there)
    for group in set(stands):
        inside = [row for row, own in zip(rows, stands, strict=True) if own == group]
        if not forced:
            assert len({row["rnsr"] for row in inside if "rnsr" in row}) < 2
            assert len({row["siren"] for row in inside if "siren" in row}) < 2


@settings(max_examples=15)
@given(ROWS)
def test_what_no_number_joins_is_neither_institution_and_laboratory_nor_two_universities(
    rows: list[dict[str, str]],
) -> None:
    bare = [{name: value for name, value in row.items() if name in {"name", "kind", "city", "country"}} for row in rows]
    into = standing(who_is_who(made(bare)))
    stands = [into.get(f"o{place}", f"o{place}") for place in range(len(rows))]
    for group in set(stands):
        names = {row["name"] for row, own in zip(bare, stands, strict=True) if own == group}
        assert len({institution_only(name) for name in names}) == 1
        assert not names >= {"Université Paris 6", "Université Paris 7"}
        assert not names >= {"Air Liquide", "Air Serenity"}


def test_decisions_that_contradict_each_other_are_told() -> None:
    rows = [{"name": "A", "kind": "lab"}, {"name": "B", "kind": "lab"}, {"name": "C", "kind": "company"}]
    said = [(0, 1, "same", "yes"), (1, 2, "same", "yes"), (0, 2, "same", "no")]
    with pytest.raises(PolegraphError, match="contradict"):
        who_is_who(made(rows), decisions=answers(said))


def test_a_laboratory_does_not_bring_two_companies_together() -> None:
    """It stands under the company's number and, elsewhere, under the name of another."""
    rows = [
        {"name": "Alveole SAS", "kind": "company", "siren": SIRENS[0]},
        {"name": "Alveole", "kind": "company", "pic": "999990946"},
        {"name": "Thales SA", "kind": "company", "siren": SIRENS[1], "pic": "999990946"},
    ]
    into = standing(who_is_who(made(rows)))
    assert into.get("o0", "o0") != into.get("o2", "o2")


# The whole of ANR


@pytest.fixture(scope="module")
def agency() -> Network:
    return examples.agency()


@pytest.fixture(scope="module")
def whole(agency: Network) -> Found:
    return who_is_who(agency.tables)


@pytest.fixture(scope="module")
def names(agency: Network) -> dict[str, str]:
    return dict(zip(agency.organisations["org_id"], agency.organisations["name"], strict=True))


def test_another_order_of_rows_gives_the_same_of_anr(agency: Network, whole: Found) -> None:
    other = {name: table.sample(frac=1, random_state=7) for name, table in agency.tables.items()}
    assert_same(who_is_who(other), whole)


def test_who_stands_for_others_is_merged_into_nobody(whole: Found, names: dict[str, str]) -> None:
    merges = whole.merges
    assert len(merges) > 2000
    assert merges["org_id"].is_unique
    assert not set(merges["into_id"]) & set(merges["org_id"])
    assert set(merges["into_id"]) | set(merges["org_id"]) <= set(names)
    assert merges["how"].notna().all()


def test_two_codes_of_the_register_are_two_laboratories(agency: Network, whole: Found) -> None:
    table = agency.organisations
    codes = table["rnsr"].str.upper().groupby(table["org_id"].replace(standing(whole))).nunique()
    assert codes.max() == 1


def test_no_institution_becomes_a_laboratory(agency: Network, whole: Found) -> None:
    """By their names; under a code of the register stands what the register knows as one."""
    spelled = agency.aliases.assign(only=[institution_only(name) for name in agency.aliases["name"]])
    only = spelled.groupby("org_id")["only"].all()
    coded = set(agency.organisations.loc[agency.organisations["rnsr"].notna(), "org_id"])
    learned = whole.merges[whole.merges["how"] == "model"]
    assert len(learned) > 1000
    institutions = set(only.index[only]) - coded
    assert len(institutions) > 200
    assert not institutions & (set(learned["org_id"]) | set(learned["into_id"]))


def test_universities_abroad_are_no_laboratories_of_one_another(whole: Found, names: dict[str, str]) -> None:
    learned = whole.merges[whole.merges["how"] == "model"]
    told = learned["org_id"].map(names).map(normal_form)
    abroad = told.str.startswith("university of ") & ~told.str.contains("strasbourg|bordeaux")
    assert not abroad.any()


def test_proposals_are_open_questions(whole: Found) -> None:
    into = standing(whole)
    asked = whole.proposals
    assert 100 < len(asked) < 1500
    one, other = (asked[column].map(lambda org: into.get(org, org)) for column in ("one_id", "other_id"))
    assert (one != other).all()
    pairs = pd.DataFrame({"low": one.where(one < other, other), "high": one.where(one > other, other)})
    assert not pairs.assign(question=asked["question"]).duplicated().any()
    measured = asked[asked["judged"] > 0]
    assert len(measured) > 0.6 * len(asked)
    assert measured["right"].between(0, 1).all()


def test_answers_are_obeyed_and_asked_no_more(agency: Network, whole: Found) -> None:
    same = whole.proposals[whole.proposals["question"] == "same"]
    again = pd.concat([same["one_id"], same["other_id"]]).value_counts()
    alone = same["one_id"].map(again).eq(1) & same["other_id"].map(again).eq(1)  # answers about three follow from two
    same = same[alone].iloc[:4]
    said = same[["one_id", "other_id", "question"]].assign(answer=["yes", "no", "yes", "no"])
    merged = whole.merges.iloc[[10, 500, 1000]]
    apart = merged[["org_id", "into_id"]].set_axis(["one_id", "other_id"], axis=1).assign(question="same", answer="no")
    named = {*said["one_id"], *said["other_id"], *apart["one_id"], *apart["other_id"]}
    some = agency.organisations["org_id"].isin(named) | (agency.organisations.index % 15 == 0)  # others beside them
    part = {
        "organisations": agency.organisations[some],
        "participations": agency.participations[
            agency.participations["org_id"].isin(agency.organisations["org_id"][some])
        ],
    }
    found = who_is_who(part, decisions=pd.concat([said, apart]))
    into = standing(found)
    joined = {
        (one, other): into.get(one, one) == into.get(other, other)
        for table in (said, apart)
        for one, other in zip(table["one_id"], table["other_id"], strict=True)
    }
    assert list(joined.values()) == [True, False, True, False, False, False, False]
    asked = {frozenset(pair) for pair in zip(found.proposals["one_id"], found.proposals["other_id"], strict=True)}
    assert not asked & {frozenset(pair) for pair in joined}


@pytest.mark.parametrize(
    ("file", "column", "relation", "whose"),
    [("group_members.csv", "group_id", "group", group) for group in GROUPS]
    + [("body_members.csv", "body_id", "body", body) for body in ("cea", "inrae")],
)
def test_named_groups_are_one_with_the_right_members(
    whole: Found, file: str, column: str, relation: str, whose: str
) -> None:
    read = pd.read_csv(HERE / file, keep_default_na=False)
    told = whole.affiliations[(whole.affiliations["relation"] == relation) & (whole.affiliations["parent_id"] == whose)]
    right = read[read[column] == whose]
    if "verdict" in right:
        right = right[right["verdict"] != "wrong"]
    assert set(told["org_id"]) == set(right["org_id"])
    # Nobody comes in or goes out by a merge: who is merged with a member is one.
    into = standing(whole)
    inside = {into.get(one, one) for one in told["org_id"]}
    merged = {one for one, other in into.items() if other in inside} | inside
    if relation == "group":
        assert merged <= set(told["org_id"])
        assert set(told["org_id"]) <= set(whole.fills.loc[whole.fills["value"] == whose, "org_id"])


def test_no_merge_makes_two_groups_one(whole: Found) -> None:
    """Safran Ceramics is not Herakles, although its works were."""
    groups = whole.affiliations[whole.affiliations["relation"] == "group"]
    into = standing(whole)
    assert groups.groupby(groups["org_id"].map(lambda one: into.get(one, one)))["parent_id"].nunique().max() == 1


def test_names_that_look_alike_stay_apart(whole: Found, names: dict[str, str]) -> None:
    into = standing(whole)
    stands = {name: into.get(one, one) for one, name in names.items()}
    group = whole.affiliations[whole.affiliations["relation"] == "group"].set_index("org_id")["parent_id"]
    own = {name: group.get(one) for one, name in names.items()}
    for one, other in (("EDAP TMS FRANCE", "TOTAL MARKETING SERVICES"), ("AIR SERENITY", "Air Liquide")):
        assert stands[one] != stands[other]
        assert own[one] is None
        assert own[other] is not None


def test_companies_are_merged_as_they_were_labelled(whole: Found) -> None:
    """All in all, through whatever joined them; how single verdicts do is said in test_companies.py."""
    scores = company_truth.scores(company_truth.joined(standing(whole)), half="report")
    assert scores.precision.judged > 150
    assert scores.precision.value >= 0.98
    assert scores.recall.value >= 0.85
    groups = whole.affiliations[whole.affiliations["relation"] == "group"]
    group = dict(zip(groups["org_id"], groups["parent_id"], strict=True))
    links = company_truth.scores(company_truth.joined(group), "same_group")
    assert links.precision.judged > 500
    assert links.precision.value >= 0.98
