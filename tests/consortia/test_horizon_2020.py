"""Real consortia: projects of Horizon 2020 against the rule that was in force."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

import polegraph
from polegraph.consortia import check
from polegraph.resources import data
from tests.thorough import times

if TYPE_CHECKING:
    from polegraph.network import Network

EXCEPTED = ("ERC", "MSCA", "Innovation in SMEs", "SEWP", "SC4")
"""Parts of the programme with rules of their own: one researcher, exchanges, SMEs, twinning; and transport, where the
calls of Clean Sky 2 were open to single organisations (Regulation (EU) No 558/2014)."""
LAST_DAY = date(2020, 12, 31)


@pytest.fixture(scope="module")
def net() -> Network:
    return polegraph.read(data("horizon2020"))


def _collaborative(net: Network) -> list[str]:
    """Return the projects of three or more participants in the other parts, in order."""
    themes = net.project_themes.merge(net.themes, on="theme_id")
    excepted = themes.loc[themes["label"].isin(EXCEPTED), "project_id"]
    there = themes.loc[~themes["project_id"].isin(excepted), "project_id"].unique()
    rows = net.participations[net.participations["role"].isin(["coordinator", "partner"])]
    sizes = rows.groupby("project_id").size()
    return sorted(set(sizes.index[sizes >= 3]) & set(there))


def _passed(net: Network, projects: list[str]) -> float:
    starts = net.projects.set_index("project_id")["start"]
    results = [
        check(net, project, "h2020-ria", day=min(starts[project].date(), LAST_DAY), observe=False)["result"].iloc[0]
        for project in projects
    ]
    assert set(results) <= {"pass", "fail"}  # all countries and roles are known
    return results.count("pass") / len(results)


@pytest.mark.slow
def test_nearly_all_funded_projects_pass_the_rule_of_their_time(net: Network) -> None:
    """Hold one of ten projects to the rule; `make bench` holds them all."""
    projects = _collaborative(net)
    assert len(projects) == 6245
    assert _passed(net, projects[:: times(10, 1)]) >= 0.98
