from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from polegraph.combine import before
from polegraph.stores.folder import dataset
from tests.suggestions.judge import CODE, COUNTRY, METHODS, anr, judged, told

if TYPE_CHECKING:
    from pathlib import Path

CUT, UNTIL = 2019, 2022


def a_part(row: dict[str, str]) -> bool:
    """Take the projects about materials, energy and processes of the general calls: a seventh of the file.

    Rows that name no country are left out. Who they are about is told by other rows, and hence by later editions: the
    one thing that makes the judge and the back-test differ on the whole file.
    """
    return row[CODE][7:11] in {"CE05", "CE06", "CE07", "CE08", "CE09", "CE10", "CE24"} and bool(row[COUNTRY])


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
        assert found == pytest.approx(row["ndcg_at_10"], abs=1e-6), method


def test_organisations_are_what_was_said_of_them_then(world: tuple[Path, dict[str, int]]) -> None:
    folder, _years = world
    past, imported = before(dataset.read(folder / "all"), CUT), dataset.read(folder / "past")
    now = dataset.read(folder / "all").organisations.set_index("org_id").loc[past.org_index].reset_index()
    changed = (now != past.organisations) & (now.notna() | past.organisations.notna())
    assert changed.sum()[["name", "city", "kind"]].min() > 0  # else there would be nothing to get wrong
    pd.testing.assert_frame_equal(past.organisations, imported.organisations)
    for name in ("projects", "participations", "themes", "project_themes"):
        pd.testing.assert_frame_equal(past.tables[name], imported.tables[name])
