from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import networkx as nx
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph.examples import tiny
from polegraph.reports import pajek, ucinet
from polegraph.reports.numbered import labels, numbered
from tests.networks import networks, shuffled

if TYPE_CHECKING:
    from pathlib import Path

    from polegraph.network import Network

HOSTILE = ['a "quoted" name', "two\nlines\r\n*Edges\n1 2", "back\\slash\\", "'; DROP TABLE --", "Été\x00 日本"]


def hostile() -> Network:
    net = tiny()
    return net.with_tables(
        organisations=net.organisations.assign(name=HOSTILE, region=["=1+1", None, 'x"\n1', "Île, d'en bas", "=1+1"]),
        projects=net.projects.assign(acronym=["data:", None, 'P"']),
    )


def _as_read_by_networkx(text: str) -> nx.MultiGraph[str]:
    """NetworkX knows no vertices of two kinds: leave out how many are of the first."""
    lines = text.split("\n")
    return nx.parse_pajek([" ".join(line.split()[:2]) if line.startswith("*V") else line for line in lines])


def test_networkx_reads_the_collaboration_network_back(tmp_path: Path) -> None:
    for net in (tiny(), hostile()):
        pajek.write(net, tmp_path / "net.net", "one")
        read = nx.read_pajek(tmp_path / "net.net")
        names = dict(zip(net.org_index[net.by_id], numbered(net, "one").labels, strict=True))
        wanted = {frozenset((names[a], names[b])): x["projects"] for a, b, x in net.to_networkx().edges(data=True)}
        assert set(read) == set(names.values())
        assert {frozenset((a, b)): x["weight"] for a, b, x in read.edges(data=True)} == wanted


def test_networkx_reads_organisations_and_projects_back() -> None:
    net = hostile()
    text = pajek.content(net)[""]
    assert text.startswith("\ufeff%")
    assert "\n*Vertices 8 5\n" in text
    assert text.count("*Edges\n") == 1
    read = _as_read_by_networkx(text)
    assert sorted(degree for _, degree in read.degree()) == sorted(
        degree for _, degree in net.to_networkx("two").degree()
    )
    assert set(list(read)[5:]) == {"data:", "P2", "P'"}


def test_partitions_and_vectors_have_a_number_a_vertex_and_say_what_it_means(tmp_path: Path) -> None:
    net = hostile()
    pajek.write(net, tmp_path / "my.v2.net")
    names = {"-kind.clu", "-size.clu", "-region.clu", "-projects.vec", "-year.vec", "-codes.csv", ".net"}
    assert {path.name for path in tmp_path.iterdir()} == {f"my.v2{name}" for name in names}
    values = {
        name: (tmp_path / f"my.v2{name}").read_text(encoding="utf-8").split()[2:]
        for name in names
        if name.endswith((".clu", ".vec"))
    }
    assert {len(numbers) for numbers in values.values()} == {8}
    with (tmp_path / "my.v2-codes.csv").open(encoding="utf-8", newline="") as file:
        code = {(one["partition"], one["number"]): one["value"] for one in csv.DictReader(file)}
    assert [code["kind", number] for number in values["-kind.clu"]] == [
        *["company", "company", "lab", "company", "company"],
        *["project"] * 3,
    ]
    by_id = net.organisations.sort_values("org_id")["region"].tolist()
    assert [code.get(("region", number)) for number in values["-region.clu"][:5]] == [
        None if pd.isna(one) else " ".join(one.split()) for one in by_id
    ]
    assert values["-year.vec"] == ["0", "2020", "2014", "2014", "2014", "2014", "2016", "2020"]


def test_ucinet_gets_every_cell_by_number() -> None:
    lines = ucinet.content(hostile()).split("\n")
    assert lines[0] == "dl nr = 5 nc = 3 format = edgelist2"
    data = lines.index("data:")
    cells = [tuple(map(int, line.split())) for line in lines[data + 1 : -1]]
    assert cells == [(2, 3, 1), (3, 1, 1), (3, 2, 1), (3, 3, 1), (4, 1, 1), (4, 2, 1), (5, 1, 1)]
    quoted = [*lines[2:7], *lines[8:11]]
    assert all(line.startswith('"') and line.endswith('"') and line.count('"') == 2 for line in quoted)
    assert lines[1] + lines[7] == "row labels:column labels:"
    one = ucinet.content(tiny(), "one").split("\n")
    cells = [tuple(map(int, line.split())) for line in one[one.index("data:") + 1 : -1]]
    assert set(cells) == {(2, 3, 1), (3, 4, 2), (3, 5, 1), (4, 5, 1), (3, 2, 1), (4, 3, 2), (5, 3, 1), (5, 4, 1)}


@settings(max_examples=20)
@given(networks(), st.integers(0, 9))
def test_the_order_of_rows_changes_nothing(network: Network, seed: int) -> None:
    other = shuffled(network, seed)
    for mode in ("one", "two"):
        assert pajek.content(network, mode) == pajek.content(other, mode)
        assert ucinet.content(network, mode) == ucinet.content(other, mode)


@given(st.lists(st.text(max_size=8), max_size=6))
def test_no_two_labels_are_alike_and_none_ends_early(names: list[str]) -> None:
    found = labels(names, [str(number) for number in range(len(names))])
    assert len({label.upper() for label in found}) == len(names)
    assert not any(set(label) & set('"\\\n\r\x85\u2028') for label in found)
    assert all(label == label.strip() and label for label in found)
