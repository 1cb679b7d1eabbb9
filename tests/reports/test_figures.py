from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt

from polegraph import metrics
from polegraph.errors import PolegraphError
from polegraph.i18n import speaking
from polegraph.reports import figures
from tests.cli.world import network

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


@pytest.fixture(scope="module")
def phases() -> pd.DataFrame:
    return metrics.evolution(network(), draws=3)


@pytest.mark.parametrize(("suffix", "begins"), [("png", b"\x89PNG"), ("svg", b"<?xml")])
def test_the_same_table_gives_the_same_bytes(phases: pd.DataFrame, tmp_path: Path, suffix: str, begins: bytes) -> None:
    files = [tmp_path / f"{place}.{suffix}" for place in range(2)]
    for file in files:
        figures.write(figures.evolution(phases), file)
    first, second = (file.read_bytes() for file in files)
    assert first == second
    assert first.startswith(begins)
    assert b"20" + b"26-" not in first  # no date of making
    figures.write(figures.evolution(phases.head(2)), files[0])
    assert files[0].read_bytes() != second


def test_the_bars_are_the_figures_of_the_table(phases: pd.DataFrame) -> None:
    organisations, links, clustering, smes = figures.evolution(phases).axes
    bars = {str(part.get_label()): [bar.get_height() for bar in part] for part in organisations.containers}
    there = phases["newcomers"].notna()
    assert bars["newcomers"] == phases["newcomers"].fillna(0).tolist()
    assert bars["known before"] == (phases["organisations"] - phases["newcomers"]).fillna(0).tolist()
    assert bars["left since the period before"] == [-gone for gone in phases["leavers"].fillna(0)]
    assert bars["nothing before to compare with"] == phases["organisations"].where(~there, 0).tolist()
    assert "lost since the period before" in {str(part.get_label()) for part in links.containers}
    lines = {str(line.get_label()): list(line.get_ydata()) for line in clustering.lines}  # type: ignore[arg-type]
    assert lines["observed"] == phases["average_clustering"].tolist()
    assert lines["by chance, with the same projects"] == phases["average_clustering_expected"].tolist()
    assert list(smes.lines[2].get_ydata()) == phases["smes_with_large_group"].tolist()  # type: ignore[arg-type]
    assert [tick.get_text() for tick in organisations.get_xticklabels()] == phases["period"].tolist()


def test_cohorts_have_words_of_their_own() -> None:
    table = metrics.evolution(network(), by="cohort", draws=0)
    organisations = figures.evolution(table, "cohort").axes[0]
    bars = {str(part.get_label()): [bar.get_height() for bar in part] for part in organisations.containers}
    assert bars["took part again in a later year"] == table["stayers"].tolist()
    assert bars["not since their first year"] == table["leavers"].tolist()


def test_numbers_are_written_as_the_language_does(phases: pd.DataFrame) -> None:
    with speaking("fr"):
        assert figures.tick(-1234.5) == "\u22121\u202f234,5"
    assert figures.tick(-1234.5) == "\u22121,234.5"
    assert phases["period"].tolist() == ["I", "III", "IV"]


def test_drawing_changes_no_settings_and_opens_no_window(phases: pd.DataFrame, tmp_path: Path) -> None:
    before = dict(mpl.rcParams)
    figures.write(figures.evolution(phases), tmp_path / "a.svg")
    assert dict(mpl.rcParams) == before
    assert plt.get_fignums() == []


def test_what_cannot_be_drawn_is_refused(phases: pd.DataFrame, tmp_path: Path) -> None:
    with pytest.raises(PolegraphError, match="period to draw"):
        figures.evolution(phases.head(0))
    with pytest.raises(PolegraphError, match="cannot be written as this"):
        figures.write(figures.evolution(phases), tmp_path / "a.gif")
    assert not list(tmp_path.iterdir())
