"""Sheets and files that were once merged, or kept apart, wrongly."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from polegraph import combine, metrics, sources, synergies
from polegraph.errors import PolegraphError
from polegraph.network import Network
from polegraph.reports.resolution import review

CASES = Path(__file__).parents[1] / "data" / "cases"


def _read(case: str, folder: str, source: str = "own") -> Network:
    return sources.spreadsheet.read(CASES / case / folder, source=source)


def test_a_shared_vat_number_is_a_question() -> None:
    net = combine.dedupe(sources.cordis.read(CASES / "vat_group" / "organization.csv"))
    assert not len(net.merges)
    assert len(net.organisations) == 6
    asked = review.proposals(net, net)
    assert asked[["one_name", "other_name"]].to_numpy().tolist() == [
        ["UNIVERSITAET ALPHA", "LANDESAMT FUER BETA"],
        ["INSTITUT GAMMA", "UMR DELTA"],
        ["EPSILON RESEARCH CENTRE", "EPSILON SERVICES LIMITED"],
    ]
    assert all("one number, but other names" in said for said in asked["evidence"])


def test_a_placeholder_merges_nobody() -> None:
    net = _read("placeholder-numbers", "sheets")
    done = combine.dedupe(net)
    assert not len(done.merges)
    assert not len(done.proposals)
    before, after = (metrics.large_group_links(one)[["org_id", "status"]].to_numpy().tolist() for one in (net, done))
    assert before == after


def test_both_names_of_a_merge_are_shown() -> None:
    known = {"kind": "company", "siren": "493902662", "city": "Tours"}
    rows = [{"org_id": "a", "name": "Zorvex Industrie", **known}, {"org_id": "b", "name": "ZORVEX INDUSTRIES", **known}]
    taken = pd.DataFrame({"project_id": ["P1", "P2"], "org_id": ["b", "b"]})
    projects = pd.DataFrame({"project_id": ["P1", "P2"], "year": [2020, 2021]})
    done = combine.dedupe(Network(pd.DataFrame(rows), projects, taken))
    assert done.organisations["name"].tolist() == ["ZORVEX INDUSTRIES"]
    listed = review.merges(done, done)
    assert listed[["name", "into_name"]].to_numpy().tolist() == [["Zorvex Industrie", "ZORVEX INDUSTRIES"]]


def test_ligatures_are_what_people_type_for_them() -> None:
    net = _read("ligatures-in-names", "sheets")
    assert len(net.participations) == 2
    assert net.find("Coelio") == net.find("CŒLIO SANTÉ") == net.find("coelio sante")
    done = combine.dedupe(_read("ligatures-in-names", "twice"))
    assert done.merges[["org_id", "into_id"]].to_numpy().tolist() == [["2", "1"], ["4", "3"]]


def test_one_region_in_three_spellings_is_one() -> None:
    net = _read("one-region-several-spellings", "sheets")
    assert metrics.ei_index(net, by="region") == -1
    roles = metrics.brokerage(net, by="region").set_index("org_id")
    assert [roles.loc["b", "coordinator"], roles.loc["b", "liaison"]] == [2, 0]
    assert not (synergies.gap(net, "region_pair")["observed"] == 0).any()


def test_a_subsidiary_is_its_group_in_whatever_case() -> None:
    assert not len(metrics.large_group_links(_read("group-word-in-two-cases", "sheets")))


def test_numbers_of_two_sources_are_never_merged() -> None:
    one, other = _read("ids-of-two-sources", "pole-a", "pole-a"), _read("ids-of-two-sources", "pole-b", "pole-b")
    if set(one.org_index) & set(other.org_index):
        with pytest.raises(PolegraphError, match="means two things"):
            combine.together(one, other)
    else:  # numbers of the one's own have the name of their source before them
        assert len(combine.together(one, other).organisations) == 4


def _source(name: str, table: str, row: dict[str, object]) -> Network:
    """Build a source of one organisation and one project, with another row in one of the tables."""
    tables: dict[str, list[dict[str, object]]] = {
        "organisations": [{"org_id": f"{name}:1", "name": name}],
        "projects": [{"project_id": f"{name}:1", "acronym": name, "year": 2020}],
        "participations": [{"project_id": f"{name}:1", "org_id": f"{name}:1"}],
    }
    tables.setdefault(table, []).append(row)
    frames = {key: pd.DataFrame(rows).assign(source=name) for key, rows in tables.items()}
    return Network(**frames)


@pytest.mark.parametrize(
    ("table", "one", "other"),
    [
        ("organisations", {"org_id": "1", "name": "Alpha"}, {"org_id": "1", "name": "Gamma"}),
        (
            "organisations",
            {"org_id": "1", "name": "Novea SAS", "size": "sme"},
            {"org_id": "1", "name": "NOVEA", "size": "large"},
        ),
        ("projects", {"project_id": "1", "acronym": "ROSE"}, {"project_id": "1", "acronym": "VOLT"}),
        ("projects", {"project_id": "1", "title": "Rose"}, {"project_id": "1", "title": "Volt"}),
        ("projects", {"project_id": "1", "year": 2018}, {"project_id": "1", "year": 2019}),
        (
            "projects",
            {"project_id": "1", "acronym": "ROSE", "year": 2016},
            {"project_id": "1", "acronym": "ROSE", "year": 2020},
        ),
        ("poles", {"pole_id": "1", "name": "Mer"}, {"pole_id": "1", "name": "Ciel"}),
        ("themes", {"theme_id": "1", "label": "Eau", "scheme": "s"}, {"theme_id": "1", "label": "Feu", "scheme": "s"}),
    ],
)
def test_an_identifier_that_means_two_things_is_refused(
    table: str, one: dict[str, object], other: dict[str, object]
) -> None:
    first, second = _source("north", table, one), _source("south", table, other)
    with pytest.raises(PolegraphError) as error:
        combine.together(first, second)
    said = str(error.value)
    assert "north" in said
    assert "south" in said
    assert "value '1'" in said
    assert len(combine.together(first, second, replace=True).tables[table]) == len(second.tables[table])
    newer = _source("north", table, other)
    assert len(combine.together(first, newer).tables[table]) == len(newer.tables[table])  # the same list, changed


@pytest.mark.parametrize(
    ("table", "one", "other"),
    [
        ("organisations", {"org_id": "1", "name": "Alpha"}, {"org_id": "1", "name": "ALPHA SAS"}),
        (
            "organisations",
            {"org_id": "pic:999997930", "name": "CNRS"},
            {"org_id": "pic:999997930", "name": "Centre national"},
        ),
        (
            "organisations",
            {"org_id": "siren:180089013", "name": "CNRS"},
            {"org_id": "siren:180089013", "name": "Centre national"},
        ),
        (
            "projects",
            {"project_id": "1", "acronym": "ROSE", "year": 2018},
            {"project_id": "1", "acronym": "Rosé", "year": 2019},
        ),
        (
            "projects",
            {"project_id": "1", "acronym": "ROSE", "title": "A"},
            {"project_id": "1", "acronym": "Rose", "title": "B"},
        ),
        ("projects", {"project_id": "1", "acronym": "ROSE"}, {"project_id": "1", "title": "Roses"}),
    ],
)
def test_what_agrees_or_has_a_scheme_is_one(table: str, one: dict[str, object], other: dict[str, object]) -> None:
    both = combine.together(_source("north", table, one), _source("south", table, other))
    assert len(both.tables[table]) == len(_source("north", table, one).tables[table]) + (
        table in {"organisations", "projects"}
    )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Alpha", "1"),
        ("alpha", "1"),
        ("Alpha+", "2"),
        ("ALPHA +", "2"),
        ("Énergia", "3"),
        ("ENERGIA", "4"),
        ("Beta SAS", "5"),
        ("BETA SARL", "6"),
    ],
)
def test_an_exact_spelling_goes_before_what_sounds_the_same(asked: str, found: str) -> None:
    names = ["Alpha", "Alpha+", "Énergia", "ENERGIA", "Beta SAS", "Beta SARL"]
    organisations = pd.DataFrame({"org_id": [str(number + 1) for number in range(6)], "name": names})
    projects = pd.DataFrame({"project_id": ["P"]})
    taken = pd.DataFrame({"project_id": ["P"], "org_id": ["1"]})
    assert Network(organisations, projects, taken).find(asked) == found
