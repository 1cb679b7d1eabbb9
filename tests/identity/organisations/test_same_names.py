"""One name, country and city is one organisation, in whatever language and however common its words."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

from polegraph.identity import who_is_who
from polegraph.identity.organisations.company_blocking import is_slip
from polegraph.identity.organisations.name_keys import name_keys
from polegraph.identity.organisations.near_names import near_names, nearest
from polegraph.identity.organisations.same_names import Said, same_names
from polegraph.names.scripts import latin

LISTED = Path(__file__).parents[2] / "data" / "identity" / "european_names.csv"


def found(rows: list[dict[str, str | None]]) -> tuple[dict[str, str], set[frozenset[str]], dict[str, str]]:
    """Return what is merged into what, the pairs asked about, and why."""
    organisations = pd.DataFrame(rows)
    if "org_id" not in organisations:
        organisations["org_id"] = [f"x{number}" for number in range(len(rows))]
    parts = pd.DataFrame(
        {"project_id": [f"P{number}" for number in range(len(rows))], "org_id": organisations["org_id"]}
    )
    result = who_is_who(
        {"organisations": organisations.assign(kind=organisations.get("kind", "other")), "participations": parts}
    )
    asked = {frozenset(pair) for pair in zip(result.proposals["one_id"], result.proposals["other_id"], strict=True)}
    into = dict(zip(result.merges["org_id"], result.merges["into_id"], strict=True))
    return into, asked, dict(zip(result.merges["org_id"], result.merges["how"], strict=True))


def row(name: str, country: str | None = "DE", city: str | None = None, **more: str) -> dict[str, str | None]:
    return {"name": name, "country": country, "city": city, **more}


# names of which each word stands in many others, as the words of universities do
CROWD = [
    *(row(f"Zorblax {word} GmbH") for word in ["Quimper", "Fandango", "Obelisk", "Trireme", "Wharf", "Yarrow"]),
    *(row(f"{word} Vexillum AG") for word in ["Harbour", "Kestrel", "Lantern", "Mistral", "Nimbus", "Orchard"]),
]


@pytest.mark.parametrize("kind", ["company", "other", "training_body", "public_body", "association", "lab"])
def test_one_name_country_and_city_is_one_organisation_however_common_its_words(kind: str) -> None:
    rows = [row("Zorblax Vexillum GmbH", city="Mainz", kind=kind), row("ZORBLAX VEXILLUM", city="Mainz", kind=kind)]
    into, *_ = found([*rows, *({**one, "kind": kind} for one in CROWD)])
    assert into == {"x1": "x0"}


def test_a_city_known_in_one_row_only_does_not_part_two_rows_of_one_name() -> None:
    into, *_ = found([row("Universitaet Bielefeld"), row("Universitaet Bielefeld", city="Bielefeld")])
    assert into == {"x1": "x0"}


def test_one_name_in_two_cities_is_a_question_and_a_row_without_a_city_is_neither() -> None:
    rows = [row("Hospital San Juan", "ES", city) for city in ("Alicante", "Sevilla", None)]
    into, asked, _ = found(rows)
    assert not into
    assert len(asked) >= 2


def test_a_chain_of_spellings_does_not_join_two_cities() -> None:
    rows = [
        row("Universidade Zorbal", "PT", "Porto"),
        row("Universidade Zorbal (UZ)", "PT"),
        row("University of Zorbal", "PT", "Faro"),
    ]
    into, *_ = found(rows)
    assert "x2" not in into
    assert len(into) <= 1


def test_one_name_in_two_countries_is_a_question() -> None:
    into, asked, _ = found([row("Trinity University", "UK"), row("Trinity University", "US")])
    assert not into
    assert asked == {frozenset({"x0", "x1"})}


def test_a_name_that_many_have_needs_a_city() -> None:
    names = [["Institute of Physics"], ["Fyzikalni ustav"], ["Institute of Physics"]]
    verdicts = [said[0] for said in same_names(names, [Said("CZ", "", own=True)] * 3).values()]
    assert set(verdicts) == {"ask"}
    there = [Said("CZ", "prague", own=True)] * 3
    assert {said[0] for said in same_names(names, there).values()} == {"same"}


def test_numbers_that_contradict_each_other_part_one_name() -> None:
    rows = [
        row("Alveole Santis", "FR", "Lyon", vat="FR18493902662"),
        row("Alveole Santis", "FR", "Lyon", vat="FR40303265045"),
    ]
    assert not found(rows)[0]


def test_other_participant_codes_make_a_question_of_one_name() -> None:
    rows = [row("Universitaet Zorbal", pic="999981634"), row("Universität Zorbal", pic="999997736")]
    into, asked, _ = found(rows)
    assert not into
    assert asked


@pytest.mark.parametrize(
    ("country", "one", "other"),
    [
        ("DE", "Universität Bielefeld", "University of Bielefeld"),
        ("AT", "Technische Universität Graz", "Graz University of Technology"),
        ("IT", "Università degli Studi di Torino", "University of Turin"),
        ("ES", "Universitat Politècnica de Catalunya", "Polytechnic University of Catalonia"),
        ("PL", "Politechnika Warszawska", "Warsaw University of Technology"),
        ("EL", "Πανεπιστήμιο Πατρών", "University of Patras"),
        ("MK", "УНИВЕРЗИТЕТ СВ. КИРИЛ И МЕТОДИЈ", "Ss. Cyril and Methodius University"),
        ("FI", "Helsingin yliopisto", "University of Helsinki"),
        ("UK", "The Chancellor, Masters and Scholars of the University of Oxford", "University of Oxford"),
        ("DE", "Universitätsklinikum Köln", "Klinikum der Universität zu Köln"),
    ],
)
def test_local_and_english_names_of_an_institution_are_one(country: str, one: str, other: str) -> None:
    into, _, how = found([row(one, country), row(other, country)])
    assert into == {"x1": "x0"}
    assert set(how.values()) == {"other_language"}


@pytest.mark.parametrize(
    ("country", "one", "other"),
    [
        ("FR", "Centre national de la recherche scientifique (CNRS)", "CENTRE NATIONAL DE LA RECHERCHE SCIENTIFIQUE"),
        ("NL", "Organisatie voor toegepast onderzoek Delta - OTOD", "Organisatie voor toegepast onderzoek Delta"),
        (
            "DE",
            "Deutsches Zentrum für Luft- und Raumfahrt e.V. (DLR)",
            "DEUTSCHES ZENTRUM FUER LUFT - UND RAUMFAHRT EV",
        ),
        ("IT", "D'APPOLONIA S.p.A.", "D APPOLONIA SOCIETA PER AZIONI"),
        ("PL", "Zorblax Spółka z ograniczoną odpowiedzialnością", "ZORBLAX SP. Z O.O."),
        ("CZ", "Zorblax spol. s r.o.", "Zorblax s.r.o."),
        ("HU", "Zorblax Korlátolt Felelősségű Társaság", "ZORBLAX KFT"),
        ("RO", "SC ZORBLAX ENERGIA SRL", "Zorblax Energia"),
        ("NL", "STICHTING DELTARES", "Deltares"),
        ("DK", "Københavns Universitet", "KOEBENHAVNS UNIVERSITET"),
        ("ES", "CONSEJO SUPERIOR DEINVESTIGACIONES CIENTIFICAS", "Consejo Superior de Investigaciones Científicas"),
        ("IE", "DUBLIN CITY UNIVERSITY*", "Dublin City University"),
    ],
)
def test_legal_forms_acronyms_letters_and_spaces_make_no_other_name(country: str, one: str, other: str) -> None:
    assert found([row(one, country), row(other, country)])[0] == {"x1": "x0"}


@pytest.mark.parametrize(
    ("country", "one", "other"),
    [
        ("US", "University of California Davis", "University of California San Diego"),
        ("DE", "Max Planck Institut für Physik", "Max Planck Institut für Chemie"),
        ("DE", "Fraunhofer Institut für Solare Energiesysteme", "Fraunhofer Institut für Siliziumtechnologie"),
        ("AT", "Universität Graz", "Technische Universität Graz"),
        ("IT", "Università degli Studi di Roma La Sapienza", "Università degli Studi di Roma Tor Vergata"),
        ("FR", "Université de Rennes", "Université Rennes I"),
        ("FR", "Université Paris VI", "Université Paris VII"),
        ("UK", "University of London", "University College London, University of London"),
        ("UK", "University of Essex", "University of Sussex"),
        ("US", "Miami University", "University of Miami"),
        ("BE", "Vrije Universiteit Brussel", "Université Libre de Bruxelles"),
        ("BE", "Katholieke Universiteit Leuven", "Université catholique de Louvain"),
        ("IT", "Politecnico di Milano", "Fondazione Politecnico di Milano"),
        ("DE", "Quantis SARL", "Quantis GmbH & Co. KG"),
        ("FR", "Thales", "Thales LAS"),
        ("FR", "Nanoe", "V-Nano"),
    ],
)
def test_what_looks_alike_is_not_merged(country: str, one: str, other: str) -> None:
    assert not found([row(one, country), row(other, country)])[0]


def test_the_listed_names_are_told_apart_and_most_are_found() -> None:
    table = pd.read_csv(LISTED, dtype="str")
    plain = table[["name", "country", "city"]].astype("object").where(table.notna(), None)
    rows = [row(*one) for one in plain.itertuples(index=False)]
    ids = [f"x{number:04d}" for number in range(len(rows))]
    into, asked, _ = found([{**one, "org_id": org_id} for one, org_id in zip(rows, ids, strict=True)])
    whose = dict(zip(ids, table["organisation"], strict=True))
    one = {org_id: into.get(org_id, org_id) for org_id in ids}
    pairs = list(combinations(ids, 2))
    true = {pair for pair in pairs if whose[pair[0]] == whose[pair[1]]}
    joined = {pair for pair in pairs if one[pair[0]] == one[pair[1]]}
    proposed = {frozenset(one[org_id] for org_id in pair) for pair in asked}
    left = true - joined
    assert joined <= true
    assert len(joined) >= 0.9 * len(true)
    assert sum(frozenset(one[org_id] for org_id in pair) in proposed for pair in left) >= 0.5 * len(left)


def test_the_order_of_rows_does_not_matter() -> None:
    rows = [
        {**one, "org_id": f"y{number}"}
        for number, one in enumerate([row("Universität Bielefeld"), *CROWD, row("University of Bielefeld")])
    ]
    assert found(rows)[0] == found(rows[::-1])[0] == {"y13": "y0"}


def test_keys_leave_a_sign_and_a_last_small_word_in_a_name() -> None:
    assert name_keys("C++ Labs").whole != name_keys("C Labs").whole
    assert name_keys("Thales LAS").words == ("las", "thale")
    assert name_keys("(Ecole)").whole == "ecole"


def test_greek_and_cyrillic_are_written_in_latin_letters() -> None:
    assert latin("Ευρωπαϊκό Πανεπιστήμιο") == "evropaiko panepistimio"
    assert latin("Ћуприја, Љубљана") == "cuprija, ljubljana"


def test_a_slip_is_one_letter_of_a_long_word_among_others() -> None:
    assert is_slip(["instituto", "agronomico", "mediterraneo"], ["instituto", "agronomico", "mediteraneo"])
    assert not is_slip(["instituto", "agronomico"], ["instituto", "agronomica"])
    assert not is_slip(["instituto", "agronomico", "laboratorio9"], ["instituto", "agronomico", "laboratorio8"])


def test_near_names_are_of_one_country_and_few_for_each() -> None:
    names = [["Institut Jozef Stefan"], ["Institut Josef Stefan"], ["Institut Jozef Stefan 2"], ["Institut Pasteur"]]
    assert set(near_names(names, ["SI"] * 4)) == {(0, 1)}
    assert not near_names(names, ["SI", "HR", "", "SI"])
    assert nearest({(0, 1): 0.7, (0, 2): 0.8, (0, 3): 0.9}) == [(0, 3), (0, 2)]
