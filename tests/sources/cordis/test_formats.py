"""Horizon Europe in every format and as usual programs save it again: the same tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from polegraph.sources import cordis
from polegraph.tables import TABLES
from tests.sources.cordis_formats import WAYS, nested_json, published, publisher_csv, without_signs

if TYPE_CHECKING:
    from pathlib import Path

    from polegraph.network import Network


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Network:
    return cordis.read(publisher_csv(tmp_path_factory.mktemp("cordis") / "publisher", published()), source="horizon")


def test_the_publisher_s_csv(expected: Network) -> None:
    assert len(expected.participations) == len(expected.projects) == 100
    assert len(expected.rejected) == 0
    assert expected.organisations["region"].notna().sum() > 60
    assert expected.themes["scheme"].value_counts()["EuroSciVoc"] == 2
    assert expected.participations["funding"].notna().all()


@pytest.mark.parametrize("way", WAYS)
def test_other_formats_and_programs(tmp_path: Path, expected: Network, way: str) -> None:
    tables = published()
    if way == "French Excel":
        tables = without_signs(tables)
        expected = cordis.read(publisher_csv(tmp_path / "publisher", tables), source="horizon")
    net = cordis.read(WAYS[way](tmp_path / "x", tables), source="horizon")
    for name in sorted(set(TABLES) - {"imports"}):
        pd.testing.assert_frame_equal(net.tables[name], expected.tables[name])
    assert net.imports["unknown_columns"].isna().all()
    assert set(net.imports["rows"]) == {100}


@pytest.mark.parametrize("key", ["partners", "participants", "organisations", "consortium", "whoTakesPart"])
def test_organisations_under_any_name(tmp_path: Path, expected: Network, key: str) -> None:
    net = cordis.read(nested_json(tmp_path / "x", published(), key), source="horizon")
    for name in sorted(set(TABLES) - {"imports"}):
        pd.testing.assert_frame_equal(net.tables[name], expected.tables[name])
