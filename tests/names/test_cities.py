"""One city, one name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polegraph.names import rule_tables
from polegraph.names.cities import normal_city


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("TOULOUSE CEDEX 9", "Toulouse"),
        ("Toulouse cedex", "Toulouse"),
        ("St-Etienne", "Saint-Étienne"),
        ("ST ETIENNE CEDEX 2", "Saint-Étienne"),
        ("Paris 05", "paris"),
        ("PARIS 13e", "paris"),
        ("PARIS 1er arrondissement", "Paris"),
        ("Paris 14ème", "Paris"),
        ("75 005 PARIS", "Paris"),
        ("69007 - LYON 07", "Lyon"),
        ("Villeneuve d'Ascq", "VILLENEUVE DASCQ"),
        ("Villeneuve-d’Ascq", "VILLENEUVE D ASCQ CEDEX"),
        ("ST MARTIN D HERES", "Saint-Martin-d'Hères"),
        ("GIF SUR YVETTE CEDEX - ST AUBIN", "Gif-sur-Yvette"),
        ("CS 40700 GRENOBLE", "Grenoble"),
        ("P.O.B. 26 Rehovot", "Rehovot"),
        ("A-1040 Wien", "Vienne"),
        ("L-3555 Dudelange", "Dudelange"),
        ("Praha 2", "Prague"),
        ("Los Angeles, CA", "Los Angeles, Californie"),
        ("Vandœuvre-lès-Nancy", "VANDOEUVRE LES NANCY CEDEX"),
        ("Saint-Paul-lez-Durance", "ST PAUL LES DURANCE"),
        ("Châlons s/ Marne", "Châlons-sur-Marne"),
        ("VALBONNE SOPHIA ANTIPOLIS", "Sophia Antipolis Cedex"),
        ("Frankfurt am Main", "Francfort-sur-le-Main"),
        ("Frankfurt/Main", "Frankfurt"),
        ("KØBENHAVN", "Copenhagen"),
        ("Meudon (92)", "Meudon"),
    ],
)
def test_ways_to_write_a_city_are_one(written: str, meant: str) -> None:
    assert normal_city(written) == normal_city(meant)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Saint-Étienne", "Saint-Étienne-du-Rouvray"),
        ("Fribourg", "Fribourg-en-Brisgau"),
        ("Louvain", "Louvain-la-Neuve"),
        ("Boulogne-sur-Mer", "Boulogne-Billancourt"),
        ("Paris", "Paris La Défense"),
        ("Saint-Denis", "Saint-Nazaire"),
        ("La Haye", "Le Havre"),
    ],
)
def test_other_cities_stay_others(one: str, other: str) -> None:
    assert normal_city(one) != normal_city(other)


@pytest.mark.parametrize("nothing", ["", " ", "75013", "CEDEX 9", "BP 12", "(France)", "-", "France"])
def test_no_name_gives_nothing(nothing: str) -> None:
    assert not normal_city(nothing)


@given(st.text(max_size=40))
def test_any_text_gives_a_name_that_stays(text: str) -> None:
    name = normal_city(text)
    assert name == " ".join(name.split())
    assert normal_city(f"  {text} ") == name


def test_each_rule_has_a_reason_and_ends() -> None:
    rows = rule_tables.rows("cities")
    assert all(row["reason"] for row in rows)
    keys = [(row["part"], row["written"]) for row in rows]
    assert len(set(keys)) == len(keys)
    for row in rows:
        if row["part"] == "name":
            assert normal_city(row["written"]) == row["meant"]
            assert normal_city(row["meant"]) == row["meant"]
