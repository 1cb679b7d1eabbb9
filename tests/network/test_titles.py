"""What a network is called: names of pôles or of programmes, and nothing that says too little or too much."""

from __future__ import annotations

import pandas as pd
import pytest

import polegraph.examples
from polegraph import Network, PolegraphError
from polegraph.network.titles import title
from tests import examples


def _net(poles: list[str], programmes: list[str | None]) -> Network:
    net = polegraph.examples.tiny()
    named = pd.DataFrame({"pole_id": [f"p{at}" for at in range(len(poles))], "name": poles})
    changed = {"projects": net.projects.assign(programme=pd.Series(programmes, dtype="str"))}
    return net.with_tables(**changed, poles=named) if poles else net.with_tables(**changed)


@pytest.mark.parametrize(
    ("poles", "programmes", "expected"),
    [
        (["Énergie"], ["ANR", "ANR", "ANR"], "Énergie"),
        (["B", "A", "D", "C"], ["ANR", "ANR", "ANR"], "B, A, D, C"),  # by identifier, whatever the names
        (["A", "B", "C", "D", "E"], ["FUI", "FUI", "FUI"], "FUI, 2014–2020"),
        (["A" * 50, "B" * 50], [None, None, None], None),
        ([], ["H2020", "FP7", "H2020"], "FP7, H2020, 2014–2020"),
        ([], ["A", "B", "C"], None),
        ([], ["ANR", None, "ANR"], None),  # of one project it is not known
        ([], [None, None, None], None),
    ],
)
def test_a_network_is_called_after_its_poles_or_its_programme(
    poles: list[str], programmes: list[str | None], expected: str | None
) -> None:
    assert title(_net(poles, programmes)) == expected


def test_years_are_said_as_far_as_they_are_known() -> None:
    net = _net([], ["ANR", "ANR", "ANR"])
    assert title(net.with_tables(projects=net.projects.assign(year=2019))) == "ANR, 2019"
    assert title(net.with_tables(projects=net.projects.drop(columns="year").assign(start=None, end=None))) == "ANR"


def test_a_part_is_called_after_its_pole_and_not_after_all_poles() -> None:
    net = examples.centre()
    names = net.poles.sort_values("pole_id")
    assert title(net) == ", ".join(names["name"])
    for pole_id, name in zip(names["pole_id"], names["name"], strict=True):
        part = net.select(pole=pole_id)
        assert title(part, pole_id) == title(part, name) == title(net, pole_id) == name
        assert title(part) is None
    with pytest.raises(PolegraphError):
        title(net, "no such pôle")


def test_the_order_of_rows_does_not_matter() -> None:
    net = examples.centre()
    turned = net.with_tables(poles=net.poles.sample(frac=1, random_state=1))
    assert title(turned) == title(net)
