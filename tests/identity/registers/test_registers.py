"""What registers fill in, and what they never do."""

from __future__ import annotations

import pandas as pd
import pytest

from polegraph.i18n import speaking
from polegraph.identity import registers
from polegraph.identity.result import Found
from polegraph.tables import empty
from tests.identity.registers.world import (
    LEGAL,
    ORGANISATIONS,
    PERSON,
    RNSR,
    ROR,
    SECRETS,
    SITES,
    siren,
    world,
)


@pytest.fixture(scope="module")
def said() -> registers.Consulted:
    return registers.consult(world(), [LEGAL, SITES], RNSR, ROR)


def _of(said: registers.Consulted, org_id: str) -> dict[str, str]:
    own = said.fills[said.fills["org_id"] == org_id]
    return dict(zip(own["column"], own["value"], strict=True))


def _asked(said: registers.Consulted, org_id: str) -> dict[str, str]:
    """Return what is asked of an organisation: the other → the evidence."""
    table = said.proposals
    here = table[(table["one_id"] == org_id) | (table["other_id"] == org_id)]
    others = here["one_id"].where(here["one_id"] != org_id, here["other_id"])
    return dict(zip(others, here["evidence"], strict=True))


def _count(said: registers.Consulted, register: str, what: str) -> int:
    notes = said.notes
    return int(notes[(notes["register"] == register) & (notes["what"] == what)]["count"].sum())


def test_an_equal_name_of_one_existing_unit_in_the_city_fills_all_that_is_empty(said: registers.Consulted) -> None:
    assert _of(said, "rubber") == {
        "siren": siren("ELASTOMERES DU VAL"),
        "size": "sme",
        "naf": "2042Z",
        "postcode": "45000",
        "lat": "47.88127",
        "lon": "1.90293",
    }


def test_several_existing_units_of_one_name_are_asked_and_not_taken(said: registers.Consulted) -> None:
    assert _of(said, "homonym") == {}
    assert _asked(said, "homonym") == {
        f"siren:{siren('HOMONYME')}": "register:sirene;same_name;city:lyon;homonyms:1",
        f"siren:{siren('SARL HOMONYME')}": "register:sirene;same_name;city_differs;homonyms:1",
    }


def test_a_name_that_seven_bear_is_counted_and_not_asked(said: registers.Consulted) -> None:
    assert (_of(said, "common"), _asked(said, "common")) == ({}, {})
    assert _count(said, "sirene", "ambiguous") == 3  # with the homonyms and the half open


def test_what_a_source_says_stays_where_the_register_says_otherwise(said: registers.Consulted) -> None:
    filled = _of(said, "chemistry")
    assert {"size", "city", "siren"}.isdisjoint(filled)
    assert filled["postcode"] == "37000"  # of its establishment in Tours, not of its head office
    assert _count(said, "sirene", "contradiction") == 1
    assert "city" not in _of(said, "old_optics")
    assert "postcode" not in _of(said, "old_optics")
    assert {"city", "lat", "lon"}.isdisjoint(_of(said, "known"))


def test_no_sme_becomes_what_the_register_says_more_precisely(said: registers.Consulted) -> None:
    assert _of(said, "ardennes")["size"] == "mid_cap"
    assert _of(said, "pumps")["size"] == "mid_cap"


def test_only_companies_get_a_size(said: registers.Consulted) -> None:
    assert _of(said, "agency")["siren"] == siren("AGENCE DES MATERIAUX VERTS")
    assert "size" not in _of(said, "agency")


def test_an_acronym_alone_is_asked_and_with_the_city_it_is_taken(said: registers.Consulted) -> None:
    assert _of(said, "zenith") == {}
    assert _asked(said, "zenith") == {f"siren:{siren('BUREAU D ETUDES ZENITHAL')}": "register:sirene;same_acronym"}
    assert set(said.fills.query("org_id == 'agency'")["how"]) == {"acronym_city"}
    assert _of(said, "bridges") == {"ror": "012345a07", "lat": "40.4165", "lon": "-3.70256"}


def test_another_city_or_an_unknown_country_is_asked(said: registers.Consulted) -> None:
    for org_id, name, why in (
        ("optics", "OPTIQUE DU LEVANT", "city_differs"),
        ("nowhere", "SANS PAYS", "country_unknown"),
    ):
        assert _of(said, org_id) == {}
        assert _asked(said, org_id) == {f"siren:{siren(name)}": f"register:sirene;same_name;{why}"}


def test_laboratories_foreigners_and_closed_units_are_not_found_by_name_in_sirene(said: registers.Consulted) -> None:
    for org_id in ("lab_of_that_name", "foreigner", "closed_name", "unknown", "nd"):
        assert (_of(said, org_id), _asked(said, org_id)) == ({}, {})
    assert _count(said, "sirene", "closed") == 1


def test_a_closed_unit_of_that_number_is_dissolved_and_its_old_activity_code_is_left(said: registers.Consulted) -> None:
    assert _of(said, "weaving") == {"dissolved": "2015-06-30"}


def test_an_establishment_number_finds_the_company_and_the_place(said: registers.Consulted) -> None:
    filled = _of(said, "ardennes")
    assert (filled["siren"], filled["city"], filled["postcode"]) == (
        siren("MECANIQUE DES ARDENNES"),
        "SAINT-DENIS",
        "97400",
    )
    assert "lat" not in filled  # overseas, where the coordinates are in another projection


