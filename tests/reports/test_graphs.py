from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.network import Network
from polegraph.reports import graphs, vosviewer

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Literal

READERS = {".graphml": nx.read_graphml, ".gexf": nx.read_gexf}


def dated() -> Network:
    """Projects with a start and an end, own columns that GEXF gives a meaning, and names that XML cannot hold."""
    net = tiny()
    names = ["<b>&amp;\"'", "a\x00b\x07\ufffe", "two\nlines\r\nand\ttabs", " blanks ", "日本 \U0001f600"]
    return net.with_tables(
        organisations=net.organisations.assign(name=names, viz="own", label="mine", weight=[1, 2, 3, 4, 5]),
        projects=net.projects.assign(start=pd.Timestamp("2016-01-01"), end=pd.Timestamp("2018-12-31"), slices="s"),
    )


@pytest.mark.parametrize("suffix", graphs.SUFFIXES)
@pytest.mark.parametrize("mode", ["one", "two"])
def test_a_graph_file_is_read_back_equal(tmp_path: Path, suffix: str, mode: Literal["one", "two"]) -> None:
    net = dated()
    graphs.write(net, tmp_path / f"x{suffix}", mode)
    written = graphs.fit_for_xml(net.to_networkx(mode))
    if suffix == ".gexf":
        written = graphs.for_gexf(written)
    read = READERS[suffix](tmp_path / f"x{suffix}")
    assert dict(read.nodes(data=True)) == dict(written.nodes(data=True))
    edges = {frozenset(edge): values for *edge, values in read.edges(data=True)}
    for *edge, values in written.edges(data=True):
        kept = {key: value for key, value in edges[frozenset(edge)].items() if key != "id"}  # GEXF numbers edges
        assert kept == values
    assert len(edges) == written.number_of_edges()
    if mode == "two":
        day = "first_day" if suffix == ".gexf" else "start"
        assert read.nodes["P1"][day] == "2016-01-01"


@pytest.mark.parametrize("suffix", graphs.SUFFIXES)
def test_a_graph_file_has_the_same_bytes_on_any_day(tmp_path: Path, suffix: str) -> None:
    for name in ("one", "two"):
        graphs.write(dated(), tmp_path / f"{name}{suffix}")
    content = (tmp_path / f"one{suffix}").read_bytes()
    assert content == (tmp_path / f"two{suffix}").read_bytes()
    assert b"lastmodified" not in content
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([f"one{suffix}", f"two{suffix}"])


@given(st.text(max_size=30), st.sampled_from(graphs.SUFFIXES))
def test_every_name_gives_sound_xml(tmp_path_factory: pytest.TempPathFactory, name: str, suffix: str) -> None:
    graph = nx.Graph()
    graph.add_node("A", name=name)
    clean = graphs.fit_for_xml(graph)
    path = tmp_path_factory.mktemp("x") / f"x{suffix}"
    if suffix == ".graphml":
        nx.write_graphml_xml(clean, path)
    else:
        nx.write_gexf(graphs.for_gexf(clean), path)
    ET.parse(path)  # noqa: S314  # our own file
    assert READERS[suffix](path).nodes["A"].get("name", "") == clean.nodes["A"]["name"]


def test_two_nodes_never_become_one() -> None:
    graph = nx.Graph()
    graph.add_nodes_from(["a\ufffe", "a\uffff"])
    with pytest.raises(PolegraphError, match="differ only in characters"):
        graphs.fit_for_xml(graph)


def numbered_from_one() -> Network:
    """Organisations 1, 2, … and projects 1, 2, …, as people number sheets; one project is called like a prefix."""
    return Network(
        organisations=pd.DataFrame({"org_id": ["1", "2", "3"], "name": ["Alpha", "Beta", "Gamma"]}),
        projects=pd.DataFrame({"project_id": ["1", "2", "project:1", "9"], "acronym": ["A", "B", "C", "D"]}),
        participations=pd.DataFrame(
            [("1", "1"), ("1", "2"), ("2", "2"), ("project:1", "3"), ("9", "1")], columns=["project_id", "org_id"]
        ),
    )


@pytest.mark.parametrize("suffix", graphs.SUFFIXES)
def test_organisations_and_projects_of_one_number_stand_in_one_graph(tmp_path: Path, suffix: str) -> None:
    net = numbered_from_one()
    graphs.write(net, tmp_path / f"x{suffix}")
    read = READERS[suffix](tmp_path / f"x{suffix}")
    assert len(read) == 7
    back = {node: read.nodes[node].get("project_id", node) for node in read if read.nodes[node]["bipartite"] == 0}
    assert back == {"project:project:1": "1", "project:2": "2", "project:1": "project:1", "9": "9"}
    edges = {(back[one], other) if one in back else (back[other], one) for one, other in read.edges()}
    assert edges == set(net.participations[["project_id", "org_id"]].itertuples(index=False, name=None))


def test_they_do_in_a_file_for_vosviewer_too() -> None:
    found = vosviewer.content(numbered_from_one(), "two")["network"]
    ids = [item["id"] for item in found["items"]]
    assert len(set(ids)) == len(ids) == 7
    assert {end for link in found["links"] for end in (link["source_id"], link["target_id"])} <= set(ids)
