"""Public bodies: which are in a name, what is left of it, and whose laboratories they are."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polegraph.identity import is_siren, normal_form
from polegraph.identity.entities import Units, units
from polegraph.identity.organisations import groups, public_bodies
from polegraph.identity.organisations.body_words import corrected, keys, mistyped
from polegraph.names.rule_tables import rows
from polegraph.resources import data
from tests import examples

HERE = Path(__file__).parents[2] / "data" / "identity"
NOBODY = pd.DataFrame({"project_id": [], "org_id": []})


def shipped() -> list[dict[str, str]]:
    with data("public_bodies.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def those(*names: str, kind: str | None = "lab", country: str | None = None) -> Units:
    ids = [f"{place:03}" for place in range(len(names))]
    table = pd.DataFrame({"org_id": ids, "name": names, "kind": kind, "country": country})
    return units({"organisations": table, "participations": NOBODY})


def bodies_of(name: str, kind: str | None = "lab", country: str | None = None) -> dict[str, str]:
    found = public_bodies.assign(those(name, kind=kind, country=country))
    return dict(zip(found["parent_id"], found["how"], strict=True))


@pytest.fixture(scope="module")
def agency() -> Units:
    return units(examples.agency().tables)


@pytest.fixture(scope="module")
def members(agency: Units) -> pd.DataFrame:
    return public_bodies.assign(agency)


# The list itself


def test_every_row_says_where_it_can_be_checked() -> None:
    for row in shipped():
        assert row["source"]
        assert 1980 <= int(row["year"]) <= 2026
        assert row["what"] in {"name", "acronym", "spelling", "former_name", "part", "generic", "never"}
        assert row["abroad"] in {"", "yes"}
        assert not row["siren"] or is_siren(row["siren"])
        assert (row["what"] == "former_name") <= bool(row["not_after"])


def test_no_pattern_stands_for_two_bodies_however_it_is_spelled() -> None:
    said: dict[tuple[str, ...], set[tuple[str, bool]]] = {}
    for row in shipped():
        spelled = tuple(key for word in row["pattern"].split() for key in keys(word))
        assert spelled
        said.setdefault(spelled, set()).add((row["body_id"], row["what"] == "never"))
    assert {pattern: who for pattern, who in said.items() if len(who) > 1} == {}


def test_patterns_are_in_normal_form() -> None:
    patterns = [row["pattern"] for row in shipped()]
    assert len(set(patterns)) == len(patterns)
    assert [normal_form(pattern) for pattern in patterns] == patterns


def test_every_rule_has_a_reason_and_stands_once() -> None:
    table = rows("body_words")
    assert all(rule["reason"] for rule in table)
    assert len({(rule["part"], rule["written"]) for rule in table}) == len(table)


def test_bodies_and_groups_are_kept_apart() -> None:
    with data("groups.csv").open(encoding="utf-8", newline="") as file:
        ids = {row["group_id"] for row in csv.DictReader(file)}
    assert ids & {row["body_id"] for row in shipped()} == set()


# Names


@pytest.mark.parametrize(
    "name",
    [
        "CNRS – DR Alpes",
        "CNRS DR14",
        "INSERM",
        "INSERM - DELEGATION DE LYON",
        "INSERM Délégation Paris XII",
        "Université Paris 6",
        "Université Paris VI (Pierre et Marie Curie)",
        "Centre National de la Recherche Scientifique Délégation Provence et Corse",
        "Centre national de la recherche scientifique - Délégation régionale Ile-de-France secteur Paris B",
        "Université de Montpellier II - Sciences techniques du Languedoc",
        "Université Paul Sabatier Toulouse III",
        "Institut National de la Recherche Agronomique - Centre de recherche de Jouy-en-Josas",
        "Inria Centre de recherche Grenoble - Rhône-Alpes",
        "Centre Inria Nancy Grand Est",
        "CEA Saclay",
        "CHU de Nantes",
        "INSA",
        "Ecole normale supérieure",
        "IRSTEA Antony",
        "Univ. de Bourgogne",
        "University of Strasbourg",
        "Institut nationale de la recherche agronomqiue",
    ],
)
def test_names_that_are_only_an_institution(name: str) -> None:
    assert public_bodies.institution_only(name)
    assert public_bodies.institution_only(normal_form(name))
    assert public_bodies.without_bodies(normal_form(name))[0] == ""


@pytest.mark.parametrize(
    "name",
    [
        "CEA LETI",
        "Institut Néel",
        "IMBE",
        "Institut de Physique du Globe de Paris",
        "Laboratoire d'informatique de Paris 6",
        "Laboratoire de Physique de l'ENS",
        "Service d'ophtalmologie du CHU de Nancy",
        "UMR 8212",
        "Paris",
        "Délégation régionale",
        "???",
        "",
    ],
)
def test_names_that_are_more_or_none(name: str) -> None:
    assert not public_bodies.institution_only(name)


@pytest.mark.parametrize(
    ("name", "rest", "found"),
    [
        ("CNRS - Délégation Provence et Corse - IMBE", "imbe", ["cnrs"]),
        (
            "Université Claude Bernard Lyon 1 - Institut de Chimie et de Biochimie",
            "institut de chimie et de biochimie",
            ["lyon-1"],
        ),
        ("Laboratoire de chimie, CNRS / Université de Lille 1", "laboratoire de chimie", ["cnrs", "lille"]),
        ("Laboratoire de Physique des Solides, UPS", "laboratoire de physique des solides ups", []),
        ("Institut Pasteur de Lille, U1167", "u1167", ["pasteur-lille"]),
        ("Institut Pasteur - Unité Aspergillus", "unite aspergillus", ["pasteur"]),
        ("INRA UMR1331 Toxalim", "umr1331 toxalim", ["inrae"]),
        ("Cemagref - Unité HHLY", "unite hhly", ["inrae"]),
        ("CEA / DSM / IRAMIS", "dsm iramis", ["cea"]),
        ("Genoscope", "genoscope", ["cea"]),
        ("CHU de Nantes - Service de dermatologie", "service de dermatologie", ["chu-nantes"]),
        ("CHU - Service de dermatologie", "service de dermatologie", []),
        ("Ecole polytechnique fédérale de Lausanne - LTE", "lte", ["epfl"]),
        ("Laboratoire d'optique, Ecole Polytechnique", "laboratoire doptique", ["polytechnique"]),
        ("Conservatoire national des arts et métiers - CEDRIC", "cedric", ["cnam"]),
        ("Arts et Métiers ParisTech - LABOMAP", "labomap", ["arts-metiers"]),
        ("Institut Pasteur de Tunis", "institut pasteur de tunis", []),
        ("Ecole Polytechnique de Montréal", "ecole polytechnique de montreal", []),
        ("Sorbonne Paris Cité", "sorbonne paris cite", []),
    ],
)
def test_bodies_are_taken_out_of_names(name: str, rest: str, found: list[str]) -> None:
    assert public_bodies.without_bodies(normal_form(name)) == (rest, tuple(found))


@pytest.mark.parametrize(
    ("names", "body"),
    [
        (
            ["UPMC", "Université Paris 6", "Université Pierre et Marie Curie", "Sorbonne Université"],
            "sorbonne-universite",
        ),
        (["Université Paris Descartes", "Université Paris 7", "Université de Paris"], "paris-cite"),
        (["Université Louis Pasteur", "Unistra", "Université de Strasbourg"], "strasbourg"),
        (["Université Bordeaux 1", "Université Victor Segalen Bordeaux II", "Université de Bordeaux"], "bordeaux"),
        (["INRA", "IRSTEA", "CEMAGREF", "INRAE", "Institut National de Recherche Agronomique"], "inrae"),
        (["IFSTTAR", "LCPC", "INRETS", "Université Gustave Eiffel", "UPEM"], "gustave-eiffel"),
        (["Université Joseph Fourier Grenoble 1", "Université Stendhal", "UGA"], "uga"),
        (["Télécom ParisTech", "Mines Nantes", "IMT Atlantique", "Institut Mines-Télécom"], "imt"),
        (["Université de Provence", "Université de la Méditerranée", "Aix-Marseille Université"], "amu"),
    ],
)
def test_mergers_are_known(names: list[str], body: str) -> None:
    assert [bodies_of(name) for name in names] == [{body: "itself"}] * len(names)


def test_other_numerals_never_match() -> None:
    town = {"Paris": range(1, 14), "Lyon": range(1, 4), "Toulouse": range(1, 4), "Lille": range(1, 4)}
    roman = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII"]
    merged = {"Paris": {frozenset({4, 6}), frozenset({5, 7})}, "Lille": {frozenset({1, 2, 3})}}
    for name, numbers in town.items():
        found = {
            number: public_bodies.without_bodies(normal_form(f"Université {name} {number}"))[1] for number in numbers
        }
        for number in numbers:
            assert len(found[number]) == 1, (name, number)
            assert (
                public_bodies.without_bodies(normal_form(f"Université de {name} {roman[number - 1]}"))[1]
                == found[number]
            )
            for other in range(number + 1, len(numbers) + 1):
                together = any({number, other} <= pair for pair in merged.get(name, set()))
                assert (found[number] == found[other]) == together, (name, number, other)


@pytest.mark.parametrize(
    "name",
    [
        "Université Claude Bernard Lyon 2",
        "Université Pierre et Marie Curie Paris 7",
        "Université de Poitiers 3",
    ],
)
def test_a_number_that_contradicts_the_name_leaves_nobody(name: str) -> None:
    assert bodies_of(name) == {}


def test_an_acronym_is_not_believed_abroad() -> None:
    assert bodies_of("CEA", country="FR") == bodies_of("CEA", country="RE") == bodies_of("CEA") == {"cea": "itself"}
    assert bodies_of("CEA", country="AR") == {}
    assert bodies_of("Institut national de la recherche agronomique", country="MA") == {}
    assert bodies_of("Université de Genève", country="CH") == {"geneve": "itself"}
    assert bodies_of("UMI 3199 CNRS-NYU", country="US") == {"cnrs": "name"}


def test_companies_are_looked_at_only_for_being_a_body() -> None:
    assert bodies_of("BRGM", kind="company") == {"brgm": "itself"}
    assert bodies_of("Ada, essaimage de l'Inria", kind="company") == {}
    assert bodies_of("Ada, essaimage de l'Inria", kind=None) == {"inria": "name"}


def test_a_siren_is_believed() -> None:
    table = pd.DataFrame({"org_id": ["a"], "name": ["Etablissement 3"], "kind": "company", "siren": "180089013"})
    found = public_bodies.assign(units({"organisations": table, "participations": NOBODY}))
    assert found[["parent_id", "how", "evidence"]].to_numpy().tolist() == [["cnrs", "siren", "siren:180089013"]]


def test_a_laboratory_that_also_stands_under_its_institution_is_part_of_it() -> None:
    tables = {
        "organisations": pd.DataFrame({"org_id": ["a", "b"], "name": ["CNRS DR12", "CNRS DR12"], "kind": "lab"}),
        "participations": NOBODY,
        "aliases": pd.DataFrame(
            {
                "org_id": ["a", "a", "a", "b", "b"],
                "name": ["CNRS DR12", "IMBE", "Avignon Université", "CNRS DR12", "CNRS"],
                "source": "s",
                "rows": 1,
            }
        ),
    }
    found = public_bodies.assign(units(tables))
    assert found[["org_id", "parent_id", "how"]].to_numpy().tolist() == [
        ["a", "avignon", "name"],
        ["a", "cnrs", "name"],
        ["b", "cnrs", "itself"],
    ]


def test_an_institution_of_two_bodies_is_neither_itself() -> None:
    assert bodies_of("INSERM Université Paris 11") == {"inserm": "name", "paris-saclay": "name"}


@given(st.text(max_size=40))
def test_any_text_can_be_asked(text: str) -> None:
    rest, found = public_bodies.without_bodies(normal_form(text))
    assert set(rest.split()) <= set(normal_form(text).split())
    assert list(found) == sorted(set(found))
    assert public_bodies.institution_only(text) <= (rest == "")


@given(st.sampled_from(["recherche", "scientifique", "agronomique", "universite"]), st.integers(0, 8))
def test_one_wrong_letter_is_forgiven_in_a_long_word(word: str, place: int) -> None:
    words = frozenset(["recherche", "scientifique", "agronomique", "universite", "inra"])
    index = mistyped(words)
    assert corrected(word[:place] + "z" + word[place + 1 :], words, index) == word
    assert corrected("inza", words, index) == "inza"
    assert corrected(word[:place] + "zzz" + word[place:], words, index) != word


# What it says of ANR


@pytest.mark.parametrize("body", ["cea", "inrae"])
def test_named_bodies_have_all_members_and_no_intruder(body: str, agency: Units, members: pd.DataFrame) -> None:
    read = pd.read_csv(HERE / "body_members.csv", keep_default_na=False).query("body_id == @body")
    mine = members[members["parent_id"] == body]
    assert set(zip(mine["org_id"], mine["how"], strict=True)) == set(zip(read["org_id"], read["how"], strict=True))
    assert len(mine) > 200
    # Nobody in France whose name says it is left outside.
    said = {"cea": r"\bcea\b|commissariat a lenergie atomique", "inrae": r"\binrae?\b|\birstea\b|\bcemagref\b"}[body]
    table = agency.table
    named = table["name"].map(normal_form).str.contains(said) & table["country"].isin(["FR", None])
    outside = table[named & ~table["org_id"].isin(mine["org_id"])]
    assert set(outside["name"].map(normal_form)) <= {"inra transfert", "inra transfer", "inra maroc", "inra tunisie"}


def test_no_body_is_a_group(agency: Units, members: pd.DataFrame) -> None:
    grouped = groups.assign(agency)
    assert set(members["relation"]) == {"body"}
    assert set(grouped["relation"]) == {"group"}
    both = set(grouped["org_id"]) & set(members["org_id"])
    assert both == set()


def test_rows_in_any_order_give_the_same(agency: Units, members: pd.DataFrame) -> None:
    shuffled = agency.table.query("kind == 'training_body' or kind == 'other'").sample(frac=1, random_state=2)
    again = units({"organisations": shuffled, "participations": NOBODY})
    one = members[members["org_id"].isin(shuffled["org_id"])]
    assert set(again.spellings["name"]) <= set(agency.spellings["name"])
    found = public_bodies.assign(again)
    assert found["org_id"].is_monotonic_increasing
    assert set(found["org_id"]) <= set(one["org_id"])
