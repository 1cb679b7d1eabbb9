"""Which companies are one, by rules."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph.identity.entities import COLUMNS, Units, units
from polegraph.identity.organisations import companies
from polegraph.names import rule_tables
from tests import examples
from tests.identity import company_truth as truth
from tools import company_proposals

if TYPE_CHECKING:
    from collections.abc import Sequence

HORIZON = Path(__file__).parents[2] / "data" / "cordis" / "HE_organization_head100_pandas.csv"

Given = dict[str, str] | str


def made(rows: Sequence[Given]) -> Units:
    """Build units of names (French companies), or of dictionaries of what is known."""
    known = [{"kind": "company", "country": "FR", **({"name": row} if isinstance(row, str) else row)} for row in rows]
    table = pd.DataFrame(known).reindex(columns=COLUMNS)
    table["org_id"] = [f"o{number:04d}" for number in range(len(rows))]
    table["projects"] = 1
    places = range(len(rows))
    spellings = pd.DataFrame({"unit": places, "name": table["name"], "rows": 1})
    return Units(table, spellings, pd.DataFrame({"unit": places, "project": places}))


def verdict(one: Given, other: Given, *more: Given) -> str:
    """Describe what is judged of the first two."""
    found = companies.judge(made([one, other, *more]))
    found = found[(found["one"] == 0) & (found["other"] == 1)]
    return str(found["verdict"].iloc[0]) if len(found) else ""


@cache
def _anr() -> tuple[pd.DataFrame, list[str]]:
    here = units(examples.agency().tables)
    return companies.judge(here), here.table["org_id"].tolist()


def _pairs(*verdicts: str) -> set[tuple[str, str]]:
    judged, org_id = _anr()
    judged = judged[judged["verdict"].isin(verdicts)]
    return {(org_id[one], org_id[other]) for one, other in zip(judged["one"], judged["other"], strict=True)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("THALES Research & Technology", "Thales Research and Technology S.A.S"),
        ("Alveole", "ALVEOLE / R&D"),
        ("Société SYSTEL", "SYSTEL SARL"),
        ("Groupe Labeyrie", "LABEYRIE SAS"),
        ("Ets Bordet", "Établissements BORDET"),
        ("Wöllner GmbH & Co. KG", "Wollner GmbH"),
        ("Fondital S.p.A.", "FONDITAL SPA"),
        ("Kowalski Sp. z o.o.", "KOWALSKI"),
        ("VALEO EQUIPEMENTS ELECTRIQUES MOTEUR (VEEM)", "Valeo Équipements Électriques Moteurs"),
        ("Montimage (MTI) / R&D", "MONTIMAGE"),
        ("CS Systèmes dInformation", "CS SYSTEMES D INFORMATION"),
        ("SPIR OPS", "SPIROPS"),
        ("DELTA DORE", "DeltaDore"),
        ("Electricité de France - Direction R&D", "EDF"),
        ("EDF Recherche et Développement - Site de Chatou", "EDF R&D"),
        ("RENAULT SAS - GUYANCOURT", "Renault"),
        ("A2iA : Analyse dImage & Intelligence Artificielle", "A2IA"),
        ("VEOLIA ENV RECHERCHE ET INNOVATION", "Veolia Environnement Recherche & Innovation"),
        ("Airbus DS SAS", "Airbus Defence and Space"),
        ("France Télécom", "ORANGE SA"),
        ("Snecma", "Safran Aircraft Engines"),
        ("Arkema", "Arkema France"),
        ("Groupe SOLVAY / RHODIA OPERATIONS", "Rhodia Opération"),
        ("III-V Lab / III-V Lab", "III-V Lab"),
        ("EUROPEAN AERONAUTIC DEFENCE AND SPACE COMPANY FRANCE", "EADS Innovation Works"),
    ],
)
def test_ways_to_write_a_company_are_one(one: str, other: str) -> None:
    rows: list[Given] = [{"name": name, "city": "Guyancourt"} for name in (one, other)]
    context: list[Given] = [
        "R & D Systèmes",
        "informatique et information",
        {"name": "Naval", "city": "GUYANCOURT CEDEX"},
    ]
    assert verdict(*rows, *context) == "same"
    assert verdict(rows[1], rows[0], *context) == "same"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TOTAL MARKETING SERVICES", "EDAP TMS FRANCE"),
        ("Air Liquide", "AIR SERENITY"),
        ("Alma / Département Logiciels", "Alma Medical Imaging"),
        ("Compagnie Nationale du Rhône", "Compagnie des Alpes"),
        ("Ateliers des Janves", "Ateliers Bio de Provence"),
        ("AEROLIA", "AEROVIA"),
        ("NAPA TECHNOLOGIES", "NAWA TECHNOLOGIES"),
        ("Société Éditrice de Mediapart", "Société Éditrice du Monde"),
    ],
)
def test_strangers_are_not_joined(one: str, other: str) -> None:
    assert verdict({"name": one, "city": "Lyon"}, {"name": other, "city": "Toulouse"}) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("THALES ALENIA SPACE", "Thales Underwater Systems"),
        ("STMICROELECTRONICS (CROLLES 2) SAS", "STMicroelectronics SA"),
        ("STMICROELECTRONICS ROUSSET SAS", "STMicroelectronics (Tours) SAS"),
        ("Safran", "Safran Ceramics"),
        ("Thales / DIS Design Services SAS", "Thales"),
        ("Danone", "Danone Research"),
    ],
)
def test_companies_of_one_group_are_proposed_as_such(one: str, other: str) -> None:
    assert verdict({"name": one, "city": "Rousset"}, {"name": other, "city": "Tours"}) == "group"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Université Paris 6", "UNIVERSITE PARIS 7"),
        ("Université Paris VI", "Université Paris 7"),
        ("SDIS 13", "SDIS 73"),
    ],
)
def test_other_numerals_never_match(one: str, other: str) -> None:
    assert verdict(one, other) == "never"
    bodies: list[Given] = [{"name": name, "kind": "public_body", "city": "Paris"} for name in (one, other)]
    assert verdict(*bodies) == "never"


def test_roman_numerals_are_numerals() -> None:
    assert verdict("Optique Paris VI", "OPTIQUE PARIS 6 SARL") == "same"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"siren": "493902662"}, {"siren": "493902662"}, "same"),
        ({"siren": "493902662"}, {"siret": "49390266200011"}, "same"),
        ({"siren": "493902662"}, {"vat": "FR 18 493902662"}, "same"),
        ({"siret": "49390266200011"}, {"siret": "49390266200029"}, "same"),
        ({"siren": "493902662"}, {"siren": "552081317"}, "never"),
        ({"pic": "999981634"}, {"pic": "999981634"}, "same"),
        ({"vat": "NL811383696B01"}, {"vat": "NL 811383696 B01"}, "same"),
        ({"vat": "NL811383696B01"}, {"vat": "DE811383692"}, "never"),
        (
            {"vat": "NL811383696B01", "pic": "999981634"},
            {"vat": "NL003660564B01", "pic": "999981634"},
            "never",
        ),
        (
            {"vat": "NL811383696B01", "pic": "999981634"},
            {"vat": "NL811383696B01", "pic": "999997930"},
            "same",
        ),
    ],
)
def test_number_and_name_are_sure_and_a_number_alone_is_a_question(
    one: dict[str, str], other: dict[str, str], expected: str
) -> None:
    assert verdict({"name": "Borealis", **one}, {"name": "BOREALIS SAS", **other}) == expected
    if expected == "same":
        assert verdict({"name": "Borealis", **one}, {"name": "Quite Another Name", **other}) == "ask"


@pytest.mark.parametrize(
    ("column", "number"),
    [
        ("siren", "000000000"),
        ("siren", "999999999"),
        ("siren", "123456789"),
        ("siren", "987654321"),
        ("siret", "00000000000000"),
        ("siret", "12345678900012"),
        ("pic", "999999999"),
        ("pic", "000000000"),
        ("ror", "000000000"),
        ("vat", "NC"),
        ("vat", "en cours"),
        ("vat", "n/a"),
        ("vat", "FR00000000000"),
        ("vat", "000000000"),
        ("vat", "?"),
        ("vat", "missing"),
    ],
)
def test_what_is_nobodys_number_joins_nobody_and_keeps_nobody_apart(column: str, number: str) -> None:
    one, other = {"name": "Zyltec Industrie", column: number}, {"name": "Quatrième Rive", column: number}
    assert verdict(one, other) == ""
    real = {"siren": "493902662", "vat": "NL811383696B01", "ror": "02feahw73"}
    if column in real:
        assert verdict({**one, column: number}, {"name": "ZYLTEC INDUSTRIE SA", column: real[column]}) == "same"


@pytest.mark.parametrize(
    ("column", "number"),
    [("siren", "493902663"), ("siret", "49390266200012"), ("vat", "DE123456789"), ("vat", "FR41180089013")],
)
def test_a_number_with_a_wrong_check_digit_only_asks(column: str, number: str) -> None:
    one, other = {"name": "Zyltec Industrie", column: number}, {"name": "Quatrième Rive", column: number}
    assert verdict(one, other) == "ask"
    assert verdict(one, {"name": "Zyltec", column: number}) in {"ask", "same"}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Universität Alpha", "Landesamt für Beta", "ask"),
        ("ORE Catapult", "ORE Catapult Development Services", "ask"),
        ("Epsilon Research Centre", "Epsilon Services Limited", "ask"),
        ("University of Bristol", "NCC Operations", "ask"),
        ("Electricité de France", "EDF", "same"),
        ("Zorvex Industries", "ZORVEX INDUSTRIES / R&D", "same"),
    ],
)
@pytest.mark.parametrize("kind", ["company", "training_body", "public_body", "other"])
def test_who_pays_taxes_together_is_not_one(one: str, other: str, expected: str, kind: str) -> None:
    known = {"vat": "DE811383692", "city": "Bristol", "country": "DE"}
    context = {"name": "Electricité de France - EDF", "city": "Paris"}
    assert verdict({"name": one, "kind": kind, **known}, {"name": other, **known}, context) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Saint-Barbe Recherche", "St Barbe Recherche"),
        ("Ste Barbe Industries", "Sainte-Barbe Industries"),
        ("Ateliers Zorvex St-Jean", "ZORVEX ATELIERS SAINT JEAN"),
        ("Zorvex (ex Tamvi)", "Tamvi"),
        ("Zorvex (ex-Tamvi)", "TAMVI SAS"),
        ("Zorvex, anciennement Tamvi", "Tamvi"),
        ("Zorvex (anciennement : Tamvi)", "Zorvex"),
        ("Zorvex (formerly Tamvi)", "Tamvi"),
        ("Tamvi devenu Zorvex", "Zorvex"),
        ("Labo Gamma", "Gamma Labo"),
        ("Labo Gamma", "Laboratoire Gamma"),
        ("Univ. Zwolle", "Université de Zwolle"),
        ("Tamvi Zorvex", "Zorvex Tamvi"),
        ("SUC", "Société d'usinage comtoise (SUC)"),
        ("Institut Tamvi (ITZ)", "ITZ"),
    ],
)
@pytest.mark.parametrize("kind", ["company", "training_body", "public_body", "association", "other"])
def test_ways_to_write_one_name_are_proposed_at_least(one: str, other: str, kind: str) -> None:
    rows: list[Given] = [{"name": name, "kind": kind} for name in (one, other)]
    assert verdict(*rows) in {"ask", "same", "group"}
    assert verdict(*reversed(rows)) == verdict(*rows)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Institut Tamvi (IPC)", "Compagnie Zorvex (IPC)"),
        ("Exotis", "Otis"),
        ("Labo", "Laboratoire"),
        ("Alpha Recherche", "Beta Recherche"),
    ],
)
def test_strangers_are_not_proposed(one: str, other: str) -> None:
    assert verdict({"name": one, "kind": "other"}, {"name": other, "kind": "other"}) == ""


@pytest.mark.parametrize(
    ("one", "other"), [("Alpha", "Alpha+"), ("C Services", "C++ Services"), ("Tamvi#", "TAMVI SAS")]
)
def test_a_sign_is_a_question_and_never_sure(one: str, other: str) -> None:
    assert verdict(one, other) == "ask"
    assert verdict({"name": one, "kind": "other"}, {"name": other, "kind": "other"}) != "same"


def test_a_sign_in_both_is_no_question() -> None:
    assert verdict("Alpha+", "ALPHA+ SAS") == "same"


def test_of_many_that_share_a_number_each_is_asked_about_once() -> None:
    names = [f"{word}{number}" for number in range(9) for word in ("Zorvexa", "Tamvi", "Quilba")]
    found = companies.judge(made([{"name": name, "vat": "DE811383692"} for name in names]))
    asked = found[found["verdict"] == "ask"]
    assert len(asked) == len(names) - 1
    assert set(asked["how"]) == {"shared_number"}


def test_the_same_name_under_a_shared_number_is_one_whoever_comes_first() -> None:
    rows = [{"name": name, "vat": "DE811383692"} for name in ("Aaa", "Zorvex SAS", "Mmm", "ZORVEX")]
    assert verdict(rows[1], rows[3], rows[0], rows[2]) == "same"


def test_one_body_in_one_city_is_known_by_its_own_number_and_a_word_of_its_own() -> None:
    known = {"siren": "493902662", "city": "Tours"}
    one, other = {"name": "Zorvex", **known}, {"name": "Les Ateliers Zorvex", **known}
    assert verdict(one, other) == "same"
    assert verdict(one, {**other, "city": "Lyon"}) == "ask"
    vat = {"vat": "DE811383692", "city": "Tours"}
    assert verdict({"name": "Zorvex", **vat}, {"name": "Les Ateliers Zorvex", **vat}) == "ask"


def test_members_of_a_group_have_other_identifiers() -> None:
    one, other = {"name": "Zorvex Marine", "siren": "493902662"}, {"name": "Zorvex Espace", "siren": "552081317"}
    assert verdict(one, other) == "group"


def test_other_countries_are_proposed_unless_an_identifier_agrees() -> None:
    one, other = {"name": "Zorvex SAS", "country": "FR"}, {"name": "ZORVEX", "country": "DE"}
    assert verdict(one, other) == "group"
    assert verdict({**one, "vat": "DE811383692"}, {**other, "vat": "DE811383692"}) == "same"
    assert verdict({"name": "Zorvex NV", "country": ""}, {"name": "Zorvex France"}) == "group"
    # of unknown country, while the name is found in two
    assert (
        verdict({"name": "Zorvex SAS", "country": ""}, {"name": "ZORVEX"}, {"name": "Zorvex", "country": "DE"})
        != "same"
    )


def test_other_kinds_are_joined_by_the_same_words_only() -> None:
    kind = {"kind": "public_body", "country": "NL"}
    one, other = {"name": "University of Zwolle", **kind}, {"name": "The University of Zwolle (UZ)", **kind}
    assert verdict(one, other) == "same"
    assert verdict(one, {"name": "University of Zwolle / Department of Physics", **kind}) == ""
    assert verdict({**one, "city": "Zwolle"}, {**other, "city": "Assen"}) == ""


def test_laboratories_of_france_are_left_to_their_own_judge() -> None:
    lab = {"kind": "lab", "country": "FR"}
    assert verdict({"name": "Institut Xylo", **lab}, {"name": "INSTITUT XYLO SAS", **lab}) == ""
    coded = {"kind": "public_body", "rnsr": "200611689J"}
    assert verdict({"name": "Institut Xylo", **coded}, {"name": "INSTITUT XYLO SAS", **coded}) == ""


def test_a_group_is_proposed_once_for_each_member() -> None:
    found = companies.judge(
        made([f"Zorvex {word}" for word in ("Marine", "Espace", "Acier", "Papier", "Verre", "Bois")])
    )
    assert found["verdict"].tolist() == ["group"] * 5


WORDS = st.sampled_from(
    [
        "Thales",
        "EDF",
        "R&D",
        "SAS",
        "(TRT)",
        "/",
        "-",
        "France",
        "2",
        "III",
        "Air",
        "Liquide",
        "de",
        "GmbH",
        "Lyon",
        "X",
    ]
)
ROW = st.fixed_dictionaries(
    {"name": st.lists(WORDS, min_size=1, max_size=5).map(" ".join)},
    optional={
        "city": st.sampled_from(["Lyon", "Paris 5e"]),
        "country": st.sampled_from(["FR", "DE"]),
        "siren": st.sampled_from(["493902662", "552081317"]),
        "kind": st.sampled_from(["company", "other", "lab"]),
    },
)


def _clusters(pairs: list[tuple[int, int]], number: int) -> set[frozenset[int]]:
    """Return who is one through others: of those that share an identifier, only n − 1 pairs are told."""
    stands = list(range(number))
    for one, other in pairs:
        low, high = stands[one], stands[other]
        stands = [low if who == high else who for who in stands]
    return {frozenset(unit for unit in range(number) if stands[unit] == who) for who in stands}


@settings(max_examples=25)
@given(
    st.lists(ROW, min_size=2, max_size=6).flatmap(
        lambda rows: st.tuples(st.just(rows), st.permutations(range(len(rows))))
    )
)
def test_order_never_matters(drawn: tuple[list[dict[str, str]], list[int]]) -> None:
    rows, order = drawn
    told = []
    for back in (list(range(len(rows))), order):
        found = companies.judge(made([rows[place] for place in back]))
        pairs = {
            name: [
                (min(back[one], back[other]), max(back[one], back[other]))
                for one, other in zip(chosen["one"].tolist(), chosen["other"].tolist(), strict=True)
            ]
            for name, chosen in found.groupby("verdict")
        }
        told.append(
            (_clusters(pairs.get("same", []), len(rows)), sorted(pairs.get("ask", [])), sorted(pairs.get("never", [])))
        )
    assert told[0] == told[1]


@settings(max_examples=25)
@given(st.lists(ROW, max_size=6))
def test_judgements_have_their_form(rows: list[dict[str, str]]) -> None:
    found = companies.judge(made(rows)) if rows else companies.judge(made(["x"]))
    assert list(found.columns) == list(companies.JUDGEMENT)
    assert (found["one"] < found["other"]).all()
    assert found["score"].between(0, 1).all()
    assert set(found["verdict"]) <= {"same", "ask", "group", "never"}
    keys = list(zip(found["one"].tolist(), found["other"].tolist(), strict=True))
    assert all(first < second for first, second in pairwise(keys))


@settings(max_examples=40)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_taken(one: str, other: str) -> None:
    assert verdict(one or "x", other or "x") in {"", "same", "ask", "group", "never"}


def test_automatic_merges_are_right_and_found() -> None:
    scores = truth.scores(_pairs("same"), half="report")
    assert scores.precision.judged > 150
    assert scores.precision.value >= 0.98
    assert scores.recall.value >= 0.85
    assert scores.recall_by_firm.value >= 0.85


def test_joined_through_others_they_are_right_as_well() -> None:
    stands: dict[str, str] = {}

    def root(one: str) -> str:
        while stands.setdefault(one, one) != one:
            one = stands[one]
        return one

    for one, other in sorted(_pairs("same")):
        low, high = sorted((root(one), root(other)))
        stands[high] = low
    assert truth.scores(truth.joined({one: root(one) for one in list(stands)}), half="report").precision.value >= 0.98


def test_proposed_groups_are_right() -> None:
    scores = truth.scores(_pairs("same", "group"), "same_group", half="report")
    assert scores.precision.value >= 0.98


def test_what_is_said_of_proposals_is_what_was_measured() -> None:
    judged, org_id = _anr()
    assert company_proposals.measured(judged, org_id) == company_proposals.TARGET.read_text(encoding="utf-8")


def test_every_rule_has_a_reason_and_a_form() -> None:
    for table in ("company_words", "company_verdicts", "company_names_changed"):
        assert all(row["reason"] for row in rule_tables.rows(table)), table
    verdicts = rule_tables.rows("company_verdicts")
    assert {row["verdict"] for row in verdicts} <= {"same", "ask", "group"}
    said = [
        (row["how"], place)
        for row in verdicts
        for place in (("same", "unknown", "other") if row["place"] == "any" else row["place"].split("|"))
    ]
    assert len(said) == len(set(said))


def _horizon(*, vat: bool) -> tuple[pd.DataFrame, Units]:
    rows = pd.read_csv(HORIZON, dtype="str", keep_default_na=False)
    rows = rows.drop_duplicates("organisationID").sort_values("organisationID", ignore_index=True)
    kinds = {"PRC": "company", "HES": "training_body", "REC": "lab", "PUB": "public_body"}
    given_: list[Given] = [
        {
            "name": name,
            "kind": kinds.get(activity, "other"),
            "country": country,
            "city": city,
            "pic": pic,
            **({"vat": number} if vat else {}),
        }
        for name, activity, country, city, pic, number in zip(
            rows["name"],
            rows["activityType"],
            rows["country"],
            rows["city"],
            rows["organisationID"],
            rows["vatNumber"],
            strict=True,
        )
    ]
    return rows, made(given_)


@pytest.mark.parametrize("vat", [True, False])
def test_no_two_european_identities_are_merged(vat: bool) -> None:  # noqa: FBT001  # a parameter of the test
    rows, here = _horizon(vat=vat)
    judged = companies.judge(here)
    same = judged[judged["verdict"] == "same"]
    numbers = rows["vatNumber"]
    assert len(rows) > 60
    assert all(numbers[one] == numbers[other] for one, other in zip(same["one"], same["other"], strict=True))
    assert (judged["verdict"].isin(["ask", "group"])).sum() <= 3


def test_another_spelling_of_a_european_organisation_is_proposed() -> None:
    rows, _ = _horizon(vat=False)
    name, city, country = (str(rows[column].iloc[0]) for column in ("name", "city", "country"))
    known = {"city": city, "country": country}
    twin = verdict(
        {"name": name, "pic": "999981634", **known}, {"name": f"{name.title()} Ltd", "pic": "999997930", **known}
    )
    assert twin == "ask"
    assert verdict({"name": name, "pic": "999981634", **known}, {"name": f"{name.title()} Ltd", **known}) == "same"
