"""Brokerage against the figures of the karate club, R's definitions by brute force, and simulation."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polegraph.errors import PolegraphError
from polegraph.examples import tiny
from polegraph.metrics import brokerage
from polegraph.metrics.brokerage_roles import ROLES
from polegraph.network import Network
from tests.graphs import karate, of_links
from tests.networks import networks, shuffled

KARATE = {"n00": [174, 15, 15, 0, 0], "n02": [10, 23, 23, 12, 0], "n33": [156, 40, 40, 6, 0]}


def roles(table: pd.DataFrame, org: str) -> list[int]:
    """Return the five roles of an organisation, coordinator first."""
    return [int(table[role][org]) for role in ROLES]


@pytest.mark.parametrize("node", KARATE)
def test_karate(node: str) -> None:
    table = brokerage(karate(), by="region").set_index("org_id")
    assert roles(table, node) == KARATE[node]


def by_definition(net: Network, group: dict[str, Any]) -> dict[str, dict[str, int]]:
    """Count by walking over every ordered triple of organisations."""
    graph = net.to_networkx()
    counts = {node: dict.fromkeys(ROLES, 0) for node in graph if group.get(node) is not None}
    for one, broker, other in permutations(counts, 3):
        if graph.has_edge(one, broker) and graph.has_edge(broker, other) and not graph.has_edge(one, other):
            a, b, c = group[one], group[broker], group[other]
            if a == b == c:
                role = "coordinator"
            elif b == c:
                role = "gatekeeper"
            elif a == b:
                role = "representative"
            else:
                role = "itinerant" if a == c else "liaison"
            counts[broker][role] += 1
    return counts


@settings(max_examples=40)
@given(networks(), st.sampled_from(["kind", "size", "region"]))
def test_equals_the_definition(net: Network, by: str) -> None:
    column = net.category["size"] if by == "size" else net.organisations[by]
    group = {org: value if isinstance(value, str) else None for org, value in zip(net.org_index, column, strict=True)}
    expected = by_definition(net, group)
    table = brokerage(net, by=by).set_index("org_id")
    assert table.index.tolist() == net.org_index.tolist()
    for org, row in table.iterrows():
        if org in expected:
            assert row[list(ROLES)].to_dict() == expected[str(org)]
            assert row["total"] == sum(expected[str(org)].values())
        else:
            assert row.isna().all()


@settings(max_examples=12)
@given(networks(), st.integers(0, 5))
def test_the_order_of_rows_and_the_names_do_not_matter(net: Network, seed: int) -> None:
    table = brokerage(net, by="size").set_index("org_id")
    again = brokerage(shuffled(net, seed), by="size").set_index("org_id")
    pd.testing.assert_frame_equal(again.loc[table.index], table)
    renamed = {org: f"x{hash_of(org, seed)}{org}" for org in net.org_index}
    tables = {
        "organisations": net.organisations.replace({"org_id": renamed}),
        "participations": net.participations.replace({"org_id": renamed}),
    }
    other = brokerage(net.with_tables(**tables), by="size").set_index("org_id")
    pd.testing.assert_frame_equal(other.rename(index={new: old for old, new in renamed.items()}), table)


def hash_of(text: str, seed: int) -> int:
    return (int(text[1:]) * 7 + seed * 3) % 10


def sna(net: Network, group: dict[str, str], broker: str) -> dict[str, tuple[float, float]]:
    """Expectation and variance as independent arcs give them, by listing every pair that could be brokered."""
    size = len(group)
    density = net.collaboration_matrix().nnz / (size * (size - 1))
    chance = density**2 * (1 - density)
    pairs: dict[str, list[tuple[str, str]]] = {role: [] for role in ROLES}
    for one, other in permutations([org for org in group if org != broker], 2):
        a, b, c = group[one], group[broker], group[other]
        if a == b == c:
            pairs["coordinator"].append((one, other))
        elif b == c:
            pairs["gatekeeper"].append((one, other))
        elif a == b:
            pairs["representative"].append((one, other))
        else:
            pairs["itinerant" if a == c else "liaison"].append((one, other))
    pairs["total"] = [pair for role in ROLES for pair in pairs[role]]
    moments = {}
    for role, every in pairs.items():
        couples = sum((p[0] == q[0]) + (p[1] == q[1]) for p, q in permutations(every, 2))
        variance = len(every) * chance * (1 - chance) + couples * density**3 * (1 - density) ** 3
        moments[role] = (len(every) * chance, variance)
    return moments


@settings(max_examples=20)
@given(networks(organisations=8))
def test_expectation_and_z(net: Network) -> None:
    if len(net.org_index) < 2:
        return
    group = dict(zip(net.org_index, net.organisations["kind"], strict=True))
    table = brokerage(net).set_index("org_id")
    for org in net.org_index:
        for role, (mean, variance) in sna(net, group, org).items():
            assert table.loc[org, f"{role}_expected"] == pytest.approx(mean, abs=1e-12)
            counted, z = table.loc[org, [role, f"{role}_z"]].to_numpy(dtype=float)
            wanted = (counted - mean) / np.sqrt(variance) if variance > 1e-12 else np.nan
            assert z == pytest.approx(wanted, nan_ok=True)


def test_the_variance_of_links_is_that_of_random_networks() -> None:
    """Mean and standard deviation of the roles of one broker in random networks of 26 of 66 links on average."""
    generator = np.random.default_rng(5)
    ids = [f"o{i:02}" for i in range(12)]
    group = {org: "aabbccaabbca"[place] for place, org in enumerate(ids)}
    upper = np.triu_indices(12, 1)
    seen = []
    for _draw in range(6000):
        one = np.zeros((12, 12), dtype=bool)
        one[upper] = generator.random(66) < 26 / 66
        one |= one.T
        open_ = np.outer(one[0], one[0]) & ~one & ~np.eye(12, dtype=bool)
        kind = np.array(list(group.values()))
        own = kind == kind[0]
        same = kind[:, None] == kind[None, :]
        seen.append(
            [
                (open_ & own[:, None] & own).sum(),
                (open_ & ~own[:, None] & own).sum(),
                (open_ & ~own[:, None] & ~own & same).sum(),
                (open_ & ~own[:, None] & ~own & ~same).sum(),
                open_.sum(),
            ]
        )
    links = [(ids[a], ids[b]) for a, b in zip(*upper, strict=True)]
    net = of_links(ids, links[:26])
    table = brokerage(net, by=group, null="links").set_index("org_id")
    names = ["coordinator", "gatekeeper", "itinerant", "liaison", "total"]
    counted, expected, z = (
        table.loc["o00", [role + suffix for role in names]].to_numpy(dtype=float) for suffix in ("", "_expected", "_z")
    )
    spread = (counted - expected) / z
    np.testing.assert_allclose(np.mean(seen, axis=0), expected, rtol=0.06)
    np.testing.assert_allclose(np.std(seen, axis=0), spread, rtol=0.08)


def test_links_change_only_what_is_counted_twice() -> None:
    arcs, links = (brokerage(karate(), by="region", null=null) for null in ("arcs", "links"))
    for role in ("gatekeeper", "representative"):
        pd.testing.assert_series_equal(links[f"{role}_z"], arcs[f"{role}_z"])
    for role in ("coordinator", "itinerant", "total"):
        pd.testing.assert_series_equal(links[f"{role}_z"] * np.sqrt(2), arcs[f"{role}_z"])


def test_those_without_a_class_are_left_out_or_a_class() -> None:
    net = tiny()  # by size: the laboratory is of none, and it is the only broker
    left_out = brokerage(net, by="size").set_index("org_id")
    assert left_out.loc["LAB"].isna().all()
    assert left_out.loc["SME1", "total"] == 0
    own = brokerage(net, by="size", unknown="class").set_index("org_id")
    assert own.loc["LAB", "class"] == "unknown"
    assert roles(own, "LAB") == [0, 0, 0, 0, 4]


def in_poles() -> Network:
    return tiny().with_tables(
        poles=pd.DataFrame({"pole_id": ["A", "B"], "name": ["A", "B"]}),
        memberships=pd.DataFrame(
            [("A", "SME1"), ("B", "LAB"), ("A", "LAB"), ("A", "SME2"), ("B", "BIG")], columns=["pole_id", "org_id"]
        ),
    )


def test_members_of_several_poles_are_a_class_or_of_the_largest() -> None:
    combined = brokerage(in_poles(), by="pole").set_index("org_id")
    assert combined["class"].dropna().to_dict() == {"SME1": "A", "LAB": "A;B", "SME2": "A", "BIG": "B"}
    assert roles(combined, "LAB") == [0, 0, 0, 0, 4]
    largest = brokerage(in_poles(), by="pole", several="largest").set_index("org_id")
    assert largest.loc["LAB", "class"] == "A"
    assert roles(largest, "LAB") == [0, 2, 2, 0, 0]


def test_an_organisation_is_of_the_theme_of_most_of_its_projects() -> None:
    net = tiny().with_tables(
        themes=pd.DataFrame({"theme_id": ["s", "t", "u"], "label": ["s", "t", "u"]}),
        project_themes=pd.DataFrame(
            [("P1", "t"), ("P2", "t"), ("P3", "s")],
            columns=["project_id", "theme_id"],
        ),
        organisation_themes=pd.DataFrame([("BIG", "u")], columns=["org_id", "theme_id"]),
    )
    table = brokerage(net, by="theme").set_index("org_id")
    assert table["class"].dropna().to_dict() == {"SME1": "t", "LAB": "t", "SME2": "t", "BIG": "u"}
    both = brokerage(net, by="theme", several="combination").set_index("org_id")
    assert both.loc["LAB", "class"] == "s;t"


def test_classes_of_a_researcher() -> None:
    given_ = {"SME1": 1, "LAB": 2, "BIG": 1, "nobody": 3}
    table = brokerage(tiny(), by=given_).set_index("org_id")
    assert table["class"].dropna().to_dict() == {"SME1": "1", "LAB": "2", "BIG": "1"}
    assert table.loc["LAB", "itinerant"] == 2
    pd.testing.assert_frame_equal(brokerage(tiny(), by=pd.Series(given_)).set_index("org_id"), table)


@pytest.mark.parametrize(
    "options",
    [
        {"by": "colour"},
        {"by": ["kind"]},
        {"several": "all"},
        {"unknown": "guess"},
        {"null": "none"},
        {"by": pd.Series([1, 2], ["A", "A"])},
    ],
)
def test_what_there_is_not_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(PolegraphError):
        brokerage(tiny(), **options)


def test_a_network_without_anything() -> None:
    empty = Network(
        organisations=pd.DataFrame({"org_id": [], "name": []}, dtype="str"),
        projects=pd.DataFrame({"project_id": []}, dtype="str"),
        participations=pd.DataFrame({"project_id": [], "org_id": []}, dtype="str"),
    )
    assert len(brokerage(empty)) == 0
