from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import polegraph
from polegraph.examples import tiny
from polegraph.network.incidence_tables import IncidenceTables

BACK_DOOR = re.compile(
    r"__dict__(\.(update|setdefault|pop|__setitem__)\(|\[[^]]+\] *=[^=])|object\.__setattr__\((?!self)"
)


def test_nobody_fills_a_network_from_outside() -> None:
    package = Path(polegraph.__file__).parent
    modules = [path for path in package.rglob("*.py") if path.parent.name != "network"]
    found = {path.name for path in modules if BACK_DOOR.search(path.read_text(encoding="utf-8"))}
    assert found <= {"command.py"}  # a descriptor of click, on a class of its own
    assert BACK_DOOR.search("network.__dict__.update(incidence=1)")
    assert BACK_DOOR.search('network.__dict__["undated"] = 1')


def test_another_incidence_brings_its_participations_and_leaves_the_network() -> None:
    net = tiny()
    category = net.category
    matrix = net.incidence[::-1].tocsr()
    drawn = net.with_incidence(matrix)
    assert drawn.incidence is matrix
    assert isinstance(drawn.tables, IncidenceTables)
    cells = zip(drawn.participations["project_id"], drawn.participations["org_id"], strict=True)
    rows, columns = matrix.nonzero()
    assert set(cells) == set(zip(net.project_index[rows], net.org_index[columns], strict=True))
    assert drawn.participations.dtypes.equals(net.participations.dtypes)
    assert drawn.participations["role"].isna().all()
    assert (drawn.around, drawn.origin, drawn.day) == (drawn, net, net.day)
    assert drawn.collaboration_matrix() is not net.collaboration_matrix()
    pd.testing.assert_frame_equal(drawn.category, category)
    assert list(drawn.tables) == list(net.tables)
    assert drawn.by_id is net.by_id
    np.testing.assert_array_equal(net.incidence.toarray(), matrix[::-1].toarray())
    with pytest.raises(ValueError, match="read-only"):
        drawn.incidence.data[0] = 2


def test_categories_that_are_known_are_not_computed_anew() -> None:
    net = tiny()
    assert net.subsidiary_of.isna().to_numpy().all()  # computed of the categories of before, and not to be kept
    units = pd.DataFrame({"size": ["large"], "unit": ["BIG"]}, index=["SME1"])
    known = net.with_categories(units)
    assert list(known.category.loc[0]) == ["SME1", "BIG", "large"]
    assert known.category[["unit", "size"]].loc[1:].isna().to_numpy().all()
    assert known.subsidiary_of.loc[0] == "Large group (invented)"
    assert known.around is known
    assert net.category.loc[0, "size"] == "sme"


def test_a_change_of_state_keeps_what_is_around() -> None:
    net = tiny().with_tables(organisations=tiny().organisations.assign(region=["X", "Y", "X", "Y", "Y"]))
    part = net.select(region="X")
    units = pd.DataFrame({"unit": ["BIG"], "size": ["large"]}, index=["SME1"])
    assert part.with_categories(units).around is net
    assert part.on(2020).around.day.year == 2020
    assert part.on(2020).focus == part.focus