def test_two_organisations_that_are_one_unit_are_asked_of(said: registers.Consulted) -> None:
    assert _of(said, "wool")["siren"] == _of(said, "wool_brand")["siren"] == siren("LAINES DU NORD")
    assert _asked(said, "wool") == {"wool_brand": f"siren:{siren('LAINES DU NORD')}"}


def test_persons_and_partial_diffusion_are_counted_and_never_written_out(said: registers.Consulted) -> None:
    hidden = {siren(name) for name in ("OPPOSEE A LA DIFFUSION", "DISCRETION ABSOLUE", "PERSONNES EN INDIVISION")}
    with speaking("fr"):
        told = registers.sentences(said.notes)
    written = "\n".join([*told, *(frame.to_csv() for frame in said)])
    for secret in (*SECRETS, *hidden, PERSON, "MELEE OUVERTE,MELEE"):
        assert secret not in written
    assert _count(said, "sirene", "withheld") == 4
    assert _of(said, "partial") == _of(said, "person") == _of(said, "undivided") == _of(said, "discreet") == {}


def test_a_withheld_unit_still_makes_a_name_ambiguous(said: registers.Consulted) -> None:
    assert _of(said, "half_open") == {}
    assert list(_asked(said, "half_open")) == [f"siren:{siren('MELEE OUVERTE')}"]


def test_a_laboratory_is_found_by_its_name_or_unit_number_with_its_bodies(said: registers.Consulted) -> None:
    assert _of(said, "shadow") == {"rnsr": "201500001A", "city": "GIF SUR YVETTE", "postcode": "91190"}
    assert _of(said, "living") == {"rnsr": "201500002B", "postcode": "35000"}
    bodies = said.affiliations.groupby("org_id")["parent_id"].agg(list).to_dict()
    assert bodies["living"] == ["cnrs", "inrae"]  # a comma inside a name divides nothing
    assert bodies["shadow"][0] == "cnrs"
    assert len(bodies["shadow"]) == 2  # who only takes part is no body
    assert "broken_list" not in bodies
    assert _count(said, "rnsr", "bodies_unreadable") == 1
    assert set(said.affiliations["relation"]) == {"body"}
    assert set(said.affiliations["source"]) == {"rnsr"}
    assert set(said.affiliations["year"]) == {2018}


def test_a_structure_that_succeeds_another_is_asked_of(said: registers.Consulted) -> None:
    assert _asked(said, "old_optics") == {"new_optics": "register:rnsr;succession:200900005E:201800006F"}


def test_the_world_registry_needs_the_country_and_one_bearer(said: registers.Consulted) -> None:
    assert _of(said, "shadows") == {"ror": "012345a02", "city": "Athens", "lat": "37.98376", "lon": "23.72784"}
    assert _of(said, "invention")["ror"] == "012345a01"
    assert _of(said, "gone") == _of(said, "twin") == {}
    assert sorted(_asked(said, "twin")) == ["ror:012345a03", "ror:012345a04"]


def test_a_decision_makes_a_match_or_forbids_it_and_is_not_asked_again() -> None:
    yes, no = f"siren:{siren('HOMONYME')}", f"siren:{siren('SARL HOMONYME')}"
    decisions = pd.DataFrame(
        [
            ("homonym", no, "same", "no"),
            (f"siren:{siren('OPTIQUE DU LEVANT')}", "optics", "same", "yes"),
            ("physics", "rnsr:201500003C", "same", "yes"),
            ("ror:012345a03", "twin", "same", "yes"),
            ("rubber", f"siren:{siren('ELASTOMERES DU VAL')}", "same", "no"),
            ("discreet", f"siren:{siren('DISCRETION ABSOLUE')}", "same", "yes"),
            ("wool", "wool_brand", "same", "no"),
        ],
        columns=["one_id", "other_id", "question", "answer"],
    )
    said = registers.consult(world(), LEGAL, RNSR, ROR, decisions=decisions)
    assert _of(said, "homonym")["siren"] == yes.removeprefix("siren:")
    assert _of(said, "optics")["siren"] == siren("OPTIQUE DU LEVANT")
    assert _of(said, "physics")["rnsr"] == "201500003C"
    assert _of(said, "twin")["ror"] == "012345a03"
    assert _of(said, "rubber") == _of(said, "discreet") == {}
    for org_id in ("homonym", "optics", "physics", "twin", "rubber", "discreet", "wool"):
        assert _asked(said, org_id) == {}


def test_without_establishments_names_decide_and_no_place_is_filled_in() -> None:
    said = registers.consult(world(), LEGAL)
    assert {"city", "postcode", "lat", "lon"}.isdisjoint(said.fills["column"])
    assert _of(said, "optics")["siren"] == siren("OPTIQUE DU LEVANT")
    assert set(said.notes["register"]) == {"sirene"}


def test_the_order_of_rows_never_matters() -> None:
    said = [registers.consult(world(order), [SITES, LEGAL], RNSR, ROR) for order in (None, 3)]
    for one, other in zip(*said, strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_what_is_said_fits_the_tables_of_the_dataset(said: registers.Consulted) -> None:
    found = Found(merges=empty("merges"), affiliations=said.affiliations, proposals=said.proposals, fills=said.fills)
    assert len(found.fills) == len(said.fills) > 50
    assert (said.proposals["one_id"] < said.proposals["other_id"]).all()
    assert set(said.fills["org_id"]) <= set(ORGANISATIONS)


def test_nothing_is_asked_where_no_register_is_given() -> None:
    said = registers.consult(world())
    assert [len(frame) for frame in said] == [0, 0, 0, 0]
    assert registers.sentences(said.notes) == []
