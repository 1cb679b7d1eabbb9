from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from polegraph.i18n import LANGUAGES, speaking
from polegraph.reports import state
from polegraph.reports.state_page import page
from polegraph.reports.terminal import width
from tests import examples

if TYPE_CHECKING:
    from polegraph.network import Network


@pytest.fixture(scope="module")
def net() -> Network:
    return examples.centre()


def info(*rows: tuple[str, str, int, float | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=state.INFO_COLUMNS)


def said(table: pd.DataFrame, columns: int = 100) -> str:
    """What a page says, without its line ends."""
    return re.sub(r"\s+", " ", page(table, columns))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("columns", [30, 80, 160])
def test_the_state_of_an_example_is_a_page(net: Network, columns: int, language: str) -> None:
    with speaking(language):
        lines = page(state.info(net), columns).splitlines()
    assert max(map(width, lines)) <= columns
    assert len(lines) < (45 if columns >= 80 else 110)


def test_every_count_that_is_not_nothing_is_there_and_the_others_are_named(net: Network) -> None:
    table = state.info(net)
    text = said(table)
    for topic, item, count, _share in table.itertuples(index=False):
        if topic.startswith("rows"):
            assert topic in text
        elif count:
            assert f"{item}: {count:,}" in text
        else:
            assert item in text.partition("Nothing of")[2]


def test_nothing_that_warns_is_shortened() -> None:
    files = [("rows rejected", f"file{n} (own)", n, None) for n in range(40)]
    text = said(info(*files, *(("year of projects", str(1990 + n), n + 1, 0.1) for n in range(30))))
    assert all(f"file{n} (own): {n}" in text for n in range(1, 40))
    assert "Nothing of rows rejected (1 file or sheet)" in text
    assert "and 6 more" in text
    assert "1996: 7" in text
    assert "1995" not in text


def test_a_share_that_is_not_nothing_is_never_said_to_be() -> None:
    assert said(info(("kind", "lab", 1, 0.0001))) == "kind lab: 1 (< 1 %) "
