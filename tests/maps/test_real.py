"""The real file and the example as an animator would fill it: whole, of a size that can be mailed, and usable."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from polegraph import maps
from polegraph.metrics.links import large_group_links
from polegraph.sources import anr
from tests.maps.world import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from polegraph import Network
    from tests.maps.conftest import Opened, Written

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def agency() -> Network:
    return anr.read(DATA / "anr" / "anr_dos_2010_2022_partenaires.csv.gz")


def test_the_whole_of_anr_is_one_usable_file(show: Callable[..., Opened], write: Written, agency: Network) -> None:
    opened = show(agency)
    number = f"{len(agency.organisations):,}"
    links = f"{agency.collaboration_matrix().nnz // 2:,}"
    assert opened.status.startswith(f"Shown: {number} organisations of {number}; 10,000 links of {links}.")
    assert write(agency).stat().st_size < 12_000_000
    opened.page.get_by_role("searchbox").fill("thales")
    assert opened.page.locator("#results li").count() == 12
    opened.page.keyboard.press("Enter")
    assert "thales" in (opened.page.locator("#card-title").text_content() or "").lower()
    assert opened.page.locator("#card .partner").count() > 0
    # The mark of a chosen kind goes, all at once.
    labs = int((agency.organisations["kind"] == "lab").sum())
    opened.page.keyboard.press("Escape")
    opened.page.locator('[data-entry="kind/lab"]').click()
    assert f"{len(agency.organisations) - labs:,} organisations of {number}" in opened.status


def test_legend_of_the_example_counts_what_the_table_of_links_says(
    show: Callable[..., Opened], centre: Network
) -> None:
    opened = show(centre, lang="fr")
    counted = large_group_links(centre, draws=0)["status"].value_counts()
    for status, number in counted.items():
        entry = opened.page.locator(f'[data-entry="status/{status}"] .number')
        assert entry.text_content() == str(number)


def test_same_bytes_in_another_process(centre: Network, tmp_path: Path) -> None:
    here = maps.write(centre, tmp_path / "here.html")
    there = tmp_path / "there.html"
    code = (
        "import sys; from polegraph import maps; from polegraph.sources import spreadsheet; "
        "maps.write(spreadsheet.read(sys.argv[1]).visible('public'), sys.argv[2])"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, "-c", code, EXAMPLE, there], check=True, env=environment)
    assert there.read_bytes() == here.read_bytes()
