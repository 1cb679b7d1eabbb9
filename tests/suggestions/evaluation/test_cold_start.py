from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from polegraph.errors import PolegraphError
from polegraph.suggestions import suggest
from polegraph.suggestions.evaluation.cold_start import newcomers
from tests.suggestions.worlds import of

if TYPE_CHECKING:
    from polegraph.network import Network


def regions(years: dict[str, int]) -> Network:
    """Build a network in which everybody begins with the hub of its region; the one in the north is the larger one."""
    members = []
    for number, (org, __) in enumerate(years.items()):
        members += [(f"p{number:02}", org), (f"p{number:02}", "hub " + org[0])]
    ids = [*years, "hub n", "hub s"]
    return of(
        organisations=pd.DataFrame(
            {"org_id": ids, "name": ids, "kind": "lab", "region": ["north" if "n" in one else "south" for one in ids]}
        ),
        projects=pd.DataFrame({"project_id": [f"p{n:02}" for n in range(len(years))], "year": list(years.values())}),
        participations=pd.DataFrame(members, columns=["project_id", "org_id"]),
    )


EARLY = {**{f"n{i}": 2010 + i for i in range(8)}, **{f"s{i}": 2010 + i for i in range(6)}}
LATE = {**{f"n1{i}": 2020 for i in range(5)}, **{f"s1{i}": 2020 for i in range(15)}}


def test_those_without_a_project_are_told_whom_others_of_their_region_began_with() -> None:
    found = newcomers(regions({**EARLY, **LATE}), 2019, 2020, top=1)
    assert (found["users"], found["candidates"]) == (20, 16)
    cold, popular = found["methods"]
    assert (cold["name"], cold["hit_at_1"], popular["hit_at_1"]) == ("coldstart", 1.0, 0.25)
    assert found["difference"] == 0.75
    assert 0.4 < found["difference_low"] < 0.75 < found["difference_high"]


def test_nothing_of_the_judged_years_is_seen() -> None:
    swapped = regions({**EARLY, **LATE})
    moved = swapped.participations.assign(
        org_id=[
            {"hub n": "hub s", "hub s": "hub n"}.get(org, org) if int(project[1:]) >= len(EARLY) else org
            for project, org in zip(swapped.participations["project_id"], swapped.participations["org_id"], strict=True)
        ]
    )
    found = newcomers(swapped.with_tables(participations=moved), 2019, 2020, top=1)
    assert found["methods"][0]["hit_at_1"] == 0.0


def test_who_offers_what_is_needed_comes_first() -> None:
    network = regions(EARLY)
    organisations = pd.concat(
        [
            network.organisations,
            pd.DataFrame({"org_id": ["new"], "name": ["new"], "kind": ["lab"], "region": ["north"]}),
        ]
    )
    asked = of(
        **{
            **network.tables,
            "organisations": organisations,
            "needs": pd.DataFrame({"org_id": ["new"], "domain": ["skills"]}),
            "offers": pd.DataFrame({"org_id": ["s5"], "domain": ["skills"]}),
        }
    )
    found = suggest(asked, "new", top=2)
    assert found["suggested_id"].tolist() == ["s5", "hub n"]
    assert found["reasons"][0].startswith("no project yet: suggested by what you need")
    assert "offers what you need (skills)" in found["reasons"][0]


def test_where_nobody_is_new_it_is_said() -> None:
    with pytest.raises(PolegraphError, match="no organisation had its first project"):
        newcomers(regions(EARLY), 2019, 2019)
