"""One region, one group, one spelling."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polegraph import Network
from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.metrics import brokerage, ei_index, large_group_links, mixing
from polegraph.names.categories import in_one_spelling, region_key, spellings

WORD = st.sampled_from(
    ["Colosse", "colosse", "COLOSSE", "Cólosse", "C", "C+", "c+", "C++", "Île-de-France", "ile de france"]
)


def _network(**columns: list[str | None]) -> Network:
    """Build a chain of three organisations: a and b in one project, b and c in another."""
    organisations = pd.DataFrame(
        {"org_id": list("abc"), "name": ["Alpha", "Beta", "Gamma"], "kind": "company", **columns}
    )
    projects = pd.DataFrame({"project_id": ["P1", "P2"], "year": [2020, 2021]})
    taken = pd.DataFrame({"project_id": ["P1", "P1", "P2", "P2"], "org_id": ["a", "b", "b", "c"]})
    return Network(organisations, projects, taken)


@pytest.mark.parametrize(
    ("column", "ways"),
    [
        ("region", ["Île-de-France", "Ile de France", "ILE-DE-FRANCE"]),
        ("region", ["Centre", "Centre-Val de Loire", "CENTRE VAL DE LOIRE"]),
        ("region", ["Bourgogne", "Franche-Comté", "Bourgogne-Franche-Comté"]),
        ("region", ["Alsace", "Lorraine", "Grand Est"]),
        ("region", ["PACA", "Provence-Alpes-Côte d'Azur", "PROVENCE ALPES COTE D AZUR"]),
        ("region", ["Bayern", "BAYERN", "bayern"]),
        ("department", ["Ille-et-Vilaine", "ILLE ET VILAINE", "35"]),
        ("department", ["Loiret", "loiret", "LOIRET"]),
    ],
)
def test_however_it_is_written_it_is_one_place_to_every_figure(column: str, ways: list[str | None]) -> None:
    net = _network(**{column: ways})
    assert ei_index(net, by=column) == -1
    roles = brokerage(net, by=column).set_index("org_id")
    assert [roles.loc["b", "coordinator"], roles.loc["b", "liaison"]] == [2, 0]
    assert len(mixing(net, by=column)) == 1
    assert len(set(net.organisations[column])) == 1


def test_a_region_is_found_and_listed_under_one_name() -> None:
    net = _network(region=["Centre", "ILE DE FRANCE", "Île-de-France"])
    assert len(net.select(region="centre val de loire").focus or ()) == 1
    assert len(net.select(region="ile-de-france").focus or ()) == 2
    with pytest.raises(PolegraphError) as error:
        net.select(region="Atlantis")
    assert "Centre-Val de Loire, Île-de-France." in str(error.value)


def test_a_region_abroad_keeps_its_name() -> None:
    net = _network(region=["Centre", "Centre", "CENTRE"], country=["CM", "FR", "CM"])
    assert net.organisations["region"].tolist() == ["Centre", "Centre-Val de Loire", "Centre"]


@pytest.mark.parametrize("ways", [["colosse", "Colosse"], ["Colosse SA", "COLOSSE"], ["Cœlio", "COELIO"]])
def test_a_group_is_one_however_it_is_written(ways: list[str]) -> None:
    net = _network(group_id=[*ways, None], size=["sme", "large", "sme"])
    assert large_group_links(net)["org_id"].tolist() == ["c"]
    assert net.category["unit"].tolist()[0] == net.category["unit"].tolist()[1]


def test_a_sign_makes_another_group() -> None:
    assert _network(group_id=["Alpha+", "Alpha", None]).organisations["group_id"].nunique() == 2


def test_a_group_that_is_a_row_keeps_its_identifier() -> None:
    net = _network(group_id=[None, "A", "a"])
    assert net.organisations["group_id"].tolist()[1:] == ["a", "a"]


def test_colleges_and_programmes_are_one_however_they_are_written() -> None:
    net = tiny()
    projects = net.projects.assign(programme=["FUI", "fui", "F.U.I."])
    members = pd.DataFrame({"org_id": ["SME1", "LAB"], "pole_id": "P", "college": ["Entreprises", "ENTREPRISES"]})
    poles = pd.DataFrame({"pole_id": ["P"], "name": ["Pôle"]})
    changed = net.with_tables(projects=projects, memberships=members, poles=poles)
    assert len(set(changed.projects["programme"])) == 1
    assert changed.memberships["college"].unique().tolist() == ["Entreprises"]


@given(st.lists(WORD, max_size=8), st.lists(WORD, max_size=8))
def test_which_way_is_used_hangs_on_no_order(one: list[str], other: list[str]) -> None:
    def chosen(words: list[str]) -> list[str]:
        changed = spellings(sorted(set(words)))
        return [changed.get(word, word) for word in words]

    assert chosen(one + other) == chosen(chosen(one) + chosen(other)) == chosen(chosen(one + other))
    assert chosen(one[::-1]) == chosen(one)[::-1]


def test_what_is_in_one_spelling_already_is_left_alone() -> None:
    tables = in_one_spelling(tiny().tables)
    again = in_one_spelling(tables)
    assert all(again[name] is table for name, table in tables.items())


def test_the_key_of_a_region() -> None:
    assert region_key("ALSACE") == region_key("Grand Est") != region_key("Bretagne")
