"""Which names people are asked about that no rule joins, and which nobody is asked about."""

from __future__ import annotations

import pandas as pd
import pytest

from polegraph.identity.entities import units
from polegraph.identity.organisations import companies


def judged(names: list[str], **columns: list[str | None]) -> list[tuple[str, str]]:
    """Return verdict and reason for each pair about which something is said."""
    table = pd.DataFrame({"org_id": [f"o{place:02}" for place in range(len(names))], "name": names, **columns})
    none = pd.DataFrame({"project_id": [], "org_id": []}, dtype="str")
    found = companies.judge(units({"organisations": table.assign(source="own"), "participations": none}))
    return list(zip(found["verdict"].tolist(), found["how"].tolist(), strict=True))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Société d'Usinage Comtoise", "SUC"),
        ("Société d’Usinage Comtoise", "S.U.C."),
        ("Université du Val de Saône", "UDVDS"),
        ("Sablage industriel limousin appliqué", "SILAP"),
        ("Centre de tri vosgien (CTV)", "CTV"),
        ("CTV - Centre de tri vosgien", "CTV"),
        ("Zorvex", "Zorvex Mesures"),
        ("Labo Gamzor", "Laboratoire Gamzor"),
        ("Univ. de Zorville", "Université de Zorville"),
        ("U. de Zorville", "Université de Zorville"),
        ("Inst. Gamzor", "Institut Gamzor"),
        ("Sté Gamzor", "Société Gamzor"),
        ("Ets Gamzor", "Gamzor"),
        ("Lycée St-Gamzor", "Lycée Saint Gamzor"),
        ("Ste-Gamzor", "Sainte Gamzor"),
        ("Gamzor Mécanique", "Mécanique Gamzor"),
        ("Tamvi Gamzor (ex Zorvex)", "Zorvex"),
        ("Polymecanor", "Polymécanore"),
        ("Thermo-Lys", "Thermolys"),
        ("Laboratoire Gamzor", "Gamzor"),
    ],
)
@pytest.mark.parametrize("kinds", [["other", "lab"], ["other", "other"]])
def test_what_may_be_one_is_asked(one: str, other: str, kinds: list[str | None]) -> None:
    said = judged([one, other], kind=kinds)
    assert [verdict for verdict, _how in said] in (["ask"], ["same"]), said


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Université de Lyon 1", "Université de Lyon 2"),
        ("Laboratoire Gamzor", "Lycée Gamzor"),
        ("Bretagne", "Bretagne Numérique"),
        ("Énergie", "Énergie Gamzor"),
        ("Alpha", "Beta"),
        ("ABC", "Société d'Usinage Comtoise"),
    ],
)
def test_what_only_looks_alike_is_not(one: str, other: str) -> None:
    assert [verdict for verdict, _how in judged([one, other], kind=["other", "other"])] in ([], ["never"])


def test_the_same_town_is_likelier_than_another() -> None:
    def chance(*cities: str | None) -> float:
        names = ["Zorvex", "Zorvex Mesures"]
        table = pd.DataFrame({"org_id": ["a", "b"], "name": names, "city": list(cities), "source": "own"})
        none = pd.DataFrame({"project_id": [], "org_id": []}, dtype="str")
        return float(companies.judge(units({"organisations": table, "participations": none}))["score"].iloc[0])

    assert chance("Tours", "Tours") > chance(None, "Tours") > chance("Dole", "Tours")


def test_a_publishers_file_is_asked_about_what_only_one_can_mean() -> None:
    names = [
        "Zorvex",
        "Zorvex Mesures",
        "Union des scieurs comtois",
        "USC",
        "Tri vosgien du nord",
        "Tour verte nue",
        "TVN",
    ]
    table = pd.DataFrame(
        {"org_id": [str(place) for place in range(7)], "name": names, "source": "anr", "kind": "other"}
    )
    none = pd.DataFrame({"project_id": [], "org_id": []}, dtype="str")
    imports = pd.DataFrame({"source": ["anr"], "layout": ["ANR DOS"]})
    found = companies.judge(units({"organisations": table, "participations": none, "imports": imports}))
    assert found[["one", "other", "how"]].to_numpy().tolist() == [[2, 3, "initials"]]
