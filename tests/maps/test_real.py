"""The example as an animator would fill it: counted rightly, and the same file every time."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from polegraph import maps
from polegraph.metrics.links import large_group_links
from tests.maps.world import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from polegraph import Network
    from tests.maps.conftest import Opened


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
