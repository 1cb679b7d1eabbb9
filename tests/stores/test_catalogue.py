"""The files of the catalogue and the words of a command line are read as they are meant, or refused."""

from __future__ import annotations

import pytest

from polegraph import resources
from polegraph.errors import PolegraphError
from polegraph.stores import questions
from polegraph.stores.graph_database.lookup import LOOKED_UP
from polegraph.stores.graph_database.model import NODES
from polegraph.stores.graph_database.writing import INDEXES, KEYS
from polegraph.stores.question_files import parse

CATALOGUE = questions.questions()


def test_every_constraint_and_index_is_made() -> None:
    """Without the constraint of its kind, each node that is written would be looked for among all of them."""
    made = {*resources.cypher_names("schema")} - {"present", "ready"}
    assert made == {*KEYS, *INDEXES}
    written = [resources.cypher(f"load/{name}") for name in NODES]
    labels = {text.split("MERGE (node:", 1)[1].split(" ", 1)[0].lower() for text in written}
    assert {f"{label}_key" for label in labels} <= made


def test_a_folder_is_told_from_an_address() -> None:
    with pytest.raises(PolegraphError, match="polegraph copy FOLDER"):
        questions.ask("centre", "near")


@pytest.mark.parametrize(
    ("name", "words", "match"),
    [
        ("near", ["km"], "this is no value to give"),
        ("near", ["kms=3"], "latitude=, longitude=, km="),
        ("near", ["km=3", "km=4"], "given before"),
        ("near", ["km=nan"], "give a number"),
        ("near", ["km=1e999"], "give a number"),
        ("near", ["dataset=x"], "this is no value to give"),
        ("recurrent_smes", ["projects=2.5"], "give a whole number"),
        ("recurrent_smes", ["projects=99999999999999999999"], "give a whole number"),
        ("newcomers", ["phase=VI"], "I, II, III, IV, V"),
        ("needs_and_offers", ["domain=money"], "private_finance"),
        ("dataset_state", ["pole=x"], "without values"),
    ],
)
def test_bad_words_are_refused(name: str, words: list[str], match: str) -> None:
    with pytest.raises(PolegraphError, match=match):
        questions.given(CATALOGUE[name], words)


def test_words_become_values_of_their_type() -> None:
    assert questions.given(CATALOGUE["near"], ["km=5,5", "latitude=-3"]) == {"km": 5.5, "latitude": -3.0}
    assert questions.given(CATALOGUE["newcomers"], ["phase=iv", "pole=a=b"]) == {"phase": "IV", "pole": "a=b"}
    assert questions.given(CATALOGUE["needs_and_offers"], ["domain=Compétences"]) == {"domain": "skills"}
    assert questions.given(CATALOGUE["needs_and_offers"], ["domain="]) == {"domain": ""}
    assert questions.given(CATALOGUE["recurrent_smes"], ["projects=4"]) == {"projects": 4}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("(integer)", "(int)"),
        ("// param poles", "// param other"),
        (":param poles => 3;", ":param poles = 3"),
        (" | fr: des partenaires", " / fr: des partenaires"),
        ("// fr-what", "// what"),
        ("org_id;\n", "org_id\n"),
    ],
)
def test_a_file_of_another_form_is_refused(old: str, new: str) -> None:
    text = resources.cypher("questions/bridges_between_poles")
    assert old in text
    with pytest.raises((ValueError, KeyError)):
        parse("bridges_between_poles", text.replace(old, new))


def test_every_type_that_is_looked_up_has_its_statement() -> None:
    assert set(LOOKED_UP) <= set(resources.cypher_names("find"))
