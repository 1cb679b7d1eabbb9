"""The modules of the page under node, without a browser, beside NetworkX and the tables; see `tests/maps/page`."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import pandas as pd
import pytest

from polegraph import maps
from polegraph.maps.document import json_block
from polegraph.names.normal_forms import LETTERS
from tests.maps.world import block, ids

if TYPE_CHECKING:
    from polegraph import Network

FILES = sorted((Path(__file__).parent / "page").glob("*.test.js"))
# What is chosen on the page, and the same for `Network.select`. Numbers and labels are looked up below.
SELECTIONS: list[tuple[dict[str, str], dict[str, Any]]] = [
    ({"programme": "FUI"}, {"programme": "FUI"}),
    ({"since": "2014", "until": "2016"}, {"since": 2014, "until": 2016}),
    ({"until": "2009"}, {"until": 2009}),
    ({"since": "2019"}, {"since": 2019}),
    ({"programme": "FUI", "until": "2012"}, {"programme": "FUI", "until": 2012}),
    ({"since": "2013", "until": "2018"}, {"phase": "III"}),
]


def expected(net: Network, data: dict[str, Any], drawing: dict[str, Any]) -> dict[str, Any]:
    """Return by NetworkX and by the tables what the modules must find."""
    graph = net.to_networkx()
    every = data["organisations"]["id"]
    row = {org_id: number for number, org_id in enumerate(every)}
    dice = random.Random(1)
    pairs = [tuple(dice.sample(range(len(every)), 2)) for _ in range(300)]
    paths = dict(nx.all_pairs_shortest_path_length(graph))
    later = net.select(since=2015).to_networkx()
    years = (
        net.participations.merge(net.projects, on="project_id").groupby("org_id")["year"].agg(["min", "max"]).dropna()
    )
    theme = net.themes["label"].iloc[0]
    selections = [*SELECTIONS, ({"theme": theme}, {"theme": theme})]
    return {
        "partners": [{str(row[other]): graph[org][other]["projects"] for other in graph[org]} for org in every],
        "near": [_near(graph, every, row, start, depth) for start in range(0, 600, 50) for depth in (1, 2, 3)],
        "near_since_2015": [
            _near(later, every, row, row[org], depth) for org in sorted(later)[:200:20] for depth in (1, 2)
        ],
        "chains": [[one, other, paths[every[one]].get(every[other])] for one, other in pairs],
        "letters": LETTERS,
        "years": [
            [int(years["min"][org]), int(years["max"][org])]
            if org in years.index and years["min"].notna()[org]
            else None
            for org in every
        ],
        "selections": [_selection(net, data, row, filters, chosen) for filters, chosen in selections],
        "strongest": [[edge["from"], edge["to"], edge["shared"]] for edge in reversed(drawing["edges"])],
        "regions": net.organisations["region"].value_counts().head(7).to_dict(),
    }


def _near(graph: nx.Graph[str], every: list[str], row: dict[str, int], start: int, depth: int) -> list[Any]:
    reached = nx.single_source_shortest_path_length(graph, every[start], cutoff=depth)
    return [start, depth, sorted(row[org] for org in reached)]


def _selection(
    net: Network, data: dict[str, Any], row: dict[str, int], filters: dict[str, str], chosen: dict[str, Any]
) -> dict[str, Any]:
    numbered = {
        name: str(data["projects"][f"{name}s"].index(value)) if name in {"programme", "theme"} else value
        for name, value in filters.items()
    }
    part = net.select(**chosen)
    links = sorted(sorted((row[one], row[other])) for one, other in part.to_networkx().edges)
    return {"filters": numbered, "organisations": sorted(row[org] for org in part.org_index), "links": links}


@pytest.fixture(scope="module")
def given(centre: Network, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write what the tests in JavaScript read."""
    folder = tmp_path_factory.mktemp("page")
    spellings = [{"org_id": org, "source": "own", "name": f"Ancien nom {org}", "rows": 1} for org in ids(centre)[::7]]
    centre = centre.with_tables(aliases=pd.concat([centre.aliases, pd.DataFrame(spellings)]))
    page = maps.write(centre, folder / "map.html", top_links=500).read_text(encoding="utf-8")
    data, drawing = block(page, "data"), block(page, "drawing")
    path = folder / "given.json"
    found = {"centre": data, "drawing": drawing, "expected": expected(centre, data, drawing)}
    path.write_text(json_block(found), encoding="utf-8")
    return path


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_modules_do_what_they_say(given: Path, file: Path) -> None:
    node = shutil.which("node")
    assert node is not None, "no node: install it (Debian: apt-get install nodejs), 20 or newer"
    run = subprocess.run(
        [node, "--test", file],
        env={**os.environ, "POLEGRAPH_PAGE": str(given)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_file_of_tests_is_run() -> None:
    here = Path(__file__).parent / "page"
    assert {path.name for path in here.iterdir()} == {*(path.name for path in FILES), "given.js", "package.json"}
    assert len(FILES) >= 4
