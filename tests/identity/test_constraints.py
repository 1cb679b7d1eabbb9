"""What is certain before names are compared."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polegraph.errors import PolegraphError
from polegraph.identity.constraints import Certain, classes
from polegraph.identity.constraints import certain as certain_of
from polegraph.identity.entities import Units, units
from polegraph.identity.organisations import companies

SIRENS = ("493902662", "552081317")
CODES = ("200012345Y", "200012345y", "199912345C")
ROW = st.fixed_dictionaries(
    {},
    optional={
        "siren": st.sampled_from(SIRENS),
        "rnsr": st.sampled_from(CODES),
        "ror": st.sampled_from(["https://ror.org/02feahw73"]),
        "siret": st.sampled_from(["49390266200011"]),
        "pic": st.sampled_from(["999990946"]),
    },
)
LEGAL = {"siren": SIRENS[0], "siret": "35600000049837", "vat": "NL811383696B01", "pic": "999990946"}
ANSWER = st.tuples(st.integers(0, 6), st.integers(0, 6), st.sampled_from(["yes", "no"]))


def made(rows: list[dict[str, str]]) -> Units:
    table = pd.DataFrame({"org_id": [f"o{place:02}" for place in range(len(rows))], "name": "X"})
    given_columns = sorted({column for row in rows for column in row})
    table = table.assign(**{column: pd.array([row.get(column) for row in rows], "str") for column in given_columns})
    none = pd.DataFrame({"project_id": [], "org_id": []}, dtype="str")
    return units({"organisations": table, "participations": none})


def certain(them: Units, decisions: pd.DataFrame | None) -> Certain:
    """Return what is certain of units that are all called the same, so that their numbers are believed."""
    return certain_of(them, decisions, companies.by_number(companies.judge(them)))


def answers(rows: list[tuple[int, int, str]], question: str = "same") -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["one", "other", "answer"])
    return pd.DataFrame(
        {
            "one_id": "o0" + table["one"].astype("str"),
            "other_id": "o0" + table["other"].astype("str"),
            "question": question,
            "answer": table["answer"],
        }
    )


def test_identifiers_of_one_organisation_agree() -> None:
    found = certain(made([{"siren": SIRENS[0]}, {"rnsr": CODES[0]}, {"siren": SIRENS[0]}, {"rnsr": CODES[1]}]), None)
    assert found.first.tolist() == [0, 1, 0, 1]  # a code in lower case is the same
    assert found.why[["one", "other", "evidence"]].to_numpy().tolist() == [
        [1, 3, f"rnsr:{CODES[0]}"],
        [0, 2, f"siren:{SIRENS[0]}"],
    ]


def test_beside_a_laboratory_stands_the_number_of_its_institution() -> None:
    rows = [
        {column: value, "kind": kind} for column, value in LEGAL.items() for kind in ("lab", "company") for _ in "12"
    ]
    found = certain(made(rows), None).first.tolist()
    assert found == [place - (place % 4 == 3) for place in range(len(rows))]


def test_numbers_that_contradict_keep_apart_whatever_else_agrees() -> None:
    rows = [{"siren": SIRENS[0], "pic": "999990946"}, {"pic": "999990946"}, {"siren": SIRENS[1], "pic": "999990946"}]
    assert certain(made(rows), None).first.tolist() == [0, 0, 2]
    assert certain(made(rows), answers([(0, 2, "yes")])).first.tolist() == [0, 0, 0]  # people know better


def test_identifiers_do_not_overrule_people_by_way_of_others() -> None:
    rows = [{"ror": "02feahw73"}, {"ror": "02feahw73", "pic": "999990946"}, {"pic": "999990946"}]
    assert certain(made(rows), answers([(0, 2, "no")])).first.tolist() == [0, 0, 2]
    rows = [{"pic": "999990946"}, {}, {"ror": "02feahw73", "pic": "999990946"}, {"ror": "02feahw73"}]
    assert certain(made(rows), answers([(0, 3, "no")])).first.tolist() == [0, 1, 2, 2]  # joined before


def test_people_are_believed_before_identifiers() -> None:
    rows = [{"siren": SIRENS[0]}, {"siren": SIRENS[0]}]
    found = certain(made(rows), answers([(1, 0, "no")]))
    assert found.first.tolist() == [0, 1]
    assert [array.tolist() for array in found.apart] == [[0], [1]]


def test_other_questions_and_strangers_say_nothing() -> None:
    assert certain(made([{}, {}]), answers([(0, 1, "yes")], "group")).first.tolist() == [0, 1]
    found = certain(made([{}, {}]), answers([(0, 7, "yes"), (7, 8, "no")]))
    assert found.first.tolist() == [0, 1]
    assert not len(found.apart[0])


@pytest.mark.parametrize("said", [[(0, 1, "yes"), (1, 0, "no")], [(0, 1, "yes"), (1, 2, "yes"), (0, 2, "no")]])
def test_decisions_that_contradict_each_other_are_told(said: list[tuple[int, int, str]]) -> None:
    with pytest.raises(PolegraphError, match="contradict"):
        certain(made([{}, {}, {}]), answers(said))


def _certain(rows: list[dict[str, str]], said: list[tuple[int, int, str]]) -> Certain | None:
    try:
        return certain(made(rows), answers(said))
    except PolegraphError:
        return None


@given(st.lists(ROW, min_size=1, max_size=6), st.lists(ANSWER, max_size=5))
def test_it_obeys_people_and_then_identifiers(rows: list[dict[str, str]], said: list[tuple[int, int, str]]) -> None:
    inside = [(one, other, answer) for one, other, answer in said if max(one, other) < len(rows) and one != other]
    found = _certain(rows, said)
    yes = np.array([pair[:2] for pair in inside if pair[2] == "yes"], dtype=np.int64).reshape(-1, 2)
    decided = classes(len(rows), [(yes[:, 0], yes[:, 1])])
    clash = any(decided[one] == decided[other] for one, other, answer in inside if answer == "no")
    assert (found is None) == clash
    if found is None:
        return
    first = found.first.tolist()
    assert first == [first.index(one) for one in first]  # each group is known by its first
    for one, other, answer in inside:
        assert (first[one] == first[other]) == (answer == "yes") or answer == "yes"
        assert first[one] == first[other] or answer == "no"
    again = classes(len(rows), [(found.why["one"].to_numpy(), found.why["other"].to_numpy())])
    assert again.tolist() == first  # what is told as the reason is the reason
    if not inside:
        for column in ("siren", "rnsr"):
            for group in set(first):
                held = {row.get(column, "").upper() for row, own in zip(rows, first, strict=True) if own == group}
                assert len(held - {""}) < 2


@given(st.lists(ROW, min_size=2, max_size=6))
def test_two_that_share_an_identifier_are_one_where_nothing_contradicts(rows: list[dict[str, str]]) -> None:
    agreeing = [
        row | {column: value for column, value in (("siren", SIRENS[0]), ("rnsr", CODES[0])) if column in row}
        for row in rows
    ]
    first = certain(made(agreeing), None).first
    for one, other in combinations(range(len(rows)), 2):
        assert first[one] == first[other] or not agreeing[one].keys() & agreeing[other].keys()


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=12), st.data())
def test_classes_hold_all_that_is_linked_and_nothing_else(pairs: list[tuple[int, int]], data: st.DataObject) -> None:
    array = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    cut = data.draw(st.integers(0, len(array)))
    found = classes(9, [(array[:cut, 0], array[:cut, 1]), (array[cut:, 0], array[cut:, 1])])
    reach = np.eye(9, dtype=int)
    reach[array[:, 0], array[:, 1]] = reach[array[:, 1], array[:, 0]] = 1
    linked = np.linalg.matrix_power(reach, 9) > 0
    assert found.tolist() == [int(np.flatnonzero(row)[0]) for row in linked]
