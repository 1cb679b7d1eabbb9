from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from polegraph.combine import before
from polegraph.stores import dataset
from tests.suggestions.judge import CODE, METHODS, anr, judged, told

if TYPE_CHECKING:
    from pathlib import Path

CUT, UNTIL = 2019, 2022
APART = 0.002  # see the judge for the whole files


def a_part(row: dict[str, str]) -> bool:
    """Take the projects about materials, energy and processes of the general calls: a seventh of the file."""
    return row[CODE][7:11] in {"CE05", "CE06", "CE07", "CE08", "CE09", "CE10", "CE24"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    """Import a part of the publisher's file twice: all of it, and what was known before the cut."""
    folder = tmp_path_factory.mktemp("judge")
    return folder, anr(folder, CUT, a_part)


def test_the_command_is_as_good_as_the_back_test_says(world: tuple[Path, dict[str, int]]) -> None:
    folder, years = world
    says = told(folder / "all", CUT, UNTIL)
    for method in METHODS:
        row = next(row for row in says["methods"] if row["name"] == method)
        found, users = judged(folder / "all", folder / "past", years, method, CUT, UNTIL)
        assert users == says["users"]
        assert found == pytest.approx(row["ndcg_at_10"], abs=APART), method


def test_organisations_are_what_was_said_of_them_then(world: tuple[Path, dict[str, int]]) -> None:
    folder, _years = world
    past, imported = before(dataset.read(folder / "all"), CUT), dataset.read(folder / "past")
    both = past.org_index.intersection(imported.org_index)
    assert len(both) >= 0.998 * max(len(past.org_index), len(imported.org_index))
    tables = [net.organisations.set_index("org_id").loc[both].drop(columns="country") for net in (past, imported)]
    pd.testing.assert_frame_equal(*tables)  # a country that only later rows give is part of who is who
